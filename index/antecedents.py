"""Whom a pronoun or an epithet means: candidates by nearness, place in the sentence, last speaker, gender, number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.cast import Cast
from index.claim import Bearer
from index.grammar import bare, word_set
from index.people import Naming, Person
from index.roles import is_role
from index.values import Span

_SHE = word_set("she her hers herself")
_HE = word_set("he his him himself")
_THEY = word_set("they their them themselves theirs")
_IT = word_set("it its itself")
_WHO = word_set("who which that whom whose")
_SELF = word_set("i we my our me us myself ourselves you your")
_NOUN_PHRASE = re.compile(r"((?:[\w'’.-]+[ ]){0,5}[\w'’.-]+)(?:,| \([^)]*\))?\s+$")
_FAR = 8


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution already resolved: where its source is, and to whom."""

    at: int
    bearer: Bearer


def pronoun_of(words: str) -> str:
    """Return the class of a source that is a pronoun ("she", "he", "they", "it", "who", "self"), "" for others."""
    tokens = [bare(w) for w in re.findall(r"[\w'’]+", words)]
    tokens = [t for t in tokens if t not in {"also", "both", "all", "then", "later", "has", "had"}]
    if len(tokens) != 1:
        return ""
    classes = (("she", _SHE), ("he", _HE), ("they", _THEY), ("it", _IT), ("who", _WHO), ("self", _SELF))
    return next((name for name, members in classes if tokens[0] in members), "")


def antecedent(cast: Cast, pronoun: str, span: Span, said: Sequence[Said]) -> Bearer | None:
    """Return whom a pronoun at ``span`` means, None if nobody fits."""
    if pronoun in {"he", "she", "somebody"}:
        return _person(cast, {"he": "m", "she": "f"}.get(pronoun), span, said)
    return _thing(cast, pronoun, span, said)


def _person(cast: Cast, gender: str | None, span: Span, said: Sequence[Said]) -> Bearer | None:
    here = cast.sentence(span.start)
    genders = _genders(cast)
    best: tuple[float, Bearer] | None = None
    candidates = [*_people_before(cast, span, here), *_speakers(cast, span, said, here)]
    for score, bearer in candidates:
        known = genders.get(bearer.name)
        if gender and known and known != gender:
            continue
        score += 0.6 * bool(gender and known)
        if best is None or score >= best[0]:
            best = (score, bearer)
    return best[1] if best else _after(cast, gender, span)


def _genders(cast: Cast) -> dict[str, str | None]:
    return {p.name: p.gender for p in cast.everybody()}


def _people_before(cast: Cast, span: Span, here: int) -> Iterator[tuple[float, Bearer]]:
    quoted = cast.in_quotes(span.start)
    for naming in cast.namings:
        if naming.span.start >= span.start:
            return
        distance = here - cast.sentence(naming.span.start)
        if naming.person is None or distance > _FAR or not naming.person.credible:
            continue
        yield _weight(naming, naming.person, distance, quoted), naming.person.bearer()


def _weight(naming: Naming, person: Person, distance: int, quoted: bool) -> float:
    """Return how near a naming is as an antecedent: higher is nearer."""
    score = -0.9 * distance + 1.0 * naming.subject - 0.5 * naming.owned + 0.03 * min(person.count, 10)
    return score - 2.0 * (naming.quoted and not quoted)


def _speakers(cast: Cast, span: Span, said: Sequence[Said], here: int) -> Iterator[tuple[float, Bearer]]:
    for past in said[-4:]:
        distance = here - cast.sentence(past.at)
        single = past.bearer.kind == "group" and _is_one(past.bearer.name)
        if past.at < span.start and distance <= _FAR and (past.bearer.kind in {"person", "unknown"} or single):
            yield 1.5 - 0.8 * distance, past.bearer


def _is_one(words: str) -> bool:
    """Tell whether the words of a source mean one person ("a senior official")."""
    first, *others = words.split()
    return bare(first) in {"a", "an", "one", "another", "the"} and any(
        (w.islower() and is_role(w)) or bare(w) in {"man", "woman", "person", "boy", "girl"} for w in others[:4]
    )


def _after(cast: Cast, gender: str | None, span: Span) -> Bearer | None:
    for naming in cast.namings:
        near = naming.span.start > span.start and cast.sentence(naming.span.start) <= cast.sentence(span.start) + 2
        if near and naming.person and naming.person.credible and naming.person.gender in (None, gender):
            return naming.person.bearer()
    return None


def _thing(cast: Cast, pronoun: str, span: Span, said: Sequence[Said]) -> Bearer | None:
    """Return the body, state or group that an "it" or a "they" means."""
    here = cast.sentence(span.start)
    best: tuple[float, Bearer] | None = None
    for score, bearer in [*_things_before(cast, pronoun, span, here), *_past_things(cast, pronoun, span, said, here)]:
        if best is None or score >= best[0]:
            best = (score, bearer)
    return best[1] if best else None


def _things_before(cast: Cast, pronoun: str, span: Span, here: int) -> Iterator[tuple[float, Bearer]]:
    for naming in cast.namings:
        if naming.span.start >= span.start:
            return
        distance = here - cast.sentence(naming.span.start)
        if naming.bearer and distance <= 3 and (naming.subject or pronoun == "it"):
            yield -1.0 * distance + 1.0 * naming.subject - 2.0 * naming.owned - 2.0 * naming.quoted, naming.bearer


def _past_things(
    cast: Cast, pronoun: str, span: Span, said: Sequence[Said], here: int
) -> Iterator[tuple[float, Bearer]]:
    for past in said[-4:]:
        distance = here - cast.sentence(past.at)
        if past.at < span.start and distance <= _FAR and _agrees(past.bearer, pronoun):
            yield 1.5 - 0.8 * distance, past.bearer


def _agrees(bearer: Bearer, pronoun: str) -> bool:
    if bearer.kind in {"state", "body"}:
        return True
    singular = re.match(r"(?:the|a|an|one|its|this)\s", bearer.name, re.IGNORECASE) and not bearer.name.endswith("s")
    return bearer.kind == "group" and bool(singular) == (pronoun == "it")


def relative(cast: Cast, span: Span) -> Bearer | None:
    """Return whom a "who" or "which" follows: the name or the noun phrase right before it."""
    begins = cast.begins(span.start)
    before = cast.text[begins : span.start]
    for naming in reversed(cast.namings):
        if naming.span.end <= span.start:
            gap = cast.text[naming.span.end : span.start]
            if naming.span.start >= begins and re.fullmatch(r"(?:\s*\([^)]*\))?,?\s*|,[^;\"]{3,80},\s*", gap):
                found = naming.whom()
                return None if found and found.kind == "state" and cast.text[span.start : span.end] == "who" else found
            break
    phrase = _NOUN_PHRASE.search(before[-90:])
    words = _noun_phrase(phrase[1]) if phrase else ""
    return Bearer(words, "group") if words and words[-1].isalnum() else None


def _noun_phrase(words: str) -> str:
    from index.grammar import ARTICLES, FUNCTION, VERBS

    kept: list[str] = []
    for word in reversed(words.split()):
        plain = bare(word)
        if plain in ARTICLES or plain in {"some", "many", "most", "those", "these", "two", "several"}:
            return " ".join([word, *reversed(kept)])
        if (plain in FUNCTION and plain != "of") or plain in VERBS or word.endswith(","):
            break
        kept.append(word)
    return " ".join(reversed(kept))
