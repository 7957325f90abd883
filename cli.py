"""The command line: ``claimdesk add | search | eval …``; more commands are in the other ``cli_….py``.

Prints; decides nothing. Heavy packages load inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

import cli_ask  # noqa: F401  # its commands join the app
import cli_check  # noqa: F401  # its commands join the app
import cli_claims  # noqa: F401  # its commands join the app
import cli_serve  # noqa: F401  # its commands join the app
from cli_base import (
    After,
    Batch,
    Before,
    Json,
    Publisher,
    Rerank,
    app,
    choose,
    explained,
    folder,
    just_one,
    needed,
    on_terminal,
    opened,
    print_json,
    say,
    show_progress,
)
from index.errors import DeskError, InputError
from index.values import Article, Filters, Span, counted
from rag.plain import headline, why
from service import article_json, results

if TYPE_CHECKING:
    from index import Archive
    from rag import Desk


@app.callback(invoke_without_command=True)
def desk_options(
    context: typer.Context,
    archive: Annotated[Path, typer.Option(envvar="CLAIMDESK_ARCHIVE", help="The archive's folder.")] = Path("archive"),
) -> None:
    """Choose the archive that the command works on; without a command, say what it holds."""
    choose(archive)
    if context.invoked_subcommand is None:
        from cli_home import welcome

        welcome()


@app.command()
def add(paths: Annotated[list[str], typer.Argument(help="Files, folders or http(s) addresses.")]) -> None:
    """Add articles: .txt .md .html .pdf .docx .jsonl .csv, folders, web addresses."""
    with opened(make=True) as archive:
        report = archive.add(paths, progress=show_progress)
    say(report.summary())
    for failure in report.failed:
        say(f"failed: {failure.path}: {failure.reason}", error=True)
    if report.failed:
        raise typer.Exit(1)


@app.command()
def articles(as_json: Json = False) -> None:
    """List the articles of the archive, with their publisher, date and copies."""
    with opened() as archive:
        rows = archive.articles()
    if as_json:
        print_json([article_json(a, with_text=False) for a in rows])
        return
    if rows and on_terminal():
        from cli_rich import show_articles

        show_articles(rows)
    else:
        for a in rows:
            copy = f"  (copy of {a.origin})" if a.origin else ""
            say(f"{a.id}  {headline(a.reference())}{copy}")
    say(f"{counted(len(rows), 'article')} in {folder()}", error=True)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="An id (or its beginning), a path or a title.")],
    start: Annotated[int | None, typer.Option(min=0, help="From this character on; the first is 0.")] = None,
    end: Annotated[int | None, typer.Option(min=0, help="To the one before this character.")] = None,
    as_json: Json = False,
) -> None:
    """Print an article, or its characters from --start to --end, exactly as they are quoted.

    On a terminal these characters are highlighted within their paragraphs.
    """
    with opened() as archive:
        found = archive.article(article)
    if as_json:
        print_json(article_json(found, with_text=True))
        return
    part = _part(found, start, end)
    if on_terminal():
        from cli_rich import show_article

        show_article(found, part)
        return
    if part is None:
        say(f"{headline(found.reference())}\ndate from: {found.published_from}\n{found.path}\n", error=True)
    say(part.of(found.text) if part else found.text)


def _part(article: Article, start: int | None, end: int | None) -> Span | None:
    """Return what is to be shown of an article, None for all of it; raise InputError for characters it has not."""
    if start is None and end is None:
        return None
    size = len(article.text)
    part = Span(start or 0, size if end is None else min(end, size))
    if part.start >= part.end:
        raise InputError(f"nothing is between --start and --end; choose them from 0 to {size}, --start the smaller")
    return part


@app.command()
def edit(
    article: Annotated[str, typer.Argument(help="An id (or its beginning), a path or a title.")],
    title: Annotated[str | None, typer.Option(help="The headline.")] = None,
    publisher: Annotated[str | None, typer.Option(help="The outlet; '' for unknown, as in all that follow.")] = None,
    byline: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    url: Annotated[str | None, typer.Option(help="Its web address.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, as a code: en.")] = None,
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
) -> None:
    """Correct what the archive knows about an article; corrections survive adding it again."""
    told = (title, publisher, byline, url, language, published)
    if not any(value is not None for value in told):
        raise InputError("nothing to change; give for example --published 2018-04-22")
    names = ("title", "publisher", "byline", "url", "language", "published")
    with opened() as archive:
        print_json(article_json(archive.edit(article, **dict(zip(names, told, strict=True))), with_text=False))


@app.command()
def remove(article: Annotated[str, typer.Argument(help="An id (or its beginning), a path or a title.")]) -> None:
    """Remove an article; nothing of it can be found afterwards."""
    with opened() as archive:
        gone = archive.article(article)
        archive.remove(gone.id)
    say(f"removed {gone.id}: {gone.title}")


@app.command()
def reindex() -> None:
    """Rebuild vectors and word index from the stored articles, with the encoder now configured."""
    needed()
    from index import Archive

    with Archive(folder()) as archive:
        say(f"{counted(archive.reindex(progress=show_progress), 'passage')} indexed")


@app.command()
def search(
    query: Annotated[str | None, typer.Argument()] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages.")] = 10,
    after: After = None,
    before: Before = None,
    publisher: Publisher = None,
    batch: Batch = None,
    as_json: Json = False,
    rerank: Rerank = True,
    explain: Annotated[bool, typer.Option(help="Say what each score is made of.")] = False,
) -> None:
    """Find passages. Rows of --batch: {"id", "query"}."""
    from rag.batch import rows

    filters = Filters.of(after, before, publisher)
    just_one("a query or --batch FILE", query, batch)
    if query is not None and not query.strip():
        raise InputError("the query is empty; write what to look for")
    with opened(publisher=publisher) as archive:
        desk = _desk(archive)

        def find(text: str) -> list[dict[str, Any]]:
            return results(archive, desk.search(text, k, filters, rerank=rerank), explain=explain)

        if batch:
            for row in rows(batch, "query"):
                print_json({"id": row.id, "results": find(row.query("query"))}, flat=True)
            return
        found = find(query or "")
    if as_json:
        print_json({"id": None, "results": found})
        return
    if not found:
        say("nothing found", error=True)
    elif on_terminal():
        from cli_rich import show_passages

        show_passages(found, query or "")
    else:
        for n, r in enumerate(found, 1):
            where = f"{headline(r)}  ({r['article_id']} {r['start']}-{r['end']})"
            say(f"{n}. {where}\n   {' '.join(r['text'].split())}\n{why(r)}")


@app.command("eval")
def evaluate(
    suites: Annotated[list[str] | None, typer.Argument(help="Suites to run; all by default.")] = None,
    gate: Annotated[bool, typer.Option(help="Fail (exit code 1) below a floor.")] = False,
    junit: Annotated[Path | None, typer.Option(help="Write a report as JUnit XML to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report as one HTML page to this file.")] = None,
    json_path: Annotated[Path | None, typer.Option("--json", help="Write a report as JSON to this file.")] = None,
    pin: Annotated[bool, typer.Option(help="Write this run as the pinned one, with its floors.")] = False,
    allow_regression: Annotated[bool, typer.Option(help="Let --pin lower floors.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder with the real articles, in articles/.")] = None,
    trec: Annotated[Path | None, typer.Option(help="Write runs and judgements of collections to this folder.")] = None,
    full: Annotated[bool, typer.Option(help="Measure whole benchmarks, not an even part of each.")] = False,
) -> None:
    """Run the evaluation suites over the sample articles (and over what ../shared holds, if present)."""
    from evals import kept
    from evals.command import evaluate as run

    raise typer.Exit(
        run(
            suites or [],
            gate=gate,
            junit=junit,
            html=html,
            json_path=json_path,
            pin=pin,
            allow_regression=allow_regression,
            data=data,
            full=full,
            trec=trec,
            reports=kept.folder(),
        )
    )


@app.command()
def bench(
    passages: Annotated[int, typer.Option(help="Size of the archive to measure on.")] = 10_000,
    folder: Annotated[Path | None, typer.Option(help="Keep the archive here between runs.")] = None,
) -> None:
    """Measure cold and warm answers and the speed of adding, as ratios in one run."""
    from evals.bench import bench as run

    print_json(run(passages=passages, folder=folder))


def main() -> NoReturn:
    """Run the command line; errors that a user can meet are one line on stderr and exit code 2."""
    try:
        app()
    except DeskError as error:
        say(f"claimdesk: {explained(error)}", error=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _desk(archive: Archive) -> Desk:
    from rag import Desk

    return Desk(archive)


if __name__ == "__main__":
    main()
