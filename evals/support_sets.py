"""The gold of the suite *support*: claims beside evidence, and whether it supports them, from public benchmarks."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from evals.cases import ROOT, Skipped

Stance = Literal["supports", "refutes", "neutral"]
STANCES: tuple[Stance, ...] = ("supports", "neutral", "refutes")
FOLDER = Path("benchmarks") / "groundedness"
NAMES = (
    "qags_cnndm_sent",
    "wice_oracle_claim_dev",
    "wice_claim_fulldoc_dev",
    "summedits_other7",
    "healthver_dev",
    "factcheckbench_stance",
    "averitec_dev_goldqa",
)
_STANCE_OF: dict[str, Stance] = {
    "entailment": "supports",
    "contradiction": "refutes",
    "neutral": "neutral",
    "completely-support": "supports",
    "irrelevant": "neutral",
    "refute": "refutes",
    "Supported": "supports",
    "Refuted": "refutes",
    "Not Enough Evidence": "neutral",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A claim beside its pieces of evidence, of which the one that supports it most counts.

    ``group`` names the document that units share: they are kept in one half and resampled together. ``stance`` is None
    where the set does not tell neutral from refuting.
    """

    id: str
    claim: str
    evidence: tuple[str, ...]
    supported: bool
    group: str
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class SupportSet:
    """A benchmark, or an even part of it. ``digest`` is a SHA-256 of what is in it, in hex."""

    name: str
    units: tuple[Unit, ...]
    digest: str


def is_held(unit: Unit) -> bool:
    """Tell if a unit is of the half (whole documents or claims) that nothing is fitted on."""
    return int(_sha(f"held {unit.group}"), 16) % 2 == 0


def support_sets(
    data: Path | None = None, most: int | None = None, names: Sequence[str] = NAMES, held: bool = False
) -> tuple[list[SupportSet], list[Skipped]]:
    """Return the sets that are here, at most ``most`` units of each (``held``: of the half for that), and those not.

    ``data`` is the folder that holds ``benchmarks/`` (default: ``shared`` beside the repository).
    """
    shared = data or ROOT.parent / "shared"
    files = {name: shared / FOLDER / f"{name}.jsonl.gz" for name in names}
    missing = [name for name, file in files.items() if not file.is_file()]
    here = [support_set(name, read_rows(file), most, held) for name, file in files.items() if name not in missing]
    return here, [
        Skipped(name, f"there is no file {shared.name}/{FOLDER.as_posix()}/{name}.jsonl.gz") for name in missing
    ]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def support_set(name: str, rows: Iterable[dict[str, Any]], most: int | None = None, held: bool = False) -> SupportSet:
    """Return rows as a set; rows that share an id and a claim are pieces of evidence for one unit."""
    merged: dict[tuple[str, str], Unit] = {}
    for row in rows:
        unit = _unit(row)
        known = merged.get((unit.id, unit.claim))
        merged[unit.id, unit.claim] = _joined(known, unit) if known else unit
    units = sampled([unit for unit in merged.values() if is_held(unit) or not held], most)
    return SupportSet(name, units, _digest(units))


def _joined(one: Unit, more: Unit) -> Unit:
    return Unit(one.id, one.claim, one.evidence + more.evidence, one.supported or more.supported, one.group, one.stance)


def _unit(row: dict[str, Any]) -> Unit:
    # A sentence a paragraph keeps the sentences that the benchmark found.
    evidence = row["evidence"] if "evidence" in row else "\n\n".join(row["evidence_sentences"])
    told = row.get("label3") or row.get("stance") or row.get("label4") or ""
    return Unit(str(row["id"]), row["claim"], (evidence,), bool(row["label"]), _group(row), _STANCE_OF.get(told))


def _group(row: dict[str, Any]) -> str:
    """Return the document of a row; a claim that was checked against many pages is one group."""
    if "doc_id" in row:
        return str(row["doc_id"])
    return _sha(row["evidence"]) if "edit_types" in row else _sha(row["claim"])


def sampled(units: Sequence[Unit], most: int | None) -> tuple[Unit, ...]:
    """Return at most ``most`` units, those whose ids hash lowest: even over the set, and the same on every machine."""
    if most is None or len(units) <= most:
        return tuple(units)
    lowest = sorted(units, key=lambda unit: _sha(f"{unit.id} {unit.claim}"))[:most]
    chosen = {id(unit) for unit in lowest}
    return tuple(unit for unit in units if id(unit) in chosen)


def _digest(units: Sequence[Unit]) -> str:
    body = sorted(json.dumps([u.id, u.claim, u.evidence, u.supported, u.stance]) for u in units)
    return _sha(json.dumps(body))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
