"""The grounding gate: decides if an answer stands. Pure checks, each with its name; what fails is not shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.values import Article
from rag.values import ELLIPSIS, Abstention, Answer, Citation, Reply, Statement

Failure = str


def failures(
    statement: Statement, citations: dict[int, Citation], article_of: Callable[[str], Article]
) -> list[Failure]:
    """Return the names of the checks that a statement fails; empty when it stands.

    ``uncited``: it names no citation of the reply; ``altered quote``: a quote is not what the article says at its span;
    ``unquoted words``: its text is not made of its quotes.
    """
    cited = [citations[n] for n in statement.citations if n in citations]
    failed = [] if cited and len(cited) == len(statement.citations) else ["uncited"]
    if any(c.quote != c.span.of(article_of(c.article_id).text) or not c.quote for c in cited):
        failed.append("altered quote")
    if statement.text != ELLIPSIS.join(c.quote for c in cited):
        failed.append("unquoted words")
    return failed


def grounded(reply: Reply, article_of: Callable[[str], Article]) -> Reply:
    """Return the reply with only the statements that stand; an abstention if none does."""
    if isinstance(reply, Abstention):
        return reply
    citations = {c.n: c for c in reply.citations}
    standing = tuple(s for s in reply.statements if not failures(s, citations, article_of))
    if not standing:
        return Abstention(reply.question, "No sentence of the draft stood up to its source.", reply.searched)
    used = {n for s in standing for n in s.citations}
    kept: Answer = replace(reply, statements=standing, citations=tuple(c for c in reply.citations if c.n in used))
    return kept
