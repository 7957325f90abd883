"""What is said of a claim: its force, its dates, its chain, and its parts in the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from index.values import Span
from rag.claim_words import beside, chain, dates, force, pieces, shortened
from tests.rag import claim_builders as build

QUOTED = ("“We are ready,”", "“Engagement takes many forms.”")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "asserts"),
        ({"polarity": "denies"}, "denies"),
        ({"polarity": "accuses", "hedged": True}, "accuses, hedged"),
        ({"polarity": "hedged", "hedged": True}, "hedged"),
        ({"negated": True}, "does not say"),
        ({"polarity": "denies", "negated": True}, "does not deny"),
    ],
)
def test_a_hedge_a_denial_and_a_saying_that_did_not_happen_are_told(values: dict[str, Any], words: str) -> None:
    assert force(build.told(build.article(), QUOTED, **values).claim) == words


@pytest.mark.parametrize(
    ("said_on", "published", "words"),
    [
        ("2018-09-06", "2018-09-07", "Said on 2018-09-06; published on 2018-09-07."),
        ("2018-09", "2018", "Said in 2018-09 (the day is unknown); published in 2018 (the day is unknown)."),
    ],
)
def test_saying_and_publication_are_dated_apart(said_on: str, published: str, words: str) -> None:
    assert dates(build.told(build.article(published=published), QUOTED, said_on=said_on)) == words


def test_a_date_that_is_unknown_is_told_to_be_unknown() -> None:
    told = build.told(build.article(published=None), QUOTED)
    assert dates(told) == "When it was said is unknown; when it was published is unknown."


def test_the_chain_leads_from_the_publisher_through_who_passes_it_on_to_the_words() -> None:
    text = "According to the BBC, the minister has said that it is so."
    source, cue = build.spans(text, "the minister"), build.spans(text, "has said")
    told = build.told(
        build.article(text=text),
        ("that it is so",),
        claimant="Ada Brook",
        affiliation=("Ministry of Roads", "France"),
        via=("BBC",),
        source=source,
        cue=cue,
    )
    assert chain(told) == [
        ("told by", "The Herald"),
        ("passed on by", "BBC"),
        ("claimant", "Ada Brook (Ministry of Roads, France)"),
        ("named here as", "the minister"),
        ("cue", "has said"),
    ]


def test_the_pieces_of_a_text_are_the_text_with_every_part_in_its_place() -> None:
    article = build.article()
    told = build.told(article, QUOTED, source=build.spans(build.TEXT, "Pickerill"), cue=build.spans(build.TEXT, "said"))
    cut = pieces(article.text, told.claim)
    assert "".join(words for words, _ in cut) == article.text
    assert [(words, part) for words, part in cut if part] == [
        ("“We are ready,”", "content"),
        ("Pickerill", "source"),
        ("said", "cue"),
        ("“Engagement takes many forms.”", "content"),
    ]


def test_parts_that_overlap_lose_no_character() -> None:
    article = build.article()
    claim = replace(build.told(article, (build.TEXT[:40],)).claim, cue=(Span(10, 30),), source=(Span(20, 50),))
    cut = pieces(article.text, claim)
    assert "".join(words for words, _ in cut) == article.text
    assert [(len(words), part) for words, part in cut[:3]] == [(10, "content"), (20, "cue"), (20, "source")]


def test_a_link_is_told_from_the_side_of_the_claim_that_is_shown() -> None:
    other = build.told(build.article(2), ("The council",))
    assert beside(build.beside(other, "denies")) == "denies it"
    assert beside(build.beside(other, "denies", answers=False)) == "is denied by it"


def test_shortened_words_are_one_line_of_whole_words() -> None:
    assert shortened("a  b\n c") == "a b c"
    assert shortened("alpha beta gamma", 12) == "alpha beta …"
