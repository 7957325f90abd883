"""Runs and judgements go to TREC files and back, and the measures over them are those of ir_measures."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import AP, RR, P, R, Success, nDCG

from evals.trec import by_query, evaluate, read_qrels, read_run, write_qrels, write_run
from index.errors import InputError

IR: Any = ir_measures
THEIRS = {
    "AP@1": AP @ 1,
    "AP@5": AP @ 5,
    "AP@100": AP @ 100,
    "Success@1": Success @ 1,
    "Success@5": Success @ 5,
    "RR": RR,
    "RR@3": RR @ 3,
    "nDCG@3": nDCG @ 3,
    "nDCG@10": nDCG @ 10,
    "R@5": R @ 5,
    "P@5": P @ 5,
    "P@20": P @ 20,
}
IDS = st.sampled_from([f"d{n}" for n in range(12)])
QUERIES = st.sampled_from("abcd")
JUDGED = st.dictionaries(QUERIES, st.dictionaries(IDS, st.integers(0, 3), min_size=1), min_size=1)
FOUND = st.dictionaries(QUERIES, st.lists(IDS, unique=True, min_size=1), min_size=1)
SCORES = st.sampled_from([0.0, 1.0, 1.0 + 1e-12, -3.5, 1e-40, 1e300, math.inf, -math.inf, math.nan])
Ranked = dict[str, list[tuple[str, float]]]


@settings(max_examples=150, deadline=None)
@given(FOUND, JUDGED)
def test_measures_are_those_of_ir_measures(found: dict[str, list[str]], judged: dict[str, dict[str, int]]) -> None:
    run: Ranked = {query: [(id_, 1 / rank) for rank, id_ in enumerate(ids, 1)] for query, ids in found.items()}
    theirs = IR.calc(list(THEIRS.values()), judged, {query: dict(of) for query, of in run.items()})
    for name, measure in THEIRS.items():
        assert evaluate(name, run, judged) == pytest.approx(theirs.aggregated[measure], abs=1e-6)
        ours = by_query(name, run, judged)
        each = {m.query_id: m.value for m in theirs.per_query if m.measure == measure}
        assert ours == pytest.approx(each, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(QUERIES, st.lists(st.tuples(IDS, SCORES), min_size=1, unique_by=lambda hit: hit[0])), JUDGED)
def test_files_give_ir_measures_the_same_figures_whatever_the_scores(
    tmp_path_factory: pytest.TempPathFactory, run: Ranked, judged: dict[str, dict[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("trec")
    write_run(folder / "run.txt", run, "claimdesk")
    write_qrels(folder / "qrels.txt", judged)
    qrels = list(IR.read_trec_qrels(str(folder / "qrels.txt")))
    theirs = IR.calc_aggregate(THEIRS.values(), qrels, IR.read_trec_run(str(folder / "run.txt")))
    for name, measure in THEIRS.items():
        assert evaluate(name, run, judged) == pytest.approx(theirs[measure], abs=1e-6)
    read = read_run(folder / "run.txt")
    assert {q: [id_ for id_, _ in hits] for q, hits in read.items()} == {q: [i for i, _ in h] for q, h in run.items()}
    assert read_qrels(folder / "qrels.txt") == judged


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1))
def test_any_id_comes_back_from_files_that_other_tools_can_split(
    tmp_path_factory: pytest.TempPathFactory, id_: str
) -> None:
    folder = tmp_path_factory.mktemp("ids")
    write_run(folder / "run.txt", {id_: [(id_, 1.0)]}, "a tag")
    write_qrels(folder / "qrels.txt", {id_: {id_: 1}})
    assert read_run(folder / "run.txt") == {id_: [(id_, 1.0)]}
    assert read_qrels(folder / "qrels.txt") == {id_: {id_: 1}}
    assert len(list(IR.read_trec_run(str(folder / "run.txt")))) == 1


def test_a_run_is_written_with_ranks_from_one_and_scores_that_fall(tmp_path: Path) -> None:
    write_run(tmp_path / "run.txt", {"a tweet": [("z", 0.5), ("y", 0.5), ("z", 0.1)]}, "ours")
    assert (tmp_path / "run.txt").read_text() == "a%20tweet Q0 z 1 0.5 ours\na%20tweet Q0 y 2 0.49999997 ours\n"


def test_a_document_found_twice_counts_once() -> None:
    run: Ranked = {"q": [("d", 2.0), ("d", 1.0)]}
    assert evaluate("P@2", run, {"q": {"d": 1, "e": 1}}) == 0.5
    assert evaluate("AP@2", run, {"q": {"d": 1, "e": 1}}) == 0.5


def test_a_query_that_the_run_leaves_out_counts_as_nothing_found() -> None:
    run: Ranked = {"q": [("d", 1.0)], "unjudged": [("d", 1.0)]}
    assert by_query("RR", run, {"q": {"d": 1}, "other": {"d": 1}}) == {"q": 1.0, "other": 0.0}
    assert evaluate("RR", run, {}) is None


@pytest.mark.parametrize("measure", ["AP", "AP@0", "AP@-1", "AP@x", "MAP@5", "", "RR@"])
def test_a_measure_that_nobody_defined_is_refused(measure: str) -> None:
    with pytest.raises(InputError, match="there is no measure"):
        evaluate(measure, {}, {"q": {"d": 1}})


@pytest.mark.parametrize("line", ["q Q0 d 1 0.5", "q Q0 d 1 high tag"])
def test_a_line_amiss_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "run.txt").write_text(line)
    with pytest.raises(InputError, match=r"run\.txt"):
        read_run(tmp_path / "run.txt")


def test_an_empty_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="id is empty"):
        write_run(tmp_path / "run.txt", {"": [("d", 1.0)]}, "ours")
