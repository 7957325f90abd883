"""The suite *support* as results: the model alone beside the model with the exact checks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.cases import Case, Skipped
from evals.label_scores import Floats
from evals.support import MEASURES, Judge, Scored, judged, predictions
from evals.support_sets import NAMES, SupportSet, Unit, support_sets
from evals.values import Better, Measure, Outcome, Result, Row

SUITE = "support"
QUICK = {
    "qags_cnndm_sent": 20,
    "wice_oracle_claim_dev": 12,
    "summedits_other7": 16,
    "healthver_dev": 60,
    "factcheckbench_stance": 40,
    "averitec_dev_goldqa": 24,
}
"""How many claims of a set are enough to see that something broke; a set that is not named is only measured whole."""
_BETTER: dict[str, Better] = {"calibration_error": "lower"}


def measure_support(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure what the desk verifies with on each groundedness set that is here: the held-out half, or part of it."""
    from evals.remembering import packaged
    from rag.verify import verify

    verifier = packaged()
    found: list[Result] = []
    skipped: list[Skipped] = []
    for name in NAMES if full else QUICK:
        sets, missing = support_sets(data, None if full else QUICK[name], [name], held=True)
        skipped += missing
        found += [measure(one, verifier.judge, lambda pairs: verify(verifier, pairs), full) for one in sets]
    return found, skipped


def measure(data: SupportSet, alone: Judge, checked: Judge, full: bool = False) -> Result:
    """Return what the model with the exact checks reaches; ``model_…`` is what it reaches alone."""
    both, model = judged(data, checked), judged(data, alone)
    size = len(data.units)
    measures = [*measured(both), *(_reported(m) for m in measured(model))]
    measures.append(Measure("ms_a_pair", both.seconds * 1000 / max(1, both.pairs), "reported", size))
    rows = () if full else rows_of(both)
    return Result(
        f"{data.name}_full" if full else data.name, SUITE, data.digest, tuple(measures), rows, _by_stance(both)
    )


def measured(scored: Scored) -> list[Measure]:
    """Return the measures of a set, and the low ends of the intervals as reported ones."""
    n = len(scored.data.units)
    found = [(name, measure(scored)) for name, measure in MEASURES.items()]
    made = [Measure(name, e.value, _BETTER.get(name, "higher"), n) for name, e in found if e.value is not None]
    ends = [(name, end, at) for name, e in found for end, at in (("low", e.low), ("high", e.high)) if at is not None]
    return made + [Measure(f"{name}_{end}", at, "reported", n) for name, end, at in ends]


def _reported(m: Measure) -> Measure:
    return Measure(f"model_{m.name}", m.value, "reported", m.n)


def rows_of(scored: Scored) -> tuple[Row, ...]:
    """Return each unit as a row: is it told right, at the threshold of the other half?"""
    told = predictions(scored)
    marks = zip(scored.data.units, told, scored.positive, strict=True)
    return tuple(Row(Outcome(_case(u), told=_word(p)), {"right": float(p == gold)}) for u, p, gold in marks)


def _word(supported: bool) -> str:
    return "supported" if supported else "not supported"


def _case(unit: Unit) -> Case:
    gold = _word(unit.supported)
    return Case(id=unit.id, kind="statement", question=unit.claim.strip() or unit.id, answerable=True, gold=((gold,),))


def _by_stance(scored: Scored) -> dict[str, dict[str, tuple[float, int]]]:
    """Return the mean support and refutation by what the gold says."""
    units = scored.data.units
    labels: Sequence[str] = [u.stance or ("supported" if u.supported else "not supported") for u in units]
    sides = {"mean_support": scored.support, "mean_refute": scored.refute}
    return {name: {x: _mean(values, labels, x) for x in sorted(set(labels))} for name, values in sides.items()}


def _mean(values: Floats, labels: Sequence[str], label: str) -> tuple[float, int]:
    chosen = [float(v) for v, own in zip(values, labels, strict=True) if own == label]
    return sum(chosen) / len(chosen), len(chosen)
