"""The suites. A suite is cases (those it applies to), a task and scorers; aggregates look at all outcomes.

Those whose cases are no questions are measured by modules of their own, which ``evals/beside.py`` lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals import metrics, scorers
from evals.cases import Case
from evals.scorers import CaseTest, Scorer
from evals.values import Better, Outcome, Point
from index.errors import NotFoundError

TaskName = Literal["search", "ask"]
Outcomes = Sequence[Outcome]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A number that only all outcomes together have; None where it is undefined for these cases."""

    name: str
    value: Callable[[Outcomes], float | None]
    better: Better = "higher"


@dataclass(frozen=True, slots=True)
class Suite:
    """What is asked of which cases, and how it is judged."""

    name: str
    task: TaskName
    applies: CaseTest
    scorers: tuple[Scorer, ...]
    aggregates: tuple[Aggregate, ...] = ()
    curve: Callable[[Outcomes], list[Point]] | None = None


def _abstained(outcomes: Outcomes) -> int:
    return sum(o.abstained for o in outcomes)


def _answered(outcomes: Outcomes) -> int:
    return sum(o.answer is not None for o in outcomes)


def _unanswerable(outcomes: Outcomes) -> list[Outcome]:
    return [o for o in outcomes if not o.case.answerable]


def _answerable(outcomes: Outcomes) -> list[Outcome]:
    return [o for o in outcomes if o.case.answerable]


def abstention_precision(outcomes: Outcomes) -> float | None:
    """Share of abstentions that are right: the archive does not answer."""
    wanted = _unanswerable(outcomes)
    return metrics.precision(_abstained(wanted), _abstained(outcomes), len(wanted))


def abstention_recall(outcomes: Outcomes) -> float | None:
    """Share of unanswerable cases that are abstained on."""
    wanted = _unanswerable(outcomes)
    return metrics.share(_abstained(wanted), len(wanted))


def abstention_f1(outcomes: Outcomes) -> float | None:
    """Harmonic mean of the two above."""
    return metrics.f1(abstention_precision(outcomes), abstention_recall(outcomes))


def answer_precision(outcomes: Outcomes) -> float | None:
    """Share of answers that were given to answerable cases."""
    wanted = _answerable(outcomes)
    return metrics.precision(_answered(wanted), _answered(outcomes), len(wanted))


def answer_recall(outcomes: Outcomes) -> float | None:
    """Share of answerable cases that got an answer, right or wrong."""
    wanted = _answerable(outcomes)
    return metrics.share(_answered(wanted), len(wanted))


def answer_f1(outcomes: Outcomes) -> float | None:
    """Harmonic mean of the two above."""
    return metrics.f1(answer_precision(outcomes), answer_recall(outcomes))


def false_refusal_rate(outcomes: Outcomes) -> float | None:
    """Share of answerable cases that are abstained on; lower is better."""
    wanted = _answerable(outcomes)
    return metrics.share(_abstained(wanted), len(wanted))


def risk_coverage(outcomes: Outcomes) -> list[Point]:
    """Return the risk-coverage curve: a reply's loss is 1 unless it is right, its support that of its best statement.

    Abstentions and crashes come last together: they count, so that refusing more cannot flatter the curve.
    """
    judged = [o for o in outcomes if scorers.has_gold(o.case) or not o.case.answerable]
    loss = [1.0 if o.error else 1.0 - scorers.right_reply(o) for o in judged]
    return metrics.risk_coverage([_support(o) for o in judged], loss)


def _support(outcome: Outcome) -> float:
    return max((s.support for s in outcome.answer.statements), default=0.0) if outcome.answer else -1.0


def _area(outcomes: Outcomes) -> float | None:
    return metrics.aurc(risk_coverage(outcomes))


def words_shown(outcomes: Outcomes) -> float | None:
    """Mean number of words in an answer."""
    return metrics.mean([sum(len(s.text.split()) for s in o.answer.statements) for o in outcomes if o.answer])


def statements_shown(outcomes: Outcomes) -> float | None:
    """Mean number of statements in an answer."""
    return metrics.mean([len(o.answer.statements) for o in outcomes if o.answer])


def median_ms(outcomes: Outcomes) -> float | None:
    """Median milliseconds of wall time per case, all turns of a conversation together."""
    times = sorted(o.ms for o in outcomes)
    return times[len(times) // 2] if times else None


def _one_turn_answerable(case: Case) -> bool:
    return case.answerable and len(case.turns) == 1


def _several_turns(case: Case) -> bool:
    return len(case.turns) > 1


_SPEED = Aggregate("median_ms", median_ms, "reported")

RETRIEVAL = Suite("retrieval", "search", _one_turn_answerable, scorers.RETRIEVAL, (_SPEED,))
ANSWERS = Suite(
    "answers",
    "ask",
    scorers.always,
    scorers.ANSWERS,
    (
        Aggregate("words_shown", words_shown, "reported"),
        Aggregate("statements_shown", statements_shown, "reported"),
        _SPEED,
    ),
)
GROUNDING = Suite("grounding", "ask", scorers.always, scorers.GROUNDING)
ABSTENTION = Suite(
    "abstention",
    "ask",
    scorers.always,
    scorers.ABSTENTION,
    (
        Aggregate("abstention_precision", abstention_precision),
        Aggregate("abstention_recall", abstention_recall),
        Aggregate("abstention_F1", abstention_f1),
        Aggregate("answer_precision", answer_precision),
        Aggregate("answer_recall", answer_recall),
        Aggregate("answer_F1", answer_f1),
        Aggregate("false_refusal_rate", false_refusal_rate, "lower"),
        Aggregate("AURC", _area, "lower"),
    ),
    risk_coverage,
)
CONVERSATION = Suite("conversation", "ask", _several_turns, scorers.CONVERSATION)

SUITES = (RETRIEVAL, ANSWERS, GROUNDING, ABSTENTION, CONVERSATION)
CLAIMS = "claims"


def named(names: Sequence[str], beside: Iterable[str] = (CLAIMS,)) -> tuple[Suite, ...]:
    """Return the suites over questions of these names, all of them for no name.

    Raises NotFoundError for a name that is neither one of theirs nor one of those ``beside`` them.
    """
    known = [*(suite.name for suite in SUITES), *beside]
    if unknown := [name for name in names if name not in known]:
        raise NotFoundError(f"there is no suite {unknown[0]!r}; choose from {', '.join(known)}")
    return tuple(suite for suite in SUITES if suite.name in names or not names)
