"""Verifications by rules that a reader of a test can follow."""

from __future__ import annotations

from collections.abc import Sequence

from index.verifier import Judgement
from rag.verify import Verification

Pair = tuple[str, str]


def holds(pairs: Sequence[Pair]) -> list[Judgement]:
    """Support what the evidence holds word for word, refute what it holds with "not" in it."""
    return [_judged(statement, evidence) for statement, evidence in pairs]


def _judged(statement: str, evidence: str) -> Judgement:
    if statement in evidence:
        return Judgement(0.9, 0.05)
    if statement.replace(" not", "") in evidence.replace(" not", ""):
        return Judgement(0.1, 0.85)
    return Judgement(0.1, 0.1)


def verified(pairs: Sequence[Pair]) -> list[Verification]:
    """Return the same as verifications."""
    return [_verification(judgement) for judgement in holds(pairs)]


def _verification(judgement: Judgement) -> Verification:
    sides = judgement.support, judgement.refute
    if max(sides) < 0.5:
        return Verification(*sides, "neutral")
    return Verification(*sides, "supports" if sides[0] > sides[1] else "refutes")
