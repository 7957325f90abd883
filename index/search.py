"""Passages near a vector or with the words of a query, checked against the archive and filtered exactly."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from index.chroma import NotReadyError
from index.pending import generation, means, nearest
from index.store import SEARCHED, Store
from index.values import Filters, Hit, Passage
from index.vectors import Vectors
from index.words import Words

Found = list[tuple[str, float]]
_MARGIN = 16
_GROWTH = 4
_FEW = 2_500
_WHOLE = 50_000  # characters: what more a book says is not what it is about
# Measured at 6,300 passages: a result asked of Chroma costs about as much as three vectors compared here.
_SCAN_IS_FASTER = 3


def dense(store: Store, vectors: Vectors, query: NDArray[np.float32], k: int, filters: Filters) -> list[Hit]:
    """Return the ``k`` passages nearest to ``query`` [dimension] that pass ``filters``; scores are cosines.

    Filters that leave few passages are answered by comparing every vector they leave, which is exact and faster than
    Chroma's own filters; so are questions that Chroma cannot answer while it is being written.
    """
    articles = store.matching(filters)
    wanted = k + _MARGIN
    if articles is not None:
        left = _passages(store, articles)
        wanted = wanted * store.number(SEARCHED) // max(left, 1)
        if left <= max(_FEW, _SCAN_IS_FASTER * wanted):
            return _checked(store, nearest(store, query, k, articles), k, None)
    try:
        hits = _fill(store, lambda n: vectors.search(query, n), k, wanted, articles)
    except NotReadyError:
        hits = []
    return hits if len(hits) == k else _checked(store, nearest(store, query, k, articles), k, None)


def lexical(store: Store, words: Words, query: str, k: int, filters: Filters) -> list[Hit]:
    """Return the ``k`` passages with the highest BM25 score for the words of ``query`` that pass ``filters``."""
    articles = store.matching(filters)
    now = generation(store, "words")
    return _fill(store, lambda n: words.search(query, n, now, articles), k, k + _MARGIN, None)


def whole(
    store: Store, words: Words, vector: NDArray[np.float32], query: str, article_ids: Collection[str]
) -> dict[str, tuple[float, float]]:
    """Return, of each article as a whole, the cosine of its passages' mean vector and the BM25 of all its words."""
    near = means(store, vector, article_ids)
    articles = store.articles("id IN (SELECT value FROM json_each(?))", (json.dumps(list(article_ids)),))
    texts = {a.id: f"{a.title}\n{a.text}"[:_WHOLE] for a in articles}
    said = words.whole(query, texts, store.number(SEARCHED), generation(store, "words"))
    return {i: (near.get(i, 0.0), said[i]) for i in texts}


def _fill(
    store: Store, search: Callable[[int], Found], k: int, wanted: int, articles: Collection[str] | None
) -> list[Hit]:
    """Ask for more than ``wanted`` until ``k`` are left or there are no more: an index may run behind the archive."""
    while True:
        found = search(wanted)
        hits = _checked(store, found, k, articles)
        if len(hits) == k or len(found) < wanted:
            return hits
        wanted *= _GROWTH


def _checked(store: Store, found: Found, k: int, articles: Collection[str] | None) -> list[Hit]:
    passages = store.searchable([passage_id for passage_id, _ in found])
    allowed = None if articles is None else set(articles)
    kept: list[tuple[Passage, float]] = [
        (passages[i], score)
        for i, score in found
        if i in passages and (allowed is None or passages[i].article_id in allowed)
    ]
    return [Hit(passage, score, rank) for rank, (passage, score) in enumerate(kept[:k], 1)]


def _passages(store: Store, articles: Collection[str]) -> int:
    sql = "SELECT count(*) FROM passages WHERE article_id IN (SELECT value FROM json_each(?))"
    return int(store.run(sql, (json.dumps(list(articles)),)).fetchone()[0])
