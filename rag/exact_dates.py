"""Dates of a statement that its evidence gives otherwise, or does not give: years, months, days, days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.periods import day_of, month_of
from rag.aligned import MOST, Aligned, sentences
from rag.calendar import periods
from rag.reason import Reason

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_SPAN = re.compile(r"((?:19|20)\d)\d ?[–—/-] ?(\d\d)$")
_WEEKDAY = re.compile(r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b")
_DECADE = re.compile(r"(?:19|20)\d0['’]?s", re.IGNORECASE)
_RELATIVE = ("ago", "past", "word")
_BEFORE_MAY = re.compile(
    r"\b(?:in|of|on|since|until|till|by|from|to|through|during|before|after|last|next|this|late|early|mid)[\s-]$"
)
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is written; a set is empty where it says nothing. ``years`` of a decade are all ten."""

    text: str
    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    weekdays: frozenset[str] = frozenset()

    def clashes(self, other: Moment) -> bool:
        """Tell whether one cannot be the other, or a part of it."""
        if self.years and other.years and not self.years & other.years:
            return True
        if self.months and other.months and not self.months & other.months:
            return True
        if self.months & other.months and self.days and other.days:
            return not self.days & other.days
        return bool(self.weekdays and other.weekdays and not self.weekdays & other.weekdays)

    def parts(self) -> Iterator[tuple[str, frozenset[int] | frozenset[str]]]:
        """Yield what is written of it."""
        named = ("years", self.years), ("months", self.months), ("days", self.days), ("weekdays", self.weekdays)
        yield from ((name, part) for name, part in named if part)


def date_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason for each date of the sentence that the evidence excludes or lacks."""
    mine = moments(pair.sentence)[:MOST]
    heard = [m for sentence in sentences(pair.evidence) for m in moments(sentence)] if mine else []
    for moment in mine:
        if all(_is_heard(name, part, moment, heard) for name, part in moment.parts()):
            continue
        if other := _other(moment, pair):
            yield Reason("date", f"the statement says {moment.text}, the evidence {other.text}", against=True)
        else:
            yield Reason("date", f"the statement says {moment.text}, which the evidence does not say")


def _is_heard(name: str, part: frozenset[int] | frozenset[str], moment: Moment, heard: Sequence[Moment]) -> bool:
    return any(part & getattr(m, name) and not moment.clashes(m) for m in heard)


def _other(moment: Moment, pair: Aligned) -> Moment | None:
    """Return the date in its place where the evidence speaks of the same; None where one that fits stands as well."""
    mine = moments(pair.sentence)[:MOST]
    for near in pair.near:
        if near.share < _ALIKE:
            continue
        heard = [m for m in moments(near.text) if not any(not m.clashes(o) and _alike(m, o) for o in mine)]
        if clash := next((m for m in heard if moment.clashes(m)), None):
            return clash
    return None


def _alike(one: Moment, other: Moment) -> bool:
    return bool(one.years & other.years or one.months & other.months or one.weekdays & other.weekdays)


@lru_cache(maxsize=16384)
def moments(text: str) -> tuple[Moment, ...]:
    """Return the dates in a text that need no other date to be understood ("yesterday" does), in order."""
    found = [(m.start(), moment) for m in periods(text) if (moment := _moment(text, m))]
    found += [(m.start(), Moment(m[0], weekdays=frozenset((m[1],)))) for m in _WEEKDAY.finditer(text)]
    return tuple(moment for _, moment in sorted(found, key=lambda pair: pair[0]))


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    words = match[0]
    if any(match[name] for name in _RELATIVE):
        return None
    if match["iso"]:
        year, month, *day = map(int, words.split("-"))
        return Moment(words, frozenset((year,)), frozenset((month,)), frozenset(day))
    years, month = _years(words), month_of(words) if _is_month(text, match) else 0
    if not years and not month:
        return None
    days = {day_of(d) for d in re.findall(r"(?<!\d)\d{1,2}(?!\d)", words)} - {0} if month else set()
    return Moment(words, years, frozenset((month,)) if month else frozenset(), frozenset(days))


def _years(words: str) -> frozenset[int]:
    written = {int(y) for y in _YEAR.findall(words)}
    if _DECADE.search(words) and written:
        first = min(written)
        return frozenset(range(first, first + 10))
    if (span := _SPAN.search(words)) and len(written) == 1:
        written.add(int(span[1][:2] + span[2]))
    return (
        frozenset(range(min(written), max(written) + 1))
        if written and max(written) - min(written) < 200
        else frozenset()
    )


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Tell whether a month is written with a capital, and is no "May" that opens a sentence or a name."""
    word = re.search(r"[A-Za-z]{3,}", match[0])
    if word is None:
        return False
    bare = match[0].strip(" .").lower()
    if bare in ("may", "march", "mar", "sun", "jan", "dec", "sept", "sep") and not _YEAR.search(match[0]):
        return (
            match[0][0].isupper()
            and _BEFORE_MAY.search(text[max(0, match.start() - 9) : match.start()].lower()) is not None
        )
    return match[0].lower() != match[0] or any(c.isdigit() for c in match[0])
