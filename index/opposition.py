"""Whether two contents exclude each other, and by which words: negation, an event called staged, antonyms, numbers.

Every kind of evidence asks that both speak of one thing: words in common beside those that clash, no names that
differ, the same time and the same certainty. What is asked, conditional or demanded asserts nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.claim import Polarity
from index.linkable import Linkable
from index.opposites import FALSE, antonyms, calls_unreal, harms, kinds
from index.places import is_listed
from index.proposition import Proposition, names, places, read, shown
from index.terms import content_stems
from index.voices import own_names

ASSERTING: frozenset[Polarity] = frozenset(("asserts", "accuses", "hedged"))
_CLAUSE = re.compile(r"\W*(?:that|having|ever|any|he|she|it|they|we|there|\w{2,}ing)\b", re.IGNORECASE)
_OWN_DOING = re.compile(r"\W*(?!during|including)\w{2,}ing\b", re.IGNORECASE)
_NEAR, _SAME_COUNT = 0.6, 0.72  # cosines, chosen on links that were read
_MANY = 4
_SHARES = frozenset(("percent", "$", "€", "£"))
_DAYS_OF_EVENT, _DAYS_OF_TREND, _DAYS_OF_COUNT = 45, 31, 7


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two claims exclude each other: how sure that alone makes it, in [0, 1], and a sentence.

    ``by`` is the id of the claim of which the sentence is true, None if it is true of both.
    """

    weight: float
    reason: str
    by: str | None = None


def opposition(one: Linkable, other: Linkable, cosine: float) -> Evidence | None:
    """Return the evidence that the contents of two claims exclude each other, or None."""
    a, b = read(one.text), read(other.text)
    if a.open or b.open or is_other_topic(one, other):
        return None
    return (
        _negation(one, other, cosine)
        or _negation(other, one, cosine)
        or _unreal(one, other, cosine)
        or _unreal(other, one, cosine)
        or _antonym(one, other, cosine)
        or numbers_differ(one, other, cosine, _DAYS_OF_COUNT)
    )


def day(one: Linkable) -> date | None:
    """Return when a claim was said or, failing that, published."""
    known = one.claim.said_on or one.published
    return known.first if known else None


def days_between(one: Linkable, other: Linkable) -> int:
    """Return the days between two claims, 0 where one has no date."""
    first, second = day(one), day(other)
    return abs((first - second).days) if first and second else 0


def is_other_topic(one: Linkable, other: Linkable) -> bool:
    """Tell whether the two name only different people and places, those who speak left out."""
    ours, theirs = _named(one, other), _named(other, one)
    return bool(ours and theirs and not ours & theirs)


def _named(one: Linkable, other: Linkable) -> frozenset[str]:
    return read(one.topic).names - own_names(one) - own_names(other)


def containment(a: Proposition, b: Proposition) -> float:
    """Return the share of the content words and names of the shorter one that both have."""
    least = min(len(a.gist), len(b.gist))
    return len(a.gist & b.gist) / least if least else 0.0


def may_matter(one: Linkable, other: Linkable, cosine: float) -> bool:
    """Tell, at little cost, whether two claims can be linked at all: most candidates cannot."""
    a, b = read(one.text), read(other.text)
    if a.unreal or b.unreal:
        return True
    if not a.stems & b.stems:
        return False
    denies = a.negated or b.negated or a.false or b.false or "denies" in (one.claim.polarity, other.claim.polarity)
    return cosine >= (0.45 if denies else 0.6) or (cosine >= 0.4 and bool(a.quotes & b.quotes))


# ---------------------------------------------------------------------------------------------------------- negation


def _negation(one: Linkable, other: Linkable, cosine: float) -> Evidence | None:
    """Return the evidence that ``one`` denies what ``other`` asserts."""
    a, b = read(one.text), read(other.text)
    if a.modal != b.modal or other.claim.polarity not in ASSERTING or b.unreal or b.false or cosine < 0.45:
        return None
    if cosine < _NEAR and not a.names & b.names:
        return None
    denied = _denied(one, a, b)
    if not denied or not _speaks_of_the_same(one, other, denied):
        return None
    reason = f"denies what the other asserts: {shown(one.text, denied) or one.text[:60]}"
    return Evidence(0.6, reason, one.claim.id)


def _denied(one: Linkable, a: Proposition, b: Proposition) -> frozenset[str]:
    """Return the stems that ``a`` denies and ``b`` asserts; none if too little of the denial is met."""
    asserted = b.stems - b.denied
    if one.claim.polarity == "denies":
        clause = not (a.negated or b.negated) and _CLAUSE.match(one.text)
        return _met(a.stems - falsehoods(one.text), asserted) if clause else frozenset()
    if one.claim.polarity not in ASSERTING or b.negated:
        return frozenset()
    if a.false and not a.negated:
        return _met(a.stems - falsehoods(one.text), asserted, least=3)
    for focus in (f for f in a.denials if not a.named.issuperset(f[:2])):
        if focus[0] in asserted and len(set(focus[:2]) & asserted) == len(focus[:2]):
            return frozenset(focus) & asserted
    return frozenset()


def falsehoods(text: str) -> frozenset[str]:
    """Return the stems of the words by which a text calls an account false."""
    return frozenset(content_stems(" ".join(FALSE.findall(text))))


def _met(needed: frozenset[str], asserted: frozenset[str], least: int = 2) -> frozenset[str]:
    met = needed & asserted
    return met if len(met) >= max(least, 0.7 * len(needed)) else frozenset()


def _speaks_of_the_same(one: Linkable, other: Linkable, denied: frozenset[str]) -> bool:
    a, b = read(one.text), read(other.text)
    common = a.gist & b.gist
    if days_between(one, other) > _DAYS_OF_EVENT and len(common) < _MANY:
        return False
    if one.claim.polarity == "denies":
        return True
    left = _left_over(a, b)
    beside = bool(common - denied) or left == 0 or a.false
    return containment(a, b) >= 0.6 and left <= 2 and len(common) >= 3 and beside


# ------------------------------------------------------------------------------------- an event that is said not to be


def _unreal(one: Linkable, other: Linkable, cosine: float) -> Evidence | None:
    """Return the evidence that ``one`` calls staged or invented what ``other`` says happened."""
    a, b = read(one.text), read(other.text)
    if not a.unreal or a.modal or b.unreal or b.false or b.modal or b.denials or cosine < 0.4:
        return None
    if one.claim.polarity not in ASSERTING or other.claim.polarity not in ASSERTING:
        return None
    if days_between(one, other) > _DAYS_OF_EVENT or not is_allegation(other):
        return None
    where = shared_places(one, other)
    common = (a.stems & b.stems) - a.named - b.named
    near = cosine >= _NEAR or bool(places(one.text) & places(other.text))
    if not (where and calls_unreal(one.text) if one.points_back else near and len(common) >= 2):
        return None
    what = ", ".join(sorted(n.title() for n in where)) or shown(other.text, common)
    reason = f"says that what the other reports was staged or never happened: {what}"
    return Evidence(0.5, reason, one.claim.id)


def shared_places(one: Linkable, other: Linkable) -> frozenset[str]:
    """Return the places, states left out, that both claims tell of in their own sentences or the two before."""
    ours, theirs = names(one.scene), names(other.scene)
    located = places(one.scene) | places(other.scene)
    scenes = f"{one.scene} {other.scene}"
    return frozenset(n for n in ours & theirs & located if not is_listed(n) and not _is_actor(n, scenes))


def _is_actor(name: str, text: str) -> bool:
    """Tell whether a name is written as that of a body ("NBC") or as an owner ("Cruz's"), as places seldom are."""
    written = re.findall(rf"\b{re.escape(name)}(?:['’]s\b)?", text, re.IGNORECASE)
    return any(w.isupper() or w.endswith(("'s", "’s")) for w in written)


def is_allegation(one: Linkable) -> bool:
    """Tell whether a claim says that somebody did harm, by its polarity or its words."""
    return one.claim.polarity == "accuses" or bool(read(one.text).stems & harms())


# ------------------------------------------------------------------------------------------------ antonyms and numbers


def _antonym(one: Linkable, other: Linkable, cosine: float) -> Evidence | None:
    a, b = read(one.text), read(other.text)
    table = antonyms()
    clash = [s for s in a.stems - b.stems if table.get(s, frozenset()) & (b.stems - a.stems)]
    if len(clash) != 1 or a.denials or b.denials or a.modal != b.modal or cosine < 0.6:
        return None
    if not _both_assert(one, other) or days_between(one, other) > _DAYS_OF_TREND or a.unreal or b.unreal:
        return None
    opposite = table[clash[0]] & b.stems
    rest = (a.stems & b.stems) - opposite
    if len(rest) < 2 or len(rest) / max(1, min(len(a.stems), len(b.stems)) - 1) < 0.5 or _times(one) != _times(other):
        return None
    if _left_over(a, b) > 1 or _named(one, other) != _named(other, one):
        return None
    words = shown(one.text, frozenset(clash)), shown(other.text, opposite)
    reason = f"says “{words[0]}” where the other says “{words[1]}” of {shown(one.text, rest)}"
    return Evidence(0.45, reason, one.claim.id)


def _left_over(a: Proposition, b: Proposition) -> int:
    """Return how many content words the one with fewer of its own has that the other lacks."""
    return min(len(a.stems - b.stems), len(b.stems - a.stems))


def _times(one: Linkable) -> frozenset[str]:
    return frozenset(w for w in one.text.lower().split() if w.strip(",.") in _TIME_WORDS)


_TIME_WORDS = frozenset(
    "january february march april june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday first second third fourth last next".split()
)


def _both_assert(one: Linkable, other: Linkable) -> bool:
    return one.claim.polarity in ASSERTING and other.claim.polarity in ASSERTING


_SCALE = 10  # numbers further apart count different things, more often than one thing differently


def numbers_differ(one: Linkable, other: Linkable, cosine: float, days: int) -> Evidence | None:
    """Return the evidence that two claims count one thing differently, within ``days`` of each other."""
    a, b = read(one.text), read(other.text)
    if cosine < _SAME_COUNT or not _both_assert(one, other) or a.modal != b.modal or days_between(one, other) > days:
        return None
    pairs = [(x, y) for x in a.counts for y in b.counts if set(x.unit[:2]) & set(y.unit[:2])]
    if _OWN_DOING.match(one.text) or _OWN_DOING.match(other.text):  # each speaks of itself
        return None
    if len(pairs) != 1 or pairs[0][0].fits(pairs[0][1]) or _harm(a) != _harm(b) or a.denials or b.denials:
        return None
    x, y = pairs[0]
    if max(x.value, y.value) > _SCALE * max(min(x.value, y.value), 1):
        return None
    if _left_over(a, b) > (1 if x.unit[0] in _SHARES else 2):
        return None
    rest = (a.stems & b.stems) - set(x.unit[:2])
    if (len(rest) < 2 and cosine < 0.8) or containment(a, b) < 0.5 or _times(one) != _times(other) or not rest:
        return None
    return Evidence(
        0.45, f"counts {x.value:g} where the other counts {y.value:g}: {shown(one.text, a.stems & b.stems)}"
    )


def _harm(a: Proposition) -> frozenset[int]:
    return frozenset(kinds()[s] for s in a.stems if s in kinds())
