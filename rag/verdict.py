"""From stances to a verdict. Pure: no archive, no model. A verdict speaks about the archive, never beyond it.

What only a claimant says is never *supported*: it is *disputed* when another voice is against it, else there is not
enough evidence and ``because`` names the claimant. An error never becomes a verdict: it is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from index.values import Article, Span

Label = Literal["supported", "refuted", "disputed", "not_enough_evidence"]
Side = Literal["supports", "refutes", "neutral"]

MARGIN = 0.15
CONTESTS = 0.6
BEHIND = 0.3


@dataclass(frozen=True, slots=True)
class Stance:
    """A piece of evidence and how it stands to a statement; ``score`` is the probability of its side, in [0, 1].

    ``claimant`` is whose words they are, None for the publisher's own voice. ``claimed`` says that nobody but that
    claimant vouches for it here; a report that somebody said something vouches for the saying. ``denies`` says that it
    answers an allegation by denying it.
    """

    side: Side
    score: float
    article: Article
    span: Span
    claimant: str | None = None
    claimed: bool = False
    denies: bool = False

    @property
    def quote(self) -> str:
        """The exact words: ``article.text[start:end]``."""
        return self.span.of(self.article.text)

    @property
    def origin(self) -> str:
        """The id of the article that it comes from; a reprint has that of what it reprints."""
        return self.article.origin or self.article.id

    @property
    def voice(self) -> str:
        """Who vouches for it: the claimant, or the publisher of the article."""
        return (self.claimant if self.claimed else None) or publisher(self.article)

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        told = self.article.reference()
        return {
            "stance": self.side,
            "claimant": self.claimant,
            "quote": self.quote,
            "article_id": self.article.id,
            "path": self.article.path,
            "start": self.span.start,
            "end": self.span.end,
            "publisher": told["publisher"],
            "published": told["published"],
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the archive says of a statement: the label, how sure (in [0, 1]), why in one sentence, and the evidence.

    The evidence that decided comes first. ``parts`` are the verdicts on the parts of a statement that has several.
    """

    statement: str
    label: Label
    confidence: float
    because: str
    evidence: tuple[Stance, ...]
    parts: tuple[Verdict, ...] = ()
    timing_ms: dict[str, float] = field(default_factory=dict)

    def json(self, row_id: Any = None) -> dict[str, Any]:
        """Return the public JSON form; ``row_id`` echoes the id of a batch row."""
        return {
            "id": row_id,
            "statement": self.statement,
            "verdict": self.label,
            "confidence": round(self.confidence, 4),
            "because": self.because,
            "evidence": [s.json() for s in self.evidence],
        }


def publisher(article: Article) -> str:
    """Return the name of an article's publisher; its title where that is unknown."""
    return article.publisher or f"“{' '.join(article.title.split())}”"


def verdict(stances: Iterable[Stance]) -> Label:
    """Return what stances amount to.

    Reports outweigh claims, except that a report is disputed where somebody clearly denies it. What only claimants say
    is disputed between different voices; a bare denial answers an allegation, so it disputes one.
    """
    listed = list(stances)
    told, against = _best(listed, "supports", claimed=False), _best(listed, "refutes", claimed=False)
    says, denies = _best(listed, "supports", claimed=True), _best(listed, "refutes", claimed=True)
    if says - told > BEHIND:  # a vague echo in the publisher's voice does not turn a claim into a report
        told = 0.0
    if told and against and abs(told - against) < MARGIN and _differ(listed, claimed=False):
        return "disputed"
    if told > against:
        return "disputed" if _contested(listed, "refutes") else "supported"
    if against:
        return "disputed" if _contested(listed, "supports") else "refuted"
    if says and denies and _differ(listed, claimed=True):
        return "disputed"
    if denies > says:
        return "disputed" if any(s.denies for s in _claimed(listed, "refutes")) else "refuted"
    return "not_enough_evidence"


def together(labels: Sequence[Label]) -> Label:
    """Return the verdict on a statement from those on its parts: one part that fails, fails it."""
    order: tuple[Label, ...] = ("refuted", "disputed", "not_enough_evidence")
    return next((label for label in order if label in labels), "supported" if labels else "not_enough_evidence")


def confidence(label: Label, stances: Sequence[Stance]) -> float:
    """Return how sure a verdict is, in [0, 1]: that of its evidence; independent origins add up (a noisy or)."""
    sides = {side: _sure(s for s in stances if s.side == side) for side in ("supports", "refutes")}
    if label == "supported":
        return sides["supports"]
    if label == "refuted":
        return sides["refutes"]
    if label == "disputed":
        return min(sides["supports"] or sides["refutes"], sides["refutes"] or sides["supports"])
    return 1.0 - 0.5 * max(sides.values())


def because(label: Label, stances: Sequence[Stance]) -> str:
    """Return one sentence that says why, with who says so and who is against it."""
    told = [s for s in stances if s.side == "supports"]
    against = [s for s in stances if s.side == "refutes"]
    if label == "supported":
        return _reported([s for s in told if not s.claimed])
    if label == "refuted":
        reports = [s for s in against if not s.claimed]
        return f"Contradicted by {_voices(reports or against)}."
    if label == "disputed":
        return _disputed(told, against)
    if told:
        return f"Only claimed by {_voices(told)}: no article reports it in its own voice, and nobody here disputes it."
    return "Nothing in the archive speaks clearly for it or against it."


def origins(stances: Iterable[Stance]) -> int:
    """Return in how many independent articles stances stand; reprints count once."""
    return len({s.origin for s in stances})


def _best(stances: Iterable[Stance], side: Side, *, claimed: bool) -> float:
    return max((s.score for s in stances if s.side == side and s.claimed == claimed), default=0.0)


def _claimed(stances: Iterable[Stance], side: Side) -> list[Stance]:
    return [s for s in stances if s.side == side and s.claimed]


def _contested(stances: Sequence[Stance], side: Side) -> bool:
    """Tell whether a claimant clearly takes this side against a report."""
    return any(s.denies or s.score >= CONTESTS for s in _claimed(stances, side))


def _differ(stances: Sequence[Stance], *, claimed: bool) -> bool:
    """Tell whether the two sides have different voices, reports different origins: no one disputes himself."""
    sides = {"supports": set[str](), "refutes": set[str]()}
    for s in stances:
        if s.claimed == claimed and s.side in sides:
            sides[s.side].add(s.voice if claimed else s.origin)
    return sides["supports"] != sides["refutes"]


def _sure(stances: Iterable[Stance]) -> float:
    best: dict[str, float] = {}
    for s in stances:
        best[s.origin] = max(best.get(s.origin, 0.0), s.score)
    doubt = 1.0
    for score in best.values():
        doubt *= 1.0 - score
    return 1.0 - doubt


def _reported(reports: Sequence[Stance]) -> str:
    count = origins(reports)
    said = dict.fromkeys(s.claimant for s in reports if s.claimant)
    whose = f" in the words of {_joined(list(said))}" if said else ""
    many = f", {count} independent articles" if count > 1 else ""
    return f"Reported by {_joined(list(dict.fromkeys(publisher(s.article) for s in reports)))}{many}{whose}."


def _disputed(told: Sequence[Stance], against: Sequence[Stance]) -> str:
    denial = "denied" if any(s.denies for s in against) else "contradicted"
    if not told:
        return f"{denial.capitalize()} by {_voices(against)}; the archive does not say who says so."
    return f"Asserted by {_voices(told)}; {denial} by {_voices(against)}."


def _voices(stances: Sequence[Stance]) -> str:
    return _joined(list(dict.fromkeys(s.voice for s in stances)))


def _joined(names: Sequence[str], most: int = 4) -> str:
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
