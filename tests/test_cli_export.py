"""``--export FILE`` of ask, check and quote, as their user types it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command import assert_refused, claimdesk

DOUMA = "what did Russia claim about Douma?"
MISSILES = "American, British and French forces fired 205 missiles at three sites."


def test_an_answer_is_printed_and_exported(samples_folder: Path, tmp_path: Path) -> None:
    run = claimdesk(samples_folder, "ask", DOUMA, "--export", tmp_path / "answer.json")
    assert run.code == 0, run.err
    told = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert told["statements"][0]["text"] in run.out
    assert {c["published_precision"] for c in told["citations"]} <= {"day", "month", "year", "unknown"}
    assert any(c["claimant"] for c in told["citations"])
    run = claimdesk(samples_folder, "ask", DOUMA, "--json", "--export", tmp_path / "answer.bib")
    assert run.json["statements"] == told["statements"]
    entries = (tmp_path / "answer.bib").read_text(encoding="utf-8")
    assert entries.count("@article{") == len({(c["article_id"], c["start"], c["end"]) for c in told["citations"]})


def test_an_abstention_is_exported_with_what_was_searched(samples_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "silent.html"
    assert claimdesk(samples_folder, "ask", "Who won the World Cup in 2022?", "--export", page).code == 0
    assert "No answer in the archive" in page.read_text(encoding="utf-8")
    assert "Looked at" in page.read_text(encoding="utf-8")


def test_a_verdict_and_those_on_a_text_are_exported(samples_folder: Path, tmp_path: Path) -> None:
    assert claimdesk(samples_folder, "check", MISSILES, "--export", tmp_path / "one.md").code == 0
    one = (tmp_path / "one.md").read_text(encoding="utf-8")
    assert one.startswith("## American, British and French forces fired 205 missiles")
    (tmp_path / "text.txt").write_text(f"Good evening. {MISSILES}", encoding="utf-8")
    run = claimdesk(samples_folder, "check", "--file", tmp_path / "text.txt", "--export", tmp_path / "text.md")
    assert run.code == 0, run.err
    assert (tmp_path / "text.md").read_text(encoding="utf-8") == one


def test_what_became_of_a_quotation_is_exported(samples_folder: Path, tmp_path: Path) -> None:
    run = claimdesk(samples_folder, "quote", "a shameless lie", "--json", "--export", tmp_path / "quote.json")
    told = json.loads((tmp_path / "quote.json").read_text(encoding="utf-8"))
    assert told["outcome"] == run.json["outcome"] == "altered"
    assert told["places"][0]["citations"][0]["published_precision"] == "day"
    assert claimdesk(samples_folder, "quote", "a shameless lie", "--export", tmp_path / "quote.md").code == 0
    assert "**Altered**" in (tmp_path / "quote.md").read_text(encoding="utf-8")


def test_what_cannot_be_exported_is_refused_before_any_work(tmp_path: Path) -> None:
    for words in (["ask", DOUMA], ["check", MISSILES], ["quote", "a lie"]):
        assert_refused(claimdesk(tmp_path / "none", *words, "--export", "answer.pdf"), "answer.pdf", ".html")
        assert_refused(claimdesk(tmp_path / "none", words[0], "--batch", "rows", "--export", "a.md"), "--batch")
    assert not (tmp_path / "none").exists()
