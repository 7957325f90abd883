"""The suite *stance*: its gold, and what it counts, with judges that are rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.stance_run import counterfactual, headlines, measure_stance, staked
from evals.stance_sets import Headline, Staked, altered, check_covid, contradicting, even, fnc, is_dev
from tests.evals.judges import Pair, verified


def test_a_tenth_of_the_articles_is_kept_to_measure_on() -> None:
    kept = [str(n) for n in range(2000) if is_dev(str(n))]
    assert 150 < len(kept) < 250
    assert kept == [str(n) for n in range(2000) if is_dev(str(n))]


def test_no_pair_is_both_for_training_and_for_measuring() -> None:
    articles = [{"id": str(n), "text": f"Text {n}."} for n in range(100)]
    stances = [{"headline": "H", "body": str(n), "stance": "discuss"} for n in range(100)]
    dev, rest = fnc(articles, stances, dev=True), fnc(articles, stances, dev=False)
    assert {h.body for h in dev} & {h.body for h in rest} == set()
    assert len(dev) + len(rest) == 100
    assert dev[0].text == f"Text {dev[0].body}."


def test_a_claim_of_check_covid_stands_beside_its_abstract() -> None:
    corpus = [{"cord_id": "a", "title": "Masks.", "abstract": ["They help.", "A lot."]}]
    claims = [{"id": "1", "claim": "Masks help.", "cord_id": "a", "label": "SUPPORT"}]
    assert check_covid(corpus, claims) == [Staked("1", "Masks help.", "Masks. They help. A lot.", "supports")]


RGB = {
    "id": 7,
    "query": "Where was it held?",
    "answer": ["Paris", "Paris, France"],
    "positive": ["It was held in Paris.", "In Paris."],
    "positive_wrong": ["It was held in Rome.", "In Paris."],
}


def test_altered_passages_refute_what_the_true_ones_support() -> None:
    made = altered([RGB])
    assert [c.stance for c in made] == ["supports", "supports", "refutes", "refutes"]
    assert {c.statement for c in made} == {"Where was it held: Paris."}
    (pair,) = contradicting([RGB])
    assert (pair.statement, pair.evidence) == ("It was held in Paris.", "It was held in Rome.")


def test_an_even_part_has_as_many_of_each_label() -> None:
    items = [(n, "ab"[n % 10 == 0]) for n in range(100)]
    few = even(items, 5, lambda item: item[1])
    assert [sum(label == x for _, label in few) for x in "ab"] == [5, 5]
    assert few == sorted(few)
    assert even(items, None, lambda item: item[1]) == items


def test_f1_is_told_for_each_stance_and_a_row_for_each_case() -> None:
    cases = [
        Staked("1", "It held.", "It held.", "supports"),
        Staked("2", "It held.", "It not held.", "refutes"),
        Staked("3", "It held.", "Rain.", "neutral"),
        Staked("4", "It held.", "Snow.", "supports"),
    ]
    result = staked("x", cases, verified)
    named = {m.name: m.value for m in result.measures}
    assert named["F1_refutes"] == 1.0
    assert named["F1_supports"] == pytest.approx(2 / 3)
    assert named["macro_F1"] == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    assert [row.scores["right"] for row in result.rows] == [1, 1, 1, 0]
    assert staked("x", cases, verified, full=True).rows == ()


def test_headlines_are_measured_over_four_stances() -> None:
    def tell(pairs: Sequence[Pair]) -> list[str]:
        return ["unrelated" for _ in pairs]

    cases = [Headline("H", str(n), "T", stance) for n, stance in enumerate(("agree", "unrelated"))]  # type: ignore[arg-type]
    named = {m.name: m.value for m in headlines(cases, tell).measures}
    assert named["F1_unrelated"] == pytest.approx(2 / 3)
    assert named["F1_disagree"] == 0.0
    assert named["macro_F1"] == pytest.approx(1 / 3)


def test_a_counterfactual_passage_has_to_be_told_from_a_true_one() -> None:
    answers = [Staked("1", "It held.", "It held.", "supports"), Staked("2", "It held.", "It not held.", "refutes")]
    versions = [Staked("3", "It held.", "It not held.", "refutes"), Staked("4", "It held.", "Rain.", "refutes")]
    named = {m.name: m.value for m in counterfactual(answers, versions, verified).measures}
    assert named == {"balanced_accuracy": 1.0, "ROC_AUC": 1.0, "contradictions_found": 0.5}


def test_benchmarks_that_are_not_here_are_skipped(tmp_path: Path) -> None:
    results, skipped = measure_stance(tmp_path, tmp_path)
    assert results == []
    assert {s.name for s in skipped} == {"fnc1", "check_covid", "groundedness", "rgb"}
