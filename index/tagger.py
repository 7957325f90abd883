"""The attribution tagger: source, cue and content of everything that a text says somebody said. Two steps, one pass.

A small BERT reads windows of whole sentences. Its outputs for a token are three tags of a cue (outside, first, further)
and, for four roles (first and further token of a source, of a content), a query, a key and a bias. The role of token t
beside cue c is scored by the product of the cue's mean query and t's key, both rotated by their positions (Su et al.
2021, RoFormer; Su et al. 2022, GlobalPointer), so that each cue has its own source and content and attributions may
nest. The best allowed sequence of roles is found by Viterbi decoding. ``training/attribution.py`` trains the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.claim import Attribution
from index.errors import ModelError
from index.export import digest, export_once
from index.sentences import paragraphs
from index.values import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "models" / "attribution"
QUANTIZED = Path("onnx") / "model_int8.onnx"
CUE_TAGS, ROLES, WIDTH = 3, 4, 48
OUTPUTS = CUE_TAGS + ROLES * (2 * WIDTH + 1)
CORE_TOKENS, LEFT_TOKENS, RIGHT_TOKENS = 144, 40, 48
CUE_FLOOR, FLOOR = 0.25, 0.4  # of a cue alone, and with its content: tuned on PolNeAR dev

_PARAGRAPH_TOKEN = 1  # [unused0] of the vocabulary of BERT
_BREAK = re.compile(r"\n\s*\n")
_BATCH_TOKENS = 2048
# none, source first, source further, content first, content further: a further token follows its own kind.
_ALLOWED = np.array([[1, 1, 0, 1, 0], [1, 1, 1, 1, 0], [1, 1, 1, 1, 0], [1, 1, 0, 1, 1], [1, 1, 0, 1, 1]], dtype=bool)


@dataclass(frozen=True, slots=True)
class Window:
    """What the model reads at once: token ids and types, where each token is in the text, and which tokens are its own.

    ``types`` is 1 where a token starts with a capital, since the vocabulary knows none. Specials have empty spans.
    ``words`` are the spans of the whole words that the tokens are pieces of: nothing is cut within a word.
    """

    ids: list[int]
    types: list[int]
    spans: list[tuple[int, int]]
    words: list[tuple[int, int]]
    core: range


class _Token(NamedTuple):
    """A token with its span and that of its word."""

    id: int
    span: tuple[int, int]
    word: tuple[int, int]


_START, _END = _Token(101, (0, 0), (0, 0)), _Token(102, (0, 0), (0, 0))


def windows(text: str, tokenizer: Tokenizer, core_tokens: int = CORE_TOKENS) -> list[Window]:
    """Return windows whose cores are whole sentences where these are short enough, and tile the tokens of ``text``."""
    coded = tokenizer.encode(text, add_special_tokens=False)
    tokens = list(_with_breaks(text, coded))
    ends = [sentence.end for block in paragraphs(text) for sentence in block]
    made = []
    for start, end in _cores([token.span for token in tokens], ends, core_tokens):
        left = max(0, start - LEFT_TOKENS)
        here = [_START, *tokens[left : end + RIGHT_TOKENS], _END]
        types = [int(t.span[1] > t.span[0] and text[t.span[0]].isupper()) for t in here]
        core = range(start - left + 1, end - left + 1)
        made.append(Window([t.id for t in here], types, [t.span for t in here], [t.word for t in here], core))
    return made


def _whole_words(coded: Encoding) -> list[tuple[int, int]]:
    """Return for each token the span of the word that it is a piece of."""
    spans: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(coded.word_ids, coded.offsets, strict=True):
        spans[word] = (min(start, spans.get(word, (start, end))[0]), end)
    return [spans[word] for word in coded.word_ids]


def _with_breaks(text: str, coded: Encoding) -> Iterator[_Token]:
    """Yield the tokens of a text, with one for each blank line."""
    before = 0
    for token, span, word in zip(coded.ids, coded.offsets, _whole_words(coded), strict=True):
        if span[0] > before + 1 and _BREAK.search(text, before, span[0]):
            yield _Token(_PARAGRAPH_TOKEN, (before, before), (before, before))
        yield _Token(token, span, word)
        before = span[1]


def _cores(spans: Sequence[tuple[int, int]], ends: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield token ranges that end with a sentence where they can."""
    start = cut = 0
    sentence = 0
    for i, (_, end) in enumerate(spans):
        if i - start >= most:
            stop = cut if cut > start else i
            yield start, stop
            start = stop
        while sentence < len(ends) and ends[sentence] <= end:
            sentence += 1
            cut = i + 1
    if start < len(spans):
        yield start, len(spans)


class Tagger:
    """Finds the attributions of texts with the model in a folder."""

    def __init__(self, folder: Path = FOLDER, *, quantized: bool = True) -> None:
        """Open the model in ``folder``, in int8 or as it was trained; raise ModelError if it is missing."""
        from tokenizers import Tokenizer

        from index.encoder import session

        weights = folder / (QUANTIZED if quantized else "model.safetensors")
        if not weights.exists():
            raise ModelError(f"the tagger's weights are missing: {weights}; restore them from the repository")
        model = weights if quantized else export_once(folder, digest(weights), "token")
        self._session: InferenceSession = session(model)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def tag(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """Return the attributions of each text, in the order of their cues."""
        owned = [(i, window) for i, text in enumerate(texts) for window in windows(text, self._tokenizer)]
        found: list[list[Attribution]] = [[] for _ in texts]
        for batch in _batches([len(window.ids) for _, window in owned]):
            read = [owned[i] for i in batch]
            outputs = self._run([window for _, window in read])
            for (text, _), some in zip(read, decode([w for _, w in read], outputs), strict=True):
                found[text] += some
        return [sorted(some, key=lambda a: a.cue[0].start) for some in found]

    def _run(self, read: Sequence[Window]) -> Floats:
        ids, types, mask = padded(read)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float32)


def padded(read: Sequence[Window]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return ids, types and attention mask, int64 [n, tokens]."""
    shape = (len(read), max(len(window.ids) for window in read))
    ids, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, window in enumerate(read):
        n = len(window.ids)
        ids[row, :n], types[row, :n], mask[row, :n] = window.ids, window.types, 1
    return ids, types, mask


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    while order:
        size = max(1, _BATCH_TOKENS // lengths[order[0]])
        yield order[:size]
        order = order[size:]


def decode(read: Sequence[Window], outputs: Floats, floor: float = FLOOR) -> list[list[Attribution]]:
    """Return the attributions of each window from the model's ``outputs``, float32 [n, tokens, OUTPUTS].

    An attribution's score is the probability of its cue times the squared mean probability of its content's tokens;
    ``floor`` is the least that is returned.
    """
    cues = [(row, *cue) for row, window in enumerate(read) for cue in _cues(window, outputs[row])]
    found: list[list[Attribution]] = [[] for _ in read]
    if not cues:
        return found
    roles = np.stack([role_scores(outputs[row], start, end) for row, start, end, _ in cues])
    for n, (row, start, end, _) in enumerate(cues):
        roles[n, [0, *range(start, end), *range(len(read[row].ids) - 1, roles.shape[1])], 1:] = -1e4
    odds = roles - np.logaddexp.reduce(roles, axis=2, keepdims=True)
    for (row, start, end, cue_odds), tags, told in zip(cues, viterbi(odds), odds, strict=True):
        spans = read[row].words
        content = _spans(tags, 3, spans)
        sure = float(np.exp(told[tags >= 3, 3:].max(1)).mean()) if content else 0.0
        score = cue_odds * sure**2
        if score >= floor:
            cue = Span(spans[start][0], spans[end - 1][1])
            found[row].append(Attribution(_spans(tags, 1, spans), (cue,), content, score))
    return found


def _cues(window: Window, output: Floats) -> Iterator[tuple[int, int, float]]:
    """Yield the token range and probability of each cue whose first token is in the core of the window."""
    scores = output[: len(window.ids), :CUE_TAGS]
    odds = np.exp(scores - scores.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    last = 0
    for i in window.core:
        if i < last or odds[i, 1] < CUE_FLOOR / 2 or odds[i, 1] + odds[i, 2] < CUE_FLOOR:
            continue
        end = i + 1
        while end < len(window.ids) - 1 and odds[end, 2] > max(odds[end, 0], odds[end, 1]):
            end += 1
        last = end
        yield i, end, float(odds[i, 1])


@cache
def _rotation(tokens: int) -> tuple[Floats, Floats]:
    angles = np.outer(np.arange(tokens), 500.0 ** (-np.arange(WIDTH // 2) / (WIDTH // 2)))
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def role_scores(output: Floats, start: int, end: int) -> Floats:
    """Return float32 [tokens, 5]: the scores of no role and of the four roles beside the cue ``start`` to ``end``."""
    tokens = len(output)
    queries, keys, biases = np.split(output[:, CUE_TAGS:], [ROLES * WIDTH, 2 * ROLES * WIDTH], axis=1)
    query = queries[start:end].mean(0).reshape(ROLES, WIDTH)
    key = keys.reshape(tokens, ROLES, WIDTH)
    cos, sin = _rotation(max(512, tokens))
    turned_key = _turn(key, cos[:tokens, None], sin[:tokens, None])
    turned_query = _turn(query, cos[start], sin[start])
    scores = np.einsum("rw,trw->tr", turned_query, turned_key) / np.sqrt(WIDTH) + biases
    return np.concatenate([np.zeros((tokens, 1), np.float32), scores.astype(np.float32)], axis=1)


def _turn(x: Floats, cos: Floats, sin: Floats) -> Floats:
    a, b = x[..., : WIDTH // 2], x[..., WIDTH // 2 :]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)


def viterbi(scores: Floats) -> NDArray[np.int8]:
    """Return the best allowed roles, int8 [n, tokens], for their logarithms of probability, float32 [n, tokens, 5]."""
    barred = np.where(_ALLOWED, 0, -1e9).astype(np.float32)
    n, tokens, _ = scores.shape
    back = np.zeros((n, tokens, 5), dtype=np.int8)
    best = scores[:, 0] + barred[0]
    for t in range(1, tokens):
        paths = best[:, :, None] + barred
        back[:, t] = paths.argmax(1)
        best = paths.max(1) + scores[:, t]
    tags = np.zeros((n, tokens), dtype=np.int8)
    tags[:, -1] = best.argmax(1)
    for t in range(tokens - 1, 0, -1):
        tags[:, t - 1] = back[np.arange(n), t, tags[:, t]]
    return tags


def _spans(tags: Iterable[int], first: int, spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the spans of the runs that begin with the tag ``first`` and go on with the one after it."""
    runs: list[list[int]] = []
    for tag, (start, end) in zip(tags, spans, strict=False):
        if tag == first and end > start:
            runs.append([start, end])
        elif tag == first + 1 and runs and end > start:
            runs[-1][1] = end
    return tuple(Span(start, end) for start, end in runs)


@lru_cache(maxsize=1)
def load_tagger() -> Tagger:
    """Return the packaged tagger, opened once in a process."""
    return Tagger()
