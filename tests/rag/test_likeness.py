"""How alike question and sentences are: cosines of the whole and of the words, and how far behind the best."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Archive
from rag.likeness import SIGNALS, behind, likeness
from rag.question import understand

ASKED = "Why did the minister scrap the ferry?"
SAID, BESIDE, EMPTY = "The minister cancelled the boat.", "The minister praised the bakers.", "So it was."

IDF = {"minist": 1.0, "scrap": 1.5, "ferri": 2.0}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of three sentences, each an article of its own."""
    folder: Path = tmp_path_factory.mktemp("three")
    for name, text in (("said", SAID), ("beside", BESIDE), ("empty", EMPTY)):
        (folder / f"{name}.txt").write_text(text)
    with Archive(folder / "archive") as archive:
        archive.add([folder / f"{name}.txt" for name in ("said", "beside", "empty")])
        yield archive


def told(archive: Archive, asked: str) -> dict[str, dict[str, float]]:
    passages = [h.passage for h in archive.dense("minister", 3)]
    alike = likeness(archive, understand(asked), passages, IDF)
    return {archive.article(p.article_id).text: alike.signals([(p.article_id, 0)]) for p in passages}


def test_a_whole_is_the_cosine_of_the_two(three: Archive) -> None:
    one, other = three.encode([ASKED, SAID])
    assert told(three, ASKED)[SAID]["likeness"] == pytest.approx(float(one @ other), abs=2e-2)


def test_words_that_mean_what_is_asked_are_told_from_those_that_do_not(three: Archive) -> None:
    found = told(three, ASKED)
    assert found[SAID]["meant"] > found[BESIDE]["meant"] > found[EMPTY]["meant"] == 0.0
    assert found[SAID]["meant_least"] > found[BESIDE]["meant_least"]


def test_a_question_without_a_topic_is_met(three: Archive) -> None:
    assert [found["meant"] for found in told(three, "What did he say?").values()] == [1.0, 1.0, 1.0]


def test_words_are_met_by_a_sentence_before_too(tmp_path: Path) -> None:
    (tmp_path / "boat.txt").write_text("The ferry was old. The minister cancelled it.")
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "boat.txt"])
        passages = [h.passage for h in archive.dense("boat", 1)]
        first, second = ((passages[0].article_id, s.start) for s in passages[0].sentences)
        alike = likeness(archive, understand(ASKED), passages, IDF)
        alone, together = alike.signals([second]), alike.signals([("elsewhere", 0), first, second])
    assert alone["meant_near"] == alone["meant"] == together["meant"]
    assert together["meant_near"] > together["meant"] + 0.1


def test_what_is_behind_is_told_from_the_best(three: Archive) -> None:
    found = list(told(three, ASKED).values())
    for name in SIGNALS:
        best = max(f[name] for f in found)
        assert [b[f"{name}_behind"] for b in behind(found, SIGNALS)] == pytest.approx([best - f[name] for f in found])
    assert behind([], SIGNALS) == []
