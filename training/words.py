"""Fits how vectors of words are narrowed before they are kept: the directions in which words of news differ most.

Usage: ``python -m training.words [--out index/models/words/projection.npy]``; about a minute.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from index.encoder import load_encoder
from index.inside import PROJECTION
from index.terms import content_spans
from training.reader_data import SHARED, rows, sentences_of

PASSAGES, OF_ONE, SENTENCES, WIDTH = 900, 3, 4, 64


def passages() -> list[str]:
    """Return the first passages of articles of PolNeAR train, four sentences each."""
    made: list[str] = []
    for article in rows(SHARED / "benchmarks/polnear/train.jsonl.gz"):
        spans = sentences_of(article["text"])[: OF_ONE * SENTENCES]
        parts = [spans[at : at + SENTENCES] for at in range(0, len(spans), SENTENCES)]
        made += [article["text"][part[0][0] : part[-1][1]] for part in parts]
        if len(made) >= PASSAGES:
            break
    return made


def main() -> None:
    """Encode the words of the passages, take their first singular directions, write them."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, default=PROJECTION)
    told = ask.parse_args()
    texts = passages()
    _, found = load_encoder("").encode_parts(texts, [content_spans(text) for text in texts])
    words = np.concatenate(found)
    directions, strength, _ = np.linalg.svd(words.T @ words)
    kept = directions[:, :WIDTH]
    print(f"{len(words)} words, {strength[:WIDTH].sum() / strength.sum():.3f} of their squares kept")
    np.save(told.out, kept.astype(np.float16))


if __name__ == "__main__":
    main()
