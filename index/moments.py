"""Time words of running text ("on Tuesday", "April 14", "last month") and the date that each means in its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.periods import PERIOD, READERS, Days, day_of, month_of
from index.values import PartialDate, Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FULL = "|".join(f"{name.capitalize()}|{name.upper()}" for name in _WEEKDAYS)
_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5}
_WEEKDAY = re.compile(
    rf"(?<![\w-])(?:(?P<last>[Ll]ast)\ |[Tt]his\ (?:past\ )?)?(?:(?P<name>{_FULL})(?![\w-])"
    r"|(?<=[Oo]n\ )(?P<short>(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat)\.(?!\w)))",
    re.VERBOSE,
)
_DAY_WORD = re.compile(
    r"(?<![\w-])(?:(?P<back>yesterday|last\ night|late\ last\ night)|today|tonight|"
    r"this\ (?:morning|afternoon|evening)|earlier\ today)(?![\w-]|[’']s\s+\w+(?:\W|$))",
    re.IGNORECASE | re.VERBOSE,
)
_WEEK = re.compile(r"(?<![\w-])(?P<back>last|this)\ week(?![\w-])", re.IGNORECASE)
_READ = frozenset({"iso", "day", "part", "month", "year", "ago", "near", "open"})
_LEAD = re.compile(r"\b(?:in|of|early|mid|late|since|last|this|during|by|until|before|after)[\s-]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """Time words, where they stand in the text searched, and the date that they mean, as precise as it is known."""

    span: Span
    date: PartialDate


def moments(text: str, published: PartialDate | None) -> list[Moment]:
    """Return the time words of ``text`` that mean a day, month or year, in order, without overlap.

    A weekday is the latest one that is not after publication, a day and month without a year the latest such day.
    What is relative is left out when the publication date is not known precisely enough for it.
    """
    found = sorted(_all(text, published), key=lambda m: (m.span.start, -m.span.end))
    kept: list[Moment] = []
    for moment in found:
        if not kept or moment.span.start >= kept[-1].span.end:
            kept.append(moment)
    return kept


def _all(text: str, published: PartialDate | None) -> Iterator[Moment]:
    today = published.first if published and published.precision == "day" else None
    if today:
        yield from _relative(text, today)
    for match in PERIOD.finditer(text):
        kind = next((k for k in _READ if match[k]), None)
        if kind and (found := _read(kind, match, published)) and _is_time(kind, match):
            yield Moment(Span(*match.span()), found)


def _relative(text: str, today: date) -> Iterator[Moment]:
    for match in _WEEKDAY.finditer(text):
        name = match["name"]
        number = _WEEKDAYS.index(name.lower()) if name else _SHORT[match["short"].rstrip(".").lower()]
        back = (today.weekday() - number) % 7 or (7 if match["last"] else 0)
        yield _day(match, today - timedelta(days=back))
    for match in _DAY_WORD.finditer(text):
        yield _day(match, today - timedelta(days=1 if match["back"] else 0))
    for match in _WEEK.finditer(text):
        monday = today - timedelta(days=today.weekday() + (7 if match["back"].lower() == "last" else 0))
        if week := partial(monday, min(today, monday + timedelta(days=6)), at_most="month"):
            yield Moment(Span(*match.span()), week)


def _day(match: re.Match[str], day: date) -> Moment:
    return Moment(Span(*match.span()), PartialDate(day.isoformat()))


def partial(first: date, last: date, at_most: str = "day") -> PartialDate | None:
    """Return the most precise date that covers all days from ``first`` to ``last``; None if two years are touched."""
    if first == last and at_most == "day":
        return PartialDate(first.isoformat())
    if (first.year, first.month) == (last.year, last.month):
        return PartialDate(first.isoformat()[:7])
    return PartialDate(f"{first.year:04}") if first.year == last.year else None


def _read(kind: str, match: re.Match[str], published: PartialDate | None) -> PartialDate | None:
    try:
        if kind == "open":
            return _yearless(match[0], published)
        return _period(kind, match, published)
    except ValueError:
        return None


def _period(kind: str, match: re.Match[str], published: PartialDate | None) -> PartialDate | None:
    relative = kind in ("ago", "near")
    known = published is not None and published.precision in _needed(match[0])
    if relative and not known:
        return None
    days: Days = READERS[kind](match, published.first if published else date.max)
    found = partial(*days)
    if found is None or "week" in match[0].lower() or re.search(_FULL, match[0]):
        return None
    return found if published is None or found.first <= published.last else None


def _needed(words: str) -> tuple[str, ...]:
    """Return the precisions of a publication date from which a relative time can be told."""
    if re.search(r"(?:last|this) year|years? ago", words, re.IGNORECASE):
        return ("day", "month", "year")
    return ("day",) if re.search(r"\bdays?\b|weeks?\b", words, re.IGNORECASE) else ("day", "month")


def _yearless(words: str, published: PartialDate | None) -> PartialDate | None:
    month, day = month_of(words), day_of(words)
    if not published or not month:
        return None
    tail = f"-{month:02}" + (f"-{day:02}" if day else "")
    candidates = (PartialDate(f"{year:04}{tail}") for year in (published.first.year, published.first.year - 1))
    return next((c for c in candidates if c.first <= published.last), None)


def _is_time(kind: str, match: re.Match[str]) -> bool:
    """Tell whether a year, or a month alone, is written as a time: "in 2016", "last March", not "2016 delegates"."""
    if kind == "year":
        return _LEAD.search(match.string, 0, match.start()) is not None or match[0].lower().startswith("the")
    if kind == "open":
        return match[0][:1].isupper() == match[0][:1].isalpha() and (
            day_of(match[0]) > 0 or _LEAD.search(match.string, 0, match.start()) is not None
        )
    return True
