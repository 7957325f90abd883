"""The words that mutants are made with."""

from __future__ import annotations

import re

CUES = (
    "said|says|told|tells|claimed|claims|denied|denies|warned|warns|added|adds|called|calls|accused|accuses|insisted|"
    "insists|argued|argues|announced|stated|urged|condemned|rejected|promised|confirmed|suggested|vowed"
)
AUXILIARIES = "is|are|was|were|will|would|has|have|had|can|should|must"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
DATES = {day: _WEEKDAYS[(n + 3) % 7] for n, day in enumerate(_WEEKDAYS)} | {
    month: MONTHS[(n + 5) % 12] for n, month in enumerate(MONTHS) if month != "May"
}
NUMBER_WORDS = {
    "two": "five",
    "three": "eight",
    "four": "nine",
    "five": "two",
    "six": "eleven",
    "seven": "three",
    "eight": "four",
    "nine": "six",
    "ten": "four",
    "eleven": "seven",
    "twelve": "nine",
    "twenty": "sixty",
    "thirty": "ninety",
    "forty": "seventy",
    "fifty": "eighty",
    "hundreds": "thousands",
    "thousands": "dozens",
    "million": "billion",
    "billion": "million",
    "half": "a tenth",
}
# Before "could", these make it an ability or part of a wider hedge.
_NO_HEDGE = "[Nn]either|[Nn]obody|[Nn]o|[Aa]ll|if|so that|possibility|exclude"
HEDGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\b(?:may|might|could) have (?=\w+(?:ed|en|ne)\b)", "has "),
        (r"\b(?:is|are|was|were) (?:believed|thought|said|reported|alleged|suspected) to (?:be|have been)\b", "is"),
        (r"\b(?:appears|appeared|seems|seemed) to (?:be|have been)\b", "is"),
        (rf"^((?:(?!\b(?:{_NO_HEDGE})\b).)*?)\b(?:may|might)(?=\s+[a-z])(?!\s+not\b)", r"\1will"),
        (rf"^((?:(?!\b(?:{_NO_HEDGE})\b).)*?)\bcould(?=\s+[a-z])(?!\s+not\b)", r"\1will"),
        (r"\b(?:allegedly|reportedly|apparently|possibly|probably|likely|perhaps|suspected|alleged|purported)\s+", ""),
        (r"\bunclear whether\b", "clear that"),
        (r"\b(?:nearly|almost|about|around|roughly)\s+(?=\d|(?:two|three)\b)", "exactly "),
    )
)
# The same meaning in other words; words in quotation marks are never touched.
REWORDINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"\bsaid(?= (?:that|the|it|on|in|he|she|they)\b)", "stated"),
        (r"\btold reporters\b", "told journalists"),
        (r"\b(did|does|is|was|were|has|have|had) not\b", r"\1n't"),
        (r"\b(did|does|is|was|were|has|have|had)n[’']t\b", r"\1 not"),
        (r"\s?(?:%|percent\b)", " per cent"),
        (r", (?:which|who) [^,“”\"]{8,80}(?=[.]$)", ""),
        (r"\b(?:also|already|still|again) ", ""),
    )
)
# Capitalised words that name nobody.
INNOCENT = frozenset(
    "The A An He She It They We I You This That These Those But And Or If When While In On At For As To Of By With From"
    " There Here His Her Their Our My Its Who What Why How Where Not No Yes So Then Now One Both Some Many Most Mr"
    " Mrs Ms Dr May".split()
)
