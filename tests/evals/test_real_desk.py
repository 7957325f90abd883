"""The evals over the real archive and desk, on two of the sample articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from evals.cases import ROOT, Corpus
from evals.run import open_tasks, run, score, tasks_of
from evals.scorers import slices_back
from evals.suites import GROUNDING, RETRIEVAL
from evals.values import Outcome
from index import Archive
from index.values import Filters
from rag.desk import Desk
from rag.values import Answer, Reply, Turn
from tests.evals.builders import ARTICLE, case, unanswerable

SAMPLES = ROOT / "examples" / "articles"
ARTICLES = (*sorted(SAMPLES.glob("*.md"))[:2], SAMPLES / ARTICLE)
CASES = (case(question="What did the G7 say in Toronto?"), unanswerable(question="Who won the chess title in Baku?"))


class Forger(Desk):
    """A desk that changes the last character of every quote it shows."""

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters(), k: int = 10) -> Reply:  # noqa: B008 - the desk's own signature
        reply = super().ask(question, history=history, filters=filters, k=k)
        searched = tuple(replace(c, quote=c.quote[:-1] + "~") for c in reply.searched)
        if isinstance(reply, Answer):
            return replace(reply, citations=tuple(replace(c, quote=c.quote[:-1] + "~") for c in reply.citations))
        return replace(reply, searched=searched)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus("samples", CASES, ARTICLES, "d" * 64)


def test_the_desk_runs_without_crashes_and_every_quote_slices_back(corpus: Corpus) -> None:
    with open_tasks(corpus) as tasks:
        asked, searched = run(tasks["ask"], CASES), run(tasks["search"], CASES[:1])
    assert [o.error for o in (*asked, *searched)] == [None] * 3
    grounding = {m.name: m.value for m in score(GROUNDING, asked, corpus).measures}
    assert grounding["quotes_slice_back"] == 1
    assert grounding["every_statement_cited"] == 1
    assert {m.name: m.value for m in score(RETRIEVAL, searched, corpus).measures}["Success@10"] == 1


def test_a_desk_that_forges_quotes_is_caught(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> None:
    with Archive(tmp_path_factory.mktemp("forged")) as archive:
        archive.add(corpus.articles)
        ask = tasks_of(Forger(archive), archive)["ask"]
        assert [_slices(ask(c)) for c in CASES] == [0, 0]


def _slices(outcome: Outcome) -> float:
    assert outcome.reply is not None
    assert outcome.cited or outcome.searched
    return slices_back(outcome)
