"""A statement taken apart: its sentences and clauses, and for each whether it states a fact or what somebody said.

Claims are read out of a statement by the extractor that reads them out of articles, so that both mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.claim import Claim, written
from index.extract import Extractor
from index.grammar import ARTICLES, VERBS
from index.names import question_names
from index.proposition import Proposition, read
from index.sentences import paragraphs
from index.terms import is_content, stem, words
from index.values import Article

_JOINT = re.compile(r"(?:,|;)?\s+(?:and|but|while|whereas)\s+|;\s+", re.IGNORECASE)
_JOINED = re.compile(r"(?<=[a-z])-(?=[A-Z])")  # "the Iran-Turkey summit"
_ARTICLE = re.compile(r"^\W*The\b")
_FINITE = frozenset("is are was were has have had will would can could may might does do did".split())
# Having evidence, proving or showing is not saying: whoever states it vouches for what is shown.
_FACTIVE = frozenset(map(stem, "evidence proof prove show know discover establish demonstrate find".split()))
# What is done by these words is reported, not what is said in them: to approve a statement is an act.
ACTS = frozenset(
    map(
        stem,
        "approve adopt agree veto oppose back support sign order appoint launch release invite discuss thank propose"
        " proposal decide impose vote elect introduce publish announce want welcome accept".split(),
    )
)
_SETTING = (
    r"(?:^\W*(?:\w+\s){{0,2}}{0}\b"
    r"|\b(?:in|on|at|near|over|from|of|about|around|inside|outside|into|to|with|against|for|between)"
    r"\s(?:the\s)?(?:\w+\s)?{0}\b|{0}(?:['’]s)?\s[a-z])"
)
_SHORTEST = 3
_MOST = 0.75


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that a statement says. ``said`` is the attribution that it makes, None when it states a fact.

    ``content`` are the words that it attributes, else its own; ``names`` the names in it.
    """

    text: str
    names: tuple[str, ...]
    said: Claim | None = None
    content: str = ""

    @property
    def claimant(self) -> str | None:
        """Who is said to have said it."""
        return self.said.claimant if self.said else None

    @property
    def claimants(self) -> tuple[str, ...]:
        """The names of those who are said to have said it, one by one."""
        if self.claimant is None:
            return ()
        return (self.claimant, *(n.text for n in question_names(self.claimant) if " and " in self.claimant))

    @property
    def settings(self) -> tuple[str, ...]:
        """The names that it begins with, that a preposition leads to or that tell of a noun ("the Douma incident").

        What is left out are those that are acted on: "China" in "The G7 includes China".
        """
        return tuple(n for n in self.names if re.search(_SETTING.format(re.escape(n)), self.text))

    @property
    def about(self) -> Proposition:
        """What is stated, or attributed, taken apart for comparison."""
        return read(self.content or self.text)

    @property
    def gist(self) -> frozenset[str]:
        """The words and names of what is stated, or attributed, as they are compared."""
        return gist(self.content or self.text)


@lru_cache(maxsize=16384)
def gist(text: str) -> frozenset[str]:
    """Return the stems and names of a text; an article in front is no part of a name ("The United States")."""
    return read(_JOINED.sub(" ", _ARTICLE.sub(lambda m: m[0].lower(), text))).gist


def assertions(statement: str, extractor: Extractor) -> list[Assertion]:
    """Return what a statement says, one assertion for each of its sentences and clauses that stand alone."""
    sentences = [s.of(statement) for block in paragraphs(statement) for s in block]
    articles = [Article(str(n), "", "", text) for n, text in enumerate(sentences)]
    made: list[Assertion] = []
    for text, claims in zip(sentences, extractor.extract(articles) if articles else [], strict=True):
        own = [c for c in claims if c.outer is None]
        made += [whole(text, own)] if len(own) == 1 and _fills(text, own[0]) else _clauses(text, extractor)
    return made


def whole(text: str, claims: Sequence[Claim] = ()) -> Assertion:
    """Return a sentence as one assertion, given the claims that it makes."""
    names = tuple(dict.fromkeys(n.text for n in question_names(text)))
    said = next((c for c in claims if c.outer is None and _is_saying(text, c)), None)
    return Assertion(text, names, said, written(text, said.content) if said else "")


def _is_saying(text: str, claim: Claim) -> bool:
    cue = {stem(w) for w in words(written(text, claim.cue))}
    return claim.claimant is not None and not cue & (_FACTIVE | ACTS) and bool(claim.content) and _fills(text, claim)


def _fills(text: str, claim: Claim) -> bool:
    return claim.span.end - claim.span.start >= _MOST * len(text.strip())


def _clauses(text: str, extractor: Extractor) -> Iterator[Assertion]:
    parts = clauses(text)
    articles = [Article(str(n), "", "", part) for n, part in enumerate(parts)]
    for part, claims in zip(parts, extractor.extract(articles), strict=True):
        yield whole(part, claims)


@lru_cache(maxsize=1024)
def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of a sentence that a conjunction joins and that have a subject and a verb each."""
    joints = list(_JOINT.finditer(text))
    starts, ends = [0, *(j.end() for j in joints)], [*(j.start() for j in joints), len(text)]
    alone = [_stands_alone(text[a:b]) for a, b in zip(starts, ends, strict=True)]
    first = alone.index(True) if True in alone else len(alone)
    cuts = [n for n in range(first + 1, len(alone)) if alone[n]]
    parts = [text[starts[a] : ends[b - 1]] for a, b in pairwise((0, *cuts, len(alone)))]
    return tuple(p[0].upper() + p[1:] for p in (p.strip() for p in parts) if p)


def _stands_alone(text: str) -> bool:
    """Tell whether words are a clause with a subject of its own, which is named and not only pointed at."""
    found = words(text)
    verb = next((n for n, w in enumerate(found) if n and (w in _FINITE or w in VERBS)), None)
    if verb is None or len(found) < _SHORTEST:
        return False
    subject = found[:verb]
    return (subject[0][0].isupper() or subject[0].lower() in ARTICLES or subject[0].isdigit()) and any(
        is_content(w) for w in subject
    )
