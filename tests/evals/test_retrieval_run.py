"""Public collections searched in every way: what counts as found, what is reported beside it, what is exported."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from evals.answer_run import measure_multihop
from evals.retrieval_run import Documents, archive_of, compared, measure_retrieval, searched
from evals.retrieval_sets import Collection, Document, Topic, check_covid, fnc1, squad2
from index import Archive

TEXTS = {
    "ferry": "The ferry to Brindisi will sail again on Monday after three weeks of repairs in the yard.",
    "mayor": "The mayor of Varna resigned on Tuesday over a contract for new street lamps.",
    "wheat": "Wheat prices fell for the fifth day because the harvest in the south was larger than expected.",
    "copy": "The ferry to Brindisi will sail again on Monday after three weeks of repairs in the yard.",
    "bees": "Bee keepers in the valley reported that half of their colonies did not survive the winter.",
}
TOPICS = (
    Topic("q1", "when does the Brindisi ferry sail again", frozenset({"ferry", "copy"})),
    Topic("q2", "why did the mayor of Varna resign", frozenset({"mayor"})),
    Topic("q3", "who won the chess tournament", frozenset()),
)
TINY = Collection("squad2", tuple(Document(i, i.title(), t) for i, t in TEXTS.items()), TOPICS)


@pytest.fixture(scope="module")
def searched_tiny() -> object:
    with archive_of(TINY) as archive:
        return compared(TINY, archive, full=False)


def test_the_desk_is_measured_beside_simpler_ways(searched_tiny: object) -> None:
    measures = {m.name: m for m in searched_tiny.measures}  # type: ignore[attr-defined]
    assert measures["Success@1"].value == 1.0
    assert measures["Success@1"].better == "higher"
    for way in ("unranked", "two lists", "bm25", "dense"):
        assert measures[f"Success@1 ({way})"].better == "reported"
    assert measures["Success@1"].n == 2


def test_runs_and_judgements_are_kept_for_other_tools(searched_tiny: object) -> None:
    assert searched_tiny.qrels == {"q1": {"copy": 1, "ferry": 1}, "q2": {"mayor": 1}}  # type: ignore[attr-defined]
    assert searched_tiny.runs["desk"]["q2"][0][0] == "mayor"  # type: ignore[attr-defined]


def test_a_copy_is_found_right_behind_the_document_that_is_searched_for_it() -> None:
    with archive_of(TINY) as archive:
        found = Documents(archive).of(archive.lexical("Brindisi ferry", 3))
    assert {i for i, _ in found[:2]} == {"ferry", "copy"}


def test_only_topics_with_an_answer_are_searched() -> None:
    asked: list[str] = []
    searched(lambda text: asked.append(text) or [], TOPICS)  # type: ignore[func-returns-value]
    assert asked == [t.text for t in TOPICS[:2]]


def test_a_part_has_what_its_queries_need() -> None:
    part = TINY.part(2, 3)
    assert len(part.topics) == 2
    assert len(part.documents) == 3
    assert all(t.relevant <= {d.id for d in part.documents} for t in part.topics)
    assert TINY.part(100, 100) == TINY


def test_a_test_split_is_measured_in_place_of_dev(tmp_path: Path) -> None:
    _write(tmp_path / "corpus", [{"cord_id": "a", "title": "T", "abstract": ["One.", "Two."]}])
    for split in ("dev", "test"):
        _write(tmp_path / split, [{"id": split, "claim": "C ", "cord_id": "a", "label": "SUPPORT"}])
    assert [t.id for t in check_covid(tmp_path).topics] == ["test"]


def test_an_unrelated_article_is_not_right_for_a_headline(tmp_path: Path) -> None:
    _write(tmp_path / "articles", [{"id": "1", "text": "x"}, {"id": "2", "text": "y"}])
    rows = [{"headline": "H", "body": "1", "stance": "unrelated"}, {"headline": "H", "body": "2", "stance": "discuss"}]
    _write(tmp_path / "stances", rows)
    assert [t.relevant for t in fnc1(tmp_path).topics] == [{"2"}]


def test_a_question_without_an_answer_has_no_right_paragraph(tmp_path: Path) -> None:
    asked = [{"id": str(n), "question": "Q?", "answers": [], "is_impossible": bool(n)} for n in (0, 1)]
    _write(tmp_path / "articles", [{"title": "A_b", "paragraphs": [{"context": "Text.", "qas": asked}]}])
    assert [set(t.relevant) for t in squad2(tmp_path).topics] == [{"A_b-0"}, set()]


def test_what_is_not_here_is_skipped(tmp_path: Path) -> None:
    results, skipped = measure_retrieval("check_covid", tmp_path, full=False)
    assert results == []
    assert skipped[0].name == "check_covid"
    assert measure_multihop(tmp_path, tmp_path)[1][0].name == "multihop"


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with gzip.open(path.with_suffix(".jsonl.gz"), "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def test_articles_of_an_archive_keep_their_rows_as_names(archive: Archive) -> None:
    names = {i for i, _ in Documents(archive).of(archive.lexical("Douma", 5))}
    assert all(name.endswith(".md") for name in names)
