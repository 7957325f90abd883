"""The archive's articles as a list: what is known of each, how far the desk has read it, and narrowing the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from index.store import Store
from index.values import NO_FILTERS, Filters

Status = Literal["waiting", "indexed", "claims read", "copy"]
STATUSES: tuple[Status, ...] = ("claims read", "indexed", "waiting", "copy")

_SQL = """
    SELECT a.id, a.title, a.publisher, a.published, a.byline, a.path, a.origin,
           coalesce(o.publisher || ': ', '') || o.title,
           EXISTS (SELECT 1 FROM passages AS p JOIN pending AS w ON w.passage_id = p.id WHERE p.article_id = a.id),
           a.was_read IS a.to_read,
           (SELECT count(*) FROM claims AS c WHERE c.article_id = a.id),
           (SELECT count(*) FROM articles AS c WHERE c.origin = a.id)
    FROM articles AS a LEFT JOIN articles AS o ON o.id = a.origin
    WHERE (:after IS NULL OR a.first_day >= :after) AND (:before IS NULL OR a.last_day <= :before)
    AND (:publisher IS NULL OR a.publisher_key = :publisher)
    ORDER BY a.number DESC
"""
_WORDS = "SELECT id, title, publisher, byline, url, path, text FROM articles"


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list.

    ``status`` is *waiting* (not in the indexes yet), *indexed* (searched, its claims yet to be read), *claims read*, or
    *copy* of the article ``origin``, which ``copy_of`` names. ``claims`` and ``copies`` are numbers.
    """

    id: str
    title: str
    publisher: str | None
    published: str | None
    byline: str | None
    path: str
    origin: str | None
    copy_of: str | None
    status: Status
    claims: int
    copies: int


def listed(store: Store, words: str = "", filters: Filters = NO_FILTERS, status: Status | None = None) -> list[Listed]:
    """Return the articles, copies included, the last added first.

    An article must have each of ``words`` in its title, text, publisher, byline, url or path, whatever their case.
    Filters go by the article's own publisher and day: a copy is listed by its own.
    """
    values = {
        "after": filters.after and filters.after.isoformat(),
        "before": filters.before and filters.before.isoformat(),
        "publisher": " ".join(filters.publisher.casefold().split()) if filters.publisher else None,
    }
    having = _having(store, words.casefold().split())
    rows = [_listed(row) for row in store.run(_SQL, values)]
    return [one for one in rows if (having is None or one.id in having) and status in (None, one.status)]


def _having(store: Store, words: list[str]) -> set[str] | None:
    """Return the articles that have all words, None where there are no words to have."""
    if not words:
        return None
    return {row[0] for row in store.run(_WORDS) if _has("\n".join(filter(None, row[1:])).casefold(), words)}


def _has(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _listed(row: tuple[Any, ...]) -> Listed:
    article_id, title, publisher, published, byline, path, origin, copy_of, waits, was_read, claims, copies = row
    status: Status = "copy" if origin else "waiting" if waits else "claims read" if was_read else "indexed"
    return Listed(article_id, title, publisher, published, byline, path, origin, copy_of, status, claims, copies)
