"""How marked and found attributions are compared: words and letters of spans, and who is paired with whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evals import metrics
from index.claim import Quotation, Spans

OVERLAP = 0.5
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OPENS = re.compile(r"[\"“”«„]|[‘'`](?=\w)|''|``")
_CLOSES = re.compile(r"(?:''|[\"“”»]|(?<=[\w.,;:!?…-])['’])$")
_INSIDE = re.compile(r"[\"“”«»]|''|``")

Places = frozenset[int]


class Attributed(Protocol):
    """What is compared: a marked or a found attribution."""

    @property
    def source(self) -> Spans:
        """Who says it."""
        ...

    @property
    def cue(self) -> Spans:
        """The words that signal it."""
        ...

    @property
    def content(self) -> Spans:
        """What is said."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of a marked and of a found attribution, and the Jaccard overlap of their contents in words."""

    gold: int
    found: int
    overlap: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are right, were found, and were wanted; sums of counts give micro averages."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float | None:
        """``metrics.precision``: 0 where nothing was found of something wanted."""
        return metrics.precision(self.right, self.found, self.wanted)

    @property
    def recall(self) -> float | None:
        """Share of what is wanted that was found, None where nothing is wanted."""
        return metrics.share(self.right, self.wanted)

    @property
    def f1(self) -> float | None:
        """``metrics.f1`` of the two above: None where nothing is wanted, whatever was found."""
        return metrics.f1(self.precision, self.recall)


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum."""
    return sum(counts, Counts())


def words(text: str, spans: Spans) -> Places:
    """Return where the words of ``spans`` begin in ``text``; a word cut by a span begins where it is cut."""
    return frozenset(match.start() for span in spans for match in _WORD.finditer(text, span.start, span.end))


def letters(text: str, spans: Spans) -> Places:
    """Return where the characters of ``spans`` stand, white space left out."""
    return frozenset(i for span in spans for i in range(span.start, span.end) if not text[i].isspace())


def jaccard(one: Places, other: Places) -> float:
    """Intersection over union (Jaccard 1901), 0 for two empty sets."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def token_f1(gold: Places, found: Places) -> float | None:
    """F1 over places (2 |A ∩ B| / (|A| + |B|), Dice 1945), None where both are empty: there is nothing to score."""
    both = len(gold) + len(found)
    return 2 * len(gold & found) / both if both else None


def align(text: str, gold: Sequence[Attributed], found: Sequence[Attributed], least: float = OVERLAP) -> list[Pair]:
    """Pair marked with found attributions one to one, the best overlap of contents first, down to ``least``.

    Equal overlaps (nested attributions can share their content) go by the overlap of cues, then of sources.
    Definition: intersection over union >= 0.5, each one used once, as for regions in Everingham et al. (2010, PASCAL
    VOC), over words; greedy from the best pair, since nothing here ranks what was found.
    """
    mine = [words(text, a.content) for a in found]
    ranked = []
    for i, mark in enumerate(gold):
        places = words(text, mark.content)
        for j, one in enumerate(found):
            overlap = jaccard(places, mine[j])
            if overlap >= least:
                ranked.append((overlap, _likeness(text, mark, one), i, j))
    pairs: dict[int, Pair] = {}
    taken: set[int] = set()
    for overlap, _, i, j in sorted(ranked, key=lambda r: r[:2], reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = Pair(i, j, overlap)
            taken.add(j)
    return list(pairs.values())


def _likeness(text: str, gold: Attributed, found: Attributed) -> tuple[float, float]:
    cue = token_f1(words(text, gold.cue), words(text, found.cue))
    return cue or 0.0, token_f1(words(text, gold.source), words(text, found.source)) or 0.0


def same(gold: Sequence[Places], found: Sequence[Places]) -> int:
    """Return how many of ``gold`` are found exactly, each found one counted once."""
    return (Counter(gold) & Counter(found)).total()


def quotation(text: str, content: Spans) -> Quotation:
    """Return what kind of quotation a content is, by its marks: all quoted, partly, or not at all.

    A piece is quoted if it begins or ends with a mark and has none inside, or begins and ends with one.
    """
    pieces = [span.of(text).strip() for span in content]
    if pieces and all(_quoted(piece) for piece in pieces):
        return "direct"
    return "mixed" if any(_INSIDE.search(piece) for piece in pieces) else "indirect"


def _quoted(piece: str) -> bool:
    opens, closes = _OPENS.match(piece), _CLOSES.search(piece)
    inside = _INSIDE.search(piece, opens.end() if opens else 0, closes.start() if closes else len(piece))
    return bool((opens and closes) or ((opens or closes) and not inside))
