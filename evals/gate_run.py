"""The suite *gate*: drafts of good and of mutated sentences through the grounding gate: what is shown, what is lost.

The draft is scripted, so that it is known which of its sentences the passages bear out: that is the strict check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.archives import folders
from evals.cases import Case, Skipped
from evals.metrics import mean
from evals.mutation_cases import MutationSet, mutation_set
from evals.mutations import KINDS, Good, names_in
from evals.run import open_archive
from evals.values import Measure, Outcome, Result, Row
from rag.draft import Drafted
from rag.evidenced import Sheet
from rag.gate import Gate, Stood

if TYPE_CHECKING:
    from index import Archive

SUITE = "gate"
QUICK = 10
_OTHERS = 2
CITED = "p1"
_PRONOUN = re.compile(r"\b(?:he|she|they|him|them|his|her|their|it|its|this|these|those|neither|one)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that a model might write with the passages that it got; the first is the one that it cites.

    ``kind`` is the mistake in it, None for a good one. Where only the citation is wrong, the second one bears it out.
    """

    id: str
    kind: str | None
    text: str
    passages: tuple[str, ...]


Judge = Callable[[Draft], str | None]


def drafts(data: MutationSet, passages: Sequence[str]) -> list[Draft]:
    """Return the sentences of a set as drafts, each beside its passage and others of the archive."""
    alone = [g for g in data.good if stands_alone(g.text)]
    good = [Draft(f"good-{g.id}", None, g.text, _around(g, g.evidence, passages)) for g in alone]
    wrong = [
        Draft(f"{m.kind}-{m.good.id}", m.kind, m.text, _around(m.good, m.evidence, passages)) for m in data.mutants
    ]
    return [d for d in (*good, *wrong) if set(d.passages) <= set(passages)]


def stands_alone(text: str) -> bool:
    """Tell if a sentence names somebody before it says "he" or "she": a draft must not lean on what is not shown."""
    pronoun = _PRONOUN.search(text)
    named = min((text.find(name) for name in names_in(f"x {text}")), default=None)
    return pronoun is None or (named is not None and named < pronoun.start())


def _around(good: Good, cited: str, passages: Sequence[str]) -> tuple[str, ...]:
    first = (cited,) if cited == good.evidence else (cited, good.evidence)
    return (*first, *[p for p in passages if p not in first][:_OTHERS])


def measure_gate(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure the gate over each corpus that is here: an even part of each kind of mistake, or all."""
    from evals.remembering import packaged
    from index.extract import Extractor

    here, skipped = folders(data)
    extractor, results = Extractor(), []
    for name, files in here.items():
        with open_archive(name, files) as archive:
            sheets = sheets_of(archive)
            chosen = mutation_set(name, files[0].parent, None if full else QUICK)
            judge = gate_judge(sheets, lambda given: Gate(packaged(), extractor, given))
            results.append(measure(chosen, drafts(chosen, list(sheets)), judge, full))
    return results, skipped


def sheets_of(archive: Archive) -> dict[str, Sheet]:
    """Return each passage of an archive as the gate reads it, by its text."""
    from rag.evidence import Page

    made: dict[str, Sheet] = {}
    for article in archive.articles():
        passages = archive.passages(article.id)
        page = Page.of(article, passages, archive.heard(passages))
        for passage in passages:
            inside = [n for n, s in enumerate(page.spans) if passage.span.start <= s.start < passage.span.end]
            if inside:
                made[passage.span.of(article.text).strip()] = Sheet("", page, range(inside[0], inside[-1] + 1))
    return made


def gate_judge(sheets: dict[str, Sheet], opened: Callable[[list[Sheet]], Gate]) -> Judge:
    """Return what tells on which passage a draft stands: its text, None if the gate drops it."""

    def judge(draft: Draft) -> str | None:
        given = [Sheet(f"p{n}", sheets[p].page, sheets[p].numbers) for n, p in enumerate(draft.passages, start=1)]
        found = opened(given).judge(Drafted(text=draft.text, passages=(CITED,)))
        return _stands_on(found, given, draft) if isinstance(found, Stood) else None

    return judge


def _stands_on(stood: Stood, given: Sequence[Sheet], draft: Draft) -> str:
    spans = [(part.article.id, span) for part in stood.evidence.parts for span in part.spans]
    inside = (
        all(a == s.page.article.id and s.page.spans[s.numbers[0]].start <= x.start for a, x in spans)
        and any(x.start <= s.page.spans[s.numbers[-1]].start for _, x in spans)
        for s in given
    )
    return next((text for text, is_in in zip(draft.passages, inside, strict=False) if is_in), draft.passages[0])


def measure(data: MutationSet, written: Sequence[Draft], judge: Judge, full: bool = False) -> Result:
    """Return which share of what is shown is not borne out, which of the good is lost, and what is found by kind.

    A good sentence with a wrong citation may be shown on the passage that does bear it out, and only on that.
    """
    rows = [_row(draft, judge) for draft in written]
    shown = [(d, r) for d, r in zip(written, rows, strict=True) if _is_shown(r)]
    bad = sum(d.kind is not None and not r.scores["right"] for d, r in shown)
    good = [r.scores["right"] for d, r in zip(written, rows, strict=True) if d.kind is None]
    lost = mean([1.0 - kept for kept in good])
    crashed = sum(r.error is not None for r in rows)
    measures = [
        Measure("unsupported_shown", bad / len(shown) if shown else None, "lower", len(shown), 0, crashed),
        Measure("good_lost", lost, "lower", len(good), 0, crashed),
    ]
    for kind in KINDS:
        marks = [r.scores["right"] for d, r in zip(written, rows, strict=True) if d.kind == kind]
        measures.append(Measure(f"detects_{kind}", mean(marks), "higher", len(marks)))
    return Result(f"{data.name}_full" if full else data.name, SUITE, data.digest, tuple(measures), tuple(rows), {})


def _is_shown(row: Row) -> bool:
    return bool(row.scores["shown"])


def _row(draft: Draft, judge: Judge) -> Row:
    wanted = "shown" if draft.kind is None else f"not shown ({draft.kind})"
    case = Case(id=draft.id, kind="statement", question=draft.text, answerable=True, gold=((wanted,),))
    try:
        stands = judge(draft)
    except Exception as reason:
        error = f"{type(reason).__name__}: {reason}"
        return Row(Outcome(case, error=error), {"right": 0.0, "shown": 0.0}, error)
    right = stands is not None if draft.kind is None else stands is None or _is_repaired(draft, stands)
    told = "not shown" if stands is None else "shown"
    return Row(Outcome(case, told=told), {"right": float(right), "shown": float(stands is not None)})


def _is_repaired(draft: Draft, stands: str) -> bool:
    return draft.kind == "citation" and stands == draft.passages[1]
