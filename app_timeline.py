"""The timeline on the page *Claims*: a row for each claimant, lines between claims that dispute each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from app_base import html
from app_claim import open_claim
from rag.claim_chart import OTHERS, Mark, columns, marks, rows, ties, undated
from rag.claim_words import claimant, shortened

if TYPE_CHECKING:
    from index.told import Told

COLOURS = ("#4c78a8", "#f58518", "#54a24b", "#b279a2", "#d1a000", "#5ab4ac", "#ff8aa0", "#9d755d", "#7d6bd6", "#2ca5d8")
GREY = "#8a94a6"
RED = "#d1495b"
KEY = (
    "Filled: dated by the saying. Hollow: only the publication is dated. Diamonds joined by red lines dispute each"
    " other. Days without claims are left out."
)
TOLD = (("claimant", "Claimant"), ("words", "Claim"), ("when", "When"), ("force", "Force"))
_ROW_HEIGHT = 36
_LISTED = 20


def draw_timeline(found: Sequence[Told]) -> None:
    """Draw when the claims were said; a mark opens its claim. Claims without any date are listed below."""
    drawn = marks(found)
    if drawn:
        key = f"timeline-{st.session_state.looks}"
        chart = _chart(drawn, ties(found, drawn))
        st.altair_chart(chart, key=key, on_select=lambda: _selected(key), selection_mode="pick")
        html('<p class="cd-small">{}</p>', KEY)
    _undated(undated(found))


def _selected(key: str) -> None:
    picked = st.session_state[key].selection.pick
    if picked:
        open_claim(str(picked[0]["id"]))


def _chart(drawn: Sequence[Mark], pairs: Sequence[tuple[Mark, Mark]]) -> Any:
    import altair as alt

    names = rows(drawn)
    around = [-1.25, 1.25]
    days = alt.Axis(labelAngle=0, labelOverlap=True, ticks=False, grid=False, domain=False)
    where = {
        "x": alt.X("when:O", title=None, sort=columns(drawn), axis=days),
        "y": alt.Y(
            "row:N", title=None, sort=names, axis=alt.Axis(labelLimit=150, grid=True, domain=False, ticks=False)
        ),
        "xOffset": alt.XOffset("across:Q", scale=alt.Scale(domain=around)),
        "yOffset": alt.YOffset("down:Q", scale=alt.Scale(domain=[-1.6, 1.6])),
    }
    layers = (_ties(pairs, where), _points(drawn, where, _colour(names)))
    return alt.layer(*layers).properties(height=_ROW_HEIGHT * len(names) + 30)


def _colour(names: Sequence[str]) -> Any:
    import altair as alt

    colours = [GREY if name == OTHERS else COLOURS[n % len(COLOURS)] for n, name in enumerate(names)]
    return alt.Color("row:N", scale=alt.Scale(domain=names, range=colours), legend=None)


def _points(drawn: Sequence[Mark], where: dict[str, Any], colour: Any) -> Any:
    import altair as alt

    chart = alt.Chart({"values": [asdict(m) for m in drawn]})
    points = chart.mark_point(strokeWidth=1.7, opacity=1, cursor="pointer").encode(
        color=colour,
        fill=alt.condition("datum.said", colour, alt.value("transparent")),
        shape=alt.condition("datum.disputed", alt.value("diamond"), alt.value("circle")),
        size=alt.condition("datum.disputed", alt.value(90), alt.value(50)),
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in TOLD],
        **where,
    )
    return points.add_params(alt.selection_point(name="pick", fields=["id"], toggle=False))


def _ties(pairs: Sequence[tuple[Mark, Mark]], where: dict[str, Any]) -> Any:
    import altair as alt

    values = [asdict(m) | {"pair": n} for n, pair in enumerate(pairs) for m in pair]
    lines = alt.Chart({"values": values}).mark_line(color=RED, strokeWidth=1.4, strokeDash=[5, 3], opacity=0.75)
    return lines.encode(detail="pair:N", **where)


def _undated(found: Sequence[Told]) -> None:
    if not found:
        return
    with st.expander(f"Claims without any date: {len(found)}", icon=":material/event_busy:", key="undated"):
        html('<p class="cd-small">{}</p>', "Neither the day of saying nor that of publication is known: not drawn.")
        for number, t in enumerate(found[:_LISTED]):
            with st.container(horizontal=True, key=f"row-undated-{number}", gap="small"):
                st.button("Open", key=f"undated-{number}", on_click=open_claim, args=(t.claim.id,))
                html('<p class="cd-text"><b>{}</b>: {}</p>', claimant(t.claim), shortened(t.text))
        if len(found) > _LISTED:
            html('<p class="cd-small">{}</p>', f"and {len(found) - _LISTED} more in the table, dated unknown")
