from __future__ import annotations

import pytest

from evals.words import every_group, fold, holds, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He called it “staged”.", '"STAGED"'),
        ("It’s over", "it's over"),
        ("the 2017–2018 season", "2017-2018"),
        ("a\n  broken line", "A broken LINE"),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_quotes_dashes_case_and_spaces_do_not_matter(text: str, words: str) -> None:
    assert holds(text, words)


def test_other_words_do_matter() -> None:
    assert not holds("It was not staged", "was staged")
    assert not holds("anything", " ")


def test_each_group_needs_one_alternative_inside_one_quote() -> None:
    quotes = ["Russia denied it", "France had proof"]
    assert every_group([["denied", "rejected"], ["proof"]], quotes)
    assert not every_group([["denied it France"]], quotes)
    assert not every_group([["denied"], ["Germany"]], quotes)


def test_numbers_stay_in_one_piece() -> None:
    assert tokens("Some 1,200 of them, 3.5% — Russia’s.") == ["some", "1,200", "of", "them", "3.5", "russia's"]
    assert fold("  A\tB ") == "a b"
