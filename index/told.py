"""Claims as they are asked for: by claimant, topic, date and publisher, with the claims that stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index import ledger
from index.claim import Claim, Claimant, LinkKind, written
from index.claimants import matches
from index.names import mentions, question_names
from index.store import Store
from index.terms import content_stems, stems
from index.values import Article, Filters, PartialDate, Passage

_NEAR = 300
_DISPUTES: frozenset[LinkKind] = frozenset(("contradicts", "denies"))
ABOUT_FLOOR = 0.6


@dataclass(frozen=True, slots=True)
class Related:
    """A claim beside another: ``answers`` is true when it is the one that repeats, contradicts, denies or updates."""

    kind: LinkKind
    answers: bool
    claim: Claim
    article: Article
    score: float
    reason: str

    @property
    def text(self) -> str:
        """The words of the claim."""
        return written(self.article.text, self.claim.content)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its article and the claims that are linked to it, the surest first."""

    claim: Claim
    article: Article
    claimant: Claimant | None = None
    related: tuple[Related, ...] = ()

    @property
    def text(self) -> str:
        """The words of the claim."""
        return written(self.article.text, self.claim.content)

    @property
    def when(self) -> PartialDate | None:
        """When it was said, else when it was published; None when neither is known."""
        return self.claim.said_on or self.article.published

    @property
    def disputes(self) -> tuple[Related, ...]:
        """The claims that contradict or deny this one, or that it contradicts or denies."""
        return tuple(r for r in self.related if r.kind in _DISPUTES)

    @property
    def repeats(self) -> tuple[Related, ...]:
        """The claims that say the same."""
        return tuple(r for r in self.related if r.kind == "repeats")

    @property
    def origins(self) -> int:
        """In how many independent articles it stands: a reprint is no second one."""
        return len({self.article.id, *(r.article.id for r in self.repeats)})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims are asked for. ``claimant`` is a state, body, person or office; dates are of the saying."""

    claimant: str | None = None
    about: str | None = None
    after: date | None = None
    before: date | None = None
    publisher: str | None = None
    disputed: bool = False


def heard(store: Store, passages: Iterable[Passage]) -> list[Told]:
    """Return the claims that passages report, without what is linked to them: quick, for a question's sake."""
    claims = ledger.claims_touching(store, passages)
    bearing = ledger.claimants_by_id(store, {c.claimant_id for c in claims if c.claimant_id})
    pages = {i: store.existing(i) for i in {c.article_id for c in claims}}
    return [Told(c, pages[c.article_id], bearing.get(c.claimant_id or "")) for c in claims]


def told(store: Store, claims: Sequence[Claim]) -> list[Told]:
    """Return the claims with their articles and what is linked to them."""
    links = ledger.links_of(store, [c.id for c in claims])
    ends = {end for link in links for end in (link.claim, link.other)}
    known = {c.id: c for c in (*ledger.claims_in(store, "id", ends - {c.id for c in claims}), *claims)}
    articles = {c.article_id: c.article_id for c in known.values()}
    pages = {i: store.existing(i) for i in articles}
    beside: dict[str, list[Related]] = {}
    for link in links:
        if link.claim in known and link.other in known:
            for mine, theirs, answers in ((link.other, link.claim, True), (link.claim, link.other, False)):
                other = known[theirs]
                related = Related(link.kind, answers, other, pages[other.article_id], link.score, link.reason)
                beside.setdefault(mine, []).append(related)
    bearing = ledger.claimants_by_id(store, {c.claimant_id for c in claims if c.claimant_id})
    return [Told(c, pages[c.article_id], bearing.get(c.claimant_id or ""), tuple(beside.get(c.id, ()))) for c in claims]


def select(store: Store, wanted: Wanted, passages: Callable[[str], Iterable[Passage]]) -> list[Told]:
    """Return the claims that are wanted, in the order in which they were said (unknown dates last).

    ``passages`` gives the passages that a topic may be in; what stands in them is checked against the topic again.
    """
    ids = None if wanted.claimant is None else _claimants(store, wanted.claimant)
    if wanted.about is not None:
        touching = ledger.claims_touching(store, passages(wanted.about))
        claims = [c for c in touching if ids is None or c.claimant_id in ids]
    else:
        claims = ledger.claims(store) if ids is None else ledger.claims_in(store, "claimant_id", ids)
    found = told(store, claims)
    if wanted.about is not None:
        found = [t for t in found if about(t, wanted.about) >= ABOUT_FLOOR]
    articles = store.matching(Filters(publisher=wanted.publisher))
    kept = [t for t in found if (articles is None or t.article.id in articles) and _in_time(t, wanted)]
    kept = [t for t in kept if t.disputes] if wanted.disputed else kept
    return sorted(kept, key=lambda t: (t.when.first if t.when else date.max, t.article.path, t.claim.span.start))


def _claimants(store: Store, asked: str) -> list[str]:
    return [c.id for c in ledger.claimants(store) if matches(c, asked)]


def _in_time(t: Told, wanted: Wanted) -> bool:
    if wanted.after is None and wanted.before is None:
        return True
    if t.when is None:
        return False
    return t.when.last >= (wanted.after or date.min) and t.when.first <= (wanted.before or date.max)


def about(t: Told, topic: str) -> float:
    """Return how much of a topic (names and content words) a claim is about, 0 to 1.

    Words in the claim count fully, those shortly before it or in the title a little less.
    """
    names = [n.text for n in question_names(topic)]
    words = [s for s in content_stems(topic) if not any(s in stems(n) for n in names)]
    span = t.claim.span
    own = t.article.text[span.start : span.end]
    near = f"{t.article.title} {t.article.text[max(0, span.start - _NEAR) : span.start]}"
    parts = [_heard(bool(mentions(own, n)), bool(mentions(near, n))) for n in names]
    parts += [_heard(s in stems(own), s in stems(near)) for s in words]
    return sum(parts) / len(parts) if parts else 1.0


def _heard(here: bool, near: bool) -> float:
    return 1.0 if here else 0.75 if near else 0.0


def first_seen(found: Sequence[Told]) -> list[Told]:
    """Return the claims without those that repeat an earlier one of the list."""
    seen: set[str] = set()
    kept = []
    for t in found:
        if t.claim.id not in seen:
            kept.append(t)
        seen |= {t.claim.id, *(r.claim.id for r in t.repeats)}
    return kept
