from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cases import ROOT, corpora, digest, load_cases, load_corpus
from evals.words import holds_any
from index.errors import InputError
from tests.evals.builders import case, unanswerable, write_cases

CASES = ROOT / "evals" / "cases"


def _file(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


ROW: dict[str, object] = {"id": "a", "kind": "fact", "question": "Who?", "answerable": True, "gold": [["x"]]}


def test_a_conversation_is_judged_by_its_last_turn() -> None:
    assert case(question=["Who?", "And then?"]).turns == ("Who?", "And then?")
    assert case().turns == ("Where did the G7 meet?",)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "riddle"},
        {"question": []},
        {"question": " "},
        {"gold": [[]]},
        {"gold": [[""]]},
        {"answerable": False},
        {"expected": "a field that nobody reads"},
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"cases.jsonl:2: .*correct this row"):
        load_cases(_file(tmp_path, ROW, ROW | {"id": "b"} | change))


def test_an_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="used twice"):
        load_cases(_file(tmp_path, ROW, ROW))


def test_a_case_may_only_name_articles_of_its_corpus(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(InputError, match=r"gone\.md"):
        load_corpus("x", _file(tmp_path, ROW | {"articles": ["gone.md"]}), tmp_path / "articles")


def test_the_digest_sees_cases_and_articles_but_not_their_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text("1")
    two.write_text("2")
    before = digest((case("a"), case("b")), (one, two))
    assert digest((case("b"), case("a")), (two, one)) == before
    assert digest((case("a"), case("b", question="Who?")), (one, two)) != before
    two.write_text("2 ")
    assert digest((case("a"), case("b")), (one, two)) != before


def test_real_pages_that_are_not_here_are_skipped_with_the_reason(tmp_path: Path) -> None:
    write_cases(tmp_path, case(), unanswerable())
    found, skipped = corpora(tmp_path / "nowhere", tmp_path)
    assert [corpus.name for corpus in found] == ["samples"]
    assert [s.name for s in skipped] == ["real", "real_held"]
    assert "nowhere/articles" in skipped[0].reason


def test_missing_cases_are_an_error_and_never_a_skip(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"samples.jsonl is missing"):
        corpora(tmp_path / "nowhere", tmp_path)


@pytest.mark.parametrize("name", ["samples", "real", "real_held"])
def test_gold_words_of_our_cases_are_in_the_articles_that_they_name(name: str) -> None:
    folder = ROOT / "examples" / "articles" if name == "samples" else ROOT.parent / "shared" / "articles"
    if not folder.is_dir():
        pytest.skip(f"{folder.parent.name}/articles is not here")
    corpus = load_corpus(name, CASES / f"{name}.jsonl", folder)
    pages = {path.name: path.read_text(encoding="utf-8") for path in corpus.articles}
    for row in corpus.cases:
        texts = [pages[file] for file in row.articles or pages]
        for group in row.gold:
            assert any(holds_any(text, group) for text in texts), f"{row.id}: {group}"
