"""Statements are found by what the whole article is about; questions by the passage."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from index import Archive
from rag.fusion import FIRST, POOL, QUESTION, STATEMENT, fuse, scaled, with_articles
from rag.retrieve import lexical_query, retrieve

CLAIM = "Tidal turbines off Orkney harm seals"
PADDING = "The harbour master spoke of ropes, paint, lamps and the price of diesel. " * 12
BEFORE_AND_AFTER = {
    "study": ("Tidal turbines were watched for three years.", "Seals swam around Orkney unharmed."),
    "fair": ("A fair opened in Orkney with turbines on show.", "Children ate ice cream there."),
    "other": ("Snow fell on the hills.", "It melted soon."),
}
TEXTS = {name: "\n\n".join((a, PADDING, PADDING, b)) for name, (a, b) in BEFORE_AND_AFTER.items()}


@pytest.fixture(scope="module")
def tidal(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("tidal")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    archive = Archive(folder / "archive")
    archive.add(sorted(folder.glob("*.txt")), claims=False)
    return archive


def named(archive: Archive) -> dict[str, str]:
    """Return the ids of the articles by the names of their files."""
    return {Path(a.path).stem: a.id for a in archive.articles()}


def test_an_article_is_as_near_as_the_mean_of_its_passages(tidal: Archive) -> None:
    study = named(tidal)["study"]
    words = [p.span.of(tidal.article(study).text) for p in tidal.passages(study)]
    assert len(words) > 1
    query, *vectors = tidal.encode([CLAIM, *words])
    mean = np.mean(vectors, axis=0)
    near, _ = tidal.whole(CLAIM, [study])[study]
    assert near == pytest.approx(float(mean @ query / np.linalg.norm(mean)), abs=1e-4)


def test_words_count_wherever_they_stand_in_the_article(tidal: Archive) -> None:
    ids = named(tidal)
    told = {name: tidal.whole(CLAIM, ids.values())[i][1] for name, i in ids.items()}
    assert told["study"] > told["fair"] > told["other"] == 0.0


def test_bm25_of_a_whole_text_is_the_textbooks(tidal: Archive) -> None:
    ids = named(tidal)
    passages = tidal.counts()["passages"]
    found = tidal.word_frequency(["seals"])["seals"]
    rare = math.log(1 + (passages - found + 0.5) / (found + 0.5))
    assert tidal.whole("seals", [ids["study"]])[ids["study"]][1] == pytest.approx(rare * 2.2 / (1 + 1.2), rel=1e-6)


def test_a_statement_finds_the_article_that_is_about_all_of_it(tidal: Archive) -> None:
    first = retrieve(tidal, CLAIM, 5)[0]
    assert first.passage.article_id == named(tidal)["study"]
    assert set(first.parts) == set(STATEMENT)


def test_a_question_is_about_passages(tidal: Archive) -> None:
    assert set(retrieve(tidal, f"Do {CLAIM.lower()}?", 5)[0].parts) == {*QUESTION, "dense"}


def test_every_hit_stays_and_what_is_not_looked_at_stays_behind(archive: Archive) -> None:
    text = "Russia denied that chemical weapons were used in Douma"
    lists = {"dense": archive.dense(text, 200), "lexical": archive.lexical(lexical_query(text), 200)}
    hits = fuse(lists, FIRST)
    found = with_articles(archive, text, hits)
    assert {h.passage.id for h in found} == {h.passage.id for h in hits}
    assert [h.passage.id for h in found[POOL:]] == [h.passage.id for h in hits[POOL:]]
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)
    assert with_articles(archive, text, []) == []


def test_shares_add_up() -> None:
    assert all(sum(shares.values()) == pytest.approx(1.0) for shares in (FIRST, QUESTION, STATEMENT))


def test_scores_are_scaled_from_the_lowest_to_the_highest() -> None:
    fit = scaled([4.0, 2.0, 3.0])
    assert [fit(4.0), fit(3.0), fit(2.0)] == [1.0, 0.5, 0.0]
    assert [scaled([2.0, 2.0])(2.0), scaled([0.0])(0.0)] == [1.0, 0.0]
