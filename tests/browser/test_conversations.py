"""The conversations of the evals, typed in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.cases import Case
from index import Archive
from tests.browser.driving import asked, missing
from tests.conversations import conversations, quoted, replies

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]


@pytest.mark.parametrize("case", conversations()[:2], ids=lambda case: case.id)
def test_a_conversation_of_the_evals_goes_the_same_way_in_a_browser(page: Page, archive: Archive, case: Case) -> None:
    told = replies(archive, case)
    for number, turn in enumerate(case.turns):
        asked(page, turn, f"cite-{number}-1")
    shown = page.locator("[class*=st-key-conversation]").inner_text()
    assert quoted(told)
    assert all(" ".join(words.split()) in " ".join(shown.split()) for words in quoted(told))
