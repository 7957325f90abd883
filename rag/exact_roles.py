"""Who did it, and where: a statement that names one, evidence that has another doing the same, or in the same place.

Roles are read off the words around a name: whom a verb follows ("Russia vetoed", "Alfano, who hosted", "hosted by
Alfano"), and what is "in", "at" or "of" it ("a battle group in Latvia").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from index.bearer import is_acronym, is_body
from index.grammar import AUXILIARIES, BE, FUNCTION, SAYING, TITLES, VERBS, bare
from index.names import Name
from index.places import fold, states
from index.roles import is_role
from index.terms import is_content, stem
from rag.aligned import MOST, Aligned, Near, gist, tokens
from rag.exact_names import is_there, names
from rag.reason import Reason

Relation = Literal["does", "at", "of"]
_RELATIONS: dict[str, Relation] = {"in": "at", "at": "at", "near": "at", "outside": "at", "of": "of"}
_ASIDE = re.compile(r"^,(?: [^,;:.]{1,70},)? ?")
_OFFICE = re.compile(r"^['’]s? (?:[A-Za-z-]+ ){0,2}?([A-Za-z-]+)(?=[ ,])")
_TOWN_OF = re.compile(
    r"(?:the |a |an )?(?:(?!in |at |near |the )[a-z]+ ){0,2}(?:city|town|capital|village|resort|port|district) of $"
)
_OWNER = re.compile(r"['’]s? (?:[\w-]+ ){0,4}?")
_STOP = re.compile(r"[,;:()–—\"“”]")
_WHO = re.compile(r"^,? ?(?:who|which|that) ")
_MEETING = frozenset(
    map(
        stem,
        "meet met meeting talk talks talked conversation discussion summit conference session gather gathering convene"
        " sat sit held hold host hosted took take taken place".split(),
    )
)
_BESIDE = frozenset(map(stem, "sidelines margins fringes".split()))
_UNSAID = frozenset(
    map(
        stem,
        "hold held take took taken place happen occur january february march april may june july august september"
        " october november december monday tuesday wednesday thursday friday saturday sunday".split(),
    )
)  # what another sentence of the same need not repeat
_ALIKE, _FEW, _REACH, _NEAR = 0.6, 3, 4, 200


@dataclass(frozen=True, slots=True)
class Role:
    """A name as it is tied to a word: ``heads`` are the stems of the verb that it does, or of what is in or of it."""

    name: Name
    relation: Relation
    heads: frozenset[str]


def role_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason for each name whose part in the same event the evidence gives to another name of its sort."""
    for role in roles(pair.sentence)[:MOST]:
        others = (n.text for n in names(pair.sentence) if not _is_of(n, role.name, pair.sentence))
        if is_there(role.name.text, pair.sentence, pair.evidence) or not all(
            is_there(other, pair.sentence, pair.evidence) for other in others
        ):
            continue
        if other := next(filter(None, (_instead(role, pair, near) for near in pair.near)), None):
            yield Reason("name", f"the statement has {role.name.text} where the evidence has {other}", against=True)


def _is_of(other: Name, name: Name, sentence: str) -> bool:
    """Tell whether a name is part of another, or says whose it is ("Germany's Sigmar Gabriel")."""
    between = sentence[other.span.end : name.span.start]
    return other.span.start <= name.span.start < other.span.end or bool(_OWNER.fullmatch(between))


def _instead(mine: Role, pair: Aligned, near: Near) -> str | None:
    """Return the only name with the same role in a sentence of the evidence that tells of the same."""
    wanted = gist(pair.sentence) - gist(mine.name.text) - _UNSAID
    if len(wanted & gist(near.text)) < _ALIKE * max(_FEW, len(wanted)):
        return None
    found = {r.name.text for r in roles(near.text) if r.relation == mine.relation and r.heads & mine.heads}
    other = found.pop() if len(found) == 1 else None
    if other is None or is_there(other, near.text, pair.sentence):
        return None
    return other if _sort(mine.name.text) == _sort(other) else None


def _sort(name: str) -> str:
    if states(name) and not any(fold(name) in place.seats for place in states(name, seats=True)):
        return "state"
    return "body" if is_body(name) or is_acronym(name) else "other"


@lru_cache(maxsize=16384)
def roles(sentence: str) -> tuple[Role, ...]:
    """Return the roles of the names of a sentence, of 40 at most, as far as the words beside them tell."""
    found = []
    for name in names(sentence)[:MOST]:
        before = _before(sentence[max(0, name.span.start - _NEAR) : name.span.start])
        after = sentence[name.span.end : name.span.end + _NEAR]
        if verb := _verb_after(after) or _verb_before(before, after):
            found.append(Role(name, "does", frozenset((stem(verb),))))
        if tied := _tied(before):
            found.append(Role(name, *tied))
    return tuple(found)


def _verb_after(after: str) -> str | None:
    """Return the verb that follows a name, or its office ("Japan's minister"), or what is told of it in passing."""
    if after[:1] in ("'", "’"):
        office = next((m for m in _OFFICE.finditer(after) if is_role(m[1])), None)
        if office is None:
            return None
        after = after[office.end() :]
    rest = _WHO.sub("", after) if _WHO.match(after) else _WHO.sub("", _ASIDE.sub("", after, count=1))
    for word in [w for w, _ in tokens(_STOP.split(rest)[0])[:_REACH]]:
        plain = bare(word)
        if plain in VERBS or (word.islower() and plain.endswith(("ed", "s")) and plain not in AUXILIARIES):
            return None if plain in SAYING else plain
        if plain.endswith(("n't", "n’t")) or not (plain in AUXILIARIES or plain.endswith("ly")):
            return None
    return None


def _verb_before(before: str, after: str) -> str | None:
    """Return the verb of the last "was …ed by", where the name ends what stands after "by"."""
    goes_on = re.match(r"['’]|[^\w,;:]*([^\W\d_][\w’'-]*)", after)
    if not before.endswith(" by ") or (goes_on and (goes_on[1] is None or _belongs(goes_on[1]))):
        return None
    written = [bare(w) for w, _ in tokens(before)]
    done = (w for be, w in reversed([*pairwise(written)]) if be in BE and w not in FUNCTION)
    verb = next(done, None)
    return None if verb in SAYING else verb


def _before(text: str) -> str:
    """Return the words before a name, without the titles and the states that belong to it."""
    written = re.findall(r"\S+\s+", text)
    while written and _belongs(written[-1].strip()):
        written.pop()
    return "".join(written)


def _belongs(word: str) -> bool:
    plain = word.strip(",'’")
    return word[0].isupper() or is_role(plain) or bare(plain) in TITLES or word == "the"


def _tied(before: str) -> tuple[Relation, frozenset[str]] | None:
    """Return what is in, at or of a name: the content words before the preposition, those for meetings as one."""
    before = re.sub(r"\ban? $", "", _TOWN_OF.sub("", before))
    match = re.search(r"\b(\w+) $", before)
    relation = _RELATIONS.get(match[1].lower()) if match else None
    if match is None or relation is None:
        return None
    inside = [w for w, _ in tokens(before[: match.start()]) if w[0].islower() and is_content(w)]
    heads = [stem(w) for w in inside[-2 if relation == "at" else -1 :]]
    return (relation, frozenset(map(_one_of_its_kind, heads))) if heads else None


def _one_of_its_kind(head: str) -> str:
    return "meet" if head in _MEETING else "sidelines" if head in _BESIDE else head
