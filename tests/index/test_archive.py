"""The archive from outside: what goes in, what is found, what is refused."""

import json
import os
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import Archive, Filters
from index.errors import EncoderMismatchError, InputError, NotFoundError
from index.terms import content_spans
from tests.index.press import press, story, words, write

ROOT = Path(__file__).parents[2]


def test_passages_tile_the_articles_and_are_found_both_ways(coast: Archive) -> None:
    """Every passage is the nearest to its own words, and its rarest word finds it."""
    counted = 0
    for article in coast.articles():
        passages = coast.passages(article.id)
        assert "".join(p.span.of(article.text) for p in passages) == article.text
        for passage in passages:
            text = passage.span.of(article.text)
            assert coast.dense(text, 1)[0].passage == passage
            assert coast.lexical(text, 1)[0].passage == passage
            counted += 1
    assert coast.counts() == {"articles": 12, "passages": counted, "copies": 0}


def test_hits_are_ranked_from_one_and_scores_fall(coast: Archive) -> None:
    """Higher is better, always, and a cosine is what the vectors say."""
    for search in (coast.dense, coast.lexical):
        hits = search("a storm closed the northern quay", 7)
        assert [h.rank for h in hits] == list(range(1, 8))
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    hit = coast.dense("a storm closed the northern quay", 1)[0]
    question, text = coast.encode(["a storm closed the northern quay", words(coast, hit.passage.id)])
    assert hit.score == pytest.approx(float(np.dot(question, text)), abs=1e-4)


@pytest.mark.parametrize("version", [2, 3])
def test_sentences_and_words_of_an_earlier_archive_are_as_near_to_a_query(tmp_path: Path, version: int) -> None:
    """They are encoded when they are asked for, and kept once the archive is reindexed."""
    (tmp_path / "quay.txt").write_text("A storm closed the quay. The ferries to Dale stayed in port until Monday noon.")
    query = "Which ships did not sail?"
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "quay.txt"])
        passages = [h.passage for h in archive.dense("quay", 5)]
        near, met = archive.sentences(query, passages), archive.met(query, content_spans(query), passages)
    assert len(near) == 2
    assert max(near, key=lambda place: near[place])[1] > 0
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as old:
        old.execute("DROP TABLE inside")
        if version == 3:
            old.execute("CREATE TABLE sentence_vectors (number INTEGER PRIMARY KEY, vectors BLOB NOT NULL)")
        old.execute(f"PRAGMA user_version = {version}")
    with Archive(tmp_path / "archive") as again:
        assert again.sentences(query, passages) == pytest.approx(near, abs=1e-2)
        for place, cosines in again.met(query, content_spans(query), passages).items():
            assert cosines == pytest.approx(met[place], abs=1e-4)
        again.reindex()
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as new:
        (kept,) = new.execute("SELECT length(sentences), counts, length(words) FROM inside").fetchall()
    assert kept == (2 * 384 * 2, "[3, 6]", 9 * 64)


@pytest.mark.parametrize("query", ['"', "AND OR NOT", "title:(x OR", "a:b^9~ [1 TO 2] \\ * ?", "", "\0", "🙂", "’"])
def test_any_text_is_a_query(coast: Archive, query: str) -> None:
    """Nothing that a user types is syntax, so nothing can be wrong with it."""
    coast.lexical(query, 5)
    assert len(coast.dense(query, 5)) == 5


def test_words_are_found_in_other_forms_and_in_titles(coast: Archive) -> None:
    """Stems, accents and the headline count; an unknown word finds nothing."""
    assert coast.lexical("insuring FERRY", 1)
    assert coast.lexical("stórm", 1)
    assert "report" not in " ".join(a.text for a in coast.articles())
    assert {h.passage.article_id for h in coast.lexical("Reports", 1000)} == {a.id for a in coast.articles()}
    assert coast.lexical("xylophone", 3) == []
    assert coast.dense("ferries", 0) == coast.lexical("ferries", 0) == []


@pytest.mark.parametrize(
    "filters",
    [
        Filters(after=date(2018, 3, 1), before=date(2018, 4, 30)),
        Filters(publisher="COAST 1"),
        Filters(publisher="coast 2", after=date(2018, 6, 15)),
        Filters(before=date(1990, 1, 1)),
    ],
)
def test_filters_hold_exactly(coast: Archive, filters: Filters) -> None:
    """All that pass come, and nothing else, whatever k is asked for."""
    passing = {
        p.id
        for a in coast.articles()
        if (filters.publisher or a.publisher or "").casefold() == (a.publisher or "").casefold()
        and a.published
        and (filters.after is None or a.published.first >= filters.after)
        and (filters.before is None or a.published.last <= filters.before)
        for p in coast.passages(a.id)
    }
    assert {h.passage.id for h in coast.dense("a storm", 1000, filters)} == passing
    assert {h.passage.id for h in coast.lexical("and the", 1000, filters)} == passing
    assert len(coast.dense("a storm", 3, filters)) == min(3, len(passing))


def test_filters_through_chroma_give_what_comparing_all_gives(coast: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide filter over-fetches from Chroma, a narrow one compares stored vectors: same hits, same order."""
    filters = Filters(publisher="coast 1")
    compared = coast.dense("ice on the bridge", 5, filters)
    monkeypatch.setattr("index.search._FEW", 0)
    monkeypatch.setattr("index.search._SCAN_IS_FASTER", 0)
    fetched = coast.dense("ice on the bridge", 5, filters)
    assert [h.passage for h in fetched] == [h.passage for h in compared]
    one = Filters(article_id=coast.articles()[4].id)
    assert {h.passage.article_id for h in coast.dense("ice", 5, one)} == {one.article_id}


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    """The same files are recognised, from wherever they are named."""
    press(tmp_path / "press", 3)
    with Archive(tmp_path / "archive") as archive:
        first = archive.add([tmp_path / "press"])
        held = [(a, archive.passages(a.id)) for a in archive.articles()]
        again = archive.add([tmp_path / "press", tmp_path / "press" / ".." / "press" / "story001.md"])
        assert (len(first.added), first.unchanged) == (3, ())
        assert (again.added, again.changed, set(again.unchanged)) == ((), (), set(first.added))
        assert [(a, archive.passages(a.id)) for a in archive.articles()] == held
        assert not archive._parts.store.number("SELECT count(*) FROM pending")


def test_nothing_of_a_changed_article_is_left(tmp_path: Path) -> None:
    """Not in either index, not by passage id, not even where its words stayed the same."""
    path = write(tmp_path, "a", "Lighthouses were painted violet. " + story(1), title="Old")
    write(tmp_path, "b", story(2), title="Other")
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "a.md", tmp_path / "b.md"])
        old = {p.id for p in archive.passages(archive.article("Old").id)}
        write(tmp_path, "a", "Lighthouses were painted white. " + story(1), title="New")
        report = archive.add([path])
        (article_id,) = report.changed
        assert archive.article(article_id).title == "New"
        assert not old & {p.id for p in archive.passages(article_id)}
        assert archive.lexical("violet", 5) == []
        assert not old & {h.passage.id for h in archive.dense("Lighthouses were painted violet", 100)}
        assert not old & {i for i, _ in archive._parts.vectors.search(archive.encode(["violet"])[0], 100)}
        with pytest.raises(NotFoundError, match="search again"):
            archive.passage(old.pop())


def test_old_words_are_gone_before_the_indexes_follow(tmp_path: Path) -> None:
    """Hits are checked against SQLite, so the time between the two writes shows nothing old."""
    with Archive(tmp_path / "archive") as archive:
        archive.add([press(tmp_path / "press", 3)])
        store = archive._parts.store
        gone, kept, copy = (a.id for a in archive.articles())
        store.delete_article(gone)
        store.set_origin(copy, kept)
        for hits in (archive.dense("a storm", 100), archive.lexical("and the", 100)):
            assert {h.passage.article_id for h in hits} == {kept}


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    """It is reported with its reason, and so are a missing file and a row without a text."""
    write(tmp_path, "good", story(1), title="Good")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    rows = [{"id": "x", "title": "Row", "text": story(2)}, {"id": "y", "title": "Empty"}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with Archive(tmp_path / "archive") as archive:
        report = archive.add(
            [tmp_path / "bad.pdf", tmp_path / "none.txt", tmp_path / "rows.jsonl", tmp_path / "good.md"]
        )
        assert {archive.article(i).title for i in report.added} == {"Good", "Row"}
        assert sorted(Path(f.path).name for f in report.failed) == ["bad.pdf", "none.txt", "rows.jsonl#2"]
        assert all(f.reason and "\n" not in f.reason for f in report.failed)


def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    """Such a name can't be stored or printed; the files beside it are added."""
    (tmp_path / "press").mkdir()
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "press") + b"/caf\xe9.txt")).write_text(story(1))
    except OSError:
        pytest.skip("this file system refuses names that are not UTF-8")
    write(tmp_path / "press", "good", story(2), title="Good")
    with Archive(tmp_path / "archive") as archive:
        report = archive.add([tmp_path / "press"])
        assert len(report.added) == 1
        assert [(Path(f.path).name, f.reason) for f in report.failed] == [
            ("caf?.txt", "its name is not UTF-8; rename it")
        ]


def test_a_row_that_left_its_file_leaves_the_archive(tmp_path: Path) -> None:
    """A changed file replaces what it held, also when it holds less."""
    rows = [json.dumps({"id": f"r{n}", "title": f"Row {n}", "text": story(n)}) for n in range(3)]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(rows))
    with Archive(tmp_path / "archive") as archive:
        archive.add([file])
        file.write_text("\n".join(rows[1:]))
        assert len(archive.add([file]).unchanged) == 2
        assert [a.title for a in archive.articles()] == ["Row 1", "Row 2"]
        file.write_text("not json at all")
        assert archive.add([file]).failed
        assert archive.counts()["articles"] == 2


def test_corrections_survive_adding_again(tmp_path: Path) -> None:
    """What the user says wins over what the file says, now and later; "" clears, None leaves."""
    path = write(tmp_path, "a", story(1), title="Tiltle", publisher="Coast", published="2017-01-01")
    with Archive(tmp_path / "archive") as archive:
        archive.add([path])
        article = archive.edit("Tiltle", title="Xylophones at the quay", published="2018-04", publisher="")
        assert (article.title, str(article.published), article.published_from) == (
            "Xylophones at the quay", "2018-04", "user",
        )  # fmt: skip
        assert archive.article(str(path)) == article
        assert len(archive.lexical("xylophone", 1)) == 1
        assert len(archive.dense("quay", 1, Filters(after=date(2018, 4, 1)))) == 1
        write(tmp_path, "a", story(2), title="Tiltle", publisher="Coast", published="2017-01-01", byline="By the desk")
        archive.add([path])
        after = archive.article(article.id)
        assert after == replace(article, text=after.text, byline=after.byline)
        assert after.text != article.text
        for wrong in ({"published": "April"}, {"published": "2018-02-30"}, {"title": " "}):
            with pytest.raises(InputError):
                archive.edit(article.id, **wrong)
        assert archive.edit(article.id, published="").published is None
        assert archive.dense("quay", 1, Filters(after=date(1, 1, 1))) == []


def test_articles_are_named_by_id_path_title_or_beginning(coast: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fits one article; what fits none or several is an error that says so."""
    article = coast.articles()[3]
    monkeypatch.chdir(Path(article.path).parent)
    for ref in (article.id, article.id[:9], article.title, article.path, Path(article.path).name):
        assert coast.article(ref) == article
    for ref in ("nobody", "", "\0", "%", "zzz", "'; --"):
        with pytest.raises(NotFoundError, match="claimdesk articles"):
            coast.article(ref)
    beginnings = [a.id[0] for a in coast.articles()]
    twice = [c for c in beginnings if beginnings.count(c) > 1]
    if twice:
        with pytest.raises(NotFoundError, match="use an id"):
            coast.article(twice[0])


def test_another_encoder_is_refused_until_a_reindex(tmp_path: Path) -> None:
    """Vectors of two encoders can't be compared; words and articles can still be read."""
    with Archive(tmp_path / "archive") as archive:
        archive.add([press(tmp_path / "press", 2)])
        archive._parts.store.set_meta("encoder", "another-encoder")
    with Archive(tmp_path / "archive") as archive:
        for asks in (lambda: archive.dense("quay", 1), lambda: archive.add([]), lambda: archive.encode(["quay"])):
            with pytest.raises(EncoderMismatchError, match=r"another-encoder.*claimdesk reindex"):
                asks()
        assert archive.lexical("quay storm", 1)
        assert archive.reindex() == archive.counts()["passages"]
        assert archive.dense("quay", 1)
