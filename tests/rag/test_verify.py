"""Verification: the model's judgement and the exact checks together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.verifier import Floats, Pair, Verifier
from rag.verify import Verification, load_weighing, observed, verify


class Fixed:
    """A classifier that gives every pair the same probabilities: supports, neutral, refutes."""

    def __init__(self, supports: float, refutes: float) -> None:
        self.row = (supports, 1 - supports - refutes, refutes)
        self.calls = 0

    def probabilities(self, pairs: Sequence[Pair]) -> Floats:
        self.calls += 1
        return np.array([self.row] * len(pairs), dtype=np.float32)


SAME = ("The blast killed 14 miners in May 2018.", "The blast killed 14 miners in May 2018, the mayor said.")
OTHER = ("The blast killed 40 miners in May 2018.", SAME[1])


def test_an_exact_check_that_fails_lowers_support_and_says_why() -> None:
    same, other = verify(Verifier(Fixed(0.9, 0.02)), [SAME, OTHER])
    assert same.label == "supports"
    assert same.reasons == ()
    assert other.support < same.support
    assert [r.kind for r in other.reasons] == ["number"]


def test_a_veto_holds_however_sure_the_model_is() -> None:
    (found,) = verify(Verifier(Fixed(0.9999, 0.0)), [OTHER])
    assert found.support < load_weighing().floor
    assert found.label != "supports"


def test_a_name_that_is_missing_vetoes_only_a_copy_of_other_words() -> None:
    model = Verifier(Fixed(0.99, 0.0))
    copied = (
        "Ada Merz opened the new school in the town on Monday.",
        "The mayor opened the new school in the town on Monday.",
    )
    told = ("Ada Merz has opened a school.", "On Monday she opened the new school in the town, before many guests.")
    vetoed, lacking = verify(model, [copied, told])
    assert [r.kind for r in (*vetoed.reasons, *lacking.reasons)] == ["name", "name"]
    assert vetoed.label != "supports"
    assert lacking.support > vetoed.support


def test_more_support_by_the_model_never_means_less() -> None:
    low, high = (verify(Verifier(Fixed(p, 0.05)), [SAME])[0] for p in (0.1, 0.9))
    assert low.support < high.support


def test_what_the_model_refutes_is_refuted_more() -> None:
    low, high = (verify(Verifier(Fixed(0.05, p)), [SAME])[0] for p in (0.05, 0.9))
    assert low.refute < high.refute
    assert high.support <= low.support


def test_support_and_refutation_are_probabilities_that_leave_room_for_neither() -> None:
    for supports, refutes in ((0.99, 0.0), (0.0, 0.99), (0.5, 0.5), (0.0, 0.0)):
        found = verify(Verifier(Fixed(supports, refutes)), [SAME, OTHER, ("", "A word."), ("A word.", "")])
        assert all(0 <= v.support <= 1 and 0 <= v.refute <= 1 and v.support + v.refute <= 1 + 1e-9 for v in found)


def test_many_pairs_are_judged_in_order_and_in_one_go() -> None:
    model = Fixed(0.9, 0.02)
    found = verify(Verifier(model), [SAME, OTHER] * 20)
    assert [bool(v.reasons) for v in found] == [False, True] * 20
    assert model.calls == 1


def test_no_pairs_give_no_verifications() -> None:
    assert verify(Verifier(Fixed(0.5, 0.1)), []) == []


def test_the_public_form_has_the_reasons_as_values() -> None:
    told = Verification(0.123456, 0.2, "neutral", tuple(observed(*OTHER)[0])).json()
    assert told["support"] == pytest.approx(0.1235)
    assert told["reasons"][0]["kind"] == "number"
    assert told["label"] == "neutral"


def test_the_weights_name_only_features_that_are_observed() -> None:
    known = {*observed(*SAME)[1], "model_support", "model_refute", "bias"}
    weighing = load_weighing()
    assert {*weighing.support, *weighing.refute} <= known


def test_reasons_against_never_raise_support_nor_lower_refutation() -> None:
    weighing = load_weighing()
    assert all(w <= 0 for name, w in weighing.support.items() if name.endswith(("_against", "_missing")))
    assert all(w >= 0 for name, w in weighing.refute.items() if name.endswith("_against"))
