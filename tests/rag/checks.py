"""What must hold of every reply, whatever the models' scores."""

from __future__ import annotations

from index import Archive
from index.claim import Claim, Claimant
from index.extract import Extractor
from index.told import Told
from index.values import Article
from rag.values import ELLIPSIS, Abstention, Answer, Citation, Reply


def claims_of(article: Article) -> list[Told]:
    """Return the claims that an article makes by itself, as an archive would tell them."""
    (claims,) = Extractor().extract([article])
    return [Told(c, article, _bearing(c)) for c in claims]


def _bearing(claim: Claim) -> Claimant | None:
    return (
        Claimant(claim.claimant_id or "", claim.claimant, "person", affiliation=claim.affiliation)
        if claim.claimant
        else None
    )


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
    stated = {n for s in reply.statements for n in s.citations}
    disputed = {d.n for c in reply.claims for d in c.disputed_by}
    assert stated | disputed == set(quotes)
    assert all(c.n in stated for c in reply.claims)
