"""The values that the desk is built from: all frozen; offsets are half-open, in characters of ``Article.text``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from index.errors import InputError

Precision = Literal["day", "month", "year", "unknown"]
DateOrigin = Literal["user", "front matter", "sidecar", "page", "text", "unknown"]

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def counted(number: int, word: str, several: str = "") -> str:
    """Return a number with its word: "1 article", "2,000 articles"; ``several`` is a plural without "s"."""
    return f"{number:,} {word if number == 1 else several or f'{word}s'}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets ``[start, end)`` into ``Article.text``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span covers in ``text``."""
        return text[self.start : self.end]

    def __iter__(self) -> Iterator[int]:
        return iter((self.start, self.end))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it is known: ``2018-04-22``, ``2018-04`` or ``2018`` (ISO 8601 reduced precision)."""

    iso: str

    def __post_init__(self) -> None:
        if not _PARTIAL_DATE.fullmatch(self.iso):
            raise InputError(f"{self.iso!r} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
        try:
            _ = self.first, self.last
        except ValueError:
            raise InputError(f"{self.iso!r} is not a day of the calendar; write YYYY-MM-DD, YYYY-MM or YYYY") from None

    @property
    def precision(self) -> Precision:
        """``day``, ``month`` or ``year``."""
        return {10: "day", 7: "month"}.get(len(self.iso), "year")  # type: ignore[return-value]

    @property
    def first(self) -> date:
        """The first day that the date can mean."""
        year, month, day = (int(part) if part else 1 for part in self._parts())
        return date(year, month, day)

    @property
    def last(self) -> date:
        """The last day that the date can mean."""
        year, month, day = self._parts()
        end_month = int(month) if month else 12
        end_day = int(day) if day else calendar.monthrange(int(year), end_month)[1]
        return date(int(year), end_month, end_day)

    def _parts(self) -> tuple[str, str | None, str | None]:
        year, month, day = (*self.iso.split("-"), None, None)[:3]
        return str(year), month, day

    def __str__(self) -> str:
        return self.iso


@dataclass(frozen=True, slots=True)
class Article:
    """One published item. ``text`` is what a reader would read, cleaned; every offset in the desk counts from it.

    ``path`` is where it was added from (a file, ``file.jsonl#row`` or a URL). ``origin`` is the id of the article of
    which this one is a copy (a reprint or an exact duplicate), or None; copies are kept but not searched.
    ``removed`` lists what cleaning took out of the page.
    """

    id: str
    path: str
    title: str
    text: str
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    published: PartialDate | None = None
    published_from: DateOrigin = "unknown"
    origin: str | None = None
    removed: tuple[str, ...] = field(default=(), repr=False)

    def reference(self) -> dict[str, Any]:
        """Return what names the article wherever it is cited, as public JSON."""
        return {
            "article_id": self.id,
            "path": self.path,
            "title": self.title,
            "publisher": self.publisher,
            "published": self.published.iso if self.published else None,
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous, sentence-aligned span of an article: the unit retrieved and cited.

    The passages of an article tile its text. ``sentences`` are absolute spans, without surrounding white space.
    """

    id: str
    article_id: str
    span: Span
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. ``score`` is higher-is-better, always; ``rank`` starts at 1.

    ``parts`` says what the score is made of, by name (``rag/retrieve.py`` lists them); empty where it is one number.
    ``also`` are passages of other articles that say the same in the same words, found for the same query.
    """

    passage: Passage
    score: float
    rank: int
    parts: Mapping[str, float] = field(default_factory=dict, compare=False)
    also: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to. Both dates are inclusive and concern publication; None means no limit.

    An article without a publication date fails every date filter. ``publisher`` compares case-insensitively.
    """

    after: date | None = None
    before: date | None = None
    publisher: str | None = None
    article_id: str | None = None

    @classmethod
    def of(cls, after: str | None = None, before: str | None = None, publisher: str | None = None) -> Filters:
        """Return filters from dates as people write them (YYYY, YYYY-MM, YYYY-MM-DD; whole periods count).

        Raises InputError for what is no date, and for an ``after`` later than ``before``.
        """
        first = PartialDate(after).first if after else None
        last = PartialDate(before).last if before else None
        if first and last and first > last:
            raise InputError(f"{after} is later than {before}; swap the two dates")
        return cls(first, last, publisher or None)


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that could not be added, and the reason in a line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport:
    """What ``Archive.add`` did, as article ids (``failed`` as inputs with reasons)."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()

    def summary(self) -> str:
        """Return what was done in a line."""
        done = {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            f"{'copy' if len(self.copies) == 1 else 'copies'} of what is already here": self.copies,
            "failed": self.failed,
        }
        return ", ".join(f"{len(ids)} {word}" for word, ids in done.items() if ids) or "nothing added"
