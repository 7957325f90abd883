"""What the reader sees, and how alike question and sentence are: signals that a weighed sum can use."""

from __future__ import annotations

import pytest

from index import Archive
from index.values import NO_FILTERS
from rag.chat import gather
from rag.evidence import Candidate
from rag.judge import judge, read
from rag.reader import load_reader
from rag.support import load_support

IN_OTHER_WORDS = "How did the Kremlin's envoys account for the poison gas in the Syrian town?"


def chosen(archive: Archive, text: str) -> list[Candidate]:
    question, found, _ = gather(archive, text, NO_FILTERS, 10)
    return read(question, found, load_reader(), archive.encode)


def test_every_sentence_that_is_read_gets_its_cosine_and_how_far_it_is_behind_the_best(archive: Archive) -> None:
    found = [c.signals for c in chosen(archive, IN_OTHER_WORDS)]
    best = max(s["likeness"] for s in found)
    assert len(found) > 1
    assert all(-1.0 <= s["likeness"] <= 1.0 for s in found)
    assert all(s["likeness_behind"] == pytest.approx(best - s["likeness"]) for s in found)
    assert min(s["likeness_behind"] for s in found) == 0.0


def test_the_cosine_does_not_hang_on_what_else_is_read(archive: Archive) -> None:
    together = chosen(archive, IN_OTHER_WORDS)
    asked, alone = archive.encode([IN_OTHER_WORDS, together[0].text])
    assert together[0].signals["likeness"] == pytest.approx(float(asked @ alone), abs=1e-3)


def test_nothing_found_is_nothing_judged(archive: Archive) -> None:
    question, _, _ = gather(archive, IN_OTHER_WORDS, NO_FILTERS, 10)
    assert judge(question, [], load_reader(), archive.encode, load_support()) == []
