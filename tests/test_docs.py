"""The documentation holds: its commands run, its snippets run, its links and pictures exist.

A block ``sh`` is run line by line against an archive of the sample articles; of ``sh no-test`` (what needs a network, a
server, a model or minutes) the commands and options are looked up. A block whose heading names a file, as
``jsonl rows.jsonl``, is written to that file first.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
import yaml

import cli
from index import Archive
from tests.command import claimdesk
from tests.conftest import ROOT
from tests.rag.scripted import writes
from tests.test_layers import sources

PAGES = sorted(p.relative_to(ROOT).as_posix() for p in sources() if p.suffix == ".md" and "examples" not in p.parts)
DOCS = [p for p in PAGES if "/models/" not in p]
MOST_UNTESTED = 12
_BLOCK = re.compile(r"^```(\w+)[ \t]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
_SETTING = re.compile(r"[A-Z_]+=\S*")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what else its heading says, and its text."""

    language: str
    heading: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The commands as words, comments and settings taken off; ``&&`` joins two."""
        lines = " && ".join(" ".join(map(shlex.quote, shlex.split(line, comments=True))) for line in self._lines())
        split = [shlex.split(part) for part in lines.replace("'&&'", "&&").split(" && ") if part]
        return [[w for n, w in enumerate(words) if n or not _SETTING.fullmatch(w)] for words in split]

    def _lines(self) -> list[str]:
        return [line for line in self.text.split("\n") if line.split("#")[0].strip()]


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))]


def untested(page: str) -> Iterator[list[str]]:
    for block in blocks(page):
        if (block.language, block.heading) == ("sh", "no-test"):
            yield from (_bare(words) for words in block.commands)


def _bare(words: list[str]) -> list[str]:
    return words[next(n for n, w in enumerate(words) if not _SETTING.fullmatch(w)) :]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like the repository to who follows the documentation, with an archive to copy."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "examples").symlink_to(ROOT / "examples")
    with pytest.MonkeyPatch.context() as patch, Archive(folder / "kept") as archive:
        patch.chdir(folder)
        assert not archive.add(["examples/articles"]).failed
    return folder


@pytest.fixture
def home(clone: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return that folder, made the current one, with an archive of its own."""
    shutil.copytree(clone / "kept", clone / "archive")
    monkeypatch.chdir(clone)
    yield clone
    shutil.rmtree(clone / "archive")


@pytest.mark.parametrize("page", [p for p in DOCS if any(b.language in ("sh", "python") for b in blocks(p))])
def test_what_a_page_says_to_type_works(page: str, home: Path) -> None:
    names: dict[str, Any] = {"your_chat_model": writes("According to passage 1, it was denied.")}
    for block in blocks(page):
        if block.language == "python":
            exec(compile(block.text, page, "exec"), names)  # the snippet of a page is run as it stands
        elif block.language == "sh" and block.heading == "":
            for words in block.commands:
                _run(words, home)
        elif "." in block.heading:
            (home / block.heading).write_text(block.text, encoding="utf-8")


def _run(words: list[str], home: Path) -> None:
    if words[0] == "claimdesk":
        run = claimdesk(home / "archive", *words[1:])
        assert run.code == 0, (words, run.err)
        assert run.out, words
    elif words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), words
    elif words[0] == ".venv/bin/python":
        assert all((ROOT / w).exists() for w in words if w.startswith("tests/")), words
    else:
        assert words == ["source", ".venv/bin/activate"], f"nothing here can try {words}; mark the block no-test"


@pytest.mark.parametrize("page", [p for p in DOCS if list(untested(p))])
def test_what_is_not_run_exists_at_least(page: str) -> None:
    for words in untested(page):
        if words[0] == "claimdesk":
            _known(words[1:])
        elif words[:2] == ["python", "-m"]:
            assert (ROOT / f"{words[2].replace('.', '/')}.py").is_file(), words
        else:
            assert words[0] in ("make", "chroma", "pip", "curl"), words


def _known(words: list[str]) -> None:
    group: Any = typer.main.get_command(cli.app)
    name = next((w for w in words if w in group.commands), None)
    command = group.commands[name] if name else group
    options = {o for p in (*command.params, *group.params) for o in (*p.opts, *p.secondary_opts)}
    assert {w for w in words if w.startswith("-")} <= options, words


def test_few_blocks_are_not_run() -> None:
    listed = [b for p in DOCS for b in blocks(p) if b.heading == "no-test"]
    assert len(listed) <= MOST_UNTESTED


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(_LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    figures = set(_LINK.findall((ROOT / "docs/figures.md").read_text(encoding="utf-8")))
    assert {p for p in DOCS if p != "README.md"} <= linked | {f"docs/{target}" for target in figures}


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_exist(page: str) -> None:
    text = _BLOCK.sub("", (ROOT / page).read_text(encoding="utf-8"))
    for target in _LINK.findall(text):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            assert ((ROOT / page).parent / unquote(target.split("#")[0])).exists(), target


def test_the_action_is_sound_and_its_commands_exist() -> None:
    (block,) = [b for b in blocks("docs/evals.md") if b.language == "yaml"]
    action = yaml.safe_load(block.text)
    steps = action["jobs"]["evals"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    for words in (shlex.split(step["run"]) for step in steps if "run" in step):
        if words[0] == "make":
            _run(words, ROOT)
        else:
            assert words[0] == ".venv/bin/claimdesk"
            _known(words[1:])
