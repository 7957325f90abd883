"""The suite *mutations*: what it counts, on the sample articles and with scorers that are rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.mutation_cases import MutationSet, mutation_set, mutation_sets
from evals.mutation_run import measure
from evals.mutations import KINDS
from tests.conftest import ROOT
from tests.evals.judges import Pair

SAMPLES = ROOT / "examples" / "articles"


@pytest.fixture(scope="module")
def samples() -> MutationSet:
    return mutation_set("samples", SAMPLES, 8)


def verbatim(pairs: Sequence[Pair]) -> list[bool]:
    return [statement in evidence for statement, evidence in pairs]


def gullible(pairs: Sequence[Pair]) -> list[bool]:
    return [True for _ in pairs]


def test_the_sample_articles_give_every_kind_of_mutant(samples: MutationSet) -> None:
    assert {m.kind for m in samples.mutants} == set(KINDS)
    assert len(samples.good) == 8
    assert all(m.text != m.good.text or m.evidence != m.good.evidence for m in samples.mutants)


def test_a_smaller_part_is_part_of_a_larger_one(samples: MutationSet) -> None:
    fewer = mutation_set("samples", SAMPLES, 3)
    assert set(fewer.mutants) <= set(samples.mutants)
    assert fewer.digest != samples.digest
    assert mutation_set("samples", SAMPLES, 3).digest == fewer.digest


def test_a_scorer_that_wants_the_very_words_finds_every_mutant(samples: MutationSet) -> None:
    measures = {m.name: m for m in measure(samples, verbatim, {}).measures}
    assert all(measures[f"detects_{kind}"].value == 1.0 for kind in KINDS)
    assert measures["keeps_good"].value < 1.0


def test_a_gullible_scorer_finds_none_and_says_so_by_row(samples: MutationSet) -> None:
    result = measure(samples, verbatim, {"gullible": gullible})
    beside = {m.name: m.value for m in result.measures if m.name.startswith("gullible_")}
    assert beside.pop("gullible_keeps_good") == 1.0
    assert set(beside.values()) == {0.0}
    trusting = measure(samples, gullible, {})
    wrong = [row.outcome.case.id for row in trusting.rows if not row.scores["right"]]
    assert len(wrong) == len(samples.mutants)
    assert measure(samples, gullible, {}, full=True).rows == ()


def test_the_real_articles_are_left_out_where_they_are_not(tmp_path: Path) -> None:
    found, skipped = mutation_sets(tmp_path, 2)
    assert [one.name for one in found] == ["samples"]
    assert skipped[0].name == "real"
