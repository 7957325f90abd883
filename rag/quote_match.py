"""Where words stand in an article word for word, or nearly: whole words compared in order, part by part.

White space, punctuation, quotation marks and the case of the first letter do not count; "…", brackets and what
interrupts a quotation ("he said") part it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from index.quotations import quotations
from index.sentences import paragraphs
from index.terms import is_content
from index.values import Span
from rag.verbs import is_report

_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
_GAP = re.compile(r"…|\.\s?\.\s?\.|\[[^\]\n]{0,80}\]")
_FAR, _NEAR, _FEW, _LONGEST, _PLACES, _ASIDE = 1500, 0.6, 3, 200, 3, 8
_SEPARATOR = "\x1f"

How = Literal["changed", "added", "left out"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """A difference: the words as asked for and as written; one is empty where words are added or left out."""

    how: How
    asked: str
    written: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The written words that come nearest: where they stand, the share of the asked words that they have, changes."""

    span: Span
    share: float
    changes: tuple[Change, ...]


def parts(words: str) -> list[list[str]]:
    """Return the words asked for, in parts: parted at gaps, and where somebody "said" them in between."""
    quoted = [q.span for q in quotations(words, [Span(0, len(words))]) if q.closed]
    pieces = [s.of(words) for s in quoted] if quoted and _is_interrupted(words, quoted) else [words]
    found = ([t.text for t in _tokens(part)] for piece in pieces for part in _GAP.split(piece))
    return [part for part in found if part]


def _is_interrupted(words: str, quoted: Sequence[Span]) -> bool:
    """Tell whether what stands outside the quotation marks only says who speaks: "…," he said, "…"."""
    edges = [0, *(at for span in quoted for at in span), len(words)]
    outside = [[t.text for t in _tokens(words[a:b])] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    spoken = [part for part in outside if part]
    return bool(spoken) and all(len(p) <= _ASIDE and any(is_report(w) for w in p) for p in spoken)


def written_at(text: str, asked: Sequence[Sequence[str]]) -> list[tuple[Span, ...]]:
    """Return the first places in ``text`` that have all the parts in their order, as the spans of their pieces."""
    found = list(islice(_found(_tokens(text), asked), _PLACES))
    return found or [tuple(_pieces(text, s)) for s in islice(_found(_quoted_tokens(text), asked), _PLACES)]


def _found(heard: Sequence[Token], asked: Sequence[Sequence[str]]) -> Iterator[tuple[Span, ...]]:
    line, starts = _line(heard)
    at = 0
    while True:
        spans: list[Span] = []
        position = at
        for part in asked:
            hit = _find(line, part, position)
            if hit < 0:
                return
            first = starts[hit]
            last = heard[first + len(part) - 1]
            spans.append(Span(heard[first].span.start, last.span.end))
            position = hit + len(_SEPARATOR.join(part))
            at = max(at, hit + 1) if len(spans) == 1 else at
        if all(b.start - a.end <= _FAR for a, b in pairwise(spans)):
            yield tuple(spans)


def _line(heard: Sequence[Token]) -> tuple[str, dict[int, int]]:
    """Return the words joined to be searched, and which word begins where."""
    starts: dict[int, int] = {}
    at = 1
    for n, token in enumerate(heard):
        starts[at] = n
        at += len(token.text) + 1
    return _SEPARATOR + _SEPARATOR.join(t.text for t in heard) + _SEPARATOR, starts


def _find(line: str, part: Sequence[str], at: int) -> int:
    """Return where a part begins from ``at`` on, its first letter in either case; -1 for nowhere."""
    wanted = _SEPARATOR.join(part)
    forms = {wanted, wanted[0].swapcase() + wanted[1:]}
    hits = [line.find(f"{_SEPARATOR}{w}{_SEPARATOR}", max(0, at - 1)) for w in forms]
    return min((h + 1 for h in hits if h >= 0), default=-1)


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(m[0].replace("’", "'"), Span(*m.span())) for m in _WORD.finditer(text))


@lru_cache(maxsize=256)
def marked(text: str) -> tuple[Span, ...]:
    """Return where a text stands in quotation marks."""
    blocks = [Span(block[0].start, block[-1].end) for block in paragraphs(text)]
    return tuple(q.span for q in quotations(text, blocks))


def is_marked(text: str, span: Span) -> bool:
    """Tell whether a span stands in quotation marks."""
    return any(m.start <= span.start and span.end <= m.end for m in marked(text))


@lru_cache(maxsize=256)
def _quoted_tokens(text: str) -> tuple[Token, ...]:
    """Return the words in quotation marks only, so that a quotation that is interrupted reads in one."""
    spans, at, kept = marked(text), 0, []
    for token in _tokens(text):
        while at < len(spans) and spans[at].end <= token.span.start:
            at += 1
        if at < len(spans) and spans[at].start <= token.span.start:
            kept.append(token)
    return tuple(kept)


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the pieces of spans that stand in quotation marks, without what interrupts them."""
    for span in spans:
        for mark in marked(text):
            inside = [t.span for t in _tokens(text) if _within(t.span, span) and _within(t.span, mark)]
            if inside:
                yield Span(inside[0].start, inside[-1].end)


def _within(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


# ----------------------------------------------------------------------------------------------------------- altered


def nearest(text: str, asked: Sequence[str]) -> Nearest | None:
    """Return the words of a text that come nearest to those asked for; None where nothing is much like them."""
    if len(asked) < _FEW:
        return None
    found = [n for heard in _stretches(text, asked) if (n := _aligned(text, heard, asked[:_LONGEST]))]
    return max(found, key=lambda n: (n.share, n.span.start - n.span.end), default=None)


def _stretches(text: str, asked: Sequence[str]) -> Iterator[list[Token]]:
    """Yield the words of each two sentences in turn, and of quotations without interruptions, that may be meant."""
    wanted = {w.lower() for w in asked if is_content(w)} or {w.lower() for w in asked}
    for stream in (_tokens(text), _quoted_tokens(text)):
        sentences = list(_by_sentence(text, stream))
        for n, sentence in enumerate(sentences):
            both = sentence + (sentences[n + 1] if n + 1 < len(sentences) else [])
            for heard in (sentence, both):
                if 2 * len(wanted & {t.text.lower() for t in heard}) >= len(wanted):
                    yield heard[: 3 * _LONGEST]


def _by_sentence(text: str, stream: Sequence[Token]) -> Iterator[list[Token]]:
    at = 0
    for block in paragraphs(text):
        for sentence in block:
            start = at
            while at < len(stream) and stream[at].span.start < sentence.end:
                at += 1
            if at > start:
                yield list(stream[start:at])


def _aligned(text: str, heard: Sequence[Token], asked: Sequence[str]) -> Nearest | None:
    """Return how the asked words stand to some written ones, if most of them are there close together."""
    words = [t.text.lower() for t in heard]
    wanted = [w.lower() for w in asked]
    blocks = [b for b in SequenceMatcher(None, wanted, words, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return None
    first = max(0, blocks[0].b - blocks[0].a)
    last = min(len(words), blocks[-1].b + blocks[-1].size + len(wanted) - blocks[-1].a - blocks[-1].size)
    same = sum(b.size for b in blocks)
    if same < max(2, _NEAR * len(wanted)) or last - first > 2 * len(wanted) + 2:
        return None
    span = Span(heard[first].span.start, heard[last - 1].span.end)
    changed = tuple(_changes(text, heard[first:last], asked))
    return Nearest(span, same / max(len(wanted), last - first), changed)


def _changes(text: str, heard: Sequence[Token], asked: Sequence[str]) -> Iterator[Change]:
    """Yield what is other in the asked words than in the written ones, in order."""
    for a, b, c, d in _differences(heard, asked):
        there = text[heard[c].span.start : heard[d - 1].span.end] if d > c else ""
        kind: How = "changed" if b > a and d > c else "added" if b > a else "left out"
        yield Change(kind, " ".join(asked[a:b]), there)


def _differences(heard: Sequence[Token], asked: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield from where to where the asked words, and the written ones in their place, are not the same."""
    words, wanted = [t.text.lower() for t in heard], [w.lower() for w in asked]
    for how, *places in SequenceMatcher(None, wanted, words, autojunk=False).get_opcodes():
        if how != "equal":
            yield (places[0], places[1], places[2], places[3])


def changed_at(text: str, span: Span, words: str, changes: Sequence[Change]) -> list[Span]:
    """Return where, in the span of a text that comes nearest to words asked for, what is changed stands written."""
    asked = [w for part in parts(words) for w in part][:_LONGEST]
    for stream in (_tokens(text), _quoted_tokens(text)):
        heard = [t for t in stream if _within(t.span, span)]
        if tuple(_changes(text, heard, asked)) == tuple(changes):
            places = [(c, d) for _, _, c, d in _differences(heard, asked) if d > c]
            return [Span(heard[c].span.start, heard[d - 1].span.end) for c, d in places]
    return []
