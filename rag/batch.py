"""Batches: rows of JSON lines in, conversations asked turn by turn."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.values import Filters, Hit
from rag.values import Reply, Turn

if TYPE_CHECKING:
    from index import Archive
    from rag.desk import Desk


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a batch: where it stands in its file, and its values."""

    where: str
    values: dict[str, Any]

    @property
    def id(self) -> Any:
        """The row's own id, echoed in its reply; None if it has none."""
        return self.values.get("id")

    def text(self, key: str, default: str | None = None) -> str | None:
        """Return a value that must be a text or missing; else an InputError that names the row."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise InputError(f'{self.where}: "{key}" is not a text; write it in quotes')
        return value or default

    def query(self, key: str) -> str:
        """Return a value that must be a text; else an InputError that names the row."""
        if (value := self.text(key)) is None:
            raise InputError(f'{self.where}: "{key}" is empty; write a text')
        return value

    def turns(self, key: str) -> list[str]:
        """Return a text, or a list of texts, as a list; else an InputError that names the row."""
        value = self.values[key]
        turns = [value] if isinstance(value, str) else value
        if not isinstance(turns, list) or not turns or not all(isinstance(t, str) and t.strip() for t in turns):
            raise InputError(f'{self.where}: "{key}" must be a text or a list of texts, none empty')
        return turns

    @contextmanager
    def named(self) -> Iterator[None]:
        """Name the row in an InputError that its values cause."""
        try:
            yield
        except InputError as error:
            raise error if str(error).startswith(self.where) else InputError(f"{self.where}: {error}") from None


def rows(path: Path, key: str) -> Iterator[Row]:
    """Yield the objects of a file of JSON lines ("-": standard input); each must have ``key``, else InputError."""
    try:
        lines = sys.stdin if str(path) == "-" else path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give a file of JSON lines") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read (it is not UTF-8 text); give a file of JSON lines") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(line, key, f"{path}, line {number}")


def _row(line: str, key: str, where: str) -> Row:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where} is not JSON ({error}); write one object a line") from error
    if not isinstance(values, dict) or key not in values:
        raise InputError(f'{where} has no "{key}"; write {{"id": …, "{key}": …}}')
    return Row(where, values)


def converse(desk: Desk, turns: Sequence[str], filters: Filters, k: int) -> Reply:
    """Ask each turn in order and return the last reply."""
    history: list[Turn] = []
    for turn in turns:
        reply = desk.ask(turn, history=history, filters=filters, k=k)
        history.append(Turn(reply.question, reply))
    return history[-1].reply


def result(archive: Archive, hit: Hit, *, explain: bool = False) -> dict[str, Any]:
    """Return the public JSON form of a search result; ``explain``: with what its score is made of."""
    article = archive.article(hit.passage.article_id)
    span = hit.passage.span
    words = {"start": span.start, "end": span.end, "text": span.of(article.text), "score": round(hit.score, 6)}
    why = {"parts": {name: round(value, 4) for name, value in hit.parts.items()}} if explain else {}
    also = [archive.article(p.article_id).reference() | {"start": p.span.start, "end": p.span.end} for p in hit.also]
    return article.reference() | words | {"also": also} | why
