"""The command line over many rows: JSON lines in, JSON lines out, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import assert_refused, claimdesk

ASKED = "What did Russia claim about Douma?"


def written(folder: Path, *rows: object) -> Path:
    """Write rows as JSON lines, text rows as they are; return the file."""
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    path = folder / "rows.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_questions_and_conversations_are_answered_in_order(samples_folder: Path, tmp_path: Path) -> None:
    rows = written(
        tmp_path,
        {"id": "a", "question": ASKED},
        {"id": 2, "question": [ASKED, "and France?"]},
        "",
        {"question": "What is the recipe for sourdough bread?"},
        {"id": "d", "question": ["Who hosted the talks in Lucca?"], "note": "ignored"},
    )
    run = claimdesk(samples_folder, "ask", "--batch", rows)
    assert run.code == 0
    told = run.rows
    assert [t["id"] for t in told] == ["a", 2, None, "d"]
    assert told[0]["question"] == ASKED
    assert "France" in told[1]["question"]
    assert "Douma" in told[1]["question"]
    assert told[2]["kind"] == "abstention"
    assert told[3]["question"] == "Who hosted the talks in Lucca?"


def test_a_row_is_answered_as_the_question_alone_would_be(samples_folder: Path, tmp_path: Path) -> None:
    (row,) = claimdesk(samples_folder, "ask", "--batch", written(tmp_path, {"id": None, "question": ASKED})).rows
    alone = claimdesk(samples_folder, "ask", ASKED, "--json").json
    assert {**row, "timing_ms": 0} == {**alone, "timing_ms": 0}


def test_rows_may_bring_their_own_dates(samples_folder: Path, tmp_path: Path) -> None:
    rows = written(
        tmp_path,
        {"id": 1, "question": ASKED, "after": "2018-04-20", "before": "2018-04"},
        {"id": 2, "question": ASKED, "before": "2017"},
        {"id": 3, "question": ASKED, "after": None},
        {"id": 4, "question": ASKED, "publisher": "Harbour Wire"},
    )
    own, early, free, wire = claimdesk(samples_folder, "ask", "--batch", rows, "--after", "2016").rows
    assert {c["published"] for c in own["searched"]} == {"2018-04-22"}
    assert {c["published"][:4] for c in early["searched"]} == {"2017"}
    assert None not in {c["published"] for c in free["searched"]}
    assert {c["publisher"] for c in wire["searched"]} == {"Harbour Wire"}


def test_searches_run_in_order(samples_folder: Path, tmp_path: Path) -> None:
    rows = written(tmp_path, {"id": "x", "query": "chlorine in Douma"}, {"id": 7, "query": "sanctions in Lucca"})
    told = claimdesk(samples_folder, "search", "--batch", rows, "-k", "2").rows
    assert [(t["id"], len(t["results"])) for t in told] == [("x", 2), (7, 2)]
    assert list(told[0]["results"][0]) == [
        "article_id", "path", "title", "publisher", "published", "start", "end", "text", "score", "also",
    ]  # fmt: skip
    assert "Lucca" in told[1]["results"][0]["title"]


@pytest.mark.parametrize(("command", "key"), [("ask", "question"), ("search", "query")])
def test_rows_come_from_standard_input_too(samples_folder: Path, command: str, key: str) -> None:
    run = claimdesk(samples_folder, command, "--batch", "-", stdin=json.dumps({"id": "s", key: ASKED}) + "\n")
    assert [t["id"] for t in run.rows] == ["s"]


def test_an_empty_file_prints_nothing(samples_folder: Path, tmp_path: Path) -> None:
    run = claimdesk(samples_folder, "ask", "--batch", written(tmp_path, "", "  "))
    assert (run.code, run.out) == (0, "")


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize(("command", "key"), [("ask", "question"), ("search", "query")])
def test_only_a_newline_ends_a_line(samples_folder: Path, tmp_path: Path, mark: str, command: str, key: str) -> None:
    rows = written(tmp_path, {"id": 1, key: f"What did Russia{mark}claim?"}, {"id": 2, key: ASKED})
    run = claimdesk(samples_folder, command, "--batch", rows)
    assert [t["id"] for t in run.rows] == [1, 2]


BAD_QUESTIONS = (
    "{not json",
    "[1, 2]",
    '"text"',
    {"id": 2},
    {"id": 2, "query": ASKED},
    {"id": 2, "question": []},
    {"id": 2, "question": [ASKED, 5]},
    {"id": 2, "question": None},
    {"id": 2, "question": {"text": ASKED}},
    {"id": 2, "question": " "},
    {"id": 2, "question": ASKED, "after": "soon"},
    {"id": 2, "question": ASKED, "after": 2018},
    {"id": 2, "question": ASKED, "before": ["2018"]},
    {"id": 2, "question": ASKED, "publisher": 7},
    {"id": 2, "question": ASKED, "after": "2019", "before": "2018"},
)


@pytest.mark.parametrize("bad", BAD_QUESTIONS, ids=str)
def test_a_bad_question_row_is_refused_after_the_good_ones(samples_folder: Path, tmp_path: Path, bad: object) -> None:
    run = claimdesk(samples_folder, "ask", "--batch", written(tmp_path, {"id": 1, "question": ASKED}, bad))
    assert_refused(run)
    assert [t["id"] for t in run.rows] == [1]


@pytest.mark.parametrize(
    "bad", ["{", "7", {"question": ASKED}, {"query": 5}, {"query": None}, {"query": [ASKED]}], ids=str
)
def test_a_bad_search_row_is_refused_after_the_good_ones(samples_folder: Path, tmp_path: Path, bad: object) -> None:
    run = claimdesk(samples_folder, "search", "--batch", written(tmp_path, {"id": 1, "query": ASKED}, bad))
    assert_refused(run)
    assert [t["id"] for t in run.rows] == [1]


@pytest.mark.parametrize(
    "bad", ["{", {"id": 2}, {"question": 5}, {"question": " "}, {"question": ASKED, "after": "x"}], ids=str
)
def test_a_bad_row_is_named_by_its_line(samples_folder: Path, tmp_path: Path, bad: object) -> None:
    assert_refused(claimdesk(samples_folder, "ask", "--batch", written(tmp_path, "", bad)), "line 2")


def test_a_file_that_is_no_text_is_refused(samples_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b"\xff\xfe\x00")
    assert_refused(claimdesk(samples_folder, "ask", "--batch", tmp_path / "rows.jsonl"), "cannot be read")
