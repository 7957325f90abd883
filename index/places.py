"""The table of states and their unions: other names, people and seats of government (``index/places.csv``)."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.grammar import SUFFIX

TABLE = Path(__file__).resolve().parent / "places.csv"
_LOOSE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "Ø": "O", "Ł": "L", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Place:
    """A state or union of states: ``strong`` names it, ``seats`` stand for its government.

    ``people`` are the words for its people, the adjective first; they are among the strong names.
    """

    name: str
    people: tuple[str, ...]
    strong: frozenset[str]
    seats: frozenset[str]


def fold(text: str) -> str:
    """Return ``text`` without diacritics and curly apostrophes, character for character (the length is kept)."""
    return text if text.isascii() else text.translate(_FOLDED)


class _Folding(dict[int, int]):
    """Folds a character the first time that it is met, so that ``str.translate`` does the rest."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFD", chr(code).translate(_LOOSE))[0]
        return self.setdefault(code, ord(folded))


_FOLDED = _Folding()


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """Return what two spellings of one name share: folded, lower case, no dots, no leading article, no possessive."""
    plain = SUFFIX.sub("", fold(name).strip()).casefold().replace(".", "")
    return re.sub(r"^the\s+", "", " ".join(plain.split()))


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return every row of the table; none if the table is missing."""
    if not TABLE.exists():
        return ()
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_place(row) for row in csv.DictReader(file))


def states(name: str, seats: bool = False) -> tuple[Place, ...]:
    """Return the states that ``name`` names, by alias or people; with ``seats`` also those that it is a seat of."""
    named, seated = _index().get(key(name), ((), ()))
    return named + (seated if seats else ())


def is_listed(name: str) -> bool:
    """Return whether the table holds ``name`` in any column."""
    return key(name) in _index()


def longest_from(word: str) -> int:
    """Return how many words the longest listed name has that begins with ``word`` (0: none begins so)."""
    return _by_first_word().get(key(word), 0)


def longer(name: str) -> frozenset[str]:
    """Return the names of other states that contain ``name`` as a word: "South Sudan" for "Sudan"."""
    own, small = states(name, seats=True), key(name)
    whole = re.compile(rf"(?<!\w){re.escape(small)}(?!\w)")
    candidates = _by_word().get(small.split()[0], ()) if small else ()
    return frozenset(
        k for k in candidates if k != small and whole.search(k) and not set(states(k, seats=True)) & set(own)
    )


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[tuple[Place, ...], tuple[Place, ...]]]:
    """Map the key of every listed name to the states that it names and those that it is a seat of."""
    named = _by_key((place, place.strong) for place in places())
    seated = _by_key((place, place.seats) for place in places())
    return {name: (named.get(name, ()), seated.get(name, ())) for name in {*named, *seated}}


def _by_key(rows: Iterable[tuple[Place, frozenset[str]]]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place, names in rows:
        for name in {key(n) for n in names}:
            found[name] = (*found.get(name, ()), place)
    return found


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, int]:
    found: dict[str, int] = {}
    for name in _index():
        first, *others = name.split()
        found[first] = max(found.get(first, 0), 1 + len(others))
    return found


@lru_cache(maxsize=1)
def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in _index():
        for word in set(re.split(r"[\s-]+", name)) if re.search(r"[\s-]", name) else ():
            found[word] = (*found.get(word, ()), name)
    return found


def _place(row: dict[str, str]) -> Place:
    aliases, demonyms, seats = (
        [part.strip() for part in (row.get(column) or "").split("|") if part.strip()]
        for column in ("aliases", "demonyms", "seats")
    )
    return Place(row["name"], tuple(demonyms), frozenset([row["name"], *aliases, *demonyms]), frozenset(seats))
