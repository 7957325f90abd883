"""What to try first on an archive: a question, a statement and a topic of its own, found without any model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.told import Told, about
from rag.suggest import ideas, recent

if TYPE_CHECKING:
    from index import Archive

_PLAIN = re.compile(r"that ([^\W_][\w ,’'-]{18,98}[^\W_])")
_WORDS = range(5, 17)
_POINTING = frozenset("he she it they his her its their this that these those there we i you".split())


@dataclass(frozen=True, slots=True)
class Tries:
    """What to ask, check and follow; None where the archive gives none.

    All are letters, figures, spaces, commas, hyphens and apostrophes, so that they may stand in a command.
    """

    question: str | None = None
    statement: str | None = None
    topic: str | None = None


def tries(archive: Archive) -> Tries:
    """Return what to try on an archive, from the articles added last; disputed statements come first."""
    found = [i for i in ideas(archive) if i.topic not in i.told.claim.affiliation]
    found.sort(key=lambda i: (not i.person[0].isupper(), -about(i.told, i.topic)))
    idea = next(iter(found), None)
    claims = archive.claims_of(a.id for a in recent(archive))
    return Tries(idea.question if idea else None, _statement(claims), idea.topic if idea else None)


def _statement(claims: Iterable[Told]) -> str | None:
    """Return the words of a claim that says something on its own, a disputed or a named speaker's one first."""
    found = [(not t.disputes, not t.claimant, words) for t in claims if (words := _words(t))]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _words(t: Told) -> str | None:
    plain = _PLAIN.fullmatch(" ".join(t.text.split()))
    asserted = t.claim.polarity == "asserts" and not t.claim.negated and not t.claim.hedged
    if not (plain and asserted and len(plain[1].split()) in _WORDS):
        return None
    return None if _POINTING & set(plain[1].lower().split()) else f"{plain[1][0].upper()}{plain[1][1:]}."
