"""Numbers of a statement that its evidence gives otherwise, or does not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.values import Span
from rag.aligned import MOST, Aligned, Near, gist
from rag.amounts import LENGTHS, Amount, amounts, heard_amounts
from rag.exact_names import is_named, names
from rag.reason import Reason

_ALIKE, _COPIED = 0.5, 0.6
_COUNTED_BY_HAND = 3
_AGO = re.compile(r"\W*\w+ (?:ago|earlier|later|before)\b")  # says when, not how long


def number_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason for each amount of the sentence that the evidence excludes or lacks."""
    mine = [a for a in amounts(pair.sentence) if not a.implied][:MOST]
    heard = heard_amounts(pair.evidence) if mine else []
    for amount in mine:
        held = any(amount.held_by(a) for a in heard)
        other = _swapped(amount, mine, pair) or (None if held else _other(amount, mine, pair))
        if other:
            yield Reason("number", _line(amount, other), against=True)
        elif not held and not _is_loose(amount):
            yield Reason("number", f"the statement says {_named(amount)}, which the evidence does not say")


def _is_loose(amount: Amount) -> bool:
    """Tell whether an amount is often meant without a number: "one of them", two people who are named, "first"."""
    few = amount.value <= _COUNTED_BY_HAND and not amount.text[0].isdigit()
    return few and amount.sort in ("plain", "ordinal") and not amount.seconds


def _line(amount: Amount, other: Amount) -> str:
    unit, another = (LENGTHS[a.unit[0]] if amount.is_long_as(other) else "" for a in (amount, other))
    return f"the statement says {_named(amount)} {unit}".rstrip() + f", the evidence {_named(other)} {another}".rstrip()


def _named(amount: Amount) -> str:
    bound = {1: "more than ", -1: "up to "}.get(amount.bound, "")
    return f"{bound}{amount.text}"


def _swapped(amount: Amount, mine: Sequence[Amount], pair: Aligned) -> Amount | None:
    """Return the amount that stands in its place where the evidence has almost the same words."""
    for near in pair.near:
        if near.copied < _COPIED:
            continue
        heard = amounts(near.text)
        for here, there in near.swaps:
            if _touch(here, amount.span) and not any(amount.held_by(a) for a in heard):
                found = (a for a in heard if _touch(there, a.span) and _rivals(amount, a) and not _taken(a, mine))
                if other := next(found, None):
                    return other
    return None


def _rivals(amount: Amount, other: Amount) -> bool:
    """Tell whether two amounts exclude each other and may count one thing."""
    counted = amount.sort in ("plain", "ordinal") and amount.unit and other.unit
    return amount.excludes(other) and (not counted or amount.is_of_unit(other))


def _other(amount: Amount, mine: Sequence[Amount], pair: Aligned) -> Amount | None:
    """Return another amount of the same thing, where the evidence speaks of the same."""
    for near in pair.near:
        if _rest(amount, pair, near) < _ALIKE:
            continue
        rivals = [a for a in amounts(near.text) if not _AGO.match(near.text, a.span.end)]
        same = [a for a in rivals if _is_of_unit(a, amount, pair, near) and amount.excludes(a) and not _taken(a, mine)]
        if len(same) == 1 or (same and amount.sort != "plain"):
            return same[0]
    return None


def _is_of_unit(other: Amount, amount: Amount, pair: Aligned, near: Near) -> bool:
    """Tell whether two amounts count one thing; lengths of time in two units only where all names are there too."""
    named = not other.is_long_as(amount) or all(is_named(n.text, near.text) for n in names(pair.sentence)[:MOST])
    return named and other.is_of_unit(amount)


def _rest(amount: Amount, pair: Aligned, near: Near) -> float:
    """Return the share of the sentence's other content words, those that are counted left out, that stand nearby."""
    wanted = gist(pair.sentence) - set(amount.unit[:1])
    return len(wanted & gist(near.text)) / max(2, len(wanted))


def _taken(amount: Amount, mine: Sequence[Amount]) -> bool:
    """Tell whether an amount of the evidence is one that the statement gives as well."""
    return any(m.held_by(amount) and m.sort == amount.sort for m in mine)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
