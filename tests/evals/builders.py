"""Short ways to write real cases and real replies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals.cases import Case, Corpus
from evals.run import Tasks
from evals.values import Cited, Outcome, Ranking
from index.values import Span
from rag.values import Abstention, Answer, Citation, Statement

ARTICLE = "g7-keeps-hard-line-in-toronto.md"


def case(id_: str = "c1", **fields: Any) -> Case:
    """Return an answerable case with gold words, unless told otherwise."""
    row = {
        "id": id_,
        "kind": "fact",
        "question": "Where did the G7 meet?",
        "answerable": True,
        "gold": [["Toronto"]],
        "articles": [ARTICLE],
    }
    return Case.model_validate(row | fields)


def unanswerable(id_: str = "u1", **fields: Any) -> Case:
    """Return a case on which to abstain."""
    return case(id_, **{"kind": "off_topic", "answerable": False, "gold": [], "articles": []} | fields)


def cited(n: int, quote: str, written: str | None = None, file: str = ARTICLE) -> Cited:
    """Return a citation beside what the archive holds at its offsets (the quote itself unless told otherwise)."""
    span = Span(10, 10 + len(quote))
    citation = Citation(n, f"a1:{n}", "a1", f"/news/{file}", "A title", "The Paper", "2018-04-22", span, quote)
    return Cited(citation, quote if written is None else written, frozenset({file}))


def answered(case_: Case, *quotes: str | Cited, support: float = 0.9, texts: Sequence[str] = ()) -> Outcome:
    """Return an answer with one statement a quote, whose text is the quote unless ``texts`` says otherwise."""
    marks = [cited(n, quote) if isinstance(quote, str) else quote for n, quote in enumerate(quotes, start=1)]
    words = texts or [mark.citation.quote for mark in marks]
    statements = tuple(Statement(text, support, (mark.citation.n,)) for text, mark in zip(words, marks, strict=True))
    reply = Answer(case_.turns[-1], statements, tuple(mark.citation for mark in marks), ())
    return Outcome(case_, reply=reply, cited=tuple(marks))


def abstained(case_: Case, *searched: Cited) -> Outcome:
    """Return an abstention that looked at these passages."""
    looked = tuple(mark.citation for mark in searched)
    return Outcome(case_, reply=Abstention(case_.turns[-1], "The archive does not say.", looked), searched=searched)


def ranked(case_: Case, *relevant: bool, total: int = 1) -> Outcome:
    """Return a ranking."""
    return Outcome(case_, ranking=Ranking(relevant, total))


def perfect_ask(case_: Case) -> Outcome:
    """Answer with the gold words, or abstain where there are none to cite."""
    return answered(case_, *[group[0] for group in case_.gold]) if case_.gold else abstained(case_)


def perfect_search(case_: Case) -> Outcome:
    """Find the only relevant passage first."""
    return ranked(case_, True)


def opening(
    ask: Callable[[Case], Outcome] = perfect_ask, search: Callable[[Case], Outcome] = perfect_search
) -> Callable[[Corpus], Any]:
    """Return an opener of tasks that are plain functions."""

    @contextmanager
    def opener(_: Corpus) -> Iterator[Tasks]:
        yield {"ask": ask, "search": search}

    return opener


def write_cases(home: Path, *cases: Case) -> None:
    """Write the cases of the sample corpus under ``home``."""
    (home / "cases").mkdir(exist_ok=True)
    rows = [json.dumps(c.model_dump(mode="json")) for c in cases]
    (home / "cases" / "samples.jsonl").write_text("\n".join(rows), encoding="utf-8")
