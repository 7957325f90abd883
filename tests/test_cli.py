"""The command line: articles in and out, passages, questions, conversations, errors."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from index import Archive
from tests.command import Run, assert_refused, claimdesk
from tests.conftest import ROOT, SAMPLES

ASKED = "What did Russia claim about Douma?"
OFF_TOPIC = "Who won the women's marathon at the 2012 Olympics?"
ORIGIN = ["article_id", "path", "title", "publisher", "published"]
DALE = (
    "The harbour board of Dale said on Monday that it had sold two ferries.\n\n"
    "Its chairwoman, Anna Berg, told reporters that the money would repair the northern quay before winter comes."
)
BREE = "The council of Bree denied on Friday that its bridge was unsafe. An inspector had found eleven cracks in June."


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder of two good articles."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "dale.md").write_text(f"---\ntitle: Ferries sold\npublisher: Coast Daily\n---\n\n{DALE}\n")
    (folder / "bree.txt").write_text(BREE)
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return the folder of an archive that does not exist yet."""
    return tmp_path / "archive"


def rows_file(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in rows), encoding="utf-8")
    return path


def test_adding_a_folder_goes_on_past_a_broken_file(new: Path, papers: Path) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4 this is no PDF")
    run = claimdesk(new, "add", papers)
    assert run.code == 1
    assert run.out.startswith("2 added")
    last = run.err.rstrip().split("\n")[-1]
    assert last.startswith("failed: ")
    assert "broken.pdf: " in last
    assert "Traceback" not in run.err
    assert len(claimdesk(new, "articles", "--json").json) == 2


def test_adding_again_changes_nothing(new: Path, papers: Path) -> None:
    assert claimdesk(new, "add", papers).out.strip() == "2 added"
    before = claimdesk(new, "articles", "--json").json
    again = claimdesk(new, "add", papers / "dale.md", papers)
    assert (again.code, again.out.strip()) == (0, "2 unchanged")
    assert claimdesk(new, "articles", "--json").json == before


def test_a_changed_file_replaces_its_article(new: Path, papers: Path) -> None:
    claimdesk(new, "add", papers)
    (papers / "bree.txt").write_text(BREE.replace("eleven cracks", "twelve rusty bolts"))
    assert claimdesk(new, "add", papers).out.strip() == "1 changed, 1 unchanged"
    found = claimdesk(new, "search", "cracks in the bridge of Bree", "--json").json["results"]
    assert "twelve rusty bolts" in found[0]["text"]
    assert not any("eleven cracks" in r["text"] for r in found)


def test_an_input_that_is_not_there_fails_with_its_reason(new: Path) -> None:
    run = claimdesk(new, "add", "nowhere.txt")
    assert run.code == 1
    assert " added" not in run.out.replace("nothing added", "")
    assert [line for line in run.err.split("\n") if "nowhere.txt" in line] == run.err.rstrip().split("\n")[-1:]


def test_corrections_show_and_survive_adding_again(new: Path, papers: Path) -> None:
    claimdesk(new, "add", papers)
    edited = claimdesk(new, "edit", papers / "dale.md", "--published", "2018-04-22", "--publisher", "O'Neill's $ Daily")
    assert edited.json["published"] == "2018-04-22"
    (papers / "dale.md").write_text((papers / "dale.md").read_text().replace("two ferries", "three ferries"))
    assert "1 changed" in claimdesk(new, "add", papers).out
    shown = claimdesk(new, "show", "Ferries sold", "--json").json
    assert (shown["published"], shown["published_from"]) == ("2018-04-22", "user")
    assert shown["publisher"] == "O'Neill's $ Daily"
    assert "three ferries" in shown["text"]
    found = claimdesk(new, "search", "ferries", "--after", "2018-04", "--before", "2018-04", "--json").json["results"]
    assert {r["publisher"] for r in found} == {"O'Neill's $ Daily"}


def test_a_removed_article_is_gone(new: Path, papers: Path) -> None:
    claimdesk(new, "add", papers)
    gone = claimdesk(new, "remove", "Ferries sold")
    assert (gone.code, gone.out.startswith("removed ")) == (0, True)
    assert [a["path"] for a in claimdesk(new, "articles", "--json").json] == [str(papers / "bree.txt")]
    assert "ferries" not in claimdesk(new, "search", "ferries of Dale", "--json").out
    assert_refused(claimdesk(new, "remove", "Ferries sold"), "Ferries sold", f"--archive {new} articles")


def test_reindexing_keeps_articles_passages_and_results(new: Path, papers: Path) -> None:
    claimdesk(new, "add", papers)
    before = claimdesk(new, "search", "cracks", "--json").json
    with Archive(new) as archive:
        passages = archive.counts()["passages"]
    assert claimdesk(new, "reindex").out.strip() == f"{passages} passages indexed"
    after = claimdesk(new, "search", "cracks", "--json").json
    assert [r["text"] for r in after["results"]] == [r["text"] for r in before["results"]]


def test_articles_are_listed_with_their_copies(samples_folder: Path) -> None:
    listed = claimdesk(samples_folder, "articles", "--json").json
    assert len(listed) == len(list(SAMPLES.iterdir()))
    assert list(listed[0])[:5] == ORIGIN
    assert all(a["characters"] > 0 and "text" not in a for a in listed)
    assert [a["published"] for a in listed if a["publisher"] == "Prairie Courier"] == ["2018-04-23"]
    plain = claimdesk(samples_folder, "articles").out
    assert all(a["article_id"] in plain and a["title"] in plain for a in listed)
    assert plain.count("(copy of ") == 1
    assert sum("2018-" in line for line in plain.split("\n")) == sum("2018-" in (a["published"] or "") for a in listed)


def test_what_is_shown_between_offsets_is_the_quote(samples_folder: Path) -> None:
    for cited in claimdesk(samples_folder, "ask", ASKED, "--json").json["citations"]:
        part = ("--start", str(cited["start"]), "--end", str(cited["end"]))
        for name in (cited["article_id"], cited["path"], cited["title"], cited["article_id"][:9]):
            assert claimdesk(samples_folder, "show", name, *part).out == cited["quote"] + "\n"


def test_an_article_is_shown_whole(samples_folder: Path) -> None:
    first = claimdesk(samples_folder, "articles", "--json").json[0]
    run = claimdesk(samples_folder, "show", first["article_id"])
    assert len(run.out.removesuffix("\n")) == first["characters"]
    assert first["title"] in run.err
    shown = claimdesk(samples_folder, "show", first["article_id"], "--json").json
    assert shown["text"] + "\n" == run.out


def test_search_prints_passages_as_json(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "search", "chlorine in Douma", "-k", "3", "--json").json
    assert list(told) == ["id", "results"]
    assert len(told["results"]) == 3
    for row in told["results"]:
        assert list(row) == [*ORIGIN, "start", "end", "text", "score", "also"]
        text = claimdesk(samples_folder, "show", row["article_id"], "--json").json["text"]
        assert row["text"] == text[row["start"] : row["end"]]
    scores = [r["score"] for r in told["results"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "command", [["ask", "Who met?"], ["search", "Douma"], ["claims"], ["timeline"], ["check", "x"]]
)
def test_a_publisher_that_the_archive_does_not_have_is_named_with_those_like_it(
    samples_folder: Path, command: list[str]
) -> None:
    found = claimdesk(samples_folder, *command, "--publisher", "northern leger")
    assert (found.out, found.code) == ("", 2)
    assert found.err == "claimdesk: no article is of 'northern leger'; did you mean: The Northern Ledger\n"


def test_search_filters_by_date_and_publisher(samples_folder: Path) -> None:
    args = ("--after", "2018-04-14", "--before", "2018-04", "--publisher", "harbour wire", "-k", "50", "--json")
    found = claimdesk(samples_folder, "search", "Douma", *args).json["results"]
    assert {r["published"] for r in found} == {"2018-04-14", "2018-04-22"}
    assert {r["publisher"] for r in found} == {"Harbour Wire"}


def test_search_prints_for_people(samples_folder: Path) -> None:
    run = claimdesk(samples_folder, "search", "chlorine", "-k", "2")
    assert run.out.startswith("1. ")
    assert "\n2. " in run.out
    nothing = claimdesk(samples_folder, "search", "chlorine", "--before", "1999")
    assert (nothing.out, nothing.err.strip(), nothing.code) == ("", "nothing found", 0)


def test_ask_prints_one_json_object(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "ask", ASKED, "--json").json
    assert (told["id"], told["kind"], told["question"]) == (None, "answer", ASKED)
    silent = claimdesk(samples_folder, "ask", OFF_TOPIC, "--json").json
    assert (silent["kind"], silent["statements"], silent["citations"]) == ("abstention", [], [])
    assert silent["searched"]


def test_ask_prints_for_people(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "ask", ASKED)
    assert "[1] The Northern Ledger, 2018-04-14: Nothing happened in Douma but theatre" in told.out
    silent = claimdesk(samples_folder, "ask", OFF_TOPIC)
    assert silent.code == 0
    assert silent.out.startswith("No answer in the archive. ")
    assert "Looked at:\n[1] " in silent.out


def test_ask_holds_its_filters(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "ask", ASKED, "--before", "2017", "-k", "4", "--json").json
    assert {c["published"] for c in told["searched"]} <= {"2017-04-11", "2017-04-13"}
    assert 0 < len(told["searched"]) <= 4


def test_a_conversation_understands_follow_ups_and_shows_them(samples_folder: Path) -> None:
    run = claimdesk(samples_folder, "chat", stdin=f"{ASKED}\nand France?\n\nnever asked\n")
    assert run.code == 0
    first, second = run.out.split("> ")[1:3]
    assert "[1] " in first
    assert "(" + ASKED not in first
    assert second.lstrip().startswith("(What did France")
    assert "Douma" in second.split(")")[0]
    assert "never asked" not in run.out


def test_a_conversation_ends_with_its_input_and_survives_a_bad_line(samples_folder: Path) -> None:
    run = claimdesk(samples_folder, "chat", "--publisher", "Harbour Wire", stdin="?\nWhat did Macron say?")
    assert run.code == 0
    assert "Traceback" not in run.err
    assert "The Northern Ledger" not in run.out


def test_an_empty_archive_answers_politely(new: Path) -> None:
    Archive(new).close()
    assert claimdesk(new, "articles", "--json").json == []
    assert claimdesk(new, "search", "Douma", "--json").json == {"id": None, "results": []}
    silent = claimdesk(new, "ask", ASKED, "--json").json
    assert (silent["kind"], silent["searched"]) == ("abstention", [])
    assert claimdesk(new, "ask", ASKED).out.count("\n") == 1
    assert claimdesk(new, "claimants").err == "no claimants found\n"


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["ask", ""], "empty"),
        (["ask"], "--batch"),
        (["search"], "--batch"),
        (["search", " "], "empty"),
        (["ask", ASKED, "-k", "0"], "1 to 100"),
        (["search", ASKED, "-k", "0"], "1 to 1000"),
        (["ask", ASKED, "--after", "yesterday"], "YYYY-MM-DD"),
        (["ask", ASKED, "--before", "2018-02-30"], "2018-02-30"),
        (["search", ASKED, "--after", "2018-13"], "2018-13"),
        (["search", ASKED, "--after", "2019", "--before", "2018"], "swap"),
        (["chat", "--after", "18"], "YYYY-MM-DD"),
        (["show", "no such article"], " articles"),
        (["edit", "no such article", "--title", "x"], " articles"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["search", "--batch", str(ROOT)], "cannot be read"),
    ],
)
def test_an_error_is_one_line_that_names_the_fix(samples_folder: Path, args: list[str], word: str) -> None:
    assert_refused(claimdesk(samples_folder, *args), word)


@pytest.mark.parametrize("told", [["--published", "22 April"], ["--title", ""], []])
def test_a_bad_correction_is_refused_and_changes_nothing(new: Path, papers: Path, told: list[str]) -> None:
    claimdesk(new, "add", papers / "dale.md")
    before = claimdesk(new, "articles", "--json").json
    assert_refused(claimdesk(new, "edit", "Ferries sold", *told))
    assert claimdesk(new, "articles", "--json").json == before


def test_an_archive_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert_refused(claimdesk(tmp_path / "file", "articles"), "--archive")


def _process(*args: str | Path, stdin: str = "") -> Run:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", *args], input=stdin, capture_output=True, text=True, timeout=120, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr)


def test_help_is_instant() -> None:
    took = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = _process("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert all(name in run.out for name in ("add", "ask", "chat", "search", "show", "edit", "reindex", "remove"))
    assert min(took) < 0.5


def test_a_process_of_its_own_answers_and_ends_with_the_right_code(samples_folder: Path) -> None:
    told = _process("--archive", samples_folder, "ask", ASKED, "--json")
    assert (told.code, told.err) == (0, "")
    assert told.json["kind"] == "answer"
    assert_refused(_process("--archive", samples_folder, "ask", ASKED, "--after", "soon"), "soon")
    assert _process("--archive", samples_folder, "articles", "--nonsense").code == 2


def test_a_reader_that_hangs_up_is_no_error(samples_folder: Path) -> None:
    command = f'"{sys.executable}" "{ROOT / "cli.py"}" --archive "{samples_folder}" articles --json | head -c 1'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("[", "")
