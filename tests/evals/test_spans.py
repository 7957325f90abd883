from __future__ import annotations

import pytest

from evals.spans import Counts, align, jaccard, letters, quotation, same, token_f1, total, words
from index.claim import Attribution, Quotation, Spans
from index.values import Span

TEXT = 'Paris says that Damascus did it. "We did not," the minister said.'


def at(*pieces: str, text: str = TEXT) -> Spans:
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)


def told(content: str, cue: str = "says", source: str = "Paris", text: str = TEXT) -> Attribution:
    return Attribution(at(source, text=text), at(cue, text=text), at(content, text=text))


def test_letters_leave_out_white_space_and_words_leave_out_marks() -> None:
    assert letters(TEXT, at("it. ")) == letters(TEXT, at("it."))
    assert letters(TEXT, at("it.")) != letters(TEXT, at("it"))
    assert words(TEXT, at("it.")) == words(TEXT, at("it"))
    assert words(TEXT, at("Paris", "did")) == {0, TEXT.index("did")}


def test_half_a_word_is_not_the_word() -> None:
    assert words(TEXT, at("amascus")) != words(TEXT, at("Damascus"))


def test_nothing_overlaps_nothing_by_zero_and_scores_nothing() -> None:
    assert jaccard(frozenset(), frozenset()) == 0
    assert token_f1(frozenset(), frozenset()) is None
    assert token_f1(frozenset((1,)), frozenset()) == 0
    assert token_f1(frozenset((1, 2)), frozenset((2,))) == pytest.approx(2 / 3)


def test_half_an_overlap_pairs_and_less_does_not() -> None:
    gold = told("that Damascus did it")
    assert [p.overlap for p in align(TEXT, [gold], [told("Damascus did")])] == [0.5]
    assert align(TEXT, [gold], [told("Damascus")]) == []


def test_the_best_overlap_is_paired_first_and_each_only_once() -> None:
    gold = [told("that Damascus did it")]
    found = [told("Damascus did it"), told("that Damascus did it")]
    assert [(p.gold, p.found) for p in align(TEXT, gold, found)] == [(0, 1)]


def test_attributions_of_the_same_content_are_told_apart_by_their_cues() -> None:
    outer, inner = told("Damascus did it"), told("Damascus did it", cue="said", source="the minister")
    assert {(p.gold, p.found) for p in align(TEXT, [outer, inner], [inner, outer])} == {(0, 1), (1, 0)}


def test_a_found_content_is_the_same_as_only_one_marked_content() -> None:
    one, other = frozenset((1,)), frozenset((2,))
    assert same([one, one, other], [one, other, other]) == 2


def test_counts_keep_nothing_wanted_from_nothing_found() -> None:
    assert Counts().f1 is None
    assert Counts(found=3).precision == 0
    assert Counts(found=3).recall is None
    assert Counts(wanted=3).f1 == 0
    both = total([Counts(1, 1, 2), Counts(1, 2, 2)])
    assert (both.precision, both.recall) == (2 / 3, 0.5)


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        (["“We did it,”", "“and well.”"], "direct"),
        (['"We did it'], "direct"),
        (["‘We did it,’"], "direct"),
        (["We did it.”"], "direct"),
        (["''We did it,''"], "direct"),
        (["it was “a lie”"], "mixed"),
        (["“a lie” and worse"], "mixed"),
        (["that Assad's men did it"], "indirect"),
        (["the ministers' plan"], "indirect"),
    ],
)
def test_the_kind_of_a_quotation_is_told_by_its_marks(pieces: list[str], kind: Quotation) -> None:
    text = " / ".join(pieces)
    assert quotation(text, at(*pieces, text=text)) == kind
