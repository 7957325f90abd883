"""Builds claims of a text from their words, for tests of what is shown of them."""

from __future__ import annotations

from typing import Any

from index.claim import Claim, LinkKind
from index.told import Related, Told
from index.values import Article, PartialDate, Span

TEXT = "“We are ready,” Pickerill said. “Engagement takes many forms.” The council denies this."


def article(number: int = 1, text: str = TEXT, published: str | None = "2018-09-07") -> Article:
    """Return an article; its id and title have the number."""
    day = PartialDate(published) if published else None
    return Article(f"a{number}", f"/{number}.txt", f"Title {number}", text, publisher="The Herald", published=day)


def spans(text: str, *words: str) -> tuple[Span, ...]:
    """Return where words stand first in the text."""
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def told(of: Article, content: tuple[str, ...], *related: Related, **values: Any) -> Told:
    """Return the claim of an article that has these pieces of content; ``said_on`` is given as text."""
    said_on = PartialDate(values.pop("said_on")) if "said_on" in values else None
    pieces = spans(of.text, *content)
    defaults: dict[str, Any] = {
        "source": (),
        "cue": (),
        "quotation": "indirect",
        "polarity": "asserts",
        "hedged": False,
        "negated": False,
        "claimant": "Pickerill",
        "claimant_id": None,
        "affiliation": (),
        "via": (),
    }
    claim_id = f"{of.id}-{pieces[0].start}"
    claim = Claim(claim_id, of.id, content=pieces, said_on=said_on, **(defaults | values))
    return Told(claim, of, related=related)


def beside(other: Told, kind: LinkKind, answers: bool = True) -> Related:
    """Return a claim as it stands beside another."""
    return Related(kind, answers, other.claim, other.article, 0.75, "the words are the same")
