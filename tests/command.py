"""Runs the command line as its user would, inside this process: the same ``main``, its output and its exit code."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cli


@dataclass(frozen=True, slots=True)
class Run:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON object that was printed."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """The JSON lines that were printed."""
        return [json.loads(line) for line in self.out.removesuffix("\n").split("\n")] if self.out else []


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def claimdesk(folder: Path, *args: str | Path, stdin: str = "", width: int | None = None) -> Run:
    """Run ``claimdesk --archive FOLDER ARGS``; with ``width``, on a terminal that has so many columns."""
    out, err = Screen() if width else io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["claimdesk", "--archive", str(folder), *map(str, args)])
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        if width:
            patch.setenv("COLUMNS", str(width))
            patch.setenv("TERM", "xterm-256color")
        with pytest.raises(SystemExit) as stop:
            cli.main()
    code = stop.value.code
    return Run(code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue())


def assert_refused(run: Run, *words: str) -> None:
    """Assert that a command ended with one line on standard error, which has these words, and exit code 2."""
    assert run.code == 2, run
    assert "Traceback" not in run.err
    last = run.err.removesuffix("\n").split("\n")[-1]
    assert run.err.strip() == last, "more than one line on standard error"
    assert last.startswith("claimdesk: ")
    for word in words:
        assert word in last
