"""The commands on claims: ``claimdesk extract | claims | timeline | claimants``. Prints; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli_base import After, Batch, Before, Json, Publisher, app, on_terminal, opened, print_json, say
from index.errors import InputError
from index.values import Article, Failure, Filters
from rag.claim_words import claimant as named
from rag.claim_words import force
from rag.plain import headline

if TYPE_CHECKING:
    from index.told import Told

_TEXTS = 16

Claimant = Annotated[str | None, typer.Option(help="Who claims: a person, body, state (with its officials) or office.")]
About = Annotated[str | None, typer.Option(help="What the claims are about.")]


@app.command()
def extract(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders or http(s) addresses.")] = None,
    batch: Batch = None,
) -> None:
    """Print the claims of texts, a JSON line each; the archive stays as it is.

    Rows of --batch: {"id", "title", "text", "published"}; offsets count from the text as given.
    """
    from index.extract import Extractor

    if not paths and not batch:
        raise InputError("give a file or --batch FILE")
    extractor, failed = Extractor(), list[Failure]()
    for some in _portions(chain(_of_files(paths or [], failed), _of_rows(batch) if batch else ())):
        for (row_id, _), claims in zip(some, extractor.extract([a for _, a in some]), strict=True):
            print_json({"id": row_id, "claims": [c.json() for c in claims]}, flat=True)
    for failure in failed:
        say(f"failed: {failure.path}: {failure.reason}", error=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def claims(
    claimant: Claimant = None,
    about: About = None,
    after: After = None,
    before: Before = None,
    publisher: Publisher = None,
    disputed: Annotated[bool, typer.Option(help="Only claims that another one contradicts or denies.")] = False,
    as_json: Json = False,
) -> None:
    """List who claimed what, in which words, with what disputes it. Dates are of the saying, else of publication."""
    limits = Filters.of(after, before, publisher)
    with opened(publisher=publisher) as archive:
        found = archive.claims(claimant, about, limits.after, limits.before, limits.publisher, disputed)
    _print(found, as_json)


@app.command()
def timeline(
    claimant: Claimant = None, about: About = None, publisher: Publisher = None, as_json: Json = False
) -> None:
    """Show claims in the order in which they were said: first seen where, repeated how often, disputed by whom."""
    with opened(publisher=publisher) as archive:
        found = archive.timeline(claimant, about, publisher)
    _print(found, as_json, in_order=True)


@app.command()
def claimants(
    merge: Annotated[
        tuple[str, str] | None, typer.Option(help="Two names that are one claimant, called by the first.")
    ] = None,
    split: Annotated[tuple[str, str] | None, typer.Option(help="Two names that are not one claimant.")] = None,
    as_json: Json = False,
) -> None:
    """List who claims, with the number of claims; --merge and --split correct it, for good."""
    with opened() as archive:
        if merge:
            archive.merge(*merge)
        if split:
            archive.split(*split)
        listed = archive.claimants()
    if as_json:
        print_json([_claimant_json(c) for c in listed])
        return
    if not listed:
        say("no claimants found", error=True)
    elif on_terminal():
        from cli_rich import show_claimants

        show_claimants(listed)
    else:
        for c in listed:
            known = "; ".join(filter(None, [", ".join(c.roles), ", ".join(c.affiliation), ", ".join(c.aliases)]))
            say(f"{c.claims:5}  {c.name}" + (f"  ({known})" if known else ""))


def _claimant_json(c: Any) -> dict[str, Any]:
    return {name: getattr(c, name) for name in ("id", "name", "kind", "aliases", "roles", "affiliation", "claims")}


def _of_files(paths: Iterable[str], failed: list[Failure]) -> Iterator[tuple[Any, Article]]:
    """Yield the articles of files with their paths; what cannot be read joins ``failed``."""
    from index.inputs import expanded, items
    from index.read import Draft

    inputs, missing = expanded(paths)
    failed += missing
    for path in inputs:
        for item in items(path):
            if isinstance(item, Draft):
                yield path, Article(path, item.path, item.title, item.text, published=item.published)
            elif isinstance(item, Failure):
                failed.append(item)


def _of_rows(batch: Path) -> Iterator[tuple[Any, Article]]:
    from index.publication import parse
    from rag.batch import rows

    for number, row in enumerate(rows(batch, "text")):
        with row.named():
            day = row.text("published")
            text, title = row.text("text") or "", row.text("title") or ""
        yield row.id, Article(str(number), row.where, title, text, published=parse(day) if day else None)


def _portions(rows: Iterable[tuple[Any, Article]]) -> Iterator[list[tuple[Any, Article]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, _TEXTS)):
        yield some


def _print(found: list[Told], as_json: bool, *, in_order: bool = False) -> None:
    if as_json:
        from rag.claim_rows import told_json

        print_json([told_json(t) for t in found])
    elif not found:
        say("no claims found", error=True)
    elif on_terminal():
        from cli_rich import show_claims

        show_claims(found, in_order=in_order)
    else:
        for t in found:
            _print_claim(t)


def _print_claim(t: Told) -> None:
    say(f"{t.when or 'date unknown'}  {_who(t)}: {' '.join(t.text.split())}")
    say(f"    {headline(t.article.reference())}  ({t.article.id} {t.claim.span.start}-{t.claim.span.end})")
    if t.origins > 1:
        say(f"    repeated: {t.origins} independent articles")
    for r in t.disputes:
        side = f"{r.kind} it" if r.answers else f"this {r.kind}"
        say(f"    {side}: {named(r.claim)}: {' '.join(r.text.split())}")


def _who(t: Told) -> str:
    name = named(t.claim)
    of = f" ({t.claim.affiliation[-1]})" if t.claim.affiliation and t.claim.affiliation[-1] != name else ""
    done = force(t.claim)
    said = "" if done == "asserts" else f" {done}"
    via = f", via {', '.join(t.claim.via)}" if t.claim.via else ""
    return f"{name}{of}{said}{via}"
