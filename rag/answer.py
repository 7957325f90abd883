"""Extractive answers: the sentences that answer, verbatim, with whose words they are, or a reasoned abstention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.values import Article, Span
from rag.evidence import Candidate, Page
from rag.heard import asked_for
from rag.judge import Judged
from rag.question import Question
from rag.values import ELLIPSIS, Abstention, Answer, Citation, Reply, Statement

MOST = 4
RELATIVE_FLOOR, SECOND_FLOOR = 0.3, 0.6  # of the best, and of the floor: what else is worth showing


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement to be: the spans of a page that it quotes, in text order, and its support."""

    page: Page
    spans: list[Span]
    support: float


def answer(question: Question, judged: Sequence[Judged], searched: Sequence[Citation], floor: float) -> Reply:
    """Return the best supported sentences as an answer, or an abstention when none reaches the floor."""
    best = max((j.support for j in judged), default=0.0)
    if best < floor or not (question.names or question.topic):
        return Abstention(question.text, reason(question, judged), tuple(searched))
    kept = [j for j in judged if j.support >= max(SECOND_FLOOR * floor, RELATIVE_FLOOR * best)]
    shown = by_claimant(question, _best(_heard(question, kept)))
    drafts = merged([Draft(j.candidate.page, extent(j.candidate), j.support) for j in shown])
    citations: list[Citation] = []
    statements: list[Statement] = []
    for draft in drafts:
        page, first = draft.page, len(citations) + 1
        citations += [
            cite(n, page.article, page.passage_at(span.start).id, span) for n, span in enumerate(draft.spans, first)
        ]
        quotes = [c.quote for c in citations[first - 1 :]]
        statements.append(Statement(ELLIPSIS.join(quotes), draft.support, tuple(range(first, len(citations) + 1))))
    return Answer(question.text, tuple(statements), tuple(citations), tuple(searched))


def best_support(reply: Reply) -> float:
    """Return the support of the best statement; 0.0 for an abstention."""
    return max((s.support for s in reply.statements), default=0.0) if isinstance(reply, Answer) else 0.0


def joined(whole: Reply, apart: Sequence[Reply]) -> Reply:
    """Return one reply from that to a whole question and those to its parts: each quote once, parts first."""
    answers = [r for r in (*apart, whole) if isinstance(r, Answer)]
    if not answers:
        return whole
    citations: list[Citation] = []
    statements: list[Statement] = []
    for found in answers:
        for statement in found.statements:
            cited = [c for c in found.citations if c.n in statement.citations]
            if all(any(_within(c, known) for known in citations) for c in cited):
                continue
            first = len(citations) + 1
            citations += [replace(c, n=n) for n, c in enumerate(cited, first)]
            statements.append(replace(statement, citations=tuple(range(first, len(citations) + 1))))
    return replace(answers[-1], question=whole.question, statements=tuple(statements), citations=tuple(citations))


def _within(one: Citation, other: Citation) -> bool:
    return one.article_id == other.article_id and one.quote in other.quote


def _heard(question: Question, kept: Sequence[Judged]) -> list[Judged]:
    """Return those in which somebody speaks or the claimant is named, where only the claimant's words are asked for.

    A plain fact beside his words would pass for one of them.
    """
    plain = question.speech and question.wanted == "other" and len(question.claimants) == 1
    if plain and any(j.candidate.signals["claimant"] == 1.0 for j in kept):
        return [j for j in kept if j.candidate.voices or j.candidate.signals["claimant"] > 0.0]
    return list(kept)


def _best(kept: Sequence[Judged]) -> list[Judged]:
    """Return the best supported, at most ``MOST``, each text once."""
    once = {j.candidate.text: j for j in sorted(kept, key=lambda j: j.support)}
    return sorted(once.values(), key=lambda j: -j.support)[:MOST]


def by_claimant(question: Question, judged: Sequence[Judged]) -> list[Judged]:
    """Return what answers a question for somebody's words grouped by claimant, in the order in which it was said.

    Claimants come in the order given, and so does what is undated, after the rest; other answers stay as they are.
    """
    if not question.speech:
        return list(judged)
    groups: dict[str, list[Judged]] = {}
    for j in judged:
        groups.setdefault(_claimant(question, j), []).append(j)
    return [j for group in groups.values() for j in sorted(group, key=_said)]


def _claimant(question: Question, judged: Judged) -> str:
    voices = judged.candidate.voices
    own = [v for v in voices if asked_for(question, v)] or list(voices)
    return (own[0].told.claim.claimant if own else None) or ""


def _said(judged: Judged) -> date:
    days = [v.told.when.first for v in judged.candidate.voices if v.told.when]
    published = judged.candidate.page.article.published
    return min(days, default=published.first if published else date.max)


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with those whose spans touch or overlap made one, in the place of the better supported."""
    made: list[Draft] = []
    for draft in drafts:
        near = next((n for n, d in enumerate(made) if d.page is draft.page and _touch(d, draft)), None)
        if near is None:
            made.append(draft)
        else:
            made[near] = replace(made[near], spans=_union([*made[near].spans, *draft.spans], draft.page.article.text))
    return made


def _touch(one: Draft, other: Draft) -> bool:
    text = one.page.article.text
    return any(not _between(a, b, text).strip() for a in one.spans for b in other.spans)


def _between(a: Span, b: Span, text: str) -> str:
    first, last = sorted((a, b))
    return text[first.end : last.start]


def _union(spans: Sequence[Span], text: str) -> list[Span]:
    """Return the spans in order, those with nothing but white space between them joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not _between(joined[-1], span, text).strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def extent(candidate: Candidate) -> list[Span]:
    """Return the spans to quote: the sentence, and the neighbour that says whose words it is or whom a pronoun means.

    Neighbours that touch make one span; one further off makes a span of its own before it.
    """
    page, number = candidate.page, candidate.number
    backs = {v.back for v in candidate.voices}
    person = candidate.text.split()[0].lower() in ("he", "she", "his", "her")
    backs |= {0, *([1] if leans(candidate.text) and not (person and any(b > 0 for b in backs)) else [])}
    shown = [number - b for b in backs if 0 <= number - b < len(page.spans) and page.tells(number - b)]
    return _union([page.spans[n] for n in shown], page.article.text)


def leans(text: str) -> bool:
    """Tell whether a sentence opens with a pronoun or demonstrative whose meaning stands before it."""
    opening = [w.lower().strip("“\"'‘,") for w in text.split()[:2]]
    return bool(opening) and opening[0] in {
        "he", "she", "they", "it", "this", "that", "these", "those", "his", "her", "their", "its", "such", "but", "and",
    }  # fmt: skip


def cite(n: int, article: Article, passage_id: str, span: Span) -> Citation:
    """Return citation ``n`` of the words of an article at a span."""
    return Citation(
        n,
        passage_id,
        article.id,
        article.path,
        article.title,
        article.publisher,
        article.published.iso if article.published else None,
        span,
        span.of(article.text),
    )


def reason(question: Question, judged: Sequence[Judged]) -> str:
    """Say in a sentence why the archive does not answer."""
    if not (question.names or question.topic):
        return "The question names nobody and nothing to look for; say whom or what it is about."
    if not judged:
        return "There is nothing to look at: the archive is empty, or nothing in it passes the filters."
    signals = [j.candidate.signals for j in judged]
    others = [n for n in question.names if n not in question.claimants]
    if others and max(s["names_article"] for s in signals) < 1.0:
        return f"No article that was found speaks of {' and '.join(others)} together with the rest of the question."
    if question.claimants and max(s["claimant"] for s in signals) < 1.0:
        return f"The passages found do not report {' or '.join(question.claimants)} speaking about this."
    return "The passages found are near the topic, but none states what is asked."
