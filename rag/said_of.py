"""Whose words a sentence of the news is, as far as an assertion is concerned, and which words those are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from index.claim import Claim, written
from index.claimants import matches
from index.linkable import refers_back
from index.nesting import is_outlet
from index.proposition import read
from index.terms import is_content, stem, words
from index.told import Told
from index.values import Span
from rag.assertion import ACTS, Assertion, gist
from rag.attributed import speaks

OWN = 0.5
_FEW, _GAP = 3, 80
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|not|to)\b|n['’]t\b",
    re.IGNORECASE,
)
_MAY_BE = frozenset(("hedged", "warns", "doubts"))
_THAT = re.compile(r"^that\s+", re.IGNORECASE)
_PRONOUN = re.compile(r"^(\W*)(it|he|she|they|its|his|her|their)\b", re.IGNORECASE)
_OWNED = frozenset(("its", "his", "her", "their"))
_IF = re.compile(r"\b(?:if|unless|whether|in case)\b", re.IGNORECASE)
_ALLEGED = re.compile(
    r"\b(?:alleged(?:ly)?|reportedly|suspected|purported(?:ly)?|supposed(?:ly)?|rumou?red|unconfirmed|accused of)\b",
    re.IGNORECASE,
)


# What tells of somebody's words even where the ledger has missed them.
_REPORTED = re.compile(
    r"\b(?:according to|claim(?:s|ed|ing)?|alleg(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|insist(?:s|ed)?"
    r"|maintain(?:s|ed)? that|sa(?:y|ys|id) (?:that|it|he|she|they|the)|in [^,.;]{0,60} (?:words|view|opinion))\b",
    re.IGNORECASE,
)


def speaks_for(told: Told, assertion: Assertion) -> bool:
    """Tell whether a claim is one of whom the assertion names as claimant, or of an official of it."""
    who = told.claimant
    if who is None:
        return False
    return any(matches(who, name) or speaks(told, name) for name in assertion.claimants)


def voice(assertion: Assertion, sentence: str, claims: Sequence[Told]) -> Told | None:
    """Return the innermost claim whose content holds most of what a sentence shares with an assertion.

    None stands for the publisher's own voice: nobody's content holds it, or it is an act or an outlet's report.
    """
    shared = assertion.gist & gist(sentence)
    held = [t for t in claims if _is_saying(t) and len(gist(t.text) & shared) >= OWN * max(1, len(shared))]
    held = [t for t in held if not _names_act(assertion, t)]
    inner = min(held, key=lambda t: len(t.text), default=None)
    return None if inner is None or _is_report(inner) else inner


def _is_saying(told: Told) -> bool:
    claim = told.claim
    if claim.negated and claim.polarity != "denies":
        return False
    return claim.polarity != "asserts" or not _cue(told) & ACTS


def _cue(told: Told) -> set[str]:
    return {stem(w) for w in words(written(told.article.text, told.claim.cue)) if is_content(w)}


def _names_act(assertion: Assertion, told: Told) -> bool:
    """Tell whether an assertion is about the saying itself: it names the cue and who speaks."""
    stated = {stem(w) for w in words(assertion.text)}
    who = told.claimant
    named = who is not None and any(matches(who, name) for name in assertion.names)
    return named and (bool(_cue(told) & stated) or _is_thing(told))


def _is_thing(told: Told) -> bool:
    """Tell whether a claim has a thing for its content and no assertion: "has criticized the NATO deployment".

    What is so "according to" somebody is an assertion.
    """
    plain = told.claim.quotation == "indirect" and bool(_cue(told)) and not _THAT.match(told.text)
    return plain and not _FINITE.search(told.text)


def _is_report(told: Told) -> bool:
    return is_outlet(told.claim.claimant or "") and told.claim.polarity != "denies"


def denies(told: Told) -> bool:
    """Tell whether a claim denies its content."""
    return denies_it(told.claim)


def denies_it(claim: Claim) -> bool:
    """Tell whether a claim denies its content."""
    return claim.polarity == "denies" and not claim.negated


def asserts_nothing(assertion: Assertion, told: Told) -> bool:
    """Tell whether a claim demands, doubts or only holds possible what the assertion states plainly."""
    claim = told.claim
    if claim.polarity in ("demands", "doubts") or (claim.negated and claim.polarity != "denies"):
        return True
    if claim.polarity == "denies" and claim.negated:
        return True
    may_be = claim.polarity in _MAY_BE or claim.hedged
    return may_be and read(told.text).modal and not assertion.about.modal


def content(told: Told, answered: str, before: str, topic: str) -> str:
    """Return the words of a claim as they can be understood alone.

    ``answered`` is what a denial denies (empty if the ledger does not know), ``before`` what the content points back to
    and ``topic`` the names that it is about. A pronoun in front stands for the claimant.
    """
    text, who = _THAT.sub("", _in_one(told)), told.claim.claimant
    if who:
        text = _PRONOUN.sub(lambda m: m[1] + _named(m[2], who), text)
    if points_back(text):
        text = answered if denies(told) and answered else f"{before} {text}"
    return f"{topic} {text}".strip()


def _in_one(told: Told) -> str:
    """Return the content of a claim with what stands between its parts in one sentence, source and cue left out."""
    claim, text = told.claim, told.article.text
    parts = [claim.content[0].of(text)] if claim.content else []
    for one, after in pairwise(claim.content):
        gap = Span(one.end, after.start)
        tells = any(s.start < gap.end and s.end > gap.start for s in (*claim.source, *claim.cue))
        apart = tells or gap.end - gap.start > _GAP or "\n" in gap.of(text)
        parts += [" " if apart else gap.of(text), after.of(text)]
    return "".join(parts)


def points_back(text: str) -> bool:
    """Tell whether a content only points back to what it is about ("these allegations", "any part in it")."""
    said = gist(text)
    return len(said) < _FEW or (len(said) <= _FEW and refers_back(text))


def _named(pronoun: str, who: str) -> str:
    return f"{who}'s" if pronoun.lower() in _OWNED else who


def is_open(assertion: Assertion, text: str) -> bool:
    """Tell whether a text says what an assertion states only after "if" or "whether"."""
    return _stands_after(_IF, assertion, text) and not _IF.search(assertion.text)


def is_alleged(assertion: Assertion, text: str, claims: Sequence[Told]) -> bool:
    """Tell whether a text calls alleged or unconfirmed what an assertion states, or reports words of nobody known."""
    if not claims and not assertion.said and _REPORTED.search(text) and not _REPORTED.search(assertion.text):
        return True
    return _stands_after(_ALLEGED, assertion, text) and not _ALLEGED.search(assertion.text)


def _stands_after(mark: re.Pattern[str], assertion: Assertion, text: str) -> bool:
    found = mark.search(text)
    if not found:
        return False
    wanted = assertion.gist
    return overlap(wanted, text[: found.start()]) < max(OWN, overlap(wanted, text[found.end() :]))


@lru_cache(maxsize=8192)
def overlap(wanted: frozenset[str], text: str) -> float:
    """Return the share of an assertion's words and names that a text has, 0 to 1; 0 for an assertion without any."""
    return len(wanted & _heard(text)) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=16384)
def _heard(text: str) -> frozenset[str]:
    """Return the words and names of a text, of "rebel-held" also its parts."""
    return gist(text) | gist(text.replace("-", " "))
