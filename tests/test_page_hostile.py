"""Article text on the page is text: no HTML, no Markdown, no script, whatever an article holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1.element_tree import Html

from index import Archive
from index.values import Article, Span
from rag.values import Abstention
from tests import hostile
from tests.conftest import ROOT
from tests.reading import OURS, Page, html, talked, whole


@pytest.fixture
def hostile_article(own: Path) -> Article:
    """Return the hostile article, as an archive keeps it."""
    with Archive(own) as archive:
        report = archive.add([hostile.write_rows(own.parent)])
        assert not report.failed
        return archive.article(report.added[0])


def test_hostile_words_are_text_wherever_the_page_draws_them(page: Page, own: Path, hostile_article: Article) -> None:
    article = hostile_article
    start = article.text.index("Mayor Ada")
    answer = whole(article, Span(start, article.text.index("\n", start)))
    silent = Abstention(hostile.MARKUP, hostile.MARKUP, answer.citations)
    at = talked(page(own), answer, silent)
    at.session_state["told"] = [(hostile.MARKUP, True)]
    at.button(key="cite-0-1").click().run()
    assert {tag for block in html(at) for tag in block.tags} <= OURS
    drawn = [block.text for block in html(at)]
    assert answer.statements[0].text in drawn
    assert article.text in drawn
    assert next(block for block in html(at) if block.marked).marked == answer.citations[0].quote
    assert any(article.title in block and str(article.publisher) in block for block in drawn)
    assert sum(hostile.MARKUP in block for block in drawn) >= 4


def test_nothing_that_streamlit_reads_as_markdown_holds_words_of_an_article(
    page: Page, own: Path, hostile_article: Article
) -> None:
    at = talked(page(own), whole(hostile_article, Span(0, len(hostile_article.text))))
    at.button(key="cite-0-1").click().run()
    labels = [b.label for b in at.button] + [w.label for w in (*at.text_input, *at.selectbox, *at.file_uploader)]
    written = [m.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for m in kind]
    for words in (*labels, *written, *(b.help for b in at.button)):
        assert not any(sign in words for sign in ("<", "$", "*", "evil", ":smile:", "Brook"))
    assert hostile.SAID in at.code[0].value
    assert hostile.PUBLISHER in at.selectbox(key="outlet").options


def test_only_our_own_constant_script_runs(page: Page, own: Path, hostile_article: Article) -> None:
    at = talked(page(own), whole(hostile_article, Span(0, len(hostile_article.text))))
    at.button(key="cite-0-1").click().run()
    scripts = [b.proto.body for b in at.get("html") if isinstance(b, Html) and b.proto.unsafe_allow_javascript]
    ours = (ROOT / "app.js").read_text(encoding="utf-8") % (1, "cd-quote-0-1")
    assert scripts == [f"<script>{ours}</script>"]
