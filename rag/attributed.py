"""Whose words are they? A drafted sentence must attribute as its evidence does: same claimant, same force, same hedge.

An allegation may not become a fact: what stands in the evidence only as somebody's words may be told only as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.claim import Claim, written
from index.names import mentions, question_names
from index.terms import content_stems, stem, stems, words
from index.told import Told
from index.values import Article, Passage, Span
from rag.as_said import force_failures, tone_failures
from rag.heard import Voice
from rag.verbs import is_report

ANOTHER_CLAIMANT = "another claimant"
BARE_ALLEGATION = "bare allegation"
NOT_SAID = "nobody is quoted so"

_OF_CLAIM, _OF_BARE, _OF_SOURCE = 0.5, 0.2, 0.5
_NOUN_ENDS = re.compile(r"(?<=\w) (?:who|that|which|of|in|from|with|at|near|close|familiar|speaking)\b")
_REPORTED = re.compile(r"\b(?:according to|in the words of|in the view of|quoted as)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A drafted sentence with its own attributions: spans are in ``article.text``, the sentence itself."""

    article: Article
    claims: tuple[Claim, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one article: spans in text order. ``passages`` are those of the article."""

    article: Article
    spans: tuple[Span, ...]
    passages: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(s.of(self.article.text) for s in self.spans)

    def passage_id(self, start: int) -> str:
        """Return the id of the passage that holds the character at ``start``."""
        return next(p.id for p in self.passages if p.span.start <= start < p.span.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a sentence may stand on, of one article or several, and the claims that they report."""

    parts: tuple[Part, ...]
    claims: tuple[Told, ...]

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(p.text for p in self.parts)

    @property
    def own_voice(self) -> str:
        """The words that the publishers say themselves: everything but the contents of claims."""
        return " ".join(_without(p.article.text, p.spans, self._contents(p.article)) for p in self.parts)

    @property
    def publishers(self) -> list[str]:
        """The publishers that are known."""
        return [p.article.publisher for p in self.parts if p.article.publisher]

    def _contents(self, article: Article) -> list[Span]:
        return [s for t in self.claims if t.article.id == article.id for s in t.claim.content]


def covered(said: Said, evidence: str) -> float:
    """Return the share of the content words of a sentence that its evidence has, in any form; 1.0 if it has none."""
    return _shared(said.text, evidence) if content_stems(said.text) else 1.0


def attribution_failures(said: Said, evidence: Evidence) -> list[str]:
    """Return the names of the checks on who says what that a sentence fails against its evidence."""
    found = [name for claim in said.claims for name in _of_claim(said, claim, evidence)]
    found += _of_bare(said, evidence)
    found += tone_failures(said.text, evidence.text)
    return list(dict.fromkeys(found))


def _of_claim(said: Said, claim: Claim, evidence: Evidence) -> Iterator[str]:
    """Yield what is wrong with one attribution of a sentence."""
    source, content = written(said.text, claim.source), written(said.text, claim.content)
    if own := borne(said, claim, evidence):
        faults = [list(force_failures(said.text, claim, t)) for t in own]
        yield from min(faults, key=len)
    elif any(_shared(content, t.text) >= _OF_CLAIM for t in evidence.claims):
        yield ANOTHER_CLAIMANT
    elif not _in_own_voice(source, content, evidence):
        yield NOT_SAID


def borne(said: Said, claim: Claim, evidence: Evidence) -> list[Told]:
    """Return the claims of the evidence that bear out an attribution of a sentence: same claimant, much the same words.

    Names do not count, they are checked apart; a claim in few words ("any part in it") is borne out by those.
    """
    source, content = written(said.text, claim.source), written(said.text, claim.content)
    wanted = _gist(content)
    return [t for t in evidence.claims if _alike(wanted, _gist(t.text)) and speaks(t, source)]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common > 0 and common >= _OF_CLAIM * min(len(one), len(other))


def _gist(content: str) -> frozenset[str]:
    """Return the content stems of words without the names in them; all where there is nothing but names."""
    every = frozenset(content_stems(content))
    named = frozenset(s for n in question_names(f"- {content}") for s in content_stems(n.text))
    return every - named or every


def _in_own_voice(source: str, content: str, evidence: Evidence) -> bool:
    """Tell whether the source is the publisher, or one whom the publisher itself reports in words nobody recorded."""
    if any(mentions(source, p) or _shared(p, source) >= _OF_SOURCE for p in evidence.publishers):
        return _shared(content, evidence.text) >= _OF_CLAIM
    own = evidence.own_voice
    return _is_named(source, own) and _reports(own) and _shared(content, own) >= _OF_CLAIM


def _reports(text: str) -> bool:
    return _REPORTED.search(text) is not None or any(w[0].islower() and is_report(w) for w in words(text))


def _is_named(source: str, text: str) -> bool:
    names = question_names(f"- {source}")
    if names:
        return any(mentions(text, n.text) for n in names)
    return _shared(source, text) >= _OF_SOURCE


def _shared(part: str, whole: str) -> float:
    """Return the share of the content words of ``part`` that ``whole`` has; 0.0 when there are none."""
    found = content_stems(part)
    return sum(s in stems(whole) for s in found) / len(found) if found else 0.0


def speaks(told: Told, source: str) -> bool:
    """Tell whether a source, as a sentence writes it, means the claimant of a claim or who passes it on.

    What it is called in the end decides: "Russian Foreign Minister Sergey Lavrov" is Lavrov, "the Russian military" is
    no other Russian. Without a name there, the words must be those by which the claimant is known.
    """
    voice = Voice(told)
    head = _head(source)
    names = [n.text for n in question_names(f"- {head}") if head.endswith(n.text)]
    if any(voice.speaks_for(name) for name in (source, head, *names)):
        return True
    known, noun = _described(told), _NOUN_ENDS.split(head)[0]
    last = [stem(w) for w in words(noun)[-1:]]
    return not names and _shared(noun, known) >= _OF_SOURCE and all(s in stems(known) for s in last)


def _head(source: str) -> str:
    """Return the part of a source that names: "Sergey Lavrov" of "Sergey Lavrov, Russia's foreign minister"."""
    parts = [p.strip() for p in source.split(",") if p.strip()]
    return next((p for p in parts if question_names(f"- {p}")), source.strip())


def _described(told: Told) -> str:
    """Return all that is known of who claims, as words: source, name, offices, whom it serves."""
    claim, claimant = told.claim, told.claimant
    known = (*claimant.roles, *claimant.aliases) if claimant else ()
    return " ".join((written(told.article.text, claim.source), claim.claimant or "", *claim.affiliation, *known))


# --------------------------------------------------------------------------------------------- what it says as its own


def _of_bare(said: Said, evidence: Evidence) -> Iterator[str]:
    """Yield what is wrong with what a sentence says in its own voice."""
    bare = _without(said.text, [Span(0, len(said.text))], [s for c in said.claims for s in _whole(c)])
    told = content_stems(bare)
    if not told:
        return
    own = stems(evidence.own_voice)
    for claim in evidence.claims:
        drawn = [s for s in told if s in stems(claim.text) and s not in own]
        if len(drawn) >= _OF_BARE * len(told) and not _tells_of(said, claim):
            yield BARE_ALLEGATION
            return


def _whole(claim: Claim) -> tuple[Span, ...]:
    return (*claim.source, *claim.cue, *claim.content)


def _tells_of(said: Said, told: Told) -> bool:
    """Tell whether a sentence reports the words of a claim's claimant although no attribution was found in it."""
    if said.claims or not _reports(said.text):
        return False
    names = [n.text for n in question_names(f"- {said.text}")]
    voice = Voice(told)
    return any(voice.speaks_for(name) for name in names) or _shared(_described(told), said.text) >= _OF_SOURCE


def _without(text: str, spans: Sequence[Span], taken: Sequence[Span]) -> str:
    """Return the words of ``spans`` without those of ``taken``."""
    left: list[str] = []
    for span in spans:
        at = span.start
        for start, end in sorted(taken):
            if start < span.end and end > at:
                left.append(text[at : max(at, start)])
                at = max(at, end)
        left.append(text[at : span.end])
    return " ".join(left)
