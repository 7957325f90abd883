"""Whose words, and which: quotations of a statement that its evidence has otherwise, and claimants that it swaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.grammar import PRONOUNS, SUFFIX
from index.quotations import quotations
from index.terms import stem, words
from index.values import Span
from rag.aligned import Aligned, gist, sentences
from rag.exact_names import is_named, names
from rag.reason import Reason
from rag.verbs import is_report

_MARKS = "\"“”„‟«»‘’‚'`"
_QUOTE_MARKS = re.compile(r"''|``|[\"“”„‟«»]|(?<!\w)['‘’‚`]|['’`](?!\w)")
_GAPS = re.compile(r"\s*(?:…|\.\s?\.\s?\.|\[[^\]]{0,80}\])\s*")
_ACCORDING = re.compile(r"\baccording to\s+(?:the\s+)?([^,.;:]{2,80})", re.IGNORECASE)
_NEAR, _ALIKE, _COPIED = 0.6, 0.4, 0.5
_SUBJECT, _SUBJECT_WORDS = 60, 4


# --------------------------------------------------------------------------------------------------------- quotations


def quotation_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason for each quotation of the sentence that does not stand in the evidence word for word."""
    for quoted in quoted_words(pair.sentence):
        if is_written(quoted, pair.evidence):
            continue
        other = nearest_words(quoted, pair.evidence) or _instead(quoted, pair)
        if other:
            yield Reason("quotation", f"the statement quotes “{quoted}”, the evidence says “{other}”", against=True)
        else:
            yield Reason("quotation", f"the statement quotes “{quoted}”, which the evidence does not say")


def _instead(quoted: str, pair: Aligned) -> str | None:
    """Return the quotation in its place where the same person says nearly the same by the same verb."""
    mine = said(pair.sentence)
    for near in pair.near:
        theirs = said(near.text)
        same = mine and theirs and mine.verb == theirs.verb and _is_one(mine.source, theirs.source)
        if not same or near.copied < _COPIED:
            continue
        here = [there for span, there in near.swaps if quoted.split()[-1] in span.of(pair.sentence)]
        for other in quoted_words(near.text):
            if any(other.split()[-1] in there.of(near.text) for there in here):
                return other
    return None


@lru_cache(maxsize=8192)
def quoted_words(text: str) -> tuple[str, ...]:
    """Return the words that stand in quotation marks, without the marks and the punctuation at their ends."""
    spans = (q.span for q in quotations(text, [Span(0, len(text))]) if q.closed)
    found = (s.of(text).strip(_MARKS + " ").strip(" ,.;:!?…-–—") for s in spans)
    return tuple(q for q in found if any(c.isalnum() for c in q))


def is_written(quoted: str, text: str) -> bool:
    """Tell whether a text has these words; their parts in order where "…" or brackets leave something out.

    White space, quotation marks, dashes, and the case of the first letter do not matter.
    """
    at, heard = 0, same_letters(text)
    for part in _GAPS.split(quoted):
        wanted = same_letters(part).strip(" ,.;:!?-")
        found = _find(heard, wanted, at) if wanted else at
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def _find(heard: str, wanted: str, at: int) -> int:
    """Return where the words stand in ``heard`` as whole words, from ``at`` on; -1 for nowhere."""
    for one in (wanted, wanted[0].swapcase() + wanted[1:]):
        match = re.compile(rf"(?<!\w){re.escape(one)}(?!\w)").search(heard, at)
        if match:
            return match.start()
    return -1


@lru_cache(maxsize=4096)
def same_letters(text: str) -> str:
    """Return a text with one kind of apostrophe, dash and space, and without quotation marks."""
    plain = _QUOTE_MARKS.sub("", text).replace("’", "'").replace("–", "-").replace("—", "-")
    return " ".join(re.sub(r"\s+([,.;:!?])", r"\1", plain).split())


def nearest_words(quoted: str, text: str) -> str | None:
    """Return the words of a text that a quotation of three words or more alters, None if nothing is like it."""
    wanted = quoted.lower().split()
    if len(wanted) < 3:
        return None
    best, found = _NEAR, None
    for sentence in sentences(text):
        written = sentence.split()
        matcher = SequenceMatcher(None, wanted, [w.lower().strip(_MARKS + ",.;:!?") for w in written], autojunk=False)
        blocks = [b for b in matcher.get_matching_blocks() if b.size]
        share = sum(b.size for b in blocks) / len(wanted)
        if blocks and share >= best and blocks[-1].b + blocks[-1].size - blocks[0].b <= 2 * len(wanted):
            best, found = share, " ".join(written[blocks[0].b : blocks[-1].b + blocks[-1].size])
    return found


# ---------------------------------------------------------------------------------------------------------- claimants


@dataclass(frozen=True, slots=True)
class Said:
    """Who says something in a sentence, by which verb (empty: "according to"), and the stems of what is said."""

    source: str
    content: frozenset[str]
    verb: str = ""


def claimant_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason if the sentence has somebody say what, in the evidence, only others say."""
    mine = said(pair.sentence)
    if mine is None or not names(mine.source):
        return
    if any(_has_clause(n.text, mine) for n in pair.near):
        return
    told = [s for n in pair.near if (s := said(n.text)) and _share(mine, s) >= _ALIKE]
    others = [s for s in told if not _is_one(mine.source, s.source)]
    if others and len(others) == len(told):
        source = others[0].source
        yield Reason("claimant", f"the statement has it from {mine.source}, the evidence from {source}", against=True)


def _has_clause(heard: str, mine: Said) -> bool:
    """Tell whether a text has the same name before the same verb, inside what another says: "which Kyiv agreed to"."""
    written = words(heard)
    at = [n for n, word in enumerate(written) if mine.verb and stem(word) == mine.verb]
    before = (" ".join(written[max(0, n - _SUBJECT_WORDS) : n]) for n in at)
    return any(is_named(name.text, text) for text in before for name in names(mine.source))


def _share(one: Said, other: Said) -> float:
    return len(one.content & other.content) / max(2, len(one.content))


def _is_one(mine: str, theirs: str) -> bool:
    """Tell whether two sources may be one: a name of one is in the other, or one is no name at all."""
    ours, others = names(mine), names(theirs)
    if not others:
        return True
    return any(is_named(n.text, theirs) for n in ours) or any(is_named(n.text, mine) for n in others)


@lru_cache(maxsize=32768)
def said(sentence: str) -> Said | None:
    """Return who says something in a sentence, if a name with a reporting verb or "according to" tells."""
    if match := _ACCORDING.search(sentence):
        rest = sentence[: match.start()] + sentence[match.end() :]
        return Said(match[1].strip(), gist(rest))
    written = list(re.finditer(r"[^\W_]+(?:[.'’-][^\W_]+)*", sentence))
    for at, word in enumerate(written):
        if word[0].islower() and is_report(word[0]) and (source := _source(sentence, written, at)):
            rest = sentence.replace(source, " ", 1).replace(word[0], " ", 1)
            return Said(source, gist(rest), stem(word[0]))
    return None


def _source(sentence: str, written: list[re.Match[str]], at: int) -> str | None:
    """Return the words right before a reporting verb, or right after it, that name somebody."""
    start = written[at].start()
    before = re.split(
        r"[,;:.!?\"“”]\s|\b(?:that|who|which|and|but|when|as)\b", sentence[max(0, start - _SUBJECT) : start]
    )[-1]
    subject = before.strip(" ,")
    if subject and names(subject) and subject[-1].isalpha():
        return subject
    if subject and subject.split()[-1].lower() in PRONOUNS:
        return None
    after = re.match(r"\s+((?:the\s+)?(?:[A-Z][\w’'.-]*\s?)+)", sentence[written[at].end() :][:_SUBJECT])
    quoted = sentence[:start].rstrip()[-1:] in "\"”’',"
    return SUFFIX.sub("", after[1].strip(" .,")) if after and quoted and start else None
