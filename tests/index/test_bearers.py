"""Whom the sources of an article mean."""

from __future__ import annotations

import time

import pytest

from index.bearers import bearers
from index.claim import Attribution, Bearer
from index.values import Article, Span

CUES = ("said", "told", "says", "warned", "denied", "added", "stated")


def resolve(text: str, *sources: str) -> list[Bearer | None]:
    """Return whom ``sources``, found in ``text`` in this order, mean."""
    found, at = [], 0
    for source in sources:
        at = text.index(source, at)
        span = Span(at, at + len(source))
        at = span.end
        found.append(Attribution((span,), (Span(at, at + 1),), (Span(at, len(text)),)))
    return bearers(Article(id="a", path="a", title="", text=text), found)


def name(text: str, *sources: str) -> str | None:
    """Return the name of whom the last of ``sources`` means."""
    bearer = resolve(text, *sources)[-1]
    return bearer.name if bearer else None


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            "Russian Foreign Ministry spokeswoman Maria Zakharova said no.",
            "Russian Foreign Ministry spokeswoman Maria Zakharova",
            Bearer(
                "Maria Zakharova", "person", "Foreign Ministry spokeswoman", ("Russian Foreign Ministry", "Russia")
            ),
        ),
        (
            "Chrystia Freeland, Canada's foreign affairs minister, said no.",
            "Chrystia Freeland, Canada's foreign affairs minister,",
            Bearer("Chrystia Freeland", "person", "foreign affairs minister", ("Canada",)),
        ),
        (
            "The British foreign secretary, Boris Johnson, said no.",
            "The British foreign secretary, Boris Johnson,",
            Bearer("Boris Johnson", "person", "foreign secretary", ("United Kingdom",)),
        ),
        (
            "U.S. Secretary of State Rex Tillerson said no.",
            "U.S. Secretary of State Rex Tillerson",
            Bearer("Rex Tillerson", "person", "secretary of state", ("United States",)),
        ),
        (
            "Daryl Kimball, executive director of the Arms Control Association, said no.",
            "Daryl Kimball, executive director of the Arms Control Association,",
            Bearer("Daryl Kimball", "person", "executive director", ("Arms Control Association",)),
        ),
        ("On Monday Moscow said no.", "Moscow", Bearer("Russia", "state")),
        ("Then the Kremlin said no.", "the Kremlin", Bearer("Russia", "state")),
        ("According to the Russian side, no.", "the Russian side", Bearer("Russia", "state")),
        ("The Syrian government denies it.", "The Syrian government", Bearer("Syria", "state")),
        ("The White House said no.", "The White House", Bearer("White House", "body", None, ("United States",))),
        ("NATO said no.", "NATO", Bearer("NATO", "body")),
        ("Two senior U.S. diplomats said no.", "Two senior U.S. diplomats",
         Bearer("Two senior U.S. diplomats", "group", None, ("United States",))),
        ("Critics said no.", "Critics", Bearer("Critics", "group")),
    ],
)  # fmt: skip
def test_a_source_tells_name_kind_role_and_affiliation(text: str, source: str, expected: Bearer) -> None:
    """Titles, appositions, demonyms, seats and anonymous words are read as they are written."""
    assert resolve(text, source) == [expected]


@pytest.mark.parametrize(
    "written",
    [
        "Russia's Defence Ministry",
        "the Russian Defense Ministry",
        "the Ministry of Defence of the Russian Federation",
        "the Russian ministry of defence",
    ],
)
def test_a_ministry_has_one_name_however_it_is_written(written: str) -> None:
    """Demonym or genitive, British or American spelling, capitals or none: one body that serves its state."""
    assert resolve(f"Then {written} said no.", written) == [
        Bearer("Russian Defence Ministry", "body", None, ("Russia",))
    ]


def test_a_surname_means_the_person_introduced_before_or_after() -> None:
    """A surname takes the full name, the role and the accents of the article."""
    text = (
        "Joly said no. Canadian Foreign Minister Mélanie Joly said more. Mr. de Blasio said less. Bill de Blasio left."
    )
    first, _, last = resolve(text, "Joly", "Mélanie Joly", "Mr. de Blasio")
    assert first == Bearer("Mélanie Joly", "person", "foreign minister", ("Canada",))
    assert last is not None
    assert last.name == "Bill de Blasio"


def test_of_two_namesakes_the_one_named_last_in_full_is_meant() -> None:
    """A surname after a second person's full name is hers; Mr. and Mrs. decide anywhere."""
    text = "Gary Johnson said no. Jeh Johnson came. Johnson said yes. Mr. Ortiz came with Mrs. Ortiz."
    assert name(text, "Gary Johnson", "Jeh Johnson", "Johnson") == "Jeh Johnson"
    couple = "Ana Ortiz and Luis Ortiz came. Ana Ortiz sang. Ms. Ortiz said no. Mr. Ortiz said yes."
    assert [b.name for b in resolve(couple, "Ms. Ortiz", "Mr. Ortiz") if b] == ["Ana Ortiz", "Luis Ortiz"]


def test_pronouns_follow_gender_and_the_last_speaker() -> None:
    """A "she" passes over a man named later; a "he" after a quotation is who spoke before, not who is spoken of."""
    text = (
        "Maria Zakharova, a spokeswoman, met Sergey Lavrov. She said no. Sergey Lavrov said yes. "
        "“I told Boris Johnson,” he added."
    )
    assert [b.name for b in resolve(text, "She", "Sergey Lavrov said"[:13], "he") if b] == [
        "Maria Zakharova",
        "Sergey Lavrov",
        "Sergey Lavrov",
    ]


def test_a_pronoun_beside_an_unknown_name_tells_its_gender() -> None:
    """Where neither title nor given name tells, the pronoun that the article uses does."""
    text = "Analyst Rin Takeda came late with her dog. Later Joe Brown left. She said no."
    assert name(text, "She") == "Rin Takeda"


def test_things_and_groups_have_their_own_pronouns() -> None:
    """An "it" is the body that spoke, a "they" the group."""
    text = "The World Health Organization said no. It added more. Two diplomats said yes. They said nothing else."
    found = resolve(text, "The World Health Organization", "It", "Two diplomats", "They")
    assert [b.name for b in found if b] == [
        "World Health Organization",
        "World Health Organization",
        "Two diplomats",
        "Two diplomats",
    ]


def test_a_relative_pronoun_is_who_stands_before_it() -> None:
    """A "who" takes the name or the noun before it, past an apposition."""
    assert name("Boris Johnson, the minister, who said no, left.", "who") == "Boris Johnson"
    assert name("It was residents who said no.", "who") == "residents"


def test_a_title_means_the_person_introduced_with_it() -> None:
    """The minister is the minister of this article, also if another man was named since."""
    text = "German Foreign Minister Heiko Maas spoke. Striker Tom Ford listened. The minister said no."
    assert name(text, "The minister") == "Heiko Maas"


def test_an_office_whose_holder_is_not_named_stays_the_office() -> None:
    """The office keeps its state, and nobody of another office takes its words."""
    text = "Heiko Maas, the German foreign minister, left. Canada's foreign affairs minister said no."
    assert resolve(text, "Canada's foreign affairs minister") == [
        Bearer("foreign affairs minister of Canada", "body", "foreign affairs minister", ("Canada",))
    ]


def test_a_regime_is_the_state_only_where_the_article_ties_it() -> None:
    """The Assad regime is Syria if the article calls Assad Syrian, else a body of his."""
    tied = "Syrian President Bashar al-Assad left. The Assad regime denied it."
    assert resolve(tied, "The Assad regime") == [Bearer("Syria", "state")]
    loose = resolve("Bashar al-Assad left. The Assad regime denied it.", "The Assad regime")[0]
    assert loose == Bearer("Assad regime", "body", None, ("Bashar al-Assad",))


def test_what_belongs_to_somebody_is_not_the_person() -> None:
    """A doctor, an office, a campaign and supporters speak for themselves, with the person as affiliation."""
    text = "Theresa May left. Her office said no. May's doctor said yes. May supporters said maybe."
    office, doctor, supporters = resolve(text, "Her office", "May's doctor", "May supporters")
    assert office == Bearer("Theresa May's office", "body", None, ("Theresa May",))
    assert doctor == Bearer("May's doctor", "group", None, ("Theresa May",))
    assert supporters is not None
    assert supporters.kind == "group"


def test_a_statement_is_its_issuers() -> None:
    """A statement by a ministry, or one that the article says a state issued, is theirs; another is a group."""
    text = "Canada issued a statement. The statement said no. A terse letter from the Kremlin said yes."
    found = resolve(text, "The statement", "A terse letter from the Kremlin")
    assert found == [Bearer("Canada", "state"), Bearer("Russia", "state")]
    assert resolve("It rained. The communique said no.", "The communique") == [Bearer("The communique", "group")]


def test_an_i_is_who_speaks_the_quotation_and_else_nobody() -> None:
    """A first person inside a quotation is its speaker; the author's own stays open."""
    text = "Boris Johnson said: “I think so.” I doubt it."
    said = Attribution((Span(0, 13),), (Span(14, 18),), (Span(20, 33),))
    inner = Attribution((Span(21, 22),), (Span(23, 28),), (Span(29, 31),))
    outer = Attribution((Span(34, 35),), (Span(36, 41),), (Span(42, 44),))
    found = bearers(Article(id="a", path="a", title="", text=text), [said, inner, outer])
    assert [b.name if b else None for b in found] == ["Boris Johnson", "Boris Johnson", None]


def test_two_speakers_are_a_group_affiliated_to_both() -> None:
    """Neither of the two says alone what both say."""
    assert resolve("France and Germany said no.", "France and Germany") == [
        Bearer("France and Germany", "group", None, ("France", "Germany"))
    ]


@pytest.mark.parametrize(
    "text",
    ["", "“", "A " * 25_000, "Maria " * 17_000, "He said " * 12_000, "\"A, the " * 12_000, "X's " * 8_000,
     "the Minister of " * 6_000, "Rep. A.B. " * 10_000],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    """Tens of kilobytes of anything are read in seconds, whatever the sources."""
    began = time.process_time()
    whole = Attribution((Span(0, len(text)),), (Span(0, 0),), (Span(0, 0),))
    bearers(Article(id="a", path="a", title="", text=text), [whole, Attribution((), (Span(0, 0),), ())])
    assert time.process_time() - began < 10
