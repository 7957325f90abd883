"""The conversations of the evals, typed into the page in Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import Case
from index import Archive
from tests.conversations import conversations, quoted, replies
from tests.reading import Page, ask, text


@pytest.mark.parametrize("case", conversations(), ids=lambda case: case.id)
def test_a_conversation_of_the_evals_goes_the_same_way_on_the_page(
    page: Page, samples_folder: Path, archive: Archive, case: Case
) -> None:
    at = page(samples_folder)
    for turn in case.turns:
        at = ask(at, turn)
    said = quoted([exchange.outcome for exchange in at.session_state["talk"]])
    assert said == quoted(replies(archive, case)) != []
    assert all(words in text(at) for words in said)
