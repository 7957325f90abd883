"""What the pages share: the desk that they work on, and the ways in which text reaches the screen.

Text of articles, names of claimants among it, is drawn in these ways only: through ``html``, where every value is
escaped first and Streamlit sanitises afterwards, and by what shows plain text (``st.code``, the cells of a table, the
options of a list, the labels and tooltips of a chart). No Markdown, so ``$5``, ``*`` and ``:smile:`` stay as written.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st

from app_user import must_read
from index.errors import DeskError
from index.values import Article

if TYPE_CHECKING:
    from rag import Desk
    from rag.llm import Model

HERE = Path(__file__).resolve().parent
SCROLL = (HERE / "app.js").read_text(encoding="utf-8")
KEPT, ROOM = 20, 6000  # how many texts an address keeps, and their length in it: servers refuse one of over 8 KB


def folder() -> str:
    """Return the folder of the archive."""
    return os.path.abspath(os.environ.get("CLAIMDESK_ARCHIVE") or "archive")


def state_of_archive() -> tuple[str, ...]:
    """Return what is another after any change of the archive: its folder, and when its database was written to."""
    files = (Path(folder()) / f"archive.db{ending}" for ending in ("", "-wal"))
    return (folder(), *(str(file.stat().st_mtime_ns) for file in files if file.exists()))


def open_desk() -> Desk:
    """Return the desk on the archive, opened once a process: every session shares it, who may read it."""
    must_read()
    return _desk(folder())


@st.cache_resource(show_spinner="Opening the archive …")
def _desk(folder: str) -> Desk:
    from index import Archive
    from rag import Desk

    return Desk(Archive(folder), model=named_model()[0])


@st.cache_resource(show_spinner=False)
def named_model() -> tuple[Model | None, str]:
    """Return the model that the settings name, if any, and a line that says why it cannot be opened, if so."""
    from rag.llm import as_model

    try:
        return as_model(os.environ.get("CLAIMDESK_MODEL"), os.environ.get("CLAIMDESK_MODEL_URL")), ""
    except DeskError as error:
        return None, str(error)


def publishers(desk: Desk) -> list[str]:
    """Return the publishers of the archive's articles in the order of the alphabet."""
    return _publishers(folder(), desk.archive.counts()["articles"], desk)


def forget_publishers() -> None:
    """Have the publishers looked up again: articles were added, corrected or removed."""
    _publishers.clear()


@st.cache_data(ttl=60, show_spinner=False)
def _publishers(folder: str, count: int, _desk: Desk) -> list[str]:  # noqa: ARG001 - what the cache goes by
    return sorted({a.publisher for a in _desk.archive.articles() if a.publisher}, key=str.casefold)


def about_article(article: Article, copies: Sequence[Article]) -> None:
    """Draw what is known of an article: title, publisher, date, author, where it is from and who repeats it."""
    known = [article.publisher or "unknown publisher", str(article.published or "date unknown"), article.byline]
    lines = [" · ".join(filter(None, known)), article.url or Path(article.path).name]
    if copies:
        lines.append("The same text also in: " + ", ".join(c.publisher or "unknown publisher" for c in copies))
    html('<h2 class="cd-head">{}</h2>' + '<p class="cd-small">{}</p>' * len(lines), article.title, *lines)


def scrolls(name: str) -> str:
    """Return the attributes of a box that scrolls, with a name of our own: so the keyboard reaches and scrolls it."""
    return f'tabindex="0" role="region" aria-label="{name}"'


def scroll_to(place: str) -> None:
    """Scroll the article to a place, named by classes of our own; again whenever ``looks`` has grown."""
    script = SCROLL % (st.session_state.looks, place)
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def button(label: str, key: str, change: dict[str, Any], **look: Any) -> None:
    """Draw a button that changes what the page shows. Its label is read as Markdown: never text of an article."""
    st.button(label, key=key, on_click=st.session_state.update, kwargs=change, **look)


def keep(name: str, texts: Sequence[str]) -> int:
    """Have the address keep the last of these texts under a name, as many as it may; return how many."""
    last = list(texts[-KEPT:])
    while sum(len(quote(text)) for text in last) > ROOM:
        del last[0]
    if not last:
        st.query_params.pop(name, None)
    elif last != st.query_params.get_all(name):
        st.query_params[name] = last
    return len(last)


def html(template: str, *values: str) -> None:
    """Draw HTML of our own with values that may hold anything: each is escaped before it is put in."""
    st.html(template.format(*(escape(value).replace("\n", "&#10;") for value in values)))


def problem(reason: str) -> None:
    """Draw a line that says what is wrong."""
    html('<p class="cd-problem" role="alert">{}</p>', " ".join(reason.split()))
