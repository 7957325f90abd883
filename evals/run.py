"""Run tasks over cases and score what they return. A case that crashes is a row, never a gap."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals import metrics
from evals.cases import Case, Corpus
from evals.scorers import Scorer
from evals.suites import Suite, TaskName
from evals.values import Asks, Cited, Measure, Outcome, Ranking, Reads, Result, Row
from evals.words import holds_any
from index.errors import DeskError, NotFoundError
from index.values import Filters
from rag.values import Answer, Citation, Turn

if TYPE_CHECKING:
    from index import Archive

Task = Callable[[Case], Outcome]
Tasks = Mapping[TaskName, Task]
DEPTH = 10


@contextmanager
def open_tasks(corpus: Corpus) -> Iterator[Tasks]:
    """Build a fresh archive of the corpus in a temporary folder and yield the desk's tasks over it."""
    from rag.desk import Desk

    with open_archive(corpus.name, corpus.articles) as archive:
        yield tasks_of(Desk(archive), archive)


@contextmanager
def open_archive(name: str, articles: Sequence[Path], *, claims: bool = True) -> Iterator[Archive]:
    """Build a fresh archive of articles in a temporary folder; raise DeskError for one that cannot be read.

    Without ``claims`` it can be searched, but knows nothing of who claimed what.
    """
    from index import Archive

    with TemporaryDirectory(prefix="claimdesk-eval-") as folder, Archive(Path(folder) / "archive") as archive:
        report = archive.add(articles, claims=claims)
        if report.failed:
            first = report.failed[0]
            raise DeskError(f"corpus {name}: {Path(first.path).name}: {first.reason}; repair or remove it")
        yield archive


def tasks_of(desk: Asks, archive: Reads) -> Tasks:
    """Return the two tasks of a desk: ``search`` returns rankings, ``ask`` replies."""
    carriers = _carriers(archive)
    return {
        "search": lambda case: search(case, desk, archive, carriers),
        "ask": lambda case: ask(case, desk, archive, carriers),
    }


def search(case: Case, desk: Asks, archive: Reads, carriers: Mapping[str, frozenset[str]]) -> Outcome:
    """Search for the question; a passage is relevant if it holds gold words and lies in one of the case's articles.

    A passage that is returned twice is relevant once.
    """
    relevant = _relevant_passages(case, archive, carriers)
    ids = [hit.passage.id for hit in desk.search(case.turns[-1], DEPTH, _filters(case))]
    marks = tuple(id_ in relevant and id_ not in ids[:place] for place, id_ in enumerate(ids))
    return Outcome(case, ranking=Ranking(marks, len(relevant)))


def ask(case: Case, desk: Asks, archive: Reads, carriers: Mapping[str, frozenset[str]]) -> Outcome:
    """Ask the turns in order, each with what came before, and return the last reply with what its quotes slice to."""
    history: list[Turn] = []
    for question in case.turns:
        reply = desk.ask(question, history=tuple(history), filters=_filters(case))
        history.append(Turn(reply.question, reply))
    citations = reply.citations if isinstance(reply, Answer) else ()
    cited, searched = (
        tuple(_look_up(citation, archive, carriers) for citation in group) for group in (citations, reply.searched)
    )
    return Outcome(case, reply=reply, cited=cited, searched=searched)


def _look_up(citation: Citation, archive: Reads, carriers: Mapping[str, frozenset[str]]) -> Cited:
    try:
        written = citation.span.of(archive.article(citation.article_id).text)
    except NotFoundError:
        written = ""
    return Cited(citation, written, carriers.get(citation.article_id, frozenset()))


def _filters(case: Case) -> Filters:
    return Filters(after=case.after, before=case.before)


def _carriers(archive: Reads) -> dict[str, frozenset[str]]:
    """For each article id: the files that carry its text, its copies' files included."""
    return {
        article.id: frozenset(Path(a.path).name for a in (article, *archive.copies(article.id)))
        for article in archive.articles()
    }


def _relevant_passages(case: Case, archive: Reads, carriers: Mapping[str, frozenset[str]]) -> set[str]:
    words = [alternative for group in case.gold for alternative in group]
    searched = [a for a in archive.articles() if a.origin is None and carriers[a.id] & set(case.articles)]
    return {p.id for a in searched for p in archive.passages(a.id) if holds_any(p.span.of(a.text), words)}


def run(task: Task, cases: Sequence[Case], progress: Callable[[], None] = lambda: None) -> list[Outcome]:
    """Run the task over the cases, timed; an exception becomes an outcome that carries its name and message."""
    outcomes: list[Outcome] = []
    for case in cases:
        began = time.perf_counter()
        try:
            outcome = task(case)
        except Exception as error:
            outcome = Outcome(case, error=f"{type(error).__name__}: {error}")
        outcomes.append(replace(outcome, ms=(time.perf_counter() - began) * 1000))
        progress()
    return outcomes


def score(suite: Suite, outcomes: Sequence[Outcome], corpus: Corpus) -> Result:
    """Score the outcomes that the suite applies to, and add up."""
    chosen = [o for o in outcomes if suite.applies(o.case)]
    rows = tuple(_row(suite.scorers, outcome) for outcome in chosen)
    crashed = sum(row.error is not None for row in rows)
    measures = [_measure(scorer, rows) for scorer in suite.scorers]
    measures += [Measure(a.name, a.value(chosen), a.better, len(chosen), 0, crashed) for a in suite.aggregates]
    kinds = {scorer.name: _by_kind(scorer.name, rows) for scorer in suite.scorers}
    curve = tuple(suite.curve(chosen)) if suite.curve else ()
    return Result(corpus.name, suite.name, corpus.digest, tuple(measures), rows, kinds, curve)


def _row(scorers: Sequence[Scorer], outcome: Outcome) -> Row:
    scores: dict[str, float] = {}
    error = outcome.error
    for scorer in (s for s in scorers if s.applies(outcome.case)):
        scores[scorer.name] = 0.0
        if outcome.error is None:
            try:
                scores[scorer.name] = scorer.score(outcome)
            except Exception as reason:
                error = f"scorer {scorer.name}: {type(reason).__name__}: {reason}"
    return Row(outcome, scores, error)


def _measure(scorer: Scorer, rows: Sequence[Row]) -> Measure:
    values = [row.scores[scorer.name] for row in rows if scorer.name in row.scores]
    excluded = sum(scorer.excludes(row.outcome.case) for row in rows)
    crashed = sum(row.error is not None for row in rows if scorer.name in row.scores)
    value = metrics.mean(values)
    return Measure(scorer.name, value, "higher", len(values), excluded, crashed, scorer.strict)


def _by_kind(name: str, rows: Sequence[Row]) -> dict[str, tuple[float, int]]:
    kinds: dict[str, list[float]] = {}
    for row in rows:
        if name in row.scores:
            kinds.setdefault(row.outcome.case.kind, []).append(row.scores[name])
    return {kind: (sum(values) / len(values), len(values)) for kind, values in sorted(kinds.items())}
