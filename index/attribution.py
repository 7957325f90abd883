"""What the tagger found, understood: contents made whole, unseen speakers added, force, and what stands in what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.claim import Attribution, Quotation
from index.contents import Layout, completed, continued, layout, overlap
from index.force import forceful, negative_content
from index.nesting import nested, relay
from index.slips import corrected
from index.transcripts import is_turn, speakers, spoken
from index.values import Span

__all__ = ["negative_content", "relay", "understand"]

_LETTER = re.compile(r"\w")


def understand(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions of ``text`` with all their fields, in the order of their cues; spans are in ``text``.

    ``found`` has source, cue, content and score as the tagger gives them; one without a cue or content is left out.
    Quotations that a content shares are taken whole, and on where the same speaker goes on; turns of interviews and
    headlines ("Merkel: …") that are not in ``found`` are added.
    """
    page = layout(text)
    whole = continued(page, completed(page, parted(page, corrected(text, found))))
    every = sorted([*whole, *spoken(page, whole)], key=lambda a: (a.cue[0], a.content))
    turns = speakers(page)
    forced = [replace(forceful(text, a), quotation=quotation(page, a, turns)) for a in every]
    return nested(page, forced)


def parted(page: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions without the pieces of content that another takes in a sentence of its own.

    "According to X, it rained. “It poured,” Y said.": what Y says is not according to X.
    """
    return [replace(a, content=tuple(_own_pieces(page, a, found)) or a.content) for a in found]


def _own_pieces(page: Layout, a: Attribution, found: Sequence[Attribution]) -> Iterator[Span]:
    own = page.sentence(a.cue[0].start)
    for piece in a.content:
        taken = any(
            b is not a
            and page.sentence(b.cue[0].start) == page.sentence(piece.start)
            and not page.quoting(b.cue[0])
            and any(overlap(piece, s) for s in b.content)
            for b in found
        )
        if page.sentence(piece.start) <= own or not taken:
            yield piece


def quotation(page: Layout, attribution: Attribution, turns: frozenset[str] = frozenset()) -> Quotation:
    """Return ``direct`` if the whole content is in quotation marks or a turn of an interview, ``mixed`` if part is.

    ``turns`` are the speakers of the interview, as ``speakers`` returns them.
    """
    letters = quoted = 0
    for piece in attribution.content:
        letters += _letters(page.text, piece)
        for quote in page.quoting(piece):
            shared = Span(max(piece.start, quote.span.start), min(piece.end, quote.span.end))
            quoted += _letters(page.text, shared) if _is_outside(attribution, quote.span) else 0
    if letters and (quoted == letters or is_turn(page.text, attribution, turns)):
        return "direct"
    return "mixed" if quoted else "indirect"


def _is_outside(attribution: Attribution, quote: Span) -> bool:
    """Tell whether the quotation marks are those of the attribution, and not of one in which all of it is quoted."""
    return not any(overlap(cue, quote) for cue in attribution.cue)


def _letters(text: str, span: Span) -> int:
    return len(_LETTER.findall(text, span.start, span.end))
