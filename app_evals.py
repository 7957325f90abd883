"""The page *Evals*: the last report of each suite, what misses its floor first. Draws; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app_base import html, problem
from app_suite import WIDE, draw_case, draw_suite, floor, number, open_case, words
from index.errors import DeskError

if TYPE_CHECKING:
    from evals.history import Pin
    from evals.kept import KeptMeasure, KeptResult

COMMAND = "claimdesk eval"
SOME = "claimdesk eval answers grounding"


def main() -> None:
    """Draw the page."""
    st.session_state.setdefault("looks", 0)
    try:
        results, pins = _read()
    except DeskError as error:
        return problem(str(error))
    chosen = st.query_params.get("case")
    if not chosen:
        return _listing(results, pins)
    left, right = st.columns([11, 9], gap="large")
    with left:
        _listing(results, pins)
    with right:
        return draw_case(results.get(st.session_state.get("suite") or ""), chosen)


def _read() -> tuple[Mapping[str, KeptResult], Sequence[Pin]]:
    from evals import history, kept
    from evals.cases import HERE

    return kept.read(kept.folder()), history.read(HERE)


def _listing(results: Mapping[str, KeptResult], pins: Sequence[Pin]) -> None:
    """Draw all suites, what fails first, and the one that is chosen."""
    ranked = sorted(results, key=lambda key: (-results[key].failing, _nearest(results[key])[0], key))
    if ranked:
        _overview([results[key] for key in ranked])
    else:
        _nothing_yet()
    pinned = sorted({key for pin in pins for key in pin.floors} - set(ranked))
    options = [*ranked, *pinned]
    if not options:
        return
    chosen = st.selectbox(
        "Suite",
        options,
        None,
        key="suite",
        placeholder="Choose one here, or a row of the table" if ranked else "Choose one to see its floors",
        bind="query-params",
        on_change=open_case,
        args=(None,),
        help="Corpus and suite; those without a kept report come last.",
    )
    if chosen:
        draw_suite(results.get(chosen), chosen, pins)


def _nothing_yet() -> None:
    html(
        '<h2 class="cd-head">No report is kept yet</h2><p class="cd-text">{}</p>',
        "The evals ask the desk what is known already, and count. This makes a report of every suite, in minutes:",
    )
    st.code(COMMAND, language=None)
    html('<p class="cd-small">Only some suites:</p>')
    st.code(SOME, language=None)


def _overview(results: Sequence[KeptResult]) -> None:
    failing = sum(bool(result.failing) for result in results)
    html('<h2 class="cd-head cd-count">{}</h2>', _told(failing, len(results)))
    st.dataframe(
        [_row(result) for result in results],
        hide_index=True,
        height=min(WIDE * len(results) + 38, 330),
        column_config={
            "Suite": st.column_config.TextColumn(width=190),
            "Verdict": st.column_config.TextColumn(width=110),
            "Nearest to its floor": st.column_config.TextColumn(width=190),
        },
        on_select=lambda: _selected([f"{r.corpus}/{r.suite}" for r in results]),
        selection_mode="single-cell",
        key=f"suites-{st.session_state.looks}",
        alt="The suites, what fails first: the measure nearest to its floor. Choose a cell to see the suite.",
    )


def _told(failing: int, count: int) -> str:
    """Return how many suites have a report, and how many of them miss a floor."""
    reported = "1 suite reported" if count == 1 else f"{count} suites reported"
    if not failing:
        return f"{reported}: every floor holds"
    return f"{reported}: {failing} {'fails' if failing == 1 else 'fail'}, {count - failing} hold"


def _row(result: KeptResult) -> dict[str, object]:
    _, m = _nearest(result)
    return {
        "Suite": f"{result.corpus}/{result.suite}",
        "Verdict": f"FAILS ({result.failing})" if result.failing else "holds",
        "Nearest to its floor": words(m.name) if m else "no floors",
        "Value": number(m.value) if m else "",
        "Floor": floor(m) if m else "",
        "Cases": max((m.n for m in result.measures), default=0),
        "Measured (UTC)": f"{result.on:%Y-%m-%d %H:%M}",
    }


def _nearest(result: KeptResult) -> tuple[float, KeptMeasure | None]:
    """Return the measure that lies lowest above its floor (or highest below its ceiling), and by how much."""
    gaps = [
        ((m.floor - m.value if m.better == "lower" else m.value - m.floor), m)
        for m in result.measures
        if m.floor is not None and m.value is not None
    ]
    return min(gaps, key=lambda pair: (not pair[1].fails, pair[0]), default=(1.0, None))


def _selected(keys: Sequence[str]) -> None:
    selection = st.session_state[f"suites-{st.session_state.looks}"].selection
    if selection.cells:
        st.session_state.suite = keys[selection.cells[0][0]]
        st.query_params.pop("case", None)


if __name__ == "__main__":
    main()
