"""Example questions: answered by the archive they come from, and made of plain names."""

from __future__ import annotations

import re
from pathlib import Path

from index import Archive
from rag import Answer, Desk
from rag.suggest import ideas, suggestions
from tests import hostile


def test_each_suggestion_is_answered_and_about_another_person(desk: Desk) -> None:
    found = suggestions(desk)
    assert 1 <= len(found) <= 3
    assert all(isinstance(desk.ask(question), Answer) for question in found)
    assert len({question.split(" say ")[0] for question in found}) == len(found)
    assert len(suggestions(desk, 1)) == 1


def test_an_empty_archive_suggests_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        assert suggestions(Desk(archive)) == []


def test_no_markup_of_an_article_gets_into_a_question(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        archive.add([hostile.write_rows(tmp_path)])
        for question in suggestions(Desk(archive)):
            assert re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*\?", question)


def test_a_topic_has_the_article_that_its_text_gives_it(tmp_path: Path) -> None:
    text = "Anna Kessler met the Kremlin's envoy. The Kremlin was late, Anna Kessler said. She thanked the Kremlin."
    (tmp_path / "talks.txt").write_text(f"Envoy and the Kremlin\n\n{text}\n")
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "talks.txt"])
        assert {i.question for i in ideas(archive)} == {"What did Anna Kessler say about the Kremlin?"}
