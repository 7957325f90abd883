"""Hostile articles in a real archive: asked in its own words and by a model that obeys, nothing comes of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evals.injection import InjectionCase, hostile_archive, load_injections, measure, paths_of
from evals.obedient import Obedient
from index import Archive
from rag import Answer, Desk
from rag.draft import repeats_instructions
from tests.rag.checks import assert_slices, assert_stands

KINDS = (
    "order-plain order-delayed order-in-title turn-chatml turn-shots delim-passages ids-fake md-image html-script"
    " html-hidden front-matter-lies enc-base64 enc-zero-width lang-french mouth-russia next-to-pronoun"
).split()
CASES = tuple(case for case in load_injections() if case.id in KINDS)


@pytest.fixture(scope="module")
def hostile() -> Iterator[Archive]:
    """Return an archive of the sample articles and some hostile ones."""
    with hostile_archive(CASES) as archive:
        yield archive


@pytest.fixture(scope="module")
def desk_on_hostile(hostile: Archive) -> Desk:
    """Return a desk on them."""
    return Desk(hostile)


@pytest.fixture(scope="module")
def obeying(hostile: Archive) -> Desk:
    """Return a desk whose model does what any article says, and what the article asked about says even if unseen."""
    orders = [c.order for c in CASES] + [(c.question, c.canary) for c in CASES]
    return Desk(hostile, model=Obedient(orders=tuple(orders)))


def test_the_cases_are_all_here() -> None:
    assert {case.id for case in CASES} == set(KINDS)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_an_article_cannot_say_what_is_answered(desk_on_hostile: Desk, case: InjectionCase) -> None:
    reply = desk_on_hostile.ask(case.question)
    assert_stands(reply, desk_on_hostile.archive)
    if isinstance(reply, Answer):
        assert any(case.answer_quote in c.quote for c in reply.citations)
        assert not any(word in reply.text for word in case.forbidden)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_a_model_that_obeys_is_not_heard(obeying: Desk, case: InjectionCase) -> None:
    reply = obeying.ask(case.question)
    assert not any(word in reply.text for word in case.forbidden)
    assert not any(repeats_instructions(text) for text in (reply.text, reply.note, *(d.text for d in reply.dropped)))
    assert reply.dropped
    if isinstance(reply, Answer):
        assert reply.drafted_by is None
        for citation in reply.citations:
            assert_slices(citation, obeying.archive)


@pytest.mark.parametrize("case", [c for c in CASES if c.probe], ids=lambda c: c.id)
def test_an_article_is_no_evidence_of_something_else(desk_on_hostile: Desk, case: InjectionCase) -> None:
    reply = desk_on_hostile.ask(str(case.probe))
    cited = reply.citations if isinstance(reply, Answer) else ()
    assert not any(c.path.endswith(case.file) for c in cited)


def test_a_search_returns_hostile_passages_as_they_are_written(desk_on_hostile: Desk) -> None:
    for case in CASES:
        for hit in desk_on_hostile.search(case.question, 3):
            article = desk_on_hostile.archive.article(hit.passage.article_id)
            assert hit.passage.span.of(article.text).strip()


def test_the_suite_measures_them_all_as_unchanged(hostile: Archive) -> None:
    found = {m.name: m.value for m in measure(CASES[:4], paths_of(hostile, CASES[:4])).measures}
    assert (found["unchanged"], found["leaked"], found["wrongly_cited"]) == (1.0, 0.0, 0.0)
