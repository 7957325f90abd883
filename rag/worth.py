"""How much is a sentence worth checking? A linear model over its meaning, its words and plain signs of them.

A logistic regression over the encoder's vector, hashed words and pairs of words, and signs such as numbers, names,
tense and person; ``training/worth.py`` fits it on debates from which fact-checkers chose sentences (CheckThat! 2020,
task 5). Its weights are data, in ``rag/worth.npz``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import DEFAULT, Encoder, load_encoder
from index.errors import ModelError
from rag.worth_signs import BUCKETS, buckets, signs, tokens

WEIGHTS = Path(__file__).with_name("worth.npz")
Floats = NDArray[np.float32]

FLOOR = 0.5


@dataclass(frozen=True)
class Worth:
    """Weights of the signs (by name), of the hashed words and of the packaged encoder's vector, with the bias."""

    signs: Mapping[str, float]
    words: Floats
    meaning: Floats
    bias: float

    def scores(self, sentences: Sequence[str]) -> list[float]:
        """Return for each sentence how much it is worth checking, in [0, 1]; from ``FLOOR`` on it should be checked.

        A rank and no frequency: in the debates one sentence in ninety was chosen.
        """
        if not sentences:
            return []
        whole = [s.encode("utf-8", "replace").decode("utf-8") for s in sentences]  # half a character is no text
        odds = np.array([self.of_words(s) for s in whole]) + _encoder().encode(whole) @ self.meaning
        return [float(p) for p in 1 / (1 + np.exp(-np.clip(odds + self.bias, -30, 30)))]

    def of_words(self, sentence: str) -> float:
        """Return what the words and signs of a sentence add to its score, in log odds."""
        found = tokens(sentence)
        hashed = buckets(found)
        plain = sum(self.signs[name] * value for name, value in signs(sentence, found).items())
        return float(plain + self.words[hashed].sum() / max(1.0, len(hashed) ** 0.5))


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    """Return the encoder of the weights, whatever the archive's is."""
    return load_encoder(DEFAULT)


@lru_cache(maxsize=1)
def load_worth() -> Worth:
    """Return the fitted weights that ship with the desk; raise ModelError when they are missing or damaged."""
    try:
        with np.load(WEIGHTS, allow_pickle=False) as told:
            return _read(told)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(f"{WEIGHTS.name} cannot be read ({error}); install claimdesk again") from error


def _read(told: Mapping[str, NDArray[np.generic]]) -> Worth:
    words = told["words"].astype(np.float32)
    if words.shape != (BUCKETS,):
        raise ValueError(f"{words.shape} weights for {BUCKETS} words")
    weights = dict(zip(told["sign_names"].tolist(), told["sign_weights"].tolist(), strict=True))
    return Worth(
        weights,
        words,
        told["meaning"].astype(np.float32),
        float(told["bias"]),
    )
