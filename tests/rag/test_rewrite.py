"""Follow-ups are made to stand alone; questions that stand alone come back as they were."""

from __future__ import annotations

import time

import pytest

from rag.rewrite import readings, stand_alone
from rag.values import Abstention, Answer, Heard, Statement, Turn

RUSSIA = "What did Russia claim about Douma?"
FRANCE = "What did France say about Douma?"
TRUCE = "Tell me about the ceasefire in Idlib."
TORONTO = "When did the G7 meet in Toronto?"


def asked(*questions: str) -> list[Turn]:
    return [Turn(question, Abstention(question, "The archive does not say.", ())) for question in questions]


def answered(question: str, text: str, claimant: str) -> Turn:
    heard = Heard(claimant, (), "said", text, "asserts", None, 1)
    return Turn(question, Answer(question, (Statement(text, 0.9, (1,)),), (), (), claims=(heard,)))


@pytest.mark.parametrize(
    ("earlier", "question", "rewritten"),
    [
        # one part exchanged
        (FRANCE, "and Germany?", "What did Germany say about Douma?"),
        (FRANCE, "And the G7?", "What did the G7 say about Douma?"),
        (FRANCE, "Germany?", "What did Germany say about Douma?"),
        (FRANCE, "and Boris Johnson?", "What did Boris Johnson say about Douma?"),
        (FRANCE, "and Idlib?", "What did France say about Idlib?"),
        (FRANCE, "what about sanctions?", "What did France say about sanctions?"),
        (FRANCE, "And about Idlib?", "What did France say about Idlib?"),
        ("How many missiles did the US launch?", "and France?", "How many missiles did France launch?"),
        ("What was the German position on Syria?", "and France?", "What was the French position on Syria?"),
        ("What did Canada say in 2017?", "And in 2018?", "What did Canada say in 2018?"),
        ("What did Canada say in 2017?", "And Turkey?", "What did Turkey say in 2017?"),
        (RUSSIA, "and in 2018?", "What did Russia claim about Douma in 2018?"),
        ("What did Trump say in May?", "and June?", "What did Trump say in June?"),
        (RUSSIA, "What did its foreign minister say?", "What did Russia's foreign minister say?"),
        # what was said, and who said it
        (RUSSIA, "Who said that?", "What did Russia claim about Douma, and who said it?"),
        (RUSSIA, "And who is claiming this?", "What did Russia claim about Douma, and who said it?"),
        (RUSSIA, "Whose words are these?", "What did Russia claim about Douma, and who said it?"),
        (RUSSIA, "Who denied it?", "Who denied Russia's claim about Douma?"),
        (RUSSIA, "Who disputes that?", "Who disputes Russia's claim about Douma?"),
        (RUSSIA, "Is it true?", "Is Russia's claim about Douma true?"),
        (RUSSIA, "Who rejected the claim?", "Who rejected Russia's claim about Douma?"),
        (RUSSIA, "What did Trump say about it?", "What did Trump say about Russia's claim about Douma?"),
        (RUSSIA, "Was that before the strike?", "Was Russia's claim about Douma before the strike?"),
        (RUSSIA, "Did it say when?", "Did Russia say when?"),
        (RUSSIA, "How did they respond?", "How did Russia respond?"),
        (RUSSIA, "Did anyone disagree?", "Did anyone disagree with Russia's claim about Douma?"),
        ("What did Chrystia Freeland say?", "What else did she say?", "What else did Chrystia Freeland say?"),
        ("What did Lavrov discuss with Dion?", "What was his answer?", "What was Lavrov's answer?"),
        # asking again
        (RUSSIA, "Why?", "What did Russia claim about Douma, and why?"),
        (RUSSIA, "How many?", "What did Russia claim about Douma, and how many?"),
        (RUSSIA, "Tell me more.", "What else did Russia claim about Douma?"),
        (RUSSIA, "What else?", "What else did Russia claim about Douma?"),
        (TORONTO, "Where?", "Where did the G7 meet in Toronto?"),
        ("Did Russia annex Crimea?", "When?", "When did Russia annex Crimea?"),
        # whole clauses, places, times, described things
        ("Did Russia annex Crimea?", "Why did it do that?", "Why did Russia annex Crimea?"),
        (TORONTO, "Was that before the strike?", "When did the G7 meet in Toronto, and was that before the strike?"),
        (TORONTO, "Who was there?", "Who was in Toronto?"),
        ("What did Canada want in 2017?", "What did Iran want then?", "What did Iran want in 2017?"),
        ("What happened at the meeting in Lucca?", "Who left that meeting?", "Who left the meeting in Lucca?"),
        ("What are the causes of the war in Syria?", "What are the main effects?", None),
        # what a noun phrase leaves out
        (TRUCE, "What were the consequences?", "What were the consequences of the ceasefire in Idlib?"),
        (TRUCE, "What are the risks for Turkey?", "What are the risks of the ceasefire in Idlib for Turkey?"),
        (TRUCE, "What are the pros and cons?", "What are the pros and cons of the ceasefire in Idlib?"),
        ("What are the largest oil fields?", "Which are the newest ones?", "Which are the newest oil fields?"),
        (
            "Tell me about drone strikes.",
            "What was the deadliest in 2017?",
            "What was the deadliest drone strike in 2017?",
        ),
        ("Who hosted the summit in Lucca?", "Who left the summit?", "Who left the summit in Lucca?"),
        # names and nouns that belong together
        ("How was the Iran deal reached?", "Who signed it?", "Who signed the Iran deal?"),
        ("Where do Baltic seals live?", "What do they eat?", "What do Baltic seals eat?"),
        ("What is the Nord Stream pipeline and who built it?", "Is it open?", "Is the Nord Stream pipeline open?"),
    ],
)
def test_a_follow_up_is_made_to_stand_alone(earlier: str, question: str, rewritten: str | None) -> None:
    result = stand_alone(question, asked(earlier))
    if rewritten is None:
        assert "war in Syria" in result
    else:
        assert result == rewritten or result == rewritten[0].lower() + rewritten[1:]


STAND_ALONE = [
    "What did Russia claim about Douma?",
    "What did Putin say about his plan?",
    "Did Russia say it would respond?",
    "Who is Chrystia Freeland?",
    "What did Trump say that Putin denied?",
    "Who said that Assad must go?",
    "How many people did the attack on Douma kill?",
    "What is a chemical weapon?",
    "Is it true that Russia annexed Crimea?",
    "Where did the G7 meet in 2018?",
    "What did Canada say about its troops in Latvia?",
    "If Russia has evidence, who has seen it?",
    "Did Germany and France change their position on sanctions?",
    "Tell me about the NATO deployment in Latvia.",
    "Why did Canada freeze contacts with Russia?",
    "Is there a consensus among the G7 on sanctions?",
    "Are there NATO troops in Latvia?",
    "Which countries launched missiles against Syria this year?",
    "What did Freeland say when she met Tillerson?",
    "How did Erdogan justify his proposal?",
    "Who is the minister who said that he would resign?",
    "What does it mean to impose sanctions?",
    "what did russia say about its bases in syria?",
    "Who are the members of the Arctic Council?",
    "What is the difference between sanctions and tariffs?",
    "Who left the summit?",
]


@pytest.mark.parametrize("question", STAND_ALONE)
def test_a_question_that_stands_alone_is_unchanged(question: str) -> None:
    assert stand_alone(question, asked(TORONTO, "What did Iran say about Idlib?")) == question


def test_an_empty_earlier_question_is_passed_over() -> None:
    assert stand_alone("Tell me more.", asked("", "?")) == "Tell me more."
    assert stand_alone("Who denied it?", asked(RUSSIA, "")) == "Who denied Russia's claim about Douma?"


@pytest.mark.parametrize("question", ["and Germany?", "Who denied it?", "why?", "", "  ", "?"])
def test_the_first_question_is_unchanged(question: str) -> None:
    assert stand_alone(question, []) == question


def test_a_person_is_found_in_the_answer_when_the_question_names_a_state() -> None:
    text = "Canada's minister Chrystia Freeland said she was concerned."
    turn = answered("What did Canada say about Idlib?", text, "Chrystia Freeland")
    assert stand_alone("What else did she say?", [turn]) == "What else did Chrystia Freeland say?"


def test_whoever_spoke_in_an_answer_takes_the_place_of_a_claimant() -> None:
    turn = answered(FRANCE, "Maria Zakharova called it staged, and Zakharova said there was proof.", "Maria Zakharova")
    assert stand_alone("and Zakharova?", [turn]) == "What did Zakharova say about Douma?"


def test_the_focus_may_lie_several_turns_back() -> None:
    turns = asked("What did Heiko Maas say about Moscow?", "Where is Toronto?")
    assert stand_alone("What else did he say?", turns) == "What else did Heiko Maas say?"


def test_a_person_asked_about_by_name_is_who_is_spoken_of_next() -> None:
    turns = asked("What did Theresa May say?", "Who is Chrystia Freeland?")
    assert stand_alone("What did she say?", turns) == "What did Chrystia Freeland say?"


def test_a_topic_is_kept_while_questions_ask_for_its_details() -> None:
    turns = asked("What are the effects of sanctions?", "Which banks were closed?")
    assert stand_alone("What are the alternatives?", turns) == "What are the alternatives of sanctions?"


def test_another_speaker_is_asked_about_what_the_conversation_is_about() -> None:
    turns = asked("What did Canada say about Idlib?", "What else did Chrystia Freeland say?")
    assert stand_alone("And Erdogan?", turns) == "What did Erdogan say about Idlib?"


def test_follow_ups_can_be_chained() -> None:
    questions = [RUSSIA]
    for follow_up in ("Who denied it?", "And France?", "When?"):
        questions.append(stand_alone(follow_up, asked(*questions)))
    assert questions[1] == "Who denied Russia's claim about Douma?"
    assert "France" in questions[2]
    assert "when" in questions[3].lower()


def test_rewriting_is_fast() -> None:
    history = asked(*[RUSSIA, TORONTO] * 10)
    stand_alone("Who denied it?", history)
    start = time.process_time()
    for _ in range(20):
        stand_alone("What else did she say about that meeting?", history)
    assert (time.process_time() - start) / 20 < 0.05


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (
            "What did Freeland say about Russia in Lucca?",
            "and Germany?",
            ["What did Freeland say about Germany in Lucca?", "What did Germany say about Russia in Lucca?"],
        ),
        (
            RUSSIA,
            "and the defence ministry?",
            ["What did Russia claim about the defence ministry?", "What did the defence ministry claim about Douma?"],
        ),
        (
            "What did Rubio say in La Malbaie?",
            "and the Kremlin's spokesman?",
            ["What did the Kremlin's spokesman say in La Malbaie?"],
        ),
        (
            "What did Erdogan propose in Tehran?",
            "how did Putin respond?",
            ["How did Putin respond to Erdogan's proposal?"],
        ),
    ],
)
def test_what_a_fragment_may_replace_is_tried_and_nothing_else(
    earlier: str, question: str, expected: list[str]
) -> None:
    assert readings(question, asked(earlier)) == expected


def test_a_gathering_is_known_by_its_place() -> None:
    asked_for = "was that meeting before the strike on Syria?"
    history = asked("What did Germany's minister call for in Toronto?")
    assert stand_alone(asked_for, history) == "Was the meeting in Toronto before the strike on Syria?"


def test_another_thing_that_is_pointed_at_keeps_the_topic() -> None:
    history = asked("What did Macron say about the trade deal in June?")
    assert "trade deal" in stand_alone("who opposed that decision?", history)
