"""What the calls of ``service.py`` take and return, typed: the schemas of the HTTP API and of the MCP tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

LONGEST_TEXT, LONGEST_NAME, MOST_TURNS = 2000, 500, 10
_WRITTEN = r"[^\s\x00-\x1f\x7f-\x9f]"
_DAY = r"^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

Written = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=_WRITTEN)]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Day = Annotated[str, Field(pattern=_DAY, examples=["2018", "2018-04", "2018-04-22"])]


def _number(value: Any) -> Any:
    """Return a JSON number (25.0 is a whole one, by the schema); a text or a truth value is none."""
    if isinstance(value, str | bool):
        raise PydanticCustomError("int_type", "it is no number; write it without quotes")
    return value


Number = Annotated[int, BeforeValidator(_number)]
Label = Literal["supported", "refuted", "disputed", "not_enough_evidence"]


class Call(BaseModel):
    """What a call takes; an argument that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Narrowed(Call):
    after: Day | None = Field(None, description="Only articles published on or after this date (YYYY[-MM[-DD]]).")
    before: Day | None = Field(None, description="Only articles published on or before this date (YYYY[-MM[-DD]]).")
    publisher: Name | None = Field(None, description="Only articles of this publisher.")


class SearchCall(_Narrowed):
    """Find passages."""

    query: Annotated[str, Field(max_length=LONGEST_TEXT)] = Field(description="Words, or what it is about.")
    k: int = Field(10, ge=1, le=1000, description="How many passages.")


class AskCall(_Narrowed):
    """Ask a question, perhaps as a follow-up to ``earlier`` ones."""

    question: Written = Field(description="A question about what the articles report.")
    earlier: list[Written] = Field(
        default_factory=list,
        max_length=MOST_TURNS,
        description="Questions before it in the conversation, oldest first.",
    )
    k: Number = Field(10, ge=1, le=100, description="How many passages to read.")


class CheckCall(_Narrowed):
    """Check a statement."""

    statement: Written = Field(description="What somebody says, in your words or theirs.")
    k: Number = Field(10, ge=1, le=100, description="How many passages to look at.")


class _Listed(Call):
    claimant: Name | None = Field(None, description="Who claims: a person, body, state (with its officials) or office.")
    about: Name | None = Field(None, description="What the claims are about.")
    publisher: Name | None = Field(None, description="Only articles of this publisher.")
    limit: int | None = Field(None, ge=1, le=1000, description="At most so many claims.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many claims to skip.")


class ClaimsCall(_Listed):
    """List claims."""

    after: Day | None = Field(None, description="Only claims said (else published) on or after this date.")
    before: Day | None = Field(None, description="Only claims said (else published) on or before this date.")
    disputed: bool = Field(False, description="Only claims that another one contradicts or denies.")


class TimelineCall(_Listed):
    """List claims in the order in which they were said, each once."""


class ArticleCall(Call):
    """Read an article."""

    article: Name = Field(description="An id (or its beginning), a path or an exact title.")


class Reference(TypedDict):
    """What names an article."""

    article_id: str
    path: str
    title: str
    publisher: str | None
    published: str | None


class Place(Reference):
    """A place in an article's text, from ``start`` to ``end``."""

    start: int
    end: int


class Result(Place):
    """A passage that was found: ``text`` is the article's text there; ``also`` are those that repeat it elsewhere."""

    text: str
    score: float
    also: list[Place]


class Results(TypedDict):
    """Passages, the best first."""

    id: None
    results: list[Result]


class Cited(Reference):
    """A citation: ``quote`` is the article's text from ``start`` to ``end``."""

    n: int
    start: int
    end: int
    quote: str


class Said(TypedDict):
    """A sentence of an answer, its support (a probability) and the numbers of its citations."""

    text: str
    support: float
    citations: list[int]


class Against(TypedDict):
    """Who disputes a claim."""

    claimant: str | None
    content: str
    n: int


class Shown(TypedDict):
    """A claim that an answer shows."""

    claimant: str | None
    via: list[str]
    cue: str
    content: str
    polarity: str
    said_on: str | None
    n: int
    disputed_by: list[Against]


class Left(TypedDict):
    """A sentence of a model that failed the grounding gate."""

    text: str
    reasons: list[str]


class ReplyOut(TypedDict):
    """An answer with citations, or an abstention with its reason."""

    id: Any
    kind: Literal["answer", "abstention"]
    reason: str | None
    question: str
    text: str
    statements: list[Said]
    citations: list[Cited]
    claims: list[Shown]
    searched: list[Cited]
    drafted_by: str | None
    dropped: list[Left]
    note: str
    timing_ms: dict[str, float]


class Evidence(TypedDict):
    """A piece of evidence and how it stands to the statement."""

    stance: Literal["supports", "refutes", "neutral"]
    claimant: str | None
    quote: str
    article_id: str
    path: str
    start: int
    end: int
    publisher: str | None
    published: str | None
    score: float


class VerdictOut(TypedDict):
    """What the archive says of a statement."""

    id: Any
    statement: str
    verdict: Label
    confidence: float
    because: str
    evidence: list[Evidence]


class LinkOut(TypedDict):
    """A claim beside another."""

    kind: Literal["repeats", "contradicts", "denies", "updates"]
    answers: bool
    id: str
    claimant: str | None
    text: str
    article_id: str
    score: float
    reason: str


class ClaimOut(Reference):
    """A claim with the exact places of its parts, its article and what is linked to it."""

    id: str
    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]
    quotation: str
    claimant: str | None
    affiliation: list[str]
    via: list[str]
    polarity: str
    hedged: bool
    negated: bool
    said_on: str | None
    score: float
    text: str
    origins: int
    links: list[LinkOut]


class ClaimsOut(TypedDict):
    """Claims, and how many there are in all."""

    result: list[ClaimOut]
    total: int


class ArticleOut(Reference):
    """An article with its text; every offset counts from that."""

    published_from: str
    byline: str | None
    url: str | None
    language: str | None
    origin: str | None
    text: str
    removed: list[str]


class CountsOut(TypedDict):
    """What the archive holds."""

    articles: int
    passages: int
    copies: int


class ErrorOut(TypedDict):
    """An error, in one line that names the fix."""

    error: str


def unfit(errors: Iterable[Any]) -> str:
    """Return in a line what does not fit a call, of the errors that pydantic found."""
    told = [f"{'.'.join(str(part) for part in e['loc'])}: {_reason(e)}" for e in errors]
    return "; ".join(told[:3])


def _reason(error: Any) -> str:
    meant = {_WRITTEN: "it is empty; write a text", _DAY: "it is no date; write YYYY-MM-DD, YYYY-MM or YYYY"}
    return str(meant.get(error.get("ctx", {}).get("pattern")) or error["msg"])
