"""Finds when an article was published and says where that is known from. Never guesses, never falls back on today.

Order of trust: front matter, sidecar, page metadata, a line of the page that holds nothing but a date. A date inside a
sentence is when something happened, so it is not read, except in a dateline with a year (``GENEVA, May 2, 2018 -``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import furniture
from index.errors import InputError, ReadError
from index.values import DateOrigin, PartialDate

_EDGE_LINES = 12
_DATE_WORDS = 10
_DATES_OF_A_PAGE = 2
_MONTH = r"[^\W\d_]{3,12}\.?"
_ISO = re.compile(r"(?<![\d/.-])(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?![\d-])(?:[T ]\d{1,2}:\d{2}\S*)?")
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d/])")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/-])")
_NAMED = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+)?)?(?P<month>{_MONTH})"
    rf"(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?)?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d{{2}})\b"
)
_CJK = re.compile(r"(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?m\b\.?))?|\b\d{1,2}\s*[ap]\.?m\b\.?"
    r"|(?:\b(?:GMT|UTC|[A-Z]{1,4}ST|[A-Z]{1,3}DT|CET|EET|MSK|ET|PT|CT|MT)\b)?[+-]?(?:\d{2}:?\d{2})?\b",
)
_LABEL_TEXT = (
    "published publication publish date dated datum posted post created issued released first last updated"
    " update modified edited on at the time print pm am a p m et gmt utc monday tuesday wednesday thursday"
    " friday saturday sunday mon tue tues wed thu thur thurs fri sat sun since by le publié publie mis à jour"
    " veröffentlicht aktualisiert um uhr publicado actualizado el pubblicato il alle geplaatst op article story"
)
_LABELS = frozenset(_LABEL_TEXT.split())
_UPDATED = re.compile(r"\b(?:updated?|modified|edited|aktualisiert|actualizado|mis à jour)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"^[^a-z\d.!?]{3,40}(?:[^.!?\d–—]{0,30}),\s+(?P<date>[^–—]{6,24}?)\s*(?:\([^)]{2,30}\)\s*)?(?:[–—]|--?\s)"
)
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us"})


def published(
    *,
    front_matter: str | None = None,
    sidecar: str | None = None,
    page: str | None = None,
    text: str = "",
    language: str | None = None,
) -> tuple[PartialDate | None, DateOrigin]:
    """Return the publication date at the precision it is known, and where it comes from.

    Args:
        front_matter: the value in the article's front matter.
        sidecar: the value in the file beside it, or in its row.
        page: the value in the metadata of a web page; ignored if it is no date.
        text: the text of the page before cleaning.
        language: a language tag; only its region decides whether 03/04/2018 is in March or in April.

    Raises:
        ReadError: front matter or sidecar hold something that is no date.
    """
    given: tuple[tuple[str | None, DateOrigin], ...] = ((front_matter, "front matter"), (sidecar, "sidecar"))
    for value, origin in given:
        if value and value.strip():
            return _required(value, origin, language), origin
    if page and (found := parse(page, language)):
        return found, "page"
    if found := date_line(text, language):
        return found, "text"
    return None, "unknown"


def parse(value: str, language: str | None = None) -> PartialDate | None:
    """Read one date, in any language that dateparser knows, keeping its precision.

    A day and month that can be swapped (``03/04/2018``) are told apart by the region of ``language``: ``en-US``
    puts the month first, any other but plain ``en`` the day. Without a region only the year is kept: it alone is sure.
    """
    value = value.strip()
    if re.fullmatch(r"(?:1[5-9]|20)\d{2}", value):
        return PartialDate(value)
    found = _find(value, language)
    return found[0] if found else None


def date_line(text: str, language: str | None = None) -> PartialDate | None:
    """Return the date of a line at the head or the tail of a page that holds only a date, or of a dateline.

    A line that says when the page was published goes before one that says when it was updated. Where many lines are
    dates the text is a chronology, and none of them is taken.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if is_chronology(lines):
        return None
    edges = lines[:_EDGE_LINES] + lines[_EDGE_LINES:][-_EDGE_LINES:]
    updated = None
    for line in edges:
        found = _only_date(line, language)
        if found and not _UPDATED.search(line.split(found[1])[0]):
            return found[0]
        updated = updated or (found[0] if found else None)
    return updated or next(filter(None, (_dateline(line, language) for line in edges[:_EDGE_LINES])), None)


def is_chronology(lines: Iterable[str]) -> bool:
    """Tell whether more than two different dates stand alone on a line, as in a time line of events."""
    found = (_only_date(line, None) for line in lines)
    return len({date.iso for date, _ in filter(None, found)}) > _DATES_OF_A_PAGE


def is_date_line(line: str) -> bool:
    """Tell whether a line holds a date and nothing of a story."""
    return _only_date(line, None) is not None


def _required(value: str, origin: DateOrigin, language: str | None) -> PartialDate:
    found = parse(value, language)
    if found is None:
        raise ReadError(f"published in the {origin} is {value!r}, not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return found


def _only_date(line: str, language: str | None) -> tuple[PartialDate, str] | None:
    if len(line) > 160 or not re.search(r"\d{4}", line):
        return None
    found = _find(line, language)
    return found if found and _bare(line, found[1]) else None


def _bare(line: str, date: str) -> bool:
    """Tell whether nothing but labels, hours, names of authors or buttons stand beside the date."""
    return all(_is_label(part) for part in line.split(date))


def _is_label(beside: str) -> bool:
    part = beside.strip(" ,;:|·•–—-()[]/\t")
    rest = _CLOCK.sub(" ", part)
    left = [word for word in furniture.words(rest) if word not in _LABELS]
    if not left or all(not word.isalpha() and len(word) <= 4 for word in left):
        return True
    if other := _find(part, None):
        return _bare(part, other[1])
    place = re.fullmatch(r"[A-Z][\w.'’-]*(?:[ ,]+[A-Z][\w.'’-]*){0,3}\s*[,|–—-]\s*", beside.lstrip())
    return bool(place) or furniture.byline(part) is not None or (len(left) <= 12 and furniture.is_page_talk(part))


def _dateline(line: str, language: str | None) -> PartialDate | None:
    match = _DATELINE.match(line)
    found = _find(match["date"], language) if match else None
    return found[0] if found and match and found[1] == match["date"].strip() else None


def _find(line: str, language: str | None) -> tuple[PartialDate, str] | None:
    """Return the first date written in a line, and the words that write it."""
    for pattern, read in ((_ISO, _ymd), (_YEAR_FIRST, _ymd), (_NUMERIC, _swappable), (_NAMED, _named), (_CJK, _ymd)):
        for match in pattern.finditer(line):
            iso = read(match, language)
            if iso and (date := _checked(iso)):
                return date, match[0]
    return None


def _checked(iso: str) -> PartialDate | None:
    try:
        return PartialDate(iso)
    except InputError:
        return None


def _ymd(match: re.Match[str], _language: str | None) -> str:
    year, *rest = match.groups()
    return "-".join([year, *(f"{int(part):02d}" for part in rest if part)])


def _swappable(match: re.Match[str], language: str | None) -> str | None:
    first, second, year = int(match[1]), int(match[2]), match[3]
    tag = (language or "en").casefold().replace("_", "-")
    if first > 12 or second > 12 or first == second or tag != "en":
        month_first = second > 12 or (first <= 12 and tag in _MONTH_FIRST)
        day, month = (second, first) if month_first else (first, second)
        return f"{year}-{month:02d}-{day:02d}"
    return year


def _named(match: re.Match[str], _language: str | None) -> str | None:
    day = match["d1"] or match["d2"]
    short = len(furniture.words(match.string)) <= _DATE_WORDS
    month = _month(match["month"].rstrip(".").casefold(), foreign=short)
    if month is None:
        return None
    return f"{match['year']}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _month(name: str, *, foreign: bool) -> int | None:
    """Return the number of a month's name; dateparser, which is slow, knows the names in other languages."""
    if foreign and name not in _MONTHS and name not in _LABELS:
        _MONTHS[name] = _foreign_month(name)
    return _MONTHS.get(name)


def _foreign_month(name: str) -> int | None:
    import dateparser

    found = dateparser.parse(f"15 {name} 2001", languages=_LANGUAGES, settings={"PARSERS": ["absolute-time"]})
    return found.month if found and (found.day, found.year) == (15, 2001) else None


_LANGUAGES = [
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "ru",
    "uk",
    "pl",
    "cs",
    "sv",
    "da",
    "fi",
    "tr",
    "ro",
    "hu",
    "el",
    "ar",
]
_ENGLISH_TEXT = "january february march april may june july august september october november december"
_ENGLISH = _ENGLISH_TEXT.split()
_MONTHS: dict[str, int | None] = {name: number for number, name in enumerate(_ENGLISH, 1)}
_MONTHS |= {name[:3]: number for number, name in enumerate(_ENGLISH, 1)} | {"sept": 9}
