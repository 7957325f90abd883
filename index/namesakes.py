"""Which names of an archive are one bearer: spellings, surnames alone, acronyms, and offices held in time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from index.bearer import is_acronym
from index.claim import Bearer, ClaimantKind
from index.grammar import FUNCTION, bare, word_set
from index.offices import is_office, office_key, state_of
from index.places import fold, key
from index.spelling import is_same_spelling
from index.transliteration import consonants, romanised
from index.values import PartialDate

HELD = timedelta(days=548)
_SUFFIXES = word_set("jr sr ii iii iv")


@dataclass(slots=True)
class Node:
    """One name and what the archive shows of it."""

    key: str
    name: str
    kind: ClaimantKind
    count: int = 0
    is_office: bool = False
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    affiliations: Counter[tuple[str, ...]] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    held: dict[tuple[str, str], list[date]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    def see(self, bearer: Bearer, article_id: str, day: PartialDate | None, claims: int = 1) -> None:
        """Count a mention, and the claims made with it."""
        self.count += claims
        self.names[bearer.name] += 1
        self.articles.add(article_id)
        self.is_office = is_office(bearer)
        if bearer.role:
            self.roles[bearer.role] += 1
        if bearer.affiliation:
            self.affiliations[bearer.affiliation] += 1
        if day:
            self.days.append(middle(day))
        for office in offices_of(bearer):
            self.held.setdefault(office, []).extend([middle(day)] if day else [])

    def served(self) -> set[str]:
        """Return every body and state that the name was seen to serve."""
        return {name for chain in self.affiliations for name in chain}


@lru_cache(maxsize=16384)
def middle(day: PartialDate) -> date:
    """Return the day in the middle of a date."""
    return day.first + (day.last - day.first) / 2


def offices_of(bearer: Bearer) -> list[tuple[str, str]]:
    """Return (office, state) for a role that a bearer holds for a state; a former one counts for nothing."""
    if not bearer.role or bare(bearer.role.split()[0]) in {"former", "ex", "then", "late"}:
        return []
    return [(office_key(bearer.role), name) for name in bearer.affiliation if state_of(name)]


def node_key(bearer: Bearer, day: PartialDate | None) -> str:
    """Return what mentions of one node share: the name and, of an office, the day."""
    if is_office(bearer):
        state = bearer.affiliation[-1] if bearer.affiliation else ""
        return f"office {office_key(bearer.role or '')} of {state} on {day or ''}"
    kind = "group" if bearer.kind == "group" else "person" if bearer.kind == "person" else "thing"
    return f"{kind} {key(bearer.name)}"


def joined(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Return the group of each node after joining spellings, surnames and acronyms."""
    groups = {name: name for name in nodes}
    persons = {n: v for n, v in nodes.items() if v.kind == "person"}
    _join_spellings(persons, groups)
    _join_surnames(nodes, persons, groups)
    _join_acronyms({n: v for n, v in nodes.items() if v.kind in {"body", "unknown"} and not v.is_office}, groups)
    _join_unknown(nodes, groups)
    return {name: root(groups, name) for name in groups}


def root(groups: dict[str, str], name: str) -> str:
    """Return the group that a node ends in, and shorten the way there."""
    while groups[name] != name:
        groups[name] = groups[groups[name]]
        name = groups[name]
    return name


def surname(name: str) -> str:
    """Return the folded surname, without "al-" and "Jr."."""
    parts = [p for p in fold(name).casefold().split() if p.rstrip(".") not in _SUFFIXES]
    last = parts[-1] if parts else ""
    return last[3:] if last[:3] in {"al-", "el-"} else last


def _join_spellings(persons: Mapping[str, Node], groups: dict[str, str]) -> None:
    """Join full names whose given names agree and whose surnames are one in another spelling."""
    blocks: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in persons.values():
        if len(node.name.split()) > 1:
            blocks[consonants(surname(node.name)), node.name[0].casefold()].append(node)
    for block in blocks.values():
        for i, one in enumerate(block):
            for other in block[:i]:
                if _is_one_person(one, other):
                    groups[root(groups, one.key)] = root(groups, other.key)


def _is_one_person(one: Node, other: Node) -> bool:
    """Tell whether two full names are a person's: alike but for transliteration, or nearly alike and of one office."""
    a, b, c, d = surname(one.name), surname(other.name), _given(one.name), _given(other.name)
    initial = min(len(c), len(d)) == 1 and c[:1] == d[:1]
    if not is_spelling(a, b) or not (initial or is_spelling(c, d)) or _apart(one, other):
        return False
    if a == b and (c == d or initial):
        return True
    alike = romanised(a) == romanised(b) and (initial or romanised(c) == romanised(d))
    return not one.articles & other.articles and (alike or _is_tied(one, other))


def _given(name: str) -> str:
    return bare(fold(name.split()[0])).rstrip(".")


@lru_cache(maxsize=65536)
def is_spelling(one: str, other: str) -> bool:
    """Tell whether two folded words are one name, or two spellings of it (from five letters on)."""
    if one == other or romanised(one) == romanised(other):
        return True
    return min(len(one), len(other)) >= 5 and is_same_spelling(one, other)


def _is_tied(one: Node, other: Node) -> bool:
    return bool(one.served() & other.served() or _roles(one) & _roles(other))


def _apart(one: Node, other: Node) -> bool:
    """Tell whether two names serve different states."""
    states = [{name for name in node.served() if state_of(name)} for node in (one, other)]
    return bool(states[0] and states[1] and not states[0] & states[1])


def _join_surnames(nodes: Mapping[str, Node], persons: Mapping[str, Node], groups: dict[str, str]) -> None:
    """Join a surname alone to the one person who bears it, or the one whom role or state decides for."""
    full: dict[str, list[Node]] = defaultdict(list)
    for node in persons.values():
        if len(node.name.split()) > 1:
            full[consonants(surname(node.name))].append(node)
    for node in nodes.values():
        if node.kind in {"person", "unknown"} and len(node.name.split()) == 1:
            last = surname(node.name)
            near = full.get(consonants(last), [])
            known = [p for p in near if surname(p.name) == last] or [
                p for p in near if is_spelling(surname(p.name), last)
            ]
            if (chosen := _one_of(node, known, groups)) is not None:
                groups[root(groups, node.key)] = chosen


def _one_of(node: Node, known: Iterable[Node], groups: dict[str, str]) -> str | None:
    fitting = [other for other in known if not _apart(node, other)]
    roots = {root(groups, other.key) for other in fitting}
    if len(roots) > 1:
        tied = [o for o in fitting if _is_tied(node, o)]
        roots = {root(groups, other.key) for other in tied}
    return roots.pop() if len(roots) == 1 else None


def _roles(node: Node) -> set[str]:
    return {office_key(role) for role in node.roles}


def _join_acronyms(bodies: Mapping[str, Node], groups: dict[str, str]) -> None:
    """Join an acronym to the one body whose initials it is."""
    long: dict[str, set[str]] = defaultdict(set)
    for node in bodies.values():
        if " " in node.name:
            long[_initials(node.name)].add(root(groups, node.key))
    for node in bodies.values():
        found = long.get(node.name.replace(".", ""), set()) if is_acronym(node.name) else set()
        if len(found) == 1:
            groups[root(groups, node.key)] = found.pop()


def _initials(name: str) -> str:
    words = re.split(r"[\s-]+", fold(name))
    return "".join(word[0].upper() for word in words if word and bare(word) not in FUNCTION)


def _join_unknown(nodes: Mapping[str, Node], groups: dict[str, str]) -> None:
    """Join a person's node to the thing's of the same name, where only one of the kinds is sure."""
    for node in nodes.values():
        twin = f"person {key(node.name)}"
        if node.kind == "unknown" and twin in nodes:
            groups[root(groups, node.key)] = root(groups, twin)


def office_holders(nodes: Mapping[str, Node], groups: dict[str, str]) -> dict[str, str]:
    """Return the groups with each nameless office joined to who held it nearest in time, or to itself over time."""
    holders: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for node in nodes.values():
        if node.kind == "person":
            for office, days in node.held.items():
                holders[office] += [(day, groups[node.key]) for day in days]
    chosen = dict(groups)
    for node in nodes.values():
        if node.is_office:
            office = next(iter(node.held), (office_key(next(iter(node.roles), "")), ""))
            chosen[node.key] = _holder(node, holders.get(office, [])) or f"office {office[0]} of {office[1]}"
    return chosen


def _holder(node: Node, known: Iterable[tuple[date, str]]) -> str | None:
    """Return who held the office nearest to the node's day, None if nobody did within 18 months or two tie."""
    if not node.days:
        return None
    ranked = sorted((abs(day - node.days[0]), who) for day, who in known)
    near = [(gap, who) for gap, who in ranked if gap <= HELD]
    tied = {who for gap, who in near if gap == near[0][0]}
    return tied.pop() if len(tied) == 1 else None
