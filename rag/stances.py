"""How the archive stands to an assertion: the few sentences that matter, whose words they are, and what they say of it.

Retrieval finds passages, overlap of words and names the sentences in them, the ledger whose words those are, and the
verifier whether they support or refute. What only points back ("Syria denies these allegations") is read with what it
points back to; a denial counts against what it denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from index.names import mentions, question_names
from index.opposites import EVENTS
from index.proposition import read
from index.terms import is_content, stem, words
from index.told import Related, Told
from index.values import Filters, Hit, Span
from index.verifier import Verifier
from rag.assertion import Assertion
from rag.claim_words import NOBODY
from rag.evidence import Page
from rag.exact import exact
from rag.exact_names import is_there
from rag.exact_polarity import polarity
from rag.readings import Reading, Sentence, in_full, read_for
from rag.reason import Reason
from rag.retrieve import retrieve
from rag.said_of import overlap, points_back, speaks_for
from rag.setting import BACK
from rag.verdict import Side, Stance
from rag.verify import Verification, verify

if TYPE_CHECKING:
    from index import Archive

MOST_SENTENCES, NEAREST_SHOWN = 14, 3
WORDED, TOPIC = 0.34, 0.6  # least share of the assertion's words that evidence for it, and against it, has
SURE, SURE_AGAINST = 0.55, 0.5
SURE_ALONE = 0.75  # where the model's word stands alone: no exact check excludes it, or only names are in common
SAME, SURE_SAME = 0.9, 0.4  # where it has nearly all words of the assertion
TOPIC_EXCLUDED, SURE_EXCLUDED = 0.5, 0.7  # where an exact check excludes it, and the verifier is sure
LINKED = 0.5
STAGED = 0.6
_LENT = re.compile(r"^\([^)]*\) ")
_EVENT_OR_REAL = frozenset(map(stem, [*EVENTS, *"real genuine authentic true happen happened staged fake".split()]))


def stances(archive: Archive, verifier: Verifier, assertion: Assertion, filters: Filters, k: int) -> list[Stance]:
    """Return the evidence for and against an assertion, the strongest first, then what is nearest and says neither."""
    near = sentences(archive, assertion, filters, k)
    linked = {t.claim.id: t for t in archive.claims_by_id({t.claim.id for s in near for t in s.told})}
    readings = [r for s in near for r in read_for(assertion, s, linked)]
    judged = verify(verifier, [(r.statement, r.evidence) for r in readings])
    found = [_stance(assertion, r, v) for r, v in zip(readings, judged, strict=True)]
    if assertion.said:
        found = _of_one_mind(found)
    answered = [] if assertion.said else list(_answers(archive, filters, zip(readings, found, strict=True), linked))
    return _ordered([*found, *answered])


# ---------------------------------------------------------------------------------------------------------- sentences


def sentences(archive: Archive, assertion: Assertion, filters: Filters, k: int) -> list[Sentence]:
    """Return the sentences of the archive that are most about an assertion, the nearest first."""
    hits = retrieve(archive, assertion.text, 2 * k, filters)
    pages = _pages(archive, hits)
    made = [s for hit in hits for s in _of_hit(assertion, pages[hit.passage.article_id], hit)]
    once = {(s.page.article.id, s.number): s for s in made}
    return sorted(once.values(), key=lambda s: -s.near)[:MOST_SENTENCES]


def _pages(archive: Archive, hits: Sequence[Hit]) -> dict[str, Page]:
    claims = archive.heard([h.passage for h in hits])
    return {
        i: Page.of(archive.article(i), archive.passages(i), [t for t in claims if t.article.id == i])
        for i in dict.fromkeys(h.passage.article_id for h in hits)
    }


def _of_hit(assertion: Assertion, page: Page, hit: Hit) -> Iterator[Sentence]:
    gist = assertion.gist
    for number in page.telling(hit.passage):
        if len(page.texts[number].split()) > 2:
            before = " ".join(page.texts[max(0, number - BACK) : number])
            near = overlap(gist, page.texts[number]) + 0.5 * overlap(gist, f"{before} {page.texts[number]}")
            spoken = any(speaks_for(v.told, assertion) for v in page.voices.get(number, ()))
            yield Sentence(page, number, near + 0.4 * spoken + 0.3 / hit.rank)


# ------------------------------------------------------------------------------------------------------------ stances


def _stance(assertion: Assertion, reading: Reading, told: Verification) -> Stance:
    support, refute = (told.refute, told.support) if reading.flips else (told.support, told.refute)
    if reading.kind == "elsewhere" or (assertion.said and reading.kind == "claim"):
        support, refute = 0.0, 0.0  # that neither shows nor excludes that the one asked said it
    side, score = _side(assertion, reading, support, refute, told.reasons)
    page = reading.sentence.page
    return Stance(
        side=side,
        score=score,
        article=page.article,
        span=_words_of(reading),
        claimant=_claimant(reading),
        claimed=reading.kind == "claim",
        denies=reading.flips and side == "refutes",
    )


def _at_another_time(assertion: Assertion, reading: Reading) -> bool:
    """Tell whether the words, taken alone, leave out when they are said to have been said, which is not told either."""
    if not assertion.said or reading.statement == assertion.text:
        return False
    told = in_full(assertion, reading.sentence)
    whole, words = ({r for r in exact(text, told) if r.kind == "date"} for text in (assertion.text, reading.statement))
    return bool(whole - words)


def _staged(assertion: Assertion, reading: Reading) -> Side | None:
    """Return the side of words about an event that they, or the assertion, call staged or invented; None for others.

    The model knows too few such pairs. Two that call it so agree if they name the same; one that takes the event for
    real is against one that does not.
    """
    near = overlap(assertion.gist, f"{_LENT.sub('', reading.evidence)} {reading.sentence.text}")
    if assertion.said:
        return _said_staged(assertion, reading, near)
    mine, theirs = (polarity(text).unreal for text in (assertion.text, reading.evidence))
    if reading.flips or not (mine or theirs) or not assertion.names:
        return None
    if mine and theirs:  # in a sentence of several voices, only a claim of its own tells whose word it is
        if reading.told is None and reading.sentence.told:
            return None
        return "supports" if all(mentions(reading.evidence, n) for n in assertion.names) else None
    return "refutes" if near >= TOPIC else None


def _said_staged(assertion: Assertion, reading: Reading, near: float) -> Side | None:
    """Return the side of a claimant's own words about an event, where one of the two calls it staged or invented."""
    told = reading.told
    if told is None or reading.kind != "saying" or reading.statement == assertion.text or reading.flips:
        return None
    mine, theirs = (polarity(text).unreal for text in (assertion.content, told.text))
    meant = [n.text for n in question_names(f"- {assertion.content}")]
    if not (mine or theirs) or not meant or not all(mentions(reading.evidence, n) for n in meant):
        return None
    if mine and theirs:
        return "supports"
    rest = {stem(w) for w in words(assertion.content) if is_content(w) and not any(mentions(n, w) for n in meant)}
    return "refutes" if near >= TOPIC or rest <= _EVENT_OR_REAL else None


def _denied(assertion: Assertion, reading: Reading, near: float, lacking: Set[str]) -> Side | None:
    """Return the side of nearly the same words where both deny the same, or where one denies it and the other not.

    "Made no mention of" beside "did not mention", "has not ruled out" beside "has ruled out": the model takes a denial
    in other words for a contradiction, and a denial left open for one. ``lacking`` are the kinds of what the exact
    checks hold against it: what is only held possible is left open, but another name or date is another matter.
    """
    if near < SAME or lacking - {"hedge"} or reading.kind == "elsewhere" or not _names_all(assertion, reading):
        return None
    if reading.flips:
        return "refutes" if assertion.said and reading.kind == "saying" else None
    mine, theirs = polarity(assertion.text).heads, polarity(reading.sentence.text).heads
    return "supports" if mine & theirs and reading.statement == assertion.text else None


def _side(
    assertion: Assertion, reading: Reading, support: float, refute: float, found: Sequence[Reason]
) -> tuple[Side, float]:
    excluded = any(r.against for r in found)
    near = overlap(assertion.gist, f"{reading.evidence} {reading.sentence.text}")
    if _at_another_time(assertion, reading):
        return "neutral", 1.0
    if staged := _staged(assertion, reading):
        return staged, max(STAGED, support if staged == "supports" else refute)
    if denied := _denied(assertion, reading, near, {r.kind for r in found}):
        return denied, max(STAGED, support if denied == "supports" else refute)
    if _is_about(assertion, reading):
        if support > refute and _supports(assertion, reading, support, near, excluded):
            return "supports", support
        if refute > support and _refutes(assertion, reading, refute, near, excluded):
            return "refutes", refute
    return "neutral", max(0.0, 1.0 - support - refute)


def _is_about(assertion: Assertion, reading: Reading) -> bool:
    """Tell whether a sentence itself has enough of an assertion, or points back to what it is about."""
    pointing = reading.told is not None and points_back(reading.told.text)
    return reading.flips or pointing or overlap(assertion.gist, reading.sentence.text) >= WORDED


def _supports(assertion: Assertion, reading: Reading, support: float, near: float, excluded: bool) -> bool:
    if reading.flips and polarity(assertion.text).unreal:  # who denies a part in it does not call it staged
        return False
    told = _says_what_happens(assertion, reading) and (excluded or not reading.flips)
    return near >= TOPIC and support >= (SURE if told else SURE_ALONE) and _names_all(assertion, reading)


def _refutes(assertion: Assertion, reading: Reading, refute: float, near: float, excluded: bool) -> bool:
    # A report of something else refutes no saying, and of a saying only what was said counts against it.
    if assertion.said is not None and (reading.kind != "saying" or reading.statement == assertion.text):
        return False
    topic = TOPIC_EXCLUDED if excluded and refute >= SURE_EXCLUDED else TOPIC
    sure = SURE_SAME if excluded and near >= SAME else SURE_AGAINST
    return near >= topic and refute >= (sure if excluded or reading.flips else SURE_ALONE)


def _names_all(assertion: Assertion, reading: Reading) -> bool:
    """Tell whether evidence names whom and what an assertion names, who is said to have said it left out."""
    said = assertion.claimants
    text = f"{reading.evidence} {reading.sentence.text} {reading.sentence.page.article.title}"
    return all(is_there(n, assertion.text, text) for n in assertion.names if n not in said)


def _says_what_happens(assertion: Assertion, reading: Reading) -> bool:
    """Tell whether evidence shares more with an assertion than its names, where that has more to say."""
    told = assertion.about
    own = told.stems - told.named
    return not own or bool(own & read(reading.evidence).stems)


def _words_of(reading: Reading) -> Span:
    """Return where the words stand: their sentence; where it has several voices, the claim alone."""
    whole, told = reading.sentence.span, reading.told
    if told is None or len({t.claim.claimant for t in reading.sentence.told}) < 2:
        return whole
    own = told.claim.span
    return Span(max(whole.start, own.start), min(whole.end, own.end)) if own.start < whole.end else whole


def _claimant(reading: Reading) -> str | None:
    """Return whose words they are: the name, else the source as written, else a word for nobody known."""
    told = reading.told
    if told is None:
        return NOBODY if reading.kind == "claim" else None
    passed_on = told.claim.via[-1] if told.claim.via else None
    return told.claim.claimant or passed_on or " ".join(s.of(told.article.text) for s in told.claim.source) or NOBODY


def _answers(
    archive: Archive, filters: Filters, judged: Iterator[tuple[Reading, Stance]], linked: Mapping[str, Told]
) -> Iterator[Stance]:
    """Yield what the ledger knows to be said against the claims that support an assertion."""
    allowed = archive.allowed(filters)
    for reading, stance in judged:
        told = linked.get(reading.told.claim.id) if reading.told else None
        if told is None or stance.side != "supports":
            continue
        for r in told.disputes:
            if r.score >= LINKED and (allowed is None or r.article.id in allowed):
                yield _disputing(archive, r, stance.score)


def _disputing(archive: Archive, related: Related, score: float) -> Stance:
    claim = related.claim
    spans = (s for p in archive.passages(related.article.id) for s in p.sentences)
    span = next((s for s in spans if s.start <= claim.cue[0].start < s.end), claim.span)
    denied = related.kind == "denies"
    return Stance("refutes", min(score, related.score), related.article, span, claim.claimant, True, denied)


def _of_one_mind(found: Sequence[Stance]) -> list[Stance]:
    """Return stances on what a claimant said, without those against the clearest: one clear report of it settles it."""
    clearest = max((s for s in found if s.side != "neutral"), key=lambda s: s.score, default=None)
    return [s for s in found if s.side == "neutral" or clearest is None or s.side == clearest.side]


def _ordered(found: Sequence[Stance]) -> list[Stance]:
    """Return stances once for each place, those that take sides first; of the neutral ones only the nearest."""
    best: dict[tuple[str, int, str | None], Stance] = {}
    for s in found:
        at = (s.article.id, s.span.start, s.claimant if s.claimed else None)
        if at not in best or (best[at].side == "neutral") > (s.side == "neutral") or _beats(s, best[at]):
            best[at] = s
    sided = sorted((s for s in best.values() if s.side != "neutral"), key=lambda s: -s.score)
    neutral = [s for s in best.values() if s.side == "neutral"]
    return [*sided, *neutral[:NEAREST_SHOWN]]


def _beats(one: Stance, other: Stance) -> bool:
    return one.side != "neutral" and other.side != "neutral" and one.score > other.score
