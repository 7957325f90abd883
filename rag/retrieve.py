"""Passages for a question: dense and lexical candidates fused, narrowed by dates that the question names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from index.duplicates import repeats
from index.names import question_names
from index.places import states
from index.terms import is_content, words
from index.values import NO_FILTERS, Article, Filters, Hit
from rag.verbs import is_plain
from rag.when import Window

if TYPE_CHECKING:
    from index import Archive
    from rag.rerank import Reranker

POOL = 50
ALIKE = 0.6
SHARES = {"dense": 0.5, "lexical": 0.25, "wording": 0.25}
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def retrieve(
    archive: Archive, query: str, k: int = 10, filters: Filters = NO_FILTERS, reranker: Reranker | None = None
) -> list[Hit]:
    """Return the ``k`` best passages for a query, by meaning and by words; the best of them in the reranker's order.

    ``parts`` of each hit, all in [0, 1]: ``dense`` (cosine), ``lexical`` and ``wording`` (BM25 over that of the best,
    for the words that carry content and for all of them); with a reranker, of those that it looked at, ``reranker``
    (how well the best sentence fits) and, if the query names such, ``claimant`` and ``date``.
    """
    pool = max(POOL, k)
    lexical, wording = (archive.lexical(text, pool, filters) for text in (lexical_query(query), query))
    hits = fuse(archive.dense(query, pool, filters), lexical, wording)
    return (reranker.rerank(archive, query, hits) if reranker else hits)[:k]


def lexical_query(query: str) -> str:
    """Return the words of a query that tell passages apart, and the other names of the states in it.

    Function words and "say" tell a small archive's passages apart by accident; "Moscow" is written "Russia" elsewhere.
    """
    told = [w for w in words(query) if is_content(w) and not is_plain(w)]
    others = [o for n in question_names(query) for place in states(n.text, seats=True) for o in place.strong]
    return " ".join(dict.fromkeys([*told, *others])) or query


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit], wording: Sequence[Hit] | None = None) -> list[Hit]:
    """Return the hits of all lists by a convex combination of their min-max scaled scores (TM2C2, Bruch et al. 2023).

    ``lexical`` are hits for the words that carry content, ``wording`` for all of them (None: the same). A passage that
    a list lacks gets the lowest score of that list: it is no better there than the last one shown.
    """
    lists = {"dense": dense, "lexical": lexical, "wording": lexical if wording is None else wording}
    passages = {h.passage.id: h.passage for hits in lists.values() for h in hits}
    parts: dict[str, dict[str, float]] = {i: {} for i in passages}
    score = dict.fromkeys(passages, 0.0)
    for name, hits in lists.items():
        best = 1.0 if name == "dense" else max((h.score for h in hits), default=0.0) or 1.0
        known = {h.passage.id: max(0.0, h.score / best) for h in hits}
        floor, scaled = min(known.values(), default=0.0), _scaled(list(known.values()))
        for i in passages:
            parts[i][name] = known.get(i, floor)
            score[i] += SHARES[name] * scaled(parts[i][name])
    order = sorted(score, key=lambda i: (-score[i], i))
    return [Hit(passages[i], score[i], rank, parts[i]) for rank, i in enumerate(order, 1)]


def _scaled(scores: Sequence[float]) -> Callable[[float], float]:
    """Return what maps scores, the best first, to 1 for the first and 0 for the last of a pool, whatever ``k`` is."""
    high, low = (scores[0], scores[:POOL][-1]) if scores else (0.0, 0.0)
    return lambda score: (score - low) / (high - low) if high > low else float(score > 0.0)


def collapsed(archive: Archive, hits: Iterable[Hit], k: int) -> list[Hit]:
    """Return the first ``k`` hits that repeat no better one of another article; who repeats it is told in ``also``.

    Compared are the passages that share most runs of four words, as whole articles are (``index/duplicates.py``).
    """
    kept: list[Hit] = []
    texts: list[str] = []
    who_says: dict[tuple[str, ...], list[int]] = {}
    article = cache(archive.article)
    for hit in hits:
        text = hit.passage.span.of(article(hit.passage.article_id).text)
        told = text.split()
        runs = set(zip(told, told[1:], told[2:], told[3:], strict=False))
        alike = Counter(n for run in runs for n in who_says.get(run, ())).most_common(1)
        nearest, shared = alike[0] if alike else (0, 0)
        twin = nearest if runs and shared >= ALIKE * len(runs) and repeats(text, texts[nearest]) else None
        if twin is None or kept[twin].passage.article_id == hit.passage.article_id:
            for run in runs:
                who_says.setdefault(run, []).append(len(kept))
            kept.append(hit)
            texts.append(text)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, hit.passage))
    return [replace(hit, rank=rank) for rank, hit in enumerate(kept[:k], 1)]


def closeness(hit: Hit) -> float:
    """Return how near a passage is to a query, in [0, 1], on a scale that does not hang on what else was found."""
    return (hit.parts["dense"] + hit.parts["lexical"]) / 2 if hit.parts else hit.score


def within(archive: Archive, hits: Iterable[Hit], window: Window | None, k: int) -> list[Hit]:
    """Return the first ``k`` hits that a date named in the question allows, or all of them when it allows none.

    Allowed is an article published in the window, one without a date, and a passage that names the date itself: an
    event of 2014 is written about for years.
    """
    listed = list(hits)
    if window is None:
        return listed[:k]
    kept = [h for h in listed if _allowed(archive, h, window)]
    return [replace(h, rank=rank) for rank, h in enumerate((kept or listed)[:k], 1)]


def _allowed(archive: Archive, hit: Hit, window: Window) -> bool:
    article = archive.article(hit.passage.article_id)
    return in_window(article, window) is not False or names_year(hit.passage.span.of(article.text), window)


def names_year(text: str, window: Window) -> bool:
    """Tell whether a text names a year that the window touches."""
    first = window.after.year if window.after else 0
    last = window.before.year if window.before else 9999
    return any(first <= int(year) <= last for year in _YEAR.findall(text))


def names_a_year(text: str) -> bool:
    """Tell whether a text names any year."""
    return bool(_YEAR.search(text))


def in_window(article: Article, window: Window) -> bool | None:
    """Tell whether an article was published in a window; None when its date is unknown."""
    if article.published is None:
        return None
    after, before = window.after or date.min, window.before or date.max
    return article.published.last >= after and article.published.first <= before
