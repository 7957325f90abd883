"""The commands that check, as their user runs them: check, verify and quote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Archive
from rag.quote_match import changed_at, nearest
from tests.command import assert_refused, claimdesk
from tests.test_cli_batch import written

STATEMENT = "Moscow says that the incident in Douma was staged."
KEYS = ["id", "statement", "verdict", "confidence", "because", "evidence"]


def test_a_statement_is_checked_as_text_and_as_json(samples_folder: Path, archive: Archive) -> None:
    run = claimdesk(samples_folder, "check", STATEMENT)
    assert run.code == 0, run.err
    told = claimdesk(samples_folder, "check", STATEMENT, "--json").json
    assert list(told) == KEYS
    assert run.out.startswith(told["verdict"].replace("_", " ").capitalize())
    for piece in told["evidence"]:
        assert archive.article(piece["article_id"]).text[piece["start"] : piece["end"]] == piece["quote"]


def test_statements_of_a_batch_are_checked_in_order(samples_folder: Path, tmp_path: Path) -> None:
    rows = written(
        tmp_path,
        {"id": "a", "statement": STATEMENT},
        {"statement": "A volcano erupted in Chile.", "publisher": "Harbour Wire"},
        {"id": 3, "statement": "<b>Crimea</b>", "after": "2019"},
    )
    run = claimdesk(samples_folder, "check", "--batch", rows)
    assert run.code == 0, run.err
    assert [row["id"] for row in run.rows] == ["a", None, 3]
    assert run.rows[0] == claimdesk(samples_folder, "check", STATEMENT, "--json").json | {"id": "a"}
    assert {p["publisher"] for p in run.rows[1]["evidence"]} <= {"Harbour Wire"}
    assert {p["published"][:4] for p in run.rows[2]["evidence"]} <= {"2025"}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"id": 1}, "statement"),
        ({"statement": ""}, "empty"),
        ({"statement": ["a"]}, "text"),
        ({"statement": "It rained.", "after": "soon"}, "date"),
        ({"statement": "x" * 5000}, "part by part"),
        ("{", "JSON"),
    ],
)
def test_a_row_that_cannot_be_checked_is_named(samples_folder: Path, tmp_path: Path, row: object, word: str) -> None:
    assert_refused(claimdesk(samples_folder, "check", "--batch", written(tmp_path, row)), "line 1", word)


def test_check_wants_a_statement(samples_folder: Path) -> None:
    assert_refused(claimdesk(samples_folder, "check"), "--batch FILE")
    assert_refused(claimdesk(samples_folder, "check", "  "), "empty")
    assert_refused(claimdesk(samples_folder, "check", STATEMENT, "--verifier", "no/such/folder"), "no/such/folder")


def test_a_verdict_is_written_as_claim_review(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "check", STATEMENT, "--claimreview").json
    assert told["@type"] == "ClaimReview"
    assert told["claimReviewed"] == STATEMENT


# ------------------------------------------------------------------------------------------------------------- verify


def test_claims_are_judged_against_their_evidence_in_order(samples_folder: Path, tmp_path: Path) -> None:
    rows = written(
        tmp_path,
        {"id": "b", "claim": "Ada Brook won the race.", "evidence": "Ada Brook won the race."},
        {"id": 2, "claim": "Ada Brook won.", "evidence": ["It rained.", "", "Ada Brook won the race on Monday."]},
        {"claim": "The bridge cost 12 million dollars.", "evidence": "The bridge cost 45 million dollars."},
        {"id": 4, "claim": "<b>x</b>", "evidence": ""},
    )
    run = claimdesk(samples_folder, "verify", "--batch", rows)
    assert run.code == 0, run.err
    assert [row["id"] for row in run.rows] == ["b", 2, None, 4]
    for row in run.rows:
        assert list(row) == ["id", "support", "refute", "label", "reasons"]
        assert 0.0 <= row["support"] <= 1.0
        assert 0.0 <= row["refute"] <= 1.0
        assert row["support"] + row["refute"] <= 1.0 + 1e-3
        assert row["label"] in {"supports", "refutes", "neutral"}
    assert run.rows[2]["label"] != "supports"
    assert [reason["kind"] for reason in run.rows[2]["reasons"]] == ["number"]


@pytest.mark.parametrize("evidence", [None, 3, [], [1], {"a": 1}])
def test_evidence_that_is_no_text_is_refused_after_the_rows_before_it(
    samples_folder: Path, tmp_path: Path, evidence: object
) -> None:
    rows = written(
        tmp_path, {"id": 1, "claim": "a b", "evidence": "a b"}, {"id": 2, "claim": "c", "evidence": evidence}
    )
    run = claimdesk(samples_folder, "verify", "--batch", rows)
    assert_refused(run, "line 2", "evidence")
    assert [json.loads(line)["id"] for line in run.out.splitlines()] == [1]


def test_verify_wants_a_batch(samples_folder: Path) -> None:
    assert_refused(claimdesk(samples_folder, "verify"), "--batch FILE")


# -------------------------------------------------------------------------------------------------------------- quote


def test_a_quotation_is_checked(samples_folder: Path, tmp_path: Path) -> None:
    assert claimdesk(samples_folder, "quote", "a blatant lie", "--by", "Karen Pierce").out.startswith("Exact.")
    assert claimdesk(samples_folder, "quote", "a blatant lie", "--by", "Lavrov").out.startswith("Other claimant.")
    told = claimdesk(samples_folder, "quote", "no practicable choice", "--json").json
    assert told["outcome"] == "altered"
    rows = written(tmp_path, {"id": 7, "quote": "a blatant lie"}, {"quote": "purple elephants dance", "by": "May"})
    found = claimdesk(samples_folder, "quote", "--batch", rows).rows
    assert [(row["id"], row["outcome"]) for row in found] == [(7, "exact"), (None, "not_found")]


def test_quote_wants_words(samples_folder: Path) -> None:
    assert_refused(claimdesk(samples_folder, "quote"), "--batch FILE")
    assert_refused(claimdesk(samples_folder, "quote", " "), "empty")


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The cat lay on the mat by the old door.", "the cat lay on a mat by the old door", ["the"]),
        (
            "“The plan is a blatant,” she said, “and shameless lie.”",
            "the plan is a silly and shameless lie",
            ["blatant"],
        ),
        ("The cat lay on the mat.", "the cat lay quietly on the mat", []),
        ("The cat lay on the old mat.", "the cat lay on the mat", ["old"]),
    ],
)
def test_what_is_changed_is_marked_where_it_stands(text: str, words: str, marked: list[str]) -> None:
    near = nearest(text, words.split())
    assert near
    found = changed_at(text, near.span, words, near.changes)
    assert [s.of(text) for s in found] == marked
    assert not found or found[0].start > len("The cat")
