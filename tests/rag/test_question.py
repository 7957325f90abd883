"""What a question asks for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import content_stems, stem
from rag.fits import fits
from rag.question import Wanted, understand


@pytest.mark.parametrize(
    ("asked", "claimants"),
    [
        ("What did Russia say about Douma?", ("Russia",)),
        ("What did Sergey Lavrov claim about the attack in Douma?", ("Sergey Lavrov",)),
        ("According to France, who used chlorine?", ("France",)),
        ("What is Germany's position on sanctions?", ("Germany",)),
        ("What was Moscow's response to the G7?", ("Moscow",)),
        ("Did Canada deny that Russia asked for talks?", ("Canada",)),
        ("What did the US say about Douma?", ("US",)),
        ("What reason did Theresa May give for attacking Syria?", ("Theresa May",)),
        ("What accusation did Moscow make against London?", ("Moscow",)),
        ("How did the British minister rate the result?", ("British",)),
        ("How does Berlin see the talks?", ("Berlin",)),
        ("Which country did Russia make angry?", ()),
        ("How did Turkey's inflation rate change?", ()),
        ("How did the US judge rule on the travel ban?", ()),
        ("What line did Britain take on the issue of Brexit?", ("Britain",)),
        ("How many people did Canada see?", ()),
        ("How many people died in Douma?", ()),
        ("Who denied that Russia attacked Douma?", ()),
        ("What was said about Russia?", ()),
        ("Where did the ministers meet?", ()),
    ],
)
def test_claimants_are_those_whose_words_are_asked_for(asked: str, claimants: tuple[str, ...]) -> None:
    assert understand(asked).claimants == claimants


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Who denied the attack?", "who"),
        ("Which minister hosted the talks?", "who"),
        ("When did the talks begin?", "when"),
        ("On what date was it published?", "when"),
        ("Where did they meet?", "where"),
        ("In which city did the G7 meet?", "where"),
        ("How many people died?", "number"),
        ("How long did the meeting last?", "number"),
        ("Why did Canada object?", "why"),
        ("What did Russia say?", "other"),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question_word(asked: str, wanted: Wanted) -> None:
    assert understand(asked).wanted == wanted


def test_names_and_reporting_words_are_no_topic() -> None:
    question = understand("What did Russia say about the chlorine attack in Douma?")
    assert question.speech
    assert set(question.names) == {"Russia", "Douma"}
    assert set(question.topic) == {stem("chlorine"), stem("attack")}


def test_a_turn_of_phrase_that_asks_for_words_is_no_topic() -> None:
    assert understand("What reason did Theresa May give for attacking Syria?").topic == (stem("attacking"),)
    assert understand("How did the British minister rate the result?").topic == (stem("result"),)


def test_a_question_of_fact_asks_for_nobodys_words() -> None:
    question = understand("How many missiles were launched at Syria?")
    assert not question.speech
    assert question.claimants == ()
    assert {stem("missiles"), stem("launched")} <= set(question.topic)


def test_a_name_in_lower_case_is_known_from_the_archive() -> None:
    assert "konashenkov" not in understand("what did konashenkov say?").names
    assert understand("what did konashenkov say?", lambda word: word == "konashenkov").claimants == ("konashenkov",)


@given(st.text(max_size=150))
def test_any_text_can_be_taken_apart(asked: str) -> None:
    question = understand(asked)
    assert question.text == asked
    assert set(question.claimants) <= set(question.names)
    assert set(question.topic) <= set(content_stems(asked))
    assert len(set(question.topic)) == len(question.topic)


def test_the_word_for_a_side_is_no_topic_but_its_portfolio_is() -> None:
    assert understand("What did Germany's minister say about Russia and Assad?").topic == ()
    assert understand("What did Russian officials say about Douma?").topic == ()
    assert understand("What did Canada's defence minister say about Latvia?").topic == (stem("defence"),)
    assert understand("What did Russia say about the minister?").topic == (stem("minister"),)


@pytest.mark.parametrize(
    ("asked", "sentence", "answers"),
    [
        ("How old is Ines Falk?", "Ines Falk spoke on September 7, 2018, in Alder.", False),
        ("How old is Ines Falk?", "Ranger Ines Falk, 43, counted herons.", True),
        ("How old is Ines Falk?", "Ines Falk is 43 years old.", True),
        ("How old is Ines Falk?", "Ines Falk (43) counted herons.", True),
        ("How old is Ines Falk?", "At 43, Falk leads the rangers.", True),
        ("How old is Ines Falk?", "Falk, who was born in 1975, counted herons.", True),
        ("How many troops did Canada send?", "Canada sent 2000 troops to Latvia.", True),
        ("How many were killed?", "About 1900 were killed.", True),
        ("How often did Trump meet Kim?", "Trump met Kim only once.", True),
        ("How many pages does the report have?", "The report of April 7 blames the mayor.", False),
        ("How many pages does the report have?", "The report runs to 31 pages.", True),
        ("How many hours did they talk?", "They had several conditions.", False),
        ("How many hours did they talk?", "They talked for 90 minutes.", True),
        ("How many herons were counted?", "Volunteers counted 412 of them.", True),
        ("How high is the price cap?", "The cap on the price was discussed on Friday.", False),
        ("How long did they talk?", "They talked for half an hour.", True),
        ("Where did they meet?", "They met in Toronto.", True),
    ],
)
def test_a_date_is_no_amount_and_an_amount_must_be_of_what_is_counted(asked: str, sentence: str, answers: bool) -> None:
    assert fits(understand(asked), sentence) == answers


@pytest.mark.parametrize(
    "asked",
    [
        "what reason did " * 400,
        "what a a " * 600,
        "what " + "a-" * 2500,
        "what " + "a" * 5000,
        "which aaaa did " * 330,
        "how many " + "-" * 5000,
        "how did " + "A" * 4900 + " see",
    ],
)
def test_a_long_hostile_question_is_taken_apart_at_once(asked: str) -> None:
    began = time.process_time()
    understand(asked)
    assert time.process_time() - began < 3
