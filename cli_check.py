"""The commands that check: ``claimdesk check | verify | quote``. Prints; decides nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli_base import (
    After,
    Batch,
    Before,
    Export,
    Json,
    ModelAddress,
    NamedModel,
    Publisher,
    app,
    exportable,
    just_one,
    on_terminal,
    opened,
    print_json,
    say,
)
from index.errors import InputError
from index.values import Filters
from rag.plain import plain_verdict

if TYPE_CHECKING:
    from rag.batch import Row
    from rag.desk import Desk
    from rag.verdict import Verdict

NamedVerifier = Annotated[
    str | None, typer.Option("--verifier", help="Another CrossEncoder or NLI model: a folder or a name.")
]
TextFile = Annotated[Path | None, typer.Option(help="Check what is worth it in a text ('-': standard input).")]
_NARROWING = ("after", "before", "publisher")


@app.command()
def check(
    statement: Annotated[str | None, typer.Argument(help="What somebody says, in your words or theirs.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages to look at.")] = 10,
    after: After = None,
    before: Before = None,
    publisher: Publisher = None,
    batch: Batch = None,
    file: TextFile = None,
    export: Export = None,
    as_json: Json = False,
    claimreview: Annotated[bool, typer.Option(help="Print schema.org ClaimReview (JSON-LD).")] = False,
    verifier: NamedVerifier = None,
    model: NamedModel = None,
    model_url: ModelAddress = None,
) -> None:
    """Say if the archive supports, refutes or disputes a statement. Rows of --batch: {"id", "statement"}."""
    from rag import Desk
    from rag.batch import rows
    from rag.exports import verdict_export, write

    exportable(export, batch)
    just_one("a statement, --file TEXT or --batch FILE", statement, file, batch)
    with opened(publisher=publisher) as archive:
        desk = Desk(archive, verifier=verifier, model=model, model_url=model_url)
        if batch:
            for row in rows(batch, "statement"):
                _print(_checked(desk, row, (after, before, publisher), k), row.id, claimreview, flat=True)
            return
        if file:
            from cli_text import check_file

            check_file(desk, file, Filters.of(after, before, publisher), k, as_json, claimreview, export)
            return
        found = desk.check(statement or "", filters=Filters.of(after, before, publisher), k=k)
    if as_json or claimreview:
        _print(found, None, claimreview)
    elif on_terminal():
        from cli_rich_reply import show_verdict

        show_verdict(found)
    else:
        say(plain_verdict(found))
    if export:
        write(verdict_export(found), export)


def _checked(desk: Desk, row: Row, narrowing: tuple[str | None, ...], k: int) -> Verdict:
    with row.named():
        own = Filters.of(*(row.text(n, d) for n, d in zip(_NARROWING, narrowing, strict=True)))
        return desk.check(row.query("statement"), filters=own, k=k)


def _print(found: Verdict, row_id: Any, claimreview: bool, *, flat: bool = False) -> None:
    from rag.claimreview import claim_review

    print_json(claim_review(found, date.today()) if claimreview else found.json(row_id), flat=flat)


@app.command()
def verify(batch: Batch = None, verifier: NamedVerifier = None) -> None:
    """Judge claims against the evidence given with them; the archive is not asked.

    Rows of --batch: {"id", "claim", "evidence"}, the evidence a text or a list of texts.
    """
    from rag.pairs import judged

    if batch is None:
        raise InputError('give --batch FILE with rows {"id": …, "claim": …, "evidence": …}')
    for told in judged(batch, verifier):
        print_json(told, flat=True)


@app.command()
def quote(
    words: Annotated[str | None, typer.Argument(help="The words that somebody is said to have said.")] = None,
    by: Annotated[str | None, typer.Option(help="Who is said to have said them.")] = None,
    batch: Batch = None,
    as_json: Json = False,
    export: Export = None,
) -> None:
    """Check a quotation: exact, altered, another's words, or not found. Rows of --batch: {"id", "quote", "by"}."""
    from rag.batch import rows
    from rag.exports import write
    from rag.exports_quote import quote_export
    from rag.plain import plain_quote
    from rag.quote import check_quote

    exportable(export, batch)
    just_one("a quotation or --batch FILE", words, batch)
    with opened() as archive:
        if batch:
            for row in rows(batch, "quote"):
                with row.named():
                    told = check_quote(archive, row.query("quote"), row.text("by", by))
                print_json({"id": row.id} | told.json(), flat=True)
            return
        found = check_quote(archive, words or "", by)
        if as_json:
            print_json({"id": None} | found.json())
        elif on_terminal():
            from cli_rich_reply import show_quote

            show_quote(found, archive.article)
        else:
            say(plain_quote(found))
        if export:
            write(quote_export(found, archive.article), export)
