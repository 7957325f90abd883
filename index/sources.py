"""Reads the words of a source: whose words they are by name, by title or by description."""

from __future__ import annotations

import re

from index.bearer import is_acronym, is_body
from index.belongings import DETERMINER, ISSUED, read_issuer, read_ministry, read_team
from index.cast import Cast, names_in
from index.claim import Bearer, ClaimantKind
from index.grammar import FUNCTION, PREPOSITIONS, SUFFIX, bare, word_set
from index.offices import (
    described,
    entity,
    institution,
    is_governing,
    state_of,
)
from index.places import fold, states
from index.roles import is_role, is_roles, small
from index.titles import Title, read_title
from index.values import Span

_CUT = re.compile(r",|\s[–—-]{1,2}\s|[–—]|\(|;|:|\s(?:who|which|that|whose|whom)\b")
_PREPOSITION = re.compile(
    r"\b(?:of|for|by|to|from|with|at|on|in|among|about|near|inside|against|including|like|as|between|toward)\b"
)
_BOTH = re.compile(r"^(?:both|either|neither)\s+", re.IGNORECASE)
_PLURAL_TITLE = re.compile(r"^(?:[A-Za-z-]+ ){0,3}?[a-z]*(?:[^s\W]s|men|women) (?=[A-Z])")
_QUANTIFIERS = word_set("several few two three four five six dozens hundreds thousands majority")
_LONGEST = 300
_AS = re.compile(r"^\s*as\s+", re.IGNORECASE)
_DOTTED = re.compile(r"(?:\b[A-Z]\.){2,}$|\b[JS]r\.$")
_BODY_FIRST = re.compile(
    r"^(?:[a-z-]+ ){0,2}((?:[A-Z][\w.&'-]*)(?: (?:(?:of|for|on|and) (?:the )?)?[A-Z][\w.&'-]*)*) (?:at|in|of|from) "
)
_AND = re.compile(r"\s*,\s+and\s+|\s*,\s+|\s+(?:and|or)\s+")
_CAPITAL_RUN = re.compile(
    r"(?:[A-Z][\w.&'/-]*)(?:\s+(?:of|for|on|and|the|de|in)(?=\s+[A-Z]|\s+(?:the|a)\s+[A-Z])"
    r"|\s+(?:the|a)(?=\s+[A-Z])|\s+[A-Z][\w.&'/-]*|\s+\d+)*$"
)


def head_of(words: str) -> str:
    """Return the part of a source that names it: up to the first comma, dash, bracket or relative clause."""
    words = _AS.sub("", words[:_LONGEST]).strip(" ,;:–—-\"“”'")
    cut = _CUT.search(words, 1)
    head = words[: cut.start()].strip() if cut else words
    return head if _DOTTED.search(head) else head.rstrip(". ")


def read_source(cast: Cast, text: str, span: Span) -> Bearer | Title | None:
    """Return whom the words at ``span`` mean by themselves, or the title that only the article can fill."""
    head = head_of(" ".join(span.of(text).split()))
    if not head or all(bare(w) in FUNCTION for w in head.split()):
        return None
    if issued := ISSUED.match(head):
        return read_source(cast, text, Span(text.index(issued[2].split()[0], span.start + issued.start(2)), span.end))
    whole = " ".join(span.of(text).split())[:_LONGEST].strip(" ,.")
    if found := _joined(cast, whole) or _named(cast, text, span, head):
        return found
    body = _listed(head) or read_ministry(cast, head) or _described(cast, head)
    return body or read_title(head) or read_issuer(cast, head, span.start) or read_group(cast, span, head)


def _named(cast: Cast, text: str, span: Span, head: str) -> Bearer | None:
    """Return the person that the head of the source names, or that is in apposition to it."""
    offset = text.find(head.split()[0], span.start)
    end = offset + len(head) + 2
    inside = names_in(cast.namings, Span(span.start - 1, span.end + 1))
    persons = [n for n in inside if n.person]
    lower = DETERMINER.match(head) and not re.search(r"[A-Z]", head[1:])
    if lower and inside and re.fullmatch(r", ?", cast.text[offset + len(head) : inside[0].begin]):
        return inside[0].whom()
    for naming in persons:
        before = cast.text[offset : naming.begin]
        inner = naming.span.end <= end and not naming.owned and not _PREPOSITION.search(before)
        last = naming.span.end >= offset + len(head) - 6
        if inner and (last or _is_only_placed(before, cast.text[naming.span.end : end - 2])):
            return naming.whom()
        if naming.span.start >= end - 2 and not naming.owned and _is_titled(head) and before.rstrip().endswith(","):
            return naming.whom()
    return _looked_up(cast, head)


def _is_only_placed(before: str, after: str) -> bool:
    """Tell whether a head is a name, a description before it, and mere place or manner after ("in an e-mail")."""
    words = after.split()
    placed = bool(words) and bare(words[0]) in PREPOSITIONS
    return placed and (not before.strip() or bool(described(before).role))


def _is_titled(head: str) -> bool:
    words = head.split()
    return any(is_role(w) for w in words) and not is_roles(words[-1])


def _looked_up(cast: Cast, head: str) -> Bearer | None:
    """Return the person that a head written otherwise (capitals, a headline) names."""
    words = [w for w in SUFFIX.sub("", fold(head)).split() if w[:1].isalpha()]
    if head.isupper() and not (len(words) == 1 and is_acronym(head) and not cast.people.get(bare(head))):
        words = [w.title() for w in words]
    title = [w for w in words[:-1] if is_role(w) or small(w) in {"mr", "ms", "mrs", "dr"}]
    names = words[len(title) :]
    if not names or len(names) > 4 or not all(w[0].isupper() for w in names):
        return None
    person = cast.who(names, title)
    return person.bearer() if person else None


def _joined(cast: Cast, head: str) -> Bearer | None:
    """Return the group that "A and B" makes, with both as its affiliation."""
    plain = _PLURAL_TITLE.sub("", DETERMINER.sub("", fold(_BOTH.sub("", head))))
    parts = [part for part in _AND.split(plain) if part]
    if len(parts) < 2 or not re.search(r"\b(?:and|or)\b", head):
        return None
    found = [_single(cast, part) for part in parts]
    named = [b for b in found if b]
    if len(named) != len(parts):
        return None
    return Bearer(head, "group", None, tuple(b.name for b in named))


def _single(cast: Cast, part: str) -> Bearer | None:
    part = DETERMINER.sub("", part)
    return _looked_up(cast, part) or _listed(part)


def _listed(head: str) -> Bearer | None:
    """Return the state or body that a head is, or whose government it is: "Moscow", "the Syrian government"."""
    plain = DETERMINER.sub("", SUFFIX.sub("", fold(head)))
    if bare(plain) == "us" and plain != "US":
        return None
    people = states(plain)
    if people and people[0].people and bare(plain) in {bare(p) for p in people[0].people[1:]}:
        return Bearer(people[0].name, "state") if plain != fold(head) else Bearer(head, "group")
    if (found := institution(plain)) and plain[:1].isupper():
        return found
    *before, last = plain.split()
    place = state_of(" ".join(before)) or state_of(" ".join(before), seats=True) if before else None
    if place and place.people and (is_governing(last) or bare(last) == "officials"):
        return Bearer(place.name, "state")
    turned = re.match(r"^(?:government|authorities|regime) (?:of|in) (?:the )?(.+)$", plain)
    place = state_of(turned[1]) if turned else None
    return Bearer(place.name, "state") if place else None


def _described(cast: Cast, head: str) -> Bearer | None:
    """Return the body that a head names: "Russia's Defence Ministry", "the conservative Tax Foundation", a team."""
    plain = DETERMINER.sub("", SUFFIX.sub("", fold(head)))
    if team := read_team(cast, plain):
        return team
    if not re.search(r"[A-Z]", plain) or _is_plain(cast, plain):
        return None
    run = _CAPITAL_RUN.search(plain)
    if run is None or _PREPOSITION.search(plain[: run.start()]) or "'s " in plain[: run.start()].replace(run[0], ""):
        return _body_first(plain)
    name = run[0]
    last = name.split()[-1]
    if (is_role(last) or is_roles(last)) and not re.search(r" (?:of|for) ", name):
        return None
    served = entity(name, None)
    sure = is_body(name) or is_acronym(name) or len(name.split()) > 1 or plain != head
    kind: ClaimantKind = "body" if sure else "unknown"
    return Bearer(served[0], kind, None, tuple(served[1:]))


def _body_first(plain: str) -> Bearer | None:
    """Return the body that comes first in words that go on ("The Tax Policy Center at the Urban Institute")."""
    first = _BODY_FIRST.match(plain)
    if first is None or not is_body(first[1].split()[-1]) or SUFFIX.search(first[1]):
        return None
    served = entity(first[1], None)
    return Bearer(served[0], "body", None, tuple(served[1:]))


def _is_plain(cast: Cast, plain: str) -> bool:
    """Tell whether a lone word has its capital only because it opens a sentence: the article also writes it small."""
    first = plain.split()[0]
    if " " in plain or is_acronym(plain):
        return bare(first) in FUNCTION | _QUANTIFIERS
    return is_roles(plain) or re.search(rf"(?<!\w){re.escape(plain.lower())}s?(?!\w)", cast.text) is not None


def read_group(cast: Cast, span: Span, head: str) -> Bearer | None:
    """Return an anonymous or collective source under its words, with the states and bodies that it is tied to."""
    served: list[str] = []
    for naming in names_in(cast.namings, Span(span.start - 1, span.end + 1)):
        found = naming.person.bearer() if naming.person else naming.bearer
        served += [found.name, *found.affiliation] if found else []
    return Bearer(head, "group", None, tuple(dict.fromkeys(served)))
