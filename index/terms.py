"""Words as the desk compares them: content words of a text, stemmed (Snowball English), and their weights."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from index.irregular import VERBS
from index.values import Span

_WORD = re.compile(r"\w+(?:[.'’&-]\w+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")
_STOP_WORDS = frozenset(
    """a about above after again against ago all also am among an and another any anybody anyone anything
    are aren't as at be became because become been before being below between both but by can can't
    could couldn't did didn't do does doesn't doing don't done down during each either else ever
    every few for from further get give given go going got had has hasn't have haven't having he her
    here hers herself him himself his how however i if in into is isn't it it's its itself just let
    like made make many may me might more most much must my myself near neither no nor not now of
    off on once one only or other others our ours out over own per please quite rather really same
    shall she should so some somebody someone something still such tell than that the their theirs
    them themselves then there these they thing things this those though through to too toward
    towards under until up upon us very via was wasn't we were weren't what what's whatever when
    where whether which while who who's whoever whom whose why will with within without won't would
    wouldn't yes yet you your yours i'm i've they're we're you're anything happen happened happening
    exactly actually know mean according regarding concerning article articles""".split()
)


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the lower-case Snowball stem of a word, a possessive ending taken off; of an irregular form its verb's."""
    bare = _POSSESSIVE.sub("", word.lower())
    bare = VERBS.get(bare, bare)
    return str(_stemmer().stemWord(bare)) or bare  # type: ignore[attr-defined]


def words(text: str) -> list[str]:
    """Return the words of a text as written, inner hyphens, dots and apostrophes kept."""
    return _WORD.findall(text)


def is_content(word: str) -> bool:
    """Tell whether a word carries content: not a function word, not a single letter."""
    return word.lower() not in _STOP_WORDS and (len(word) > 1 or word.isdigit())


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """Return the stems of every word of a text, of hyphenated words also the stems of their parts."""
    found = {stem(w) for w in words(text)}
    return frozenset(found | {stem(p) for w in words(text) if "-" in w for p in w.split("-") if p})


def content_spans(text: str) -> list[Span]:
    """Return where the content words of a text stand, in order."""
    return [Span(*m.span()) for m in _WORD.finditer(text) if is_content(m[0])]


def content_stems(text: str) -> list[str]:
    """Return the distinct stems of the content words of a text, in order."""
    return list(dict.fromkeys(stem(w) for w in words(text) if is_content(w)))


def weights(frequency: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return the inverse document frequency of each stem (Robertson and Zaragoza 2009, as BM25 has it)."""
    return {s: math.log(1 + (passages - n + 0.5) / (n + 0.5)) for s, n in frequency.items()}


def coverage(asked: Mapping[str, float], heard: frozenset[str]) -> float:
    """Return the share, by weight, of the asked stems that are heard; 1.0 when nothing is asked."""
    total = sum(asked.values())
    return sum(w for s, w in asked.items() if s in heard) / total if total else 1.0
