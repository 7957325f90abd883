"""The page *Evals* in Streamlit's own test harness, on reports that ``evaluate`` kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from streamlit.testing.v1 import AppTest

from evals import kept
from evals.cases import Case
from evals.command import evaluate
from evals.values import Outcome
from tests import hostile
from tests.evals.builders import abstained, answered, case, opening, perfect_ask, unanswerable, write_cases
from tests.reading import OURS, Page, html, problems, text

Ask = Callable[[Case], Outcome]


def turned(at: AppTest, **asked: str) -> AppTest:
    """Turn to the page *Evals* with these things in its address."""
    at.query_params.update(asked)
    at.switch_page("app_evals.py").run()
    assert not at.exception
    return at


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the page reads its reports from, with none in it."""
    monkeypatch.setenv(kept.SETTING, str(tmp_path / "reports"))
    return tmp_path / "reports"


@pytest.fixture
def measured(tmp_path: Path, reports: Path) -> Callable[..., None]:
    """Write cases, and return what evaluates answers to them and keeps the report."""
    write_cases(tmp_path, case("a"), case("b"), unanswerable("c"), case("d", question=["Who?", "Where?"], gold=[["x"]]))

    def run(ask: Ask = perfect_ask, *suites: str, pin: bool = False) -> None:
        console = Console(file=io.StringIO())
        places = {"data": tmp_path / "nowhere", "home": tmp_path, "opener": opening(ask), "console": console}
        evaluate(suites or ("answers",), pin=pin, reports=reports, beside={}, **places)  # type: ignore[arg-type]

    return run


def _hostile_b(asked: Case) -> Outcome:
    return answered(asked, hostile.SAID) if asked.id == "b" else perfect_ask(asked)


def _refuses_b(asked: Case) -> Outcome:
    return abstained(asked) if asked.id == "b" else perfect_ask(asked)


def _crashes_on_b(asked: Case) -> Outcome:
    if asked.id == "b":
        raise RuntimeError("out of words")
    return perfect_ask(asked)


def test_without_a_report_it_says_which_command_makes_one(page: Page, tmp_path: Path, reports: Path) -> None:
    assert not reports.exists()
    at = turned(page(tmp_path / "new"))
    assert "No report is kept yet" in text(at)
    assert at.code[0].value == "claimdesk eval"


def test_a_report_shows_floors_intervals_and_verdicts_in_words(
    page: Page, tmp_path: Path, measured: Callable[..., None]
) -> None:
    measured(pin=True)
    measured(_refuses_b)
    at = turned(page(tmp_path / "new"), suite="samples/answers")
    assert "1 suite reported: 1 fails, 0 hold" in text(at)
    overview, measures, *_ = (table.value for table in at.dataframe)
    assert list(overview["Verdict"]) == ["FAILS (1)"]
    gold = measures[measures["Measure"] == "gold cited"].iloc[0]
    assert (gold["Verdict"], gold["Value"], gold["Floor"], gold["Cases"]) == ("FAILS", "0.667", "at least 1.000", 3)
    assert gold["95 % interval"] == "0.208 to 0.939"
    assert problems(at) == ["gold cited fails: 0.6667 is below its floor of 1.0000"]
    assert "0 won, 1 lost" in text(at)


def test_a_suite_is_shown_once_chosen(page: Page, tmp_path: Path, measured: Callable[..., None]) -> None:
    measured()
    at = turned(page(tmp_path / "new"))
    assert len(at.dataframe) == 1
    at.selectbox(key="suite").set_value("samples/answers").run()
    assert len(at.dataframe) > 1


def test_the_worst_case_comes_first_and_opens_with_what_was_expected_and_what_came(
    page: Page, tmp_path: Path, measured: Callable[..., None]
) -> None:
    measured(_crashes_on_b)
    at = turned(page(tmp_path / "new"), suite="samples/answers", case="b")
    first = at.dataframe[-1].value.iloc[0]
    assert (first["Case"], first["Score"]) == ("b", "crashed")
    assert "Where did the G7 meet?" in text(at)
    assert "gold: Toronto" in text(at)
    assert "RuntimeError: out of words" in text(at)
    at.button(key="close").click().run()
    assert "case" not in at.query_params
    assert "gold: Toronto" not in text(at)


def test_an_answer_is_shown_with_its_quotes(page: Page, tmp_path: Path, measured: Callable[..., None]) -> None:
    measured()
    at = turned(page(tmp_path / "new"), suite="samples/answers", case="d")
    shown = text(at)
    assert "Who?" in shown
    assert "answer to: Where?" in shown
    assert "[1] The Paper, 2018-04-22, A title (10-11): x" in shown


def test_a_case_that_is_not_in_the_report_is_one_line(
    page: Page, tmp_path: Path, measured: Callable[..., None]
) -> None:
    measured()
    at = turned(page(tmp_path / "new"), suite="samples/answers", case="nothing")
    assert "has no such case" in problems(at)[-1]


def test_a_damaged_report_is_one_line_that_names_the_fix(page: Page, tmp_path: Path, reports: Path) -> None:
    reports.mkdir()
    (reports / "last.json").write_text('{"samples/answers": 3}')
    at = turned(page(tmp_path / "new"))
    assert len(problems(at)) == 1
    assert "run: claimdesk eval" in problems(at)[0]


def test_a_suite_that_was_pinned_but_not_reported_shows_its_history(page: Page, tmp_path: Path, reports: Path) -> None:
    assert not reports.exists()
    at = turned(page(tmp_path / "new"), suite="samples/grounding")
    assert "No report of this suite is kept" in text(at)
    assert any(e.label.startswith("History: pinned") for e in at.expander)
    assert "quotes slice back" in set(at.dataframe[0].value["Measure"])


def test_hostile_words_are_text_wherever_the_page_draws_them(
    page: Page, tmp_path: Path, measured: Callable[..., None]
) -> None:
    measured(_hostile_b)
    at = turned(page(tmp_path / "new"), suite="samples/answers", case="b")
    assert {tag for block in html(at) for tag in block.tags} <= OURS
    assert any(hostile.SAID in block.text for block in html(at))
    labels = [w.label for w in (*at.button, *at.selectbox, *at.expander)]
    written = [m.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for m in kind]
    assert not any(sign in words for words in (*labels, *written) for sign in ("<", "$", "*", "evil", ":smile:"))
