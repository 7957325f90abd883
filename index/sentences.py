"""Sentences of running text, as absolute spans: sentencex, corrected where news writes quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.values import Span

_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n"})
_PARAGRAPH = re.compile(r"\n\s*\n|\u2029")
_LIST_ITEM = re.compile(r"\s*(?:[-*•–—·▪◦‣]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_NARROWEST = 60
_VISIBLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)

_CLOSERS = "\"”’'»)\\]"
_OPENERS = "\"“‘'«(\\["
_LOWER_START = re.compile(rf"[{_CLOSERS}{_OPENERS}]*[a-zß-öø-ÿа-я]")
_ONLY_CLOSERS = re.compile(rf"[{_CLOSERS}.,;:!?…]+")
_SAYS = (
    "said|says|say|saying|asked|asks|told|tells|added|adds|wrote|writes|tweeted|posted|exclaimed|shouted|replied|"
    "answered|demanded|wondered|declared|continued|warned|insisted|concluded|recalled|joked|quipped|cried|yelled"
)
_ASKED_QUOTE = re.compile(r"[?!][\"”’']+$")
_SPEAKER_SAYS = re.compile(rf"(?:[A-Z][\w.’'-]*\s+){{1,4}}(?:{_SAYS})\b|(?:I|We|He|She|They|It)\s+(?:{_SAYS})\b")
_TITLE = re.compile(r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Cmdr|Sgt)\.$")
_MISSED = re.compile(rf"(?<=\w)(?:…[{_CLOSERS}]*|[.!?]\)[”\"]?)\s+(?=[{_OPENERS}]*[A-Z])")
_STRAY_OPENER = re.compile(r"(?<=\s)[\"“‘«]\s*$")
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»‘', " "))
_LONG = 60
_NEARBY = 100
_STRETCH = 10_000  # sentencex takes time with the square of the length


def paragraphs(text: str) -> list[tuple[Span, ...]]:
    """Return the sentences of each paragraph, in order, as spans into ``text`` without surrounding white space.

    Every visible character is in exactly one sentence. A blank line ends a paragraph; a single line break does when
    the line was broken on purpose (a heading, a list item), not where a long line was merely wrapped.
    """
    flat = text.replace("\r\n", " \n").translate(_LINE_ENDS)
    found = (tuple(_sentences(flat, start, end)) for start, end in _blocks(flat))
    return [sentences for sentences in found if sentences]


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield from _lines(text, start, gap.start())
        start = gap.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the runs of wrapped lines within a paragraph."""
    lines = text[start:end].split("\n")
    width = max(_NARROWEST, *map(len, lines))
    at = start
    for before, after in pairwise(lines):
        at += len(before) + 1
        if _is_deliberate(before, after, width):
            yield Span(start, at)
            start = at
    yield Span(start, end)


def _is_deliberate(before: str, after: str, width: int) -> bool:
    """Tell whether the line break was meant: the next word would have fitted on the line, and starts something."""
    if _LIST_ITEM.match(after):
        return True
    words = after.split(maxsplit=1)
    if not words or words[0][0].islower() or before.rstrip().endswith((",", "-", "–", "—")):
        return False
    return len(before.rstrip()) + 1 + len(words[0]) <= width


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    body = text[start:end].replace("\n", " ")
    starts = _corrected(body, _boundaries(body))
    for left, right in zip(starts, [*starts[1:], len(body)], strict=True):
        for visible in _opened(body, left, right):
            yield Span(start + visible.start, start + visible.end)


def _opened(body: str, left: int, right: int) -> Iterator[Span]:
    """Yield the sentence; a long one, which is often a quotation of several sentences, at its inner sentence ends."""
    piece = body[left:right]
    long = len(piece.split(maxsplit=_LONG)) > _LONG
    starts = _corrected(piece, _boundaries(piece.translate(_QUOTES))) if long else [0]
    for first, last in zip(starts, [*starts[1:], len(piece)], strict=True):
        if visible := _VISIBLE.search(piece, first, last):
            yield Span(left + visible.start(), left + visible.end())


def _boundaries(body: str) -> list[int]:
    """Return where sentences start, 0 included, in ascending order."""
    found = {0, *(match.end() for match in _MISSED.finditer(body))}
    start = 0
    while True:
        ahead = _library_starts(body[start : start + _STRETCH])
        found.update(start + at for at in ahead)
        if start + _STRETCH >= len(body):
            return sorted(at for at in found if at < len(body))
        # The last sentence of a stretch may be cut short, so the next stretch starts with it.
        start += max(ahead, default=0) or _STRETCH


def _library_starts(words: str) -> list[int]:
    import sentencex

    pieces = sentencex.get_sentence_boundaries("en", words)
    return [at for piece in pieces if 0 < (at := int(piece["start_index"])) < len(words)]


def _corrected(body: str, starts: list[int]) -> list[int]:
    kept = [0]
    for at in starts[1:]:
        nearby = max(kept[-1], at - _NEARBY)
        if stray := _STRAY_OPENER.search(body, nearby, at):
            at = stray.start()
        if at > kept[-1] and not _continues(body[nearby:at].rstrip(), body[at : at + _NEARBY]):
            kept.append(at)
    return kept


def _continues(before: str, after: str) -> bool:
    """Tell whether ``after`` belongs to the sentence ``before``."""
    word = after.lstrip()
    if not before or not word or _LOWER_START.match(word) or _ONLY_CLOSERS.fullmatch(word.split(maxsplit=1)[0]):
        return True
    return bool(_TITLE.search(before[-8:]) or (_ASKED_QUOTE.search(before) and _SPEAKER_SAYS.match(word)))
