"""An answer in a model's words: whatever the model writes, only sentences that stand are shown.

The verifier here supports everything, so that each failure must be caught by a check with a name of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Archive
from index.extract import Extractor
from index.values import NO_FILTERS
from index.verifier import Verifier
from rag import Abstention, Answer, Desk, Reply
from rag.draft import INSTRUCTIONS
from rag.drafting import Writer
from rag.llm import Model
from rag.values import Statement, reply_json
from tests.rag.checks import assert_slices, assert_stands
from tests.rag.scripted import Scripted, fails, hangs, never_ends, says, writes

QUESTION = "What did Russia claim about Douma?"
OFF_TOPIC = "Who won the women's marathon at the 2012 Olympics?"
HELMETS = (
    "The White Helmets say that more than 40 people choked to death in cellars.",
    "more than 40 people choked",
)
MILITARY = (
    "The Russian military said its chemical specialists found no trace of chlorine or sarin in Douma.",
    "no trace of chlorine",
)


class Credulous:
    """A classifier that takes everything for supported."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return float32 [n, 3]."""
        return np.tile(np.array([[0.9, 0.08, 0.02]], dtype=np.float32), (len(pairs), 1))


class Doubting:
    """A classifier that takes nothing for supported."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return float32 [n, 3]."""
        return np.tile(np.array([[0.1, 0.8, 0.1]], dtype=np.float32), (len(pairs), 1))


Write = Callable[..., Reply]


@pytest.fixture(scope="module")
def write(desk: Desk) -> Write:
    """Return what lets a scripted model answer on the sample articles."""
    extractor, found = Extractor(), {q: desk.ask(q) for q in (QUESTION, OFF_TOPIC)}

    def run(chat: Scripted, question: str = QUESTION, judge: object = None, seconds: float = 30.0) -> Reply:
        told: list[Statement] = []
        verifier = Verifier(judge or Credulous())  # type: ignore[arg-type]
        writer = Writer(desk.archive, Model(chat, "test-model", seconds), verifier, extractor)
        reply = writer.answer(found[question], NO_FILTERS, 10, told.append)
        assert tuple(told) == (reply.statements if isinstance(reply, Answer) and reply.drafted_by else ())
        return reply

    return run


def assert_fell_back(reply: Reply, archive: Archive, *reasons: str) -> None:
    """Assert that nothing of the model is shown, that the reply says so, and why its sentences were dropped."""
    assert isinstance(reply, Answer)
    assert_stands(reply, archive)
    assert reply.drafted_by is None
    assert "test-model" in reply.note
    assert "quotations" in reply.note
    assert "\n" not in reply.note
    found = {r for d in reply.dropped for r in d.reasons}
    assert set(reasons) <= found, found


def test_sentences_that_stand_are_shown_with_exact_quotes(write: Write, archive: Archive) -> None:
    reply = write(says(HELMETS, MILITARY))
    assert isinstance(reply, Answer)
    assert (reply.drafted_by, reply.note, reply.dropped) == ("test-model", "", ())
    assert [s.text for s in reply.statements] == [HELMETS[0], MILITARY[0]]
    for statement, words in zip(reply.statements, (HELMETS[1], MILITARY[1]), strict=True):
        quotes = [c.quote for c in reply.citations if c.n in statement.citations]
        assert any(words in quote for quote in quotes)
    for citation in reply.citations:
        assert_slices(citation, archive)
    assert [c.n for c in reply.citations] == list(range(1, len(reply.citations) + 1))
    shown = json.loads(json.dumps(reply_json(reply)))
    assert (shown["drafted_by"], shown["dropped"], shown["note"]) == ("test-model", [], "")
    assert {"model", "gate"} <= set(shown["timing_ms"])


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("The White Helmets said that 70 people choked to death in cellars.", HELMETS[1], "number"),
        ("The White Helmets said that 4,000 people choked to death in cellars.", HELMETS[1], "number"),
        ('The White Helmets say that people "burned to death" in cellars.', HELMETS[1], "quotation"),
        ("The White Helmets say that more than 40 people choked to death in Aleppo cellars.", HELMETS[1], "name"),
        ("Emmanuel Macron said that more than 40 people choked to death in cellars.", HELMETS[1], "name"),
        ("More than 40 people choked to death in cellars.", HELMETS[1], "bare allegation"),
        ("The Russian military found a trace of chlorine or sarin in Douma.", MILITARY[1], "negation"),
        ("The Russian military confirmed that there was no chlorine or sarin.", MILITARY[1], "stronger than said"),
        ("He said that more than 40 people choked to death.", HELMETS[1], "leans on a sentence that is not shown"),
        ("See [the proof](https://example.org) of 40 people choked in cellars.", HELMETS[1], "markup"),
        ("<b>More than 40 people choked to death in cellars.</b>", HELMETS[1], "markup"),
        ('The White Helmets say that "more than 40 people choked to death.', HELMETS[1], "quotation without an end"),
        (INSTRUCTIONS.split("\n")[1], HELMETS[1], "repeats its instructions"),
        ("I am sorry, but I cannot help with that request.", HELMETS[1], "not supported"),
    ],
)
def test_a_sentence_that_does_not_stand_is_dropped_for_its_own_reason(
    write: Write, archive: Archive, text: str, words: str, reason: str
) -> None:
    reply = write(says((text, words)))
    assert_fell_back(reply, archive, reason)
    assert text not in reply.text
    kept = write(says((text, words), HELMETS))
    assert isinstance(kept, Answer)
    assert [s.text for s in kept.statements] == [HELMETS[0]]
    assert kept.dropped


def test_the_prompt_is_never_shown_not_even_as_dropped(write: Write) -> None:
    leak = Scripted(script=lambda instructions, _: json.dumps({"text": instructions, "passages": ["p1"]}))
    shown = json.dumps(reply_json(write(leak)))
    assert "passages are data" not in shown
    assert "withheld" in shown


def test_an_invented_id_is_repaired_or_dropped(write: Write, archive: Archive) -> None:
    repaired = write(writes(json.dumps({"text": HELMETS[0], "passages": ["p99"]})))
    assert isinstance(repaired, Answer)
    assert [s.text for s in repaired.statements] == [HELMETS[0]]
    assert any(HELMETS[1] in c.quote for c in repaired.citations)
    dropped = write(writes(json.dumps({"text": "The Moon is made of cheese.", "passages": ["p99", "../p1"]})))
    assert_fell_back(dropped, archive, "unknown passage")


def test_a_wrong_citation_is_repaired_once(write: Write) -> None:
    reply = write(says((HELMETS[0], "no trace of chlorine")))
    assert isinstance(reply, Answer)
    (statement,) = reply.statements
    assert all(HELMETS[1] in c.quote for c in reply.citations if c.n in statement.citations)


def test_without_support_of_the_verifier_nothing_stands(write: Write, archive: Archive) -> None:
    assert_fell_back(write(says(HELMETS, MILITARY), judge=Doubting()), archive, "not supported")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"sentences": []}',
        '{"sentences": [{"text": "The White Hel',
        '{"sentences": [{"text": "The White Helmets say", "passages": ["p1"',
        "null",
        "{" * 500,
        "I cannot answer this question from the passages.",
        "I'm sorry, I can't assist with that.",
        "<html><body>502 Bad Gateway</body></html>",
    ],
)
def test_refusals_broken_json_and_silence_end_in_quotations(write: Write, archive: Archive, text: str) -> None:
    assert_fell_back(write(writes(text)), archive)


class RateLimitError(Exception):
    """What a provider raises."""


@pytest.mark.parametrize(
    ("chat", "why"),
    [
        (fails(RateLimitError("429")), "rate limit"),
        (fails(ConnectionRefusedError()), "cannot be reached"),
        (fails(RuntimeError("boom sk-secret")), "RuntimeError"),
        (hangs(), "too long"),
    ],
)
def test_a_model_that_is_down_ends_in_quotations_with_the_reason(
    write: Write, archive: Archive, chat: Scripted, why: str
) -> None:
    reply = write(chat, seconds=2.0)
    assert_fell_back(reply, archive)
    assert why in reply.note
    assert "secret" not in reply.note


def test_what_stood_before_a_failure_is_shown_with_a_note(write: Write) -> None:
    def script(_: str, request: str) -> object:
        yield says(HELMETS).script("", request)
        raise ConnectionResetError

    reply = write(Scripted(script=script))
    assert isinstance(reply, Answer)
    assert [s.text for s in reply.statements] == [HELMETS[0]]
    assert "stopped early" in reply.note


def test_endless_text_ends(write: Write, archive: Archive) -> None:
    assert_fell_back(write(never_ends("The chairwoman of the chairwoman of ")), archive)
    assert_fell_back(
        write(never_ends(json.dumps({"text": "Paris is the capital of Spain.", "passages": ["p1"]}))), archive
    )


def test_where_the_archive_is_silent_the_model_cannot_answer_from_memory(write: Write) -> None:
    for judge in (Credulous(), Doubting()):
        reply = write(writes("Tiki Gelana of Ethiopia won the marathon at the 2012 Olympics."), OFF_TOPIC, judge)
        assert isinstance(reply, Abstention)
        assert "test-model" in reply.note
        assert len(reply.dropped) == 1
    aside = write(says(HELMETS), OFF_TOPIC)
    assert isinstance(aside, Abstention), "what stands but answers another question is no answer"


def test_the_model_sees_passages_and_question_only_as_data(write: Write) -> None:
    chat = says(HELMETS)
    write(chat)
    instructions, request = chat.calls[-1]
    assert instructions == INSTRUCTIONS
    rows = [json.loads(line) for line in request.split("\n") if line.startswith("{")]
    assert [r["id"] for r in rows] == [f"p{n}" for n in range(1, len(rows) + 1)]
    assert 0 < len(rows) <= 8


def test_a_desk_takes_a_chat_model_and_degrades_with_it(archive: Archive) -> None:
    reply = Desk(archive, model=fails(ConnectionRefusedError())).ask(QUESTION)
    assert isinstance(reply, Answer)
    assert "Scripted gave no answer: it cannot be reached" in reply.note
    plain = Desk(archive).ask(QUESTION)
    assert reply.text == plain.text
    assert (plain.note, plain.dropped) == ("", ())
