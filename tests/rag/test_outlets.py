"""Outlets in questions: those that the archive has, and those that it lacks."""

from __future__ import annotations

import pytest

from rag.outlets import asked_for, named, short, unknown

PUBLISHERS = ["The Age", "Tech Weekly", "Sky News - Entertainment & Arts", "Roar | Sports Blog", "Wired"]


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("The Age", "Age"),
        ("Sky News - Entertainment & Arts", "Sky News"),
        ("Roar | Sports Blog", "Roar"),
        ("Science Now: Best Articles", "Science Now"),
        ("Al-Monitor", "Al-Monitor"),
    ],
)
def test_a_publisher_is_called_by_the_first_part_of_its_name(publisher: str, name: str) -> None:
    assert short(publisher) == name


def test_publishers_are_named_with_a_capital_and_as_a_whole() -> None:
    assert list(named("Does 'The Age' agree with Tech Weekly's report?", PUBLISHERS)) == ["age", "tech weekly"]
    assert named("What changed in the age of wired offices?", PUBLISHERS) == {}
    assert named("Ageing and Wiredness", PUBLISHERS) == {}


def test_several_publishers_of_one_short_name_belong_together() -> None:
    both = ["Fox News - Health", "Fox News - Lifestyle"]
    assert named("the Fox News article", both) == {"fox news": both}


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("Considering a Harbour Times article on trade", ["Harbour Times"]),
        ("a piece by The Harbour Times and another from Delta Post", ["Harbour Times", "Delta Post"]),
        ("the deal reported by Delta Post", ["Delta Post"]),
        ("an article in The Harbour Times", ["Harbour Times"]),
        ("the report published in October", []),
        ("What did Russia claim about Douma?", []),
    ],
)
def test_what_is_called_an_article_or_report_of_a_name_asks_for_an_outlet(question: str, outlets: list[str]) -> None:
    assert asked_for(question) == outlets


def test_an_outlet_that_the_archive_lacks_is_told() -> None:
    question = "Do the Wired article and a Delta Post report agree?"
    assert unknown(question, named(question, PUBLISHERS)) == ["Delta Post"]
    question = "the article from 'Sky News - Entertainment & Arts' on films"
    assert unknown(question, named(question, PUBLISHERS)) == []
