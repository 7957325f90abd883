"""The quality gate itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.floors import Floor, Ledger, check, pin, tolerance
from evals.values import Better, Measure, Result, Row
from index.errors import InputError
from tests.evals.builders import abstained, case


def result(value: float | None, better: Better = "higher", digest: str = "d1", name: str = "gold_cited") -> Result:
    return Result("samples", "answers", digest, (Measure(name, value, better, 4),), (), {})


FLOORS = {"samples/answers": Floor(digest="d1", floors={"gold_cited": 0.8})}
EMPTY = Ledger({}, {})


def _reasons(measured: Result, floors: dict[str, Floor] = FLOORS) -> list[str]:
    return [p.reason for p in check([measured], floors)]


def test_at_the_floor_passes_and_below_it_fails() -> None:
    assert _reasons(result(0.8)) == []
    assert _reasons(result(0.79999)) == ["0.8000 is below its floor of 0.8000"]
    assert _reasons(result(0.5)) == ["0.5000 is below its floor of 0.8000"]


def many(value: float, n: int = 50, better: Better = "higher", strict: bool = False) -> Result:
    measure = Measure("gold_cited", value, better, n, strict=strict)
    return Result("samples", "answers", "d1", (measure,), (), {})


def test_one_case_of_many_may_fall_on_the_other_side_and_no_more() -> None:
    assert _reasons(many(0.78)) == []
    assert _reasons(many(0.779)) == ["0.7790 is below its floor of 0.8000 by more than one case of 50"]
    assert _reasons(many(0.82, better="lower")) == []
    assert "above its ceiling" in _reasons(many(0.83, better="lower"))[0]


def test_a_promise_and_a_measure_of_few_cases_have_no_tolerance() -> None:
    assert "below its floor" in _reasons(many(0.79, strict=True))[0]
    assert "below its floor" in _reasons(many(0.79, n=9))[0]
    assert [tolerance(many(1, n).measures[0]) for n in (9, 10, 50)] == [0.0, 0.1, 0.02]


def test_pinning_has_no_tolerance_so_that_floors_cannot_creep() -> None:
    before = Ledger(FLOORS, {})
    assert _reasons(many(0.79)) == []
    assert [p.measure for p in pin(before, [many(0.79)])[1]] == ["gold_cited"]


def test_where_lower_is_better_the_floor_is_a_ceiling() -> None:
    assert _reasons(result(0.7, "lower")) == []
    assert _reasons(result(0.9, "lower")) == ["0.9000 is above its ceiling of 0.8000"]


def test_a_corpus_that_was_not_pinned_is_refused_however_good() -> None:
    assert "not those that the floors were pinned to" in _reasons(result(1.0, digest="d2"))[0]
    assert "never pinned" in _reasons(result(1.0), {})[0]


def test_a_pinned_measure_that_vanished_fails() -> None:
    assert "no longer measured" in _reasons(result(None))[0]
    assert {p.measure for p in check([result(1.0, name="new")], FLOORS)} == {"new", "gold_cited"}


def test_a_floor_cannot_be_dodged_by_calling_a_measure_reported() -> None:
    assert "no longer measured" in _reasons(result(0.1, "reported"))[0]


def test_pinning_writes_values_as_floors_and_leaves_reported_ones_out() -> None:
    measures = (Measure("a", 2 / 3, "higher", 3), Measure("b", 2 / 3, "lower", 3), Measure("ms", 9.0, "reported", 3))
    ledger, lowered = pin(EMPTY, [Result("samples", "answers", "d1", measures, (), {})])
    assert not lowered
    assert ledger.floors["samples/answers"].floors == {"a": 0.6666, "b": 0.6667}
    assert check([Result("samples", "answers", "d1", measures, (), {})], ledger.floors) == []


def test_a_better_run_raises_the_floor() -> None:
    ledger, _ = pin(Ledger(FLOORS, {}), [result(0.95)])
    assert ledger.floors["samples/answers"].floors == {"gold_cited": 0.95}


@pytest.mark.parametrize("digest", ["d1", "d2"])
def test_a_floor_is_never_lowered_silently_even_on_a_new_corpus(digest: str) -> None:
    before = Ledger(FLOORS, {})
    after, lowered = pin(before, [result(0.7, digest=digest)])
    assert after is before
    assert [p.measure for p in lowered] == ["gold_cited"]
    after, _ = pin(before, [result(0.7, digest=digest)], allow_regression=True)
    assert after.floors["samples/answers"] == Floor(digest=digest, floors={"gold_cited": 0.7})


def test_one_lowered_floor_stops_the_whole_pin() -> None:
    better = Result("samples", "grounding", "d1", (Measure("x", 1.0, "higher", 1),), (), {})
    assert "samples/grounding" not in pin(Ledger(FLOORS, {}), [better, result(0.1)])[0].floors


def test_dropping_a_measure_needs_permission_too() -> None:
    assert pin(Ledger(FLOORS, {}), [result(1.0, name="easier")])[1]


def test_a_run_with_crashes_is_not_pinned_silently() -> None:
    crashed = Result("samples", "answers", "d1", (), (Row(abstained(case()), {}, "ValueError: x"),), {})
    assert pin(EMPTY, [crashed])[0] is EMPTY


def test_other_suites_keep_their_floors() -> None:
    other = {"real/answers": Floor(digest="d9", floors={"gold_cited": 0.6})}
    assert pin(Ledger(FLOORS | other, {}), [result(0.9)])[0].floors["real/answers"] == other["real/answers"]


def test_the_ledger_survives_a_round_trip(tmp_path: Path) -> None:
    rows = (Row(abstained(case("a")), {"gold_cited": 0.0}), Row(abstained(case("b")), {}))
    measured = Result("samples", "answers", "d1", (Measure("gold_cited", 0.0, "higher", 1),), rows, {})
    ledger, _ = pin(EMPTY, [measured])
    ledger.write(tmp_path)
    assert Ledger.read(tmp_path) == ledger
    assert ledger.pins["samples/answers"].scores == {"gold_cited": (0.0, None)}


def test_no_files_are_an_empty_ledger_and_damaged_ones_an_error(tmp_path: Path) -> None:
    assert Ledger.read(tmp_path) == EMPTY
    (tmp_path / "floors.json").write_text('{"samples/answers": {"digest": 1}}')
    with pytest.raises(InputError, match=r"floors\.json is damaged"):
        Ledger.read(tmp_path)
