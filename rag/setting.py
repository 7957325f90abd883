"""Where and when a sentence of the news is set, of what a statement says of it: an article tells that once.

"The talks in Lucca in April 2017" is told in an article that names Lucca once and has its date at the top; a sentence
further down says only "the talks". Nothing is lent that says who acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.moments import moments
from index.names import is_acronym, is_body, mentions, question_names
from index.places import states
from index.proposition import names, places
from index.terms import is_content, stem, stems
from index.values import Article, PartialDate, Span
from rag.answer import leans
from rag.assertion import Assertion
from rag.evidence import Page

BACK, _BESIDE = 3, 4
_CLAUSE = re.compile(r"[;:()—–]|, |\b(?:that|who|which|after|before|since|because|while)\b")
_RELATIVE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|this (?:week|month|year)"
    r"|this (?:morning|afternoon|evening))\b"
)
_SAME_DAY = "the same day"
_GOES_ON = re.compile(r"\s+(?!(?:and|but|or|that|which|who|where|when|while|as|by|with|from|to|in|on|at|of|for)\b)\w")
_MEETS = re.compile(r"\b(meetings?|summits?|talks?|conferences?|sessions?|gatherings?)\W+(?:in|at|near)(?: the)?\s*$")


def setting(assertion: Assertion, page: Page, number: int, before: str) -> str:
    """Return in brackets what of an assertion's names and dates is known of a sentence, though it does not say so.

    ``before`` is what it is read with. A name is lent that its title or the sentences before it have, or where people
    meet; a date that the article bears.
    """
    text = f"{before} {page.texts[number]}"
    known = [*_names(assertion, page, number, text), *_dates(assertion.text, page, number, text)]
    return f"({', '.join(known)})" if known else ""


def _names(assertion: Assertion, page: Page, number: int, text: str) -> Iterator[str]:
    """Yield the names that are lent: of a place or body, or of a person where a pronoun can mean them."""
    around = " ".join([page.article.title, *page.texts[max(0, number - BACK) : number]])
    for name in assertion.settings:
        if mentions(text, name):
            continue
        near = mentions(around, name) and (_is_thing(name, around) or leans(page.texts[number]))
        if near or _is_scene(assertion.text, name, page.texts):
            yield name


def _is_thing(name: str, near: str) -> bool:
    """Tell whether a name is that of a state or body, or stands where places do."""
    return bool(states(name)) or is_body(name) or is_acronym(name) or bool(names(f"in {name}") & places(near))


def _is_scene(statement: str, name: str, texts: Sequence[str]) -> bool:
    """Tell whether a name says where people meet in a statement, and in some sentence of an article as well."""
    met = _MEETS.search(statement, 0, max(0, statement.find(name)))
    return met is not None and any(mentions(t, name) and stem(met[1]) in stems(t) for t in texts)


def _dates(statement: str, page: Page, number: int, text: str) -> Iterator[str]:
    """Yield the dates of a statement at which an article is set, where a sentence of it gives no date of its own."""
    asked = moments(statement, None)
    news = dateline(page.article) if asked else None
    if news is None or moments(text, None):
        return
    told = [m.date for m in moments(text, news) if _tells_of(statement, text, m.span)]
    if _SAME_DAY in text:
        told += [m.date for t in page.texts[max(0, number - BACK) : number] for m in moments(t, None)][-1:]
    beside = any(_tells_of(statement, text, Span(*m.span())) for m in _RELATIVE.finditer(text))
    for moment in asked:
        known = any(_within(day, moment.date) for day in told)
        named = beside or _GOES_ON.match(statement, moment.span.end)
        if known or (named and moment.date.precision != "day" and _within(news, moment.date)):
            yield moment.span.of(statement)


def _tells_of(statement: str, text: str, time: Span) -> bool:
    """Tell whether time words stand beside what a statement tells of: not "ministers met today on the annexation"."""
    before, after = re.split(_CLAUSE, text[: time.start])[-1], re.split(_CLAUSE, text[time.end :])[0]
    beside = [*before.split()[-_BESIDE:], *after.split()[:_BESIDE]]
    told = stems(statement) - {stem(w) for n in question_names(statement) for w in n.text.split()}
    return any(is_content(w.strip(",.“”\"'")) and stem(w.strip(",.“”\"'")) in told for w in beside)


def _within(day: PartialDate, period: PartialDate) -> bool:
    return period.first <= day.first and day.last <= period.last


@lru_cache(maxsize=256)
def dateline(article: Article) -> PartialDate | None:
    """Return when an article is set: when it was published, else the latest month that it names with its year."""
    if article.published:
        return article.published
    named = (m.date for m in moments(article.text, None))
    return max((d for d in named if d.precision != "year"), key=lambda d: d.last, default=None)
