"""The page in a real Chromium: what a reader sees and clicks, and that hostile words stay words."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from tests import hostile
from tests.browser.driving import IN_VIEW, asked, comes_into_view, is_healthy, missing, opened, settled

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

DOUMA = "what did Russia claim about Douma?"
UNKNOWN = "Who won the World Cup in 2022?"
BRIDGE = "What did Mayor Brook say about the bridge?"
SAID = "[data-testid=stChatMessage] .cd-text"
ONE_ELEMENT_ONLY = "n => n.textContent"


def choose(page: Page, key: str) -> Locator:
    """Press a citation; return the marked quote in its article."""
    page.locator(f".st-key-{key} button").click()
    settled(page)
    mark = page.locator("mark.cd-quote-" + key.removeprefix("cite-"))
    mark.wait_for()
    return mark


def test_asking_and_choosing_a_citation_shows_the_quote_in_its_article(page: Page) -> None:
    from playwright.sync_api import expect

    asked(page, DOUMA, "cite-0-1")
    buttons = page.locator("[class*=st-key-cite-0-] button")
    assert buttons.all_inner_texts() == [f"[{n}]" for n in range(1, buttons.count() + 1)]
    statements = page.locator("[class*=st-key-conversation] p.cd-text").all_inner_texts()
    for n in range(1, buttons.count() + 1):
        mark = choose(page, f"cite-0-{n}")
        assert any(mark.evaluate(ONE_ELEMENT_ONLY) in statement for statement in statements)
        assert comes_into_view(mark)
        page.locator(f".st-key-cite-0-{n} button[kind=primary]").wait_for()
        expect(page.locator("[class*=st-key-cite-] button[kind=primary]")).to_have_count(1)
    shown = page.locator(".st-key-article").inner_text()
    assert "The Northern Ledger" in shown
    assert "2018-04-14" in shown


def test_a_long_answer_begins_in_view_and_its_links_lead_to_each_claimant(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 560})
    for number, question in enumerate((DOUMA, "Who said what about Douma?")):
        asked(page, question, f"cite-{number}-1")
    assert comes_into_view(page.locator(".cd-asked-2"))
    page.locator(".cd-contents").last.locator("a").last.click()
    assert comes_into_view(page.locator(".cd-part-of").last)
    page.locator(".cd-questions a").first.click()
    assert comes_into_view(page.locator(".cd-asked-1"))
    assert not page.locator(".cd-asked-2").evaluate(IN_VIEW)


def test_a_question_off_topic_gets_an_abstention_that_opens(page: Page) -> None:
    asked(page, UNKNOWN, "silent-0")
    silent = page.locator(".st-key-silent-0")
    assert "The archive does not answer this" in silent.inner_text()
    assert "What was searched" in silent.inner_text()
    assert choose(page, "cite-0-1").inner_text()


def test_hostile_words_stay_words(page: Page) -> None:
    key = "cite-0-1"
    asked(page, BRIDGE, key)
    mark = choose(page, key)
    body = page.locator(".cd-body")
    assert hostile.SAID in body.evaluate(ONE_ELEMENT_ONLY)
    assert mark.evaluate(ONE_ELEMENT_ONLY) in hostile.TEXT
    article = page.locator(".st-key-article")
    assert article.locator(".cd-head").evaluate(ONE_ELEMENT_ONLY) == hostile.TITLE
    assert hostile.PUBLISHER in article.evaluate(ONE_ELEMENT_ONLY)
    assert body.locator("*").count() == 1, "the mark is the only element"
    whole = page.locator("[data-testid=stApp]")
    assert whole.locator("img, a[href*=evil], .katex, s, u, em, strong, [style*=red]").count() == 0
    assert page.evaluate("window.stolen") is None
    assert page.evaluate("getComputedStyle(document.body).display") != "none"


def test_the_hostile_publisher_is_a_plain_option(page: Page) -> None:
    page.locator(".st-key-outlet [data-baseweb=select], .st-key-outlet button, .st-key-outlet input").first.click()
    option = page.get_by_role("option", name=hostile.PUBLISHER, exact=True)
    option.wait_for()
    option.click()
    settled(page)
    assert page.locator("u, .katex").count() == 0


def test_copying_gives_plain_text(page: Page) -> None:
    asked(page, BRIDGE, "cite-0-1")
    page.locator(".st-key-copy-0 summary").click()
    code = page.locator("[data-testid=stCode] code")
    code.wait_for()
    assert f"{hostile.PUBLISHER}, 2024-05-06: {hostile.TITLE}" in code.evaluate(ONE_ELEMENT_ONLY)
    assert page.evaluate("window.stolen") is None


def test_uploading_adds_articles_that_answer_at_once(page: Page, tmp_path: Path) -> None:
    story = tmp_path / "heron count.txt"
    story.write_text(
        "Herons return to the Alder marshes\n\n"
        "Volunteers counted 412 herons in the Alder marshes on Sunday, the society for birds said in a report.\n\n"
        "The marshes were drained in 1931 and flooded again ten years ago. Ranger Ines Falk said that the herons eat"
        " mostly eels.\n",
        encoding="utf-8",
    )
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    page.locator("input[type=file]").set_input_files([story, empty])
    page.locator("[data-testid=stFileChip]").nth(1).wait_for()
    page.get_by_role("button", name="Add to the archive").click()
    page.locator(".cd-told").first.wait_for()
    settled(page)
    told = page.locator(".cd-told").all_inner_texts()
    assert told[0] == "1 added, 1 failed:"
    assert told[1].startswith("empty.txt: ")
    asked(page, "How many herons were counted in the Alder marshes?", "cite-0-1")
    assert "412" in choose(page, "cite-0-1").inner_text()
    assert "heron count.txt" in page.locator(".st-key-article").inner_text()


def test_a_click_while_the_desk_adds_loses_nothing(page: Page, tmp_path: Path) -> None:
    rows = [
        {
            "id": str(n),
            "title": f"Crane {n} of the harbour",
            "text": f"Crane {n} was built in {1900 + n}. It lifts {n} tons.",
        }
        for n in range(120)
    ]
    file = tmp_path / "cranes.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page.locator("input[type=file]").set_input_files([file])
    page.locator("[data-testid=stFileChip]").wait_for()
    page.get_by_role("button", name="Add to the archive").click()
    page.get_by_role("progressbar").wait_for()
    page.locator(".st-key-new button").click()
    page.locator(".cd-told").first.wait_for()
    told = page.locator(".cd-told").first.inner_text()
    assert sum(int(number) for number in re.findall(r"\d+", told)) == len(rows)
    assert "failed" not in told


def test_a_click_while_the_desk_answers_loses_nothing(page: Page) -> None:
    asked(page, DOUMA, "cite-0-1")
    page.get_by_test_id("stChatInputTextArea").fill("and France?")
    page.keyboard.press("Enter")
    page.locator(".st-key-cite-0-1 button").click()
    page.locator("mark.cd-quote-0-1").wait_for()
    page.locator("[class*=st-key-cite-1-], .st-key-silent-1").first.wait_for()
    settled(page)
    assert page.get_by_test_id("stChatInputTextArea").is_enabled()
    assert page.locator("[data-testid=stChatMessage]").count() == 4


def test_a_bad_date_is_told_beside_the_filters(page: Page) -> None:
    page.locator(".st-key-since input").fill("14/04/2018")
    page.keyboard.press("Enter")
    alert = page.locator("[data-testid=stSidebar] [role=alert]")
    alert.wait_for()
    settled(page)
    assert "YYYY-MM-DD" in alert.inner_text()
    assert page.get_by_test_id("stChatInputTextArea").is_disabled()


def test_reloading_brings_the_conversation_back_and_leaves_the_server_well(page: Page, address: str) -> None:
    page.locator(".st-key-since input").fill("2018-04")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "since=2018-04" in url)
    settled(page)
    asked(page, DOUMA, "cite-0-1")
    asked(page, UNKNOWN, "silent-1")
    words = choose(page, "cite-0-1").inner_text()
    before = page.locator(SAID).all_inner_texts()
    for _ in range(3):
        page.reload()
    page.locator(".st-key-silent-1").wait_for()
    mark = page.locator("mark.cd-quote-0-1")
    mark.wait_for()
    settled(page)
    assert page.locator(SAID).all_inner_texts() == before
    assert mark.inner_text() == words
    assert page.locator(".st-key-since input").input_value() == "2018-04"
    assert comes_into_view(mark)
    assert is_healthy(address)
    page.locator(".st-key-new button").click()
    page.wait_for_url(lambda url: url.endswith("/?since=2018-04"))
    opened(page, page.url)
    assert page.get_by_test_id("stChatMessage").count() == 0


def test_a_hostile_link_asks_its_words_and_nothing_else(page: Page, address: str) -> None:
    page.goto(f"{address}/?{urlencode({'q': [BRIDGE, hostile.MARKUP], 'cite': '1-1'}, doseq=True)}")
    page.locator("[class*=st-key-cite-1-], .st-key-silent-1").first.wait_for()
    page.locator("mark.cd-quote-0-1").wait_for()
    settled(page)
    typed = page.get_by_test_id("stChatMessage").nth(2).locator(".cd-asked")
    assert typed.evaluate(ONE_ELEMENT_ONLY) == hostile.MARKUP
    assert page.locator("[data-testid=stApp]").locator("img, a[href*=evil], .katex, s, u, em, strong").count() == 0
    assert page.evaluate("window.stolen") is None


def test_on_a_phone_nothing_runs_out_of_the_page_and_a_citation_scrolls_to_its_article(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    asked(page, BRIDGE, "cite-0-1")
    for _ in range(2):
        mark = choose(page, "cite-0-1")
        assert comes_into_view(mark)
        page.locator("[data-testid=stChatMessage]").first.scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_settings_hold_wherever_the_command_is_typed(page: Page, address: str) -> None:
    page.get_by_test_id("stChatInputTextArea").wait_for()
    port = urlsplit(address).port
    assert port is not None
    own = next((a for a in _own_addresses() if not a.startswith("127.")), None)
    if own is None:
        pytest.skip("this machine has no address but loopback")
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex((own, port)) != 0, "the page is served to this machine alone"


def _own_addresses() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks which address would be used
            return [str(probe.getsockname()[0])]
        except OSError:
            return []
