"""Claims as marks on a timeline: a row for each claimant, a column for each day, and the pairs that dispute."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.claim import Claim
from index.told import Told
from index.values import Article, PartialDate
from rag.claim_words import claimant, force, shortened, when

OTHERS = "Others"
_ROWS = 10
_LANES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim on the timeline, in the row ``row`` (its claimant, or OTHERS for those heard least) and column ``when``.

    ``across`` and ``down``, in [-1, 1], keep apart what shares a row and a day. ``said`` is false where only the
    publication is dated.
    """

    id: str
    row: str
    claimant: str
    words: str
    force: str
    when: str
    said: bool
    disputed: bool
    across: float = 0.0
    down: float = 0.0


def marks(found: Sequence[Told]) -> list[Mark]:
    """Return the dated ones of the claims, and of those that dispute them, as marks."""
    listed = {r.claim.id: (r.claim, r.article, r.text, True) for t in found for r in t.disputes}
    listed |= {t.claim.id: (t.claim, t.article, t.text, bool(t.disputes)) for t in found}
    return _spread(_in_rows([mark for values in listed.values() if (mark := _mark(*values))]))


def undated(found: Iterable[Told]) -> list[Told]:
    """Return the claims of which neither the day of saying nor that of publication is known."""
    return [t for t in found if t.when is None]


def rows(drawn: Iterable[Mark]) -> list[str]:
    """Return the rows of a timeline from the top: who is heard most first, the others last."""
    count = Counter(m.row for m in drawn)
    return sorted(count, key=lambda name: (name == OTHERS, -count[name], name))


def columns(drawn: Iterable[Mark]) -> list[str]:
    """Return the days, months and years of a timeline in order; what is less precise stands before its first day."""
    return sorted({m.when for m in drawn}, key=lambda day: (PartialDate(day).first, len(day)))


def ties(found: Iterable[Told], drawn: Iterable[Mark]) -> list[tuple[Mark, Mark]]:
    """Return the pairs of marks that dispute each other, each once."""
    by_id = {m.id: m for m in drawn}
    pairs = {(min(ends), max(ends)) for t in found for r in t.disputes for ends in [(t.claim.id, r.claim.id)]}
    return [(by_id[a], by_id[b]) for a, b in sorted(pairs) if a in by_id and b in by_id]


def _mark(claim: Claim, article: Article, text: str, disputed: bool) -> Mark | None:
    day = when(claim, article)
    name = claimant(claim)
    if day is None:
        return None
    return Mark(claim.id, name, name, shortened(text), force(claim), str(day), claim.said_on is not None, disputed)


def _in_rows(dated: Sequence[Mark]) -> list[Mark]:
    """Put claimants that are heard least into one row; who is in dispute keeps a row of their own first."""
    count = Counter(m.claimant for m in dated)
    contested = {m.claimant for m in dated if m.disputed}
    ranked = sorted(count, key=lambda name: (name not in contested, -count[name], name))
    kept = set(ranked if len(ranked) <= _ROWS else ranked[: _ROWS - 1])
    return [m if m.claimant in kept else replace(m, row=OTHERS) for m in dated]


def _spread(dated: Sequence[Mark]) -> list[Mark]:
    """Set the marks of each row and day out in lanes, from left to right."""
    cells: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for m in dated:
        cells[m.row, m.when].append(m)
    return [
        replace(m, across=_place(n // _LANES, -(-len(cell) // _LANES)), down=_place(n % _LANES, min(len(cell), _LANES)))
        for cell in cells.values()
        for n, m in enumerate(cell)
    ]


def _place(n: int, places: int) -> float:
    return round((2 * n + 1) / places - 1, 3)
