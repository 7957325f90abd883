"""The best passages looked at again: what moves, what stays, what the score says."""

from __future__ import annotations

from datetime import date

import pytest

from index import Archive
from rag import Desk
from rag.question import is_question
from rag.reader import load_reader
from rag.rerank import READ, Reranker
from rag.retrieve import retrieve

QUERY = "What did Russia say about Douma in 2018?"


def test_reranking_keeps_every_hit_once_and_scores_in_order(archive: Archive) -> None:
    hits = retrieve(archive, QUERY, 30)
    found = Reranker(load_reader()).rerank(archive, QUERY, hits)
    assert sorted(h.passage.id for h in found) == sorted(h.passage.id for h in hits)
    assert [h.rank for h in found] == list(range(1, len(hits) + 1))
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)
    assert all(0.0 <= h.score <= 1.0 for h in found)


def test_what_was_not_read_stays_behind_in_its_order(archive: Archive) -> None:
    hits = retrieve(archive, QUERY, 30)
    found = Reranker(load_reader()).rerank(archive, QUERY, hits)
    assert [h.passage.id for h in found[READ:]] == [h.passage.id for h in hits[READ:]]
    assert all("reranker" in h.parts for h in found[:READ])
    assert not any("reranker" in h.parts for h in found[READ:])


def test_the_parts_of_a_score_are_those_that_the_query_names(archive: Archive) -> None:
    named = retrieve(archive, QUERY, 5, reranker=Reranker(load_reader()))[0].parts
    plain = retrieve(archive, "chemical weapons", 5, reranker=Reranker(load_reader()))[0].parts
    assert set(named) == {"dense", "lexical", "wording", "sentence", "reranker", "claimant", "date"}
    assert set(plain) == {"dense", "lexical", "article", "article_wording"}


def test_words_of_the_claimant_and_articles_of_the_year_come_first(archive: Archive) -> None:
    only = {"claimant": 1.0, "date": 1.0, "reranker": 0.0}
    found = Reranker(load_reader(), weights=only).rerank(archive, QUERY, retrieve(archive, QUERY, 10))
    told = [h.parts["claimant"] + h.parts["date"] for h in found[:READ]]
    assert max(told) == told[0] == 2.0
    assert archive.article(found[0].passage.article_id).published is not None
    assert date(2018, 1, 1) <= archive.article(found[0].passage.article_id).published.first  # type: ignore[union-attr]


def test_nothing_found_is_nothing_reranked(archive: Archive) -> None:
    assert Reranker(load_reader()).rerank(archive, QUERY, []) == []


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_finds_nothing(desk: Desk, query: str) -> None:
    assert desk.search(query) == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What did Russia say?", True),
        ("did the mayor resign", True),
        ("And who signed it", True),
        ("The mayor resigned.", False),
        ("chemical weapons", False),
        ("Douma was staged?", True),
        ("Whatever happens, the port stays shut", False),
        ("who told the U.S. envoy about Mr. Hale", True),
        ("Who pays for it? We do, writes the mayor", False),
    ],
)
def test_a_question_is_told_from_a_statement(text: str, asks: bool) -> None:
    assert is_question(text) is asks
