"""Words as the desk compares them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import content_stems, coverage, is_content, stem, stems, weights, words

TEXT = st.text(max_size=120)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deny", "denied"),
        ("Russia's", "russia"),
        ("Russia’s", "RUSSIA"),
        ("sanctions", "sanction"),
        ("ministers'", "minister"),
        ("attacked", "attacks"),
    ],
)
def test_forms_of_a_word_meet_in_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_different_words_keep_apart() -> None:
    assert len({stem(w) for w in ("Syria", "Serbia", "Russia", "Prussia", "sanction", "sanctuary")}) == 6


@given(st.from_regex(r"\w+", fullmatch=True))
def test_no_word_loses_its_stem(word: str) -> None:
    assert stem(word)


def test_words_keep_inner_marks() -> None:
    assert words("S-400s, the U.N. and Jaish al-Islam: Canada’s view.")[:6] == [
        "S-400s", "the", "U.N", "and", "Jaish", "al-Islam",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["the", "What", "who", "a", "did", "x", "happened"])
def test_function_words_carry_no_content(word: str) -> None:
    assert not is_content(word)


@pytest.mark.parametrize("word", ["Douma", "denied", "7", "40", "G7"])
def test_names_verbs_and_numbers_carry_content(word: str) -> None:
    assert is_content(word)


def test_content_stems_are_distinct_and_in_order() -> None:
    assert content_stems("Who denied the attack, and why was the attack denied?") == [stem("denied"), stem("attack")]
    assert content_stems("What was that?") == []


def test_a_hyphenated_word_is_heard_whole_and_in_parts() -> None:
    heard = stems("a French-led inquiry")
    assert {stem("French-led"), stem("French"), stem("inquiry")} <= heard


@given(TEXT)
def test_content_is_part_of_what_is_heard(text: str) -> None:
    assert set(content_stems(text)) <= stems(text)


@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_rarer_word_weighs_more(passages: int, one: int, other: int) -> None:
    few, many = sorted((min(one, passages), min(other, passages)))
    weight = weights({"rare": few, "common": many}, passages)
    assert 0 <= weight["common"] <= weight["rare"] <= math.log(1 + 2 * passages + 1)


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 20)), st.frozensets(st.sampled_from("abcdef")))
def test_coverage_is_a_share_and_grows_with_what_is_heard(asked: dict[str, float], heard: frozenset[str]) -> None:
    assert 0 <= coverage(asked, heard) <= 1 + 1e-9
    assert coverage(asked, heard) <= coverage(asked, heard | {"a"}) + 1e-9
    assert coverage(asked, frozenset(asked)) == pytest.approx(1)


def test_coverage_weighs_by_rarity() -> None:
    asked = {"douma": 3.0, "attack": 1.0}
    assert coverage(asked, frozenset({"douma"})) == 0.75
    assert coverage(asked, frozenset()) == 0
    assert coverage({}, frozenset()) == 1
