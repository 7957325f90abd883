"""Reads the rows of a .jsonl or .csv file, one article a row. A broken row is its own failure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import ReadError

SUFFIXES = frozenset({".jsonl", ".csv"})
_LONGEST_FIELD = 10_000_000
_LONGEST_ID = 200

Row = tuple[str, Mapping[str, Any] | ReadError]


def rows(text: str, suffix: str) -> Iterator[Row]:
    """Yield each row as its number (from 1) and its columns by lower-case name, or the reason why it is none.

    Raises:
        ReadError: a .csv file without a ``text`` column.
    """
    return _csv(text) if suffix == ".csv" else _jsonl(text)


def row_id(row: Mapping[str, Any], number: str) -> str:
    """Return the row's own id, or its number if it has none.

    Raises:
        ReadError: the id is neither text nor a whole number.
    """
    own = row.get("id")
    if own is None or own == "":
        return number
    if isinstance(own, bool) or not isinstance(own, str | int):
        raise ReadError(f"row {number}: 'id' must be text or a whole number")
    return " ".join(str(own).split())[:_LONGEST_ID] or number


def _jsonl(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield str(number), _object(line, number)


def _object(line: str, number: int) -> Mapping[str, Any] | ReadError:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return ReadError(f"row {number} is not valid JSON; write one object a line")
    if not isinstance(value, dict):
        return ReadError(f"row {number} is not a JSON object; write one object a line")
    return {key.strip().casefold(): content for key, content in value.items()}


def _csv(text: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().casefold() for name in next(reader, [])]
    if "text" not in names:
        raise ReadError("has no column 'text'; name the columns in its first line")
    return _csv_rows(reader, names)


def _csv_rows(reader: Iterator[list[str]], names: list[str]) -> Iterator[Row]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield str(number), ReadError(f"row {number} is broken ({error})")
            continue
        if not any(cells):
            continue
        if len(cells) != len(names):
            yield str(number), ReadError(f"row {number} has {len(cells)} columns, not {len(names)}; quote its commas")
        else:
            yield str(number), dict(zip(names, cells, strict=True))
