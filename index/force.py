"""What an attribution does with its content: asserts, denies, accuses …; whether it hedges; whether it was said at all.

The head of the cue decides: the first of its words, light verbs ("issued", "repeated") passed over, that reports. A cue
of no known word asserts.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.claim import Attribution, Polarity
from index.reporting import (
    DENIAL_OF,
    HEDGE_WORDS,
    LIGHT,
    OPINION,
    REFUSALS,
    phrases,
    polarities,
)
from index.terms import stem

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|['’](?:s|re|ve|ll|d)\b")
_REACH = 60
_SECOND = 4
_CLAUSE = 240
_NEGATION = re.compile(
    r"(?:\b(?:not|never|cannot|nor|neither|without\s+\w+ing|nobody|no longer|no one|none"
    r"|no\s+(?:mention|comment|reference|statement|response|answer|word|indication|details?|reply))|\w*n['’]t)\b"
    r"(?!\s+(?:only|just|merely|least|minc\w+|help|resist|hesitat\w+|shy|stop\w*))",
    re.IGNORECASE,
)
_ADVERB = r"(?:\s+(?:\w+ly|yet|ever|even|also|have|be|been|so far|to))"
_NEGATED_BEFORE = re.compile(
    rf"(?:\b(?:not|never|cannot|nor|neither)|n['’]t|\b(?:declin|refus|fail)\w*\s+to|\b(?:unwilling|unable|reluctant)\s+to)"
    rf"{_ADVERB}{{0,3}}\s*$",
    re.IGNORECASE,
)
_HEDGED_BEFORE = re.compile(
    r"\b(?:may|might|could|reportedly|apparently|allegedly|seemingly|supposedly|purportedly|likely)"
    rf"{_ADVERB}{{0,2}}\s*$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whose|because|although|though|while|whereas|unless|until|since|if|when|after|before|so that"
    r"|as|where|but|than|despite)\b|[;:.?!](?=\s)|(?<=\w\s)\bthat\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:if|when|while|although|though|because|since|unless|after|before|as|in|on|at|for)\b", re.IGNORECASE
)
_ASKED_TO = re.compile(
    r"\W*(?!(?:if|whether|about|who|what|when|where|why|how|which|in|on|at|is|are|do|does|did|can)\b)"
    r"(?:[\w'’-]+\s+){0,4}?(?:to|for)\s",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(r"\b(?:responsible|accountable)\b")
_PLEA = re.compile(r"\bplead\w*\W+(?P<not>not\W+)?guilty", re.IGNORECASE)
_OPENING = re.compile(r"[\s\"“”„«‘’',.…—–-]*(?:(?:that|whether|but|and|so|well|look)\b,?[\s\"“‘'«]*)?", re.IGNORECASE)
_FINITE = frozenset(("is", "are", "was", "were", "has", "have", "had", "will", "would", "did", "does", "do", "can"))
_DEGREES = frozenset(("be", "been", "most", "more", "less", "very", "quite", "highly", "also", "not", "it's", "it’s"))
_NO_HEADS = frozenset(("may", "might", "could", "unclear", "uncertain"))
_NEGATIVE = frozenset(
    ("not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "cannot", "without", "nowhere", "n't")
)
_CALLING = frozenset(map(stem, "call describe brand label dub term dismiss characterize denounce decry slam".split()))
_SAYING_HEADS = frozenset(map(stem, "say tell state insist maintain declare add reply respond assert argue".split()))


def forceful(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution with ``polarity``, ``hedged`` and ``negated`` filled in."""
    words = _cue_words(text, attribution)
    head, polarity = _head(words, _after(text, attribution))
    polarity = _with_content(head, words, _content(text, attribution), polarity)
    if head in _CALLING | _SAYING_HEADS and polarity != "denies" and _denies_in_content(text, attribution):
        polarity = "denies"
    hedged = polarity == "hedged" or _hedges_cue(text, attribution, words) or _hedges_content(text, attribution)
    if polarity == "asserts" and hedged:
        polarity = "hedged"
    return replace(attribution, polarity=polarity, hedged=hedged, negated=_is_negated(text, attribution, words))


def negative_content(text: str, attribution: Attribution) -> bool:
    """Tell whether the main clause of the content is negative ("there was no attack", "it had not used …")."""
    return any(w in _NEGATIVE or w.endswith(("n't", "n’t")) for w in main_clause(_content(text, attribution)))


def main_clause(content: str) -> list[str]:
    """Return the words of the first main clause of a content, in small letters, as far as punctuation tells it.

    A clause or phrase that leads ("If it rains, …") is left out, and so is what follows a conjunction or pronoun that
    subordinates.
    """
    clause = content[_OPENING.match(content).end() :][:_CLAUSE]  # type: ignore[union-attr]
    if _LEADING.match(clause) and "," in clause:
        clause = clause[clause.index(",") + 1 :]
        clause = clause[_OPENING.match(clause).end() :]  # type: ignore[union-attr]
    if stop := _SUBORDINATE.search(clause, 1):
        clause = clause[: stop.start()]
    words = _WORD.findall(clause)
    return [w if w == "May" and i else w.lower() for i, w in enumerate(words)]


# ------------------------------------------------------------------------------------------------------- the cue's head


def _cue_words(text: str, attribution: Attribution) -> list[str]:
    return [w for s in attribution.cue for w in _WORD.findall(text[s.start : min(s.end, s.start + 400)].lower())]


def _after(text: str, attribution: Attribution) -> list[str]:
    """Return the two words after the cue, where "for" or "on" may stand that the cue has not."""
    end = attribution.cue[-1].end
    return [w.lower() for w in _WORD.findall(text[end : end + 30])[:1]]


def _head(words: list[str], after: list[str]) -> tuple[str, Polarity]:
    """Return the lemma that decides, and what it does; phrases ("ruled out") come before single words."""
    known, paired = polarities(), phrases()
    lemmas = [stem(w) for w in words]
    with_next = lemmas + [stem(w) for w in after]
    for i, first in enumerate(lemmas):
        for second in with_next[i + 1 : i + 1 + _SECOND]:
            if (first, second) in paired:
                return first, paired[first, second]
        if words[i] in HEDGE_WORDS - _NO_HEADS:
            return first, "hedged"
        if first in known and words[i] not in LIGHT:
            return first, _particular(first, known[first], words[max(0, i - 1) : i], with_next[i + 1 : i + 2])
    return next(((w, known[w]) for w in lemmas if w in known), ("", "asserts"))


def _particular(head: str, polarity: Polarity, before: list[str], following: list[str]) -> Polarity:
    """Return what a head does that does two things: asking somebody to do something, agreeing or offering to."""
    if following in (["to"], ["that"]) and head == "ask":
        return "demands"
    if following == ["to"] and head in ("agre", "offer"):
        return "promises"
    asked = head in ("question", "challeng") and before and before[0] in ("was", "were", "been", "being", "is", "are")
    return "asserts" if asked else polarity


def _with_content(head: str, words: list[str], content: str, polarity: Polarity) -> Polarity:
    """Return what cue and content do together: "asked Moscow to leave", "held the firm responsible", "pleaded …"."""
    if head == "ask" and _ASKED_TO.match(content):
        return "demands"
    if {"hold", "holds", "held", "holding"} & set(words) and _RESPONSIBLE.search(content):
        return "accuses"
    if head == "plead" and (plea := _PLEA.search(" ".join([*words, content]))):
        return "denies" if plea["not"] else "asserts"
    return polarity


def _denies_in_content(text: str, attribution: Attribution) -> bool:
    """Tell whether the content calls an allegation untrue ("the claims baseless", "the accusations were false")."""
    return DENIAL_OF.match(_content(text, attribution)[:_CLAUSE]) is not None


# ------------------------------------------------------------------------------------------------- hedges and negation


def _content(text: str, attribution: Attribution) -> str:
    pieces = (text[s.start : min(s.end, s.start + 2 * _CLAUSE)] for s in attribution.content[:3])
    return " … ".join(pieces)[: 2 * _CLAUSE]


def _before(text: str, attribution: Attribution) -> str:
    """Return what stands before the cue in its sentence and is no part of the attribution."""
    start = attribution.cue[0].start
    parts = (*attribution.source, *attribution.content)
    floor = max([start - _REACH, 0, *(s.end for s in parts if s.end <= start)])
    return re.split(r"[.;:?!\n](?=\s|$)", text[floor:start])[-1]


def _hedges_cue(text: str, attribution: Attribution, words: list[str]) -> bool:
    hedges = any(
        w in HEDGE_WORDS or polarities().get(stem(w)) == "hedged" for w in words if w != "may" or len(words) > 1
    )
    return hedges or _HEDGED_BEFORE.search(_before(text, attribution)) is not None


def _hedges_content(text: str, attribution: Attribution) -> bool:
    """Tell whether the main clause of the content is modal: a hedge before, or right after, its first finite verb."""
    words = main_clause(_content(text, attribution))
    for i, word in enumerate(words):
        if _hedges(words, i) or (word in OPINION and i and words[i - 1] in ("i", "we")):
            return True
        if word in _FINITE:
            return any(_hedges(words, n) for n in range(i + 1, min(len(words), i + 3)))
    return False


def _hedges(words: list[str], at: int) -> bool:
    """Tell whether a word hedges; "likely" does so of what will be, not in "likely voters"; "nobody could" does not."""
    if words[at] == "likely":
        return words[at + 1 : at + 2] == ["to"] or (at > 0 and words[at - 1] in _FINITE | _DEGREES)
    if words[at] == "could":
        return not any(w in _NEGATIVE for w in words[: at + 2])
    return words[at] in HEDGE_WORDS


def _is_negated(text: str, attribution: Attribution, words: list[str]) -> bool:
    """Tell whether it is denied, refused or left open that the thing was said."""
    cue = " ".join(text[s.start : s.end] for s in attribution.cue)[:400]
    inner = _NEGATION.search(cue) is not None or any(w in REFUSALS for w in words)
    return inner or _NEGATED_BEFORE.search(_before(text, attribution)) is not None
