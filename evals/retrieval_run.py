"""The suites over public collections: are the right documents found, and how do simpler ways of searching compare?

Each suite searches one collection with the desk, with the desk without its reranker, by words alone (BM25), by meaning
alone (the encoder), and with the stack of LangChain's tutorial. What the others reach is reported, not held.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals import metrics
from evals.cases import ROOT, Case, Skipped
from evals.retrieval_sets import COLLECTIONS, Collection, Topic
from evals.run import open_archive
from evals.tutorial import Scored, tutorial
from evals.values import Measure, Outcome, Ranking, Result, Row
from index.values import Hit

if TYPE_CHECKING:
    from index import Archive

BENCHMARKS = Path("benchmarks")
DEPTH, PASSAGES = 10, 50
QUICK = {
    "claim_retrieval": (40, 600),
    "check_covid": (40, 120),
    "fnc1_retrieval": (20, 120),
    "squad2": (60, 150),
    "multihop": (60, 438),
}
Search = Callable[[str], Scored]
Scores = Mapping[str, Callable[[Sequence[bool], int], float]]

MEASURES: Mapping[str, Scores] = {
    "claim_retrieval": {
        "MAP@5": lambda marks, total: metrics.average_precision_at(5, marks, total),
        "Success@1": lambda marks, _: metrics.success_at(1, marks),
        "Success@10": lambda marks, _: metrics.success_at(10, marks),
    },
    "check_covid": {
        "Success@1": lambda marks, _: metrics.success_at(1, marks),
        "Success@10": lambda marks, _: metrics.success_at(10, marks),
        "RR": lambda marks, _: metrics.reciprocal_rank(marks),
    },
    "fnc1_retrieval": {
        "nDCG@10": lambda marks, total: metrics.ndcg_at(10, marks, total),
        "Success@1": lambda marks, _: metrics.success_at(1, marks),
    },
    "squad2": {
        "Success@1": lambda marks, _: metrics.success_at(1, marks),
        "Success@10": lambda marks, _: metrics.success_at(10, marks),
    },
    "multihop": {
        "R@10": lambda marks, total: metrics.recall_at(10, marks, total),
        "Success@1": lambda marks, _: metrics.success_at(1, marks),
    },
}


@dataclass(frozen=True, slots=True)
class Searched:
    """What a way of searching found for each topic, best first, and its median milliseconds."""

    run: Mapping[str, Scored]
    median_ms: float


def measure_retrieval(name: str, data: Path | None, full: bool) -> tuple[list[Result], list[Skipped]]:
    """Measure one collection, or say that it is not here."""
    collection = read_collection(name, data, full)
    if collection is None:
        return [], [missing(name)]
    with archive_of(collection) as archive:
        return [compared(collection, archive, full)], []


def missing(name: str) -> Skipped:
    """Say that a collection is not here."""
    return Skipped(name, f"there is no folder {BENCHMARKS}/{COLLECTIONS[name][0]}")


def compared(collection: Collection, archive: Archive, full: bool) -> Result:
    """Search an archive of a collection in every way, and measure."""
    systems = ways(collection, archive)
    return result(collection, {way: searched(search, collection.topics) for way, search in systems.items()}, full)


def read_collection(name: str, data: Path | None, full: bool) -> Collection | None:
    """Return a collection, or an even part of it; None where it is missing."""
    where, read = COLLECTIONS[name]
    folder = (data or ROOT.parent / "shared") / BENCHMARKS / where
    if not folder.is_dir():
        return None
    return read(folder) if full else read(folder).part(*QUICK[name])


@contextmanager
def archive_of(collection: Collection) -> Iterator[Archive]:
    """Yield an archive of a collection in a temporary folder; who claims what in it is not read."""
    with TemporaryDirectory(prefix="claimdesk-eval-") as folder:
        rows = Path(folder) / f"{collection.name}.jsonl"
        collection.write(rows)
        with open_archive(collection.name, [rows], claims=False) as archive:
            yield archive


def ways(collection: Collection, archive: Archive) -> dict[str, Search]:
    """Return the ways of searching a collection: the desk's and simpler ones over its archive, and the tutorial's."""
    from rag.desk import Desk
    from rag.retrieve import lexical_query

    desk, documents = Desk(archive), Documents(archive)
    made: dict[str, Search] = {
        "desk": lambda q: documents.of(desk.search(q, PASSAGES)),
        "unranked": lambda q: documents.of(desk.search(q, PASSAGES, rerank=False)),
        "two lists": lambda q: documents.of(_fused(archive, q)),
        "bm25": lambda q: documents.of(archive.lexical(lexical_query(q), PASSAGES)),
        "dense": lambda q: documents.of(archive.dense(q, PASSAGES)),
    }
    other = tutorial(collection.documents)
    return made | {"tutorial": lambda q: _once(other(q, PASSAGES))} if other else made


def _fused(archive: Archive, query: str) -> list[Hit]:
    from rag.fusion import FIRST, fuse
    from rag.retrieve import lexical_query

    lists = {"dense": archive.dense(query, PASSAGES), "lexical": archive.lexical(lexical_query(query), PASSAGES)}
    return fuse(lists, FIRST)


class Documents:
    """Hits as documents: each as good as its best passage, a copy right behind the one that is searched for it."""

    def __init__(self, archive: Archive) -> None:
        listed = archive.articles()
        self._name = {a.id: a.path.rsplit("#", 1)[-1] for a in listed}
        self._copies: dict[str, list[str]] = {}
        for article in listed:
            if article.origin:
                self._copies.setdefault(article.origin, []).append(article.id)

    def of(self, hits: Sequence[Hit]) -> Scored:
        """Return documents, best first, with the score of their best passage."""
        told = ((hit, p.article_id) for hit in hits for p in (hit.passage, *hit.also))
        found = [(i, hit.score) for hit, article_id in told for i in self._with_copies(article_id)]
        return _once([(self._name[i], score) for i, score in found])

    def _with_copies(self, article_id: str) -> list[str]:
        return [article_id, *self._copies.get(article_id, [])]


def _once(found: Sequence[tuple[str, float]]) -> Scored:
    best: dict[str, float] = {}
    for document, score in found:
        best.setdefault(document, score)
    return list(best.items())


def searched(search: Search, topics: Sequence[Topic]) -> Searched:
    """Search for each topic that has an answer."""
    run, times = {}, []
    for topic in topics:
        if topic.relevant:
            began = time.perf_counter()
            run[topic.id] = search(topic.text)
            times.append((time.perf_counter() - began) * 1000)
    return Searched(run, statistics.median(times) if times else 0.0)


def result(collection: Collection, found: Mapping[str, Searched], full: bool) -> Result:
    """Return the desk's measures with, beside each, what the other ways reach."""
    asked = [t for t in collection.topics if t.relevant]
    scores = MEASURES[collection.name]
    ours = [_row(t, found["desk"].run[t.id], scores) for t in asked]
    made = [Measure(m, metrics.mean([row.scores[m] for row in ours]), "higher", len(ours)) for m in scores]
    for way, other in found.items():
        if way != "desk":
            rows = [_row(t, other.run[t.id], scores) for t in asked]
            made += [
                Measure(f"{m} ({way})", metrics.mean([r.scores[m] for r in rows]), "reported", len(rows))
                for m in scores
            ]
    made += [Measure(f"median_ms ({way})", s.median_ms, "reported", len(asked)) for way, s in found.items()]
    runs = {way: other.run for way, other in found.items()}
    qrels = {t.id: dict.fromkeys(sorted(t.relevant), 1) for t in asked}
    shown = () if full else tuple(ours)
    return Result(corpus(full), collection.name, digest(collection), tuple(made), shown, {}, runs=runs, qrels=qrels)


def corpus(full: bool) -> str:
    """Return the name under which public data is reported: a part and the whole are never compared."""
    return "public_full" if full else "public"


def _row(topic: Topic, found: Scored, scores: Scores) -> Row:
    marks = tuple(document in topic.relevant for document, _ in found[:PASSAGES])
    case = Case(id=topic.id, kind="statement", question=topic.text, answerable=True, gold=(tuple(topic.relevant),))
    outcome = Outcome(case, ranking=Ranking(marks, len(topic.relevant)))
    return Row(outcome, {name: score(marks, len(topic.relevant)) for name, score in scores.items()})


def digest(collection: Collection) -> str:
    """Return a SHA-256 of all that a collection holds, in hex."""
    topics = [(t.id, t.text, sorted(t.relevant)) for t in collection.topics]
    told = [[(d.id, d.text) for d in collection.documents], topics]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
