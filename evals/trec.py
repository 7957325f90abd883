"""Runs and relevance judgements as other tools know them: TREC files, and the measures of trec_eval over them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

import numpy as np

from evals import metrics
from index.errors import InputError

Run = Mapping[str, Sequence[tuple[str, float]]]
"""Query id to (document id, score), best first."""
Qrels = Mapping[str, Mapping[str, int]]
"""Query id to document id to grade; a document is relevant from grade 1 on."""

_UNSAFE = re.compile(r"[\s%\x00-\x1f\x7f\ud800-\udfff]")
_LARGEST = 1e30
_ByRank = Callable[[int, Sequence[int], Sequence[int]], float]


def write_run(path: Path, run: Run, tag: str) -> None:
    """Write a run in TREC format: query, Q0, document, rank (from 1), score, tag.

    White space in ids is percent-encoded. Other tools order a run by its scores, in 32 bits, and ties by the ids, so a
    score that is not below the one before it is lowered to the next number; a document named twice keeps its first
    place. Raises InputError for an empty id.
    """
    lines: list[str] = []
    for query, found in run.items():
        ranked = _once(found)
        for rank, (id_, score) in enumerate(zip(ranked, _falling(list(ranked.values())), strict=True), start=1):
            lines.append(f"{_encoded(query)} Q0 {_encoded(id_)} {rank} {score:.9g} {_encoded(tag)}")
    _write(path, lines)


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write judgements in TREC format: query, 0, document, grade; ids as in ``write_run``."""
    _write(path, [f"{_encoded(q)} 0 {_encoded(id_)} {grade}" for q, of in qrels.items() for id_, grade in of.items()])


def read_run(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Read a run, in trec_eval's order: by score, ties by id, both falling. Raises InputError for a line amiss."""
    run: dict[str, list[tuple[str, float]]] = {}
    for query, _, id_, _, score, _ in _fields(path, 6):
        run.setdefault(unquote(query), []).append((unquote(id_), _number(path, score)))
    return {query: sorted(found, key=lambda hit: (hit[1], hit[0]), reverse=True) for query, found in run.items()}


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements. Raises InputError for a line amiss."""
    qrels: dict[str, dict[str, int]] = {}
    for query, _, id_, grade in _fields(path, 4):
        qrels.setdefault(unquote(query), {})[unquote(id_)] = int(_number(path, grade))
    return qrels


def by_query(measure: str, run: Run, qrels: Qrels) -> dict[str, float]:
    """Return a measure for each query that is judged; 0 for one that the run leaves out.

    ``measure`` is AP@k, Success@k, RR, RR@k, nDCG@k, R@k or P@k, each as ir_measures and trec_eval define it; nDCG has
    the grades as its gains. The run is taken in its own order. Raises InputError for another measure.
    """
    name, k = _measure(measure)
    return {query: _of_query(name, k, run.get(query, ()), judged) for query, judged in qrels.items()}


def evaluate(measure: str, run: Run, qrels: Qrels) -> float | None:
    """Return the mean of ``by_query`` (AP@5 gives MAP@5), None where no query is judged.

    The scorer of CheckThat! 2020 task 2 (trectools, ``get_map``) has the same AP@k, but means it over the queries of
    the run, whether judged or not: its MAP is this one for a run that answers just the queries that are judged.
    """
    return metrics.mean(list(by_query(measure, run, qrels).values()))


def _of_query(name: str, k: int, found: Sequence[tuple[str, float]], judged: Mapping[str, int]) -> float:
    grades = [max(0, judged.get(id_, 0)) for id_ in _once(found)]
    return _BY_RANK[name](k, grades, [max(0, grade) for grade in judged.values()])


def _good(grades: Sequence[int]) -> list[bool]:
    return [grade > 0 for grade in grades]


_BY_RANK: dict[str, _ByRank] = {
    "AP": lambda k, found, judged: metrics.average_precision_at(k, _good(found), sum(_good(judged))),
    "Success": lambda k, found, _: metrics.success_at(k, _good(found)),
    "RR": lambda k, found, _: metrics.reciprocal_rank(_good(found)[:k]),
    "nDCG": metrics.graded_ndcg_at,
    "R": lambda k, found, judged: metrics.recall_at(k, _good(found), sum(_good(judged))),
    "P": lambda k, found, _: metrics.precision_at(k, _good(found)),
}
_NO_CUT = 10**9


def _measure(text: str) -> tuple[str, int]:
    name, at, k = text.partition("@")
    if name not in _BY_RANK or (at and not re.fullmatch("[1-9][0-9]{0,8}", k)) or (not at and name != "RR"):
        raise InputError(f"there is no measure {text!r}; write one of {', '.join(_BY_RANK)} with a cut, as in AP@5")
    return name, int(k) if at else _NO_CUT


def _once(found: Sequence[tuple[str, float]]) -> dict[str, float]:
    ranked: dict[str, float] = {}
    for id_, score in found:
        ranked.setdefault(id_, score)
    return ranked


def _falling(scores: Sequence[float]) -> list[float]:
    """Return the scores as 32-bit numbers, each below the one before it."""
    made: list[float] = []
    last = np.float32(math.inf)
    for score in scores:
        near = np.float32(min(max(score, -_LARGEST), _LARGEST)) if not math.isnan(score) else last
        last = near if near < last else np.nextafter(min(last, np.float32(_LARGEST)), np.float32(-math.inf))
        made.append(float(last))
    return made


def _encoded(id_: str) -> str:
    if not id_:
        raise InputError("an id is empty; TREC files cannot hold it, so give it a name")
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), id_)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _fields(path: Path, count: int) -> list[list[str]]:
    rows = [line.split() for line in path.read_text(encoding="utf-8").split("\n")]
    for number, row in enumerate(rows, start=1):
        if row and len(row) != count:
            raise InputError(f"{path.name}:{number}: {len(row)} fields where TREC has {count}; correct this line")
    return [row for row in rows if row]


def _number(path: Path, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{path.name}: {text[:40]!r} is no number; correct this file") from None
