"""The pages in a real Chromium without a mouse: each main path, by Tab, arrows and Enter alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.driving import checking, missing, opened, settled, turned

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

FOCUSED = "wanted => document.activeElement !== null && document.activeElement.closest(wanted) !== null"
MOST = 80


def reach(tab: Page, wanted: str, key: str = "Tab") -> None:
    """Press a key until the focus is in what is wanted, a selector."""
    for _ in range(MOST):
        if tab.evaluate(FOCUSED, wanted):
            return
        tab.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached by pressing {key}")


def press(tab: Page, wanted: str, key: str = "Enter") -> None:
    """Reach something and press a key there."""
    reach(tab, wanted)
    tab.keyboard.press(key)


def test_asking_and_opening_a_citation(tab: Page, address: str) -> None:
    opened(tab, address)
    reach(tab, "[data-testid=stChatInputTextArea]")
    tab.keyboard.type("what did Russia claim about Douma?")
    tab.keyboard.press("Enter")
    tab.locator(".st-key-cite-0-1").wait_for()
    settled(tab)
    press(tab, ".st-key-cite-0-1")
    tab.locator("mark.cd-quote-0-1").wait_for()
    settled(tab)
    reach(tab, ".cd-body")
    before = tab.locator(".cd-body").evaluate("box => box.scrollTop")
    tab.keyboard.press("End")
    tab.wait_for_function("before => document.querySelector('.cd-body').scrollTop !== before", arg=before)
    reach(tab, ".st-key-close", "Shift+Tab")
    tab.keyboard.press("Enter")
    tab.locator(".st-key-article").wait_for(state="detached")


def test_checking_a_statement_and_opening_its_evidence(tab: Page, address: str) -> None:
    checking(tab, address)
    reach(tab, ".st-key-statement textarea")
    tab.keyboard.type("American, British and French forces fired 205 missiles at three sites.")
    press(tab, "[data-testid=stFormSubmitButton]")
    tab.locator(".st-key-exports").wait_for()
    settled(tab)
    press(tab, "[class*=st-key-show-1-1]")
    tab.locator(".cd-body mark").wait_for()


@pytest.mark.parametrize(("page", "opens"), [("claims", ".cd-said"), ("archive", ".st-key-article .cd-body")])
def test_choosing_a_row_of_a_table(tab: Page, address: str, page: str, opens: str) -> None:
    if page == "claims":
        turned(tab, address)
    else:
        tab.goto(f"{address}/archive")
        tab.locator("#glide-cell-1-0").first.wait_for(state="attached")
        settled(tab)
    reach(tab, "[data-testid=data-grid-canvas]")
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        tab.keyboard.press(key)
    tab.locator(opens).first.wait_for()
