"""The values that a run of the evals is built from. All frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from evals.cases import Case, Skipped
from index.values import Article, Filters, Hit, Passage
from rag.values import Answer, Citation, Reply, Turn

Better = Literal["higher", "lower", "reported"]
Point = tuple[float, float]
EVERYTHING = Filters()


class Asks(Protocol):
    """What the evals need of a desk."""

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING, k: int = 10) -> Reply:
        """Reply to a question, given the turns before it."""
        ...

    def search(
        self, query: str, k: int = 10, filters: Filters = EVERYTHING, *, rerank: bool | None = None
    ) -> list[Hit]:
        """Return at most ``k`` passages, best first."""
        ...


class Reads(Protocol):
    """What the evals need of an archive."""

    def articles(self) -> list[Article]:
        """Return every article."""
        ...

    def article(self, ref: str) -> Article:
        """Return an article by its id."""
        ...

    def copies(self, article_id: str) -> list[Article]:
        """Return the copies of an article."""
        ...

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in text order."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search returned, best first: is each relevant; ``total`` is how many relevant ones the archive has."""

    relevant: tuple[bool, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation beside what the archive holds at its offsets, and the files that carry that article."""

    citation: Citation
    written: str
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task made of a case: a ranking, a reply or a label (``told``), or the error that it died of."""

    case: Case
    ranking: Ranking | None = None
    reply: Reply | None = None
    cited: tuple[Cited, ...] = ()
    searched: tuple[Cited, ...] = ()
    error: str | None = None
    ms: float = 0.0
    told: str = ""

    @property
    def answer(self) -> Answer | None:
        """The reply if it is an answer."""
        return self.reply if isinstance(self.reply, Answer) else None

    @property
    def abstained(self) -> bool:
        """True for a deliberate non-answer; a crash is neither an answer nor an abstention."""
        return self.reply is not None and self.answer is None

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words that the answer cites, as displayed."""
        return tuple(cited.citation.quote for cited in self.cited)


@dataclass(frozen=True, slots=True)
class Row:
    """A case with its scores; a scorer that has no gold in the case has no key here."""

    outcome: Outcome
    scores: dict[str, float]
    error: str | None = None

    @property
    def mean(self) -> float | None:
        """The plain mean of the scores; None where nothing applied. Only used to order a report."""
        return sum(self.scores.values()) / len(self.scores) if self.scores else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a suite. ``value`` is None where no case applied.

    ``n`` counts the cases scored, ``excluded`` those in scope without gold, ``crashed`` the error rows (scored zero).
    ``strict`` marks a promise: its floor has no tolerance.
    """

    name: str
    value: float | None
    better: Better
    n: int
    excluded: int = 0
    crashed: int = 0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A suite measured over a corpus. ``kinds`` breaks each scorer down by kind of case (mean, n).

    ``runs`` holds what each way of searching found (query -> documents with scores, best first), ``qrels`` what is
    right; both are empty but for collections of documents, and are what TREC's tools read.
    """

    corpus: str
    suite: str
    digest: str
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    kinds: dict[str, dict[str, tuple[float, int]]]
    curve: tuple[Point, ...] = ()
    runs: Mapping[str, Mapping[str, Sequence[tuple[str, float]]]] = field(default_factory=dict)
    qrels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """``corpus/suite``, as in the files of floors and pinned scores."""
        return f"{self.corpus}/{self.suite}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scorer against the last pinned run, over the cases that both have; ``p`` is a two-sided exact sign test."""

    key: str
    scorer: str
    wins: int
    losses: int
    ties: int
    p: float
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason why the quality gate does not pass. ``measure`` is None where the whole suite is refused."""

    key: str
    measure: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that a run found, for people and for machines."""

    results: tuple[Result, ...]
    skipped: tuple[Skipped, ...]
    floors: dict[str, dict[str, float]]
    comparisons: tuple[Comparison, ...]
    problems: tuple[Problem, ...]
    seconds: float
