"""The commands that ask: ``claimdesk ask | chat``. Prints; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    Rerank,
    Strict,
    app,
    explained,
    exportable,
    just_one,
    on_terminal,
    opened,
    print_json,
    say,
)
from index.errors import DeskError
from index.values import Filters
from rag.plain import dropped, numbered, plain
from rag.values import Reply, Statement, Turn

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Desk

ShowDropped = Annotated[bool, typer.Option("--show-dropped", help="Show what the model wrote and the check dropped.")]
_NARROWING = ("after", "before", "publisher")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages to read.")] = 10,
    after: After = None,
    before: Before = None,
    publisher: Publisher = None,
    strict: Strict = None,
    rerank: Rerank = True,
    model: NamedModel = None,
    model_url: ModelAddress = None,
    show_dropped: ShowDropped = False,
    batch: Batch = None,
    export: Export = None,
    as_json: Json = False,
) -> None:
    """Answer a question from the archive, or say that it is silent. Rows of --batch: {"id", "question"}."""
    from rag import Desk
    from rag.exports import reply_export, write
    from rag.values import reply_json

    filters = Filters.of(after, before, publisher)
    exportable(export, batch)
    just_one("a question or --batch FILE", question, batch)
    with opened(publisher=publisher) as archive:
        desk = Desk(archive, model=model, model_url=model_url, strict=strict, rerank=rerank)
        if batch:
            _batch(desk, batch, (after, before, publisher), k)
            return
        asked = question or ""
        if as_json:
            reply = desk.ask(asked, filters=filters, k=k)
            print_json(reply_json(reply))
        else:
            reply = _told(desk, asked, [], filters, k, show_dropped)
        if export:
            write(reply_export(reply, archive.article), export)


def _batch(desk: Desk, path: Path, narrowing: tuple[str | None, ...], k: int) -> None:
    from rag.batch import converse, rows
    from rag.values import reply_json

    for row in rows(path, "question"):
        with row.named():
            own = Filters.of(*(row.text(n, d) for n, d in zip(_NARROWING, narrowing, strict=True)))
            reply = converse(desk, row.turns("question"), own, k)
        print_json(reply_json(reply, row.id), flat=True)


@app.command()
def chat(
    after: After = None,
    before: Before = None,
    publisher: Publisher = None,
    strict: Strict = None,
    rerank: Rerank = True,
    model: NamedModel = None,
    model_url: ModelAddress = None,
    show_dropped: ShowDropped = False,
) -> None:
    """Ask in a conversation; follow-ups such as "and Germany?" are understood. An empty line ends it."""
    from rag import Desk

    filters = Filters.of(after, before, publisher)
    history: list[Turn] = []
    with opened(publisher=publisher) as archive:
        desk = Desk(archive, model=model, model_url=model_url, strict=strict, rerank=rerank)
        while asked := _asked():
            try:
                _told(desk, asked, history, filters, 10, show_dropped)
            except DeskError as error:
                say(explained(error), error=True)


def _asked() -> str:
    """Return the next line of a conversation; empty at its end."""
    try:
        return input("\n> ").strip()
    except (EOFError, KeyboardInterrupt):
        say("")
        return ""


def _told(desk: Desk, asked: str, history: list[Turn], filters: Filters, k: int, show_dropped: bool) -> Reply:
    """Ask, print what comes as soon as it may be shown, and add the turn to the history; return the reply."""
    printed: list[Statement] = []

    def tell(statement: Statement) -> None:
        _show_statement(statement)
        printed.append(statement)

    reply: Reply = desk.ask(asked, history=history, filters=filters, k=k, tell=tell)
    _show_reply(reply, asked if history else None, len(printed))
    if show_dropped and reply.dropped:
        say(dropped(reply))
    history.append(Turn(reply.question, reply))
    return reply


def _show_statement(statement: Statement) -> None:
    if on_terminal():
        from cli_rich_reply import show_statement

        show_statement(statement)
    else:
        say(numbered(statement))


def _show_reply(reply: Reply, asked: str | None, told: int) -> None:
    if on_terminal():
        from cli_rich_reply import show_reply

        show_reply(reply, asked, told)
    else:
        say(plain(reply, asked, told))
