"""The page *Claims* in a real Chromium: choosing, following links, reloading, phones, and hostile words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import hostile
from tests.browser.driving import click_row, comes_into_view, missing, settled, turned

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

ONE_ELEMENT_ONLY = "n => n.textContent"


def choose(tab: Page, row: int) -> Locator:
    """Click the claim in a row of the table; return the first mark in its article."""
    words = tab.locator(f"#glide-cell-1-{row}").first.evaluate(ONE_ELEMENT_ONLY)
    click_row(tab.locator("[data-testid=stDataFrame]").first, row, tab.locator(".cd-said", has_text=words[:30]))
    settled(tab)
    return tab.locator(".cd-body .cd-part").first


def said(tab: Page) -> str:
    """Return the words of the claim that is open."""
    return str(tab.locator(".cd-said").evaluate(ONE_ELEMENT_ONLY))


def test_choosing_claims_opens_each_at_its_words(tab: Page, address: str) -> None:
    turned(tab, address, "about=Douma")
    for row in (0, 2, 4):
        mark = choose(tab, row)
        assert comes_into_view(mark)
        content = tab.locator(".cd-body .cd-part:not(.cd-source):not(.cd-cue)").all_text_contents()
        assert all(part in said(tab) for part in content)
        assert "claim=" in tab.url


def test_a_link_leads_to_the_other_claim_and_a_reload_shows_it_again(tab: Page, address: str) -> None:
    from playwright.sync_api import expect

    turned(tab, address, "about=Douma&disputed=true")
    choose(tab, 0)
    first = said(tab)
    tab.locator("[class*=st-key-link-] button").first.click()
    tab.wait_for_function("words => document.querySelector('.cd-said')?.textContent !== words", arg=first)
    settled(tab)
    other, url = said(tab), tab.url
    tab.reload()
    tab.locator(".cd-said").wait_for()
    settled(tab)
    assert said(tab) == other
    assert tab.url == url
    expect(tab.locator(".st-key-about input")).to_have_value("Douma")
    tab.go_back()
    tab.wait_for_function("words => document.querySelector('.cd-said')?.textContent === words", arg=first)


def test_typing_a_claimant_asks_for_it_and_the_address_says_so(tab: Page, address: str) -> None:
    turned(tab, address)
    tab.locator(".st-key-claimant input").fill("Moscow")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**claimant=Moscow**")
    settled(tab)
    assert int(tab.locator(".cd-count").inner_text().split()[0]) > 0


@pytest.mark.parametrize(
    ("asked", "line"),
    [("about=zebras&before=1990", "a claim with neither is left out"), ("claimant=Captain+Nobody", "by its name")],
)
def test_filters_that_leave_nothing_say_why_and_can_be_cleared(tab: Page, address: str, asked: str, line: str) -> None:
    tab.goto(f"{address}/claims?{asked}")
    tab.locator(".cd-count", has_text="No claim matches").wait_for()
    assert tab.locator(".cd-text", has_text=line).count() == 1
    tab.locator(".st-key-clear button").click()
    tab.locator("#glide-cell-1-0").first.wait_for(state="attached")
    settled(tab)
    assert "No claim matches" not in tab.locator(".cd-count").inner_text()
    assert asked.split("=")[0] not in tab.url


def test_a_date_that_is_none_is_told_and_the_next_one_is_used(tab: Page, address: str) -> None:
    tab.goto(f"{address}/claims?after=14/04/2018")
    tab.locator(".cd-problem").wait_for()
    assert "is not a date" in tab.locator(".cd-problem").inner_text()
    assert tab.locator("[data-testid=stDataFrame]").count() == 0
    tab.locator(".st-key-after input").fill("2018-04-14")
    tab.keyboard.press("Enter")
    tab.locator("#glide-cell-1-0").first.wait_for(state="attached")
    settled(tab)
    assert tab.locator(".cd-problem").count() == 0


def test_the_pages_keep_their_own_filters(tab: Page, address: str) -> None:
    from playwright.sync_api import expect

    turned(tab, address, "about=Douma&after=2018")
    tab.get_by_role("link", name="Ask").first.click()
    tab.get_by_test_id("stChatInputTextArea").wait_for()
    settled(tab)
    assert tab.locator(".st-key-since input").input_value() == ""
    assert "after=" not in tab.url
    tab.get_by_role("link", name="Claims").first.click()
    tab.locator(".st-key-about input").wait_for()
    settled(tab)
    expect(tab.locator(".st-key-about input")).to_have_value("Douma")


def test_a_mark_of_the_timeline_opens_its_claim(tab: Page, address: str) -> None:
    turned(tab, address, "about=Douma&disputed=true")
    mark = tab.locator("[data-testid=stVegaLiteChart] .mark-symbol path").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.locator(".cd-said").wait_for()


def test_on_a_phone_nothing_runs_out_of_the_page_and_a_claim_scrolls_to_its_words(tab: Page, address: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    turned(tab, address, "about=Douma")
    tab.locator("[data-testid=stDataFrame]").scroll_into_view_if_needed()
    mark = choose(tab, 0)
    assert comes_into_view(mark)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_words_stay_words(tab: Page, address: str) -> None:
    turned(tab, address, "about=bridge+over+the+Tarn")
    choose(tab, 0)
    assert tab.locator(".cd-body").evaluate(ONE_ELEMENT_ONLY) == hostile.TEXT
    assert hostile.PUBLISHER in tab.locator(".st-key-article").evaluate(ONE_ELEMENT_ONLY)
    whole = tab.locator("[data-testid=stApp]")
    assert whole.locator("img, a[href*=evil], .katex, s, u, em, strong").count() == 0
    assert tab.evaluate("window.stolen") is None
    assert tab.evaluate("getComputedStyle(document.body).display") != "none"
