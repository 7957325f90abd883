"""How words are compared in the evals: the same folding for gold words, quotes and rewrites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"\u00ad": ""}
)
_WORD = re.compile(r"\w+(?:['.,]\w+)*")


def fold(text: str) -> str:
    """Return ``text`` in NFKC, case-folded, with plain quotes and dashes and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold().split())


def holds(text: str, words: str) -> bool:
    """Tell if the folded ``text`` contains the folded ``words``; empty words are in nothing."""
    needle = fold(words)
    return bool(needle) and needle in fold(text)


def holds_any(text: str, alternatives: Iterable[str]) -> bool:
    """Tell if ``text`` contains at least one of the ``alternatives``."""
    return any(holds(text, words) for words in alternatives)


def tokens(text: str) -> list[str]:
    """Return the folded words of ``text``, with numbers such as ``1,200`` and ``3.5`` in one piece."""
    return _WORD.findall(fold(text))


def every_group(groups: Sequence[Sequence[str]], texts: Sequence[str]) -> bool:
    """Tell if each group has an alternative that lies wholly inside one of ``texts``."""
    return all(any(holds_any(text, group) for text in texts) for group in groups)
