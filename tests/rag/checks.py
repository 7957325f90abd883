"""What must hold of every reply, whatever the models' scores."""

from __future__ import annotations

from index import Archive
from rag.values import ELLIPSIS, Abstention, Answer, Citation, Reply


def assert_stands(reply: Reply, archive: Archive) -> None:
    """Assert that every quote slices back and that an answer consists of its quotes and of nothing else."""
    for citation in reply.searched:
        assert_slices(citation, archive)
    if isinstance(reply, Abstention):
        assert reply.reason
        return
    assert reply.statements
    for citation in reply.citations:
        assert_slices(citation, archive)
    _assert_made_of_quotes(reply)


def assert_slices(citation: Citation, archive: Archive) -> None:
    """Assert that a citation says what its article says there, inside the passage and with the facts that it names."""
    article = archive.article(citation.article_id)
    assert citation.quote
    assert citation.quote == article.text[citation.span.start : citation.span.end]
    assert (citation.path, citation.title, citation.publisher) == (article.path, article.title, article.publisher)
    assert citation.published == (article.published.iso if article.published else None)
    passage = archive.passage(citation.passage_id)
    assert passage.article_id == article.id
    assert passage.span.start <= citation.span.start < passage.span.end


def _assert_made_of_quotes(reply: Answer) -> None:
    quotes = {c.n: c.quote for c in reply.citations}
    assert len(quotes) == len(reply.citations)
    for statement in reply.statements:
        assert statement.citations
        assert statement.text == ELLIPSIS.join(quotes[n] for n in statement.citations)
        assert 0 <= statement.support <= 1
    assert {n for s in reply.statements for n in s.citations} == set(quotes)
