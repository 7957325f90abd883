"""Vectors of sentences and of their words, kept beside the passages: how near in meaning a query is to each.

They come out of the pass that makes the vectors of passages, so that a question costs no further pass: a sentence is
the mean of its tokens (late chunking, Günther et al. 2024), and each word of a query is met by the likest word of a
sentence (late interaction, Khattab and Zaharia 2020). Words are kept narrow: of the default encoder's 384 numbers 64
(``training/words.py``), a byte each.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoder import DEFAULT, OnEncoded
from index.pending import Entry, entries
from index.store import Store
from index.terms import content_spans
from index.values import Passage, Span

if TYPE_CHECKING:
    from index.encoder import Encoder

PROJECTION = Path(__file__).with_name("models") / "words" / "projection.npy"
_WIDTH = 128  # of other encoders, whose words are narrowed at random (Johnson and Lindenstrauss 1984)

Vectors = NDArray[np.float32]
Narrow = NDArray[np.int8]
Place = tuple[str, int]


class Inside(NamedTuple):
    """The vectors of a passage's sentences [sentences, dimension] and of the content words of each [n, width]."""

    sentences: Vectors
    words: list[Narrow]


def inside_of(
    encoder: Encoder, put: Sequence[Entry], progress: OnEncoded | None = None
) -> tuple[Vectors, list[Inside]]:
    """Return the vectors [len(put), dimension] of passages and of what is inside them."""
    spans = [[_words(entry, sentence) for sentence in entry.sentences] for entry in put]
    parts = [[*e.sentences, *(w for words in of for w in words)] for e, of in zip(put, spans, strict=True)]
    wholes, found = encoder.encode_parts([entry.text for entry in put], parts, progress)
    return wholes, [_inside(encoder, vectors, list(map(len, of))) for vectors, of in zip(found, spans, strict=True)]


def _words(entry: Entry, sentence: Span) -> list[Span]:
    found = content_spans(sentence.of(entry.text))
    return [Span(sentence.start + s.start, sentence.start + s.end) for s in found]


def _inside(encoder: Encoder, vectors: Vectors, counts: Sequence[int]) -> Inside:
    sentences, words = vectors[: len(counts)], narrowed(encoder, vectors[len(counts) :])
    return Inside(sentences, _split(words, counts))


def _split(words: Narrow, counts: Sequence[int]) -> list[Narrow]:
    return [words[start:end] for start, end in pairwise(np.cumsum([0, *counts]).tolist())]


def narrowed(encoder: Encoder, vectors: Vectors) -> Narrow:
    """Return vectors [n, dimension] as int8 [n, width]; of them only directions count."""
    found = vectors @ _projection(encoder.name, encoder.dimension)
    scale = 127 / np.maximum(np.abs(found).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.round(found * scale), dtype=np.int8)


@lru_cache(maxsize=2)
def _projection(name: str, dimension: int) -> Vectors:
    """Return orthonormal columns, float32 [dimension, width]."""
    if name.startswith(f"{DEFAULT}@"):
        return np.asarray(np.load(PROJECTION), dtype=np.float32)
    random = np.random.default_rng(dimension).standard_normal((dimension, min(dimension, _WIDTH)))
    return np.linalg.qr(random)[0].astype(np.float32)


def save_inside(store: Store, passage_ids: Sequence[str], found: Sequence[Inside]) -> None:
    """Keep what is inside passages."""
    rows = [
        (
            f.sentences.astype("<f2").tobytes(),
            json.dumps([*map(len, f.words)]),
            b"".join(w.tobytes() for w in f.words),
            i,
        )
        for i, f in zip(passage_ids, found, strict=True)
    ]
    store.run_many("INSERT OR REPLACE INTO inside SELECT number, ?, ?, ? FROM passages WHERE id = ?", rows)


def sentences(store: Store, encoder: Encoder, query: str, passages: Sequence[Passage]) -> dict[Place, float]:
    """Return how near in meaning to a query each sentence of the passages is: its cosine, by article and start."""
    vector = encoder.encode_query(query)
    return {
        (passage.article_id, span.start): float(cosine)
        for passage, found in _known(store, encoder, passages)
        for span, cosine in zip(passage.sentences, found.sentences @ vector, strict=True)
    }


def met(
    store: Store, encoder: Encoder, query: str, asked: Sequence[Span], passages: Sequence[Passage]
) -> dict[Place, Vectors]:
    """Return how well each sentence of the passages meets each asked word of a query: the cosine of its likest word.

    float32 [len(asked)] by the sentence's article and start; zeros for a sentence without content words.
    """
    _, found = encoder.encode_parts([query], [asked])
    wanted = _unit(narrowed(encoder, found[0]))
    return {
        (passage.article_id, span.start): _likest(words, wanted)
        for passage, inside in _known(store, encoder, passages)
        for span, words in zip(passage.sentences, inside.words, strict=True)
    }


def _likest(words: Narrow, wanted: Vectors) -> Vectors:
    if not len(words):
        return np.zeros(len(wanted), np.float32)
    return np.asarray((_unit(words) @ wanted.T).max(axis=0, initial=0.0), dtype=np.float32)


def _unit(vectors: Narrow) -> Vectors:
    found = vectors.astype(np.float32)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _known(store: Store, encoder: Encoder, passages: Sequence[Passage]) -> Iterator[tuple[Passage, Inside]]:
    """Yield passages with what is inside them; where an earlier version wrote the archive it is made here each time."""
    stored = _stored(store, [p.id for p in passages])
    lacking = entries(store, [p.id for p in passages if p.sentences and p.id not in stored])
    if lacking:
        stored |= dict(zip((e.passage_id for e in lacking), inside_of(encoder, lacking)[1], strict=True))
    yield from ((p, stored[p.id]) for p in passages if p.id in stored)


def _stored(store: Store, passage_ids: Collection[str]) -> dict[str, Inside]:
    sql = """SELECT p.id, i.sentences, i.counts, i.words FROM json_each(?) AS wanted
             JOIN passages AS p ON p.id = wanted.value JOIN inside AS i ON i.number = p.number"""
    made = {}
    for passage_id, vectors, told, words in store.run(sql, (json.dumps(list(passage_ids)),)):
        counts = json.loads(told)
        if counts:
            whole = np.frombuffer(vectors, "<f2").astype(np.float32).reshape(len(counts), -1)
            kept = np.frombuffer(words, np.int8).reshape(sum(counts), -1) if words else np.empty((0, 1), np.int8)
            made[passage_id] = Inside(whole, _split(kept, counts))
    return made
