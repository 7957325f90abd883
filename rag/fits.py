"""Does a sentence hold the kind of answer that is asked for: a number of what is counted, a time, a place, a name?"""

from __future__ import annotations

import re

from index.terms import stem
from rag.amounts import LENGTHS, amounts
from rag.numerals import ORDINALS, UNITS
from rag.question import Question

_NUMBER = re.compile(
    rf"\d|\b(?:{'|'.join((*UNITS, *ORDINALS))}|(?:dozen|hundred|thousand|million|billion)s?|half|several|both|once"
    r"|twice)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:second|minute|hour|day|week|month|year|decade|centur(?:y|ies)|mile|kilomet|metre|meter|feet|foot|inch)", re.I
)
_TIME = re.compile(
    r"\b(?:1[89]\d\d|20\d\d|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday|tomorrow|week|weeks|month|months|year"
    r"|years|hours?|days?|noon|midnight|\d{1,2}(?::\d\d)? ?[ap]\.?m|\d{1,2}:\d\d)\b"
)
_PLACE = re.compile(r"\b(?:in|at|to|from|near|outside|across|over) (?:the )?(?:[a-z]+ ){0,3}[A-Z]")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_CAUSE = re.compile(
    r"\b(?:because|due to|since|after|over|in (?:retaliation|response|order)|so that|to [a-z]+|as a result|for)\b", re.I
)
_HOW = re.compile(r"\bhow (\w+)", re.IGNORECASE)
_AGE = re.compile(
    r"[,(] ?\d{1,3}(?=[,.);]| and)|\b(?:at|turned|is|was|aged|age) (?:\d{1,3}|\w+ty(?:-\w+)?)\b"
    r"|\b(?:born|founded|built) in\b",
    re.IGNORECASE,
)
_AGED = frozenset(map(stem, "year years aged age month months old decades century centuries".split()))
_UNCOUNTED = re.compile(
    r"\b(?:once|twice|several|dozens|hundreds|thousands"
    r"|(?:about|around|some|nearly|almost|over|than|least|most) \d{4})\b|\w-\d",
    re.IGNORECASE,
)
_FITS = {"number": _NUMBER, "when": _TIME, "where": _PLACE, "who": _NAME, "why": _CAUSE}


def fits(question: Question, text: str) -> float:
    """Return 1.0 when the sentence holds the kind of answer that is asked for: a number of what is counted, a time."""
    how = _HOW.search(question.text)
    measured = how[1].lower() if how and question.wanted == "number" else ""
    if question.wanted not in _FITS or measured == "often":
        return 1.0
    if measured == "long":
        return float(bool(_LENGTH.search(text)))
    if not _FITS[question.wanted].search(text):
        return 0.0
    return float(question.wanted != "number" or _counts(question, measured, text))


def _counts(question: Question, measured: str, text: str) -> bool:
    """Tell whether a sentence holds an amount that may be the one asked for; a date is none."""
    found = [a for a in amounts(text) if a.sort != "ordinal"]
    if measured == "old":
        return any(set(a.unit) & _AGED for a in found) or bool(_AGE.search(text))
    split = text.split()
    at = [n for n, w in enumerate(split) if stem(w.strip(',.;:”"')) == question.category]
    if at:
        return any(_NUMBER.search(" ".join(split[max(0, n - 4) : n])) for n in at)
    if question.category in LENGTHS:
        return any(a.seconds for a in found)
    return bool(found) or bool(_UNCOUNTED.search(text))
