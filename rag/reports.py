"""Questions about what outlets reported ("did The Verge suggest X, while TechCrunch says Y?").

No sentence answers such a question by itself. Each named outlet's nearest report is shown, if together they are likely
to be what the question is about (a logistic regression, ``training/reports.py``); the desk does not combine them.
An outlet that the question names and the archive lacks speaks against it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.names import mentions, question_names
from index.terms import content_stems, stems
from index.values import NO_FILTERS, Article, Filters, Hit, Span
from rag.answer import cite
from rag.outlets import named, unknown
from rag.retrieve import closeness, retrieve
from rag.values import Abstention, Answer, Citation, Reply, Statement

if TYPE_CHECKING:
    from index import Archive

WEIGHTS = Path(__file__).with_name("reports.json")
MOST, EACH, SECOND = 4, 2, 0.8
NOTE = "The reports of these outlets that come nearest to the question; the desk does not combine or compare them."


@dataclass(frozen=True, slots=True)
class Report:
    """A passage of an outlet that the question names."""

    outlet: str
    article: Article
    hit: Hit


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the signals, the bias, and the probability from which reports are shown."""

    weights: Mapping[str, float]
    bias: float
    floor: float

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return the probability, in [0, 1], that the reports are what the question is about."""
        logit = self.bias + sum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the fitted weights that ship with the desk."""
    told = json.loads(WEIGHTS.read_text())
    return Weights(told["weights"], told["bias"], told["floor"])


def reported(archive: Archive, reply: Reply, filters: Filters = NO_FILTERS, strict: float | None = None) -> Reply:
    """Return an answer made of outlets' reports in place of an abstention, if the question is about such.

    ``strict`` is the probability that the user wants at least; None for the fitted floor.
    """
    if not isinstance(reply, Abstention) or filters.publisher:
        return reply
    found = reports(archive, reply.question, filters)
    if not found:
        return reply
    weights = load_weights()
    support = weights.probability(signals(archive, reply.question, found))
    return _answer(reply, found, support) if support >= (weights.floor if strict is None else strict) else reply


def reports(archive: Archive, question: str, filters: Filters = NO_FILTERS) -> list[Report]:
    """Return the nearest passages of each outlet that a question names, in the question's order; none for no outlet.

    A second one is as near as the first, or nearly so.
    """
    known = named(question, archive.publishers())
    made: list[Report] = []
    for publishers in list(known.values())[:MOST]:
        hits = [h for p in publishers for h in retrieve(archive, question, EACH, replace(filters, publisher=p))]
        best = sorted(hits, key=lambda h: -closeness(h))[: EACH if len(known) <= MOST // EACH else 1]
        kept = [h for h in best if closeness(h) >= SECOND * closeness(best[0])]
        made += [Report(publishers[0], archive.article(h.passage.article_id), h) for h in kept]
    return made


def signals(archive: Archive, question: str, found: Sequence[Report]) -> dict[str, float]:
    """Return what tells whether reports are what the question is about.

    ``near`` is the mean cosine of each outlet's best passage, ``names`` and ``words`` the shares of the question's
    names and content words that the reports have (without names, its words count for both), ``missing`` whether an
    outlet asked for is not in the archive.
    """
    known = named(question, archive.publishers())
    whole = " ".join(f"{r.article.title} {r.hit.passage.span.of(r.article.text)}" for r in found)
    outlets = " ".join(p for ps in known.values() for p in ps)
    names = [n.text for n in question_names(question) if n.text.casefold() not in outlets.casefold()]
    asked = set(content_stems(question)) - stems(outlets)
    best: dict[str, float] = {}
    for r in found:
        best[r.outlet] = max(best.get(r.outlet, 0.0), r.hit.parts["dense"])
    told = len(asked & stems(whole)) / max(1, len(asked))
    return {
        "near": sum(best.values()) / max(1, len(best)),
        "names": sum(bool(mentions(whole, n)) for n in names) / len(names) if names else told,
        "words": told,
        "missing": float(bool(unknown(question, known))),
    }


def _answer(reply: Abstention, found: Sequence[Report], support: float) -> Answer:
    citations: list[Citation] = []
    for report in found:
        span = _telling(reply.question, report)
        if all(c.quote != span.of(report.article.text) for c in citations):
            citations.append(cite(len(citations) + 1, report.article, report.hit.passage.id, span))
    statements = tuple(Statement(c.quote, support, (c.n,)) for c in citations)
    return Answer(reply.question, statements, tuple(citations), reply.searched, reply.timing_ms, note=NOTE)


def _telling(question: str, report: Report) -> Span:
    """Return the sentence of a passage that shares most words with the question, the first of those that do."""
    asked, passage = set(content_stems(question)), report.hit.passage
    return max(passage.sentences, key=lambda s: len(asked & stems(s.of(report.article.text))))
