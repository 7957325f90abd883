"""Draws how reliable the verifier's probabilities are: ``python -m training.reliability [OUT.svg] [--most 200]``.

Over the half of each groundedness set that nothing is fitted on: what share of the claims that were given a probability
of support was supported. Writes ``docs/verifier-reliability.svg`` and prints the same numbers as a table.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from evals.label_scores import calibration_error, reliability
from evals.remembering import packaged
from evals.support import judged
from evals.support_sets import NAMES, support_sets
from rag.verify import verify

OUT = Path(__file__).resolve().parent.parent / "docs" / "verifier-reliability.svg"
SIDE, EDGE = 360, 56
Points = Sequence[tuple[float, float, int]]


def measured(most: int, names: Sequence[str]) -> tuple[Points, float, int]:
    """Return bins of probability, the calibration error and the number of claims, at most ``most`` of each set."""
    verifier = packaged()
    sets, _ = support_sets(most=most, names=names, held=True)
    found = [judged(data, lambda pairs: verify(verifier, pairs)) for data in sets]
    probability = np.concatenate([scored.support for scored in found])
    positive = np.concatenate([scored.positive for scored in found])
    return reliability(probability, positive), calibration_error(probability, positive) or 0.0, int(probability.size)


def svg(points: Points, error: float, claims: int) -> str:
    """Return the plot: a dot a bin, as large as the bin, beside the diagonal on which promises are kept."""
    size = SIDE + 2 * EDGE
    title = f"{claims} held-out claims, expected calibration error {error:.3f}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" role="img" aria-label="{title}"'
        ' font-family="system-ui,sans-serif" font-size="13" fill="#1c1c1c">'
        '<rect width="100%" height="100%" fill="#fff"/>'
    )
    line = " ".join(f"{_x(p):.1f},{_y(s):.1f}" for p, s, _ in points)
    drawn = f'<polyline points="{line}" fill="none" stroke="#1a5fb4" stroke-width="1.5"/>'
    return "\n".join([head, *_frame(title), drawn, *_dots(points, claims), "</svg>\n"])


def _x(value: float) -> float:
    return EDGE + value * SIDE


def _y(value: float) -> float:
    return EDGE + (1 - value) * SIDE


def _frame(title: str) -> Iterator[str]:
    yield f'<text x="{EDGE}" y="{EDGE - 24}" font-weight="600">{title}</text>'
    yield f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#777" stroke-dasharray="4 4"/>'
    yield f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>'
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:g}</text>'
        yield f'<text x="{EDGE - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>'
    middle = EDGE + SIDE / 2
    yield f'<text x="{middle}" y="{_y(0) + 40}" text-anchor="middle">probability of support that the desk gives</text>'
    turned = f'text-anchor="middle" transform="rotate(-90 16 {middle})"'
    yield f'<text x="16" y="{middle}" {turned}>share that was supported</text>'


def _dots(points: Points, claims: int) -> Iterator[str]:
    for p, s, n in points:
        radius = 3 + 12 * (n / max(1, claims)) ** 0.5
        yield (
            f'<circle cx="{_x(p):.1f}" cy="{_y(s):.1f}" r="{radius:.1f}" fill="#1a5fb4" fill-opacity="0.75">'
            f"<title>{n} claims at {p:.2f}: {s:.2f} supported</title></circle>"
        )


def table(points: Points) -> list[str]:
    """Return the points as lines of a Markdown table."""
    head = ["| probability of support | share supported | claims |", "|---|---|---|"]
    return [*head, *(f"| {p:.2f} | {s:.2f} | {n} |" for p, s, n in points)]


def main() -> None:
    """Measure, draw and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=OUT)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--sets", nargs="*", default=NAMES, choices=NAMES)
    asked = parser.parse_args()
    points, error, claims = measured(asked.most, asked.sets)
    asked.out.write_text(svg(points, error, claims), encoding="utf-8")
    print("\n".join([f"expected calibration error {error:.3f} over {claims} claims", *table(points)]))


if __name__ == "__main__":
    main()
