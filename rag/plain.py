"""A reply as plain text, for a terminal or the clipboard."""

from __future__ import annotations

from typing import Any

from rag.values import Abstention, Answer, Reply


def plain(reply: Reply, asked: str | None = None) -> str:
    """Return a reply with its citations as text; the stand-alone question too where it differs from what was asked."""
    heading = [f"({reply.question})"] if asked is not None and reply.question != asked else []
    if isinstance(reply, Abstention):
        body, cited = [f"No answer in the archive. {reply.reason}", "Looked at:"], reply.searched
    else:
        body, cited = [reply.text, *disputes(reply), ""], reply.citations
    origins = [f"[{c.n}] {headline(c.json())}  ({c.article_id} {c.span.start}-{c.span.end})" for c in cited]
    return "\n".join([*heading, *body, *origins])


def disputes(reply: Answer) -> list[str]:
    """Return a line for each dispute of a claim that an answer shows: whose claim, who disputes it, in which words."""
    quotes = {c.n: " ".join(c.quote.split()) for c in reply.citations}
    lines = (
        f"Disputed by {d.claimant or 'another'}, against {c.claimant or 'this'} [{c.n}]: {quotes[d.n]} [{d.n}]"
        for c in reply.claims
        for d in c.disputed_by
    )
    return list(dict.fromkeys(lines))


def headline(reference: dict[str, Any]) -> str:
    """Return publisher, date and title of what is cited, each said to be unknown where it is."""
    publisher, published = reference["publisher"] or "unknown publisher", reference["published"] or "date unknown"
    return f"{publisher}, {published}: {reference['title']}"
