"""Tells sentences that speak to a program (orders, fake turns, code, disguised text) from those that report.

News reports; what tells its reader's software what to do is no evidence of anything. Such a sentence stays in its
article, where everybody can read it, but answers nothing and supports nothing. Words in quotation marks are reported,
not spoken to us, so they do not count. Nothing here depends on what is ordered; compare the "spotlighting" of untrusted
text by Hines and others (2024), which only marks where such text begins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from index.order_words import ACTS, FOREIGN, KNOWN, OPENINGS, PROGRAM, SAYING, TALK, UNSPACED
from index.values import Span

LONGEST = 3000
"""Characters: no sentence of a report is longer."""

_TAGS = (
    "system|instructions?|rules?|assistant|user|human|passages?|article|answer|thinking|tool_\\w+|prompt|context"
    "|documents?|task"
)
_CODE = re.compile(
    rf"<\|\w{{1,30}}\|>|\[/?INST\]|<</?SYS>>|</?(?:{_TAGS})\b[^<>]{{0,80}}>|<!?\[CDATA\[|\]\]>"
    r"|[\"']role[\"']\s{0,3}:|\"\w{1,40}\"\s{0,3}:\s{0,3}(?:[\[{\"\d]|true"
    r"|null)"
    r"|\$\([^)]|\$\{|<%|%>|\{\{|\}\}|\{%|%\}|```"
    r"|^/\w{1,40}/\w|\b[A-Z]:\\\w"
    r"|\b(?:DROP TABLE|UNION SELECT|DELETE FROM|INSERT INTO|SELECT \S{1,40} FROM)\b"
)
# Markup in somebody's quoted words is shown as text; out of them it is meant for a program.
_MARKUP = re.compile(
    r"<script\b|-->|\bon(?:error|load|click)\s?=|\bjavascript:|!\[[^\]]{0,99}\]\(|\]\((?:javascript|data):"
)
_TURN = re.compile(
    r"^\W{0,6}#{2,6} ?(?:instructions?|response|system|input|task)\b|^\W{0,4}(?:system|assistant|user|human|developer)"
    r"(?: (?:message|prompt|notice))?\s?:|^\W{0,4}answer\s?:\s|^\W{0,4}role\s?:\s?(?:system|assistant|user)",
    re.IGNORECASE | re.MULTILINE,
)
_EXAMPLE = re.compile(r"^\W{0,4}(?:q|question)\s?:[^\n?]{1,400}\?[ \t]{1,9}(?:a|answer)\s?:", re.IGNORECASE)
_EXAMPLE_LENGTH = 500
_OF_THE_DESK = re.compile(
    r"-{3,9} ?(?:begin|end) of|(?:\bverdict\b|[|:])\W{1,6}(?:supported|refuted|disputed)\b|^\W{0,4}verdict\s?:"
    r"|\b(?:block|passages?|lines?|prompt) above (?:is|are|was|were)\b|\bcited by (?:all|every|each"
    r"|other) (?:articles?|passages?)|(?:\[\d{1,2}\]\s?){2}|\bclaimdesk\b"
    r"|^\W{0,3}the archive (?:says|states|confirms|holds|knows|proves)\b"
    r"|\bcit(?:e|es|ed|ing)\b[^.]{0,40}\bthis (?:page|article|passage|text)\b|\bpassage ids?\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]{1,600}”|«[^»]{1,600}»|„[^“”]{1,600}[“”]|(?<!\w)\"[^\"]{1,600}\"(?!\w)")
_OPENING = (
    r"(?:^|[:;,.!?–—(]\s{0,2}|\b(?:please|kindly|you (?:must|should|shall|will|have to|can|are to))\s)"
    r"\W{0,3}"
)
_SOFTENED = r"(?:then |please |kindly |always |never |only |do not |don['’]t |now |be so (?:good|kind) as to )*"
_ORDER = re.compile(rf"{_OPENING}{_SOFTENED}{ACTS}\b(?!-)", re.IGNORECASE)
_FIRST = re.compile(rf"(?:^|:\s)\W{{0,3}}{_SOFTENED}{ACTS}\b(?!-)", re.IGNORECASE)
_BARE = re.compile(
    rf"^\W{{0,3}}{_SOFTENED}(?:(?i:{SAYING}) (?i:the (?:\w+ )?(?:words?|name|line|phrase|code|contents)|that|your|my"
    r"|all|each|every|only|with|nothing|no|into|in (?:each|all|every)|[A-Z][A-Z\d]*-[A-Z\d-]+)\b"
    r"|(?i:(?:conclude|pretend|assume|claim|declare|announce|imagine) that|(?:act|behave|pose|roleplay) as)\b)"
)
_ROLE = re.compile(
    r"\byou(?: are|['’]re) (?:now an?|no longer (?:an?|bound|limited|restricted)|hereby)\b"
    r"|\byou have no (?:restrictions|rules|limits)\b"
    r"|\byour (?:new |real |only |actual |true )?(?:task|role|goal|job|purpose|name|instructions?|mission) (?:is|are"
    r"|will be)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"^\W{0,3}(?:this is|message from|note from|signed by) (?:the|your) (?:admin\w*|developers?|owners?|operators?"
    r"|creators?)\b",
    re.IGNORECASE,
)
_TALK = re.compile(rf"\b{TALK}\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_CALLED = re.compile(
    rf"(?:^|[.:;!?–—(]\s?)\W{{0,3}}(?:\w+ ){{0,6}}?(?:(?:to|for|dear|hey|hello|attention|any|all|every|the"
    rf"|this) )?{PROGRAM}"
    r"(?: (?:that|who|which|reading|running|of)\b[^:,.]{0,60})?\s?[:,!]",
    re.IGNORECASE,
)
_PLAINLY_TOLD = re.compile(
    rf"\b{KNOWN} (?:must|shall|should|have to|are (?:required|asked|told) to) (?:{SAYING}|end|begin|ignore)\b|"
    rf"\byou(?:['’]re| are| must| should| shall| have to)\b[^.]{{0,60}}\b{KNOWN}\b|\bif you (?:are|read|process|parse"
    rf"|index"
    rf"|summari[sz]e)\b[^.]{{0,40}}\b{KNOWN}\b|\b{KNOWN} to (?:{SAYING}|ignore)\b"
    rf"|^\W{{0,3}}{KNOWN}\W{{1,3}}{ACTS}\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:whoever|anyone|anybody|everyone|every|each|all|any)\b[^.]{0,80}?\b(?:must|shall|has to|have to|should"
    r"|is to|are to)"
    rf"\s(?:{ACTS}|be (?:written|printed|obeyed|followed|cited|read))",
    re.IGNORECASE,
)
_FETCH = re.compile(
    rf"^\W{{0,3}}{_SOFTENED}(?:fetch|load|open|call|read|send|post|visit|execute|run|download)\b[^.]{{0,80}}?"
    r"(?:\w://|(?:\.\./)|\b[A-Z]:\\)",
    re.IGNORECASE,
)
_OBEYED = re.compile(
    rf"\b(?:obeyed|followed|executed|carried out|decoded|printed|run) by (?:an? |any |the )?(?:{KNOWN}|software"
    rf"|machines?|programs?|assistants?|systems?)\b",
    re.IGNORECASE,
)
_ANY_FOREIGN = re.compile(rf"{OPENINGS}(?:{'|'.join(verbs for verbs, _ in FOREIGN)})\b", re.IGNORECASE)
_FOREIGN = tuple(
    (re.compile(rf"{OPENINGS}(?:{verbs})\b", re.IGNORECASE), re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE))
    for verbs, nouns in FOREIGN
)
_UNSPACED = tuple((re.compile(verbs), re.compile(nouns)) for verbs, nouns in UNSPACED)

_SIGNS = frozenset("<>{}[]|\\=$#^~_`")
_GAP = re.compile(r"\n\s*\n")
_PROGRAM = re.compile(rf"\b{KNOWN}\b", re.IGNORECASE)
_HIDING = re.compile(r"[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_INVISIBLE = re.compile(
    r"(?:[A-Za-z][\u200b\u2060\ufeff][^\u200b\u2060\ufeff]{0,40}){3}|[\u202d\u202e]|[\U000e0020-\U000e007e]{4}"
)
_TWO_SCRIPTS = re.compile(r"(?:[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z])")
_WIDE = re.compile(r"[\uff21-\uff3a\uff41-\uff5a]{3}")
_MACHINE_TEXT = re.compile(r"\W{0,3}[0-9A-Za-z+/=]{25,}\W{0,3}")
_BLOB = re.compile(r"[^\s]{25}")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2}[^\s%]{0,20}){4}|(?:\\[ux][0-9A-Fa-f]{2,4}){3}|(?:&#\w{1,6};){3}")
_CODES = re.compile(r"(?:\b\d{2,3}[ ,]{1,2}){11}")
_LETTERS = re.compile(r"(?:\w[-_. ]){11}\w\b")
_LEET = re.compile(r"\b(?:[a-z]+\d[a-z]+\w*|\d+[a-z]+\d\w*)\b", re.IGNORECASE)


@lru_cache(maxsize=16384)
def is_order(sentence: str) -> bool:
    """Tell whether a sentence speaks to a program or hides what it says, so that it can be no evidence."""
    if len(sentence) > LONGEST or disguised(sentence):
        return True
    whole = unicodedata.normalize("NFKC", _HIDING.sub("", sentence))
    plain = _QUOTED.sub('""', whole)
    return (
        bool(_CODE.search(whole) or _MARKUP.search(plain))
        or opens_turn(plain)
        or _commands(plain)
        or _commands_elsewhere(plain)
    )


def opens_turn(sentence: str) -> bool:
    """Tell whether a sentence opens as a turn of a conversation does: what follows in its paragraph belongs to it."""
    return bool(_TURN.search(sentence))


def orders(text: str, sentences: Sequence[Span]) -> frozenset[int]:
    """Return the numbers of the sentences of a text that are orders, or stand behind a fake turn in their paragraph."""
    found: set[int] = set()
    inside = False
    for number, span in enumerate(sentences):
        inside = inside and _GAP.search(text, sentences[number - 1].end, span.start) is None
        inside = inside or (text[max(0, span.start - 1) : span.start] in ("", "\n") and _opens_turn(text, span))
        if inside or is_order(span.of(text)):
            found.add(number)
    return frozenset(found | {n for n in range(len(sentences)) if _goes_on(text, sentences, n, found)})


def _goes_on(text: str, sentences: Sequence[Span], number: int, found: Collection[int]) -> bool:
    """Tell whether a sentence goes on with the order before it: in its paragraph, less is enough to know an order."""
    if (
        number in found
        or number - 1 not in found
        or _GAP.search(text, sentences[number - 1].end, sentences[number].start)
    ):
        return False
    sentence = sentences[number].of(text)
    return sentence[0] in _SIGNS or bool(_ORDER.search(_QUOTED.sub('""', sentence)))


def _opens_turn(text: str, span: Span) -> bool:
    sentence = span.of(text)
    return (
        opens_turn(sentence)
        or _CODE.match(sentence) is not None
        or bool(_EXAMPLE.match(text[span.start : span.start + _EXAMPLE_LENGTH]))
    )


def disguised(sentence: str) -> bool:
    """Tell whether a sentence is written so that people do not see what it says: encoded or with hidden letters."""
    if _INVISIBLE.search(sentence) or _WIDE.search(sentence) or len(_TWO_SCRIPTS.findall(sentence)) > 2:
        return True
    if _ESCAPED.search(sentence) or _CODES.search(sentence) or _LETTERS.search(sentence):
        return True
    signs = sum(c in _SIGNS for c in sentence)
    if signs > 6 and signs * 5 > len(sentence):
        return True
    said = sentence.split()
    if len(said) >= 30 and len(set(said)) * 5 < len(said):
        return True
    return len(_LEET.findall(sentence)) > 3 or any(_is_blob(word) for word in _words(sentence))


def _words(sentence: str) -> list[str]:
    return sentence.split() if _BLOB.search(sentence) else []


def _is_blob(word: str) -> bool:
    """Tell whether a word is machine text: long, of letters and digits, and no address."""
    if not _MACHINE_TEXT.fullmatch(word):
        return False
    digits = sum(c.isdigit() for c in word)
    capitals = sum(a.islower() and b.isupper() for a, b in pairwise(word))
    return len(word) > 200 or 2 < digits < len(word) or capitals > 4


def _commands(plain: str) -> bool:
    if any(test.search(plain) for test in (_OF_THE_DESK, _BARE, _ROLE, _FETCH, _OBEYED)):
        return True
    you, ordered = bool(_YOU.search(plain)), bool(_ORDER.search(plain))
    called = bool(_CALLED.search(plain) or _OWNER.search(plain))
    if called and (you or ordered):
        return True
    if (you or ordered or called or _BOUND.search(plain)) and _TALK.search(plain):
        return True
    named = bool(_PROGRAM.search(plain))
    return named and bool(_PLAINLY_TOLD.search(plain) or (you and _FIRST.search(plain)))


def _commands_elsewhere(plain: str) -> bool:
    known = _FOREIGN if _ANY_FOREIGN.search(plain) else ()
    known += () if plain.isascii() else _UNSPACED
    return any(verbs.search(plain) and nouns.search(plain) for verbs, nouns in known)
