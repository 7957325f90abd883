"""The best of the retrieved passages in a better order, by what the reader makes of them, who speaks, and when it was.

A passage is as good as its best sentence (MaxP, Dai and Callan 2019). Only the first few are looked at: what the first
stage puts lower is rarely right, and reading costs more than all else (``docs/retrieval.md`` has the figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from index.values import Hit, Passage
from rag.heard import Voice, asked_for
from rag.question import is_question, understand
from rag.reader import Reader, Window
from rag.retrieve import in_window, names_year
from rag.when import window

if TYPE_CHECKING:
    from index import Archive
    from index.claim import Claim

READ = 6
WEIGHTS: Mapping[str, float] = {"reranker": 1.2, "claimant": 0.2, "date": 0.2}
"""What each part weighs beside the fused score, which weighs 1."""
_LOGIT = 10.0
_FEW = 8  # of so many words is what names rather than states: "Trudeau on Ukraine in 2016"


class Reranker:
    """Orders hits by their fused score and by what a closer look says."""

    def __init__(self, reader: Reader, read: int = READ, weights: Mapping[str, float] = WEIGHTS) -> None:
        """Look at the first ``read`` hits."""
        self._reader, self._read, self._weights = reader, read, weights

    def rerank(self, archive: Archive, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return all hits, scores in [0, 1]: the first few in a new order, and behind them the rest as they were.

        The reader has a say on questions only: of statements and headlines it makes no better order than it finds.
        """
        first, rest = hits[: self._read], hits[self._read :]
        if not first:
            return []
        looked = [h.passage for h in first]
        found = asked(archive, query, looked)
        if is_question(query):
            fits = self._answers(archive, query, looked)
            found = [{**told, "reranker": fit} for told, fit in zip(found, fits, strict=True)]
        made = [
            replace(h, score=self._score(h, parts), parts={**h.parts, **parts})
            for h, parts in zip(first, found, strict=True)
        ]
        made.sort(key=lambda h: (-h.score, h.rank))
        least = made[-1].score / max(1e-9, rest[0].score) if rest else 0.0
        made += [replace(h, score=min(1.0, least) * h.score) for h in rest]
        return [replace(h, rank=rank) for rank, h in enumerate(made, 1)]

    def _score(self, hit: Hit, parts: Mapping[str, float]) -> float:
        weights = {name: weight for name, weight in self._weights.items() if name in parts}
        return (hit.score + sum(w * parts[name] for name, w in weights.items())) / (1 + sum(weights.values()))

    def _answers(self, archive: Archive, query: str, passages: Sequence[Passage]) -> list[float]:
        """Return for each passage the logit of its best sentence, from 0 for -10 to 1 for 10."""
        windows = [_window(archive, p) for p in passages]
        best = [max(row, default=-_LOGIT) for row in self._reader.score([query] * len(windows), windows)]
        return [min(1.0, max(0.0, 0.5 + logit / (2 * _LOGIT))) for logit in best]


def asked(archive: Archive, query: str, passages: Sequence[Passage]) -> list[dict[str, float]]:
    """Return for each passage whether it is of whom and when a query names; nothing of what it does not name.

    ``claimant``: 1 if it reports words of a claimant asked for. ``date``: 1 if its article was published in the period,
    or it names its year, 0.5 if no date is known, else 0; not of statements, whose dates are told and not asked for.
    """
    question = understand(query)
    period = window(query, date.today()) if is_question(query) or len(query.split()) <= _FEW else None
    spoken = archive.heard(passages) if question.claimants else []
    voices = [t for t in spoken if asked_for(question, Voice(t))]
    made: list[dict[str, float]] = []
    for passage in passages:
        told: dict[str, float] = {}
        if question.claimants:
            told["claimant"] = float(any(_holds(passage, t.claim) for t in voices))
        if period:
            article = archive.article(passage.article_id)
            known = in_window(article, period)
            named = names_year(passage.span.of(article.text), period)
            told["date"] = 1.0 if known or named else 0.5 if known is None else 0.0
        made.append(told)
    return made


def _holds(passage: Passage, claim: Claim) -> bool:
    here, there = passage.span, claim.span
    return passage.article_id == claim.article_id and there.start < here.end and here.start < there.end


def _window(archive: Archive, passage: Passage) -> Window:
    article = archive.article(passage.article_id)
    return Window(article.title, tuple(s.of(article.text) for s in passage.sentences))
