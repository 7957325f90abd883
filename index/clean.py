"""Turns the text of a saved page into the story: every sentence of it, and not the page around it.

A line is judged by what it looks like (``index.furniture``), by where it stands (before the first paragraph of the
story, inside it, after the last) and by whether it repeats the title or another paragraph. Where the cues disagree the
line stays: a lost sentence is worse than a kept button.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index import furniture
from index.furniture import ends_sentence, words
from index.publication import is_chronology, is_date_line

_TITLE_WORDS = 30
_TITLE_LENGTH = 120
_HEAD_LINES = 12
_REPEAT_WORDS = 8
_TWICE_WORDS = 4
_FEWEST_TOLD = 4
_FURNITURE_AROUND_TITLE = 6
_COMMENT_HEADER = re.compile(
    r"^.{0,60}\b(?:says?|writes|wrote|said)\s*:?\s*$|^reply$"
    r"|\b(?:\d+|an?) (?:minutes?|hours?|days?|weeks?|months?|years?) ago\b"
    r"|\bat \d{1,2}:\d{2}\b|^(?:report|like|upvote|log in to reply)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A story: its title, its text (paragraphs apart by a blank line), what was taken out and who signed it."""

    title: str
    text: str
    removed: tuple[str, ...] = ()
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page, or a hard-wrapped paragraph. ``gap`` is what stands between it and the line before."""

    text: str
    gap: str
    key: tuple[str, ...]
    dropped: bool = False
    credited: bool = False

    @property
    def prose(self) -> bool:
        """A paragraph that only a story has: a sentence of some length."""
        return not self.dropped and len(self.key) >= 8 and ends_sentence(self.text)

    @property
    def told(self) -> bool:
        """A sentence, however short: where nothing else is left, it is the story."""
        return len(self.key) >= _FEWEST_TOLD and ends_sentence(self.text)


def clean(text: str, title: str | None = None) -> Cleaned:
    """Separate a story from the page around it. Characters inside kept lines are never changed.

    Args:
        text: the text of a page, a paragraph a line or hard-wrapped with blank lines between.
        title: the headline if metadata gives one; otherwise the headline is looked for at the head of the page, and
            failing that the first sentence stands in.

    Returns:
        The story. ``removed`` keeps the lines taken out, in page order.
    """
    page = list(_lines(text))
    signed = _byline(page)
    removed: list[tuple[int, str]] = []
    lines = _without_furniture(page, removed)
    lines = _without_repeats(lines, removed)
    at = _headline(lines) if title is None else None
    title = lines[at].text if at is not None else title
    if at is not None:
        lines[at] = replace(lines[at], dropped=True)
    if title:
        lines = _without_title(lines, title, removed)
    lines = _without_tail(lines, removed)
    if not any(line.key for line in lines if not line.dropped):
        # All that there is may repeat the title, or look like a button: it is the story nevertheless.
        told = [line for line in page if line.told or line.key == tuple(words(title or ""))]
        lines, removed = (page, []) if told else (lines, removed)
    story = _join(lines)
    gone = tuple(line for _, line in sorted(removed))
    return Cleaned(" ".join((title or _first_sentence(story)).split()), story, gone, signed)


def _lines(text: str) -> Iterator[_Line]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    for number, block in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        gap = "\n\n" if number else ""
        for line in _unwrapped(block):
            if line.strip():
                yield _Line(line.strip(), gap, tuple(words(line)))
                gap = "\n"


def _unwrapped(block: str) -> list[str]:
    """Keep a hard-wrapped paragraph as one line; a block of separate lines as its lines."""
    lines = block.split("\n")
    body = [line.rstrip() for line in lines[:-1]]
    if not body:
        return lines
    widest = max(len(line) for line in body)
    wrapped = 40 <= widest <= 120 and all(len(line) >= widest - 25 for line in body)
    runs_on = sum(not ends_sentence(line) for line in body) * 2 >= len(body)
    starts_low = any(line.lstrip()[:1].islower() for line in lines[1:])
    return [block] if wrapped and runs_on and starts_low else lines


def _byline(lines: list[_Line]) -> str | None:
    found = (furniture.byline(line.text) for line in lines[:_HEAD_LINES])
    return next((name for name in found if name), None)


def _without_furniture(lines: list[_Line], removed: list[tuple[int, str]]) -> list[_Line]:
    noise = [_is_furniture(line.text) for line in lines]
    prose = [number for number, line in enumerate(lines) if line.prose and not noise[number]]
    dated = not is_chronology(line.text for line in lines)
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    kept = []
    for number, line in enumerate(lines):
        ends = number < first or number > last
        if noise[number] or (ends and _is_edge(line.text, dated)):
            removed.append((number, line.text))
            kept.append(replace(line, dropped=True))
            continue
        story, credit = furniture.strip_credit(line.text)
        if credit:
            removed.append((number, credit))
        kept.append(replace(line, text=story, key=tuple(words(story)), credited=bool(credit)))
    return kept


def _is_furniture(line: str) -> bool:
    tests = (
        furniture.is_credit,
        furniture.is_page_label,
        furniture.is_page_talk,
        furniture.is_tag_slug,
        furniture.is_staff_note,
    )
    return any(test(line) for test in tests)


def _is_edge(line: str, dated: bool) -> bool:
    """Tell whether a line is furniture outside the story: a byline, or a date unless the story is a chronology."""
    return (dated and is_date_line(line)) or furniture.byline(line) is not None


def _without_repeats(lines: list[_Line], removed: list[tuple[int, str]]) -> list[_Line]:
    """Drop a paragraph whose words, all of them in order, stand in another one; of two equal ones the later."""
    for number, (before, line) in enumerate(pairwise(lines), 1):
        if line.key == before.key and len(line.key) >= _TWICE_WORDS and not line.dropped:
            removed.append((number, line.text))
            lines[number] = replace(line, dropped=True)
            lines[number - 1] = replace(before, credited=True)
    live = [(number, line) for number, line in enumerate(lines) if not line.dropped and len(line.key) >= _REPEAT_WORDS]
    spaced = {number: f" {' '.join(line.key)} " for number, line in live}
    page = "\n".join(spaced.values())
    for number, line in live:
        if page.count(spaced[number].strip()) < 2:
            continue
        if any(_repeats(spaced, number, other) for other in spaced if other != number):
            removed.append((number, line.text))
            lines[number] = replace(line, dropped=True)
    return _mark_repeated(lines, spaced)


def _repeats(spaced: dict[int, str], number: int, other: int) -> bool:
    if spaced[number] == spaced[other]:
        return other < number
    return spaced[number] in spaced[other]


def _mark_repeated(lines: list[_Line], spaced: dict[int, str]) -> list[_Line]:
    """A paragraph that the page repeats is a caption or a lead, never the only thing before a headline."""
    dropped = {key for number, key in spaced.items() if lines[number].dropped}
    return [replace(line, credited=line.credited or spaced.get(number) in dropped) for number, line in enumerate(lines)]


def _headline(lines: list[_Line]) -> int | None:
    """Return where the headline stands: the first line without an ending, with at most captions before it."""
    if sum(not line.dropped for line in lines) < 2:
        return None
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if line.dropped:
            continue
        if 2 <= len(line.key) <= _TITLE_WORDS and not re.search(r"[.!…:;,]\W*$", line.text):
            return number
        followed = number + 1 < len(lines) and furniture.is_credit(lines[number + 1].text)
        if not line.credited and not followed:
            return None
    return None


def _without_title(lines: list[_Line], title: str, removed: list[tuple[int, str]]) -> list[_Line]:
    key = tuple(words(title))
    first = next((number for number, line in enumerate(lines) if line.prose and line.key != key), len(lines))
    for number, line in enumerate(lines):
        if not line.dropped and _holds_title(line, key, number <= first):
            removed.append((number, line.text))
            lines[number] = replace(line, dropped=True)
    return lines


def _holds_title(line: _Line, title: tuple[str, ...], head: bool) -> bool:
    if line.key == title:
        return head or len(title) >= 4
    if head and len(line.key) >= 4 and title[: len(line.key)] == line.key and not ends_sentence(line.text):
        return len(title) - len(line.key) <= _FURNITURE_AROUND_TITLE
    if len(title) < 3 or len(line.key) > len(title) + _FURNITURE_AROUND_TITLE or ends_sentence(line.text):
        return False
    return f" {' '.join(title)} " in f" {' '.join(line.key)} "


def _without_tail(lines: list[_Line], removed: list[tuple[int, str]]) -> list[_Line]:
    """Drop comment forms and lists of other pages: a line that opens one, and the unfinished lines behind it."""
    total = sum(len(line.key) for line in lines if line.prose) or 1
    before, listing, comments = 0, False, False
    for number, line in enumerate(lines):
        if before and furniture.is_marker(line.text):
            listing = True
            comments = before / total >= 0.6 and _holds_comments(lines[number + 1 :])
        elif line.prose and not comments:
            listing = False
            before += len(line.key)
        listed = listing and not ends_sentence(line.text) and len(line.key) <= _TITLE_WORDS
        if (listed or comments) and not line.dropped:
            removed.append((number, line.text))
            lines[number] = replace(line, dropped=True)
    return lines


def _holds_comments(lines: Iterable[_Line]) -> bool:
    return any(_COMMENT_HEADER.search(line.text) and len(line.key) <= 14 for line in lines)


def _join(lines: list[_Line]) -> str:
    story = ""
    gap = ""
    for line in lines:
        gap = max(gap, line.gap, key=len)
        if not line.dropped:
            story += (gap if story else "") + line.text
            gap = ""
    return story


def _first_sentence(story: str) -> str:
    first = re.split(r"(?<=[.!?])[\"'”’]*\s", story.split("\n\n", 1)[0], maxsplit=1)[0]
    if len(first) <= _TITLE_LENGTH:
        return first
    return first[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:—- ") + "…"
