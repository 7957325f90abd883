"""The measures of the suite *claims*: spans, whom they are given to, and what is done wrong to an attribution."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evals import metrics
from evals.claim_cases import ExpectedLink, Gold, Marked
from evals.spans import Counts, Pair, align, letters, quotation, same, token_f1, total, words
from evals.values import Better
from evals.words import fold
from index.claim import Claim, Link, Spans

_COVERED = 0.5
_SYMMETRIC = frozenset(("repeats", "contradicts"))


@dataclass(frozen=True, slots=True)
class Read:
    """A marked article beside the claims found in it, and which is which. A crash has found nothing, and says so."""

    marked: Marked
    claims: tuple[Claim, ...]
    error: str | None = None
    ms: float = 0.0
    pairs: tuple[Pair, ...] = field(default=())

    @property
    def text(self) -> str:
        """The article's text."""
        return self.marked.article.text

    @property
    def wanted(self) -> list[Gold]:
        """The attributions that have to be found."""
        return [gold for gold in self.marked.gold if not gold.optional]

    @property
    def matched(self) -> list[tuple[Gold, Claim]]:
        """The wanted attributions that were found, beside their claims."""
        both = [(self.marked.gold[p.gold], self.claims[p.found]) for p in self.pairs]
        return [(gold, claim) for gold, claim in both if not gold.optional]

    @property
    def counted(self) -> list[Claim]:
        """The claims that count as found: all but those paired with an optional attribution."""
        spare = {pair.found for pair in self.pairs if self.marked.gold[pair.gold].optional}
        return [claim for n, claim in enumerate(self.claims) if n not in spare]


def compared(marked: Marked, claims: Sequence[Claim], error: str | None = None, ms: float = 0.0) -> Read:
    """Return the article's claims paired with its gold, the wanted attributions before the optional ones."""
    text, gold = marked.article.text, marked.gold
    order = sorted(range(len(gold)), key=lambda i: gold[i].optional)
    pairs = align(text, [gold[i] for i in order], claims)
    return Read(marked, tuple(claims), error, ms, tuple(Pair(order[p.gold], p.found, p.overlap) for p in pairs))


Reads = Sequence[Read]


def overlapping(read: Read) -> Counts:
    """Count contents that overlap one to one with Jaccard >= 0.5 over words (see ``spans.align``)."""
    return Counts(len(read.matched), len(read.counted), len(read.wanted))


def exact(read: Read) -> Counts:
    """Count contents that are the same characters, white space left out ("strict" match, Pareti et al. 2013)."""
    return _same(read, letters)


def exact_words(read: Read) -> Counts:
    """Count contents that are the same words, whatever marks stand around them."""
    return _same(read, words)


def _same(read: Read, places: Callable[[str, Spans], frozenset[int]]) -> Counts:
    gold = [places(read.text, a.content) for a in read.wanted]
    found = [places(read.text, a.content) for a in read.counted]
    return Counts(same(gold, found), len(found), len(gold))


def of_kind(read: Read, direct: bool) -> Counts:
    """Count as ``overlapping``, direct quotations or all else alone (PARC 3.0, Pareti 2016; mixed counts as indirect).

    What was found is of the kind of what it is paired with, else of the kind that its marks show.
    """
    right = [gold for gold, _ in read.matched if (gold.quotation == "direct") == direct]
    paired = {id(claim) for _, claim in read.matched}
    stray = [c for c in read.counted if id(c) not in paired and (quotation(read.text, c.content) == "direct") == direct]
    wanted = [gold for gold in read.wanted if (gold.quotation == "direct") == direct]
    return Counts(len(right), len(right) + len(stray), len(wanted))


def cue_scores(read: Read) -> list[float]:
    """Token F1 of the cue for each content found, where a cue is marked (interviews have none)."""
    return [f1 for g, c in read.matched if g.cue and (f1 := _f1(read, g.cue, c.cue)) is not None]


def source_scores(read: Read) -> list[float]:
    """Token F1 of the source for each content found; 0 for one found where none is marked, nothing for none at all."""
    return [f1 for g, c in read.matched if (f1 := _f1(read, g.source, c.source)) is not None]


def source_touches(read: Read) -> list[float]:
    """For each content found whose source is marked: does the source that was found share a word with it?"""
    return [float(bool(_f1(read, g.source, c.source))) for g, c in read.matched if g.source]


def _f1(read: Read, gold: Spans, found: Spans) -> float | None:
    return token_f1(words(read.text, gold), words(read.text, found))


def named_right(names: Collection[str], name: str | None) -> bool:
    """Tell if ``name`` is one of ``names``, folded and without an article before it; no names want no name."""
    return _plain(name) in {_plain(n) for n in names} if names else name is None


def _plain(name: str | None) -> str:
    return fold(name or "").removeprefix("the ").removeprefix("an ").removeprefix("a ")


def claimants_right(read: Read) -> list[float]:
    """For each content found: is the claimant one of the right names (none, where nobody is named)?"""
    return [float(named_right(g.claimant, c.claimant)) for g, c in read.matched if g.claimant is not None]


def claimants_wrong(read: Read) -> list[float]:
    """For each content found: is it given to somebody else? No name is not a wrong one."""
    judged = [(g.claimant, c.claimant) for g, c in read.matched if g.claimant is not None]
    return [float(name is not None and not named_right(names, name)) for names, name in judged]


def via_right(read: Read) -> list[float]:
    """For each content found: is the chain of who passed it on right, from the outermost in?"""
    judged = [(g.via, c.via) for g, c in read.matched if g.via is not None]
    return [
        float(len(gold) == len(found) and all(named_right(n, f) for n, f in zip(gold, found, strict=True)))
        for gold, found in judged
    ]


def polarity_right(read: Read) -> list[float]:
    """For each content found: is what is done by saying it right (asserts, denies, …)?"""
    return [float(g.polarity == c.polarity) for g, c in read.matched if g.polarity]


def polarity_flipped(read: Read) -> list[float]:
    """For each content found: is a denial shown as none, or something else as a denial?"""
    return [float((g.polarity == "denies") != (c.polarity == "denies")) for g, c in read.matched if g.polarity]


def negation_lost(read: Read) -> list[float]:
    """For each content found that was not said ("did not say"): is it shown as said?"""
    return [float(not c.negated) for g, c in read.matched if g.negated]


def hedge_dropped(read: Read) -> list[float]:
    """For each hedged content found: is it shown without its hedge?"""
    return [float(not (c.hedged or c.polarity == "hedged")) for g, c in read.matched if g.hedged]


def shown_as_fact(read: Read) -> list[float]:
    """For each wanted attribution: does half of its content stand in no claim, so that it would read as fact?"""
    claimed = words(read.text, tuple(span for claim in read.claims for span in claim.content))
    contents = [words(read.text, gold.content) for gold in read.wanted]
    return [float(len(places & claimed) < _COVERED * len(places)) for places in contents]


def days_right(read: Read) -> list[float]:
    """For each content found whose day can be told: is it that day, to the same precision?"""
    return [float(g.said_on == c.said_on) for g, c in read.matched if g.said_on]


@dataclass(frozen=True, slots=True)
class ClaimMeasure:
    """A number of the suite; None where there is nothing to judge. ``value`` takes all articles, or one alone.

    ``n`` counts what is judged: the attributions wanted, or those found of which it can be told.
    """

    name: str
    value: Callable[[Reads], float | None]
    n: Callable[[Reads], int]
    better: Better = "higher"


def _micro(name: str, count: Callable[[Read], Counts], part: Callable[[Counts], float | None]) -> ClaimMeasure:
    def counts(reads: Reads) -> Counts:
        return total(count(read) for read in reads)

    return ClaimMeasure(name, lambda reads: part(counts(reads)), lambda reads: counts(reads).wanted)


def _mean(name: str, scores: Callable[[Read], list[float]], better: Better = "higher") -> ClaimMeasure:
    def judged(reads: Reads) -> list[float]:
        return [score for read in reads for score in scores(read)]

    return ClaimMeasure(name, lambda reads: metrics.mean(judged(reads)), lambda reads: len(judged(reads)), better)


SPANS = (
    _micro("content_F1", overlapping, lambda c: c.f1),
    _micro("content_precision", overlapping, lambda c: c.precision),
    _micro("content_recall", overlapping, lambda c: c.recall),
    _micro("exact_F1", exact, lambda c: c.f1),
    _micro("exact_words_F1", exact_words, lambda c: c.f1),
    _micro("direct_F1", lambda read: of_kind(read, True), lambda c: c.f1),
    _micro("indirect_F1", lambda read: of_kind(read, False), lambda c: c.f1),
    _mean("cue_F1", cue_scores),
    _mean("source_F1", source_scores),
    _mean("source_overlapping", source_touches),
)
ERRORS = (
    _mean("claimant_accuracy", claimants_right),
    _mean("via_accuracy", via_right),
    _mean("polarity_accuracy", polarity_right),
    _mean("said_on_accuracy", days_right),
    _mean("wrong_claimant", claimants_wrong, "lower"),
    _mean("flipped_polarity", polarity_flipped, "lower"),
    _mean("lost_negation", negation_lost, "lower"),
    _mean("dropped_hedge", hedge_dropped, "lower"),
    _mean("allegation_as_fact", shown_as_fact, "lower"),
)


def by_tag(reads: Reads) -> dict[str, tuple[float, int]]:
    """Return for each tag the share of its wanted attributions that were found, and their number."""
    found: dict[str, list[bool]] = {}
    for read in reads:
        hit = {id(gold) for gold, _ in read.matched}
        for gold in read.wanted:
            for tag in gold.tags:
                found.setdefault(tag, []).append(id(gold) in hit)
    return {tag: (sum(hits) / len(hits), len(hits)) for tag, hits in sorted(found.items())}


def link_counts(expected: Iterable[ExpectedLink], reads: Reads, found: Iterable[Link]) -> Counts:
    """Count links: ``found`` are those that tie two judged attributions, ``right`` those of them of an expected kind.

    A pair that may not be linked wants nothing, so a link there only costs precision; pairs that nobody judged are left
    out. *Repeats* and *contradicts* hold in both directions, *denies* and *updates* from the claim to the other.
    """
    claims = _claims_of(reads)
    kinds: dict[tuple[str, str], set[str]] = {}
    for link in found:
        for pair in ((link.claim, link.other), *([(link.other, link.claim)] if link.kind in _SYMMETRIC else [])):
            kinds.setdefault(pair, set()).add(link.kind)
    marks = [(pair.kinds, _kinds(pair, claims, kinds)) for pair in expected]
    right = sum(bool(given & set(wanted)) for wanted, given in marks)
    return Counts(right, sum(bool(given) for _, given in marks), sum(bool(wanted) for wanted, _ in marks))


def _claims_of(reads: Reads) -> dict[tuple[str, int], str]:
    """Return the id of the claim that was found for each attribution, by text and position."""
    return {(read.marked.article.id, pair.gold): read.claims[pair.found].id for read in reads for pair in read.pairs}


def _kinds(
    pair: ExpectedLink, claims: Mapping[tuple[str, int], str], kinds: Mapping[tuple[str, str], set[str]]
) -> set[str]:
    one, other = claims.get(pair.claim), claims.get(pair.other)
    if one is None or other is None:
        return set()
    if pair.kinds:
        return kinds.get((one, other), set())
    return kinds.get((one, other), set()) | kinds.get((other, one), set())
