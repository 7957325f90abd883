"""Whose words is a sentence? What the ledger holds of it, and how far before it stands who that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.claimants import Match, matches
from index.names import mentions
from index.told import Told
from index.values import Span
from rag.question import Question

DEPTH = 4


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim that a sentence reports, or part of it. ``back`` counts the sentences to where its claimant stands."""

    told: Told
    back: int = 0

    def speaks_for(self, name: str) -> Match | None:
        """Tell whether this is the claimant asked for by ``name``, or an official of it; also who passes it on."""
        claimant = self.told.claimant
        if claimant and (found := matches(claimant, name)):
            return found
        return "self" if any(_same(via, name) for via in self.told.claim.via) else None


@lru_cache(maxsize=4096)
def _same(written: str, name: str) -> bool:
    return bool(mentions(written, name))


def asked_for(question: Question, voice: Voice) -> bool:
    """Tell whether the voice is one that a question asks for: any, if it names no claimant."""
    return not question.claimants or any(voice.speaks_for(c) for c in question.claimants)


def voices(claims: Sequence[Told], spans: Sequence[Span], texts: Sequence[str]) -> dict[int, list[Voice]]:
    """Return the voices of each sentence by its number, from claims of an article and the spans of its sentences."""
    starts = [s.start for s in spans]
    found: dict[int, list[Voice]] = {}
    for told in claims:
        claim = told.claim
        where = {_at(starts, at) for s in (*claim.cue, *claim.content) for at in (s.start, max(s.start, s.end - 1))}
        named = _named_at(told, starts, texts)
        for number in range(min(where), max(where) + 1):
            if number in where or any(_touch(spans[number], s) for s in claim.content):
                found.setdefault(number, []).append(Voice(told, number - named))
    return found


def _at(starts: Sequence[int], at: int) -> int:
    return max(0, bisect_right(starts, at) - 1)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _named_at(told: Told, starts: Sequence[int], texts: Sequence[str]) -> int:
    """Return the number of the sentence that names the claimant: that of the source, else the nearest before it."""
    claim = told.claim
    at = _at(starts, (claim.source or claim.cue or claim.content)[0].start)
    source = " ".join(s.of(told.article.text) for s in claim.source)
    if claim.claimant is None or _names(source, claim.claimant):
        return at
    return next((n for n in range(at, max(-1, at - DEPTH - 1), -1) if _names(texts[n], claim.claimant)), at)


def _names(text: str, claimant: str) -> bool:
    return claimant.lower() in text.lower() or _same(text, claimant)
