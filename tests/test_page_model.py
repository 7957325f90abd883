"""The page with a model that writes: its name, what of its words is shown, what was dropped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st

from index import Archive
from rag import Answer
from tests.openai_server import serving
from tests.reading import Page, ask, outcome, problems, reloaded, text

DOUMA = "what did Russia claim about Douma?"
NONSENSE = json.dumps({"sentences": [{"text": "Paris is the <b>capital</b> of Spain.", "passages": ["p1"]}]})


def test_nonsense_of_a_model_is_dropped_and_can_be_seen(
    page: Page, monkeypatch: pytest.MonkeyPatch, samples_folder: Path
) -> None:
    with serving(lambda _: NONSENSE) as address:
        monkeypatch.setenv("CLAIMDESK_MODEL", "openai:told")
        monkeypatch.setenv("CLAIMDESK_MODEL_URL", address)
        st.cache_resource.clear()
        at = ask(page(samples_folder), DOUMA)
    reply = outcome(at)
    assert isinstance(reply, Answer)
    assert reply.drafted_by is None
    assert "Answers are written by openai:told" in text(at)
    assert "Nothing that openai:told wrote stands" in text(at)
    assert not any("Spain" in s.text for s in reply.statements)
    assert [e.label for e in at.expander if "did not stand" in e.label]
    assert "Paris is the <b>capital</b> of Spain." in text(at)
    st.cache_resource.clear()


def test_a_model_that_cannot_be_opened_leaves_the_page_as_it_is(
    page: Page, monkeypatch: pytest.MonkeyPatch, samples_folder: Path
) -> None:
    monkeypatch.setenv("CLAIMDESK_MODEL", "groq:x")
    st.cache_resource.clear()
    at = ask(page(samples_folder), DOUMA)
    assert isinstance(outcome(at), Answer)
    assert any("pip install langchain-groq" in line for line in problems(at))
    st.cache_resource.clear()


def test_a_reload_asks_the_model_again_only_if_the_archive_was_changed(
    page: Page, monkeypatch: pytest.MonkeyPatch, own: Path
) -> None:
    prompts: list[str] = []
    with serving(lambda prompt: prompts.append(prompt) or NONSENSE) as address:
        monkeypatch.setenv("CLAIMDESK_MODEL", "openai:told")
        monkeypatch.setenv("CLAIMDESK_MODEL_URL", address)
        st.cache_resource.clear()
        at = ask(page(own), DOUMA)
        asked = len(prompts)
        assert asked
        again = reloaded(at)
        assert outcome(again) is outcome(at)
        assert len(prompts) == asked
        ask(again, DOUMA)
        assert len(prompts) > asked, "what is typed is asked"
        asked = len(prompts)
        with Archive(own) as archive:
            archive.edit(archive.articles()[0].id, publisher="The Alder Post")
        reloaded(at)
        assert len(prompts) > asked
    st.cache_resource.clear()
