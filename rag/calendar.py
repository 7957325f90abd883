"""The dates in a text as the pattern of the calendar finds them, sought only where there can be one."""

from __future__ import annotations

import re
from functools import lru_cache

from index.periods import PERIOD

_CUE = re.compile(
    r"\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|month|year|decade|spring|summer|autumn|fall|winter",
    re.IGNORECASE,
)


@lru_cache(maxsize=32768)
def periods(text: str) -> tuple[re.Match[str], ...]:
    """Return the matches of the calendar's pattern in a text, in order."""
    return tuple(PERIOD.finditer(text)) if _CUE.search(text) else ()
