"""Where a Chroma collection is kept: in a folder of the archive, or on a server."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from index.errors import ArchiveError, InputError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings

_POLL = 0.002
_names: set[str] = set()


class NotReadyError(Exception):
    """The vector index cannot be asked now; the vectors stored with the passages can."""


class Embedded:
    """Chroma inside this process. It keeps its graph in memory and writes its files in place, so one at a time is in.

    ``settings`` are Chroma's smallest: every write is on disk when the call returns, and no reader has a log to replay.
    """

    home = "embedded"
    settings: dict[str, Any] = {"sync_threshold": 2, "batch_size": 2}  # noqa: RUF012

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is opened before it is needed."""
        self._folder = folder
        self._threads = threading.RLock()
        self._file = FileLock(f"{folder}.lock", thread_local=False)
        self._client: Client | None = None
        self._name = ""

    @contextmanager
    def inside(self, wait: float) -> Iterator[None]:
        """Be alone with the files; raise NotReadyError after ``wait`` seconds, or when they are damaged."""
        if not self._threads.acquire(timeout=wait):
            raise NotReadyError("busy")
        try:
            with self._file.acquire(timeout=wait, poll_interval=_POLL):
                yield
        except Timeout:
            raise NotReadyError("busy") from None
        except BaseException as error:
            if not _is_chromas(error):
                raise
            raise NotReadyError(str(error)) from error
        finally:
            self._threads.release()

    def open(self) -> ClientAPI:
        """Return a client that has read the files anew."""
        import chromadb

        self.close()
        self._name = _unused_name(self._folder)
        _names.add(self._name)
        self._client = cast("Client", chromadb.PersistentClient(self._name, _settings()))
        return self._client

    def wipe(self, _name: str) -> None:
        """Delete the one collection that is here, whatever state the files are in."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files."""
        if self._client is not None:
            self._client.close()
            _names.discard(self._name)
            self._client = None


class Server:
    """Chroma on a server: it guards its own files, and serves any number of processes at once."""

    settings: dict[str, Any] = {}  # noqa: RUF012

    def __init__(self, url: str) -> None:
        """Take ``http://host:port``; raise InputError when it is something else."""
        self.home = url
        self._address = urlsplit(url)
        self._client: Client | None = None
        if self._address.scheme not in ("http", "https") or not self._address.hostname:
            raise InputError(f"CLAIMDESK_CHROMA={url!r} is not an address; write http://host:port")

    @contextmanager
    def inside(self, _wait: float) -> Iterator[None]:
        """Turn what goes wrong between here and the server into the errors that a caller knows."""
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield
        except NotFoundError as error:
            raise NotReadyError(str(error)) from error
        except (ChromaError, OSError, ValueError) as error:
            self._client = None
            fix = "start it with `chroma run`, or unset CLAIMDESK_CHROMA"
            raise ArchiveError(f"the Chroma server at {self.home} does not answer ({_line(error)}); {fix}") from error

    def open(self) -> ClientAPI:
        """Return a client of the server."""
        import chromadb

        if self._client is None:
            https = self._address.scheme == "https"
            port = self._address.port or (443 if https else 8000)
            host = self._address.hostname or "localhost"
            self._client = cast("Client", chromadb.HttpClient(host, port, ssl=https, settings=_settings()))
        return self._client

    def wipe(self, name: str) -> None:
        """Delete the collection called ``name``, if there is one."""
        client = self.open()
        if any(found.name == name for found in client.list_collections()):
            client.delete_collection(name)

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _unused_name(folder: Path) -> str:
    """Return a spelling of ``folder`` that no open client of this process uses: Chroma shares clients by spelling."""
    name = str(folder)
    while name in _names:
        name += "/."
    return name


def _is_chromas(error: BaseException) -> bool:
    """Whether damaged files, rather than the caller, raised this; Chroma's Rust part panics outside of Exception."""
    from chromadb.errors import ChromaError

    return isinstance(error, (ChromaError, OSError, ValueError)) or type(error).__name__ == "PanicException"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
