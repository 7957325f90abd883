"""The queue between the truth and the two derived indexes, and the vectors kept beside the passages.

The queue names passages whose entries may be out of date. What is to be done with one is seen from the passages
themselves (put it when it can be searched, drop it when not), so doing the same work twice does no harm.
Vectors are the dear part of an archive; kept in SQLite they let a damaged or new vector index be filled again without
encoding, and a narrow filter be searched exactly.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.store import Store
from index.values import Article, Span

Target = Literal["vectors", "words"]
TARGETS: tuple[Target, ...] = ("vectors", "words")
_ROWS = 8192


class Entry(NamedTuple):
    """What an index keeps of a passage: its words, where its sentences stand in them, and its article's title."""

    passage_id: str
    article_id: str
    title: str
    text: str
    sentences: tuple[Span, ...]


def touch(store: Store, article_id: str) -> None:
    """Queue the passages that the article has now; call it before they go and after they come."""
    for target in TARGETS:
        sql = """INSERT OR IGNORE INTO pending (target, passage_id)
                 SELECT ?, id FROM passages WHERE article_id = ? ORDER BY start"""
        store.run(sql, (target, article_id))


def touch_all(store: Store, target: Target) -> None:
    """Queue every passage that can be searched, for an index that starts from nothing."""
    store.run("DELETE FROM pending WHERE target = ?", (target,))
    sql = """INSERT INTO pending (target, passage_id) SELECT ?, p.id FROM passages AS p
             JOIN articles AS a ON a.id = p.article_id WHERE a.origin IS NULL ORDER BY a.number, p.start"""
    store.run(sql, (target,))


def queued(store: Store, target: Target, limit: int) -> list[str]:
    """Return the passages longest in the queue of ``target``."""
    sql = "SELECT passage_id FROM pending WHERE target = ? ORDER BY number LIMIT ?"
    return [row[0] for row in store.run(sql, (target, limit))]


def settle(store: Store, target: Target, passage_ids: Collection[str]) -> None:
    """Take passages out of the queue and tell every reader that the index of ``target`` has moved on."""
    rows = [(target, passage_id) for passage_id in passage_ids]
    store.run_many("DELETE FROM pending WHERE target = ? AND passage_id = ?", rows)
    store.set_meta(f"{target} generation", str(generation(store, target) + 1))


def generation(store: Store, target: Target) -> int:
    """Return how many times the index of ``target`` was brought up to date."""
    return int(store.meta(f"{target} generation") or 0)


def entries(store: Store, passage_ids: Collection[str]) -> list[Entry]:
    """Return the entries of those passages that can be searched."""
    sql = """SELECT p.id, a.id, p.start, p.end, p.sentences FROM json_each(?) AS wanted
             JOIN passages AS p ON p.id = wanted.value
             JOIN articles AS a ON a.id = p.article_id WHERE a.origin IS NULL"""
    rows = store.run(sql, (json.dumps(list(passage_ids)),)).fetchall()
    articles = {
        a.id: a for a in store.articles("id IN (SELECT value FROM json_each(?))", (_ids(row[1] for row in rows),))
    }
    return [_entry(articles[row[1]], *row) for row in rows]


def _entry(article: Article, passage_id: str, article_id: str, start: int, end: int, sentences: str) -> Entry:
    inside = tuple(Span(first - start, last - start) for first, last in json.loads(sentences))
    return Entry(passage_id, article_id, article.title, article.text[start:end], inside)


def vectors_of(store: Store, passage_ids: Collection[str]) -> dict[str, NDArray[np.float32]]:
    """Return the stored vectors [dimension] of those of the passages that have one."""
    sql = """SELECT p.id, v.vector FROM json_each(?) AS wanted
             JOIN passages AS p ON p.id = wanted.value JOIN vectors AS v ON v.number = p.number"""
    return {row[0]: np.frombuffer(row[1], dtype="<f4") for row in store.run(sql, (_ids(passage_ids),))}


def save_vectors(store: Store, passage_ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Keep ``vectors`` [n, dimension] of the passages."""
    rows = [(vector.astype("<f4").tobytes(), i) for i, vector in zip(passage_ids, vectors, strict=True)]
    store.run_many("INSERT OR REPLACE INTO vectors SELECT number, ? FROM passages WHERE id = ?", rows)


def nearest(
    store: Store, query: NDArray[np.float32], k: int, article_ids: Collection[str] | None = None
) -> list[tuple[str, float]]:
    """Return the ``k`` passages nearest to ``query`` [dimension] with their cosines, compared with every stored vector.

    ``article_ids`` narrows the comparison; None means all kept articles.
    """
    best: list[tuple[float, str]] = []
    for ids, vectors in _stored(store, article_ids):
        scores = vectors @ query
        top = np.argsort(-scores, kind="stable")[:k]
        best = sorted([*best, *((-float(scores[i]), ids[i]) for i in top)])[:k]
    return [(passage_id, -score) for score, passage_id in best]


def means(store: Store, query: NDArray[np.float32], article_ids: Collection[str]) -> dict[str, float]:
    """Return the cosine of ``query`` [dimension] and the mean of an article's vectors, for each that has some."""
    sql = """SELECT p.article_id, v.vector FROM passages AS p JOIN vectors AS v ON v.number = p.number
             WHERE p.article_id IN (SELECT value FROM json_each(?))"""
    found: dict[str, list[bytes]] = {}
    for article_id, vector in store.run(sql, (_ids(article_ids),)):
        found.setdefault(article_id, []).append(vector)
    rows = {i: np.frombuffer(b"".join(v), dtype="<f4").reshape(len(v), -1).mean(axis=0) for i, v in found.items()}
    return {i: float(row @ query) / max(1e-9, float(np.linalg.norm(row))) for i, row in rows.items()}


def _stored(store: Store, article_ids: Collection[str] | None) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    sql = """SELECT p.id, v.vector FROM articles AS a JOIN passages AS p ON p.article_id = a.id
             JOIN vectors AS v ON v.number = p.number
             WHERE a.origin IS NULL AND (:ids IS NULL OR a.id IN (SELECT value FROM json_each(:ids)))"""
    cursor = store.run(sql, {"ids": None if article_ids is None else _ids(article_ids)})
    while rows := cursor.fetchmany(_ROWS):
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4")
        yield [row[0] for row in rows], joined.reshape(len(rows), -1)


def _ids(values: Collection[str] | Iterator[str]) -> str:
    return json.dumps(list(values))
