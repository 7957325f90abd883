"""The address of the page *Ask* keeps what was asked: a link or a reload brings it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_base import KEPT, ROOM
from app_reply import kept
from rag.values import Abstention, Answer, Reply
from tests import hostile
from tests.reading import (
    OURS,
    Page,
    ask,
    chosen,
    html,
    outcome,
    problems,
    reloaded,
    talked,
    text,
)

DOUMA = "what did Russia claim about Douma?"
UNKNOWN = "Who won the World Cup in 2022?"


def anew(page: AppTest | None = None, **address: str | list[str]) -> AppTest:
    """Open an address in a session of its own, where no reply is kept: everything is asked again."""
    kept().clear()
    return reloaded(page, **address)


def conversation(at: AppTest) -> list[tuple[str, Reply]]:
    """Return what was asked and replied, without how long it took."""
    return [(e.asked, replace(e.outcome, timing_ms={})) for e in at.session_state["talk"]]


def test_a_question_in_the_address_is_asked(page: Page, samples_folder: Path) -> None:
    typed = ask(page(samples_folder), DOUMA)
    at = anew(q=["  ", DOUMA, "x" * 1001])
    assert conversation(at) == conversation(typed)
    assert not at.chat_input[0].proto.disabled


def test_a_reload_brings_back_conversation_filters_and_the_open_citation(page: Page, samples_folder: Path) -> None:
    page(samples_folder)
    at = ask(ask(ask(anew(since="2018", outlet="Harbour Wire"), DOUMA), "and France?"), UNKNOWN)
    at.button(key="cite-1-1").click().run()
    again = anew(at)
    assert [e.asked for e in again.session_state["talk"]] == [DOUMA, "and France?", UNKNOWN]
    assert conversation(again) == conversation(at)
    assert (again.text_input(key="since").value, again.selectbox(key="outlet").value) == ("2018", "Harbour Wire")
    assert [b.marked for b in html(again) if b.marked] == [b.marked for b in html(at) if b.marked] != []
    assert chosen(again) == chosen(at) == ["[1]"]
    again.button(key="close").click().run()
    assert "cite" not in again.query_params
    again.button(key="new").click().run()
    assert set(again.query_params) == {"since", "outlet"}
    assert not anew(again).session_state["talk"]


def test_an_address_keeps_the_last_questions_that_servers_take(page: Page, samples_folder: Path) -> None:
    at = page(samples_folder)
    silent = [Abstention(f"Why {n}?", "No.", ()) for n in range(KEPT + 5)]
    talked(at, *silent)
    assert at.query_params["q"] == [reply.question for reply in silent[-KEPT:]]
    talked(at, *(Abstention(str(n) * 900, "No.", ()) for n in range(9)))
    assert at.query_params["q"] == [str(n) * 900 for n in range(9)][-(ROOM // 900) :]


@pytest.mark.parametrize("cite", ["0-1", "9-9", "1-99", "1", "-1-1", hostile.MARKUP])
def test_a_citation_that_is_not_there_opens_nothing(page: Page, samples_folder: Path, cite: str) -> None:
    page(samples_folder)
    at = anew(q=UNKNOWN, cite=cite)
    assert isinstance(outcome(at), Abstention)
    assert not [block for block in html(at) if block.marked]
    assert "cite" not in at.query_params


def test_hostile_words_in_the_address_are_text(page: Page, samples_folder: Path) -> None:
    page(samples_folder)
    at = anew(q=[hostile.MARKUP, "\0 \x1b[31m"], publisher=hostile.PUBLISHER)
    assert [e.asked for e in at.session_state["talk"]] == [hostile.MARKUP, "\0 \x1b[31m"]
    assert hostile.MARKUP in [block.text for block in html(at)]
    assert {tag for block in html(at) for tag in block.tags} <= OURS
    assert not any("evil" in words.value for kind in (at.markdown, at.caption, at.subheader) for words in kind)


def test_an_address_with_a_bad_date_asks_once_it_is_corrected(page: Page, samples_folder: Path) -> None:
    page(samples_folder)
    at = anew(q=DOUMA, since="yesterday")
    assert problems(at)
    assert DOUMA in text(at)
    assert at.session_state["talk"] == []
    at.text_input(key="since").set_value("").run()
    assert isinstance(outcome(at), Answer)


def test_an_empty_archive_keeps_the_questions_until_it_has_articles(page: Page, tmp_path: Path) -> None:
    page(tmp_path / "new")
    at = anew(q=DOUMA)
    assert at.session_state["talk"] == []
    at.button(key="samples").click().run()
    assert isinstance(outcome(at), Answer)
