"""What a follow-up leaves out of its noun phrases, put back from the conversation.

An attribute without its bearer ("what are the causes?"), a superlative or "one" without its noun ("the largest in the
world", "important ones"), and a definite noun that was named in full before ("the meeting").
"""

from __future__ import annotations

import re
from itertools import islice

from index.grammar import ARTICLES, AUXILIARIES, DETERMINERS, FUNCTION, POSSESSIVES, SUFFIX, WORD, bare, word_set, words
from rag.attributes import ATTRIBUTES
from rag.focus import Focus, shares_noun, singular
from rag.phrases import earlier_phrase

_OF = word_set("of between behind among")
_TAKES_FOR = word_set(
    "alternative alternatives basis evidence reason reasons requirement requirements treatment treatments"
)
_ASKS = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:(?:what|who|which)\s*(?:['’]s|else\s+(?:is|are|was|were)|is|are|was|were)"
    r"|(?:is|are|was|were)\s+there|(?:tell\s+me(?:\s+more)?\s+about|describe|explain|discuss|list|give\s+me)"
    r"|(?:how|why)\s+(?:did|do|does|is|are|was|were))\s+",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(the (?:(?:most|least) \w+|\w{2,}est|best|worst|first|last))(?=\s+(?:in|on|at|of|ever|to|for|so)\b|$)",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\bthe\s+(\w+)\b", re.IGNORECASE)
_MOST = 5
_ONE = re.compile(r"(?<=\w\s)(ones?)\b(?!\s+of\b)", re.IGNORECASE)
_QUANTIFIERS = word_set("most more other very and or of many much not")
_VERBS_AFTER = word_set("differ compare change matter come mean")
_HEADLESS = word_set("no any every some each which what this that first")


def with_bearer(question: str, focus: Focus) -> str | None:
    """Return "what are the causes?" with what the conversation is about: "what are the causes of the war?"."""
    text = question.strip().rstrip(" ?.!")
    asked = _ASKS.match(text)
    if not asked or not focus.topic or shares_noun(text, focus.topic):
        return None
    for token in list(WORD.finditer(text, asked.end()))[:6]:
        word = bare(token[0])
        if word in ATTRIBUTES:
            end = _last_attribute(text, token.end())
            return None if _has_bearer(text[end:], word) else f"{text[:end]} of {focus.topic}{text[end:]}?"
        if SUFFIX.search(token[0]) or token[0][0].isupper() or (word in FUNCTION - DETERMINERS - _QUANTIFIERS):
            return None
    return None


def _last_attribute(text: str, end: int) -> int:
    """Return where the attributes end that are asked for together ("the pros and cons")."""
    more = re.match(r"\s+(?:and|or)\s+(\w+)", text[end:])
    return end + more.end() if more and bare(more[1]) in ATTRIBUTES else end


def _has_bearer(rest: str, word: str) -> bool:
    """Return whether what follows an attribute tells whose it is, or is no end of the phrase."""
    following = _first(rest, 0)
    if following in _OF or (following in ("for", "to") and word in _TAKES_FOR):
        return True
    return bool(following) and following not in FUNCTION | _VERBS_AFTER and not following.endswith("ed")


def with_noun(question: str, focus: Focus) -> str | None:
    """Return "the largest in the world", "important ones" with the noun that they leave out."""
    text = question.strip().rstrip(" ?.!")
    noun = head_noun(focus.topic)
    if not noun or shares_noun(text, noun):
        return None
    if (match := _ONE.search(text)) and bare(words(text[: match.start()])[-1]) not in _HEADLESS:
        filler = noun if match[1].lower() == "ones" else singular(noun)
        return f"{text[: match.start()]}{filler}{text[match.end() :]}?"
    if (match := _SUPERLATIVE.search(text)) and not re.search(r"\bof\b", text[match.end() :][:4]):
        return f"{text[: match.end()]} {singular(noun)}{text[match.end() :]}?"
    return None


def head_noun(phrase: str) -> str:
    """Return the noun of a phrase with what describes it ("pork ribs" of "types of pork ribs"); empty for a name."""
    found = re.split(r"\s(?:in|on|at|for|to|with|from|about|between)\s", phrase)[0].split(" of ")[-1]
    kept = [w for w in words(found) if bare(w) not in DETERMINERS | AUXILIARIES | POSSESSIVES]
    kept = [w for w in kept if not w.lower().endswith("est") and w.lower() not in ("most", "least")]
    return " ".join(kept) if kept and kept[-1].islower() else ""


def in_full(question: str, focus: Focus) -> str | None:
    """Return "the meeting" as it was first named: "the meeting in Lucca"."""
    for match in islice(_DEFINITE.finditer(question), _MOST):
        noun = match[1].lower()
        if noun in FUNCTION or not _ends(question, match.end()):
            continue
        for turn in reversed(focus.history):
            earlier = earlier_phrase(turn.question, noun)
            if _is_fuller(earlier):
                return question[: match.start()] + earlier + question[match.end() :]
    return None


def _is_fuller(phrase: str) -> bool:
    """Return whether a phrase says more than "the meeting": "the Stanford experiment", "a meeting in Lucca"."""
    found = words(phrase)
    is_determined = bool(found) and (bare(found[0]) in ARTICLES or bool(SUFFIX.search(found[0])))
    return is_determined and len([w for w in found if bare(w) not in ARTICLES]) > 1


def _ends(question: str, at: int) -> bool:
    """Return whether a phrase ends at ``at``: nothing follows, or what neither belongs to it nor describes it."""
    following = _first(question, at)
    if following in ("of", "that", "who", "which"):
        return False
    return not re.match(r"\s+\w", question[at : at + 9]) or following in FUNCTION or following.endswith("ed")


def _first(text: str, at: int) -> str:
    """Return the first word of ``text`` from ``at`` on, lower-cased; empty if there is none."""
    found = WORD.search(text, at)
    return bare(found[0]) if found else ""
