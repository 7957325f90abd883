"""The pages in a real Chromium against axe-core's rules: nobody is kept out by how a page is made."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from rich.console import Console

from evals import kept
from evals.command import evaluate
from rag.exports import text_export, write
from tests.browser.driving import asked, checking, missing, opened, serving, settled, turned
from tests.conftest import ARTICLE
from tests.evals.builders import abstained, case, opening, perfect_ask, write_cases

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rag import Desk

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]
pytest.importorskip("axe_playwright_python", reason="axe-core is not installed; install the dev extra")

GRAVE = ("serious", "critical")
DOUMA = "what did Russia claim about Douma?"
MISSILES = "American, British and French forces fired 205 missiles at three sites."
STATED = f"Good evening, and welcome. {MISSILES} Syria used chlorine in Douma."
TABLE = "#glide-cell-1-0"
THEME = "theme => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === theme"


@pytest.fixture(scope="module")
def address(samples_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the pages over the samples, with a report of an eval in which one case goes wrong."""
    home = tmp_path_factory.mktemp("evals")
    write_cases(home, case("right"), case("wrong"))
    ask = opening(lambda c: abstained(c) if c.id == "wrong" else perfect_ask(c))
    places = {"data": home / "none", "home": home, "reports": home / "reports", "console": Console(file=io.StringIO())}
    evaluate(("answers",), opener=ask, beside={}, **places)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(kept.SETTING, str(home / "reports"))
        with serving(samples_folder) as served:
            yield served


def violations(tab: Page) -> list[str]:
    """Return the grave violations of axe-core's rules in a page: the rule, its help and the element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab).response["violations"]
    return [f"{v['id']}: {v['help']}: {n['html'][:200]}" for v in found if v["impact"] in GRAVE for n in v["nodes"]]


def _answered(tab: Page, address: str) -> None:
    asked(opened(tab, address), DOUMA, "cite-0-1")
    tab.locator(".st-key-cite-0-1 button").click()
    tab.locator(".cd-body mark").wait_for()
    settled(tab)
    tab.locator(".st-key-copy-0 summary").click()
    tab.locator(".st-key-cite-as summary").click()


def _several(tab: Page, address: str) -> None:
    opened(tab, f"{address}/?{urlencode({'q': [DOUMA, 'Who said what about Douma?']}, doseq=True)}")
    tab.locator(".cd-contents").wait_for()
    tab.locator(".cd-questions").wait_for()


def _silent(tab: Page, address: str) -> None:
    asked(opened(tab, address), "Who won the World Cup in 2022?", "silent-0")


def _verdict(tab: Page, address: str) -> None:
    checking(tab, address, f"statement={quote(MISSILES)}&evidence=1-1")
    tab.locator(".cd-body mark").wait_for()
    tab.locator(".st-key-exports").wait_for()


def _text(tab: Page, address: str) -> None:
    checking(tab, address, f"statement={quote(STATED)}")
    tab.locator(".st-key-exports").wait_for()


def _quotation(tab: Page, address: str) -> None:
    checking(tab, address, "mode=Quotation&words=swiftly+and+appropriately&evidence=q-1-1", ".st-key-words")
    tab.locator(".cd-body mark").wait_for()


def _claims(tab: Page, address: str) -> None:
    turned(tab, address, "about=Douma")
    tab.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 200, "y": 54})
    tab.locator(".cd-said").wait_for()


def _archive(tab: Page, address: str) -> None:
    tab.goto(f"{address}/archive")
    tab.locator(TABLE).first.wait_for(state="attached")


def _article(tab: Page, address: str) -> None:
    tab.goto(f"{address}/archive?article={ARTICLE}&start=0&end=69")
    tab.locator(".cd-body mark").wait_for()


def _evals(tab: Page, address: str) -> None:
    tab.goto(f"{address}/evals?suite=samples/answers&case=wrong")
    tab.locator(".st-key-article").wait_for()


PAGES = (_answered, _several, _silent, _verdict, _text, _quotation, _claims, _archive, _article, _evals)


@pytest.mark.parametrize("draw", PAGES, ids=lambda draw: draw.__name__.strip("_"))
def test_a_page_breaks_no_grave_rule_by_day_or_by_night(
    tab: Page, address: str, draw: Callable[[Page, str], None]
) -> None:
    draw(tab, address)
    settled(tab)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.wait_for_function(THEME, arg=scheme)
        tab.wait_for_timeout(500)  # colours fade from one theme to the other
        assert violations(tab) == [], scheme


def test_an_exported_page_breaks_no_grave_rule(tab: Page, desk: Desk, tmp_path: Path) -> None:
    from rag.checked import checked
    from rag.pasted import read

    page = tmp_path / "text.html"
    write(text_export(list(checked(desk, read(STATED)))), page)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.goto(page.as_uri())
        assert tab.locator("section").count() == 2
        assert violations(tab) == [], scheme


def test_a_button_without_a_name_is_found(tab: Page) -> None:
    tab.set_content("<html lang=en><title>t</title><main><button></button></main></html>")
    assert [line.split(":")[0] for line in violations(tab)] == ["button-name"]
