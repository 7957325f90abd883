"""What an attribution stands in: another one's content ("According to X, Y has said that …"), or an outlet's hands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.claim import Attribution, Spans, extent
from index.contents import Layout, inside, merged, overlap
from index.grammar import word_set
from index.values import Span

_MOST = 0.7
_AFTER_CUE = 90
_FRAME = re.compile(r"(?:according|per)\b", re.IGNORECASE)
_REPORTING = re.compile(r"report(?:s|ed|ing)?\b", re.IGNORECASE)
_TELLING = re.compile(
    r"\b(?:t(?:ell|ells|old|elling)|inform(?:s|ed|ing)?|spoke (?:to|with)|speaking (?:to|with|on))\b", re.I
)
_THAT = re.compile(r"(?:\s+on\s+\w+day)?,?\s+(?P<that>that\s+)?")
_NAME_PART = r"(?:[A-Z][\w&.-]*|\d+)"
_OUTLET = re.compile(
    rf"\s*(?:(?:the|on|a|an|in an interview with|his|her|state|broadcaster|newspaper|news agency|news channel"
    rf"|television|magazine|local|state-run|daily|weekly|radio|website|network)\s+){{0,4}}"
    rf"[\"“‘]?(?P<name>(?:[Tt]he\s+)?{_NAME_PART}(?:\s+(?:(?:of|and|&|du|de|la|le|el|der)\s+)?{_NAME_PART}){{0,5}})"
)
_OUTLET_WORDS = word_set(
    "news times post journal press tribune herald guardian telegraph gazette chronicle observer daily weekly agency"
    " radio tv television broadcasting today mail independent newspaper magazine review examiner inquirer globe"
    " broadcaster network wire media report channel"
)
_OUTLETS = word_set(
    "reuters afp ap bbc cnn nbc abc cbs msnbc pbs npr cbc ctv itv upi ansa dpa efe tass interfax xinhua bloomberg axios"
    " politico buzzfeed huffpost vox vice fox sky sputnik rt rtve rai zdf ard orf nhk yonhap kyodo lusa belga cnbc npr"
    " newsweek time forbes fortune economist atlantic wired espn variety lemonde figaro spiegel bild welt zeit pais"
    " mundo corriere repubblica haaretz anadolu ria novosti globalnews dw france24 aljazeera jazeera pti ani ndtv hindu"
    " dawn arabiya meduza kommersant izvestia ukrinform unian espresso mediaset breitbart slate salon guardian standard"
    " sun star mirror express nature science lancet techcrunch verge"
)
_SECOND_WORDS = frozenset(("time", "sun", "star", "mirror", "express", "nature", "science", "standard", "fox", "dawn"))


def nested(page: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions with ``outer``: the innermost one in whose content each stands, if there is one.

    A frame ("According to X, …"; "…, X reported"; "X reported that Y has said …") of which only part of the content is
    known takes the whole of the attribution that it frames in its sentence.
    """
    widened = _framed(page, found)
    outers = [_holder(widened, i, near) for i, near in enumerate(_stabbed(widened))]
    return [replace(a, outer=outer) for a, outer in zip(widened, outers, strict=True)]


def relay(text: str, attribution: Attribution) -> Span | None:
    """Return the news outlet to which it was said ("sources told Reuters"), or None."""
    cue = attribution.cue[-1]
    told = list(_TELLING.finditer(text, attribution.cue[0].start, min(cue.end + 20, cue.end + _AFTER_CUE)))
    if not told or (told[-1].start() >= cue.end):
        return None
    if found := _OUTLET.match(text, told[-1].end(), told[-1].end() + _AFTER_CUE):
        name = Span(*found.span("name"))
        return _outlet(text, name)
    return None


def is_outlet(name: str) -> bool:
    """Tell whether a name is that of a news outlet, all of it ("the BBC", not "Reuters' sources")."""
    found = _outlet(name, Span(0, len(name)))
    return found is not None and found.end == len(name)


def _outlet(text: str, name: Span) -> Span | None:
    """Return the part of a name up to its last word that only news outlets have, or None."""
    last, lone = 0, name.of(text).lower().startswith("the ")
    words = list(re.finditer(r"[\w&-]+", name.of(text)))
    for i, word in enumerate(words):
        small = word[0].lower()
        known = small in _OUTLETS and (small not in _SECOND_WORDS or i > 0 or lone or small == "fox")
        if known or (small in _OUTLET_WORDS and i > 0):
            last = word.end()
    start = name.start + (4 if lone else 0)
    return Span(start, name.start + last) if last > start - name.start else None


# ------------------------------------------------------------------------------------------------------------- frames


def _framed(page: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, the contents of frames widened to what they frame."""
    made = list(found)
    for i, frame in enumerate(found):
        passes_on = _frames if _is_frame(page.text, frame) else _leads
        held = (found[k] for k in _beside(found, i) if passes_on(page, frame, found[k]))
        if inner := next(held, None):
            made[i] = replace(frame, content=_widened(page.text, frame, inner))
    return made


def _beside(found: Sequence[Attribution], number: int) -> Iterator[int]:
    """Yield the neighbours in cue order, those that follow first."""
    yield from range(number + 1, min(len(found), number + 3))
    yield from range(number - 1, max(-1, number - 3), -1)


def _is_frame(text: str, attribution: Attribution) -> bool:
    """Tell whether the cue is "according to", or a parenthesis of its own ("…, X reported, …")."""
    cue = attribution.cue[0]
    if _FRAME.match(text, cue.start):
        return True
    if not attribution.source or not _REPORTING.match(text, cue.start):
        return False
    start = min(cue.start, attribution.source[0].start)
    end = max(attribution.cue[-1].end, attribution.source[-1].end)
    before, after = text[max(0, start - 6) : start].rstrip(), text[end : end + 1]
    return (before.endswith(",") and after in (",", ".", "")) or before.lower().endswith("as")


def _frames(page: Layout, frame: Attribution, inner: Attribution) -> bool:
    """Tell whether the frame's content is part of ``inner``, which a frame is not, in the frame's own sentence."""
    parts = (*inner.source, *inner.cue, *inner.content)
    own = (*frame.source, *frame.cue)
    if _is_frame(page.text, inner) or any(overlap(a, b) for a in own for b in parts):
        return False
    if page.sentence(frame.cue[0].start) != page.sentence(inner.cue[0].start):
        return False
    size = sum(s.end - s.start for s in frame.content)
    shared = sum(overlap(a, b) for a in frame.content for b in parts)
    return shared * 2 >= size and not any(extent(parts).start < s.start < extent(parts).end for s in own)


def _leads(page: Layout, outer: Attribution, inner: Attribution) -> bool:
    """Tell whether the source of ``inner`` follows right on the other's cue: "X reported that Y has said …"."""
    if not outer.source or not inner.source or outer.source[0].start > outer.cue[0].start:
        return False
    start, end = outer.cue[-1].end, extent((*inner.source, *inner.cue, *inner.content)).start
    follows = start < end == inner.source[0].start and outer.content[0].start >= start
    return follows and end - start < _AFTER_CUE and _THAT.fullmatch(page.text, start, end) is not None


def _widened(text: str, frame: Attribution, inner: Attribution) -> Spans:
    """Return the frame's content and all of ``inner``, as one piece where nothing but white space is between."""
    whole = extent((*inner.source, *inner.cue, *inner.content))
    that = _THAT.match(text, frame.cue[-1].end, whole.start) if frame.cue[-1].end < whole.start else None
    start = that.start("that") if that and that["that"] and that.end() == whole.start else whole.start
    return merged([*frame.content, Span(start, whole.end)])


# ------------------------------------------------------------------------------------------------------------ holders


def _stabbed(found: Sequence[Attribution]) -> Iterator[list[int]]:
    """Yield, for each attribution, the others with a piece of content that covers the start of its cue."""
    pieces = sorted((s.start, s.end, j) for j, a in enumerate(found) for s in a.content)
    starts = [start for start, _, _ in pieces]
    longest = max((end - start for start, end, _ in pieces), default=0)
    for i, a in enumerate(found):
        at = a.cue[0].start
        some = pieces[bisect_left(starts, at - longest) : bisect_left(starts, at + 1)]
        yield [j for _, end, j in some if end > at and j != i]


def _holder(found: Sequence[Attribution], number: int, candidates: Sequence[int]) -> int | None:
    """Return the smallest of the candidates that holds most of the attribution and is larger than it, or None."""
    parts = (*found[number].source, *found[number].cue, *found[number].content)
    size = sum(s.end - s.start for s in parts)
    holders = []
    for j in candidates:
        room = _size(found[j])
        held = sum(overlap(p, s) for p in parts for s in found[j].content)
        cue = all(any(inside(c, s) for s in found[j].content) for c in found[number].cue)
        if cue and held >= _MOST * size and room > _size(found[number]):
            holders.append((room, j))
    return min(holders)[1] if holders else None


def _size(attribution: Attribution) -> int:
    return sum(s.end - s.start for s in attribution.content)
