"""Cleaning keeps every sentence of a story and drops the page around it."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import clean

SHARED = Path(__file__).parents[2].parent / "shared"
ARTICLES = SHARED / "articles"
POLNEAR = SHARED / "benchmarks" / "polnear" / "dev.jsonl.gz"

STORY = (
    "The harbour authority closed the northern pier on Tuesday after divers found cracks in two of its pillars.",
    "“Nobody should walk on it until spring,” said Ruth Amari, who leads the authority.",
    "The city council denies that it knew of the cracks. A letter from 2016 suggests otherwise.",
)

PAGES = {
    "share bar and newsletter": (
        "Northern pier closed over cracks\n\nShare on Facebook\nTweet\nPrint\n\n{0}\n\n{1}\n\n"
        "Sign up for our newsletter and get the news in your inbox.\n\n{2}\n\nAdvertisement",
        ("Facebook", "Tweet", "Print", "newsletter", "Advertisement"),
    ),
    "comment form": (
        "Northern pier closed over cracks\n\n{0}\n\n{1}\n\n{2}\n\n3 Comments\n\nPost a comment\n\n"
        "Your email address will not be published. Required fields are marked *",
        ("Comments", "Post a comment", "email address"),
    ),
    "credits and tags": (
        "Northern pier closed over cracks\n\nImage credit: Jo Field/Getty Images\n\n{0}\n\n{1}\n\n{2}\n\n"
        "Filed under: Harbour, Council\nTags:\n\nAdditional reporting by Sam Ode and Kit Berg",
        ("Getty", "Filed under", "Tags", "Additional reporting"),
    ),
    "repeated headline and lead": (
        "Northern pier closed over cracks\n\nHome » News » Northern pier closed over cracks\n\n"
        "{0}\n\n{0}\n\n{1}\n\n{2}",
        ("Home »",),
    ),
    "related links inside the story": (
        "Northern pier closed over cracks\n\n{0}\n\nREAD MORE: Ten walks along the coast\n\n{1}\n\nRelated stories\n\n"
        "Ferry fares rise again\n\nMuseum opens its cellar\n\n{2}",
        ("READ MORE", "Ferry fares", "Museum"),
    ),
    "byline, date and legal notice": (
        "Northern pier closed over cracks\n\nBy Nadia Orr\n\nPublished 3 May 2017 10:15 BST\n\n{0}\n\n{1}\n\n{2}\n\n"
        "Copyright 2017 Harbour Times. All rights reserved.\n\nThis site uses cookies to improve your visit.",
        ("Nadia Orr", "Published", "Copyright", "cookies"),
    ),
    "comments of readers": (
        "Northern pier closed over cracks\n\n{0}\n\n{1}\n\n{2}\n\nLeave a comment\n\nseagull77 says:\n\n"
        "I walked there last week and saw nothing at all.\n\n2 hours ago",
        ("seagull77", "I walked there"),
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_keeps_the_story_and_drops_the_page(name: str) -> None:
    """Of each kind of page all sentences stay, once, in order, and no furniture does."""
    page, noise = PAGES[name]
    story = clean(page.format(*STORY))
    assert story.title == "Northern pier closed over cracks"
    assert story.text.split("\n\n") == list(STORY)
    for word in noise:
        assert word not in story.text
        assert any(word in line for line in story.removed)


def test_a_clean_article_is_unchanged() -> None:
    """Text that is already a story comes back as it went in, but for white space around it."""
    text = "\n\n".join(STORY)
    assert clean(f"\n{text}\n ", "Pier closed").text == text
    assert clean(text, "Pier closed").removed == ()


def test_cleaning_twice_changes_nothing_more() -> None:
    """The story of a page is its own story."""
    for page, _ in PAGES.values():
        once = clean(page.format(*STORY))
        assert clean(once.text, once.title).text == once.text


def test_a_caption_keeps_its_sentence_and_loses_its_credit() -> None:
    """Credits in brackets or behind a full stop go; brackets that inform stay."""
    caption = "Divers inspect the northern pier on Monday."
    for credit in ("(Jo Field/Reuters)", "(AP Photo/Jo Field)", "(Photo: harbour.example)", "Photo: Jo Field/AFP"):
        story = clean(f"{STORY[0]}\n\n{caption} {credit}\n\n{STORY[1]}", "Pier closed")
        assert story.text.split("\n\n")[1] == caption
        assert story.removed == (credit,)
    kept = "The law (adopted in 2016) binds the council (and the harbour)"
    assert clean(f"{kept}\n\n{STORY[0]}", "Pier closed").text.startswith(kept)


def test_a_caption_before_the_headline_is_no_headline() -> None:
    """Where a page opens with a repeated caption and its credit, the headline after them is found."""
    caption = "Divers inspect the northern pier on Monday."
    story = clean(f"{caption}\n\n{caption}\nPhoto credit: Jo Field\n\nPier closed over cracks\n\n" + "\n\n".join(STORY))
    assert story.title == "Pier closed over cracks"
    assert story.text == "\n\n".join((caption, *STORY))


def test_without_a_headline_the_first_sentence_is_the_title() -> None:
    """The first sentence stands in, shortened at a word, and stays in the text."""
    story = clean("\n\n".join(STORY))
    assert STORY[0].startswith(story.title.rstrip("…"))
    assert story.text == "\n\n".join(STORY)


def test_a_page_of_one_line_is_its_own_text() -> None:
    """A headline without a story is not taken away from itself."""
    assert clean("Northern pier closed over cracks").text == "Northern pier closed over cracks"


def test_a_section_heading_stays_and_is_not_the_title() -> None:
    """A heading between paragraphs is part of the story."""
    story = clean(f"{STORY[0]}\n\nWhat the divers saw\n\n{STORY[1]}")
    assert "\n\nWhat the divers saw\n\n" in story.text


@pytest.mark.parametrize(
    "sentence",
    [
        "“Please share this story with your friends,” the minister said.",
        "Facebook said it would remove the comments and close the accounts.",
        "Russia contributed to the conflict, the report said.",
        "The newspaper asked its readers to subscribe.",
        "Correction: an earlier version of this story named the wrong pier.",
        "Report by inspectors says the pier was never safe.",
        "UPDATE: This story seems to be false. (read more)",
        "He posted a photo on Twitter.",
        "Share prices fell by a tenth on Monday.",
        "So here's the claim:",
        "Tags were found on the birds, the institute says.",
        "The company told us: “We respect the privacy of your account.”",
    ],
)
def test_a_sentence_that_only_sounds_like_a_page_stays(sentence: str) -> None:
    """Words of the web inside a report do not make it furniture, wherever it stands."""
    for page in (f"{sentence}\n\n{STORY[0]}\n\n{STORY[1]}", f"{STORY[0]}\n\n{sentence}\n\n{STORY[1]}"):
        assert sentence in clean(page, "Pier closed").text


def test_a_chronology_keeps_its_dates() -> None:
    """Dates that head the entries of a time line are story, not publication dates."""
    days = ("3 May 2017", "9 May 2017", "2 June 2017")
    page = "\n\n".join(part for pair in zip(days, STORY, strict=True) for part in pair)
    assert clean(page, "Pier closed").text == page


def test_characters_of_kept_lines_are_never_changed() -> None:
    """Curly quotes, stars, dollars and odd spaces survive; only line ends are normalised."""
    line = "The *frank* talks cost $5\u00a0million — “too much”, said Zoë O’Neil; \u200bhe agreed."
    assert clean(f"{line}\r\n\r\n\r\n{STORY[0]}\r\n", "Pier closed").text == f"{line}\n\n{STORY[0]}"


def test_a_hard_wrapped_paragraph_is_judged_as_one() -> None:
    """Lines of a column are not taken for headings or lists."""
    wrapped = (
        "The harbour authority closed the northern pier on Tuesday after\ndivers found cracks in two of its pillars."
    )
    assert clean(f"{wrapped}\n\n{STORY[1]}", "Pier closed").text == f"{wrapped}\n\n{STORY[1]}"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.none() | st.text(max_size=40))
def test_every_kept_line_was_in_the_page(text: str, title: str | None) -> None:
    """Cleaning invents nothing and never fails, whatever it is given."""
    story = clean(text, title)
    page = text.replace("\r\n", "\n").replace("\r", "\n")
    assert all(line in page for line in story.text.split("\n"))


def test_a_hostile_line_does_not_stall() -> None:
    """Long runs that invite backtracking are read in a moment."""
    for run in ("(" * 20_000, "a " * 20_000, "By " + "A" * 20_000, "Photo " * 5_000, "1/" * 10_000, "\n" * 50_000):
        clean(run + "\n\n" + STORY[0])


NOISE = {
    "000": ("AP Images", "g7 assad putin", "credit"),
    "001": ("Max Rossi", "ANSA", "with files"),
    "002": ("currently viewing", "Leave a Reply"),
    "003": ("via email", "2025-03-14", "additional files"),
    "004": ("Photo Credit", "mid.ru", "With files", "Tags:", "Categories:", "typo", "comment section"),
}
KEPT = {
    "000": ("irrefutable evidence", "S-400", "constructive offers", "due to end tomorrow"),
    "001": ("looking very carefully", "no consensus", "window of opportunity", "Sant'Anna", "in Lucca, Italy."),
    "002": ("innocent people as live shields", "moral responsibility", "inefficacy"),
    "003": ("cautiously optimistic", "shadow fleet", "two-state solution", "Taiwan Strait"),
    "004": ("*frank discussions*", "battle group in Latvia", "neutral site", "tit-for-tat"),
}


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="needs the real pages in ../shared/articles")
@pytest.mark.parametrize("number", NOISE)
def test_real_pages_lose_their_noise_and_keep_their_story(number: str) -> None:
    """On five pages saved from the web the noise is gone and the story is there, once."""
    page = next(ARTICLES.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    story = clean(page)
    assert not [word for word in NOISE[number] if word.casefold() in story.text.casefold()]
    assert not [word for word in KEPT[number] if word not in story.text]
    paragraphs = story.text.split("\n\n")
    assert len(set(paragraphs)) == len(paragraphs)
    assert story.title not in paragraphs


@pytest.mark.skipif(not POLNEAR.is_file(), reason="needs ../shared/benchmarks/polnear")
def test_next_to_nothing_of_clean_news_is_lost() -> None:
    """Of 84 news articles without a page around them less than half a percent of the sentences go."""
    lost = total = 0
    with gzip.open(POLNEAR, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            story = clean(row["text"], row["title"])
            title = re.sub(r"\W", "", row["title"])
            lost += sum(re.sub(r"\W", "", line) != title for line in story.removed)
            total += len(re.findall(r"[.!?][”\"’')]*(?:\s|$)", row["text"]))
    assert lost / total < 0.005


@pytest.mark.parametrize(
    "text",
    [
        "The mayor’s net worth rose over 10 million euros from 2008 to 2012.",
        "A coupon on the web is good for a free bottle of oil.",
        "The town has banned the keeping of geese.",
    ],
)
def test_a_story_of_one_short_sentence_is_kept_whatever_it_looks_like(text: str) -> None:
    title = " ".join(text.split()[1:5])
    assert clean(text, title).text == text


def test_a_page_of_nothing_but_buttons_has_no_story() -> None:
    assert clean("Share this\nTweet", "A title").text == ""


def test_a_story_that_is_no_more_than_its_title_is_kept() -> None:
    assert clean("Harbour worm", "Harbour Worm").text == "Harbour worm"
