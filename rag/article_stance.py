"""What an article as a whole makes of a headline or statement: it agrees, disagrees, discusses it, or is unrelated.

The four stances of the Fake News Challenge (Pomerleau & Rao 2017). A multinomial logistic regression over how much of
the headline's words and names the article's windows share, and over words that doubt, deny or pass on, in the headline,
where the article opens and where it is nearest; ``training/stance.py`` fits the weights, which are data, in
``rag/article_stance.json``. Whether one passage bears out a statement is the verifier's work (``rag/verify.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.opposites import FALSE, NEGATIONS, UNREAL
from index.terms import content_stems, words
from index.verifier import windows
from rag.article_stance_words import DENIES, DOUBTS, HEARSAY, OBJECTS, PASSES_ON

Floats = NDArray[np.float64]
Label = Literal["agree", "disagree", "discuss", "unrelated"]
LABELS: tuple[Label, ...] = ("agree", "disagree", "discuss", "unrelated")
WEIGHTS = Path(__file__).with_name("article_stance.json")
RELATED, FARTHEST = 0.2, 2.5
_NAME = re.compile(r"\b[A-Z][\w-]+|\d[\d,.]*")
_MOST_WORDS = 1200


@dataclass(frozen=True, slots=True)
class Body:
    """An article as windows of a few sentences, with the stems of each."""

    text: str
    windows: tuple[str, ...]
    stems: tuple[frozenset[str], ...]


@lru_cache(maxsize=4096)
def body_of(text: str) -> Body:
    """Return a text cut into windows; of a very long one, its beginning."""
    short = " ".join(text.split(" ")[:_MOST_WORDS])
    made = tuple(windows(short)) or ("",)
    return Body(short, made, tuple(frozenset(content_stems(window)) for window in made))


def nearest(headline: str, body: Body) -> str:
    """Return the window after the first that shares most of a headline's words; the first if it is the only one."""
    wanted = frozenset(content_stems(headline))
    later = range(1, len(body.windows))
    return body.windows[max(later, key=lambda i: len(wanted & body.stems[i]), default=0)]


def overlaps(headline: str, body: Body) -> dict[str, float]:
    """Return how much of the headline is in the article, its best window and its first one, in [0, 1]."""
    wanted = frozenset(content_stems(headline))
    shared = [len(wanted & stems) / max(1, len(wanted)) for stems in body.stems]
    everywhere = len(wanted & frozenset().union(*body.stems)) / max(1, len(wanted))
    return {"all": everywhere, "best": max(shared), "first": shared[0], "names": _named(headline, body.text)}


def _named(headline: str, text: str) -> float:
    """Return the share of the headline's names and numbers that the text has; half where it has none."""
    wanted = {word.lower() for word in _NAME.findall(headline)}
    heard = set(words(text.lower()))
    return len(wanted & heard) / len(wanted) if wanted else 0.5


def signals(headline: str, text: str) -> dict[str, float]:
    """Return the numbers that decide."""
    body = body_of(text)
    made = {f"overlap_{name}": value for name, value in overlaps(headline, body).items()}
    places = {"headline": headline, "first": body.windows[0], "best": nearest(headline, body), "all": body.text}
    for place, words_there in places.items():
        made |= {f"{name}_{place}": value for name, value in _worded(words_there).items()}
    made["question_headline"] = float("?" in headline)
    made["quoted_headline"] = float(any(mark in headline for mark in "'\"‘“"))
    return made | _combined(made)


@lru_cache(maxsize=8192)
def _worded(text: str) -> dict[str, float]:
    """Return whether a text denies, doubts, passes on, and how often."""
    size = max(30, len(text.split()))
    tables = {"denies": DENIES, "doubts": DOUBTS, "hearsay": HEARSAY, "passes_on": PASSES_ON, "objects": OBJECTS}
    counted = {name: len(table.findall(text)) for name, table in tables.items()}
    counted["unreal"] = len(UNREAL.findall(text)) + len(FALSE.findall(text))
    counted["negated"] = sum(word in NEGATIONS for word in words(text.lower()))
    any_of = {f"{name}_any": float(count > 0) for name, count in counted.items()}
    return any_of | {f"{name}_rate": min(1.0, 30 * count / size / 2) for name, count in counted.items()}


def _combined(s: Mapping[str, float]) -> dict[str, float]:
    """Return what a weighted sum of the others cannot see."""
    against = max(s["denies_any_first"], s["unreal_any_first"], s["doubts_any_first"])
    headline = max(s["denies_any_headline"], s["unreal_any_headline"])
    return {
        "related": float(s["overlap_best"] >= RELATED),
        "related_names": s["overlap_best"] * s["overlap_names"],
        "only_body_denies": against * (1.0 - headline),
        "only_headline_denies": headline * (1.0 - against),
        "both_deny": headline * against,
        "told_near": s["hearsay_rate_best"] * s["overlap_best"],
    }


def standard(x: Floats, mean: Floats, scale: Floats) -> Floats:
    """Return signals in deviations off their means, at most ``FARTHEST``: a short text has extremes."""
    return np.clip((x - mean) / scale, -FARTHEST, FARTHEST)


@dataclass(frozen=True, slots=True)
class Weights:
    """Names of the signals, their means and scales, and a weight each and a bias for each label."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats

    def probabilities(self, made: Mapping[str, float]) -> dict[Label, float]:
        """Return how likely each label is; they add up to 1."""
        x = standard(np.array([made[name] for name in self.names]), self.mean, self.scale)
        logits = self.weights @ x + self.bias
        powers = np.exp(logits - logits.max())
        return dict(zip(LABELS, (float(p) for p in powers / powers.sum()), strict=True))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the fitted weights that ship with the desk."""
    told = json.loads(WEIGHTS.read_text("utf-8"))
    numbers = (np.array(told[name]) for name in ("mean", "scale", "weights", "bias"))
    return Weights(tuple(told["names"]), *numbers)


def article_stance(headline: str, text: str) -> dict[Label, float]:
    """Return how likely an article agrees with a headline, disagrees, discusses it, or is unrelated; adds up to 1."""
    return load_weights().probabilities(signals(headline, text))


def likeliest(probabilities: Mapping[Label, float]) -> Label:
    """Return the label with the highest probability."""
    return max(LABELS, key=lambda label: probabilities[label])
