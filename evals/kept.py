"""The last report of each suite, kept in a folder so that a page can show it: measures, floors, cases worst first.

``claimdesk eval`` writes ``last.json`` there after every run; a suite that was not run keeps the report that it had.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.metrics import wilson
from evals.report import came, comparison_text, wanted
from evals.report_html import worst_first
from evals.values import Better, Measure, Problem, Report, Result, Row
from index.errors import ArchiveError, InputError

SETTING = "CLAIMDESK_REPORTS"
_FILE = "last.json"
_ENDS = ("_low", "_high")
_SAME = 1e-9


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeptMeasure(_Kept):
    """One number of a suite: its floor (a ceiling where lower is better), 95 % interval, and why it fails if it does.

    ``low`` and ``high`` are the suite's own bootstrap where it has one, else Wilson's interval of the mean over cases;
    None for what is no mean over cases.
    """

    name: str
    value: float | None
    better: Better
    floor: float | None
    low: float | None
    high: float | None
    n: int
    excluded: int
    crashed: int
    fails: str = ""


class KeptCase(_Kept):
    """A case: what was asked, what was expected, what came, and its scores."""

    id: str
    kind: str
    turns: tuple[str, ...]
    wanted: str
    came: tuple[str, ...]
    scores: dict[str, float]
    error: str | None = None

    @property
    def mean(self) -> float | None:
        """The plain mean of the scores; None where nothing applied."""
        return sum(self.scores.values()) / len(self.scores) if self.scores else None


class KeptResult(_Kept):
    """The last report of a suite over a corpus: when it was made (UTC), its cases the worst first.

    ``fails`` says why the suite as a whole cannot be judged ("" if it can), ``since`` what changed since the last pin.
    """

    corpus: str
    suite: str
    on: datetime
    measures: tuple[KeptMeasure, ...]
    cases: tuple[KeptCase, ...]
    fails: str = ""
    since: tuple[str, ...] = ()

    @property
    def failing(self) -> int:
        """How many measures miss their floors; 1 where the suite as a whole cannot be judged."""
        return sum(bool(m.fails) for m in self.measures) or int(bool(self.fails))


Kept = dict[str, KeptResult]
_READER = TypeAdapter(Kept)


def folder() -> Path:
    """Return the folder of the last reports: that of ``CLAIMDESK_REPORTS``, else ``reports`` where the desk runs."""
    return Path(os.environ.get(SETTING) or "reports")


def read(where: Path) -> Kept:
    """Return the last reports by ``corpus/suite``; none where none was made. Raises InputError for a damaged file."""
    path = where / _FILE
    try:
        return _READER.validate_json(path.read_bytes()) if path.is_file() else {}
    except (ValidationError, OSError):
        raise InputError(f"{where.name}/{_FILE} is damaged; remove it and run: claimdesk eval") from None


def keep(report: Report, problems: Sequence[Problem], where: Path) -> None:
    """Keep the results of a run as the last ones of their suites; ``problems`` are those of the gate."""
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        before = read(where)
    except InputError:
        before = {}
    made = before | {result.key: _kept(result, report, problems, now) for result in report.results}
    try:
        _write(where / _FILE, _READER.dump_json(made, indent=1))
    except OSError as error:
        raise ArchiveError(f"{where} cannot keep the report ({error.strerror}); set {SETTING} to a folder") from None


def _write(path: Path, body: bytes) -> None:
    """Write whole or not at all: a page may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(body)
    os.replace(file.name, path)


def _kept(result: Result, report: Report, problems: Sequence[Problem], now: datetime) -> KeptResult:
    own = [p for p in problems if p.key == result.key]
    fails = {p.measure: p.reason for p in own}
    floors = report.floors.get(result.key, {})
    inside = {m.name: m.value for m in result.measures}
    ends = [name for name in inside if name.endswith(_ENDS) and name.rsplit("_", 1)[0] in inside]
    return KeptResult(
        corpus=result.corpus,
        suite=result.suite,
        on=now,
        measures=tuple(
            _measure(m, result.rows, inside, floors.get(m.name), fails.get(m.name, ""))
            for m in result.measures
            if m.name not in ends
        ),
        cases=tuple(_case(row) for row in worst_first(result.rows)),
        fails=fails.get(None, ""),
        since=tuple(comparison_text(c) for c in report.comparisons if c.key == result.key and (c.wins or c.losses)),
    )


def _measure(
    m: Measure, rows: Sequence[Row], inside: Mapping[str, float | None], floor: float | None, fails: str
) -> KeptMeasure:
    low, high = _interval(m, rows, inside)
    return KeptMeasure(
        name=m.name,
        value=m.value,
        better=m.better,
        floor=floor,
        low=low,
        high=high,
        n=m.n,
        excluded=m.excluded,
        crashed=m.crashed,
        fails=fails,
    )


def _interval(m: Measure, rows: Sequence[Row], inside: Mapping[str, float | None]) -> tuple[float | None, float | None]:
    low, high = (inside.get(f"{m.name}{end}") for end in _ENDS)
    scores = [row.scores[m.name] for row in rows if m.name in row.scores]
    mean = sum(scores) / len(scores) if scores else None
    is_mean = mean is not None and m.value is not None and abs(mean - m.value) < _SAME
    return wilson(mean, len(scores)) if low is None and high is None and mean is not None and is_mean else (low, high)


def _case(row: Row) -> KeptCase:
    case = row.outcome.case
    return KeptCase(
        id=case.id,
        kind=case.kind,
        turns=case.turns,
        wanted=_sound(wanted(case)),
        came=tuple(_sound(line) for line in came(row)),
        scores=row.scores,
        error=row.error and _sound(row.error),
    )


def _sound(text: str) -> str:
    """Return text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()
