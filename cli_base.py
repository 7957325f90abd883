"""What every command of the command line shares: the app, the archive's folder, common options, output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from index import Archive
    from index.build import Progress

app = typer.Typer(
    help="A research desk for people who check what others say: articles in, cited answers out, offline.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_folder = Path("archive")

After = Annotated[str | None, typer.Option(help="Only articles published on or after this date (YYYY[-MM[-DD]]).")]
Before = Annotated[str | None, typer.Option(help="Only articles published on or before this date (YYYY[-MM[-DD]]).")]
Publisher = Annotated[str | None, typer.Option(help="Only articles of this publisher.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
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


@app.callback()
def desk_options(
    archive: Annotated[Path, typer.Option(envvar="CLAIMDESK_ARCHIVE", help="The archive's folder.")] = Path("archive"),
) -> None:
    """Choose the archive that the command works on."""
    global _folder
    _folder = archive


def folder() -> Path:
    """Return the folder of the archive that the command works on."""
    return _folder


def opened() -> Archive:
    """Open the archive, showing progress if something is to be finished first."""
    from index import Archive

    return Archive(_folder, progress=show_progress)


def print_json(value: Any, flat: bool = False) -> None:
    """Print a value as JSON; ``flat``: on one line."""
    print(json.dumps(value, ensure_ascii=False, indent=None if flat else 1), flush=True)


def show_progress(progress: Progress) -> None:
    """Draw the progress of long work on one line of stderr."""
    left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
    end = "\n" if progress.done >= progress.total else ""
    line = f"\r{progress.stage} {progress.done}/{progress.total} {progress.rate:.1f}/s{left}    "
    print(line, end=end, file=sys.stderr, flush=True)
