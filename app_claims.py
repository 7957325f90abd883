"""The page *Claims*: who said what, when, in which words, and who disputes it. Draws; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import streamlit as st

from app_base import html, open_desk, problem, publishers
from app_claim import draw_claim, open_claim
from app_timeline import draw_timeline
from app_upload import draw_told, samples
from app_user import may_write, must_write
from index.errors import DeskError, InputError
from index.told import Wanted
from index.values import Filters
from rag.claim_rows import advice, as_csv, as_json, askable, row, summary

if TYPE_CHECKING:
    from index import Archive
    from index.claim import Claimant
    from index.told import Told

ASKED = ("claimant", "about", "after", "before", "publisher", "disputed")
HELP = {
    "Claim": "The words of the claim as the article has them; … joins what stands apart.",
    "When": "The day it was said, else of publication; see the next column.",
    "Force": "What is done by saying it: asserts, denies, accuses, demands, promises, warns, doubts.",
    "Origins": "In how many independent articles it stands. A reprint is no second one.",
    "Disputed by": "Who contradicts or denies it, or whom it contradicts or denies.",
}


def main() -> None:
    """Draw the page."""
    for name, start in (("looks", 0), ("corrected", "")):
        st.session_state.setdefault(name, start)
    desk = open_desk()
    claimants = desk.archive.claimants()
    if not claimants:
        return _nothing_yet(desk.archive)
    wanted = _filters(claimants, publishers(desk))
    chosen = st.query_params.get("claim")
    if not chosen:
        return _listing(desk.archive, wanted, None)
    left, right = st.columns([11, 9], gap="large")
    with right:
        draw_claim(desk.archive, chosen)
    with left:
        return _listing(desk.archive, wanted, chosen)


def _nothing_yet(archive: Archive) -> None:
    if archive.counts()["articles"]:
        html(
            '<h2 class="cd-head">No claims yet</h2><p class="cd-text">No article here reports what anyone said.'
            " Articles that do are read when you add them, on the page Archive or in a terminal.</p>"
        )
    else:
        html(
            '<h2 class="cd-head">The archive is empty</h2><p class="cd-text">Claims are read from articles: who said'
            " what, when, in which words. Add articles on the page Archive, or in a terminal; or begin with the ten"
            " short ones that come with the desk.</p>"
        )
    draw_told()
    samples(archive)
    st.page_link("app_archive.py", label="Go to Archive", icon=":material/arrow_forward:")
    st.code("claimdesk add FILES_FOLDERS_OR_ADDRESSES", language=None)


def _filters(claimants: Sequence[Claimant], known: Sequence[str]) -> Wanted | None:
    """Draw the filters, which the address keeps too; return what is wanted, or None while it cannot be used."""
    who, what, since, until, where = st.columns([5, 5, 3, 3, 4], vertical_alignment="bottom")
    with who:
        claimant = st.selectbox(
            "Claimant",
            askable(claimants),
            None,
            key="claimant",
            help="A person, a body, or a state with those who speak for it. Choose one, or type any name.",
            placeholder="Anyone",
            accept_new_options=True,
            bind="query-params",
        )
    with what:
        about = st.text_input("About", key="about", placeholder="Douma", bind="query-params")
    note = "YYYY, YYYY-MM or YYYY-MM-DD: the day of saying, else of publication."
    with since:
        after = st.text_input("Said on or after", key="after", placeholder="2018-04-14", help=note, bind="query-params")
    with until:
        before = st.text_input("Said on or before", key="before", placeholder="2018", help=note, bind="query-params")
    with where:
        publisher = st.selectbox(
            "Publisher", known, None, key="publisher", placeholder="All", accept_new_options=True, bind="query-params"
        )
    disputed = st.toggle("Only what is disputed", key="disputed", bind="query-params")
    try:
        limits = Filters.of(after.strip(), before.strip(), publisher)
    except InputError as error:
        problem(str(error))
        return None
    name = claimant.strip() if claimant else None
    return Wanted(name or None, about.strip() or None, limits.after, limits.before, limits.publisher, disputed)


def _listing(archive: Archive, wanted: Wanted | None, chosen: str | None) -> None:
    """Draw the claims that are wanted: how many, a table, the timeline, and what to do with them."""
    if wanted is None:
        return
    with st.spinner("Reading the ledger …"):
        found = archive.claims(
            wanted.claimant, wanted.about, wanted.after, wanted.before, wanted.publisher, wanted.disputed
        )
    if not found:
        _no_match(wanted)
    else:
        html('<h2 class="cd-head cd-count">{}</h2>', summary(found))
        _table(found, chosen)
        draw_timeline(found)
    with st.container(horizontal=True, key="exports"):
        if found:
            st.download_button("CSV", as_csv(found), "claims.csv", "text/csv", "csv", icon=":material/download:")
            st.download_button(
                "JSON", as_json(found), "claims.json", "application/json", "json", icon=":material/download:"
            )
        if may_write():
            _corrections(archive)


def _no_match(wanted: Wanted) -> None:
    lines = advice(wanted)
    html('<h2 class="cd-head cd-count">No claim matches</h2>' + '<p class="cd-text">{}</p>' * len(lines), *lines)
    st.button("Clear the filters", key="clear", on_click=_clear)


def _clear() -> None:
    st.session_state.update(dict.fromkeys(ASKED[:5]) | {"about": "", "after": "", "before": "", "disputed": False})


def _table(found: Sequence[Told], chosen: str | None) -> None:
    """Draw the table; a cell opens its claim. A choice made elsewhere is shown by a new table, which starts with it."""
    ids = [t.claim.id for t in found]
    key = f"table-{st.session_state.looks}-{crc32(''.join(ids).encode())}"
    if st.session_state.get("table_start", ("", []))[0] != key:
        st.session_state.table_start = (key, [(ids.index(chosen), "Claim")] if chosen in ids else [])
    st.dataframe(
        [row(t) for t in found],
        hide_index=True,
        height=min(35 * len(found) + 38, 400),
        column_config=_columns(),
        on_select=lambda: _selected(key, ids),
        selection_mode="single-cell",
        selection_default={"selection": {"cells": st.session_state.table_start[1]}},
        key=key,
    )


def _columns() -> dict[str, Any]:
    text, widths = st.column_config.TextColumn, {"Claimant": 140, "Claim": 320, "When": 95, "Disputed by": 150}
    widths |= {"Date of": 95, "Force": 110, "Quotation": 90}
    shapes: dict[str, Any] = {name: text(name, width=width, help=HELP.get(name)) for name, width in widths.items()}
    return shapes | {"Origins": st.column_config.NumberColumn("Origins", width=75, help=HELP["Origins"])}


def _selected(key: str, ids: Sequence[str]) -> None:
    selection = st.session_state[key].selection
    if selection.cells:
        st.query_params["claim"] = ids[selection.cells[0][0]]


def _corrections(archive: Archive) -> None:
    """Draw what joins claimants that are one, and parts those that are not."""
    with st.popover("Correct claimants", icon=":material/merge:"), st.form("correct", border=False):
        names = [n for c in archive.claimants() for n in (c.name, *c.aliases)]
        one, other = (
            st.selectbox(label, list(dict.fromkeys(names)), None, key=key, accept_new_options=True)
            for label, key in (("This claimant", "one"), ("and this one", "other"))
        )
        kind = st.radio("are", ["one, called by the first name", "two, kept apart"], key="kind")
        if st.form_submit_button("Correct") and one and other:
            _correct(archive, one, other, merge=kind.startswith("one"))
        html('<p class="cd-small">{}</p>', st.session_state.corrected or "Corrections survive re-indexing.")


def _correct(archive: Archive, one: str, other: str, *, merge: bool) -> None:
    must_write()
    try:
        (archive.merge if merge else archive.split)(one, other)
        st.session_state.corrected = f"{one} and {other} are now {'one' if merge else 'kept apart'}."
    except DeskError as error:
        st.session_state.corrected = str(error)
    open_claim(st.query_params.get("claim"))
    st.rerun()


if __name__ == "__main__":
    main()
