"""Who bears a name: what kind of name it is, and the other names of the same bearer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.grammar import FUNCTION, SUFFIX, bare, word_set
from index.places import is_listed, states

_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,6}s?|[A-Z]{1,3}-?\d{1,3}|[A-Z][a-z]?[A-Z]{2,4}")
BODY_WORDS = word_set(
    "agency alliance army assembly association authority bank board bureau cabinet center centre chamber church"
    " club commission committee community company conference congress convention corporation council court"
    " department federation force forces foundation front group guard house institute league ministry mission"
    " movement nations network news observatory office organisation organization parliament party police post"
    " press republic senate service society state states street times union university war agreement treaty act"
    " summit accord pact city sea strait island islands gulf river valley airport base conflict crisis"
)
_LINKS = word_set("of for the")
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_DIGITS = {word: str(number) for number, word in enumerate(_SMALL)} | {"twenty": "20"}
_WORDS = {digits: word for word, digits in _DIGITS.items()}


def is_acronym(name: str) -> bool:
    """Return whether ``name`` is written as an acronym: "G7", "NATO", "U.S."."""
    return _ACRONYM.fullmatch(name) is not None


def is_person(name: str) -> bool:
    """Return whether ``name`` may be the full name of a person: no state, no acronym, no word of a body in it."""
    parts = name.split()
    small = {bare(part) for part in parts}
    return 2 <= len(parts) <= 5 and not (is_acronym(name) or is_listed(name) or small & (BODY_WORDS | _LINKS | {"and"}))


def is_body(name: str) -> bool:
    """Return whether ``name`` has a word that only organisations, agreements and the like have ("Court", "Treaty")."""
    return any(bare(part) in BODY_WORDS for part in name.split())


@lru_cache(maxsize=4096)
def equivalents(name: str, seats: bool = True) -> frozenset[str]:
    """Return other ways to write ``name``, itself included.

    A state gives its aliases and people, and with ``seats`` its capital and government ("Moscow", "Kremlin"), which
    stand for it less surely; a body its acronym; a full personal name its last name.
    """
    name = SUFFIX.sub("", name.strip())
    found = {name}
    for place in states(name, seats):
        found |= place.strong | (place.seats if seats else frozenset())
    if not is_listed(name):
        found |= set(_person_forms(name) if is_person(name) else _body_forms(name))
    return frozenset(found)


def _person_forms(name: str) -> Iterator[str]:
    first, *_, last = name.split()
    surname = last if len(last) > 2 else first
    yield surname
    yield re.sub(r"^(?:al|el|an|as)-", "", surname)


def _body_forms(name: str) -> Iterator[str]:
    if number := re.fullmatch(r"[gG](\d{1,2})", name):
        yield f"Group of {_WORDS.get(number[1], number[1]).title()}"
        yield name.upper()
    elif is_acronym(name):
        letters = name.replace(".", "")
        yield letters
        yield ".".join(letters) + "."
    elif " " in name:
        parts = [part for part in re.split(r"[\s-]+", name) if bare(part) not in FUNCTION]
        initials = "".join(_DIGITS.get(part.casefold(), part[0].upper()) for part in parts)
        yield from (initials,) if len(initials) > 1 else ()
    elif re.match(r"(?:al|el|an|as)-", name, re.IGNORECASE):
        yield name[3:]
    elif len(name) > 4 and name.endswith(("a", "an")):
        yield name + "n" if name.endswith("a") else name[:-1]
