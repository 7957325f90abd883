"""Contents taken apart: what is denied, counted, named and left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numbers import counts
from index.opposites import antonyms, calls_unreal
from index.proposition import names, places, read
from index.terms import stem


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("more than 40 people choked", 40, "people", 1),
        ("as many as 800,000 villagers fled", 800_000, "villagers", -1),
        ("2.9 million inhabitants", 2_900_000, "inhabitants", 0),
        ("nearly two dozen boats", 24, "boats", 0),
        ("only seven members", 7, "members", 0),
    ],
)
def test_a_number_has_a_value_a_unit_and_a_bound(text: str, value: float, unit: str, bound: int) -> None:
    (found,) = counts(text)
    assert (found.value, found.unit[0], found.bound) == (value, stem(unit), bound)


def test_shares_and_money_keep_their_sign() -> None:
    assert [c.unit for c in counts("3.5 percent for $40 million")] == [("percent",), ("$",)]


@pytest.mark.parametrize("text", ["on 14 May 2018", "in 2016", "2018-04-07", "one of them"])
def test_dates_and_bare_numbers_count_nothing(text: str) -> None:
    assert counts(text) == ()


def test_numbers_fit_within_their_bounds() -> None:
    (least,), (many,), (few,) = counts("more than 40 men"), counts("70 men"), counts("40 men")
    assert least.fits(many)
    assert many.fits(least)
    assert not few.fits(many)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("the drug does not cause blindness", {"cause", "blindness"}),
        ("there was no attack", {"attack"}),
        ("it found no trace of chlorine", {"chlorine"}),
        ("there is no evidence of fraud", set()),
        ("it is not only late but dear", set()),
        ("nobody knows whether it rained", set()),
    ],
)
def test_a_negation_denies_the_words_after_it(text: str, denied: set[str]) -> None:
    assert read(text).denied >= {stem(w) for w in denied}
    assert bool(read(text).denied) == bool(denied)


def test_states_are_named_by_whatever_stands_for_them() -> None:
    assert names("the Syrian army") == names("an army from Syria") == {"Syria"}
    assert "Russia" in names("talks with the Kremlin")
    assert names("the United States, Britain and others") == {"United States", "United Kingdom"}


def test_places_are_names_that_stand_where_places_do() -> None:
    assert places("the attack on Douma that Keller saw in Idlib") == {"douma", "idlib"}


@pytest.mark.parametrize(
    ("text", "unreal"),
    [
        ("the whole episode was faked", True),
        ("the attack never happened", True),
        ("the rebels had made the story up", True),
        ("the students staged a protest", False),
        ("the army attacked the town", False),
    ],
)
def test_an_event_is_called_unreal_in_many_ways(text: str, unreal: bool) -> None:
    assert calls_unreal(text) is unreal


def test_questions_and_conditions_are_open_and_what_may_be_is_modal() -> None:
    assert read("whether it rained").open
    assert read("it might rain").modal
    assert not read("it rained").open


def test_antonyms_go_both_ways() -> None:
    table = antonyms()
    assert all(one in table[other] for one, others in table.items() for other in others)


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    found = read(text)
    assert found.gist >= found.names
    assert found.gist >= found.stems - found.named
