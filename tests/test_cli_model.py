"""The command line with a model behind the grounding gate, over real HTTP on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import assert_refused, claimdesk
from tests.openai_server import serving

ASKED = "What did Russia claim about Douma?"
NONSENSE = json.dumps({"sentences": [{"text": "Paris is the capital of Spain.", "passages": ["p1"]}]})


@pytest.fixture
def nonsense() -> Iterator[str]:
    """Return the address of a model that writes what no passage says."""
    with serving(lambda _: NONSENSE) as address:
        yield address


def test_what_does_not_stand_is_not_shown_unless_asked_for(samples_folder: Path, nonsense: str) -> None:
    model = ("--model", "openai:told", "--model-url", nonsense)
    plain = claimdesk(samples_folder, "ask", ASKED, *model)
    assert plain.code == 0, plain.err
    assert "Spain" not in plain.out
    assert "Note: Nothing that openai:told wrote stands" in plain.out
    shown = claimdesk(samples_folder, "ask", ASKED, *model, "--show-dropped")
    assert "dropped (" in shown.out
    assert "): Paris is the capital of Spain." in shown.out
    told = claimdesk(samples_folder, "ask", ASKED, *model, "--json").json
    assert [d["text"] for d in told["dropped"]] == ["Paris is the capital of Spain."]
    assert told["drafted_by"] is None
    assert told["statements"] == claimdesk(samples_folder, "ask", ASKED, "--json").json["statements"]


def test_the_model_may_be_set_once_for_all(
    samples_folder: Path, nonsense: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMDESK_MODEL", "llamacpp:told")
    monkeypatch.setenv("CLAIMDESK_MODEL_URL", nonsense)
    run = claimdesk(samples_folder, "chat", stdin=f"{ASKED}\n\n")
    assert run.code == 0
    assert "llamacpp:told wrote" in run.out


@pytest.mark.parametrize(("status", "why"), [(429, "rate limit"), (401, "refused the key"), (500, "error 500")])
def test_a_server_that_fails_leaves_the_quotations_and_a_note(samples_folder: Path, status: int, why: str) -> None:
    with serving(lambda _: NONSENSE, status=status) as address:
        run = claimdesk(samples_folder, "ask", ASKED, "--model", "openai:told", "--model-url", address)
    assert run.code == 0
    assert "Douma" in run.out
    assert "Note: openai:told gave no answer: it" in run.out
    assert why in run.out


def test_a_model_that_cannot_be_opened_is_refused_in_a_line(samples_folder: Path) -> None:
    assert_refused(claimdesk(samples_folder, "ask", ASKED, "--model", "gpt"), "PROVIDER:NAME")
    assert_refused(claimdesk(samples_folder, "ask", ASKED, "--model", "groq:x"), "pip install langchain-groq")
    assert_refused(claimdesk(samples_folder, "chat", "--model", "openai:x", "--model-url", "here"), "http://")
