"""Counted things in a text: a value, how exactly it is meant, and the words that follow it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.periods import PERIOD
from index.terms import is_content, stem, words

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_WORDS = {word: float(n) for n, word in enumerate(_SMALL.split())}
_WORDS |= {w: 10.0 * n for n, w in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_WORDS |= {"dozen": 12.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_LEAST = r"more\sthan|over|at\sleast|above|upwards\sof|no\sfewer\sthan|no\sless\sthan"
_MOST = r"fewer\sthan|less\sthan|up\sto|at\smost|under|below|as\smany\sas|no\smore\sthan|only"
_COUNT = re.compile(
    rf"(?<![\w.,-])(?:(?P<least>{_LEAST})\s+|(?P<most>{_MOST})\s+|(?:about|around|nearly|some|roughly|almost)\s+)?"
    rf"(?P<money>[$€£])?(?P<value>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,9}}(?:\.\d+)?|{'|'.join(_WORDS)})"
    rf"(?:[\s-]+(?P<scale>{'|'.join(_SCALES)})s?)?(?P<percent>\s?%|\s+per\s?cent\b)?(?![\w,.]*\d)(?!\w)",
    re.IGNORECASE,
)
_LOOSE = 1.15


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something: ``unit`` is the stems of the content words after it, the nearest first.

    ``bound`` is 1 for "more than", -1 for "up to" and 0 otherwise.
    """

    value: float
    unit: tuple[str, ...]
    bound: int

    def fits(self, other: Count) -> bool:
        """Tell whether both may be said of one thing: "more than 40" and 70 may, 40 and 70 may not."""
        low, high = sorted((self, other), key=lambda c: c.value)
        if high.value <= low.value * _LOOSE:
            return True
        return low.bound > 0 or high.bound < 0


@lru_cache(maxsize=8192)
def counts(text: str) -> tuple[Count, ...]:
    """Return the numbers of ``text`` with what they count, dates left out."""
    dates = [m.span() for m in PERIOD.finditer(text) if any(c.isalpha() for c in m[0]) or _is_year(m[0])]
    starts = [start for start, _ in dates]
    found = (m for m in _COUNT.finditer(text) if not _is_inside(m.start("value"), dates, starts))
    return tuple(c for c in (_count(text, m) for m in found) if c.unit)


def _is_inside(at: int, spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < spans[before][1]


def _is_year(words_: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", words_) is not None


def _count(text: str, match: re.Match[str]) -> Count:
    plain = match["value"].replace(",", "").lower()
    value = _WORDS[plain] if plain in _WORDS else float(plain)
    value *= _SCALES[match["scale"].lower()] if match["scale"] else 1.0
    bound = 1 if match["least"] else -1 if match["most"] and match["most"].lower() != "only" else 0
    return Count(value, _unit(text, match), bound)


def _unit(text: str, match: re.Match[str]) -> tuple[str, ...]:
    if match["percent"] or match["money"]:
        return ("percent" if match["percent"] else match["money"],)
    after = re.split(r"[,.;:()–—]", text[match.end() : match.end() + 60])[0]
    return tuple(stem(w) for w in words(after) if is_content(w) and not w[0].isdigit())[:3]
