"""A statement in, a verdict out: take it apart, find its evidence, judge it, decide. Top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.errors import InputError
from index.values import NO_FILTERS, Filters
from index.verifier import Verifier
from rag.assertion import Assertion, assertions, whole
from rag.chat import Clock
from rag.stances import stances
from rag.verdict import Stance, Verdict, because, confidence, together, verdict

if TYPE_CHECKING:
    from index import Archive
    from index.extract import Extractor

LONGEST, MOST_PARTS = 2000, 12


def check(
    archive: Archive,
    verifier: Verifier,
    extractor: Extractor,
    statement: str,
    *,
    filters: Filters = NO_FILTERS,
    k: int = 10,
    told: Sequence[str] = (),
) -> Verdict:
    """Return the verdict on a statement; see ``Desk.check``. ``told`` is what a model took it apart into."""
    if len(statement) > LONGEST:
        raise InputError(f"the statement has {len(statement)} characters, more than {LONGEST}; check it part by part")
    clock = Clock()
    parts = _parts(statement, told, extractor)
    if len(parts) > MOST_PARTS:
        raise InputError(f"the statement has {len(parts)} parts, more than {MOST_PARTS}; check them one by one")
    clock.lap("understand")
    judged = [_judged(part, stances(archive, verifier, part, filters, k)) for part in parts]
    clock.lap("judge")
    return _whole(statement, judged, clock)


def _parts(statement: str, told: Sequence[str], extractor: Extractor) -> list[Assertion]:
    """Return what is checked one by one; a model's parts only where each keeps whose words they are."""
    own = assertions(statement, extractor) or [whole(statement)]
    split = assertions("\n\n".join(told), extractor) if len(told) > 1 else []
    kept = all(a.said for a in split) or not any(a.said for a in own)
    return split if len(split) > len(own) and kept else own


def _judged(part: Assertion, found: Sequence[Stance]) -> Verdict:
    label = verdict(found)
    return Verdict(part.text, label, confidence(label, found), because(label, found), tuple(found))


def _whole(statement: str, parts: Sequence[Verdict], clock: Clock) -> Verdict:
    if len(parts) == 1:
        only = parts[0]
        return Verdict(statement, only.label, only.confidence, only.because, only.evidence, (), clock.ms)
    label = together([p.label for p in parts])
    deciding = [p for p in parts if p.label == label]
    evidence = [s for p in (*deciding, *(p for p in parts if p.label != label)) for s in p.evidence]
    sure = min(p.confidence for p in deciding)
    why = " ".join(f"{_short(p.statement)}: {p.because}" for p in (deciding if label != "supported" else parts)[:1])
    if label == "supported":
        why = f"Each of its {len(parts)} parts is supported. {parts[0].because}"
    return Verdict(statement, label, sure, why, tuple(dict.fromkeys(evidence)), tuple(parts), clock.ms)


def _short(text: str, most: int = 80) -> str:
    return f"“{text}”" if len(text) <= most else f"“{text[: most - 1]}…”"
