"""The report as one self-contained HTML page, worst cases first. Every word is escaped: articles are hostile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from evals.report import cited_place, comparison_text, floor_text, ranks, value_text, wanted
from evals.values import Cited, Point, Report, Result, Row

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>Claimdesk evals</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.15rem .8rem .15rem 0;text-align:left;
border-bottom:1px solid #ddd;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
.bad{color:#a4001d;font-weight:600}.mute{color:#5c5c5c}blockquote{margin:.3rem 0 .3rem 1rem;padding-left:.8rem;
border-left:3px solid #bbb;white-space:pre-wrap}details{margin:.4rem 0}summary{cursor:pointer}
svg{border-left:1px solid #888;border-bottom:1px solid #888}
</style></head><body>
"""
_PLOT = 240


def as_html(report: Report) -> str:
    """Return the page: what fails, the measures with their floors, and every case, the worst first."""
    parts = [_HEAD, "<h1>Claimdesk evals</h1>", _summary(report)]
    parts += [_result(result, report) for result in report.results]
    return "\n".join([*parts, "</body></html>\n"])


def _summary(report: Report) -> str:
    failures = [f"{p.key} {p.measure or ''}: {p.reason}" for p in report.problems]
    changes = [comparison_text(c) for c in report.comparisons if c.wins or c.losses]
    skipped = [f"skipped {s.name}: {s.reason}; its floors were not checked" for s in report.skipped]
    return _list(failures, "bad") + _list(skipped, "mute") + _list(changes, "")


def _list(items: Sequence[str], style: str) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<ul class="{style}">{rows}</ul>' if items else ""


def _result(result: Result, report: Report) -> str:
    failing = {p.measure for p in report.problems if p.key == result.key}
    head = _cells(["measure", "value", "floor", "cases", "no gold", "crashed"], "th")
    body = "".join(
        f"<tr{_bad(m.name in failing)}>"
        + _cells([m.name, value_text(m), floor_text(result, m, report), m.n, m.excluded, m.crashed])
        + "</tr>"
        for m in result.measures
    )
    table = f"<table><tr>{head}</tr>{body}</table>"
    rows = "".join(_row(row) for row in worst_first(result.rows))
    kinds = f"<details><summary>by kind of case</summary>{_kinds(result)}</details>"
    return f"<h2>{escape(result.key)}</h2>{table}{kinds}{_curve(result.curve)}<h3>Cases, worst first</h3>{rows}"


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Order rows: crashes, then by rising mean score; those to which no scorer applies come last."""
    return sorted(rows, key=lambda row: (row.error is None, 2.0 if row.mean is None else row.mean, row.outcome.case.id))


def _kinds(result: Result) -> str:
    rows = [
        f"<tr>{_cells([name, kind, f'{value:.3f}', n])}</tr>"
        for name, kinds in result.kinds.items()
        for kind, (value, n) in kinds.items()
    ]
    return f"<table><tr>{_cells(['measure', 'kind', 'mean', 'cases'], 'th')}</tr>{''.join(rows)}</table>"


def _cells(values: Iterable[object], tag: str = "td") -> str:
    return "".join(f"<{tag}{_number(value)}>{escape(str(value))}</{tag}>" for value in values)


def _number(value: object) -> str:
    return ' class="n"' if isinstance(value, int) else ""


def _bad(failing: bool) -> str:
    return ' class="bad"' if failing else ""


def _curve(points: Sequence[Point]) -> str:
    if not points:
        return ""
    line = " ".join(f"{coverage * _PLOT:.1f},{(1 - risk) * _PLOT:.1f}" for coverage, risk in points)
    shape = f'<polyline points="{line}" fill="none" stroke="#1a5fb4" stroke-width="2"/>'
    label = "risk (up) by coverage (right), both from 0 to 1"
    return f'<p>{label}</p><svg width="{_PLOT}" height="{_PLOT}" role="img" aria-label="{label}">{shape}</svg>'


def _row(row: Row) -> str:
    outcome = row.outcome
    scores = ", ".join(f"{name} {score:.2f}" for name, score in row.scores.items()) or "not scored"
    mark = _bad(row.error is not None or (row.mean is not None and row.mean < 1))
    title = f"{escape(outcome.case.id)} · {escape(outcome.case.kind)} · {escape(outcome.case.turns[-1])}"
    head = f'<summary{mark}>{title}<br><span class="mute">{escape(scores)}</span></summary>'
    asked = "".join(f"<p>{escape(turn)}</p>" for turn in outcome.case.turns[:-1])
    return f'<details>{head}{asked}<p class="mute">{escape(wanted(outcome.case))}</p>{_got(row)}</details>'


def _got(row: Row) -> str:
    outcome = row.outcome
    if row.error:
        return f'<p class="bad">{escape(row.error)}</p>'
    if outcome.ranking:
        return f"<p>{escape(ranks(outcome.ranking))}</p>"
    if outcome.reply is None:
        return f"<p>came: {escape(outcome.told)}</p>" if outcome.told else ""
    kind = "answer" if outcome.answer else "abstention"
    text = f"<p>{kind} to: {escape(outcome.reply.question)}</p><blockquote>{escape(outcome.reply.text)}</blockquote>"
    return text + "".join(_cited(cited) for cited in outcome.cited)


def _cited(cited: Cited) -> str:
    where = cited_place(cited.citation)
    return f'<p class="mute">{escape(where)}</p><blockquote>{escape(cited.citation.quote)}</blockquote>'
