"""The archives that suites read: of the sample articles, and of real pages and other news where they are here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.cases import HERE, ROOT, Skipped
from evals.support_sets import read_rows

_FOLDER = Path("benchmarks")


def folders(data: Path | None) -> tuple[dict[str, list[Path]], list[Skipped]]:
    """Return the files of *samples* and *real*, by name, and what is missing.

    ``data`` is the folder whose ``articles/`` holds the real pages (default: ``shared`` beside the repository).
    """
    places = {"samples": ROOT / "examples" / "articles", "real": (data or ROOT.parent / "shared") / "articles"}
    here = {name: _files(folder) for name, folder in places.items() if folder.is_dir()}
    missing = {name: folder for name, folder in places.items() if name not in here}
    return here, [Skipped(n, f"there is no folder {f.parent.name}/{f.name}") for n, f in missing.items()]


def news(data: Path | None, scratch: Path) -> tuple[dict[str, list[Path]], list[Skipped]]:
    """Return a file in ``scratch`` for each set of other news of ``cases/news.json``, by name, and what is missing.

    The articles are those of public collections, by their ids; titles that these lack are ours.
    """
    here: dict[str, list[Path]] = {}
    missing = []
    for name, told in json.loads((HERE / "cases" / "news.json").read_text("utf-8")).items():
        file = (data or ROOT.parent / "shared") / _FOLDER / told["file"]
        if not file.is_file():
            missing.append(Skipped(name, f"there is no file {_FOLDER}/{told['file']}"))
            continue
        rows = {str(row["id"]): row for row in read_rows(file)}
        out = scratch / f"{name}.jsonl"
        out.write_text("\n".join(json.dumps(_article(rows[a["id"]], a)) for a in told["articles"]), "utf-8")
        here[name] = [out]
    return here, missing


def _article(row: dict[str, Any], told: dict[str, str]) -> dict[str, Any]:
    kept = {k: row[k] for k in ("id", "title", "text", "publisher") if k in row}
    return kept | ({"published": row["date"]} if "date" in row else {}) | told


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
