"""A sentence of a statement beside the sentences of the evidence that say most of it, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from index.sentences import paragraphs
from index.terms import content_stems, stem
from index.values import Span

_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
_NEAREST, _LONGEST = 3, 120
MOST = 40
"""How many numbers, dates or names of one sentence of a statement are looked up: more is a trap, or a table."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of the evidence. ``share`` of the statement's content words stand in it; ``copies`` of its words too.

    ``swaps`` are the pairs of spans, in the statement and here, where one has other words than the other.
    """

    text: str
    share: float
    copied: float = 0.0
    swaps: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """One sentence of a statement, all the evidence, and its nearest sentences, the nearest first."""

    sentence: str
    evidence: str
    near: tuple[Near, ...] = field(default=())

    @property
    def best(self) -> Near:
        """The nearest sentence of the evidence."""
        return self.near[0] if self.near else Near("", 0.0)


def aligned(statement: str, evidence: str) -> list[Aligned]:
    """Return each sentence of the statement beside its nearest sentences of the evidence."""
    heard = sentences(evidence)
    return [Aligned(s, evidence, tuple(_nearest(s, heard))) for s in sentences(statement)]


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, in order."""
    return tuple(s.of(text) for block in paragraphs(text) for s in block if s.of(text).strip())


@lru_cache(maxsize=32768)
def gist(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text, numbers left out."""
    return frozenset(s for s in content_stems(text) if not s[0].isdigit())


def _nearest(sentence: str, heard: Sequence[str]) -> Iterator[Near]:
    wanted = gist(sentence)
    shares = [(len(wanted & gist(h)) / max(1, len(wanted)), -n, h) for n, h in enumerate(heard)]
    for share, _, text in sorted(shares, reverse=True)[:_NEAREST]:
        copied, swaps = _compared(sentence, text) if share >= 0.4 else (0.0, ())
        yield Near(text, share, copied, swaps)


@lru_cache(maxsize=16384)
def _compared(sentence: str, heard: str) -> tuple[float, tuple[tuple[Span, Span], ...]]:
    """Return the share of the words of a sentence that ``heard`` has in the same order, and where the two differ."""
    mine, theirs = tokens(sentence)[:_LONGEST], tokens(heard)[:_LONGEST]
    matcher = SequenceMatcher(None, [stem(t) for t, _ in mine], [stem(t) for t, _ in theirs], autojunk=False)
    copied = sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(mine))
    swaps = tuple(
        (Span(mine[a][1].start, mine[b - 1][1].end), Span(theirs[c][1].start, theirs[d - 1][1].end))
        for how, a, b, c, d in matcher.get_opcodes()
        if how == "replace"
    )
    return copied, swaps


def tokens(text: str) -> list[tuple[str, Span]]:
    """Return the words and numbers of a text with where they stand."""
    return [(m[0], Span(*m.span())) for m in _WORD.finditer(text)]
