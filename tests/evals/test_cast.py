"""Conversations are rewritten turn by turn, and compared with what people wrote and with what a search finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.cast_run import cast, conversations, measure_cast, rewritten
from evals.values import Result


def turn(number: int, raw: str, manual: str = "", **more: Any) -> dict[str, Any]:
    return {"number": number, "raw_utterance": raw, "manual_rewritten_utterance": manual or raw, **more}


WOLVES = {
    "number": 7,
    "turn": [
        turn(1, "Tell me about grey wolves. "),
        turn(2, "What do they eat?", "What do grey wolves eat?"),
        turn(3, "What is a lynx?"),
        turn(4, "How high is it?", "How high is Mount Elbrus?"),
    ],
}


def figures(result: Result) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in result.measures}


def test_each_question_is_rewritten_after_those_before_it() -> None:
    (wolves,) = conversations([WOLVES])
    assert rewritten(wolves) == [
        "Tell me about grey wolves.",
        "What do grey wolves eat?",
        "What is a lynx?",
        "How high is a lynx?",
    ]


def test_follow_ups_are_compared_with_what_people_wrote() -> None:
    result = cast("own", conversations([WOLVES]))
    found = figures(result)
    assert found["ROUGE1_recall"] == pytest.approx((1 + 1 + 3 / 5) / 3)
    assert found["ROUGE1_recall_raw"] == pytest.approx((3 / 5 + 1 + 3 / 5) / 3)
    assert found["left_alone"] == 1
    assert not any("Success" in name or "automatic" in name for name in found)
    assert [row.outcome.case.id for row in result.rows] == ["7_2", "7_3", "7_4"]
    assert {m.better for m in result.measures if "raw" in m.name} == {"reported"}


def test_a_year_with_passages_is_searched_too() -> None:
    told = {
        "wolves": "Grey wolves live in packs. A pack has five to eight animals, led by a pair.",
        "food": "Moose and deer are most of what grey wolves eat. In summer they also take hares.",
        "trade": "Exports of steel fell by a tenth in May, the ministry of trade said.",
    }
    follow_up = turn(2, "What do they eat?", "What do grey wolves eat?", passage=told["food"])
    row = {"number": 1, "turn": [turn(1, "Tell me about grey wolves.", passage=told["wolves"]), follow_up]}
    other = {"number": 2, "turn": [turn(1, "How much steel was sold?", passage=told["trade"])]}
    for one in (*row["turn"], *other["turn"]):  # type: ignore[misc]
        one["automatic_rewritten_utterance"] = "How much steel was sold?"
    found = figures(cast("own", conversations([row, other]), full=True))
    assert found["Success@1"] == found["RR_manual"] == 1
    assert found["Success@1_automatic"] == 0
    assert found["ROUGE1_recall_automatic"] == 0


def test_an_even_part_has_every_fourth_conversation() -> None:
    many = conversations([{**WOLVES, "number": n} for n in range(9)])
    part, whole = cast("own", many), cast("own", many, full=True)
    assert [m.n for m in part.measures][:1] == [9]
    assert [m.n for m in whole.measures][:1] == [27]
    assert (part.corpus, whole.corpus) == ("own", "own_full")
    assert len(part.rows) == 9
    assert whole.rows == ()


def test_years_that_are_not_here_are_skipped(tmp_path: Path) -> None:
    results, skipped = measure_cast(tmp_path, tmp_path)
    assert results == []
    assert [one.name for one in skipped] == ["cast2019", "cast2021"]


def test_our_rewrites_of_public_conversations_say_more_than_the_questions(shared: Path) -> None:
    file = shared / "benchmarks" / "cast" / "2019.jsonl.gz"
    if not file.is_file():
        pytest.skip("the conversations of TREC CAsT 2019 are not in the shared data folder")
    from evals.support_sets import read_rows

    found = figures(cast("cast2019", conversations(read_rows(file))))
    assert (found["ROUGE1_recall"] or 0) > (found["ROUGE1_recall_raw"] or 1) + 0.08
