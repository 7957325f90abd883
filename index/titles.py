"""Sources that are a title without a name ("the minister"): who holds the title in the article."""

from __future__ import annotations

from dataclasses import dataclass

from index.cast import Cast
from index.claim import Bearer
from index.grammar import bare, word_set
from index.offices import described, office, office_key, state_of
from index.people import Person
from index.places import fold, is_listed
from index.roles import MODIFIERS, is_role, is_roles, small

_LOOSE = word_set("former top senior state federal national")
_LESSER = word_set("vice deputy assistant")
_DEFINITE = word_set("the this that its his her their our")


@dataclass(frozen=True, slots=True)
class Title:
    """A source that is a title without a name ("the minister"): the role, its state, whether it is definite."""

    words: str
    role: str
    served: tuple[str, ...]
    definite: bool


def read_title(head: str) -> Title | None:
    """Return the title that a head is, if it is one of a single person and not of "a" person."""
    plain = fold(head)
    first = bare(plain.split()[0])
    office_words = described(plain)
    if not office_words.role or is_roles(plain.split()[-1]):
        return None
    capital = all(w[0].isupper() and (is_role(w) or small(w) in MODIFIERS or is_listed(w)) for w in plain.split())
    if first in {"a", "an", "one", "another", "some"} or not (first in _DEFINITE or "'s" in plain or capital):
        return None
    return Title(head, office_words.role, office_words.affiliation, first in _DEFINITE and "'s" not in plain)


def holder(cast: Cast, title: Title, before: int) -> Bearer | None:
    """Return the person who is introduced with a title in the article: the last one before the offset, else after."""
    fitting = {id(p) for p in cast.everybody() if fits(p, title)}
    namings = [n for n in cast.namings if n.person and id(n.person) in fitting]
    earlier = [n for n in namings if n.span.start < before]
    chosen = earlier[-1] if earlier else namings[0] if namings else None
    return chosen.whom() if chosen else None


def fits(person: Person, title: Title) -> bool:
    """Tell whether a person is introduced with a role that a title can mean."""
    asked = office_key(title.role).split()
    for known in person.offices:
        role = office_key(known.role).split()
        served = set(" ".join(known.affiliation).casefold().split())
        inside = set(asked) - _LOOSE <= set(role) | served
        elsewhere = title.served and known.affiliation and not set(title.served) & set(known.affiliation)
        lesser = (set(role) ^ set(asked)) & _LESSER
        if asked[-1] in role and inside and not elsewhere and not lesser:
            return True
    return False


def unnamed(title: Title) -> Bearer | None:
    """Return the office of a state that a title without a holder names, or the holder as nameless."""
    state = next((s for s in title.served if (p := state_of(s)) and p.people), None)
    return office(title.role, state) if state else None
