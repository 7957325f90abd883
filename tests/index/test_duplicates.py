"""What counts as a reprint, and what does not."""

import gzip
import json
import time
from pathlib import Path

import pytest

from index import Archive
from index.duplicates import bands, repeats, shingles, words_of
from tests.index.press import story, write

TEXT = (
    "Harbour officials in the capital said on Friday that at least 40 boats were lost when ice broke the northern "
    "pier. The ministry did not confirm the number, and said that divers would go down again on Saturday. Fishermen "
    "who had moored further south told a local station that no warning had been given before midnight, although the "
    "weather service had spoken of strong easterly winds since Wednesday. Insurers expect claims of 3 million crowns, "
    "which is more than the harbour earns in a year, and the council will meet on Monday to decide about a loan. "
    "In the meantime ferries to the islands leave from the old coal quay, and tickets bought before the storm remain "
    "valid until the end of the month. A spokeswoman for the ferry line asked travellers to arrive an hour early."
)
SAME_TOPIC = (
    "Ice broke the northern pier of the capital on Friday and sank dozens of boats. Nobody was hurt. The weather "
    "service had warned of strong easterly winds, but harbour masters say that the warning reached them too late. "
    "The council is to talk about a loan on Monday. Islanders travel from the coal quay until the pier is repaired, "
    "which can take until autumn, engineers of the port authority believe after a first look at the broken piles."
)
CUT = TEXT[: TEXT.index(" In the meantime")]


@pytest.mark.parametrize(
    "reprint",
    [
        pytest.param(TEXT.upper().replace(",", ""), id="other case and punctuation"),
        pytest.param(CUT, id="trimmed tail"),
        pytest.param("COAST CITY, April 12 (Wire) - " + TEXT, id="a dateline"),
        pytest.param("This first ran in our evening edition and was shortened. " + TEXT, id="a short intro"),
        pytest.param(TEXT + " Additional reporting by the island desk. 2018 All rights reserved.", id="a credit"),
        pytest.param(TEXT.replace("told a local station", "told local radio"), id="a word edited"),
    ],
)
def test_reprints_are_copies(reprint: str) -> None:
    """All that they say is in the kept article."""
    assert repeats(reprint, TEXT)
    assert set(bands(shingles(words_of(reprint)))) & set(bands(shingles(words_of(TEXT))))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(SAME_TOPIC, id="same topic"),
        pytest.param(TEXT.replace("40 boats", "70 boats"), id="another number"),
        pytest.param(TEXT.replace("did not confirm", "did confirm"), id="the opposite"),
        pytest.param(TEXT.replace("no warning", "a warning"), id="a negation gone"),
        pytest.param(TEXT.replace("Insurers expect", "Police held 2 men overnight. Insurers expect"), id="a new fact"),
        pytest.param(TEXT + " " + SAME_TOPIC, id="much more said"),
        pytest.param(TEXT[:120], id="a teaser"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_says_something_else_is_no_copy(other: str) -> None:
    """Another number or the opposite must stay searchable, however alike the rest."""
    assert not repeats(other, TEXT)


def test_datelines_may_change_their_day() -> None:
    """The day of a dateline is when it was filed, no fact of the story."""
    assert repeats("London, 13 April 2018 - " + TEXT, "Paris, 12 April 2018 - " + TEXT)


def test_signatures_stay_the_same_from_run_to_run() -> None:
    """They are stored, so another process must compute the same."""
    keys = bands(shingles(words_of("one two three four five six")))
    assert (len(keys), keys[0]) == (42, -730587988395566907)
    assert bands(shingles([])) == []


def test_copies_are_kept_and_not_searched(tmp_path: Path) -> None:
    """One text, searched once, with all who printed it."""
    write(tmp_path, "a", TEXT, title="Ice sinks boats", publisher="First")
    write(tmp_path, "b", "Coast, 12 April - " + TEXT, title="Boats lost in ice", publisher="Second")
    write(tmp_path, "c", SAME_TOPIC, title="Pier gone", publisher="Third")
    with Archive(tmp_path / "archive") as archive:
        report = archive.add([tmp_path / f"{name}.md" for name in "abc"])
        (kept, other), (copy,) = report.added, report.copies
        assert [a.id for a in archive.copies(kept)] == [copy]
        assert archive.article(copy).origin == kept
        assert archive.counts()["copies"] == 1
        assert {h.passage.article_id for h in archive.dense("ice and boats", 20)} == {kept, other}
        assert {h.passage.article_id for h in archive.lexical("ice and boats", 20)} == {kept, other}


def test_the_fuller_text_becomes_the_kept_one(tmp_path: Path) -> None:
    """A trimmed reprint that came first must not hide the rest of the story."""
    short, full = write(tmp_path, "a", CUT, title="Short"), write(tmp_path, "b", TEXT, title="Full")
    with Archive(tmp_path / "archive") as archive:
        archive.add([short])
        archive.add([full])
        kept = archive.article("Full").id
        assert archive.article("Short").origin == kept
        assert {h.passage.article_id for h in archive.lexical("ferries to the islands", 9)} == {kept}


def test_when_the_kept_one_goes_a_copy_takes_its_place(tmp_path: Path) -> None:
    """Removed or rewritten, the text stays searchable as long as somebody printed it."""
    paths = [write(tmp_path, name, TEXT, title=name) for name in "abc"]
    with Archive(tmp_path / "archive") as archive:
        archive.add(paths)
        archive.remove("a")
        kept = archive.article("b")
        assert (kept.origin, archive.article("c").origin) == (None, kept.id)
        assert {h.passage.article_id for h in archive.dense("boats lost", 9)} == {kept.id}
        write(tmp_path, "b", story(5), title="b")
        archive.add(paths[1:])
        assert archive.article("c").origin is None
        assert archive.counts() == {"articles": 2, "passages": archive.counts()["passages"], "copies": 0}
        found = {h.passage.article_id for h in archive.lexical("pier insurers", 9)}
        assert found == {archive.article("c").id}


def test_real_articles_on_one_topic_are_told_apart() -> None:
    """On 400 real articles about few events, every pair found shares four fifths of its words, in order."""
    source = Path(__file__).parents[3] / "shared/benchmarks/fnc1/articles.jsonl.gz"
    if not source.exists():
        pytest.skip("needs ../shared/benchmarks/fnc1, which is not in the repository")
    with gzip.open(source, "rt") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(400), lines, strict=False)]
    start = time.process_time()
    keys = [set(bands(shingles(words_of(text)))) for text in texts]
    assert time.process_time() - start < 20
    pairs = [(a, b) for a in range(400) for b in range(a) if keys[a] & keys[b] and repeats(texts[a], texts[b])]
    for a, b in pairs:
        longest = max(len(words_of(texts[a])), len(words_of(texts[b])))
        assert len(set(words_of(texts[a])) & set(words_of(texts[b]))) > 0.3 * len(set(words_of(texts[b]))), longest
    assert 0 < len(pairs) < 40
