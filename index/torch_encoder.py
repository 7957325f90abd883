"""Any sentence-transformers model as an encoder; slow to load, since it imports torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import DEFAULT, WINDOW, OnEncoded, Vectors, pooled
from index.errors import ModelError
from index.export import digest
from index.values import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_FOR_PASSAGES = ("document", "passage", "corpus")
_PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"}


class TorchEncoder:
    """A sentence-transformers model with safetensors weights.

    The prompts of its configuration called "query" and "document" (or "passage") are put before queries and passages.
    """

    def __init__(self, name: str) -> None:
        """Load a folder or a model of the hub; raise ModelError when that fails or the weights are pickled."""
        folder = Path(name).expanduser()
        local = folder if folder.is_dir() else _downloaded(name)
        weights = _safe_weights(local)
        label = folder.resolve().name if folder.is_dir() else name
        self._model = _sentence_transformer(local)
        prompted = "+prompts" if any(self._model.prompts.values()) else ""
        self.name = f"{label}@{digest(weights)[:12]}{prompted}"
        self._prompt = next((p for n in _FOR_PASSAGES if (p := self._model.prompts.get(n))), "")
        pooling = next((str(getattr(m, "pooling_mode", "")) for m in self._model if hasattr(m, "pooling_mode")), "")
        self._pools_by_mean = pooling == "mean" and self._model.tokenizer.is_fast
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        bare, *prompts = self.count_tokens(["", *(p or "" for p in self._model.prompts.values())])
        self.max_tokens = (int(self._model.max_seq_length or 0) or 512) - (max([bare, *prompts]) - bare)

    def encode(self, texts: Sequence[str], progress: OnEncoded | None = None) -> Vectors:
        """Return float32 [len(texts), dimension]; see ``Encoder.encode``."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), WINDOW):
            part = list(texts[start : start + WINDOW])
            found = self._model.encode_document(part, normalize_embeddings=True, show_progress_bar=False)
            vectors[start : start + len(part)] = np.asarray(found)
            if progress:
                progress(start + len(part), len(texts))
        return vectors

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: OnEncoded | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        """Return float32 [len(texts), dimension] and of each text [its parts, dimension]; see ``Encoder.encode_parts``.

        A part is the mean of its tokens where the model pools by the mean, else it is encoded by itself.
        """
        vectors = self.encode(texts, progress)
        if self._pools_by_mean:
            return vectors, [w for at in range(0, len(texts), WINDOW) for w in self._within(texts, parts, vectors, at)]
        told = self.encode([part.of(text) for text, spans in zip(texts, parts, strict=True) for part in spans])
        ends = np.cumsum([len(spans) for spans in parts])
        return vectors, np.split(told, ends[:-1]) if len(parts) else []

    def _within(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], vectors: Vectors, at: int
    ) -> Iterator[Vectors]:
        """Yield the vectors of the parts of each text of the window that begins at ``at``."""
        prompted = [self._prompt + text for text in texts[at : at + WINDOW]]
        states = self._model.encode(prompted, prompt="", output_value="token_embeddings", show_progress_bar=False)
        told = self._model.tokenizer(prompted, truncation=True, return_offsets_mapping=True)["offset_mapping"]
        for found, offsets, spans, whole in zip(states, told, parts[at:], vectors[at:], strict=False):
            moved = [(start - len(self._prompt), end - len(self._prompt)) for start, end in offsets]
            inside = [(start, end) if start >= 0 else (0, 0) for start, end in moved][: len(found)]
            yield pooled(found.cpu().numpy(), inside, spans, whole)

    def encode_query(self, text: str) -> Vectors:
        """Return float32 [dimension]; see ``Encoder.encode_query``."""
        found = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens included."""
        ids = self._model.tokenizer(list(texts), truncation=False, padding=False, verbose=False)["input_ids"]
        return [len(row) for row in ids]


def _safe_weights(folder: Path) -> Path:
    weights = sorted(folder.rglob("*.safetensors"))
    safe = {path.parent for path in weights}
    pickled = [path for path in folder.rglob("*") if path.suffix in _PICKLES and path.parent not in safe]
    if pickled or not weights:
        what = pickled[0].name if pickled else "no weights"
        raise ModelError(f"{folder.name} has {what}; save the encoder as safetensors, or name another")
    return weights[0]


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    # Neither pickles nor code are among them.
    fetch = partial(snapshot_download, name, allow_patterns=["*.safetensors", "*.json", "*.txt", "*.model"])
    try:
        try:
            return Path(fetch(local_files_only=True))
        except LocalEntryNotFoundError:
            return Path(fetch())
    except (OSError, ValueError, HfHubHTTPError) as error:
        raise ModelError(
            f"no encoder called {name!r} here or on the hub ({type(error).__name__}); "
            f"give a folder, a model of the hub, or nothing for {DEFAULT}"
        ) from error


def _sentence_transformer(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
    except Exception as error:
        raise ModelError(f"{folder.name} is not a model that sentence-transformers can load: {error}") from error
