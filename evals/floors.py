"""The quality gate: floors and pinned scores are data, beside the digest of what they were measured on.

Another processor rounds differently, and may turn the one case that lies on a boundary. So the gate allows each measure
to lie below its floor by what one case is worth, 1/n; pinning allows nothing, so that floors cannot creep, and neither
does a promise (``Measure.strict``) or a measure of fewer cases than ``_FEW``, for which one case is no rounding.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.values import Better, Measure, Problem, Result
from index.errors import InputError
from index.values import counted

_GRAIN = 10**4
_EPSILON = 1e-9
_FEW = 10


class Floor(BaseModel):
    """What a suite must reach on one corpus. A measure where lower is better has a ceiling under the same name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    digest: str
    floors: dict[str, float]


class Pinned(BaseModel):
    """The scores of the last pinned run: for each scorer one value a case, in the order of ``ids`` (None: no gold)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    digest: str
    ids: tuple[str, ...]
    scores: dict[str, tuple[float | None, ...]]


Entry = TypeVar("Entry", Floor, Pinned)
Floors = dict[str, Floor]
Pins = dict[str, Pinned]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The two files beside the evals: ``floors.json`` and ``pinned.json``, by ``corpus/suite``."""

    floors: Floors
    pins: Pins

    @classmethod
    def read(cls, home: Path) -> Ledger:
        """Read both files of a folder; a file that is not there is empty."""
        floors = _read(home / "floors.json", TypeAdapter(Floors))
        return cls(floors, _read(home / "pinned.json", TypeAdapter(Pins)))

    def write(self, home: Path) -> None:
        """Write both files, sorted, one floor or one scorer a line."""
        floors = {key: floor.model_dump() for key, floor in sorted(self.floors.items())}
        (home / "floors.json").write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        (home / "pinned.json").write_text(_compact(self.pins), encoding="utf-8")


def _read(path: Path, adapter: TypeAdapter[dict[str, Entry]]) -> dict[str, Entry]:
    if not path.exists():
        return {}
    try:
        return adapter.validate_json(path.read_bytes())
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(f"{path.name} is damaged at {where or 'its start'}; restore it from git") from None


def _compact(pins: Pins) -> str:
    parts = []
    for key, pin in sorted(pins.items()):
        rows = [f'"digest": {json.dumps(pin.digest)}', f'"ids": {json.dumps(pin.ids)}']
        scores = ",\n".join(
            f"   {json.dumps(name)}: {json.dumps(values)}" for name, values in sorted(pin.scores.items())
        )
        parts.append(f" {json.dumps(key)}: {{\n  " + ",\n  ".join(rows) + f',\n  "scores": {{\n{scores}\n  }}\n }}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def check(results: Sequence[Result], floors: Mapping[str, Floor]) -> list[Problem]:
    """Return every reason why the quality gate does not pass; none means that it does."""
    return [problem for result in results for problem in _check(result, floors.get(result.key))]


def _check(result: Result, floor: Floor | None) -> list[Problem]:
    if floor is None:
        return [Problem(result.key, None, "was never pinned; look at the numbers, then run with --pin")]
    if floor.digest != result.digest:
        reason = "the cases or articles are not those that the floors were pinned to; run with --pin"
        return [Problem(result.key, None, reason)]
    unknown = [m.name for m in result.measures if _limits(m) and m.value is not None and m.name not in floor.floors]
    problems = [Problem(result.key, name, "has no floor; run with --pin") for name in unknown]
    return problems + _lowered(result, floor, tolerance)


def tolerance(measure: Measure) -> float:
    """Return how far a measure may lie below its floor: what one case is worth, nothing for a promise or few cases."""
    return 0.0 if measure.strict or measure.n < _FEW else 1 / measure.n


def _none(_: Measure) -> float:
    return 0.0


def _shortfall(measure: Measure | None, limit: float, allowed: Callable[[Measure], float]) -> str | None:
    if measure is None or measure.value is None:
        return f"was pinned at {limit:.4f} and is no longer measured"
    slack = allowed(measure) + _EPSILON
    beyond = f" by more than one case of {measure.n}" if allowed(measure) else ""
    if measure.better == "higher" and measure.value < limit - slack:
        return f"{measure.value:.4f} is below its floor of {limit:.4f}{beyond}"
    if measure.better == "lower" and measure.value > limit + slack:
        return f"{measure.value:.4f} is above its ceiling of {limit:.4f}{beyond}"
    return None


def pin(ledger: Ledger, results: Sequence[Result], allow_regression: bool = False) -> tuple[Ledger, list[Problem]]:
    """Return the ledger with these results pinned, and the floors that this would lower.

    Without ``allow_regression`` a single lowered floor, or a crash, leaves the whole ledger as it was.
    """
    lowered = [p for result in results for p in _lowered(result, ledger.floors.get(result.key)) + _crashed(result)]
    if lowered and not allow_regression:
        return ledger, lowered
    floors = ledger.floors | {result.key: _floor(result) for result in results}
    pins = ledger.pins | {result.key: _pinned(result) for result in results}
    return Ledger(floors, pins), lowered


def _lowered(result: Result, floor: Floor | None, allowed: Callable[[Measure], float] = _none) -> list[Problem]:
    measures = {m.name: m for m in result.measures if _limits(m)}
    limits = floor.floors if floor else {}
    reasons = {name: _shortfall(measures.get(name), limit, allowed) for name, limit in limits.items()}
    return [Problem(result.key, name, reason) for name, reason in reasons.items() if reason]


def _crashed(result: Result) -> list[Problem]:
    ids = [row.outcome.case.id for row in result.rows if row.error]
    return [Problem(result.key, None, f"{counted(len(ids), 'case')} crashed ({ids[0]} first)")] if ids else []


def _floor(result: Result) -> Floor:
    return Floor(
        digest=result.digest,
        floors={m.name: _rounded(m.value, m.better) for m in result.measures if m.value is not None and _limits(m)},
    )


def _limits(measure: Measure) -> bool:
    return measure.better != "reported"


def _rounded(value: float, better: Better) -> float:
    """Round to four places, always to the lenient side."""
    if better == "higher":
        return math.floor(value * _GRAIN + _EPSILON) / _GRAIN
    return math.ceil(value * _GRAIN - _EPSILON) / _GRAIN


def _pinned(result: Result) -> Pinned:
    names = [m.name for m in result.measures if any(m.name in row.scores for row in result.rows)]
    scores = {name: tuple(_short(row.scores.get(name)) for row in result.rows) for name in names}
    return Pinned(digest=result.digest, ids=tuple(row.outcome.case.id for row in result.rows), scores=scores)


def _short(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
