"""Quotations in running text: where quotation marks open and close, however the marks are written.

A state machine goes over the marks of each paragraph once. Apostrophes are never marks, a mark of the other kind
within a quotation is part of it, and a quotation that never closes ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.values import Span

LONGEST = 5000
"""Characters: marks further apart within a paragraph belong to no quotation, but to a slip or a trap."""

_MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚']")
_DOUBLES = frozenset(('"', "“", "”", "‟", "''"))
_CLOSERS: dict[str, frozenset[str]] = {
    '"': _DOUBLES,
    "“": _DOUBLES,
    "”": _DOUBLES,
    "‟": _DOUBLES,
    "„": _DOUBLES,
    "''": _DOUBLES,
    "``": _DOUBLES,
    "«": frozenset("»"),
    "»": frozenset("«»"),
    "‘": frozenset("’'"),
    "'": frozenset("’'"),
    "‚": frozenset("‘’'"),
}
_SINGLES = frozenset("‘'‚")
_ELISION = re.compile(r"\d\ds?\b|(?:em|til|tis|twas|cause|bout|round|n)\b(?!,)", re.IGNORECASE)
_BEFORE_OPENING = frozenset("([{—–-/:;,\"“‘„«'…")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/\"”’»'…")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation that is in no other, with its marks. ``closed`` is False where no closing mark was found."""

    span: Span
    paragraph: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    sign: str
    start: int
    end: int
    opening: bool
    closing: bool


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Return the outermost quotations of ``text``, in order; none goes past the end of one of the ``paragraphs``."""
    return [q for number, paragraph in enumerate(paragraphs) for q in _within(text, paragraph, number)]


def _within(text: str, paragraph: Span, number: int) -> Iterator[Quotation]:
    marks = [m for m in _marks(text, paragraph) if m.opening or m.closing]
    last_single = max((i for i, m in enumerate(marks) if m.closing and m.sign in "’'‘"), default=-1)
    opened: _Mark | None = None
    inner = False
    for i, mark in enumerate(marks):
        if opened and opened.sign in ('"', "''") and mark.sign in "“”" and (inner or mark.opening):
            inner = mark.sign == "“"
        elif opened is None or _reopens(mark, opened):
            opened, inner = mark if _opens(mark, i < last_single) else opened, False
        elif _closes(mark, opened, marks[i + 1 : i + 2], text):
            if mark.end - opened.start <= LONGEST:
                yield Quotation(Span(opened.start, mark.end), number, True)
            opened = None
    if opened and opened.end < paragraph.end <= opened.start + LONGEST:
        yield Quotation(Span(opened.start, paragraph.end), number, False)


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    """Yield the marks with what their surroundings allow; an apostrophe within a word allows nothing."""
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        sign, start, end = found[0], found.start(), found.end()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        opening = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace() and after not in ".,;)"
        closing = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
        if sign in "“„«" and not closing:
            opening = True
        elif sign in "”»" and not opening:
            closing = True
        elif sign in ('"', "''") and not opening:
            closing = not before.isspace() or after.isspace()
        yield _Mark(sign, start, end, opening and not _elides(text, sign, end), closing)


def _elides(text: str, sign: str, end: int) -> bool:
    return sign in "'’‘" and _ELISION.match(text, end) is not None


def _opens(mark: _Mark, closes_later: bool) -> bool:
    if mark.sign in _SINGLES:
        return mark.opening and closes_later
    return mark.opening and mark.sign in _CLOSERS


def _reopens(mark: _Mark, opened: _Mark) -> bool:
    """Tell whether a second opening mark shows that the closing mark of the first one is missing."""
    return mark.opening and not mark.closing and mark.sign == opened.sign and mark.sign not in _SINGLES


def _closes(mark: _Mark, opened: _Mark, following: Sequence[_Mark], text: str) -> bool:
    if mark.sign not in _CLOSERS[opened.sign] or not mark.closing:
        return False
    single = mark.sign in "’'‘"
    possessive = single and text[mark.start - 1] in "sS"
    return not (possessive and any(m.closing and not m.opening and m.sign in "’'" for m in following))


def open_ended(quotation: Quotation, following: Sequence[Quotation], paragraphs: Sequence[Span]) -> Quotation | None:
    """Return the quotation that goes on with an unclosed one: the one that opens the next paragraph."""
    if quotation.closed:
        return None
    number = quotation.paragraph + 1
    opening = (q for q in following[:1] if q.paragraph == number)
    return next((q for q in opening if q.span.start == paragraphs[number].start), None)
