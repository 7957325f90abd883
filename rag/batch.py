"""Batches: rows of JSON lines in, conversations asked turn by turn."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.values import Article, Filters, Hit
from rag.values import Reply, Turn

if TYPE_CHECKING:
    from rag.desk import Desk


def rows(path: Path, key: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines ("-": standard input); each must have ``key``, else InputError."""
    try:
        lines: Iterable[str] = sys.stdin if str(path) == "-" else path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); give a file of JSON lines") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(line, key, f"{path}, line {number}")


def _row(line: str, key: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where} is not JSON ({error}); write one object a line") from error
    if not isinstance(row, dict) or key not in row:
        raise InputError(f'{where} has no "{key}"; write {{"id": …, "{key}": …}}')
    return row


def converse(desk: Desk, asked: Any, filters: Filters, k: int) -> Reply:
    """Ask a question, or each turn of a list in order, and return the last reply; anything else is an InputError."""
    turns = [asked] if isinstance(asked, str) else asked
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise InputError("a row's question must be a text or a list of texts")
    history: list[Turn] = []
    for turn in turns:
        reply = desk.ask(turn, history=history, filters=filters, k=k)
        history.append(Turn(reply.question, reply))
    return history[-1].reply


def result(article: Article, hit: Hit) -> dict[str, Any]:
    """Return the public JSON form of a search result."""
    span = hit.passage.span
    words = {"start": span.start, "end": span.end, "text": span.of(article.text), "score": round(hit.score, 6)}
    return article.reference() | words
