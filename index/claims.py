"""The ledger brought up to date: read the claims of new articles, settle who the claimants are, link what is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import overload

from index import ledger
from index.claim import Claim, Link
from index.encoder import Encoder
from index.extract import Extractor
from index.linkable import Linkable, linkables
from index.links import links
from index.store import Store
from index.values import Article

_ARTICLES = 16
_KEPT_PAGES = 1024
_AT_ONCE = 1_500

OnRead = Callable[[int, int], None]


def is_unread(store: Store) -> bool:
    """Return whether the claims of some article are yet to be read, or to be linked."""
    # Counted by EXISTS: an archive is opened far more often than it is behind.
    sql = f"""SELECT EXISTS (SELECT 1 FROM articles WHERE {ledger.UNREAD})
              OR EXISTS (SELECT 1 FROM claims WHERE linked = 0)"""  # noqa: S608  # our own words only
    return bool(store.number(sql))


def read_claims(
    store: Store, extractor: Extractor, encoder: Callable[[], Encoder], done: OnRead, linked: OnRead
) -> None:
    """Read the claims of the articles that changed, then settle claimants and links; goes on where it was stopped.

    ``done`` counts articles that were read, ``linked`` claims that were compared.
    """
    ledger.drop_of_copies(store)
    total = store.number(f"SELECT count(*) FROM articles WHERE {ledger.UNREAD}")  # noqa: S608
    read = 0
    while articles := ledger.unread(store, _ARTICLES):
        _read(store, articles, extractor, encoder)
        read += len(articles)
        done(read, total)
    if read or ledger.compared(store, yet=False):
        ledger.settle_claimants(store)
        _link(store, linked)


def _read(store: Store, articles: Sequence[Article], extractor: Extractor, encoder: Callable[[], Encoder]) -> None:
    readings = extractor.read(articles)
    with store.transaction():
        for article, found in zip(articles, readings, strict=True):
            ledger.save(store, article, found.readings, found.introduced)
        new = [x for a in articles for x in linkables(a, ledger.claims_in(store, "article_id", [a.id]))]
        if new:
            ledger.save_vectors(store, [x.claim.id for x in new], encoder().encode([x.topic for x in new]))


def _link(store: Store, done: OnRead) -> None:
    """Compare the claims that are new with each other and with the rest, those of some articles at a time."""
    total = linked = len(ledger.compared(store, yet=False))
    while listed := _first(ledger.compared(store, yet=False)):
        new, old = _Kept(store, listed), _Kept(store, ledger.compared(store, yet=True))
        found: list[Link] = links(list(new), old, ledger.vectors(store, new.ids), ledger.vectors(store, old.ids))
        ledger.save_links(store, new.ids, found)
        linked -= len(listed)
        done(total - linked, total)


def _first(listed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the first claims of a list, about so many as are compared at once, those of an article together."""
    last = listed[_AT_ONCE - 1][1] if len(listed) > _AT_ONCE else None
    kept = [n for n, (_, article) in enumerate(listed) if n < _AT_ONCE or article == last]
    return [listed[n] for n in kept]


class _Kept(Sequence[Linkable]):
    """Claims of the ledger as the linker takes them, each page read when one of its claims is looked at."""

    def __init__(self, store: Store, listed: Sequence[tuple[str, str]]) -> None:
        self.ids = [claim for claim, _ in listed]
        self._articles = [article for _, article in listed]
        self._store = store
        self._page = lru_cache(maxsize=_KEPT_PAGES)(self._read)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> Linkable: ...
    @overload
    def __getitem__(self, index: slice) -> list[Linkable]: ...
    def __getitem__(self, index: int | slice) -> Linkable | list[Linkable]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self._page(self._articles[index])[self.ids[index]]

    def _read(self, article_id: str) -> dict[str, Linkable]:
        article = self._store.existing(article_id)
        claims: list[Claim] = ledger.claims_in(self._store, "article_id", [article_id])
        return {x.claim.id: x for x in linkables(article, claims)}
