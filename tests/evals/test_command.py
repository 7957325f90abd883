"""``evaluate`` from cases on disk to an exit code, with tasks that are plain functions."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from evals.cases import Case, Skipped
from evals.command import evaluate
from evals.values import Measure, Outcome, Result
from index.errors import InputError, NotFoundError
from tests.evals.builders import abstained, case, opening, perfect_ask, unanswerable, write_cases

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def measured(tmp_path: Path) -> Run:
    """Write four cases, and return a function that evaluates them and returns the exit code and what was printed."""
    write_cases(tmp_path, case("a"), case("b"), unanswerable("c"), case("d", question=["Who?", "Where?"], gold=[["x"]]))

    def run(*suites: str, ask: Callable[[Case], Outcome] = perfect_ask, **options: object) -> tuple[int, str]:
        console = Console(file=io.StringIO(), width=200)
        places = {"data": tmp_path / "nowhere", "home": tmp_path, "opener": opening(ask), "console": console}
        places["beside"] = {}
        code = evaluate(suites, **(places | options))  # type: ignore[arg-type]
        return code, console.file.getvalue()  # type: ignore[attr-defined]

    return run


def _claims_found(*_: object) -> tuple[list[Result], list[Skipped]]:
    measures = (Measure("content_F1", 0.5, "higher", 4), Measure("wrong_claimant", 0.25, "lower", 4))
    return [Result("nested", "claims", "d" * 64, measures, (), {})], [Skipped("polnear", "there is no file dev")]


CLAIMS_FOUND = {"claims": _claims_found}


def _refuses_b(asked: Case) -> Outcome:
    return abstained(asked) if asked.id == "b" else perfect_ask(asked)


def _crashes_on_b(asked: Case) -> Outcome:
    if asked.id == "b":
        raise RuntimeError("out of words")
    return perfect_ask(asked)


def test_without_the_gate_numbers_are_only_shown(measured: Run) -> None:
    code, printed = measured()
    assert code == 0
    assert "skipped real: there is no folder nowhere/articles" in printed
    assert "gold_cited" in printed


def test_the_suite_of_claims_is_measured_beside_the_others_or_alone(measured: Run) -> None:
    for suites in ((), ("claims",)):
        code, printed = measured(*suites, beside=CLAIMS_FOUND)
        assert code == 0
        assert "nested/claims" in printed
        assert "skipped polnear: there is no file dev" in printed
        assert ("samples/answers" in printed) == (not suites)
    assert "nested/claims" not in measured("answers", beside=CLAIMS_FOUND)[1]


def test_claims_have_floors_like_any_suite(measured: Run) -> None:
    assert "FAIL nested/claims: was never pinned" in measured("claims", gate=True, beside=CLAIMS_FOUND)[1]
    assert measured("claims", pin=True, beside=CLAIMS_FOUND)[0] == 0
    assert measured("claims", gate=True, beside=CLAIMS_FOUND)[0] == 0


def test_the_gate_refuses_what_was_never_pinned(measured: Run) -> None:
    code, printed = measured(gate=True)
    assert code == 1
    assert "FAIL samples/answers: was never pinned" in printed


def test_a_pinned_run_passes_its_own_gate(measured: Run) -> None:
    assert measured(pin=True)[0] == 0
    assert measured(gate=True)[0] == 0


def test_one_refusal_more_is_below_the_floor_and_named(measured: Run) -> None:
    measured(pin=True)
    code, printed = measured("answers", gate=True, ask=_refuses_b)
    assert code == 1
    assert "FAIL samples/answers gold_cited: 0.6667 is below its floor of 1.0000" in printed
    assert "0 won, 1 lost, 2 same (sign test p = 1.000); lost b" in printed


def test_a_crash_fails_the_gate_and_is_shown(measured: Run) -> None:
    measured(pin=True)
    code, printed = measured("answers", gate=True, ask=_crashes_on_b)
    assert code == 1
    assert "crashed samples/answers b: RuntimeError: out of words" in printed


def test_a_changed_case_is_refused_until_pinned(measured: Run, tmp_path: Path) -> None:
    measured(pin=True)
    write_cases(tmp_path, case("a", question="What else?"))
    code, printed = measured("answers", gate=True)
    assert code == 1
    assert "not those that the floors were pinned to" in printed


def test_pinning_a_worse_run_is_refused_and_changes_no_file(measured: Run, tmp_path: Path) -> None:
    measured(pin=True)
    before = (tmp_path / "floors.json").read_text(), (tmp_path / "pinned.json").read_text()
    code, printed = measured(pin=True, ask=_refuses_b)
    assert code == 1
    assert "--allow-regression" in printed
    assert ((tmp_path / "floors.json").read_text(), (tmp_path / "pinned.json").read_text()) == before
    assert measured(pin=True, allow_regression=True, ask=_refuses_b)[0] == 0
    assert measured(gate=True, ask=_refuses_b)[0] == 0


def test_reports_are_written_where_asked(measured: Run, tmp_path: Path) -> None:
    files = {name: tmp_path / "out" / name for name in ("junit", "html", "json_path")}
    measured("answers", **files)
    assert json.loads(files["json_path"].read_text())["results"][0]["suite"] == "samples/answers"
    assert files["html"].read_text().startswith("<!doctype html>")
    assert "<testsuites" in files["junit"].read_text()


def test_an_unknown_suite_is_named(measured: Run) -> None:
    with pytest.raises(NotFoundError, match="no suite 'speed'"):
        measured("speed")


def test_missing_cases_are_an_error_not_a_pass(measured: Run, tmp_path: Path) -> None:
    (tmp_path / "cases" / "samples.jsonl").unlink()
    with pytest.raises(InputError, match="missing"):
        measured(gate=True)
