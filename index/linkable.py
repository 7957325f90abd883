"""A claim with the words that linking it needs: its content, what stands before it, its topic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.claim import Claim
from index.sentences import paragraphs
from index.terms import content_stems
from index.values import Article, PartialDate, Span

_BEFORE = 2
_BACK, _FRONT = 32, 32  # words: every claim is encoded, and there are three for each passage
_FEW = 4
_POINTS = re.compile(
    r"^\W*(?:that\s+|of\s+)?(?:it|this|that|these|those|them|they|such|there)\b"
    r"|\b(?:these|those|this|that|such|the|any|all|entire|whole)\s+(?:\w+\s+)?(?:accusation|affair|allegation|account|"
    r"assertion|attack|case|charge|claim|deal|episode|event|finding|idea|incident|involvement|matter|opposite|part|"
    r"plan|proposal|report|role|story|suggestion|thing|wrongdoing)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Linkable:
    """A claim and its words.

    ``text`` is the content, its pieces joined by spaces; ``before`` the two sentences ahead of its own, ``sentence``
    its own, source included. ``origin`` is shared by the copies of one article; ``position`` is where in the article
    the claim begins. ``relays`` says that most of the content is what somebody else is said to have said.
    """

    claim: Claim
    text: str
    before: str
    sentence: str
    published: PartialDate | None
    origin: str
    position: int
    cue: str = ""
    source: str = ""
    relays: bool = False

    @property
    def points_back(self) -> bool:
        """Whether the content names its subject only by pointing back to it: "the incident", "these allegations"."""
        return points_back(self.text)

    @property
    def scene(self) -> str:
        """What stands around the content: the sentences before, and its own."""
        return f"{self.before} {self.sentence}".strip()

    @property
    def topic(self) -> str:
        """The text whose vector stands for the claim: how the content begins, after the end of what it points back to.

        Vectors find candidates only; what decides reads the whole words.
        """
        back = self.before.split()[-_BACK:] if self.points_back else []
        return " ".join([*back, *self.text.split()[:_FRONT]])


def points_back(text: str) -> bool:
    """Tell whether a content can only be understood from what stands before it."""
    return refers_back(text) or len(content_stems(text)) < _FEW


def refers_back(text: str) -> bool:
    """Tell whether a content has words that point back."""
    return _POINTS.search(text) is not None


def linkables(article: Article, claims: Sequence[Claim]) -> list[Linkable]:
    """Return the claims of ``article`` with their words, in the order given."""
    sentences = [s for block in paragraphs(article.text) for s in block]
    starts = [s.start for s in sentences]
    relayed = {claim.id: _told_within(claim, claims) for claim in claims}
    return [_linkable(article, claim, sentences, starts, relayed[claim.id]) for claim in claims]


def _told_within(claim: Claim, claims: Sequence[Claim]) -> bool:
    inner = [one for one in claims if one.outer == claim.id]
    own = sum(s.end - s.start for s in claim.content)
    return any(2 * sum(s.end - s.start for s in one.content) > own for one in inner)


def _linkable(
    article: Article, claim: Claim, sentences: Sequence[Span], starts: Sequence[int], relays: bool
) -> Linkable:
    span = claim.span
    first = max(0, bisect_right(starts, span.start) - 1)
    last = max(first, bisect_right(starts, max(span.start, span.end - 1)) - 1)
    ahead = sentences[max(0, first - _BEFORE) : first]
    own = sentences[first : last + 1]
    return Linkable(
        claim=claim,
        text=_joined(article.text, claim.content),
        before=_joined(article.text, ahead),
        sentence=_joined(article.text, own),
        published=article.published,
        origin=article.origin or article.id,
        position=span.start,
        cue=_joined(article.text, claim.cue),
        source=_joined(article.text, claim.source),
        relays=relays,
    )


def _joined(text: str, spans: Sequence[Span]) -> str:
    return " ".join(" ".join(s.of(text).split()) for s in spans)
