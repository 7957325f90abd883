"""What the user named, as inputs one by one, and what is in each of them; nothing that fails stops the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.errors import ReadError
from index.fetch import is_url
from index.read import Draft, expand, read
from index.values import Failure


@dataclass(frozen=True, slots=True)
class Finished:
    """An input that was read to its end. ``rows`` are the article paths found in it, None when it failed."""

    path: str
    rows: frozenset[str] | None


def expanded(paths: Iterable[str]) -> tuple[list[str], list[Failure]]:
    """Return the files (as absolute paths) and addresses that ``paths`` stand for, and what could not be looked at."""
    inputs: list[str] = []
    failed: list[Failure] = []
    for path in paths:
        try:
            inputs += [found if is_url(found) else os.path.abspath(found) for found in expand([path])]
        except ReadError as error:
            failed.append(_failure(path, error))
    failed += [Failure(_utf8(path), "its name is not UTF-8; rename it") for path in inputs if _utf8(path) != path]
    return [path for path in inputs if _utf8(path) == path], failed


def _utf8(path: str) -> str:
    return path.encode("utf-8", "replace").decode()


def _failure(path: str, error: ReadError) -> Failure:
    return Failure(path, str(error).removeprefix(f"{path}: "))


def items(path: str) -> Iterator[Draft | Failure | Finished]:
    """Yield what is in an input, and at its end which articles it has now (None when that is not known)."""
    rows: set[str] = set()
    whole = True
    try:
        for item in read(path):
            rows.add(item.path)
            whole = whole and isinstance(item, Draft)
            yield item
    except ReadError as error:
        whole = False
        yield _failure(path, error)
    except Exception as error:  # a library that trips over one hostile file must not stop the others
        whole = False
        yield Failure(path, f"it cannot be read ({type(error).__name__}: {error})")
    yield Finished(path, frozenset(rows) if whole else None)
