"""The suite *verdicts*: statements checked against sample, real and other articles, and AVeriTeC with gold evidence."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from pydantic import BaseModel, ConfigDict

from evals.archives import folders, news
from evals.cases import HERE, ROOT, Case, Skipped, Words
from evals.claim_cases import load_rows
from evals.label_scores import f1_by_class, macro_f1
from evals.run import open_archive
from evals.stance_sets import digest, even
from evals.support_sets import FOLDER, read_rows
from evals.values import Measure, Outcome, Result, Row
from rag.desk import Desk
from rag.verdict import Label
from rag.verify import Verification

SUITE = "verdicts"
FILES = ("verdicts.jsonl", "verdicts_held.jsonl", "verdicts_news.jsonl")
QUICK = 6
LABELS: tuple[Label, ...] = get_args(Label)
AVERITEC = "averitec_dev_goldqa"
_LABEL_OF: dict[str, Label] = {
    "Supported": "supported",
    "Refuted": "refuted",
    "Conflicting Evidence/Cherrypicking": "disputed",
    "Not Enough Evidence": "not_enough_evidence",
}
_BOTH = 0.35
Check = Callable[[str], str]


class VerdictCase(BaseModel):
    """A statement and the verdict that a careful reader of the corpus gives it; ``file`` and ``quote`` say by what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Words
    corpus: Words
    statement: Words
    verdict: Label
    why: str = ""
    file: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with the verdict that it should have and the one that it got, or the error instead."""

    id: str
    statement: str
    wanted: Label
    told: str
    ms: float = 0.0
    error: str | None = None


def measure_verdicts(data: Path | None, home: Path = HERE, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Check the statements over each corpus that is here, as many of each verdict, or all and other news as well."""
    cases = [c for name in FILES for c in load_rows(home / "cases" / name, VerdictCase)]
    here, skipped = folders(data)
    results = []
    with TemporaryDirectory(prefix="claimdesk-eval-") as scratch:
        further, lacking = news(data, Path(scratch)) if full else ({}, [])
        for name, files in (here | further).items():
            with open_archive(name, files) as archive:
                for corpus in (name, f"{name}_held"):
                    own = [c for c in cases if c.corpus == corpus]
                    chosen = even(own, None if full else QUICK, lambda c: c.verdict)
                    results += [measure(corpus, chosen, _check_of(Desk(archive)), full)] if chosen else []
    skipped = [*skipped, *lacking]
    file = (data or ROOT.parent / "shared") / FOLDER / f"{AVERITEC}.jsonl.gz"
    if file.is_file():
        return [*results, _averitec(file, full)], skipped
    return results, [*skipped, Skipped(AVERITEC, f"there is no file {FOLDER.as_posix()}/{file.name}")]


def _check_of(desk: Desk) -> Check:
    return lambda statement: desk.check(statement).label


def measure(name: str, cases: Sequence[VerdictCase], check: Check, full: bool = False) -> Result:
    """Return how often ``check`` gives the right verdict; a crash is wrong, and a row that says so."""
    found = [_checked(case, check) for case in cases]
    return result(f"{name}_full" if full else name, digest(cases), found)


def _checked(case: VerdictCase, check: Check) -> Checked:
    began, told, error = time.perf_counter(), "", None
    try:
        told = check(case.statement)
    except Exception as reason:
        error = f"{type(reason).__name__}: {reason}"
    return Checked(case.id, case.statement, case.verdict, told, (time.perf_counter() - began) * 1000, error)


def result(name: str, sha: str, found: Sequence[Checked], rows: bool = True) -> Result:
    """Return accuracy, macro F1, what an allegation must never become, and which verdict became which."""
    told, gold, n = [c.told for c in found], [c.wanted for c in found], len(found)
    disputed = [c for c in found if c.wanted == "disputed"]
    crashed = sum(c.error is not None for c in found)
    slipped = sum(c.told == "supported" for c in disputed)
    by_class = f1_by_class(told, gold, LABELS)
    measures = [
        Measure(
            "accuracy", sum(t == g for t, g in zip(told, gold, strict=True)) / n if n else None, "higher", n, 0, crashed
        ),
        Measure("macro_F1", macro_f1(told, gold, LABELS), "higher", n, 0, crashed),
        Measure(
            "disputed_as_supported", slipped / len(disputed) if disputed else None, "lower", len(disputed), strict=rows
        ),
        *(Measure(f"F1_{label}", by_class[label], "higher", gold.count(label)) for label in LABELS if label in gold),
        Measure("ms_a_statement", sum(c.ms for c in found) / n if n else None, "reported", n),
    ]
    listed = tuple(_row(c) for c in found) if rows else ()
    return Result(name, SUITE, sha, tuple(measures), listed, {"became": confusion(found)})


def confusion(found: Sequence[Checked]) -> dict[str, tuple[float, int]]:
    """Return for each "wanted as told" its share of what was wanted, and their number."""
    counts = Counter((c.wanted, c.told or "error") for c in found)
    wanted = Counter(c.wanted for c in found)
    return {f"{w} as {t}": (count / wanted[w], count) for (w, t), count in sorted(counts.items())}


def _row(c: Checked) -> Row:
    case = Case(id=c.id, kind="statement", question=c.statement, answerable=True, gold=((c.wanted,),))
    return Row(Outcome(case, error=c.error, ms=c.ms, told=c.told), {"right": float(c.told == c.wanted)}, c.error)


# --------------------------------------------------------------------------------------------------------- AVeriTeC


def _averitec(file: Path, full: bool) -> Result:
    from evals.remembering import packaged
    from rag.verify import verify

    cases = [
        VerdictCase(
            id=r["id"], corpus=AVERITEC, statement=r["claim"], verdict=_LABEL_OF[r["label4"]], quote=r["evidence"]
        )
        for r in read_rows(file)
    ]
    chosen = even(cases, None if full else QUICK, lambda c: c.verdict)
    found = verify(packaged(), [(c.statement, c.quote or "") for c in chosen])
    pairs = zip(chosen, found, strict=True)
    told = [Checked(c.id, c.statement, c.verdict, verdict_of(v)) for c, v in pairs]
    return result(f"averitec{'_full' if full else ''}", digest(chosen), told, rows=False)


def verdict_of(found: Verification) -> Label:
    """Return the verdict on a statement whose whole evidence is one text: disputed where it speaks for both sides."""
    if min(found.support, found.refute) >= _BOTH:
        return "disputed"
    by_label: dict[str, Label] = {"supports": "supported", "refutes": "refuted", "neutral": "not_enough_evidence"}
    return by_label[found.label]
