"""What a statement denies and its evidence asserts, or the other way round; and hedges that a statement drops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from index.opposites import FALSE, NEGATIONS, UNREAL, antonyms
from index.proposition import shown
from index.reporting import HEDGE_WORDS
from index.terms import is_content, stem
from rag.aligned import Aligned, Near, gist, tokens
from rag.reason import Reason

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|[,;:.!?()–—]")
_DENIERS = frozenset(
    stem(w)
    for w in """fail failed refuse refused decline deny denied denial reject rejected unable unwilling lack lacked
    without avoid stop cease dismiss refute rebut disprove debunk exclude prevent neglect barely hardly
    scarcely nowhere impossible""".split()
)
_KEEPERS = frozenset(
    map(stem, "keep keeps keeping kept bar block ban hinder discourage dissuade prohibit deter".split())
)
_PHRASES = frozenset((stem(verb), particle) for verb, particle in (("turn", "down"), ("rule", "out")))
_WIDE = frozenset(
    stem(w) for w in "deny denied denial reject dismiss refute rebut disprove debunk evidence proof".split()
)
_HOLLOW = frozenset("only just doubt question matter wonder less more merely simply least alone fewer".split())
_BREAKS = frozenset(", ; : . ! ? ( ) – — but and while although though because which who whereas".split())
_HEDGES = HEDGE_WORDS | frozenset(
    """alleged allege alleges rumored rumoured rumours rumors suspected suspects suspect believed believes thought
    thinks expected expects estimated estimates alleging claimed claims feared fears unconfirmed accused accuses
    possibility potential""".split()
)
_MONTH = re.compile(
    r"\b(?:in|of|on|since|until|by|from|last|next|this|late|early) May\b|\bMay (?=\d)|\d May\b", re.IGNORECASE
)
_STAGE = re.compile(
    r"\bstag(?:e|es|ing|ed) (?:the|this|that|an?) (?:\w+ ){0,2}(?:incident|attack|event|scene|massacre|crime|killing)\b"
)
_PLAINLY_NOT = re.compile(r"never|not|n't|nothing")
_REACH, _FOCUS = 7, 2
_ALIKE, _SURE, _COPIED, _LONGER = 0.5, 0.6, 0.8, 1.3


@dataclass(frozen=True, slots=True)
class Polarity:
    """``denied`` are the stems in the reach of an odd number of negations, ``heads`` the first of each of them.

    ``false`` and ``unreal``: it calls an account false, an event staged or invented.
    """

    denied: frozenset[str]
    heads: frozenset[str]
    false: bool
    unreal: bool


@lru_cache(maxsize=32768)
def polarity(text: str) -> Polarity:
    """Return what a sentence denies; a negation of a negation asserts."""
    marks = [t.lower().replace("’", "'") for t in _TOKEN.findall(text)]
    flips: dict[str, int] = {}
    heads: set[str] = set()
    for at, word in enumerate(marks):
        if _negates(marks, at):
            wide = stem(word) in _WIDE or "evidence" in marks[at + 1 : at + 3]
            heard = list(_reach(marks, at, wide))
            heads |= set(heard[: _FOCUS if wide else 1])
            for s in heard:
                flips[s] = flips.get(s, 0) + 1
    odd = frozenset(s for s, n in flips.items() if n % 2)
    return Polarity(odd, frozenset(heads) & odd, FALSE.search(text) is not None, _is_unreal(text))


def _is_unreal(text: str) -> bool:
    """Tell whether a text calls an event staged or invented; that something did not happen is a plain denial."""
    called = (m[0].lower().replace("’", "'") for m in UNREAL.finditer(text))
    return _STAGE.search(text) is not None or any(not _PLAINLY_NOT.match(words) for words in called)


def _negates(marks: list[str], at: int) -> bool:
    word = marks[at]
    if word in NEGATIONS or word.endswith("n't"):
        hollow = any(w in _HOLLOW or w[0].isdigit() for w in marks[at + 1 : at + 2])
        return not hollow and "until" not in _clause(marks, at)
    if (stem(word), "".join(marks[at + 1 : at + 2])) in _PHRASES:
        return True
    return stem(word) in _DENIERS or (stem(word) in _KEEPERS and _keeps_from(_clause(marks, at)))


def _clause(marks: list[str], at: int) -> list[str]:
    """Return the words after one, up to what ends its clause. "Not X until Y" only says when."""
    ahead = marks[at + 1 : at + 1 + 2 * _REACH]
    return list(takewhile(lambda word: word not in _BREAKS, ahead))


def _keeps_from(ahead: list[str]) -> bool:
    """Tell whether words go on as in "keep them from leaving"."""
    return any(word == "from" and after.endswith("ing") for word, after in pairwise(ahead))


def _reach(marks: list[str], at: int, wide: bool) -> Iterator[str]:
    """Yield the stems of the content words that a negation reaches, in order, those that negate themselves left out."""
    heard = 0
    for word in marks[at + 1 : at + 1 + (3 * _REACH if wide else 2 * _REACH)]:
        if word in _BREAKS and not (wide and word == "and"):
            return
        if word[0].isalpha() and is_content(word) and stem(word) not in _DENIERS:
            yield stem(word)
            heard += 1
        if heard >= _REACH:
            return


# ---------------------------------------------------------------------------------------------------------- negation


def negation_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason if the evidence denies what the sentence asserts, asserts what it denies, or says its opposite."""
    for near in pair.near[:2]:
        if near.share >= _ALIKE and (found := _denial(pair.sentence, near) or _opposite(pair.sentence, near)):
            yield found
            return


def _denial(sentence: str, near: Near) -> Reason | None:
    mine, theirs = polarity(sentence), polarity(near.text)
    if mine.false != theirs.false and near.share >= _SURE:
        side = ("the statement", "the evidence") if mine.false else ("the evidence", "the statement")
        return Reason("negation", f"{side[0]} calls it false, {side[1]} does not", against=True)
    if (mine.unreal != theirs.unreal) and not mine.false:
        side = ("the statement", "the evidence") if mine.unreal else ("the evidence", "the statement")
        return Reason("negation", f"{side[0]} calls it staged or invented, {side[1]} does not", against=True)
    common = gist(sentence) & gist(near.text)
    if here := common & mine.heads - theirs.denied:
        words = shown(sentence, here)
        return Reason("negation", f"the statement denies what the evidence asserts: {words}", against=True)
    if there := common & theirs.heads - mine.denied:
        words = shown(near.text, there)
        return Reason("negation", f"the statement asserts what the evidence denies: {words}", against=True)
    return _one_negates(sentence, near) if _is_copy(sentence, near) else None


def _is_copy(sentence: str, near: Near) -> bool:
    """Tell whether two sentences have all but the same words, with not much else in the evidence."""
    return near.copied >= _COPIED and len(tokens(near.text)) <= _LONGER * len(tokens(sentence)) + 1


def _one_negates(sentence: str, near: Near) -> Reason | None:
    mine, theirs = negations(sentence), negations(near.text)
    if (mine - theirs) % 2 == 0:
        return None
    side = ("the statement", "the evidence") if mine > theirs else ("the evidence", "the statement")
    return Reason("negation", f"{side[0]} denies what {side[1]} says in the same words", against=True)


@lru_cache(maxsize=16384)
def negations(text: str) -> int:
    """Return how many words of a text deny something."""
    marks = [t.lower().replace("’", "'") for t in _TOKEN.findall(text)]
    return sum(_negates(marks, at) for at in range(len(marks)))


def _opposite(sentence: str, near: Near) -> Reason | None:
    """Return the reason that one word is the opposite of one in its place, in almost the same words."""
    a, b, table = gist(sentence), gist(near.text), antonyms()
    clash = [s for s in a - b if table.get(s, frozenset()) & (b - a)]
    if len(clash) != 1 or polarity(sentence).denied or polarity(near.text).denied:
        return None
    if len(a & b) < _SURE * max(1, len(a) - 1):
        return None
    words = shown(sentence, frozenset(clash)), shown(near.text, table[clash[0]] & (b - a))
    return Reason("negation", f"the statement says “{words[0]}”, the evidence “{words[1]}”", against=True)


# ------------------------------------------------------------------------------------------------------------- hedges


def hedge_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason if the sentence says plainly what the evidence says may be, or is only alleged."""
    near = pair.best
    if near.share < _SURE or hedges(pair.sentence):
        return
    if any(n.share >= near.share - 0.1 and not hedges(n.text) for n in pair.near[1:]):
        return
    copied = _is_copy(pair.sentence, near)
    found = [(word, after) for word, after in hedges(near.text) if copied or after & gist(pair.sentence)]
    if found:
        yield Reason("hedge", f"the evidence says “{found[0][0]}”, the statement says it plainly")


@lru_cache(maxsize=32768)
def hedges(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the hedges of a sentence as written, each with the stems of the content words around it."""
    plain = _MONTH.sub(" ", text)
    written = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain)
    found = []
    for at, word in enumerate(written):
        if word.lower() in _HEDGES and not (word == "May" and at):
            after = [stem(w) for w in written[at + 1 : at + 5] if is_content(w)][:1]
            before = [stem(w) for w in written[max(0, at - 1) : at] if is_content(w) and word.endswith("ly")]
            found.append((word, frozenset(after + before)))
    return tuple(found)
