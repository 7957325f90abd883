"""What the spellings of one name in Latin letters share: "Zelensky" and "Zelenskyy", "Lavrov" and "Lavroff"."""

from __future__ import annotations

import re
from functools import lru_cache

from index.places import fold

_ALIKE = (("kh", "h"), ("ph", "f"), ("ck", "k"), ("zh", "j"), ("y", "i"), ("j", "i"), ("w", "v"), ("ff", "v"))


@lru_cache(maxsize=65536)
def romanised(name: str) -> str:
    """Return a name folded to what its usual transliterations have in common."""
    plain = fold(name).casefold()
    for many, one in _ALIKE:
        plain = plain.replace(many, one)
    return re.sub(r"(.)\1", r"\1", re.sub(r"f\b", "v", plain))


@lru_cache(maxsize=65536)
def consonants(name: str) -> str:
    """Return the first letter and the later consonants of a romanised name: equal for most slips in vowels too."""
    plain = romanised(name)
    return plain[:1] + re.sub(r"[^a-z]|[aeiou]", "", plain[1:]).replace("h", "").replace("f", "v")
