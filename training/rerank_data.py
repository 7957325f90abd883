"""Makes the groups that the reader learns to rank by: a query, a passage that is right, and others that look like it.

Sources: SQuAD 2.0 (question -> paragraph), CheckThat! 2020 task 2 (tweet -> fact-checked claim), Check-COVID (claim ->
abstract) and FNC-1 (headline -> article), train splits only. The wrong passages are those that the desk's own encoder
and a TF-IDF rank highest (Xiong et al. 2021, ANCE: negatives should be what the first stage confuses).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import load_encoder
from index.split import split
from training.reader_data import HELD_OUT, IGNORE, SHARED, Example, rows

WRONG, DEPTH = 3, 30
BENCHMARKS = SHARED / "benchmarks"


@dataclass(frozen=True, slots=True)
class Text:
    """A passage with the document that it belongs to; ``gold`` are its sentences' labels, where they are known."""

    document: str
    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """Title and sentences in one."""
        return " ".join((self.title, *self.sentences)).strip()


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: the right documents, those that may be right too, and sentences known to answer."""

    text: str
    right: frozenset[str]
    maybe: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


class Pool:
    """Passages, ranked for a query by cosine and TF-IDF together, as the desk's first stage does."""

    def __init__(self, texts: Sequence[Text], cache: Path) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.texts = list(texts)
        whole = [t.text for t in texts]
        self._words = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
        self._table = self._words.fit_transform(whole)
        digest = hashlib.sha256("\n".join(whole).encode()).hexdigest()[:16]
        self._vectors = _kept(cache / f"{digest}.npy", lambda: _encoded(whole))

    def ranked(self, queries: Sequence[str]) -> Iterator[list[int]]:
        """Yield the numbers of the ``DEPTH`` best passages for each query."""
        near = _encoded(queries) @ self._vectors.T
        worded = (self._words.transform(queries) @ self._table.T).toarray()
        for row in near + worded:
            yield [int(i) for i in np.argsort(-row)[:DEPTH]]


def _encoded(texts: Sequence[str]) -> NDArray[np.float32]:
    encoder = load_encoder()
    return np.concatenate([encoder.encode(texts[i : i + 256]) for i in range(0, len(texts), 256)])


def _kept(path: Path, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, make())
    return np.asarray(np.load(path), dtype=np.float32)


def passages(document: str, title: str, text: str) -> Iterator[Text]:
    """Yield the passages of a document as the desk cuts them."""
    for _, spans in split(text):
        if sentences := tuple(s.of(text) for s in spans):
            yield Text(document, title, sentences)


def groups(texts: Sequence[Text], queries: Sequence[Query], cache: Path, rng: random.Random) -> Iterator[list[Example]]:
    """Yield for each query its best right passage and ``WRONG`` of the wrong ones that rank highest."""
    pool = Pool(texts, cache)
    for query, order in zip(queries, pool.ranked([q.text for q in queries]), strict=True):
        ranked = [pool.texts[i] for i in order]
        right = [t for t in ranked if _is_right(t, query)] or [t for t in pool.texts if _is_right(t, query)]
        wrong = [t for t in ranked if t.document not in query.right | query.maybe]
        if not right or len(wrong) < WRONG:
            continue
        chosen = right[0] if rng.random() < 0.6 else rng.choice(right[:3])
        hard = [*wrong[:2], *rng.sample(wrong[2:], WRONG - 2)] if len(wrong) > WRONG else wrong
        yield [_example(query, t) for t in (chosen, *hard[:WRONG])]


def _is_right(text: Text, query: Query) -> bool:
    return text.document in query.right and (not query.answers or bool(query.answers.intersection(text.sentences)))


def _example(query: Query, text: Text) -> Example:
    return Example(query.text, text.title, text.sentences, tuple(_label(query, text, s) for s in text.sentences))


def _label(query: Query, text: Text, sentence: str) -> float:
    if text.document not in query.right:
        return 0.0
    return 1.0 if sentence in query.answers else IGNORE


def squad(_: random.Random) -> tuple[list[Text], list[Query]]:
    """Return the paragraphs of SQuAD 2.0 but for the held-out articles, and their answerable questions."""
    texts, queries = [], []
    for article in rows(BENCHMARKS / "squad2/articles.jsonl.gz"):
        if article["title"] in HELD_OUT:
            continue
        title = article["title"].replace("_", " ")
        for number, paragraph in enumerate(article["paragraphs"]):
            name, text = f"{title}-{number}", paragraph["context"]
            spans = [s for _, inside in split(text) for s in inside]
            texts += passages(name, title, text)
            for asked in paragraph["qas"]:
                starts = [a["answer_start"] for a in asked["answers"]]
                gold = frozenset(s.of(text) for s in spans for i in starts if s.start <= i < s.end)
                if gold:
                    queries.append(Query(asked["question"].strip(), frozenset({name}), answers=gold))
    return texts, queries


def claims(_: random.Random) -> tuple[list[Text], list[Query]]:
    """Return fact-checked claims and the tweets that repeat them."""
    texts = [
        t
        for r in rows(BENCHMARKS / "claim_retrieval/claims.jsonl.gz")
        for t in passages(r["id"], r["title"], r["text"])
    ]
    train = rows(BENCHMARKS / "claim_retrieval/train.jsonl.gz")
    return texts, [Query(r["query"], frozenset(r["relevant"])) for r in train]


def check_covid(_: random.Random) -> tuple[list[Text], list[Query]]:
    """Return abstracts and the claims that they support, refute or speak of."""
    corpus = {r["cord_id"]: r for r in rows(BENCHMARKS / "check_covid/corpus.jsonl.gz")}
    texts = [t for i, r in corpus.items() for t in passages(i, r["title"], " ".join(r["abstract"]))]
    return texts, [
        Query(r["claim"].strip(), frozenset({r["cord_id"]})) for r in rows(BENCHMARKS / "check_covid/train.jsonl.gz")
    ]


def fnc(rng: random.Random, held_share: float = 0.2) -> tuple[list[Text], list[Query]]:
    """Return articles of FNC-1 and headlines, but for a share of the stories; others of a story may be right too."""
    related: dict[str, set[str]] = {}
    for row in rows(BENCHMARKS / "fnc1/stances.jsonl.gz"):
        if row["stance"] != "unrelated":
            related.setdefault(row["headline"], set()).add(row["body"])
    story = stories(related)
    texts = [t for r in rows(BENCHMARKS / "fnc1/articles.jsonl.gz") for t in passages(r["id"], "", r["text"])]
    queries = [
        Query(headline, frozenset(bodies), story[next(iter(bodies))])
        for headline, bodies in sorted(related.items())
        if not is_held(story[next(iter(bodies))], held_share)
    ]
    return texts, rng.sample(queries, len(queries))


def stories(related: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Return for each article all articles that headlines join to it, directly or through others."""
    joined: dict[str, set[str]] = {}
    for bodies in related.values():
        merged = set(bodies).union(*(joined.get(b, set()) for b in bodies))
        for body in merged:
            joined[body] = merged
    return {body: frozenset(all_) for body, all_ in joined.items()}


def is_held(story: frozenset[str], share: float = 0.2) -> bool:
    """Tell whether a story is kept out of training."""
    return int(hashlib.sha256(min(story).encode()).hexdigest()[:8], 16) / 16**8 < share


SOURCES = {"squad": squad, "claims": claims, "check_covid": check_covid, "fnc": fnc}
