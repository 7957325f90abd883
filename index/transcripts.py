"""Words given to a speaker by nothing but a name and a colon: turns of an interview, and headlines ("Merkel: …")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.claim import Attribution
from index.contents import Layout, overlap
from index.grammar import word_set
from index.values import Span

_NAME = r"[A-Z](?:[^\W_]|[.'’-]){0,30}"
_LABEL = re.compile(
    rf"[\"“]?(?P<name>{_NAME}(?: (?:{_NAME}|de|del|al|van|von|bin|der|of)){{0,5}})"
    r"(?: ?\([^()\n]{1,40}\))?:\s{1,3}(?=\S)"
)
_NO_SPEAKER = word_set(
    "q a source sources note notes correction corrections clarification update updated updates editor byline by photo"
    " photos picture image video watch read listen related more caption email tel phone fax twitter facebook website"
    " web url date time when where what who why how price tickets venue location address contact breaking exclusive"
    " live analysis opinion fact facts verdict rating ruling summary background example examples warning disclaimer"
    " credit credits tags topics category filed total result results score scores final winner here latest wow"
    " bombshell busted revealed question answer questions answers speaker poll report study survey map chart interview"
    " review recipe ingredients method step bonus tip tips re subject from to cc bottom line point takeaway plus also"
    " spoiler trending flashback fun verse chapter part section rule item quote"
)
_FEWEST_WORDS = 4
_SIDE_NOTE = re.compile(r"[\"“]?[(\[][^()\[\]]*[)\].]")


@dataclass(frozen=True, slots=True)
class _Turn:
    paragraph: int
    name: Span
    colon: Span
    body: Span


def spoken(page: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that a name and a colon make at the head of a paragraph and that are not in ``found``.

    A name is taken for a speaker's if it heads two paragraphs or more in turn with others, or if the article has the
    same name as a source; "Q:" and "A:" name nobody.
    """
    turns = list(_turns(page))
    in_turns = speakers(page)
    sources = _source_words(page.text, found)
    made = []
    for turn in turns:
        key = _key(page.text, turn)
        body = turn.body.of(page.text)
        in_turn = key in in_turns and _is_speech(body)
        headline = key in sources and len(body.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS
        if (in_turn or headline) and not _is_known(turn, found):
            content = turn.body if in_turn else _first_sentence(page, turn)
            made.append(Attribution((turn.name,), (turn.colon,), (_without_stop(page.text, content),), 0.9))
    return made


def speakers(page: Layout) -> frozenset[str]:
    """Return the last words, in small letters, of the names that head paragraphs of speech in turn with others."""
    heads = Counter(_key(page.text, turn) for turn in _turns(page) if _is_speech(turn.body.of(page.text)))
    return frozenset(key for key, count in heads.items() if count > 1) if len(heads) > 1 else frozenset()


def is_turn(text: str, attribution: Attribution, turns: frozenset[str]) -> bool:
    """Tell whether the attribution is a turn of one of the speakers: a colon is its cue."""
    if attribution.cue[0].of(text) != ":" or not attribution.source:
        return False
    return _last(attribution.source[-1].of(text)) in turns


def _turns(page: Layout) -> Iterator[_Turn]:
    for number, paragraph in enumerate(page.paragraphs):
        if head := _LABEL.match(page.text, paragraph.start, paragraph.end):
            colon = page.text.index(":", head.end("name"))
            name, body = Span(*head.span("name")), Span(head.end(), paragraph.end)
            if _is_name(name.of(page.text)) and body.end > body.start:
                yield _Turn(number, name, Span(colon, colon + 1), body)


def _is_name(label: str) -> bool:
    words = label.lower().replace("’", "'").split()
    return not any(w.strip(".'-").removesuffix("'s") in _NO_SPEAKER for w in words)


def _is_speech(body: str) -> bool:
    """Tell whether a body is prose, or a short answer: a few words, no figures alone, and a stop."""
    if _SIDE_NOTE.fullmatch(body[:200]):
        return False
    words = body[:200].split(None, _FEWEST_WORDS)
    small = sum(w[:1].islower() for w in body[:200].split())
    if len(words) >= _FEWEST_WORDS:
        return small >= 2 or body.isupper()
    return body.rstrip("\"”’'")[-1:] in tuple(".?!…—–") and any(map(str.isalpha, body))


def _key(text: str, turn: _Turn) -> str:
    return _last(turn.name.of(text))


def _last(name: str) -> str:
    return (name.split() or [""])[-1].lower()


def _source_words(text: str, found: Sequence[Attribution]) -> frozenset[str]:
    """Return the capitalised words of the sources, in small letters."""
    words = (w.strip(".,'’\"”“") for a in found for s in a.source for w in s.of(text)[:200].split())
    return frozenset(w.lower().removesuffix("'s").removesuffix("’s") for w in words if w[:1].isupper())


def _is_known(turn: _Turn, found: Sequence[Attribution]) -> bool:
    """Tell whether the label is a source already, or most of the words are said by someone outside the paragraph."""
    for a in found:
        if any(overlap(s, turn.name) for s in (*a.source, *a.cue)):
            return True
        shared = sum(overlap(s, turn.body) for s in a.content)
        if shared * 2 > turn.body.end - turn.body.start and not any(overlap(s, turn.body) for s in a.cue):
            return True
    return False


def _first_sentence(page: Layout, turn: _Turn) -> Span:
    return Span(turn.body.start, max(turn.body.start + 1, min(turn.body.end, _sentence_end(page, turn.body.start))))


def _sentence_end(page: Layout, at: int) -> int:
    return page.sentences[page.sentence(at)].end


def _without_stop(text: str, span: Span) -> Span:
    written = span.of(text)
    if written.endswith(".") and not written.endswith("..") and len(written) > 1:
        return Span(span.start, span.end - 1)
    return span
