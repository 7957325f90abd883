"""What an export shows, whatever its format: a heading, what is said under it, and the words that are cited for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from index.errors import NotFoundError
from index.values import Article, PartialDate, Precision, Span
from rag.checked import Checked, label_words
from rag.plain import about_model, disputes
from rag.values import Abstention, Answer, Citation, Reply
from rag.verdict import Label, Side, Stance, Verdict

Find = Callable[[str], Article]
Kind = Literal["answer", "abstention"] | Label
SIDES: tuple[tuple[Side, str], ...] = (("supports", "For it"), ("refutes", "Against it"), ("neutral", "About it"))


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that are cited: whose they are, and where they are written (offsets into the article's text).

    ``claimant`` is None for the publisher's own words; ``said_on`` is a date as far as it is known. ``url`` is a web
    address or None; ``side`` is how evidence stands to a statement.
    """

    n: int
    quote: str
    span: Span
    article_id: str
    title: str
    publisher: str | None
    published: str | None
    byline: str | None = None
    url: str | None = None
    claimant: str | None = None
    said_on: str | None = None
    side: Side | None = None

    @property
    def precision(self) -> Precision:
        """How precisely the date of publication is known."""
        return PartialDate(self.published).precision if self.published else "unknown"

    def json(self) -> dict[str, Any]:
        """Return what the public JSON forms of a citation and of evidence do not tell yet."""
        told = {"title": self.title, "published_precision": self.precision, "url": self.url, "byline": self.byline}
        return told | {"claimant": self.claimant} | ({} if self.side else {"said_on": self.said_on})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a reply, and the numbers of what is cited for it; a remark is about the model that wrote."""

    text: str
    numbers: tuple[int, ...] = ()
    kind: Literal["said", "dispute", "remark"] = "said"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question or a statement, what came of it (in words, and as a kind), and what is cited, in groups with names."""

    heading: str
    label: str
    kind: Kind
    lines: tuple[Line, ...]
    groups: tuple[tuple[str, tuple[Cited, ...]], ...]

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Everything that is cited, in the order of the numbers."""
        return tuple(sorted((c for _, group in self.groups for c in group), key=lambda c: c.n))


def of_reply(reply: Reply, find: Find) -> Sheet:
    """Return the sheet of an answer or an abstention; ``find`` returns the article of an id or raises NotFoundError."""
    remarks = tuple(Line(line, kind="remark") for line in about_model(reply))
    if isinstance(reply, Abstention):
        searched = tuple(of_citation(c, find) for c in reply.searched)
        lines = (Line(reply.reason), *remarks)
        return Sheet(reply.question, "no answer in the archive", "abstention", lines, _group("Looked at", searched))
    said = tuple(Line(s.text, s.citations) for s in reply.statements)
    told = tuple(Line(line, kind="dispute") for line in disputes(reply))
    cited = tuple(cited_by(reply, c, find) for c in reply.citations)
    return Sheet(reply.question, "answer", "answer", (*said, *told, *remarks), _group("Citations", cited))


def of_verdict(verdict: Verdict) -> Sheet:
    """Return the sheet of a verdict; its evidence is numbered in the verdict's order."""
    listed = [of_stance(n, stance) for n, stance in enumerate(verdict.evidence, 1)]
    groups = tuple((name, tuple(c for c in listed if c.side == side)) for side, name in SIDES)
    label = f"{label_words(verdict)} ({verdict.confidence:.2f})"
    held = tuple(group for group in groups if group[1])
    return Sheet(verdict.statement, label, verdict.label, (Line(verdict.because),), held)


def of_text(found: Sequence[Checked]) -> list[Sheet]:
    """Return the sheets of a text's sentences that have a verdict, in their order."""
    return [of_verdict(c.verdict) for c in found if c.verdict]


def cited_by(reply: Reply, citation: Citation, find: Find) -> Cited:
    """Return a citation of a reply with whose words it is, as the claims that the reply shows say."""
    if not isinstance(reply, Answer):
        return of_citation(citation, find)
    claims = [c for c in reply.claims if c.n == citation.n]
    voices = [" via ".join(filter(None, (c.claimant, *c.via))) for c in claims]
    voices += [d.claimant or "" for c in reply.claims for d in c.disputed_by if d.n == citation.n]
    days = {c.said_on for c in claims}
    names = "; ".join(dict.fromkeys(filter(None, voices)))
    return of_citation(citation, find, names or None, days.pop() if len(days) == 1 else None)


def of_citation(c: Citation, find: Find, claimant: str | None = None, said_on: str | None = None) -> Cited:
    """Return a citation, and whose words it is, as what is cited; ``find`` as for a reply."""
    try:
        article = find(c.article_id)
    except NotFoundError:  # it was removed after it was quoted
        byline, url = None, _web(c.path)
    else:
        byline, url = article.byline, _web(article.url) or _web(article.path)
    place = (c.article_id, c.title, c.publisher, c.published, byline, url)
    return Cited(c.n, c.quote, c.span, *place, claimant=claimant, said_on=said_on)


def of_stance(n: int, stance: Stance) -> Cited:
    """Return a piece of evidence as what is cited under a number."""
    article, told = stance.article, stance.article.reference()
    place = (article.id, article.title, told["publisher"], told["published"], article.byline, _web(article.url))
    return Cited(n, stance.quote, stance.span, *place, claimant=stance.claimant, side=stance.side)


def _group(name: str, cited: tuple[Cited, ...]) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
    return ((name, cited),) if cited else ()


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None
