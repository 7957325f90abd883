"""How a terminal shows answers, verdicts and checked quotations, with quotes highlighted. Draws; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from cli_rich import AGAINST, FAINT, FOR, FOUND, QUOTE, SOUGHT, console, grid, passage, place, quoted, widened, words
from index.sentences import paragraphs
from index.terms import content_stems
from rag.checked import deciding, label_words, numbered
from rag.exports_quote import OUTCOMES
from rag.plain import about_model, disputes
from rag.printable import printable
from rag.quote_match import changed_at
from rag.values import Abstention, Citation, Reply, Statement
from rag.verdict import Label, Side, Verdict

if TYPE_CHECKING:
    from index.values import Span
    from rag.checked import Checked
    from rag.exports_sheet import Find
    from rag.quote import Place, QuoteCheck
    from rag.quote_match import Change
    from rag.verdict import Stance

_COLOURS: dict[Label, str] = {"supported": FOR, "refuted": AGAINST, "disputed": "yellow", "not_enough_evidence": FAINT}
CHANGED = "yellow underline"
_MARKS: dict[Side, tuple[str, str]] = {"supports": ("+", FOR), "refutes": ("-", AGAINST), "neutral": ("?", FAINT)}


def show_statement(statement: Statement, citations: Sequence[Citation] = ()) -> None:
    """Show a statement with its citation numbers; what is word for word in a citation is highlighted."""
    text = quoted(statement.text)
    for c in citations:
        for piece in _pieces(c.quote) if c.n in statement.citations else ():
            at = text.plain.find(piece)
            if at >= 0:
                text.stylize(QUOTE, at, at + len(piece))
    console().print(text.append("".join(f" [{n}]" for n in statement.citations), FOUND))


def show_reply(reply: Reply, asked: str | None = None, told: int = 0) -> None:
    """Show a reply with its citations; the stand-alone question too where it differs from what was asked.

    ``told`` is how many statements the reader has seen already: they are left out.
    """
    screen = console()
    if asked is not None and reply.question != asked:
        screen.print(words(f"({reply.question})", FAINT))
    if isinstance(reply, Abstention):
        screen.print(Text.assemble(("No answer in the archive. ", FOUND), words(reply.reason)))
        _notes(screen, about_model(reply))
        if reply.searched:
            screen.print(Text("Looked at:", FAINT))
            _origins(screen, reply.searched)
        return None
    for statement in reply.statements[told:]:
        show_statement(statement, reply.citations)
    for line in disputes(reply):
        whose, _, what = line.partition(": ")
        screen.print(Text.assemble(words(whose, AGAINST), ": ", quoted(what)))
    _notes(screen, about_model(reply))
    screen.print()
    return _origins(screen, reply.citations)


def show_verdict(verdict: Verdict) -> None:
    """Show a verdict: the label in its colour, why, and each piece of evidence with its side, words and place."""
    screen, table = console(), grid()
    label = (label_words(verdict).capitalize(), f"bold {_COLOURS[verdict.label]}")
    screen.print(Text.assemble(label, f" ({verdict.confidence:.2f}). ", quoted(verdict.because)))
    sought = content_stems(verdict.statement)
    for s in verdict.evidence:
        table.add_row(Text(*_MARKS[s.side]), Group(_evidence(s, sought), place(s.article.reference(), *s.span)))
    screen.print(table)


def show_quote(found: QuoteCheck, find: Find) -> None:
    """Show what became of a quotation: the outcome in its colour, why, the changes, and the words in their sentences.

    ``find`` returns the article of an id.
    """
    screen = console()
    label = (found.outcome.replace("_", " ").capitalize(), f"bold {_COLOURS[OUTCOMES[found.outcome][0]]}")
    screen.print(Text.assemble(label, ". ", quoted(found.because)))
    for change in found.changes:
        screen.print(Padding(_change(change), (0, 0, 0, 4)))
    for quotation in found.places:
        screen.print(_written(found, quotation, find))


def show_text(text: str, found: Sequence[Checked]) -> None:
    """Show a text with each checked sentence numbered and in the colour of its verdict, and the verdicts below it."""
    shown, at = Text(), 0
    for number, c in numbered(found):
        span = c.sentence.span
        style = _COLOURS[c.verdict.label] if c.verdict else FAINT
        label = label_words(c.verdict) if c.verdict else "not checked"
        shown.append(printable(text[at : span.start])).append(printable(span.of(text)), style)
        shown.append(f" [{number} {label}]", f"bold {style}")
        at = span.end
    console().print(shown.append(printable(text[at:].rstrip())))
    for number, c in numbered(found):
        console().print(Text.assemble(f"\n{number}. ", words(c.sentence.statement, FOUND)))
        if c.verdict:
            show_verdict(deciding(c.verdict))
        else:
            console().print(words(f"Not checked: {c.problem}"))


def _evidence(s: Stance, sought: Iterable[str]) -> Text:
    whose = Text.assemble(words(s.claimant, FOUND), ": ") if s.claimant else ""
    return Text.assemble(whose, quoted(s.quote, frozenset(sought)))


def _change(change: Change) -> Text:
    asked, written = words(f"“{change.asked}”", AGAINST), words(f"“{change.written}”", FOR)
    if change.how == "changed":
        return Text.assemble("changed: ", asked, ", written: ", written)
    return Text.assemble(f"{change.how}: ", asked if change.asked else written)


def _written(found: QuoteCheck, quotation: Place, find: Find) -> Group:
    """Return the sentences that hold the words of a place, the words highlighted, each with where these stand."""
    text = find(quotation.citations[0].article_id).text
    sentences = [s for block in paragraphs(text) for s in block]
    held: dict[Span, list[Citation]] = {}
    for c in quotation.citations:
        held.setdefault(widened(c.span, sentences), []).append(c)
    lines: list[Text | Padding] = []
    whose = Text.assemble(words(quotation.claimant, FOUND), ": ") if quotation.claimant else Text()
    for whole, citations in held.items():
        marks = [(c.span, SOUGHT) for c in citations]
        marks += [(span, CHANGED) for c in citations for span in changed_at(text, c.span, found.words, found.changes)]
        lines.append(Text.assemble(whose, passage(text, whole, marks, one_line=True)))
        lines += [Padding(place(c.json(), *c.span), (0, 0, 0, 4)) for c in citations]
    return Group(*lines)


def _pieces(quote: str) -> list[str]:
    """Return the words of a citation as a statement may have them: whole, or without their first letter."""
    flat = words(quote).plain
    return [flat, flat[1:].rstrip(".")] if len(flat) > 2 else []


def _notes(screen: Console, lines: Iterable[str]) -> None:
    for line in lines:
        screen.print(words(line, FAINT))


def _origins(screen: Console, cited: Iterable[Citation]) -> None:
    table = grid()
    for c in cited:
        table.add_row(Text(f"[{c.n}]", FOUND), place(c.json(), *c.span))
    screen.print(table)
