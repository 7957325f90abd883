"""Fits when outlets' reports are shown: MultiHop-RAG questions with an answer against its null queries.

The reports of each question are found in an archive of the facts, as the desk finds them; a logistic regression weighs
their signals. Cross-validated figures are printed; writes ``rag/reports.json``. Usage: ``python -m training.reports``.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from index import Archive
from rag.reports import WEIGHTS, reports, signals
from training.reader_data import SHARED, rows

FLOOR = 0.4
FACTS = SHARED / "benchmarks/multihop_rag"


def main() -> None:
    """Collect signals, fit, report, write the weights."""
    queries = list(rows(FACTS / "queries.jsonl.gz"))
    with tempfile.TemporaryDirectory() as scratch, Archive(Path(scratch) / "archive") as archive:
        archive.add([_written(Path(scratch))], claims=False)
        found = [(q, reports(archive, q["question"])) for q in queries]
        table = [(q["question_type"] != "null_query", signals(archive, q["question"], r)) for q, r in found if r]
    y = np.array([answerable for answerable, _ in table])
    names = sorted(table[0][1])
    x = np.array([[s[n] for n in names] for _, s in table])
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    p = cross_val_predict(_model(), x, y, cv=folds, method="predict_proba")[:, 1]
    print(f"{len(queries)} questions, {len(table)} name an outlet of the archive; ROC AUC {roc_auc_score(y, p):.3f}")
    silent = sum(q["question_type"] == "null_query" for q, r in found if not r)
    for floor in (0.3, 0.4, 0.5, 0.6, 0.7):
        right = int((~y & (p < floor)).sum()) + silent
        print(
            f"floor {floor}: abstention precision {right / (int((p < floor).sum()) + len(found) - len(table)):.3f}",
            end="",
        )
        print(f" recall {right / (int((~y).sum()) + silent):.3f}")
    model = _model().fit(x, y)
    weights = dict(zip(names, np.round(model.coef_[0], 4).tolist(), strict=True))
    told = {"weights": weights, "bias": round(float(model.intercept_[0]), 4), "floor": FLOOR}
    print(json.dumps(told))
    WEIGHTS.write_text(json.dumps(told, indent=1) + "\n")


def _model() -> LogisticRegression:
    return LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000)


def _written(folder: Path) -> Path:
    """Write the facts as articles with their publishers and dates."""
    path = folder / "facts.jsonl"
    facts = (
        {
            "id": str(n),
            "title": f["title"],
            "text": f["fact"],
            "publisher": f["source"],
            "published": f["published_at"][:10],
        }
        for n, f in enumerate(rows(FACTS / "facts.jsonl.gz"))
    )
    path.write_text("".join(json.dumps(f) + "\n" for f in facts))
    return path


if __name__ == "__main__":
    main()
