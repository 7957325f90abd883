"""The verifier: does evidence support a statement, refute it, or neither? A small cross-encoder on ONNX Runtime.

The model reads a statement beside a window of a few sentences of the evidence, and says entailment, contradiction or
neutral (``training/verifier.py`` trains it; the model card is beside its weights). A statement of several sentences is
judged sentence by sentence, evidence window by window: nothing is cut off. Windows as in SummaC (Laban et al. 2022).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.sentences import paragraphs
from index.terms import content_stems

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Pair = tuple[str, str]

FOLDER = Path(__file__).parent / "models" / "verifier"
QUANTIZED = Path("onnx") / "model_int8.onnx"
SUPPORTS, NEUTRAL, REFUTES = 0, 1, 2  # the order of the packaged model's labels
STATEMENT_TOKENS, MAX_TOKENS = 128, 320
_SENTENCES, _WORDS, _WINDOWS = 3, 110, 5
_BATCH_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities that the evidence supports and that it refutes the statement; what is left is neutral."""

    support: float
    refute: float

    @property
    def neutral(self) -> float:
        """The probability that it does neither."""
        return max(0.0, 1.0 - self.support - self.refute)


class Classifier(Protocol):
    """What tells support, neutrality and refutation of short pairs."""

    def probabilities(self, pairs: Sequence[Pair]) -> Floats:
        """Return float32 [n, 3]: supports, neutral, refutes, of (statement, evidence) pairs."""
        ...


class Verifier:
    """Judges statements of any length against evidence of any length."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """Return a judgement for each (statement, evidence).

        A statement is supported as well as its least supported sentence, and refuted as much as its most refuted one;
        a sentence is judged by the windows of the evidence that say most for and against it.
        """
        units = [[(s, w) for s in _sentences(statement)] for statement, w in pairs]
        short = [(sentence, window) for unit in units for s, e in unit for sentence, window in _windowed(s, e)]
        if not short:
            return [Judgement(0.0, 0.0) for _ in pairs]
        found = iter(self._classifier.probabilities(short))
        judged = []
        for unit in units:
            parts = [_strongest([next(found) for _ in _windowed(s, e)]) for s, e in unit]
            judged.append(_all_of(parts))
        return judged


def _strongest(windows: Sequence[Floats]) -> Judgement:
    """Return what windows, [3] each, say of one sentence: the most support, the most refutation, at most 1 together."""
    if not windows:
        return Judgement(0.0, 0.0)
    support, refute = (float(max(window[label] for window in windows)) for label in (SUPPORTS, REFUTES))
    total = max(1.0, support + refute)
    return Judgement(support / total, refute / total)


def _all_of(parts: Sequence[Judgement]) -> Judgement:
    if not parts:
        return Judgement(0.0, 0.0)
    refute = max(p.refute for p in parts)
    return Judgement(min(min(p.support for p in parts), 1.0 - refute), refute)


def _sentences(text: str) -> list[str]:
    return [sentence.of(text) for block in paragraphs(text) for sentence in block if sentence.of(text).strip()]


@lru_cache(maxsize=4096)
def _windowed(statement: str, evidence: str) -> tuple[Pair, ...]:
    """Return a sentence beside each window of the evidence, those that share most words with it if there are many."""
    made = windows(evidence)
    stems = frozenset(content_stems(statement))
    if len(made) > 1:
        made.append(gathered(statement, evidence))
    best = sorted(dict.fromkeys(made), key=lambda w: -len(stems.intersection(content_stems(w))))[:_WINDOWS]
    return tuple((statement, window) for window in best)


def windows(evidence: str) -> list[str]:
    """Return runs of at most three sentences and 110 words; each begins with the last sentence of the one before."""
    sentences = _evidence(evidence)
    found, start = [], 0
    while start < len(sentences):
        end = start + 1
        while end < min(start + _SENTENCES, len(sentences)) and _words(sentences[start : end + 1]) <= _WORDS:
            end += 1
        found.append(" ".join(sentences[start:end]))
        start = end if end >= len(sentences) else max(start + 1, end - 1)
    return found


def gathered(statement: str, evidence: str) -> str:
    """Return the sentences, three or 110 words, that share most words with the statement: evidence may be scattered."""
    sentences = _evidence(evidence)
    stems = frozenset(content_stems(statement))
    shared = [len(stems.intersection(content_stems(s))) for s in sentences]
    kept: list[int] = []
    for i in sorted(range(len(sentences)), key=lambda i: -shared[i])[:_SENTENCES]:
        if not kept or _words([sentences[k] for k in (*kept, i)]) <= _WORDS:
            kept.append(i)
    return " ".join(sentences[i] for i in sorted(kept))


def _words(sentences: Sequence[str]) -> int:
    return sum(len(s.split()) for s in sentences)


def _evidence(text: str) -> list[str]:
    """Return the sentences of an evidence, those that are too long for the model in parts."""
    return [part for sentence in _sentences(text) for part in _parts(sentence)]


def _parts(sentence: str) -> Iterator[str]:
    words = sentence.split()
    yield from (" ".join(words[i : i + _WORDS]) for i in range(0, len(words), _WORDS))


class PackagedClassifier:
    """The model in a folder with the temperature of its ``calibration.json``.

    It runs as it was trained: in int8 a judgement would hang on what else is in its batch, and is hardly faster.
    """

    def __init__(self, folder: Path = FOLDER, *, quantized: bool = False) -> None:
        """Open the model in ``folder``, in int8 if asked; raise ModelError if it is missing."""
        from tokenizers import Tokenizer

        from index.encoder import session
        from index.export import digest, export_once

        weights = folder / (QUANTIZED if quantized else "model.safetensors")
        if not weights.exists():
            raise ModelError(f"the verifier's weights are missing: {weights}; restore them from the repository")
        model = weights if quantized else export_once(folder, digest(weights), "sequence")
        self._session: InferenceSession = session(model)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        told: dict[str, Any] = json.loads((folder / "calibration.json").read_text("utf-8"))
        self._scale = np.float32(told["scale"])
        self._bias = np.array(told["bias"], dtype=np.float32)

    def probabilities(self, pairs: Sequence[Pair]) -> Floats:
        """Return float32 [n, 3]: supports, neutral, refutes."""
        logits = self.logits(pairs) * self._scale + self._bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)

    def logits(self, pairs: Sequence[Pair]) -> Floats:
        """Return the model's float32 [n, 3] logits; pairs of like length are read together."""
        inputs = self._inputs(pairs)
        order = sorted(range(len(inputs)), key=lambda i: len(inputs[i][0]))
        out = np.zeros((len(inputs), 3), dtype=np.float32)
        for rows in _batches(order, [len(ids) for ids, _ in inputs]):
            out[rows] = self._run([inputs[i] for i in rows])
        return out

    def _inputs(self, pairs: Sequence[Pair]) -> list[tuple[list[int], list[int]]]:
        texts = [text for pair in pairs for text in pair]
        coded = [c.ids for c in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        cls, sep = self._tokenizer.encode("").ids
        return [paired(coded[i], coded[i + 1], cls, sep) for i in range(0, len(coded), 2)]

    def _run(self, rows: Sequence[tuple[list[int], list[int]]]) -> Floats:
        shape = (len(rows), max(len(ids) for ids, _ in rows))
        ids, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, (i, t) in enumerate(rows):
            ids[row, : len(i)], types[row, : len(i)], mask[row, : len(i)] = i, t, 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float32)


def paired(statement: Sequence[int], evidence: Sequence[int], cls: int, sep: int) -> tuple[list[int], list[int]]:
    """Return token ids and types of a statement beside a window, at most ``MAX_TOKENS``."""
    first = [cls, *statement[:STATEMENT_TOKENS], sep]
    second = [*evidence[: MAX_TOKENS - len(first) - 1], sep]
    return [*first, *second], [0] * len(first) + [1] * len(second)


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield rows, sorted by length, in batches of at most ``_BATCH_TOKENS`` padded tokens."""
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * lengths[i] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


@lru_cache(maxsize=2)
def load_verifier(name: str | None = None) -> Verifier:
    """Return the packaged verifier, or the CrossEncoder or NLI model that the user names, opened once in a process."""
    if name is None:
        return Verifier(PackagedClassifier())
    from index.cross_encoder import NamedClassifier

    return Verifier(NamedClassifier(name))


if __name__ == "__main__":
    load_verifier()
