"""Slips of the tagger put right: parts that hold one another's words, pieces of punctuation, the same thing twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.claim import Attribution, Spans
from index.contents import overlap
from index.grammar import ARTICLES
from index.nesting import relay
from index.places import states
from index.values import Span

_ACCORDING = re.compile(r"according\s+to$", re.IGNORECASE)
_ITS_SOURCE = re.compile(r"\s+(?P<name>[^,.;:\n“”\"()]{2,80}?)(?:[’']s)?(?=[,.;:\n“”\"()]|$)")
_AGENT = re.compile(r"\s+by\s+(?P<name>(?:the )?[A-Z][\w’'-]*(?:(?: of(?: the)?)? [A-Z][\w’'-]*){0,5})(?=[\s,.;:])")
_GOES_ON = re.compile(r"(?: [A-Z](?:[\w’'-]*\w|\.)){1,6}")
_DAY = re.compile(r"\b(?:[A-Z][a-z]+day|January|February|March|April|May|June|July|August|[A-Z][a-z]+ber)\b")
_LEADING = re.compile(r"[\s,;:]*")
_NEAR = 80
_SAME = 0.9


def corrected(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, in the order of their cues, with parts that are apart, and none of them twice."""
    sound = (_sound(text, a) for a in found)
    apart = (_sound(text, _apart(text, a)) for a in sound if a)
    ordered = sorted((a for a in apart if a), key=lambda a: (a.cue[0], a.content))
    return _once([_unframed(text, ordered, i) for i in range(len(ordered))])


def _sound(text: str, attribution: Attribution) -> Attribution | None:
    """Return the attribution with its spans in order and within the text, or None if no cue or content is left."""
    source, cue = (_within(text, spans) for spans in (attribution.source, attribution.cue))
    source = _with_name(text, source, (*cue, *_within(text, attribution.content)))
    content = tuple(s for s in _within(text, attribution.content) if any(map(str.isalnum, s.of(text))))
    content = tuple(Span(_LEADING.match(text, s.start).end(), s.end) for s in content)  # type: ignore[union-attr]
    return replace(attribution, source=source, cue=cue, content=content, outer=None) if cue and content else None


def _with_name(text: str, source: Spans, others: Spans) -> Spans:
    """Return a source that breaks off after a people's adjective ("The Russian") with the name that follows it."""
    if len(source) != 1:
        return source
    last = (source[0].of(text).split() or [""])[-1]
    following = _GOES_ON.match(text, source[0].end)
    if not following or not any(last == place.people[0] for place in states(last) if place.people):
        return source
    meets = any(s.start < following.end() and s.end > source[0].end for s in others)
    return source if meets or _DAY.search(following[0]) else (Span(source[0].start, following.end()),)


def _within(text: str, spans: Sequence[Span]) -> Spans:
    cut = (Span(max(0, s.start), min(len(text), s.end)) for s in spans)
    return tuple(sorted(s for s in cut if s.end > s.start))


def _apart(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution with whom "according to" or a passive "by" names, and who was told, not in the content."""
    taken = relay(text, attribution)
    if name := _named(text, attribution):
        attribution = replace(attribution, source=(name,))
        taken = name
    elif not attribution.source and (agent := _AGENT.match(text, attribution.cue[-1].end)):
        attribution = replace(attribution, source=(Span(*agent.span("name")),))
        taken = Span(*agent.span())
    return replace(attribution, content=_without(attribution.content, taken)) if taken else attribution


def _named(text: str, attribution: Attribution) -> Span | None:
    """Return what follows "according to", if the tagger saw nobody there, or only the article before the name."""
    cue, source = attribution.cue[-1], attribution.source
    bare = not source or (len(source) == 1 and source[0].of(text).lower() in ARTICLES)
    if not bare or not _ACCORDING.search(text, max(cue.start, cue.end - 20), cue.end):
        return None
    found = _ITS_SOURCE.match(text, cue.end)
    return Span(*found.span("name")) if found and len(found["name"].split()) <= 10 else None


def _unframed(text: str, found: Sequence[Attribution], number: int) -> Attribution:
    """Return the attribution without a piece of source whom a neighbour's "according to" names, if another is left."""
    own = found[number]
    beside = [found[i] for i in range(max(0, number - 2), min(len(found), number + 3)) if i != number]
    named = [s for a in beside if _ACCORDING.search(text, a.cue[-1].start, a.cue[-1].end) for s in a.source]
    left = tuple(s for s in own.source if not any(overlap(s, n) for n in named))
    return replace(own, source=left) if left else own


def _without(spans: Spans, taken: Span) -> Spans:
    """Return the spans without ``taken``; one that begins with it, or up to 5 characters before, begins after it."""
    left = []
    for span in spans:
        if span.start >= taken.start - 5 and span.start < taken.end:
            span = Span(taken.end, span.end)
        if span.end > span.start:
            left.append(span)
    return tuple(left)


def _once(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, of two that give the same words to the same source by cues close by the surer one."""
    kept: list[Attribution] = []
    for own in found:
        twin = next((i for i in range(max(0, len(kept) - 3), len(kept)) if _is_same(kept[i], own)), None)
        if twin is None:
            kept.append(own)
        elif own.score > kept[twin].score:
            kept[twin] = own
    return sorted(kept, key=lambda a: (a.cue[0], a.content))


def _is_same(one: Attribution, other: Attribution) -> bool:
    if other.cue[0].start - one.cue[-1].end > _NEAR:
        return False
    shared = sum(overlap(a, b) for a in one.content for b in other.content)
    larger = max(sum(s.end - s.start for s in a.content) for a in (one, other))
    alike = any(overlap(a, b) for a in one.source for b in other.source) or not (one.source and other.source)
    return alike and shared >= _SAME * larger
