"""How alike in meaning a question and sentences are: as wholes, and each word of the question by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.inside import Place, Vectors
from index.terms import content_spans, stem
from index.values import Passage
from rag.question import Question

if TYPE_CHECKING:
    from index import Archive

SIGNALS = ("likeness", "meant", "meant_least")
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a question and the sentences of passages are, by an article's id and the start of the sentence.

    ``wholes`` are the cosines of question and sentence. Each word of the question's topic is as well met as by the
    likest word of the sentence (MaxSim, Khattab and Zaharia 2020): ``met`` are these cosines, [words], empty when the
    question has no topic; ``weights`` [words] tell how much each word counts. Words mean what their passage makes them
    mean. The reader learned from questions that mostly repeat the words of the text; these tell of those that do not.
    """

    wholes: Mapping[Place, float]
    met: Mapping[Place, Vectors]
    weights: Sequence[float]

    def signals(self, places: Sequence[Place]) -> dict[str, float]:
        """Return the signals of the last of the places, the others being the sentences before it: all cosines.

        ``likeness`` is that of the whole, ``meant`` how well the words are met, ``meant_least`` the worst met of them,
        ``meant_near`` how well they are met here or in a sentence before; 1.0 when the question has no topic.
        """
        told = dict.fromkeys(("meant", "meant_least", "meant_near"), 1.0)
        if self.met:
            met = [self.met.get(place, np.zeros(len(self.weights), np.float32)) for place in places]
            here, near = met[-1], np.max(met, axis=0)
            told = {"meant": self._mean(here), "meant_least": float(here.min()), "meant_near": self._mean(near)}
        return {"likeness": self.wholes.get(places[-1], 0.0), **told}

    def _mean(self, cosines: Vectors) -> float:
        return float(np.average(cosines, weights=self.weights))


def likeness(archive: Archive, question: Question, passages: Sequence[Passage], idf: Mapping[str, float]) -> Likeness:
    """Return how alike a question and the sentences of passages are; a word counts by the ``idf`` of its stem."""
    asked = [s for s in content_spans(question.text) if stem(s.of(question.text)) in question.topic]
    met = archive.met(question.text, asked, passages) if asked else {}
    weights = [max(_NOTHING, idf.get(stem(s.of(question.text)), 1.0)) for s in asked]
    return Likeness(archive.sentences(question.text, passages), met, weights)


def behind(made: Sequence[Mapping[str, float]], names: Sequence[str]) -> list[dict[str, float]]:
    """Return by how much each falls short of the best in each of ``names``: ``likeness_behind`` and so on."""
    best = {name: max((m[name] for m in made), default=0.0) for name in names}
    return [{f"{name}_behind": best[name] - m[name] for name in names} for m in made]
