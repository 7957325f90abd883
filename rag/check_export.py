"""What was checked, as files: JSON, Markdown, and schema.org ClaimReview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rag.checked import Checked, label_words
from rag.claimreview import claim_review
from rag.plain import headline
from rag.verdict import Verdict

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&:-])")


def as_json(found: Sequence[Checked]) -> str:
    """Return the sentences of a text as JSON, each with its place, its worth and its verdict."""
    return json.dumps([c.json(number) for number, c in enumerate(found, 1)], ensure_ascii=False, indent=1) + "\n"


def reviews(found: Sequence[Checked], published: date) -> list[dict[str, Any]]:
    """Return the verdicts on a text as ClaimReviews that were published on a day."""
    return [claim_review(c.verdict, published) for c in found if c.verdict]


def as_claimreview(found: Sequence[Checked], published: date) -> str:
    """Return the ClaimReviews of a text as JSON."""
    return json.dumps(reviews(found, published), ensure_ascii=False, indent=1) + "\n"


def as_markdown(found: Sequence[Checked]) -> str:
    """Return the verdicts on a text as Markdown: each with why, and its evidence; words of others are escaped."""
    return "\n".join(line for c in found if c.verdict for line in _section(c.verdict)) + "\n"


def _section(verdict: Verdict) -> Iterator[str]:
    yield f"## {escaped(verdict.statement)}\n"
    yield f"**{label_words(verdict).capitalize()}** ({verdict.confidence:.2f}). {escaped(verdict.because)}\n"
    for s in verdict.evidence:
        whose = f"{escaped(s.claimant)}: " if s.claimant else ""
        where = f"{headline(s.article.reference())} ({s.article.id} {s.span.start}-{s.span.end})"
        yield f"- *{s.side}*: {whose}“{escaped(s.quote)}” — {escaped(where)}"
    yield ""


def escaped(words: str) -> str:
    """Return words on one line that Markdown shows as they are."""
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))
