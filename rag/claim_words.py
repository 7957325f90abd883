"""A claim in words for people: how firmly it is said, when, through whom, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from index.claim import Claim, LinkKind, Polarity, Quotation
from index.told import Related, Told
from index.values import Article, PartialDate

Part = Literal["source", "cue", "content"]

NOBODY = "somebody"
_NOT: dict[Polarity, str] = {
    "asserts": "does not say",
    "denies": "does not deny",
    "accuses": "does not accuse",
    "demands": "does not demand",
    "promises": "does not promise",
    "warns": "does not warn",
    "doubts": "does not doubt",
    "hedged": "does not say",
}
_QUOTED: dict[Quotation, str] = {
    "direct": "quoted word for word",
    "indirect": "reported in the article's words",
    "mixed": "quoted in part",
}
_BESIDE: dict[LinkKind, tuple[str, str]] = {
    "repeats": ("says the same again", "said the same before"),
    "contradicts": ("contradicts it", "is contradicted by it"),
    "denies": ("denies it", "is denied by it"),
    "updates": ("takes a new position", "held this position before"),
}


def claimant(claim: Claim) -> str:
    """Return the name of who claims, or a word for nobody known."""
    return claim.claimant or NOBODY


def when(claim: Claim, article: Article) -> PartialDate | None:
    """Return when a claim was said, else when it was published; None when neither is known."""
    return claim.said_on or article.published


def force(claim: Claim) -> str:
    """Return what is done by saying it: "asserts", "denies, hedged", "does not say"."""
    done = _NOT[claim.polarity] if claim.negated else claim.polarity
    return f"{done}, hedged" if claim.hedged and done != "hedged" else done


def dates(told: Told) -> str:
    """Return a sentence on when it was said and when it was published."""
    said, published = told.claim.said_on, told.article.published
    first = f"Said {_on(said)}" if said else "When it was said is unknown"
    return f"{first}; {f'published {_on(published)}' if published else 'when it was published is unknown'}."


def _on(day: PartialDate) -> str:
    return f"on {day}" if day.precision == "day" else f"in {day} (the day is unknown)"


def quoted(claim: Claim) -> str:
    """Return in words whether the claim is quoted or reported."""
    return _QUOTED[claim.quotation]


def chain(told: Told) -> list[tuple[str, str]]:
    """Return how the words come to the reader, as (what, who or which words), from the outermost to the claimant."""
    claim, text = told.claim, told.article.text
    passing = [("passed on by", name) for name in claim.via]
    of = ", ".join(a for a in claim.affiliation if a != claim.claimant)
    named = f"{claimant(claim)} ({of})" if of else claimant(claim)
    source = _words(text, claim, "source")
    written = [("named here as", "" if source == claim.claimant else source), ("cue", _words(text, claim, "cue"))]
    steps = [("told by", told.article.publisher or "unknown publisher"), *passing, ("claimant", named), *written]
    return [(what, words) for what, words in steps if words]


def _words(text: str, claim: Claim, part: Part) -> str:
    return shortened(" … ".join(" ".join(s.of(text).split()) for s in getattr(claim, part)), 90)


def beside(related: Related) -> str:
    """Return how another claim stands to this one: "denies it", "said the same before"."""
    return _BESIDE[related.kind][0 if related.answers else 1]


def shortened(words: str, most: int = 160) -> str:
    """Return words on one line, cut at a space after at most ``most`` characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def pieces(text: str, claim: Claim) -> list[tuple[str, Part | None]]:
    """Return the whole text in pieces, each with the part of the claim that it is; joined they are the text.

    Where parts overlap, the cue is shown first, then the source.
    """
    owned: Sequence[tuple[Part, tuple[int, int]]] = [
        (part, (s.start, s.end)) for part in ("cue", "source", "content") for s in getattr(claim, part)
    ]
    edges = sorted({0, len(text), *(edge for _, span in owned for edge in span)})
    cut = [
        (text[start:end], next((part for part, (a, b) in owned if a <= start and end <= b), None))
        for start, end in pairwise(edges)
    ]
    return _joined(cut)


def _joined(cut: Sequence[tuple[str, Part | None]]) -> list[tuple[str, Part | None]]:
    joined: list[tuple[str, Part | None]] = []
    for words, part in cut:
        if joined and joined[-1][1] == part:
            joined[-1] = (joined[-1][0] + words, part)
        else:
            joined.append((words, part))
    return joined
