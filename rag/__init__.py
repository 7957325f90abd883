"""A question in; a cited answer or an abstention out. Public names load on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.desk import Desk
    from rag.retriever import DeskRetriever
    from rag.values import Abstention, Answer, Citation, Reply, Statement, Turn

__all__ = ["Abstention", "Answer", "Citation", "Desk", "DeskRetriever", "Reply", "Statement", "Turn"]

_HOMES = {"Desk": "rag.desk", "DeskRetriever": "rag.retriever"}


def __getattr__(name: str) -> Any:
    """Import a public name from its home, so that ``import rag`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "rag.values")), name)
