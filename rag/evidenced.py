"""The words of a passage that a sentence may stand on: the sentences nearest to it, with who says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.names import mentions
from index.terms import content_stems, stems
from index.told import Told
from index.values import Span
from rag.answer import leans
from rag.attributed import Evidence, Part
from rag.evidence import Page

_SINGLE, _WIDEST = 2, 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A passage under the name by which a model may cite it: its page, and the numbers of its sentences there."""

    name: str
    page: Page
    numbers: Sequence[int]


def near(text: str, sheet: Sheet) -> list[tuple[int, Evidence]]:
    """Return stretches of a passage that share most words with a text, each with how many; the best first.

    A stretch is a sentence, or two that together share more; who speaks is part of it even if named further back.
    """
    wanted = frozenset(content_stems(text))
    shared = {n: wanted & stems(sheet.page.texts[n]) for n in sheet.numbers}
    best = sorted(shared, key=lambda n: (-len(shared[n]), n))[:_SINGLE]
    runs: list[tuple[int, ...]] = [(n,) for n in best]
    runs += [pair for n in best[:1] for pair in ((n - 1, n), (n, n + 1)) if _adds(pair, n, shared)]
    found = {numbers: _count(wanted, sheet.page, numbers) for numbers in (_whole(sheet.page, run) for run in runs)}
    ranked = sorted(found, key=lambda numbers: (-found[numbers], len(numbers)))
    return [(found[numbers], evidence(sheet.page, numbers)) for numbers in ranked]


def _adds(pair: tuple[int, int], n: int, shared: dict[int, frozenset[str]]) -> bool:
    return all(p in shared for p in pair) and any(shared[p] - shared[n] for p in pair)


def _count(wanted: frozenset[str], page: Page, numbers: Sequence[int]) -> int:
    return len(wanted & frozenset(s for n in numbers for s in stems(page.texts[n])))


def _whole(page: Page, run: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of sentences with those before that say whose words they are or whom a pronoun means."""
    backs = {n - v.back for n in run for v in page.voices.get(n, ())}
    backs |= {n - 1 for n in run if leans(page.texts[n])}
    return tuple(sorted({*run, *(n for n in backs if n >= 0 and page.tells(n))}))[-_WIDEST:]


def evidence(page: Page, numbers: Sequence[int]) -> Evidence:
    """Return sentences of a page as evidence, those that touch as one span."""
    spans: list[Span] = []
    for n in numbers:
        span = page.spans[n]
        if spans and not page.article.text[spans[-1].end : span.start].strip():
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    voices = {v.told.claim.id: v.told for n in numbers for v in page.voices.get(n, ())}
    return Evidence((Part(page.article, tuple(spans), page.passages),), tuple(voices.values()))


def together(found: Sequence[Evidence]) -> Evidence:
    """Return evidence of several passages as one."""
    return Evidence(tuple(p for e in found for p in e.parts), tuple(t for e in found for t in e.claims))


def as_read(found: Evidence) -> str:
    """Return the words as the verifier reads them: who speaks by name, where the text says "he" or "the minister"."""
    return " ".join(_named(part, found.claims) for part in found.parts)


def _named(part: Part, claims: Sequence[Told]) -> str:
    text = part.article.text
    told = {s: t.claim.claimant for t in claims if t.article.id == part.article.id for s in t.claim.source[:1]}
    named = {s: c for s, c in told.items() if c and not mentions(s.of(text), c)}
    return " ".join(_replaced(text, span, named) for span in part.spans)


def _replaced(text: str, span: Span, named: dict[Span, str]) -> str:
    made, at = "", span.start
    for start, end in sorted(named):
        if at <= start and end <= span.end:
            made += text[at:start] + named[Span(start, end)]
            at = end
    return made + text[at : span.end]


def about(found: Evidence) -> str:
    """Return what is known of the articles and of who speaks in them, beside the words: names and dates are allowed."""
    articles = [p.article for p in found.parts]
    heads = [f"{a.title}. {a.publisher or ''}, {_date(a.published)}." for a in articles]
    named = [n for t in found.claims for n in (t.claim.claimant, *t.claim.affiliation, *t.claim.via) if n]
    said = [_date(t.claim.said_on) for t in found.claims]
    return " ".join([*heads, *(f"{name}." for name in dict.fromkeys(named)), *dict.fromkeys(said)])


def _date(day: object) -> str:
    """Return a partial date as an article would write it, and as it is stored."""
    if day is None:
        return ""
    iso = str(day)
    if len(iso) != 10:
        return iso
    read = date.fromisoformat(iso)
    return f"{read:%A} {read.day} {read:%B} {read.year}, {read:%B} {read.day}, {read.year}, {iso}"
