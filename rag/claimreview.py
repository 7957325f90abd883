"""A verdict as schema.org ClaimReview (JSON-LD), for publishers: https://schema.org/ClaimReview."""

from __future__ import annotations

from datetime import date
from typing import Any

from index.names import is_person
from rag.verdict import Stance, Verdict

CONTEXT = "https://schema.org"
# The order of a fact-checker's scale; what the archive cannot settle has no number on it.
_RATINGS = {"refuted": 1, "disputed": 2, "supported": 3}
_ASSERTING = ("supports", "refutes")


def claim_review(verdict: Verdict, published: date) -> dict[str, Any]:
    """Return the verdict as a ClaimReview that was published on a day.

    Its ``url`` is that of the first piece of evidence; an article that was added from a file has a ``urn:claimdesk:``.
    """
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "datePublished": published.isoformat(),
        "url": _url(verdict.evidence[0]) if verdict.evidence else "urn:claimdesk:no-evidence",
        "claimReviewed": verdict.statement,
        "author": {"@type": "Organization", "name": "Claimdesk"},
        "reviewBody": verdict.because,
        "reviewRating": _rating(verdict),
        "itemReviewed": _claim(verdict),
    }


def _rating(verdict: Verdict) -> dict[str, Any]:
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.label}
    if value := _RATINGS.get(verdict.label):
        rating |= {"ratingValue": value, "worstRating": 1, "bestRating": len(_RATINGS)}
    return rating


def _claim(verdict: Verdict) -> dict[str, Any]:
    said = [s for s in verdict.evidence if s.side == "supports"]
    claim: dict[str, Any] = {"@type": "Claim", "author": _author(said)}
    if appearances := [_appearance(s) for s in _once([s for s in verdict.evidence if s.side in _ASSERTING])]:
        claim["appearance"] = appearances
    return claim


def _author(said: list[Stance]) -> dict[str, str]:
    """Return who made the claim: its first claimant, else who published it, else an unknown organisation."""
    claimant = next((s.claimant for s in said if s.claimant), None)
    if claimant:
        return {"@type": "Person" if is_person(claimant) else "Organization", "name": claimant}
    publisher = next((s.article.publisher for s in said if s.article.publisher), None)
    return {"@type": "Organization", "name": publisher or "unknown"}


def _appearance(stance: Stance) -> dict[str, Any]:
    article = stance.article
    told: dict[str, Any] = {"@type": "NewsArticle", "headline": article.title, "url": _url(stance)}
    if article.published:
        told["datePublished"] = article.published.iso
    if article.publisher:
        told["publisher"] = {"@type": "Organization", "name": article.publisher}
    return told


def _once(stances: list[Stance]) -> list[Stance]:
    return list({s.article.id: s for s in reversed(stances)}.values())[::-1]


def _url(stance: Stance) -> str:
    known = stance.article.url or ""
    web = known if known.startswith(("http://", "https://")) else ""
    return web or f"urn:claimdesk:{stance.article.id}:{stance.span.start}-{stance.span.end}"
