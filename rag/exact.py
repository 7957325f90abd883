"""Exact checks of a statement against evidence, which no small model does well; each names its reason in a line.

Numbers, dates, names, negation, words in quotation marks, hedges and claimants. They read both texts as written: no
model, no network, no archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rag.aligned import Aligned, aligned
from rag.exact_dates import date_reasons
from rag.exact_names import name_reasons
from rag.exact_numbers import number_reasons
from rag.exact_polarity import hedge_reasons, negation_reasons
from rag.exact_roles import role_reasons
from rag.exact_sides import side_reasons
from rag.exact_words import claimant_reasons, quotation_reasons
from rag.reason import KINDS, Kind, Reason

__all__ = ["KINDS", "Kind", "Reason", "exact"]

_CHECKS: tuple[Callable[[Aligned], Iterator[Reason]], ...] = (
    number_reasons,
    date_reasons,
    name_reasons,
    role_reasons,
    negation_reasons,
    side_reasons,
    quotation_reasons,
    hedge_reasons,
    claimant_reasons,
)


def exact(statement: str, evidence: str) -> list[Reason]:
    """Return why the words of a statement do not stand on the evidence; empty when nothing speaks against support.

    Each reason is a veto on support; those that are ``against`` say that the evidence excludes the statement.
    """
    return reasons(aligned(statement, evidence))


def reasons(pairs: list[Aligned]) -> list[Reason]:
    """Return the reasons for sentences that are aligned already, each once, those that exclude first."""
    found = [r for pair in pairs for check in _CHECKS for r in check(pair)]
    return sorted(dict.fromkeys(found), key=lambda r: not r.against)
