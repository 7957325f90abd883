"""A BERT folder to one fused ONNX file, once per machine; ``python -m index.export`` prepares the default encoder."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.errors import ModelError

if TYPE_CHECKING:
    import torch

Head = Literal["embedding", "token", "sequence"]

EXPORTER = "2"
OPSET = 17


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cache_folder() -> Path:
    """Return where exported models are kept: ``$CLAIMDESK_CACHE``, else ``~/.cache/claimdesk``."""
    return Path(os.environ.get("CLAIMDESK_CACHE") or "~/.cache/claimdesk").expanduser()


def export_once(folder: Path, model_digest: str, head: Head) -> Path:
    """Return the exported model of ``folder``, whose weights have this SHA-256; it is made when the cache lacks it.

    Raises ModelError when the cache cannot be written.
    """
    path = cache_folder() / "onnx" / f"{model_digest[:16]}-{head}-v{EXPORTER}.onnx"
    if path.is_file():
        return path
    sys.stderr.write("Preparing a model for its first use (about 15 seconds, once)...\n")
    try:
        export_bert(folder, path, head)
    except OSError as error:
        raise ModelError(f"cannot prepare a model in {cache_folder()} ({error}); set CLAIMDESK_CACHE") from error
    return path


def export_bert(folder: Path, out: Path, head: Head) -> None:
    """Write the BERT model in ``folder`` (config.json, model.safetensors) to the ONNX file ``out``, all or nothing.

    Inputs are ``input_ids``, ``attention_mask`` and, but for ``embedding``, ``token_type_ids``, int64 [n, tokens].
    Outputs for ``embedding``: ``embeddings``, float32 [n, hidden], the mean over tokens at unit length, and ``states``,
    float32 [n, tokens, hidden]; for ``token``: ``logits``, float32 [n, tokens, labels]; for ``sequence``: ``logits``,
    float32 [n, labels].
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as scratch:
        traced, fused = Path(scratch) / "traced.onnx", Path(scratch) / "fused.onnx"
        _quiet()
        model = _embedder(folder) if head == "embedding" else _classifier(folder, head)
        _trace(model, traced, head)
        _fuse(traced, fused, folder)
        os.replace(fused, out)


def _quiet() -> None:
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _embedder(folder: Path) -> torch.nn.Module:
    import torch
    from transformers import AutoModel

    class Embedder(torch.nn.Module):
        """Mean pooling over the attended tokens, then unit length, as sentence-transformers does."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(folder, **_SAFE)

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weights = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1), states

    return Embedder().float().eval()


def _classifier(folder: Path, head: Head) -> torch.nn.Module:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification

    kind = AutoModelForTokenClassification if head == "token" else AutoModelForSequenceClassification

    class Classifier(torch.nn.Module):
        """The logits alone."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = kind.from_pretrained(folder, **_SAFE)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).logits
            return logits

    return Classifier().float().eval()


# Eager attention is the only form that the fuser recognises.
_SAFE = {"local_files_only": True, "use_safetensors": True, "attn_implementation": "eager"}


def _trace(model: torch.nn.Module, out: Path, head: Head) -> None:
    import warnings

    import torch

    ids = torch.ones((2, 16), dtype=torch.int64)
    names = ["input_ids", "attention_mask", *([] if head == "embedding" else ["token_type_ids"])]
    outputs = ["embeddings", "states"] if head == "embedding" else ["logits"]
    axes = {name: {0: "n", 1: "tokens"} for name in (*names, outputs[-1])}
    if head != "token":
        axes[outputs[0]] = {0: "n"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(torch.ones_like(ids) for _ in names),
            str(out),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def _fuse(traced: Path, out: Path, folder: Path) -> None:
    import json

    from onnxruntime.transformers.optimizer import optimize_model

    config = json.loads((folder / "config.json").read_text("utf-8"))
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    optimize_model(str(traced), model_type="bert", num_heads=heads, hidden_size=hidden).save_model_to_file(str(out))


def main() -> None:
    """Export the default encoder, when the cache lacks it, and name the file."""
    from index.encoder import load_encoder

    sys.stdout.write(f"{load_encoder('').name} is ready in {cache_folder()}\n")


if __name__ == "__main__":
    main()
