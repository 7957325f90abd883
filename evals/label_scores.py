"""Metrics of labels and of the scores behind them, with thresholds chosen on one half and intervals by bootstrap."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]
Statistic = Callable[[Rows], float | None]

_RESAMPLES, _SEED = 1000, 20
_TAIL = 2.5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval by percentile bootstrap; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def roc_auc(scores: Floats, positive: Bools) -> float | None:
    """Area under the ROC curve: how often a positive scores above a negative, ties half. None without both.

    Definition: Hanley & McNeil (1982), by the rank sum of Mann & Whitney (1947).
    """
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        return None
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    above = float(ranks[positive].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def balanced_accuracy(predicted: Bools, positive: Bools) -> float | None:
    """Mean of the shares of positives and negatives told right (Brodersen et al. 2010); None without both."""
    if not positive.any() or positive.all():
        return None
    return (float(predicted[positive].mean()) + float((~predicted[~positive]).mean())) / 2


def best_threshold(scores: Floats, positive: Bools) -> float:
    """Return the threshold with the best balanced accuracy (``score >= threshold`` is positive); the middle if tied."""
    known = np.unique(scores)
    cuts = np.concatenate([known[:1], (known[1:] + known[:-1]) / 2]) if known.size else np.array([0.5])
    order = np.sort(scores[positive]), np.sort(scores[~positive])
    caught, false = (1 - np.searchsorted(side, cuts) / max(1, side.size) for side in order)
    gain = caught - false
    best = np.flatnonzero(gain >= gain.max() - 1e-12)
    return float(cuts[best[len(best) // 2]])


def halves(groups: Sequence[str]) -> Bools:
    """Return for each row whether its group is in the second half: groups in the order of their hashes, cut in two."""
    order = sorted(set(groups), key=lambda group: hashlib.sha256(group.encode()).hexdigest())
    second = frozenset(order[len(order) // 2 :])
    return np.array([group in second for group in groups], dtype=np.bool_)


def crossed(scores: Floats, positive: Bools, half: Bools) -> Bools:
    """Return predictions of each half at the threshold chosen on the other one."""
    predicted = np.zeros(scores.size, dtype=np.bool_)
    for side in (half, ~half):
        predicted[side] = scores[side] >= best_threshold(scores[~side], positive[~side])
    return predicted


def halved_accuracy(predicted: Bools, positive: Bools, half: Bools) -> float | None:
    """Return the mean of the balanced accuracies of the two halves; None where one has no positives or negatives."""
    both = [balanced_accuracy(predicted[side], positive[side]) for side in (~half, half)]
    known = [value for value in both if value is not None]
    return sum(known) / 2 if len(known) == 2 else None


def f1_by_class(predicted: Sequence[str], gold: Sequence[str], classes: Sequence[str]) -> dict[str, float]:
    """Return the F1 of each class (van Rijsbergen 1979); 0 for one that is never told right."""
    pairs = list(zip(predicted, gold, strict=True))
    right = {c: sum(p == g == c for p, g in pairs) for c in classes}
    named = {c: sum((p == c) + (g == c) for p, g in pairs) for c in classes}
    return {c: 2 * right[c] / named[c] if named[c] else 0.0 for c in classes}


def macro_f1(predicted: Sequence[str], gold: Sequence[str], classes: Sequence[str]) -> float | None:
    """Return the plain mean of the classes' F1 (Sokolova & Lapalme 2009), those that are in the gold; None for none."""
    present = [c for c in classes if c in set(gold)]
    by_class = f1_by_class(predicted, gold, present)
    return sum(by_class.values()) / len(present) if present else None


def calibration_error(probability: Floats, positive: Bools, bins: int = 10) -> float | None:
    """Expected calibration error: the mean gap between probability and share, over equally wide bins, by their size.

    Definition: Naeini et al. (2015); None for no rows.
    """
    points = reliability(probability, positive, bins)
    return sum(n * abs(mean - share) for mean, share, n in points) / probability.size if probability.size else None


def reliability(probability: Floats, positive: Bools, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return for each bin that is not empty: its mean probability, its share of positives and its size."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    held = [place == b for b in range(bins)]
    return [(float(probability[h].mean()), float(positive[h].mean()), int(h.sum())) for h in held if h.any()]


def estimate(statistic: Statistic, groups: Sequence[str], resamples: int = _RESAMPLES) -> Estimate:
    """Return the statistic of all rows with its interval, groups of rows drawn with replacement.

    Definition: percentile bootstrap (Efron & Tibshirani 1993) over clusters (Davison & Hinkley 1997, 3.8). Draws in
    which the statistic is undefined are left out.
    """
    names, of = np.unique(np.asarray(groups), return_inverse=True)
    members = [np.flatnonzero(of == g) for g in range(names.size)]
    value = statistic(np.arange(len(groups)))
    if value is None:
        return Estimate(None)
    rng = np.random.default_rng(_SEED)
    drawn = (rng.integers(0, names.size, names.size) for _ in range(resamples))
    made = [v for d in drawn if (v := statistic(np.concatenate([members[g] for g in d]))) is not None]
    low, high = np.percentile(made, [_TAIL, 100 - _TAIL]) if made else (value, value)
    return Estimate(value, float(low), float(high))
