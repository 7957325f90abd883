"""The fenced blocks of the documentation, and the links and pictures between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.test_layers import sources

PAGES = sorted(p.relative_to(ROOT).as_posix() for p in sources() if p.suffix == ".md" and "examples" not in p.parts)
DOCS = [p for p in PAGES if "/models/" not in p]
NOT_RUN = "no-test"
_BLOCK = re.compile(r"^```(\w+)[ \t]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")

_COMMAND = re.compile(r"`((?:claimdesk|python -m) [^`]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what else its heading says, and its text."""

    language: str
    heading: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines that are more than a comment."""
        return [line for line in self.text.split("\n") if line.split("#")[0].strip()]

    @property
    def typed(self) -> bool:
        """Whether it is to be typed, and the tests can."""
        return self.language == "sh" and not self.heading.startswith(NOT_RUN)

    @property
    def untested(self) -> bool:
        """Whether it is to be typed, and the tests cannot."""
        return self.language == "sh" and self.heading.startswith(NOT_RUN)

    @property
    def shown(self) -> bool:
        """Whether it shows a command with what it prints."""
        return self.language == "text" and self.text.startswith("$ ")

    @property
    def is_file(self) -> bool:
        """Whether its heading names the file that it is to be."""
        return "." in self.heading and not self.heading.startswith(NOT_RUN)

    def save(self, folder: Path) -> None:
        """Write the file that it is."""
        path = folder / self.heading
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, encoding="utf-8")


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page, in order."""
    return [Block(*found) for found in _BLOCK.findall(_text(page))]


def links(page: str) -> list[str]:
    """Return where the links and pictures of a page lead that are no addresses."""
    found = (target for target in _LINK.findall(_BLOCK.sub("", _text(page))))
    return [target for target in found if "://" not in target and not target.startswith("mailto:")]


def commands(page: str) -> list[str]:
    """Return the commands that the prose of a page names."""
    return _COMMAND.findall(_BLOCK.sub("", _text(page)))


def anchors(page: str) -> set[str]:
    """Return the places of a page that a link can name: its headings as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", _BLOCK.sub("", _text(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")
