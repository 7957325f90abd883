"""Answers and verdicts as Markdown. Words of others are escaped: they show as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.exports_cite import plain_citation
from rag.exports_sheet import Sheet
from rag.printable import printable

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&:-])")


def as_markdown(sheets: Sequence[Sheet]) -> str:
    """Return sheets as Markdown: what came of each question or statement, and what is cited for it with its place."""
    return "\n".join(line for sheet in sheets for line in _section(sheet)) + "\n"


def escaped(words: str) -> str:
    """Return words on one line that Markdown shows as they are."""
    return _MARKDOWN.sub(r"\\\1", " ".join(printable(words).split()))


def _section(sheet: Sheet) -> Iterator[str]:
    yield f"## {escaped(sheet.heading)}\n"
    if sheet.kind != "answer":
        yield f"**{escaped(sheet.label.capitalize())}**\n"
    for line in sheet.lines:
        numbers = "".join(f" \\[{n}\\]" for n in line.numbers)
        yield f"{escaped(line.text)}{numbers}\n" if line.kind == "said" else f"*{escaped(line.text)}*\n"
    for name, group in sheet.groups:
        yield f"### {name}\n"
        yield from (f"- \\[{c.n}\\] {escaped(plain_citation(c))}" for c in group)
        yield ""
