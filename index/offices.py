"""Reads what people and bodies are called by: office, ministry, state. "Canada's foreign minister", "the EU"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.bearer import is_acronym, is_body
from index.claim import Bearer
from index.grammar import PREPOSITIONS, SUFFIX, bare, word_set
from index.places import Place, fold, is_listed, key, states
from index.roles import GOVERNING, MODIFIERS, PORTFOLIO, is_role, small

_DETERMINERS = word_set("a an the its his her their our this that one another")
_JOINS = word_set("of for at with on from to in")
_STOPS = _JOINS | PREPOSITIONS | word_set("led backed based called named known")
_LONGEST = 5
_TOKEN = re.compile(r"[^\s,;:()\"“”]+")
_MINISTRY_OF = re.compile(r"^(ministry|department|office)\s+(?:of|for)\s+(?:the\s+)?(.+)$", re.IGNORECASE)
_SPELLINGS = (("defense", "defence"), ("foreign affairs", "foreign"), ("external affairs", "foreign"))
_INSTITUTION = re.compile(r"house|department|pentagon|council|commission|parliament|assembly|secretariat|service|court")
_AND = re.compile(r"\s(?:and|who|which|that|whose|or|but)\s|\s[–—-]+\s")
_SEAT_BODIES = word_set("eeas")


@dataclass(frozen=True, slots=True)
class Office:
    """What a description tells: the ``role`` in its words, whom it serves (nearest first), "" for no role."""

    role: str
    affiliation: tuple[str, ...] = ()


def described(words: str) -> Office:
    """Return the role and affiliation in a description of one person, without the name of the person.

    "Canada's foreign affairs minister" gives "foreign affairs minister" and Canada; "Russian Foreign Ministry
    spokeswoman" gives "Foreign Ministry spokeswoman", the Russian Foreign Ministry and Russia.
    """
    tokens = _TOKEN.findall(_AND.split(fold(words), maxsplit=1)[0])
    while tokens and bare(tokens[0]) in _DETERMINERS:
        tokens = tokens[1:]
    at = _head(tokens)
    if at is None:
        return Office("")
    state, rest = _leading_state(tokens[: at + 1])
    body, role = _leading_body(rest, state)
    further, extra = _after(tokens[at + 1 :])
    return Office(
        " ".join([_lowered(role[-_LONGEST:]), *extra]), _served((body, state.name if state else "", *further))
    )


def _head(tokens: list[str]) -> int | None:
    """Return where the noun of the role is: the last before the first preposition."""
    stop = next((i for i, t in enumerate(tokens) if bare(t) in _STOPS and i), len(tokens))
    found = [i for i in range(stop) if is_role(tokens[i]) and not SUFFIX.search(tokens[i])]
    return found[-1] if found else None


def _leading_state(tokens: list[str]) -> tuple[Place | None, list[str]]:
    for count in range(min(5, len(tokens) - 1), 0, -1):
        place = state_of(" ".join(tokens[:count]))
        if place and tokens[0][0].isupper():
            return place, tokens[count:]
    return None, tokens


@lru_cache(maxsize=8192)
def state_of(name: str, seats: bool = False) -> Place | None:
    """Return the one state or union that ``name`` names, if one."""
    found = states(SUFFIX.sub("", fold(name)), seats)
    return found[0] if len(found) == 1 or (found and not seats) else None


def _leading_body(tokens: list[str], state: Place | None) -> tuple[str, list[str]]:
    """Return the body that a role is in, canonical, and the words of the role (with a ministry's own words)."""
    size = _body_size(tokens)
    if not size:
        return "", tokens
    name = " ".join(tokens[:size])
    seat = institution(name)
    ministry = state is not None and size > 1 and not SUFFIX.search(tokens[size - 1])
    return seat.name if seat else body_name(name, state), tokens if ministry else tokens[size:]


def _body_size(tokens: list[str]) -> int:
    """Return how many words before a role name a body: up to the last word of a body, else the capitalised ones."""
    size, plain = 0, True
    for count in range(min(4, len(tokens) - 1), 0, -1):
        if tokens[0][0].isupper() and institution(" ".join(tokens[:count])):
            return count
    for i, token in enumerate(tokens[:-1]):
        if SUFFIX.search(token):
            return i + 1 if tokens[0][0].isupper() else 0
        plain = plain and token[0].isupper() and bare(token) not in PORTFOLIO and not is_role(token)
        if token[0].isupper() and not is_role(token) and (plain or small_is_body(tokens[: i + 1])):
            size = i + 1
    return size


def small_is_body(tokens: list[str]) -> bool:
    """Tell whether capitalised words that go before a role end as a body does."""
    last = SUFFIX.sub("", tokens[-1])
    return tokens[0][0].isupper() and bare(last) not in MODIFIERS and (is_acronym(last) or is_body(last))


def _after(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return whom the role serves, and the words that belong to the role ("of state"), from what follows the noun."""
    served: list[str] = []
    extra: list[str] = []
    for join, words in _phrases(tokens):
        if not words:
            continue
        capital = next((i for i, w in enumerate(words) if w[0].isupper()), None)
        portfolio = join in {"of", "for"} and (capital is None or all(small(w) in PORTFOLIO for w in words))
        if portfolio or (join == "to" and capital == 0):
            extra += [] if served or extra else [join, *(w.lower() if portfolio else w for w in words[:4])]
        elif capital is not None and len(served) < 3:
            served += entity(" ".join(words[capital:]), None)
    return served, extra


def _phrases(tokens: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each preposition and the words after it, articles left out."""
    join = ""
    words: list[str] = []
    for token in tokens:
        if bare(token) in _JOINS and not (bare(token) in {"of", "for", "on"} and words and is_body(words[-1])):
            if join:
                yield join, words
            join, words = bare(token), []
        elif words or bare(token) not in _DETERMINERS:
            words.append(token)
    if join:
        yield join, words


def entity(name: str, state: Place | None) -> list[str]:
    """Return a body or state under its canonical name, and the state that it serves."""
    found = institution(name)
    if found:
        return [found.name, *found.affiliation]
    own, rest = _leading_state(name.split())
    if own is None and (inside := re.match(r"^(.+)\sof\s+(?:the\s+)?([^,]+)$", name)):
        own, rest = state_of(inside[2]), inside[1].split()
    canonical = body_name(" ".join(rest) if own else name, own or state)
    return [canonical, *([own.name] if own else [])]


@lru_cache(maxsize=8192)
def institution(name: str) -> Bearer | None:
    """Return the state or body that a listed name stands for: "Moscow", "the White House", "the EU"; None if none."""
    plain = SUFFIX.sub("", fold(name).strip())
    place = state_of(plain)
    if place:
        return Bearer(place.name, "state" if place.people else "body")
    place = state_of(plain, seats=True)
    if place is None:
        return None
    if _INSTITUTION.search(key(plain)) or key(plain) in _SEAT_BODIES:
        written = re.sub(r"^(?i:the)\s+", "", plain)
        return Bearer(next((s for s in place.seats if key(s) == key(plain)), written), "body", None, (place.name,))
    return Bearer(place.name, "state" if place.people else "body")


@lru_cache(maxsize=8192)
def body_name(name: str, state: Place | None = None) -> str:
    """Return the one form of a body's name: "Russian Defence Ministry" for "Russia's Ministry of Defense"."""
    plain = SUFFIX.sub("", re.sub(r"^(?i:the)\s+", "", name.replace("’", "'").strip()))
    inside = re.match(r"^(.+)\s+of\s+(?:the\s+)?([^,]+)$", plain)
    if state is None and inside and state_of(inside[2]) and is_body(inside[1]):
        state, plain = state_of(inside[2]), inside[1]
    official = _MINISTRY_OF.match(plain)
    if official and official[1].casefold() == "ministry":
        plain = f"{official[2]} {official[1]}"
    if "ministry" in plain.casefold():
        plain = _one_spelling(plain)
    return f"{_adjective(state)} {plain}" if state and not is_listed(plain) else plain


def _one_spelling(plain: str) -> str:
    for other, one in _SPELLINGS:
        plain = re.sub(rf"\b{other}\b", one, plain, flags=re.IGNORECASE)
    return " ".join(word if word.isupper() else word[:1].upper() + word[1:] for word in plain.split())


def _adjective(state: Place) -> str:
    if "US" in state.strong:
        return "US"
    return state.people[0] if state.people else state.name


def _lowered(words: list[str]) -> str:
    """Return the words of a role, lower-case where they are plain words ("Foreign Minister", not "Ministry")."""
    plain = [bare(w) in MODIFIERS or is_role(w) for w in words]
    ministry = any(is_body(w) and not p for w, p in zip(words, plain, strict=True))
    kept = [w.lower() if p and not (ministry and not is_role(w)) else w for w, p in zip(words, plain, strict=True)]
    return " ".join(w.lower() if is_role(w) and not w.isupper() else w for w in kept)


def _served(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache(maxsize=8192)
def office_key(role: str) -> str:
    """Return what two ways to write an office share: "minister of foreign affairs", "foreign minister"."""
    plain = " ".join(word for word in fold(role).casefold().split() if word not in {"the", "former", "acting"})
    turned = re.match(r"^(minister|secretary|ministry)\s+(?:of|for)\s+(.+)$", plain)
    if turned and turned[2] != "state":
        plain = f"{turned[2]} {turned[1]}"
    for other, one in _SPELLINGS:
        plain = plain.replace(other, one)
    return plain.replace("foreign secretary", "foreign minister").replace(" and ", " ")


def office(role: str, state: str) -> Bearer:
    """Return the bearer that stands for an office whose holder the article does not name."""
    return Bearer(f"{role} of {state}", "body", role, (state,))


def is_office(bearer: Bearer) -> bool:
    """Tell whether a bearer is an office without a name."""
    return bearer.kind == "body" and bearer.role is not None


def is_governing(word: str) -> bool:
    """Tell whether a noun beside the name of a state means its government."""
    return bare(word) in GOVERNING
