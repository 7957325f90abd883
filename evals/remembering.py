"""A verifier that reads no pair twice: suites judge the same pairs with the exact checks and without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.verifier import Classifier, Floats, PackagedClassifier, Pair, Verifier


class Remembering:
    """A classifier that keeps what another one said of each pair."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._known: dict[Pair, Floats] = {}

    def probabilities(self, pairs: Sequence[Pair]) -> Floats:
        """Return float32 [n, 3]: supports, neutral, refutes."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if new:
            self._known.update(zip(new, self._classifier.probabilities(new), strict=True))
        return np.stack([self._known[pair] for pair in pairs])


@lru_cache(maxsize=1)
def packaged() -> Verifier:
    """Return the packaged verifier, remembering."""
    return Verifier(Remembering(PackagedClassifier()))
