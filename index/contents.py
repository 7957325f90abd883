"""Contents that are quotations, made whole: to the marks at both ends, and on as the same speaker goes on.

PolNeAR's convention: the marks, and a comma or full stop before the closing one, belong to the content; a full stop
after it does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.claim import Attribution, Spans
from index.quotations import Quotation, open_ended, quotations
from index.reporting import polarities
from index.sentences import paragraphs
from index.terms import stem
from index.values import Span

_TAIL = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with where its paragraphs, sentences and quotations are, each in order."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph that holds the character ``at``, or the last one before it."""
        return max(0, bisect_right(self.paragraphs, at, key=lambda s: s.start) - 1)

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that holds the character ``at``, or the last one before it."""
        return max(0, bisect_right(self.sentences, at, key=lambda s: s.start) - 1)

    def quoting(self, span: Span) -> Sequence[Quotation]:
        """Return the quotations that share a character with ``span``."""
        first = bisect_right(self.quotations, span.start, key=lambda q: q.span.end)
        last = bisect_left(self.quotations, span.end, key=lambda q: q.span.start)
        return self.quotations[first:last]


def layout(text: str) -> Layout:
    """Return the layout of ``text``."""
    blocks = paragraphs(text)
    whole = tuple(Span(block[0].start, block[-1].end) for block in blocks)
    return Layout(text, whole, tuple(s for block in blocks for s in block), tuple(quotations(text, whole)))


def inside(span: Span, outer: Span) -> bool:
    """Tell whether ``span`` lies in ``outer``."""
    return outer.start <= span.start and span.end <= outer.end


def overlap(one: Span, other: Span) -> int:
    """Return the number of characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def merged(spans: Sequence[Span]) -> Spans:
    """Return the spans in order, those that touch or overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


# ----------------------------------------------------------------------------------------- to the marks at both ends


def completed(page: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions with each quotation that a content begins with, ends in or lies in taken whole."""
    return [replace(a, content=_completed(page, found, i)) for i, a in enumerate(found)]


def _completed(page: Layout, found: Sequence[Attribution], number: int) -> Spans:
    own = found[number]
    grown: list[Span] = []
    for piece in own.content:
        start, end = piece
        reached = page.quoting(piece)
        for quotation in {*reached[:1], *reached[-1:]}:
            if (
                not inside(quotation.span, piece)
                and _is_own(own, quotation.span)
                and _may_grow(found, number, piece, quotation)
            ):
                start, end = min(start, quotation.span.start), max(end, quotation.span.end)
        grown.append(Span(start, end))
    return merged(grown)


def _is_own(own: Attribution, quotation: Span) -> bool:
    """Tell whether the attribution is made outside the quotation, and not by somebody who is quoted."""
    return not any(overlap(s, quotation) for s in (*own.cue, *own.source))


def _may_grow(found: Sequence[Attribution], number: int, piece: Span, quotation: Quotation) -> bool:
    """Tell whether nobody else is known to say the rest; where no mark closes, whether no other cue comes in it."""
    new = [Span(quotation.span.start, piece.start), Span(piece.end, quotation.span.end)]
    new = [s for s in new if s.end > s.start]
    for other in _near(found, number):
        outside = _is_own(other, quotation.span)
        if outside and any(overlap(s, n) for s in other.content for n in new):
            return False
        if not quotation.closed and any(overlap(s, n) for s in other.cue for n in new):
            return False
    return True


def _near(found: Sequence[Attribution], number: int, reach: int = 12) -> Iterator[Attribution]:
    """Yield the attributions whose cues stand next to that of ``number``, where another's content can be."""
    for i in range(max(0, number - reach), min(len(found), number + reach + 1)):
        if i != number:
            yield found[i]


# ----------------------------------------------------------------------------------- what the speaker goes on to say


def continued(page: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, each with the quotations that follow it alone, as its speaker goes on.

    Such a quotation is in no other content and is a sentence or a paragraph of its own next to the attribution, or
    resumes a quoted sentence that the cue broke off, or opens again what the paragraph before left open.
    """
    contents = [list(a.content) for a in found]
    cues = sorted(a.cue[0].start for a in found if a.cue)
    claimed = _claimed(page, found)
    ends = _ends(page, found)
    current, reach, at = -1, 0, 0
    for n, quotation in enumerate(page.quotations):
        while at < len(ends) and ends[at][0] <= quotation.span.start:
            reach, current = max((reach, current), ends[at])
            at += 1
        owner = claimed.get(n, -1)
        if owner < 0 and current >= 0 and _goes_on(page, n, reach, found[current], cues):
            contents[current].append(quotation.span)
            owner = current
        if owner >= 0:
            current, reach = owner, max(quotation.span.end, *(s.end for s in (*found[owner].cue, *found[owner].source)))
    return [replace(a, content=merged(c)) for a, c in zip(found, contents, strict=True)]


def _claimed(page: Layout, found: Sequence[Attribution]) -> dict[int, int]:
    """Return whose content each quotation is, of those that are in a content or hold one."""
    owners: dict[int, int] = {}
    for i, own in enumerate(found):
        for piece in own.content:
            first = bisect_right(page.quotations, piece.start, key=lambda q: q.span.end)
            for n, quotation in enumerate(page.quoting(piece), first):
                if _is_own(own, quotation.span):
                    owners[n] = i
    return owners


def _ends(page: Layout, found: Sequence[Attribution]) -> list[tuple[int, int]]:
    """Return where each attribution ends that is not made in a quotation, in order, and its number."""
    told = ((max(s.end for s in (*a.source, *a.cue, *a.content)), i) for i, a in enumerate(found))
    quoted = {i for i, a in enumerate(found) if any(page.quoting(s) for s in a.cue)}
    return sorted((end, i) for end, i in told if i not in quoted)


def _goes_on(page: Layout, number: int, reach: int, own: Attribution, cues: Sequence[int]) -> bool:
    """Tell whether a quotation follows ``reach``, where the speaker was last heard or named, as more of the same."""
    quotation = page.quotations[number]
    before = page.quotations[number - 1] if number else quotation
    if open_ended(before, page.quotations[number:], page.paragraphs) is quotation and before.span.end == reach:
        return True
    start = quotation.span.start
    if start - reach > _TAIL or bisect_left(cues, start) > bisect_left(cues, reach) or not quotation.closed:
        return False
    if page.sentence(start) == page.sentence(max(0, reach - 1)) and _resumes(page, own, quotation):
        return True
    same = page.text[before.span.start] == page.text[start] or page.text[start] not in "'‘"
    return same and _is_next(page, reach, start) and _stands_alone(page, quotation) and _speaks(page.text, own)


def _is_next(page: Layout, reach: int, start: int) -> bool:
    end = max(0, reach - 1)
    return page.sentence(start) - page.sentence(end) <= 1 and page.paragraph(start) - page.paragraph(end) <= 1


def _speaks(text: str, own: Attribution) -> bool:
    """Tell whether a word of the cue is known to report, or the cue is punctuation."""
    words = [w for s in own.cue for w in re.findall(r"\w+", text[s.start : min(s.end, s.start + 200)])]
    return not words or any(stem(w) in polarities() for w in words) or words[0].lower() == "according"


def _resumes(page: Layout, own: Attribution, quotation: Quotation) -> bool:
    """Tell whether the quotation takes up a quoted sentence that ended in a comma before its cue."""
    last = own.content[-1]
    broken = page.text[last.start : last.end].rstrip("\"”’'»").endswith(",")
    return broken and page.text[: quotation.span.start].endswith((", ", ",\xa0", ": ")) and last.end < own.cue[-1].end


def _stands_alone(page: Layout, quotation: Quotation) -> bool:
    """Tell whether the quotation is a sentence, or several, of its own: nothing is said of who says it."""
    start, end = quotation.span
    opens = page.sentences[page.sentence(start)].start == start
    rest = page.text[end : page.sentences[page.sentence(end - 1)].end].strip()
    finished = page.text[start:end].rstrip("\"”’'»“")[-1:] in tuple(".!?…—–") or rest in (".", "!", "?")
    return opens and not rest.strip(".!?,;") and finished and len(page.text[start:end].split()) > 1
