"""The suites whose cases are no questions over a corpus: each measures by itself, with data and gold of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evals.answer_run import measure_multihop, measure_squad
from evals.cases import Skipped
from evals.cast_run import measure_cast
from evals.claim_run import measure_claims
from evals.gate_run import measure_gate
from evals.injection import measure_injection
from evals.mutation_run import measure_mutations
from evals.retrieval_run import measure_retrieval
from evals.stance_run import measure_stance
from evals.suites import CLAIMS
from evals.support_run import measure_support
from evals.values import Result
from evals.verdict_run import measure_verdicts

Measured = tuple[list[Result], list[Skipped]]
Measures = Callable[[Path | None, Path, bool], Measured]


def _claims(data: Path | None, home: Path, _: bool) -> Measured:
    return measure_claims(data, home)


def _search(name: str) -> Measures:
    return lambda data, _, full: measure_retrieval(name, data, full)


PUBLIC = frozenset("claim_retrieval check_covid fnc1_retrieval squad2 multihop cast".split())
"""Public collections, minutes of work: a gate holds them only when it names them."""

BESIDE: dict[str, Measures] = {
    CLAIMS: _claims,
    "support": measure_support,
    "stance": measure_stance,
    "verdicts": measure_verdicts,
    "mutations": measure_mutations,
    "gate": measure_gate,
    "injection": measure_injection,
    "cast": measure_cast,
    "claim_retrieval": _search("claim_retrieval"),
    "check_covid": _search("check_covid"),
    "fnc1_retrieval": _search("fnc1_retrieval"),
    "squad2": measure_squad,
    "multihop": measure_multihop,
}
