"""Scorers on replies that are right, wrong and almost right."""

from __future__ import annotations

from typing import Any

import pytest

from evals import suites
from evals.cases import Case
from evals.scorers import Scorer
from evals.values import Outcome
from index.errors import NotFoundError
from tests.evals.builders import abstained, answered, case, cited, ranked, unanswerable

ALL: dict[str, Scorer] = {s.name: s for suite in suites.SUITES for s in suite.scorers}
QUOTE = "Russia said on Friday that the Douma attack was “staged” by Britain."


def claim(**fields: Any) -> Case:
    return case(**{"kind": "claim", "gold": [["staged"]], "claimants": ["Russia"]} | fields)


def test_a_perfect_claim_gets_every_point() -> None:
    outcome = answered(claim(), QUOTE)
    for suite in (suites.ANSWERS, suites.GROUNDING, suites.ABSTENTION):
        for scorer in suite.scorers:
            assert not scorer.applies(outcome.case) or scorer.score(outcome) == 1, scorer.name


@pytest.mark.parametrize("place", range(len(QUOTE)))
def test_a_quote_altered_by_one_character_fails(place: int) -> None:
    altered = QUOTE[:place] + ("#" if QUOTE[place] != "#" else "*") + QUOTE[place + 1 :]
    assert ALL["quotes_slice_back"].score(answered(case(), cited(1, altered, QUOTE))) == 0


@pytest.mark.parametrize("altered", [QUOTE[:-1], QUOTE[1:], QUOTE + " ", QUOTE.replace("“", '"'), ""])
def test_a_quote_cut_padded_or_straightened_fails(altered: str) -> None:
    assert ALL["quotes_slice_back"].score(answered(case(), cited(1, QUOTE), cited(2, altered, QUOTE))) == 0


def test_searched_passages_must_slice_back_too() -> None:
    assert ALL["quotes_slice_back"].score(abstained(unanswerable(), cited(1, QUOTE))) == 1
    assert ALL["quotes_slice_back"].score(abstained(unanswerable(), cited(1, QUOTE, "something else"))) == 0


def test_an_answer_without_a_citation_does_not_slice_back() -> None:
    assert ALL["quotes_slice_back"].score(answered(case())) == 0
    assert ALL["every_statement_cited"].score(answered(case())) == 0


def test_gold_counts_in_cited_quotes_only() -> None:
    said = answered(case(), "They met by a lake.", texts=["They met in Toronto."])
    assert ALL["gold_cited"].score(said) == 0
    assert ALL["gold_cited"].score(answered(case(), "They met in TORONTO.")) == 1
    assert ALL["gold_cited"].score(abstained(case())) == 0


def test_an_allegation_without_its_claimant_is_seen() -> None:
    bare = answered(claim(), "The attack was staged.")
    assert ALL["claimant_shown"].score(bare) == 0
    assert ALL["no_bare_allegation"].score(bare) == 0
    once = answered(claim(), QUOTE, "The attack was staged.")
    assert ALL["no_bare_allegation"].score(once) == 0


def test_showing_nothing_breaks_no_rule_but_earns_nothing() -> None:
    silent = abstained(claim(must_not=["staged"]))
    assert ALL["no_bare_allegation"].score(silent) == 1
    assert ALL["nothing_forbidden"].score(silent) == 1
    assert ALL["claimant_shown"].score(silent) == 0
    assert ALL["citation_precision"].score(silent) == 0
    assert ALL["citation_recall"].score(silent) == 0


def test_forbidden_words_are_found_in_statements_and_quotes() -> None:
    forbidding = case(must_not=["in Paris"])
    assert ALL["nothing_forbidden"].score(answered(forbidding, "They met in Paris.")) == 0
    assert ALL["nothing_forbidden"].score(answered(forbidding, "Toronto.", texts=["in Paris"])) == 0
    assert ALL["nothing_forbidden"].score(answered(forbidding, "They met in Toronto.")) == 1


def test_citation_precision_and_recall_judge_each_citation() -> None:
    mixed = answered(case(), "Met in Toronto.", "It rained.", cited(3, "Toronto again.", file="other.md"))
    assert ALL["citation_precision"].score(mixed) == pytest.approx(1 / 3)
    assert ALL["article_precision"].score(mixed) == pytest.approx(2 / 3)
    assert ALL["citation_recall"].score(mixed) == pytest.approx(1 / 3)


def test_words_that_no_quote_holds_are_seen() -> None:
    outcome = answered(case(), "They met in Toronto", texts=["They met in rainy cold Toronto"])
    assert ALL["words_in_quotes"].score(outcome) == pytest.approx(4 / 6)


def test_an_abstention_is_right_only_where_the_archive_does_not_answer() -> None:
    right = ALL["right_side"].score
    assert right(abstained(unanswerable())) == 1
    assert right(abstained(case())) == 0
    assert right(answered(unanswerable(), "words")) == 0


def test_rewrites_are_compared_word_by_word() -> None:
    follow_up = case(question=["Who met?", "Where did they meet?"], rewrite="Where did the G7 meet?")
    assert ALL["rewrite_recall"].score(answered(follow_up, "x")) == pytest.approx(3 / 5)


def test_rankings_are_scored_and_a_missing_one_is_zero() -> None:
    found = ranked(case(), False, True, total=1)
    assert ALL["Success@1"].score(found) == 0
    assert ALL["Success@5"].score(found) == 1
    assert ALL["RR"].score(found) == 0.5
    assert ALL["nDCG@10"].score(Outcome(case())) == 0


def test_what_applies_depends_on_the_case_alone() -> None:
    assert ALL["gold_cited"].excludes(case(gold=[]))
    assert not ALL["gold_cited"].excludes(unanswerable())
    assert ALL["claimant_shown"].excludes(claim(claimants=[]))
    assert ALL["rewrite_recall"].excludes(case(question=["a", "b"]))


def test_suites_are_found_by_name() -> None:
    assert suites.named([]) == suites.SUITES
    assert [s.name for s in suites.named(["grounding", "retrieval"])] == ["retrieval", "grounding"]
    with pytest.raises(NotFoundError, match="choose from retrieval, answers"):
        suites.named(["anwsers"])
