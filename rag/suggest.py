"""Questions that the archive answers, made from its own words, for a reader who does not know yet what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from index.bearer import is_person
from index.names import question_names
from index.places import key, places
from index.values import Article
from rag.values import Answer

if TYPE_CHECKING:
    from rag.desk import Desk

TRIES = 12
ARTICLES = 24
_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


def suggestions(desk: Desk, most: int = 3) -> list[str]:
    """Return up to ``most`` questions, each about another article and person, that the desk answers from that article.

    The articles added last come first; at most ``TRIES`` questions are tried. Names are letters, spaces, hyphens and
    apostrophes only, so that no markup of an article gets into a question.
    """
    found: dict[str, str] = {}
    recent = [a for a in reversed(desk.archive.articles()) if a.origin is None][:ARTICLES]
    for article, person, question in islice(_candidates(desk, recent), TRIES):
        if len(found) == most:
            break
        if person not in found and _answers(desk, question, article):
            found[person] = question
    return list(found.values())


def _candidates(desk: Desk, articles: Sequence[Article]) -> Iterator[tuple[Article, str, str]]:
    """Yield for each article the first person whose words it reports, with a question on what the article is about."""
    for article in articles:
        for told in desk.archive.claims_of([article.id]):
            person = told.claim.claimant or ""
            topic = _topic(article, told.claim.span.of(article.text), [person])
            if is_person(person) and _NAME.fullmatch(person) and person in article.text and topic:
                yield article, person, f"What did {person} say about {topic}?"
                break


def _topic(article: Article, sentence: str, people: Sequence[str]) -> str | None:
    """Return the name of the title or the sentence that the article repeats most, of nobody who speaks in it."""
    names = [n for n in _names(f"{article.title}. {sentence}") if len(n) > 2 and not is_person(n)]
    others = [n for n in names if not any(n in person for person in people) and key(n) not in _peoples()]
    count = {n: len(re.findall(rf"\b{re.escape(n)}\b", article.text)) for n in others}
    best = max(others, key=lambda n: count[n], default=None)
    return best if best and count[best] > 1 else None


@cache
def _peoples() -> frozenset[str]:
    """Return the words for the peoples of states ("Russian"), which are nothing to speak about."""
    return frozenset(key(word) for place in places() for word in place.people)


def _names(text: str) -> list[str]:
    return [name.text for name in question_names(text) if _NAME.fullmatch(name.text)]


def _answers(desk: Desk, question: str, article: Article) -> bool:
    reply = desk.ask(question)
    return isinstance(reply, Answer) and reply.citations[0].article_id == article.id
