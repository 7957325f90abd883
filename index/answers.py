"""Answers that point back: bare denials ("denies these allegations"), "the incident was staged", "only 23 of them".

Each is tied to the nearest allegation before it in its article that may be meant: of another side, and, of several,
one that concerns whoever answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.claim import Link, LinkKind
from index.linkable import Linkable, refers_back
from index.numbers import Count
from index.opposites import ACCOUNTS, calls_unreal
from index.opposition import ASSERTING, falsehoods, is_allegation
from index.proposition import Proposition, read
from index.terms import stem
from index.voices import concerns, voice

_REACH, _CHARACTERS, _FEW = 6, 700, 8
_POINTERS = frozenset(
    stem(w)
    for w in "accusation allegation account assertion charge claim report story suggestion involvement involved part"
    " role responsibility wrongdoing knowledge link opposite finding crime attack incident accused alleged fault"
    " complicity culpability guilt guilty untrue false".split()
)
_OPPOSITE = re.compile(r"^\W*(?:just |quite |exactly )?the (?:opposite|contrary|reverse)\W*", re.IGNORECASE)
_PARTITIVE = re.compile(r"\bonly\s+(?:about\s+|some\s+)?(\d[\d,]*|\w+)\s+of\s+(?:them|these|those)\b", re.IGNORECASE)


def answered(page: Sequence[Linkable]) -> Iterator[Link]:
    """Yield a link for each claim of an article, given in order of reading, that answers one before it."""
    for i, one in enumerate(page):
        if one.claim.negated:
            continue
        before = [x for x in page[max(0, i - _REACH) : i] if _may_be_meant(one, x)]
        link = _denial(one, before) or _unreal(one, before) or _partitive(one, before) or _opposite(one, page[:i])
        if link:
            yield link
            yield from _told_on(one, link, page)


def _may_be_meant(one: Linkable, other: Linkable) -> bool:
    if other.claim.negated or other.claim.polarity not in ASSERTING or one.position - other.position > _CHARACTERS:
        return False
    b = read(other.text)
    if _overlap(one, other) or other.claim.id == one.claim.outer or b.unreal or b.false or b.open or other.relays:
        return False
    return voice(one.claim, other.claim) not in ("same", "speaks for")


_PRONOUN = re.compile(r"\b(?:it|this|that|these|those|them|so|which|such|as much)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"that\s+\w+\s+\w+\s+\w", re.IGNORECASE)


def _overlap(one: Linkable, other: Linkable) -> bool:
    return any(x.start < y.end and y.start < x.end for x in one.claim.content for y in other.claim.content)


def _denial(one: Linkable, before: Sequence[Linkable]) -> Link | None:
    """Return the link of a bare denial, or of an account called a lie, to the allegation that it answers."""
    a = read(one.text)
    bare = one.claim.polarity == "denies" and _is_bare(one, a)
    if not bare and not (one.claim.polarity in ASSERTING and _is_called_false(one, a)):
        return None
    meant = _meant(one, [x for x in before if not read(x.text).denials])
    return _link(one, meant, "denies", "denies what is alleged just before") if meant else None


def _is_bare(one: Linkable, a: Proposition) -> bool:
    """Tell whether a denial names no matter of its own, or little beside "the accusation" and the like."""
    own = a.stems - _POINTERS - falsehoods(one.text)
    if not own:
        return bool(a.stems) or refers_back(one.text) or _PRONOUN.search(one.text) is not None
    return refers_back(one.text) and len(own) <= 2 and not _CLAUSE.match(one.text)


def _is_called_false(one: Linkable, a: Proposition) -> bool:
    """Tell whether the content does little else than call an account before it false."""
    return a.false and ACCOUNTS.match(one.text) is not None and len(a.stems) <= _FEW and not a.counts


def _meant(one: Linkable, before: Sequence[Linkable]) -> Linkable | None:
    """Return the nearest claim that concerns who answers, else the nearest allegation in the sentences just before.

    What is denied as "which", "it" or "that" is simply the claim before.
    """
    last_first = [x for x in reversed(before) if _is_next(x, one) or concerns(x.text, one)]
    if not read(one.text).stems and last_first and _is_next(last_first[0], one):
        return last_first[0]
    about = (x for x in last_first if concerns(x.text, one))
    return next(about, next(filter(is_allegation, last_first), None))


def _is_next(other: Linkable, one: Linkable) -> bool:
    """Tell whether a claim stands in the sentence of ``one`` or in one of the two before it."""
    return other.sentence == one.sentence or other.sentence in one.before or other.text in one.before


def _unreal(one: Linkable, before: Sequence[Linkable]) -> Link | None:
    a = read(one.text)
    if not a.unreal or one.claim.polarity not in ASSERTING or not calls_unreal(one.text):
        return None
    meant = next((x for x in reversed(before) if is_allegation(x) and not read(x.text).denials), None)
    reason = "says that what is reported just before was staged or never happened"
    return _link(one, meant, "contradicts", reason) if meant else None


def _partitive(one: Linkable, before: Sequence[Linkable]) -> Link | None:
    """Return the link of "only 23 of them" to the larger number that it corrects."""
    match = _PARTITIVE.search(one.text)
    last = before[-1] if before else None
    if not match or last is None or not _is_next(last, one):
        return None
    larger = _larger(match[1], read(last.text).counts)
    return (
        _link(one, last, "contradicts", f"counts only {match[1]} of the {larger.value:g} {larger.unit[0]}")
        if larger
        else None
    )


def _opposite(one: Linkable, page: Sequence[Linkable]) -> Link | None:
    """Return the link of "the opposite" to the claim before, whatever that says."""
    last = next((x for x in reversed(page) if voice(one.claim, x.claim) not in ("same", "speaks for")), None)
    if not _OPPOSITE.fullmatch(one.text) or one.claim.polarity not in ASSERTING or last is None:
        return None
    if last.claim.negated or _overlap(one, last) or not _is_next(last, one):
        return None
    return _link(one, last, "contradicts", "says the opposite of what stands just before")


def _told_on(one: Linkable, link: Link, page: Sequence[Linkable]) -> Iterator[Link]:
    """Yield the same link to the outer claim in which a colleague of the claimant tells what is answered."""
    meant = next(x for x in page if x.claim.id == link.other)
    outer = next((x for x in page if x.claim.id == meant.claim.outer), None)
    if outer and voice(outer.claim, meant.claim) in ("same", "speaks for", "colleagues"):
        yield Link(one.claim.id, outer.claim.id, link.kind, link.score, link.reason)


def _larger(number: str, found: Sequence[Count]) -> Count | None:
    plain = number.replace(",", "")
    return next((c for c in found if plain.isdecimal() and c.value > float(plain)), None)


def _link(one: Linkable, other: Linkable, kind: LinkKind, reason: str) -> Link:
    near = _is_next(other, one)
    about = concerns(other.text, one)
    score = 0.6 + 0.15 * near + 0.2 * about
    return Link(one.claim.id, other.claim.id, kind, round(score, 3), f"{reason}: “{_short(other.text)}”")


def _short(text: str, most: int = 14) -> str:
    heard = text.split()
    return " ".join(heard[:most]) + ("…" if len(heard) > most else "")
