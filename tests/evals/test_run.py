"""Three kinds of nothing: no gold, nothing returned, crashed."""

from __future__ import annotations

from evals import suites
from evals.cases import Case, Corpus
from evals.run import run, score
from evals.scorers import Scorer
from evals.suites import Suite
from evals.values import Measure, Outcome, Result
from tests.evals.builders import abstained, answered, case, perfect_ask, unanswerable


def _score(suite: Suite, *outcomes: Outcome) -> Result:
    return score(suite, outcomes, Corpus("samples", tuple(o.case for o in outcomes), (), "d" * 64))


def _measure(result: Result, name: str) -> Measure:
    return next(m for m in result.measures if m.name == name)


def _breaks_on_b(asked: Case) -> Outcome:
    if asked.id == "b":
        raise ZeroDivisionError("the system's own bug")
    return perfect_ask(asked)


def test_a_crash_is_a_row_with_its_reason_and_the_rest_goes_on() -> None:
    outcomes = run(_breaks_on_b, [case("a"), case("b"), case("c")])
    assert [o.error for o in outcomes] == [None, "ZeroDivisionError: the system's own bug", None]


def test_a_crash_counts_zero_in_every_scorer_that_applies() -> None:
    outcomes = run(_breaks_on_b, [case("a"), case("b", must_not=["x"])])
    for suite in (suites.ANSWERS, suites.GROUNDING, suites.ABSTENTION):
        result = _score(suite, *outcomes)
        assert set(result.rows[1].scores.values()) == {0.0}
        assert result.rows[1].error
    assert _measure(_score(suites.ANSWERS, *outcomes), "gold_cited") == Measure("gold_cited", 0.5, "higher", 2, 0, 1)


def test_nothing_returned_counts_zero() -> None:
    result = _score(suites.ANSWERS, answered(case("a"), "Toronto"), abstained(case("b")))
    assert _measure(result, "gold_cited") == Measure("gold_cited", 0.5, "higher", 2)


def test_no_gold_is_left_out_and_counted() -> None:
    result = _score(suites.ANSWERS, answered(case("a"), "Toronto"), answered(case("b", gold=[]), "words"))
    assert _measure(result, "gold_cited") == Measure("gold_cited", 1.0, "higher", 1, excluded=1)


def test_no_reply_can_shrink_the_denominator() -> None:
    cases = [case("a"), case("b"), unanswerable("c")]
    for suite in suites.SUITES:
        counts = [
            [(m.name, m.n, m.excluded) for m in _score(suite, *outcomes).measures]
            for outcomes in (
                [perfect_ask(c) for c in cases],
                [abstained(c) for c in cases],
                [Outcome(c, error="x") for c in cases],
            )
        ]
        assert counts[0] == counts[1] == counts[2]


def test_a_scorer_that_crashes_leaves_an_error_row_and_zero() -> None:
    broken = Scorer("broken", lambda o: 1 / len(o.quotes))
    result = _score(Suite("s", "ask", lambda _: True, (broken,)), abstained(case()))
    assert result.rows[0].error == "scorer broken: ZeroDivisionError: division by zero"
    assert result.measures[0].value == 0


def test_where_nothing_applies_the_value_is_none_and_not_zero() -> None:
    assert _measure(_score(suites.CONVERSATION, abstained(case())), "right_reply").value is None


def test_scores_are_broken_down_by_kind() -> None:
    result = _score(suites.ABSTENTION, answered(case("a"), "x"), abstained(case("b")), abstained(unanswerable()))
    assert result.kinds["right_side"] == {"fact": (0.5, 2), "off_topic": (1.0, 1)}
