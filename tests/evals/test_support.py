"""The suite *support* with judges whose scores are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from evals.support import Judge, judged, likeliest, line, stances, told
from evals.support_run import measure
from evals.support_sets import SupportSet, support_set
from index.verifier import Judgement
from tests.evals.judges import Pair, holds


def rows(n: int = 40) -> list[dict[str, Any]]:
    kinds = (
        ("entailment", 1, "The dam held."),
        ("contradiction", 0, "The dam not held."),
        ("neutral", 0, "It rained."),
    )
    return [
        {"id": str(i), "doc_id": i // 3, "claim": claim, "evidence": f"News {i}. The dam held.", "label": label}
        | {"label3": stance}
        for i, (stance, label, claim) in enumerate(kinds[i % 3] for i in range(n))
    ]


@pytest.fixture
def data() -> SupportSet:
    return support_set("floods", rows())


def test_a_judge_that_knows_is_perfect(data: SupportSet) -> None:
    found = told(judged(data, holds))
    assert found["ROC_AUC"]["value"] == found["balanced_accuracy"]["value"] == found["stance_macro_F1"]["value"] == 1.0
    assert found["calibration_error"]["value"] == pytest.approx(0.1, abs=0.001)
    assert found["units"] == 40


def test_a_judge_that_guesses_is_no_better_than_chance(data: SupportSet) -> None:
    def same(pairs: Sequence[Pair]) -> list[Judgement]:
        return [Judgement(0.4, 0.3) for _ in pairs]

    found = told(judged(data, same))
    assert found["ROC_AUC"]["value"] == found["balanced_accuracy"]["value"] == 0.5


def test_the_best_piece_of_evidence_counts() -> None:
    pieces = [{"id": "1", "claim": "The dam held.", "evidence": e, "label": 1} for e in ("It rained.", "The dam held.")]
    scored = judged(support_set("x", pieces), holds)
    assert scored.support.tolist() == [0.9]
    assert scored.pairs == 2


def test_no_stance_is_measured_where_the_gold_tells_none() -> None:
    plain = [{k: v for k, v in row.items() if k != "label3"} for row in rows()]
    assert stances(judged(support_set("x", plain), holds)).value is None


def test_the_likeliest_stance_is_neutral_when_tied() -> None:
    assert [likeliest(0.6, 0.2), likeliest(0.2, 0.6), likeliest(0.2, 0.2)] == ["supports", "refutes", "neutral"]
    assert likeliest(0.5, 0.0) == "neutral"


def test_a_line_shows_each_number_with_its_interval(data: SupportSet) -> None:
    shown = line(told(judged(data, holds)))
    assert shown.startswith("floods")
    assert "1.000 [1.000, 1.000]" in shown


def test_the_result_has_the_model_alone_beside_it_and_a_row_a_unit(data: SupportSet) -> None:
    def half_blind(pairs: Sequence[Pair]) -> list[Judgement]:
        return [
            Judgement(j.support if "dam" in s else 0.95, j.refute)
            for (s, _), j in zip(pairs, holds(pairs), strict=True)
        ]

    result = measure(data, half_blind, holds)
    named = {m.name: m for m in result.measures}
    assert named["balanced_accuracy"].value == 1.0
    alone = named["model_balanced_accuracy"]
    assert alone.better == "reported"
    assert alone.value is not None
    assert alone.value < 1.0
    assert len(result.rows) == 40
    assert {row.scores["right"] for row in result.rows} == {1.0}
    assert result.kinds["mean_support"]["supports"] == (pytest.approx(0.9), 14)
    assert measure(data, holds, holds, full=True).corpus == "floods_full"


def test_a_wrong_prediction_is_a_row_with_nought() -> None:
    data = support_set("x", [*rows(), {"id": "z", "doc_id": "z", "claim": "Lost.", "evidence": "Found.", "label": 1}])
    judges: tuple[Judge, Judge] = (holds, holds)
    wrong = [row.outcome.case.id for row in measure(data, *judges).rows if not row.scores["right"]]
    assert wrong == ["z"]
    assert np.isclose(judged(data, holds).support[-1], 0.1)
