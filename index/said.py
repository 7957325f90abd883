"""When something was said, from the time words that belong to the saying; never a guess, never the publication date.

Time words inside the content tell of the event. Of those outside it, the ones count that stand beside the cue ("told
reporters on Friday"), open its sentence ("On Friday, the minister said …") or date an act of speech ("in a statement
of May 2"); not those of a clause of their own ("said the man, who was arrested on Friday").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.claim import Attribution, extent, written
from index.grammar import PERSON_PRONOUNS, THING_PRONOUNS, WORD, word_set
from index.moments import Moment, moments
from index.sentences import paragraphs
from index.values import Article, PartialDate, Span

_HIDDEN, _CLOSING = "¦", "\"”’'"
_BESIDE, _BEFORE, _LONG_BEFORE, _WINDOW, _MOMENTS = 10, 3, 12, 600, 8
_SPEECHES = word_set(
    "statement statements interview interviews speech remarks address briefing conference presser release letter email"
    " e-mail memo memorandum tweet tweets post posts message report reports communique communiqué testimony hearing"
    " announcement broadcast column editorial op-ed article essay note press call comments talk lecture appearance"
    " debate phone-in podcast blog session sermon ruling verdict judgment opinion filing affidavit declaration"
)
_SPEECH = "(?:" + "|".join(sorted(_SPEECHES)) + ")"
_BARRED = re.compile(
    r"\b(?:since|until|till|by|before|after|from|for|through|to|between|of|than|following|ahead of|as of|next|about"
    r"|over|despite|during|due)\s+(?:(?:late|early|the|last|this)\s+)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:who|whom|which|that|whose|where|when|after|before|while|because|since|if|whether|following|amid|until|over"
    r"|despite|including|during|about|regarding|than|scheduled|killed|arrested|held|published|released)\b",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"\b(?:a|an|the|his|her|its|their|our|\w+[’']s)\s+(?:late\s+|early\s+)?$", re.IGNORECASE)
_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
_SPOKEN_AFTER = re.compile(rf"{_PART_OF_DAY}(?:[’']s?)?\s+(?:[\w-]+\s+){{0,2}}?{_SPEECH}\b", re.IGNORECASE)
_SPOKEN_BEFORE = re.compile(
    rf"\b{_SPEECH}(?:\s+(?:[\w’'.,-]+\s+){{0,6}}?|,?\s+)(?:(?:published|dated|released|issued|posted|held|on|of|in|late"
    r"|early)\s+)*$",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(
    r"(?:(?:late|early|earlier|on|in)\s+){0,2}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|today"
    rf"|last\s\w+|this\s(?:week|month|year|morning|afternoon)|[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}){_PART_OF_DAY}"
    r"(?=\s+(?:that|the|an?|s?he|it|they|there|his|her|its|their|[A-Z]\w*)\b|,)"
)
_TOLD = re.compile(r"\b(?:tell|tells|told|telling|informed|assured|reminded|warned|notified)\W*$", re.IGNORECASE)
_THAT_LATER = re.compile(r"(?!that\b)[^\"“”]{1,80}?(?=,?\sthat\b)")
_OF_CONTENT = re.compile(rf"{_HIDDEN}{{40}}\s+(?:(?:on|in|late|early)\s+)?$")
_POSSESSIVE = re.compile(rf"{_PART_OF_DAY}[’']s?\s+\w")
_PERFECT = re.compile(r"\b(?:has|have|had|previously|earlier|once|often|repeatedly|long|always)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[,;]\s+(?:and|but)\b", re.IGNORECASE)
_OPENING = re.compile(r"^(?:in|at|during|to|from|with|on|speaking|asked)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|refused|declined)\b|n[’']t\b", re.IGNORECASE)
_GOES_ON = word_set("added adds add continued continues concluded concludes went further")
_PRONOUNS = (PERSON_PRONOUNS | THING_PRONOUNS) - {"them", "theirs"}


@dataclass(frozen=True, slots=True)
class _Layout:
    """The sentences of an article, and the paragraph of each."""

    text: str
    sentences: list[Span]
    paragraph: list[int]

    def at(self, offset: int) -> int:
        return max(0, bisect_right([s.start for s in self.sentences], offset) - 1)


def said_on(article: Article, found: Sequence[Attribution]) -> list[PartialDate | None]:
    """Return when each attribution of ``article`` was said, as precisely as its text tells; None where it does not.

    Weekdays and days without a year are read from the publication date, of which nothing else is taken. What a
    speaker goes on to say ("he added") has the date of what went before it in the paragraph or run of quotations.
    """
    if not found:
        return []
    layout = _layout(article.text)
    dates: list[PartialDate | None] = []
    for i in range(len(found)):
        own = _own(article, layout, found, i)
        dates.append(own or _carried(article, layout, found, i, dates))
    return dates


def _layout(text: str) -> _Layout:
    blocks = paragraphs(text)
    sentences = [s for block in blocks for s in block]
    return _Layout(text, sentences, [n for n, block in enumerate(blocks) for _ in block])


def _anchor(one: Attribution) -> Span:
    return extent(one.cue or one.source or one.content)


def _own(article: Article, layout: _Layout, found: Sequence[Attribution], i: int) -> PartialDate | None:
    """Return the date that stands in the sentence of the cue, outside the content."""
    anchor = _anchor(found[i])
    if not layout.sentences or not (found[i].cue or found[i].source):
        return None
    whole = layout.sentences[layout.at(anchor.start)]
    sentence = Span(max(whole.start, anchor.start - _WINDOW), max(anchor.end, min(whole.end, anchor.end + _WINDOW)))
    shown = _shown(article.text, sentence, found, i)
    place = Span(anchor.start - sentence.start, anchor.end - sentence.start)
    source = [Span(s.start - sentence.start, s.end - sentence.start) for s in found[i].source]
    near = sorted(
        moments(shown, article.published), key=lambda m: max(place.start - m.span.end, m.span.start - place.end)
    )
    return next((m.date for m in near[:_MOMENTS] if _belongs(shown, place, source, m)), None)


def _shown(text: str, sentence: Span, found: Sequence[Attribution], i: int) -> str:
    """Return the sentence with what belongs to a content blanked out, at equal length.

    For an attribution inside another's content, what stands outside of that content is blanked instead.
    """
    cue = _anchor(found[i])
    shown = list(sentence.of(text))
    for one in found[max(0, i - 8) : i + 9]:
        for piece in one.content:
            inside = piece.start <= cue.start and cue.end <= piece.end
            if inside and one is not found[i]:
                _hide(shown, sentence, (Span(0, piece.start), Span(piece.end, len(text))))
            elif not inside:
                _hide(shown, sentence, (Span(piece.start + _opening(text, one, piece), piece.end),))
    return "".join(shown)


def _opening(text: str, one: Attribution, piece: Span) -> int:
    """Return how many characters at the start of a content are still of the saying: "said [Thursday that it …]"."""
    if not one.cue or piece.start < one.cue[-1].end or text[piece.start : piece.start + 1] in "\"“‘'":
        return 0
    if text[one.cue[-1].end : piece.start].strip() not in ("", "on", "in", "late", "early"):
        return 0
    told = _TOLD.search(one.cue[-1].of(text)) is not None
    match = _TIME_FIRST.match(text, piece.start, piece.end) or (
        _THAT_LATER.match(text, piece.start, piece.end) if told else None
    )
    return match.end() - piece.start if match else 0


def _hide(shown: list[str], sentence: Span, spans: Sequence[Span]) -> None:
    for span in spans:
        first, last = (min(len(shown), max(0, at - sentence.start)) for at in span)
        if shown[first:last] and shown[last - 1] in _CLOSING:
            last -= 1
        shown[first:last] = _HIDDEN * (last - first)


def _belongs(shown: str, cue: Span, source: Sequence[Span], moment: Moment) -> bool:
    """Tell whether the time words are those of the saying."""
    before, after = shown[: moment.span.start], shown[moment.span.end :]
    if cue.start <= moment.span.start < cue.end:
        return True
    spoken = _SPOKEN_BEFORE.search(before[-120:]) is not None
    barred = _BARRED.search(before[-40:]) is not None
    if spoken or (_SPOKEN_AFTER.match(after) and not barred):
        return _reaches(shown, cue, source, moment, _LONG_BEFORE)
    if barred or _POSSESSIVE.match(after) or _ADJECTIVE.search(before[-40:]):
        return False
    if any(s.start <= moment.span.start < s.end for s in source):
        return False
    if _OF_CONTENT.search(before[-60:]) or _has_clause(shown, cue, moment):
        return False
    return _reaches(shown, cue, source, moment, _BEFORE)


def _has_clause(shown: str, cue: Span, moment: Moment) -> bool:
    """Tell whether the time words stand in a clause of their own that does not hold the cue."""
    start = max(shown.rfind(mark, 0, moment.span.start) for mark in ",;—–(¦") + 1
    if start <= cue.start < moment.span.start:
        start = cue.end
    return _CLAUSE.search(shown, start, moment.span.start) is not None


def _reaches(shown: str, cue: Span, source: Sequence[Span], moment: Moment, most: int) -> bool:
    """Tell whether few words stand between the time words and the cue, source and content not counted."""
    if ";" in shown[min(cue.end, moment.span.end) : max(cue.start, moment.span.start)]:
        return False
    if _NEXT_CLAUSE.search(shown, min(cue.end, moment.span.start), moment.span.start):
        return False
    if moment.span.start >= cue.end:
        between = _without(shown, cue.end, moment.span.start, source)
        return len(WORD.findall(between)) <= _BESIDE
    between = _without(shown, moment.span.end, cue.start, source).strip(" ,")
    count = len(WORD.findall(between))
    return count <= most or (count <= _LONG_BEFORE and _OPENING.match(between) is not None)


def _without(shown: str, start: int, end: int, spans: Sequence[Span]) -> str:
    pieces, at = [], start
    for span in sorted(spans):
        pieces.append(shown[at : max(at, min(span.start, end))])
        at = max(at, min(span.end, end))
    return " ".join([*pieces, shown[at:end]]).replace(_HIDDEN, "")


def _carried(
    article: Article, layout: _Layout, found: Sequence[Attribution], i: int, dates: Sequence[PartialDate | None]
) -> PartialDate | None:
    """Return the date of what the same speaker said just before, or of the act of speech in the sentence before."""
    one = found[i]
    if one.outer is not None or not layout.sentences or not _goes_on(article.text, one):
        return None
    here = layout.at(_anchor(one).start)
    last = next((j for j in reversed(range(i)) if found[j].outer is None), None)
    if last is not None:
        there = layout.at(_anchor(found[last]).start)
        if _is_one_run(layout, there, here, one):
            return dates[last] or _scene(article, layout, found, here)
    return _scene(article, layout, found, here)


def _goes_on(text: str, one: Attribution) -> bool:
    cue = written(text, one.cue)
    if one.negated or _NOT.search(cue):
        return False
    if _PERFECT.search(text[max(0, _anchor(one).start - 24) : _anchor(one).end]):
        return False
    source = [w.casefold() for w in WORD.findall(written(text, one.source))]
    said_more = any(w.casefold() in _GOES_ON for w in WORD.findall(cue))
    return bool(one.cue) and (said_more or (bool(source) and all(w in _PRONOUNS | {"also"} for w in source)))


def _is_one_run(layout: _Layout, before: int, here: int, one: Attribution) -> bool:
    """Tell whether two sentences are of one paragraph, or the second opens the next one with a quotation."""
    gap = layout.paragraph[here] - layout.paragraph[before]
    quoted = one.quotation == "direct" or layout.text[one.content[0].start] in "\"“'‘" if one.content else False
    return gap == 0 or (gap == 1 and quoted)


def _scene(article: Article, layout: _Layout, found: Sequence[Attribution], here: int) -> PartialDate | None:
    """Return the date of the act of speech that the sentence before tells of, if that is of the same paragraph."""
    if here == 0 or layout.paragraph[here - 1] != layout.paragraph[here]:
        return None
    sentence = layout.sentences[here - 1]
    shown = list(sentence.of(article.text))
    for one in _near(found, sentence):
        _hide(shown, sentence, one.content)
    plain = "".join(shown)
    spoken = (m.date for m in moments(plain, article.published) if _is_of_speech(plain, m))
    return next(spoken, None)


def _near(found: Sequence[Attribution], sentence: Span) -> Iterator[Attribution]:
    yield from (a for a in found if a.content and extent(a.content).start < sentence.end)


def _is_of_speech(text: str, moment: Moment) -> bool:
    before, after = text[: moment.span.start], text[moment.span.end :]
    return bool(_SPOKEN_AFTER.match(after) or _SPOKEN_BEFORE.search(before[-120:]))
