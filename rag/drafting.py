"""An answer in a model's words: passages out, sentences in, each through the grounding gate before anybody sees it.

Whatever the model does, the extractive reply is there to fall back on, and the reply says in a line that it did.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from index.extract import Extractor
from index.names import mentions
from index.terms import stems
from index.told import Told
from index.values import Filters, Hit, Passage
from index.verifier import Verifier
from rag.answer import cite
from rag.disputes import with_claims
from rag.draft import INSTRUCTIONS, drafted, request
from rag.evidence import Page
from rag.evidenced import Sheet
from rag.gate import Gate, Stood
from rag.llm import Model, ModelDownError
from rag.question import Question, understand
from rag.retrieve import retrieve, within
from rag.values import Answer, Citation, Dropped, Reply, Statement
from rag.when import window

if TYPE_CHECKING:
    from index import Archive

MOST_PASSAGES, MOST_WORDS = 8, 1100
OFF_QUESTION, _ON_TOPIC = "does not answer the question", 0.5
_QUOTED = "what follows are quotations"

Tell = Callable[[Statement], None]


@dataclass(frozen=True, slots=True)
class Writer:
    """What it takes to let a model write: the model, and what judges its sentences."""

    archive: Archive
    model: Model
    verifier: Verifier
    extractor: Extractor

    def answer(self, found: Reply, filters: Filters, k: int, tell: Tell | None = None) -> Reply:
        """Return the reply in the model's words as far as they stand, else ``found`` with a note.

        ``tell`` gets each statement as soon as it has passed; those are the statements of the answer, in order.
        """
        question = understand(found.question)
        passages = self._passages(found, filters, k) if question.names or question.topic else []
        claims = self.archive.heard(passages)
        sheets = _sheets(self.archive, passages, claims)
        if not sheets:
            return found
        gate = Gate(self.verifier, self.extractor, sheets)
        quoted = frozenset(c.article_id for c in found.citations) if isinstance(found, Answer) else frozenset()
        draft = _Draft(question, quoted, tell or (lambda _: None))
        draft.take(self.model, gate, request(found.question, [(s.name, s.page.article, _words(s)) for s in sheets]))
        reply = _reply(found, draft, self.model.name)
        return with_claims(self.archive, reply, claims, filters) if draft.statements else reply

    def _passages(self, found: Reply, filters: Filters, k: int) -> list[Passage]:
        """Return the passages that the model gets: those that the extractive answer quotes, then the best found."""
        period = window(found.question, date.today())
        hits: list[Hit] = within(self.archive, retrieve(self.archive, found.question, 3 * k, filters), period, 3 * k)[
            :k
        ]
        quoted = found.citations if isinstance(found, Answer) else ()
        first = [self.archive.passage(c.passage_id) for c in quoted]
        ranked = {p.id: p for p in (*first, *(h.passage for h in hits))}
        return _within_budget(self.archive, list(ranked.values()))


def _within_budget(archive: Archive, passages: Sequence[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    words = 0
    for passage in passages[:MOST_PASSAGES]:
        words += len(passage.span.of(archive.article(passage.article_id).text).split())
        if kept and words > MOST_WORDS:
            break
        kept.append(passage)
    return kept


def _sheets(archive: Archive, passages: Sequence[Passage], claims: Sequence[Told]) -> list[Sheet]:
    pages = {
        i: Page.of(archive.article(i), archive.passages(i), [t for t in claims if t.article.id == i])
        for i in {p.article_id for p in passages}
    }
    found = [(pages[p.article_id], pages[p.article_id].telling(p)) for p in passages]
    return [Sheet(f"p{n}", page, numbers) for n, (page, numbers) in enumerate((f for f in found if f[1]), 1)]


class _Draft:
    """What became of a model's sentences."""

    def __init__(self, question: Question, quoted: frozenset[str], tell: Tell) -> None:
        """Sentences must be on the question, or touch it and stand on an article that the own answer quotes."""
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []
        self.dropped: list[Dropped] = []
        self.failed = ""
        self.timing = {"model": 0.0, "gate": 0.0}
        self._question, self._quoted, self._tell = question, quoted, tell

    def take(self, model: Model, gate: Gate, prompt: str) -> None:
        """Let the model write and keep what stands."""
        try:
            for sentence in drafted(self._timed(model.stream(INSTRUCTIONS, prompt))):
                began = time.perf_counter()
                self._sort(gate.judge(sentence), gate)
                self.timing["gate"] += (time.perf_counter() - began) * 1000
        except ModelDownError as error:
            self.failed = str(error)

    def _timed(self, pieces: Iterator[str]) -> Iterator[str]:
        began = time.perf_counter()
        for piece in pieces:
            self.timing["model"] += (time.perf_counter() - began) * 1000
            yield piece
            began = time.perf_counter()
        self.timing["model"] += (time.perf_counter() - began) * 1000

    def _sort(self, found: Stood | Dropped, gate: Gate) -> None:
        if isinstance(found, Stood) and not (self._is_quoted(found) or on_question(self._question, found)):
            gate.forget()
            found = Dropped(found.text, (OFF_QUESTION,))
        if isinstance(found, Dropped):
            self.dropped.append(found)
            return
        statement = Statement(found.text, found.support, tuple(dict.fromkeys(self._cited(found))))
        self.statements.append(statement)
        self._tell(statement)

    def _is_quoted(self, found: Stood) -> bool:
        near = {p.article.id for p in found.evidence.parts} <= self._quoted
        return near and touches(self._question, found)

    def _cited(self, found: Stood) -> Iterator[int]:
        """Yield the numbers of the citations that a sentence stands on, those new to the reply added to it."""
        for part in found.evidence.parts:
            for span in part.spans:
                known = next((c for c in self.citations if (c.article_id, c.span) == (part.article.id, span)), None)
                if known is None:
                    known = cite(len(self.citations) + 1, part.article, part.passage_id(span.start), span)
                    self.citations.append(known)
                yield known.n


def on_question(question: Question, found: Stood) -> bool:
    """Tell whether a sentence, with what it stands on, is about all whom and most of what a question asks about."""
    titles = " ".join(p.article.title for p in found.evidence.parts)
    words = f"{found.text} {found.evidence.text} {titles}"
    named = all(mentions(words, name) for name in question.names)
    known = stems(words)
    return named and sum(s in known for s in question.topic) >= _ON_TOPIC * len(question.topic)


def touches(question: Question, found: Stood) -> bool:
    """Tell whether a sentence, with what it stands on, has anything of what a question asks about."""
    words = f"{found.text} {found.evidence.text}"
    known = stems(words)
    return any(s in known for s in question.topic) or any(mentions(words, name) for name in question.names)


def _reply(found: Reply, draft: _Draft, name: str) -> Reply:
    """Return the drafted answer, or what was found with a note on why it is not the model's."""
    timing = {**found.timing_ms, **draft.timing}
    timing["total"] = found.timing_ms.get("total", 0.0) + sum(draft.timing.values())
    dropped = tuple(draft.dropped)
    if draft.statements:
        note = f"{name} stopped early: {draft.failed}." if draft.failed else ""
        return Answer(
            found.question,
            tuple(draft.statements),
            tuple(draft.citations),
            found.searched,
            timing,
            drafted_by=name,
            dropped=dropped,
            note=note,
        )
    note = _why_not(draft, name) + (f"; {_QUOTED}." if isinstance(found, Answer) else ".")
    return replace(found, timing_ms=timing, dropped=dropped, note=note)


def _why_not(draft: _Draft, name: str) -> str:
    if draft.failed:
        return f"{name} gave no answer: {draft.failed}"
    if not draft.dropped:
        return f"{name} wrote no answer"
    count = len(draft.dropped)
    return f"Nothing that {name} wrote stands on the passages ({count} sentence{'s' * (count > 1)} dropped)"


def _words(sheet: Sheet) -> str:
    """Return the sentences of a passage that report: what speaks to a program is not put before one."""
    return " ".join(sheet.page.texts[n] for n in sheet.numbers)
