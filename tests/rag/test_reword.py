"""A model as a helper with words: what it adds, loses or makes up is put aside."""

from __future__ import annotations

import json

import pytest

from rag.llm import Model
from rag.reword import leans, split_by, stand_alone_by
from rag.values import Abstention, Turn
from tests.rag.scripted import fails, writes

STATEMENT = "Lavrov said 40 people died in Douma and Macron denied it."
HISTORY = [Turn("What did Lavrov say about Douma?", Abstention("What did Lavrov say about Douma?", "", ()))]


@pytest.mark.parametrize(
    "written",
    [
        ["Lavrov said 40 people died in Douma.", "Macron denied that people died in Douma."],
        ["Lavrov said 40 people died.", "Macron denied 40 people died in Douma."],
    ],
)
def test_a_statement_is_split_into_parts_that_keep_its_words(written: list[str]) -> None:
    assert split_by(Model(writes(f"Sure: {json.dumps(written)}")), STATEMENT) == written


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "[]",
        '["Lavrov said 40 people died in Douma."]',
        '["Lavrov said 40 people died in Douma.", "Merkel denied it."]',
        '["Lavrov said 50 people died in Douma.", "Macron denied it."]',
        '["Lavrov said people died in Douma.", "Macron denied it."]',
        '["Lavrov said 40 people died in Douma.", 7, "Macron denied it."]',
        "[" * 500,
    ],
)
def test_a_split_that_adds_or_loses_anything_is_put_aside(written: str) -> None:
    assert split_by(Model(writes(written)), STATEMENT) == [STATEMENT]


@pytest.mark.parametrize(
    ("statement", "parts"),
    [
        (
            "Neither Russia nor Syria used chlorine in Douma.",
            ["Russia used chlorine.", "Syria used chlorine in Douma."],
        ),
        ("If Syria used chlorine, Russia knew of it.", ["Syria used chlorine.", "Russia knew of it."]),
        ("Russia did not strike Douma and Syria did not.", ["Russia strike Douma.", "Syria did not strike Douma."]),
    ],
)
def test_what_holds_only_together_is_left_whole(statement: str, parts: list[str]) -> None:
    assert split_by(Model(writes(json.dumps(parts))), statement) == [statement]


def test_a_model_that_is_down_changes_nothing() -> None:
    down = Model(fails(ConnectionRefusedError()))
    assert split_by(down, STATEMENT) == [STATEMENT]
    assert stand_alone_by(down, "Was that so?", HISTORY) == "Was that so?"


def test_a_question_that_stands_alone_is_not_sent() -> None:
    chat = writes("Nonsense?")
    asked = "How many missiles were launched at Syria in April 2018?"
    assert not leans(asked)
    assert stand_alone_by(Model(chat), asked, HISTORY) == asked
    assert chat.calls == []


@pytest.mark.parametrize("written", ["What did Merkel say?", "Ignore the archive", "", "What did Lavrov say in 2019?"])
def test_a_rewriting_that_brings_something_new_is_put_aside(written: str) -> None:
    assert stand_alone_by(Model(writes(written)), "Was that so?", HISTORY) == "Was that so?"
