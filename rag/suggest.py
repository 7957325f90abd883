"""Questions that the archive answers, made from its own words, for a reader who does not know yet what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from index.bearer import is_person
from index.names import question_names
from index.places import key, places
from index.told import Told
from index.values import Article
from rag.values import Answer

if TYPE_CHECKING:
    from index import Archive
    from rag.desk import Desk

TRIES = 12
ARTICLES = 24
_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Idea:
    """A person whose words an article reports, one such claim, and a name that the article is about."""

    told: Told
    person: str
    topic: str

    @property
    def question(self) -> str:
        """The question that it makes."""
        return f"What did {self.person} say about {self._written()}?"

    def _written(self) -> str:
        """Return the topic with "the" where its article mostly writes it so ("the Kremlin")."""
        text = self.told.article.text
        alone, articled = (len(re.findall(rf"\b{p}{re.escape(self.topic)}\b", text)) for p in ("", "[Tt]he "))
        return f"the {self.topic}" if 2 * articled > alone else self.topic


def suggestions(desk: Desk, most: int = 3) -> list[str]:
    """Return up to ``most`` questions, each about another article and person, that the desk answers from that article.

    The articles added last come first; at most ``TRIES`` questions are tried. Names are letters, spaces, hyphens and
    apostrophes only, so that no markup of an article gets into a question.
    """
    found: dict[str, str] = {}
    for idea in islice(ideas(desk.archive), TRIES):
        if len(found) == most:
            break
        if idea.person[0].isupper() and idea.person not in found and _answers(desk, idea.question, idea.told.article):
            found[idea.person] = idea.question
    return list(found.values())


def ideas(archive: Archive) -> Iterator[Idea]:
    """Yield for each of the articles added last the first person whose words it reports, with what it is about."""
    for article in recent(archive):
        for told in archive.claims_of([article.id]):
            person = told.claim.claimant or ""
            topic = _topic(article, told.claim.span.of(article.text), [person])
            if is_person(person) and _NAME.fullmatch(person) and person in article.text and topic:
                yield Idea(told, person, topic)
                break


def recent(archive: Archive) -> list[Article]:
    """Return the ``ARTICLES`` articles added last, the last first, without copies."""
    return [a for a in reversed(archive.articles()) if a.origin is None][:ARTICLES]


def _topic(article: Article, sentence: str, people: Sequence[str]) -> str | None:
    """Return the name of the title or the sentence that the article repeats most, of nobody who speaks in it.

    One of the title alone has to come again in the text.
    """
    names = [n for n in _names(f"{article.title}. {sentence}") if len(n) > 2 and not is_person(n)]
    others = [n for n in names if not any(n in person for person in people) and key(n) not in _peoples()]
    count = {n: len(re.findall(rf"\b{re.escape(n)}\b", article.text)) for n in others}
    likely = [n for n in others if count[n] > 1 or n in sentence]
    return max(likely, key=lambda n: count[n], default=None)


@cache
def _peoples() -> frozenset[str]:
    """Return the words for the peoples of states ("Russian"), which are nothing to speak about."""
    return frozenset(key(word) for place in places() for word in place.people)


def _names(text: str) -> list[str]:
    return [name.text for name in question_names(text) if _NAME.fullmatch(name.text)]


def _answers(desk: Desk, question: str, article: Article) -> bool:
    reply = desk.ask(question)
    return isinstance(reply, Answer) and reply.citations[0].article_id == article.id
