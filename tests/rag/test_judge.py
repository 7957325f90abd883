"""What the reader sees, and how alike question and sentence are: signals that a weighed sum can use."""

from __future__ import annotations

from pathlib import Path

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
    return read(question, found, load_reader())


def test_every_sentence_that_is_read_gets_a_score_and_how_alike_it_is(archive: Archive) -> None:
    found = [c.signals for c in chosen(archive, IN_OTHER_WORDS)]
    assert len(found) > 1
    for name in ("reader", "likeness", "meant", "meant_least"):
        behind = [s[f"{name}_behind"] for s in found]
        best = max(s[name] for s in found)
        assert behind == pytest.approx([best - s[name] for s in found])


def test_where_it_was_said_may_stand_anywhere_in_the_article(tmp_path: Path) -> None:
    told = (
        "The Coast League backed Tavria on Friday. Talks had run late into the night.\n\nThe ministers of the Coast"
        " League gathered in the fishing town of Harrow. Reporters waited outside in the rain for hours.\n\nBread was"
        " served with soup. Nobody from the town was let in. The rain went on.\n\nThe Coast League said that it opposed"
        " any change to the border of Selvia."
    )
    (tmp_path / "a.txt").write_text(told)
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "a.txt"])
        for place, placed in (("Harrow", 1.0), ("Morrowby", 0.0)):
            found = chosen(archive, f"What did the Coast League say about Selvia in {place}?")
            (signals,) = (c.signals for c in found if "Selvia" in c.text)
            assert signals["names_placed"] == placed
            assert signals["names_near"] == 0.5


def test_nothing_found_is_nothing_judged(archive: Archive) -> None:
    question, _, _ = gather(archive, IN_OTHER_WORDS, NO_FILTERS, 10)
    assert judge(question, [], load_reader(), load_support()) == []
