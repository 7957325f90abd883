"""Numbers as they are written, in digits or words, read from the marks of a text: value, precision, range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.values import Span

Sort = Literal["plain", "percent", "money", "ordinal", "score"]
Mark = tuple[str, Span]

_TOKEN = re.compile(
    r"\d+(?:, ?\d{3}(?!\d))*(?:\.\d+|\.\s\d+(?=\s?(?:%|per\b|[mb]illion|[mb]n\b)))?"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]"
)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
UNITS = {word: float(n) for n, word in enumerate(_ONES)}
UNITS |= {w: 10.0 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT = {"k": 1e3, "mn": 1e6, "bn": 1e9, "tn": 1e12, "m": 1e6, "b": 1e9}
_VAGUE = {"dozens": (20, 200), "scores": (40, 200), "hundreds": (200, 2e3), "thousands": (1e3, 2e5)}
_VAGUE |= {"millions": (1e6, 1e9), "billions": (1e9, 1e12), "tens": (20, 100)}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
ORDINALS = {word: float(n) for n, word in enumerate(_ORDINALS, 1)}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS |= {"halves": 2, "thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
_IMPLIED = {"both": 2.0, "pair": 2.0, "couple": 2.0, "duo": 2.0, "twins": 2.0, "twice": 2.0, "double": 2.0}
_IMPLIED |= {"trio": 3.0, "triple": 3.0, "single": 1.0, "sole": 1.0, "decade": 10.0, "century": 100.0}
_STARTS = frozenset((*UNITS, *_VAGUE, *ORDINALS, *_IMPLIED, "a", "an", "half"))
CURRENCY = {"$": "$", "£": "£", "€": "€", "¥": "¥", "dollar": "$", "usd": "$", "pound": "£", "euro": "€", "yen": "¥"}
_TIMES = frozenset("minute hour day week month year decade century".split())
_DASHES = "-–—"


@dataclass(frozen=True, slots=True)
class Read:
    """A number read from tokens: ``step`` is the place of its last digit that counts, ``end`` the next token."""

    value: float
    step: float
    end: int
    sort: Sort = "plain"
    low: float | None = None
    high: float | None = None
    implied: bool = False


def marks_of(text: str) -> list[Mark]:
    """Return the words, numbers and signs of a text with where they stand."""
    return [(m[0], Span(*m.span())) for m in _TOKEN.finditer(text)]


def read(text: str, marks: Sequence[Mark], at: int) -> Read | None:
    """Return the number that begins at mark ``at``, None if none does."""
    word = marks[at][0].lower()
    if not (word in _STARTS or word[0].isdecimal()):
        return None
    if word[0].isdecimal():
        one = None if _is_in_name(text, marks[at][1]) else _digits(marks, at)
    elif word[0].isascii() and marks[at][0].istitle() and not _opens(text, marks[at][1].start):
        one = None  # "the Group of Seven"
    else:
        one = _share(marks, at) or _cardinal(marks, at) or _vague(marks, at) or _single(marks, at)
    return _range(marks, at, one) if one and one.sort == "plain" and not one.implied else one


def _opens(text: str, start: int) -> bool:
    """Tell whether a sentence, a quotation or a line begins here."""
    return text[max(0, start - 3) : start].strip(" \n")[-1:] in ("", ".", "!", "?", ":", '"', "“", "‘", "'", "`")


def _is_in_name(text: str, span: Span) -> bool:
    """Tell whether digits are part of a name or a clock time ("F-16", "COVID-19", "10:30")."""
    before = text[max(0, span.start - 2) : span.start]
    after = text[span.end : span.end + 2]
    joined = (
        before[-1:].isalpha() or before[-1:] == "_" or (len(before) == 2 and before[1] == "-" and before[0].isalpha())
    )
    return joined or before[-1:] == ":" or (after[:1] == ":" and after[1:].isdecimal())


def _digits(marks: Sequence[Mark], at: int) -> Read:
    written, span = marks[at]
    plain = re.sub(r"[,\s]", "", written)
    value, step = float(plain[:30]), 10.0 ** -len(plain.partition(".")[2][:12])
    if value >= 1000 and "." not in plain:
        step = 10.0 ** (len(plain) - len(plain.rstrip("0")))
    after = marks[at + 1][0].lower() if at + 1 < len(marks) else ""
    touching = at + 1 < len(marks) and marks[at + 1][1].start == span.end
    if after in ("st", "nd", "rd", "th") and touching:
        return Read(value, 1, at + 2, "ordinal")
    money = at > 0 and marks[at - 1][0] in CURRENCY
    if after in _SHORT and (money or touching) and (money or after not in ("m", "b")):
        return Read(value * _SHORT[after], step * _SHORT[after], at + 2)
    end, scale = _scaled(marks, at + 1)
    return Read(value * scale, step * scale, end)


def _scaled(marks: Sequence[Mark], at: int) -> tuple[int, float]:
    """Return where the words of scale from ``at`` on end, and their product."""
    skip = int(at < len(marks) and marks[at][0] in _DASHES)
    scale = 1.0
    while at + skip < len(marks) and marks[at + skip][0].lower() in SCALES:
        scale *= SCALES[marks[at + skip][0].lower()]
        at, skip = at + skip + 1, 0
    return at, scale


def _cardinal(marks: Sequence[Mark], at: int) -> Read | None:
    """Return the number in words that begins here ("two hundred and twelve", "a dozen", "thirty-five")."""
    total, current, step, begun = 0.0, 0.0, 1.0, False
    if marks[at][0].lower() in ("a", "an") and at + 1 < len(marks) and marks[at + 1][0].lower() in SCALES:
        current, begun, at = 1.0, True, at + 1
    while at < len(marks):
        word = marks[at][0].lower()
        if word in UNITS and (current % 100 == 0 or (current % 10 == 0 and 0 < UNITS[word] < 10)):
            current, step, begun = current + UNITS[word], 1.0, True
        elif word in SCALES and begun:
            current, step = max(current, 1.0) * SCALES[word], step * SCALES[word]
            total, current = (total + current, 0.0) if SCALES[word] >= 1000 else (total, current)
        elif begun and word == "and" and [m[0].lower() for m in marks[at + 1 : at + 3]] == ["a", "half"]:
            current, step, at = current + 0.5, 0.1, at + 2
        elif not (begun and word in ("-", "and") and _goes_on(marks, at, total + current)):
            break
        at += 1
    return Read(total + current, step, at) if begun else None


def _goes_on(marks: Sequence[Mark], at: int, so_far: float) -> bool:
    """Tell whether "-" or "and" stands inside a number in words."""
    after = marks[at + 1][0].lower() if at + 1 < len(marks) else ""
    if marks[at][0] == "-":
        return so_far > 0 and (after in UNITS or after in SCALES)
    return so_far >= 100 and so_far % 100 == 0 and after in UNITS


def _share(marks: Sequence[Mark], at: int) -> Read | None:
    """Return a fraction as a percentage: "half", "two-thirds", "a quarter of"."""
    word = marks[at][0].lower()
    ahead = [m[0].lower() for m in marks[at + 1 : at + 4]]
    if word == "half":
        return _half(marks, at, ahead)
    skip = 1 if ahead[:1] == ["-"] else 0
    part = ahead[skip : skip + 1]
    if not part or part[0] not in _PARTS or part == ["half"]:
        return None
    many = UNITS.get(word, 0.0)
    if (word in ("a", "one") and ahead[skip + 1 : skip + 2] == ["of"]) or (many > 1 and part[0].endswith("s")):
        return Read(100 * max(1.0, many) / _PARTS[part[0]], 2, at + 2 + skip, "percent")
    return None


def _half(marks: Sequence[Mark], at: int, ahead: Sequence[str]) -> Read | None:
    """Return "half": of a length of time or a scale a number ("half an hour", "half a million"), else a percentage."""
    of_one = len(ahead) > 1 and ahead[0] in ("a", "an", "-")
    if of_one and ahead[1] in SCALES:
        end, scale = _scaled(marks, at + 2)
        return Read(scale / 2, scale / 10, end)
    if of_one and ahead[1] in _TIMES:
        return Read(0.5, 0.1, at + 2)
    return None if ahead[:1] == ["-"] else Read(50.0, 1, at + 1, "percent")


def _vague(marks: Sequence[Mark], at: int) -> Read | None:
    word = marks[at][0].lower()
    if word not in _VAGUE:
        return None
    ahead = [m[0].lower() for m in marks[at + 1 : at + 3]]
    scale = {"thousands": 1e3, "millions": 1e6, "billions": 1e9}.get(ahead[1] if len(ahead) > 1 else "", 0.0)
    if ahead[:1] == ["of"] and scale:
        low, high = {"tens": (10.0, 200.0), "hundreds": (100.0, 2e3)}.get(word, (1.0, 2e3))
        return Read(low * scale, 1, at + 3, "plain", low * scale, high * scale)
    low, high = _VAGUE[word]
    return None if word in ("tens", "scores") and ahead[:1] != ["of"] else Read(low, 1, at + 1, "plain", low, high)


def _single(marks: Sequence[Mark], at: int) -> Read | None:
    word = marks[at][0].lower()
    if word in ORDINALS:
        return Read(ORDINALS[word], 1, at + 1, "ordinal")
    return Read(_IMPLIED[word], 1, at + 1, implied=True) if word in _IMPLIED else None


def _range(marks: Sequence[Mark], at: int, one: Read) -> Read:
    """Return a number with the one that ends its range or score: "40 to 50", "between 40 and 50", "3-1"."""
    if one.end + 1 >= len(marks) or one.low is not None:
        return one
    link, before = marks[one.end][0].lower(), marks[at - 1][0].lower() if at else ""
    dash = link in _DASHES
    if not (dash or (link == "to" and before != "from") or (link == "and" and before == "between")):
        return one
    after = one.end + 1 + int(marks[one.end + 1][0] in CURRENCY)
    other = _digits(marks, after) if after < len(marks) and marks[after][0][0].isdecimal() else None
    other = other or (_cardinal(marks, after) if after < len(marks) else None)
    if other is None or other.sort != "plain":
        return one
    if dash and max(one.value, other.value) < 200 and one.value >= other.value:
        return Read(one.value * 1000 + other.value, 0, other.end, "score")
    scale = max(1.0, other.step) / max(1.0, one.step) if other.step >= 1000 > one.step else 1.0
    low, high = one.value * scale, other.value
    return Read(low, one.step, other.end, "plain", low, high) if low < high else one
