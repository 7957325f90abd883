"""Amounts: what is read from digits and words, of which sort and unit, and what each can mean."""

from __future__ import annotations

import math

import pytest

from rag.amounts import amounts

READ = [
    ("two hundred and twelve soldiers", 212.0, "plain"),
    ("thirty-five cars", 35.0, "plain"),
    ("a dozen homes", 12.0, "plain"),
    ("1,234,567 dollars", 1234567.0, "money"),
    ("$1.2bn", 1.2e9, "money"),
    ("£3m", 3e6, "money"),
    ("12.5 % of it", 12.5, "percent"),
    ("40 per cent", 40.0, "percent"),
    ("two-thirds of MPs", 200 / 3, "percent"),
    ("a quarter of them", 25.0, "percent"),
    ("the 21st floor", 21.0, "ordinal"),
    ("the third try", 3.0, "ordinal"),
    ("zero cases", 0.0, "plain"),
    ("5 km", 5.0, "plain"),
    ("two million four hundred thousand", 2.4e6, "plain"),
    ("half an hour of talks", 0.5, "plain"),
    ("the half-hour talk", 0.5, "plain"),
    ("half a million people", 5e5, "plain"),
    ("one and a half hours", 1.5, "plain"),
    ("half of them", 50.0, "percent"),
]


@pytest.mark.parametrize(("text", "value", "sort"), READ)
def test_an_amount_is_read_with_its_value_and_sort(text: str, value: float, sort: str) -> None:
    found = amounts(text)[0]
    assert found.value == pytest.approx(value)
    assert found.sort == sort
    assert found.span.of(text) == found.text


@pytest.mark.parametrize(
    "text", ["on 7 April 2018", "in 1999-2003", "an F-16", "COVID-19", "at 10:30", "the Group of Seven"]
)
def test_dates_times_and_names_hold_no_amount(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("more than 40 men", 40, math.inf),
        ("no fewer than 40 men", 40, math.inf),
        ("not more than 40 men", -math.inf, 40),
        ("up to 40 men", -math.inf, 40),
        ("40 or more men", 40, math.inf),
        ("between 40 and 50 men", 40, 50),
        ("40-50 men", 40, 50),
        ("5 to 10 million men", 5e6, 1e7),
        ("tens of thousands of men", 1e4, 2e5),
    ],
)
def test_bounds_ranges_and_vague_numbers_span_what_they_can_mean(text: str, low: float, high: float) -> None:
    found = amounts(text)[0]
    assert (found.low, found.high) == (low, high)


def test_a_number_is_held_by_one_that_says_as_much() -> None:
    (more,), (exact_,), (other,) = amounts("more than 40 men"), amounts("70 men"), amounts("30 men")
    assert more.held_by(exact_)
    assert more.excludes(other)
    assert not more.held_by(other)
    assert not exact_.held_by(other)


def test_money_in_two_currencies_is_not_one_sum() -> None:
    (dollars,), (euros,) = amounts("$40"), amounts("€40")
    assert not dollars.held_by(euros)
