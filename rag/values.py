"""The values of a reply. A reply is an ``Answer`` or an ``Abstention``: a sum type, no magic phrase, no None."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from index.values import Span

ELLIPSIS = " … "  # joins the quotes of a statement whose parts stand apart in their article


@dataclass(frozen=True, slots=True)
class Citation:
    """Where words are written: ``quote == article.text[start:end]``, always. ``n`` starts at 1 within its reply."""

    n: int
    passage_id: str
    article_id: str
    path: str
    title: str
    publisher: str | None
    published: str | None
    span: Span
    quote: str

    def json(self) -> dict[str, Any]:
        """Return the public JSON form of the citation."""
        return {
            "n": self.n,
            "article_id": self.article_id,
            "path": self.path,
            "title": self.title,
            "publisher": self.publisher,
            "published": self.published,
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of our answer, the citations (numbers) that carry it and its support, a probability in [0, 1]."""

    text: str
    support: float
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Who contradicts or denies a claim, in which words; ``n`` is the citation."""

    claimant: str | None
    content: str
    n: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A claim that an answer shows. ``n`` is the citation that holds it, ``said_on`` a date as far as it is known."""

    claimant: str | None
    via: tuple[str, ...]
    cue: str
    content: str
    polarity: str
    said_on: str | None
    n: int
    disputed_by: tuple[Dispute, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return {**asdict(self), "via": list(self.via), "disputed_by": [asdict(d) for d in self.disputed_by]}


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that a model wrote and nobody is shown as an answer, with the names of the checks that it failed."""

    text: str
    reasons: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return {"text": self.text, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements with their citations. ``question`` is the stand-alone question that was answered.

    ``claims`` are those that the statements quote, with who disputes them; a dispute has a citation of its own.
    ``drafted_by`` names the model whose sentences the statements are, None where they are quotations; ``dropped`` holds
    what else it wrote, ``note`` says in a line what became of a model that was asked for and gave no (whole) answer.
    """

    question: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    searched: tuple[Citation, ...]
    timing_ms: dict[str, float] = field(default_factory=dict)
    claims: tuple[Heard, ...] = ()
    drafted_by: str | None = None
    dropped: tuple[Dropped, ...] = ()
    note: str = ""

    @property
    def text(self) -> str:
        """The answer as plain text, each statement followed by its citation numbers."""
        return "\n".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in self.statements)


@dataclass(frozen=True, slots=True)
class Abstention:
    """A deliberate non-answer: why, and the passages that were looked at (nearest first); the rest as in an answer."""

    question: str
    reason: str
    searched: tuple[Citation, ...]
    timing_ms: dict[str, float] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    note: str = ""

    @property
    def text(self) -> str:
        """The reason, as the reader sees it."""
        return self.reason


Reply = Answer | Abstention


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished turn of a conversation: the stand-alone question that was answered, and the reply."""

    question: str
    reply: Reply


def reply_json(reply: Reply, reply_id: str | int | None = None) -> dict[str, Any]:
    """Return the public JSON form of a reply; ``reply_id`` echoes the id of a batch row."""
    answer = reply if isinstance(reply, Answer) else None
    return {
        "id": reply_id,
        "kind": "answer" if answer else "abstention",
        "reason": None if answer else reply.text,
        "question": reply.question,
        "text": reply.text,
        "statements": [
            {"text": s.text, "support": round(s.support, 4), "citations": list(s.citations)}
            for s in (answer.statements if answer else ())
        ],
        "citations": [c.json() for c in (answer.citations if answer else ())],
        "claims": [c.json() for c in (answer.claims if answer else ())],
        "searched": [c.json() for c in reply.searched],
        "drafted_by": answer.drafted_by if answer else None,
        "dropped": [d.json() for d in reply.dropped],
        "note": reply.note,
        "timing_ms": {name: round(ms, 1) for name, ms in reply.timing_ms.items()},
    }
