"""Mutation tests: good sentences of real articles, and what news gets wrong about them, one kind of mistake a mutant.

Each mutator is written without the checks that it tests, so that both cannot be blind to the same thing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.mutation_words import (
    AUXILIARIES,
    CUES,
    DATES,
    HEDGES,
    INNOCENT,
    MONTHS,
    NUMBER_WORDS,
    REWORDINGS,
)
from index.places import fold, states
from index.terms import content_stems

Kind = Literal["claimant", "near_claimant", "negation", "number", "date", "hedge", "name", "place", "citation"]
KINDS: tuple[Kind, ...] = (
    "claimant",
    "near_claimant",
    "negation",
    "number",
    "date",
    "hedge",
    "name",
    "place",
    "citation",
)
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w-]*(?:[’'](?!s\b)\w+)?)"
_NAME = rf"{_WORD}(?: (?:(?:of|of the|al|de|von|van|bin) |al-)?{_WORD})*"
_RUN = re.compile(rf"(?<![\w.’'-])(?:{_NAME})")
_SPEAKER = re.compile(
    rf"(?P<before>{_NAME})(?:,[^,.;“”\"]{{3,60}},)?\s+(?:{CUES})\b|[Aa]ccording to (?P<after>{_NAME})"
)
_DIGITS = re.compile(r"(?<![\w.,:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/-])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
_DATE = re.compile(rf"\b(?:{'|'.join(DATES)}|(?:19|20)\d\d)\b")
_MONTH_BEFORE = re.compile(rf"(?:{'|'.join(MONTHS)})\.?\s+$")
_MONTH_AFTER = re.compile(rf"\s+(?:{'|'.join(MONTHS)})\b")
_NOT = re.compile(r"\b(?:does|do|did)\s+not\s+|\bnot\s+|n[’']t\b")
_AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES})\b(?!\s+(?:not|never|no)\b)(?=\s+[a-z])")
_NEGATIVE = re.compile(r"\b(?:no|nor|neither|nobody|nothing|none|never|without|unclear)\b", re.IGNORECASE)
_OFF_TOPIC = 0.5
_NEAR_CITED = 0.15


@dataclass(frozen=True, slots=True)
class Good:
    """A sentence beside the passage that carries it, and everybody who speaks there."""

    id: str
    text: str
    evidence: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mutant:
    """A good sentence with one thing wrong. ``evidence`` is what it cites: another passage, where that is wrong."""

    kind: Kind
    good: Good
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Pool:
    """What to swap in: names of people and bodies, places, speakers, and passages of the same corpus."""

    names: tuple[str, ...]
    places: tuple[str, ...]
    speakers: tuple[str, ...]
    passages: tuple[str, ...]


def pick(options: Sequence[str], seed: str) -> str | None:
    """Return one of the options, the same for the same seed on every machine; None of none."""
    return min(options, key=lambda o: hashlib.sha256(f"{seed}|{o}".encode()).digest(), default=None)


def names_in(text: str) -> list[str]:
    """Return runs of capitalised words, in order, but for a sentence's own first word."""
    runs = [m for m in _RUN.finditer(text) if m.start() or m[0].split()[0] in INNOCENT]
    found = (_plain(m[0]) for m in runs)
    return [name for name in found if name and name not in DATES]


def _plain(name: str) -> str:
    """Return a run of capitalised words without those before it that name nobody ("In New York")."""
    words = name.split()
    while words and words[0] in INNOCENT:
        words.pop(0)
    return " ".join(words)


def is_place(name: str) -> bool:
    """Tell if a name is that of a state."""
    return bool(states(name))


def speakers_in(text: str) -> list[str]:
    """Return who is said to speak, as written."""
    found = (m["before"] or m["after"] for m in _SPEAKER.finditer(text))
    return [name for name in found if name.split()[0] not in INNOCENT]


def pool_of(passages: Sequence[str]) -> Pool:
    """Return what the passages offer to swap in."""
    names = sorted({name for text in passages for name in names_in(text)})
    spoken = sorted({name for text in passages for name in speakers_in(text)})
    people = tuple(name for name in names if not is_place(name) and " " in name)
    return Pool(people, tuple(n for n in names if is_place(n)), tuple(s for s in spoken if " " in s), tuple(passages))


def rewordings(good: Good) -> Iterator[Good]:
    """Yield the sentence as it is, and in other words that mean the same."""
    yield good
    for number, (pattern, other) in enumerate(REWORDINGS):
        match = pattern.search(good.text)
        if match and not _is_quoted(good.text, match.start()):
            text = _put(good.text, match.span(), match.expand(other))
            yield Good(f"{good.id}~{number}", text, good.evidence, good.speakers)


def _is_quoted(text: str, at: int) -> bool:
    """Tell if a place lies between quotation marks."""
    return text[:at].count('"') % 2 == 1 or text[:at].count("“") > text[:at].count("”")


def mutants(good: Good, pool: Pool) -> Iterator[Mutant]:
    """Yield at most one mutant of each kind that the sentence allows."""
    for kind, mutate in _MUTATORS.items():
        text = mutate(good, pool)
        if text and text != good.text:
            yield Mutant(kind, good, text, good.evidence)
    other = _elsewhere(good, pool)
    if other:
        yield Mutant("citation", good, good.text, other)


def _claimant(good: Good, pool: Pool) -> str | None:
    return _speaker_swapped(good, [s for s in pool.speakers if not _is_in(s, good.evidence)])


def _near_claimant(good: Good, _: Pool) -> str | None:
    own = {fold(word) for name in speakers_in(good.text) for word in name.split()}
    # Of two names of a state or of its people ("Moscow", "Lavrov") one may speak for the other.
    if any(states(name, seats=True) for name in speakers_in(good.text)):
        return None
    people = [s for s in good.speakers if not is_place(s) and not own & {fold(word) for word in s.split()}]
    return _speaker_swapped(good, people)


def _speaker_swapped(good: Good, others: Sequence[str]) -> str | None:
    match = _SPEAKER.search(good.text)
    if not match or (match["before"] or match["after"]).split()[0] in INNOCENT:
        return None
    group = "before" if match["before"] else "after"
    other = pick(others, good.text)
    return _put(good.text, match.span(group), other) if other else None


def _is_in(name: str, text: str) -> bool:
    """Tell if any word of the name is in the text."""
    folded = fold(text)
    return any(fold(word) in folded for word in name.split() if len(word) > 2)


def _negation(good: Good, _: Pool) -> str | None:
    if match := _NOT.search(good.text):
        return _put(good.text, match.span(), "")
    match = _AUXILIARY.search(good.text)
    if not match or _NEGATIVE.search(good.text[: match.start()]):
        return None
    return _put(good.text, match.span(), f"{match[0]} not")


def _number(good: Good, _: Pool) -> str | None:
    for match in _DIGITS.finditer(good.text):
        before, after = good.text[: match.start()], good.text[match.end() :]
        if not (_YEAR.fullmatch(match[0]) or _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
            return _put(good.text, match.span(), _other_number(match[0]))
    word = _NUMBER_WORD.search(good.text)
    return _put(good.text, word.span(), NUMBER_WORDS[word[0]]) if word else None


def _other_number(digits: str) -> str:
    whole, point, part = digits.partition(".")
    value = int(whole.replace(",", ""))
    return f"{value * 2 + 3:,}{point}{part}" if "," in whole else f"{value * 2 + 3}{point}{part}"


def _date(good: Good, _: Pool) -> str | None:
    match = _DATE.search(good.text)
    if not match:
        return None
    return _put(good.text, match.span(), DATES.get(match[0]) or str(int(match[0]) - 3))


def _hedge(good: Good, _: Pool) -> str | None:
    found = ((pattern.search(good.text), plain) for pattern, plain in HEDGES)
    return next((_put(good.text, m.span(), m.expand(plain)) for m, plain in found if m), None)


def _name(good: Good, pool: Pool) -> str | None:
    spoken = set(speakers_in(good.text))
    return _swapped(good, [n for n in names_in(good.text) if not states(n, seats=True) and n not in spoken], pool.names)


def _place(good: Good, pool: Pool) -> str | None:
    spoken = set(speakers_in(good.text))
    names = [n for n in names_in(good.text) if is_place(n) and n not in spoken]
    here = {state for n in names_in(good.evidence) for state in states(n, seats=True)}
    return _swapped(good, names, [p for p in pool.places if not here & set(states(p))])


def _swapped(good: Good, names: Sequence[str], others: Sequence[str]) -> str | None:
    other = pick([o for o in others if not _is_in(o, good.evidence)], good.text)
    if not names or not other:
        return None
    at = good.text.index(names[0], 1)
    return _put(good.text, (at, at + len(names[0])), other)


def _elsewhere(good: Good, pool: Pool) -> str | None:
    """Return the passage nearest to the sentence among those that do not hold half of its words."""
    wanted = set(content_stems(good.text))
    shares = [(len(wanted & set(content_stems(p))) / max(1, len(wanted)), p) for p in pool.passages]
    near = [(share, p) for share, p in shares if _NEAR_CITED <= share < _OFF_TOPIC and good.text not in p]
    return max(near)[1] if near else None


def _put(text: str, span: tuple[int, int], words: str) -> str:
    """Return the text with other words at a span, without double spaces and with its first letter as it was."""
    made = re.sub(r" {2,}", " ", f"{text[: span[0]]}{words}{text[span[1] :]}").strip()
    return made[:1].upper() + made[1:] if text[:1].isupper() else made


_MUTATORS: dict[Kind, Callable[[Good, Pool], str | None]] = {
    "claimant": _claimant,
    "near_claimant": _near_claimant,
    "negation": _negation,
    "number": _number,
    "date": _date,
    "hedge": _hedge,
    "name": _name,
    "place": _place,
}
