"""Sentences as evidence: the candidates of the retrieved passages, and the signals that say whether one answers.

Each signal is a plain number with a name, so that ``rag/support.py`` can weigh them and a report can show them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.bearer import is_acronym, is_body
from index.names import mentions
from index.orders import is_order, orders
from index.places import states
from index.terms import coverage, stems
from index.told import Told
from index.values import Article, Hit, Passage, Span
from rag.fits import fits
from rag.heard import Voice, asked_for, voices
from rag.likeness import Likeness
from rag.question import Question
from rag.retrieve import closeness, in_window, names_a_year, names_year
from rag.when import Window as Period

CONTEXT, LEAD = 3, 2
OTHERS = 3.0  # what others say is no answer, and only fills the reader's budget
NEARNESS, MEANT = 3.0, 3.0  # of 2 to 6: how often an answer is read hardly differs
HEADING_WORDS = 30
_KNOWN = frozenset(("person", "body", "state"))
_DIGITS = re.compile(r"(?<![\w-])\d(?:[\d,.]*\d)?")  # not those of a name: "G7", "S-400"


@dataclass(frozen=True, slots=True)
class Page:
    """An article with its sentences, as the candidates of a question share it."""

    article: Article
    passages: tuple[Passage, ...]
    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    voices: Mapping[int, Sequence[Voice]] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """Title and text in one."""
        return f"{self.article.title} {self.article.text}"

    @classmethod
    def of(cls, article: Article, passages: Sequence[Passage], claims: Sequence[Told] = ()) -> Page:
        """Return the page of an article whose passages are given in text order, with claims that it reports."""
        spans = tuple(s for p in passages for s in p.sentences)
        texts = tuple(s.of(article.text) for s in spans)
        return cls(article, tuple(passages), spans, texts, voices(claims, spans, texts))

    def telling(self, passage: Passage) -> list[int]:
        """Return the numbers of the sentences of a passage that report: what speaks to a program is no evidence."""
        told_off = {passage.sentences[n].start for n in orders(self.article.text, passage.sentences)}
        inside = {s.start for s in passage.sentences} - told_off
        return [number for number, span in enumerate(self.spans) if span.start in inside]

    def tells(self, number: int) -> bool:
        """Tell whether a sentence reports, by itself."""
        return not is_order(self.texts[number])

    def passage_at(self, start: int) -> Passage:
        """Return the passage that holds the character at ``start``."""
        return next(p for p in self.passages if p.span.start <= start < p.span.end)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a page that may answer, with the hit that brought it, its voices and its signals."""

    page: Page
    number: int
    hit: Hit
    voices: tuple[Voice, ...]
    signals: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence as written."""
        return self.page.texts[self.number]

    @property
    def leans_back(self) -> bool:
        """Whether the sentence before it carries part of what the question asks for."""
        s = self.signals
        carried = s["topic"] < s["topic_near"] or s["names"] < s["names_near"] or s["claimant"] < s["claimant_near"]
        return self.number > 0 and (carried or any(v.back > 0 for v in self.voices))


def candidates(
    question: Question,
    hits: Sequence[Hit],
    pages: Mapping[str, Page],
    alike: Likeness,
    idf: Mapping[str, float],
    period: Period | None = None,
    pool: Sequence[Hit] = (),
) -> list[Candidate]:
    """Return the sentences of the hits with their signals, the most promising first.

    ``pool`` are the hits that these stand out from, or not.
    """
    made = []
    usual = _usual([closeness(h) for h in pool or hits])
    for hit in hits:
        page = pages[hit.passage.article_id]
        for number in page.telling(hit.passage):
            if not is_heading(page.texts[number]):
                made.append(_candidate(question, hit, page, number, alike, idf, period, usual))
    return sorted(made, key=promise, reverse=True)


def is_heading(text: str) -> bool:
    """Tell whether a line is a heading: short, and without the mark that ends a sentence."""
    return len(text.split()) <= HEADING_WORDS and text[-1] not in ".!?…\"”’'»:;。！？)"


def promise(candidate: Candidate) -> float:
    """Return a cheap score by which sentences are chosen for the reader."""
    s = candidate.signals
    return (
        NEARNESS * s["likeness"]
        + MEANT * s["meant"]
        + s["topic"]
        + s["topic_near"]
        + s["names"]
        + s["names_near"]
        + 1.5 * s["claimant"]
        + 0.5 * s["fits"]
        + 0.5 / s["rank"]
        - OTHERS * s["other_voice"]
    )


def _candidate(
    question: Question,
    hit: Hit,
    page: Page,
    number: int,
    alike: Likeness,
    idf: Mapping[str, float],
    period: Period | None,
    usual: tuple[float, float],
) -> Candidate:
    text = page.texts[number]
    near = f"{page.article.title} {' '.join(page.texts[max(0, number - CONTEXT) : number])} {text}"
    lead = " ".join(page.texts[:LEAD])
    spoken = tuple(page.voices.get(number, ()))
    asked = {s: idf.get(s, 1.0) for s in question.topic}
    others = [n for n in question.names if n not in question.claimants]
    placed = [n for n in others if re.search(rf"\b(?:in|at|near) (?:the )?{re.escape(n)}\b", question.text)]
    signals = {
        "topic": coverage(asked, stems(text)),
        "topic_near": coverage(asked, stems(near)),
        "topic_passage": coverage(asked, stems(hit.passage.span.of(page.article.text))),
        "names": _named(others, text),
        "names_near": _named(others, f"{lead} {near}"),
        "names_article": _named(others, page.whole),
        "names_placed": _named(placed, page.whole) * _named([n for n in others if n not in placed], f"{lead} {near}"),
        "claimant": _claimant(question, spoken, text),
        "force": _force(question, spoken),
        "asks_force": float(bool(question.force)),
        "other_voice": _other_voice(question, spoken),
        "claimant_near": _named(question.claimants, near),
        "fits": fits(question, text),
        "category": float(not question.category or question.category in stems(text)),
        "category_near": float(not question.category or question.category in stems(near)),
        "numbers": _numbers(question.text, near, period),
        "time": _time(page, near, period),
        "spoken": float(bool(spoken)),
        "asks_claimant": float(bool(question.claimants)),
        "asks_topic": float(bool(question.topic)),
        "asks_number": float(question.wanted == "number"),
        "asks_when": float(question.wanted == "when"),
        "asks_why": float(question.wanted == "why"),
        "retrieval": closeness(hit),
        "stands_out": max(-3.0, min(3.0, (closeness(hit) - usual[0]) / usual[1])),
        "rank": float(hit.rank),
        "length": min(len(text.split()), 60) / 60,
    }
    places = [(page.article.id, page.spans[n].start) for n in range(max(0, number - CONTEXT), number + 1)]
    return Candidate(page, number, hit, spoken, signals | alike.signals(places))


def _usual(scores: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the spread of scores: what a score is compared with, whatever the size of the archive."""
    mean = sum(scores) / max(1, len(scores))
    return mean, max(0.01, (sum((s - mean) ** 2 for s in scores) / max(1, len(scores))) ** 0.5)


def _named(names: Sequence[str], text: str) -> float:
    return sum(_mentioned(text, n) for n in names) / len(names) if names else 1.0


@lru_cache(maxsize=16384)
def _mentioned(text: str, name: str) -> bool:
    return bool(mentions(text, name))


def _claimant(question: Question, spoken: Sequence[Voice], text: str) -> float:
    """Return 1.0 when an asked claimant speaks here (or none is asked for), 0.5 when only named, else 0.0."""
    if not question.claimants:
        return 1.0
    if any(asked_for(question, v) for v in spoken):
        return 1.0
    return 0.5 * _named(question.claimants, text)


def _other_voice(question: Question, spoken: Sequence[Voice]) -> float:
    """Return 1.0 when these are the words of known others than the claimants asked for, else 0.0.

    Somebody of whom it is not known whom he serves may speak for the state or body that is asked for.
    """
    if not question.claimants or not spoken:
        return 0.0
    if any(asked_for(question, v) for v in spoken):
        return 0.0
    sides = [v.told.claimant for v in spoken]
    person = not any(states(c, seats=True) or is_body(c) or is_acronym(c) for c in question.claimants)
    return float(all(c and c.kind in _KNOWN and (person or c.kind != "person" or c.affiliation) for c in sides))


def _force(question: Question, spoken: Sequence[Voice]) -> float:
    """Return 1.0 when it was said in the way that is asked for ("who denied"), or when no way is."""
    if not question.force:
        return 1.0
    own = [v.told for v in spoken if asked_for(question, v)]
    done = (t.claim.polarity == question.force and not t.claim.negated for t in own)
    return float(any(done) or any(_answers(question, t) for t in own))


def _answers(question: Question, told: Told) -> bool:
    """Tell whether a claim denies or contradicts one of somebody whom a question about a denial names."""
    if question.force != "denies":
        return False
    against = [r.claim.claimant or "" for r in told.disputes if not r.answers]
    return any(_mentioned(claimant, name) for claimant in against for name in question.names)


def _numbers(question: str, text: str, period: Period | None) -> float:
    dated = period.text if period else ""
    asked = set(_DIGITS.findall(question.replace(dated, " ")))
    heard = set(_DIGITS.findall(text))
    return len(asked & heard) / len(asked) if asked else 1.0


def _time(page: Page, near: str, period: Period | None) -> float:
    """Return 1.0 when the asked period (if any) is that of the article or named near the sentence, 0.5 when unknown."""
    if period is None or in_window(page.article, period) or names_year(near, period):
        return 1.0
    if page.article.published is None and not names_a_year(page.article.text):
        return 0.5
    return 0.75 if page.article.published is None and names_year(page.article.text, period) else 0.0
