"""The suite *verdicts*: what it counts, and that an allegation shown as supported fails it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from evals.archives import news
from evals.cases import HERE
from evals.claim_cases import load_rows
from evals.floors import Floor, check
from evals.values import Measure
from evals.verdict_run import LABELS, VerdictCase, confusion, measure, result, verdict_of
from rag.verify import Verification

CASES = [VerdictCase(id=f"v{n}", corpus="x", statement=f"{label} {n}", verdict=label) for n, label in enumerate(LABELS)]


def first_word(statement: str) -> str:
    return statement.split()[0]


def named(measures: tuple[Measure, ...]) -> dict[str, Measure]:
    return {m.name: m for m in measures}


def test_right_verdicts_are_right() -> None:
    measures = named(measure("x", CASES, first_word).measures)
    assert measures["accuracy"].value == measures["macro_F1"].value == 1.0
    assert measures["disputed_as_supported"].value == 0.0


def test_a_disputed_statement_shown_as_supported_is_counted_and_has_no_tolerance() -> None:
    many = [VerdictCase(id=f"d{n}", corpus="x", statement=f"disputed {n}", verdict="disputed") for n in range(40)]
    found = measure("x", many, lambda s: "supported" if s.endswith(" 7") else "disputed")
    slipped = named(found.measures)["disputed_as_supported"]
    assert slipped.value == pytest.approx(1 / 40)
    assert slipped.strict
    floors = {m.name: m.value for m in found.measures if m.better != "reported"} | {"disputed_as_supported": 0.0}
    problems = check([found], {found.key: Floor(digest=found.digest, floors=floors)})
    assert [p.measure for p in problems] == ["disputed_as_supported"]


def test_a_crash_is_no_verdict_and_is_a_row() -> None:
    def crashes(_: str) -> str:
        raise RuntimeError("no weights")

    found = measure("x", CASES, crashes)
    assert named(found.measures)["accuracy"].value == 0.0
    assert named(found.measures)["accuracy"].crashed == len(CASES)
    assert found.rows[0].error == "RuntimeError: no weights"
    assert found.kinds["became"]["supported as error"] == (1.0, 1)


def test_the_confusion_tells_which_verdict_became_which() -> None:
    found = measure("x", CASES, lambda _: "supported")
    assert found.kinds["became"]["disputed as supported"] == (1.0, 1)
    assert confusion([]) == {}
    assert result("x", "d", []).measures[0].value is None


def test_evidence_for_both_sides_is_disputed() -> None:
    assert verdict_of(Verification(0.45, 0.5, "refutes")) == "disputed"
    assert verdict_of(Verification(0.9, 0.05, "supports")) == "supported"
    assert verdict_of(Verification(0.1, 0.1, "neutral")) == "not_enough_evidence"


def test_the_cases_that_ship_have_all_verdicts_over_both_corpora() -> None:
    cases = load_rows(HERE / "cases" / "verdicts.jsonl", VerdictCase)
    assert len(cases) >= 60
    assert {(c.corpus, c.verdict) for c in cases} == {(c, v) for c in ("samples", "real") for v in LABELS}
    assert len({c.id for c in cases}) == len(cases)


def test_statements_over_other_news_name_an_article_of_their_set() -> None:
    sets = _sets()
    cases = load_rows(HERE / "cases" / "verdicts_news.jsonl", VerdictCase)
    assert {(c.corpus, c.verdict) for c in cases} == {(c, v) for c in sets for v in LABELS}
    for case in cases:
        assert case.file in {a["id"] for a in sets[case.corpus]["articles"]} | {None}
    assert len({c.id for c in cases}) == len(cases)


def test_other_news_is_read_from_its_collection_or_told_to_be_missing(tmp_path: Path) -> None:
    rows = [{"id": a["id"], "text": "A storm closed the quay."} for a in _sets()["news_2014"]["articles"]]
    file = tmp_path / "benchmarks" / "fnc1" / "articles.jsonl.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    here, missing = news(tmp_path, tmp_path)
    told = [json.loads(line) for line in here["news_2014"][0].read_text("utf-8").splitlines()]
    assert [(a["id"], a["title"]) for a in told] == [(a["id"], a["title"]) for a in _sets()["news_2014"]["articles"]]
    assert [skipped.name for skipped in missing] == ["news_2016"]


def _sets() -> dict[str, dict[str, list[dict[str, str]]]]:
    found: dict[str, dict[str, list[dict[str, str]]]] = json.loads((HERE / "cases" / "news.json").read_text("utf-8"))
    return found
