"""Which sentences the reader judges, and how likely each answers: the promising ones, within a budget of tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.names import mentions
from rag.evidence import Candidate, Page
from rag.likeness import SIGNALS, behind
from rag.question import Question
from rag.reader import Reader, Window
from rag.support import Support, features

READ_TOKENS, QUICK_TOKENS = 400, 300
LONGEST_WINDOW, LONGEST_WORDS = 4, 90
_TOKENS_PER_WORD = 1.35


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the probability that it answers."""

    candidate: Candidate
    support: float


@dataclass(slots=True)
class _Stretch:
    """Consecutive sentences of a page that the reader sees together, first and last included."""

    page: Page
    first: int
    last: int

    def joins(self, page: Page, first: int, last: int) -> bool:
        """Tell whether further sentences touch this stretch and do not make it too long."""
        if page is not self.page or first > self.last + 1 or last < self.first - 1:
            return False
        together = page.texts[min(first, self.first) : max(last, self.last) + 1]
        return len(together) <= LONGEST_WINDOW and sum(len(t.split()) for t in together) <= LONGEST_WORDS

    def text(self) -> str:
        """Return the title and the sentences in one."""
        return " ".join((self.page.article.title, *self.page.texts[self.first : self.last + 1]))

    def window(self) -> Window:
        """Return what the reader gets."""
        return Window(self.page.article.title, self.page.texts[self.first : self.last + 1])


def judge(
    question: Question,
    found: Sequence[Candidate],
    reader: Reader,
    support: Support,
    tokens: int = READ_TOKENS,
) -> list[Judged]:
    """Return the candidates that the reader saw, about ``tokens`` of them, each with its support."""
    return [Judged(c, _support(question, c, support)) for c in read(question, found, reader, tokens)]


def _support(question: Question, candidate: Candidate, support: Support) -> float:
    """Return the fitted probability: none where another than asked speaks, at least the floor where all is exact.

    None either where nobody speaks and no claimant is named, here or just before, unless all else that the question
    names is here.

    Exact is: the asked claimant speaks here, and every other name and word of the question stands here or just before;
    where it was said ("in Lucca") may stand anywhere in the article, which tells it once. The reader alone misses such
    a sentence when it does not repeat the topic itself.
    """
    told = features(candidate.signals)
    elsewhere = len(question.names) > len(question.claimants)
    before = candidate.page.texts[candidate.number - 1] if candidate.number else ""
    named = any(mentions(before, name) for name in question.claimants)
    unheard = told["claimant_unheard"] and not (told["spoken"] or named)
    if told["other_voice"] or (unheard and not (elsewhere and told["names"] == told["topic"] == 1.0)):
        return 0.0
    exact = told["claimant_said"] == told["names_placed"] == told["topic_near"] == 1.0 and elsewhere
    return max(support.probability(told), support.floor if exact else 0.0)


def read(question: Question, found: Sequence[Candidate], reader: Reader, tokens: int = READ_TOKENS) -> list[Candidate]:
    """Return the candidates that fit the reader's budget, with its score.

    The signals are ``reader`` and, for it and those of ``likeness``, by how much they fall short of the best that was
    read: ``reader_behind`` and so on.
    """
    stretches = _within_budget(question, found, tokens)
    scored = reader.score([as_written(question, s.text()) for s in stretches], [s.window() for s in stretches])
    logits = {
        (s.page.article.id, s.first + n): logit
        for s, row in zip(stretches, scored, strict=True)
        for n, logit in enumerate(row)
    }
    seen = {(c.page.article.id, c.number): c for c in found if (c.page.article.id, c.number) in logits}
    for key, candidate in seen.items():
        candidate.signals["reader"] = logits[key]
    chosen = list(seen.values())
    for candidate, told in zip(chosen, behind([c.signals for c in chosen], ("reader", *SIGNALS)), strict=True):
        candidate.signals.update(told)
    return chosen


def as_written(question: Question, text: str) -> str:
    """Return the question with each name in the words by which a text means it ("Moscow": "Russia")."""
    asked = question.text
    for name in question.names:
        found = mentions(text, name) if name.lower() not in text.lower() else []
        if found:
            written = found[0].of(text).replace("\\", "")
            asked = re.sub(rf"\b{re.escape(name)}\b", written, asked, flags=re.IGNORECASE)
    return asked


def _within_budget(question: Question, found: Sequence[Candidate], tokens: int) -> list[_Stretch]:
    """Return stretches around the most promising candidates, until the budget is spent."""
    made: list[_Stretch] = []
    spent = 0.0
    for c in found:
        first = c.number - int(c.leans_back)
        near = next((s for s in made if s.joins(c.page, first, c.number)), None)
        new = [n for n in range(first, c.number + 1) if near is None or not near.first <= n <= near.last]
        overhead = [] if near else [question.text, c.page.article.title]
        spent += _TOKENS_PER_WORD * sum(len(t.split()) for t in (*overhead, *(c.page.texts[n] for n in new)))
        if made and spent > tokens:
            break
        if near:
            near.first, near.last = min(near.first, first), max(near.last, c.number)
        else:
            made.append(_Stretch(c.page, first, c.number))
    return made
