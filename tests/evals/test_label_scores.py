"""The metrics of labels, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evals.label_scores import (
    balanced_accuracy,
    best_threshold,
    calibration_error,
    crossed,
    estimate,
    f1_by_class,
    halved_accuracy,
    halves,
    macro_f1,
    reliability,
    roc_auc,
)


def bools(text: str) -> np.ndarray:
    return np.array([letter == "1" for letter in text], dtype=np.bool_)


def test_auc_is_how_often_a_positive_scores_above_a_negative_ties_half() -> None:
    assert roc_auc(np.array([0.9, 0.8, 0.1]), bools("110")) == 1.0
    assert roc_auc(np.array([0.1, 0.8, 0.9]), bools("110")) == 0.0
    assert roc_auc(np.array([0.5, 0.5]), bools("10")) == 0.5
    assert roc_auc(np.array([0.2, 0.6, 0.4, 0.4]), bools("1100")) == 0.5
    assert roc_auc(np.array([0.2, 0.6]), bools("11")) is None


def test_balanced_accuracy_weighs_both_outcomes_alike() -> None:
    assert balanced_accuracy(bools("1111"), bools("1110")) == 0.5
    assert balanced_accuracy(bools("1010"), bools("1110")) == pytest.approx((2 / 3 + 1) / 2)
    assert balanced_accuracy(bools("11"), bools("11")) is None


def test_the_best_threshold_separates_what_can_be_separated() -> None:
    cut = best_threshold(np.array([0.1, 0.2, 0.7, 0.8]), bools("0011"))
    assert 0.2 < cut <= 0.7


def test_thresholds_come_from_the_other_half() -> None:
    half = bools("0011")
    scores, positive = np.array([0.1, 0.9, 0.4, 0.6]), bools("0101")
    assert crossed(scores, positive, half).tolist() == [False, True, False, True]
    shifted = np.array([0.1, 0.2, 0.8, 0.9])
    assert crossed(shifted, positive, half).tolist() == [False, False, True, True]
    assert halved_accuracy(crossed(shifted, positive, half), positive, half) == 0.5


def test_a_half_without_both_outcomes_has_no_accuracy() -> None:
    assert halved_accuracy(bools("1111"), bools("1101"), bools("0011")) is None


def test_halves_keep_groups_together_and_are_always_the_same() -> None:
    groups = ["a", "b", "a", "c", "d", "b"]
    split = halves(groups)
    assert split.tolist() == halves(groups).tolist()
    assert split[0] == split[2]
    assert split[1] == split[5]
    assert len({g for g, second in zip(groups, split, strict=True) if second}) == 2


def test_f1_by_class_and_its_mean_over_the_classes_of_the_gold() -> None:
    gold, told = ["a", "a", "b", "b"], ["a", "b", "b", "c"]
    assert f1_by_class(told, gold, ["a", "b", "c"]) == pytest.approx({"a": 2 / 3, "b": 0.5, "c": 0.0})
    assert macro_f1(told, gold, ["a", "b", "c"]) == pytest.approx((2 / 3 + 0.5) / 2)
    assert macro_f1([], [], ["a"]) is None


def test_calibration_error_is_the_gap_between_what_is_promised_and_what_is_kept() -> None:
    sure = np.full(10, 0.95)
    assert calibration_error(sure, bools("1111111111")) == pytest.approx(0.05)
    assert calibration_error(sure, bools("0000000000")) == pytest.approx(0.95)
    assert calibration_error(np.array([]), bools("")) is None
    low, high = reliability(np.array([0.05, 0.05, 1.0]), bools("011"))
    assert low == pytest.approx((0.05, 0.5, 2))
    assert high == pytest.approx((1.0, 1.0, 1))


def test_the_interval_draws_whole_groups() -> None:
    values = np.array([0.0] * 50 + [1.0] * 50)
    alone = estimate(lambda rows: float(values[rows].mean()), [str(n) for n in range(100)])
    tied = estimate(lambda rows: float(values[rows].mean()), ["a"] * 50 + ["b"] * 50)
    assert alone.value == tied.value == 0.5
    assert alone.low is not None
    assert 0.35 < alone.low < 0.5
    assert (tied.low, tied.high) == (0.0, 1.0)


def test_what_is_undefined_has_no_interval() -> None:
    assert estimate(lambda _: None, ["a"]).value is None
