"""Runs the page in Streamlit's own test harness, and reads what it drew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Html

from app_ask import Exchange
from index.values import Article, Span
from rag.answer import cite
from rag.values import Answer, Reply, Statement
from tests.conftest import ROOT

Page = Callable[[Path], AppTest]

OURS = frozenset("a b div h1 h2 h3 li mark ol p span".split())
"""The tags of the HTML that the pages write; a link among it leads to a place of the page itself."""


class _Drawn(HTMLParser):
    """The tags and the text that a browser makes of HTML."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.places: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.marked = ""
        self._marking = False
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"class", "role", "tabindex", "aria-label", "id", "href"}
        self.places += [words or "" for name, words in attrs if name == "id"]
        self.links += [words or "" for name, words in attrs if name == "href"]
        assert all(link.startswith("#cd-") for link in self.links), "it leads elsewhere"
        self.tags.add(tag)
        self._marking = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._marking = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._marking else ""


def bodies(at: AppTest) -> list[str]:
    """Return all HTML that the page sends."""
    return [block.proto.body for block in at.get("html") if isinstance(block, Html)]


def html(at: AppTest) -> list[_Drawn]:
    """Return the HTML blocks that the page draws, without our own style and script."""
    return [_Drawn(b) for b in bodies(at) if not b.startswith(("<style>", "<script>"))]


def text(at: AppTest) -> str:
    """Return all that the HTML blocks of the page say."""
    return "\n".join(block.text for block in html(at))


def problems(at: AppTest) -> list[str]:
    """Return the lines that say what is wrong."""
    return [_Drawn(b).text for b in bodies(at) if 'role="alert"' in b]


def citation_keys(at: AppTest) -> list[str]:
    """Return the keys of the citation buttons, in their order."""
    return [b.key for b in at.button if b.key and b.key.startswith("cite-")]


def ask(at: AppTest, question: str) -> AppTest:
    """Ask as a user does, and check that the page drew without an exception."""
    at.chat_input[0].set_value(question).run()
    assert not at.exception
    return at


def outcome(at: AppTest, number: int = -1) -> Any:
    """Return what the page keeps as the reply to a question."""
    return at.session_state["talk"][number].outcome


def talked(at: AppTest, *replies: Reply) -> AppTest:
    """Draw the page with these replies as its conversation."""
    at.session_state["talk"] = [Exchange(r.question, r) for r in replies]
    at.run()
    assert not at.exception
    return at


def chosen(at: AppTest) -> list[str]:
    """Return the labels of the citation buttons that are marked."""
    return [b.label for b in at.button if b.key in citation_keys(at) and b.proto.type == "primary"]


def whole(article: Article, span: Span) -> Answer:
    """Return an answer that quotes an article at a span."""
    citation = cite(1, article, f"{article.id}-p", span)
    return Answer("What?", (Statement(citation.quote, 0.9, (1,)),), (citation,), (citation,))


def upload(at: AppTest, files: Sequence[tuple[str, bytes, str]]) -> AppTest:
    """Choose files and press the button."""
    at.file_uploader[0].set_value(list(files))
    next(b for b in at.button if b.label == "Add to the archive").click().run()
    assert not at.exception
    return at


def reloaded(page: AppTest | None = None, **address: str | list[str]) -> AppTest:
    """Open an address, or the one that a page is at, in a session of its own."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params.update(address if page is None else page.query_params)
    at.run()
    assert not at.exception
    return at
