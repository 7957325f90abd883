"""A publication date is found where it is stated, at the precision it has, and nowhere else."""

from __future__ import annotations

import pytest

from index.errors import ReadError
from index.publication import date_line, parse, published

STORY = "The pier was closed on July 25, 2016, the authority said on Monday."


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2018-04-22", "2018-04-22"),
        ("2018-04-22T23:30:00-04:00", "2018-04-22"),
        ("2018/4/2", "2018-04-02"),
        ("2018-04", "2018-04"),
        ("2018", "2018"),
        ("April 22, 2018", "2018-04-22"),
        ("Sunday 22 April 2018 10:15 BST", "2018-04-22"),
        ("Apr. 2018", "2018-04"),
        ("3rd of May 2018", "2018-05-03"),
        ("22 avril 2018", "2018-04-22"),
        ("22. Oktober 2018", "2018-10-22"),
        ("22 апреля 2018 г.", "2018-04-22"),
        ("2018年4月22日", "2018-04-22"),
        ("22/04/2018", "2018-04-22"),
    ],
)
def test_keeps_the_precision_that_is_written(written: str, iso: str) -> None:
    """Day, month and year are read; none is made up."""
    assert str(parse(written)) == iso


@pytest.mark.parametrize("written", ["", "soon", "yesterday", "2018-13-40", "31 February 2018", "12", "version 2.0.18"])
def test_what_is_no_date_is_none(written: str) -> None:
    """Words, relative days and days outside the calendar give nothing."""
    assert parse(written) is None


def test_a_swappable_date_needs_a_region() -> None:
    """03/04/2018 keeps only its year unless the language says which number is the month."""
    assert str(parse("03/04/2018")) == str(parse("03/04/2018", "en")) == "2018"
    assert str(parse("03/04/2018", "en-US")) == "2018-03-04"
    assert str(parse("03/04/2018", "en-GB")) == str(parse("03/04/2018", "fr")) == "2018-04-03"


def test_the_order_of_trust() -> None:
    """Front matter goes before the sidecar, that before the page, and that before the text."""
    text = f"Published 4 May 2017\n\n{STORY}"
    everything = {"front_matter": "2018-01", "sidecar": "2018-02", "page": "2018-03", "text": text}
    for name, origin in (("front_matter", "front matter"), ("sidecar", "sidecar"), ("page", "page"), ("text", "text")):
        assert published(**everything)[1] == origin
        del everything[name]
    assert published() == (None, "unknown")


def test_a_given_date_that_is_none_is_an_error() -> None:
    """What a person wrote is not silently passed over; what a page says is."""
    with pytest.raises(ReadError, match="front matter is 'soon'"):
        published(front_matter="soon")
    assert published(page="soon") == (None, "unknown")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published April 22, 2018", "2018-04-22"),
        ("date 2018-04-22 Print this page", "2018-04-22"),
        ("22 April 2018 10:15 BST", "2018-04-22"),
        ("By Nadia Orr | 22 April 2018", "2018-04-22"),
        ("Posted on Sunday, April 22nd, 2018 at 3:15 pm", "2018-04-22"),
        ("Toronto, April 22, 2018", "2018-04-22"),
        ("Publié le 22 avril 2018", "2018-04-22"),
        ("GENEVA, April 22, 2018 (Agency) - The talks went on.", "2018-04-22"),
    ],
)
def test_a_line_that_is_only_a_date_dates_the_page(line: str, iso: str) -> None:
    """At the head or the tail, with labels, hours, a byline or buttons beside it."""
    assert str(date_line(f"Pier closed\n\n{line}\n\n{STORY}")) == iso
    if not line.startswith("GENEVA"):
        assert str(date_line("\n".join([STORY] * 40 + [line]))) == iso


@pytest.mark.parametrize(
    "line",
    [
        STORY,
        "What happened at the pier on July 25, 2016",
        "The pier on July 25, 2016 (Jo Field/Reuters)",
        "GENEVA, April 22 (Agency) - The talks went on.",
        "At the conference of May 2018",
        "Budget 2018",
        "Screen Shot 2018-04-22 at 4.11.02",
        "UPDATE 24/02/2015: This story seems to be false.",
    ],
)
def test_a_date_of_an_event_is_not_the_publication(line: str) -> None:
    """Dates inside sentences, headlines and captions are left alone."""
    assert published(text=f"{line}\n\nThe pier stays closed, said the council.") == (None, "unknown")


def test_published_goes_before_updated() -> None:
    """The first publication counts; an update does only where nothing else is said."""
    assert str(date_line(f"Updated: May 9, 2018\nPublished: May 3, 2018\n{STORY}")) == "2018-05-03"
    assert str(date_line(f"Updated: May 9, 2018\n{STORY}")) == "2018-05-09"


def test_a_date_deep_inside_is_not_looked_for() -> None:
    """A date alone on a line in the middle of a long page is an entry of something."""
    assert date_line("\n".join([STORY] * 20 + ["22 April 2018"] + [STORY] * 20)) is None


def test_a_chronology_dates_nothing() -> None:
    """A time line of events has many dates, and none is its own."""
    days = ("3 May 2017", "9 May 2017", "2 June 2017")
    assert date_line("\n".join(f"{day}\n{STORY}" for day in days)) is None
