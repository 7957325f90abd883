"""PolNeAR as windows with labels for the attribution tagger, and what is done to the text so that it bears rough news.

A change of a character (quotation marks, capitals) keeps every offset; an outer attribution put before a sentence
("According to X, …") moves them, and gives the nesting that one label a token could not express.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from index.tagger import Window, windows

SHARED = Path(__file__).parents[2] / "shared"

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_CURLED = str.maketrans('"', "”")
_SINGLE = str.maketrans('“”"', "‘’'")
_FRAMES = ("According to {}, ", "{} reported that ", "{} says ", "As {} reports, ", "{} said that ", "{} wrote that ")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """An attribution of the gold: character spans."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its attributions."""

    text: str
    attributions: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window, the tag of a cue for each token (-1: not its own), and (first, end, role of each token) of each cue."""

    window: Window
    tags: list[int]
    roles: list[tuple[int, int, list[int]]]


def polnear(part: str) -> list[Text]:
    """Return the articles of a part of PolNeAR."""
    with gzip.open(SHARED / f"benchmarks/polnear/{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [_text(json.loads(line)) for line in lines]


def _text(row: dict[str, Any]) -> Text:
    spans = lambda part: tuple((s, e) for s, e in part)  # noqa: E731
    found = (Marked(spans(a["source"]), spans(a["cue"]), spans(a["content"])) for a in row["attributions"])
    return Text(row["text"], tuple(a for a in found if a.cue and a.content))


def roughened(text: Text, rng: random.Random) -> Text:
    """Return the text as it might reach the desk: other quotation marks, lost ones, capitals, nested attributions."""
    text = _nested(text, rng) if rng.random() < 0.35 else text
    plain, draw = text.text, rng.random()
    if draw < 0.2:
        plain = plain.translate(_STRAIGHT)
    elif draw < 0.26:
        plain = plain.translate(_SINGLE)
    elif draw < 0.32:
        plain = plain.translate(_CURLED)
    elif draw < 0.42:
        plain = "".join(" " if c in '“”"' and rng.random() < 0.15 else c for c in plain)
    if rng.random() < 0.04:
        plain = "".join(c.upper() if len(c.upper()) == 1 else c for c in plain)
    return replace(text, text=plain)


def _nested(text: Text, rng: random.Random) -> Text:
    """Put an outer attribution before some sentences that begin with a source."""
    names = [text.text[s:e] for a in text.attributions for s, e in a.source if e - s > 8 and text.text[s].isupper()]
    if not names:
        return text
    for inner in sorted(text.attributions, key=lambda a: -a.cue[0][0]):
        parts = [*inner.source, *inner.cue, *inner.content]
        start, end = min(s for s, _ in parts), max(e for _, e in parts)
        opens = start == 0 or text.text[start - 1] == "\n" or text.text[max(0, start - 2) : start] == ". "
        if opens and end - start < 400 and "\n" not in text.text[start:end] and rng.random() < 0.25:
            text = _framed(text, start, end, rng.choice(_FRAMES), rng.choice(names))
    return text


def _framed(text: Text, start: int, end: int, frame: str, name: str) -> Text:
    before, after = frame.split("{}")
    put = before + name + after
    by = len(put)
    first = text.text[start]
    second_lower = text.text[start + 1 : start + 2].islower()
    word = text.text[start : text.text.find(" ", start)]
    inner = (
        first.lower() if second_lower and word in {"The", "He", "She", "They", "It", "A", "An", "In", "But"} else first
    )
    moved = tuple(
        Marked(*(tuple((s + by * (s >= start), e + by * (e > start)) for s, e in part) for part in _parts(a)))
        for a in text.attributions
    )
    cue = before.strip() or after.strip(" ,").removesuffix(" that")
    at = start + put.index(cue, len(name) if not before else 0)
    cues = ((at, at + len(cue)),)
    content_start = start + by
    if after.endswith("that "):
        content_start -= len("that ")
    if before == "As ":
        at = start + put.index("reports", len(before) + len(name))
        cues = ((at, at + len("reports")),)
    outer = Marked(((start + len(before), start + len(before) + len(name)),), cues, ((content_start, end + by),))
    return Text(text.text[:start] + put + inner + text.text[start + 1 :], (*moved, outer))


def _parts(a: Marked) -> tuple[Spans, Spans, Spans]:
    return a.source, a.cue, a.content


def examples(texts: Sequence[Text], tokenizer: Tokenizer, rng: random.Random | None = None) -> Iterator[Example]:
    """Yield the windows of the texts with their labels; with ``rng``, roughened and cut at chance lengths."""
    for text in texts:
        plain = roughened(text, rng) if rng else text
        size = {"core_tokens": rng.randint(90, 170)} if rng else {}
        for window in windows(plain.text, tokenizer, **size):
            yield _labelled(window, plain.attributions)


def _labelled(window: Window, attributions: Sequence[Marked]) -> Example:
    tags = [0 if i in window.core else -1 for i in range(len(window.ids))]
    roles = []
    for a in attributions:
        cue = _tokens(window, (a.cue[0][0], a.cue[-1][1]))
        if not cue or cue[0] not in window.core:
            continue
        tags[cue[0]] = 1
        for i in cue[1:]:
            tags[i] = 2
        role = [0] * len(window.ids)
        for first, part in ((1, a.source), (3, a.content)):
            for span in part:
                for n, i in enumerate(_tokens(window, span)):
                    role[i] = first + (n > 0)
        for i in cue:
            role[i] = 0
        roles.append((cue[0], cue[-1] + 1, role))
    return Example(window, tags, roles)


def _tokens(window: Window, span: tuple[int, int]) -> list[int]:
    return [i for i, (s, e) in enumerate(window.spans) if e > s and s < span[1] and e > span[0]]
