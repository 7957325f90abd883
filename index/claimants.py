"""Who claims, over the whole archive: which names are one claimant, who holds which office when, corrections by hand.

Everything here is a pure function of rows; the ledger keeps the rows.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.asked import Match, matches
from index.claim import Bearer, Claimant, ClaimantKind
from index.namesakes import Node, joined, node_key, office_holders
from index.places import fold, key
from index.values import PartialDate

__all__ = ["Correction", "Match", "Mention", "Roster", "matches", "roster"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One claim's claimant as its article tells. ``key`` is the caller's, unique; ``day`` is the best date known.

    ``claims`` is 0 for somebody whom an article introduces and does not quote.
    """

    key: str
    bearer: Bearer
    article_id: str
    day: PartialDate | None = None
    claims: int = 1


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user put right, by names as written: "merge" counts ``b`` as ``a``, "split" keeps the two apart."""

    kind: Literal["merge", "split"]
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The claimants, most claims first, and the claimant id ``of`` each mention's key."""

    claimants: tuple[Claimant, ...]
    of: Mapping[str, str]
    by_id: Mapping[str, Claimant]

    def named(self, mention_key: str) -> Claimant | None:
        """Return the claimant of a mention, None for an unknown key."""
        return self.by_id.get(self.of.get(mention_key, ""))

    def asked(self, name: str) -> list[tuple[Claimant, Match]]:
        """Return the claimants that ``name`` asks for, those that bear the name before those who speak for it."""
        found = [(claimant, how) for claimant in self.claimants if (how := matches(claimant, name))]
        return sorted(found, key=lambda pair: pair[1] != "self")


def roster(mentions: Sequence[Mention], corrections: Sequence[Correction] = ()) -> Roster:
    """Return who the claimants are. Time grows with the mentions, and with the distinct names of one surname."""
    nodes = _nodes(mentions)
    groups = joined(nodes)
    groups = office_holders(nodes, groups)
    groups = _corrected(nodes, groups, corrections)
    return _recorded(mentions, nodes, groups, corrections)


def _nodes(mentions: Sequence[Mention]) -> dict[str, Node]:
    """Return one node for each distinct name (an office has one for each day), with what was seen of it."""
    nodes: dict[str, Node] = {}
    for mention in mentions:
        name = node_key(mention.bearer, mention.day)
        node = nodes.get(name)
        if node is None:
            node = nodes[name] = Node(name, mention.bearer.name, mention.bearer.kind)
        node.see(mention.bearer, mention.article_id, mention.day, mention.claims)
    return nodes


def _corrected(nodes: Mapping[str, Node], groups: dict[str, str], corrections: Sequence[Correction]) -> dict[str, str]:
    """Return the groups after the corrections, in their order: the last word on a name holds."""
    ruled = groups
    for correction in corrections:
        a, b = _called(nodes, groups, correction.a), _called(nodes, groups, correction.b)
        if not a or not b:
            continue
        if correction.kind == "merge":
            moved = b if all(nodes[n].is_office for n in b) else _with_their_groups(b, groups)
            groups = {**groups, **dict.fromkeys(moved, groups[min(a)])}
        else:
            groups = {**groups, **dict.fromkeys(_parted(a, b, ruled), f"apart:{key(correction.b)}")}
    return groups


def _with_their_groups(some: set[str], groups: Mapping[str, str]) -> set[str]:
    moved = {groups[n] for n in some}
    return {n for n, g in groups.items() if g in moved}


def _parted(a: set[str], b: set[str], ruled: Mapping[str, str]) -> set[str]:
    """Return what leaves when ``b`` is split from ``a``: all that the rules join to ``b``, or else its own names."""
    whole = _with_their_groups(b, ruled)
    return whole if not whole & a else b - a


def _called(nodes: Mapping[str, Node], groups: Mapping[str, str], name: str) -> set[str]:
    """Return the nodes that bear a name, else those whose group bears it by another spelling or part of the name."""
    exact = {n for n, node in nodes.items() if key(node.name) == key(name)}
    if exact:
        return exact
    claimants = {g: _claimant([nodes[n] for n in members]) for g, members in _members(groups).items()}
    asked = {g for g, claimant in claimants.items() if matches(claimant, name) == "self"}
    return {n for n, g in groups.items() if g in asked}


def _members(groups: Mapping[str, str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for node, group in groups.items():
        members.setdefault(group, []).append(node)
    return members


def _recorded(
    mentions: Sequence[Mention], nodes: Mapping[str, Node], groups: dict[str, str], corrections: Sequence[Correction]
) -> Roster:
    first = {key(c.a): c.a for c in corrections if c.kind == "merge"}
    claimants = {g: _claimant([nodes[n] for n in ns], first) for g, ns in _members(groups).items()}
    of = {m.key: claimants[groups[node_key(m.bearer, m.day)]].id for m in mentions}
    ordered = sorted(claimants.values(), key=lambda c: (-c.claims, c.name))
    return Roster(tuple(ordered), of, {c.id: c for c in ordered})


def _claimant(nodes: Sequence[Node], chosen: Mapping[str, str] | None = None) -> Claimant:
    """Return the claimant that some nodes make: the fullest frequent name, the others as aliases."""
    kind = _kind(nodes)
    names: Counter[str] = Counter()
    for node in nodes:
        names.update(node.names)
    wanted = [name for name in names if key(name) in (chosen or {})]
    name = max(wanted or names, key=lambda n: _fullness(n, kind, names))
    roles = _ranked(node.roles for node in nodes)
    aliases = tuple(n for n, _ in names.most_common() if n != name)
    count = sum(node.count for node in nodes)
    return Claimant(claimant_id(kind, name), name, kind, aliases, roles, _affiliation(nodes), count)


def _kind(nodes: Sequence[Node]) -> ClaimantKind:
    kinds: Counter[ClaimantKind] = Counter()
    for node in nodes:
        kinds[node.kind] += max(1, node.count) * (0 if node.kind == "unknown" or node.is_office else 1)
    return kinds.most_common(1)[0][0]


def _fullness(name: str, kind: ClaimantKind, names: Mapping[str, int]) -> tuple[bool, int, int, str]:
    full = kind != "person" or (len(name.split()) > 1 and " of " not in name)
    return full, names[name], len(name), name


def _affiliation(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return bodies and states, those of a chain in its order, the most frequent chain first."""
    chains: Counter[tuple[str, ...]] = Counter()
    for node in nodes:
        chains.update(node.affiliations)
    found = [name for chain, _ in chains.most_common() for name in chain]
    return tuple(dict.fromkeys(found))


def _ranked(counters: Iterable[Counter[str]]) -> tuple[str, ...]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return tuple(name for name, _ in total.most_common())


def claimant_id(kind: ClaimantKind, name: str) -> str:
    """Return the id of a claimant: 12 hex digits of the SHA-256 of its kind and its folded name."""
    return hashlib.sha256(f"{kind}\n{key(fold(name))}".encode()).hexdigest()[:12]
