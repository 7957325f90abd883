"""How it was said: a drafted sentence keeps denials, demands and hedges, and adds no verdict of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.attribution import negative_content
from index.claim import Attribution, Claim, Polarity, written
from index.reporting import HEDGE_WORDS
from index.terms import content_stems, stem, stems, words
from index.told import Told

POLARITY, HEDGE, STRONGER = "polarity changed", "hedge dropped", "stronger than said"

_DIRECTIVE: frozenset[Polarity] = frozenset(("demands", "promises", "warns", "doubts"))
_FACTIVE = frozenset(
    map(
        stem,
        "confirm reveal admit acknowledge prove show demonstrate establish expose concede confess disclose discover"
        " find know learn realize realise recognize document uncover verify conclude".split(),
    )
)
_JUDGING = frozenset(
    map(
        stem,
        "falsely wrongly rightly correctly incorrectly truthfully baselessly absurdly mistakenly dishonestly exactly"
        " precisely definitely certainly undoubtedly indisputably undeniably clearly obviously evidently".split(),
    )
)
_MODAL = re.compile(r"\b(?:should|must|will|would|shall|to|may|might|could|ought|'ll|’ll)\b", re.IGNORECASE)
_MAY = re.compile(
    r"\b(?:may|might|could|possibly|perhaps|likely|potentially|alleged\w*|suspected|possible|reportedly)\b"
)
_LEFT_OPEN = re.compile(rf"{_MAY.pattern}|\b(?:can|would|expected|possibility|risk\w*|fear\w*)\b")
_AFTER, _NEXT = 60, 2


def force_failures(text: str, claim: Claim, told: Told) -> Iterator[str]:
    """Yield what a sentence, whose attribution is ``claim``, changes in how ``told`` was said."""
    here, there = _attribution(claim), _attribution(told.claim)
    article = told.article.text
    if _is_denial(text, here) != _is_denial(article, there):
        yield POLARITY
    directive = there.polarity in _DIRECTIVE and here.polarity not in _DIRECTIVE
    if directive and not _MODAL.search(written(text, claim.content)):
        yield POLARITY
    if there.hedged and not here.hedged and not _hedged(text):
        yield HEDGE
    if _is_factive(text, here) and not _is_factive(article, there):
        yield STRONGER


def tone_failures(text: str, evidence: str) -> Iterator[str]:
    """Yield what a sentence adds or drops whoever speaks: a verdict ("falsely"), or that something only may be so."""
    if _judging(text) - _judging(evidence):
        yield STRONGER
    if not _LEFT_OPEN.search(text) and _is_left_open(text, evidence):
        yield HEDGE


def _is_left_open(text: str, evidence: str) -> bool:
    """Tell whether what the text says, by the words right after a hedge of the evidence, is only possible there."""
    after = (content_stems(evidence[m.end() : m.end() + _AFTER])[:_NEXT] for m in _MAY.finditer(evidence))
    return any(found and all(s in stems(text) for s in found) for found in after)


def _judging(text: str) -> set[str]:
    return {stem(w) for w in words(text)} & _JUDGING


def _attribution(claim: Claim) -> Attribution:
    return Attribution(
        claim.source,
        claim.cue,
        claim.content,
        polarity=claim.polarity,
        hedged=claim.hedged,
        negated=claim.negated,
        quotation=claim.quotation,
    )


def _is_denial(text: str, found: Attribution) -> bool:
    """Tell whether what is said denies in the end: a denial, or a negative content, and not both."""
    denies = (found.polarity == "denies") != found.negated
    return denies != negative_content(text, found)


def _is_factive(text: str, found: Attribution) -> bool:
    return any(stem(w.lower()) in _FACTIVE for w in words(written(text, found.cue)))


def _hedged(text: str) -> bool:
    return any(w.lower() in HEDGE_WORDS or w.lower() in ("alleged", "suspected") for w in words(text))
