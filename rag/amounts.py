"""Amounts in a text, in digits or words: what they can mean, of which unit, and whether two exclude each other.

An amount means an interval: "40" rounds, "about 40" is wider, "more than 40" open at one end, "dozens" vague.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.opposites import kinds
from index.terms import is_content, stem, words
from index.values import Span
from rag.aligned import sentences
from rag.calendar import periods
from rag.numerals import CURRENCY, Mark, Read, Sort, marks_of, read

_MORE = (
    r"(?<!no )(?<!not )more than|over|at least|above|upwards of|(?:no|not) (?:fewer|less) than|exceeding|minimum of"
    r"|in excess of"
)
_LESS = (
    r"(?<!no )(?<!not )(?:fewer|less) than|up to|at most|under|below|as many as|as much as|(?:no|not) more than"
    r"|maximum of"
)
_ROUGH = r"about|around|nearly|some|roughly|almost|approximately|close to|estimated|circa|approaching|just shy of"
_BEFORE = re.compile(rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<rough>{_ROUGH}))(?: the| a| an)?\W*$")
_AFTER = re.compile(r"\W{0,2}(?:(?P<more>or (?:more|above|older|over)|plus\b|\+)|(?P<less>or (?:less|fewer|under)))")
_LOOSE = 0.15
_DAY = 86400
_LENGTHS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": _DAY, "weeks": 7 * _DAY}
_LENGTHS |= {"months": 30 * _DAY, "years": 365 * _DAY}
_SECONDS, LENGTHS = {stem(w): n for w, n in _LENGTHS.items()}, {stem(w): w for w in _LENGTHS}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written at ``span``: a value from ``low`` to ``high``, give or take ``slack``.

    ``unit`` holds the stems of the content words after it, the nearest first (of money its sign); ``value`` is the
    number as such; ``harm`` tells whether it counts the dead, the wounded or the missing. ``implied`` amounts ("both",
    "a pair") are heard, but nobody would write them as a number.
    """

    text: str
    span: Span
    value: float
    low: float
    high: float
    slack: float
    sort: Sort
    unit: tuple[str, ...]
    implied: bool = False
    harm: int | None = None

    @property
    def bound(self) -> int:
        """1 for "more than", -1 for "up to", 0 otherwise."""
        return int(math.isinf(self.high)) - int(math.isinf(self.low))

    @property
    def seconds(self) -> int:
        """How many seconds its unit has; 0 of what is no length of time."""
        return _SECONDS.get(self.unit[0], 0) if self.sort == "plain" and self.unit else 0

    def in_seconds(self) -> Amount:
        """Return a length of time in seconds."""
        n = self.seconds
        return replace(self, value=self.value * n, low=self.low * n, high=self.high * n, slack=self.slack * n)

    def is_long_as(self, other: Amount) -> bool:
        """Tell whether both are lengths of time, in different units."""
        return bool(self.seconds and other.seconds and self.unit[0] != other.unit[0])

    def held_by(self, other: Amount) -> bool:
        """Tell whether evidence that says ``other`` says this as well, a little rounding allowed."""
        if not self.is_of_sort(other) or self._harms_apart(other):
            return False
        if self.is_long_as(other):
            mine, theirs = self.in_seconds(), other.in_seconds()
            return theirs.low >= mine.low - mine.slack and theirs.high <= mine.high + mine.slack
        if self.value == other.value and self.low != -other.high:
            return self.bound * other.bound >= 0
        if self.bound and self.bound == other.bound and abs(self.value - other.value) > _LOOSE * self.value:
            return False  # who says "up to 800" is not told "up to 400"
        return other.low >= self.low - self.slack - 1e-9 and other.high <= self.high + self.slack + 1e-9

    def excludes(self, other: Amount) -> bool:
        """Tell whether both cannot be said of one thing."""
        one, two = (self.in_seconds(), other.in_seconds()) if self.is_long_as(other) else (self, other)
        apart = one.high + one.slack <= two.low - two.slack or two.high + two.slack <= one.low - one.slack
        return self.sort == other.sort and apart

    def is_of_sort(self, other: Amount) -> bool:
        """Tell whether both may count one thing: percentages and sums of money only with their like."""
        if self.sort == other.sort == "money":
            return self.unit[:1] == other.unit[:1]
        plain = {"plain", "ordinal"} - ({"ordinal"} if "ordinal" in (self.sort, other.sort) else set())
        return self.sort == other.sort or {self.sort, other.sort} <= plain

    def is_of_unit(self, other: Amount) -> bool:
        """Tell whether both say what they count, and it is the same; of an ordinal, its very next word."""
        if self.is_long_as(other):
            return True
        if self._harms_apart(other):
            return False
        if self.sort == other.sort and self.harm is not None and self.harm == other.harm:
            return True
        most = 1 if "ordinal" in (self.sort, other.sort) else 2
        return self.sort == other.sort and bool(set(self.unit[:most]) & set(other.unit[:most]))

    def _harms_apart(self, other: Amount) -> bool:
        return None not in (self.harm, other.harm) and self.harm != other.harm


@lru_cache(maxsize=16384)
def amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts in a text, in order; dates, clock times and numbers that are part of a name left out."""
    marks = marks_of(text)
    dated = [m.span() for m in periods(text) if _is_date(m[0])]
    return tuple(_amounts(text, marks, dated))


def heard_amounts(evidence: str) -> list[Amount]:
    """Return the amounts in all sentences of a text; a span is into its sentence."""
    return [a for sentence in sentences(evidence) for a in amounts(sentence)]


def _is_date(words_: str) -> bool:
    if re.fullmatch(r"(?:19|20)\d\d(?:\W.*)?", words_):
        return True
    return any(c.isalpha() for c in words_) and not re.fullmatch(r"(?i)\d+(?:st|nd|rd|th)|\w+ \w+ ago", words_)


def _amounts(text: str, marks: Sequence[Mark], dated: Sequence[tuple[int, int]]) -> Iterator[Amount]:
    starts = [start for start, _ in dated]
    at = 0
    while at < len(marks):
        before = bisect_right(starts, marks[at][1].start) - 1
        inside = before >= 0 and marks[at][1].start < dated[before][1]
        found = None if inside else read(text, marks, at)
        if found:
            yield _amount(text, marks, at, found)
        at = found.end if found else at + 1


def _amount(text: str, marks: Sequence[Mark], at: int, number: Read) -> Amount:
    sort, unit, start, end = _unit(text, marks, at, number)
    span = Span(start, end)
    low, high, slack = _extent(text, span, number)
    harm = _harm(text, span) if sort == "plain" else None
    return Amount(span.of(text), span, number.value, low, high, slack, sort, unit, number.implied, harm)


def _harm(text: str, span: Span) -> int | None:
    """Return what harm those that are counted came to: "41 people were killed", else "killed at least 41 people"."""
    after = re.split(r"[,.;:()–—]| and | but ", text[span.end : span.end + 60])[0]
    found = [kinds()[s] for w in words(after) if (s := stem(w)) in kinds()]
    if found:
        return found[0]
    before = _BEFORE.sub("", " ".join(text[max(0, span.start - 40) : span.start].split()) + " ")
    return kinds().get(stem((words(before) or [""])[-1]))


def _extent(text: str, span: Span, number: Read) -> tuple[float, float, float]:
    """Return the interval of an amount and its slack, by the words around it."""
    before = _BEFORE.search(" ".join(text[max(0, span.start - 30) : span.start].lower().split()) + " ")
    after = _AFTER.match(text[span.end : span.end + 20].lower())
    if number.low is not None and number.high is not None:
        return number.low, number.high, 0.0
    if (before and before["more"]) or (after and after["more"]):
        return number.value, math.inf, 0.0
    if (before and before["less"]) or (after and after["less"]):
        return -math.inf, number.value, 0.0
    slack = min(number.step / 2, max(0.5, 0.025 * number.value))
    return number.value, number.value, max(slack, 0.1 * number.value) if before and before["rough"] else slack


def _unit(text: str, marks: Sequence[Mark], at: int, number: Read) -> tuple[Sort, tuple[str, ...], int, int]:
    """Return the sort and unit of an amount, and where it begins and ends with them."""
    start, end = marks[at][1].start, marks[number.end - 1][1].end
    ahead = [m[0].lower() for m in marks[number.end : number.end + 2]]
    if ahead[:1] in (["%"], ["percent"], ["pc"], ["percentage"]) or ahead == ["per", "cent"]:
        return (
            "percent",
            _after(text, marks, number.end + 1 + int(ahead[0] == "per")),
            start,
            _end(marks, number.end, ahead),
        )
    if at and marks[at - 1][0] in CURRENCY:
        return "money", (CURRENCY[marks[at - 1][0]],), marks[at - 1][1].start, end
    if ahead and number.sort == "plain" and stem(ahead[0]) in CURRENCY:
        return "money", (CURRENCY[stem(ahead[0])],), start, marks[number.end][1].end
    return number.sort, _after(text, marks, number.end) or _before(text, start), start, end


def _end(marks: Sequence[Mark], at: int, ahead: Sequence[str]) -> int:
    return marks[at + int(ahead[0] == "per")][1].end


def _after(text: str, marks: Sequence[Mark], at: int) -> tuple[str, ...]:
    if at >= len(marks):
        return ()
    start = marks[at - 1][1].end
    heard = re.split(r"[,.;:()–—]", text[start : start + 60])[0].replace("-", " ")
    return tuple(stem(w) for w in words(heard) if is_content(w) and not w[0].isdigit())[:3]


def _before(text: str, start: int) -> tuple[str, ...]:
    """Return the word that a number belongs to when nothing follows it: "aged 34", "Article 5"."""
    last = words(text[max(0, start - 24) : start])[-1:]
    return tuple(stem(w) for w in last if is_content(w))
