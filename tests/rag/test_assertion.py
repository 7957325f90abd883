"""Statements taken apart: clauses, and what somebody is said to have said."""

from __future__ import annotations

import time

import pytest

from index.extract import Extractor
from rag.assertion import assertions, clauses


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """Return an extractor, its tagger opened once."""
    return Extractor()


@pytest.mark.parametrize(
    ("statement", "claimant", "content"),
    [
        ("The union says that the fire was arson.", "union", "fire was arson"),
        (
            "According to Ada Brook, the bridge cost 5 million dollars.",
            "Ada Brook",
            "the bridge cost 5 million dollars",
        ),
        ("Norway denied having sold the ship.", "Norway", "having sold the ship"),
    ],
)
def test_an_attribution_has_a_claimant_and_a_content(
    extractor: Extractor, statement: str, claimant: str, content: str
) -> None:
    (found,) = assertions(statement, extractor)
    assert claimant.lower() in (found.claimant or "").lower()
    assert content in found.content


@pytest.mark.parametrize(
    "statement",
    [
        "The mill burned down in 2014.",
        "Norway has evidence that the ship was sold.",
        "The police proved that the fire was arson.",
    ],
)
def test_a_fact_is_nobodys_words_nor_is_evidence(extractor: Extractor, statement: str) -> None:
    (found,) = assertions(statement, extractor)
    assert found.claimant is None
    assert found.text == statement


def test_sentences_and_clauses_are_checked_one_by_one(extractor: Extractor) -> None:
    found = assertions("Norway sold the ship in 2014 and the buyer came from Chile. Nobody was told.", extractor)
    assert [a.text for a in found] == ["Norway sold the ship in 2014", "The buyer came from Chile.", "Nobody was told."]


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Chile sold the ship.",
        "Ministers from Norway and Chile met.",
        "The United States, Britain and France fired missiles at the port.",
        "The mill burned down and was sold.",
        "",
    ],
)
def test_what_a_conjunction_only_lists_stays_together(text: str) -> None:
    assert len(clauses(text)) <= 1


@pytest.mark.parametrize("text", [" and the mill was" * 6000, "a, and " * 15000, "The " * 25000, "“" * 100_000])
def test_clauses_of_anything_are_found_quickly(text: str) -> None:
    started = time.process_time()
    clauses(text)
    assert time.process_time() - started < 5
