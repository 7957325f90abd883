"""The pages *Archive* and *Evals* in a real Chromium: finding, opening, adding, reloading, phones, what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals import kept
from evals.command import evaluate
from evals.values import Outcome
from index import Archive
from index.values import Article
from tests import hostile
from tests.browser.driving import click_row, missing, serving, settled
from tests.conftest import SAMPLES
from tests.evals.builders import abstained, case, opening, perfect_ask, write_cases

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from evals.cases import Case

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

TABLE = "[data-testid=stDataFrame]"
STORY = (
    "Herons return to the Alder marshes\n\nVolunteers counted 412 herons in the Alder marshes on Sunday, the society"
    " for birds said in a report. The marshes were drained in 1931 and flooded again ten years ago.\n"
)


@pytest.fixture(scope="module")
def long_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an article of many paragraphs."""
    path = tmp_path_factory.mktemp("long") / "long.txt"
    rows = [f"Paragraph {n} says that the council of Millbrook met for the {n}. time to vote." for n in range(80)]
    path.write_text("The council meets again and again\n\n" + "\n\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, long_article: Path) -> Path:
    """Return the folder of the archive that is served: the samples, the hostile article and the long one."""
    folder = tmp_path_factory.mktemp("served")
    with Archive(folder / "archive") as archive:
        assert not archive.add([SAMPLES, hostile.write_rows(folder), long_article]).failed
    return folder / "archive"


@pytest.fixture(scope="module")
def articles(served: Path) -> dict[str, Article]:
    """Return the articles that are served, by the names of their files."""
    with Archive(served) as archive:
        return {Path(a.path.split("#")[0]).name: a for a in archive.articles()}


@pytest.fixture(scope="module")
def address(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the pages over that archive, with a report of an eval in which one case goes wrong."""
    home = tmp_path_factory.mktemp("evals")
    write_cases(home, case("right"), case("wrong", question=hostile.SAID))

    def ask(asked: Case) -> Outcome:
        return abstained(asked) if asked.id == "wrong" else perfect_ask(asked)

    evaluate(("answers",), data=home / "none", home=home, reports=home / "reports", opener=opening(ask), beside={})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(kept.SETTING, str(home / "reports"))
        with serving(served) as opened:
            yield opened


def shelf(tab: Page, address: str, asked: str = "") -> Page:
    """Open the page *Archive* with this query in its address, and wait until it has drawn its table."""
    tab.goto(f"{address}/archive?{asked}")
    tab.locator("#glide-cell-1-0").first.wait_for(state="attached")
    settled(tab)
    return tab


def test_finding_and_choosing_opens_an_article_that_a_reload_shows_again(
    tab: Page, address: str, articles: dict[str, Article]
) -> None:
    from playwright.sync_api import expect

    shelf(tab, address)
    tab.locator(".st-key-find input").fill("theatre")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**find=theatre**")
    settled(tab)
    title = articles["moscow-says-douma-attack-was-staged.md"].title
    tab.locator("[id^=glide-cell-][id$='-0']").filter(has_text=title).first.wait_for(state="attached")
    settled(tab)
    click_row(tab.locator(TABLE).first, 0, tab.locator(".st-key-article .cd-body"))
    assert title in tab.locator(".st-key-article").inner_text()
    tab.wait_for_url("**article=**")
    tab.reload()
    tab.locator(".st-key-article .cd-body").wait_for()
    settled(tab)
    assert title in tab.locator(".st-key-article").inner_text()
    expect(tab.locator(".st-key-find input")).to_have_value("theatre")


def test_a_deep_link_scrolls_to_its_words_also_on_a_phone(
    tab: Page, address: str, articles: dict[str, Article]
) -> None:
    article = articles["long.txt"]
    start = article.text.index("Paragraph 60")
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 800})
        shelf(tab, address, f"article={article.id}&start={start}&end={start + 12}")
        mark = tab.locator(".cd-body mark")
        mark.wait_for()
        tab.wait_for_function(
            "() => { const at = document.querySelector('.cd-body mark')?.getBoundingClientRect().y;"
            " return at >= 0 && at < 800 }"
        )
        box, body = mark.bounding_box(), tab.locator(".cd-body").bounding_box()
        assert box is not None
        assert body is not None
        assert mark.inner_text() == "Paragraph 60"
        assert 0 <= box["y"] < 800
        assert body["y"] - 1 <= box["y"] < body["y"] + body["height"]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_an_article_that_is_gone_is_told_beside_the_list(tab: Page, address: str) -> None:
    shelf(tab, address, "article=0123456789ab")
    assert "no article is called" in tab.locator(".st-key-article [role=alert]").inner_text()


def test_adding_correcting_and_removing_one(tab: Page, address: str, tmp_path: Path) -> None:
    story, empty = tmp_path / "heron count.txt", tmp_path / "empty.txt"
    story.write_text(STORY, encoding="utf-8")
    empty.write_bytes(b"")
    shelf(tab, address).locator(".st-key-adding summary").click()
    tab.locator("input[type=file]").set_input_files([story, empty])
    tab.locator("[data-testid=stFileChip]").nth(1).wait_for()
    tab.get_by_role("button", name="Add to the archive").click()
    tab.locator(".cd-told").first.wait_for()
    settled(tab)
    told = tab.locator(".cd-told").all_inner_texts()
    assert told[0] in ("1 added, 1 failed:", "1 already here, 1 failed:")  # the latter where this runs once more
    assert told[1].startswith("empty.txt: ")
    shelf(tab, address, "find=herons")
    settled(tab)
    click_row(tab.locator(TABLE).first, 0, tab.locator(".st-key-article .cd-body"))
    settled(tab)
    tab.locator(".st-key-correct summary").click()
    tab.get_by_role("textbox", name="Publisher", exact=True).fill("The Alder Post")
    tab.get_by_role("button", name="Save").click()
    tab.locator(".cd-noted").wait_for()
    settled(tab)
    assert "The Alder Post" in tab.locator(".st-key-article").inner_text()
    tab.locator(".st-key-removing summary").click()
    tab.get_by_role("button", name="Yes, remove it").click()
    tab.locator(".cd-told", has_text="Removed: Herons return").wait_for()
    assert "No article matches" in tab.locator(".cd-found").inner_text()


def test_a_private_address_is_refused_in_a_line(tab: Page, address: str) -> None:
    shelf(tab, address).locator(".st-key-adding summary").click()
    tab.locator(".st-key-url input").fill(f"{address}/_stcore/health")
    tab.get_by_role("button", name="Fetch and add").click()
    tab.locator(".cd-told", has_text="private network").wait_for()


def test_hostile_words_stay_words(tab: Page, address: str, articles: dict[str, Article]) -> None:
    shelf(tab, address, f"article={articles['hostile.jsonl'].id}")
    assert tab.locator(".cd-body").evaluate("n => n.textContent") == hostile.TEXT
    whole = tab.locator("[data-testid=stApp]")
    assert whole.locator("img, a[href*=evil], .katex, s, u, em, strong").count() == 0
    assert tab.evaluate("window.stolen") is None
    assert tab.evaluate("getComputedStyle(document.body).display") != "none"


def test_the_worst_case_of_a_suite_opens_with_what_came_and_a_reload_shows_it_again(tab: Page, address: str) -> None:
    tab.goto(f"{address}/evals?suite=samples/answers")
    tab.locator("[data-testid=stDataFrame]").nth(3).wait_for()
    settled(tab)
    table = tab.locator(TABLE).last
    table.scroll_into_view_if_needed()
    click_row(table, 0, tab.locator(".st-key-article", has_text="wrong"))
    for _ in range(2):
        tab.locator(".st-key-article", has_text="wrong").wait_for()
        settled(tab)
        shown = tab.locator(".st-key-article").inner_text()
        assert "gold: Toronto" in shown
        assert "abstention to:" in shown
        assert hostile.MARKUP in str(tab.locator(".st-key-article").evaluate("n => n.textContent"))
        assert "case=wrong" in tab.url
        tab.reload()
    assert tab.evaluate("window.stolen") is None


def test_a_suite_of_the_table_opens_and_the_address_names_it(tab: Page, address: str) -> None:
    tab.goto(f"{address}/evals")
    table = tab.locator(TABLE).first
    table.wait_for()
    settled(tab)
    click_row(table, 0, tab.get_by_role("heading", name="samples/answers"))
    tab.wait_for_url("**suite=samples**")


@pytest.mark.parametrize(
    ("asked", "line"), [("suite=samples/answers&case=none", "no such case"), ("suite=no/suite", "1 suite reported")]
)
def test_an_address_of_no_case_or_no_suite_is_told_or_left_aside(
    tab: Page, address: str, asked: str, line: str
) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{address}/evals?{asked}")
    tab.get_by_text(line).first.wait_for()
    settled(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
