"""What the trainers share: batches of similar length, and the int8 model beside the weights."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from index.export import Head, digest, export_once

BATCH_TOKENS = 2048


def batches(lengths: Sequence[int], rng: random.Random, jitter: float = 8.0) -> list[list[int]]:
    """Return index batches of similar length, at most ``BATCH_TOKENS`` padded tokens each, in random order.

    ``jitter`` is by how many tokens the order may be off, so that batches differ between passes.
    """
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * jitter)
    made: list[list[int]] = [[]]
    for i in order:
        if made[-1] and (len(made[-1]) + 1) * lengths[i] > BATCH_TOKENS:
            made.append([])
        made[-1].append(i)
    rng.shuffle(made)
    return made


def quantize(folder: Path, head: Head, out: Path) -> None:
    """Write an int8 model of the weights in ``folder``: by channel, in 7 bits, since AVX2 adds products in 16."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.parent.mkdir(exist_ok=True)
    quantize_dynamic(
        export_once(folder, digest(folder / "model.safetensors"), head),
        out,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
