"""The vectors of passages in Chroma, one collection per archive; here a distance becomes a similarity.

A process that is killed while it writes an embedded collection leaves it in any state, so the archive says when the
collection is at home: from the first change until the work is settled it is not, ``search`` raises NotReadyError
(the vectors stored with the passages answer instead), and the next writer fills a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from index.chroma import Embedded, NotReadyError, Server
from index.pending import generation
from index.store import Store

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as ChromaCollection

_HOME = "vectors home"
_BATCH = 5_000
_READ_WAIT = 0.25
_WRITE_WAIT = 60.0
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}


class Vectors:
    """Nearest passages by cosine, embedded in ``folder`` or on the Chroma server at the URL ``server``."""

    def __init__(self, folder: Path, store: Store, server: str | None = None) -> None:
        """Name the place; nothing is opened before it is needed."""
        self._store = store
        self._place: Embedded | Server = Server(server) if server else Embedded(folder)
        self._collection: ChromaCollection | None = None
        self._generation = -1

    @property
    def at_home(self) -> bool:
        """Whether the collection is whole and holds what the archive says."""
        return self._store.meta(_HOME) == self._place.home

    def leave(self) -> None:
        """Say that the collection is to be filled anew."""
        self._store.set_meta(_HOME, "")

    def settled(self) -> None:
        """Say that the collection is whole; call it in the transaction that settles the work."""
        self._store.set_meta(_HOME, self._place.home)

    def reset(self) -> None:
        """Start from an empty collection for the archive's encoder."""
        with self._place.inside(_WRITE_WAIT):
            self.leave()
            self._collection = None
            self._place.wipe(self._name)
            self._collection = self._place.open().create_collection(
                self._name,
                embedding_function=None,
                metadata={"encoder": self._encoder},
                configuration=cast(Any, {"hnsw": {**_HNSW, **self._place.settings}}),
            )
            self._generation = generation(self._store, "vectors") + 1

    def apply(self, ids: Sequence[str], vectors: NDArray[np.float32], gone: Sequence[str]) -> None:
        """Make the collection hold ``vectors`` [n, dimension] under ``ids``, and not ``gone``."""
        with self._place.inside(_WRITE_WAIT):
            collection = self._current()
            if isinstance(self._place, Embedded):
                self.leave()
            for part in _parts(len(gone)):
                collection.delete(ids=list(gone[part]))
            for part in _parts(len(ids)):
                collection.upsert(ids=list(ids[part]), embeddings=vectors[part])
            self._generation = generation(self._store, "vectors") + 1

    def search(self, query: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Return up to ``k`` ids nearest to ``query`` [dimension] with their cosines in [-1, 1], nearest first."""
        with self._place.inside(_READ_WAIT):
            if not self.at_home:
                raise NotReadyError("being written")
            found = self._current().query(query_embeddings=query[None, :], n_results=k, include=["distances"])
        distances = found["distances"] or [[]]
        return [(i, 1.0 - distance) for i, distance in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        """Let go of files and connections."""
        self._collection = None
        self._place.close()

    @property
    def _name(self) -> str:
        return f"claimdesk-{self._store.meta('archive')}"

    @property
    def _encoder(self) -> str:
        return self._store.meta("encoder") or ""

    def _current(self) -> ChromaCollection:
        """Return the collection as the archive last left it."""
        now = generation(self._store, "vectors")
        if self._collection is None or self._generation != now:
            self._collection = None
            self._collection = self._place.open().get_collection(self._name, embedding_function=None)
            self._generation = now
        if (self._collection.metadata or {}).get("encoder") != self._encoder:
            raise NotReadyError("made by another encoder")
        return self._collection


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, _BATCH):
        yield slice(start, start + _BATCH)
