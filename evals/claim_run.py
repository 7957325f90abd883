"""The suite *claims*: read the claims of marked articles, and measure them as ``evals.claim_scores`` defines."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from evals.cases import HERE, Case, Skipped
from evals.claim_cases import ClaimCorpus, Marked, claim_corpora
from evals.claim_scores import ERRORS, SPANS, ClaimMeasure, Read, by_tag, compared, link_counts
from evals.suites import CLAIMS
from evals.values import Measure, Outcome, Result, Row
from index.claim import Claim, Link
from index.values import Article

_ROW_SCORES = ("content_F1", "content_recall", "claimant_accuracy")


class Extracts(Protocol):
    """What the suite needs of an extractor."""

    def extract(self, articles: Sequence[Article]) -> list[list[Claim]]:
        """Return the claims of each article as it stands alone."""
        ...


Linker = Callable[[Sequence[Article], Sequence[Sequence[Claim]]], Sequence[Link]]


def measure_claims(data: Path | None = None, home: Path = HERE) -> tuple[list[Result], list[Skipped]]:
    """Measure the desk's own extractor and links over every marked corpus that is here."""
    from index.extract import Extractor
    from index.tagger import load_tagger

    corpora, skipped = claim_corpora(data, home)
    # Opened here, so that a missing model is one error and not a crash of every article.
    extractor = Extractor(load_tagger())
    return [measure(corpus, extractor, desk_links) for corpus in corpora], skipped


def desk_links(articles: Sequence[Article], claims: Sequence[Sequence[Claim]]) -> list[Link]:
    """Return the links that the desk makes between these claims, as the archive does for articles added together."""
    from index.encoder import load_encoder
    from index.links import linkables, links

    ready = [one for article, found in zip(articles, claims, strict=True) for one in linkables(article, found)]
    vectors = load_encoder().encode([one.topic for one in ready])
    return links(ready, [], vectors, vectors[:0])


def measure(corpus: ClaimCorpus, extractor: Extracts, linker: Linker | None = None) -> Result:
    """Return what the extractor, and the linker if there is one, reach on the corpus; a crash counts as nothing found.

    Without links to judge, or without a linker, the measures of links have no value.
    """
    read = read_all([*corpus.texts, *corpus.beside], extractor)
    own = read[: len(corpus.texts)]
    crashed = sum(r.error is not None for r in own)
    measures = [Measure(m.name, m.value(own), m.better, m.n(own), 0, crashed) for m in (*SPANS, *ERRORS)]
    measures += _links(corpus, read, linker) if linker and corpus.links else []
    ms = sum(r.ms for r in own)
    measures.append(Measure("ms_an_article", ms / len(own) if own else None, "reported", len(own), 0, crashed))
    rows = tuple(_row(r) for r in own)
    return Result(corpus.name, CLAIMS, corpus.digest, tuple(measures), rows, {"content_recall": by_tag(own)})


def _links(corpus: ClaimCorpus, read: Sequence[Read], linker: Linker) -> list[Measure]:
    found = linker([r.marked.article for r in read], [r.claims for r in read])
    counts = link_counts(corpus.links, read, found)
    return [
        Measure("link_precision", counts.precision, "higher", len(corpus.links)),
        Measure("link_recall", counts.recall, "higher", len(corpus.links)),
    ]


def read_all(texts: Sequence[Marked], extractor: Extracts) -> list[Read]:
    """Extract all texts at once; if that crashes, one by one, so that one article cannot cost the others."""
    began = time.perf_counter()
    try:
        found = extractor.extract([text.article for text in texts])
    except Exception:
        return [_read_one(text, extractor) for text in texts]
    ms = (time.perf_counter() - began) * 1000 / max(1, len(texts))
    return [compared(text, claims, ms=ms) for text, claims in zip(texts, found, strict=True)]


def _read_one(text: Marked, extractor: Extracts) -> Read:
    began = time.perf_counter()
    claims: Sequence[Claim] = ()
    error = None
    try:
        (claims,) = extractor.extract([text.article])
    except Exception as reason:
        error = f"{type(reason).__name__}: {reason}"
    return compared(text, claims, error, (time.perf_counter() - began) * 1000)


def _row(read: Read) -> Row:
    """Return the article as a row of the report: its id, its own scores, and none where it has nothing to judge."""
    article = read.marked.article
    case = Case(id=article.id, kind="article", question=article.title.strip() or article.id, answerable=True)
    values = {m.name: m.value([read]) for m in _per_article()}
    scores = {name: value for name, value in values.items() if value is not None}
    return Row(Outcome(case, error=read.error, ms=read.ms), scores, read.error)


def _per_article() -> list[ClaimMeasure]:
    return [m for m in (*SPANS, *ERRORS) if m.name in _ROW_SCORES]
