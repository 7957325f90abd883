"""Is a quotation right? Exact, altered (in which words), said by somebody else, or not found in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from index.asked import matches
from index.errors import InputError
from index.names import mentions
from index.told import Told
from index.values import Article, Span
from rag.answer import cite
from rag.quote_match import Change, Nearest, is_marked, nearest, parts, written_at
from rag.retrieve import retrieve
from rag.values import Citation

if TYPE_CHECKING:
    from index import Archive

__all__ = ["Change", "Outcome", "Place", "QuoteCheck", "check_quote"]

Outcome = Literal["exact", "altered", "other_claimant", "not_found"]
_SEARCHED, _MOST_PLACES = 30, 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where words are written: a citation for each piece, and whose words the ledger says they are.

    ``marked`` tells whether they stand in quotation marks there; ``claimant`` is None where nobody is recorded.
    """

    citations: tuple[Citation, ...]
    claimant: str | None
    via: tuple[str, ...]
    said_on: str | None
    marked: bool

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return {
            "claimant": self.claimant,
            "via": list(self.via),
            "said_on": self.said_on,
            "marked": self.marked,
            "citations": [c.json() for c in self.citations],
        }


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of a quotation: the outcome, one sentence that says why, where it stands, and what is changed.

    ``changes`` are empty unless it is altered; ``claimant`` is who was asked for.
    """

    words: str
    claimant: str | None
    outcome: Outcome
    because: str
    places: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return {
            "words": self.words,
            "claimant": self.claimant,
            "outcome": self.outcome,
            "because": self.because,
            "places": [p.json() for p in self.places],
            "changes": [asdict(c) for c in self.changes],
        }


@dataclass(frozen=True, slots=True)
class _Found:
    """A place with what the ledger holds of it."""

    place: Place
    told: Told | None

    def is_by(self, claimant: str) -> bool:
        """Tell whether the words are those of whom was asked for, or of somebody who speaks for it."""
        if self.told is None:
            return False
        known = self.told.claimant
        named = self.told.claim.claimant or ""
        return bool((known and matches(known, claimant)) or mentions(named, claimant))


def check_quote(archive: Archive, words: str, claimant: str | None = None) -> QuoteCheck:
    """Return whether these words stand in the archive, where, and whether ``claimant`` said them.

    Parts of a quotation ("…", "he said" in between) are found part by part. Raises InputError for no words.
    """
    asked = parts(words)
    if not asked:
        raise InputError("the quotation is empty; write the words to look for")
    articles = _candidates(archive, [" ".join(part) for part in asked])
    exact = [_found(archive, a, spans) for a in articles for spans in written_at(a.text, asked)]
    if exact:
        return _exact(words, claimant, exact)
    near = [(a, n) for a in articles if (n := nearest(a.text, [w for part in asked for w in part]))]
    if not near:
        return QuoteCheck(words, claimant, "not_found", "No article has these words or words much like them.")
    article, found = max(near, key=lambda pair: pair[1].share)
    return _altered(words, claimant, _found(archive, article, (found.span,)), found)


def _candidates(archive: Archive, pieces: Sequence[str]) -> list[Article]:
    """Return the articles that may have the words, the likeliest first."""
    hits = [h for piece in dict.fromkeys([" ".join(pieces), *pieces]) for h in _search(archive, piece)]
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.article_id] = max(best.get(hit.passage.article_id, 0.0), hit.score)
    return [archive.article(i) for i in sorted(best, key=lambda i: (-best[i], i))]


def _search(archive: Archive, piece: str) -> list[Any]:
    return retrieve(archive, piece, _SEARCHED)


def _found(archive: Archive, article: Article, spans: Sequence[Span]) -> _Found:
    told = _told(archive, article, spans)
    cited = tuple(_cite(archive, n, article, span) for n, span in enumerate(spans, 1))
    claim = told.claim if told else None
    said_on = str(claim.said_on) if claim and claim.said_on else None
    place = Place(
        cited,
        claim.claimant if claim else None,
        claim.via if claim else (),
        said_on,
        all(is_marked(article.text, s) for s in spans),
    )
    return _Found(place, told)


def _cite(archive: Archive, n: int, article: Article, span: Span) -> Citation:
    passage = next(p for p in archive.passages(article.id) if p.span.start <= span.start < p.span.end)
    return cite(n, article, passage.id, span)


def _told(archive: Archive, article: Article, spans: Sequence[Span]) -> Told | None:
    """Return the claim whose words these are: the one with the least around them, of those that hold most of them."""
    size = sum(s.end - s.start for s in spans)
    held = [(sum(_overlap(s, c) for s in spans for c in t.claim.content), t) for t in archive.claims_of([article.id])]
    fitting = [(_size(t), t) for shared, t in held if 2 * shared >= size]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _size(told: Told) -> int:
    return sum(s.end - s.start for s in told.claim.content)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _exact(words: str, claimant: str | None, found: Sequence[_Found]) -> QuoteCheck:
    found = _heard(found)
    own = [f for f in found if claimant and f.is_by(claimant)]
    if claimant and not own and all(f.place.claimant for f in found):
        others = " and ".join(dict.fromkeys(f.place.claimant or "" for f in found))
        because = f"The words are written, but {others} said them, not {claimant}."
        return QuoteCheck(words, claimant, "other_claimant", because, _places(found))
    shown = [*own, *(f for f in found if f not in own)]
    return QuoteCheck(words, claimant, "exact", _why(claimant, shown[0], bool(own)), _places(shown))


def _heard(found: Sequence[_Found]) -> list[_Found]:
    """Return the places of which the ledger knows who speaks, and of each other article its places."""
    known = [f for f in found if f.place.claimant]
    told = {f.place.citations[0].article_id for f in known}
    return [*known, *(f for f in found if not f.place.claimant and f.place.citations[0].article_id not in told)]


def _places(found: Sequence[_Found]) -> tuple[Place, ...]:
    return tuple(f.place for f in found[:_MOST_PLACES])


def _why(claimant: str | None, first: _Found, own: bool) -> str:
    who, title = first.place.claimant, first.place.citations[0].title
    how = "in quotation marks" if first.place.marked else "without quotation marks"
    said = f"as the words of {who}" if who else "in the article's own voice, as far as is known"
    doubt = f"; whether {claimant} said them is not written" if claimant and not own else ""
    return f"The words stand in “{title}” {how}, {said}{doubt}."


def _altered(words: str, claimant: str | None, found: _Found, near: Nearest) -> QuoteCheck:
    count = len(near.changes)
    because = f"Words much like these are written, with {count} {'change' if count == 1 else 'changes'}"
    who = found.place.claimant
    if claimant and who and not found.is_by(claimant):
        because += f"; {who} said them, not {claimant}"
    return QuoteCheck(words, claimant, "altered", f"{because}.", (found.place,), near.changes)
