"""The command line of search and ask: what a score is made of, and how sure an answer must be."""

from __future__ import annotations

from pathlib import Path

from tests.command import claimdesk

ASKED = "What did Russia say about Douma?"


def test_search_explains_its_scores_when_asked(samples_folder: Path) -> None:
    search = ("search", ASKED, "-k", "3", "--explain")
    told = claimdesk(samples_folder, *search, "--json").json["results"]
    assert {"dense", "lexical", "wording", "reranker", "claimant"} <= set(told[0]["parts"])
    quick = claimdesk(samples_folder, *search, "--no-rerank", "--json").json["results"]
    assert set(quick[0]["parts"]) == {"dense", "lexical", "wording", "sentence"}
    assert claimdesk(samples_folder, *search).out.count("   score 0.") == 3


def test_how_strict_an_answer_must_be_is_the_users(samples_folder: Path) -> None:
    kinds = [claimdesk(samples_folder, "ask", ASKED, "--strict", p, "--json").json["kind"] for p in ("0", "1")]
    assert kinds == ["answer", "abstention"]


def test_asking_quickly_cites_as_exactly(samples_folder: Path) -> None:
    told = claimdesk(samples_folder, "ask", ASKED, "--no-rerank", "--json").json
    assert told["citations"]
    for c in told["citations"]:
        shown = claimdesk(samples_folder, "show", c["article_id"], "--json").json
        assert c["quote"] == shown["text"][c["start"] : c["end"]]
