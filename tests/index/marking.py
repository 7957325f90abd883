"""Attributions written into a text: [S source], [C cue] and [O content], to be taken out with their offsets."""

from __future__ import annotations

import re
from dataclasses import replace

from index.claim import Attribution, Spans
from index.values import Span

_TOKEN = re.compile(r"\[([SCO])(\d?) |\]")


def marked(written: str) -> tuple[str, list[Attribution]]:
    """Return the plain text, and its attributions in the order of their cues; a digit tells several apart."""
    plain, at = "", 0
    opened: list[tuple[str, str, int]] = []
    parts: dict[str, dict[str, list[Span]]] = {}
    for token in _TOKEN.finditer(written):
        plain += written[at : token.start()]
        at = token.end()
        if token[1]:
            opened.append((token[1], token[2], len(plain)))
        else:
            kind, number, start = opened.pop()
            parts.setdefault(number, {}).setdefault(kind, []).append(Span(start, len(plain)))
    plain += written[at:]
    return plain, sorted((_attribution(p) for p in parts.values()), key=lambda a: a.cue[0])


def _attribution(parts: dict[str, list[Span]]) -> Attribution:
    spans: dict[str, Spans] = {kind: tuple(sorted(parts.get(kind, ()))) for kind in "SCO"}
    return replace(Attribution((), (), ()), source=spans["S"], cue=spans["C"], content=spans["O"])
