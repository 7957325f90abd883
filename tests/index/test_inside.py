"""What is kept of sentences and words inside passages, and how near a query is to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Archive
from index.encoder import load_encoder
from index.inside import _projection, inside_of, narrowed
from index.pending import Entry
from index.terms import content_spans
from index.values import Span

TEXT = "The minister cancelled the boat. So it was. Bread was free."
SENTENCES = (Span(0, 32), Span(33, 43), Span(44, 59))


def test_words_are_told_by_sentence_and_one_without_content_has_none() -> None:
    encoder = load_encoder("")
    wholes, (found,) = inside_of(encoder, [Entry("p", "a", "Title", TEXT, SENTENCES)])
    assert wholes.shape == (1, 384)
    assert found.sentences.shape == (3, 384)
    assert [len(words) for words in found.words] == [3, 0, 2]
    assert {words.dtype.name for words in found.words} == {"int8"}


def test_narrow_words_are_about_as_alike_as_whole_ones() -> None:
    encoder = load_encoder("")
    text = "Ministers condemned the gas attack. Officials denounced the chemical strike. Bakers sold cheap bread."
    _, (words,) = encoder.encode_parts([text], [content_spans(text)])
    narrow = narrowed(encoder, words).astype(np.float32)
    narrow /= np.linalg.norm(narrow, axis=1, keepdims=True)
    upper = np.triu_indices(len(words), 1)
    assert np.corrcoef((words @ words.T)[upper], (narrow @ narrow.T)[upper])[0, 1] > 0.9


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2@53aa51172d14", "other@0"])
def test_directions_are_orthonormal(name: str) -> None:
    found = _projection(name, 384)
    assert found.T @ found == pytest.approx(np.eye(found.shape[1]), abs=2e-3)


def test_each_asked_word_is_met_by_the_likest_word_of_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "boat.txt").write_text(TEXT)
    query = "Why did ministers scrap the ferry?"
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "boat.txt"])
        passages = [h.passage for h in archive.dense("boat", 1)]
        met = archive.met(query, content_spans(query), passages)
        assert archive.met(query, [], passages)[passages[0].article_id, 0].shape == (0,)
    by_sentence = [met[passages[0].article_id, s.start] for s in passages[0].sentences]
    assert [cosines.shape for cosines in by_sentence] == [(3,)] * 3
    assert by_sentence[1].tolist() == [0.0, 0.0, 0.0]
    assert (by_sentence[0] > by_sentence[2]).all()
