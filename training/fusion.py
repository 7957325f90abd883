"""Learns how much each list of the first stage weighs for statements, on training splits; see ``rag/fusion.py``.

Tweets with the fact-checked claim that they repeat (CheckThat! 2020 task 2) and claims of the news with the abstract
that they are about (Check-COVID) are searched in their collections. The shares, none below zero, minimise the listwise
loss over the first passages (softmax, Cao et al. 2007), every collection counted alike. In use are shares between those
of two draws of training queries: what was left out does not tell them apart. For questions such a fit (SQuAD 2.0,
MultiHop-RAG) moved nothing by more than .005 on what was kept out, and their shares stay as they were chosen.
Usage: ``python -m training.fusion [--queries 400]``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.metrics import mean, reciprocal_rank, success_at
from evals.retrieval_run import BENCHMARKS, Documents, archive_of
from evals.retrieval_sets import COLLECTIONS, Collection, Topic
from index import Archive
from rag.fusion import FIRST, POOL, STATEMENT, fuse, scaled, with_articles
from rag.retrieve import lexical_query
from training.reader_data import SHARED, rows

PARTS = tuple(STATEMENT)
SHARPNESS = 8.0
OTHERS = 3000

Group = tuple[NDArray[np.float64], NDArray[np.bool_], list[str]]


def topics(name: str, split: str) -> list[Topic]:
    """Return the queries of a split with the documents that are right for each."""
    told = rows(SHARED / BENCHMARKS / name / f"{split}.jsonl.gz")
    if name == "check_covid":
        return [Topic(r["id"], r["claim"].strip(), frozenset({r["cord_id"]})) for r in told]
    return [Topic(r["id"], r["query"], frozenset(r["relevant"])) for r in told]


def collection(name: str, asked: Sequence[Topic]) -> Collection:
    """Return a collection with the documents that the queries need and an even part of the others."""
    whole = COLLECTIONS[name][1](SHARED / BENCHMARKS / name)
    needed = frozenset[str]().union(*(t.relevant for t in asked))
    others = [d for d in whole.documents if d.id not in needed]
    kept = needed.union(d.id for d in others[:: max(1, len(others) // OTHERS)])
    return Collection(name, tuple(d for d in whole.documents if d.id in kept), tuple(asked))


def groups(archive: Archive, asked: Sequence[Topic]) -> Iterator[Group]:
    """Yield for each query the scaled parts of its first passages, [n, parts], which are right, and their articles."""
    documents = Documents(archive)
    for topic in asked:
        lexical = archive.lexical(lexical_query(topic.text), POOL)
        hits = with_articles(
            archive, topic.text, fuse({"dense": archive.dense(topic.text, POOL), "lexical": lexical}, FIRST)
        )
        hits = hits[:POOL]
        columns = [[h.parts[name] for h in hits] for name in PARTS]
        right = [bool({d for d, _ in documents.of([h])} & topic.relevant) for h in hits]
        if any(right) and not all(right):
            table = np.array([[scaled(c)(v) for v in c] for c in columns]).T
            yield table, np.array(right), [h.passage.article_id for h in hits]


def fit(sets: Sequence[Sequence[Group]]) -> NDArray[np.float64]:
    """Return the shares, [parts], that add up to 1."""

    def cost(logs: NDArray[np.float64]) -> float:
        shares = np.exp(logs)
        return sum(float(np.mean([_loss(parts @ shares, right) for parts, right, _ in some])) for some in sets)

    found = np.exp(minimize(cost, np.full(len(PARTS), -1.5), method="Nelder-Mead", options={"maxiter": 600}).x)
    return np.asarray(found / found.sum())


def _loss(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    odds = np.exp(SHARPNESS * (scores - scores.max()))
    return -float(np.log(odds[right].sum() / odds.sum()))


def told(shares: NDArray[np.float64], some: Sequence[Group]) -> dict[str, float]:
    """Return Success@10 and RR of documents, of the queries whose right document is among them."""
    marks = []
    for parts, right, articles in some:
        order = np.argsort(-(parts @ shares), kind="stable")
        best = {articles[i]: bool(right[i]) for i in reversed(order)}
        marks.append([best[i] for i in dict.fromkeys(articles[i] for i in order)])
    return {
        "Success@10": round(mean([success_at(10, m) for m in marks]) or 0.0, 3),
        "RR": round(mean([reciprocal_rank(m) for m in marks]) or 0.0, 3),
    }


def main() -> None:
    """Collect, fit on both, and on each alone to see whether it carries over; print shares and dev figures."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--queries", type=int, default=400, help="training queries of each collection")
    given = ask.parse_args()
    rng = random.Random(5)
    train: dict[str, list[Group]] = {}
    dev: dict[str, list[Group]] = {}
    for name in ("claim_retrieval", "check_covid"):
        learned, held = rng.sample(topics(name, "train"), given.queries), topics(name, "dev")
        with archive_of(collection(name, [*learned, *held])) as archive:
            train[name], dev[name] = list(groups(archive, learned)), list(groups(archive, held))
    now = np.array([STATEMENT[part] for part in PARTS])
    for label, shares in (
        ("in use", now),
        ("both", fit(list(train.values()))),
        *((f"{name} alone", fit([some])) for name, some in train.items()),
    ):
        figures = {name: told(shares, some) for name, some in dev.items()}
        print(
            json.dumps(
                {"fitted on": label, "shares": dict(zip(PARTS, shares.round(3).tolist(), strict=True)), **figures}
            )
        )


if __name__ == "__main__":
    main()
