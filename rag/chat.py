"""A question in, a cited reply out: rewrite, understand, retrieve, read, weigh, answer, check. Top to bottom."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from index.names import mentions, question_names
from index.terms import weights
from index.told import Told
from index.values import NO_FILTERS, Filters, Hit, Span
from rag.answer import answer, best_support, cite, joined
from rag.disputes import with_claims
from rag.evidence import Candidate, Page, candidates
from rag.ground import grounded
from rag.heard import Voice, asked_for
from rag.judge import READ_TOKENS, judge
from rag.likeness import likeness
from rag.parts import parts
from rag.question import Question, understand
from rag.reader import Reader
from rag.reports import reported
from rag.retrieve import retrieve, within
from rag.rewrite import readings
from rag.support import Support
from rag.values import Answer, Citation, Reply, Turn
from rag.when import window

if TYPE_CHECKING:
    from index import Archive

SHOWN_AS_SEARCHED, MOST_FURTHER = 5, 5
CLEAR = 0.35
_MORE = re.compile(r"\b(?:else|more|other|others|further|besides)\b", re.IGNORECASE)


class Clock:
    """Milliseconds by step, for the reply's ``timing_ms``."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}
        self._began = self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        """Book the time since the last lap under ``step``."""
        now = time.perf_counter()
        self.ms[step] = (now - self._last) * 1000
        self._last = now
        self.ms["total"] = (now - self._began) * 1000


def ask(
    archive: Archive,
    reader: Reader,
    support: Support,
    asked: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters = NO_FILTERS,
    k: int = 10,
    today: date | None = None,
    tokens: int = READ_TOKENS,
) -> Reply:
    """Answer a question from the archive; see ``Desk.ask``. ``tokens`` is about how much the reader reads."""
    first, *others = readings(asked, history)
    seen = shown(history) if _MORE.search(asked) else frozenset()
    weigh = partial(_weigh, archive, reader, support, filters=filters, k=k, today=today, seen=seen, tokens=tokens)
    whole = weigh(first)
    asked_apart = parts(first)
    if len(asked_apart) > 1:
        apart = [weigh(part) for part in asked_apart]
        heard = [told for weighed in (*apart, whole) for told in weighed.heard]
        together = joined(whole.reply, [weighed.reply for weighed in apart])
        return with_claims(archive, reported(archive, together, filters, support.strict), heard, filters)
    if best_support(whole.reply) < CLEAR:
        guessed = (weighed for weighed in map(weigh, others) if _bears(weighed, asked))
        whole = max([whole, *guessed], key=lambda weighed: best_support(weighed.reply))
    return with_claims(archive, reported(archive, whole.reply, filters, support.strict), whole.heard, filters)


def shown(history: Sequence[Turn]) -> frozenset[str]:
    """Return the quotes that the conversation has shown."""
    return frozenset(c.quote for t in history if isinstance(t.reply, Answer) for c in t.reply.citations)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A reply, and the claims asked for that stand in the sentences which were weighed for it."""

    reply: Reply
    heard: list[Told]


def _bears(weighed: _Weighed, asked: str) -> bool:
    """Tell whether an answer names what a fragment names, or is theirs: a reading that is a guess has to show it."""
    reply = weighed.reply
    sides = [s for t in weighed.heard for s in (t.claim.claimant or "", *t.claim.affiliation)]
    shown = " ".join((reply.text, *sides)) if isinstance(reply, Answer) else ""
    return all(mentions(shown, name.text) for name in question_names(f"- {asked}"))


def _weigh(
    archive: Archive,
    reader: Reader,
    support: Support,
    text: str,
    *,
    filters: Filters,
    k: int,
    today: date | None,
    seen: frozenset[str],
    tokens: int,
) -> _Weighed:
    clock = Clock()
    question, found, hits = gather(archive, text, filters, k, today)
    clock.lap("retrieve")
    fresh = [c for c in found if not any(c.text in quote for quote in seen)]
    judged = judge(question, fresh, reader, support, tokens)
    clock.lap("read")
    reply = grounded(answer(question, judged, _searched(archive, hits), support.least), archive.article)
    clock.lap("answer")
    reply.timing_ms.update(clock.ms)
    return _Weighed(reply, [v.told for j in judged for v in j.candidate.voices if asked_for(question, v)])


def gather(
    archive: Archive, text: str, filters: Filters, k: int, today: date | None = None
) -> tuple[Question, list[Candidate], list[Hit]]:
    """Return the question taken apart, its candidate sentences (the most promising first) and the passages found."""
    period = window(text, today or date.today())
    pool = within(archive, retrieve(archive, text, 3 * k, filters), period, 3 * k)
    claims = archive.heard([h.passage for h in pool])
    known = known_names(archive, pool[:k])
    question = understand(with_capitals(text, known), known, period.text if period else "")
    question = replace(question, text=text)
    if question.force == "denies":
        claims = archive.claims_by_id([t.claim.id for t in claims])
    hits = [*pool[:k], *_of_claimants(question, pool[k:], claims)]
    pages = {
        i: Page.of(archive.article(i), archive.passages(i), [t for t in claims if t.article.id == i])
        for i in {h.passage.article_id for h in hits}
    }
    weights = idf(archive, question)
    alike = likeness(archive, question, [h.passage for h in hits], weights)
    return question, candidates(question, hits, pages, alike, weights, period, pool), hits


def _of_claimants(question: Question, further: Sequence[Hit], claims: Sequence[Told]) -> list[Hit]:
    """Return the hits, of those beyond the best, that report words of a claimant asked for."""
    spoken = [t for t in claims if question.claimants and asked_for(question, Voice(t))]
    told = (h for h in further if any(_reports(h, t) for t in spoken))
    return list(islice(told, MOST_FURTHER))


def _reports(hit: Hit, told: Told) -> bool:
    span, passage = told.claim.span, hit.passage
    return told.article.id == passage.article_id and span.start < passage.span.end and passage.span.start < span.end


def idf(archive: Archive, question: Question) -> dict[str, float]:
    """Return the inverse document frequency of the question's topic stems in the archive."""
    return weights(archive.word_frequency(question.topic), archive.counts()["passages"])


def known_names(archive: Archive, hits: Sequence[Hit]) -> Callable[[str], bool]:
    """Return a test of whether a word, or two, are written with capitals inside sentences of the hits, mostly."""
    seen: Counter[tuple[str, bool]] = Counter()
    for hit in hits:
        text = hit.passage.span.of(archive.article(hit.passage.article_id).text)
        for word in re.findall(r"(?<=[a-z,] )\w[\w’'-]*(?! [A-Z])", text):
            seen[word.lower(), word[0].isupper()] += 1
        for pair in re.findall(r"(?=\b([A-Z][\w’'-]+ [A-Z][\w’'-]+))", text):
            seen[pair.lower(), True] += 1
    return lambda word: seen[word.lower(), True] > 3 * seen[word.lower(), False]


def with_capitals(text: str, known: Callable[[str], bool]) -> str:
    """Return a question with a capital on the words that the hits write as names ("what did trudeau tell Putin")."""
    pairs = {w for pair in re.findall(r"(?=\b(\w+ \w+))", text) if known(pair) for w in pair.split()}
    return re.sub(r"\b[a-z][\w’-]{2,}", lambda m: m[0].capitalize() if m[0] in pairs or known(m[0]) else m[0], text)


def _searched(archive: Archive, hits: Sequence[Hit]) -> list[Citation]:
    shown = hits[:SHOWN_AS_SEARCHED]
    return [cite(n, archive.article(h.passage.article_id), h.passage.id, trimmed(h)) for n, h in enumerate(shown, 1)]


def trimmed(hit: Hit) -> Span:
    """Return the span of a hit's passage without the white space around it."""
    sentences = hit.passage.sentences
    return Span(sentences[0].start, sentences[-1].end) if sentences else hit.passage.span
