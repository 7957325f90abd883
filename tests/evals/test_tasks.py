"""The tasks over an archive held in memory: three articles, of which one is a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from evals import scorers
from evals.run import tasks_of
from index.errors import NotFoundError
from index.values import Article, Filters, Hit, Passage, Span
from rag.values import Abstention, Answer, Citation, Reply, Statement, Turn
from tests.evals.builders import case, unanswerable

TEXT = "The G7 met in Toronto. Russia was not there. It rained."
ARTICLES = [
    Article("a1", "/news/g7.md", "G7", TEXT),
    Article("a2", "/news/other.md", "Other", "A film festival in Toronto opened."),
    Article("a3", "/news/reprint.md", "G7", TEXT, origin="a1"),
]
SPANS = {"a1": [Span(0, 23), Span(23, len(TEXT))], "a2": [Span(0, 34)], "a3": [Span(0, len(TEXT))]}


class Shelf:
    """An archive in memory."""

    def articles(self) -> list[Article]:
        return ARTICLES

    def article(self, ref: str) -> Article:
        found = next((a for a in ARTICLES if a.id == ref), None)
        if found is None:
            raise NotFoundError(f"there is no article {ref!r}")
        return found

    def copies(self, article_id: str) -> list[Article]:
        return [a for a in ARTICLES if a.origin == article_id]

    def passages(self, article_id: str) -> list[Passage]:
        return [Passage(f"{article_id}:{s.start}", article_id, s, (s,)) for s in SPANS[article_id]]


def _cite(article_id: str, start: int, end: int) -> Citation:
    quote = TEXT[start:end]
    return Citation(1, f"{article_id}:{start}", article_id, "/news/g7.md", "G7", None, None, Span(start, end), quote)


@dataclass
class Clerk:
    """A desk that gives the replies it was handed, in order, and notes what it was asked."""

    replies: list[Reply] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    asked: list[tuple[str, int, Filters]] = field(default_factory=list)

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters(), k: int = 10) -> Reply:  # noqa: B008, ARG002 - the desk's own signature
        self.asked.append((question, len(history), filters))
        return self.replies[len(self.asked) - 1]

    def search(self, query: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:  # noqa: B008, ARG002 - the desk's own signature
        passages = {p.id: p for a in ARTICLES for p in Shelf().passages(a.id)}
        return [Hit(passages[id_], 1 / rank, rank) for rank, id_ in enumerate(self.found, 1)][:k]


def _answer(citation: Citation) -> Answer:
    return Answer("Where did the G7 meet?", (Statement(citation.quote, 0.9, (1,)),), (citation,), ())


def test_a_relevant_passage_holds_gold_words_and_lies_in_a_right_article() -> None:
    tasks = tasks_of(Clerk(found=["a2:0", "a1:23", "a1:0"]), Shelf())
    ranking = tasks["search"](case(articles=["g7.md"])).ranking
    assert ranking is not None
    assert (ranking.relevant, ranking.total) == ((False, False, True), 1)


def test_a_passage_returned_twice_is_relevant_once() -> None:
    ranking = tasks_of(Clerk(found=["a1:0", "a1:0"]), Shelf())["search"](case(articles=["g7.md"])).ranking
    assert ranking is not None
    assert ranking.relevant == (True, False)


def test_an_article_answers_to_the_names_of_its_copies() -> None:
    ranking = tasks_of(Clerk(found=["a1:0"]), Shelf())["search"](case(articles=["reprint.md"])).ranking
    assert ranking is not None
    assert ranking.relevant == (True,)


def test_a_quote_is_held_against_the_archive() -> None:
    right, moved, lost = _cite("a1", 0, 22), _cite("a2", 0, 22), _cite("gone", 0, 22)
    marks = []
    for citation in (right, moved, lost):
        outcome = tasks_of(Clerk([_answer(citation)]), Shelf())["ask"](case(articles=["g7.md"]))
        marks.append((scorers.slices_back(outcome), scorers.in_right_article(outcome.cited[0], outcome.case)))
    assert marks == [(1, True), (0, False), (0, False)]


def test_earlier_turns_are_asked_first_and_become_history() -> None:
    first, last = _answer(_cite("a1", 0, 22)), Abstention("Who was in Toronto?", "nothing", ())
    clerk = Clerk([first, last])
    outcome = tasks_of(clerk, Shelf())["ask"](unanswerable(question=["Where?", "Who?"], after="2018-04-01"))
    assert [(question, turns) for question, turns, _ in clerk.asked] == [("Where?", 0), ("Who?", 1)]
    assert str(clerk.asked[1][2].after) == "2018-04-01"
    assert outcome.reply is last
    assert outcome.abstained


def test_what_an_abstention_looked_at_is_held_against_the_archive_too() -> None:
    clerk = Clerk([Abstention("Who?", "nothing", (_cite("a2", 0, 22),))])
    assert scorers.slices_back(tasks_of(clerk, Shelf())["ask"](unanswerable())) == 0


def test_a_desk_that_fails_is_not_caught_here() -> None:
    with pytest.raises(IndexError):
        tasks_of(Clerk(), Shelf())["ask"](case())
