"""An article's text to passages: whole sentences, about 60 to 120 words, tiling the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.sentences import paragraphs
from index.values import Span

Fits = Callable[[str], bool]

FEWEST_WORDS, MOST_WORDS = 60, 120
MAX_WORDS = 170
MAX_PIECES = 248

_PIECE = re.compile(r"[A-Za-z]{1,8}|\d{1,2}|[^\sA-Za-z\d]")
_CUTS = (
    re.compile(r"(?<=[.!?。！？])[\"”’')]*\s+|(?<=[。！？])"),
    re.compile(r"(?<=[;:,—–、，；])\s+|(?<=[、，；])"),
    re.compile(r"\s+"),
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, what it weighs, and what cutting after it costs."""

    span: Span
    words: int
    pieces: int
    cut: float


def split(text: str, fits: Fits | None = None) -> list[tuple[Span, tuple[Span, ...]]]:
    """Return the passages of ``text`` as (span, sentence spans): they tile it, without gap, overlap or loss.

    A passage has at most 170 words and, by estimate, 250 tokens; ``fits``, when given, says exactly whether a text
    is short enough for the encoder, and what does not fit is split again. Every visible character is in exactly one
    sentence; a sentence beyond the limits is cut at a clause, else a word, else a character. A text with nothing
    visible has no passages. The division is the cheapest by length and by where paragraphs end (dynamic programming).
    """
    fits = fits or _always
    units = [unit for sentences in paragraphs(text) for unit in _units(text, sentences, fits)]
    groups = [part for group in _divide(units) for part in _fitting(text, group, fits)]
    starts = [0, *(group[0].span.start for group in groups[1:]), len(text)]
    return [
        (Span(start, end), tuple(unit.span for unit in group))
        for start, end, group in zip(starts, starts[1:], groups, strict=False)
    ]


def _always(_: str) -> bool:
    return True


def _units(text: str, sentences: Sequence[Span], fits: Fits) -> Iterator[_Unit]:
    parts = [part for sentence in sentences for part in _short_enough(text, sentence, fits)]
    heading = len(parts) == 1 and len(parts[0].of(text).split()) <= 12 and text[parts[0].end - 1] not in '.!?”"'
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        yield _Unit(part, *_weight(part.of(text)), cut=0.0 if last and not heading else 0.5)


def _weight(words: str) -> tuple[int, int]:
    """Return (words, estimated word pieces); the estimate is high for prose and about right for numbers and links."""
    return len(words.split()), sum(1 for _ in _PIECE.finditer(words))


def _short_enough(text: str, sentence: Span, fits: Fits) -> Iterator[Span]:
    """Yield the sentence, or its halves (and theirs) when it is too long for any passage."""
    words = sentence.of(text)
    if len(words) < 2 or (_within(*_weight(words)) and fits(words)):
        yield sentence
        return
    at = _middle_cut(words)
    left, right = words[:at].rstrip(), words[at:].lstrip()
    yield from _short_enough(text, Span(sentence.start, sentence.start + len(left)), fits)
    yield from _short_enough(text, Span(sentence.end - len(right), sentence.end), fits)


def _within(words: int, pieces: int) -> bool:
    return words <= MAX_WORDS and pieces <= MAX_PIECES


def _middle_cut(words: str) -> int:
    """Return where to cut: the sentence end, clause end or space of the middle half that is nearest its centre."""
    middle = len(words) // 2
    low, high = len(words) // 4, len(words) - len(words) // 4
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(words, low, high)]
        if ends := [end for end in ends if 0 < end < len(words)]:
            return min(ends, key=lambda end: abs(end - middle))
    return middle


def _divide(units: Sequence[_Unit]) -> list[Sequence[_Unit]]:
    """Return the units in consecutive groups within the limits, at the least total cost."""
    best, previous = [0.0], [0]
    for end in range(1, len(units) + 1):
        cost, start = min((best[start] + price, start) for start, price in _prices(units, end))
        best.append(cost)
        previous.append(start)
    groups: list[Sequence[_Unit]] = []
    end = len(units)
    while end:
        groups.append(units[previous[end] : end])
        end = previous[end]
    return groups[::-1]


def _prices(units: Sequence[_Unit], end: int) -> Iterator[tuple[int, float]]:
    """Yield (start, cost) of each group that ends before ``end``."""
    words = pieces = 0
    cut = units[end - 1].cut if end < len(units) else 0.0
    for start in range(end - 1, -1, -1):
        words, pieces = words + units[start].words, pieces + units[start].pieces
        if start < end - 1 and not _within(words, pieces):
            return
        yield start, cut + _misfit(words)


def _misfit(words: int) -> float:
    """Return how far a length in words lies from the preferred range: 0 within it, about 1 at 0 and 170."""
    return (max(FEWEST_WORDS - words, 0) / FEWEST_WORDS) ** 2 + (max(words - MOST_WORDS, 0) / 50) ** 2


def _fitting(text: str, group: Sequence[_Unit], fits: Fits) -> Iterator[Sequence[_Unit]]:
    """Yield the group, or its halves (and theirs) when the encoder cannot take it whole."""
    if len(group) == 1 or fits(text[group[0].span.start : group[-1].span.end]):
        yield group
        return
    yield from _fitting(text, group[: len(group) // 2], fits)
    yield from _fitting(text, group[len(group) // 2 :], fits)
