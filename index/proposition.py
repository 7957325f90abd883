"""What a content says, taken apart for comparison: its words, names and numbers, what it denies, how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.grammar import FUNCTION, REQUESTS, SAYING, TITLES, WORD, bare
from index.numbers import Count, counts
from index.opposites import FALSE, HOLLOW, NEGATIONS, TRACES, UNREAL
from index.places import fold, is_listed, states
from index.terms import content_stems, stem

_MODAL = re.compile(
    r"\b(?:will|would|could|may|might|should|must|shall|going to|likely|ought|[a-z]+[’']ll)\b"
    r"|\b(?:could|should|would)n[’']t",
    re.IGNORECASE,
)
_OPEN = re.compile(r"^\W*(?:whether|if|why|how|who|what|when|where|to)\b|\?\W*$|\bunless\b|\bif\b", re.IGNORECASE)
_BREAK = re.compile(r"[,.;:!?()–—…]|\b(?:but|and|while|although|though|because|that|who|which)\b", re.IGNORECASE)
_WEEK = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)
_PLACE = re.compile(
    r"\b(?:(?:in|at|near|around|outside|inside|held)|(?:attacks?|strikes?|raids?|assaults?) (?:on|in|at|of)"
    r"|(?:town|city|province|village|district|island|port) of)\s+(?:the\s+)?"
    r"([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})"
)
_CONTRAST = re.compile(r"^[^.;:!?]*\bbut\b", re.IGNORECASE)
_PLAIN = FUNCTION | REQUESTS | SAYING | TITLES | _WEEK
_QUOTED = re.compile(r"[\"“]([^\"“”]{4,120})[\"”]")
_REACH = 3


@dataclass(frozen=True, slots=True)
class Proposition:
    """A content taken apart. ``named`` are those of ``stems`` that write the ``names``.

    ``quotes`` are the quoted phrases of two words or more, in lower case. ``negated`` says that it has any word of
    negation; ``denials`` holds for each the stems of what it denies, the nearest first. ``unreal`` says that an event
    is called staged or said not to have happened, ``false`` that an account is called a lie. ``modal`` is what will,
    would or may be; ``open`` a question or a condition, which asserts nothing.
    """

    stems: frozenset[str]
    names: frozenset[str]
    named: frozenset[str]
    counts: tuple[Count, ...]
    denials: tuple[tuple[str, ...], ...]
    quotes: frozenset[str]
    negated: bool
    unreal: bool
    false: bool
    modal: bool
    open: bool

    @property
    def gist(self) -> frozenset[str]:
        """The stems, those of names replaced by the names, so that "Syrian" and "Damascus" meet in "Syria"."""
        return (self.stems - self.named) | self.names

    @property
    def denied(self) -> frozenset[str]:
        """The stems of all that is denied."""
        return frozenset(s for one in self.denials for s in one)


@lru_cache(maxsize=16384)
def read(text: str) -> Proposition:
    """Return the proposition that ``text`` makes."""
    return Proposition(
        stems=frozenset(s for s in content_stems(text) if not s[0].isdigit()),
        names=names(text),
        named=frozenset(stem(w) for run in _runs(text) for w in WORD.findall(run)),
        counts=counts(text),
        denials=tuple(_denials(text)),
        quotes=frozenset(q for q in (m[1].strip(" ,.").lower() for m in _QUOTED.finditer(text)) if " " in q),
        negated=any(_is_negation(w) for w in WORD.findall(text)),
        unreal=UNREAL.search(text) is not None,
        false=FALSE.search(text) is not None,
        modal=_MODAL.search(text) is not None,
        open=_OPEN.search(text) is not None,
    )


def _denials(text: str) -> Iterator[tuple[str, ...]]:
    for match in WORD.finditer(text):
        after = text[match.end() : match.end() + 80]
        if _is_negation(match[0]) and not _CONTRAST.search(after):
            end = _BREAK.search(after.lstrip(" ,"))
            if found := _focus(after.lstrip(" ,")[: end.start() if end else None]):
                yield found


def _is_negation(word: str) -> bool:
    return word.lower().replace("’", "'") in NEGATIONS


def _focus(after: str) -> tuple[str, ...]:
    """Return the stems of the first content words after a negation; none if it is hollow ("no evidence that …")."""
    heard = [w for w in WORD.findall(after) if w.lower() not in TRACES]
    if any(w.lower() in HOLLOW for w in heard[:2]):
        return ()
    found = tuple(content_stems(" ".join(heard)))[:_REACH]
    return found if set(found) - _vague() else ()


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    """Return the stems that are denied of anything: "did not show", "does not know"."""
    return frozenset(stem(w) for w in REQUESTS | SAYING)


@lru_cache(maxsize=16384)
def names(text: str) -> frozenset[str]:
    """Return the names in ``text``: states by their first name in the table, whatever they are called; others folded.

    A seat of government gives its state too, since it is often what is meant.
    """
    found: set[str] = set()
    for run in _runs(text):
        words = WORD.findall(run)
        if is_listed(run):
            found |= _listed(run)
        else:
            found |= {n for w in words for n in (_listed(w) if is_listed(w) else {fold(bare(w)).casefold()})}
    return frozenset(found)


@lru_cache(maxsize=16384)
def places(text: str) -> frozenset[str]:
    """Return the names in ``text`` that stand where places do: "in Douma", "the attack on Douma", "near Idlib"."""
    return frozenset(n for match in _PLACE.finditer(text) for n in names(f"the {match[1]}"))


def _listed(name: str) -> set[str]:
    named = {place.name for place in states(name)}
    return named or {fold(bare(name)).casefold(), *(place.name for place in states(name, seats=True))}


def _runs(text: str) -> Iterator[str]:
    """Yield the runs of capitalised words; a first word only where it is no plain word or goes on in capitals."""
    for match in re.finditer(r"(?<![\w’'])[A-Z][\w’'.-]*(?:[ ][A-Z][\w’'-]*)*", text):
        written = match[0].split()
        words = written if is_listed(match[0]) else [w for w in written if bare(w.strip(".")) not in _PLAIN]
        first = not text[max(0, match.start() - 8) : match.start()].strip(" \"“‘'(…")[-1:].strip(".!?:")
        alone = len(words) == 1 and first and not is_listed(words[0]) and not words[0].isupper()
        if words and not alone:
            yield " ".join(w.rstrip(".") if w.count(".") == 1 else w for w in words)


def shown(text: str, wanted: frozenset[str], most: int = 4) -> str:
    """Return the words of ``text`` whose stems are wanted, as written, in order, for a reader."""
    words = dict.fromkeys(w for w in WORD.findall(text) if stem(w) in wanted)
    return ", ".join(list(words)[:most])
