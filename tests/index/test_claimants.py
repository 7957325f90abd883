"""Who claims, over the whole archive."""

from __future__ import annotations

import random
import time
from itertools import count

import pytest

from index.claim import Bearer
from index.claimants import Correction, Mention, Roster, roster
from index.offices import office
from index.values import PartialDate

_KEYS = count()


def said(bearer: Bearer, day: str | None = None, article: str | None = None) -> Mention:
    """Return a mention with a new key, by default in an article of its own."""
    key = str(next(_KEYS))
    return Mention(key, bearer, article or key, PartialDate(day) if day else None)


def person(name: str, role: str | None = None, *served: str) -> Bearer:
    """Return a person."""
    return Bearer(name, "person", role, served)


def names(mentions: list[Mention], *corrections: Correction) -> list[str]:
    """Return the claimant's name of each mention."""
    found = roster(mentions, corrections)
    return [claimant.name for m in mentions if (claimant := found.named(m.key))]


def answers(found: Roster, asked: str) -> dict[str, str]:
    """Return the claimants that a name asks for and how."""
    return {claimant.name: how for claimant, how in found.asked(asked)}


def test_a_surname_joins_its_one_bearer_and_none_of_two() -> None:
    """Where two compete the surname stays alone, unless role or state decides."""
    zakharova = [person("Maria Zakharova"), person("Zakharova")]
    assert names([said(b) for b in zakharova]) == ["Maria Zakharova"] * 2
    trumps = [person("Donald Trump", "president"), person("Melania Trump"), person("Trump")]
    assert names([said(b) for b in trumps])[2] == "Trump"
    decided = [*trumps[:2], person("Trump", "president")]
    assert names([said(b) for b in decided])[2] == "Donald Trump"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Sergei Lavrov", "Sergey Lavroff"),
        ("Mélanie Joly", "Melanie Joly"),
        ("John Roberts", "John G. Roberts"),
    ],
)
def test_other_spellings_are_one_person(one: str, other: str) -> None:
    """Transliterations, accents and middle initials make no second person."""
    assert len({*names([said(person(one)), said(person(other))])}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Donald Trump", "Melania Trump"), ("Peter Hansen", "Peter Jansen"), ("Ann Lee", "Ann Leigh")]
)
def test_other_people_stay_apart(one: str, other: str) -> None:
    """A shared surname or a similar one is no shared person."""
    assert names([said(person(one)), said(person(other))]) == [one, other]


def test_namesakes_of_two_states_stay_apart() -> None:
    """The same surname alone, in another state's service, is another person."""
    mentions = [said(person("Ali Hassan", "minister", "Iraq")), said(person("Hassan", "president", "Somalia"))]
    assert names(mentions) == ["Ali Hassan", "Hassan"]


def test_acronyms_join_what_they_abbreviate() -> None:
    """A body's initials are the body, if only one body has them."""
    fund, bank = Bearer("International Monetary Fund", "body"), Bearer("World Bank", "body")
    assert names([said(fund), said(Bearer("IMF", "body")), said(bank)]) == [fund.name, fund.name, bank.name]


def test_an_office_is_its_holder_nearest_in_time() -> None:
    """Dion in 2016, Freeland in 2017, Joly in 2025; in between, and without a date, the office itself."""
    post = office("foreign affairs minister", "Canada")
    holders = [
        said(person("Stéphane Dion", "minister of foreign affairs", "Canada"), "2016-07-26"),
        said(person("Chrystia Freeland", "foreign minister", "Canada"), "2017-04-11"),
        said(person("Mélanie Joly", "foreign minister", "Canada"), "2025-03-14"),
        said(person("Boris Johnson", "foreign secretary", "United Kingdom"), "2017-05-01"),
    ]
    asked = [said(post, day) for day in ("2016-05", "2017-05-01", "2025", "2021-01-01", None)]
    assert names([*holders, *asked])[4:] == [
        "Stéphane Dion",
        "Chrystia Freeland",
        "Mélanie Joly",
        "foreign affairs minister of Canada",
        "foreign affairs minister of Canada",
    ]


def test_a_former_holder_does_not_hold_the_office() -> None:
    """What a former minister says in an article does not make the office his."""
    former = said(person("Stéphane Dion", "former foreign minister", "Canada"), "2017-05-01")
    assert names([former, said(office("foreign minister", "Canada"), "2017-05-02")])[1] == "foreign minister of Canada"


def test_asking_for_a_state_finds_its_officials_and_says_so() -> None:
    """Russia, Moscow and the Kremlin find Russia itself and those who speak for it; nobody else."""
    ministry = Bearer("Russian Foreign Ministry", "body", None, ("Russia",))
    zakharova = person("Maria Zakharova", "Foreign Ministry spokeswoman", "Russian Foreign Ministry", "Russia")
    found = roster([said(b) for b in (Bearer("Russia", "state"), ministry, zakharova, Bearer("France", "state"))])
    expected = {"Russia": "self", "Russian Foreign Ministry": "official", "Maria Zakharova": "official"}
    for asked in ("Russia", "MOSCOW", "the kremlin", "Russian officials"):
        assert answers(found, asked) == expected
    assert answers(found, "Russia's foreign ministry") == {
        "Russian Foreign Ministry": "self",
        "Maria Zakharova": "official",
    }


def test_asking_for_a_person_or_an_office_finds_them() -> None:
    """Case, accents, titles and spelling do not matter; an office finds all who held it."""
    mentions = [
        said(person("Mélanie Joly", "foreign minister", "Canada"), "2025-03-14"),
        said(person("Chrystia Freeland", "minister of foreign affairs", "Canada"), "2017-04-11"),
        said(person("Sergey Lavrov", "foreign minister", "Russia")),
    ]
    found = roster(mentions)
    for asked in ("joly", "MELANIE JOLY", "Minister Joly", "Mélanie Joly's"):
        assert answers(found, asked) == {"Mélanie Joly": "self"}
    assert answers(found, "sergei lavroff") == {"Sergey Lavrov": "self"}
    assert answers(found, "Canada's foreign minister") == {"Mélanie Joly": "self", "Chrystia Freeland": "self"}
    assert answers(found, "") == answers(found, "Nobody Atall") == {}


def test_a_merge_counts_as_the_first_and_a_split_undoes_it() -> None:
    """Corrections hold in their order, by name, whatever is indexed first."""
    mentions = [said(person("Donald Trump")), said(person("Melania Trump")), said(person("Trump"))]
    merge, split = Correction("merge", "Donald Trump", "Trump"), Correction("split", "Donald Trump", "Trump")
    assert names(mentions, merge)[2] == names(mentions[::-1], merge)[0] == "Donald Trump"
    assert names(mentions, merge, split)[2] == "Trump"
    assert names(mentions, split, merge)[2] == "Donald Trump"
    assert names(mentions, Correction("merge", "Donald Trump", "Nobody")) == names(mentions)


def test_a_split_keeps_apart_what_the_rules_join() -> None:
    """The second name leaves the first."""
    mentions = [said(person("Ana Ortiz")), said(person("Ortiz"))]
    assert names(mentions) == ["Ana Ortiz"] * 2
    assert names(mentions, Correction("split", "Ana Ortiz", "Ortiz")) == ["Ana Ortiz", "Ortiz"]


def test_a_merge_of_an_office_moves_the_office_alone() -> None:
    """Whoever holds an office at some time is not merged with it."""
    post = office("foreign minister", "Canada")
    mentions = [said(person("Chrystia Freeland", "foreign minister", "Canada"), "2017-04-11"),
                said(post, "2017-05-01"), said(Bearer("Canada", "state"))]  # fmt: skip
    assert names(mentions, Correction("merge", "Canada", post.name)) == ["Chrystia Freeland", "Canada", "Canada"]


def test_a_claimant_has_an_id_that_outlives_its_neighbours() -> None:
    """The id depends on kind and name, not on order or on what else is there."""
    lavrov = person("Sergey Lavrov", "foreign minister", "Russia")
    alone, among = roster([said(lavrov)]), roster([said(Bearer("Russia", "state")), said(lavrov), said(lavrov)])
    ids = {claimant.name: claimant.id for claimant in among.claimants}
    assert alone.claimants[0].id == ids["Sergey Lavrov"] != ids["Russia"]
    assert [c.claims for c in among.claimants] == [2, 1]


def test_fifty_thousand_mentions_take_seconds() -> None:
    """Time grows with the mentions, not with their square."""
    rng = random.Random(0)
    parts = ["ka", "lo", "mi", "ren", "tov", "sky", "berg", "an", "del", "pur", "wes", "ton", "har", "ian"]
    made = ["".join(rng.choices(parts, k=3)).title() for _ in range(16_000)]
    people = [f"{first} {last}" for first, last in zip(made[::2], made[1::2], strict=True)]
    mentions = [
        Mention(str(i), person(rng.choice(people), "minister", "France"), str(i // 20), PartialDate(f"{2000 + i % 20}"))
        for i in range(50_000)
    ]
    began = time.process_time()
    found = roster(mentions)
    assert len(found.of) == 50_000
    assert answers(found, people[0])
    assert time.process_time() - began < 15
