"""How a terminal shows articles, passages and claims: tables, with quotes highlighted. Draws; decides nothing.

Words of articles only ever become ``Text``, never markup, and only through ``words``, which takes control characters
out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from index.sentences import paragraphs
from index.terms import content_stems, stem
from index.values import Span
from rag.claim_rows import summary
from rag.claim_words import claimant, force
from rag.plain import headline, why
from rag.printable import printable

if TYPE_CHECKING:
    from index.claim import Claimant
    from index.told import Related, Told
    from index.values import Article

QUOTE, FOUND, FAINT, AGAINST, FOR = "cyan", "bold", "dim", "red", "green"
SOUGHT = f"{FOUND} {QUOTE}"
_SPACE = re.compile(r"\s+")
_MARKED = re.compile(r"“[^“”]{1,600}”|\"[^\"\n]{1,600}\"")
_WORD = re.compile(r"\w+(?:[.'’&-]\w+)*")
_NARROW = 72
_RATIO = {"Who": 1, "Claim": 3, "Known as": 2, "Article": 1}


def console() -> Console:
    """Return the terminal: markup off, NO_COLOR respected, its own width."""
    return Console(file=sys.stdout, force_terminal=True, markup=False, emoji=False, highlight=False)


def words(text: str, style: str = "") -> Text:
    """Return words as they are, on one line."""
    return Text(" ".join(printable(text).split()), style)


def quoted(text: str, sought: Collection[str] = (), *, style: str = "") -> Text:
    """Return words of an article: what stands in quotation marks coloured, words with a sought stem bold."""
    shown = words(text, style)
    for found in _MARKED.finditer(shown.plain):
        shown.stylize(QUOTE, *found.span())
    for found in _WORD.finditer(shown.plain) if sought else ():
        if stem(found[0]) in sought:
            shown.stylize(FOUND, *found.span())
    return shown


def passage(text: str, shown: Span, marks: Iterable[tuple[Span, str]], *, one_line: bool = False) -> Text:
    """Return a span of an article as it is written, the marked spans in their styles, one upon the other."""
    marked = list(marks)
    edges = {at for span, _ in marked for at in span if shown.start < at < shown.end}
    told = Text()
    for start, end in pairwise(sorted({*shown, *edges})):
        styles = (style for span, style in marked if span.start <= start and end <= span.end)
        piece = printable(text[start:end])
        told.append(_SPACE.sub(" ", piece) if one_line else piece, " ".join(styles))
    return told


def widened(span: Span, units: Iterable[Span]) -> Span:
    """Return a span with the whole of the units (sentences, paragraphs) that it touches."""
    touched = [span, *(u for u in units if u.start < span.end and span.start < u.end)]
    return Span(min(u.start for u in touched), max(u.end for u in touched))


def place(reference: dict[str, Any], start: int, end: int) -> Text:
    """Return where words stand: publisher, date, title, and the id and offsets that ``claimdesk show`` takes."""
    return words(f"{headline(reference)}  ({reference['article_id']} {start}-{end})", FAINT)


def grid() -> Table:
    """Return a table without lines: a narrow first column, and what belongs to it."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def show_passages(found: Sequence[dict[str, Any]], query: str) -> None:
    """Show passages with the words of the query bold."""
    table = grid()
    sought = frozenset(content_stems(query))
    for n, row in enumerate(found, 1):
        told = words(headline(row), FOUND)
        where = Text(f"{row['article_id']} {row['start']}-{row['end']}  {' '.join(why(row).split())}".rstrip(), FAINT)
        table.add_row(Text(f"{n}.", FAINT), Group(told, quoted(row["text"], sought), where, ""))
    console().print(table)


def show_claims(found: Sequence[Told], *, in_order: bool = False) -> None:
    """Show claims as a table; ``in_order``: as a timeline, where a day is written once."""
    screen, last = console(), ""
    narrow = screen.width < _NARROW
    table = _table("When", *([] if narrow else ["Who"]), "Claim")
    for t in found:
        day = str(t.when or "unknown")
        shown = Text("" if in_order and day == last else day, FAINT)
        who, last = _who(t), day
        table.add_row(shown, *([Group(who, _claim(t))] if narrow else [who, _claim(t)]))
    screen.print(table)
    screen.print(Text(summary(found), FAINT))


def show_claimants(listed: Iterable[Claimant]) -> None:
    """Show who claims as a table, the most heard first."""
    table = _table("Claims", "Who", "Known as")
    table.columns[0].justify = "right"
    for c in listed:
        known = "; ".join(filter(None, [", ".join(c.roles), ", ".join(c.affiliation), ", ".join(c.aliases)]))
        table.add_row(Text(f"{c.claims:,}"), words(c.name, FOUND), words(known, FAINT))
    console().print(table)


def show_articles(rows: Iterable[Article]) -> None:
    """Show articles as a table: the id, what each is, and whose copy."""
    table = _table("Id", "Published", "Article")
    for a in rows:
        told = words(a.title, FOUND)
        more = words(f"{a.publisher or 'unknown publisher'}{f', copy of {a.origin}' if a.origin else ''}", FAINT)
        table.add_row(Text(a.id, FAINT), str(a.published or "unknown"), Group(told, more))
    console().print(table)


def show_article(article: Article, part: Span | None) -> None:
    """Show an article, what stands in quotation marks coloured; or its ``part``, highlighted in its paragraphs."""
    screen, text = console(), article.text
    screen.print(words(article.title, FOUND))
    screen.print(words(f"{article.publisher or 'unknown publisher'}, {article.published or 'date unknown'}", FAINT))
    if part is None:
        screen.print(words(f"date from: {article.published_from}", FAINT), words(article.path, FAINT), "", sep="\n")
        quotes = [(Span(*found.span()), QUOTE) for found in _MARKED.finditer(text)]
        return screen.print(passage(text, Span(0, len(text)), quotes))
    screen.print(words(f"{article.id} {part.start}-{part.end}", FAINT), "", sep="\n")
    whole = widened(part, (Span(block[0].start, block[-1].end) for block in paragraphs(text)))
    before, after = "… " if whole.start > 0 else "", " …" if whole.end < len(text.rstrip()) else ""
    return screen.print(Text.assemble(before, passage(text, whole, [(part, SOUGHT)]), after))


def show_home(holds: str, heard: str, steps: Iterable[tuple[str, str]], more: str) -> None:
    """Show what the archive holds, and commands to try with what each gives."""
    screen = console()
    for line in filter(None, (holds, heard)):
        screen.print(words(line, FOUND if line is holds else ""))
    screen.print(Text("\nTry:", FOUND))
    for command, what in steps:
        screen.print(words(command, QUOTE), Padding(words(what, FAINT), (0, 0, 0, 4)))
    screen.print(Text(f"\n{more}", FAINT))


def _who(t: Told) -> Text:
    side = t.claim.affiliation[-1] if t.claim.affiliation else None
    done = force(t.claim)
    more = [f"({side})" if side and side != t.claim.claimant else "", "" if done == "asserts" else done]
    more.append(f"via {', '.join(t.claim.via)}" if t.claim.via else "")
    return Text.assemble(words(claimant(t.claim), FOUND), *(part for m in more if m for part in (" ", words(m, FAINT))))


def _claim(t: Told) -> Group:
    direct = t.claim.quotation == "direct"
    lines = [quoted(t.text, style=QUOTE if direct else ""), place(t.article.reference(), *t.claim.span)]
    if t.origins > 1:
        lines.append(Text(f"repeated: {t.origins} independent articles", FAINT))
    return Group(*lines, *map(_against, t.disputes), "")


def _against(r: Related) -> Text:
    side = f"{r.kind} it" if r.answers else f"this {r.kind}"
    return Text.assemble((f"{side}: ", AGAINST), words(claimant(r.claim), FOUND), ": ", quoted(r.text))


def _table(*names: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False, header_style=FOUND)
    for name in names:
        table.add_column(
            Text(name),
            overflow="fold",
            no_wrap=name in ("Id", "When", "Published"),
            ratio=_RATIO.get(name),
        )
    return table
