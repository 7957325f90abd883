"""Short ways to write marked articles, and an extractor that returns what it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evals.claim_cases import Gold, Marked
from index.claim import Claim, Spans
from index.values import Article, Span

TEXT = (
    "France says that Syria used chlorine. Syria denies the charge. According to Reuters, Russia said the attack may be"
    " staged. Mr Lavrov did not name the country."
)


def at(words: str, text: str = TEXT) -> tuple[Span, ...]:
    """Return the span of the first occurrence of the words, nothing for no words."""
    start = text.index(words)
    return (Span(start, start + len(words)),) if words else ()


def pairs(spans: Spans) -> Any:
    """Return spans as files hold them."""
    return [list(span) for span in spans]


def gold(source: str, cue: str, content: str, **fields: Any) -> Gold:
    """Return a marked attribution of ``TEXT``, that plainly asserts unless told otherwise."""
    row = {"quotation": "indirect", "claimant": [source], "via": [], "polarity": "asserts"}
    spans = {"source": pairs(at(source)), "cue": pairs(at(cue)), "content": pairs(at(content))}
    return Gold.model_validate(row | {"hedged": False, "negated": False} | spans | fields)


GOLD = (
    gold("France", "says", "that Syria used chlorine", said_on="2018-04-14"),
    gold("Syria", "denies", "the charge", polarity="denies"),
    gold("Reuters", "According to", "Russia said the attack may be staged"),
    gold("Russia", "said", "the attack may be staged", via=[["Reuters"]], hedged=True, tags=["nested"]),
    gold("Mr Lavrov", "did not name", "the country", polarity=None, negated=True, claimant=["Lavrov", "Sergey Lavrov"]),
)


def marked(*attributions: Gold, id_: str = "a1", text: str = TEXT) -> Marked:
    """Return an article with this gold, ``GOLD`` unless told otherwise."""
    return Marked(Article(id_, id_, "A title", text), attributions or GOLD)


def claim(of: Gold, article_id: str = "a1", **changes: Any) -> Claim:
    """Return the claim that an extractor without fault finds for a marked attribution, changed as told."""
    made = Claim(
        id=f"{article_id}-{of.content[0].start}-{of.cue[0].start if of.cue else 0}",
        article_id=article_id,
        source=of.source,
        cue=of.cue,
        content=of.content,
        quotation=of.quotation,
        polarity=of.polarity or "asserts",
        hedged=bool(of.hedged),
        negated=bool(of.negated),
        claimant=of.claimant[0] if of.claimant else None,
        claimant_id=None,
        affiliation=(),
        via=tuple(names[0] for names in of.via or ()),
        said_on=of.said_on,
    )
    return replace(made, **changes)


class Scripted:
    """Returns the claims that were written down for each article, or the error that stands in their place."""

    def __init__(self, script: dict[str, Sequence[Claim] | Exception]) -> None:
        self._script = script

    def extract(self, articles: Sequence[Article]) -> list[list[Claim]]:
        """Return the claims of each article."""
        return [self._one(article.id) for article in articles]

    def _one(self, id_: str) -> list[Claim]:
        found = self._script[id_]
        if isinstance(found, Exception):
            raise found
        return list(found)
