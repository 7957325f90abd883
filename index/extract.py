"""Articles in, claims out: tag -> understand -> whom the sources mean -> when it was said. Needs no archive."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.attribution import relay, understand
from index.bearers import introduced, meant
from index.cast import Cast
from index.claim import Attribution, Bearer, Claim, Claimant
from index.claimants import Mention, roster
from index.orders import orders
from index.said import said_on
from index.sentences import paragraphs
from index.tagger import Tagger, load_tagger
from index.values import Article, PartialDate, Span


@dataclass(frozen=True, slots=True)
class Read:
    """What an article alone tells: its attributions, and the people whom it introduces with whom they serve."""

    readings: list[Reading]
    introduced: list[Bearer]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article alone tells of an attribution: ``relays`` are the outlets that passed it on."""

    attribution: Attribution
    bearer: Bearer | None
    relays: tuple[str, ...]
    said_on: PartialDate | None


class Extractor:
    """Reads claims out of articles; the tagger is opened at the first use."""

    def __init__(self, tagger: Tagger | None = None) -> None:
        self._tagger = tagger

    def read(self, articles: Sequence[Article]) -> list[Read]:
        """Return what each article tells, attributions in the order of their cues."""
        tagger = self._tagger = self._tagger or load_tagger()
        tagged = tagger.tag([article.text for article in articles])
        return [_read(article, found) for article, found in zip(articles, tagged, strict=True)]

    def extract(self, articles: Sequence[Article]) -> list[list[Claim]]:
        """Return the claims of each article as it stands alone: claimants are known from that article only."""
        return [_alone(article, read.readings) for article, read in zip(articles, self.read(articles), strict=True)]


def _read(article: Article, tagged: Sequence[Attribution]) -> Read:
    found = understand(article.text, _reporting(article.text, tagged))
    cast = Cast(article.text)
    whole = zip(found, meant(cast, article, found), said_on(article, found), strict=True)
    return Read([Reading(a, b, _relays(article.text, a), day) for a, b, day in whole], introduced(cast))


def _reporting(text: str, tagged: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions without what orders to a program are made of: these report nothing."""
    sentences = [span for block in paragraphs(text) for span in block] if tagged else []
    ordered = [sentences[n] for n in sorted(orders(text, sentences))]
    if not ordered:
        return list(tagged)
    heard = [a for a in tagged if not any(_overlap(s, cue) for s in ordered for cue in a.cue)]
    cut = [replace(a, content=tuple(c for s in a.content if (c := _before(text, s, ordered)))) for a in heard]
    return [a for a in cut if a.content]


def _before(text: str, span: Span, ordered: Sequence[Span]) -> Span | None:
    """Return what of a span stands before the first order in it."""
    end = min((s.start for s in ordered if _overlap(s, span)), default=span.end)
    kept = len(text[span.start : end].rstrip()) if end < span.end else end - span.start
    return Span(span.start, span.start + kept) if kept > 0 else None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _relays(text: str, found: Attribution) -> tuple[str, ...]:
    span = relay(text, found)
    return (span.of(text),) if span else ()


def claim_id(article: Article, found: Attribution) -> str:
    """Return the id of a claim: its article, where its cue and content begin, and the version of the text."""
    version = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    content = found.content[0].start
    return f"{article.id}-{found.cue[0].start if found.cue else content}-{content}-{version}"


def _alone(article: Article, found: Sequence[Reading]) -> list[Claim]:
    mentions = [Mention(str(n), r.bearer, article.id, article.published) for n, r in enumerate(found) if r.bearer]
    known = roster(mentions)
    claimants = [known.named(str(n)) for n in range(len(found))]
    made: list[Claim] = []
    for number, reading in enumerate(found):
        a, claimant = reading.attribution, claimants[number]
        made.append(
            Claim(
                id=claim_id(article, a),
                article_id=article.id,
                source=a.source,
                cue=a.cue,
                content=a.content,
                quotation=a.quotation,
                polarity=a.polarity,
                hedged=a.hedged,
                negated=a.negated,
                claimant=claimant.name if claimant else None,
                claimant_id=claimant.id if claimant else None,
                affiliation=reading.bearer.affiliation if reading.bearer else (),
                via=passed_on(
                    [*_chain(found, number, claimants), *reading.relays], claimant.name if claimant else None
                ),
                said_on=reading.said_on,
                outer=claim_id(article, found[a.outer].attribution) if a.outer is not None else None,
                score=a.score,
            )
        )
    return made


def passed_on(names: Sequence[str], claimant: str | None) -> tuple[str, ...]:
    """Return who passes a claim on, each once: nobody does so for themselves."""
    return tuple(dict.fromkeys(name for name in names if name != claimant))


def _chain(found: Sequence[Reading], number: int, claimants: Sequence[Claimant | None]) -> list[str]:
    """Return the names of the outer attributions, outermost first."""
    chain: list[str] = []
    outer = found[number].attribution.outer
    while outer is not None and len(chain) < len(found):
        named = claimants[outer]
        chain = [named.name, *chain] if named else chain
        outer = found[outer].attribution.outer
    return chain
