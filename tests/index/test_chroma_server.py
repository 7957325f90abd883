"""The vectors on a real Chroma server on the loopback instead of in the archive's folder."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import Archive
from index.errors import ArchiveError, InputError
from tests.index.press import press


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start ``chroma run`` and yield its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def wait_for(port: int) -> None:
    """Return when something listens on the port."""
    for _ in range(300):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the Chroma server did not start in 30 seconds")


def test_a_server_does_what_the_folder_does(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same articles, same hits, same order; adding, changing and removing included, two archives apart."""
    press(tmp_path / "press", 6)
    paths = sorted((tmp_path / "press").iterdir())
    with Archive(tmp_path / "embedded") as embedded:
        embedded.add(paths[:5])
        expected = [(h.passage.id, round(h.score, 4)) for h in embedded.dense("a storm at the quay", 8)]
    monkeypatch.setenv("CLAIMDESK_CHROMA", server)
    with Archive(tmp_path / "one") as one, Archive(tmp_path / "two") as two:
        one.add(paths[:5])
        two.add(paths[5:])
        assert [(h.passage.id, round(h.score, 4)) for h in one.dense("a storm at the quay", 8)] == expected
        assert {h.passage.article_id for h in two.dense("a storm at the quay", 8)} == {two.articles()[0].id}
        assert not (tmp_path / "one" / "chroma").exists()
        one.remove(str(paths[0]))
        left = {h.passage.article_id for h in one.dense("a storm at the quay", 100)}
        assert left == {a.id for a in one.articles()}


def test_an_archive_moves_to_a_server_and_back(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vectors are kept with the passages: a move encodes nothing and loses nothing."""
    with Archive(tmp_path / "archive") as archive:
        archive.add([press(tmp_path / "press", 4)])
        before = archive.dense("a storm at the quay", 5)
    for address in (server, ""):
        monkeypatch.setenv("CLAIMDESK_CHROMA", address)
        with Archive(tmp_path / "archive") as archive:
            assert archive._encoder is None
            assert archive._parts.vectors.at_home
            after = archive.dense("a storm at the quay", 5)
            assert [h.passage for h in after] == [h.passage for h in before]
            assert [h.score for h in after] == pytest.approx([h.score for h in before], abs=1e-4)


def test_a_server_that_is_away_is_named_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says where it was looked for and what to do; the articles stay recorded."""
    monkeypatch.setenv("CLAIMDESK_CHROMA", "http://127.0.0.1:9")
    with Archive(tmp_path / "archive") as archive:
        with pytest.raises(ArchiveError, match=r"127\.0\.0\.1:9 does not answer.*chroma run") as raised:
            archive.add([press(tmp_path / "press", 2)])
        assert "\n" not in str(raised.value)
        assert archive.counts()["articles"] == 2
    monkeypatch.delenv("CLAIMDESK_CHROMA")
    with Archive(tmp_path / "archive") as archive:
        assert len(archive.dense("a storm at the quay", 3)) == 3


def test_an_address_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said at once, not at the first search."""
    monkeypatch.setenv("CLAIMDESK_CHROMA", "localhost:8000")
    with pytest.raises(InputError, match="write http://host:port"):
        Archive(tmp_path)
