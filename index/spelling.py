"""Other spellings of one name: transliterations and slips, and the words behind an acronym."""

from __future__ import annotations

import re
from functools import lru_cache

from index.places import fold


def is_same_spelling(one: str, other: str) -> bool:
    """Return whether two words of six letters or more may spell one name.

    They begin alike and differ by one edit after the usual transliterations (two edits from nine letters on).
    """
    a, b = _skeleton(one), _skeleton(other)
    if min(len(one), len(other)) < 6 or a[0] != b[0]:
        return a == b
    return _distance(a, b) <= (2 if min(len(a), len(b)) >= 9 else 1)


def _skeleton(word: str) -> str:
    small = fold(word).casefold()
    for many, one in (("kh", "h"), ("ph", "f"), ("ck", "k"), ("y", "i"), ("j", "i"), ("w", "v")):
        small = small.replace(many, one)
    return re.sub(r"(.)\1", r"\1", small)


def _distance(a: str, b: str) -> int:
    if abs(len(a) - len(b)) > 2:
        return 3
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


@lru_cache(maxsize=1024)
def expansion(acronym: str) -> re.Pattern[str] | None:
    """Return a pattern for the words that ``acronym`` (three to six capitals) abbreviates.

    Each letter begins a word; from four letters on, one may sit inside ("SouthEast" in ASEAN).
    """
    if not re.fullmatch(r"[A-Z]{3,6}", acronym):
        return None
    gap = r"\w+[\s-](?:(?:of|for|the|and|on|in|to|de|des|du)\s)*"
    ways = [gap.join(acronym)]
    for i in range(1, len(acronym) if len(acronym) > 3 else 0):
        ways.append(gap.join([*acronym[: i - 1], acronym[i - 1] + r"\w+?" + acronym[i].lower(), *acronym[i + 1 :]]))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})\w+")
