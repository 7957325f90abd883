"""Extractive answers: which sentences are quoted, how much of their surroundings, and when nothing is."""

from __future__ import annotations

import pytest

from index import Archive
from index.split import split
from index.values import Article, Hit, PartialDate, Passage, Span
from rag.answer import MOST, answer, cite, extent, leans
from rag.evidence import Candidate, Page, candidates
from rag.ground import failures, grounded
from rag.judge import Judged
from rag.likeness import Likeness
from rag.question import understand
from rag.values import ELLIPSIS, Abstention, Answer, Citation, Reply
from tests.rag.checks import claims_of

FLOOR = 0.5
TEXT = (
    "Norway closed the northern bridge on Monday. Anna Berg was clear about the reason. The ice had cut two cables, she"
    " said. Sweden denied that any ice was seen. Nobody was hurt.\n\n"
    "Engineers from both countries met in Bergen. They counted eleven cracks. “The bridge is old. It should have been"
    " closed in spring,” Lars Holm said. A ferry runs until June."
)
ASKED = "Why did Norway close the bridge?"


def page_of(text: str = TEXT, article_id: str = "a1") -> Page:
    """Return a page of an article with this text, its passages cut as the archive cuts them."""
    article = Article(article_id, f"{article_id}.txt", "The bridge", text, "Coast", published=PartialDate("2018-04"))
    parts = enumerate(split(text))
    passages = [Passage(f"{article_id}-{n}", article_id, span, inside) for n, (span, inside) in parts]
    return Page.of(article, passages, claims_of(article))


def candidates_of(page: Page) -> list[Candidate]:
    """Return every sentence of a page as a candidate, in text order."""
    hits = [Hit(p, 1.0 / n, n) for n, p in enumerate(page.passages, 1)]
    return sorted(
        candidates(understand(ASKED), hits, {page.article.id: page}, Likeness({}, {}, ()), {}), key=lambda c: c.number
    )


def reply_to(*judged: Judged, searched: tuple[Citation, ...] = ()) -> Reply:
    return answer(understand(ASKED), judged, searched, FLOOR)


def judged(page: Page, supports: list[float]) -> list[Judged]:
    return [Judged(c, s) for c, s in zip(candidates_of(page), supports, strict=False)]


def at(page: Page, beginning: str) -> Candidate:
    """Return the candidate that begins so."""
    return next(c for c in candidates_of(page) if c.text.startswith(beginning))


def quoted(candidate: Candidate) -> str:
    return ELLIPSIS.join(s.of(candidate.page.article.text) for s in extent(candidate))


def test_every_statement_is_made_of_its_quotes() -> None:
    page = page_of()
    reply = reply_to(*judged(page, [0.9, 0.8, 0.7, 0.95, 0.6, 0.9, 0.9, 0.9, 0.9, 0.9]))
    assert isinstance(reply, Answer)
    citations = {c.n: c for c in reply.citations}
    assert [failures(s, citations, lambda _: page.article) for s in reply.statements] == [[]] * len(reply.statements)
    assert grounded(reply, lambda _: page.article) == reply


def test_the_best_supported_comes_first_and_citations_count_from_one() -> None:
    reply = reply_to(*judged(page_of(), [0.6, 0.8, 0.7, 0.95]))
    assert isinstance(reply, Answer)
    supports = [s.support for s in reply.statements]
    assert supports == sorted(supports, reverse=True)
    assert [n for s in reply.statements for n in s.citations] == list(range(1, len(reply.citations) + 1))


def test_an_answer_is_short() -> None:
    page = page_of(" ".join(f"Norway closed the bridge number {n} on Monday." for n in range(30)))
    reply = reply_to(*judged(page, [0.9] * 30))
    assert isinstance(reply, Answer)
    assert len(reply.statements) <= MOST


def test_nothing_below_the_floor_is_shown() -> None:
    reply = reply_to(*judged(page_of(), [0.9, 0.49, 0.1, 0.51]))
    assert isinstance(reply, Answer)
    assert all(s.support >= FLOOR for s in reply.statements)


def test_below_the_floor_the_archive_is_silent_and_says_what_it_looked_at() -> None:
    page = page_of()
    looked = (cite(1, page.article, "a1-0", page.spans[0]),)
    reply = reply_to(*judged(page, [0.49, 0.2]), searched=looked)
    assert isinstance(reply, Abstention)
    assert reply.searched == looked
    assert reply.question == ASKED
    assert reply.reason
    assert "\n" not in reply.reason


def test_without_candidates_the_archive_is_silent() -> None:
    assert isinstance(reply_to(), Abstention)


def test_the_same_words_are_shown_once() -> None:
    one, other = page_of("Norway closed the bridge. A ferry runs.", "a1"), page_of("Norway closed the bridge.", "a2")
    reply = reply_to(Judged(candidates_of(one)[0], 0.9), Judged(candidates_of(other)[0], 0.8))
    assert isinstance(reply, Answer)
    assert len(reply.statements) == 1


def test_a_plain_sentence_is_quoted_alone() -> None:
    assert quoted(at(page_of(), "Norway closed")) == "Norway closed the northern bridge on Monday."
    assert quoted(at(page_of(), "A ferry")) == "A ferry runs until June."


@pytest.mark.parametrize(
    ("beginning", "needed"),
    [
        ("The ice had cut", "Anna Berg"),
        ("They counted", "Engineers from both countries"),
        ("“The bridge is old", "Lars Holm said"),
    ],
)
def test_neighbours_that_say_who_speaks_or_is_meant_come_along(beginning: str, needed: str) -> None:
    candidate = at(page_of(), beginning)
    assert needed in quoted(candidate)
    assert candidate.text in quoted(candidate)


@pytest.mark.parametrize("beginning", ["She", "But the", "This", "“They", "Their", "“‘It"])
def test_a_sentence_that_opens_with_a_pronoun_leans_on_the_one_before(beginning: str) -> None:
    assert leans(f"{beginning} counted eleven cracks.")


@pytest.mark.parametrize("text", ["Norway closed the bridge.", "Eleven cracks.", "", "…", "Heather said so."])
def test_other_sentences_stand_alone(text: str) -> None:
    assert not leans(text)


def test_the_extent_of_any_sample_sentence_holds_it_and_names_who_speaks(archive: Archive) -> None:
    for article in archive.articles():
        page = Page.of(article, archive.passages(article.id), archive.claims_of([article.id]))
        for candidate in candidates_of(page):
            spans = extent(candidate)
            own = page.spans[candidate.number]
            assert spans == sorted(spans)
            assert any(s.start <= own.start < own.end <= s.end for s in spans)
            assert all(0 <= s.start < s.end <= len(article.text) for s in spans)
            assert all(page.texts[candidate.number - v.back] in quoted(candidate) for v in candidate.voices)


def test_a_citation_carries_where_its_words_stand() -> None:
    page = page_of()
    cited = cite(3, page.article, "a1-0", Span(0, 6))
    assert cited.json() == {
        "n": 3, "article_id": "a1", "path": "a1.txt", "title": "The bridge", "publisher": "Coast",
        "published": "2018-04", "start": 0, "end": 6, "quote": "Norway",
    }  # fmt: skip


def test_a_reply_reads_with_its_citation_numbers() -> None:
    reply = reply_to(Judged(at(page_of(), "Norway closed"), 0.9))
    assert reply.text == "Norway closed the northern bridge on Monday. [1]"
