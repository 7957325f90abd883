"""The grounding gate: what was altered, uncited or not quoted is not shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.errors import NotFoundError
from index.values import Article, Span
from rag.ground import failures, grounded
from rag.values import ELLIPSIS, Abstention, Answer, Citation, Statement

TEXT = "The council met. The mayor denied the report, twice. Nobody else spoke."
ARTICLE = Article("a1", "council.txt", "A meeting", TEXT)


def article_of(article_id: str) -> Article:
    if article_id != ARTICLE.id:
        raise NotFoundError(f"no article is called {article_id!r}")
    return ARTICLE


def cited(n: int, quote: str) -> Citation:
    start = TEXT.index(quote)
    return Citation(n, "p1", "a1", "council.txt", "A meeting", None, None, Span(start, start + len(quote)), quote)


FIRST, SECOND = cited(1, "The council met."), cited(2, "The mayor denied the report, twice.")
GOOD = Statement(FIRST.quote, 0.9, (1,))


def reply(*statements: Statement, citations: tuple[Citation, ...] = (FIRST, SECOND)) -> Answer:
    return Answer("What happened?", statements, citations, (FIRST,), {"total": 1.0})


def test_a_quoted_statement_stands() -> None:
    assert failures(GOOD, {1: FIRST}, article_of) == []
    both = Statement(ELLIPSIS.join((FIRST.quote, SECOND.quote)), 0.5, (1, 2))
    assert grounded(reply(both), article_of) == reply(both)


def _altered(quote: str) -> Citation:
    return replace(SECOND, quote=quote)


@pytest.mark.parametrize(
    "citation",
    [
        _altered("The mayor confirmed the report."),
        _altered(SECOND.quote.replace("denied", "Denied")),
        _altered(SECOND.quote[:-1]),
        _altered(SECOND.quote + " "),
        _altered(""),
        replace(SECOND, span=Span(SECOND.span.start + 1, SECOND.span.end + 1)),
        replace(SECOND, span=Span(len(TEXT) + 5, len(TEXT) + 9)),
        replace(SECOND, quote="", span=Span(3, 3)),
    ],
)
def test_an_altered_quote_is_dropped(citation: Citation) -> None:
    statement = Statement(citation.quote, 0.9, (2,))
    assert "altered quote" in failures(statement, {2: citation}, article_of)
    kept = grounded(reply(GOOD, statement, citations=(FIRST, citation)), article_of)
    assert isinstance(kept, Answer)
    assert kept.statements == (GOOD,)
    assert kept.citations == (FIRST,)


@pytest.mark.parametrize("numbers", [(), (7,), (1, 7)])
def test_a_statement_without_all_its_citations_is_dropped(numbers: tuple[int, ...]) -> None:
    statement = Statement(FIRST.quote, 0.9, numbers)
    assert "uncited" in failures(statement, {1: FIRST, 2: SECOND}, article_of)
    assert isinstance(grounded(reply(statement), article_of), Abstention)


@pytest.mark.parametrize(
    "text",
    [
        "The mayor confirmed the report.",
        SECOND.quote + " It is true.",
        "It is true: " + SECOND.quote,
        SECOND.quote.upper(),
        SECOND.quote[4:],
        "",
    ],
)
def test_words_that_are_not_quoted_are_dropped(text: str) -> None:
    statement = Statement(text, 0.99, (2,))
    assert failures(statement, {2: SECOND}, article_of) == ["unquoted words"]
    assert isinstance(grounded(reply(statement), article_of), Abstention)


def test_parts_in_another_order_than_cited_are_dropped() -> None:
    swapped = Statement(ELLIPSIS.join((SECOND.quote, FIRST.quote)), 0.9, (1, 2))
    assert failures(swapped, {1: FIRST, 2: SECOND}, article_of) == ["unquoted words"]


def test_citations_that_nothing_standing_uses_go_too() -> None:
    kept = grounded(reply(GOOD, Statement("Invented.", 0.9, (2,))), article_of)
    assert isinstance(kept, Answer)
    assert [c.n for c in kept.citations] == [1]
    assert kept.searched == (FIRST,)


def test_when_nothing_stands_the_reply_is_an_abstention_that_lists_what_was_searched() -> None:
    kept = grounded(reply(Statement("Invented.", 0.9, (1,))), article_of)
    assert isinstance(kept, Abstention)
    assert kept.question == "What happened?"
    assert kept.searched == (FIRST,)
    assert "Invented" not in kept.text


def test_an_abstention_passes_untouched() -> None:
    silent = Abstention("Why?", "Nothing is said of it.", (FIRST,))
    never: Callable[[str], Article] = lambda _: pytest.fail("an abstention needs no article")  # noqa: E731
    assert grounded(silent, never) is silent


def test_checking_twice_changes_nothing() -> None:
    once = grounded(reply(GOOD, Statement("Invented.", 0.9, (2,))), article_of)
    assert grounded(once, article_of) == once
