"""A terminal in which the tests type what the documentation says: real commands, real servers, free ports.

A line is run as it stands but for its ports and the stand-ins: names of models that would be downloaded, an address
that is not ours, a folder that the reader chooses.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from tests.command import claimdesk
from tests.conftest import ROOT

QUESTION = "What did Russia claim about Douma?"
_PAGE = "8501"
_SETTING = re.compile(r"[A-Z_]+=\S*")
_ASSIGNED = re.compile(r"([A-Z_]+)=(\$\(.+\))\s*(?:#.*)?")
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+|(?<=--port )\d+")
_FOR_A_SHELL = re.compile(r"[$|>]|^[A-Z_]+=")
_WRITTEN = ("--export", "--html", "--junit", "--json")
_PATIENCE_S = 240.0
_HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "reader", "version": "1"}},
}


def words_of(line: str) -> list[str]:
    """Return the words of a line without its comment and the settings before its command."""
    words = shlex.split(line, comments=True)
    return words[next((n for n, w in enumerate(words) if not _SETTING.fullmatch(w)), len(words)) :]


class Terminal:
    """Types lines in a folder whose archive is ``archive``; fails where one does not do what it says."""

    def __init__(self, folder: Path, stand_ins: Mapping[str, str], ports: Mapping[str, int]) -> None:
        """Stand in for parts of lines; ``ports`` are served already, others become free ones."""
        self._folder, self._stand_ins, self._known = folder, stand_ins, ports
        self._ports = {name: str(port) for name, port in ports.items()}
        self._servers: list[subprocess.Popen[bytes]] = []
        self._settings: dict[str, str] = {}
        (folder / ".curlrc").write_text("silent\nshow-error\nfail\n")

    def type(self, line: str) -> None:
        """Type a line; ``&&`` joins two."""
        for part in line.split(" && "):
            self._type(self._meant(part))

    def stop(self) -> None:
        """Stop what is still serving, as a reader does before the next example."""
        while self._servers:
            server = self._servers.pop()
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
        self._ports = {name: str(port) for name, port in self._known.items()}

    def _meant(self, line: str) -> str:
        for name, other in self._stand_ins.items():
            line = line.replace(name, other)
        return _PORT.sub(lambda found: self._port(found[0]), line)

    def _port(self, named: str) -> str:
        if named not in self._ports:
            with socket.create_server(("127.0.0.1", 0)) as free:
                self._ports[named] = str(free.getsockname()[1])
        return self._ports[named]

    def _type(self, line: str) -> None:
        if assigned := _ASSIGNED.fullmatch(line):
            self._settings[assigned[1]] = self._shell(f"printf %s {assigned[2]}")
            assert self._settings[assigned[1]], line
            return
        match words_of(line):
            case ["source", ".venv/bin/activate"]:
                return  # the tests run in it
            case ["make", target]:
                self._make(line, target)
            case ["claimdesk", "serve", *_] | ["claimdesk", "mcp", "--http", *_] | ["chroma", "run", *_]:
                self._serve(line, _PORT.findall(line)[-1])
            case ["claimdesk", "mcp"] | ["claimdesk", "--archive", _, "mcp"]:
                told = self._shell(line, json.dumps(_HELLO) + "\n")
                assert json.loads(told)["result"]["serverInfo"], line
            case ["claimdesk", *args] if not _FOR_A_SHELL.search(line):
                self._claimdesk(args)
            case ["curl", *_]:
                assert self._curl(line).startswith(("{", "[{", "event: ")), line
            case [".venv/bin/python", *args]:
                assert all((ROOT / w).exists() for w in args if w.startswith("tests/")), line
            case _:
                assert self._shell(line), line

    def _claimdesk(self, args: list[str]) -> None:
        """Run our own command inside this process, where the models are open already."""
        run = claimdesk(self._folder / "archive", *args, stdin=f"{QUESTION}\n\n")
        assert run.code == 0, (args, run.err)
        assert run.out, args
        assert "gave no answer" not in run.out, f"no model answered {args}"
        named = (name for option, name in pairwise(args) if option in _WRITTEN and "." in name)
        assert all((self._folder / name).stat().st_size for name in named), args

    def _make(self, line: str, target: str) -> None:
        """Run the page for real; of what installs or takes long, only see what make would do."""
        make = f"make -C {shlex.quote(str(ROOT))}"
        if target == "run":
            port = self._port(_PAGE)
            own = {"VENV": sys.prefix, "ARCHIVE": str(self._folder / "archive"), "PORT": port}
            here = shlex.join([*shlex.split(make), "-o", f"{sys.prefix}/.ready", *map("=".join, own.items()), "run"])
            self._serve(line.replace("make run", here), port)
        else:
            assert self._shell(f"{make} --dry-run --always-make {target}"), line

    def _curl(self, line: str) -> str:
        if not shutil.which("curl"):
            pytest.skip("curl is not installed")
        return self._shell(line)

    def _serve(self, line: str, port: str) -> None:
        """Start a server and wait until it listens."""
        log = self._folder / "server.log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                ["bash", "-c", f"exec env {line}"],
                cwd=self._folder,
                env=self._environment(),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._servers.append(server)
        until = time.monotonic() + _PATIENCE_S
        while not _listens(port):
            assert server.poll() is None, (line, log.read_text())
            assert time.monotonic() < until, (line, log.read_text())
            time.sleep(0.1)

    def _shell(self, line: str, told: str = "") -> str:
        """Return what a line prints; a shell of its own runs it, which must not become the command."""
        run = subprocess.run(
            ["bash", "-c", f"set -e -o pipefail\n{line}\nexit 0"],
            cwd=self._folder,
            env=self._environment(),
            input=told,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        assert run.returncode == 0, (line, run.stdout, run.stderr)
        return run.stdout

    def _environment(self) -> dict[str, str]:
        """Return the settings of a reader whose home is the folder; exported models are kept where they are."""
        from index.export import cache_folder

        own = {"HOME": str(self._folder), "CLAIMDESK_CACHE": str(cache_folder()), "SHELL": "/bin/bash"}
        page = {"STREAMLIT_SERVER_HEADLESS": "true"}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return {**os.environ, **own, **page, **self._settings, "PATH": path}


def _listens(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0
