"""What became of a quotation, to export: in words, and with every place where it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rag.exports import Export
from rag.exports_sheet import Cited, Find, Line, Sheet, of_citation

if TYPE_CHECKING:
    from rag.quote import Outcome, Place, QuoteCheck
    from rag.quote_match import Change
    from rag.values import Citation
    from rag.verdict import Label

OUTCOMES: dict[Outcome, tuple[Label, str]] = {
    "exact": ("supported", "exact"),
    "altered": ("disputed", "altered"),
    "other_claimant": ("refuted", "said by someone else"),
    "not_found": ("not_enough_evidence", "not found"),
}
"""The verdict whose colour an outcome has, and its words."""
_MARKED = {True: "In quotation marks", False: "Without quotation marks"}


def quote_export(found: QuoteCheck, find: Find) -> Export:
    """Return what became of a quotation to export; ``find`` returns the article of an id or raises NotFoundError."""
    value = found.json()
    for place, row in zip(found.places, value["places"], strict=True):
        for citation, told in zip(place.citations, row["citations"], strict=True):
            told |= of_place(place, citation, find).json()
    return Export([_sheet(found, find)], value)


def of_place(place: Place, citation: Citation, find: Find) -> Cited:
    """Return words that are quoted as what is cited, with whose they are; ``find`` as for an export."""
    whose = " via ".join(filter(None, (place.claimant, *place.via)))
    return of_citation(citation, find, whose or None, place.said_on)


def told_change(change: Change) -> str:
    """Return a difference in words."""
    if not change.written:
        return f"Added: “{change.asked}” is not written there."
    if not change.asked:
        return f"Left out: “{change.written}” is written there."
    return f"Changed: “{change.asked}”; “{change.written}” is written."


def _sheet(found: QuoteCheck, find: Find) -> Sheet:
    """Return the sheet of a quotation; its citations are numbered through all places."""
    kind, label = OUTCOMES[found.outcome]
    asked = [f"Looked for as the words of {found.claimant}."] if found.claimant else []
    lines = tuple(Line(words) for words in (*asked, found.because, *map(told_change, found.changes)))
    pairs = [(place, citation) for place in found.places for citation in place.citations]
    cited = [(p.marked, replace(of_place(p, c, find), n=n)) for n, (p, c) in enumerate(pairs, 1)]
    groups = ((name, tuple(c for marked, c in cited if marked == is_marked)) for is_marked, name in _MARKED.items())
    return Sheet(found.words, label, kind, lines, tuple(group for group in groups if group[1]))
