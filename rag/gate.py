"""The grounding gate for sentences that a model wrote: each stands on words of a retrieved passage, or is not shown.

Cheap checks come first, each with its own name; then the verifier, whose support must reach a calibrated floor
(``rag/gate.json``). A sentence whose only fault is its citation is given the passage that does carry it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.claim import written
from index.extract import Extractor
from index.quotations import quotations
from index.terms import words
from index.values import Article, Span
from index.verifier import Verifier
from rag.amounts import amounts
from rag.attributed import Evidence, Said, attribution_failures, borne, covered
from rag.draft import Drafted, repeats_instructions
from rag.evidenced import Sheet, about, as_read, near, together
from rag.exact import Reason, exact
from rag.values import Dropped

FLOOR = Path(__file__).with_name("gate.json")
UNKNOWN_PASSAGE, NO_PASSAGE = "unknown passage", "no passage named"
MARKUP, INSTRUCTIONS, LEANS = "markup", "repeats its instructions", "leans on a sentence that is not shown"
OPEN_QUOTE, ELSEWHERE, UNSUPPORTED = "quotation without an end", "not about this", "not supported"
WITHHELD = "(withheld: it repeats the model's instructions)"

_MOST_JUDGED, _COVERED = 3, 0.5
_HEADED = frozenset(("name", "date"))
_MARKUP = re.compile(r"</?[a-z!][^<>]{0,80}>?|https?:|www\.|\]\(|!\[|```|\*\*|\{\{|&#?\w{1,8};|[{}\\]", re.IGNORECASE)
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?")
_PRONOUN = re.compile(
    r"\W*(?:(?:but|and|so|however|then|later)\b,?\s+)?"
    r"(?:he|she|they|it|his|her|their|its|him|them|the (?:former|latter))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stood:
    """A sentence that passed, what it stands on, and how well that supports it, in [0, 1]."""

    text: str
    evidence: Evidence
    support: float
    repaired: bool = False


class Gate:
    """Judges sentences one after the other against the passages that were retrieved for a question."""

    def __init__(
        self, verifier: Verifier, extractor: Extractor, sheets: Sequence[Sheet], floor: float | None = None
    ) -> None:
        """Take what judges and the passages; ``floor`` is the least support, that of ``rag/gate.json`` by default."""
        self._verifier, self._extractor = verifier, extractor
        self._sheets = {s.name: s for s in sheets}
        self._floor = load_floor() if floor is None else floor
        self._before: Stood | None = None

    def judge(self, drafted: Drafted) -> Stood | Dropped:
        """Return the sentence with what it stands on, or the names of the checks that it failed."""
        found = self._judged(drafted)
        self._before = found if isinstance(found, Stood) else None
        return found

    def forget(self) -> None:
        """Treat the last sentence as not shown: none may lean on it."""
        self._before = None

    def _judged(self, drafted: Drafted) -> Stood | Dropped:
        if faults := self._of_text(drafted.text):
            return Dropped(WITHHELD if INSTRUCTIONS in faults else drafted.text, tuple(faults))
        article = Article("draft", "draft", "", drafted.text)
        said = Said(article, tuple(self._extractor.extract([article])[0]))
        named = [self._sheets[n] for n in dict.fromkeys(drafted.passages) if n in self._sheets]
        faults = [UNKNOWN_PASSAGE] if set(drafted.passages) - set(self._sheets) else []
        cited = self._attempt(said, named)
        if isinstance(cited, Stood):
            return cited
        other = self._attempt(said, [s for s in self._sheets.values() if s not in named])
        if isinstance(other, Stood):
            return Stood(other.text, other.evidence, other.support, repaired=True)
        faults += cited if named else [] if faults else [NO_PASSAGE]
        return Dropped(drafted.text, tuple(dict.fromkeys([*faults, *([] if named else other)])))

    def _of_text(self, text: str) -> list[str]:
        """Return what is wrong with a sentence whatever it stands on."""
        found = [MARKUP] if _MARKUP.search(text) else []
        found += [INSTRUCTIONS] if repeats_instructions(text) else []
        found += [OPEN_QUOTE] if any(not q.closed for q in quotations(text, [Span(0, len(text))])) else []
        return found + ([LEANS] if _PRONOUN.match(text) and self._before is None else [])

    def _attempt(self, said: Said, sheets: Sequence[Sheet]) -> Stood | list[str]:
        """Return the sentence on the best of these passages, or why it stands on none."""
        ranked = sorted((n for s in sheets for n in near(self._read(said), s)), key=lambda pair: -pair[0])
        found = [e for count, e in ranked if count]
        if len(sheets) > 1:
            first = [near(self._read(said), s)[0][1] for s in sheets[:2]]
            found.append(together(first))
        faults = [failures(said, e) for e in found]
        clean = [e for e, wrong in zip(found, faults, strict=True) if not wrong][:_MOST_JUDGED]
        if not clean:
            return min(faults, key=len, default=[UNSUPPORTED])
        return self._supported(said, clean)

    def _read(self, said: Said) -> str:
        """Return the sentence, after the one that a pronoun in it leans on."""
        leans = _PRONOUN.match(said.text) and self._before
        return f"{self._before.text} {said.text}" if leans and self._before else said.text

    def _supported(self, said: Said, found: Sequence[Evidence]) -> Stood | list[str]:
        judged = self._verifier.judge([(self._read(said), as_read(e)) for e in found])
        best, evidence = max(zip(judged, found, strict=True), key=lambda pair: pair[0].support)
        if best.support < self._floor or best.refute > best.support:
            return [UNSUPPORTED]
        return Stood(said.text, evidence, best.support)


def failures(said: Said, evidence: Evidence) -> list[str]:
    """Return the names of the cheap checks that a sentence fails against its evidence; empty when it passes all."""
    if covered(said, f"{about(evidence)} {evidence.text}") < _COVERED:
        return [ELSEWHERE]
    return _inexact(said, evidence) or attribution_failures(said, evidence)


def _inexact(said: Said, evidence: Evidence) -> list[str]:
    """Return the kinds of what the words do not bear out; names and dates may be known of the article itself."""
    read = as_read(evidence)
    found = [r for r in exact(said.text, read) if not _is_known_better(r, said, evidence)]
    if any(r.kind in _HEADED for r in found):
        known = {r.kind for r in exact(said.text, f"{about(evidence)} {read}")}
        found = [r for r in found if r.kind not in _HEADED or r.kind in known]
    kinds = dict.fromkeys(r.kind for r in found)
    return list(kinds | dict.fromkeys(["number"] if _new_figures(said.text, f"{about(evidence)} {read}") else []))


def _new_figures(text: str, evidence: str) -> set[str]:
    """Return the figures of a text that the evidence has neither in digits nor in words."""
    heard, known = set(_figures(evidence)), {a.value for a in amounts(evidence)}
    counted = {f for a in amounts(text) if a.value in known for f in _figures(a.text)}
    return {f for f in _figures(text) if f not in heard | counted and float(f) not in known}


def _figures(text: str) -> list[str]:
    return [f.replace(",", "") for f in _FIGURE.findall(text)]


def _is_known_better(reason: Reason, said: Said, evidence: Evidence) -> bool:
    """Tell whether the ledger knows better: who speaks for whom, who denies, that a cue ("claimed") is no hedge."""
    if reason.kind == "claimant":
        return bool(evidence.claims)
    if reason.kind == "negation":
        return _denies_as_told(said, evidence)
    word = re.search(r"“([^”]+)”", reason.text) if reason.kind == "hedge" and said.claims else None
    cues = [written(t.article.text, t.claim.cue) for t in evidence.claims]
    return word is not None and any(word[1] in words(cue) for cue in cues)


def _denies_as_told(said: Said, evidence: Evidence) -> bool:
    """Tell whether no negation differs from the claims that bear the sentence out; others beside them may deny them."""
    own = [borne(said, claim, evidence) for claim in said.claims]
    if not own or not all(own):
        return False
    told = " ".join(t.claim.span.of(t.article.text) for claims in own for t in claims)
    return all(r.kind != "negation" for r in exact(said.text, told))


@lru_cache(maxsize=1)
def load_floor() -> float:
    """Return the least support of a sentence that is shown, as calibrated."""
    return float(json.loads(FLOOR.read_text(encoding="utf-8"))["floor"])
