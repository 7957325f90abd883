"""The list of articles: every one with its status, narrowed by words, filters and status."""

from __future__ import annotations

from pathlib import Path

from index import Archive
from index.store import Store
from index.values import Filters


def test_how_far_an_article_was_read_is_told(own: Path) -> None:
    with Archive(own) as archive:
        kept = [a.id for a in archive.articles() if a.origin is None]
        store = Store(own)
        store.run("UPDATE articles SET was_read = NULL WHERE id = ?", (kept[0],))
        store.run(
            "INSERT INTO pending (target, passage_id) SELECT 'words', id FROM passages WHERE article_id = ?", (kept[1],)
        )
        store.close()
        statuses = {one.id: one.status for one in archive.listing()}
        assert (statuses[kept[0]], statuses[kept[1]], statuses[kept[2]]) == ("indexed", "waiting", "claims read")
        assert [one.id for one in archive.listing(status="waiting")] == [kept[1]]


def test_a_copy_names_its_origin_which_counts_it(archive: Archive) -> None:
    (copy,) = archive.listing(status="copy")
    origin = next(one for one in archive.listing() if one.id == copy.origin)
    assert copy.copy_of == f"{origin.publisher}: {origin.title}"
    assert (copy.claims, origin.copies) == (0, 1)


def test_all_words_are_looked_for_whatever_their_case_and_signs(archive: Archive) -> None:
    wanted = {a.id for a in archive.articles() if "douma" in f"{a.title} {a.text}".lower() and a.publisher}
    assert {one.id for one in archive.listing("DOUMA")} == wanted
    assert archive.listing("douma zebras") == []
    assert archive.listing("%") == [one for one in archive.listing() if "%" in archive.article(one.id).text]
    assert archive.listing("' OR 1=1 --") == []


def test_filters_go_by_the_articles_own_publisher_and_day(archive: Archive) -> None:
    copy = next(one for one in archive.listing() if one.origin)
    found = archive.listing(filters=Filters.of(copy.published, copy.published, str(copy.publisher).upper()))
    assert [one.id for one in found] == [copy.id]
    dated = archive.listing(filters=Filters.of("1900"))
    assert len(dated) == sum(a.published is not None for a in archive.articles())
