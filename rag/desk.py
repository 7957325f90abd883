"""The desk: the one object that a program needs to search an archive and to ask it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.errors import InputError
from index.values import NO_FILTERS, Filters, Hit
from rag.chat import ask
from rag.reader import Reader, load_reader
from rag.retrieve import retrieve
from rag.support import Support, load_support
from rag.values import Reply, Turn

if TYPE_CHECKING:
    from index import Archive


class Desk:
    """Answers questions from an archive, or abstains. Models are opened at the first question and kept."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @cached_property
    def _reader(self) -> Reader:
        return load_reader()

    @cached_property
    def _support(self) -> Support:
        return load_support()

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, k: int = 10) -> Reply:
        """Return an answer with citations, or an abstention that lists what was searched.

        ``history`` holds the earlier turns of the conversation, oldest first; ``k`` is how many passages are read (1 to
        100). Raises InputError for an empty question or a ``k`` out of range.
        """
        if not question.strip():
            raise InputError("the question is empty; write what you want to know")
        return ask(
            self.archive, self._reader, self._support, _clean(question), history=history, filters=filters, k=_checked(k)
        )

    def search(self, query: str, k: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        """Return the ``k`` best passages (1 to 1,000) for a query, the best first; empty for an empty query."""
        return retrieve(self.archive, _clean(query), _checked(k, 1000), filters) if query.strip() else []


def _clean(text: str) -> str:
    """Return a text with what is no character (half of a surrogate pair) replaced: not every library takes it."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _checked(k: int, most: int = 100) -> int:
    if not 1 <= k <= most:
        raise InputError(f"k is {k}; choose a number from 1 to {most}")
    return k
