"""The page *Archive*: which articles the desk has, how far it has read them; adding, finding, opening one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import streamlit as st

from app_article import draw_article, open_article
from app_base import html, open_desk, problem, publishers
from app_upload import READER, by_address, draw_told, samples, upload
from app_user import may_write
from index.errors import InputError
from index.listing import STATUSES, Listed, Status
from index.values import Filters, counted

if TYPE_CHECKING:
    from index import Archive
    from rag import Desk

ASKED = ("find", "publisher", "after", "before", "status")
TOLD: dict[Status, str] = {
    "claims read": "claims read",
    "indexed": "indexed, claims not read yet",
    "waiting": "waiting to be indexed",
    "copy": "copy",
}
EXAMPLE = """---
title: G7 keeps a hard line on Russia as ministers gather in Toronto
publisher: Harbour Wire
published: 2018-04-22
---
The text of the article, as plain text or Markdown."""
DROP = (
    "Drop saved web pages (.html), PDF, Word (.docx), plain text or Markdown here, or tables with a column “text” "
    "(.csv, .jsonl). Title, publisher and date are read from the page; menus, share links and credits are cleaned away."
)
HEAD = "A text file may say at its top where it is from:"


def main() -> None:
    """Draw the page."""
    st.session_state.setdefault("looks", 0)
    desk = open_desk()
    if not desk.archive.counts()["articles"]:
        return _nothing_yet(desk.archive)
    chosen = st.query_params.get("article")
    if not chosen:
        return _shelf(desk, None)
    left, right = st.columns([11, 9], gap="large")
    with right:
        draw_article(desk.archive, chosen)
    with left:
        return _shelf(desk, chosen)


def _nothing_yet(archive: Archive) -> None:
    """Draw how to begin, by example, for who may."""
    if not may_write():
        return html('<h2 class="cd-head">The archive is empty</h2><p class="cd-text">{}</p>', READER)
    html('<h2 class="cd-head">The archive is empty: add the articles that you want to ask</h2>')
    draw_told()
    left, right = st.columns(2, gap="large")
    with left:
        html('<p class="cd-text">{}</p>', DROP)
        upload(archive)
        by_address(archive)
    with right:
        html('<p class="cd-text">{}</p>', HEAD)
        st.code(EXAMPLE, language=None, wrap_lines=True)
        html('<p class="cd-text">{}</p>', "Nothing at hand? Ten short articles come with the desk:")
        samples(archive)
        html('<p class="cd-small">Or in a terminal:</p>')
        st.code("claimdesk add FILES_FOLDERS_OR_ADDRESSES", language=None)
    return None


def _shelf(desk: Desk, chosen: str | None) -> None:
    """Draw the articles that are wanted, and what adds further ones."""
    counts = desk.archive.counts()
    html('<h2 class="cd-head cd-count">{}</h2>', _held(counts["articles"], counts["copies"]))
    if may_write():
        _adding(desk.archive)
    draw_told()
    wanted = _filters(publishers(desk))
    if wanted is not None:
        _listing(desk.archive, *wanted, chosen)


def _adding(archive: Archive) -> None:
    with st.expander("Add articles", icon=":material/upload_file:", key="adding"):
        html('<p class="cd-small">{}</p>', DROP)
        upload(archive)
        by_address(archive)


def _held(articles: int, copies: int) -> str:
    """Return how many articles the archive has."""
    which = "a copy of another" if copies == 1 else "copies of others"
    return f"{counted(articles, 'article')} in the archive" + (f", {copies} of them {which}" if copies else "")


def _filters(known: Sequence[str]) -> tuple[str, Filters, Status | None] | None:
    """Draw the filters, which the address keeps too; return what is wanted, or None while it cannot be used."""
    note = "YYYY, YYYY-MM or YYYY-MM-DD. Articles without a date are left out."
    with st.container(key="filters"):
        what, where, since, until, how = st.columns([5, 4, 3, 3, 4], vertical_alignment="bottom")
    find = what.text_input(
        "Find", key="find", placeholder="Words of the title or text", help="All of the words.", bind="query-params"
    )
    publisher = where.selectbox("Publisher", known, None, key="publisher", placeholder="All", bind="query-params")
    after = since.text_input("From", key="after", placeholder="2018-04-14", help=note, bind="query-params")
    before = until.text_input("Until", key="before", placeholder="2018", help=note, bind="query-params")
    status = how.selectbox("Status", STATUSES, None, key="status", placeholder="Any", bind="query-params")
    try:
        return find, Filters.of(after.strip(), before.strip(), publisher), status
    except InputError as error:
        problem(str(error))
        return None


def _listing(archive: Archive, words: str, filters: Filters, status: Status | None, chosen: str | None) -> None:
    found = archive.listing(words, filters, status)
    if not found:
        html('<p class="cd-text cd-found">No article matches. Try fewer words, or clear the filters.</p>')
        st.button("Clear the filters", key="clear", on_click=_clear)
        return
    _table(found, chosen)
    html('<p class="cd-small cd-found">{}</p>', _counted(found))


def _counted(found: Sequence[Listed]) -> str:
    """Return how many articles are listed, of which status, and how many claims were read from them."""
    by_status = Counter(one.status for one in found)
    parts = [f"{by_status[status]} {TOLD[status]}" for status in STATUSES if by_status[status]]
    listed = f"{counted(len(found), 'article')} {'is' if len(found) == 1 else 'are'} listed"
    return f"{listed} ({', '.join(parts)}), with {counted(sum(one.claims for one in found), 'claim')}."


def _clear() -> None:
    st.session_state.update({"find": "", "publisher": None, "after": "", "before": "", "status": None})


def _table(found: Sequence[Listed], chosen: str | None) -> None:
    """Draw the table; a cell opens its article. A choice made elsewhere is in a new table, which starts with it."""
    ids = [one.id for one in found]
    key = f"table-{st.session_state.looks}-{crc32(''.join(ids).encode())}"
    if st.session_state.get("shelf_start", ("", []))[0] != key:
        st.session_state.shelf_start = (key, [(ids.index(chosen), "Title")] if chosen in ids else [])
    st.dataframe(
        [_row(one) for one in found],
        hide_index=True,
        height=min(35 * len(found) + 38, 480),
        column_config=_columns(),
        on_select=lambda: _selected(key, ids),
        selection_mode="single-cell",
        selection_default={"selection": {"cells": st.session_state.shelf_start[1]}},
        key=key,
        alt="The articles: title, publisher, date, status and number of claims. Choose a cell to open its article.",
    )


def _row(one: Listed) -> dict[str, object]:
    status = f"copy of {one.copy_of}" if one.origin else TOLD[one.status]
    return {
        "Title": one.title,
        "Publisher": one.publisher or "unknown",
        "Published": one.published or "unknown",
        "Status": status,
        "Claims": one.claims,
        "Copies": one.copies,
    }


def _columns() -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    widths = {"Title": 330, "Publisher": 150, "Published": 100, "Status": 190}
    shapes: dict[str, Any] = {name: text(name, width=width) for name, width in widths.items()}
    counts = {"Claims": "Claims read from the article.", "Copies": "Articles here with the same text."}
    return shapes | {name: number(name, width=75, help=told) for name, told in counts.items()}


def _selected(key: str, ids: Sequence[str]) -> None:
    selection = st.session_state[key].selection
    if selection.cells:
        looks = st.session_state.looks
        open_article(ids[selection.cells[0][0]])
        st.session_state.looks = looks  # the table stays as it is, with its choice and where it was scrolled to


if __name__ == "__main__":
    main()
