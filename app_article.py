"""One article on the page *Archive*: what is known of it, its text, what was cleaned away; edited or removed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app_base import about_article, forget_publishers, html, problem, scroll_to, scrolls
from app_upload import tell
from app_user import may_write, must_write
from index.errors import DeskError
from index.values import Span
from rag.claim_words import claimant, shortened

if TYPE_CHECKING:
    from index import Archive
    from index.values import Article

_LISTED = 30
_PLACE = ("start", "end")
_BOX = scrolls("Text of the article")
_NO_PLACE = "The address names no place in this text; it was changed, or the link is broken. The whole text is below."
_DATE_HELP = "YYYY, YYYY-MM or YYYY-MM-DD; leave it empty if it is unknown."


def open_article(article_id: str | None) -> None:
    """Show this article from now on, none for None; the address says so, so that a reload shows it again."""
    st.session_state.looks += 1
    if st.query_params.get("article") != article_id:  # a table drawn anew after a correction chooses its row again
        st.session_state.pop("noted", None)
    for name in ("article", *_PLACE):
        st.query_params.pop(name, None)
    if article_id:
        st.query_params["article"] = article_id


def draw_article(archive: Archive, article_id: str) -> None:
    """Draw an article beside the list, or say that there is none of this id."""
    with st.container(border=True, key="article", gap="small"):
        st.button("Close", key="close", on_click=open_article, args=(None,), icon=":material/close:", type="tertiary")
        try:
            article = archive.article(article_id)
        except DeskError as error:
            return problem(str(error))
        about_article(article, ())
        if noted := st.session_state.get("noted", {}).get(article_id):
            html('<p class="cd-small cd-noted" role="status">{}</p>', noted)
        _same_text(archive, article)
        _text(article)
        _cleaned(article)
        _claims(archive, article)
        if not may_write():
            return None
        _edit(archive, article)
        return _remove(archive, article)


def _same_text(archive: Archive, article: Article) -> None:
    """Draw which articles have the same text, each with what opens it."""
    copies = archive.copies(article.id)
    if article.origin:
        html('<p class="cd-small">A copy. Searched in its place, with the claims read from it:</p>')
        _others([archive.article(article.origin)])
    elif copies:
        html('<p class="cd-small">The same text also in:</p>')
        _others(copies)


def _others(articles: Sequence[Article]) -> None:
    for other in articles:
        with st.container(horizontal=True, key=f"row-same-{other.id}", gap="small"):
            st.button("Open", key=f"show-same-{other.id}", on_click=open_article, args=(other.id,))
            html('<p class="cd-small">{}: {}</p>', other.publisher or "unknown publisher", other.title)


def _text(article: Article) -> None:
    """Draw the text, with the place marked that the address names."""
    text, place = article.text, _place(article)
    if place is None:
        if any(name in st.query_params for name in _PLACE):
            problem(_NO_PLACE)
        return html(f'<div class="cd-body cd-text cd-first" {_BOX}>{{}}</div>', text)
    mark = f"cd-place-{place.start}-{place.end}"
    body = f'<div class="cd-body cd-text cd-first" {_BOX}>{{}}<mark class="{mark}">{{}}</mark>{{}}</div>'
    html(body, text[: place.start], place.of(text), text[place.end :])
    return scroll_to(mark)


def _place(article: Article) -> Span | None:
    """Return the place in the text that the address names, None if it names none."""
    try:
        start, end = (int(st.query_params[name]) for name in _PLACE)
    except (KeyError, ValueError):
        return None
    return Span(start, end) if 0 <= start < end <= len(article.text) else None


def _cleaned(article: Article) -> None:
    if not article.removed:
        return html('<p class="cd-small">Nothing was cleaned away from the page.</p>')
    with st.expander(
        f"What was cleaned away ({len(article.removed)})", icon=":material/cleaning_services:", key="gone"
    ):
        html(
            '<p class="cd-small">{}</p>',
            "Lines of the page that are not the story. They are neither searched nor cited.",
        )
        lines = article.removed[:_LISTED]
        html(
            f'<div class="cd-gone" {scrolls("What was cleaned away")}>'
            + '<p class="cd-small">{}</p>' * len(lines)
            + "</div>",
            *lines,
        )
        _more(len(article.removed), "lines")
    return None


def _claims(archive: Archive, article: Article) -> None:
    found = archive.claims_of([article.id])
    if not found:
        return
    with st.expander(f"Claims read from it ({len(found)})", icon=":material/record_voice_over:", key="said"):
        for told in found[:_LISTED]:
            with st.container(horizontal=True, key=f"row-said-{told.claim.id}", gap="small"):
                st.page_link("app_claims.py", label="Open", query_params={"claim": told.claim.id})
                html('<p class="cd-small"><b>{}</b>: {}</p>', claimant(told.claim), shortened(told.text))
        _more(len(found), "on the page Claims")


def _more(count: int, what: str) -> None:
    if count > _LISTED:
        html('<p class="cd-small">and {} more {}</p>', str(count - _LISTED), what)


def _edit(archive: Archive, article: Article) -> None:
    day = str(article.published or "")
    with (
        st.expander("Correct what is known of it", icon=":material/edit:", key="correct"),
        st.form(f"edit-{article.id}", border=False),
    ):
        known = {"title": article.title, "publisher": article.publisher or "", "published": day}
        known["byline"] = article.byline or ""
        typed = {
            "title": st.text_input("Title", known["title"], 500, key=f"title-{article.id}"),
            "publisher": st.text_input("Publisher", known["publisher"], 500, key=f"publisher-{article.id}"),
            "published": st.text_input("Published", day, 10, key=f"published-{article.id}", help=_DATE_HELP),
            "byline": st.text_input("Author", known["byline"], 500, key=f"byline-{article.id}"),
        }
        html('<p class="cd-small">{}</p>', "Corrections stay when the article is added again.")
        pressed = st.form_submit_button("Save", type="primary")
    if pressed:
        _save(archive, article, {name: words for name, words in typed.items() if words.strip() != known[name]})


def _save(archive: Archive, article: Article, changes: dict[str, str]) -> None:
    """Write the corrections; the claims are read anew where they depend on them."""
    if not changes:
        html('<p class="cd-small cd-noted">Nothing was changed.</p>')
        return
    try:
        must_write()
        with st.spinner("Saving, and reading the claims anew …"):
            archive.edit(article.id, **changes)
    except DeskError as error:
        problem(str(error))
        return
    forget_publishers()
    told = ", ".join("author" if name == "byline" else name for name in changes)
    st.session_state.noted = {article.id: f"Saved: {told}."}
    st.rerun()


def _remove(archive: Archive, article: Article) -> None:
    """Draw what removes the article, folded away: so that it takes a second click."""
    with st.expander("Remove it from the archive", icon=":material/delete:", key="removing"):
        copies = len(archive.copies(article.id))
        heir = " One of its copies is searched in its place." if copies else ""
        lines = f"The claims read from it go with it.{heir} Its file stays where it is."
        html('<p class="cd-text">{}</p>', lines)
        if st.button("Yes, remove it", key="remove", type="primary"):
            _removed(archive, article)


def _removed(archive: Archive, article: Article) -> None:
    try:
        must_write()
        with st.spinner("Removing …"):
            archive.remove(article.id)
    except DeskError as error:
        problem(str(error))
        return
    forget_publishers()
    tell(f"Removed: {article.title}")
    open_article(None)
    st.rerun()
