"""Reads what the user names - files, folders, addresses - into drafts of articles: read, clean, date."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.clean import Cleaned, clean
from index.errors import ReadError
from index.fetch import fetch, is_url
from index.formats import SUFFIXES, Page, decode, read_page, sound
from index.metadata import Metadata, first_of, metadata
from index.publication import published
from index.rows import SUFFIXES as ROW_SUFFIXES
from index.rows import row_id, rows
from index.values import DateOrigin, Failure, PartialDate

_KNOWN = SUFFIXES | ROW_SUFFIXES


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it is recorded.

    ``path`` is the absolute path of its file, ``file.jsonl#row`` for a row (its id, or its number from 1), or the
    address as typed. ``removed`` lists what cleaning took out.
    """

    path: str
    title: str
    text: str
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    published: PartialDate | None = None
    published_from: DateOrigin = "unknown"
    removed: tuple[str, ...] = ()


def expand(paths: Iterable[str]) -> Iterator[str]:
    """Yield each input once: addresses and files as they are, folders as the articles below them, sorted.

    Hidden files, the folders that browsers save beside a page, and files of other formats are left out of folders.
    """
    seen: set[str] = set()
    for path in paths:
        path = str(path)
        for found in _below(path) if not is_url(path) and os.path.isdir(path) else (path,):
            key = found if is_url(found) else os.path.abspath(found)
            if key not in seen:
                seen.add(key)
                yield found


def read(path: str) -> Iterator[Draft | Failure]:
    """Read one file or address: one draft, or one draft or failure a row of a .jsonl or .csv file.

    Raises:
        ReadError: nothing of it can be read. One line that starts with the path; rows fail by themselves.
    """
    try:
        if is_url(path):
            return iter([_read_url(path)])
        file = Path(os.path.abspath(path))
        data = _bytes(file)
        if file.suffix.lower() in ROW_SUFFIXES:
            return _read_rows(str(file), rows(decode(data), file.suffix.lower()))
        page = read_page(data, file.suffix.lower())
        return iter([_draft(str(file), page, _sidecar(file))])
    except ReadError as error:
        reason = str(error)
        raise ReadError(reason if reason.startswith(path) else f"{path}: {reason}") from None


def _below(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        pages = {os.path.splitext(name)[0] for name in files if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _saved_with(name, pages))
        for name in sorted(files):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in _KNOWN:
                yield os.path.join(parent, name)


def _saved_with(folder: str, pages: set[str]) -> bool:
    return folder.endswith("_files") and folder.removesuffix("_files") in pages


def _bytes(file: Path) -> bytes:
    if file.suffix.lower() not in _KNOWN:
        raise ReadError(f"cannot read {file.suffix or 'files without a suffix'}; use {', '.join(sorted(_KNOWN))}")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise ReadError("no such file; check the path") from None
    except OSError as error:
        raise ReadError(f"cannot be opened ({error.strerror})") from None


def _read_url(url: str) -> Draft:
    page = fetch(url)
    read_in = read_page(page.body, page.suffix, page.url)
    return _draft(url, read_in, Metadata(), fallback_url=page.url)


def _sidecar(file: Path) -> Metadata:
    """Read the JSON file beside an article: ``name.json``, ``name.txt.json`` or ``name.meta.json``."""
    beside = (file.with_suffix(".json"), file.with_name(f"{file.name}.json"), file.with_suffix(".meta.json"))
    found = next((path for path in beside if path.is_file()), None)
    if found is None:
        return Metadata()
    try:
        values = json.loads(decode(found.read_bytes()))
    except (ValueError, RecursionError, OSError):
        raise ReadError(f"its sidecar {found.name} is not valid JSON; correct or remove it") from None
    if not isinstance(values, dict):
        raise ReadError(f"its sidecar {found.name} is not a JSON object; correct or remove it")
    return metadata(values, f"its sidecar {found.name}")


def _read_rows(path: str, found: Iterable[tuple[str, Mapping[str, Any] | ReadError]]) -> Iterator[Draft | Failure]:
    seen: set[str] = set()
    for number, row in found:
        try:
            yield _row(path, number, row, seen)
        except ReadError as error:
            yield Failure(f"{path}#{number}", str(error))


def _row(path: str, number: str, row: Mapping[str, Any] | ReadError, seen: set[str]) -> Draft:
    if isinstance(row, ReadError):
        raise row
    own = row_id(row, number)
    if own in seen:
        raise ReadError(f"row {number} repeats the id {own!r}; give each row its own")
    text = row.get("text")
    if not isinstance(text, str):
        raise ReadError(f"row {number}: 'text' must be text")
    draft = _draft(f"{path}#{own}", Page(sound(text)), metadata(row, f"row {number}"), given=True)
    seen.add(own)
    return draft


def _draft(path: str, page: Page, beside: Metadata, fallback_url: str | None = None, *, given: bool = False) -> Draft:
    """Return the draft of a page; ``given``: its text was called the text, and is kept if all of it looks like none."""
    ranked = (page.given, beside, page.found)
    story = clean(page.text, first_of("title", *ranked))
    if given and not any(character.isalnum() for character in story.text):
        story = Cleaned(story.title or page.text.strip(), page.text.strip())
    if not any(character.isalnum() for character in story.text):
        raise ReadError(f"no article text found in {path}")
    language = first_of("language", *ranked)
    day, origin = published(
        front_matter=page.given.published,
        sidecar=beside.published,
        page=page.found.published,
        text=f"{page.head}\n{page.text}",
        language=language,
    )
    return _filled(path, story, ranked, language, fallback_url, day, origin)


def _filled(
    path: str,
    story: Cleaned,
    ranked: tuple[Metadata, ...],
    language: str | None,
    fallback_url: str | None,
    day: PartialDate | None,
    origin: DateOrigin,
) -> Draft:
    return Draft(
        path=path,
        title=story.title,
        text=story.text,
        publisher=first_of("publisher", *ranked),
        byline=first_of("byline", *ranked) or story.byline,
        url=first_of("url", *ranked) or fallback_url,
        language=language,
        published=day,
        published_from=origin,
        removed=story.removed,
    )
