"""The arrow of imports, the homes of heavy packages, and the house rules of files."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = {
    "index": 0,
    "rag": 1,
    "evals": 2,
    "service_types": 2,
    "service": 3,
    "serving": 3,
    "api": 4,
    "mcp_server": 4,
    "cli_base": 3,
    "cli_ask": 4,
    "cli_check": 4,
    "cli_claims": 4,
    "cli_home": 4,
    "cli_rich": 4,
    "cli_rich_reply": 4,
    "cli_serve": 5,
    "cli_text": 4,
    "cli": 5,
    "access": 3,
    "app_base": 3,
    "app_user": 3,
    "app_login": 4,
    "app_upload": 4,
    "app_reply": 5,
    "app_ask": 6,
    "app_model": 4,
    "app_claim": 4,
    "app_timeline": 5,
    "app_export": 4,
    "app_verdict": 4,
    "app_quote": 5,
    "app_check": 6,
    "app_claims": 6,
    "app_article": 5,
    "app_archive": 6,
    "app_suite": 4,
    "app_evals": 6,
    "app": 7,
}
HEAVY = frozenset(
    "altair chromadb dateparser docx fastapi htmldate langchain langchain_chroma langchain_core mcp onnx onnxruntime"
    " pypdf sentence_transformers sklearn spacy starlette streamlit torch trafilatura transformers uvicorn".split()
)
PAGES = tuple(
    "app app_archive app_article app_ask app_base app_check app_claim app_claims app_evals app_export app_login"
    " app_model app_quote app_reply app_suite app_timeline app_upload app_user app_verdict".split()
)
HOMES = {
    "rag/retriever.py": {"langchain_core"},
    "rag/llm.py": {"langchain", "langchain_core"},
    "evals/bench_check.py": {"langchain_core"},
    "evals/obedient.py": {"langchain_core"},
    "evals/tutorial.py": {"langchain_chroma", "langchain_core", "sentence_transformers"},
    "api.py": {"fastapi", "starlette"},
    "mcp_server.py": {"mcp"},
} | {f"{page}.py": {"streamlit"} for page in PAGES}
SLOW_TO_IMPORT = HEAVY - {"chromadb", "onnxruntime"}
LONGEST_FILE = 320
ABSOLUTE = re.compile(r"(?<![\w.~}])/(?:work|home|root|Users|workspace|mnt|srv)/\w|\b[A-Z]:\\\\?Users")
TEXT = {".py", ".md", ".toml", ".json", ".jsonl", ".csv", ".html", ".css", ".yml", ".yaml", ".lock", ".txt", ""}


def modules() -> list[str]:
    """Return the paths of the modules that ship, relative to the repository."""
    inside = [p for package in ("index", "rag", "evals", "training") for p in (ROOT / package).rglob("*.py")]
    return sorted(p.relative_to(ROOT).as_posix() for p in (*inside, *ROOT.glob("*.py")))


def sources() -> list[Path]:
    """Return the text files of the repository: those that git tracks or would track, all when there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        found = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        found = [ROOT / name for name in modules()]
    return [p for p in found if p.is_file() and p.suffix in TEXT and "models" not in p.parts]


def imports(path: str) -> Iterator[str]:
    """Yield every module that a file imports, inside functions and for type checking too."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        yield from _imported(node)


def imports_when_loaded(path: str) -> Iterator[str]:
    """Yield the modules that loading a file imports."""
    waiting: list[ast.AST] = [ast.parse((ROOT / path).read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
            continue
        yield from _imported(node)
        waiting += ast.iter_child_nodes(node)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here"
        yield node.module or ""


def _package(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("path", modules())
def test_imports_point_one_way(path: str) -> None:
    own = _package(path.removesuffix(".py").replace("/", "."))
    used = {_package(m) for m in imports(path)}
    assert "tests" not in used
    if own != "training":
        assert "training" not in used
        assert {p for p in used if LAYERS.get(p, -1) > LAYERS[own]} == set()
        assert "app" not in used - {own}


@pytest.mark.parametrize("path", [p for p in modules() if not p.startswith("training/")])
def test_heavy_packages_load_at_first_use_only(path: str) -> None:
    used = {_package(m) for m in imports_when_loaded(path)}
    assert {p for p in used if p in HEAVY} <= HOMES.get(path, set())


@pytest.mark.parametrize("package", ["fastapi", "langchain", "langchain_core", "mcp", "streamlit"])
def test_the_front_doors_and_the_retriever_keep_their_packages_to_themselves(package: str) -> None:
    homes = {path for path in modules() if package in {_package(m) for m in imports(path)}}
    assert homes <= {path for path, allowed in HOMES.items() if package in allowed}


def _loaded_by(code: str, *args: str) -> set[str]:
    """Run code in a Python of its own; return the heavy packages that it loaded."""
    watched = f"import sys\n{code}\nprint('loaded:', *sorted({set(HEAVY)!r} & set(sys.modules)), file=sys.stderr)"
    told = subprocess.run(
        [sys.executable, "-c", watched, *args], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert told.returncode == 0, told.stderr
    return set(told.stderr.rsplit("loaded:", 1)[1].split())


@pytest.mark.parametrize("module", ["index", "rag", "evals", "cli", "rag.values", "rag.desk"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert _loaded_by(f"import {module}") == set()


def test_a_question_from_the_command_line_loads_no_training_framework(samples_folder: Path) -> None:
    run = "import cli\ntry:\n    cli.main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code"
    loaded = _loaded_by(run, "--archive", str(samples_folder), "ask", "What did Russia claim about Douma?")
    assert loaded & SLOW_TO_IMPORT == set()


@pytest.mark.parametrize("path", [p for p in sources() if p.suffix == ".py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ABSOLUTE.search(line)
    ]
    assert found == []


def test_no_package_is_called_utils() -> None:
    assert [p for p in modules() if os.path.basename(p).startswith("util")] == []
