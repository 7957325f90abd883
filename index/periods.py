"""Periods of the calendar as a question names them: the pattern that finds one and the days that it covers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[date, date]

_MONTHS = {m.lower(): i for names in (calendar.month_name, calendar.month_abbr) for i, m in enumerate(names) if m}
_MONTHS["sept"] = 9
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}

_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
_TO = r"(?:\ ?[–—-]\ ?|\ (?:and|to|through|until|till)\ )"
_SEASON = "(?:" + "|".join(_SEASONS) + ")"
_UNIT = "(?P<{}unit>day|week|month|year|decade)s?"
_COUNT = r"(?P<{}count>\d{{1,3}}|" + "|".join(_NUMBERS) + ")"
PERIOD = re.compile(
    rf"""(?<![\w$€£.,/-])(?:
      (?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?)
    | (?P<days>{_MONTH}\ {_DAY}{_TO}{_DAY},?\ {_YEAR} | {_DAY}{_TO}{_DAY}\ {_MONTH},?\ {_YEAR})
    | (?P<day>{_DAY}\ (?:of\ )?{_MONTH},?\ {_YEAR} | {_MONTH}\ {_DAY},?\ {_YEAR})
    | (?P<part>(?:the\ )?(?P<which>early|mid|late|beginning|start|middle|end|(?:first|second)\ half)
        (?:\ of|\ in|-)?\ (?P<whole>(?:{_MONTH}\ )?{_YEAR}) | mid-{_YEAR})
    | (?P<quarter>(?:q(?P<q>[1-4])|(?P<nth>{"|".join(_ORDINALS)})\ quarter),?\ (?:of\ )?{_YEAR})
    | (?P<season>{_SEASON}\ (?:of\ )?{_YEAR})
    | (?P<month>{_MONTH},?\ (?:of\ )?{_YEAR})
    | (?P<decade>{_YEAR[:-2]}0['’]?s)
    | (?P<years>{_YEAR}\ ?[–—/-]\ ?(?:{_YEAR}|\d\d))
    | (?P<year>(?:the\ year\ )?{_YEAR})
    | (?P<ago>{_COUNT.format("ago")}\ {_UNIT.format("ago")}\ ago)
    | (?P<past>(?:last|past)\ {_COUNT.format("past")}\ {_UNIT.format("past")}
        | (?<=the\ )(?:last|past)\ {_UNIT.format("bare")})
    | (?P<near>(?P<side>last|this)\ (?P<name>day|week|month|year|decade|{_MONTH}|{"|".join(_WEEKDAYS)}|{_SEASON}))
    | (?P<word>the\ day\ before\ yesterday|yesterday|today)
    | (?P<open>{_MONTH}(?:\ {_DAY})?|{_DAY}(?:\ {_MONTH})?)
    )(?![\w/]|-\w|[.,]\d)""",
    re.IGNORECASE | re.VERBOSE,
)


def _year(text: str) -> int:
    match = re.search(_YEAR, text)
    if match is None:
        raise ValueError(f"no year in {text!r}")
    return int(match[0])


def month_of(text: str) -> int:
    """Return the month (1 to 12) that ``text`` names, 0 for none."""
    match = re.search(rf"\b{_MONTH}", text, re.IGNORECASE)
    return _MONTHS[match[0].lower().rstrip(".")] if match else 0


def day_of(text: str) -> int:
    """Return the first day of a month (1 to 31) that ``text`` names, 0 for none."""
    match = re.search(rf"(?<!\d){_DAY}", text)
    return int(re.sub(r"\D", "", match[0])) if match else 0


def end_of(year: int, month: int, day: int = 0) -> date:
    """Return the day, or the last day of the month if ``day`` is 0."""
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _months(year: int, first: int, count: int) -> Days:
    """Return the ``count`` months from month ``first`` (1 to 12, or past either end) of ``year``."""
    start, stop = year * 12 + first - 1, year * 12 + first + count - 2
    return date(start // 12, start % 12 + 1, 1), end_of(stop // 12, stop % 12 + 1)


def _iso(match: re.Match[str], _: date) -> Days:
    year, month, *day = (int(part) for part in match[0].split("-"))
    return date(year, month, day[0] if day else 1), end_of(year, month, day[0] if day else 0)


def _dated(match: re.Match[str], _: date) -> Days:
    day = date(_year(match[0]), month_of(match[0]), day_of(match[0]))
    return day, day


def _days(match: re.Match[str], _: date) -> Days:
    year, month = _year(match[0]), month_of(match[0])
    first, last = re.findall(rf"(?<!\d){_DAY}", match[0], re.IGNORECASE)[:2]
    return date(year, month, day_of(first)), date(year, month, day_of(last))


def _part(match: re.Match[str], _: date) -> Days:
    year, month = _year(match[0]), month_of(match["whole"] or "")
    which = (match["which"] or "mid").lower()
    if month:
        days = {"early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (11, 20), "middle": (11, 20)}
        days |= {"first half": (1, 15), "second half": (16, 0)}
        first, last = days.get(which, (21, 0))
        return date(year, month, first), end_of(year, month, last)
    months = {"early": (1, 4), "beginning": (1, 3), "start": (1, 3), "mid": (4, 6), "middle": (4, 6), "late": (9, 4)}
    months |= {"first half": (1, 6), "second half": (7, 6)}
    return _months(year, *months.get(which, (10, 3)))


def _quarter(match: re.Match[str], _: date) -> Days:
    return _months(_year(match[0]), int(match["q"] or _ORDINALS[match["nth"].lower()]) * 3 - 2, 3)


def _season(match: re.Match[str], _: date) -> Days:
    return _months(_year(match[0]), _SEASONS[match[0].split()[0].lower()], 3)


def _years(match: re.Match[str], _: date) -> Days:
    first, last = re.findall(r"\d+", match[0])
    return date(int(first), 1, 1), date(int(first[: 4 - len(last)] + last), 12, 31)


def _decade(match: re.Match[str], _: date) -> Days:
    return date(_year(match[0]), 1, 1), date(_year(match[0]) + 9, 12, 31)


def _ago(match: re.Match[str], today: date) -> Days:
    return _unit_back(match["agounit"].lower(), _number(match["agocount"]), today)


def _past(match: re.Match[str], today: date) -> Days:
    unit, count = (match["pastunit"] or match["bareunit"]).lower(), _number(match["pastcount"] or "1")
    return today - timedelta(days=count * {"day": 1, "week": 7, "month": 31, "year": 366, "decade": 3653}[unit]), today


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word.lower()]


def _unit_back(unit: str, count: int, today: date) -> Days:
    """Return the whole calendar day, week (from Monday), month, year or decade that lies ``count`` units back."""
    if unit == "day":
        return today - timedelta(days=count), today - timedelta(days=count)
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _months(today.year, today.month - count, 1)
    years = 10 if unit == "decade" else 1
    return _months((today.year // years - count) * years, 1, 12 * years)


def _near(match: re.Match[str], today: date) -> Days:
    """Return what "last" or "this" day, week, month, year, decade, month name, season or weekday is on ``today``."""
    back, name = match["side"].lower() == "last", match["name"].lower().rstrip(".")
    if name in ("day", "week", "month", "year", "decade"):
        return _unit_back(name, int(back), today)
    if name in _WEEKDAYS:
        past = (today.weekday() - _WEEKDAYS[name]) % 7 or (7 if back else 0)
        return today - timedelta(days=past), today - timedelta(days=past)
    first, count = (_MONTHS[name], 1) if name in _MONTHS else (_SEASONS[name], 3)
    year = today.year - (back and _months(today.year, first, count)[1] >= today)
    return _months(year, first, count)


def _word(match: re.Match[str], today: date) -> Days:
    return _unit_back("day", {"today": 0, "yesterday": 1}.get(match[0].lower(), 2), today)


READERS: dict[str, Callable[[re.Match[str], date], Days]] = {
    "iso": _iso,
    "days": _days,
    "day": _dated,
    "part": _part,
    "quarter": _quarter,
    "season": _season,
    "decade": _decade,
    "years": _years,
    "month": lambda match, _: _months(_year(match[0]), month_of(match[0]), 1),
    "year": lambda match, _: _months(_year(match[0]), 1, 12),
    "ago": _ago,
    "past": _past,
    "near": _near,
    "word": _word,
    "open": _dated,
}
