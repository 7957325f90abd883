"""Every metric on numbers worked out by hand."""

from __future__ import annotations

import math

import pytest

from evals import metrics


def test_success_counts_any_relevant_result_in_the_top_k() -> None:
    assert metrics.success_at(1, [False, True]) == 0
    assert metrics.success_at(2, [False, True]) == 1
    assert metrics.success_at(10, []) == 0


def test_reciprocal_rank_looks_at_the_first_relevant_result_only() -> None:
    assert metrics.reciprocal_rank([False, False, True, True]) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank([False]) == 0


def test_ndcg_by_hand() -> None:
    """Relevant at ranks 1 and 3 of 2: (1 + 1/2) / (1 + 1/log2 3)."""
    assert metrics.ndcg_at(10, [True, False, True], 2) == pytest.approx(1.5 / (1 + 1 / math.log2(3)))
    assert metrics.ndcg_at(10, [True, True], 2) == 1


def test_ndcg_counts_what_was_never_retrieved() -> None:
    assert metrics.ndcg_at(10, [True], 3) < 1
    assert metrics.ndcg_at(10, [], 0) == 0
    assert metrics.ndcg_at(1, [True, True], 5) == 1


def test_precision_of_no_prediction_is_zero_only_if_there_was_something_to_find() -> None:
    assert metrics.precision(0, 0, 3) == 0
    assert metrics.precision(0, 0, 0) is None
    assert metrics.precision(3, 4, 5) == 0.75


def test_f1_by_hand() -> None:
    assert metrics.f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert metrics.f1(0.0, 0.0) == 0
    assert metrics.f1(None, 1.0) is None


def test_rouge1_recall_counts_repeated_words() -> None:
    assert metrics.rouge1_recall(["the", "war"], ["the", "the", "war", "ended"]) == 0.5
    assert metrics.rouge1_recall([], ["a"]) == 0


def test_word_support_is_the_share_of_the_statement_in_its_quotes() -> None:
    assert metrics.word_support(["russia", "denied", "it"], ["russia", "denied"]) == pytest.approx(2 / 3)
    assert metrics.word_support([], ["a"]) == 0


def test_exact_slice_wants_every_character_and_some() -> None:
    assert metrics.exact_slice("a’b", "a’b") == 1
    assert metrics.exact_slice("a'b", "a’b") == 0
    assert metrics.exact_slice("", "") == 0


def test_citation_precision_and_recall_by_hand() -> None:
    assert metrics.citation_precision([True, False, False, True]) == 0.5
    assert metrics.citation_precision([]) == 0
    assert metrics.citation_recall([[True, False], [False], []]) == pytest.approx(1 / 3)
    assert metrics.citation_recall([]) == 0


def test_risk_coverage_by_hand() -> None:
    points = metrics.risk_coverage([0.9, 0.5, 0.7], [0, 1, 0])
    assert [coverage for coverage, _ in points] == pytest.approx([1 / 3, 2 / 3, 1])
    assert [risk for _, risk in points] == pytest.approx([0, 0, 1 / 3])
    assert metrics.aurc(points) == pytest.approx(1 / 9)


def test_equal_supports_share_their_loss_in_any_order() -> None:
    assert metrics.risk_coverage([0.5, 0.5], [0, 1]) == metrics.risk_coverage([0.5, 0.5], [1, 0])
    assert metrics.risk_coverage([0.5, 0.5], [1, 0]) == [(0.5, 0.5), (1.0, 0.5)]
    assert metrics.aurc([]) is None


def test_sign_test_by_hand() -> None:
    """Five wins, no loss: 2 / 32; one each, or nothing at all: no evidence."""
    assert metrics.sign_test(5, 0) == pytest.approx(2 / 32)
    assert metrics.sign_test(0, 5) == pytest.approx(2 / 32)
    assert metrics.sign_test(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert metrics.sign_test(1, 1) == 1
    assert metrics.sign_test(0, 0) == 1


def test_no_values_have_no_mean() -> None:
    assert metrics.mean([]) is None
    assert metrics.share(0, 0) is None
    assert metrics.mean([0.0, 1.0]) == 0.5
