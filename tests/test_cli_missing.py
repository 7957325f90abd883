"""The command line where there is no archive, and hints and refusals that fit what was typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli_claims import _print_claim
from tests.command import assert_refused, claimdesk
from tests.conftest import ROOT, SAMPLES
from tests.rag.claim_builders import article, beside, told

READING = (
    ("ask", "What did Russia claim about Douma?"),
    ("ask", "--batch", "-"),
    ("chat",),
    ("check", "The gas attack was staged."),
    ("quote", "a blatant lie"),
    ("search", "chlorine"),
    ("claims",),
    ("timeline", "--about", "Douma"),
    ("claimants",),
    ("claimants", "--merge", "Russia", "Moscow"),
    ("articles",),
    ("articles", "--json"),
    ("show", "Ferries sold"),
    ("edit", "Ferries sold", "--title", "x"),
    ("remove", "Ferries sold"),
    ("reindex",),
)


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize("made", [False, True], ids=["no folder", "an empty folder"])
def test_what_reads_makes_no_archive(tmp_path: Path, command: tuple[str, ...], made: bool) -> None:
    folder = tmp_path / "mistyped" / "news desk"
    if made:
        folder.mkdir(parents=True)
    run = claimdesk(folder, *command)
    assert_refused(run, str(folder), f"claimdesk --archive '{folder}' add PATH", "or check --archive")
    assert run.out == ""
    assert list(tmp_path.rglob("*")) == ([folder.parent, folder] if made else [])


def test_the_archive_that_is_meant_anyway_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(claimdesk(Path("archive"), "articles"), "with: claimdesk add PATH")
    monkeypatch.setenv("CLAIMDESK_ARCHIVE", str(tmp_path / "mine"))
    assert_refused(claimdesk(tmp_path / "mine", "articles"), "with: claimdesk add PATH")
    assert not list(tmp_path.iterdir())


def test_adding_makes_the_archive(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The council of Bree denied on Friday that its bridge was unsafe.")
    folder = tmp_path / "deep" / "archive"
    assert claimdesk(folder, "add", tmp_path / "note.txt").code == 0
    listed = claimdesk(folder, "articles")
    assert (listed.code, listed.err) == (0, f"1 article in {folder}\n")
    assert claimdesk(folder, "reindex").out == "1 passage indexed\n"


def test_what_serves_makes_the_archive_for_another_to_fill(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "cli.py", "--archive", tmp_path / "archive", "mcp"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "archive" / "archive.db").exists()


def test_a_hint_names_the_archive_that_was_asked(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = f"claimdesk --archive {samples_folder}"
    assert_refused(claimdesk(samples_folder, "show", "none"), f"list them with: {named} articles")
    assert_refused(claimdesk(samples_folder, "claimants", "--merge", "No One", "x"), f"with: {named} claimants")
    tricky = claimdesk(samples_folder, "show", "x: claimdesk articles").err
    assert tricky.startswith("claimdesk: no article is called 'x: claimdesk articles'; ")
    monkeypatch.setenv("CLAIMDESK_ARCHIVE", str(samples_folder))
    assert_refused(claimdesk(samples_folder, "show", "none"), "list them with: claimdesk articles")


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (("ask", "Who?", "--batch", "rows"), "a question or --batch FILE"),
        (("search", "chlorine", "--batch", "rows"), "a query or --batch FILE"),
        (("quote", "a lie", "--batch", "rows"), "a quotation or --batch FILE"),
        (("check", "It rained.", "--batch", "rows"), "a statement, --file TEXT or --batch FILE"),
        (("check", "It rained.", "--file", "text"), "a statement, --file TEXT or --batch FILE"),
        (("check", "--file", "text", "--batch", "rows"), "a statement, --file TEXT or --batch FILE"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_nothing_that_is_given_is_left_out_in_silence(tmp_path: Path, command: tuple[str, ...], wanted: str) -> None:
    assert_refused(claimdesk(tmp_path / "none", *command), f"give just one: {wanted}")


@pytest.mark.parametrize("part", [("60", "10"), ("10", "10"), ("999999", "1000000"), ("0", "0")], ids="-".join)
def test_a_part_that_an_article_has_not_is_refused(samples_folder: Path, part: tuple[str, str]) -> None:
    title = "Nothing happened in Douma but theatre, Moscow insists"
    size = len(claimdesk(samples_folder, "show", title, "--json").json["text"])
    run = claimdesk(samples_folder, "show", title, "--start", part[0], "--end", part[1])
    assert_refused(run, f"from 0 to {size}")


def test_claims_that_cannot_be_read_from_a_file_fail(tmp_path: Path) -> None:
    good = SAMPLES / "moscow-says-douma-attack-was-staged.md"
    run = claimdesk(tmp_path / "none", "extract", good, tmp_path / "no.txt")
    assert run.code == 1
    assert [json.loads(line)["id"] for line in run.out.splitlines()] == [str(good)]
    assert run.err.startswith(f"failed: {tmp_path / 'no.txt'}: ")
    assert not (tmp_path / "none").exists()


def test_a_claim_of_nobody_known_that_others_dispute_is_told_as_somebodys(capsys: pytest.CaptureFixture[str]) -> None:
    page = article()
    denial = told(page, ("denies this",), claimant=None, polarity="denies")
    _print_claim(told(page, ("We are ready",), beside(denial, "denies"), claimant=None))
    shown = capsys.readouterr().out
    assert shown.count("somebody: ") == 2
    assert "denies it: somebody" in shown
    assert "None" not in shown
