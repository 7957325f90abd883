"""What to try first on an archive."""

from __future__ import annotations

import re
from pathlib import Path

from index import Archive
from rag import Desk
from rag.tries import Tries, tries
from rag.values import Answer

SAFE = re.compile(r"[\w ,.’'?-]+")


def test_the_question_is_answered_and_the_topic_has_claims(archive: Archive, desk: Desk) -> None:
    found = tries(archive)
    assert found.question
    assert found.topic
    assert found.statement
    assert isinstance(desk.ask(found.question), Answer)
    assert archive.timeline(about=found.topic)


def test_the_statement_is_a_claim_that_somebody_disputes(archive: Archive) -> None:
    statement = (tries(archive).statement or "").rstrip(".")
    claims = [t for t in archive.claims(disputed=True) if t.text.lower().endswith(statement.lower())]
    assert claims


def test_what_is_tried_may_stand_in_a_command(archive: Archive) -> None:
    found = tries(archive)
    assert all(SAFE.fullmatch(words) for words in (found.question, found.statement, found.topic) if words)


def test_an_empty_archive_gives_nothing_to_try(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        assert tries(archive) == Tries()
