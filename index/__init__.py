"""Articles in; passages, vectors and words out. ``from index import Archive`` is the way in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.archive import Archive
    from index.build import Progress
    from index.values import AddReport, Article, Failure, Filters, Hit, PartialDate, Passage, Span

__all__ = [
    "AddReport", "Archive", "Article", "Failure", "Filters", "Hit", "PartialDate", "Passage", "Progress", "Span",
]  # fmt: skip

_HOMES = {"Archive": "index.archive", "Progress": "index.build"}


def __getattr__(name: str) -> object:
    """Import what is exported at its first use: ``import index`` stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "index.values")), name)
