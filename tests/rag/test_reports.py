"""Questions about what outlets reported: each outlet's words, or an abstention."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Archive
from rag import Desk
from rag.reports import NOTE
from rag.values import Abstention, Answer

ROWS = (
    (
        "Harbour Times",
        "Port of Varna raises fees",
        "The port of Varna will raise its mooring fees by nine percent in May.",
    ),
    (
        "Delta Post",
        "Shippers object to Varna fees",
        "Shipping companies said the higher fees at Varna would cost them trade.",
    ),
    ("Delta Post", "A festival of kites", "Hundreds of children flew kites on the northern beach on Sunday."),
)
BOTH = (
    "Does the Harbour Times article say that Varna raises its mooring fees,"
    " while the Delta Post reports that shipping companies object?"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("port")
    rows = [
        {"id": n, "publisher": p, "title": t, "text": x, "published": "2024-05-01"} for n, (p, t, x) in enumerate(ROWS)
    ]
    path = Path(folder) / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with Archive(folder / "archive") as archive:
        archive.add([path], claims=False)
        yield Desk(archive)


def test_each_outlet_named_is_quoted_with_its_own_words(port: Desk) -> None:
    reply = port.ask(BOTH)
    assert isinstance(reply, Answer)
    assert {c.publisher for c in reply.citations} == {"Harbour Times", "Delta Post"}
    for c in reply.citations:
        assert c.quote == port.archive.article(c.article_id).text[c.span.start : c.span.end]


def test_it_is_said_that_the_reports_are_not_combined(port: Desk) -> None:
    reply = port.ask(BOTH)
    assert reply.note in ("", NOTE)


@pytest.mark.parametrize(
    "question",
    [
        "Considering a Coastal Gazette article on Odessa grain and a Reuters report on wheat, which minister resigned?",
        "Considering a Delta Post article on a merger of two banks and a Harbour Times report on it, who is chairman?",
    ],
)
def test_what_the_outlets_never_reported_is_not_answered(port: Desk, question: str) -> None:
    assert isinstance(port.ask(question), Abstention)


def test_the_user_decides_how_strict_that_is(port: Desk) -> None:
    assert isinstance(Desk(port.archive, strict=1.0).ask(BOTH), Abstention)
    assert isinstance(Desk(port.archive, strict=0.0).ask(BOTH), Answer)
