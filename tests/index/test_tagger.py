"""The tagger's windows tile a text, and its decoding keeps to what roles allow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index import Archive
from index.tagger import (
    CORE_TOKENS,
    CUE_TAGS,
    LEFT_TOKENS,
    OUTPUTS,
    RIGHT_TOKENS,
    ROLES,
    WIDTH,
    Tagger,
    decode,
    load_tagger,
    role_scores,
    viterbi,
    windows,
)
from rag.reader import FOLDER

PRESS = (
    "Canada’s foreign minister said on Tuesday that the talks had failed. “We will not give up,” she added.\n\n"
    "According to the BBC, France has said that it has proof.\n\nThe Syrian government denies these allegations."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The vocabulary that all our models share, nothing cut."""
    made = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("abc AB.“”\n'é—1"), max_size=900), st.integers(4, 60))
def test_the_cores_of_windows_tile_the_tokens_of_any_text(tokenizer: Tokenizer, text: str, size: int) -> None:
    expected = tokenizer.encode(text, add_special_tokens=False).offsets
    owned = [w.spans[i] for w in windows(text, tokenizer, size) for i in w.core]
    assert [s for s in owned if s[1] > s[0]] == [tuple(s) for s in expected]
    for w in windows(text, tokenizer, size):
        assert len(w.ids) == len(w.types) == len(w.spans) <= size + LEFT_TOKENS + RIGHT_TOKENS + 2


def test_a_window_ends_with_a_sentence_where_it_can(tokenizer: Tokenizer) -> None:
    text = " ".join(f"Sentence number {n} says that something else happened in Geneva." for n in range(60))
    made = windows(text, tokenizer)
    assert len(made) > 3
    assert all(text[w.spans[w.core[-1]][0]] == "." for w in made)
    assert all(len(w.core) <= CORE_TOKENS for w in made)


def test_capitals_and_blank_lines_reach_the_model(tokenizer: Tokenizer) -> None:
    (window,) = windows("Lavrov spoke.\n\nHe left.", tokenizer)
    words = [tokenizer.id_to_token(i) for i in window.ids]
    assert words.count("[unused0]") == 1
    assert [w for w, t in zip(words, window.types, strict=True) if t][-1] == "he"


def test_viterbi_never_starts_a_span_in_its_middle() -> None:
    scores = np.random.default_rng(3).normal(size=(40, 30, 5)).astype(np.float32)
    for tags in viterbi(scores):
        before = 0
        for tag in tags:
            assert tag != 2 or before in (1, 2)
            assert tag != 4 or before in (3, 4)
            before = tag


def test_role_scores_depend_on_distance_and_not_on_place() -> None:
    rng = np.random.default_rng(5)
    output = rng.normal(size=(40, OUTPUTS)).astype(np.float32)
    moved = np.concatenate([rng.normal(size=(7, OUTPUTS)).astype(np.float32), output])
    assert np.allclose(role_scores(output, 10, 12), role_scores(moved, 17, 19)[7:], atol=1e-3)


def test_decoding_gives_each_cue_its_own_source_and_content(tokenizer: Tokenizer) -> None:
    (window,) = windows("Lavrov said it rained.", tokenizer)
    output = np.zeros((1, len(window.ids), OUTPUTS), dtype=np.float32)
    output[..., 0] = 5
    says = next(i for i, s in enumerate(window.spans) if s[0] == 7)
    output[0, says, :2] = 0, 9
    biases = output[..., CUE_TAGS + 2 * ROLES * WIDTH :]
    biases[...] = -5
    for token, (start, end) in enumerate(window.spans):
        if end > start and start < 6:
            biases[0, token, 0 if start == 0 else 1] = 9
        elif start > 8 and end < 22:
            biases[0, token, 2 if start == 12 else 3] = 9
    ((found,),) = decode([window], output)
    text = "Lavrov said it rained."
    assert [[s.of(text) for s in part] for part in (found.source, found.cue, found.content)] == [
        ["Lavrov"], ["said"], ["it rained"],
    ]  # fmt: skip
    assert found.score > 0.9


def test_the_packaged_tagger_reads_sources_cues_and_contents() -> None:
    tagger: Tagger = load_tagger()
    ((first, *others),) = tagger.tag([PRESS])
    assert PRESS[first.source[0].start : first.source[0].end] == "Canada’s foreign minister"
    assert "said" in first.cue[0].of(PRESS)
    assert "the talks had failed" in first.content[0].of(PRESS)
    assert any("We will not give up" in s.of(PRESS) for a in others for s in a.content)
    assert tagger.tag(["", "  \n\n "]) == [[], []]


def test_the_int8_model_agrees_with_the_weights_as_trained(archive: Archive) -> None:
    texts = [a.text for a in archive.articles()]
    exact, quick = (Tagger(quantized=q).tag(texts) for q in (False, True))
    both = [
        ({(a.cue, a.content) for a in x}, {(a.cue, a.content) for a in y}) for x, y in zip(exact, quick, strict=True)
    ]
    same, either = sum(len(x & y) for x, y in both), sum(len(x | y) for x, y in both)
    assert same / either > 0.8


def test_texts_are_read_alike_alone_and_together() -> None:
    tagger = load_tagger()
    more = "The minister said that it was over."
    together = tagger.tag([PRESS, more])
    assert [(a.source, a.cue, a.content) for a in tagger.tag([more])[0]] == [
        (a.source, a.cue, a.content) for a in together[1]
    ]
