"""The page *Check* in a real Chromium: a statement, a text, a quotation, reloading, phones, and hostile words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests import hostile
from tests.browser.driving import checking, comes_into_view, missing, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

MISSILES = "American, British and French forces fired 205 missiles at three sites."
STATED = f"Good evening, and welcome. {MISSILES} What will happen next?"


def typed(tab: Page, words: str) -> Page:
    """Type a text and check it."""
    tab.locator(".st-key-statement textarea").fill(words)
    tab.get_by_role("button", name="Check", exact=True).click()
    tab.locator(".st-key-exports").wait_for()
    settled(tab)
    return tab


def test_a_statement_in_the_address_is_checked_and_evidence_scrolls_to_its_words(tab: Page, address: str) -> None:
    checking(tab, address, f"statement={quote(MISSILES)}")
    tab.locator(".st-key-show-1-1 button").click()
    mark = tab.locator(".cd-body mark")
    mark.wait_for()
    assert comes_into_view(mark)
    assert mark.inner_text() in tab.locator(".st-key-row-evidence-1-1").inner_text()
    tab.reload()
    mark.wait_for()


def test_the_verdict_is_a_word_on_a_colour_of_its_own(tab: Page, address: str) -> None:
    badge = typed(checking(tab, address), MISSILES).locator(".cd-verdict").first
    assert badge.inner_text().lower() in ("supported", "refuted", "disputed", "not enough evidence")
    colour = badge.evaluate("n => getComputedStyle(n).backgroundColor")
    assert colour not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


def test_a_text_shows_its_sentences_marked_and_downloads_what_was_found(tab: Page, address: str) -> None:
    typed(checking(tab, address), STATED)
    assert tab.locator(".cd-pasted mark").all_inner_texts() == [MISSILES]
    with tab.expect_download() as told:
        tab.locator(".st-key-export-JSON button").click()
    assert told.value.suggested_filename == "check.json"
    assert MISSILES in told.value.path().read_text(encoding="utf-8")


def test_a_reload_keeps_what_narrows_the_archive_and_so_the_verdict(tab: Page, address: str) -> None:
    checking(tab, address)
    tab.get_by_text("Narrow the archive").click()
    tab.locator(".st-key-published_before input").fill("2017")
    told = typed(tab, "The gas attack in Douma was staged.").locator(".cd-verdict").inner_text()
    assert told.lower() == "not enough evidence"
    tab.wait_for_url("**published_before=2017**")
    tab.reload()
    tab.locator(".st-key-exports").wait_for()
    settled(tab)
    assert tab.locator(".cd-verdict").inner_text() == told
    assert tab.locator(".st-key-published_before input").input_value() == "2017-12-31"


@pytest.mark.parametrize(("words", "line"), [("  ", "the text is empty"), ("x" * 2_001, "more than 2000")])
def test_a_text_that_cannot_be_checked_is_told_and_the_next_one_is_checked(
    tab: Page, address: str, words: str, line: str
) -> None:
    checking(tab, address).locator(".st-key-statement textarea").fill(words)
    tab.get_by_role("button", name="Check", exact=True).click()
    tab.locator(".cd-problem").wait_for()
    settled(tab)
    assert line in tab.locator(".cd-problem").inner_text()
    assert tab.locator("[class*=st-key-show-]").count() == 0
    typed(tab, MISSILES)
    assert tab.locator(".cd-problem").count() == 0


def test_a_date_that_is_none_is_told_and_nothing_is_checked(tab: Page, address: str) -> None:
    checking(tab, address, f"statement={quote(MISSILES)}&published_after=soon")
    tab.locator(".cd-problem").wait_for()
    assert "is not a date" in tab.locator(".cd-problem").inner_text()
    assert tab.locator(".cd-verdict").count() == 0


def test_a_quotation_that_is_nowhere_is_told_and_handed_on(tab: Page, address: str) -> None:
    words = "herons of the marsh eat nothing but eels"
    checking(tab, address, f"mode=Quotation&words={quote(words)}", ".st-key-words")
    tab.locator(".st-key-exports").wait_for()
    assert tab.locator(".cd-verdict").inner_text().lower() == "not found"
    with tab.expect_download() as told:
        tab.locator(".st-key-export-Markdown button").click()
    assert told.value.suggested_filename == "quotation.md"
    assert words in told.value.path().read_text(encoding="utf-8")


def test_a_quotation_is_checked_and_opens_in_its_article(tab: Page, address: str) -> None:
    checking(tab, address, "mode=Quotation&words=swiftly+and+appropriately", ".st-key-words")
    tab.locator(".st-key-show-q-1-1 button").click()
    tab.locator(".cd-body mark").wait_for()
    assert tab.locator(".cd-body mark").inner_text() == "swiftly and appropriately"
    assert tab.locator(".cd-verdict").inner_text().lower() == "exact"


def test_on_a_phone_nothing_runs_out_of_the_page(tab: Page, address: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    typed(checking(tab, address), f"{STATED} {'x' * 300}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_words_stay_words(tab: Page, address: str) -> None:
    typed(checking(tab, address), f"{hostile.SAID} {MISSILES}")
    whole = tab.locator("[data-testid=stApp]")
    assert hostile.MARKUP in str(whole.evaluate("n => n.textContent"))
    assert whole.locator("img, a[href*=evil], .katex, s, u, em, strong").count() == 0
    assert tab.evaluate("window.stolen") is None
    assert tab.evaluate("getComputedStyle(document.body).display") != "none"
