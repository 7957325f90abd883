"""Checking a quotation: exact, altered, said by somebody else, not found."""

from __future__ import annotations

import pytest

from index import Archive
from index.errors import InputError
from rag.quote import QuoteCheck, check_quote
from rag.quote_match import Change, nearest, parts, written_at

SAID = "cautiously optimistic"
LONG = "its own doctors and chemical specialists went to Douma on April 9"


def quotes(archive: Archive, check: QuoteCheck) -> list[str]:
    """Return the quotes of all places, each checked against its article."""
    cited = [c for p in check.places for c in p.citations]
    assert all(c.quote == c.span.of(archive.article(c.article_id).text) for c in cited)
    return [c.quote for c in cited]


def test_words_that_stand_in_an_article_are_exact_with_who_said_them(archive: Archive) -> None:
    check = check_quote(archive, "“Cautiously optimistic.”", "Rubio")
    assert check.outcome == "exact"
    assert SAID in quotes(archive, check)
    assert (check.places[0].claimant, check.places[0].marked) == ("Marco Rubio", True)
    assert check.changes == ()


def test_the_words_of_another_are_not_those_of_whom_was_asked_for(archive: Archive) -> None:
    check = check_quote(archive, SAID, "Angela Merkel")
    assert check.outcome == "other_claimant"
    assert "Marco Rubio said them, not Angela Merkel" in check.because
    assert quotes(archive, check)


def test_words_without_quotation_marks_say_so(archive: Archive) -> None:
    check = check_quote(archive, LONG)
    assert check.outcome == "exact"
    assert not check.places[0].marked
    assert "without quotation marks" in check.because


def test_an_altered_word_is_shown_beside_the_written_one(archive: Archive) -> None:
    check = check_quote(archive, LONG.replace("doctors", "engineers"))
    assert check.outcome == "altered"
    assert check.changes == (Change("changed", "engineers", "doctors"),)
    assert quotes(archive, check) == [LONG]


def test_a_word_left_out_and_a_word_added_are_told_apart(archive: Archive) -> None:
    left_out = check_quote(archive, LONG.replace("chemical ", ""))
    added = check_quote(archive, LONG.replace("Douma", "besieged Douma"))
    assert [c.how for c in left_out.changes] == ["left out"]
    assert [c.how for c in added.changes] == ["added"]


def test_words_that_nobody_wrote_are_not_found(archive: Archive) -> None:
    check = check_quote(archive, "the harvest of apples was ruined by an early frost")
    assert (check.outcome, check.places, check.changes) == ("not_found", (), ())


def test_parts_with_a_gap_are_cited_piece_by_piece(archive: Archive) -> None:
    check = check_quote(archive, "its own doctors and chemical specialists … no trace of chlorine or sarin")
    assert check.outcome == "exact"
    assert quotes(archive, check) == ["its own doctors and chemical specialists", "no trace of chlorine or sarin"]


def test_parts_in_the_wrong_order_are_not_exact(archive: Archive) -> None:
    check = check_quote(archive, "no trace of chlorine or sarin … its own doctors and chemical specialists")
    assert check.outcome != "exact"


def test_no_words_are_refused_with_the_fix(archive: Archive) -> None:
    with pytest.raises(InputError, match="write the words"):
        check_quote(archive, " “…” ")


@pytest.mark.parametrize("words", ['"' * 500, "<script>alert(1)</script>", "' OR 1=1 --", "\x00\ud800", "[" * 300])
def test_hostile_words_are_only_words(archive: Archive, words: str) -> None:
    try:
        outcome = check_quote(archive, words).outcome
    except InputError:
        outcome = "not_found"
    assert outcome in ("not_found", "altered")


def test_the_public_form_is_plain_values(archive: Archive) -> None:
    told = check_quote(archive, LONG.replace("doctors", "engineers")).json()
    assert told["outcome"] == "altered"
    assert told["changes"] == [{"how": "changed", "asked": "engineers", "written": "doctors"}]
    assert told["places"][0]["citations"][0]["quote"] == LONG


# --------------------------------------------------------------------------------------------------------- matching


def test_what_only_says_who_speaks_parts_a_quotation() -> None:
    assert parts("“We leave,” he said, “at dawn.”") == [["We", "leave"], ["at", "dawn"]]
    assert parts("a “window of hope” for all") == [["a", "window", "of", "hope", "for", "all"]]
    assert parts("We leave … at [early] dawn") == [["We", "leave"], ["at"], ["dawn"]]


def test_an_interrupted_quotation_is_found_in_its_pieces() -> None:
    text = "“We leave at dawn,” the captain said. “Nobody stays behind.”"
    (pieces,) = written_at(text, [["We", "leave", "at", "dawn", "Nobody", "stays", "behind"]])
    assert [p.of(text) for p in pieces] == ["We leave at dawn", "Nobody stays behind"]


def test_a_word_is_not_found_inside_another() -> None:
    assert written_at("They disagreed.", [["agreed"]]) == []
    assert written_at("They agreed.", [["Agreed"]]) != []


def test_the_nearest_words_are_those_with_most_in_common() -> None:
    text = "The ship left the port. The ship left the harbour at noon with forty men on board."
    found = nearest(text, "the ship left the harbour at dawn with forty men".split())
    assert found is not None
    assert found.span.of(text) == "The ship left the harbour at noon with forty men"
    assert found.changes == (Change("changed", "dawn", "noon"),)
    assert nearest(text, "a wholly other sentence about football".split()) is None
