"""Aggregates on outcomes counted by hand."""

from __future__ import annotations

import pytest

from evals import suites
from evals.values import Outcome
from tests.evals.builders import abstained, answered, case, unanswerable

# 3 answerable: right, wrong answer, refused; 3 unanswerable: abstained twice, answered once; 1 crash on an answerable.
OUTCOMES = [
    answered(case("a"), "Toronto", support=0.9),
    answered(case("b"), "Paris", support=0.6),
    abstained(case("c")),
    abstained(unanswerable("d")),
    abstained(unanswerable("e")),
    answered(unanswerable("f"), "words", support=0.8),
    Outcome(case("g"), error="ValueError: broken"),
]


def test_both_sides_of_abstention_by_hand() -> None:
    assert suites.abstention_precision(OUTCOMES) == pytest.approx(2 / 3)
    assert suites.abstention_recall(OUTCOMES) == pytest.approx(2 / 3)
    assert suites.abstention_f1(OUTCOMES) == pytest.approx(2 / 3)
    assert suites.answer_precision(OUTCOMES) == pytest.approx(2 / 3)
    assert suites.answer_recall(OUTCOMES) == pytest.approx(2 / 4)
    assert suites.false_refusal_rate(OUTCOMES) == pytest.approx(1 / 4)


def test_a_crash_is_neither_an_answer_nor_an_abstention() -> None:
    crashes = [Outcome(unanswerable(), error="x"), Outcome(case(), error="x")]
    assert suites.abstention_recall(crashes) == 0
    assert suites.abstention_precision(crashes) == 0
    assert suites.answer_recall(crashes) == 0
    assert suites.false_refusal_rate(crashes) == 0


def test_without_unanswerable_cases_abstention_is_not_measured() -> None:
    assert suites.abstention_recall(OUTCOMES[:3]) is None
    assert suites.abstention_f1(OUTCOMES[:2]) is None


def test_the_risk_coverage_curve_covers_every_case() -> None:
    """By support: a right, f wrong, b wrong, then c wrong, d and e right, g crashed: two losses over four."""
    risks = [risk for _, risk in suites.risk_coverage(OUTCOMES)]
    assert risks == pytest.approx([0, 1 / 2, 2 / 3, 2.5 / 4, 3 / 5, 3.5 / 6, 4 / 7])


def test_refusing_everything_does_not_flatter_the_curve() -> None:
    refused = [abstained(o.case) for o in OUTCOMES]
    assert suites.ABSTENTION.aggregates[-1].value(refused) == pytest.approx(4 / 7)


def test_length_is_reported_over_answers() -> None:
    outcomes = [answered(case(), "one two three", "four"), abstained(case())]
    assert suites.words_shown(outcomes) == 4
    assert suites.statements_shown(outcomes) == 2
    assert suites.words_shown([]) is None


def test_conversations_are_no_business_of_the_retrieval_suite() -> None:
    follow_up = case(question=["a", "b"])
    assert suites.CONVERSATION.applies(follow_up)
    assert not suites.RETRIEVAL.applies(follow_up)
    assert not suites.RETRIEVAL.applies(unanswerable())
