"""The page *Archive* in Streamlit's own test harness, on real archives."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index import Archive
from index.values import Article, Filters, Span
from rag.answer import cite
from tests import hostile
from tests.conftest import SAMPLES
from tests.reading import OURS, Page, html, problems, text, upload


def turned(at: AppTest, **asked: str) -> AppTest:
    """Turn to the page *Archive* with these things in its address."""
    at.query_params.update(asked)
    return drawn(at.switch_page("app_archive.py").run())


def drawn(at: AppTest) -> AppTest:
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    next(b for b in at.button if b.label == label).click().run()
    return drawn(at)


def first(folder: Path) -> Article:
    """Return an article of the archive that is no copy and has none."""
    with Archive(folder) as archive:
        return next(a for a in archive.articles() if a.origin is None and not archive.copies(a.id))


def test_the_table_has_every_article_with_its_status_and_claims(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    rows = turned(page(samples_folder)).dataframe[0].value
    articles = archive.articles()[::-1]
    assert list(rows["Title"]) == [a.title for a in articles]
    assert list(rows["Publisher"]) == [a.publisher for a in articles]
    assert list(rows["Published"]) == [str(a.published or "unknown") for a in articles]
    assert list(rows["Claims"]) == [len(archive.claims_of([a.id])) for a in articles]
    for status, article in zip(rows["Status"], articles, strict=True):
        origin = archive.article(article.origin) if article.origin else None
        assert status == (f"copy of {origin.publisher}: {origin.title}" if origin else "claims read")


def test_the_filters_narrow_the_table_and_the_address_keeps_them(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    at = turned(page(samples_folder), find="TORONTO", publisher="Harbour Wire", after="2018-04")
    assert at.text_input(key="find").value == "TORONTO"
    wanted = [
        a.title
        for a in archive.articles()
        if a.publisher == "Harbour Wire" and "toronto" in f"{a.title} {a.text}".lower() and str(a.published) >= "2018"
    ]
    assert sorted(at.dataframe[0].value["Title"]) == sorted(wanted)
    assert wanted
    at.text_input(key="find").set_value("zebras").run()
    assert "No article matches" in text(drawn(at))
    at.button(key="clear").click().run()
    assert len(drawn(at).dataframe[0].value) == len(archive.articles())


def test_only_the_copies(page: Page, samples_folder: Path, archive: Archive) -> None:
    at = turned(page(samples_folder), status="copy")
    assert list(at.dataframe[0].value["Title"]) == [a.title for a in archive.articles() if a.origin]


def test_a_bad_date_is_one_line(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder))
    at.text_input(key="after").set_value("14/04/2018").run()
    assert len(problems(drawn(at))) == 1
    assert "YYYY-MM-DD" in problems(at)[0]


def test_a_deep_link_opens_the_article_with_its_place_marked(page: Page, samples_folder: Path) -> None:
    article = first(samples_folder)
    at = turned(page(samples_folder), article=article.id, start="10", end="40")
    body = next(block for block in html(at) if block.text == article.text)
    assert body.marked == article.text[10:40]
    assert article.title in text(at)
    at.button(key="close").click().run()
    assert "article" not in at.query_params
    assert "start" not in at.query_params
    assert not [block for block in html(drawn(at)) if block.marked]


@pytest.mark.parametrize(("start", "end"), [("40", "10"), ("-1", "5"), ("0", "9999999"), ("one", "two")])
def test_a_place_that_is_none_is_told_and_the_whole_text_shown(
    page: Page, samples_folder: Path, start: str, end: str
) -> None:
    article = first(samples_folder)
    at = turned(page(samples_folder), article=article.id, start=start, end=end)
    assert "names no place" in problems(at)[0]
    assert article.text in text(at)
    assert not [block for block in html(at) if block.marked]


def test_an_article_that_is_gone_is_one_line(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder), article="0123456789ab")
    assert len(problems(at)) == 1
    assert "no article is called" in problems(at)[0]
    assert len(at.dataframe) == 1


def test_a_copy_and_its_origin_lead_to_each_other(page: Page, samples_folder: Path, archive: Archive) -> None:
    copy = next(a for a in archive.articles() if a.origin)
    at = turned(page(samples_folder), article=copy.id)
    assert "A copy." in text(at)
    at.button(key=f"show-same-{copy.origin}").click().run()
    assert "The same text also in:" in text(drawn(at))
    at.button(key=f"show-same-{copy.id}").click().run()
    assert "A copy." in text(drawn(at))


def test_what_was_cleaned_away_and_the_claims_are_shown(page: Page, own: Path) -> None:
    story = (
        "Pier closed over cracks\n\nThe harbour authority closed the northern pier on Tuesday after divers found cracks"
        " in two of its pillars.\n\nShare this article\n\nThe council said that it had not known of the cracks.\n"
    )
    (own.parent / "pier.txt").write_text(story, encoding="utf-8")
    with Archive(own) as archive:
        (added,) = archive.add([own.parent / "pier.txt"]).added
        assert archive.article(added).removed
        told = archive.claims_of([added])
    at = turned(page(own), article=added)
    labels = [e.label for e in at.expander]
    assert "What was cleaned away (1)" in labels
    assert f"Claims read from it ({len(told)})" in labels
    assert "Share this article" in text(at)
    assert told[0].text in text(at)


def test_corrections_reach_the_list_the_filters_citations_and_the_ledger(page: Page, own: Path) -> None:
    with Archive(own) as archive:
        told = next(t for t in archive.claims() if not archive.copies(t.article.id))
    at = turned(page(own), article=told.article.id)
    for name, words in (("publisher", "Tarn $5 *Daily*"), ("published", "2020-02"), ("title", "The strikes, again")):
        at.text_input(key=f"{name}-{told.article.id}").set_value(words)
    press(at, "Save")
    assert "Saved: title, publisher, published." in text(at)
    row = next(r for _, r in at.dataframe[0].value.iterrows() if r["Title"] == "The strikes, again")
    assert (row["Publisher"], row["Published"], row["Status"]) == ("Tarn $5 *Daily*", "2020-02", "claims read")
    assert "Tarn $5 *Daily*" in at.selectbox(key="publisher").options
    with Archive(own) as archive:
        again = archive.claims(publisher="Tarn $5 *Daily*")
        assert told.text in [t.text for t in again]
        assert {str(t.article.published) for t in again} == {"2020-02"}
        hits = archive.lexical("strikes again", 50, Filters.of("2020-02", "2020-02"))
        assert {hit.passage.article_id for hit in hits} == {told.article.id}
        cited = cite(1, archive.article(told.article.id), "p", Span(0, 10))
        assert (cited.publisher, cited.published, cited.title) == ("Tarn $5 *Daily*", "2020-02", "The strikes, again")


@pytest.mark.parametrize(("name", "words", "line"), [("title", " ", "cannot be empty"), ("published", "May", "a date")])
def test_a_correction_that_cannot_be_used_is_one_line_and_changes_nothing(
    page: Page, own: Path, name: str, words: str, line: str
) -> None:
    article = first(own)
    at = turned(page(own), article=article.id)
    at.text_input(key=f"{name}-{article.id}").set_value(words)
    press(at, "Save")
    assert len(problems(at)) == 1
    assert line in problems(at)[0]
    with Archive(own) as archive:
        assert archive.article(article.id) == article


def test_removing_asks_first_and_then_takes_the_claims_along(page: Page, own: Path) -> None:
    article = first(own)
    at = turned(page(own), article=article.id)
    assert "The claims read from it go with it" in text(at)
    at.button(key="remove").click().run()
    assert f"Removed: {article.title}" in text(drawn(at))
    assert article.title not in set(at.dataframe[0].value["Title"])
    assert "article" not in at.query_params
    with Archive(own) as archive:
        assert article.id not in {a.id for a in archive.articles()}
        assert not archive.claims_of([article.id])


def test_an_empty_archive_teaches_by_example_and_adds_the_samples(page: Page, tmp_path: Path) -> None:
    at = turned(page(tmp_path / "new"))
    assert "The archive is empty" in text(at)
    assert "publisher: " in at.code[0].value
    assert "claimdesk add" in at.code[1].value
    at.button(key="samples").click().run()
    assert len(drawn(at).dataframe[0].value) == len(list(SAMPLES.iterdir()))


def test_many_files_are_added_at_once_and_each_failure_is_told(page: Page, own: Path) -> None:
    at = upload(
        turned(page(own)),
        [
            ("the bridge.jsonl", hostile.write_rows(own.parent).read_bytes(), "application/json"),
            ("empty.txt", b"", "text/plain"),
            ("torn.pdf", b"%PDF-1.4 torn", "application/pdf"),
        ],
    )
    told = [line for line, _ in at.session_state["told"]]
    assert told[0] == "1 added, 2 failed:"
    assert sorted(line.split(":")[0] for line in told[1:]) == ["empty.txt", "torn.pdf"]
    assert all(line in text(at) for line in told)
    assert hostile.TITLE in " ".join(at.dataframe[0].value["Title"])


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/etc/hostname", "is not a web address"),
        ("file:///etc/hostname", "is not a web address"),
        ("http://127.0.0.1:1/story", "an address of this machine or a private network"),
        ("http://localhost/story", "an address of this machine or a private network"),
        ("http://169.254.169.254/latest", "an address of this machine or a private network"),
    ],
)
def test_an_address_that_must_not_be_fetched_is_one_line(page: Page, own: Path, typed: str, line: str) -> None:
    at = turned(page(own))
    at.text_input(key="url").set_value(typed)
    press(at, "Fetch and add")
    assert line in text(at)
    with Archive(own) as archive:
        assert typed not in {a.path for a in archive.articles()}


def test_hostile_words_and_names_are_text_wherever_the_page_draws_them(page: Page, own: Path) -> None:
    with Archive(own) as archive:
        (added,) = archive.add([hostile.write_rows(own.parent)]).added
        title = archive.article(added).title
    at = turned(page(own), article=added, start="70", end="170")
    assert {tag for block in html(at) for tag in block.tags} <= OURS
    body = next(block for block in html(at) if block.text == hostile.TEXT)
    assert body.marked == hostile.TEXT[70:170]
    labels = [w.label for w in (*at.button, *at.text_input, *at.selectbox, *at.expander)]
    written = [m.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for m in kind]
    for words in (*labels, *written, *(b.help for b in at.button)):
        assert not any(sign in words for sign in ("<", "$", "*", "evil", ":smile:", "Brook"))
    assert title in set(at.dataframe[0].value["Title"])
    at.button(key="remove").click().run()
    assert f"Removed: {title}" in text(drawn(at))
