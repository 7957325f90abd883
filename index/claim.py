"""The values of the claim ledger: attributions as written in a text, claimants, claims and the links between claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from index.values import PartialDate, Span

Spans = tuple[Span, ...]
Quotation = Literal["direct", "indirect", "mixed"]
Polarity = Literal["asserts", "denies", "accuses", "demands", "promises", "warns", "doubts", "hedged"]
ClaimantKind = Literal["person", "body", "state", "group", "unknown"]
LinkKind = Literal["repeats", "contradicts", "denies", "updates"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One place where a text reports what someone said or thinks (PolNeAR): who, the signalling words, the words.

    Spans are in text order; ``source`` may be empty, ``content`` may be in several pieces. ``score`` is the
    probability of the cue, 0 to 1. ``negated`` concerns the saying ("did not say"), ``polarity`` what is done by it.
    ``outer`` is the position, in the list that holds this one, of the attribution in whose content it stands.
    """

    source: Spans
    cue: Spans
    content: Spans
    score: float = 1.0
    quotation: Quotation = "indirect"
    polarity: Polarity = "asserts"
    hedged: bool = False
    negated: bool = False
    outer: int | None = None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a source means, as its article tells: the fullest name there, what kind of claimant, role, affiliation.

    ``role`` is the office as written ("foreign minister"); ``affiliation`` names bodies and states, the nearest first
    ("Russian Foreign Ministry", "Russia"). An anonymous or collective source ("two diplomats") is a ``group`` and
    keeps its words as its name.
    """

    name: str
    kind: ClaimantKind
    role: str | None = None
    affiliation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimant:
    """A person, body, state or group that claims, over all articles. ``id`` is stable while its name is.

    ``aliases`` are the other names and titles met in the archive, ``affiliation`` the bodies and states, nearest first.
    """

    id: str
    name: str
    kind: ClaimantKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution in the ledger. ``claimant`` is the name of who claims, ``via`` who passes it on, outermost first.

    ``said_on`` is when it was said, None when that is unknown; it is neither the publication date nor when what is
    spoken of happened. ``affiliation`` is the claimant's in this article.
    """

    id: str
    article_id: str
    source: Spans
    cue: Spans
    content: Spans
    quotation: Quotation
    polarity: Polarity
    hedged: bool
    negated: bool
    claimant: str | None
    claimant_id: str | None
    affiliation: tuple[str, ...]
    via: tuple[str, ...]
    said_on: PartialDate | None
    outer: str | None = None
    score: float = 1.0

    @property
    def span(self) -> Span:
        """From the first to the last character of source, cue and content."""
        return extent((*self.source, *self.cue, *self.content))

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return {
            "source": pairs(self.source),
            "cue": pairs(self.cue),
            "content": pairs(self.content),
            "quotation": self.quotation,
            "claimant": self.claimant,
            "affiliation": list(self.affiliation),
            "via": list(self.via),
            "polarity": self.polarity,
            "hedged": self.hedged,
            "negated": self.negated,
            "said_on": str(self.said_on) if self.said_on else None,
            "score": round(self.score, 3),
        }


@dataclass(frozen=True, slots=True)
class Link:
    """How a claim stands to an older one, or to the allegation that it answers: ``claim`` repeats (…) ``other``.

    ``score`` is in [0, 1]; ``reason`` is a short sentence that says on what evidence.
    """

    claim: str
    other: str
    kind: LinkKind
    score: float
    reason: str


def extent(spans: Sequence[Span]) -> Span:
    """Return the span from the first to the last character of ``spans``."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def pairs(spans: Sequence[Span]) -> list[list[int]]:
    """Return spans as JSON writes them."""
    return [[s.start, s.end] for s in spans]


def written(text: str, spans: Sequence[Span]) -> str:
    """Return the words of ``spans``, joined where they stand apart."""
    return " … ".join(s.of(text) for s in spans)
