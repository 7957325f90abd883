"""Links between claims, decided by evidence that can be shown: repeats, contradicts, denies, updates.

Candidates are the claims whose topics are nearest by cosine; each pair is judged by ``index/relations.py``. A denial
or a "staged" that only points back ("these allegations") is first tied to what it answers in its own article.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from index.answers import answered
from index.claim import Link
from index.encoder import Vectors
from index.linkable import Linkable, linkables
from index.relations import related

__all__ = ["Linkable", "disputed_by", "linkables", "links", "origins"]

_FLOOR = 0.35
_MOST = 40
_ROWS = 128
_DISPUTES = ("contradicts", "denies")


def links(new: Sequence[Linkable], old: Sequence[Linkable], new_vectors: Vectors, old_vectors: Vectors) -> list[Link]:
    """Return the links among ``new`` and from ``new`` to ``old``, at most one for a pair of claims.

    Args:
        new: the claims of whole articles.
        old: the claims to compare them with; only those near a new one in topic are looked at.
        new_vectors: float32 [len(new), d], unit rows: the vectors of ``Linkable.topic``.
        old_vectors: the same for ``old``.
    """
    found: dict[frozenset[str], Link] = {}
    for link in _within(new):
        found.setdefault(frozenset((link.claim, link.other)), link)
    for (i, j), cosine in {(max(i, j), min(i, j)): c for i, j, c in _near(new_vectors, new_vectors) if i != j}.items():
        _keep(found, related(new[i], new[j], cosine))
    for i, j, cosine in _near(new_vectors, old_vectors):
        _keep(found, related(new[i], old[j], cosine))
    return list(found.values())


def _keep(found: dict[frozenset[str], Link], link: Link | None) -> None:
    if link:
        found.setdefault(frozenset((link.claim, link.other)), link)


def _within(new: Sequence[Linkable]) -> Iterator[Link]:
    """Yield the links of answers that point back to what they answer in the same article."""
    pages: dict[str, list[Linkable]] = {}
    for one in new:
        pages.setdefault(one.claim.article_id, []).append(one)
    for page in pages.values():
        yield from answered(sorted(page, key=lambda x: x.position))


def _near(rows: Vectors, columns: Vectors) -> Iterator[tuple[int, int, float]]:
    """Yield (row, column, cosine) of the nearest columns of each row, block of rows by block of rows."""
    most = min(_MOST, len(columns))
    for start in range(0, len(rows) if most else 0, _ROWS):
        scores = rows[start : start + _ROWS] @ columns.T
        best = np.argpartition(scores, -most, axis=1)[:, -most:]
        for i, row in enumerate(best):
            yield from ((start + i, int(j), float(scores[i, j])) for j in row if scores[i, j] >= _FLOOR)


def disputed_by(claim_id: str, found: Iterable[Link]) -> list[str]:
    """Return the claims that contradict or deny a claim, or that it contradicts or denies, the surest first."""
    disputes = [x for x in found if x.kind in _DISPUTES and claim_id in (x.claim, x.other)]
    others = (x.other if x.claim == claim_id else x.claim for x in sorted(disputes, key=lambda x: -x.score))
    return list(dict.fromkeys(others))


def origins(claim_id: str, found: Iterable[Link], origin_of: Mapping[str, str]) -> int:
    """Return how many independent origins tell a claim: those of the claim and of all that repeat it, once each.

    ``origin_of`` gives the origin of each claim's article; reprints share one; a claim without one is its own.
    """
    beside: dict[str, set[str]] = {}
    for link in found:
        if link.kind == "repeats":
            beside.setdefault(link.claim, set()).add(link.other)
            beside.setdefault(link.other, set()).add(link.claim)
    seen, ahead = {claim_id}, deque([claim_id])
    while ahead:
        fresh = beside.get(ahead.popleft(), set()) - seen
        seen |= fresh
        ahead.extend(fresh)
    return len({origin_of.get(claim, claim) for claim in seen})
