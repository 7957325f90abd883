"""Links between claims: each kind on explicit evidence, and nothing where two claims merely speak of one topic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from index.claim import Claim, Link
from index.encoder import Encoder, load_encoder
from index.linkable import Linkable, linkables
from index.links import disputed_by, links, origins
from index.values import Article, PartialDate, Span
from tests.index.said_pairs import ANSWERED, OPPOSED, REPEATED, UNRELATED, UPDATED, Said

FIRST = date(2021, 3, 1)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("")


def linkable(said: Said, number: int) -> Linkable:
    day = PartialDate((FIRST + timedelta(days=said.day)).isoformat()) if said.day is not None else None
    start = 1000 * number
    claim = Claim(
        id=str(number),
        article_id=said.page,
        source=(),
        cue=(),
        content=(Span(start, start + len(said.text)),),
        quotation="indirect",
        polarity=said.polarity,
        hedged=False,
        negated=said.negated,
        claimant=said.who,
        claimant_id=said.who,
        affiliation=said.serves,
        via=(),
        said_on=None,
    )
    sentence = f"{said.who} said that {said.text}."
    return Linkable(claim, said.text, said.before, sentence, day, said.page, 100 * number, "said", said.who)


def found_between(encoder: Encoder, *said: Said) -> list[Link]:
    items = [linkable(one, n) for n, one in enumerate(said)]
    vectors = encoder.encode([one.topic for one in items])
    return links(items, [], vectors, vectors[:0])


def kinds(found: list[Link]) -> set[tuple[str, str, str]]:
    return {(one.claim, one.other, one.kind) for one in found}


@pytest.mark.parametrize(("one", "other"), OPPOSED)
def test_claims_that_exclude_each_other_are_linked_with_score_and_reason(
    encoder: Encoder, one: Said, other: Said
) -> None:
    (found,) = found_between(encoder, one, other)
    assert found.kind == ("denies" if other.polarity == "denies" else "contradicts")
    assert 0 < found.score <= 1
    assert found.reason


@pytest.mark.parametrize(("one", "other"), ANSWERED)
def test_an_answer_that_points_back_is_linked_to_what_it_answers(encoder: Encoder, one: Said, other: Said) -> None:
    near = replace(other, before=other.before or f"{one.who} said that {one.text}.")
    (found,) = found_between(encoder, one, near)
    assert (found.claim, found.other) == ("1", "0")
    assert found.kind == ("denies" if other.polarity == "denies" else "contradicts")


@pytest.mark.parametrize(("one", "other"), REPEATED)
def test_the_same_from_the_same_side_elsewhere_is_a_repetition(encoder: Encoder, one: Said, other: Said) -> None:
    assert kinds(found_between(encoder, one, other)) == {("1", "0", "repeats")}


@pytest.mark.parametrize(("one", "other"), UPDATED)
def test_a_claimant_that_says_otherwise_later_updates(encoder: Encoder, one: Said, other: Said) -> None:
    assert kinds(found_between(encoder, one, other)) == {("1", "0", "updates")}
    assert kinds(found_between(encoder, other, one)) == {("0", "1", "updates")}


@pytest.mark.parametrize(("one", "other"), UNRELATED)
def test_claims_that_do_not_clash_are_not_linked(encoder: Encoder, one: Said, other: Said) -> None:
    assert found_between(encoder, one, other) == []


def test_new_claims_are_linked_to_old_ones_and_not_twice(encoder: Encoder) -> None:
    one, other = (linkable(said, n) for n, said in enumerate(OPPOSED[0]))
    vectors = encoder.encode([one.topic, other.topic])
    assert len(links([other], [one], vectors[1:], vectors[:1])) == 1
    assert links([], [one, other], vectors[:0], vectors) == []


def test_of_two_allegations_the_one_that_concerns_the_denier_is_meant(encoder: Encoder) -> None:
    said = (
        Said("the envoy", "Syria used nerve gas in the town", "accuses"),
        Said("the envoy", "rebels shelled a school in the town", "accuses"),
        Said("Syria", "the allegations", "denies", before="The envoy spoke of Syria and of rebels."),
    )
    assert {one.other for one in found_between(encoder, *said) if one.claim == "2"} == {"0"}


def test_many_old_claims_are_compared_in_blocks() -> None:
    random = np.random.default_rng(0)
    old = random.normal(size=(20_000, 16)).astype(np.float32)
    old /= np.linalg.norm(old, axis=1, keepdims=True)
    one = linkable(OPPOSED[0][0], 0)
    assert links([one], [linkable(OPPOSED[0][1], 1)] * len(old), old[:1], old) != []


def test_the_words_of_a_claim_are_cut_from_its_article() -> None:
    text = "A mine burned. Two men died. The owner denies these allegations. It was sold."
    start = text.index("these allegations")
    claim = replace(linkable(UNRELATED[0][0], 7).claim, content=(Span(start, start + len("these allegations")),))
    (one,) = linkables(Article("a", "a.md", "", text), [claim])
    assert one.text == "these allegations"
    assert one.before == "A mine burned. Two men died."
    assert one.sentence == "The owner denies these allegations."
    assert one.topic == "A mine burned. Two men died. these allegations"


def link(claim: str, other: str, kind: str = "repeats", score: float = 0.5) -> Link:
    return Link(claim, other, kind, score, "")  # type: ignore[arg-type]


def test_disputes_are_read_in_both_directions_the_surest_first() -> None:
    found = [
        link("b", "a", "contradicts", 0.6),
        link("a", "c", "denies", 0.9),
        link("a", "d"),
        link("e", "f", "denies"),
    ]
    assert disputed_by("a", found) == ["c", "b"]


def test_reprints_count_as_one_origin() -> None:
    found = [link("b", "a"), link("c", "b"), link("d", "a", "contradicts")]
    assert origins("a", found, {"a": "x", "b": "x", "c": "y", "d": "z"}) == 2
    assert origins("d", found, {"d": "z"}) == 1


def test_the_claim_of_which_the_reason_is_true_comes_first(encoder: Encoder) -> None:
    (found,) = found_between(encoder, OPPOSED[1][1], replace(OPPOSED[1][0], day=9))
    assert (found.claim, found.other) == ("0", "1")
    assert "denies" in found.reason


def test_what_an_outlet_relays_is_not_disputed_twice() -> None:
    text = "The paper reports that the mayor says that the bridge is unsafe."
    outer, inner = text.index("that the mayor"), text.index("that the bridge")
    one = linkable(UNRELATED[0][0], 1).claim
    claims = [
        replace(one, id="outer", content=(Span(outer, len(text) - 1),)),
        replace(one, id="inner", content=(Span(inner, len(text) - 1),), outer="outer"),
    ]
    short = replace(claims[1], content=(Span(len(text) - 7, len(text) - 1),))
    page = Article("a", "a.md", "", text)
    assert [x.relays for x in linkables(page, [claims[0], short])] == [False, False]
    assert [x.relays for x in linkables(page, claims)] == [True, False]
