"""Any CrossEncoder or NLI model that the user names, as a verifier; slow to load, since it imports torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ModelError
from index.verifier import Floats, Pair

_SUPPORTS, _REFUTES, _NEUTRAL = ("entail", "support", "consistent"), ("contradict", "refut"), ("neutral", "not", "nei")


class NamedClassifier:
    """A sentence-transformers CrossEncoder with one output (support) or named labels, read from its configuration."""

    def __init__(self, name: str) -> None:
        """Load a folder or a model of the hub; raise ModelError when that fails or its labels say nothing."""
        self._model = _load(name)
        config: Any = self._model.config
        self._columns = columns({int(i): str(label) for i, label in config.id2label.items()}, name)

    def probabilities(self, pairs: Sequence[Pair]) -> Floats:
        """Return float32 [n, 3]: supports, neutral, refutes. NLI models read the evidence first."""
        logits = np.asarray(
            self._model.predict([(e, s) for s, e in pairs], activation_fn=_identity(), show_progress_bar=False),
            dtype=np.float32,
        ).reshape(len(pairs), -1)
        if logits.shape[1] == 1:
            support = 1 / (1 + np.exp(-logits[:, 0]))
            return np.stack([support, 1 - support, np.zeros_like(support)], axis=1)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        return np.stack([shares[:, c].sum(axis=1) for c in self._columns], axis=1).astype(np.float32)


def _identity() -> Any:
    import torch

    return torch.nn.Identity()


def _load(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    folder = Path(name).expanduser()
    try:
        return CrossEncoder(
            str(folder) if folder.is_dir() else name, device="cpu", model_kwargs={"use_safetensors": True}
        )
    except Exception as error:  # the library raises many types, which share no base
        raise ModelError(
            f"the verifier {name!r} cannot be opened ({type(error).__name__}); name a folder or a hub model "
            "with safetensors weights"
        ) from error


def columns(labels: Mapping[int, str], name: str) -> tuple[list[int], list[int], list[int]]:
    """Return the columns of the labels that mean supports, neutral and refutes; ModelError if none means support."""
    if len(labels) == 1:
        return [0], [], []
    told = {i: label.lower().replace("-", "_") for i, label in labels.items()}
    refutes = [i for i, label in told.items() if any(word in label for word in _REFUTES)]
    neutral = [i for i, label in told.items() if i not in refutes and label.startswith(_NEUTRAL)]
    supports = [i for i, label in told.items() if i not in (*refutes, *neutral) and any(w in label for w in _SUPPORTS)]
    if not supports:
        names = ", ".join(labels.values())
        raise ModelError(f"the verifier {name!r} has the labels {names}; name a model with an entailment label")
    return supports, neutral, refutes
