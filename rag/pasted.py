"""A pasted text: its sentences, the statement that each makes by itself, and how much it is worth checking.

A pronoun is filled with whom it means, as in the articles of an archive (``index/antecedents.py``), where the sentence
itself names nobody before it; inside quotation marks every word stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.antecedents import antecedent, pronoun_of
from index.cast import Cast
from index.errors import InputError
from index.grammar import POSSESSIVES, bare
from index.sentences import paragraphs
from index.values import Span
from rag.worth import FLOOR, load_worth

LONGEST = 100_000
_FEWEST, _ENDS = 6, ".!?…\"”’'»)"

_OPENING = re.compile(r"(?:and|but|so|yet|then|also|still|however|meanwhile|moreover)\b,?\s+(?=\S)", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|his|they|their|it|its)\b(?!['’-])", re.IGNORECASE)
_ANYWHERE = frozenset({"he", "she"})
_NO_ANTECEDENT = re.compile(
    r"it\s+(?:also\s+)?(?:is|was|has\s+been|will\s+be|would\s+be|seems?|appears?|takes?|took|looks?|rains?|rained)\b"
    r"|its?\b(?=\s+(?:own|turn)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a pasted text: where it stands, what it states by itself, and its worth of checking in [0, 1]."""

    span: Span
    statement: str
    worth: float

    @property
    def is_worth_checking(self) -> bool:
        """Whether it should be checked."""
        return self.worth >= FLOOR


def read(text: str) -> list[Sentence]:
    """Return the sentences of a text in their order; every visible character is in exactly one.

    Raises InputError for a text without a sentence, or beyond ``LONGEST`` characters.
    """
    if len(text) > LONGEST:
        raise InputError(f"the text has {len(text)} characters, more than {LONGEST}; check it part by part")
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a character becomes "?": offsets stay
    spans = [span for block in paragraphs(text) for span in block]
    if not spans:
        raise InputError("the text is empty; paste what you want to check")
    cast = Cast(text)
    stated = [_statement(text, cast, span) for span in spans]
    written = [" ".join(span.of(text).split()) for span in spans]
    worth = zip(map(_is_fragment, written), load_worth().scores(written), strict=True)
    scores = [0.0 if fragment else score for fragment, score in worth]
    return [Sentence(*row) for row in zip(spans, stated, scores, strict=True)]


def _is_fragment(words: str) -> bool:
    """Tell whether words are a label, a credit or a button of a page: a few, without an end."""
    return len(words.split()) < _FEWEST and words[-1] not in _ENDS


def _statement(text: str, cast: Cast, span: Span) -> str:
    """Return what a sentence states by itself: pronouns filled, what joins it to the sentence before it left out."""
    joint = _OPENING.match(text, span.start, span.end)
    start = joint.end() if joint else span.start
    made, at = "", start
    for place, words in _filled(text, cast, Span(start, span.end)):
        made += text[at : place.start] + words
        at = place.end
    made = " ".join((made + text[at : span.end]).split())
    return made[:1].upper() + made[1:]


def _filled(text: str, cast: Cast, span: Span) -> Iterator[tuple[Span, str]]:
    """Yield the first pronoun of a sentence, with whom it means, if the sentence names nobody before it."""
    for match in _PRONOUN.finditer(text, span.start, span.end):
        place = Span(*match.span())
        if cast.in_quotes(place.start):
            continue
        pronoun = pronoun_of(match[0])
        opens = place.start == span.start
        if (opens or pronoun in _ANYWHERE) and not _is_bound(text, cast, span, place):
            found = antecedent(cast, pronoun, place, ())
            if found:
                yield place, found.name + (_genitive(found.name) if bare(match[0]) in POSSESSIVES else "")
        return


def _is_bound(text: str, cast: Cast, span: Span, place: Span) -> bool:
    named = any(span.start <= n.span.start < place.start for n in cast.namings)
    return named or _NO_ANTECEDENT.match(text, place.start, span.end) is not None


def _genitive(name: str) -> str:
    return "’" if name.endswith("s") else "’s"
