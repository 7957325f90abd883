"""Passages for a question: dense and lexical candidates fused, narrowed by dates that the question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from index.names import question_names
from index.places import states
from index.terms import is_content, words
from index.values import NO_FILTERS, Article, Filters, Hit
from rag.verbs import is_plain
from rag.when import Window

if TYPE_CHECKING:
    from index import Archive

POOL = 50
DENSE_SHARE = 0.5
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def retrieve(archive: Archive, query: str, k: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
    """Return the ``k`` best passages for a query, by dense and lexical score together."""
    pool = max(POOL, k)
    return fuse(archive.dense(query, pool, filters), archive.lexical(lexical_query(query), pool, filters))[:k]


def lexical_query(query: str) -> str:
    """Return the words of a query that tell passages apart, and the other names of the states in it.

    Function words and "say" tell a small archive's passages apart by accident; "Moscow" is written "Russia" elsewhere.
    """
    told = [w for w in words(query) if is_content(w) and not is_plain(w)]
    others = [o for n in question_names(query) for place in states(n.text, seats=True) for o in place.strong]
    return " ".join(dict.fromkeys([*told, *others])) or query


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit]) -> list[Hit]:
    """Return the hits of both lists by a convex combination of cosine and BM25 scaled to its best (Bruch et al. 2023).

    A passage that one list lacks gets the lowest score of that list: it is no better there than the last one shown.
    """
    passages = {h.passage.id: h.passage for h in (*dense, *lexical)}
    near, worded = _scaled(dense, scale=1.0), _scaled(lexical, scale=max((h.score for h in lexical), default=1.0))
    near_floor, worded_floor = min(near.values(), default=0.0), min(worded.values(), default=0.0)
    score = {
        i: DENSE_SHARE * near.get(i, near_floor) + (1 - DENSE_SHARE) * worded.get(i, worded_floor) for i in passages
    }
    order = sorted(score, key=lambda i: (-score[i], i))
    return [Hit(passages[i], score[i], rank) for rank, i in enumerate(order, 1)]


def _scaled(hits: Sequence[Hit], scale: float) -> dict[str, float]:
    return {h.passage.id: max(0.0, h.score / scale) if scale else 0.0 for h in hits}


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
