"""How alike question and sentences are: cosines of the whole and of the words, and how far behind the best."""

from __future__ import annotations

import numpy as np
import pytest

from index import Archive
from index.terms import content_spans
from rag.likeness import likeness
from rag.question import understand

ASKED = "Why did the minister scrap the ferry?"
SAID = "The minister cancelled the boat."
BESIDE = "The minister praised the bakers."


def told(archive: Archive, asked: str, *texts: str) -> list[dict[str, float]]:
    return likeness(understand(asked), texts, archive.encode_parts)


def test_a_whole_is_the_cosine_of_the_two(archive: Archive) -> None:
    one, other = archive.encode([ASKED, SAID])
    assert told(archive, ASKED, SAID, BESIDE)[0]["likeness"] == pytest.approx(float(one @ other), abs=1e-4)


def test_words_that_mean_what_is_asked_are_told_from_those_that_do_not(archive: Archive) -> None:
    same, other = told(archive, ASKED, SAID, BESIDE)
    assert same["meant"] > other["meant"]
    assert same["meant_least"] > other["meant_least"]


def test_what_is_behind_is_told_from_the_best(archive: Archive) -> None:
    found = told(archive, ASKED, SAID, BESIDE, "Snow.")
    for name in ("likeness", "meant", "meant_least"):
        best = max(f[name] for f in found)
        assert [f[f"{name}_behind"] for f in found] == pytest.approx([best - f[name] for f in found])


def test_a_question_without_a_topic_is_met_and_a_sentence_without_words_meets_nothing(archive: Archive) -> None:
    assert [f["meant"] for f in told(archive, "What did he say?", SAID, "So it was.")] == [1.0, 1.0]
    assert told(archive, ASKED, "So it was.")[0]["meant"] == 0.0
    assert told(archive, ASKED) == []


def test_parts_are_vectors_of_length_one(archive: Archive) -> None:
    wholes, words = archive.encode_parts([SAID], [content_spans(SAID)])
    assert [s.of(SAID) for s in content_spans(SAID)] == ["minister", "cancelled", "boat"]
    assert words[0].shape == (3, wholes.shape[1])
    assert np.linalg.norm(words[0], axis=1) == pytest.approx(1.0, abs=1e-4)
