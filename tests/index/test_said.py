"""When something was said: the time words of the saying, never those of the event, never the publication date."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.claim import Attribution
from index.moments import moments, partial
from index.said import said_on
from index.values import Article, PartialDate, Span

THURSDAY = "2019-05-16"


def article(text: str, published: str | None = THURSDAY) -> Article:
    return Article("a", "a.md", "", text, published=PartialDate(published) if published else None)


def span(text: str, words: str, after: int = 0) -> tuple[Span, ...]:
    start = text.index(words, after)
    return (Span(start, start + len(words)),) if words else ()


def attributed(text: str, *parts: tuple[str, str, str]) -> list[Attribution]:
    return [Attribution(span(text, s), span(text, c, text.index(s)), span(text, w)) for s, c, w in parts]


def dates(text: str, *parts: tuple[str, str, str], published: str | None = THURSDAY) -> list[str | None]:
    found = said_on(article(text, published), attributed(text, *parts))
    return [str(one) if one else None for one in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The mayor said on Tuesday that the bridge was safe.", "2019-05-14"),
        ("The mayor said Thursday that the bridge was safe.", "2019-05-16"),
        ("The mayor said late Friday that the bridge was safe.", "2019-05-10"),
        ("On Monday, the mayor said that the bridge was safe.", "2019-05-13"),
        ("Last Thursday the mayor said that the bridge was safe.", "2019-05-09"),
        ("Yesterday the mayor said that the bridge was safe.", "2019-05-15"),
        ("The mayor said earlier today that the bridge was safe.", "2019-05-16"),
        ("In a statement on May 2, the mayor said that the bridge was safe.", "2019-05-02"),
        ("In a statement of 2 May 2018, the mayor said that the bridge was safe.", "2018-05-02"),
        ("On December 3 the mayor said that the bridge was safe.", "2018-12-03"),
        ("In 2016 the mayor said that the bridge was safe.", "2016"),
        ("The mayor said in March that the bridge was safe.", "2019-03"),
        ("The mayor said last month that the bridge was safe.", "2019-04"),
        ("The mayor said last year that the bridge was safe.", "2018"),
        ("The mayor said last week that the bridge was safe.", "2019-05"),
        ("Three days ago the mayor said that the bridge was safe.", "2019-05-13"),
        ("At a rally Wednesday in the old town, the mayor said that the bridge was safe.", "2019-05-15"),
        ("In a Tuesday interview, the mayor said that the bridge was safe.", "2019-05-14"),
    ],
)
def test_the_time_words_of_the_saying_give_its_date(text: str, said: str) -> None:
    assert dates(text, ("the mayor" if "the mayor" in text else "The mayor", "said", "that the bridge was safe")) == [
        said
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that the bridge was safe.",
        "After the storm of Monday, the mayor said that the bridge was safe.",
        "The mayor, who was elected on Sunday, said that the bridge was safe.",
        "Before Friday's vote the mayor said that the bridge was safe.",
        "The quay fell on Monday; the mayor said that the bridge was safe.",
        "Since January the mayor said that the bridge was safe.",
        "All 2016 delegates heard it when the mayor said that the bridge was safe.",
        "The mayor said that the bridge was safe. The vote is on Tuesday.",
    ],
)
def test_time_words_of_something_else_leave_the_date_unknown(text: str) -> None:
    assert dates(text, ("mayor", "said", "that the bridge was safe")) == [None]


def test_time_words_inside_the_content_are_of_the_event() -> None:
    text = "The mayor said that the bridge was closed on Tuesday."
    assert dates(text, ("The mayor", "said", "that the bridge was closed on Tuesday")) == [None]


def test_time_words_after_an_unquoted_content_are_of_the_event() -> None:
    text = "The mayor said that the old bridge over the northern river had been closed to lorries on Tuesday."
    content = "that the old bridge over the northern river had been closed to lorries"
    assert dates(text, ("The mayor", "said", content)) == [None]


def test_time_words_that_a_tagger_left_at_the_start_of_a_content_are_of_the_saying() -> None:
    text = "The mayor told the harbour board on Tuesday that the bridge was safe."
    assert dates(text, ("The mayor", "told", "the harbour board on Tuesday that the bridge was safe")) == ["2019-05-14"]
    text = "The mayor said Monday the bridge was safe."
    assert dates(text, ("The mayor", "said", "Monday the bridge was safe")) == ["2019-05-13"]


def test_time_words_beside_a_quotation_are_of_the_saying() -> None:
    text = "“The bridge is safe,” the mayor told reporters on Tuesday."
    assert dates(text, ("the mayor", "told", "“The bridge is safe,”")) == ["2019-05-14"]


@pytest.mark.parametrize(("published", "said"), [(None, None), ("2019-05", None), ("2019", None)])
def test_a_weekday_needs_the_day_of_publication(published: str | None, said: str | None) -> None:
    text = "The mayor said on Tuesday that the bridge was safe."
    assert dates(text, ("The mayor", "said", "that the bridge was safe"), published=published) == [said]


def test_a_full_date_needs_no_publication_date() -> None:
    text = "The mayor said on 7 June 2018 that the bridge was safe."
    assert dates(text, ("The mayor", "said", "that the bridge was safe"), published=None) == ["2018-06-07"]


def test_a_day_without_a_year_is_unknown_without_a_publication_date() -> None:
    text = "The mayor said on 7 June that the bridge was safe."
    assert dates(text, ("The mayor", "said", "that the bridge was safe"), published=None) == [None]


def test_what_the_speaker_adds_has_the_date_of_what_went_before() -> None:
    text = "The mayor said on Tuesday that the bridge was safe. The quay was too, he added."
    parts = ("The mayor", "said", "that the bridge was safe"), ("he", "added", "The quay was too")
    assert dates(text, *parts) == ["2019-05-14", "2019-05-14"]


def test_a_run_of_quotations_keeps_its_date_over_paragraphs() -> None:
    text = "The mayor said on Tuesday that the bridge was safe.\n\n“It will stand for years,” she said."
    parts = ("The mayor", "said", "that the bridge was safe"), ("she", "said", "“It will stand for years,”")
    assert dates(text, *parts)[1] == "2019-05-14"


def test_another_speaker_does_not_inherit_a_date() -> None:
    text = "The mayor said on Tuesday that the bridge was safe. The harbour board said that it was not."
    parts = ("The mayor", "said", "that the bridge was safe"), ("The harbour board", "said", "that it was not")
    assert dates(text, *parts)[1] is None


def test_what_was_said_before_then_does_not_inherit_a_date() -> None:
    text = "The mayor said on Tuesday that the bridge was safe. He had previously said that it was not."
    parts = ("The mayor", "said", "that the bridge was safe"), ("He", "previously said", "that it was not")
    assert dates(text, *parts)[1] is None


def test_an_act_of_speech_in_the_sentence_before_dates_what_follows() -> None:
    text = "The mayor held a press conference on May 2. He said that the bridge was safe."
    assert dates(text, ("He", "said", "that the bridge was safe")) == ["2019-05-02"]


def test_inside_a_content_the_time_words_of_the_outer_saying_do_not_count() -> None:
    text = "On Tuesday the board said that the mayor had claimed that the bridge was safe."
    parts = (
        ("the board", "said", "that the mayor had claimed that the bridge was safe"),
        ("the mayor", "claimed", "that the bridge was safe"),
    )
    assert dates(text, *parts) == ["2019-05-14", None]


def test_nothing_found_has_no_dates() -> None:
    assert said_on(article("No one spoke."), []) == []


@given(st.text(max_size=200), st.sampled_from([None, "2020", "2020-02", "2020-02-29"]))
def test_no_text_breaks_the_reading_of_time_words(text: str, published: str | None) -> None:
    found = moments(text, PartialDate(published) if published else None)
    assert all(one.span.end <= two.span.start for one, two in itertools.pairwise(found))


def test_a_period_over_two_years_has_no_date() -> None:
    from datetime import date

    assert partial(date(2018, 12, 31), date(2019, 1, 6)) is None
    assert str(partial(date(2018, 12, 3), date(2018, 12, 9))) == "2018-12"


def test_time_words_of_the_next_clause_do_not_count() -> None:
    text = "The board says the opposite, and on Tuesday its lorries crossed the bridge."
    assert dates(text, ("The board", "says", "the opposite")) == [None]


def test_what_was_not_said_has_no_date_of_its_own() -> None:
    text = "The mayor said on Tuesday that the bridge was safe. She did not say why."
    parts = ("The mayor", "said", "that the bridge was safe"), ("She", "did not say", "why")
    assert dates(text, *parts) == ["2019-05-14", None]
