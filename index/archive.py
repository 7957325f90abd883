"""The archive as everything else sees it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index import build, inside, ledger, record, search
from index.build import OnProgress, Parts
from index.claim import Claimant
from index.claimants import Correction, matches
from index.errors import ArchiveError, ModelError, NotFoundError
from index.extract import Extractor
from index.listing import Listed, Status, listed
from index.pending import generation
from index.store import SEARCHED, Store
from index.told import Told, Wanted, first_seen, heard, select, told
from index.values import AddReport, Article, Filters, Hit, Passage, Span
from index.vectors import Vectors
from index.words import Words

if TYPE_CHECKING:
    from index.encoder import Encoder

_NO_FILTERS = Filters()
_WRITER_WAIT = 60.0
_ABOUT, _NEAR = 1000, 100
_ID = re.compile(r"[0-9a-f]{1,12}")


class Archive:
    """Articles in a folder, searchable by meaning and by words.

    Any number of threads and processes may read while one writes. What an interrupted process left is finished on
    opening, unless another process is at it; ``resumed`` reports what that added.
    """

    def __init__(
        self, folder: str | Path = "archive", encoder: str | None = None, progress: OnProgress | None = None
    ) -> None:
        """Open the archive in ``folder``, or make one.

        ``encoder`` names the encoder (see ``load_encoder``). Raises ArchiveError when the folder cannot hold one.
        """
        self._folder = _made(Path(folder))
        self._encoder_name = encoder
        self._encoder: Encoder | None = None
        self._loading = threading.Lock()
        store = Store(self._folder)
        vectors = Vectors(self._folder / "chroma", store, os.environ.get("CLAIMDESK_CHROMA"))
        self._parts = Parts(store, vectors, Words(self._folder / "words"), self._load, Extractor())
        self.resumed = self._finish(progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        self._parts.vectors.close()
        self._parts.store.close()

    def add(self, paths: Iterable[str | Path], progress: OnProgress | None = None, *, claims: bool = True) -> AddReport:
        """Add files, folders and URLs; a path added before is brought up to date.

        What cannot be read is in the report's ``failed`` and stops nothing else. Without ``claims`` the articles can be
        searched at once, and who claimed what is read the next time that the archive is opened.
        """
        with self._writing():
            return build.add(self._parts, [str(path) for path in paths], progress, claims=claims)

    def edit(
        self,
        ref: str,
        *,
        title: str | None = None,
        publisher: str | None = None,
        byline: str | None = None,
        url: str | None = None,
        language: str | None = None,
        published: str | None = None,
    ) -> Article:
        """Correct what is known of an article; "" clears a field, None leaves it. Later additions keep the corrections.

        ``published`` is YYYY, YYYY-MM or YYYY-MM-DD. Raises InputError for another date or an empty title.
        """
        given = zip(record.EDITABLE, (title, publisher, byline, url, language, published), strict=True)
        changes = {name: value for name, value in given if value is not None}
        with self._writing():
            with self._parts.store.transaction():
                article = record.edit(self._parts.store, self.article(ref), changes)
            build.finish(self._parts)
            return article

    def remove(self, ref: str) -> None:
        """Delete an article; if it has copies, one of them is searched in its place."""
        with self._writing():
            build.remove(self._parts, self.article(ref).id)

    def reindex(self, progress: OnProgress | None = None) -> int:
        """Split, embed and index everything anew with the configured encoder; return the number of passages."""
        with self._writing():
            return build.reindex(self._parts, progress)

    def articles(self) -> list[Article]:
        """Return all articles, copies included, in the order of adding."""
        return self._parts.store.articles()

    def publishers(self) -> list[str]:
        """Return the publishers of the archive's articles, by name."""
        return self._parts.store.publishers()

    def listing(self, words: str = "", filters: Filters = _NO_FILTERS, status: Status | None = None) -> list[Listed]:
        """Return what is known of the articles that have all ``words``, copies included, the last added first."""
        return listed(self._parts.store, words, filters, status)

    def article(self, ref: str) -> Article:
        """Return the article that ``ref`` names: an id, a path, an exact title or the beginning of an id.

        Raises NotFoundError when there is none, or when several have that title or beginning.
        """
        store, path = self._parts.store, Path(ref)
        paths = (ref, os.path.abspath(path), os.path.realpath(path)) if "\0" not in ref else (ref,) * 3
        found = store.articles("id = ?", (ref,)) or store.articles("path IN (?, ?, ?)", paths)
        found = found or store.articles("title = ?", (ref,))
        if not found and _ID.fullmatch(ref):
            found = store.articles("id >= ? AND id < ?", (ref, f"{ref}g"))
        if len(found) == 1:
            return found[0]
        problem = f"{len(found)} articles are called {ref!r}; use an id" if found else f"no article is called {ref!r}"
        raise NotFoundError(f"{problem}; list them with: claimdesk articles")

    def copies(self, article_id: str) -> list[Article]:
        """Return the articles that repeat this one and are not searched themselves."""
        return self._parts.store.articles("origin = ?", (article_id,))

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in text order; together they are its text."""
        return self._parts.store.passages(article_id)

    def passage(self, passage_id: str) -> Passage:
        """Return the passage with this id; raise NotFoundError when there is none."""
        found = self._parts.store.passage(passage_id)
        if found is None:
            raise NotFoundError(
                f"no passage has the id {passage_id!r}; its article was changed or removed, search again"
            )
        return found

    def dense(self, query: str, k: int, filters: Filters = _NO_FILTERS) -> list[Hit]:
        """Return the ``k`` passages nearest in meaning (fewer if there are no more); scores are cosines in [-1, 1].

        Raises EncoderMismatchError when the archive was indexed by another encoder.
        """
        vector = build.fitting_encoder(self._parts).encode_query(query)
        return search.dense(self._parts.store, self._parts.vectors, vector, k, filters) if k > 0 else []

    def sentences(self, query: str, passages: Sequence[Passage]) -> dict[inside.Place, float]:
        """Return the cosine in [-1, 1] of a query and each sentence of passages, by its article's id and its start."""
        return inside.sentences(self._parts.store, build.fitting_encoder(self._parts), query, passages)

    def met(self, query: str, asked: Sequence[Span], passages: Sequence[Passage]) -> dict[inside.Place, inside.Vectors]:
        """Return, of each sentence, the cosine in [0, 1] of each asked word of a query and its likest word."""
        return inside.met(self._parts.store, build.fitting_encoder(self._parts), query, asked, passages)

    def lexical(self, query: str, k: int, filters: Filters = _NO_FILTERS) -> list[Hit]:
        """Return up to ``k`` passages that share words with ``query``; scores are BM25, above zero."""
        return search.lexical(self._parts.store, self._parts.words, query, k, filters) if k > 0 else []

    def whole(self, query: str, article_ids: Collection[str]) -> dict[str, tuple[float, float]]:
        """Return, of each article as a whole, the cosine of its passages' mean vector and the BM25 of all its words."""
        vector = build.fitting_encoder(self._parts).encode_query(query)
        return search.whole(self._parts.store, self._parts.words, vector, query, article_ids)

    def allowed(self, filters: Filters) -> frozenset[str] | None:
        """Return the ids of the articles that filters let pass; None when they let everything pass."""
        found = self._parts.store.matching(filters)
        return None if found is None else frozenset(found)

    def word_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """Return in how many searched passages each word occurs, whatever its ending."""
        return self._parts.words.frequency(words, generation(self._parts.store, "words"))

    def claims(
        self,
        claimant: str | None = None,
        about: str | None = None,
        after: date | None = None,
        before: date | None = None,
        publisher: str | None = None,
        disputed: bool = False,
    ) -> list[Told]:
        """Return claims in the order in which they were said, each with the claims that are linked to it.

        ``claimant`` is a person, body, state or office; asking for a state finds its officials. Dates are those of the
        saying, else of publication.
        """
        wanted = Wanted(claimant, about, after, before, publisher, disputed)
        return select(self._parts.store, wanted, self._passages_about)

    def timeline(
        self, claimant: str | None = None, about: str | None = None, publisher: str | None = None
    ) -> list[Told]:
        """Return claims in the order in which they were said, each once: where it was first seen, repeats beside it."""
        return first_seen(self.claims(claimant, about, publisher=publisher))

    def claims_of(self, article_ids: Iterable[str]) -> list[Told]:
        """Return the claims of articles in text order."""
        return told(self._parts.store, ledger.claims_in(self._parts.store, "article_id", article_ids))

    def claims_by_id(self, claim_ids: Iterable[str]) -> list[Told]:
        """Return claims by their ids, in the order of their articles."""
        return told(self._parts.store, ledger.claims_in(self._parts.store, "id", claim_ids))

    def heard(self, passages: Iterable[Passage]) -> list[Told]:
        """Return the claims that passages report, without what is linked to them."""
        return heard(self._parts.store, passages)

    def claimants(self) -> list[Claimant]:
        """Return who claims, with the number of claims, the most heard first."""
        return ledger.claimants(self._parts.store)

    def merge(self, name: str, other: str) -> None:
        """Treat two claimants as one, called ``name``; this survives any re-indexing.

        Raises NotFoundError for a name that nobody bears.
        """
        self._correct(Correction("merge", name, other))

    def split(self, name: str, other: str) -> None:
        """Keep two names apart that were taken for one claimant; this survives any re-indexing.

        Raises NotFoundError for a name that nobody bears.
        """
        self._correct(Correction("split", name, other))

    def _correct(self, correction: Correction) -> None:
        store = self._parts.store
        known = ledger.claimants(store)
        for name in (correction.a, correction.b):
            if not any(matches(claimant, name) == "self" for claimant in known):
                raise NotFoundError(f"no claimant is called {name!r}; list them with: claimdesk claimants")
        with self._writing():
            with store.transaction():
                ledger.correct(store, correction)
            ledger.settle_claimants(store)

    def _passages_about(self, topic: str) -> list[Passage]:
        found = {h.passage.id: h.passage for h in (*self.lexical(topic, _ABOUT), *self.dense(topic, _NEAR))}
        return list(found.values())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts`` by the archive's encoder, float32 [n, dimension], rows of length 1."""
        return build.fitting_encoder(self._parts).encode(texts)

    def counts(self) -> dict[str, int]:
        """Return the numbers of ``articles`` (copies included), ``passages`` that are searched, and ``copies``."""
        number = self._parts.store.number
        return {
            "articles": number("SELECT count(*) FROM articles"),
            "passages": number(SEARCHED),
            "copies": number("SELECT count(*) FROM articles WHERE origin IS NOT NULL"),
        }

    def _load(self) -> Encoder:
        from index.encoder import load_encoder

        with self._loading:
            if self._encoder is None:
                self._encoder = load_encoder(self._encoder_name)
            return self._encoder

    def _finish(self, progress: OnProgress | None) -> AddReport:
        if not build.unfinished(self._parts):
            return AddReport()
        try:
            with self._writing(0):
                return build.finish(self._parts, progress)
        except (ArchiveError, ModelError):
            # Another process is at it, or this one cannot encode: reading goes on, and the next to write will finish.
            return AddReport()

    @contextmanager
    def _writing(self, wait: float | None = None) -> Iterator[None]:
        try:
            with FileLock(self._folder / "writer.lock", timeout=_WRITER_WAIT if wait is None else wait):
                yield
        except Timeout:
            raise ArchiveError(f"another process is writing to {self._folder}; try again when it is done") from None


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{folder} cannot be an archive ({error.strerror}); choose another --archive folder"
        ) from None
    return folder
