"""The suite *stance*: what articles make of headlines, and evidence of claims: for, against, or neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.cases import ROOT, Case, Skipped
from evals.label_scores import f1_by_class, macro_f1, roc_auc
from evals.stance_sets import Headline, Staked, altered, check_covid, contradicting, digest, even, fnc
from evals.support_sets import STANCES, read_rows, support_sets
from evals.values import Measure, Outcome, Result, Row
from rag.article_stance import LABELS, article_stance, likeliest
from rag.verify import Verification

SUITE = "stance"
BENCHMARKS = Path("benchmarks")
QUICK = {"fnc1": 20, "check_covid": 12, "rgb": 20}
Verify = Callable[[Sequence[tuple[str, str]]], Sequence[Verification]]
StanceOf = Callable[[Sequence[tuple[str, str]]], Sequence[str]]


def measure_stance(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure the stances on each benchmark that is here: as many cases of each label, or all of them."""
    from evals.remembering import packaged
    from rag.verify import verify

    verifier = packaged()
    shared = (data or ROOT.parent / "shared") / BENCHMARKS
    makers: dict[str, Callable[[], Result]] = {
        "fnc1": lambda: _fnc(shared, full, lambda pairs: [likeliest(article_stance(*pair)) for pair in pairs]),
        "check_covid": lambda: _check_covid(shared, full, lambda pairs: verify(verifier, pairs)),
        "groundedness": lambda: _healthver(data, full, lambda pairs: verify(verifier, pairs)),
        "rgb": lambda: _rgb(shared, full, lambda pairs: verify(verifier, pairs)),
    }
    here = [name for name in makers if (shared / name).is_dir()]
    missing = [Skipped(name, f"there is no folder {BENCHMARKS}/{name}") for name in makers if name not in here]
    return [makers[name]() for name in here], missing


def _rows(shared: Path, name: str) -> list[dict[str, Any]]:
    return read_rows(shared / f"{name}.jsonl.gz")


def _most(name: str, full: bool) -> int | None:
    return None if full else QUICK[name]


def _fnc(shared: Path, full: bool, tell: StanceOf) -> Result:
    """Return macro F1 over the four stances of FNC-1, on articles that nothing was trained on."""
    pairs = fnc(_rows(shared, "fnc1/articles"), _rows(shared, "fnc1/stances"), dev=True)
    return headlines(even(pairs, _most("fnc1", full), lambda h: h.stance), tell, full)


def headlines(cases: Sequence[Headline], tell: StanceOf, full: bool = False) -> Result:
    """Return how well ``tell`` finds the stance of articles to headlines."""
    told = tell([(c.headline, c.text) for c in cases])
    ids = [f"{c.body}-{n}" for n, c in enumerate(cases)]
    named = zip(ids, (c.headline for c in cases), (c.stance for c in cases), told, strict=True)
    rows = () if full else tuple(_row(*row) for row in named)
    measures = _f1(told, [c.stance for c in cases], LABELS)
    return Result(_name("fnc1", full), SUITE, digest(cases), measures, rows, {})


def _check_covid(shared: Path, full: bool, verify: Verify) -> Result:
    cases = check_covid(_rows(shared, "check_covid/corpus"), _rows(shared, "check_covid/dev"))
    return staked("check_covid", even(cases, _most("check_covid", full), lambda c: c.stance), verify, full)


def _healthver(data: Path | None, full: bool, verify: Verify) -> Result:
    from evals.support_run import QUICK as SUPPORT_QUICK

    name = "healthver_dev"
    sets, _ = support_sets(data, None if full else SUPPORT_QUICK[name], [name], held=True)
    cases = [Staked(u.id, u.claim, u.evidence[0], u.stance) for one in sets for u in one.units if u.stance]
    return staked(name, cases, verify, full)


def staked(name: str, cases: Sequence[Staked], verify: Verify, full: bool = False) -> Result:
    """Return macro F1 over three stances, by the label of a verification."""
    told = [v.label for v in verify([(c.statement, c.evidence) for c in cases])]
    rows = () if full else tuple(_row(c.id, c.statement, c.stance, t) for c, t in zip(cases, told, strict=True))
    measures = _f1(told, [c.stance for c in cases], STANCES)
    return Result(_name(name, full), SUITE, digest(cases), measures, rows, {})


def _rgb(shared: Path, full: bool, verify: Verify) -> Result:
    rows = _rows(shared, "rgb/counterfactual")
    answers = even(altered(rows), _most("rgb", full), lambda c: c.stance)
    return counterfactual(answers, even(contradicting(rows), _most("rgb", full), lambda c: c.stance), verify, full)


def counterfactual(answers: Sequence[Staked], versions: Sequence[Staked], verify: Verify, full: bool = False) -> Result:
    """Return whether altered passages are told from true ones, by an answer that is right and by the true passage.

    ``balanced_accuracy``: an answer is supported by true passages, not by altered ones. ``ROC_AUC`` is of support less
    refutation. ``contradictions_found``: the altered passage refutes the true one.
    """
    found = verify([(c.statement, c.evidence) for c in answers])
    true = np.array([c.stance == "supports" for c in answers])
    supported = np.array([v.label == "supports" for v in found])
    margins = np.array([v.support - v.refute for v in found])
    refuted = [v.label == "refutes" for v in verify([(c.statement, c.evidence) for c in versions])]
    sides = [float((supported[true]).mean()), float((~supported[~true]).mean())]
    measures = (
        Measure("balanced_accuracy", sum(sides) / 2, "higher", len(answers)),
        Measure("ROC_AUC", roc_auc(margins, true), "higher", len(answers)),
        Measure("contradictions_found", sum(refuted) / len(refuted), "higher", len(refuted)),
    )
    rows = (
        () if full else tuple(_row(c.id, c.statement, c.stance, v.label) for c, v in zip(answers, found, strict=True))
    )
    return Result(_name("rgb", full), SUITE, digest([*answers, *versions]), measures, rows, {})


def _f1(told: Sequence[str], gold: Sequence[str], classes: Sequence[str]) -> tuple[Measure, ...]:
    by_class = f1_by_class(told, gold, classes)
    each = [Measure(f"F1_{name}", value, "higher", sum(g == name for g in gold)) for name, value in by_class.items()]
    return (Measure("macro_F1", macro_f1(told, gold, classes), "higher", len(gold)), *each)


def _row(id_: str, statement: str, wanted: str, told: str) -> Row:
    case = Case(id=id_, kind="statement", question=statement.strip() or id_, answerable=True, gold=((wanted,),))
    return Row(Outcome(case, told=told), {"right": float(told == wanted)})


def _name(name: str, full: bool) -> str:
    return f"{name}_full" if full else name
