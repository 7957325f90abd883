"""Answers and verdicts as one self-contained page to print: no script, nothing from elsewhere, every word escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from rag.exports_cite import place
from rag.exports_sheet import Cited, Line, Sheet
from rag.exports_style import STYLE
from rag.printable import printable

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark"><title>{title} – Claimdesk</title>
<style>{style}</style></head><body>
"""
_FOOT = "The quoted words stand in the articles as they are here. What is concluded speaks of this archive alone."


def as_html(sheets: Sequence[Sheet], made_on: date) -> str:
    """Return sheets as an HTML page: several have a list of what came of each before them, on a page of its own."""
    title = sheets[0].heading if len(sheets) == 1 else f"{len(sheets)} statements checked"
    listed = _contents(sheets) if len(sheets) > 1 else ""
    body = "\n".join(_section(number, sheet) for number, sheet in enumerate(sheets, 1))
    foot = f"<footer>{_FOOT} Exported on {made_on.isoformat()}.</footer>"
    heads = f"<header><h1>{'Claimdesk: ' + _text(title) if listed else 'Claimdesk'}</h1></header>"
    return (
        f"{_HEAD.format(title=_text(title), style=STYLE)}{heads}\n{listed}<main>{body}</main>\n{foot}\n</body></html>\n"
    )


def _contents(sheets: Sequence[Sheet]) -> str:
    rows = "".join(
        f'<li><a href="#s{number}"><bdi>{_text(sheet.heading)}</bdi></a> {_label(sheet)}</li>'
        for number, sheet in enumerate(sheets, 1)
    )
    return f'<nav aria-label="Statements"><ol>{rows}</ol></nav>\n'


def _section(number: int, sheet: Sheet) -> str:
    head = f'<section id="s{number}"><h2><bdi>{_text(sheet.heading)}</bdi></h2>'
    label = "" if sheet.kind == "answer" else f'<p class="verdict">{_label(sheet)}</p>'
    lines = "".join(_line(number, line) for line in sheet.lines)
    return "\n".join([head + label + lines, *_groups(number, sheet), "</section>"])


def _label(sheet: Sheet) -> str:
    return f'<span class="label {sheet.kind}">{_text(sheet.label.capitalize())}</span>'


def _line(number: int, line: Line) -> str:
    links = "".join(f' <a href="#s{number}c{n}">[{n}]</a>' for n in line.numbers)
    return f'<p class="{line.kind}"><bdi>{_text(line.text)}</bdi>{links}</p>'


def _groups(number: int, sheet: Sheet) -> Iterator[str]:
    for name, group in sheet.groups:
        yield f'<h3>{name}</h3><ul class="cited">{"".join(_cited(number, c) for c in group)}</ul>'


def _cited(number: int, cited: Cited) -> str:
    said = f", said {cited.said_on}" if cited.said_on else ""
    own = "The publisher’s own words" if cited.side else ""
    whose = f"<b><bdi>{_text(cited.claimant)}</bdi></b>{_text(said)}" if cited.claimant else own
    known = (cited.publisher or "unknown publisher", cited.published or "date unknown", cited.title, cited.url or "")
    where = " · ".join(f"<bdi>{_text(words)}</bdi>" for words in known if words)
    return (
        f'<li id="s{number}c{cited.n}" class="{cited.side or "cites"}"><p>[{cited.n}] {whose}</p>'
        f"<blockquote>“<bdi>{_text(cited.quote)}</bdi>”</blockquote>"
        f'<p class="where">{where}<br>{_text(place(cited))}</p></li>'
    )


def _text(words: str) -> str:
    return escape(printable(words))
