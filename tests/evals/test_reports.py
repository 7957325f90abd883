"""What people and machines read, with hostile words in every place that takes words."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from rich.console import Console

from evals import suites
from evals.cases import Corpus, Skipped
from evals.report import as_json, show
from evals.report_html import as_html, worst_first
from evals.report_junit import as_junit
from evals.run import score
from evals.values import Comparison, Outcome, Problem, Report, Row
from tests.evals.builders import abstained, answered, case, ranked, unanswerable

HOSTILE = "<script>alert('x')</script><img src=http://evil.example onerror=\"x\"> & [red]$1$[/red] \x00\x1b[31m"


def _report() -> Report:
    asked = case("h1", question=HOSTILE, gold=[[HOSTILE]], articles=[HOSTILE])
    outcomes = [
        answered(asked, HOSTILE),
        Outcome(case("h2"), error=f"ValueError: {HOSTILE}"),
        abstained(unanswerable("h3")),
    ]
    corpus = Corpus("samples", tuple(o.case for o in outcomes), (), "d" * 64)
    results = tuple(score(suite, outcomes, corpus) for suite in (suites.ANSWERS, suites.ABSTENTION))
    retrieval = score(suites.RETRIEVAL, [ranked(asked, False, True)], corpus)
    return Report(
        (*results, retrieval),
        (Skipped("real", "there is no folder shared/articles"),),
        {"samples/answers": {"gold_cited": 0.9}},
        (Comparison("samples/answers", "gold_cited", 1, 2, 3, 1.0, ("a", "b")),),
        (Problem("samples/answers", "gold_cited", "0.5000 is below its floor of 0.9000"),),
        1.5,
    )


class Tags(HTMLParser):
    """Collects what a browser would see as tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_escapes_hostile_words_and_loads_nothing() -> None:
    page = Tags()
    page.feed(as_html(_report()))
    assert {tag for tag, _ in page.seen}.isdisjoint({"script", "img", "link", "iframe", "object", "a"})
    names = {name for _, attrs in page.seen for name in attrs}
    assert names.isdisjoint({"src", "href", "onerror", "srcset", "data"})
    assert "url(" not in as_html(_report())


def test_the_page_shows_the_words_themselves() -> None:
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in as_html(_report())


def test_the_worst_cases_come_first() -> None:
    rows = [
        Row(abstained(case("good")), {"x": 1.0}),
        Row(abstained(case("unscored")), {}),
        Row(abstained(case("bad")), {"x": 0.0, "y": 0.5}),
        Row(Outcome(case("crashed")), {"x": 0.0}, "ValueError: x"),
    ]
    assert [row.outcome.case.id for row in worst_first(rows)] == ["crashed", "bad", "good", "unscored"]
    page = as_html(_report())
    assert re.findall(r">(h\d) ·", page)[0] == "h2"


def test_junit_counts_failures_errors_and_skips() -> None:
    root = ET.fromstring(as_junit(_report()))
    answers = next(s for s in root if s.get("name") == "samples/answers")
    assert (answers.get("failures"), answers.get("errors")) == ("1", "1")
    assert int(answers.get("tests") or 0) == len(answers)
    assert answers.find("testcase[@name='gold_cited']/failure") is not None
    assert root.find("testsuite[@name='real']/testcase/skipped") is not None


def test_junit_shows_a_refused_corpus_as_a_failure() -> None:
    report = _report()
    refused = Report(report.results, (), {}, (), (Problem("samples/answers", None, "was never pinned"),), 0.1)
    root = ET.fromstring(as_junit(refused))
    assert root.find("testsuite/testcase[@name='pinned corpus']/failure") is not None


def test_json_keeps_every_row_and_says_what_failed() -> None:
    body = json.loads(as_json(_report()))
    assert body["passed"] is False
    answers = body["results"][0]
    assert [row["case"]["id"] for row in answers["rows"]] == ["h1", "h2", "h3"]
    assert [reply["id"] for reply in body["replies"]["samples"]] == ["h1", "h3"]
    assert body["replies"]["samples"][0]["citations"][0]["quote"] == HOSTILE
    measure = next(m for m in answers["measures"] if m["name"] == "gold_cited")
    assert measure == {
        "name": "gold_cited", "value": 0.5, "better": "higher", "floor": 0.9, "n": 2, "excluded": 0, "crashed": 1,
    }  # fmt: skip


def test_the_table_prints_markup_as_words_and_says_what_was_skipped() -> None:
    console = Console(file=io.StringIO(), width=200)
    show(_report(), console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[red]$1$[/red]" in printed
    assert "skipped real: there is no folder shared/articles; its floors were not checked" in printed
    assert "FAIL samples/answers gold_cited: 0.5000 is below its floor of 0.9000" in printed
    assert "1 won, 2 lost, 3 same (sign test p = 1.000); lost a, b" in printed
    assert "\x1b" not in printed
