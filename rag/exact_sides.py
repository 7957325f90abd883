"""For and against: a statement that puts a vote or a speaker on the other side than the evidence does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.numbers import counts
from rag.aligned import Aligned
from rag.reason import Reason

_FOR = re.compile(r"\bin favou?r\b|\bvot(?:e|ed|es|ing) (?:for|yes)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\bagainst\b|\bvot(?:e|ed|es|ing) no\b", re.IGNORECASE)
_NEITHER = re.compile(r"\babst(?:ain|ention)\w*", re.IGNORECASE)
_SIDES = {"in favour": _FOR, "against": _AGAINST, "abstaining": _NEITHER}
_PIECE = re.compile(r"[,;:]|\b(?:and|while|whereas|with|but)\b", re.IGNORECASE)
_ALIKE = 0.5


def side_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason if the evidence has the same thing, or as many voters, only on the other side."""
    mine = sides(pair.sentence)
    if len(mine) != 1 or pair.best.share < _ALIKE:
        return
    theirs = sides(pair.best.text)
    if len(theirs) > 1:
        theirs = _of_as_many(pair.sentence, pair.best.text)
    if theirs and not mine & theirs and "in favour" in mine | theirs:
        words = (*mine, *sorted(theirs))
        yield Reason("negation", f"the statement says “{words[0]}”, the evidence “{words[1]}”", against=True)


def sides(text: str) -> set[str]:
    """Return the sides that are taken in a text: "in favour", "against", "abstaining"."""
    return {name for name, pattern in _SIDES.items() if pattern.search(text)}


def _of_as_many(sentence: str, heard: str) -> set[str]:
    """Return the sides on which the evidence has a number of the statement."""
    wanted = {c.value for c in counts(sentence)}
    pieces = _PIECE.split(heard)
    return {side for piece in pieces if wanted & {c.value for c in counts(piece)} for side in sides(piece)}
