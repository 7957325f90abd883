"""The page *Ask*. Draws; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app_base import (
    KEPT,
    about_article,
    button,
    folder,
    html,
    keep,
    open_desk,
    problem,
    publishers,
    scroll_to,
    scrolls,
    state_of_archive,
)
from app_export import draw_cite
from app_model import doing_now, model_in_use
from app_reply import draw_reply, keep_reply, kept
from app_upload import draw_told, samples, upload
from app_user import may_write
from index.errors import DeskError, InputError
from index.values import Article, Filters
from rag.exports_sheet import cited_by
from rag.plain import numbered
from rag.values import Answer, Citation, Reply, Statement, Turn

if TYPE_CHECKING:
    from rag import Desk
    from rag.drafting import Tell

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the user typed, and the reply to it or the line that says why there is none."""

    asked: str
    outcome: Reply | str


def main() -> None:
    """Draw the page."""
    for name, start in (("talk", []), ("pending", None), ("chosen", None), ("looks", 0), ("answered", False)):
        st.session_state.setdefault(name, start)
    desk = open_desk()
    if "waiting" not in st.session_state:
        _from_address()
    if desk.archive.counts()["articles"] and st.session_state.pending is None and st.session_state.waiting:
        st.session_state.pending = st.session_state.waiting.pop(0)
    _to_address()
    filters = _sidebar(desk)
    _question_box(desk, filters)
    if (shown := _chosen()) is None:
        return _conversation(desk, filters)
    left, right = st.columns([11, 9], gap="large")
    with right:
        _chosen_article(desk, *shown)
    with left:
        return _conversation(desk, filters)


def _from_address() -> None:
    """Take up the conversation that the address names, once a session: from then on the address follows the page."""
    linked = [asked.strip() for asked in st.query_params.get_all("q")]
    st.session_state.waiting = [asked for asked in linked if 0 < len(asked) <= LONGEST][-KEPT:]
    st.session_state.linked = len(st.session_state.waiting)
    if st.session_state.waiting and (named := re.fullmatch(r"([1-9]\d?)-([1-9]\d?)", st.query_params.get("cite", ""))):
        st.session_state.chosen = (int(named[1]) - 1, int(named[2]))


def _to_address() -> None:
    """Have the address name the conversation and the citation that is open: a reload or a link shows them again."""
    state = st.session_state
    asked = [exchange.asked for exchange in state.talk] + [state.pending] * (state.pending is not None) + state.waiting
    if len(asked) == len(state.talk) and _chosen() is None:
        state.chosen = None  # the address named a citation that is not there
    left_out = len(asked) - keep("q", asked)
    number, n = state.chosen or (-1, 0)
    keep("cite", [f"{number - left_out + 1}-{n}"] if number >= left_out else [])


@st.cache_data(show_spinner="Looking for examples …")
def _examples(folder: str, counts: tuple[int, ...], _desk: Desk) -> list[str]:  # noqa: ARG001 - what the cache goes by
    from rag.suggest import suggestions

    return suggestions(_desk)


def _sidebar(desk: Desk) -> Filters | None:
    """Draw the sidebar; return the filters, or None while they cannot be used."""
    with st.sidebar:
        count = str(desk.archive.counts()["articles"])
        html('<h2 class="cd-head">Claimdesk</h2><p class="cd-small">Articles in the archive: {}</p>', count)
        model_in_use()
        st.button("New conversation", key="new", on_click=_begin_anew, width="stretch")
        _asked_so_far()
        st.subheader("Filters", anchor=False)
        filters = _filters(desk)
        if may_write():
            st.subheader("Add articles", anchor=False)
        upload(desk.archive)
        draw_told()
    return filters


def _begin_anew() -> None:
    st.session_state.update(talk=[], pending=None, waiting=[], linked=0, chosen=None)


def _asked_so_far() -> None:
    """Draw the questions of a conversation, each as a link that leads to its answer."""
    asked = [exchange.asked for exchange in st.session_state.talk]
    if len(asked) > 1:
        links = (f'<li><a href="#cd-asked-{n}">{{}}</a></li>' for n in range(1, len(asked) + 1))
        html(f'<ol class="cd-small cd-questions">{"".join(links)}</ol>', *asked)


def _filters(desk: Desk) -> Filters | None:
    note = "YYYY, YYYY-MM or YYYY-MM-DD. Articles without a date are left out."
    after = st.text_input(
        "Published on or after", key="since", placeholder="2018-04-14", help=note, bind="query-params"
    )
    before = st.text_input("Published on or before", key="until", placeholder="2018-12", help=note, bind="query-params")
    known = publishers(desk)  # and any other: a link with a publisher who is gone keeps that filter
    publisher = st.selectbox(
        "Publisher", known, None, key="outlet", placeholder="All", accept_new_options=True, bind="query-params"
    )
    try:
        return Filters.of(after.strip(), before.strip(), publisher)
    except InputError as error:
        problem(str(error))
        return None


def _question_box(desk: Desk, filters: Filters | None) -> None:
    filled = desk.archive.counts()["articles"] > 0
    st.chat_input(
        "Add articles first" if not filled else "Correct the filters first" if filters is None else "Ask the archive",
        key="question",
        max_chars=LONGEST,
        on_submit=lambda: st.session_state.update(pending=st.session_state.question.strip() or None),
        disabled=not filled or filters is None or st.session_state.pending is not None,
    )


def _conversation(desk: Desk, filters: Filters | None) -> None:
    talk: list[Exchange] = st.session_state.talk
    with st.container(key="conversation"):
        start = st.empty()  # what is drawn in it goes at once when a question comes, not when its answer is there
        if not talk and st.session_state.pending is None:
            with start.container():
                _welcome(desk, filters is not None)
        for number, exchange in enumerate(talk):
            _asked(number, exchange)
            with st.chat_message("assistant", avatar=":material/newspaper:"):
                draw_reply(number, exchange.outcome)
        if st.session_state.pending is not None:
            _asked(len(talk), Exchange(st.session_state.pending, ""))
            _scroll_to_question(len(talk) + 1)
            if filters is not None:
                _answer_pending(desk, filters, talk)
    if st.session_state.answered and st.session_state.chosen is None:
        _scroll_to_question(len(talk))
    st.session_state.answered = False


def _scroll_to_question(number: int) -> None:
    st.session_state.looks += 1
    scroll_to(f"cd-asked-{number}")


def _answer_pending(desk: Desk, filters: Filters, talk: list[Exchange]) -> None:
    """Answer what was asked, then draw the page anew. Once answering began, no click can lose the answer.

    What a model writes is drawn as it comes: each sentence once it has passed the grounding gate.
    """
    asked: str = st.session_state.pending
    passed: list[Statement] = []
    place = (state_of_archive(), filters, tuple(exchange.asked for exchange in talk), asked)
    known = kept().get(place) if len(talk) < st.session_state.linked else None
    with st.chat_message("assistant", avatar=":material/newspaper:"), st.spinner(doing_now()):
        st.session_state.pending = None
        with ThreadPoolExecutor(1) as pool:
            reply = partial(_replied, desk, asked, filters, talk, passed.append)
            job = pool.submit(lambda: talk.append(Exchange(asked, known or reply())))
            drawn = 0
            while not job.done():
                wait([job], 0.1)
                for statement in passed[drawn:]:
                    html('<p class="cd-text">{}</p>', numbered(statement))
                    drawn += 1
        job.result()
    keep_reply(place, talk[-1].outcome)
    st.session_state.answered = True
    st.rerun()


def _replied(desk: Desk, asked: str, filters: Filters, talk: Sequence[Exchange], tell: Tell) -> Reply | str:
    history = [Turn(e.outcome.question, e.outcome) for e in talk if not isinstance(e.outcome, str)]
    try:
        return desk.ask(asked, history=history, filters=filters, tell=tell)
    except DeskError as error:
        return str(error)


def _welcome(desk: Desk, usable: bool) -> None:
    html('<h2 class="cd-head">Ask what the articles say, and see where it is written</h2>')
    counts = desk.archive.counts()
    for n, question in enumerate(_examples(folder(), tuple(counts.values()), desk)):
        button(question, f"example-{n}", {"pending": question}, disabled=not usable)
    if not counts["articles"]:
        html('<p class="cd-small">The archive is empty. Add your articles in the sidebar, or in a terminal:</p>')
        st.code("claimdesk add FILES_FOLDERS_OR_ADDRESSES", language=None)
        samples(desk.archive)


def _asked(number: int, exchange: Exchange) -> None:
    place = f"cd-asked-{number + 1}"
    with st.chat_message("user", avatar=":material/person:"):
        html(f'<h2 class="cd-text cd-asked {place}" id="{place}">{{}}</h2>', exchange.asked)
        if not isinstance(exchange.outcome, str) and exchange.outcome.question != exchange.asked:
            html('<p class="cd-small cd-rewritten">Read as: {}</p>', exchange.outcome.question)


def _chosen() -> tuple[Reply, Citation] | None:
    """Return the citation that is open, after the reply it is of; None while the page shows none of that name."""
    number, n = st.session_state.chosen or (0, 0)
    exchange: Exchange | None = next(iter(st.session_state.talk[number:]), None)
    if exchange is None or isinstance(reply := exchange.outcome, str):
        return None
    cited = reply.citations if isinstance(reply, Answer) else reply.searched
    return (reply, cited[n - 1]) if 0 < n <= len(cited) else None


def _chosen_article(desk: Desk, reply: Reply, citation: Citation) -> None:
    with st.container(border=True, key="article", gap="small"):
        button("Close", "close", {"chosen": None}, icon=":material/close:", type="tertiary")
        try:
            article = desk.archive.article(citation.article_id)
        except DeskError as error:
            return problem(str(error))
        about_article(article, desk.archive.copies(article.id))
        _text(article, citation, st.session_state.chosen[0])
        return draw_cite(cited_by(reply, citation, desk.archive.article))


def _text(article: Article, citation: Citation, number: int) -> None:
    """Draw the text of an article with the quote marked in its place, or unmarked if the text has changed since."""
    text, (start, end), box = article.text, citation.span, scrolls("Text of the article")
    if text[start:end] != citation.quote:
        problem("This article was changed after it was quoted; ask again to see where the words are now.")
        return html(f'<div class="cd-body cd-text" {box}>{{}}</div>', text)
    mark = f'<mark class="cd-quote-{number}-{citation.n}">{{}}</mark>'
    html(f'<div class="cd-body cd-text" {box}>{{}}{mark}{{}}</div>', text[:start], text[start:end], text[end:])
    return scroll_to(f"cd-quote-{number}-{citation.n}")


if __name__ == "__main__":
    main()
