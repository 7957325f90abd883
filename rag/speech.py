"""Whose words is a sentence? A light reading of attribution: a cue, the source beside it, carried through quotations.

Cue words are those annotated most often as cues in PolNeAR (Newell et al. 2018). Sources are the words beside the cue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import stem

_SAYING = frozenset(
    stem(v)
    for v in """say said told tell add note announce suggest tweet describe argue explain acknowledge criticize
    criticise declare recall conclude claim call respond praise warn promise insist write wrote
    reply reveal pledge vow dismiss blame reject admit deny indicate confirm assure stress reiterate
    emphasise emphasize assert concede mention decry accuse condemn testify contend maintain allege
    complain appeal vocalize comment remark imply boast caution advise disclose affirm underscore
    underline highlight remind swear swore observe reaffirm propose rebut urge state express predict
    threaten invite thank post refer speak spoke agree oppose refuse believe think thought""".split()
)
_NEWS = frozenset(
    stem(v)
    for v in """report ask demand point question answer repeat hope fear doubt want
    estimate cite quote voice welcome dispute defend endorse hint accept
    decline""".split()
)
_VERBS = _SAYING | _NEWS
# Verbs that ask for anything said; a more telling one ("deny", "warn") is part of what is asked.
_PLAIN = frozenset(
    stem(w)
    for w in """say said tell told claim state think thought believe comment speak spoke talk respond react describe
    characterise characterize mention discuss see saw view report announce""".split()
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of|in (?=[^,.]{2,60}['’]s? words))", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[.'’-]\w+)*['’]?")
_REACH = 16
_OPEN, _CLOSE = "“«„", "”»"
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
_NOBODY = frozenset(
    "the this that these those thus taking do work there here it what who which when if so as in on at".split()
)
_DETERMINERS = frozenset("a an the this that these those its his her their our my no any some such of for to".split())
_CLAUSE = re.compile(
    r"(?:^|[;:—–(]\s*|\s{3,}|,? (?:but|and|while|after|because|as|although|that|which|when|where|since|if)\s+|, )",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"(?:(?:but|and|so|yet|meanwhile|however|later|also|then|still|earlier|instead|more recently|in the end)\b,?\s*"
    r"|(?:on|at|in|during|after|before|under|with|for|from|since|until|by|amid|following|despite|according to)\b"
    r"[^,]*,\s*)+",
    re.IGNORECASE,
)
_ROLE = (
    "officials?|government|ministry|ministers?|side|spokes[a-z]+|leaders?|troops|regime|sources?|office|authorities|media"
    "|police|diplomats?|opposition|army|military|agency|administration|president|delegation|statement|campaign|team|lawyers?"
)
_NAMED = (
    r"(?:[A-Z][\w.]*['’]s(?: [a-z]+){1,4} (?=[A-Z]))?[A-Z][\w.’'-]*"
    r"(?:(?: of| for| and| the| de)? (?:[a-z]+ )?(?=[A-Z])[A-Z][\w.’'-]*)*"
    rf"(?: (?:{_ROLE})\b)?"
)
_COMMON = (
    r"(?:sources?|officials?|ministers?|government|spokes\w+|statement|communiqu[eé]|ministry|leaders?|diplomats?"
    r"|experts?|police|critics|analysts|draft|document|version|report|text)\b"
)
_OWNER = (
    r"(?: (?:by|from|of) (?:the |an? )?(?:[a-z]+ )?[A-Z][\w’'-]+"
    rf"(?: [A-Z][\w’'-]+| of [a-z]+ affairs| (?:{_ROLE})\b)*)?"
)
_TITLE = (
    r"(?:foreign |prime |defen[cs]e |finance |interior )?(?:ministers?|mayors?|presidents?|chancellors?|ambassadors?"
    r"|envoys?|senators?|governors?|generals?|secretar(?:y|ies)|chiefs?|judges?|lawyers?|doctors?"
    r"|residents?|aides?|authorities)\b"
)
_NOUN_PHRASE = re.compile(
    r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e)\b"
    rf"|(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) (?:[a-z]+ ){{0,2}}(?:{_ROLE}|{_COMMON}|{_TITLE}|department)"
    rf"|(?:[Tt]he|[Aa]n?) (?:[A-Z][\w’'-]+ ){{1,3}}{_TITLE}"
    r"|(?:(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Ss]everal) )?(?:[a-z][\w’'-]* ){0,3}?"
    rf"(?:{_NAMED}|{_COMMON}|{_TITLE}){_OWNER}"
)
_APPOSED = re.compile(r", (?:[A-Z][\w.’'-]+[ ,]*){1,4},?")


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence reports: the source as written, and how many sentences before it that stands."""

    source: str
    back: int = 0


def voices(sentences: Sequence[str], number: int, depth: int = 4) -> list[Voice]:
    """Return the voices of sentence ``number``; empty when it is in the publisher's own voice.

    A pronoun source stands for the voice or the person named before it; a sentence wholly inside a quotation, or one
    that goes on in reported speech, takes the voice of the neighbour that carries the cue. At most
    ``depth`` steps back.
    """
    text = sentences[number]
    found = sources(text)
    named = [Voice(s) for s in found if s.lower() not in _PRONOUNS]
    owned = any(re.match(r"(?:his|her|their|its)\b", s, re.IGNORECASE) for s in found)
    if named and not (owned and number and depth):
        return named
    if named:
        return [*named, *(Voice(v.source, v.back + 1) for v in _person_before(sentences, number - 1, depth - 1))]
    if found and number and depth:
        return [Voice(v.source, v.back + 1) for v in _person_before(sentences, number - 1, depth - 1)]
    if _quoted(text):
        return _neighbour(sentences, number, depth)
    return []


def is_plain(word: str) -> bool:
    """Tell whether a word asks for anything said ("say", "claim", "think"), where "deny" or "warn" tells more."""
    return stem(word) in _PLAIN


def is_report(word: str) -> bool:
    """Tell whether a word is a reporting verb, in any form."""
    return stem(word) in _VERBS


def _person_before(sentences: Sequence[str], number: int, depth: int) -> list[Voice]:
    """Return whom a pronoun after sentence ``number`` means: its voice, its subject, or who it took up itself."""
    if before := voices(sentences, number, depth):
        return before
    subject = _opening(sentences[number])
    if subject and subject.lower() not in _PRONOUNS:
        return [Voice(subject)]
    if number and depth:
        return [Voice(v.source, v.back + 1) for v in _person_before(sentences, number - 1, depth - 1)]
    return []


def _opening(text: str) -> str:
    """Return the noun phrase that opens a sentence, adverbials skipped, with the name that it is in apposition to."""
    adverbial = _ADVERBIAL.match(text)
    return _phrase(text, adverbial.end() if adverbial else 0, len(text))


def _phrase(text: str, start: int, end: int) -> str:
    phrase = _NOUN_PHRASE.match(text, start, end)
    if not phrase or phrase.group().lower() in _NOBODY:
        return ""
    named = _APPOSED.match(text, phrase.end(), end)
    return (phrase.group() + (named.group().rstrip(", ") if named else "")).strip()


def _neighbour(sentences: Sequence[str], number: int, depth: int) -> list[Voice]:
    """Return the voice of a quotation whose cue stands elsewhere: after it if it stays open, else before it."""
    after = sentences[number + 1] if _opens(sentences[number]) and number + 1 < len(sentences) else ""
    ahead = [Voice(s, -1) for s in sources(after) if s.lower() not in _PRONOUNS] if _quoted(after) else []
    if ahead or not (number and depth):
        return ahead
    return [Voice(v.source, v.back + 1) for v in _person_before(sentences, number - 1, depth - 1)]


def _opens(text: str) -> bool:
    return sum(map(text.count, _OPEN)) > sum(map(text.count, _CLOSE)) or text.count('"') % 2 == 1


def _quoted(text: str) -> bool:
    """Tell whether a sentence begins or ends inside quotation marks."""
    return bool(text) and (text[0] in '"“«„‘' or text[-1] in '"”»’' or _opens(text))


def sources(text: str) -> list[str]:
    """Return the source words beside each reporting cue outside quotation marks, in order."""
    outside = _mask_quotations(text)
    found = [_following(outside, m.end()) for m in _ACCORDING.finditer(outside)]
    for m in _WORD.finditer(outside):
        if _is_cue(outside, m):
            found.append(_inverted(text, outside, m) or _subject(outside, m.start()))
    colon = re.match(r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}): ", outside)
    if colon:
        found.append(colon[1])
    bare = (re.sub(r"(?<=[a-z]{2})\.$", "", s) for s in found if s.lower() not in _NOBODY)
    return list(dict.fromkeys(s for s in bare if s))


def _is_cue(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word is used as a reporting verb: a known verb that no determiner makes a noun."""
    if (
        not is_report(word.group())
        or word.group()[0].isupper()
        or word.group().endswith(("er", "ers", "ment", "ments"))
    ):
        return False
    before = text[: word.start()].split()
    return stem(word.group()) in _SAYING if not before else before[-1].lower() not in _DETERMINERS


def _inverted(text: str, outside: str, cue: re.Match[str]) -> str:
    """Return the source after a cue that follows a quotation or comma ("…," said Freeland)."""
    before, after = text[: cue.start()].rstrip(), _following(outside, cue.end())
    if re.match(r"\s+by\s", outside[cue.end() :]):
        return _following(outside, cue.end() + 3)
    if before and before[-1] in '"”»’':
        return after
    ends = re.match(r"\s*" + re.escape(after) + r"\s*(?:[.,;]|$)", outside[cue.end() :]) if after else None
    return after if before.endswith(",") and ends else ""


def _mask_quotations(text: str) -> str:
    """Return the text with quoted words blanked, so that offsets stay."""
    blank = lambda m: " " * len(m.group())  # noqa: E731
    text = re.sub(r"“[^”]*”?|«[^»]*»?|\"[^\"]*\"", blank, text)
    return re.sub(r"^[^“]*”", blank, text) if "”" in text else text


def _subject(text: str, end: int) -> str:
    """Return the subject of a cue: the noun phrase that opens the nearest clause before it, adverbials skipped."""
    for opening in reversed(list(_CLAUSE.finditer(text, 0, end))):
        start = opening.end()
        if adverbial := _ADVERBIAL.match(text, start, end):
            start = adverbial.end()
        phrase = _NOUN_PHRASE.match(text, start, end)
        if phrase and _reaches(opening.group(), text[phrase.end() : end]):
            return _phrase(text, start, end)
    return ""


def _reaches(opening: str, between: str) -> bool:
    """Tell whether a phrase can be the subject of a cue ``between`` words further on, and is no apposition."""
    if opening == ", " and between.rstrip().endswith(","):
        return False
    if opening.startswith(", ") and len(opening) > 2 and "," in between:
        return False
    return len(between.split()) <= _REACH


def _following(text: str, start: int) -> str:
    """Return the noun phrase right after a cue ("said Freeland", "according to the BBC"), or nothing."""
    match = _NOUN_PHRASE.match(text.replace("‘", "’"), start + len(text[start:]) - len(text[start:].lstrip()))
    return match.group().strip() if match else ""
