"""What every command of the command line shares: the app, the archive's folder, common options, output."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import ArchiveError, InputError
from rag.printable import printable, printable_json

if TYPE_CHECKING:
    from index import Archive
    from index.build import Progress
    from index.errors import DeskError

app = typer.Typer(
    help="A research desk for people who check what others say: articles in, cited answers out, offline.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_folder = Path("archive")
_SHOWN = 5
_HINT = re.compile(r"(?<=: )claimdesk (?=(?:articles|claimants|reindex)$)")

After = Annotated[str | None, typer.Option(help="Only articles published on or after this date (YYYY[-MM[-DD]]).")]
Before = Annotated[str | None, typer.Option(help="Only articles published on or before this date (YYYY[-MM[-DD]]).")]
Publisher = Annotated[str | None, typer.Option(help="Only articles of this publisher.")]
Strict = Annotated[
    float | None,
    typer.Option(min=0.0, max=1.0, help="How likely an answer must be right to be given: 0 always answers, 1 never."),
]
Rerank = Annotated[bool, typer.Option(help="Let the reader look at more: slower, more often right.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Export = Annotated[
    Path | None, typer.Option(help="Write it to this file too; its ending says how: .md, .json, .html, .bib, .txt.")
]
Batch = Annotated[Path | None, typer.Option(help="Read JSON lines from this file ('-' for standard input).")]

NamedModel = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar="CLAIMDESK_MODEL",
        help="Let a model help: PROVIDER:NAME (openai, anthropic, ollama, llamacpp …). What it writes is checked.",
    ),
]
ModelAddress = Annotated[
    str | None,
    typer.Option("--model-url", envvar="CLAIMDESK_MODEL_URL", help="Address of an OpenAI-compatible server."),
]


def choose(archive: Path) -> None:
    """Let the command work on the archive in this folder."""
    global _folder
    _folder = archive


def folder() -> Path:
    """Return the folder of the archive that the command works on."""
    return _folder


def exists() -> bool:
    """Tell whether there is an archive in the folder, or something there that can be none."""
    return _folder.is_file() or os.path.exists(_folder / "archive.db")


def needed() -> None:
    """Raise ArchiveError where there is no archive yet: what reads or corrects one makes none."""
    if not exists():
        fix = f"add articles with: {typed('add', 'PATH')}, or check --archive"
        raise ArchiveError(f"there is no archive in the folder {_folder}; {fix}")


def opened(*, make: bool = False, publisher: str | None = None) -> Archive:
    """Open the archive, showing progress if something is to be finished first; ``make`` one where there is none.

    Without ``make`` raises ArchiveError instead; InputError if no article is of the ``publisher`` that is asked for.
    """
    if not make:
        needed()
    from index import Archive

    archive = Archive(_folder, progress=show_progress)
    if publisher and (known := archive.publishers()):
        _is_one(publisher, known)
    return archive


def _is_one(publisher: str, known: Sequence[str]) -> None:
    by_key = {" ".join(name.casefold().split()): name for name in known}
    asked = " ".join(publisher.casefold().split())
    if asked in by_key:
        return
    like = get_close_matches(asked, by_key, n=3, cutoff=0.5)
    named = ", ".join(by_key[n] for n in like or sorted(by_key)[:_SHOWN])
    raise InputError(f"no article is of {publisher!r}; {'did you mean' if like else 'the archive has'}: {named}")


def typed(*words: str) -> str:
    """Return a command as it is typed, with the archive if it is not the one that is meant anyway."""
    meant = _folder == Path(os.environ.get("CLAIMDESK_ARCHIVE") or "archive")
    chosen = [] if meant else ["--archive", shlex.quote(str(_folder))]
    return " ".join(["claimdesk", *chosen, *words])


def explained(error: DeskError) -> str:
    """Return an error in a line; the command that it ends with is written as it must be typed for this archive."""
    return _HINT.sub(lambda _: f"{typed()} ", str(error))


def print_json(value: Any, flat: bool = False) -> None:
    """Print a value as JSON; ``flat``: on one line."""
    print(printable_json(json.dumps(value, ensure_ascii=False, indent=None if flat else 1)), flush=True)


def say(text: str, *, error: bool = False) -> None:
    """Print a text, without what would steer a terminal; ``error``: on stderr."""
    print(printable(text), file=sys.stderr if error else sys.stdout, flush=True)


def just_one(wanted: str, *given: object) -> None:
    """Raise InputError, before any work is done, unless one of the things that are ``wanted`` is given, and no two."""
    number = sum(value is not None for value in given)
    if number != 1:
        raise InputError(f"give just one: {wanted}" if number else f"give {wanted}")


def exportable(path: Path | None, batch: Path | None) -> None:
    """Raise InputError, before any work is done, for a file that nothing can be exported to, or a batch with one."""
    from rag.exports import suffix

    if path and batch:
        raise InputError("--export writes one answer or check; leave out --batch or --export")
    if path:
        suffix(path)


def on_terminal() -> bool:
    """Tell whether people read the output on a terminal that can draw: then it may have tables and colours."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def show_progress(progress: Progress) -> None:
    """Draw the progress of long work on one line of stderr."""
    left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
    end = "\n" if progress.done >= progress.total else ""
    line = f"\r{progress.stage} {progress.done}/{progress.total} {progress.rate:.1f}/s{left}    "
    print(line, end=end, file=sys.stderr, flush=True)
