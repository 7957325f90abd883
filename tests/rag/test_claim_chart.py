"""Claims on a timeline: where the marks stand, which pairs are joined, what cannot be drawn."""

from __future__ import annotations

from collections import Counter

from rag.claim_chart import OTHERS, columns, marks, rows, ties, undated
from tests.rag import claim_builders as build

WORDS = build.TEXT.split()[:9]


def test_days_months_and_years_stand_in_order_and_each_claim_has_its_own_place() -> None:
    days = ["2018-09", "2018", "2018-09-06", "2017-05-01"]
    found = [build.told(build.article(n), (WORDS[n],), said_on=day) for n, day in enumerate(days)]
    drawn = marks(found)
    assert columns(drawn) == ["2017-05-01", "2018", "2018-09", "2018-09-06"]
    same_day = marks([build.told(build.article(), (word,)) for word in WORDS[:8]])
    assert len({(m.across, m.down) for m in same_day}) == 8
    assert all(-1 <= m.across <= 1 and -1 <= m.down <= 1 for m in same_day)


def test_a_mark_tells_a_dated_saying_from_a_dated_publication() -> None:
    said = build.told(build.article(), ("The council",), said_on="2018-09-06")
    published = build.told(build.article(2), ("The council",))
    assert [(m.when, m.said) for m in marks([said, published])] == [("2018-09-06", True), ("2018-09-07", False)]


def test_what_disputes_a_claim_is_drawn_and_joined_to_it_once() -> None:
    denial = build.told(build.article(2), ("The council",), claimant="Town council")
    claim = build.told(build.article(), ("We are ready",), build.beside(denial, "denies"))
    back = build.told(
        build.article(2), ("The council",), build.beside(claim, "denies", answers=False), claimant="Town council"
    )
    for found in ([claim], [claim, back]):
        drawn = marks(found)
        assert {m.claimant: m.disputed for m in drawn} == {"Pickerill": True, "Town council": True}
        assert [{a.id, b.id} for a, b in ties(found, drawn)] == [{claim.claim.id, denial.claim.id}]


def test_a_claim_that_only_repeats_is_not_joined() -> None:
    other = build.told(build.article(2), ("The council",))
    claim = build.told(build.article(), ("We are ready",), build.beside(other, "repeats"))
    drawn = marks([claim])
    assert [m.disputed for m in drawn] == [False]
    assert ties([claim], drawn) == []


def test_claims_without_a_date_are_left_to_the_list() -> None:
    dated = build.told(build.article(), ("The council",))
    timeless = build.told(build.article(2, published=None), ("The council",))
    assert [m.id for m in marks([dated, timeless])] == [dated.claim.id]
    assert undated([dated, timeless]) == [timeless]


def test_a_timeline_has_few_rows_and_who_is_in_dispute_keeps_one() -> None:
    denial = build.told(build.article(99), ("The council",), claimant="Denier")
    found = [build.told(build.article(n), (w,), claimant=f"C{n % 12}") for n, w in enumerate(WORDS * 4)]
    found.append(build.told(build.article(98), ("We",), build.beside(denial, "denies"), claimant="Once"))
    drawn = marks(found)
    names = rows(drawn)
    assert len(names) == 10
    assert names[-1] == OTHERS
    assert {"Once", "Denier"} <= set(names)
    assert sum(Counter(m.row for m in drawn).values()) == len(found) + 1
