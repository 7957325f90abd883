"""Bodies and papers that belong to somebody: "his office", "the Russian military", "the statement"."""

from __future__ import annotations

import re

from index.cast import Cast
from index.claim import Bearer, ClaimantKind
from index.grammar import SUFFIX, bare, word_set
from index.offices import body_name, is_governing, state_of
from index.people import Person
from index.places import fold, is_listed
from index.roles import is_role

DETERMINER = re.compile(r"^(?:the|a|an|its|his|her|their|our|this|that|these|those)\s+", re.IGNORECASE)
_TEAM = word_set("campaign office team administration government regime family company camp lawyers allies transition")
POSSESSIVE = re.compile(r"^(his|her|its|their)\s+((?:[a-z][\w-]*\s+){0,3}[a-z][\w-]*)$", re.IGNORECASE)

_FAR = 12
_PAPERS = "statement|communiqu[eé]|declaration|letter|memo|press release|release|tweet|message"
ISSUED = re.compile(
    rf"^((?:an?|the|its|this)\s+(?:[\w-]+\s+){{0,3}}?(?:{_PAPERS}) (?:by|from|of)\s+)(\S.*)$", re.IGNORECASE
)
DOCUMENT = re.compile(rf"^(?:the|its|their|this)\s+(?:[\w-]+\s+){{0,2}}?({_PAPERS})$", re.IGNORECASE)
_ISSUING = r"(?:issued|released|published|adopted|signed|made|sent|posted|approved|agreed)"
_SMALL_BODY = re.compile(
    r"^(?:(.+?)(?:'s)? )??((?:(?:[a-zA-Z]+ ){0,2}(?:ministry|department|office)|ministry (?:of|for) [a-z ]{3,30}"
    r"|military|army|navy|air force|armed forces|police|central bank|parliament|embassy|mission|intelligence service"
    r"|coast guard|state media|state television|state news agency|supreme court|public prosecutor's office)s?)$"
)


def read_team(cast: Cast, plain: str) -> Bearer | None:
    """Return whose government, campaign or office some words name: "the Assad regime", "Clinton campaign"."""
    words = plain.split()
    if bare(words[-1]) not in _TEAM or len(words) > 5:
        return None
    owner = _owner(cast, words[:-1])
    if owner is None:
        named = len(words) == 2 and plain[0].isupper() and not is_listed(words[0]) and "'" not in plain
        return Bearer(plain, "body") if named else None
    return _team(owner, bare(words[-1]))


def _owner(cast: Cast, words: list[str]) -> Person | None:
    own = [SUFFIX.sub("", w) for w in words]
    return cast.who([w for w in own if not is_role(w)], [w for w in own if is_role(w)]) if own else None


def _surname(person: Person) -> str:
    return re.sub(r"^(?:al|el)-", "", person.parts[-1], flags=re.IGNORECASE)


def _team(owner: Person, word: str) -> Bearer:
    """Return a person's government as the state that the article ties it to, or else as a body of the person."""
    bearer = owner.bearer()
    state = next((name for name in bearer.affiliation if (p := state_of(name)) and p.people), None)
    if is_governing(word) and state:
        return Bearer(state, "state")
    name = f"{bearer.name}'s {word}" if word in {"office", "family", "lawyers"} else f"{_surname(owner)} {word}"
    return Bearer(name, "body", None, (bearer.name, *((state,) if state else ())))


def read_ministry(cast: Cast, head: str) -> Bearer | None:
    """Return the body that small words name: "the Russian ministry of foreign affairs", "the defence ministry"."""
    plain = DETERMINER.sub("", SUFFIX.sub("", fold(head)))
    if not (match := _SMALL_BODY.match(plain)):
        return None
    state = state_of(match[1]) if match[1] else None
    if match[1] and not (state and state.people):
        return None
    name = body_name(match[2], state)
    if state:
        return Bearer(name, "body", None, (state.name,))
    known = [n.bearer for n in cast.namings if n.bearer and n.bearer.name.casefold().endswith(name.casefold())]
    return known[-1] if known else Bearer(name, "body") if "Ministry" in name else None


def read_issuer(cast: Cast, head: str, at: int) -> Bearer | None:
    """Return who issued "the statement" or "the communique", where an earlier sentence of the article says it."""
    noun = DOCUMENT.match(head)
    if noun is None:
        return None
    for naming in reversed(cast.namings):
        if naming.span.start < at and cast.sentence(at) - cast.sentence(naming.span.start) <= _FAR:
            after = cast.text[naming.span.end : naming.span.end + 90]
            if re.match(rf"(?:'s)?(?: \w+)?? {noun[1]}|[^.;\n]*? {_ISSUING} [^.;\n]*?\b{noun[1]}", after):
                return naming.whom()
    return None


def belonging(owner: Bearer, thing: str) -> Bearer:
    """Return what "his campaign" or "their lawyers" means: a body or a group that belongs to the owner."""
    state = next((name for name in owner.affiliation if (p := state_of(name)) and p.people), None)
    if is_governing(thing) and state:
        return Bearer(state, "state")
    is_team = bare(thing.split()[-1]) in _TEAM - {"lawyers", "allies", "family"}
    kind: ClaimantKind = "body" if is_team else "group"
    return Bearer(f"{owner.name}'s {thing}", kind, None, (owner.name, *owner.affiliation))
