"""Text for a terminal: nothing in it steers the terminal, and nothing readable is lost."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.printable import printable, printable_json

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “words”, naïve\n\tand 日本", "plain “words”, naïve\n\tand 日本"),
        ("a \x1b[31;1mred\x1b[0m word", "a red word"),
        ("\x1b]0;your shell\x07seen", "seen"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b[2J\x1b[1;1Hwiped", "wiped"),
        ("\x1bP1$r q\x1b\\after", "after"),
        ("\x1b]never ended", "never ended"),
        ("\x9b31mC1", "31mC1"),
        ("over\rwritten", "over written"),
        ("a line\r\nand one", "a line\nand one"),
        ("back\x08space\x00\x7f", "backspace"),
    ],
)
def test_escape_sequences_and_controls_are_taken_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(alphabet="a \n\x1b[]0;m\x07\x9b\x9c\x9d\\P_^(\r\x85"))
def test_nothing_that_steers_is_left_whatever_came(text: str) -> None:
    assert not STEERING.search(printable(text))


@given(st.text())
def test_json_keeps_its_value(text: str) -> None:
    told = printable_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(told) == text
    assert not STEERING.search(told)


@pytest.mark.parametrize("piece", ["\x1b]", "\x1b[", "\x1b", "\x1bP0", "\x1b[0;", "\x9d", "\r"])
def test_long_hostile_text_is_quick(piece: str) -> None:
    began = time.process_time()
    printable(piece * 50_000)
    assert time.process_time() - began < 2
