"""The suite *mutations*: which kinds of mistakes the scorers find, and how many good sentences they let stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from evals.cases import Case, Skipped
from evals.metrics import mean
from evals.mutation_cases import MutationSet, mutation_sets
from evals.mutations import KINDS, Kind
from evals.support import likeliest
from evals.values import Measure, Outcome, Result, Row

SUITE = "mutations"
QUICK = 10
Pair = tuple[str, str]
Accepts = Callable[[Sequence[Pair]], Sequence[bool]]


def measure_mutations(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure the desk's verification, and beside it the exact checks and the model each alone."""
    from evals.remembering import packaged
    from rag.exact import exact
    from rag.verify import verify

    verifier = packaged()

    def both(pairs: Sequence[Pair]) -> list[bool]:
        return [v.label == "supports" for v in verify(verifier, pairs)]

    def checks(pairs: Sequence[Pair]) -> list[bool]:
        return [not exact(*pair) for pair in pairs]

    def model(pairs: Sequence[Pair]) -> list[bool]:
        return [likeliest(j.support, j.refute) == "supports" for j in verifier.judge(pairs)]

    sets, skipped = mutation_sets(data, None if full else QUICK)
    return [measure(one, both, {"checks": checks, "model": model}, full) for one in sets], skipped


def measure(data: MutationSet, accepts: Accepts, beside: dict[str, Accepts], full: bool = False) -> Result:
    """Return which mutants a scorer does not accept, by kind, and which good sentences it does."""
    good, detected = _told(data, accepts)
    measures = _measures(data, good, detected)
    for name, other in beside.items():
        measures += [
            Measure(f"{name}_{m.name}", m.value, "reported", m.n) for m in _measures(data, *_told(data, other))
        ]
    rows = () if full else _rows(data, good, detected)
    return Result(f"{data.name}_full" if full else data.name, SUITE, data.digest, tuple(measures), rows, {})


def _told(data: MutationSet, accepts: Accepts) -> tuple[list[bool], list[bool]]:
    good = list(accepts([(g.text, g.evidence) for g in data.good]))
    return good, [not accepted for accepted in accepts([(m.text, m.evidence) for m in data.mutants])]


def _measures(data: MutationSet, good: Sequence[bool], detected: Sequence[bool]) -> list[Measure]:
    by_kind: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    for mutant, found in zip(data.mutants, detected, strict=True):
        by_kind[mutant.kind].append(float(found))
    found_measures = [Measure(f"detects_{kind}", mean(marks), "higher", len(marks)) for kind, marks in by_kind.items()]
    return [Measure("keeps_good", mean([float(g) for g in good]), "higher", len(good)), *found_measures]


def _rows(data: MutationSet, good: Sequence[bool], detected: Sequence[bool]) -> tuple[Row, ...]:
    """Return each sentence as a row. What is shown is made of articles, so ids tell kind and place and no words."""
    kept = [_row(f"good-{g.id}", g.text, "supports", ok, ok) for g, ok in zip(data.good, good, strict=True)]
    found = zip(data.mutants, detected, strict=True)
    return (*kept, *(_row(f"{m.kind}-{m.good.id}", m.text, f"not supported ({m.kind})", ok, not ok) for m, ok in found))


def _row(id_: str, text: str, wanted: str, right: bool, accepted: bool) -> Row:
    case = Case(id=id_, kind="statement", question=text, answerable=True, gold=((wanted,),))
    return Row(Outcome(case, told="supports" if accepted else "not supported"), {"right": float(right)})
