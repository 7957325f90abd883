"""Names in questions, their equivalents, and where a text mentions them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.names import equivalents, mentions, question_names
from index.places import places

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"
states_needed = pytest.mark.skipif(not places(), reason="index/places.csv is missing: states are unknown")


def found(question: str, *known: str) -> list[str]:
    names = question_names(question, known.__contains__ if known else None)
    assert all(name.span.of(question) == name.text for name in names)
    return [name.text for name in names]


def mentioned(text: str, name: str, seats: bool = True) -> list[str]:
    return [span.of(text) for span in mentions(text, name, seats)]


@states_needed
@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Russia claim about Douma?", ["Russia", "Douma"]),
        ("What did Canada’s Chrystia Freeland say about the G7 meeting?", ["Canada", "Chrystia Freeland", "G7"]),
        ("What did German Foreign Minister Heiko Maas ask of Moscow?", ["German", "Heiko Maas", "Moscow"]),
        ("Did U.S. Secretary of State Rex Tillerson visit Italy?", ["U.S.", "Rex Tillerson", "Italy"]),
        ("What happens to Bashar al-Assad's regime?", ["Bashar al-Assad"]),
        ("Did the Group of Seven agree?", ["Group of Seven"]),
        ("How did Russian-Canadian relations change?", ["Russian", "Canadian"]),
        ("Canada-Russia disagreement on Idlib", ["Canada", "Russia", "Idlib"]),
        ("What did May promise in May 2018?", ["May"]),
        ("What Did Russia Claim About Douma?", ["Russia", "Douma"]),
        ("WHAT DID RUSSIA CLAIM?", ["RUSSIA"]),
        ("Trump said what about Putin?", ["Trump", "Putin"]),
        ("What does the WHO recommend, and who pays?", ["WHO"]),
        ("Did British Airways stop flying?", ["British Airways"]),
        ("What did the Syrian Observatory for Human Rights count?", ["Syrian Observatory for Human Rights"]),
        ("Did Ursula von der Leyen meet Dion and Lavrov?", ["Ursula von der Leyen", "Dion", "Lavrov"]),
        ("Tell me what happened on Monday.", []),
        ("Explain sanctions.", []),
    ],
)
def test_names_of_a_question(question: str, names: list[str]) -> None:
    assert found(question) == names


@states_needed
def test_a_question_in_lower_case_is_read_with_the_table_and_the_archive() -> None:
    assert found("what did russia claim about douma", "douma") == ["russia", "douma"]
    assert found("who did the us accuse, and what did it tell us?") == ["us"]
    assert found("what about the g7 and the uk?") == ["g7", "uk"]


@states_needed
def test_a_state_is_also_its_people_and_its_seats() -> None:
    assert {"Russian", "Russians", "Moscow", "Kremlin"} <= equivalents("Russia")
    assert "Moscow" not in equivalents("Russia", seats=False)
    assert equivalents("Moscow", seats=False) == {"Moscow"}
    assert "Russia" in equivalents("Moscow")
    assert {"UK", "British", "London"} <= equivalents("Britain") & equivalents("British")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("G7", "Group of Seven"),
        ("Group of Seven", "G7"),
        ("g20", "G20"),
        ("International Olympic Committee", "IOC"),
        ("Sergei Lavrov", "Lavrov"),
        ("Bashar al-Assad", "Assad"),
        ("Crimea", "Crimean"),
        ("Putin’s", "Putin"),
    ],
)
def test_equivalents(name: str, other: str) -> None:
    assert other in equivalents(name)


@states_needed
@pytest.mark.parametrize(
    ("text", "name", "places_found"),
    [
        ("Moscow’s envoy; pro-Russian rebels; Russian-Canadian ties", "russia", ["Moscow", "Russian", "Russian"]),
        ("It told us about IT and US firms, u.s. and U.S. troops", "US", ["US", "u.s.", "U.S."]),
        ("The Group of Seven met before the G7's dinner", "G7", ["Group of Seven", "G7"]),
        ("the International Olympic Committee said", "IOC", ["International Olympic Committee"]),
        ("the IOC said", "International Olympic Committee", ["IOC"]),
        ("Mr. Lavrov and Sergei Lavrov's aide", "Sergei Lavrov", ["Lavrov", "Sergei Lavrov"]),
        ("Zelenskyy, Zelensky and Zeman", "Zelenskiy", ["Zelenskyy", "Zelensky"]),
        ("Mélanie Joly and Melanie Joly", "Melanie Joly", ["Mélanie Joly", "Melanie Joly"]),
        ("South Sudan and Sudan", "Sudan", ["Sudan"]),
        ("North Korea", "South Korea", []),
        ("Iraq and Austria", "Iran", []),
        ("President Trump, then Melania Trump", "Donald Trump", ["Trump"]),
        ("They may stay. May left.", "May", ["May"]),
        ("Rusting Russianness", "Russia", []),
        ("", "Russia", []),
    ],
)
def test_mentions(text: str, name: str, places_found: list[str]) -> None:
    assert mentioned(text, name) == places_found


@states_needed
def test_seats_can_be_left_out_of_mentions() -> None:
    assert mentioned("The Kremlin and Russia", "Russia", seats=False) == ["Russia"]


@states_needed
@pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared/articles is not here")
def test_real_articles_mention_who_they_are_about() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    assert all(mentions(text, "Russia") and mentions(text, "Canada") for text in texts)
    lavrov = [text for text in texts if mentions(text, "Sergei Lavrov")]
    assert len(lavrov) == 1
    assert not any(mentions(text, "Kenya") for text in texts)


@pytest.mark.parametrize("name", ["", " ", "'s", "’s", "’"])
def test_what_names_nobody_is_mentioned_nowhere(name: str) -> None:
    assert mentions("Ada's mill burned down, the town's mayor said.", name) == []
