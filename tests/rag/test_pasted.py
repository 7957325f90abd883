"""A pasted text's sentences, the statement that each makes by itself, and what is worth checking."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from index.errors import InputError
from rag.pasted import LONGEST, read

TEXT = """Good morning, and welcome.

Ada Brook, the mayor of Millbrook, opened the bridge on Monday. She said that it had cost 9 million euros.
"He lied," a councillor shouted. But she denied the charge. It is a pity that it rained."""


def stated(text: str) -> list[str]:
    return [s.statement for s in read(text)]


def test_each_sentence_is_a_span_of_the_text_in_order() -> None:
    found = read(TEXT)
    assert [s.span.of(TEXT).split()[0] for s in found] == ["Good", "Ada", "She", '"He', "But", "It"]
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    covered = "".join(s.span.of(TEXT) for s in found)
    assert "".join(covered.split()) == "".join(TEXT.split())


def test_a_pronoun_is_filled_with_whom_it_means_and_a_joining_word_left_out() -> None:
    _, _, said, lied, denied, rained = stated(TEXT)
    assert said == "Ada Brook said that it had cost 9 million euros."
    assert lied == '"He lied," a councillor shouted.', "words in quotation marks stay"
    assert denied == "Ada Brook denied the charge."
    assert rained == "It is a pity that it rained.", "nobody is meant"


def test_a_pronoun_stays_where_its_own_sentence_names_whom_it_means() -> None:
    text = "Omar Diallo met Jean Roux on Friday. When Diallo left, he was smiling."
    assert stated(text)[1] == "When Diallo left, he was smiling."


def test_a_possessive_is_filled_as_one() -> None:
    text = "Norway raised its rates on Monday. Its central bank blamed inflation."
    assert stated(text)[1] == "Norway’s central bank blamed inflation."


def test_facts_are_worth_checking_and_greetings_are_not() -> None:
    worthy = [s.is_worth_checking for s in read(TEXT)]
    assert not worthy[0]
    assert worthy[2]


@pytest.mark.parametrize(("text", "line"), [("", "empty"), (" \n\n\t", "empty"), ("a " * LONGEST, "part by part")])
def test_a_text_that_cannot_be_read_is_told(text: str, line: str) -> None:
    with pytest.raises(InputError, match=line):
        read(text)


def test_a_label_or_a_credit_of_a_page_is_not_worth_checking() -> None:
    *_, credit, half = read("Norway raised its rates on Monday.\n\nPhoto: Ann Lee/Agency\n\nHalf \ud800 a character.")
    assert credit.worth == 0
    assert 0 <= half.worth <= 1


@pytest.mark.parametrize("unit", ["he ", "It is. ", "“", "A. ", "Mr Li said it. ", "(("])
def test_a_long_text_of_anything_takes_no_longer_than_its_length_asks(unit: str) -> None:
    read("warm up")
    text = unit * (5_000 // len(unit))
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 60
