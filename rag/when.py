"""Dates in a question: the publication window that they suggest.

Three times are kept apart: when an article was *published*, when words were *said*, when something *happened*. An
article cannot be older than what it reports, but may be much younger: Crimea in 2014 is written about to this day. So
the window is an inference, never a fact: retrieval narrows with it, never past the user's own filter, and drops it if
nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from index.periods import PERIOD, READERS, Days, day_of, end_of, month_of
from index.values import Filters

Kind = Literal["published", "said", "happened"]

_BOUNDS = {"before": "before", "prior to": "before", "earlier than": "before", "until": "until", "till": "until"}
_BOUNDS |= {"up to": "until", "by": "until", "after": "after", "later than": "after", "following": "after"}
_BOUNDS |= {"since": "since", "starting": "since", "starting in": "since", "as of": "since"}
_LEAD = re.compile(
    rf"\b(?P<word>{'|'.join(_BOUNDS)}|in|on|of|during|within|over|throughout|around|between|from)\s+(?P<the>the\s+)?$",
    re.I,
)
_EVENT = re.compile(
    rf"\b(?P<word>{'|'.join(_BOUNDS)})\s+(?:[\w'’.-]+\s+){{1,6}}?(?P<tail>(?:in|of|on|during)\s+)$", re.I
)
_LINK = re.compile(r"\s*(?:and|or|to|through|until|till|[–—-])\s*(?:the\s+)?", re.I)
_ONWARD = re.compile(r"\s+(?:on|onwards?)\b(?!\s+\w)", re.I)
_PLAIN = r"(?:and|or|but|did|do|does|was|were|is|are|ha[sd]|have|to|in|on|at|by|for|with|what|who|when|that|about)\b"
_NOUN_NEXT = re.compile(rf"\s+(?!{_PLAIN})[a-z]")
_NO_YEAR_BEFORE = re.compile(
    r"\b(?:resolution|number|nos?\.?|flight|room|page|about|nearly|almost|roughly|than)\s+$", re.I
)
_COUNTED = re.compile(
    r"\s+(?:people|persons?|troops|soldiers|(?:wo)?men|children|civilians|missiles|km|miles|dollars|euros|ton)", re.I
)
_PUBLISHED = re.compile(
    r"\b(?:published|articles?|reports?|stor(?:y|ies)|coverage|newspapers?|headlines?|written)\b", re.I
)
_SAID = re.compile(
    r"\b(?:sa(?:y|id|ys)|claim|state[ds]?\b|statement|den(?:y|ie)|call(?:ed)?\b|warn|t(?:ell|old)\b|announce|accus|insist|promis|argu"
    r"|demand|propos|urg(?:e|ing)|comment|respon)",
    re.IGNORECASE,
)


_LATE = date(2900, 12, 31)


@dataclass(frozen=True, slots=True)
class Window:
    """Publication dates (inclusive; None is open) that the words ``text`` of a question suggest.

    ``kind`` tells what the words date: with ``published`` both ends hold; with ``said`` and ``happened`` only
    ``after`` is sure and ``before`` is where to look first. Several dated parts of the question are joined by "; ".
    """

    after: date | None
    before: date | None
    text: str
    kind: Kind = "happened"


@dataclass(frozen=True, slots=True)
class _Period:
    """Days ``first`` to ``last`` named by ``question[start:end]``, or a ``month`` and ``day`` (0: unnamed) of no year.

    ``vague`` when the days only hold the moment that is meant ("the 2018 summit").
    """

    first: date
    last: date
    start: int
    end: int
    vague: bool = False
    relation: str = "in"
    month: int = 0
    day: int = 0

    @property
    def is_open(self) -> bool:
        return bool(self.month or self.day)


def window(question: str, today: date) -> Window | None:
    """Return the publication window that the dates of ``question`` suggest, or None without a date that has a year.

    Only what is certain narrows: "before the 2018 summit" ends with 2018, as the day of the summit is not known; "on
    April 7" and times after ``today`` give nothing. Periods join ("in 2016 and in 2018"), bounds cut ("since").
    """
    periods = [p for p in _joined(question, list(_periods(question, today))) if p.first <= today]
    inside = [p for p in periods if p.relation == "in"]
    starts = [_day_after(p) if p.relation == "after" else p.first for p in periods if p.relation in ("after", "since")]
    ends = [_day_before(p) if p.relation == "before" else p.last for p in periods if p.relation in ("before", "until")]
    starts += [min(p.first for p in inside)] if inside else []
    ends += [max(p.last for p in inside)] if inside else []
    after, before = max(starts, default=None), min(ends, default=None)
    if not periods or (after and before and after > before):
        return None
    return Window(after, before, "; ".join(question[p.start : p.end] for p in periods), _kind(question))


def strip(question: str, found: Window | None) -> str:
    """Return ``question`` without the words of its window, for a query whose dates have become a filter."""
    for words in found.text.split("; ") if found else ():
        question = question.replace(words, " ", 1)
    return re.sub(r"\s+(?=[?.!,])", "", " ".join(question.split())).strip(" ,")


def date_words(question: str) -> list[str]:
    """Return the words of ``question`` that name a time, with their preposition, year-less dates included."""
    periods = list(_periods(question, _LATE))
    pieces = list(_joined(question, periods))
    pieces += [
        _related(question, p) for p in periods if p.is_open and not any(q.start <= p.start < q.end for q in pieces)
    ]
    return [question[p.start : p.end] for p in sorted(pieces, key=lambda p: p.start)]


def narrow(filters: Filters, found: Window | None) -> Filters:
    """Return ``filters`` cut to the window; the limits that the user set are never widened."""
    if found is None:
        return filters
    after = max((d for d in (filters.after, found.after) if d), default=None)
    before = min((d for d in (filters.before, found.before) if d), default=None)
    return replace(filters, after=after, before=before)


def _kind(question: str) -> Kind:
    return "published" if _PUBLISHED.search(question) else "said" if _SAID.search(question) else "happened"


def _day_before(period: _Period) -> date:
    return period.last if period.vague else period.first - timedelta(days=1)


def _day_after(period: _Period) -> date:
    return period.first if period.vague else period.last + timedelta(days=1)


def _periods(question: str, today: date) -> Iterator[_Period]:
    for match in PERIOD.finditer(question):
        form = next(name for name in READERS if match[name])
        after = question[match.end() :]
        is_number = form in ("year", "open") and _COUNTED.match(after)
        if is_number or (form == "year" and _NO_YEAR_BEFORE.search(question[: match.start()])):
            continue
        if form == "open":
            yield _Period(date.min, date.min, *match.span(), month=month_of(match[0]), day=day_of(match[0]))
            continue
        try:
            days = READERS[form](match, today)
        except ValueError:
            continue
        yield _Period(*days, *match.span(), vague=form == "part")


def _joined(question: str, periods: list[_Period]) -> Iterator[_Period]:
    """Join "from A to B", lend A the month and year of B, and give every period the relation of the words before it."""
    index = 0
    while index < len(periods):
        period, following = periods[index], periods[index + 1] if index + 1 < len(periods) else None
        lead = _LEAD.search(question[: period.start])
        is_bound = bool(lead and lead["word"].lower() in _BOUNDS)
        link = question[period.end : following.start] if following else ""
        if following and not is_bound and _LINK.fullmatch(link) and not (following.is_open and period.is_open):
            index += 1
            first, last = _lend(period, following)
            yield _Period(first, last, lead.start() if lead else period.start, following.end)
        elif not period.is_open:
            yield _related(question, period)
        index += 1


def _lend(early: _Period, late: _Period) -> Days:
    """Return the first day of ``early`` and the last of ``late``; a part that one lacks comes from the other."""
    if late.is_open:
        month = late.month or early.last.month
        return early.first, end_of(early.first.year, month, late.day)
    if early.is_open:
        month = early.month or late.first.month
        return date(late.first.year - (month > late.first.month), month, early.day or 1), late.last
    return early.first, late.last


def _related(question: str, period: _Period) -> _Period:
    before, after = question[: period.start], question[period.end :]
    lead, event = _LEAD.search(before), _EVENT.search(before)
    if event and not (lead and lead["word"].lower() in _BOUNDS):
        return replace(period, vague=True, relation=_BOUNDS[event["word"].lower()], start=event.start("tail"))
    if lead is None:
        return period
    word = lead["word"].lower()
    relation = _BOUNDS.get(word, "in")
    if word == "from" and (onward := _ONWARD.match(after)):
        return replace(period, relation="since", start=lead.start(), end=period.end + onward.end())
    is_event = _NOUN_NEXT.match(after) is not None and (lead["the"] is not None or relation != "in")
    if is_event or (lead["the"] and after[:1] == " " and after[1:2].isupper()):
        return replace(period, vague=True, relation=relation)
    if relation == "after" and period.vague and "end" in question[period.start : period.end].lower():
        period = replace(period, vague=False)
    return replace(period, relation=relation, start=lead.start())
