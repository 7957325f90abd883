"""Writers are killed, readers go on: an archive is consistent whenever it is opened, and its work gets finished."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from index import Archive
from index.errors import ArchiveError
from tests.index.press import press, story, write

ROOT = Path(__file__).parents[2]
ADD = "import sys; from index import Archive; a = Archive(sys.argv[1]); print('open', flush=True); a.add(sys.argv[2:])"
ADD_SLOWLY = """
import sys
from index import Archive
with Archive(sys.argv[1]) as archive:
    for path in sys.argv[2:]:
        archive.add([path])
        print(path, flush=True)
"""
QUERY = """
import sys, time
from pathlib import Path
from index import Archive, Filters
archive, stop, asked = Archive(sys.argv[1]), Path(sys.argv[2]), 0
end = time.monotonic() + 300
while (not stop.exists() or asked == 0) and time.monotonic() < end:
    for hits in (archive.dense("a storm closed the quay", 5), archive.lexical("a storm closed the quay", 5),
                 archive.dense("ferries", 5, Filters(publisher="coast 1"))):
        assert len(hits) == 5, len(hits)
        for hit in hits:
            assert archive.article(hit.passage.article_id).text[hit.passage.span.start : hit.passage.span.end]
    asked += 1
print(asked)
"""


Clean = tuple[tuple[set[str], set[str], set[str]], float]


def python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a Python process in the repository."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def state(archive: Archive) -> tuple[set[str], set[str], set[str]]:
    """Return what an archive holds: articles, passages, and the passages that either index gives back."""
    passages = {p.id for a in archive.articles() if not a.origin for p in archive.passages(a.id)}
    dense = {h.passage.id for h in archive.dense("the quay", 10_000)}
    lexical = {h.passage.id for h in archive.lexical("the and a crates tickets sacks letters", 10_000)}
    assert dense == lexical
    return {a.id for a in archive.articles()}, passages, dense


def inside(archive: Archive) -> tuple[set[str], set[str]]:
    """Return the ids that Chroma and tantivy really hold, whatever SQLite says."""
    parts = archive._parts
    dense = {i for i, _ in parts.vectors.search(archive.encode(["the quay"])[0], 10_000)}
    return dense, {i for i, _ in parts.words.search("the and a crates tickets sacks letters", 10_000, -1)}


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve articles in a folder, and a reprint of one of them."""
    folder = press(tmp_path_factory.mktemp("press"), 12)
    write(folder, "reprint", story(3), title="Seen elsewhere", publisher="Inland")
    return folder


@pytest.fixture(scope="module")
def clean(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """What the archive holds when nobody disturbs the adding, and how many seconds that takes."""
    with Archive(tmp_path_factory.mktemp("clean")) as archive:
        archive.encode(["The encoder is loaded."])
        start = time.monotonic()
        archive.add([articles])
        return state(archive), time.monotonic() - start


@pytest.mark.parametrize("moment", [0.3, 0.7])
def test_a_killed_add_is_finished_by_the_next(articles: Path, clean: Clean, tmp_path: Path, moment: float) -> None:
    """Killed at about any moment, the archive ends as if nothing had happened."""
    held, seconds = clean
    writer = python(ADD, tmp_path, articles)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(seconds * random.uniform(moment - 0.3, moment + 0.3))
    kill(writer)
    with Archive(tmp_path) as archive:
        archive.add([articles])
        assert state(archive) == held
        assert inside(archive) == (held[2], held[2])


@pytest.mark.parametrize(
    "moment",
    [
        "SELECT count(*) FROM inputs",
        "SELECT count(*) FROM pending WHERE target = 'words'",
        "SELECT count(*) FROM pending WHERE target = 'vectors'",
        "SELECT count(*) FROM meta WHERE name = 'vectors home' AND value = ''",
    ],
)
def test_opening_alone_finishes_a_killed_add(articles: Path, clean: Clean, tmp_path: Path, moment: str) -> None:
    """Killed at the beginning of any step, nobody needs to add again: what waited is remembered."""
    writer = python(ADD, tmp_path, articles)
    assert writer.stdout is not None
    writer.stdout.readline()
    wait_for(tmp_path / "archive.db", moment)
    kill(writer)
    with Archive(tmp_path) as archive:
        assert state(archive) == clean[0]
        assert inside(archive) == (clean[0][2], clean[0][2])
        assert archive.add([articles]).added == ()


def kill(writer: subprocess.Popen[str]) -> None:
    """End the process as a power cut would."""
    writer.send_signal(signal.SIGKILL)
    writer.wait()


def wait_for(database: Path, sql: str) -> None:
    """Return as soon as another process made the query's number larger than zero."""
    connection = sqlite3.connect(database)
    while not connection.execute(sql).fetchone()[0]:
        time.sleep(0.001)
    connection.close()


def test_lost_indexes_are_filled_again_without_the_articles_files(tmp_path: Path) -> None:
    """Both indexes are derived: they come back from SQLite."""
    folder = tmp_path / "archive"
    with Archive(folder) as archive:
        archive.add([press(tmp_path / "press", 6)])
        before = state(archive)
    for derived in ("chroma", "words"):
        shutil.rmtree(folder / derived)
    shutil.rmtree(tmp_path / "press")
    with Archive(folder) as archive:
        assert state(archive) == before
        archive.remove("Report 5 from the coast")
        after = state(archive)
        assert after[0] < before[0]
        assert inside(archive) == (after[2], after[2])


def test_two_processes_read_while_one_writes(tmp_path: Path) -> None:
    """Neither reader meets an error or a short result, and the writer ends with everything in its place."""
    folder, stop = tmp_path / "archive", tmp_path / "stop"
    press(tmp_path / "press", 16)
    paths = sorted((tmp_path / "press").iterdir())
    with Archive(folder) as archive:
        archive.add(paths[:9])
    readers = [python(QUERY, folder, stop) for _ in range(2)]
    writer = python(ADD_SLOWLY, folder, *paths[9:])
    _, problems = writer.communicate(timeout=120)
    stop.touch()
    told = [reader.communicate(timeout=60) for reader in readers]
    assert writer.returncode == 0, problems
    assert [reader.returncode for reader in readers] == [0, 0], [error for _, error in told]
    assert all(int(asked) > 3 for asked, _ in told), told
    with Archive(folder) as archive:
        held = state(archive)
        assert len(held[0]) == 16
        assert inside(archive) == (held[2], held[2])


def test_a_second_writer_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that cannot have its turn says who has it."""
    monkeypatch.setattr("index.archive._WRITER_WAIT", 0.1)
    with Archive(tmp_path) as archive, FileLock(tmp_path / "writer.lock"):
        with pytest.raises(ArchiveError, match="another process is writing"):
            archive.add([])
        with Archive(tmp_path) as reader:
            assert reader.lexical("anything", 3) == []
