"""Rows of claims with their evidence, judged in order: many at a time, so that pairs of like length go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.verifier import Pair, load_verifier
from rag.batch import Row, rows
from rag.verify import Verification, verify

_AT_ONCE = 256


def judged(path: Path, verifier: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield ``{"id", "support", "refute", "label", "reasons"}`` for each row of a file of JSON lines.

    Raises InputError, which names the row, for a claim or evidence that is no text. ``verifier`` as in
    ``load_verifier``.
    """
    model = load_verifier(verifier)
    for some in _portions(rows(path, "claim")):
        for row, found in zip(some, verify(model, [pair for _, pair in some]), strict=True):
            yield _json(row[0], found)


def _portions(read: Iterator[Row]) -> Iterator[list[tuple[Row, Pair]]]:
    """Yield rows with their pairs, many at a time; those before a row that cannot be used come before its error."""
    some: list[tuple[Row, Pair]] = []
    try:
        for row in read:
            some.append((row, _pair(row)))
            if len(some) == _AT_ONCE:
                yield some
                some = []
    except InputError:
        yield from filter(None, [some])
        raise
    yield from filter(None, [some])


def _pair(row: Row) -> Pair:
    given = row.values.get("evidence")
    pieces: Sequence[Any] = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    if not pieces or not all(isinstance(piece, str) for piece in pieces):
        raise InputError(f'{row.where}: "evidence" must be a text or a list of texts')
    return row.query("claim"), "\n\n".join(pieces)


def _json(row: Row, found: Verification) -> dict[str, Any]:
    return {
        "id": row.id,
        "support": round(found.support, 4),
        "refute": round(found.refute, 4),
        "label": found.label,
        "reasons": [r.json() for r in found.reasons],
    }
