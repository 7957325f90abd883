"""The floors of every pinned run, oldest first: ``history.json`` beside the evals, one run a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.floors import Floor
from index.errors import InputError

_FILE = "history.json"


class Pin(BaseModel):
    """One pinned run: when (UTC), and what each suite reached, as floors by ``corpus/suite`` and measure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: datetime
    floors: dict[str, dict[str, float]]


_READER = TypeAdapter(list[Pin])


def read(home: Path) -> list[Pin]:
    """Return the pinned runs, oldest first; a file that is not there is empty. Raises InputError for a damaged one."""
    path = home / _FILE
    try:
        return _READER.validate_json(path.read_bytes()) if path.is_file() else []
    except ValidationError:
        raise InputError(f"{_FILE} is damaged; restore it from git") from None


def add(home: Path, floors: Mapping[str, Floor]) -> None:
    """Add the floors that were just pinned."""
    now = Pin(on=datetime.now(UTC).replace(microsecond=0), floors={key: dict(f.floors) for key, f in floors.items()})
    write(home, [*read(home), now])


def write(home: Path, pins: Sequence[Pin]) -> None:
    """Write the runs, one a line."""
    rows = [json.dumps(pin.model_dump(mode="json"), sort_keys=True) for pin in pins]
    (home / _FILE).write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def of_suite(pins: Sequence[Pin], key: str) -> dict[str, list[float | None]]:
    """Return for each measure of a suite its floor in every run that pinned the suite, None where it had none.

    Runs that left the suite as it was are left out, so that a column is a change; ``runs_of`` names the columns.
    """
    runs = runs_of(pins, key)
    names = list(dict.fromkeys(name for pin in runs for name in pin.floors[key]))
    return {name: [pin.floors[key].get(name) for pin in runs] for name in names}


def runs_of(pins: Sequence[Pin], key: str) -> list[Pin]:
    """Return the runs in which the floors of a suite were not those of the run before."""
    having = [pin for pin in pins if key in pin.floors]
    return [pin for n, pin in enumerate(having) if n == 0 or pin.floors[key] != having[n - 1].floors[key]]
