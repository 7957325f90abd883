"""Who speaks in two claims: the same claimant, one for the other, colleagues, or different sides."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from index.claim import Claim
from index.linkable import Linkable
from index.names import mentions
from index.places import is_listed, key, states
from index.proposition import names

Voice = Literal["same", "speaks for", "colleagues", "other", "unknown"]


def voice(one: Claim, other: Claim) -> Voice:
    """Return how the claimants of two claims stand to each other.

    One speaks for the other who is named in its affiliation (a minister for a state); colleagues share a body or a
    state, which two rivals in one country also do. Nothing is known of a claim without a claimant.
    """
    if not (one.claimant and other.claimant):
        return "unknown"
    if one.claimant_id == other.claimant_id if one.claimant_id and other.claimant_id else _is_same(one, other):
        return "same"
    ours, theirs = _bodies(one), _bodies(other)
    if _key(one.claimant) in theirs or _key(other.claimant) in ours:
        return "speaks for"
    return "colleagues" if ours & theirs else "other"


def share_body(one: Claim, other: Claim) -> bool:
    """Tell whether both speak for one body that is no state: a ministry, a company, a party."""
    ours, theirs = ({_key(a) for a in c.affiliation if not is_listed(a)} for c in (one, other))
    return bool(ours & theirs)


def own_names(one: Linkable) -> frozenset[str]:
    """Return the names of the claimant, of its bodies and states and those in its source, as ``names`` writes them."""
    given = (one.claim.claimant, *one.claim.affiliation, one.source)
    return names(". ".join(f"The {n}" for n in given if n))


def concerns(text: str, one: Linkable) -> bool:
    """Tell whether ``text`` names the claimant of ``one``, or a body or state that it speaks for."""
    given = (one.claim.claimant, *one.claim.affiliation)
    return bool(names(text) & own_names(one)) or any(_mentions(text, name) for name in given if name)


@lru_cache(maxsize=8192)
def _mentions(text: str, name: str) -> bool:
    return bool(mentions(text, name))


def _is_same(one: Claim, other: Claim) -> bool:
    return _key(one.claimant or "") == _key(other.claimant or "")


def _bodies(claim: Claim) -> set[str]:
    return {_key(a) for a in claim.affiliation}


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    named = states(name, seats=True)
    return named[0].name if named else key(name)
