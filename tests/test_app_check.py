"""The page *Check* in Streamlit's own test harness, on real archives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_export import NAMED
from index import Archive
from index.store import Store
from rag.exports import FORMATS, text_export
from tests import hostile
from tests.reading import OURS, Page, html, problems, text

MISSILES = "American, British and French forces fired 205 missiles at three sites."
DOUMA = "The gas attack in Douma was staged."
STATED = f"Good evening, and welcome. {MISSILES} I think that it is a lovely day."


def turned(at: AppTest, **asked: str) -> AppTest:
    """Turn to the page *Check* with these things in its address."""
    at.query_params.update(asked)
    return drawn(at.switch_page("app_check.py").run())


def drawn(at: AppTest) -> AppTest:
    assert not at.exception
    return at


def check(at: AppTest, words: str) -> AppTest:
    """Check as a user does."""
    at.text_area(key="statement").set_value(words)
    next(b for b in at.button if b.label == "Check").click().run()
    return drawn(at)


def shows(at: AppTest) -> list[str]:
    """Return the keys of the buttons that open evidence."""
    return [b.key for b in at.button if b.key and b.key.startswith("show-")]


def test_a_statement_gets_a_verdict_in_a_word_and_a_colour_with_why_and_both_sides(
    page: Page, samples_folder: Path
) -> None:
    at = check(turned(page(samples_folder)), MISSILES)
    (verdict,) = at.session_state["job"].verdicts
    badges = [b.proto.body for b in at.get("html") if 'class="cd-verdict' in b.proto.body]
    assert len(badges) == 1
    assert f'cd-{verdict.label}">{verdict.label.replace("_", " ")}</span>' in badges[0]
    assert verdict.because in text(at)
    assert len(shows(at)) == len(verdict.evidence) > 0
    for s in verdict.evidence:
        assert s.quote in text(at)
        assert f"{s.article.publisher}, {s.article.published or 'date unknown'}: {s.article.title}" in text(at)
        assert s.claimant is None or s.claimant in text(at)


def test_evidence_opens_in_its_article_with_its_words_marked_and_the_address_keeps_it(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    at = check(turned(page(samples_folder)), MISSILES)
    first = at.session_state["job"].verdicts[0].evidence[0]
    at.button(key="show-1-1").click().run()
    body = next(block for block in html(drawn(at)) if block.text == archive.article(first.article.id).text)
    assert body.marked == first.quote
    assert at.query_params["evidence"] in ("1-1", ["1-1"])
    at.button(key="close").click().run()
    assert "evidence" not in at.query_params
    assert not [block for block in html(drawn(at)) if block.marked]


def test_an_address_checks_its_statement_and_opens_its_evidence(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder), statement=MISSILES, evidence="1-2")
    assert at.text_area(key="statement").value == MISSILES
    second = at.session_state["job"].verdicts[0].evidence[1]
    assert [block.marked for block in html(at) if block.marked] == [second.quote]


def test_the_address_keeps_a_text_as_long_as_servers_take_and_the_page_says_what_it_does_not(
    page: Page, samples_folder: Path
) -> None:
    at = check(turned(page(samples_folder)), f"{STATED} " * 5)
    assert at.query_params["statement"] == (f"{STATED} " * 5).strip()
    assert "too long for the address" not in text(at)
    check(at, STATED + " (Nothing more is known.)" * 300)
    assert "statement" not in at.query_params
    assert "too long for the address" in text(at)


@pytest.mark.parametrize("name", ["9-9", "1-0", "x", "1-1-1", "-1--1", "²-1", "<b>"])
def test_an_address_that_names_no_evidence_opens_none(page: Page, samples_folder: Path, name: str) -> None:
    at = turned(page(samples_folder), statement=MISSILES, evidence=name)
    assert not [block for block in html(at) if block.marked]
    assert shows(at)


def test_a_text_is_shown_with_each_checked_sentence_marked_and_numbered(page: Page, samples_folder: Path) -> None:
    at = check(turned(page(samples_folder)), STATED)
    job = at.session_state["job"]
    assert len(job.found) == len(job.sentences) == 3
    assert job.stopped is False
    marked = next(block for block in html(at) if block.marked)
    (verdict,) = job.verdicts
    assert marked.marked == MISSILES
    assert marked.text.replace(f" 1 {verdict.label.replace('_', ' ')}", "") == STATED
    assert "1 of 3 sentences checked" in text(at)
    assert [e.label for e in at.expander if e.label.startswith("Why")] == [f"Why, and the evidence ({len(shows(at))})"]


def test_what_was_checked_is_exported_in_each_format(page: Page, samples_folder: Path) -> None:
    at = check(turned(page(samples_folder)), STATED)
    assert [b.label for b in at.get("download_button")] == [*NAMED, "ClaimReview"]
    job = at.session_state["job"]
    export = text_export(job.found)
    rows = json.loads(FORMATS[".json"](export))
    assert [STATED[r["start"] : r["end"]] for r in rows] == [s.span.of(STATED) for s in job.sentences]
    assert [r["verdict"] for r in rows] == [None, job.verdicts[0].label, None]
    assert rows[1]["evidence"][0]["quote"] == job.verdicts[0].evidence[0].quote
    assert rows[1]["evidence"][0]["title"] == job.verdicts[0].evidence[0].article.title
    assert "205 missiles" in FORMATS[".md"](export)


def test_stopping_keeps_what_is_done(page: Page, samples_folder: Path) -> None:
    at = check(turned(page(samples_folder)), STATED)
    job = at.session_state["job"]
    del job.found[2:]
    job.stopped = True
    assert "1 of 3 sentences checked, stopped after 2" in text(drawn(at.run()))
    assert len(job.found) == 2


@pytest.mark.parametrize(("words", "line"), [("", "empty"), ("x" * 2_001, "2000")])
def test_what_cannot_be_checked_is_one_line(page: Page, samples_folder: Path, words: str, line: str) -> None:
    at = check(turned(page(samples_folder)), words)
    assert len(problems(at)) == 1
    assert line in problems(at)[0]
    assert not any(at.session_state["job"].verdicts)


def test_a_bad_date_is_one_line_and_checks_nothing(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder))
    at.text_input(key="published_after").set_value("yesterday")
    check(at, MISSILES)
    assert len(problems(at)) == 1
    assert "YYYY-MM-DD" in problems(at)[0]
    assert at.session_state["job"] is None


def test_filters_narrow_the_evidence(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder))
    at.selectbox(key="published_by").set_value("Harbour Wire")
    (verdict,) = check(at, MISSILES).session_state["job"].verdicts
    assert {s.article.publisher for s in verdict.evidence} == {"Harbour Wire"}


def test_the_address_keeps_what_narrows_the_archive_and_so_the_verdict(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder))
    assert check(at, DOUMA).session_state["job"].verdicts[0].label == "disputed"
    at.text_input(key="published_before").set_value("2017")
    assert check(at, DOUMA).session_state["job"].verdicts[0].label == "not_enough_evidence"
    kept = dict(at.query_params)
    assert kept == {"statement": DOUMA, "published_before": "2017-12-31"}
    (verdict,) = turned(page(samples_folder), **kept).session_state["job"].verdicts
    assert verdict.label == "not_enough_evidence"
    at.text_input(key="published_before").set_value("")
    assert "published_before" not in check(at, DOUMA).query_params


@pytest.mark.parametrize("publisher", ["Harbour Wire", "The Paper That Is Gone"])
def test_an_address_checks_its_statement_against_its_publisher_only(
    page: Page, samples_folder: Path, publisher: str
) -> None:
    at = turned(page(samples_folder), statement=MISSILES, published_after="2018", published_by=publisher)
    (verdict,) = at.session_state["job"].verdicts
    assert at.selectbox(key="published_by").value == publisher
    assert {s.article.publisher for s in verdict.evidence} == {publisher} & {"Harbour Wire"}


def test_a_bad_date_in_an_address_is_one_line_and_checks_nothing(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder), statement=MISSILES, published_before="soon")
    assert ["YYYY-MM-DD" in line for line in problems(at)] == [True]
    assert at.session_state["job"] is None


def test_an_error_of_the_desk_is_no_verdict(page: Page, own: Path) -> None:
    at = turned(page(own))
    Store(own).set_meta("encoder", "another-encoder")
    check(at, MISSILES)
    assert "claimdesk reindex" in problems(at)[0]
    assert not any(at.session_state["job"].verdicts)
    assert not at.get("download_button")


def test_an_empty_archive_says_how_to_begin_and_adds_the_samples(page: Page, tmp_path: Path) -> None:
    at = turned(page(tmp_path / "new"))
    assert "The archive is empty" in text(at)
    assert "claimdesk add" in at.code[0].value
    assert [link.proto.page for link in at.get("page_link")] == ["archive"]
    at.button(key="samples").click().run()
    assert shows(check(drawn(at), MISSILES))


def test_hostile_words_are_text_wherever_the_page_draws_them(page: Page, own: Path) -> None:
    with Archive(own) as archive:
        assert archive.add([hostile.write_rows(own.parent)]).added
    at = check(turned(page(own)), hostile.SAID)
    shown = next(n for n, s in enumerate(at.session_state["job"].verdicts[0].evidence, 1) if "Tarn" in s.quote)
    at.button(key=f"show-1-{shown}").click().run()
    assert {tag for block in html(drawn(at)) for tag in block.tags} <= OURS
    assert sum(hostile.MARKUP in block.text for block in html(at)) >= 3
    labels = [w.label for w in (*at.button, *at.text_area, *at.selectbox, *at.expander, *at.radio)]
    written = [m.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for m in kind]
    for words in (*labels, *written, *(b.help for b in at.button)):
        assert not any(sign in words for sign in ("<", "$", "*", "evil", ":smile:", "Brook"))


def quoted(at: AppTest, words: str, by: str = "") -> AppTest:
    """Check a quotation as a user does."""
    at.radio(key="mode").set_value("Quotation").run()
    at.text_area(key="words").set_value(words)
    at.text_input(key="by").set_value(by)
    next(b for b in at.button if b.label == "Check the quotation").click().run()
    return drawn(at)


def test_a_quotation_is_exact_altered_of_another_or_not_found_and_opens_in_its_article(
    page: Page, samples_folder: Path
) -> None:
    at = quoted(turned(page(samples_folder)), "swiftly and appropriately")
    assert ">exact</span>" in "".join(b.proto.body for b in at.get("html"))
    at.button(key="show-q-1-1").click().run()
    assert [block.marked for block in html(drawn(at)) if block.marked] == ["swiftly and appropriately"]
    at.text_area(key="words").set_value("respond quickly and appropriately to any use of chemical weapons")
    next(b for b in at.button if b.label == "Check the quotation").click().run()
    assert at.session_state["quoted"].outcome == "altered"
    assert "Changed: “quickly”; “swiftly” is written." in text(at)
    assert not [block for block in html(drawn(at)) if block.marked]
    quoted(at, "the herons of the marsh eat nothing but eels in May")
    assert at.session_state["quoted"].outcome == "not_found"
    assert not shows(at)


def test_an_empty_quotation_is_one_line(page: Page, samples_folder: Path) -> None:
    assert "empty" in problems(quoted(turned(page(samples_folder)), ""))[0]


def test_hostile_quoted_words_are_text(page: Page, own: Path) -> None:
    with Archive(own) as archive:
        assert archive.add([hostile.write_rows(own.parent)]).added
    words = hostile.SAID.split('"')[1]
    at = quoted(turned(page(own)), words, "<b>Brook</b>")
    assert {tag for block in html(at) for tag in block.tags} <= OURS
    assert hostile.MARKUP in text(at)
    labels = [w.label for w in (*at.button, *at.text_area, *at.text_input, *at.radio)]
    assert not [label for label in labels if "<" in label or "evil" in label]
