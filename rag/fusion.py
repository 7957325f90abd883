"""One order out of several: how near in meaning, which words are shared, of the passage and of its article.

Lists are added up by a convex combination of their scaled scores (TM2C2, Bruch et al. 2023). The shares were learned
on training splits (``training/fusion.py``): what a question wants is in one sentence of the passage (MaxP, Dai and
Callan 2019), while a statement (a claim, a headline, a few names) is found by what the whole article is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.values import Hit

if TYPE_CHECKING:
    from index import Archive

POOL = 50
QUESTION: Mapping[str, float] = {"sentence": 0.45, "lexical": 0.275, "wording": 0.275}
STATEMENT: Mapping[str, float] = {"dense": 0.12, "lexical": 0.18, "article": 0.44, "article_wording": 0.26}
FIRST: Mapping[str, float] = {"dense": 0.5, "lexical": 0.5}
FIRST_OF_QUESTION: Mapping[str, float] = {"dense": 0.5, "lexical": 0.25, "wording": 0.25}
"""By the latter two the passages are chosen that are looked at by sentences, or by whole articles."""


def fuse(lists: Mapping[str, Sequence[Hit]], shares: Mapping[str, float]) -> list[Hit]:
    """Return the hits of all lists, ``dense`` with cosines and others with BM25, scored in [0, 1] by the shares.

    ``parts`` are in [0, 1]: BM25 is told over that of the best. A passage that a list lacks gets the lowest score of
    that list: it is no better there than the last one shown.
    """
    passages = {h.passage.id: h.passage for hits in lists.values() for h in hits}
    parts: dict[str, dict[str, float]] = {i: {} for i in passages}
    score = dict.fromkeys(passages, 0.0)
    for name, hits in lists.items():
        best = 1.0 if name == "dense" else max((h.score for h in hits), default=0.0) or 1.0
        known = {h.passage.id: max(0.0, h.score / best) for h in hits}
        floor, fit = min(known.values(), default=0.0), scaled(list(known.values())[:POOL])
        for i in passages:
            parts[i][name] = known.get(i, floor)
            score[i] += shares[name] * fit(parts[i][name])
    order = sorted(score, key=lambda i: (-score[i], i))
    return [Hit(passages[i], score[i], rank, parts[i]) for rank, i in enumerate(order, 1)]


def with_sentences(archive: Archive, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return hits in the order of ``QUESTION``: the first by their likest sentence too, the rest behind them.

    Of those looked at ``parts`` gains ``sentence``, the cosine of that sentence; of a passage without one, its own.
    """
    likest: dict[str, float] = {}
    passages = [h.passage for h in hits[:POOL]]
    near = archive.sentences(query, passages)
    for passage in passages:
        found = (near.get((passage.article_id, s.start)) for s in passage.sentences)
        likest[passage.id] = max((cosine for cosine in found if cosine is not None), default=0.0)
    told = [{"sentence": max(0.0, likest[h.passage.id] or h.parts["dense"])} for h in hits[:POOL]]
    return _ordered(hits, told, QUESTION)


def with_articles(archive: Archive, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return hits in the order of ``STATEMENT``: the first by their article as a whole too, the rest behind them.

    Of those looked at ``parts`` gains ``article`` (cosine of the mean of the article's vectors) and ``article_wording``
    (BM25 of all its words, over that of the best).
    """
    whole = archive.whole(query, {h.passage.article_id for h in hits[:POOL]})
    best = max((bm25 for _, bm25 in whole.values()), default=0.0) or 1.0
    found = [whole.get(h.passage.article_id, (0.0, 0.0)) for h in hits[:POOL]]
    told = [{"article": max(0.0, near), "article_wording": bm25 / best} for near, bm25 in found]
    return _ordered(hits, told, STATEMENT)


def _ordered(hits: Sequence[Hit], told: Sequence[Mapping[str, float]], shares: Mapping[str, float]) -> list[Hit]:
    """Return the hits of which more is told by the shares of their scaled parts, and behind them the rest."""
    looked = [replace(h, parts={**h.parts, **more}) for h, more in zip(hits, told, strict=False)]
    rest = hits[len(looked) :]
    fit = {name: scaled([h.parts[name] for h in looked]) for name in shares}
    made = [replace(h, score=sum(share * fit[n](h.parts[n]) for n, share in shares.items())) for h in looked]
    made.sort(key=lambda h: (-h.score, h.passage.id))
    least = made[-1].score / max(1e-9, rest[0].score) if rest else 0.0
    made += [replace(h, score=min(1.0, least) * h.score) for h in rest]
    return [replace(h, rank=rank) for rank, h in enumerate(made, 1)]


def scaled(scores: Sequence[float]) -> Callable[[float], float]:
    """Return what maps the lowest of scores to 0 and the highest to 1; all alike, to whether there is anything."""
    high, low = max(scores, default=0.0), min(scores, default=0.0)
    return lambda score: (score - low) / (high - low) if high > low else float(score > 0.0)
