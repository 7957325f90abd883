"""A reply as plain text, for a terminal or the clipboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rag.values import Abstention, Answer, Reply, Statement
from rag.verdict import Side, Verdict

if TYPE_CHECKING:
    from rag.quote import QuoteCheck

_MARKS: dict[Side, str] = {"supports": "+", "refutes": "-", "neutral": "?"}


def plain(reply: Reply, asked: str | None = None, told: int = 0) -> str:
    """Return a reply with its citations as text; the stand-alone question too where it differs from what was asked.

    ``told`` is how many statements the reader has seen already: they are left out.
    """
    heading = [f"({reply.question})"] if asked is not None and reply.question != asked else []
    if isinstance(reply, Abstention):
        looked = ["Looked at:"] if reply.searched else []
        body, cited = [f"No answer in the archive. {reply.reason}", *about_model(reply), *looked], reply.searched
    else:
        body, cited = (
            [*map(numbered, reply.statements[told:]), *disputes(reply), *about_model(reply), ""],
            reply.citations,
        )
    origins = [f"[{c.n}] {headline(c.json())}  ({c.article_id} {c.span.start}-{c.span.end})" for c in cited]
    return "\n".join([*heading, *body, *origins])


def numbered(statement: Statement) -> str:
    """Return a statement followed by the numbers of its citations."""
    return statement.text + "".join(f" [{n}]" for n in statement.citations)


def about_model(reply: Reply) -> list[str]:
    """Return in lines whose words an answer is in if a model was asked, and how many of its sentences were dropped."""
    name = reply.drafted_by if isinstance(reply, Answer) else None
    lines = [f"Written by {name}, checked sentence by sentence against the articles."] if name else []
    lines += [f"Note: {reply.note}"] if reply.note else []
    count = len(reply.dropped)
    return lines + ([f"Dropped: {count} sentence{'s' * (count > 1)} that did not stand."] if name and count else [])


def dropped(reply: Reply) -> str:
    """Return what a model wrote and the grounding gate dropped, each sentence with the checks that it failed."""
    return "\n".join(f"dropped ({', '.join(d.reasons)}): {d.text}" for d in reply.dropped)


def disputes(reply: Answer) -> list[str]:
    """Return a line for each dispute of a claim that an answer shows: whose claim, who disputes it, in which words."""
    quotes = {c.n: " ".join(c.quote.split()) for c in reply.citations}
    lines = (
        f"Disputed by {d.claimant or 'another'}, against {c.claimant or 'this'} [{c.n}]: {quotes[d.n]} [{d.n}]"
        for c in reply.claims
        for d in c.disputed_by
    )
    return list(dict.fromkeys(lines))


def plain_verdict(verdict: Verdict) -> str:
    """Return a verdict as text: the label, why, and each piece of evidence with its side (+, -, ?) and its words."""
    lines = [f"{verdict.label.replace('_', ' ').capitalize()} ({verdict.confidence:.2f}). {verdict.because}"]
    for s in verdict.evidence:
        whose = f"{s.claimant}: " if s.claimant else ""
        lines.append(f"{_MARKS[s.side]} {whose}{' '.join(s.quote.split())}")
        lines.append(f"    {headline(s.article.reference())}  ({s.article.id} {s.span.start}-{s.span.end})")
    return "\n".join(lines)


def plain_quote(found: QuoteCheck) -> str:
    """Return what became of a quotation as text: the outcome, why, what is changed, and where the words stand."""
    lines = [f"{found.outcome.replace('_', ' ').capitalize()}. {found.because}"]
    lines += [
        f"    {c.how}: “{c.asked}”, written: “{c.written}”"
        if c.how == "changed"
        else f"    {c.how}: “{c.asked or c.written}”"
        for c in found.changes
    ]
    for place in found.places:
        whose = f"{place.claimant}: " if place.claimant else ""
        for c in place.citations:
            lines.append(f"{whose}{' '.join(c.quote.split())}")
            lines.append(f"    {headline(c.json())}  ({c.article_id} {c.span.start}-{c.span.end})")
    return "\n".join(lines)


def why(result: Mapping[str, Any]) -> str:
    """Return lines on who else writes a search result's words, and on its score where its JSON tells the parts."""
    parts = ", ".join(f"{name} {value:.2f}" for name, value in result.get("parts", {}).items())
    also = "; ".join(map(headline, result.get("also", ())))
    lines = [f"the same words in: {also}" if also else "", f"score {result['score']:.2f}: {parts}" if parts else ""]
    return "".join(f"   {line}\n" for line in lines if line)


def headline(reference: dict[str, Any]) -> str:
    """Return publisher, date and title of what is cited, each said to be unknown where it is."""
    publisher, published = reference["publisher"] or "unknown publisher", reference["published"] or "date unknown"
    return f"{publisher}, {published}: {reference['title']}"
