"""The claims that an answer quotes, with who disputes each and where that is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.claim import written
from index.told import Related, Told
from index.values import Filters, Span
from rag.answer import cite
from rag.values import Answer, Citation, Dispute, Heard, Reply

if TYPE_CHECKING:
    from index import Archive

MOST_DISPUTES = 3


def with_claims(archive: Archive, reply: Reply, heard: Sequence[Told], filters: Filters) -> Reply:
    """Return the reply with those of the claims heard that its citations hold, and with who disputes them.

    A dispute that no statement quotes is cited after the citations of the answer; ``filters`` hold for it as well.
    """
    if not isinstance(reply, Answer):
        return reply
    held = {t.claim.id for t in heard if _citation_of(t, reply.citations)}
    citations = list(reply.citations)
    told = [_allowed(t, archive.allowed(filters)) for t in archive.claims_by_id(held)]
    shown = [_shown(archive, t, citations) for t in told]
    return replace(reply, claims=tuple(shown), citations=tuple(citations))


def _allowed(told: Told, articles: Collection[str] | None) -> Told:
    """Return the claim with what is linked to it in these articles only (None: in any)."""
    related = tuple(r for r in told.related if articles is None or r.article.id in articles)
    return replace(told, related=related)


def _citation_of(told: Told, citations: Sequence[Citation]) -> Citation | None:
    """Return the citation that holds the most of a claim's words, at least half of them."""
    shared = [
        (sum(_overlap(c.span, s) for s in told.claim.content), c) for c in citations if c.article_id == told.article.id
    ]
    most, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best if 2 * most >= sum(s.end - s.start for s in told.claim.content) else None


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _shown(archive: Archive, told: Told, citations: list[Citation]) -> Heard:
    claim, text = told.claim, told.article.text
    own = _citation_of(told, citations)
    disputes = [_dispute(archive, r, citations) for r in _once(told.disputes)[:MOST_DISPUTES]]
    return Heard(
        claim.claimant,
        claim.via,
        written(text, claim.cue),
        told.text,
        claim.polarity,
        str(claim.said_on) if claim.said_on else None,
        own.n if own else 1,
        tuple(disputes),
    )


def _once(disputes: Sequence[Related]) -> list[Related]:
    """Return one dispute for each claimant and wording."""
    return list({(r.claim.claimant, r.text): r for r in disputes}.values())


def _dispute(archive: Archive, related: Related, citations: list[Citation]) -> Dispute:
    """Return a dispute, cited by the citation that holds it already, else by a new one."""
    told = Told(related.claim, related.article)
    cited = _citation_of(told, citations)
    if cited is None:
        span = related.claim.span
        passage = next(p for p in archive.passages(related.article.id) if p.span.start <= span.start < p.span.end)
        cited = cite(len(citations) + 1, related.article, passage.id, span)
        citations.append(cited)
    return Dispute(related.claim.claimant, related.text, cited.n)
