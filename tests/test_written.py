"""What was written by hand to train on: our own words, whole sentences as evidence, each label as often."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from index.terms import words
from training import written
from training.reader_data import SHARED, sentences_of

LONGEST_COPY = 9  # words in a row; names and titles are long


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def articles() -> dict[str, tuple[str, str]]:
    if not (SHARED / "benchmarks/polnear").exists():
        pytest.skip("the public benchmark data is not here")
    return written.articles()


def copied(text: str, article: str) -> int:
    """Return the longest run of words that a text shares with an article."""
    theirs = f" {' '.join(words(article)).lower()} "
    own = [w.lower() for w in words(text)]
    runs = (n for n in range(len(own), 0, -1) for i in range(len(own) - n + 1) if _has(theirs, own[i : i + n]))
    return next(runs, 0)


def _has(text: str, run: list[str]) -> bool:
    return f" {' '.join(run)} " in text


@pytest.mark.parametrize("path", [written.STATEMENTS, written.QUESTIONS], ids=lambda p: p.stem)
def test_evidence_is_whole_sentences_and_the_words_are_our_own(
    path: Path, articles: dict[str, tuple[str, str]]
) -> None:
    key = "statement" if path == written.STATEMENTS else "question"
    for row in rows(path):
        _, text = articles[str(row["article"])]
        spans = sentences_of(text)
        assert all(tuple(at) in spans for at in row["at"]), row  # type: ignore[attr-defined]
        assert copied(str(row[key]), text) <= LONGEST_COPY, row


def test_each_label_is_written_as_often_as_the_others() -> None:
    count = Counter(row["label"] for row in rows(written.STATEMENTS))
    assert set(count) == {"supports", "neutral", "refutes"}
    assert max(count.values()) - min(count.values()) <= 0.05 * sum(count.values())


@pytest.mark.usefixtures("articles")
def test_what_is_kept_for_measuring_is_never_trained_on() -> None:
    trained, kept = (list(written.by_article(random.Random(1), held)) for held in (False, True))
    assert kept
    assert trained
    assert not {a for a, _ in trained} & {a for a, _ in kept}
