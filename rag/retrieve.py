"""Passages for a question: dense and lexical candidates fused, narrowed by dates that the question names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from index.duplicates import repeats
from index.names import question_names
from index.places import states
from index.terms import is_content, words
from index.values import NO_FILTERS, Article, Filters, Hit
from rag.fusion import FIRST, FIRST_OF_QUESTION, POOL, fuse, with_articles, with_sentences
from rag.question import is_question
from rag.verbs import is_plain
from rag.when import Window

if TYPE_CHECKING:
    from index import Archive
    from rag.rerank import Reranker

ALIKE = 0.6
_TAG, _HUMP = re.compile(r"(?<!\w)[#@](\w+)"), re.compile(r"(?<=[a-z])(?=[A-Z])")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def retrieve(
    archive: Archive, query: str, k: int = 10, filters: Filters = NO_FILTERS, reranker: Reranker | None = None
) -> list[Hit]:
    """Return the ``k`` best passages for a query, by meaning and by words; the best of them in the reranker's order.

    ``parts`` of each hit, all in [0, 1]: ``dense`` (cosine), ``lexical`` (BM25 over that of the best, for the words
    that carry content), for questions ``wording`` (for all words) and ``sentence`` (cosine of the likest sentence), for
    others ``article`` and ``article_wording`` (cosine and BM25 of the whole article; these and ``sentence`` of the
    first ``POOL``); with a reranker, of those that it looked at, ``reranker`` (how well the best sentence fits) and, if
    the query names such, ``claimant`` and ``date``.
    """
    query = untagged(query)
    pool = max(POOL, k)
    lexical = archive.lexical(lexical_query(query), pool, filters)
    lists = {"dense": archive.dense(query, pool, filters), "lexical": lexical}
    if is_question(query):
        lists["wording"] = archive.lexical(query, pool, filters)
        hits = with_sentences(archive, query, fuse(lists, FIRST_OF_QUESTION))
    else:
        hits = with_articles(archive, query, fuse(lists, FIRST))
    return (reranker.rerank(archive, query, hits) if reranker else hits)[:k]


def untagged(query: str) -> str:
    """Return a query with the tags and handles of a post as words: "#AustralianFires", "@realDonaldTrump"."""
    return _TAG.sub(lambda m: _HUMP.sub(" ", m[1]), query)


def lexical_query(query: str) -> str:
    """Return the words of a query that tell passages apart, and the other names of the states in it.

    Function words and "say" tell a small archive's passages apart by accident; "Moscow" is written "Russia" elsewhere.
    """
    told = [w for w in words(query) if is_content(w) and not is_plain(w)]
    others = [o for n in question_names(query) for place in states(n.text, seats=True) for o in place.strong]
    return " ".join(dict.fromkeys([*told, *others])) or query


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
