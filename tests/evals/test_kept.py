"""Last reports: kept by suite, whole or not at all, with floors, intervals and what came of each case."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from evals import history, kept
from evals.command import evaluate
from evals.floors import Floor
from evals.metrics import wilson
from index.errors import ArchiveError, InputError
from tests.evals.builders import case, opening, unanswerable, write_cases

Run = Callable[..., int]


@pytest.fixture
def measured(tmp_path: Path) -> Run:
    """Write two cases, and return what evaluates them perfectly and keeps the report."""
    write_cases(tmp_path, case("a"), unanswerable("c"))

    def run(*suites: str, pin: bool = False, reports: Path = tmp_path / "reports") -> int:
        console = Console(file=io.StringIO())
        places = {"data": tmp_path / "nowhere", "home": tmp_path, "opener": opening(), "console": console}
        return evaluate(suites, pin=pin, reports=reports, beside={}, **places)  # type: ignore[arg-type]

    return run


def test_a_run_replaces_the_report_of_its_suites_and_no_other(measured: Run, tmp_path: Path) -> None:
    measured("answers", "grounding")
    before = kept.read(tmp_path / "reports")
    measured("answers", pin=True)
    after = kept.read(tmp_path / "reports")
    assert set(before) == set(after) == {"samples/answers", "samples/grounding"}
    assert after["samples/grounding"] == before["samples/grounding"]
    assert "never pinned" in before["samples/answers"].fails
    assert after["samples/answers"].failing == 0
    assert next(m for m in after["samples/answers"].measures if m.name == "gold_cited").floor == 1.0


def test_a_folder_without_a_report_has_none(tmp_path: Path) -> None:
    assert kept.read(tmp_path) == {}


def test_a_damaged_report_is_refused_when_read_and_replaced_when_made(measured: Run, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "last.json").write_bytes(b"\xff{")
    with pytest.raises(InputError, match="remove it and run: claimdesk eval"):
        kept.read(tmp_path / "reports")
    measured("answers")
    assert set(kept.read(tmp_path / "reports")) == {"samples/answers"}


def test_a_folder_that_cannot_hold_reports_is_one_line(measured: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ArchiveError, match="CLAIMDESK_REPORTS"):
        measured("answers", reports=tmp_path / "taken")


def test_the_interval_of_a_share() -> None:
    low, high = wilson(0.5, 10)
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)
    assert wilson(1.0, 10)[1] == pytest.approx(1.0)
    assert round(wilson(1.0, 10)[0], 4) == 0.7225
    assert wilson(0.0, 10)[0] == pytest.approx(0.0)


def test_every_pinned_run_is_a_line_of_the_history_and_only_changes_are_shown(measured: Run, tmp_path: Path) -> None:
    measured("answers", pin=True)
    measured("answers", pin=True)
    assert len(history.read(tmp_path)) == 2
    assert len(history.runs_of(history.read(tmp_path), "samples/answers")) == 1
    history.add(tmp_path, {"samples/answers": Floor(digest="d", floors={"gold_cited": 0.5, "new": 0.25})})
    pins = history.read(tmp_path)
    told = history.of_suite(pins, "samples/answers")
    assert told["gold_cited"] == [1.0, 0.5]
    assert told["new"] == [None, 0.25]
    assert history.of_suite(pins, "samples/nothing") == {}


def test_a_damaged_history_names_the_fix(tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text("[1]")
    with pytest.raises(InputError, match="restore it from git"):
        history.read(tmp_path)


def test_our_own_history_can_be_read_and_ends_with_the_floors_of_today() -> None:
    from evals.cases import HERE
    from evals.floors import Ledger

    last = history.read(HERE)[-1]
    assert last.floors == {key: floor.floors for key, floor in Ledger.read(HERE).floors.items()}
