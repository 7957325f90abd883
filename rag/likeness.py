"""How alike in meaning a question and sentences are: as wholes, and each word of the question by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.terms import content_spans, stem
from index.values import Span
from rag.question import Question

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str], Sequence[Sequence[Span]]], tuple[Vectors, list[Vectors]]]


def likeness(question: Question, texts: Sequence[str], encode: Encode) -> list[dict[str, float]]:
    """Return for each text ``likeness``, ``meant`` and ``meant_least``, all cosines, and how far each is behind.

    Behind is by how much it falls short of the best of the texts: ``likeness_behind`` and so on.

    ``likeness`` is that of question and text. Each word of the question's topic is as well met as by the likest word of
    the text (MaxSim, Khattab and Zaharia 2020): ``meant`` is the mean of that, ``meant_least`` the least, 1.0 when the
    question has no topic. ``encode`` is ``Encoder.encode_parts``: words mean what their sentence makes them mean. The
    reader learned from questions that mostly repeat the words of the text; these tell of those that do not.
    """
    asked = [s for s in content_spans(question.text) if stem(s.of(question.text)) in question.topic]
    wholes, words = encode([question.text, *texts], [asked, *map(content_spans, texts)])
    made = []
    for whole, said in zip(wholes[1:], words[1:], strict=True):
        met = (words[0] @ said.T).max(axis=1, initial=0.0) if asked else np.ones(1, np.float32)
        near = {"likeness": whole @ wholes[0], "meant": met.mean(), "meant_least": met.min()}
        made.append({name: float(cosine) for name, cosine in near.items()})
    best = {name: max(m[name] for m in made) for name in made[0]} if made else {}
    return [m | {f"{name}_behind": best[name] - m[name] for name in best} for m in made]
