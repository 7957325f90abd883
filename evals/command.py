"""``claimdesk eval``: measure, report, compare with the last pinned run, and hold the floors."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console

from evals import history, kept
from evals import report as tables
from evals.beside import BESIDE, PUBLIC, Measures
from evals.cases import HERE, Corpus, Skipped, corpora
from evals.compare import compare
from evals.floors import Ledger, check, pin
from evals.report_html import as_html
from evals.report_junit import as_junit
from evals.run import Tasks, open_tasks, run, score
from evals.suites import Suite, TaskName, named
from evals.values import Outcome, Problem, Report, Result
from index.errors import InputError

_WIDTH = 110
Open = Callable[[Corpus], AbstractContextManager[Tasks]]


def evaluate(
    suites: Sequence[str] = (),
    *,
    gate: bool = False,
    junit: Path | None = None,
    html: Path | None = None,
    json_path: Path | None = None,
    pin: bool = False,
    allow_regression: bool = False,
    data: Path | None = None,
    full: bool = False,
    trec: Path | None = None,
    reports: Path | None = None,
    home: Path = HERE,
    opener: Open = open_tasks,
    beside: Mapping[str, Measures] = BESIDE,
    console: Console | None = None,
) -> int:
    """Measure the suites (all for none named) over every corpus that is here; return the exit code.

    With ``gate``, 1 if a measure is below its floor or a corpus is not the one pinned; public collections, which take
    minutes, only if they are named. ``pin`` makes this run the one to compare with and its numbers the floors; a floor
    that would fall is refused (1) without ``allow_regression``. ``data`` holds ``articles/`` and ``benchmarks/``
    (default: ``shared`` beside the repository), ``home`` the cases and floors. ``full`` measures whole benchmarks
    where an even part is the default. ``reports`` keeps the last report of each suite, for the page *Evals*.
    ``trec`` is a folder for the runs and judgements of collections.
    """
    began = time.perf_counter()
    chosen = named(suites, beside)
    ledger = Ledger.read(home)
    found, skipped = corpora(data, home)
    if not any(corpus.name == "samples" for corpus in found):
        raise InputError("examples/articles is missing; restore it from git")
    results = [result for corpus in found if chosen for result in measure(corpus, chosen, opener)]
    for name, others in beside.items():
        if gate and not suites and name in PUBLIC:
            skipped.append(Skipped(name, f"a gate holds it when it is named: claimdesk eval --gate {name}"))
        elif not suites or name in suites:
            more, left_out = others(data, home, full)
            results, skipped = results + more, skipped + left_out
    comparisons = compare(results, ledger.pins)
    problems = check(results, ledger.floors) if gate and not pin else []
    if pin:
        ledger, problems = _pin(ledger, results, allow_regression, home)
    floors = {key: floor.floors for key, floor in ledger.floors.items()}
    seconds = time.perf_counter() - began
    report = Report(tuple(results), tuple(skipped), floors, tuple(comparisons), tuple(problems), seconds)
    tables.show(report, console or Console(width=max(_WIDTH, Console().width)))
    if reports is not None:
        kept.keep(report, check(results, ledger.floors), reports)
    if trec is not None:
        _export(results, trec)
    _write(report, {junit: as_junit, html: as_html, json_path: tables.as_json})
    return 1 if problems else 0


def measure(corpus: Corpus, suites: Sequence[Suite], opener: Open = open_tasks) -> list[Result]:
    """Run each task once over the corpus, and score every suite on what came back."""
    wanted: dict[TaskName, list[Suite]] = {}
    for suite in suites:
        wanted.setdefault(suite.task, []).append(suite)
    outcomes: dict[TaskName, list[Outcome]] = {}
    with opener(corpus) as tasks:
        for name, users in wanted.items():
            cases = [case for case in corpus.cases if any(suite.applies(case) for suite in users)]
            outcomes[name] = run(tasks[name], cases)
    return [score(suite, outcomes[suite.task], corpus) for suite in suites]


def _pin(ledger: Ledger, results: Sequence[Result], allow_regression: bool, home: Path) -> tuple[Ledger, list[Problem]]:
    pinned, lowered = pin(ledger, results, allow_regression)
    if pinned is not ledger:
        pinned.write(home)
        history.add(home, pinned.floors)
        return pinned, []
    return ledger, [
        Problem(p.key, p.measure, f"{p.reason}; not pinned, --allow-regression lowers floors") for p in lowered
    ]


def _export(results: Sequence[Result], folder: Path) -> None:
    """Write what each way of searching found, and what is right, as TREC's tools read them."""
    from evals.trec import write_qrels, write_run

    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        for way, found in result.runs.items():
            write_run(folder / f"{result.suite}-{way}.run", found, way)
        if result.qrels:
            write_qrels(folder / f"{result.suite}.qrels", result.qrels)


def _write(report: Report, writers: dict[Path | None, Callable[[Report], str]]) -> None:
    for path, render in writers.items():
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(render(report), encoding="utf-8", errors="backslashreplace")
