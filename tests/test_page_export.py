"""What the pages hand on, in Streamlit's own test harness: files of replies and verdicts, and citations to copy."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

from app_export import NAMED
from index import Archive
from rag.exports import FORMATS
from rag.exports_cite import bibtex, plain_citation
from rag.exports_quote import quote_export
from rag.exports_sheet import cited_by
from rag.quote import check_quote
from tests import hostile
from tests.reading import Page, ask, html, outcome, problems

BRIDGE = "What did Mayor Brook say about the bridge?"
DOUMA = "what did Russia claim about Douma?"


def test_each_answer_offers_its_files(page: Page, samples_folder: Path) -> None:
    at = ask(ask(page(samples_folder), DOUMA), "Who won the World Cup in 2022?")
    assert [b.label for b in at.get("download_button")] == [*NAMED, *NAMED]
    assert set(NAMED.values()) <= set(FORMATS)


def test_a_quotation_offers_its_files_with_the_places_where_it_is_written(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    at = page(samples_folder)
    at.query_params.update(mode="Quotation", words="respond quickly and appropriately to any use", by="Theresa May")
    at.switch_page("app_check.py").run()
    assert not at.exception
    assert [b.label for b in at.get("download_button")] == list(NAMED)
    found = at.session_state["quoted"]
    files = {ending: made(quote_export(found, archive.article)) for ending, made in FORMATS.items()}
    (place,) = json.loads(files[".json"])["places"]
    (written,) = place["citations"]
    assert archive.article(written["article_id"]).text[written["start"] : written["end"]] == written["quote"]
    for ending in (".md", ".html"):
        for words in ("Altered", "Looked for as the words of Theresa May", "Changed: “quickly”", written["quote"]):
            assert words in unescape(files[ending].replace("\\", ""))


def test_hostile_quoted_words_are_escaped_in_files(own: Path) -> None:
    with Archive(own) as archive:
        assert archive.add([hostile.write_rows(own.parent)]).added
        export = quote_export(check_quote(archive, hostile.SAID.split('"')[1], hostile.MARKUP), archive.article)
    assert hostile.MARKUP not in FORMATS[".html"](export)
    assert hostile.MARKUP not in FORMATS[".md"](export)
    assert export.sheets[0].cited


def test_a_quotation_that_is_nowhere_is_exported_without_a_place(archive: Archive) -> None:
    export = quote_export(check_quote(archive, "the herons of the marsh eat nothing but eels in May"), archive.article)
    assert "Not found" in FORMATS[".md"](export)
    assert FORMATS[".bib"](export) == ""


def test_a_chosen_citation_can_be_copied_as_text_and_as_bibtex(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    at = ask(page(samples_folder), DOUMA)
    reply = outcome(at)
    at.button(key="cite-0-1").click().run()
    cited = cited_by(reply, reply.citations[0], archive.article)
    assert [block.value for block in at.code[-2:]] == [plain_citation(cited), bibtex([cited]).rstrip("\n")]


def test_a_citation_of_hostile_words_is_plain_text(page: Page, own: Path) -> None:
    with Archive(own) as archive:
        assert archive.add([hostile.write_rows(own.parent)]).added
    at = ask(page(own), BRIDGE)
    at.button(key="cite-0-1").click().run()
    assert not at.exception
    assert not problems(at)
    assert hostile.MARKUP in at.code[-2].value
    assert [e.label for e in at.expander if "<" in e.label] == []
    assert not any("img" in block.tags for block in html(at))
