"""Paired comparison with the last pinned run: case by case, so that a swap of wins and losses is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.floors import Pinned
from evals.metrics import sign_test
from evals.values import Comparison, Result

_EPSILON = 1e-6


def compare(results: Sequence[Result], pins: Mapping[str, Pinned]) -> list[Comparison]:
    """Compare each scorer with the last pinned run, over the cases that both scored."""
    return [
        _compared(result, name, dict(zip(pin.ids, scores, strict=True)))
        for result in results
        if (pin := pins.get(result.key))
        for name, scores in pin.scores.items()
    ]


def _compared(result: Result, name: str, before: Mapping[str, float | None]) -> Comparison:
    changes = {
        row.outcome.case.id: round(row.scores[name], 4) - old
        for row in result.rows
        if name in row.scores and (old := before.get(row.outcome.case.id)) is not None
    }
    lost = tuple(case_id for case_id, change in changes.items() if change < -_EPSILON)
    wins = sum(change > _EPSILON for change in changes.values())
    ties = len(changes) - wins - len(lost)
    return Comparison(result.key, name, wins, len(lost), ties, sign_test(wins, len(lost)), lost)
