"""The archives that suites read: of the sample articles, and of the real ones where they are here."""

from __future__ import annotations

from pathlib import Path

from evals.cases import ROOT, Skipped


def folders(data: Path | None) -> tuple[dict[str, list[Path]], list[Skipped]]:
    """Return the files of *samples* and *real*, by name, and what is missing.

    ``data`` is the folder whose ``articles/`` holds the real pages (default: ``shared`` beside the repository).
    """
    places = {"samples": ROOT / "examples" / "articles", "real": (data or ROOT.parent / "shared") / "articles"}
    here = {name: _files(folder) for name, folder in places.items() if folder.is_dir()}
    missing = {name: folder for name, folder in places.items() if name not in here}
    return here, [Skipped(n, f"there is no folder {f.parent.name}/{f.name}") for n, f in missing.items()]


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
