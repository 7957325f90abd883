"""What came over the web page: files, kept in a folder of the archive under their own names, and addresses; added."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DeskError, InputError
from index.fetch import is_url
from index.values import Failure

if TYPE_CHECKING:
    from index.archive import Archive
    from index.build import OnProgress

_DONE = {"added": "added", "changed": "replaced", "unchanged": "already here", "copies": "repeating another article"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def save_uploads(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[list[Path], list[Failure]]:
    """Write files, given as names and contents, into ``folder``; return their paths, and a failure for each refused.

    A name loses its folders and control characters, so that nothing is written elsewhere. A file kept before under the
    same name is replaced, unless both came together.
    """
    paths: list[Path] = []
    refused: list[Failure] = []
    for given, data in files:
        path = folder / own_name(given)
        if path in paths:
            refused.append(Failure(path.name, "another file has this name; rename it and add it again"))
            continue
        try:
            _write(path, data)
            paths.append(path)
        except OSError as error:
            refused.append(Failure(path.name, f"it cannot be kept ({error.strerror}); rename it or make room"))
    return paths, refused


def own_name(given: str) -> str:
    """Return the last part of a file name that a browser sent; ``unnamed`` when nothing usable is left."""
    sound = given.encode("utf-8", "replace").decode()
    name = _CONTROL.sub("", re.split(r"[\\/]", sound)[-1]).strip()
    return "unnamed" if name in {"", ".", ".."} else name


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all; a link of that name is replaced, never followed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(data)
    try:
        os.replace(file.name, path)
    except OSError:
        os.unlink(file.name)
        raise


def add_and_tell(
    archive: Archive, paths: Sequence[str | Path], refused: Sequence[Failure], progress: OnProgress
) -> tuple[str, list[str]]:
    """Add files and addresses; return what to tell: a line of counts, and one a failure (``refused`` included)."""
    try:
        report = archive.add(paths, progress)
    except DeskError as error:
        return "", [str(error)]
    failed = [*refused, *report.failed]
    counts = [(len(getattr(report, name)), word) for name, word in _DONE.items()] + [(len(failed), "failed:")]
    lines = [_line(f.reason.removeprefix(f"{f.path}: "), f.path) for f in failed]
    return ", ".join(f"{n} {word}" for n, word in counts if n) or "nothing to add", lines


def web_address(typed: str) -> str:
    """Return an address that somebody typed, whole; raise InputError for what is none: a page names no files here."""
    address = typed.strip()
    if not address.lower().startswith(("http://", "https://")) or any(c.isspace() for c in address):
        raise InputError(f"{address[:80]!r} is not a web address; begin with http:// or https://")
    return address


def _line(reason: str, path: str) -> str:
    if is_url(path):
        return reason if path in reason else f"{path}: {reason}"
    name = Path(path).name
    return f"{name}: {reason.replace(path, name)}"
