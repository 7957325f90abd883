"""Text that a terminal may be given: words of articles, files and models without anything that steers it."""

from __future__ import annotations

import re

_SEQUENCE = re.compile(
    r"\x1b[PX^_\]][^\x07\x1b\x9c]{0,4096}(?:\x07|\x9c|\x1b\\)"  # a string for the terminal: its title, a link, …
    r"|\x1b\[[0-?]{0,64}[ -/]{0,16}[@-~]"  # colours, movements of the cursor, wiping
    r"|\x1b[ -/]{0,16}[0-~]"
)
_BREAK = re.compile(r"\r(?!\n)|[\x0b\x0c\x85]")
_CONTROL = re.compile(r"[\x00-\x08\x0d-\x1f\x7f-\x9f]")
_UNESCAPED = re.compile(r"[\x7f-\x9f]")


def printable(text: str) -> str:
    """Return a text without escape sequences (ECMA-48) and without control characters but newline and tab.

    What breaks a line otherwise becomes a space. A text without any of them comes back as it is.
    """
    return _CONTROL.sub("", _BREAK.sub(" ", _SEQUENCE.sub("", text)))


def printable_json(text: str) -> str:
    r"""Return JSON with its raw control characters written as ``\u…``: the same value, safe to print."""
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
