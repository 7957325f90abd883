"""An archive at work: progress, interruption, threads, emptiness, and quotes of real articles."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index import Archive, Progress, Span
from index.errors import ArchiveError
from tests.index.press import press, words

ROOT = Path(__file__).parents[2]


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    """Both stages end at their total, with a rate and a time that is left."""
    seen: list[Progress] = []
    with Archive(tmp_path / "archive") as archive:
        archive.add([press(tmp_path / "press", 5)], seen.append)
        reading = [p for p in seen if p.stage == "reading"]
        indexing = [p for p in seen if p.stage == "indexing"]
        assert [p.done for p in reading] == [1, 2, 3, 4, 5]
        assert indexing[-1].done == indexing[-1].total == archive.counts()["passages"]
        assert all(p.rate > 0 and p.seconds_left is not None and p.seconds_left >= 0 for p in seen)
        assert seen[-1].seconds_left == 0


def test_an_interrupted_add_stops_and_keeps_what_it_has(tmp_path: Path) -> None:
    """Ctrl-C is not a kill: inputs not read yet are forgotten, recorded articles are indexed later."""

    def interrupt(progress: Progress) -> None:
        if progress.stage == "reading" and progress.done == 70:
            raise KeyboardInterrupt

    press(tmp_path / "press", 72, sentences=3)
    with Archive(tmp_path / "archive") as archive, pytest.raises(KeyboardInterrupt):
        archive.add([tmp_path / "press"], interrupt)
    with Archive(tmp_path / "archive") as archive:
        assert archive.counts()["articles"] == 64
        assert len({h.passage.article_id for h in archive.dense("a storm", 1000)}) == 64


def test_many_threads_search_at_once(coast: Archive) -> None:
    """Each gets the hits that it would get alone."""
    alone = [h.passage for h in coast.dense("ice on the bridge", 5)]
    found: list[object] = []

    def ask() -> None:
        for _ in range(5):
            found.append([h.passage for h in coast.dense("ice on the bridge", 5)])
            coast.lexical("ice on the bridge", 5)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [alone] * 20


def test_threads_that_ended_leave_nothing_open(tmp_path: Path) -> None:
    """A page that runs in a new thread each time does not pile up connections."""
    with Archive(tmp_path) as archive:
        for _ in range(20):
            thread = threading.Thread(target=archive.articles)
            thread.start()
            thread.join()
        assert len(archive._parts.store._connections) <= 3


def test_an_empty_archive_answers_with_nothing(tmp_path: Path) -> None:
    """No articles, no hits, no error; a file in its place is refused."""
    with Archive(tmp_path / "new" / "archive") as archive:
        assert archive.dense("anything", 3) == archive.lexical("anything", 3) == []
        assert archive.articles() == []
        assert archive.counts() == {"articles": 0, "passages": 0, "copies": 0}
        assert archive.reindex() == 0
        assert archive.dense("anything", 3) == []
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="choose another --archive"):
        Archive(tmp_path / "file")


def test_the_last_article_can_go(tmp_path: Path) -> None:
    """An archive that became empty goes on."""
    with Archive(tmp_path / "archive") as archive:
        archive.add([press(tmp_path / "press", 1)])
        archive.remove("Report 0 from the coast")
        assert archive.dense("quay", 3) == archive.lexical("quay", 3) == []
        assert archive.add([tmp_path / "press"]).added


def test_reading_imports_only_what_it_needs() -> None:
    """The package is cheap to import, and a search by words opens no Chroma and no model."""
    code = """
import sys, tempfile
import index
assert not {"sqlite3", "numpy", "chromadb"} & set(sys.modules), "import index"
with tempfile.TemporaryDirectory() as folder:
    with index.Archive(folder) as archive:
        archive.lexical("words", 3), archive.articles(), archive.counts()
heavy = {"chromadb", "torch", "onnxruntime", "trafilatura", "dateparser", "transformers"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_quotes_of_the_real_articles_slice_back(tmp_path: Path) -> None:
    """Five pages as saved from the web: every sentence that is found is written there."""
    pages = ROOT.parent / "shared" / "articles"
    if not pages.is_dir():
        pytest.skip("needs ../shared/articles, which is not in the repository")
    with Archive(tmp_path) as archive:
        assert len(archive.add([pages]).added) == 5
        for hit in archive.dense("What did Russia say about Douma?", 50):
            text = archive.article(hit.passage.article_id).text
            assert all(s.of(text).strip() == s.of(text) != "" for s in hit.passage.sentences)
            assert Span(0, len(text)).start <= hit.passage.span.start < hit.passage.span.end <= len(text)
        top = archive.lexical("Douma chemical attack", 3)
        assert any("douma" in words(archive, h.passage.id).lower() for h in top)


def test_a_row_that_looks_like_no_story_is_kept_as_it_was_given(tmp_path: Path) -> None:
    """Who names a text means it, however short; a page of buttons is still none."""
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"id": 1, "title": "An Orchid for You Virus", "text": "An Orchid for You"}\n{"id": 2, "text": "!?"}\n'
    )
    with Archive(tmp_path / "archive") as archive:
        report = archive.add([path])
        assert [a.text for a in archive.articles()] == ["An Orchid for You"]
    assert len(report.failed) == 1
