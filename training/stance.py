"""Fits what an article makes of a headline (``rag/article_stance.py``) on the training articles of FNC-1.

Articles whose id hashes to 0 (``is_dev``) are never read here: the suite *stance* measures on them. Folds keep
headlines and articles together. The biases of the labels are moved until macro F1 over the folds is best.
Usage: ``python -m training.stance [--cache FILE.npz] [--unrelated 6000]``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from evals.label_scores import f1_by_class, macro_f1
from evals.stance_sets import Headline, fnc
from evals.support_sets import read_rows
from rag.article_stance import LABELS, WEIGHTS, signals, standard
from training.reader_data import SHARED

SEED = 5
FOLDS = 5
SHARES = (0.074, 0.017, 0.178, 0.731)
"""How much of FNC-1 each label is, in the order of ``LABELS``."""
FOLDER = SHARED / "benchmarks" / "fnc1"
Table = tuple[np.ndarray, np.ndarray, list[str], list[str], np.ndarray]


def training_rows(unrelated: int) -> list[Headline]:
    """Return every related pair of the training articles, and some of the unrelated ones."""
    rows = fnc(read_rows(FOLDER / "articles.jsonl.gz"), read_rows(FOLDER / "stances.jsonl.gz"), dev=False)
    others = [row for row in rows if row.stance == "unrelated"]
    related = [row for row in rows if row.stance != "unrelated"]
    return related + random.Random(SEED).sample(others, min(unrelated, len(others)))


def table(rows: Sequence[Headline]) -> Table:
    """Return signals, labels, headlines and article ids of the rows, and the names of the signals."""
    made = [signals(r.headline, r.text) for r in rows]
    names = sorted(made[0])
    x = np.array([[m[name] for name in names] for m in made])
    y = np.array([LABELS.index(r.stance) for r in rows])
    return x, y, [r.headline for r in rows], [r.body for r in rows], np.array(names)


def weights_of(y: np.ndarray) -> np.ndarray:
    """Return sample weights that give each label its share in the whole data set, however many rows were sampled."""
    return np.array([SHARES[label] / max(1, int((y == label).sum())) * len(y) for label in y])


def as_often(y: np.ndarray) -> np.ndarray:
    """Return row numbers, those of a label that was sampled repeated until it has its share in the whole data set."""
    counts = [int((y == label).sum()) for label in range(len(LABELS))]
    whole = max(count / SHARES[label] for label, count in enumerate(counts))
    rows = [np.resize(np.flatnonzero(y == label), round(whole * SHARES[label])) for label in range(len(LABELS))]
    return np.concatenate(rows)


def fitted(x: np.ndarray, y: np.ndarray, sample: np.ndarray, c: float) -> LogisticRegression:
    """Return a logistic regression over standardised signals."""
    return LogisticRegression(C=c, max_iter=300, tol=1e-3).fit(x, y, sample_weight=sample)


def groups_of(headlines: Sequence[str], bodies: Sequence[str]) -> np.ndarray:
    """Return a group for each row; rows that share a headline or an article, related pairs linked, are in one."""
    parent: dict[str, str] = {}

    def find(a: str) -> str:
        while parent.setdefault(a, a) != a:
            a = parent[a]
        return a

    for headline, body in zip(headlines, bodies, strict=True):
        parent[find(f"h{headline}")] = find(f"b{body}")
    return np.array([find(f"h{headline}") for headline in headlines])


def best_bias(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the shifts of the logits at which macro F1 is best, found label by label."""
    logits, shift = np.log(p + 1e-12), np.zeros(len(LABELS))
    for _ in range(3):
        for label in range(len(LABELS)):
            options = []
            for step in np.arange(-2.0, 2.01, 0.2):
                trial = shift.copy()
                trial[label] = step
                options.append((mean_f1((logits + trial).argmax(axis=1), y), -abs(step), step))
            shift[label] = max(options)[2]
    return shift


def mean_f1(told: np.ndarray, gold: np.ndarray) -> float:
    """Return macro F1 of label numbers."""
    right = np.bincount(gold[told == gold], minlength=len(LABELS))
    named = np.bincount(told, minlength=len(LABELS)) + np.bincount(gold, minlength=len(LABELS))
    return float((2 * right / np.maximum(1, named)).mean())


def main() -> None:
    """Fit, print what the folds reach, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--unrelated", type=int, default=6000)
    parser.add_argument("--c", type=float, default=0.1)
    asked = parser.parse_args()
    x, y, headlines, bodies, names = _cached(asked.cache, asked.unrelated)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-3)
    z = standard(x, mean, scale)
    # Unrelated pairs would tie everything into one group.
    related = y != LABELS.index("unrelated")
    group = np.array([f"u{body}" for body in bodies], dtype=object)
    group[related] = groups_of(*([v for v, r in zip(vs, related, strict=True) if r] for vs in (headlines, bodies)))
    out = np.zeros((len(y), len(LABELS)))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(z, y, group):
        model = fitted(z[train], y[train], weights_of(y[train]), asked.c)
        out[test] = model.predict_proba(z[test])
    seen = as_often(y)
    shift = best_bias(out[seen], y[seen])
    told = [LABELS[i] for i in (np.log(out[seen] + 1e-12) + shift).argmax(axis=1)]
    gold = [LABELS[i] for i in y[seen]]
    print("folds: macro F1", macro_f1(told, gold, LABELS), f1_by_class(told, gold, LABELS), "shift", shift)
    model = fitted(z, y, weights_of(y), asked.c)
    numbers = {"mean": mean, "scale": scale, "weights": model.coef_, "bias": model.intercept_ + shift}
    told_numbers = {name: np.round(value, 4).tolist() for name, value in numbers.items()}
    WEIGHTS.write_text(json.dumps({"names": names.tolist(), **told_numbers}, indent=None) + "\n", encoding="utf-8")


def _cached(cache: Path | None, unrelated: int) -> Table:
    if cache and cache.exists():
        kept = np.load(cache, allow_pickle=False)
        return kept["x"], kept["y"], kept["headlines"].tolist(), kept["bodies"].tolist(), kept["names"]
    made = table(training_rows(unrelated))
    if cache:
        x, y, headlines, bodies, names = made
        np.savez(cache, x=x, y=y, headlines=np.array(headlines), bodies=np.array(bodies), names=names)
    return made


if __name__ == "__main__":
    main()
