"""The archive's one truth: articles, passages, vectors and the queue of pending work, in SQLite."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import ArchiveError, NotFoundError
from index.schema import VERSION, statements
from index.values import Article, Filters, PartialDate, Passage, Span

_FIELDS = "id, path, title, text, publisher, byline, url, language, published, published_from, origin, removed"
_BUSY_MS = 30_000
SEARCHED = "SELECT count(*) FROM passages AS p JOIN articles AS a ON a.id = p.article_id WHERE a.origin IS NULL"
_MATCHING = """
    SELECT id FROM articles
    WHERE origin IS NULL
    AND (:after IS NULL OR first_day >= :after)
    AND (:before IS NULL OR last_day <= :before)
    AND (:article_id IS NULL OR id = :article_id)
    AND (:publisher IS NULL OR publisher_key = :publisher
         OR id IN (SELECT origin FROM articles WHERE publisher_key = :publisher))
"""


class Origins(NamedTuple):
    """What an article row remembers besides the article: the digest of its draft, and the user's edits by field."""

    draft: str
    edits: dict[str, str]


class Store:
    """``archive.db`` in ``folder``. Every thread has its own connection; readers never wait for a writer (WAL)."""

    def __init__(self, folder: Path) -> None:
        """Open or create the database; raise ArchiveError when it is newer than this program or not ours."""
        self._path = folder / "archive.db"
        self._connections: dict[int, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._closed = False
        try:
            self._migrate()
        except sqlite3.DatabaseError as error:
            raise ArchiveError(f"{self._path} cannot be opened ({error}); choose another --archive folder") from None

    def _migrate(self) -> None:
        if self._version() < VERSION:
            with self.transaction():
                self._bring_up_to_date()
        if self._version() > VERSION:
            raise ArchiveError(f"{self._path} was written by a newer Claimdesk; update with: pip install -U claimdesk")

    def _bring_up_to_date(self) -> None:
        """Make the tables, or those that an archive of an earlier version lacks; another process may have done it."""
        found = self._version()
        if found == VERSION:
            return
        for statement in statements(found):
            self.run(statement)
        if not found:
            self.set_meta("archive", uuid.uuid4().hex)
        self.run(f"PRAGMA user_version = {VERSION}")

    def _version(self) -> int:
        return int(self.run("PRAGMA user_version").fetchone()[0])

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread."""
        found = self._connections.get(threading.get_ident())
        return found if found is not None else self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self._closed:
            raise ArchiveError(f"the archive in {self._path.parent} is closed; open it again with Archive(folder)")
        # Each connection stays with its thread; the check is off so that another thread can close it.
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        with self._lock:
            self._close_of_ended_threads()
            self._connections[threading.get_ident()] = connection
        return connection

    def _close_of_ended_threads(self) -> None:
        """Close what ended threads left: a web page runs in a new thread every time."""
        threading.current_thread()  # lists this thread even when it was not started from Python
        for ended in self._connections.keys() - {thread.ident for thread in threading.enumerate()}:
            self._connections.pop(ended).close()

    def close(self) -> None:
        """Close the connections of all threads."""
        self._closed = True
        with self._lock:
            while self._connections:
                self._connections.popitem()[1].close()

    def run(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Execute one statement with bound values."""
        return self.connection.execute(sql, values)

    def run_many(self, sql: str, rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> None:
        """Execute one statement for every row of bound values."""
        self.connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block does as one, or nothing of it."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the block did when it raises, within the transaction that goes on."""
        self.run("SAVEPOINT one")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO one")
            raise
        finally:
            self.run("RELEASE one")

    def meta(self, name: str) -> str | None:
        """Return the remembered value called ``name``."""
        row = self.run("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Remember ``value`` under ``name``."""
        self.run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def save_article(self, article: Article, origins: Origins, text_digest: str, words: int) -> None:
        """Insert the article, or replace the one with its id where it stands."""
        day = article.published
        row = {
            **{name: getattr(article, name) for name in _FIELDS.split(", ")},
            "published": str(day) if day else None,
            "removed": json.dumps(article.removed),
            "publisher_key": _key(article.publisher),
            "first_day": day.first.isoformat() if day else None,
            "last_day": day.last.isoformat() if day else None,
            "draft": origins.draft,
            "edits": json.dumps(origins.edits),
            "text_digest": text_digest,
            "words": words,
            "to_read": _digest(f"{article.title}\0{article.text}\0{day}"),
        }
        columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "id")
        # Names of columns alone are put into the statement; the values are bound.
        sql = f"INSERT INTO articles ({columns}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {changes}"  # noqa: S608
        self.run(sql, row)

    def delete_article(self, article_id: str) -> None:
        """Delete the article with its passages, vectors and signature."""
        self.run("DELETE FROM articles WHERE id = ?", (article_id,))

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id."""
        return next(iter(self.articles("id = ?", (article_id,))), None)

    def existing(self, article_id: str) -> Article:
        """Return the article with this id; raise NotFoundError when there is none."""
        found = self.article(article_id)
        if found is None:
            raise NotFoundError(f"no article has the id {article_id!r}; list them with: claimdesk articles")
        return found

    def articles(self, condition: str = "1", values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Article]:
        """Return the articles that meet an SQL condition with bound values, in the order of adding."""
        sql = f"SELECT {_FIELDS} FROM articles WHERE {condition} ORDER BY number"  # noqa: S608  # our own words only
        rows = self.run(sql, values)
        return [_article(row) for row in rows]

    def publishers(self) -> list[str]:
        """Return the names of the publishers, each once."""
        sql = "SELECT min(publisher) FROM articles WHERE publisher IS NOT NULL GROUP BY publisher_key ORDER BY 1"
        return [row[0] for row in self.run(sql)]

    def origins(self, article_id: str) -> Origins | None:
        """Return what is remembered besides the article."""
        row = self.run("SELECT draft, edits FROM articles WHERE id = ?", (article_id,)).fetchone()
        return Origins(row[0], json.loads(row[1])) if row else None

    def set_origin(self, article_id: str, origin: str | None) -> None:
        """Make the article a copy of ``origin``, or a kept one."""
        self.run("UPDATE articles SET origin = ? WHERE id = ?", (origin, article_id))

    def save_passages(self, passages: Sequence[Passage]) -> None:
        """Insert passages of articles that are in the archive."""
        rows = [(p.id, p.article_id, *p.span, json.dumps([list(s) for s in p.sentences])) for p in passages]
        self.run_many("INSERT INTO passages (id, article_id, start, end, sentences) VALUES (?, ?, ?, ?, ?)", rows)

    def delete_passages(self, article_id: str) -> None:
        """Delete the passages of the article, with their vectors."""
        self.run("DELETE FROM passages WHERE article_id = ?", (article_id,))

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of the article in text order."""
        return [
            _passage(r) for r in self.run("SELECT * FROM passages WHERE article_id = ? ORDER BY start", (article_id,))
        ]

    def passage(self, passage_id: str) -> Passage | None:
        """Return the passage with this id."""
        row = self.run("SELECT * FROM passages WHERE id = ?", (passage_id,)).fetchone()
        return _passage(row) if row else None

    def searchable(self, passage_ids: Collection[str]) -> dict[str, Passage]:
        """Return those of the passages that exist and belong to a kept article, by id."""
        sql = """SELECT p.* FROM json_each(?) AS wanted JOIN passages AS p ON p.id = wanted.value
                 JOIN articles AS a ON a.id = p.article_id WHERE a.origin IS NULL"""
        return {row[1]: _passage(row) for row in self.run(sql, (json.dumps(list(passage_ids)),))}

    def number(self, sql: str) -> int:
        """Return the one number that a query gives."""
        return int(self.run(sql).fetchone()[0])

    def matching(self, filters: Filters) -> list[str] | None:
        """Return the ids of the kept articles that pass the filters; None when the filters let everything pass.

        A kept article passes a publisher filter also when one of its copies is by that publisher.
        """
        values = {
            "after": filters.after and filters.after.isoformat(),
            "before": filters.before and filters.before.isoformat(),
            "publisher": _key(filters.publisher) or None,
            "article_id": filters.article_id,
        }
        return None if set(values.values()) == {None} else [row[0] for row in self.run(_MATCHING, values)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _key(publisher: str | None) -> str | None:
    return " ".join(publisher.casefold().split()) if publisher is not None else None


def _article(row: Sequence[Any]) -> Article:
    values = dict(zip(_FIELDS.split(", "), row, strict=True))
    values["published"] = PartialDate(values["published"]) if values["published"] else None
    return Article(**{**values, "removed": tuple(json.loads(values["removed"]))})


def _passage(row: Sequence[Any]) -> Passage:
    _, passage_id, article_id, start, end, sentences = row
    spans = tuple(Span(first, last) for first, last in json.loads(sentences))
    return Passage(passage_id, article_id, Span(start, end), spans)
