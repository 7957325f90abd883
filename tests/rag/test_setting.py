"""Where and when a sentence is set: an article says so once, and a statement may say it beside any of its sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Archive
from rag.assertion import whole
from rag.evidence import Page
from rag.setting import dateline, setting

TOLD = (
    "---\ntitle: Envoys part without a deal\npublished: 2019-05-14\n---\n"
    "The envoys of Tavria and Selvia ended their talks in Morrowby on Tuesday.\n\n"
    "Bread was served with soup. Nobody from the town was let in. The rain went on. The envoys will meet again.\n\n"
    "The crowd was large. The street was closed. The police were calm. The delegates signed the accord earlier this"
    " month.\n\nThe flood that followed the collapse of the dam in Orlo cost many lives."
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("setting")
    (folder / "a.md").write_text(TOLD)
    with Archive(folder / "archive") as archive:
        archive.add([folder / "a.md"])
        (article,) = archive.articles()
        return Page.of(article, archive.passages(article.id))


def lent(page: Page, statement: str, words: str) -> str:
    number = next(n for n, text in enumerate(page.texts) if words in text)
    return setting(whole(statement), page, number, "")


@pytest.mark.parametrize(
    ("statement", "words", "known"),
    [
        ("The delegates signed the accord in May 2019.", "signed the accord", "(May 2019)"),
        ("The delegates signed the accord in May 2018.", "signed the accord", ""),
        ("At the May 2019 talks the envoys agreed to meet again.", "meet again", "(May 2019)"),
        ("The talks in Morrowby will go on when the envoys meet again.", "meet again", "(Morrowby)"),
        ("The talks in Orlo will go on when the envoys meet again.", "meet again", ""),
        ("The envoys ended their talks on May 14, 2019.", "ended their talks", "(May 14, 2019)"),
        ("The envoys ended their talks on May 13, 2019.", "ended their talks", ""),
        ("The dam in Orlo collapsed in May 2019.", "collapse of the dam", ""),
    ],
)
def test_what_an_article_says_once_is_known_of_its_sentences(
    page: Page, statement: str, words: str, known: str
) -> None:
    assert lent(page, statement, words) == known


def test_an_article_without_a_date_is_set_at_the_latest_month_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "A fair opens\n\nThe fair of June 2011 was small. It opened on 3 July 2012 at noon."
    )
    (tmp_path / "b.txt").write_text("A fair closes\n\nThe fair closed early, to the regret of all who had come to see.")
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "a.txt", tmp_path / "b.txt"])
        found = {a.title: dateline(a) for a in archive.articles()}
    assert [str(found["A fair opens"]), found["A fair closes"]] == ["2012-07-03", None]
