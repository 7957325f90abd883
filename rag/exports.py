"""An answer or verdicts as a file: the ending of its name says which format."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import InputError
from rag.checked import Checked
from rag.exports_cite import bibtex, plain_citation
from rag.exports_html import as_html
from rag.exports_markdown import as_markdown
from rag.exports_sheet import Find, Sheet, of_reply, of_stance, of_text, of_verdict
from rag.values import Reply, reply_json
from rag.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: its sheets, and its public JSON form."""

    sheets: Sequence[Sheet]
    value: Any


FORMATS: dict[str, Callable[[Export], str]] = {
    ".md": lambda export: as_markdown(export.sheets),
    ".json": lambda export: json.dumps(export.value, ensure_ascii=False, indent=1) + "\n",
    ".html": lambda export: as_html(export.sheets, date.today()),
    ".bib": lambda export: bibtex(c for sheet in export.sheets for c in sheet.cited),
    ".txt": lambda export: "".join(f"{plain_citation(c)}\n" for sheet in export.sheets for c in sheet.cited),
}


def reply_export(reply: Reply, find: Find) -> Export:
    """Return an answer or an abstention to export; ``find`` returns the article of an id or raises NotFoundError."""
    sheet = of_reply(reply, find)
    value = reply_json(reply)
    told = value["citations"] or value["searched"]
    for row, cited in zip(told, sheet.cited, strict=True):
        row |= cited.json()
    return Export([sheet], value)


def verdict_export(verdict: Verdict) -> Export:
    """Return a verdict to export."""
    return Export([of_verdict(verdict)], _told(verdict.json(), verdict))


def text_export(found: Sequence[Checked]) -> Export:
    """Return the sentences of a text with their verdicts to export; those without one are in the JSON alone."""
    rows = [_told(c.json(number), c.verdict) for number, c in enumerate(found, 1)]
    return Export(of_text(found), rows)


def suffix(path: Path) -> str:
    """Return the ending of a file's name that says what is written to it; raise InputError for another one."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise InputError(f"{path} has no ending that says what to write; end it in {', '.join(FORMATS)}")
    return ending


def write(export: Export, path: Path) -> None:
    """Write an export to a file, over one that is there; raise InputError where it cannot be written."""
    made = FORMATS[suffix(path)](export)
    try:
        path.write_text(made, encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another file") from error


def _told(row: dict[str, Any], verdict: Verdict | None) -> dict[str, Any]:
    if verdict:
        listed = zip(row["evidence"], verdict.evidence, strict=True)
        row["evidence"] = [told | of_stance(n, s).json() for n, (told, s) in enumerate(listed, 1)]
    return row
