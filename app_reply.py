"""One reply on the page *Ask*: its statements by claimant, what carries and who disputes each, and what leads there.

Draws; decides nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from app_base import button, html, open_desk, problem
from app_export import downloads
from app_model import draw_dropped
from rag.claim_words import NOBODY
from rag.exports import reply_export
from rag.plain import disputes
from rag.values import Abstention, Answer, Citation, Reply

LONG = 3
"""From how many statements on, by more than one claimant, an answer has headings, and links that lead to them."""
OWN = "In the articles’ own words"
MOST_KEPT = 200


def draw_reply(number: int, outcome: Reply | str) -> None:
    """Draw the reply to the question of this number, or the line that says why there is none."""
    if isinstance(outcome, str):
        problem(outcome)
    elif isinstance(outcome, Abstention):
        _abstention(number, outcome)
    else:
        _answer(number, outcome)


@st.cache_resource(show_spinner=False)
def kept() -> dict[Hashable, Reply]:
    """Return the last replies by what they hang on: a reload shows them as they were, and asks no model again."""
    return {}


def keep_reply(place: Hashable, outcome: Reply | str) -> None:
    """Keep a reply, not an error, and forget the oldest where there are many."""
    replies = kept()
    if not isinstance(outcome, str):
        replies[place] = outcome
    while len(replies) > MOST_KEPT:
        del replies[next(iter(replies))]


def by_claimant(reply: Answer) -> list[tuple[str, list[int]]]:
    """Return who claims what the statements quote, each with the positions of the statements in a row that do."""
    whose = [_names([c.claimant for c in reply.claims if c.n in s.citations]) for s in reply.statements]
    return [(names, list(group)) for names, group in groupby(range(len(whose)), key=whose.__getitem__)]


def _names(heard: Sequence[str | None]) -> str:
    return ", ".join(dict.fromkeys(filter(None, heard))) or (NOBODY if heard else OWN)


def _answer(number: int, reply: Answer) -> None:
    groups = by_claimant(reply)
    headed = len(reply.statements) >= LONG and len(groups) > 1
    if headed:
        _contents(number, groups)
    for nth, (names, positions) in enumerate(groups):
        if headed:
            html(f'<h3 class="cd-side cd-part-of" id="{_place(number, nth)}">{{}}</h3>', names)
        for position in positions:
            _statement(number, position, reply)
    draw_dropped(number, reply)
    with st.expander("Copy or export", icon=":material/content_copy:", key=f"copy-{number}"):
        sources = "\n".join(f"[{c.n}] {_origin(c)}" for c in reply.citations)
        told = "\n".join([reply.text, *disputes(reply)])
        st.code(f"{reply.question}\n\n{told}\n\n{sources}", language=None, wrap_lines=True)
        _export(number, reply)


def _contents(number: int, groups: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Draw who is quoted below, each as a link that leads there."""
    links = " · ".join(f'<a href="#{_place(number, nth)}">{{}}</a>' for nth in range(len(groups)))
    html(f'<p class="cd-small cd-contents">{links}</p>', *(names for names, _ in groups))


def _place(number: int, nth: int) -> str:
    return f"cd-answer-{number + 1}-{nth + 1}"


def _statement(number: int, position: int, reply: Answer) -> None:
    statement = reply.statements[position]
    html('<p class="cd-text">{}</p>', statement.text)
    cited = [reply.citations[n - 1] for n in statement.citations]
    for origin in dict.fromkeys(map(_origin, cited)):
        _citations(number, [c for c in cited if _origin(c) == origin], '<p class="cd-small">{}</p>', origin)
    _disputes(number, position, reply)


def _export(number: int, reply: Reply) -> None:
    """Draw what hands a reply on as a file, with its citations or with what was searched."""
    with st.container(horizontal=True, key=f"exports-{number}"):
        downloads("answer", partial(reply_export, reply, open_desk().archive.article), f"-{number}")


def _abstention(number: int, reply: Abstention) -> None:
    with st.container(key=f"silent-{number}", gap="small"):
        html('<h2 class="cd-head">The archive does not answer this</h2><p class="cd-text">{}</p>', reply.reason)
        draw_dropped(number, reply)
        if reply.searched:
            html('<p class="cd-small">What was searched, the nearest first:</p>')
        for c in reply.searched:
            words = " ".join(c.quote[:200].split())
            _citations(number, [c], '<p class="cd-small">{}</p><p class="cd-small cd-line">{}</p>', _origin(c), words)
        with st.expander("Export", icon=":material/download:", key=f"copy-{number}"):
            _export(number, reply)


def _citations(number: int, citations: Sequence[Citation], template: str, *values: str) -> None:
    """Draw the buttons of citations, and beside them what they share."""
    with st.container(horizontal=True, key=f"row-{number}-{citations[0].n}", gap="small"):
        for c in citations:
            _citation(number, c.n, f"cite-{number}-{c.n}")
        html(template, *values)


def _disputes(number: int, position: int, reply: Answer) -> None:
    """Draw who disputes the claims of a statement, each with a button for where that is written."""
    cited = reply.statements[position].citations
    for nth, d in enumerate(d for claim in reply.claims if claim.n in cited for d in claim.disputed_by):
        place = f"{number}-{position}-{nth}"
        with st.container(horizontal=True, key=f"row-also-{place}", gap="small"):
            _citation(number, d.n, f"also-{place}")
            line = '<p class="cd-small cd-dispute">Disputed by <b>{}</b>: {} ({})</p>'
            where = reply.citations[d.n - 1]
            html(line, d.claimant or NOBODY, where.quote, _origin(where))


def _citation(number: int, n: int, key: str) -> None:
    kind = "primary" if st.session_state.chosen == (number, n) else "secondary"
    button(f"[{n}]", key, {"chosen": (number, n), "looks": st.session_state.looks + 1}, type=kind)


def _origin(c: Citation) -> str:
    return f"{c.publisher or 'unknown publisher'}, {c.published or 'date unknown'}: {c.title}"
