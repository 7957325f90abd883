from __future__ import annotations

from evals.compare import compare
from evals.floors import Pinned
from evals.values import Comparison, Result, Row
from tests.evals.builders import abstained, case


def test_only_cases_that_both_runs_scored_are_compared() -> None:
    scores = {"a": 1.0, "b": 0.0, "c": 1.0, "new": 0.0}
    rows = tuple(Row(abstained(case(id_)), {"gold_cited": score}) for id_, score in scores.items())
    result = Result("samples", "answers", "d1", (), rows, {})
    pinned = Pinned(digest="d1", ids=("a", "b", "c", "gone"), scores={"gold_cited": (0.0, 1.0, 1.0, 1.0)})
    found = compare([result], {"samples/answers": pinned})
    assert found == [Comparison("samples/answers", "gold_cited", 1, 1, 1, 1.0, ("b",))]


def test_rounding_in_the_file_is_no_change() -> None:
    result = Result("samples", "answers", "d1", (), (Row(abstained(case("a")), {"x": 1 / 3}),), {})
    pinned = Pinned(digest="d1", ids=("a",), scores={"x": (0.3333,)})
    assert compare([result], {"samples/answers": pinned})[0].ties == 1


def test_without_a_pinned_run_there_is_nothing_to_compare() -> None:
    assert compare([Result("samples", "answers", "d1", (), (), {})], {}) == []
