"""``claimdesk`` alone: what the archive holds, and what to try. Prints; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli_base import exists, folder, on_terminal, opened, say, typed
from index.values import counted

if TYPE_CHECKING:
    from index import Archive
    from index.listing import Listed

_HEARD = 5
_MORE = "All commands: claimdesk --help"


def welcome() -> None:
    """Print what the archive holds and three things to try; how to add articles where it holds none."""
    if not exists():
        return _first_steps()
    with opened() as archive:
        rows = archive.listing()
        if not rows:
            return _first_steps()
        _show(f"{folder()} holds {_holdings(rows)}.", _heard(archive), _to_try(archive))
        return None


def _first_steps() -> None:
    steps = [
        (typed("add", "FOLDER"), "your own articles: files, folders or web addresses"),
        (typed("add", "examples/articles"), "or the ten sample articles, from the repository"),
        (typed("ask", '"what did … say about …?"'), "then ask, with: check, claims, timeline"),
    ]
    _show(f"No articles in {folder()} yet.", "", steps)


def _holdings(rows: Sequence[Listed]) -> str:
    named = len({r.publisher for r in rows if r.publisher})
    publishers = f" of {counted(named, 'publisher')}" if named else ""
    copies, waiting = sum(r.status == "copy" for r in rows), sum(r.status == "waiting" for r in rows)
    aside = [counted(copies, "copy", "copies") if copies else "", f"{waiting} still to be indexed" if waiting else ""]
    known = ", ".join(filter(None, aside))
    held = f"{counted(len(rows), 'article')}{f' ({known})' if known else ''}{publishers}"
    return f"{held}{_dated(rows)}, with {counted(sum(r.claims for r in rows), 'claim')}"


def _dated(rows: Sequence[Listed]) -> str:
    """Return the span of publication dates, and of how many articles the date is not known."""
    days = sorted(r.published for r in rows if r.published)
    if not days:
        return ", undated"
    undated = f" ({len(rows) - len(days)} undated)" if len(days) < len(rows) else ""
    return f", published {' to '.join(dict.fromkeys((days[0], days[-1])))}{undated}"


def _heard(archive: Archive) -> str:
    most = [f"{c.name} ({c.claims:,})" for c in archive.claimants()[:_HEARD]]
    return f"Most heard: {', '.join(most)}." if most else ""


def _to_try(archive: Archive) -> list[tuple[str, str]]:
    from rag.tries import tries

    found = tries(archive)
    question = typed("ask", f'"{found.question or "what did … say about …?"}"')
    statement = typed("check", f'"{found.statement or "…"}"')
    told = typed("timeline", f'--about "{found.topic}"') if found.topic else typed("claims", "--disputed")
    return [
        (question, "an answer in quotations, or that the archive is silent"),
        (statement, "supported, refuted, disputed or not enough evidence"),
        (told, "who claimed what, when, and who disputes it"),
    ]


def _show(holds: str, heard: str, steps: Sequence[tuple[str, str]]) -> None:
    if on_terminal():
        from cli_rich import show_home

        return show_home(holds, heard, steps, _MORE)
    lines = [holds, *([heard] if heard else []), "", "Try:"]
    for command, what in steps:
        lines += [f"  {command}", f"      {what}"]
    return say("\n".join([*lines, "", _MORE]))
