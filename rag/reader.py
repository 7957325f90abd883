"""The reader: how well does each sentence of a window answer a question? A small cross-encoder on ONNX Runtime.

The model reads question, title and a window of sentences at once; a sentence's score is the mean logit of its tokens
(see ``training/reader.py``, which trains it, and the model card beside its weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelError
from index.export import digest, export_once

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "models" / "reader"
QUESTION_TOKENS, TITLE_TOKENS, MAX_TOKENS = 64, 24, 256


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of an article with its title: what the reader judges in one go."""

    title: str
    sentences: tuple[str, ...]


class Reader:
    """Scores the sentences of windows against a question."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Open the model in ``folder``; raise ModelError if it is missing."""
        from tokenizers import Tokenizer

        from index.encoder import session

        weights = folder / "model.safetensors"
        if not weights.exists():
            raise ModelError(f"the reader's weights are missing: {weights}; restore them from the repository")
        self._session: InferenceSession = session(export_once(folder, digest(weights), "token"))
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cls, self._sep = self._tokenizer.encode("").ids

    def score(self, questions: Sequence[str], windows: Sequence[Window]) -> list[list[float]]:
        """Return a logit for each sentence of each window, higher when it answers the question asked of that window."""
        if not windows:
            return []
        texts = [t for q, w in zip(questions, windows, strict=True) for t in (q, w.title, *w.sentences)]
        coded = iter(self._tokenizer.encode_batch_fast(texts, add_special_tokens=False))
        inputs = []
        for window in windows:
            asked = next(coded).ids[:QUESTION_TOKENS]
            inputs.append(self._input(asked, [next(coded).ids for _ in range(len(window.sentences) + 1)]))
        return self._run(inputs)

    def _input(self, asked: list[int], parts: list[list[int]]) -> tuple[list[int], list[int], list[slice]]:
        ids = [self._cls, *asked, self._sep, *parts[0][:TITLE_TOKENS], self._sep]
        first = len(asked) + 2
        owned = []
        for part in parts[1:]:
            kept = part[: max(0, MAX_TOKENS - len(ids) - 1)]
            owned.append(slice(len(ids), len(ids) + len(kept)))
            ids += kept
        ids.append(self._sep)
        return ids, [0] * first + [1] * (len(ids) - first), owned

    def _run(self, inputs: Sequence[tuple[list[int], list[int], list[slice]]]) -> list[list[float]]:
        shape = (len(inputs), max(len(ids) for ids, _, _ in inputs))
        ids, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, (i, t, _) in enumerate(inputs):
            ids[row, : len(i)], types[row, : len(i)], mask[row, : len(i)] = i, t, 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        logits = self._session.run(None, feed)[0].reshape(shape)
        return [
            [float(logits[row, part].mean()) if part.stop > part.start else -10.0 for part in owned]
            for row, (_, _, owned) in enumerate(inputs)
        ]


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """Return the packaged reader, opened once in a process."""
    return Reader()


if __name__ == "__main__":
    load_reader()
