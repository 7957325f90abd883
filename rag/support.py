"""How likely does a sentence answer the question? The reader's score and the exact signals, weighed on held-out data.

A logistic regression (Platt 1999) whose weights ``training/support.py`` fits; they are data, in ``rag/support.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("support.json")


@dataclass(frozen=True, slots=True)
class Support:
    """Weights of the signals, the bias, and the fitted floor at which a sentence is shown as an answer.

    ``strict`` is the floor that the user chose, in [0, 1]; None for the fitted one.
    """

    weights: Mapping[str, float]
    bias: float
    floor: float
    strict: float | None = None

    @property
    def least(self) -> float:
        """The probability from which an answer is shown."""
        return self.floor if self.strict is None else self.strict

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return the probability, in [0, 1], that a sentence with these signals answers the question."""
        logit = self.bias + sum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@lru_cache(maxsize=1)
def load_support() -> Support:
    """Return the fitted weights that ship with the desk."""
    told = json.loads(WEIGHTS.read_text())
    return Support(told["weights"], told["bias"], told["floor"])


def features(signals: Mapping[str, float]) -> dict[str, float]:
    """Return the signals with the combinations that a weighted sum cannot see."""
    s = dict(signals)
    s["rank_first"] = float(s["rank"] == 1)
    s["names_missing"] = float(s["names_near"] < 1.0)
    s["names_absent"] = float(s["names_article"] < 1.0)
    s["topic_worst"] = float(s["topic_near"] < 0.34)
    s["likeness_for_topic"] = s["likeness"] * (1.0 - s["topic"])
    s["reader_sure"] = max(0.0, s["reader"])
    said = s["asks_claimant"] * float(s["claimant"] == 1.0)
    s["claimant_said"] = said
    s["claimant_unheard"] = s["asks_claimant"] * float(s["claimant"] == 0.0)
    s["said_of_topic"] = said * s["names_near"] * s["topic_near"]
    s["said_of_topic_here"] = said * s["names"] * s["topic"]
    s["number_missing"] = s["asks_number"] * (1.0 - s["fits"])
    s["time_missing"] = s["asks_when"] * (1.0 - s["fits"])
    s["fact_of_topic"] = (1.0 - s["asks_claimant"]) * s["names_near"] * s["topic_near"]
    s["why_off_topic"] = s["asks_why"] * (1.0 - s["topic"])
    s["fact_off_topic"] = (1.0 - s["asks_claimant"]) * (1.0 - s["topic"])
    s["category_missing"] = 1.0 - s["category_near"]
    return s
