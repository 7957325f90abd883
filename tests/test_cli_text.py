"""``claimdesk check --file``: a whole text at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli_text
from index.values import NO_FILTERS
from rag import Desk
from rag.checked import checked, plain_text, summary
from rag.pasted import read
from tests.command import assert_refused, claimdesk

MISSILES = "American, British and French forces fired 205 missiles at three sites."
TEXT = f"Good evening, and welcome.\n\n{MISSILES} What will happen next?\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with a text."""
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_text_is_printed_with_each_checked_sentence_marked_and_its_verdict_below(
    samples_folder: Path, file: Path
) -> None:
    told = claimdesk(samples_folder, "check", "--file", file)
    assert told.code == 0
    (marked,) = [line for line in told.out.split("\n") if line.startswith("[1 ")]
    label = marked[3:].split(":")[0]
    assert label in ("supported", "refuted", "disputed", "not enough evidence")
    assert f"[1 {label}: {MISSILES}] What will happen next?" in told.out
    assert f"1. {MISSILES}\n{label.capitalize()}" in told.out
    assert "checking sentence 3/3" in told.err
    assert f"1 of 3 sentences checked: 1 {label}" in told.err


def test_json_has_a_row_for_each_sentence_with_its_place_worth_and_verdict(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "check", "--file", "-", "--json", stdin=TEXT)
    rows = told.json
    assert [TEXT[r["start"] : r["end"]] for r in rows] == [s.span.of(TEXT) for s in read(TEXT)]
    assert [bool(r["verdict"]) for r in rows] == [False, True, False] == [r["worth"] >= 0.5 for r in rows]
    assert {"stance", "quote", "article_id", "start", "end"} <= set(rows[1]["evidence"][0])


def test_claimreview_has_the_checked_sentences_alone(samples_folder: Path, file: Path) -> None:
    (review,) = claimdesk(samples_folder, "check", "--file", file, "--claimreview").json
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == MISSILES


def test_a_file_that_cannot_be_read_is_one_line(samples_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "torn.txt").write_bytes(b"\xff\xfe\x00\xd8")
    (tmp_path / "empty.txt").write_text("  \n")
    assert_refused(claimdesk(samples_folder, "check", "--file", tmp_path / "none.txt"), "cannot be read")
    assert_refused(claimdesk(samples_folder, "check", "--file", tmp_path / "torn.txt"), "UTF-8")
    assert_refused(claimdesk(samples_folder, "check", "--file", tmp_path / "empty.txt"), "empty")


class _Interrupted(Desk):
    """A desk whose user presses Ctrl-C at the second statement."""

    asked = 0

    def check(self, *args: object, **options: object) -> object:  # type: ignore[override]
        self.asked += 1
        if self.asked > 1:
            raise KeyboardInterrupt
        return super().check(*args, **options)  # type: ignore[arg-type]


def test_ctrl_c_keeps_what_is_done(desk: Desk, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(f"{MISSILES} Russia vetoed a draft in New York.\n", encoding="utf-8")
    cli_text.check_file(_Interrupted(desk.archive), file, NO_FILTERS, 10, as_json=False, claimreview=False)
    told = capsys.readouterr()
    assert f": {MISSILES}] Russia vetoed a draft in New York." in told.out
    assert "stopped after 1" in told.err


def test_a_statement_of_one_sentence_is_checked_whatever_its_worth(desk: Desk) -> None:
    sentences = read("What will happen next?")
    assert not sentences[0].is_worth_checking
    (one,) = checked(desk, sentences)
    assert one.verdict is not None


def test_a_sentence_that_is_too_long_is_told_and_the_others_are_checked(desk: Desk) -> None:
    text = f"{MISSILES} In 2018 the minister said that it cost {'5 million euros and ' * 120}more."
    found = list(checked(desk, read(text)))
    long = [c for c in found if c.problem]
    assert all("part by part" in c.problem and c.verdict is None for c in long)
    assert found[0].verdict is not None
    assert plain_text(text, found).count("not checked") == len(long)
    assert summary(found, len(found)).endswith(f"{len(long)} could not be" if long else found[0].verdict.label)
