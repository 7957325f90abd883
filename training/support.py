"""Fits how signals are weighed into a probability that a sentence answers, and the floor below which the desk abstains.

Runs the desk's own retrieval and reading over an archive of articles that the reader was not trained on (four SQuAD 2.0
articles, PolNeAR dev, MultiHop-RAG facts), so that the weights see what the desk sees. Writes ``rag/support.json``.
Usage: ``python -m training.support [--questions 700] [--folder DIR]``.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from index import Archive
from index.values import NO_FILTERS
from rag.chat import gather
from rag.evidence import Candidate
from rag.judge import read
from rag.reader import Reader, load_reader
from rag.support import WEIGHTS, features
from training.reader_data import HELD_OUT, SHARED, polnear_questions, rows, sentences_of

SEED = 11


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the set it comes from, and the sentences that answer it (none: unanswerable)."""

    question: str
    kind: str
    gold: frozenset[str]


def squad_questions(rng: random.Random, count: int) -> list[Asked]:
    """Return questions over the held-out SQuAD 2.0 articles, with the sentences that hold an answer."""
    made = []
    for article in rows(SHARED / "benchmarks/squad2/articles.jsonl.gz"):
        if article["title"] not in HELD_OUT:
            continue
        for p in article["paragraphs"]:
            spans = sentences_of(p["context"])
            for q in p["qas"]:
                starts = {a["answer_start"] for a in q["answers"]}
                gold = {p["context"][s:e] for s, e in spans if any(s <= a < e for a in starts)}
                made.append(Asked(q["question"].strip(), "squad2", frozenset(gold)))
    return rng.sample(made, min(count, len(made)))


def speech_questions(rng: random.Random, count: int) -> list[Asked]:
    """Return questions made from PolNeAR dev attributions: answerable, wrong speaker, wrong topic."""
    made = [Asked(q, "polnear", frozenset(gold)) for q, gold in polnear_questions(rng, "dev")]
    return rng.sample(made, min(count, len(made)))


def null_questions() -> list[Asked]:
    """Return the MultiHop-RAG questions that have no answer."""
    queries = rows(SHARED / "benchmarks/multihop_rag/queries.jsonl.gz")
    return [Asked(q["question"], "multihop_null", frozenset()) for q in queries if q["question_type"] == "null_query"]


def corpus() -> Iterator[dict[str, str]]:
    """Yield the articles of the archive that the questions are asked of."""
    for article in rows(SHARED / "benchmarks/squad2/articles.jsonl.gz"):
        if article["title"] in HELD_OUT:
            text = "\n\n".join(p["context"].replace("\n", " ") for p in article["paragraphs"])
            yield {"id": article["title"], "title": article["title"].replace("_", " "), "text": text}
    for article in rows(SHARED / "benchmarks/polnear/dev.jsonl.gz"):
        keep = {k: article[k] for k in ("id", "title", "text", "publisher")}
        yield keep | {"published": article["date"]}
    for n, fact in enumerate(rows(SHARED / "benchmarks/multihop_rag/facts.jsonl.gz")):
        origin = {"publisher": fact["source"], "published": fact["published_at"][:10]}
        yield {"id": f"fact-{n}", "title": fact["title"], "text": fact["fact"]} | origin


def signals(archive: Archive, reader: Reader, asked: Asked) -> list[tuple[Candidate, int]]:
    """Return the candidates that the desk would read, with whether each holds an answer."""
    question, found, _ = gather(archive, asked.question, NO_FILTERS, 10)
    chosen = read(question, found, reader)
    return [(c, int(any(c.text in g or g in c.text for g in asked.gold))) for c in chosen]


def main() -> None:
    """Collect signals, fit, report cross-validated figures, write the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--questions", type=int, default=700)
    ask.add_argument("--folder", type=Path)
    ask.add_argument("--dry", action="store_true", help="report, write nothing")
    told = ask.parse_args()
    rng = random.Random(SEED)
    asked = [*squad_questions(rng, told.questions), *speech_questions(rng, told.questions), *null_questions()]
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.folder or Path(scratch) / "archive"
        archive = Archive(folder)
        if not archive.counts()["articles"]:
            source = Path(scratch) / "corpus.jsonl"
            source.write_text("\n".join(json.dumps(a) for a in corpus()))
            archive.add([source])
        table = [(a, signals(archive, load_reader(), a)) for a in asked]
    fit(table, told.dry)


def fit(table: list[tuple[Asked, list[tuple[Candidate, int]]]], dry: bool) -> None:
    """Fit on all candidates, weigh each question alike, report by question, write the weights."""
    names = sorted(features(table[0][1][0][0].signals))
    x = np.array([[features(c.signals)[n] for n in names] for _, cs in table for c, _ in cs])
    y = np.array([label for _, cs in table for _, label in cs])
    group = np.array([i for i, (_, cs) in enumerate(table) for _ in cs])
    spread = x.std(0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=2000)
    p = cross_val_predict(model, x / spread, y, groups=group, cv=GroupKFold(5), method="predict_proba")[:, 1]
    floor = report(table, p, y, group)
    model.fit(x / spread, y)
    weights = dict(zip(names, np.round(model.coef_[0] / spread, 4).tolist(), strict=True))
    told = {"weights": weights, "bias": round(float(model.intercept_[0]), 4), "floor": round(floor, 3)}
    print(json.dumps(told, indent=1))
    if not dry:
        WEIGHTS.write_text(json.dumps(told, indent=1) + "\n")


def report(
    table: list[tuple[Asked, list[tuple[Candidate, int]]]], p: np.ndarray, y: np.ndarray, group: np.ndarray
) -> float:
    """Print figures by set and return the floor with the best mean of answer and abstention F1."""
    best = np.array([p[group == i].max() if (group == i).any() else 0.0 for i in range(len(table))])
    right = np.array([y[group == i][p[group == i].argmax()] if (group == i).any() else 0 for i in range(len(table))])
    possible = np.array([bool(a.gold) for a, _ in table])
    kinds = np.array([a.kind for a, _ in table])
    seen = np.array([any(label for _, label in cs) for _, cs in table])
    for kind in dict.fromkeys(kinds):
        k = kinds == kind
        line = {"of": kind, "n": int(k.sum()), "answerable": int(possible[k].sum())}
        if possible[k].any():
            line |= {"gold_read": float(seen[k & possible].mean()), "best_right": float(right[k & possible].mean())}
        if 0 < possible[k].sum() < k.sum():
            line |= {"auc": float(roc_auc_score(possible[k], best[k]))}
        print(json.dumps(line))
    floors = np.arange(0.05, 0.95, 0.01)
    balance = [balanced_f1(best >= f, possible, right) for f in floors]
    chosen = float(floors[int(np.argmax([b[0] for b in balance]))])
    for f in (0.1, 0.2, 0.3, 0.4, 0.5, chosen):
        print(f"floor {f:.2f}", [round(v, 3) for v in balanced_f1(best >= f, possible, right)])
    return chosen


def balanced_f1(answered: np.ndarray, possible: np.ndarray, right: np.ndarray) -> tuple[float, float, float, float]:
    """Return the mean of answering F1 and abstention F1, then answering F1, abstention precision and recall."""
    hit = (answered & possible & (right == 1)).sum()
    answer_f1 = 2 * hit / max(1, answered.sum() + possible.sum())
    precision = (~answered & ~possible).sum() / max(1, (~answered).sum())
    recall = (~answered & ~possible).sum() / max(1, (~possible).sum())
    abstain_f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return (answer_f1 + abstain_f1) / 2, answer_f1, precision, recall


if __name__ == "__main__":
    main()
