"""Fits how the verifier's judgement and the exact checks are weighed into support and refutation.

Rows come from half of each groundedness set (whole documents or claims at a time; the suite *support* measures on the
other half), from the NLI dev set and from statements written by hand over articles kept for measuring
(``training/written.py``); those of refutation also from changed sentences of news that the verifier never saw
(``training/contrast.py``, which needs spaCy). Every set and, within it, both outcomes weigh the same. The model's
judgements are kept in ``--cache``, by the digest of its weights, for a quick second run. Writes ``rag/verify.json``.
Usage: ``python -m training.verify [--rows 400] [--cache DIR] [--without-model] [--dry]``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from evals.support_sets import is_held, read_rows, support_set
from index.verifier import FOLDER, REFUTES, SUPPORTS, Judgement, load_verifier
from rag.exact import exact
from rag.verify import WEIGHTS, is_vetoed, judged_features, observed
from training import written
from training.contrast import held_texts, news
from training.reader_data import SHARED, rows
from training.verifier_data import NOT_SUPPORTED, Pair

SEED, NEWS, WRITTEN = 5, "news", "written"
SETS = (
    "qags_cnndm_sent",
    "wice_oracle_claim_dev",
    "healthver_dev",
    "factcheckbench_stance",
    "averitec_dev_goldqa",
    "summedits_other7",
)
UNTOLD = {"qags_cnndm_sent", "wice_oracle_claim_dev", "summedits_other7"}
BATCH = 200
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled pair; ``refuted`` is None where the set does not tell."""

    of: str
    group: str
    pair: tuple[str, str]
    supported: bool
    refuted: bool | None
    held: bool = False


def groundedness(name: str, most: int) -> list[Row]:
    """Return up to ``most`` rows of a set; those of the half that the suite *support* measures on are held out."""
    found = support_set(name, read_rows(SHARED / f"benchmarks/groundedness/{name}.jsonl.gz"), most)
    return [
        Row(
            name,
            unit.group,
            (unit.claim, piece),
            unit.supported,
            None if name in UNTOLD else unit.stance == "refutes",
            is_held(unit),
        )
        for unit in found.units
        for piece in unit.evidence[:1]
    ]


def inference(most: int) -> list[Row]:
    """Return rows of the NLI dev set, tiers 1 and 2."""
    found = [r for r in rows(SHARED / "training/nli/dev.jsonl.gz") if r["tier"] < 3]
    chosen = random.Random(SEED).sample(found, min(most, len(found)))
    return [
        Row(
            "nli",
            str(n),
            (r["hypothesis"], r["premise"]),
            r["label"] == "entailment",
            None if r["label"] == "not_entailment" else r["label"] == "contradiction",
            n % 2 == 1,
        )
        for n, r in enumerate(chosen)
    ]


def changed(most: int) -> list[Row]:
    """Return pairs made of held-out news for refutation: another name in the place of one refutes as well."""
    made = list(news(random.Random(SEED), held_texts()))
    found = random.Random(SEED).sample(made, min(most, len(made)))
    return [
        Row(NEWS, str(n // 2), (p.statement, p.evidence), p.label == SUPPORTS, _is_refuted(p), n % 2 == 1)
        for n, p in enumerate(found)
    ]


def handwritten() -> list[Row]:
    """Return the statements written by hand over articles kept for measuring, every second article held out."""
    rng = random.Random(SEED)
    found = [(article, p) for article, some in written.by_article(rng, held_out=True) for p in some]
    known = {article: n for n, article in enumerate(dict.fromkeys(a for a, _ in found))}
    return [
        Row(
            WRITTEN,
            article,
            (p.statement, p.evidence),
            p.label == SUPPORTS,
            p.label == REFUTES,
            known[article] % 2 == 1,
        )
        for article, p in found
    ]


def _is_refuted(pair: Pair) -> bool | None:
    if pair.label != NOT_SUPPORTED:
        return pair.label == REFUTES
    replaced = any(r.kind == "name" and r.against for r in exact(pair.statement, pair.evidence))
    return True if pair.origin == "news_name" and replaced else None


def judgements(pairs: Sequence[tuple[str, str]], cache: Path) -> list[Judgement]:
    """Return what the packaged verifier says of the pairs, as far as possible from the cache."""
    model = FOLDER / "model.safetensors"
    digest = hashlib.sha256(model.read_bytes() + (FOLDER / "calibration.json").read_bytes()).hexdigest()[:12]
    kept = cache / f"judgements-{digest}.json"
    known: dict[str, list[float]] = json.loads(kept.read_text()) if kept.exists() else {}
    keys = [hashlib.sha256("\0".join(pair).encode()).hexdigest()[:16] for pair in pairs]
    missing = [n for n, key in enumerate(keys) if key not in known]
    for start in range(0, len(missing), BATCH):
        some = missing[start : start + BATCH]
        judged = load_verifier().judge([pairs[n] for n in some])
        known |= {keys[n]: [j.support, j.refute] for n, j in zip(some, judged, strict=True)}
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(known))
        print(f"judged {start + len(some)} of {len(missing)}", flush=True)
    return [Judgement(*known[key]) for key in keys]


def balance(of: Sequence[str], y: NDArray[np.bool_]) -> Array:
    """Return weights by which every set counts the same, and in it both outcomes."""
    weight = np.zeros(len(y))
    for name in dict.fromkeys(of):
        for outcome in (True, False):
            here = (np.array(of) == name) & (y == outcome)
            weight[here] = 1 / max(1, int(here.sum()))
    return weight * len(y) / weight.sum()


def balanced_accuracy(p: Array, y: NDArray[np.bool_], floor: float) -> float:
    """Return the mean of the shares of both outcomes that a floor gets right."""
    return float(((p >= floor)[y].mean() + (p < floor)[~y].mean()) / 2)


def fitted(
    x: Array, y: NDArray[np.bool_], weight: Array, names: Sequence[str], signs: Mapping[str, int]
) -> dict[str, float]:
    """Return the weights of a logistic regression, the bias among them.

    A feature without a sign, or whose weight would have the wrong one (a quirk of the sets), is left out.
    """
    used = [n for n in names if signs.get(n) and x[:, names.index(n)].std() > 0]
    while True:
        some = x[:, [names.index(n) for n in used]]
        spread = some.std(0)
        model = LogisticRegression(C=0.05, max_iter=3000).fit(some / spread, y, weight)
        found = dict(zip(used, (model.coef_[0] / spread).tolist(), strict=True))
        wrong = [n for n, w in found.items() if w * signs[n] <= 0]
        if not wrong:
            return {n: round(w, 4) for n, w in found.items()} | {"bias": round(float(model.intercept_[0]), 4)}
        used.remove(min(wrong, key=lambda n: found[n] * spread[used.index(n)] * signs[n]))


def signs_of(names: Sequence[str], refuted: bool) -> dict[str, int]:
    """Return what a feature may do: raise (1) or lower (-1) support or refutation; others are of no use for it."""
    against = {n: 1 if refuted else -1 for n in names if n.endswith("_against")}
    if refuted:
        return against | {"model_refute": 1, "model_support": -1, "words_near": 1, "words_copied": 1}
    missing = {n: -1 for n in names if n.endswith("_missing")} | {"any_reason": -1, "model_refute": -1}
    shares = {n: 1 for n in names if n.endswith(("_anywhere", "_near", "_copied"))} | {"model_support": 1}
    return against | missing | shares | {"long_statement": -1, "long_evidence": -1}


def probability(x: Array, weights: dict[str, float], names: Sequence[str]) -> Array:
    """Return the probabilities that weights give."""
    return np.asarray(1 / (1 + np.exp(-(x @ np.array([weights.get(n, 0.0) for n in names]) + weights["bias"]))))


def report(title: str, told: Sequence[Row], p: Array, y: NDArray[np.bool_], floor: float) -> None:
    """Print ROC AUC and balanced accuracy by set, and their means."""
    figures = []
    for name in dict.fromkeys(r.of for r in told):
        here = np.array([r.of == name for r in told])
        if y[here].any() and not y[here].all():
            figures.append((roc_auc_score(y[here], p[here]), balanced_accuracy(p[here], y[here], floor)))
            print(f"{title} {name:24} n {here.sum():4} auc {figures[-1][0]:.3f} bacc {figures[-1][1]:.3f}")
    print(f"{title} mean{'':20} auc {np.mean([a for a, _ in figures]):.3f} bacc {np.mean([b for _, b in figures]):.3f}")


def best_floor(told: Sequence[Row], p: Array, y: NDArray[np.bool_]) -> float:
    """Return the floor with the best mean balanced accuracy over the sets."""
    sets = [np.array([r.of == name for r in told]) for name in dict.fromkeys(r.of for r in told)]
    floors = np.arange(0.2, 0.81, 0.01)
    means = [np.mean([balanced_accuracy(p[s], y[s], f) for s in sets if y[s].any() and not y[s].all()]) for f in floors]
    return round(float(floors[int(np.argmax(means))]), 2)


def learn(
    told: list[Row], x: Array, names: list[str], vetoed: NDArray[np.bool_], refuted: bool
) -> tuple[dict[str, float], float]:
    """Fit one outcome on the rows that are not held out, print figures, return weights and floor."""
    kept = [n for n, r in enumerate(told) if (r.refuted is not None if refuted else r.of != NEWS)]
    told, x, vetoed = [told[n] for n in kept], x[kept], vetoed[kept]
    y = np.array([bool(r.refuted if refuted else r.supported) for r in told])
    seen, title = np.array([not r.held for r in told]), "refute " if refuted else "support"
    ours = [r for r in told if not r.held]
    weights = fitted(x[seen], y[seen], balance([r.of for r in ours], y[seen]), names, signs_of(names, refuted))
    p = probability(x, weights, names)
    floor = best_floor(ours, p[seen], y[seen])
    held = [r for r in told if r.held]
    alone = x[:, names.index("model_refute" if refuted else "model_support")]
    cut = best_cut(ours, alone[seen], y[seen])
    report(f"{title} model alone", held, alone[~seen], y[~seen], cut)
    report(f"{title} with checks", held, p[~seen], y[~seen], floor)
    if not refuted:
        print(f"vetoed: {vetoed[y].mean():.3f} of the supported, {vetoed[~y].mean():.3f} of the others")
        report(f"{title} with veto  ", held, np.where(vetoed, p * floor, p)[~seen], y[~seen], floor)
    return weights, floor


def best_cut(told: Sequence[Row], logit: Array, y: NDArray[np.bool_]) -> float:
    """Return the cut of a logit with the best mean balanced accuracy over the sets."""
    sets = [np.array([r.of == name for r in told]) for name in dict.fromkeys(r.of for r in told)]
    cuts = np.quantile(logit, np.arange(0.05, 0.96, 0.01))
    means = [
        np.mean([balanced_accuracy(logit[s], y[s], c) for s in sets if y[s].any() and not y[s].all()]) for c in cuts
    ]
    return float(cuts[int(np.argmax(means))])


def main() -> None:
    """Judge, check, fit, report on the held-out halves, write the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=400)
    ask.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "claimdesk-verify")
    ask.add_argument("--without-model", action="store_true", help="what the exact checks do alone; implies --dry")
    ask.add_argument("--dry", action="store_true", help="report, write nothing")
    asked = ask.parse_args()
    told = [r for name in SETS for r in groundedness(name, asked.rows)]
    told += inference(2 * asked.rows) + changed(5 * asked.rows) + handwritten()
    pairs = [r.pair for r in told]
    judged = [Judgement(0.5, 0.5)] * len(told) if asked.without_model else judgements(pairs, asked.cache)
    seen = [observed(*r.pair) for r in told]
    features = [shown | judged_features(j) for (_, shown), j in zip(seen, judged, strict=True)]
    vetoed = np.array([is_vetoed(found, shown) for found, shown in seen])
    names = sorted(features[0])
    x = np.array([[f[n] for n in names] for f in features])
    support, floor = learn(told, x, names, vetoed, refuted=False)
    refute, refuted = learn(told, x, names, vetoed, refuted=True)
    weights = {"support": support, "refute": refute, "floor": floor, "refuted": refuted}
    print(json.dumps(weights, indent=1))
    if not (asked.dry or asked.without_model):
        WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n")


if __name__ == "__main__":
    main()
