"""What the pages hand on, in Streamlit's own test harness: files of replies and verdicts, and citations to copy."""

from __future__ import annotations

from pathlib import Path

from app_export import NAMED
from index import Archive
from rag.exports import FORMATS
from rag.exports_cite import bibtex, plain_citation
from rag.exports_sheet import cited_by
from tests import hostile
from tests.reading import Page, ask, html, outcome, problems

BRIDGE = "What did Mayor Brook say about the bridge?"
DOUMA = "what did Russia claim about Douma?"


def test_each_answer_offers_its_files(page: Page, samples_folder: Path) -> None:
    at = ask(ask(page(samples_folder), DOUMA), "Who won the World Cup in 2022?")
    assert [b.label for b in at.get("download_button")] == [*NAMED, *NAMED]
    assert set(NAMED.values()) <= set(FORMATS)


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
