"""One verdict on the page *Check*: its word and colour, why, both sides' words, and the article that has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import streamlit as st

from app_base import about_article, html, problem, scroll_to, scrolls
from app_export import draw_cite
from index.errors import DeskError
from rag.checked import label_words
from rag.exports_sheet import SIDES

if TYPE_CHECKING:
    from index import Archive
    from index.values import Article
    from rag.exports_sheet import Cited
    from rag.verdict import Stance, Verdict


def badge(verdict: Verdict | None) -> str:
    """Return the HTML of a verdict's word, on its colour; of "not checked" without one. Words of our own only."""
    label, words = (verdict.label, label_words(verdict)) if verdict else ("unchecked", "not checked")
    return f'<span class="cd-verdict cd-{label}">{words}</span>'


def draw_verdict(verdict: Verdict, place: str) -> None:
    """Draw why the verdict is what it is, and the evidence of each side; ``place`` keeps the keys of verdicts apart."""
    html('<p class="cd-text cd-because">{}</p>', verdict.because)
    listed = list(enumerate(verdict.evidence, 1))
    for side, heading in SIDES:
        beside = [(n, s) for n, s in listed if s.side == side]
        if beside:
            html('<p class="cd-small cd-side">{}</p>', heading)
        for n, stance in beside:
            _card(stance, f"{place}-{n}")
    if not listed:
        html('<p class="cd-small">{}</p>', "Nothing in the archive speaks of it.")


def _card(stance: Stance, name: str) -> None:
    """Draw the words of one piece of evidence, whose they are, where they stand, and what opens them there."""
    article = stance.article
    where = f"{article.publisher or 'unknown publisher'}, {article.published or 'date unknown'}: {article.title}"
    whose = stance.claimant or "The publisher’s own words"
    with st.container(horizontal=True, key=f"row-evidence-{name}", gap="small"):
        show_button(name)
        html(
            f'<div class="cd-card cd-{stance.side}"><p class="cd-small"><b>{{}}</b></p>'
            '<p class="cd-text">“{}”</p><p class="cd-small">{}</p></div>',
            *(whose, stance.quote, where),
        )


def show_button(name: str) -> None:
    """Draw the button that opens this piece of evidence."""
    kind: Literal["primary", "secondary"] = "primary" if st.query_params.get("evidence") == name else "secondary"
    st.button("Show", key=f"show-{name}", on_click=open_evidence, args=(name,), type=kind)


def open_evidence(name: str | None) -> None:
    """Show this piece of evidence in its article from now on, none for None; the address says so."""
    st.session_state.looks += 1
    if name:
        st.query_params["evidence"] = name
    else:
        st.query_params.pop("evidence", None)


def named(verdicts: Sequence[Verdict | None], name: str | None) -> Stance | None:
    """Return the evidence that a name ("2-1": the first of the second verdict) means, None if there is none of it."""
    pieces = {f"{n}-{i}": s for n, v in enumerate(verdicts, 1) if v for i, s in enumerate(v.evidence, 1)}
    return pieces.get(name or "")


def draw_article(archive: Archive, cited: Cited) -> None:
    """Draw an article with words marked in their place, or unmarked if the text has changed since; how to cite them."""
    with st.container(border=True, key="article", gap="small"):
        st.button("Close", key="close", on_click=open_evidence, args=(None,), icon=":material/close:", type="tertiary")
        try:
            article = archive.article(cited.article_id)
        except DeskError as error:
            return problem(str(error))
        about_article(article, archive.copies(article.id))
        _text(article, cited)
        return draw_cite(cited)


def _text(article: Article, cited: Cited) -> None:
    (start, end), box = cited.span, scrolls("Text of the article")
    if cited.span.of(article.text) != cited.quote:
        problem("This article was changed after it was quoted; check again to see where the words are now.")
        return html(f'<div class="cd-body cd-text" {box}>{{}}</div>', article.text)
    place = f"cd-evidence-{start}-{end}"
    body = f'<div class="cd-body cd-text" {box}>{{}}<mark class="{place}">{{}}</mark>{{}}</div>'
    html(body, article.text[:start], cited.quote, article.text[end:])
    return scroll_to(place)
