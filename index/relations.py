"""How one claim stands to another of any article: repeats, updates, contradicts or denies it, or none of these."""

from __future__ import annotations

from index.claim import Link, LinkKind
from index.linkable import Linkable
from index.opposition import (
    Evidence,
    containment,
    day,
    days_between,
    is_other_topic,
    may_matter,
    numbers_differ,
    opposition,
    shared_places,
)
from index.proposition import Proposition, read, shown
from index.voices import Voice, share_body, voice

_DAYS_OF_UPDATE, _DAYS_OF_SAYING = 400, 10


def related(one: Linkable, other: Linkable, cosine: float) -> Link | None:
    """Return the link between two claims whose topics have this cosine, or None.

    The claim that was said later (failing dates, ``one``) is the one that repeats, updates, contradicts or denies.
    """
    if one.claim.negated or other.claim.negated or not may_matter(one, other, cosine) or _is_nested(one, other):
        return None
    later, earlier = _in_order(one, other)
    who = voice(one.claim, other.claim)
    if who in ("same", "speaks for"):
        return _updates(later, earlier, cosine) or _repeats(later, earlier, cosine, who)
    if who == "colleagues":
        return _repeats(later, earlier, cosine, who) or _disputes(later, earlier, cosine)
    return _disputes(later, earlier, cosine) if who == "other" else None


def _is_nested(one: Linkable, other: Linkable) -> bool:
    """Tell whether one claim is told inside the other, or both share their words."""
    a, b = one.claim, other.claim
    if a.article_id != b.article_id:
        return False
    return (
        a.id in (b.outer, b.id)
        or b.id == a.outer
        or any(x.start < y.end and y.start < x.end for x in a.content for y in b.content)
    )


def _in_order(one: Linkable, other: Linkable) -> tuple[Linkable, Linkable]:
    """Return the two, the later first."""
    first, second = day(one), day(other)
    if first and second and first != second:
        return (one, other) if first > second else (other, one)
    if one.claim.article_id == other.claim.article_id and one.position < other.position:
        return other, one
    return one, other


def _link(one: Linkable, other: Linkable, kind: LinkKind, evidence: Evidence, cosine: float) -> Link:
    close = max(0.0, cosine) * (0.5 + 0.5 * containment(read(one.text), read(other.text)))
    score = evidence.weight + (1 - evidence.weight) * min(1.0, close)
    return Link(one.claim.id, other.claim.id, kind, round(score, 3), evidence.reason)


# ------------------------------------------------------------------------------------------------- one claimant's own


def _repeats(later: Linkable, earlier: Linkable, cosine: float, who: Voice) -> Link | None:
    if later.claim.article_id == earlier.claim.article_id or is_other_topic(later, earlier):
        return None
    a, b = read(later.text), read(earlier.text)
    if not _is_alike(later, earlier) or _counts_clash(a, b):
        return None
    common = a.stems & b.stems
    if not (
        _is_same_content(len(common), containment(a, b), cosine, who) or _is_same_moment(later, earlier, cosine, who)
    ):
        return None
    how = {"same": "the same claimant", "speaks for": "an official or body of the same side"}.get(who, "a colleague")
    return _link(later, earlier, "repeats", Evidence(0.4, f"{how} says it again: {shown(later.text, common)}"), cosine)


def _is_same_content(common: int, share: float, cosine: float, who: Voice) -> bool:
    if who == "colleagues":
        return cosine >= 0.82 and share >= 0.6 and common >= 3
    return (cosine >= 0.72 and share >= 0.5 and common >= 3) or (cosine >= 0.6 and share >= 0.65 and common >= 4)


def _is_same_moment(one: Linkable, other: Linkable, cosine: float, who: Voice) -> bool:
    """Tell whether two reports within days are of one saying, by quoted words, names or "staged"."""
    a, b = read(one.text), read(other.text)
    if who == "colleagues" or days_between(one, other) > _DAYS_OF_SAYING or a.open or b.open:
        return False
    if a.unreal and b.unreal and cosine >= 0.35:
        return bool(shared_places(one, other))
    if a.quotes & b.quotes and cosine >= 0.4:
        return True
    sure = cosine >= 0.7 or (a.negated and b.negated)
    named = sure and len(a.names & b.names) >= 2 and containment(a, b) >= 0.3
    return cosine >= 0.6 and (named or len(a.gist & b.gist) >= 5)


def _is_alike(one: Linkable, other: Linkable) -> bool:
    """Tell whether two claims assert, deny, ask and demand alike."""
    a, b = read(one.text), read(other.text)
    kinds = {
        p if p in ("denies", "demands", "doubts") else "asserts" for p in (one.claim.polarity, other.claim.polarity)
    }
    return len(kinds) == 1 and (bool(a.denials), a.unreal, a.open) == (bool(b.denials), b.unreal, b.open)


def _counts_clash(a: Proposition, b: Proposition) -> bool:
    return any(set(x.unit[:2]) & set(y.unit[:2]) and not x.fits(y) for x in a.counts for y in b.counts)


def _updates(later: Linkable, earlier: Linkable, cosine: float) -> Link | None:
    """Return the link of a claim that takes back or recounts what its claimant said on an earlier day."""
    first, second = day(earlier), day(later)
    if not (first and second and first < second) or cosine < 0.55 or is_other_topic(later, earlier):
        return None
    found = opposition(later, earlier, cosine) or numbers_differ(later, earlier, cosine, _DAYS_OF_UPDATE)
    if not found:
        return None
    own = found.by in (None, later.claim.id)
    reason = f"changes position: {found.reason if own else 'asserts what it denied before'}"
    return _link(later, earlier, "updates", Evidence(found.weight, reason), cosine)


# ---------------------------------------------------------------------------------------------------- different sides


def _disputes(later: Linkable, earlier: Linkable, cosine: float) -> Link | None:
    if later.relays or earlier.relays or share_body(later.claim, earlier.claim):
        return None
    found = opposition(later, earlier, cosine)
    if not found:
        return None
    denier = next((x for x in (later, earlier) if x.claim.polarity == "denies"), None)
    first = denier or (earlier if found.by == earlier.claim.id else later)
    return _link(first, earlier if first is later else later, "denies" if denier else "contradicts", found, cosine)
