"""Every measure of the suite *claims*, on gold with a planted error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from evals.claim_cases import ExpectedLink, Gold
from evals.claim_scores import ERRORS, SPANS, Read, by_tag, compared, link_counts, named_right
from index.claim import Link, LinkKind
from index.values import PartialDate
from tests.evals.attributions import GOLD, at, claim, gold, marked, pairs

FAULTLESS = tuple(claim(g) for g in GOLD)
LOWER = {m.name for m in ERRORS if m.better == "lower"}


def values(*reads: Read) -> dict[str, float | None]:
    return {m.name: m.value(reads) for m in (*SPANS, *ERRORS)}


def planted(which: int, **changes: Any) -> dict[str, float | None]:
    """Return the measures where one of five claims is changed."""
    found = [claim(g, **changes) if n == which else claim(g) for n, g in enumerate(GOLD)]
    return values(compared(marked(), found))


def test_the_gold_itself_scores_one_everywhere_and_no_errors() -> None:
    for name, value in values(compared(marked(), FAULTLESS)).items():
        assert value == (None if name == "direct_F1" else 0 if name in LOWER else 1), name


def test_nothing_found_is_zero_and_nothing_marked_is_no_score() -> None:
    nothing = values(compared(marked(), []))
    assert (nothing["content_F1"], nothing["exact_F1"], nothing["content_recall"]) == (0, 0, 0)
    assert nothing["claimant_accuracy"] is None
    assert nothing["allegation_as_fact"] == 1
    empty = values(compared(marked(gold("France", "says", "that Syria used chlorine", optional=True)), FAULTLESS[:1]))
    assert empty["content_F1"] is None
    assert empty["content_precision"] is None


def test_a_content_cut_short_still_overlaps_but_is_not_exact() -> None:
    short = planted(0, content=at("Syria used chlorine"))
    assert (short["content_F1"], short["exact_F1"], short["exact_words_F1"]) == (
        1,
        pytest.approx(0.8),
        pytest.approx(0.8),
    )
    assert planted(0, content=at("that Syria used chlorine."))["exact_F1"] == pytest.approx(0.8)
    assert planted(0, content=at("that Syria used chlorine."))["exact_words_F1"] == 1


def test_an_invented_claim_costs_precision_only() -> None:
    stray = values(compared(marked(), [*FAULTLESS, claim(GOLD[4], content=at("Mr Lavrov"))]))
    assert stray["content_recall"] == 1
    assert stray["content_precision"] == pytest.approx(5 / 6)


def test_an_optional_attribution_is_neither_missed_nor_an_error() -> None:
    some = marked(*GOLD[:4], GOLD[4].model_copy(update={"optional": True}))
    assert values(compared(some, FAULTLESS[:4]))["content_F1"] == 1
    assert values(compared(some, FAULTLESS))["content_F1"] == 1


def test_a_wanted_attribution_is_paired_before_an_optional_one_of_the_same_words() -> None:
    twice = marked(GOLD[0].model_copy(update={"optional": True}), GOLD[0])
    assert len(compared(twice, FAULTLESS[:1]).matched) == 1


def test_cue_and_source_are_scored_on_the_matched_only() -> None:
    wrong = planted(0, cue=at("used"), source=at("Syria"))
    assert (wrong["cue_F1"], wrong["source_F1"], wrong["source_overlapping"]) == (0.8, 0.8, 0.8)
    assert values(compared(marked(), FAULTLESS[1:]))["cue_F1"] == 1


def test_a_source_that_nobody_marked_scores_zero_and_none_at_all_is_not_scored() -> None:
    unnamed = GOLD[0].model_copy(update={"source": (), "claimant": ()})
    named = values(compared(marked(unnamed), [claim(unnamed, source=at("France"), claimant="France")]))
    assert (named["source_F1"], named["claimant_accuracy"], named["wrong_claimant"]) == (0, 0, 1)
    silent = values(compared(marked(unnamed), [claim(unnamed)]))
    assert (silent["source_F1"], silent["source_overlapping"], silent["claimant_accuracy"]) == (None, None, 1)


def test_direct_and_indirect_are_counted_apart() -> None:
    text = '"We did not," said Syria. France says that it did.'
    direct = Gold(content=pairs(at('"We did not,"', text)), quotation="direct")
    indirect = Gold(content=pairs(at("that it did", text)), quotation="indirect")
    one = values(
        compared(marked(direct, indirect, text=text), [claim(direct), claim(direct, content=at("France", text))])
    )
    assert (one["direct_F1"], one["indirect_F1"]) == (1, 0)


def test_a_wrong_claimant_is_worse_than_none() -> None:
    wrong, none = planted(0, claimant="Russia"), planted(0, claimant=None)
    assert (wrong["claimant_accuracy"], wrong["wrong_claimant"]) == (0.8, 0.2)
    assert (none["claimant_accuracy"], none["wrong_claimant"]) == (0.8, 0)


def test_names_are_compared_folded_and_without_their_article() -> None:
    assert named_right(("White Helmets",), "the White Helmets")
    assert named_right(("Lavrov", "Sergey Lavrov"), "sergey lavrov")
    assert not named_right(("Sergey Lavrov",), None)
    assert named_right((), None)
    assert not named_right((), "Russia")


def test_a_lost_chain_is_seen() -> None:
    assert planted(3, via=())["via_accuracy"] == 0.8
    assert planted(0, via=("Reuters",))["via_accuracy"] == 0.8


def test_a_denial_shown_as_an_assertion_is_flipped_and_so_is_the_reverse() -> None:
    assert planted(1, polarity="asserts")["flipped_polarity"] == 0.25
    assert planted(0, polarity="denies")["flipped_polarity"] == 0.25
    warned = planted(0, polarity="warns")
    assert (warned["flipped_polarity"], warned["polarity_accuracy"]) == (0, 0.75)


def test_a_dropped_hedge_and_a_lost_negation_are_seen() -> None:
    assert planted(3, hedged=False)["dropped_hedge"] == 1
    assert planted(3, hedged=False, polarity="hedged")["dropped_hedge"] == 0
    assert planted(4, negated=False)["lost_negation"] == 1


def test_an_allegation_in_no_claim_is_shown_as_fact_but_inside_another_claim_it_is_not() -> None:
    assert values(compared(marked(), FAULTLESS[1:]))["allegation_as_fact"] == 0.2
    outer_only = values(compared(marked(), [*FAULTLESS[:3], FAULTLESS[4]]))
    assert (outer_only["allegation_as_fact"], outer_only["content_recall"]) == (0, 0.8)


def test_only_days_that_can_be_told_are_judged() -> None:
    assert planted(0, said_on=None)["said_on_accuracy"] == 0
    assert planted(1, said_on=PartialDate("2018-04-14"))["said_on_accuracy"] == 1


def test_finding_is_broken_down_by_what_makes_it_hard() -> None:
    assert by_tag([compared(marked(), FAULTLESS)]) == {"nested": (1, 1)}
    assert by_tag([compared(marked(), FAULTLESS[:3])]) == {"nested": (0, 1)}


def expected(kinds: Sequence[LinkKind], claim_: int, other: int) -> ExpectedLink:
    return ExpectedLink(id=f"{claim_}-{other}", kinds=tuple(kinds), claim=("a1", claim_), other=("a1", other))


WANTED = (expected(["denies"], 1, 0), expected(["contradicts"], 3, 0), expected([], 4, 0))


def link(one: int, other: int, kind: LinkKind) -> Link:
    return Link(FAULTLESS[one].id, FAULTLESS[other].id, kind, 0.9, "because")


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ([], 0, 0),
        ([link(1, 0, "denies"), link(3, 0, "contradicts")], 1, 1),
        ([link(1, 0, "denies"), link(0, 3, "contradicts")], 1, 1),
        ([link(0, 1, "denies"), link(3, 0, "contradicts")], 1, 0.5),
        ([link(1, 0, "repeats")], 0, 0),
        ([link(1, 0, "denies"), link(4, 0, "contradicts")], 0.5, 0.5),
        ([link(1, 0, "denies"), link(0, 4, "denies")], 0.5, 0.5),
        ([link(1, 0, "denies"), link(1, 2, "denies")], 1, 0.5),
    ],
)
def test_links_are_judged_on_the_pairs_that_were_marked(found: list[Link], precision: float, recall: float) -> None:
    counts = link_counts(WANTED, [compared(marked(), FAULTLESS)], found)
    assert (counts.precision, counts.recall) == (precision, recall)


def test_a_claim_that_was_not_found_cannot_be_linked_and_counts_against_recall() -> None:
    read = compared(marked(), FAULTLESS[1:])
    assert link_counts(WANTED, [read], [link(1, 0, "denies")]).recall == 0
