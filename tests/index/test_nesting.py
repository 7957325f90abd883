"""Attributions that stand in others, and outlets that were told."""

from __future__ import annotations

import pytest

from index.attribution import relay, understand
from index.claim import Attribution, written
from index.values import Span
from tests.index.marking import marked


@pytest.mark.parametrize(
    "text",
    [
        "[C1 According to] [S1 the BBC], [O1 [S2 France]] [C2 has said] [O2 that it has proof].",
        "[C1 According to] [O1 the BBC, [S2 France] [C2 has said] [O2 that it has proof]].",
        "[S2 France] [C2 has said] [O2 [O1 that it has proof]], [C1 according to] [S1 the BBC].",
        "[O1 [S2 France] [C2 has said] [O2 that it has proof]], [S1 the BBC] [C1 reported].",
    ],
)
def test_a_frame_holds_the_claim_that_it_passes_on(text: str) -> None:
    plain, found = marked(text)
    understood = understand(plain, found)
    frame, inner = sorted(understood, key=lambda a: a.outer is not None)
    assert understood[inner.outer if inner.outer is not None else -1] == frame
    assert frame.outer is None
    assert written(plain, frame.source) == "the BBC"
    assert written(plain, frame.content) == "France has said that it has proof"


@pytest.mark.parametrize("content", ["that France", "it has proof"])
def test_a_report_that_someone_said_something_holds_it_whole(content: str) -> None:
    plain, found = marked("The BBC reported that [S France] [C has said] [O it has proof].")
    outer = Attribution(
        (Span(0, 7),), (Span(8, 16),), (Span(plain.index(content), plain.index(content) + len(content)),)
    )
    understood = understand(plain, [outer, found[-1]])
    assert [a.outer for a in understood] == [None, 0]
    assert written(plain, understood[0].content) == "that France has said it has proof"


def test_a_chain_of_claims_names_the_innermost_holder() -> None:
    text = (
        "[S1 She] [C1 said] [O1 that [S2 he] [C2 had told her] [O2 that [S3 the mayor] [C3 denies] [O3 the charge]]]."
    )
    plain, found = marked(text)
    assert [a.outer for a in understand(plain, found)] == [None, 0, 1]


def test_claims_side_by_side_hold_nothing() -> None:
    plain, found = marked(
        "[C1 According to] [S1 police], [O1 three died], and [S2 the mayor] [C2 said] [O2 it was late]."
    )
    assert [a.outer for a in understand(plain, found)] == [None, None]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("[S Sources] [C told] Reuters [O the talks had failed].", "Reuters"),
        ("[S Sources] [C told] The Canadian Press [O the talks had failed].", "Canadian Press"),
        ("[S He] [C told] the BBC’s Today programme on Monday [O that talks had failed].", "BBC"),
        ("[S He] [C told] the Security Council [O the talks had failed].", None),
        ("[S He] [C told] reporters [O the talks had failed].", None),
        ("[S He] [C said] [O Reuters had failed].", None),
    ],
)
def test_the_outlet_that_was_told_passes_it_on(text: str, outlet: str | None) -> None:
    plain, (found,) = marked(text)
    via = relay(plain, found)
    assert (via.of(plain) if via else None) == outlet
