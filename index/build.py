"""The pipeline: read -> record (deduplicate, split) -> embed -> index -> claims. SQLite first, the indexes follow."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from index.chroma import NotReadyError
from index.claims import is_unread, read_claims
from index.encoder import Encoder
from index.errors import ArchiveError, DeskError, EncoderMismatchError
from index.extract import Extractor
from index.inputs import Finished, expanded, items
from index.inside import inside_of, save_inside
from index.pending import entries, queued, save_vectors, settle, touch_all, vectors_of
from index.read import Draft
from index.record import finish_input, forget, record, recut
from index.split import Fits
from index.store import SEARCHED, Store
from index.values import AddReport, Failure
from index.vectors import Vectors
from index.words import Words

_ARTICLES = 64
_PASSAGES = 512
_WORDS = 5_000
_ANY = {
    "inputs": "SELECT EXISTS (SELECT 1 FROM inputs)",
    "pending": "SELECT EXISTS (SELECT 1 FROM pending)",
    "passages": "SELECT EXISTS (SELECT 1 FROM passages)",
}


Stage = Literal["reading", "indexing", "claims", "links"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: ``reading`` counts inputs, ``indexing`` passages, ``claims`` articles, ``links`` claims.

    ``rate`` is per second; ``seconds_left`` is for the stage at hand, None before anything is done.
    """

    stage: Stage
    done: int
    total: int
    rate: float
    seconds_left: float | None


OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Outcome:
    """An AddReport in the making."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def report(self) -> AddReport:
        return AddReport(*(tuple(getattr(self, name)) for name in self.__slots__))


class Meter:
    """Turns counts into Progress, from the time since it was made."""

    def __init__(self, stage: Stage, tell: OnProgress | None) -> None:
        self._stage, self._tell, self._start = stage, tell, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the stage is."""
        if self._tell:
            rate = done / max(time.monotonic() - self._start, 1e-6)
            self._tell(Progress(self._stage, done, total, rate, (total - done) / rate if rate else None))


@dataclass(frozen=True, slots=True)
class Parts:
    """What an archive is made of. ``encoder`` loads the configured encoder at its first call."""

    store: Store
    vectors: Vectors
    words: Words
    encoder: Callable[[], Encoder]
    extractor: Extractor


def add(parts: Parts, paths: Iterable[str], progress: OnProgress | None = None, *, claims: bool = True) -> AddReport:
    """Add files, folders and URLs; what cannot be read is reported and the rest goes on.

    Without ``claims`` they are left for the next time that the archive is opened.
    """
    encoder = fitting_encoder(parts)
    inputs, failed = expanded(paths)
    with parts.store.transaction():
        parts.store.set_meta("encoder", encoder.name)
        parts.store.run_many("INSERT OR IGNORE INTO inputs (path) VALUES (?)", [(path,) for path in inputs])
    return finish(parts, progress, failed, claims=claims)


def finish(
    parts: Parts, progress: OnProgress | None = None, failed: Iterable[Failure] = (), *, claims: bool = True
) -> AddReport:
    """Do what there is to do: read the inputs that wait, then bring both indexes up to date.

    Ctrl-C stops the reading for good, while articles already recorded are indexed at the next chance. After a kill
    everything goes on.
    """
    outcome = _Outcome(failed=list(failed))
    try:
        _read_inputs(parts, outcome, Meter("reading", progress))
    except KeyboardInterrupt:
        parts.store.run("DELETE FROM inputs")
        raise
    index_words(parts)
    index_vectors(parts, Meter("indexing", progress))
    if claims:
        _read_claims(parts, lambda: fitting_encoder(parts), progress)
    return outcome.report()


def unfinished(parts: Parts) -> bool:
    """Return whether something is left to do, whoever was interrupted."""
    store = parts.store
    if _any(store, "inputs") or _any(store, "pending") or is_unread(store):
        return True
    return _any(store, "passages") and not (parts.vectors.at_home and parts.words.exists)


def reindex(parts: Parts, progress: OnProgress | None = None) -> int:
    """Split, embed and index all articles anew with the configured encoder; return the number of passages searched."""
    store, encoder = parts.store, parts.encoder()
    with store.transaction():
        store.set_meta("encoder", encoder.name)
        store.run("DELETE FROM vectors")
        store.run("UPDATE articles SET was_read = NULL")
        for (article_id,) in store.run("SELECT id FROM articles").fetchall():
            recut(store, article_id, _fits(encoder))
        touch_all(store, "words")
        parts.vectors.leave()
    parts.words.reset()
    index_words(parts)
    index_vectors(parts, Meter("indexing", progress))
    _read_claims(parts, parts.encoder, progress)
    return store.number(SEARCHED)


def _read_claims(parts: Parts, encoder: Callable[[], Encoder], progress: OnProgress | None) -> None:
    read_claims(parts.store, parts.extractor, encoder, Meter("claims", progress), Meter("links", progress))


def remove(parts: Parts, article_id: str) -> None:
    """Delete an article; the longest of its copies is kept in its place."""
    with parts.store.transaction():
        forget(parts.store, article_id)
    finish(parts)


def fitting_encoder(parts: Parts) -> Encoder:
    """Return the configured encoder; raise EncoderMismatchError when the archive was indexed by another."""
    encoder, stamped = parts.encoder(), parts.store.meta("encoder")
    if stamped is None:
        return encoder
    if stamped != encoder.name:
        raise EncoderMismatchError(
            f"this archive was indexed by {stamped}, and {encoder.name} is configured; run: claimdesk reindex"
        )
    return encoder


def _read_inputs(parts: Parts, outcome: _Outcome, meter: Meter) -> None:
    """Read the inputs that wait and record their articles, 64 to a transaction."""
    inputs = [row[0] for row in parts.store.run("SELECT path FROM inputs ORDER BY number")]
    batch: list[Draft | Failure | Finished] = []
    for done, path in enumerate(inputs, 1):
        for item in items(path):
            batch.append(item)
            if len(batch) >= _ARTICLES:
                _record_batch(parts, batch, outcome)
                batch = []
        meter(done, len(inputs))
    _record_batch(parts, batch, outcome)


def _record_batch(parts: Parts, batch: Iterable[Draft | Failure | Finished], outcome: _Outcome) -> None:
    if not batch:
        return
    fits = _fits(parts.encoder())
    with parts.store.transaction():
        for item in batch:
            if isinstance(item, Draft):
                _record_one(parts.store, item, fits, outcome)
            elif isinstance(item, Failure):
                outcome.failed.append(item)
            else:
                finish_input(parts.store, item)


def _record_one(store: Store, draft: Draft, fits: Fits, outcome: _Outcome) -> None:
    try:
        with store.savepoint():
            kind, article_id = record(store, draft, fits)
    except (DeskError, sqlite3.Error, UnicodeError) as error:
        outcome.failed.append(Failure(draft.path, f"it cannot be recorded ({error})"))
    else:
        getattr(outcome, kind).append(article_id)


def _fits(encoder: Encoder) -> Fits:
    return lambda text: encoder.count_tokens([text])[0] <= encoder.max_tokens


def _any(store: Store, table: str) -> bool:
    return bool(store.number(_ANY[table]))


def index_words(parts: Parts) -> None:
    """Bring the lexical index up to date."""
    store = parts.store
    if not parts.words.exists:
        with store.transaction():
            touch_all(store, "words")
    while ids := queued(store, "words", _WORDS):
        put = entries(store, ids)
        parts.words.apply(put, list({*ids} - {entry.passage_id for entry in put}))
        with store.transaction():
            settle(store, "words", ids)


def index_vectors(parts: Parts, meter: Meter) -> None:
    """Bring the vector index up to date; fill a new one when it is damaged, or kept elsewhere than before."""
    if not parts.vectors.at_home:
        if not _any(parts.store, "passages") and not _any(parts.store, "pending"):
            return
        _renew_vectors(parts)
    try:
        _drain_vectors(parts, meter)
    except NotReadyError:
        _renew_vectors(parts)
        _drain_vectors(parts, meter)


def _drain_vectors(parts: Parts, meter: Meter) -> None:
    store, done = parts.store, 0
    total = store.number("SELECT count(*) FROM pending WHERE target = 'vectors'")
    while ids := queued(store, "vectors", _PASSAGES):
        put = _embed(parts, ids, lambda n, done=done: meter(done + n, total))  # type: ignore[misc]
        found = vectors_of(store, put)
        rows = np.stack([found[i] for i in put]) if put else np.empty((0, 0), np.float32)
        parts.vectors.apply(put, rows, list({*ids} - {*put}))
        with store.transaction():
            settle(store, "vectors", ids)
            parts.vectors.settled()
        done += len(ids)
        meter(done, total)


def _embed(parts: Parts, ids: list[str], encoded: Callable[[int], None]) -> list[str]:
    """Give vectors to those of the passages that are searched and have none; return the ids of the searched ones."""
    store = parts.store
    put = entries(store, ids)
    known = vectors_of(store, ids)
    new = [entry for entry in put if entry.passage_id not in known]
    if new:
        vectors, inside = inside_of(fitting_encoder(parts), new, lambda n, _: encoded(n))
        with store.transaction():
            save_vectors(store, [entry.passage_id for entry in new], vectors)
            save_inside(store, [entry.passage_id for entry in new], inside)
    return [entry.passage_id for entry in put]


def _renew_vectors(parts: Parts) -> None:
    try:
        parts.vectors.reset()
    except NotReadyError as error:
        raise ArchiveError(f"the vector index cannot be written ({error}); run: claimdesk reindex") from error
    with parts.store.transaction():
        touch_all(parts.store, "vectors")
        settle(parts.store, "vectors", [])
        parts.vectors.settled()
