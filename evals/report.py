"""The report for people on a terminal, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.cases import Case
from evals.values import Comparison, Measure, Ranking, Report, Result, Row
from index.values import counted
from rag.values import Citation, reply_json

_LOST_SHOWN = 5


def show(report: Report, console: Console) -> None:
    """Print a table of the measures, what was skipped, what changed since the last pin and why the gate fails."""
    console.print(_table(report))
    for line in lines(report):
        console.print(Text(_printable(line)), soft_wrap=True)


def _printable(text: str) -> str:
    """Replace control characters: a quoted article must not drive the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    for title, side in (("suite", "left"), ("measure", "left"), ("value", "right"), ("floor", "right")):
        table.add_column(title, justify=side)  # type: ignore[arg-type]
    for title in ("cases", "no gold", "crashed"):
        table.add_column(title, justify="right")
    failing = {(p.key, p.measure) for p in report.problems}
    for result in report.results:
        for measure in result.measures:
            style = "red" if (result.key, measure.name) in failing else ""
            table.add_row(*(Text(cell, style) for cell in _cells(result, measure, report)))
    return table


def _cells(result: Result, measure: Measure, report: Report) -> tuple[str, ...]:
    counts = (str(measure.n), str(measure.excluded or "-"), str(measure.crashed or "-"))
    return result.key, measure.name, value_text(measure), floor_text(result, measure, report), *counts


def value_text(measure: Measure) -> str:
    """Return the value with three decimals (one for counts and times), ``n/a`` where nothing applied."""
    if measure.value is None:
        return "n/a"
    return f"{measure.value:.1f}" if measure.better == "reported" and measure.value > 1 else f"{measure.value:.3f}"


def floor_text(result: Result, measure: Measure, report: Report) -> str:
    """Return the floor (``≥``) or ceiling (``≤``) of a measure, ``-`` where there is none."""
    limit = report.floors.get(result.key, {}).get(measure.name)
    if limit is None:
        return "-"
    return f"{'≤' if measure.better == 'lower' else '≥'} {limit:.3f}"


def lines(report: Report) -> Iterator[str]:
    """Yield the lines below the table."""
    for skipped in report.skipped:
        yield f"skipped {skipped.name}: {skipped.reason}; its floors were not checked"
    for result in report.results:
        for row in result.rows:
            if row.error:
                yield f"crashed {result.key} {row.outcome.case.id}: {row.error}"
    for comparison in report.comparisons:
        if comparison.wins or comparison.losses:
            yield comparison_text(comparison)
    for problem in report.problems:
        yield f"FAIL {problem.key}{f' {problem.measure}' if problem.measure else ''}: {problem.reason}"
    yield f"{counted(len(report.results), 'suite')} in {report.seconds:.1f} s"


def comparison_text(comparison: Comparison) -> str:
    """Say in a line how a scorer fares against the last pinned run."""
    c = comparison
    text = f"since pin {c.key} {c.scorer}: {c.wins} won, {c.losses} lost, {c.ties} same (sign test p = {c.p:.3f})"
    more = f" and {len(c.lost) - _LOST_SHOWN} more" if len(c.lost) > _LOST_SHOWN else ""
    return text + (f"; lost {', '.join(c.lost[:_LOST_SHOWN])}{more}" if c.lost else "")


def wanted(case: Case) -> str:
    """Say in a line what a right reply to a case is."""
    if case.kind == "article":
        return "wanted: the attributions that are marked in this article"
    if case.kind == "statement":
        return "wanted: " + " or ".join(case.gold[0])
    if case.gold:
        return "gold: " + " and ".join(" / ".join(group) for group in case.gold)
    return "answerable, no gold" if case.answerable else "wanted: an abstention"


def came(row: Row) -> list[str]:
    """Return what came of a case in lines: the error, the ranks, the label, or the reply with its citations."""
    outcome = row.outcome
    if row.error:
        return [row.error]
    if outcome.ranking:
        return [ranks(outcome.ranking)]
    if outcome.reply is None:
        return [outcome.told] if outcome.told else []
    kind = "answer" if outcome.answer else "abstention"
    cited = [f"{cited_place(c.citation)}: {c.citation.quote}" for c in outcome.cited]
    return [f"{kind} to: {outcome.reply.question}", outcome.reply.text, *cited]


def ranks(ranking: Ranking) -> str:
    """Say where a search found what is relevant."""
    hits = [rank for rank, good in enumerate(ranking.relevant, start=1) if good]
    return f"relevant passages: {ranking.total}; found at ranks: {hits or 'none'}"


def cited_place(c: Citation) -> str:
    """Return where a quote stands: its number, publisher, date, title and offsets."""
    place = f"[{c.n}] {c.publisher or 'unknown publisher'}, {c.published or 'no date'}, {c.title}"
    return f"{place} ({c.span.start}-{c.span.end})"


def as_json(report: Report) -> str:
    """Return the whole report as JSON: measures, rows with replies, skipped corpora, comparisons, problems.

    A row has its case and scores; ``replies`` holds the replies by corpus, under the ids of the cases.
    """
    body = {
        "seconds": round(report.seconds, 2),
        "passed": not report.problems,
        "skipped": [{"corpus": s.name, "reason": s.reason} for s in report.skipped],
        "problems": [{"suite": p.key, "measure": p.measure, "reason": p.reason} for p in report.problems],
        "comparisons": [_comparison(c) for c in report.comparisons],
        "results": [_result(result, report) for result in report.results],
        "replies": _replies(report),
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _comparison(c: Comparison) -> dict[str, Any]:
    counts = {"wins": c.wins, "losses": c.losses, "ties": c.ties, "p": round(c.p, 4)}
    return {"suite": c.key, "scorer": c.scorer, **counts, "lost": list(c.lost)}


def _result(result: Result, report: Report) -> dict[str, Any]:
    floors = report.floors.get(result.key, {})
    return {
        "suite": result.key,
        "digest": result.digest,
        "measures": [_measure(measure, floors.get(measure.name)) for measure in result.measures],
        "kinds": {
            name: {kind: {"value": round(value, 4), "n": n} for kind, (value, n) in kinds.items()}
            for name, kinds in result.kinds.items()
        },
        "risk_coverage": [[round(coverage, 4), round(risk, 4)] for coverage, risk in result.curve],
        "rows": [_row(row) for row in result.rows],
    }


def _measure(measure: Measure, floor: float | None) -> dict[str, Any]:
    value = None if measure.value is None else round(measure.value, 4)
    counts = {"n": measure.n, "excluded": measure.excluded, "crashed": measure.crashed}
    return {"name": measure.name, "value": value, "better": measure.better, "floor": floor, **counts}


def _row(row: Row) -> dict[str, Any]:
    outcome = row.outcome
    return {
        "case": outcome.case.model_dump(mode="json"),
        "scores": {name: round(score, 4) for name, score in row.scores.items()},
        "error": row.error,
        "ms": round(outcome.ms, 1),
        "ranking": list(outcome.ranking.relevant) if outcome.ranking else None,
    }


def _replies(report: Report) -> dict[str, list[dict[str, Any]]]:
    """Return each reply once per corpus, though several suites judge it."""
    replies: dict[str, dict[str, dict[str, Any]]] = {}
    for result in report.results:
        for row in result.rows:
            if row.outcome.reply:
                case_id = row.outcome.case.id
                replies.setdefault(result.corpus, {})[case_id] = reply_json(row.outcome.reply, case_id)
    return {corpus: list(found.values()) for corpus, found in replies.items()}
