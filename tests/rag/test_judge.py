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
    return read(question, found, load_reader(), archive.encode_parts)


def test_every_sentence_that_is_read_gets_a_score_and_how_alike_it_is(archive: Archive) -> None:
    found = [c.signals for c in chosen(archive, IN_OTHER_WORDS)]
    assert len(found) > 1
    for name in ("reader", "likeness", "meant", "meant_least"):
        behind = [s[f"{name}_behind"] for s in found]
        best = max(s[name] for s in found)
        assert behind == pytest.approx([best - s[name] for s in found])


def test_nothing_found_is_nothing_judged(archive: Archive) -> None:
    question, _, _ = gather(archive, IN_OTHER_WORDS, NO_FILTERS, 10)
    assert judge(question, [], load_reader(), archive.encode_parts, load_support()) == []
