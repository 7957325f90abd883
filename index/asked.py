"""Whether a claimant is the one that a name asks for: itself, or somebody who speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.bearer import equivalents, is_acronym
from index.claim import Claimant
from index.grammar import SUFFIX, bare
from index.namesakes import is_spelling, surname
from index.offices import described, entity, institution, is_governing, office_key, state_of
from index.places import fold, key
from index.roles import is_address, is_role

Match = Literal["self", "official"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A name as asked for: its keys, the words of a person's name, and an office with its state ("" for none)."""

    keys: frozenset[str]
    person: tuple[str, ...] = ()
    office: str = ""
    state: str = ""


def matches(claimant: Claimant, asked: str) -> Match | None:
    """Return "self" if the claimant bears the name, "official" if it speaks for who bears it, else None.

    "Russia", "Moscow" and "the Kremlin" find Russia and everybody who serves it; a surname finds its bearers; "Canada's
    foreign minister" those who hold the office. Case, accents and another spelling of a surname do not matter.
    """
    sought = _sought(" ".join(asked.split()))
    if _keys((claimant.name, *claimant.aliases)) & sought.keys or _is_person(claimant, sought.person):
        return "self"
    if sought.office:
        return "self" if _holds(claimant, sought) else None
    served = claimant.affiliation
    return "official" if _keys(served) & sought.keys or _is_one_of(served, sought.person) else None


@lru_cache(maxsize=1024)
def _sought(name: str) -> Asked:
    plain = SUFFIX.sub("", fold(name).strip(" \"'“”?!,;:"))
    words = plain.split()
    if not words:
        return Asked(frozenset())
    if found := _listed(plain):
        return Asked(frozenset((key(found), key(plain))) if found != plain else frozenset((key(found),)))
    titled = max((i + 1 for i, w in enumerate(words) if is_role(w) or is_address(w)), default=0)
    if 0 < titled < len(words) and not _joins(words[titled]):
        return Asked(frozenset((key(plain),)), _folded(words[titled:]))
    office = described(plain)
    state = next((n for n in office.affiliation if state_of(n)), "")
    if office.role and state:
        return Asked(frozenset((key(plain),)), (), office_key(office.role), state)
    return Asked(_forms(plain), _folded(words) if len(words) < 4 else ())


def _joins(word: str) -> bool:
    return word[0].islower() and bare(word) in {"of", "for", "at", "to", "in", "on", "and", "the"}


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(word).casefold() for word in words)


def _listed(plain: str) -> str | None:
    """Return the state or body that a listed name, in any case, or a government's description stands for."""
    found = institution(plain) or institution(plain.title()) or institution(plain.upper())
    if found:
        return found.name
    *before, last = plain.split()
    state = state_of(" ".join(before)) if before and (is_governing(last) or bare(last) == "officials") else None
    return state.name if state else None


def _forms(plain: str) -> frozenset[str]:
    """Return the keys under which a body may be known: as written, canonical, by its initials."""
    canonical = entity(plain if plain != plain.lower() else plain.title(), None)[0]
    initials = [f for f in equivalents(plain, seats=False) if is_acronym(f)] if " " in plain else []
    return frozenset(map(key, (plain, canonical, *initials)))


@lru_cache(maxsize=65536)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key(name) for name in names)


def _is_person(claimant: Claimant, sought: tuple[str, ...]) -> bool:
    return bool(sought) and claimant.kind in {"person", "unknown"} and _is_named(claimant.name, sought)


def _is_one_of(names: Iterable[str], sought: tuple[str, ...]) -> bool:
    return bool(sought) and any(_is_named(name, sought) for name in names if " " in name)


@lru_cache(maxsize=65536)
def _is_named(name: str, sought: tuple[str, ...]) -> bool:
    """Tell whether a person's name is the one sought: the surname in any spelling, and the given name if asked for."""
    if not is_spelling(surname(name), surname(" ".join(sought))):
        return False
    given = fold(name).casefold().split()[0]
    return len(sought) == 1 or " " not in name or is_spelling(given, sought[0])


def _holds(claimant: Claimant, sought: Asked) -> bool:
    return sought.state in claimant.affiliation and any(office_key(role) == sought.office for role in claimant.roles)
