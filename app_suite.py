"""One suite on the page *Evals*: its measures beside their floors, what was pinned before, its cases worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import streamlit as st

from app_base import html, problem
from evals.history import of_suite, runs_of
from index.values import counted

if TYPE_CHECKING:
    from evals.history import Pin
    from evals.kept import KeptCase, KeptMeasure, KeptResult

QUESTIONS = {
    "retrieval": "Is the passage that answers found, and how far up?",
    "answers": "Do answers cite the words that answer the question?",
    "grounding": "Does every quote stand where it is said to stand?",
    "abstention": "Is the desk silent where the articles are, and only there?",
    "conversation": "Are follow-up questions understood?",
    "claims": "Are claims found, with the right claimant and the exact words?",
    "support": "Does the evidence support the statement?",
    "stance": "Does the evidence speak for the statement, against it or neither?",
    "verdicts": "Does a checked statement get the right verdict?",
    "mutations": "Is a changed number, date, name or denial noticed?",
    "gate": "Does the gate drop what is unsupported, and let the rest through?",
    "injection": "Do orders hidden in articles change anything?",
}
WIDE = 35


def open_case(case_id: str | None) -> None:
    """Show this case from now on, none for None; the address says so, so that a reload shows it again."""
    st.query_params.pop("case", None)
    if case_id:
        st.query_params["case"] = case_id
    st.session_state.looks += 1


def words(name: str) -> str:
    """Return the name of a measure or a kind in words."""
    return name.replace("_", " ")


def number(value: float | None) -> str:
    """Return a share with three decimals, what is larger than one with one, "n/a" where nothing applied."""
    return "n/a" if value is None else f"{value:.3f}" if abs(value) <= 1 else f"{value:.1f}"


def verdict(m: KeptMeasure) -> str:
    """Return in words whether a measure holds its floor."""
    if m.fails:
        return "FAILS"
    if m.floor is None:
        return "reported" if m.better == "reported" else "no floor"
    beyond = m.value is not None and (m.value > m.floor if m.better == "lower" else m.value < m.floor)
    return "holds, within one case" if beyond else "holds"


def floor(m: KeptMeasure) -> str:
    """Return the floor of a measure, or its ceiling."""
    if m.floor is None:
        return "none"
    return f"{'at most' if m.better == 'lower' else 'at least'} {number(m.floor)}"


def draw_suite(result: KeptResult | None, key: str, pins: Sequence[Pin]) -> None:
    """Draw the last report of a suite, and its floors in every run that changed them."""
    asks = QUESTIONS.get(key.split("/")[-1], "")
    html('<h2 class="cd-head">{}</h2><p class="cd-small">{}</p>', key, asks)
    if result is None:
        html('<p class="cd-text">No report of this suite is kept. Make one with:</p>')
        st.code(f"claimdesk eval {key.split('/')[-1]}", language=None)
        return _history(None, key, pins)
    _failures(result)
    _measures(result.measures)
    for line in result.since:
        html('<p class="cd-small">{}</p>', line)
    _history(result, key, pins)
    return _cases(result)


def _failures(result: KeptResult) -> None:
    if result.fails:
        problem(f"The suite cannot be judged: it {result.fails}")
    for m in result.measures:
        if m.fails:
            problem(f"{words(m.name)} fails: {m.fails}")


def _measures(measures: Sequence[KeptMeasure]) -> None:
    ranked = sorted(measures, key=lambda m: (not m.fails, m.floor is None))
    st.dataframe(
        [_measure(m) for m in ranked],
        hide_index=True,
        height=min(WIDE * len(measures) + 38, 400),
        column_config={"Measure": _column(160), "Verdict": _column(90), "95 % interval": _column(120)},
        alt="The measures of the suite: value, interval, floor, and whether the floor holds.",
    )
    note = "The interval is of the mean over the cases; a measure that is no such mean has none."
    html('<p class="cd-small">{}</p>', note)


def _column(width: int) -> Any:
    return st.column_config.TextColumn(width=width)


def _measure(m: KeptMeasure) -> dict[str, object]:
    return {
        "Measure": words(m.name),
        "Verdict": verdict(m),
        "Value": number(m.value),
        "Floor": floor(m),
        "95 % interval": "none" if m.low is None or m.high is None else f"{number(m.low)} to {number(m.high)}",
        "Cases": m.n,
        "No gold": m.excluded,
        "Crashed": m.crashed,
    }


def _history(result: KeptResult | None, key: str, pins: Sequence[Pin]) -> None:
    """Draw the floors of the suite in the runs that changed them, the last report beside them."""
    runs = runs_of(pins, key)
    if not runs:
        return html('<p class="cd-small">It was never pinned: it has no history.</p>')
    now = {m.name: number(m.value) for m in result.measures} if result else {}
    days = [f"{pin.on:%Y-%m-%d %H:%M}" for pin in runs]
    rows = [
        {"Measure": words(name)}
        | {day: "" if value is None else number(value) for day, value in zip(days, values, strict=True)}
        | ({"Last report": now.get(name, "n/a")} if result else {})
        for name, values in of_suite(pins, key).items()
    ]
    pinned = "once" if len(runs) == 1 else f"{len(runs)} times"
    with st.expander(f"History: pinned {pinned}", icon=":material/history:", expanded=result is None):
        st.dataframe(rows, hide_index=True, alt="The floors of the suite in each pinned run, the oldest first.")
        html('<p class="cd-small">Floors at each pinned run that changed them, oldest first; times are UTC.</p>')
    return None


def _cases(result: KeptResult) -> None:
    """Draw the cases, the worst first; a cell opens its case."""
    if not result.cases:
        return html('<p class="cd-small">Its cases were not kept: whole benchmarks are only counted.</p>')
    html('<h2 class="cd-head">{}</h2>', f"{counted(len(result.cases), 'case')}, the worst first")
    ids, chosen = [case.id for case in result.cases], st.query_params.get("case")
    key = f"table-{st.session_state.looks}-{crc32(''.join(ids).encode())}"
    if st.session_state.get("cases_start", ("", []))[0] != key:
        st.session_state.cases_start = (key, [(ids.index(chosen), "Asked")] if chosen in ids else [])
    st.dataframe(
        [_row(case) for case in result.cases],
        hide_index=True,
        height=min(WIDE * len(ids) + 38, 400),
        column_config={"Score": _column(80), "Asked": _column(420)},
        on_select=lambda: _selected(key, ids),
        selection_mode="single-cell",
        selection_default={"selection": {"cells": st.session_state.cases_start[1]}},
        key=key,
        alt="The cases of the suite, the worst first. Choose a cell to see what was expected and what came.",
    )
    return None


def _row(case: KeptCase) -> dict[str, object]:
    score = "crashed" if case.error else "not scored" if case.mean is None else number(case.mean)
    return {"Score": score, "Asked": " ".join(case.turns[-1].split()), "Kind": words(case.kind), "Case": case.id}


def _selected(key: str, ids: Sequence[str]) -> None:
    selection = st.session_state[key].selection
    if selection.cells:
        st.query_params["case"] = ids[selection.cells[0][0]]


def draw_case(result: KeptResult | None, case_id: str) -> None:
    """Draw a case: what was asked, what was expected, what came, and how each scorer judged it."""
    with st.container(border=True, key="article", gap="small"):
        st.button("Close", key="close", on_click=open_case, args=(None,), icon=":material/close:", type="tertiary")
        case = next((c for c in result.cases if c.id == case_id), None) if result else None
        if case is None:
            return problem("The last report of this suite has no such case. Choose another one.")
        html('<h2 class="cd-head cd-first">{}</h2><p class="cd-small">{}</p>', case.id, words(case.kind))
        _part("Asked", case.turns)
        _part("Expected", [case.wanted])
        came = case.came or ("Only the scores of this suite's cases are kept.",)
        _part("Came", came)
        marks = [f"{words(name)}: {number(score)}" for name, score in case.scores.items()]
        return _part("Scores", marks or ["No scorer applies."])


def _part(heading: str, lines: Sequence[str]) -> None:
    html('<p class="cd-small cd-side">{}</p>' + '<p class="cd-text">{}</p>' * len(lines), heading, *lines)
