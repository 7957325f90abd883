"""Dates in a question become a publication window, and only what is certain narrows."""

from __future__ import annotations

from datetime import date

import pytest

from index.values import Filters
from rag.when import Window, date_words, narrow, strip, window

TODAY = date(2018, 6, 13)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "after", "before"),
    [
        ("What happened in 2017?", "2017-01-01", "2017-12-31"),
        ("What did Freeland claim in September 2017?", "2017-09-01", "2017-09-30"),
        ("What happened on April 7, 2018?", "2018-04-07", "2018-04-07"),
        ("What happened on 7 April 2018?", "2018-04-07", "2018-04-07"),
        ("What happened on the 7th of April 2018?", "2018-04-07", "2018-04-07"),
        ("What happened on 2018-04-07?", "2018-04-07", "2018-04-07"),
        ("What was said from April 7 to 9, 2018?", "2018-04-07", "2018-04-09"),
        ("What was said in Jan. 2018?", "2018-01-01", "2018-01-31"),
        ("Who met last March?", "2018-03-01", "2018-03-31"),
        ("Who met last December?", "2017-12-01", "2017-12-31"),
        ("Who met last week?", "2018-06-04", "2018-06-10"),
        ("Who met last Monday?", "2018-06-11", "2018-06-11"),
        ("Who met yesterday?", "2018-06-12", "2018-06-12"),
        ("Who met this year?", "2018-01-01", "2018-12-31"),
        ("Who met three months ago?", "2018-03-01", "2018-03-31"),
        ("Who met over the past two weeks?", "2018-05-30", "2018-06-13"),
        ("What sanctions were imposed since 2016?", "2016-01-01", None),
        ("What changed from 2016 on?", "2016-01-01", None),
        ("What changed after the end of 2017?", "2018-01-01", None),
        ("What changed after 7 April 2018?", "2018-04-08", None),
        ("What changed before May 2018?", None, "2018-04-30"),
        ("What changed by the end of 2017?", None, "2017-12-31"),
        ("What changed between 2016 and 2018?", "2016-01-01", "2018-12-31"),
        ("What changed from March to May 2017?", "2017-03-01", "2017-05-31"),
        ("What changed from November to February 2018?", "2017-11-01", "2018-02-28"),
        ("What changed between April 7 and May 3, 2018?", "2018-04-07", "2018-05-03"),
        ("What changed in early 2018?", "2018-01-01", "2018-04-30"),
        ("What changed in late 2017?", "2017-09-01", "2017-12-31"),
        ("What changed in mid-2017?", "2017-04-01", "2017-09-30"),
        ("What changed in the first half of 2017?", "2017-01-01", "2017-06-30"),
        ("What changed during 2016–2018?", "2016-01-01", "2018-12-31"),
        ("What changed in 2016-17?", "2016-01-01", "2017-12-31"),
        ("What changed in Q2 2018?", "2018-04-01", "2018-06-30"),
        ("What changed in the second quarter of 2017?", "2017-04-01", "2017-06-30"),
        ("What changed in the 1990s?", "1990-01-01", "1999-12-31"),
        ("What changed in the summer of 2017?", "2017-06-01", "2017-08-31"),
        ("What was agreed at the 2017 meeting?", "2017-01-01", "2017-12-31"),
        ("What did Lavrov claim in 2015 and 2017?", "2015-01-01", "2017-12-31"),
    ],
)
def test_a_dated_question_has_a_window(question: str, after: str | None, before: str | None) -> None:
    found = window(question, TODAY)
    assert found is not None
    assert (found.after and found.after.isoformat(), found.before and found.before.isoformat()) == (after, before)


@pytest.mark.parametrize(
    "question",
    [
        "What happened on April 7?",
        "What happened on Monday?",
        "Did the allies launch 105 missiles?",
        "What did the G7 say?",
        "Were 2,000 people displaced?",
        "Were 2000 people displaced?",
        "Are S-400 missiles in Crimea?",
        "What did Theresa May say about the march?",
        "Does Resolution 2018 bind anyone?",
        "Did it cost more than 2017 dollars?",
        "What will happen in 2026?",
        "What happened on February 30, 2018?",
        "",
    ],
)
def test_what_is_no_full_date_has_no_window(question: str) -> None:
    assert window(question, TODAY) is None


def test_a_day_that_is_not_known_narrows_only_to_what_is_certain() -> None:
    """The summit was some day of 2018: before it is before the end of 2018, after it is from the start of 2018 on."""
    assert window("Who met before the 2018 summit?", TODAY) == Window(None, date(2018, 12, 31), "2018", "happened")
    assert window("Who met after the 2018 summit?", TODAY) == Window(date(2018, 1, 1), None, "2018", "happened")
    strike = window("What was known before the strike on April 7, 2018?", TODAY)
    assert strike is not None
    assert (strike.after, strike.before) == (None, date(2018, 4, 7))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which articles were published in 2017?", "published"),
        ("What did Canada say in 2017?", "said"),
        ("Who annexed Crimea in 2014?", "happened"),
    ],
)
def test_publishing_saying_and_happening_are_kept_apart(question: str, kind: str) -> None:
    found = window(question, TODAY)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did Canada say in September 2017?", "What did Canada say?"),
        ("What was agreed at the 2017 meeting?", "What was agreed at the meeting?"),
        ("In 2017, what did Iran want?", "what did Iran want?"),
        ("What did Lavrov claim in 2015 and 2017?", "What did Lavrov claim?"),
        ("What did Canada say?", "What did Canada say?"),
    ],
)
def test_strip_leaves_the_question_without_its_dates(question: str, rest: str) -> None:
    assert strip(question, window(question, TODAY)).removeprefix(", ") == rest


def test_narrow_never_widens_the_limits_of_the_user() -> None:
    user = Filters(after=date(2017, 6, 1), before=date(2017, 6, 30), publisher="The Daily")
    assert narrow(user, window("in 2017", TODAY)) == user
    assert narrow(Filters(), window("in 2017", TODAY)) == Filters(after=date(2017, 1, 1), before=date(2017, 12, 31))
    assert narrow(user, None) is user


def test_date_words_include_dates_without_a_year() -> None:
    assert date_words("What happened on April 7 and what in 2017?") == ["on April 7", "in 2017"]
