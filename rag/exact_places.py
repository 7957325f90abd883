"""Where something happened: a statement that names a place, and evidence that names another for the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.names import Name
from index.places import fold, states
from index.terms import stem
from rag.aligned import MOST, Aligned, Near, gist
from rag.exact_names import in_its_place, is_there, names
from rag.reason import Reason

_WHERE = re.compile(r"\b(?:in|at|near|outside)(?: the)?(?: [a-z]+ (?:city|town|capital|village) of)?\s*$")
_HAPPENS = re.compile(
    r"\b(?:meet\w*|met|summits?|talks?|conferences?|visit\w*|held|took place|taken? place|takes place|gather\w*|sat"
    r"|attack\w*|strikes?|struck|kill\w*|born|died|sign\w*|spoke|speech|rall\w+|protest\w*|elections?|trial|arrest\w*"
    r"|based|deploy\w*|land\w*|arriv\w*|explo\w+|crash\w*|battle|fight\w*|fought|founded|hosted?)\b",
    re.IGNORECASE,
)
_UNSAID = frozenset(
    map(stem, "hold held take took taken place happen occur january february march april may june july august".split())
) | frozenset(map(stem, "september october november december monday tuesday wednesday thursday friday".split()))
_ALIKE = 0.5


def place_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason where something happens "in Rome" and the evidence has nearly all of it "in Oslo".

    Only places of one sort exclude each other, states or what lies in them, and none that lies in the other.
    """
    if not _HAPPENS.search(pair.sentence):
        return
    for place in _places(pair.sentence)[:MOST]:
        if not is_there(place.text, pair.sentence, pair.evidence) and not in_its_place(place, pair):
            for near in pair.near:
                if other := _instead(place, pair, near):
                    line = f"the statement has it in {place.text}, the evidence in {other}"
                    yield Reason("name", line, against=True)
                    return


@lru_cache(maxsize=16384)
def _places(text: str) -> tuple[Name, ...]:
    """Return the names in a sentence that stand after "in" or "at"."""
    return tuple(n for n in names(text) if _WHERE.search(text[: n.span.start]))


def _instead(place: Name, pair: Aligned, near: Near) -> str | None:
    """Return the one place of the evidence's sentence that excludes the statement's, where both tell of the same."""
    wanted = gist(pair.sentence) - gist(place.text) - _UNSAID
    if not _HAPPENS.search(near.text) or len(wanted & gist(near.text)) < _ALIKE * max(3, len(wanted)):
        return None
    found = [n.text for n in _places(near.text)]
    if len(found) != 1 or is_there(found[0], near.text, pair.sentence):
        return None
    return found[0] if _exclude(place.text, found[0]) else None


def _exclude(one: str, other: str) -> bool:
    if _is_state(one) != _is_state(other):
        return False
    mine, theirs = (frozenset(states(n, seats=True)) for n in (one, other))
    return bool(mine and theirs and not mine & theirs)


def _is_state(name: str) -> bool:
    seat = any(fold(name) in place.seats for place in states(name, seats=True))
    return bool(states(name)) and not seat
