"""What the verifier is asked of a sentence of the news, and what its judgement will mean for an assertion.

A sentence is read with what it leans on; what only points back ("Syria denies these allegations") with what it points
back to. Who is said to have said something is looked for first; else whose words the sentence reports decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.names import mentions
from index.told import Told
from index.values import Span
from rag.answer import leans
from rag.assertion import Assertion
from rag.evidence import Page
from rag.said_of import (
    asserts_nothing,
    content,
    denies,
    denies_it,
    is_alleged,
    is_open,
    points_back,
    speaks_for,
    voice,
)
from rag.setting import setting

FEW = 2
Kind = Literal["report", "claim", "saying", "elsewhere"]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page as evidence, with how much of an assertion it and the sentences before are about."""

    page: Page
    number: int
    near: float

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.page.spans[self.number]

    @property
    def text(self) -> str:
        """The sentence as written."""
        return self.page.texts[self.number]

    @cached_property
    def told(self) -> list[Told]:
        """The claims that it reports, or part of them."""
        return [v.told for v in self.page.voices.get(self.number, ())]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the verifier is asked of a sentence, and what its judgement will mean.

    A ``report`` is the publisher's, a ``claim`` only the claimant's, a ``saying`` shows that a claimant said it, and
    words of others than the claimant asked for are from ``elsewhere``. ``flips``: the words are denied.
    """

    sentence: Sentence
    statement: str
    evidence: str
    kind: Kind
    told: Told | None = None
    flips: bool = False


def read_for(assertion: Assertion, sentence: Sentence, linked: Mapping[str, Told]) -> Iterator[Reading]:
    """Yield what the verifier is asked of a sentence."""
    told = [linked.get(t.claim.id, t) for t in sentence.told]
    own = [t for t in told if speaks_for(t, assertion)] if assertion.said else []
    spoken = voice(assertion, sentence.text, [t for t in told if t not in own])
    if own:
        yield from _of_own(assertion, sentence, own)
    elif is_open(assertion, sentence.text) or (assertion.said and not _tells_of(assertion, sentence)):
        return
    elif spoken is None:
        kind: Kind = "claim" if is_alleged(assertion, sentence.text, told) else "report"
        yield Reading(sentence, assertion.text, in_full(assertion, sentence), kind)
    elif assertion.said:
        yield _of_claim(assertion, sentence, spoken, "elsewhere")
    elif not asserts_nothing(assertion, spoken):
        yield _of_claim(assertion, sentence, spoken, "claim")
    if not assertion.said:
        pointing = (t for t in told if t is not spoken and points_back(t.text) and (denies(t) or spoken))
        yield from (_of_claim(assertion, sentence, t, "claim") for t in pointing)


def _tells_of(assertion: Assertion, sentence: Sentence) -> bool:
    """Tell whether a sentence names who is said to have said it, or reports words that others said."""
    return bool(sentence.told) or any(mentions(sentence.text, name) for name in assertion.claimants)


def _of_own(assertion: Assertion, sentence: Sentence, own: Sequence[Told]) -> Iterator[Reading]:
    """Yield what a sentence is asked that reports words of the claimant: what was said, and how."""
    if all(t.claim.negated == own[0].claim.negated for t in own) and not _is_unsaid(assertion, own[0]):
        yield Reading(sentence, assertion.text, in_full(assertion, sentence, own[0]), "saying", own[0])
    if len(assertion.gist) >= FEW:
        yield from (_of_claim(assertion, sentence, t, "saying") for t in own)


def _of_claim(assertion: Assertion, sentence: Sentence, told: Told, kind: Kind) -> Reading:
    answered = next((r.text for r in told.related if r.kind == "denies" and not r.answers), "")
    words = content(told, answered, _before(sentence, told), setting(assertion, sentence.page, sentence.number, ""))
    denied = assertion.said is not None and denies_it(assertion.said)
    flips = (denies(told) != denied) != _is_unsaid(assertion, told)
    return Reading(sentence, assertion.content or assertion.text, words, kind, told, flips)


def _is_unsaid(assertion: Assertion, told: Told) -> bool:
    """Tell whether one of the two says that it was said and the other that it was not; a denial speaks for itself."""
    said = assertion.said
    return (
        said is not None and "denies" not in (said.polarity, told.claim.polarity) and said.negated != told.claim.negated
    )


def _before(sentence: Sentence, told: Told) -> str:
    """Return what the content of a claim points back to: what its sentence reports before it, else that before."""
    start = told.claim.content[0].start
    ahead = [t.text for t in sentence.told if t is not told and t.claim.content[-1].end <= start]
    return ahead[-1] if ahead else " ".join(sentence.page.texts[max(0, sentence.number - 1) : sentence.number])


def in_full(assertion: Assertion, sentence: Sentence, told: Told | None = None) -> str:
    """Return a sentence as it can be read alone: with the one before if it leans on it, and what it is about.

    Words that somebody else is only reported to have said do not come along: they would seem the publisher's. Who
    speaks in ``told`` is called by name, where the sentence has only a title ("the San Diego Republican said").
    """
    before = ""
    if sentence.number and leans(sentence.text):
        claims = [v.told for v in sentence.page.voices.get(sentence.number - 1, ())]
        text = sentence.page.texts[sentence.number - 1]
        before = text if voice(assertion, text, claims) is None else ""
    text = _named(sentence, told) if told else sentence.text
    return " ".join(filter(None, (setting(assertion, sentence.page, sentence.number, before), before, text)))


def _named(sentence: Sentence, told: Told) -> str:
    """Return a sentence with the name of who speaks in the place of a title or pronoun."""
    name, spans = told.claim.claimant, [s for s in told.claim.source if s.start >= sentence.span.start]
    inside = [s for s in spans if s.end <= sentence.span.end]
    if name is None or len(inside) != 1 or mentions(sentence.text, name):
        return sentence.text
    start, end = (at - sentence.span.start for at in inside[0])
    return f"{sentence.text[:start]}{name}{sentence.text[end:]}"
