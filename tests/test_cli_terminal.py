"""The command line on a terminal: tables, highlighted quotes, widths, colours, and articles that try to steer it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from index import Archive
from tests.command import Run, claimdesk
from tests.conftest import ROOT

ASKED = "What did Russia claim about Douma?"
TITLE = "Nothing happened in Douma but theatre, Moscow insists"
STYLE = re.compile(r"\x1b\[([\d;]*)m")
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
COMMANDS = (
    ("articles",),
    ("claims", "--about", "Douma"),
    ("timeline", "--about", "Douma"),
    ("claimants",),
    ("search", "chlorine in Douma", "-k", "3"),
    ("check", "The gas attack in Douma was staged."),
    ("ask", ASKED),
    ("quote", "a blatant lie"),
    ("quote", "a shameless lie"),
    ("show", TITLE),
    ("show", TITLE, "--start", "625", "--end", "638"),
    (),
)


def bare(run: Run) -> str:
    """Return what a terminal shows, without its styles."""
    return STYLE.sub("", run.out)


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: " ".join(c) or "nothing")
@pytest.mark.parametrize("width", [40, 100])
def test_a_terminal_gets_styled_lines_that_fit(samples_folder: Path, command: tuple[str, ...], width: int) -> None:
    run = claimdesk(samples_folder, *command, width=width)
    assert run.code == 0, run.err
    assert STYLE.search(run.out)
    assert max(map(len, bare(run).split("\n"))) <= width


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: " ".join(c) or "nothing")
def test_what_is_no_terminal_gets_plain_text(samples_folder: Path, command: tuple[str, ...]) -> None:
    assert "\x1b" not in claimdesk(samples_folder, *command).out


def test_a_terminal_shows_the_words_that_a_pipe_gets(samples_folder: Path) -> None:
    plain = claimdesk(samples_folder, "ask", ASKED)
    assert flat(bare(claimdesk(samples_folder, "ask", ASKED, width=100))) == flat(plain.out)
    plain = claimdesk(samples_folder, "check", "The gas attack in Douma was staged.")
    shown = claimdesk(samples_folder, "check", "The gas attack in Douma was staged.", width=100)
    assert flat(bare(shown)) == flat(plain.out)


def test_a_silent_archive_says_so_on_a_terminal_too(samples_folder: Path) -> None:
    shown = bare(claimdesk(samples_folder, "ask", "Who won the marathon of 2012?", width=100))
    assert shown.startswith("No answer in the archive. ")
    assert "Looked at:" in shown


def test_quotes_are_highlighted(samples_folder: Path) -> None:
    claims = claimdesk(samples_folder, "claims", "--about", "Douma", width=200).out
    assert '\x1b[36m"irrefutable"\x1b[0m' in claims
    found = claimdesk(samples_folder, "search", "chlorine", "-k", "1", width=200).out
    assert re.search("\x1b\\[1mchlorine\x1b\\[0m", found, re.IGNORECASE)


SENTENCE = 'Karen Pierce, called the accusation "grotesque" and "{}".'


def test_a_quotation_is_shown_within_its_sentence_with_what_is_changed_marked(samples_folder: Path) -> None:
    altered = claimdesk(samples_folder, "quote", "a shameless lie", width=200).out
    assert altered.startswith("\x1b[1;33mAltered\x1b[0m. ")
    assert "changed: \x1b[31m“shameless”\x1b[0m, written: \x1b[32m“blatant”\x1b[0m" in altered
    assert SENTENCE.format("\x1b[1;36ma \x1b[0m\x1b[1;4;33mblatant\x1b[0m\x1b[1;36m lie\x1b[0m") in altered
    exact = claimdesk(samples_folder, "quote", "a blatant lie", "--by", "Karen Pierce", width=200).out
    assert exact.startswith("\x1b[1;32mExact\x1b[0m. ")
    assert SENTENCE.format("\x1b[1;36ma blatant lie\x1b[0m") in exact
    other = claimdesk(samples_folder, "quote", "a blatant lie", "--by", "Lavrov", width=200).out
    assert other.startswith("\x1b[1;31mOther claimant\x1b[0m. ")


def test_a_quotation_in_parts_is_shown_in_one_sentence(samples_folder: Path) -> None:
    shown = bare(claimdesk(samples_folder, "quote", "“grotesque” … “a blatant lie”", width=200))
    assert shown.count(SENTENCE.format("a blatant lie")) == 1
    places = [line for line in shown.split("\n") if line.startswith("    The Northern Ledger, ")]
    assert len(places) == 2


def test_an_article_is_shown_with_its_quotes_highlighted(samples_folder: Path) -> None:
    run = claimdesk(samples_folder, "show", TITLE, width=2000)
    text = claimdesk(samples_folder, "show", TITLE, "--json").json["text"]
    assert bare(run).endswith(f"\n\n{text}\n")
    assert '\x1b[36m"a blatant lie"\x1b[0m' in run.out
    assert run.out.startswith(f"\x1b[1m{TITLE}\x1b[0m")


def test_a_part_of_an_article_is_shown_in_its_paragraphs(samples_folder: Path) -> None:
    run = claimdesk(samples_folder, "show", TITLE, "--start", "625", "--end", "638", width=2000)
    assert '"\x1b[1;36ma blatant lie\x1b[0m".' in run.out
    told, text = bare(run), claimdesk(samples_folder, "show", TITLE, "--json").json["text"]
    (shown,) = [line for line in told.split("\n") if "a blatant lie" in line]
    assert shown.removeprefix("… ").removesuffix(" …") in text.split("\n")


def test_json_is_the_same_on_a_terminal(samples_folder: Path) -> None:
    asked = (("claims", "--about", "Douma"), ("claimants",), ("search", "Douma", "-k", "1"), ("show", TITLE))
    for command in (*asked, ("quote", "a shameless lie")):
        here, there = (claimdesk(samples_folder, *command, "--json", width=width) for width in (None, 60))
        assert here.out == there.out
        json.loads(here.out)


def test_no_color_is_respected(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = claimdesk(samples_folder, "check", "The gas attack in Douma was staged.", width=100).out
    used = {int(code) for style in STYLE.findall(out) for code in style.split(";") if code}
    assert used <= {0, 1, 2, 3, 4}, "bold and faint only"


def test_a_text_is_shown_with_its_verdicts(samples_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Good evening. Russia vetoed 3 drafts [bold]in New York[/bold]. Who knows?\n")
    run = claimdesk(samples_folder, "check", "--file", tmp_path / "t.txt", width=100)
    assert run.code == 0, run.err
    assert "[bold]in New York[/bold]" in bare(run)


def test_a_real_terminal_is_noticed(samples_folder: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    command = [sys.executable, str(ROOT / "cli.py"), "--archive", str(samples_folder), "articles"]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=settings) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:
            pass  # how a terminal on Linux says that it was closed
        assert process.wait(60) == 0
    os.close(ours)
    assert b"\x1b[1m" in seen


# ---------------------------------------------------------------------------------------------------- nothing steers

ESCAPES = "\x1b[2J\x1b]0;mine\x07\x1b[31m"
HOSTILE = {
    "title": f"[red]Dale{ESCAPES} sells[/red] \x9b31m[link=https://example.org]ferries[/link]",
    "publisher": f"Coast{ESCAPES} [blink]Daily[/blink]",
    "text": (
        f"The harbour board of Dale said on Monday{ESCAPES} that it had sold [bold red]two ferries[/bold red].\n\n"
        f"Its chairwoman, Anna Berg{ESCAPES}, told reporters that “the \x9b41mmoney[/]” would repair the quay of Dale."
    ),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive whose one article is full of markup and escape sequences."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "rows.jsonl").write_text(json.dumps(HOSTILE) + "\n", encoding="utf-8")
    with Archive(home / "archive") as archive:
        assert not archive.add([home / "rows.jsonl"]).failed
        names = {"title": HOSTILE["title"], "publisher": HOSTILE["publisher"]}
        archive.edit(archive.articles()[0].id, byline=f"Anna{ESCAPES}", **names)
    return home / "archive"


@pytest.mark.parametrize(("as_json", "width"), [(False, None), (True, None), (False, 50)])
@pytest.mark.parametrize(
    "command",
    [
        ("articles",),
        ("show", "rows"),
        ("claims",),
        ("timeline",),
        ("claimants",),
        ("search", "ferries"),
        ("check", "Dale sold two ferries."),
        ("ask", "What did the harbour board say about ferries?"),
        ("quote", "the money"),
        ("quote", "had bought two ferries"),
        ("show", "rows", "--start", "40", "--end", "90"),
    ],
    ids=" ".join,
)
def test_an_article_cannot_steer_the_terminal(
    hostile: Path, command: tuple[str, ...], as_json: bool, width: int | None
) -> None:
    if command[0] == "show":
        command = ("show", claimdesk(hostile, "articles", "--json").json[0]["article_id"], *command[2:])
    run = claimdesk(hostile, *command, *(["--json"] if as_json else []), width=width)
    assert run.code == 0, run.err
    ours = bare(run) if width else run.out
    assert not STEERING.search(ours)
    assert not STEERING.search(run.err.replace("\r", ""))


def test_markup_in_an_article_is_shown_as_it_is(hostile: Path) -> None:
    shown = flat(bare(claimdesk(hostile, "search", "ferries", width=120)))
    assert "[boldred]twoferries[/boldred]" in shown
    assert "[red]Dale" in shown
    assert "[/]" in shown
    quoted = flat(bare(claimdesk(hostile, "quote", "the harbour board of Dale said on Monday", width=120)))
    assert "ithadsold[boldred]twoferries[/boldred]" in quoted
    article = claimdesk(hostile, "articles", "--json").json[0]["article_id"]
    for part in ([], ["--start", "40", "--end", "90"]):
        assert "sold[boldred]twoferries[/boldred]" in flat(bare(claimdesk(hostile, "show", article, *part, width=120)))


def test_errors_cannot_steer_the_terminal(samples_folder: Path) -> None:
    run = claimdesk(samples_folder, "show", f"no{ESCAPES}ne")
    assert run.code == 2
    assert not STEERING.search(run.err)


# ----------------------------------------------------------------------------------------------- claimdesk alone


def test_alone_it_says_what_the_archive_holds_and_what_to_try(samples_folder: Path) -> None:
    run = claimdesk(samples_folder)
    assert run.code == 0, run.err
    assert "holds 10 articles (1 copy) of 6 publishers" in run.out
    assert re.search(r"with \d+ claims\.", run.out)
    assert "Most heard: Russia (" in run.out
    tried = [line.strip() for line in run.out.split("\n") if line.startswith("  claimdesk")]
    assert [re.sub(r" --archive \S+", "", line).split()[1] for line in tried] == ["ask", "check", "timeline"]
    assert all(f"--archive {samples_folder}" in line for line in tried)


@pytest.mark.parametrize("made", [False, True])
def test_alone_on_an_empty_archive_it_says_how_to_add(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "archive"
    if made:
        Archive(folder).close()
    for width in (None, 60):
        run = claimdesk(folder, width=width)
        assert run.code == 0
        assert "claimdesk" in run.out
        assert " add FOLDER" in bare(run).replace("\n", " ")
    assert folder.exists() == made, "looking makes no archive"


def test_alone_on_what_can_be_no_archive_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    run = claimdesk(tmp_path / "file")
    assert run.code == 2
    assert "--archive" in run.err


def test_commands_print_through_what_takes_control_characters_out() -> None:
    raw = re.compile(r"(?<![\w.])print\((?!f?\"\\[rn])")
    for path in ROOT.glob("cli*.py"):
        if path.name not in ("cli_base.py", "cli_serve.py"):
            assert not raw.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_commands(shell: str) -> None:
    asks = {"COMP_WORDS": "claimdesk ti", "COMP_CWORD": "1", "_TYPER_COMPLETE_ARGS": "claimdesk ti"}
    settings = (
        os.environ | asks | {"_CLAIMDESK_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    )
    code = "import sys, cli; sys.argv = ['claimdesk']; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False
    )
    assert "timeline" in done.stdout, done.stderr
