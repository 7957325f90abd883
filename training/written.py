"""Reads what people wrote about news by hand: statements with their evidence, questions with what answers them.

``training/statements.jsonl`` and ``training/near_misses.jsonl`` hold our own words and offsets into public articles (of
PolNeAR train and of FNC-1), never the articles' text. Most statements and questions use other words than the article,
and come in sets over the same sentences that differ in what decides (contrast sets, Gardner et al. 2020).
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from index.verifier import NEUTRAL, REFUTES, SUPPORTS
from training.reader_data import SHARED, Example, overlap, rows, sentences_of
from training.verifier_data import Pair

STATEMENTS = Path(__file__).with_name("statements.jsonl")
QUESTIONS = Path(__file__).with_name("near_misses.jsonl")
FNC = "fnc-"
Place = tuple[int, int]
_LABELS = {"supports": SUPPORTS, "neutral": NEUTRAL, "refutes": REFUTES}
_HELD_OUT = 8


def is_held_out(article: str) -> bool:
    """Tell whether an article's statements and questions are kept for measuring: one article of eight."""
    return int(hashlib.sha1(article.encode(), usedforsecurity=False).hexdigest(), 16) % _HELD_OUT == 0


@lru_cache(maxsize=1)
def articles() -> dict[str, tuple[str, str]]:
    """Return title and text of each article by its id; the ids of FNC-1 begin with ``fnc-``."""
    home = SHARED / "benchmarks"
    told = {r["id"]: (r.get("title") or "", r["text"]) for r in rows(home / "polnear/train.jsonl.gz")}
    return told | {f"{FNC}{r['id']}": ("", r["text"]) for r in rows(home / "fnc1/articles.jsonl.gz")}


def _rows(path: Path, held_out: bool) -> Iterator[dict[str, Any]]:
    told = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return (r for r in told if is_held_out(r["article"]) == held_out)


def statements(rng: random.Random, held_out: bool = False) -> Iterator[Pair]:
    """Yield statements beside the sentences that decide them; in training a third have a sentence more."""
    yield from (pair for _, some in by_article(rng, held_out) for pair in some)


def by_article(rng: random.Random, held_out: bool) -> Iterator[tuple[str, list[Pair]]]:
    """Yield the statements about each article."""
    told = sorted(_rows(STATEMENTS, held_out), key=lambda r: r["article"])
    for article, some in groupby(told, key=lambda r: r["article"]):
        text = articles()[article][1]
        spans = sentences_of(text)
        yield article, [_pair(row, text, spans, rng if not held_out else None) for row in some]


def _pair(row: dict[str, Any], text: str, sentences: Sequence[Place], rng: random.Random | None) -> Pair:
    at = [(s, e) for s, e in row["at"]]
    if rng and len(at) < 3 and rng.random() < 1 / 3:
        at = _wider(at, sentences, rng)
    return Pair(row["statement"], " ".join(text[s:e] for s, e in at), _LABELS[row["label"]], "written")


def elsewhere(rng: random.Random) -> Iterator[Pair]:
    """Yield each statement beside evidence for other statements about its article, which says nothing of it."""
    told = sorted(_rows(STATEMENTS, held_out=False), key=lambda r: r["article"])
    for article, some in groupby(told, key=lambda r: r["article"]):
        rows_of, text = list(some), articles()[article][1]
        places = sorted({tuple(map(tuple, r["at"])) for r in rows_of})
        for row in rows_of:
            own = {tuple(span) for span in row["at"]}
            if others := [p for p in places if not own.intersection(p)]:
                evidence = " ".join(text[s:e] for s, e in rng.choice(others))
                yield Pair(row["statement"], evidence, NEUTRAL, "written_elsewhere")


@lru_cache(maxsize=1)
def priors() -> dict[str, tuple[float, ...]]:
    """Return log-probabilities of a statement's label given the statement alone, by words and sentence vector.

    Cross-fitted by article. Added to the model's logits while it learns, they keep it from learning what the wording
    of a statement gives away of its label (product of experts, Clark et al. 2019).
    """
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    from index.encoder import load_encoder

    told = list(_rows(STATEMENTS, held_out=False))
    texts, labels = [r["statement"] for r in told], np.array([_LABELS[r["label"]] for r in told])
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit_transform(texts)
    x = hstack([words, csr_matrix(2 * load_encoder().encode(texts))]).tocsr()
    found = np.zeros((len(told), len(_LABELS)))
    for seen, unseen in GroupKFold(5).split(x, labels, [r["article"] for r in told]):
        model = LogisticRegression(C=2, max_iter=800).fit(x[seen], labels[seen])
        found[unseen] = model.predict_log_proba(x[unseen])
    print(f"labels guessed from the statement alone: {np.mean(found.argmax(1) == labels):.3f}", flush=True)
    return {text: tuple(row) for text, row in zip(texts, found.tolist(), strict=True)}


def _wider(spans: Sequence[Place], sentences: Sequence[Place], rng: random.Random) -> list[Place]:
    first, last = sentences.index(spans[0]), sentences.index(spans[-1])
    beside = [i for i in (first - 1, last + 1) if 0 <= i < len(sentences)]
    return sorted({*spans, *(sentences[i] for i in rng.sample(beside, min(1, len(beside))))})


def questions(rng: random.Random, held_out: bool = False) -> Iterator[Example]:
    """Yield windows of up to five sentences around what answers a question, or around what only looks so."""
    for row in _rows(QUESTIONS, held_out):
        title, text = articles()[row["article"]]
        spans = sentences_of(text)
        parts = [text[s:e] for s, e in spans]
        at = [spans.index((s, e)) for s, e in row["at"]]
        gold = set(at) if row["label"] == "answered" else set()
        labels = [float(i in gold) for i in range(len(parts))]
        yield _window(row["question"], title, parts, labels, rng.choice(at), rng)
        rest = [i for i in range(len(parts)) if i not in at]
        if rest and rng.random() < 0.4:
            near = max(rest, key=lambda i: overlap(row["question"], parts[i]) + rng.random() * 0.2)
            yield _window(row["question"], title, parts, labels, near, rng)


def _window(
    question: str, title: str, parts: Sequence[str], labels: Sequence[float], must: int, rng: random.Random
) -> Example:
    size = min(rng.choice((1, 2, 3, 4, 5)), len(parts))
    start = rng.randint(max(0, must - size + 1), min(must, len(parts) - size))
    here = slice(start, start + size)
    return Example(question, title, tuple(parts[here]), tuple(labels[here]))
