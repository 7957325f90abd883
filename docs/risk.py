"""Draws the risk-coverage curves of a report: ``claimdesk eval abstention --json R.json; python -m docs.risk R.json``.

The replies in the order of the support of their best statement, abstentions last: of the first so many, what share is
wrong (El-Yaniv and Wiener 2010). Writes ``risk.svg`` beside this file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

OUT = Path(__file__).resolve().with_name("risk.svg")
SIDE, EDGE, MOST = 360, 56, 0.5
COLOURS = {"real": "#1a5fb4", "samples": "#26a269", "real_held": "#c64600"}
NAMES = {"real": "five real articles", "samples": "ten samples", "real_held": "real, held out"}
Curve = Sequence[tuple[float, float]]


def curves(report: Path) -> dict[str, Curve]:
    """Return the curves of a report by corpus."""
    suites = json.loads(report.read_text(encoding="utf-8"))["results"]
    found = {s["suite"].split("/")[0]: s["risk_coverage"] for s in suites if s["suite"].endswith("/abstention")}
    return {corpus: found[corpus] for corpus in COLOURS if found.get(corpus)}


def svg(drawn: Mapping[str, Curve]) -> str:
    """Return the plot: a line a corpus, risk from 0 to ``MOST`` upwards by coverage from 0 to 1."""
    size = SIDE + 2 * EDGE
    told = "share of wrong replies by share of questions replied to"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" role="img" aria-label="{told}"'
        ' font-family="system-ui,sans-serif" font-size="13" fill="#1c1c1c">'
        '<rect width="100%" height="100%" fill="#fff"/>'
    )
    return "\n".join(
        [head, *_frame(), *(part for n, c in enumerate(drawn) for part in _line(n, c, drawn[c])), "</svg>\n"]
    )


def _x(coverage: float) -> float:
    return EDGE + coverage * SIDE


def _y(risk: float) -> float:
    return EDGE + (1 - min(risk, MOST) / MOST) * SIDE


def _frame() -> Iterator[str]:
    yield f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>'
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:g}</text>'
    for tick in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
        yield f'<text x="{EDGE - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>'
    middle = EDGE + SIDE / 2
    yield f'<text x="{middle}" y="{_y(0) + 40}" text-anchor="middle">share of the questions, the surest first</text>'
    turned = f'text-anchor="middle" transform="rotate(-90 16 {middle})"'
    yield f'<text x="16" y="{middle}" {turned}>share of them replied to wrongly</text>'


def _line(number: int, corpus: str, curve: Curve) -> Iterator[str]:
    points = " ".join(f"{_x(coverage):.1f},{_y(risk):.1f}" for coverage, risk in curve)
    yield f'<polyline points="{points}" fill="none" stroke="{COLOURS[corpus]}" stroke-width="2"/>'
    name = f"{NAMES[corpus]} ({len(curve)} questions)"
    yield f'<text x="{EDGE + 12}" y="{EDGE + 22 + 18 * number}" fill="{COLOURS[corpus]}">{name}</text>'


if __name__ == "__main__":
    OUT.write_text(svg(curves(Path(sys.argv[1]))), encoding="utf-8")
