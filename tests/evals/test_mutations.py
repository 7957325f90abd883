"""Mutants: each has one thing wrong, of the kind that it says."""

from __future__ import annotations

import pytest

from evals.mutations import Good, Kind, mutants, names_in, pool_of, rewordings, speakers_in

PASSAGES = (
    "Mayor Ada Novak said on Monday that about 40 houses in Poland might be rebuilt by May. Engineer Leo Brandt told"
    " reporters the dam was not safe.",
    "The harvest in Kenya was the best in years, Minister Grace Otieno said. Prices in Nairobi fell by 12 percent.",
    "Ada Novak had warned of floods. The houses near the river were rebuilt twice before.",
)
POOL = pool_of(PASSAGES)
SENTENCE = "Mayor Ada Novak said on Monday that about 40 houses in Poland might be rebuilt by May."


def good(text: str = SENTENCE) -> Good:
    return Good("g", text, PASSAGES[0], tuple(speakers_in(PASSAGES[0])))


def made(text: str = SENTENCE) -> dict[Kind, str]:
    return {mutant.kind: mutant.text for mutant in mutants(good(text), POOL)}


def test_names_and_speakers_are_found_as_written() -> None:
    assert "Poland" in names_in(PASSAGES[0])
    assert names_in("In New York the U.S. envoy met Assad's aide.") == ["New York", "U.S.", "Assad"]
    assert speakers_in(PASSAGES[0]) == ["Mayor Ada Novak", "Engineer Leo Brandt"]
    assert speakers_in("According to Leo Brandt, it held. He said so.") == ["Leo Brandt"]


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("claimant", "Minister Grace Otieno said on Monday"),
        ("near_claimant", "Engineer Leo Brandt said on Monday"),
        ("number", "about 83 houses"),
        ("date", "on Thursday"),
        ("hedge", "will be rebuilt"),
        ("place", "houses in Kenya"),
    ],
)
def test_each_kind_changes_its_words_and_nothing_else(kind: Kind, changed: str) -> None:
    mutant = made()[kind]
    assert changed in mutant
    assert len(set(mutant.split()) ^ set(SENTENCE.split())) <= 6


def test_negation_goes_in_or_out() -> None:
    assert made("The dam is safe.")["negation"] == "The dam is not safe."
    assert made("The dam did not hold.")["negation"] == "The dam hold."
    assert "negation" not in made("No dam was safe.")


def test_a_year_is_a_date_and_not_a_number() -> None:
    found = made("Ada Novak was elected in 2015, near Bonn.")
    assert "in 2012," in found["date"]
    assert "number" not in found


def test_the_wrong_citation_is_near_but_does_not_bear_the_sentence_out() -> None:
    (wrong,) = [m for m in mutants(good(), POOL) if m.kind == "citation"]
    assert (wrong.text, wrong.evidence) == (SENTENCE, PASSAGES[2])


def test_nobody_is_swapped_for_who_stands_in_the_evidence() -> None:
    alone = pool_of(PASSAGES[:1])
    assert "claimant" not in {m.kind for m in mutants(good(), alone)}


def test_a_state_that_speaks_is_not_swapped_for_its_own_people() -> None:
    said = Good("g", "Moscow said it was staged.", "Moscow said it was staged, Sergey Lavrov said.", ("Sergey Lavrov",))
    assert "near_claimant" not in {m.kind for m in mutants(said, POOL)}


def test_rewordings_mean_the_same_and_leave_quoted_words_alone() -> None:
    texts = {r.text for r in rewordings(good("Novak told reporters it did not rain."))}
    assert "Novak told journalists it did not rain." in texts
    assert "Novak told reporters it didn't rain." in texts
    assert {r.text for r in rewordings(good('She said: "It did not rain."'))} == {'She said: "It did not rain."'}


def test_mutants_are_the_same_on_every_run() -> None:
    assert made() == made()
