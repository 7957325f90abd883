"""Takes the screenshots of these pages, from a new archive of the sample articles: ``python -m docs.screenshots``.

With names of pages (``python -m docs.screenshots archive evals``) only theirs.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from rich.console import Console

from evals import kept
from evals.command import evaluate
from index import Archive
from tests.browser.driving import PATIENCE_MS, asked, checking, chromium, opened, serving, settled, turned

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "examples" / "articles"
STATEMENT = "American, British and French forces fired 205 missiles at three sites."
TEXT = (
    "Good evening, and welcome. Chrystia Freeland is Canada's foreign minister. She warned that chemical weapons might"
    f" be used again. {STATEMENT} Syria used chlorine in Douma. What will happen next?"
)
LATER = ("g7-backs-ukraine-in-la-malbaie.md", "lucca-ministers-split-over-sanctions.md")


def main(wanted: Sequence[str]) -> None:
    """Write the pictures beside this file: those of the pages ``wanted``, of all for none."""
    pages: dict[str, Callable[[Page, str], None]] = {
        "ask": _ask,
        "claims": _claims,
        "check": _check,
        "archive": _archive,
        "evals": _evals,
    }
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        with Archive(archive) as filled:
            filled.add(path for path in sorted(SAMPLES.iterdir()) if path.name not in LATER)
        os.environ[kept.SETTING] = str(Path(folder) / "reports")
        with serving(archive) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 1360, "height": 860})
            page.set_default_timeout(PATIENCE_MS)
            for name, take in pages.items():
                if not wanted or name in wanted:
                    take(page, address)


def _ask(page: Page, address: str) -> None:
    _conversation(opened(page, address))
    with tempfile.TemporaryDirectory() as folder:
        _upload(opened(page, address), Path(folder))


def _conversation(page: Page) -> None:
    asked(page, "what did Russia claim about Douma?", "cite-0-1")
    _shoot(page, "ask")
    page.locator("[class*=st-key-cite-0-] button").last.click()
    page.locator("mark").wait_for()
    _shoot(page, "citation")
    page.locator(".st-key-new button").click()
    page.locator("[class*=st-key-example-]").first.wait_for()
    asked(page, "Who won the World Cup in 2022?", "silent-0")
    _shoot(page, "abstention")


def _upload(page: Page, folder: Path) -> None:
    empty = folder / "empty.txt"
    empty.write_bytes(b"")
    page.locator("input[type=file]").set_input_files([*(SAMPLES / name for name in LATER), empty])
    page.locator("[data-testid=stFileChip]").nth(2).wait_for()
    page.get_by_role("button", name="Add to the archive").click()
    page.locator(".cd-told").first.wait_for(timeout=60_000)
    _shoot(page, "upload")


def _claims(page: Page, address: str) -> None:
    turned(page, address, "about=Douma")
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 250, "y": 54})
    page.locator(".cd-said").wait_for()
    _shoot(page, "claims")


def _check(page: Page, address: str) -> None:
    checking(page, address, f"statement={quote(STATEMENT)}")
    page.locator(".st-key-show-1-1 button").click()
    page.locator(".cd-body mark").wait_for()
    _shoot(page, "check")
    checking(page, address).locator(".st-key-statement textarea").fill(TEXT)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".st-key-exports").wait_for(timeout=120_000)
    _shoot(page, "text")


def _archive(page: Page, address: str) -> None:
    """Find articles, and open one with the claims that were read from it."""
    page.goto(f"{address}/archive?find=Douma&status=claims+read")
    page.locator("#glide-cell-1-0").first.wait_for(state="attached", timeout=60_000)
    settled(page)
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 100, "y": 54})
    page.locator(".cd-body").wait_for()
    page.locator(".st-key-said summary").click()
    _shoot(page, "archive")


def _evals(page: Page, address: str) -> None:
    """Measure the questions over the samples, and open the worst case of one suite."""
    suites = ("retrieval", "answers", "grounding", "abstention", "conversation")
    evaluate(suites, data=HERE / "none", reports=kept.folder(), console=Console(file=io.StringIO()))
    page.goto(f"{address}/evals?suite=samples/answers")
    page.locator("[data-testid=stDataFrame]").nth(3).wait_for(timeout=60_000)
    settled(page)
    page.locator("[data-testid=stDataFrame] .dvn-scroller").last.click(position={"x": 150, "y": 54})
    page.locator(".st-key-article").wait_for()
    page.locator("[data-testid=stMain]").evaluate("n => n.scrollTo(0, 0)")
    _shoot(page, "evals")


def _shoot(page: Page, name: str) -> None:
    settled(page)
    page.mouse.move(740, 400)
    page.wait_for_timeout(700)
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
