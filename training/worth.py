"""Fits how much a sentence is worth checking, on debates from which fact-checkers chose (CheckThat! 2020, task 5).

A logistic regression (L-BFGS on the whole gradient, L2) over the packaged encoder's vector, hashed words and plain
signs. To it is added half of another, fitted with claims that fact-checkers took up elsewhere (CheckThat! 2020, task
2) as more sentences worth checking: it makes the sum, a linear model too, fit news of any kind. The report is mean
average precision over transcripts, each scored by a model that saw none of its sentences, beside a model of words and
pairs of words (tf-idf) in the same folds. The bias is set so that ``SHARE`` of the sentences of news texts score 0.5 or
more. Writes ``rag/worth.npz``.
Usage: ``python -m training.worth [--folder DIR] [--strength 0.15] [--dry]``; ``--folder`` keeps the vectors.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

from index.encoder import DEFAULT, load_encoder
from index.sentences import paragraphs
from rag.worth import WEIGHTS, Worth
from rag.worth_signs import BUCKETS, buckets, signs, tokens
from training.reader_data import SHARED, rows

DEBATES = SHARED / "benchmarks/checkworthy/train.jsonl.gz"
CLAIMS = SHARED / "benchmarks/claim_retrieval/claims.jsonl.gz"
CLAIM_COUNT, CLAIM_WEIGHT, CLAIM_SHARE, SEED = 2500, 0.1, 0.5, 5
NEWS = SHARED / "benchmarks/polnear/train.jsonl.gz"
NEWS_ARTICLES, SHARE = 40, 0.55
FOLDS, STEPS = 10, 60
SIGNS_SCALE, WORDS_SCALE, MEANING_SCALE = 0.3, 3.0, 3.0

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Table:
    """Features of sentences: dense (signs, then the vector), and sparse (hashed words), both scaled."""

    dense: Floats
    words: Any

    def rows(self, chosen: NDArray[np.int64]) -> Table:
        """Return the features of some sentences."""
        return Table(self.dense[chosen], self.words[chosen])

    def followed_by(self, other: Table) -> Table:
        """Return the features of these sentences and of the others after them."""
        return Table(np.vstack([self.dense, other.dense]), sparse.vstack([self.words, other.words]).tocsr())

    def odds(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log odds of each sentence."""
        width = self.dense.shape[1]
        return np.asarray(self.dense @ weights[:width] + self.words @ weights[width:-1] + weights[-1])


def vectors(sentences: Sequence[str], folder: Path, name: str) -> Floats:
    """Return the encoder's vectors, from the folder if they are there."""
    kept = folder / f"{name}.npy"
    if not kept.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(kept, load_encoder(DEFAULT).encode(sentences))
    found: Floats = np.load(kept)
    if len(found) != len(sentences):
        raise SystemExit(f"{kept} has other sentences; delete it")
    return found


def sign_values(sentences: Sequence[str]) -> tuple[list[str], Floats]:
    """Return the names of the signs and their values, a row a sentence."""
    told = [signs(s, tokens(s)) for s in sentences]
    names = sorted(told[0])
    return names, np.array([[t[n] for n in names] for t in told], dtype=np.float32)


def hashed(sentences: Sequence[str]) -> Any:
    """Return the hashed words of sentences, rows of length 1."""
    found = [buckets(tokens(s)) for s in sentences]
    ends = np.cumsum([0, *map(len, found)])
    values = np.concatenate([np.full(len(b), 1 / max(1.0, len(b) ** 0.5)) for b in found])
    return sparse.csr_matrix((values.astype(np.float32), np.concatenate(found), ends), (len(found), BUCKETS))


def fitted(table: Table, labels: NDArray[np.float64], claims: Table, strength: float) -> NDArray[np.float64]:
    """Return the weights, the bias last; ``strength`` weighs the data against the L2 penalty."""
    alone = _fitted(table, labels, np.full(len(labels), strength))
    count = claims.words.shape[0]
    share = strength * np.concatenate([np.ones(len(labels)), np.full(count, CLAIM_WEIGHT)])
    return alone + CLAIM_SHARE * _fitted(table.followed_by(claims), np.concatenate([labels, np.ones(count)]), share)


def _fitted(table: Table, labels: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression; ``share`` is what each row weighs against the L2 penalty."""
    width, turned = table.dense.shape[1], table.words.T.tocsr()
    side = np.where(labels > 0, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = side * table.odds(weights)
        pull = (-side * share / (1 + np.exp(np.clip(margin, -50, 50)))).astype(np.float32)
        slope = np.concatenate([table.dense.T @ pull, turned @ pull, [pull.sum()]]).astype(np.float64)
        slope[:-1] += weights[:-1]
        return float((share * np.logaddexp(0, -margin)).sum()) + 0.5 * float((weights[:-1] ** 2).sum()), slope

    start = np.zeros(width + table.words.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x)


def folds(labels: NDArray[np.float64], groups: NDArray[np.str_]) -> Iterator[tuple[Any, Any]]:
    """Yield (train, test) positions; whole transcripts are held out."""
    yield from GroupKFold(FOLDS).split(labels, labels, groups)


def ours(
    table: Table, labels: NDArray[np.float64], groups: NDArray[np.str_], claims: Table, strength: float
) -> NDArray[np.float64]:
    """Return the score of each sentence by a model that saw none of its transcript."""
    found = np.zeros(len(labels))
    for train, test in folds(labels, groups):
        found[test] = table.rows(test).odds(fitted(table.rows(train), labels[train], claims, strength))
    return found


def baseline(texts: Sequence[str], labels: NDArray[np.float64], groups: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return the scores of a model of words and pairs of words in the same folds."""
    found = np.zeros(len(labels))
    for train, test in folds(labels, groups):
        reader = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
        model = LogisticRegression(max_iter=300).fit(reader.fit_transform([texts[i] for i in train]), labels[train])
        found[test] = model.decision_function(reader.transform([texts[i] for i in test]))
    return found


def precisions(scores: NDArray[np.float64], labels: NDArray[np.float64], groups: NDArray[np.str_]) -> Floats:
    """Return the average precision of each transcript."""
    each = [average_precision_score(labels[groups == g], scores[groups == g]) for g in np.unique(groups)]
    return np.array(each, dtype=np.float32)


def report(name: str, found: Floats) -> None:
    """Print the mean over transcripts with its standard error."""
    print(f"{name}: MAP {found.mean():.4f} (standard error {found.std() / len(found) ** 0.5:.4f}, {len(found)})")


def claim_texts() -> list[str]:
    """Return claims that fact-checkers took up."""
    return [row["text"] for row in random.Random(SEED).sample(list(rows(CLAIMS)), CLAIM_COUNT)]


def news_sentences() -> list[str]:
    """Return the sentences of news articles that set where checking starts."""
    texts = [row["text"] for _, row in zip(range(NEWS_ARTICLES), rows(NEWS), strict=False)]
    return [" ".join(s.of(t).split()) for t in texts for block in paragraphs(t) for s in block]


def main() -> None:
    """Report held-out figures, fit on everything, write the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--folder", type=Path)
    ask.add_argument("--strength", type=float, default=0.15)
    ask.add_argument("--dry", action="store_true", help="report, write nothing")
    told = ask.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(told.folder or Path(scratch), told.strength, told.dry)


def run(folder: Path, strength: float, dry: bool) -> None:
    """Read, report, fit, write."""
    debates = list(rows(DEBATES))
    texts = [d["text"] for d in debates]
    labels, groups = np.array([float(d["label"]) for d in debates]), np.array([d["transcript"] for d in debates])
    names, values = sign_values(texts)
    scale = SIGNS_SCALE / (values.std(0) + 1e-6)
    claims = claim_texts()
    table = tabled(values * scale, vectors(texts, folder, "debates"), texts)
    more = tabled(sign_values(claims)[1] * scale, vectors(claims, folder, "claims"), claims)
    report("words and pairs", precisions(baseline(texts, labels, groups), labels, groups))
    report("ours", precisions(ours(table, labels, groups, more, strength), labels, groups))
    if not dry:
        weights = fitted(table, labels, more, strength)
        save(names, weights, scale, folder)


def tabled(values: Floats, meaning: Floats, texts: Sequence[str]) -> Table:
    """Return the scaled features of texts."""
    return Table(np.hstack([values, meaning * MEANING_SCALE]).astype(np.float32), hashed(texts) * WORDS_SCALE)


def save(names: Sequence[str], weights: NDArray[np.float64], scale: Floats, folder: Path) -> None:
    """Write the weights in the units of unscaled features, with the bias that news texts ask for."""
    count = len(names)
    of_signs = np.round(weights[:count] * scale, 5)
    meaning = (weights[count:-1][:-BUCKETS] * MEANING_SCALE).astype(np.float16)
    words = (weights[count:-1][-BUCKETS:] * WORDS_SCALE).astype(np.float16)
    news = news_sentences()
    plain = Worth(dict(zip(names, of_signs, strict=True)), words.astype(np.float32), meaning.astype(np.float32), 0.0)
    odds = np.array([plain.of_words(s) for s in news]) + vectors(news, folder, "news") @ plain.meaning
    bias = -float(np.quantile(odds, 1 - SHARE))
    np.savez_compressed(
        WEIGHTS, sign_names=np.array(names), sign_weights=of_signs, words=words, meaning=meaning, bias=np.float64(bias)
    )


if __name__ == "__main__":
    main()
