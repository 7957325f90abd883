"""Fusion of dense and lexical hits, and the dates of a question that narrow them."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Archive
from index.values import Filters, Hit, Passage, Span
from rag import Desk
from rag.fusion import FIRST
from rag.fusion import fuse as weighed
from rag.retrieve import closeness, in_window, names_a_year, names_year, retrieve, untagged, within
from rag.when import Window, window

TODAY = date(2026, 1, 15)
QUERY = "What did Russia say about Douma?"


def hits(scores: dict[str, float]) -> list[Hit]:
    """Return hits of passages so called, ranked by score."""
    order = sorted(scores, key=lambda i: -scores[i])
    return [Hit(Passage(i, "a", Span(0, 1), ()), scores[i], rank) for rank, i in enumerate(order, 1)]


def fuse(dense: list[Hit], lexical: list[Hit]) -> list[Hit]:
    """Return both lists as one, each counted alike."""
    return weighed({"dense": dense, "lexical": lexical}, FIRST)


COSINES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1, 0.99), max_size=8)  # 1.0 is the best of all
BM25 = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 60), max_size=8)


@given(COSINES, BM25)
def test_fusion_keeps_every_passage_once_and_ranks_by_score(dense: dict[str, float], worded: dict[str, float]) -> None:
    fused = fuse(hits(dense), hits(worded))
    assert sorted(h.passage.id for h in fused) == sorted({*dense, *worded})
    assert [h.rank for h in fused] == list(range(1, len(fused) + 1))
    assert [h.score for h in fused] == sorted((h.score for h in fused), reverse=True)
    assert all(0 <= h.score <= 1 + 1e-9 and 0 <= closeness(h) <= 1 for h in fused)


@given(COSINES, BM25)
def test_what_is_best_in_both_lists_is_best(dense: dict[str, float], worded: dict[str, float]) -> None:
    best = {"best": 1.0}
    assert fuse(hits(dense | best), hits(worded | {"best": 61.0}))[0].passage.id == "best"


@given(COSINES)
def test_one_empty_list_leaves_the_order_of_the_other(dense: dict[str, float]) -> None:
    positive = {i: abs(score) + 0.01 for i, score in dense.items()}
    order = [h.passage.id for h in fuse(hits(positive), [])]
    assert [positive[i] for i in order] == sorted(positive.values(), reverse=True)
    assert fuse([], []) == []


def test_a_passage_with_the_words_and_the_meaning_beats_one_with_either() -> None:
    dense, worded = {"both": 0.7, "near": 0.75, "last": 0.1}, {"both": 8.0, "worded": 9.0, "last": 1.0}
    assert fuse(hits(dense), hits(worded))[0].passage.id == "both"


@pytest.mark.parametrize("k", [1, 3, 200])
def test_retrieval_returns_k_or_all_that_there_is(archive: Archive, k: int) -> None:
    found = retrieve(archive, QUERY, k)
    assert len(found) == min(k, archive.counts()["passages"])
    assert [h.rank for h in found] == list(range(1, len(found) + 1))
    assert len({h.passage.id for h in found}) == len(found)


def test_fewer_results_are_the_beginning_of_more(archive: Archive) -> None:
    ids = [h.passage.id for h in retrieve(archive, QUERY, 10)]
    assert [h.passage.id for h in retrieve(archive, QUERY, 4)] == ids[:4]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(after=date(2018, 4, 14)),
        Filters(before=date(2018, 4, 14)),
        Filters(after=date(2018, 4, 14), before=date(2018, 4, 14)),
        Filters(publisher="harbour WIRE"),
        Filters(after=date(2018, 1, 1), before=date(2018, 12, 31), publisher="Harbour Wire"),
    ],
)
def test_filters_are_exact(archive: Archive, filters: Filters) -> None:
    allowed = {a.id for a in archive.articles() if a.origin is None and _allows(filters, archive, a.id)}
    found = {h.passage.article_id for h in retrieve(archive, QUERY, 100, filters)}
    assert allowed
    assert found == allowed


def _allows(filters: Filters, archive: Archive, article_id: str) -> bool:
    article = archive.article(article_id)
    if filters.publisher and (article.publisher or "").casefold() != filters.publisher.casefold():
        return False
    if filters.after is None and filters.before is None:
        return True
    if article.published is None:
        return False
    early, late = filters.after or date.min, filters.before or date.max
    return early <= article.published.first and article.published.last <= late


def test_one_article_can_be_searched_alone(archive: Archive) -> None:
    only = archive.articles()[0].id
    assert {h.passage.article_id for h in retrieve(archive, QUERY, 50, Filters(article_id=only))} == {only}


def test_filters_that_allow_nothing_find_nothing(archive: Archive) -> None:
    for nothing in (Filters(after=date(2900, 1, 1)), Filters(publisher="nobody"), Filters(article_id="f" * 12)):
        assert retrieve(archive, QUERY, 10, nothing) == []


def test_without_a_date_in_the_question_the_first_k_stay(archive: Archive) -> None:
    listed = retrieve(archive, QUERY, 12)
    assert within(archive, listed, None, 5) == listed[:5]


@pytest.mark.parametrize("question", ["What was said in 2017?", "What was said after March 2018?", "Before 2018?"])
def test_a_date_in_the_question_narrows(archive: Archive, question: str) -> None:
    period = window(question, TODAY)
    assert period is not None
    listed = retrieve(archive, question, 100)
    kept = within(archive, listed, period, 100)
    assert 0 < len(kept) < len(listed)
    assert [h.rank for h in kept] == list(range(1, len(kept) + 1))
    for hit in kept:
        article = archive.article(hit.passage.article_id)
        assert in_window(article, period) is not False or names_year(hit.passage.span.of(article.text), period)
    order = [h.passage.id for h in listed]
    assert sorted(kept, key=lambda h: order.index(h.passage.id)) == kept


def test_a_window_in_which_nothing_was_published_fails_open(archive: Archive) -> None:
    dated = [h for h in retrieve(archive, QUERY, 100) if archive.article(h.passage.article_id).published]
    kept = within(archive, dated, Window(date(1987, 1, 1), date(1987, 12, 31), "in 1987"), 5)
    assert [h.passage.id for h in kept] == [h.passage.id for h in dated[:5]]


@lru_cache
def since_2018(archive: Archive) -> list[Hit]:
    return retrieve(archive, QUERY, 100, Filters(after=date(2018, 1, 1)))


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_a_window_never_adds_to_what_the_filters_allowed(archive: Archive, one: date, other: date) -> None:
    after, before = sorted((one, other))
    listed = since_2018(archive)
    kept = within(archive, listed, Window(after, before, "then"), 100)
    assert {h.passage.id for h in kept} <= {h.passage.id for h in listed}
    assert kept


def test_years_are_read_from_texts() -> None:
    annexed = Window(date(2014, 1, 1), date(2014, 12, 31), "in 2014")
    assert names_year("Crimea, annexed in 2014, is disputed.", annexed)
    assert not names_year("Crimea, annexed in 2013, is disputed.", annexed)
    assert not names_year("It cost 12014 crowns.", annexed)
    assert names_year("Since 1999.", Window(None, date(2000, 1, 1), "before 2000"))
    assert names_a_year("In 1914.")
    assert not names_a_year("In 101 ways.")


def test_what_another_article_repeats_is_found_once_and_told(tmp_path: Path) -> None:
    told = (
        "The ferry Nordlys ran aground off Kvitøy on Tuesday evening with 212 people on board, the rescue service said."
        " Nobody was hurt, and all of them were brought ashore in four hours by boats from the island. The wind blew at"
        " eleven metres a second, and it was dark when the hull struck the reef north of the lighthouse, a passenger"
        " said. The shipping line has sent two inspectors and wants to tow the ferry to a yard in Stavanger as soon as"
        " the weather allows it, which forecasters do not expect before Saturday."
    )
    tail = "The harbour master of {0} said that {0} would look for the cause on its own. "
    rows = [
        {"id": "wire", "publisher": "The Wire", "text": f"{told}\n\n{' '.join(map(tail.format, 'ABCDEFGHIJKL'))}"},
        {"id": "post", "publisher": "The Post", "text": f"{told}\n\n{' '.join(map(tail.format, 'MNOPQRSTUVWX'))}"},
        {"id": "other", "publisher": "The Post", "text": told.replace("212", "121")},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Archive(tmp_path / "archive") as archive:
        assert not archive.add([file]).failed
        found = Desk(archive).search("Nordlys ran aground with people on board", 3)
        texts = [h.passage.span.of(archive.article(h.passage.article_id).text) for h in found]
        publishers = [[archive.article(p.article_id).publisher for p in h.also] for h in found]
    assert sum("212" in text for text in texts) == 1
    assert any("121" in text for text in texts), "another number is another report"
    assert [p for p in publishers if p] in ([["The Post"]], [["The Wire"]])
    assert [h.rank for h in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("#ArcticFires are @realAdaMerz's fault", "Arctic Fires are real Ada Merz's fault"),
        ("write to ada@merz.org about #5", "write to ada@merz.org about 5"),
        ("#DOUMA", "DOUMA"),
    ],
)
def test_tags_and_handles_of_a_post_are_read_as_words(query: str, read: str) -> None:
    assert untagged(query) == read
