"""Checking a quotation on the page *Check*: are these the words, and whose are they? Draws; decides nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app_base import html, problem
from app_export import downloads
from app_verdict import open_evidence, show_button
from index.errors import DeskError
from rag.exports_quote import OUTCOMES, quote_export, told_change
from rag.quote import QuoteCheck, check_quote

if TYPE_CHECKING:
    from rag import Desk
    from rag.quote import Place
    from rag.values import Citation

MOST = 2000


def quotation(desk: Desk) -> None:
    """Draw the form and what became of the quotation; one in the address is checked at once."""
    _form(desk)
    found: QuoteCheck | str | None = st.session_state.quoted
    if isinstance(found, str):
        problem(found)
    elif found is not None:
        _outcome(desk, found)


def opened(name: str | None) -> tuple[Place, Citation] | None:
    """Return what a name ("q-2-1": the first citation of the second place) means, None if there is none of it."""
    found: QuoteCheck | str | None = st.session_state.quoted
    places = found.places if isinstance(found, QuoteCheck) else ()
    return {f"q-{n}-{c.n}": (p, c) for n, p in enumerate(places, 1) for c in p.citations}.get(name or "")


def _form(desk: Desk) -> None:
    linked, by = (st.query_params.get(name, "").strip() for name in ("words", "by"))
    st.session_state.setdefault("words", linked)
    st.session_state.setdefault("by", by)
    with st.form("quote", border=False):
        st.text_area("Quotation", key="words", height=100, max_chars=MOST, placeholder="Paste the quoted words.")
        st.text_input("Said by", key="by", max_chars=200, placeholder="Anyone")
        pressed = st.form_submit_button("Check the quotation", type="primary", icon=":material/format_quote:")
    if pressed or (linked and st.session_state.quoted is None):
        _check(desk, st.session_state.words.strip(), st.session_state.by.strip())


def _check(desk: Desk, words: str, by: str) -> None:
    """Check a quotation and keep it in the address."""
    if st.session_state.quoted is not None:
        open_evidence(None)
    for name, value in (("words", words), ("by", by)):
        st.query_params.pop(name, None)
        if value:
            st.query_params[name] = value
    try:
        st.session_state.quoted = check_quote(desk.archive, words, by or None)
    except DeskError as error:
        st.session_state.quoted = str(error)
    st.rerun()  # an article that was open beside it is not any more


def _outcome(desk: Desk, found: QuoteCheck) -> None:
    colour, label = OUTCOMES[found.outcome]
    badge = f'<span class="cd-verdict cd-{colour}">{label}</span>'
    html(
        f'<p class="cd-text">{badge} <b>{{}}</b></p><p class="cd-text cd-because">{{}}</p>', found.words, found.because
    )
    for change in found.changes:
        html('<p class="cd-small cd-change">{}</p>', told_change(change))
    for number, place in enumerate(found.places, 1):
        for citation in place.citations:
            _card(place, citation, f"q-{number}-{citation.n}")
    with st.container(horizontal=True, key="exports"):
        downloads("quotation", partial(quote_export, found, desk.archive.article))


def _card(place: Place, citation: Citation, name: str) -> None:
    whose = " via ".join([place.claimant or "The publisher’s own words", *place.via])
    marked = "in quotation marks" if place.marked else "without quotation marks"
    where = f"{citation.publisher or 'unknown publisher'}, {citation.published or 'date unknown'}: {citation.title}"
    with st.container(horizontal=True, key=f"row-evidence-{name}", gap="small"):
        show_button(name)
        html(
            '<div class="cd-card"><p class="cd-small"><b>{}</b> {}</p><p class="cd-text">“{}”</p>'
            '<p class="cd-small">{}</p></div>',
            *(whose, marked, citation.quote, where),
        )
