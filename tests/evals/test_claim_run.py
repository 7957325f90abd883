"""The suite *claims* from an extractor's claims to a result."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evals.claim_cases import ClaimCorpus, ExpectedLink
from evals.claim_run import measure
from evals.values import Result
from index.claim import Claim, Link
from index.values import Article
from tests.evals.attributions import GOLD, Scripted, claim, marked

FAULTLESS = [claim(g, "a1") for g in GOLD]
OTHERS = [claim(g, "a2") for g in GOLD]
LINK = ExpectedLink(id="1-0", kinds=("denies",), claim=("a1", 1), other=("a2", 0))
CORPUS = ClaimCorpus("tried", (marked(), marked(id_="a2")), "d" * 64, (LINK,))


def value(result: Result, name: str) -> float | None:
    return next(m.value for m in result.measures if m.name == name)


def linked(articles: Sequence[Article], claims: Sequence[Sequence[Claim]]) -> list[Link]:
    return [Link(claims[0][1].id, claims[1][0].id, "denies", 0.9, f"of {len(articles)} articles")]


def test_a_faultless_extractor_scores_one_with_a_row_an_article() -> None:
    result = measure(CORPUS, Scripted({"a1": FAULTLESS, "a2": OTHERS}), linked)
    assert result.key == "tried/claims"
    assert [(m.n, m.crashed) for m in result.measures if m.name == "content_F1"] == [(10, 0)]
    assert [m.n for m in result.measures if m.name in ("direct_F1", "polarity_accuracy", "dropped_hedge")] == [0, 8, 2]
    assert value(result, "content_F1") == value(result, "link_precision") == value(result, "link_recall") == 1
    assert [(row.outcome.case.id, row.outcome.case.kind, row.scores["content_F1"]) for row in result.rows] == [
        ("a1", "article", 1),
        ("a2", "article", 1),
    ]
    assert result.kinds["content_recall"] == {"nested": (1, 2)}


def test_an_article_that_crashes_counts_as_nothing_found_and_costs_no_other() -> None:
    result = measure(CORPUS, Scripted({"a1": FAULTLESS, "a2": RuntimeError("out of words")}), linked_none)
    assert value(result, "content_recall") == 0.5
    assert [row.error for row in result.rows] == [None, "RuntimeError: out of words"]
    assert result.rows[1].scores == {"content_F1": 0, "content_recall": 0}
    assert {m.crashed for m in result.measures if m.name in ("content_F1", "wrong_claimant")} == {1}
    assert value(result, "link_recall") == 0


def linked_none(articles: Sequence[Article], claims: Sequence[Sequence[Claim]]) -> list[Link]:  # noqa: ARG001
    return []


def test_articles_beside_count_for_links_only() -> None:
    corpus = ClaimCorpus("tried", CORPUS.texts[:1], "d" * 64, (LINK,), CORPUS.texts[1:])
    result = measure(corpus, Scripted({"a1": FAULTLESS, "a2": []}), linked_none)
    assert value(result, "content_recall") == 1
    assert value(result, "link_recall") == 0
    assert len(result.rows) == 1


@pytest.mark.parametrize("corpus", [ClaimCorpus("tried", CORPUS.texts, "d" * 64)])
def test_without_expected_links_none_are_measured(corpus: ClaimCorpus) -> None:
    result = measure(corpus, Scripted({"a1": FAULTLESS, "a2": OTHERS}), linked)
    assert not any(m.name.startswith("link") for m in result.measures)
