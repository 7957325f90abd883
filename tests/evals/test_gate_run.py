"""The suite *gate*: what counts as shown, lost and found out."""

from __future__ import annotations

import pytest

from evals.gate_run import Draft, drafts, measure, stands_alone
from evals.mutation_cases import MutationSet
from evals.mutations import Good, Mutant

GOOD = Good("a", "Ada Novak won.", "Ada Novak won. It rained.")
OTHER = "Leo Brandt lost. It snowed."
DATA = MutationSet(
    "x",
    (GOOD, Good("b", "She lost.", GOOD.evidence)),
    (
        Mutant("negation", GOOD, "Ada Novak not won.", GOOD.evidence),
        Mutant("citation", GOOD, GOOD.text, OTHER),
        Mutant("number", GOOD, "Ada Novak won 9.", "a passage that no archive has"),
    ),
    "d",
)
WRITTEN = drafts(DATA, [GOOD.evidence, OTHER])


def scores(judge: object) -> dict[str, float | None]:
    return {m.name: m.value for m in measure(DATA, WRITTEN, judge).measures}  # type: ignore[arg-type]


def on_its_words(draft: Draft) -> str | None:
    return next((p for p in draft.passages if draft.text in p), None)


def test_only_sentences_that_stand_alone_and_passages_of_the_archive_are_drafted() -> None:
    assert [d.id for d in WRITTEN] == ["good-a", "negation-a", "citation-a"]
    assert WRITTEN[2].passages == (OTHER, GOOD.evidence)
    assert stands_alone("Ada Novak said she won.")
    assert not stands_alone("She said Ada Novak won.")
    assert stands_alone("The dam held.")


def test_a_gate_that_wants_the_words_shows_nothing_wrong_and_loses_nothing() -> None:
    found = scores(on_its_words)
    assert (found["unsupported_shown"], found["good_lost"]) == (0.0, 0.0)
    assert found["detects_negation"] == found["detects_citation"] == 1.0
    assert found["detects_number"] is None


def test_a_gate_that_shows_everything_shows_what_is_wrong() -> None:
    found = scores(lambda draft: draft.passages[0])
    assert found["unsupported_shown"] == pytest.approx(2 / 3)
    assert found["detects_negation"] == found["detects_citation"] == 0.0


def test_a_gate_that_drops_everything_loses_the_good() -> None:
    found = scores(lambda _: None)
    assert found["good_lost"] == 1.0
    assert found["unsupported_shown"] is None
    assert found["detects_citation"] == 1.0


def test_a_crash_is_a_row_and_counts_as_wrong() -> None:
    def crashes(_: Draft) -> str | None:
        raise ValueError("no words")

    result = measure(DATA, WRITTEN, crashes)
    assert {row.error for row in result.rows} == {"ValueError: no words"}
    assert result.measures[0].crashed == 3
