from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from evals import bench


def test_recombined_texts_are_the_same_each_time_and_differ_from_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_BENCHMARKS", Path("nowhere"))
    first, again = list(islice(bench.texts(), 20)), list(islice(bench.texts(), 20))
    assert first == again
    assert len(set(first)) == 20
    assert bench.text_name() == "examples recombined"


def test_texts_become_numbered_files(tmp_path: Path) -> None:
    paths = bench.write_texts(tmp_path / "text", ["one", "two"], start=5)
    assert [path.name for path in paths] == ["000005.txt", "000006.txt"]
    assert paths[1].read_text() == "two"


def test_questions_stand_alone() -> None:
    asked = bench.questions()
    assert len(asked) == 40
    assert len(set(asked)) == 40
