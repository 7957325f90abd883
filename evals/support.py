"""The suite *support*: does the verifier tell what evidence supports? On public benchmarks that nobody here wrote.

``python -m evals.support FOLDER`` measures the model in a folder, for whoever trains one.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from rich.console import Console

from evals.label_scores import (
    Bools,
    Estimate,
    Floats,
    Rows,
    calibration_error,
    crossed,
    estimate,
    halved_accuracy,
    halves,
    macro_f1,
    roc_auc,
)
from evals.support_sets import NAMES, STANCES, Stance, SupportSet, support_sets
from index.values import counted

Pair = tuple[str, str]


class Judged(Protocol):
    """What the evals need of a judgement: probabilities in [0, 1]."""

    @property
    def support(self) -> float:
        """The probability that the evidence supports the statement."""
        ...

    @property
    def refute(self) -> float:
        """The probability that the evidence refutes the statement."""
        ...


Judge = Callable[[Sequence[Pair]], Sequence[Judged]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A set beside what was made of it, a row a unit: its best supporting piece, and its most refuting one."""

    data: SupportSet
    support: Floats
    refute: Floats
    seconds: float
    pairs: int

    @property
    def positive(self) -> Bools:
        """Which units the gold calls supported."""
        return np.array([unit.supported for unit in self.data.units], dtype=np.bool_)

    @property
    def groups(self) -> list[str]:
        """The document of each unit."""
        return [unit.group for unit in self.data.units]


def judged(data: SupportSet, judge: Judge) -> Scored:
    """Return the set with the most support and the most refutation over each unit's pieces of evidence."""
    began = time.perf_counter()
    pairs = [(unit.claim, piece) for unit in data.units for piece in unit.evidence]
    found = iter(judge(pairs))
    each = [[next(found) for _ in unit.evidence] for unit in data.units]
    support, refute = (np.array([max(getattr(j, side) for j in row) for row in each]) for side in ("support", "refute"))
    return Scored(data, support, refute, time.perf_counter() - began, len(pairs))


def area(scored: Scored) -> Estimate:
    """Return the ROC AUC of support."""
    positive = scored.positive
    return estimate(lambda rows: roc_auc(scored.support[rows], positive[rows]), scored.groups)


def predictions(scored: Scored) -> Bools:
    """Return which units are called supported: each half of the documents by the best threshold of the other."""
    return crossed(scored.support, scored.positive, halves(scored.groups))


def accuracy(scored: Scored) -> Estimate:
    """Return the balanced accuracy of ``predictions``, the mean of both halves."""
    positive, half, predicted = scored.positive, halves(scored.groups), predictions(scored)
    return estimate(lambda rows: halved_accuracy(predicted[rows], positive[rows], half[rows]), scored.groups)


def stances(scored: Scored) -> Estimate:
    """Return the macro F1 of the likeliest of three stances, over the units whose gold tells all three."""
    gold = [unit.stance for unit in scored.data.units]
    if set(gold) - {None} != set(STANCES):
        return Estimate(None)
    known = np.array([g is not None for g in gold])
    told = [likeliest(s, r) for s, r in zip(scored.support, scored.refute, strict=True)]

    def f1(rows: Rows) -> float | None:
        kept = rows[known[rows]]
        return macro_f1([told[i] for i in kept], [str(gold[i]) for i in kept], STANCES)

    return estimate(f1, scored.groups)


def likeliest(support: float, refute: float) -> Stance:
    """Return the likeliest of the three stances; neutral if tied."""
    best = max(support, refute)
    if 1.0 - support - refute >= best:
        return "neutral"
    return "supports" if support >= refute else "refutes"


def error_of_calibration(scored: Scored) -> Estimate:
    """Return the expected calibration error of support."""
    positive = scored.positive
    return estimate(lambda rows: calibration_error(scored.support[rows], positive[rows]), scored.groups)


MEASURES: dict[str, Callable[[Scored], Estimate]] = {
    "ROC_AUC": area,
    "balanced_accuracy": accuracy,
    "stance_macro_F1": stances,
    "calibration_error": error_of_calibration,
}


def told(scored: Scored) -> dict[str, Any]:
    """Return what was measured on a set, for a file."""
    numbers = {name: asdict(measure(scored)) for name, measure in MEASURES.items()}
    size = {"units": len(scored.data.units), "supported": int(scored.positive.sum()), "pairs": scored.pairs}
    return {"set": scored.data.name, **size, "seconds": round(scored.seconds, 1), **numbers}


def line(row: dict[str, Any]) -> str:
    """Return what was measured on a set as a line: ``set units | AUC [low, high] | …``."""
    cells = [f"{row['set']:<24} {row['units']:>5}"]
    for name in MEASURES:
        value, low, high = (row[name][key] for key in ("value", "low", "high"))
        cells.append("-" * 18 if value is None else f"{value:.3f} [{low:.3f}, {high:.3f}]")
    return f"{' | '.join(cells)} | {row['seconds']:.1f} s"


def _mean(rows: Sequence[dict[str, Any]], name: str) -> float:
    return float(np.mean([row[name]["value"] for row in rows if row[name]["value"] is not None]))


def measure_folder(folder: Path, most: int | None, names: Sequence[str], console: Console) -> list[dict[str, Any]]:
    """Measure the verifier in a folder on each set, printing a line a set, and return the rows."""
    from index.verifier import PackagedClassifier, Verifier

    verifier = Verifier(PackagedClassifier(folder))
    console.print(f"{'set':<24} units | {' | '.join(MEASURES)}", markup=False)
    rows = []
    for data in support_sets(most=most, names=names)[0]:
        rows.append(told(judged(data, verifier.judge)))
        console.print(line(rows[-1]), markup=False, highlight=False)
    means = ", ".join(f"{name} {_mean(rows, name):.3f}" for name in ("ROC_AUC", "balanced_accuracy"))
    console.print(f"mean over {counted(len(rows), 'set')}: {means}", markup=False, highlight=False)
    return rows


def main() -> None:
    """Measure the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, help="units of each set, evenly (all by default)")
    parser.add_argument("--sets", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = measure_folder(asked.folder, asked.most, asked.sets, Console(width=160))
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
