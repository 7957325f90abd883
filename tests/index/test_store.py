"""The database file: its version, its transactions, what it lets through."""

import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest

from index.errors import ArchiveError
from index.schema import VERSION
from index.store import Origins, Store
from index.values import Article, Filters, PartialDate, Passage, Span

NOTHING = Origins("", {})


def keep(store: Store, name: str, published: str | None = None, **fields: str | None) -> str:
    """Save a small article and return its id."""
    day = PartialDate(published) if published else None
    store.save_article(Article(name, f"/{name}", name, "Text.", published=day, **fields), NOTHING, name, 1)  # type: ignore[arg-type]
    return name


def test_a_newer_database_is_refused_in_a_line(tmp_path: Path) -> None:
    """An old program must not write to what it doesn't know."""
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "archive.db") as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(ArchiveError, match="newer Claimdesk; update with") as raised:
        Store(tmp_path)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused_in_a_line(tmp_path: Path) -> None:
    """Whatever lies there under the name is neither read nor overwritten."""
    (tmp_path / "archive.db").write_text("this is not a database, however long it may be" * 40)
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Store(tmp_path)


def test_the_file_is_stamped_and_keeps_its_identity(tmp_path: Path) -> None:
    """The archive's own id survives reopening: a Chroma server tells archives apart by it."""
    store = Store(tmp_path)
    identity = store.meta("archive")
    store.close()
    again = Store(tmp_path)
    assert again.meta("archive") == identity
    assert again.number("PRAGMA user_version") == VERSION
    assert again.run("PRAGMA journal_mode").fetchone() == ("wal",)
    again.close()


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """All of it or nothing; a savepoint that fails takes only its own back."""
    store = Store(tmp_path)
    with pytest.raises(TypeError), store.transaction():
        keep(store, keep(store, "a") + 1)  # type: ignore[operator]
    assert store.articles() == []
    with store.transaction():
        keep(store, "b")
        with pytest.raises(TypeError), store.savepoint():
            keep(store, keep(store, "c") + 1)  # type: ignore[operator]
    assert [a.id for a in store.articles()] == ["b"]
    store.close()


def test_other_threads_read_while_one_writes(tmp_path: Path) -> None:
    """A reader sees the state before the transaction, and does not wait."""
    store, seen = Store(tmp_path), []
    with store.transaction():
        keep(store, "a")
        reader = threading.Thread(target=lambda: seen.append(store.articles()))
        reader.start()
        reader.join(5)
    assert seen == [[]]
    assert len(store.articles()) == 1
    store.close()
    with pytest.raises(ArchiveError, match="closed"):
        store.articles()


def test_an_article_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every field, and characters that SQL, HTML and shells would trip over."""
    store = Store(tmp_path)
    article = Article(
        "0123456789ab", "/x'; DROP TABLE articles; --.txt", 'A "title" \0 <b>$1</b>', "Text \0 and 🙂 “quotes”\n",
        "O'Connor & Sons", "By Nobody", "http://localhost/?a=1&b='", "en", PartialDate("2018-04"), "user", None, ("'",),
    )  # fmt: skip
    store.save_article(article, Origins("digest", {"title": "x"}), "text", 4)
    passage = Passage("p", article.id, Span(0, 22), (Span(0, 10), Span(11, 21)))
    store.save_passages([passage])
    assert store.article(article.id) == article
    assert store.origins(article.id) == Origins("digest", {"title": "x"})
    assert store.passages(article.id) == [passage]
    assert store.searchable(["p", "other"]) == {"p": passage}
    store.set_origin(article.id, "someone")
    assert store.searchable(["p"]) == {}
    store.delete_article(article.id)
    assert store.passage("p") is None
    store.close()


def test_filters_hold_for_the_whole_of_a_date(tmp_path: Path) -> None:
    """A date passes a window when every day that it can mean lies in it; no date passes none."""
    store = Store(tmp_path)
    for name, published in (("day", "2018-04-22"), ("month", "2018-04"), ("year", "2018"), ("none", None)):
        keep(store, name, published)

    def passing(after: date | None, before: date | None) -> set[str]:
        return set(store.matching(Filters(after=after, before=before)) or [])

    assert passing(date(2018, 4, 22), date(2018, 4, 22)) == {"day"}
    assert passing(date(2018, 4, 1), date(2018, 4, 30)) == {"day", "month"}
    assert passing(date(2018, 4, 2), None) == {"day"}
    assert passing(None, date(2018, 4, 29)) == {"day"}
    assert passing(date(2018, 1, 1), None) == {"day", "month", "year"}
    assert store.matching(Filters()) is None
    assert store.matching(Filters(publisher="")) is None
    store.close()


def test_publishers_compare_without_case_and_through_copies(tmp_path: Path) -> None:
    """What a copy's publisher printed is found under that name, as the article that is kept."""
    store = Store(tmp_path)
    keep(store, "kept", publisher="Straße  Post")
    keep(store, "copy", publisher="Ćwierk", origin="kept")
    keep(store, "other", publisher="Evening")
    assert store.matching(Filters(publisher="STRASSE post")) == ["kept"]
    assert store.matching(Filters(publisher="ćWIERK")) == ["kept"]
    assert store.matching(Filters(publisher="evening", article_id="kept")) == []
    store.close()
