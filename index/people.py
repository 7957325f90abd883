"""The people of one article, collected while it is read: names, offices, and what tells a he from a she."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from index.claim import Bearer
from index.given import given_gender
from index.grammar import bare, word_set
from index.offices import Office
from index.places import fold
from index.roles import gender_of, is_address, is_role, small
from index.values import Span

_PARTY = word_set("democrat republican conservative liberal tory member star champion winner boss")
_PARTICLES = word_set("de la le da di du van von der den al el ben dos del")
_SUFFIXES = word_set("jr sr ii iii iv")


@dataclass(slots=True)
class Person:
    """A person in one article. ``sure`` counts the signs that it is a person at all, ``votes`` those of a gender."""

    parts: tuple[str, ...]
    count: int = 0
    sure: int = 0
    offices: list[Office] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The fullest name."""
        return " ".join(self.parts)

    @property
    def last(self) -> str:
        """The surname as it is compared."""
        return surname_key(self.parts)

    @property
    def gender(self) -> str | None:
        """The letter "f" or "m", or None, by the words beside the name, then by the given name."""
        votes = Counter(self.votes)
        if _given(self.parts) and (given := given_gender(self.parts[0])):
            votes[given] += 4
        return None if votes["f"] == votes["m"] else "f" if votes["f"] > votes["m"] else "m"

    @property
    def credible(self) -> bool:
        """Whether the article shows that the name is a person's."""
        return bool(self.sure or self.votes or any(o.role or o.affiliation for o in self.offices))

    def describe(self, office: Office) -> None:
        """Add what the article tells of the person."""
        if (office.role or office.affiliation) and office not in self.offices:
            self.offices.append(office)
        if gender := gender_of(office.role.split()):
            self.votes[gender] += 3

    def address(self, title: list[str]) -> None:
        """Count a title before the name as a sign of a person, and of a gender."""
        self.sure += any(is_role(w) or is_address(w) for w in title)
        if gender := gender_of(title[-1:]):
            self.votes[gender] += 3

    def fits(self, parts: tuple[str, ...], gender: str | None) -> bool:
        """Tell whether the parts of a name with the same surname can be this person's."""
        if gender and self.gender and gender != self.gender:
            return False
        one, other = _given(self.parts), _given(parts)
        if not one or not other:
            return True
        return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])

    def is_called(self, title: list[str]) -> bool:
        """Tell whether a title before a name is a role that the article gives the person."""
        role = bare(title[-1]) if title else ""
        return bool(role) and any(role in o.role.casefold().split() for o in self.offices)

    def bearer(self) -> Bearer:
        """Return the person as a bearer."""
        roles = [o.role for o in self.offices if o.role]
        role = next((r for r in roles if small(r.split()[-1]) not in _PARTY), roles[0] if roles else None)
        served = tuple(dict.fromkeys(name for o in self.offices for name in o.affiliation))
        return Bearer(self.name, "person" if self.credible else "unknown", role, served)


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where the text names a person, or a body or state (``bearer``); ``begin`` is where its title starts."""

    span: Span
    begin: int
    person: Person | None
    bearer: Bearer | None
    owned: bool
    subject: bool
    quoted: bool

    def whom(self) -> Bearer | None:
        """Return the bearer."""
        return self.person.bearer() if self.person else self.bearer


def _given(parts: tuple[str, ...]) -> str:
    """Return the given name, "" where the parts are a surname alone ("De Blasio")."""
    first = bare(fold(parts[0])).rstrip(".")
    return "" if len(parts) == 1 or first in _PARTICLES else first


def surname_key(parts: tuple[str, ...] | list[str]) -> str:
    """Return the surname among the parts of a name: folded, lower case, without "al-" and "Jr."."""
    own = [p for p in parts if small(p) not in _SUFFIXES] or list(parts)
    return re.sub(r"^(?:al|el|an|as)-", "", bare(fold(own[-1])))


def fullest(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the name with given name and surname, the shorter of two such (without a middle initial)."""
    return max(one, other, key=lambda parts: (bool(_given(parts)), len(parts[0].rstrip(".")) > 1, -len(parts)))
