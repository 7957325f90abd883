"""``claimdesk check --file``: a whole text, checked sentence by sentence. Prints; decides nothing."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli_base import on_terminal, print_json, say
from index.errors import InputError
from index.values import Filters
from rag.check_export import reviews
from rag.checked import Checked, checked, plain_text, summary
from rag.exports import text_export, write
from rag.pasted import read

if TYPE_CHECKING:
    from rag.desk import Desk
    from rag.pasted import Sentence


def check_file(
    desk: Desk, path: Path, filters: Filters, k: int, as_json: bool, claimreview: bool, export: Path | None = None
) -> None:
    """Check the sentences of a text file ("-": standard input) that are worth it, and print what came of it.

    With ``export`` it is written to that file too. Progress goes to stderr; Ctrl-C keeps what is done. Raises
    InputError for a file that is no text, or is too long.
    """
    text = _text(path)
    sentences = read(text)
    found = _checked(desk, sentences, filters, k)
    if claimreview:
        print_json(reviews(found, date.today()))
    elif as_json:
        print_json([c.json(number) for number, c in enumerate(found, 1)])
    elif on_terminal():
        from cli_rich_reply import show_text

        show_text(text, found)
    else:
        say(plain_text(text, found))
    say(summary(found, len(sentences)), error=True)
    if export:
        write(text_export(found), export)


def _text(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"{path} cannot be read ({why}); give a file of plain text in UTF-8") from error


def _checked(desk: Desk, sentences: list[Sentence], filters: Filters, k: int) -> list[Checked]:
    found: list[Checked] = []
    try:
        for one in checked(desk, sentences, filters=filters, k=k):
            found.append(one)
            end = "\n" if len(found) == len(sentences) else ""
            print(f"\rchecking sentence {len(found)}/{len(sentences)}", end=end, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("\nstopped; what was checked so far:", file=sys.stderr)
    return found
