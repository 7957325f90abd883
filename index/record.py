"""One draft into the archive's tables, within the caller's transaction: the article, its passages, what it copies."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any, Literal

from index.duplicates import copies_of, resolve, sign, text_digest, words_of
from index.errors import InputError
from index.inputs import Finished
from index.pending import touch
from index.read import Draft
from index.split import Fits, split
from index.store import Origins, Store
from index.values import Article, PartialDate, Passage

Outcome = Literal["added", "changed", "unchanged", "copies"]
EDITABLE = ("title", "publisher", "byline", "url", "language", "published")


def article_id_of(path: str) -> str:
    """Return the id of the article at ``path``: 12 hexadecimal digits."""
    return _digest(path)[:12]


def record(store: Store, draft: Draft, fits: Fits) -> tuple[Outcome, str]:
    """Write the draft's article, in place of what the same path held before; return what happened and its id.

    The user's edits are laid over the draft again. Copies of the old text are decided anew.
    """
    article_id, digest = article_id_of(draft.path), _digest(json.dumps(asdict(draft), default=str))
    before = store.origins(article_id)
    if before and before.draft == digest:
        return "unchanged", article_id
    orphans = copies_of(store, article_id)
    edits = before.edits if before else {}
    _save(store, edited(_article(article_id, draft), edits), Origins(digest, edits))
    recut(store, article_id, fits)
    _resolve(store, article_id, orphans)
    if before:
        return "changed", article_id
    return "copies" if store.existing(article_id).origin else "added", article_id


def recut(store: Store, article_id: str, fits: Fits) -> None:
    """Split the article's text into passages, in place of those it had."""
    article = store.existing(article_id)
    touch(store, article_id)
    store.delete_passages(article_id)
    version = _digest(article.text)[:8]
    store.save_passages(
        [
            Passage(f"{article_id}-{span.start}-{span.end}-{version}", article_id, span, sentences)
            for span, sentences in split(article.text, fits)
        ]
    )
    touch(store, article_id)


def edit(store: Store, article: Article, changes: dict[str, str]) -> Article:
    """Lay the user's changes over the article and remember them; an empty string clears a field."""
    before = store.origins(article.id)
    after = edited(article, changes)
    if before is not None:
        _save(store, after, Origins(before.draft, {**before.edits, **changes}))
    if after.title != article.title:
        touch(store, article.id)
    return after


def edited(article: Article, edits: dict[str, str]) -> Article:
    """Return the article with the user's edits; raise InputError for an empty title or what is not a date."""
    values: dict[str, Any] = {name: value.strip() or None for name, value in edits.items()}
    if "title" in values and not values["title"]:
        raise InputError("a title cannot be empty; write --title TEXT")
    if "published" in values:
        values["published"] = PartialDate(values["published"]) if values["published"] else None
        values["published_from"] = "user"
    return replace(article, **values)


def forget(store: Store, article_id: str) -> None:
    """Delete the article; its copies are decided anew, the longest first."""
    orphans = copies_of(store, article_id)
    touch(store, article_id)
    store.delete_article(article_id)
    _resolve(store, None, orphans)


def finish_input(store: Store, finished: Finished) -> None:
    """Cross the input off; articles of rows that its file no longer has are deleted."""
    store.run("DELETE FROM inputs WHERE path = ?", (finished.path,))
    if finished.rows is None:
        return
    # "$" is the character after "#": the range holds exactly the paths that begin with "path#".
    rows = store.run(
        "SELECT id, path FROM articles WHERE path >= ? AND path < ?", (f"{finished.path}#", f"{finished.path}$")
    )
    for article_id, path in rows.fetchall():
        if path not in finished.rows:
            forget(store, article_id)


def _resolve(store: Store, article_id: str | None, orphans: list[str]) -> None:
    for one in [article_id, *orphans]:
        if one is not None:
            resolve(store, one)


def _save(store: Store, article: Article, origins: Origins) -> None:
    words = words_of(article.text)
    store.save_article(article, origins, text_digest(words), len(words))
    sign(store, article)


def _article(article_id: str, draft: Draft) -> Article:
    return Article(
        id=article_id,
        path=draft.path,
        title=draft.title,
        text=draft.text,
        publisher=draft.publisher,
        byline=draft.byline,
        url=draft.url,
        language=draft.language,
        published=draft.published,
        published_from=draft.published_from,
        removed=draft.removed,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
