"""Starts the page in a server of its own, and a real Chromium to look at it. Also what takes the screenshots."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
_STARTING_S = 150.0
HEAD_PX, ROW_PX = 36, 35
PATIENCE_MS = 90_000
"""How long a tab waits for anything: machines that run tests are busy ones."""
IN_VIEW = """mark => {
  const y = mark.getBoundingClientRect().y;
  const box = mark.closest(".cd-body")?.getBoundingClientRect() ?? { top: 0, bottom: window.innerHeight };
  return y >= 0 && y < window.innerHeight && box.top - 1 <= y && y < box.bottom;
}"""


def missing() -> str | None:
    """Return why no browser can be driven here, or None when one can."""
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed; install the dev extra"
    return None if _chromium() else "no chromium on the PATH; install Debian's chromium"


@contextmanager
def serving(archive: Path, start_in: Path = ROOT) -> Iterator[str]:
    """Serve the page on a free port of this machine; yield its address. ``start_in`` is where the command is typed."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    env = os.environ | {"CLAIMDESK_ARCHIVE": str(archive), "STREAMLIT_SERVER_HEADLESS": "true"}
    server = subprocess.Popen(command, cwd=start_in, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(server, address)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def is_healthy(address: str) -> bool:
    """Return whether the server answers that all is well."""
    try:
        with urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def opened(page: Page, address: str) -> Page:
    """Open the page and wait until it takes questions."""
    page.goto(address)
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for()
    settled(page)
    return page


def turned(page: Page, address: str, asked: str = "") -> Page:
    """Open the page *Claims* with this query in its address, and wait until it has drawn its table."""
    page.goto(f"{address}/claims?{asked}")
    page.locator("#glide-cell-1-0").first.wait_for(state="attached")
    settled(page)
    return page


def checking(page: Page, address: str, asked: str = "", box: str = ".st-key-statement") -> Page:
    """Open the page *Check* with this query in its address, and wait until it has drawn the box to type in."""
    page.goto(f"{address}/check?{asked}")
    page.locator(f"{box} textarea").wait_for()
    settled(page)
    return page


def asked(page: Page, question: str, key: str) -> Page:
    """Ask, and wait for what has this key ("cite-0-1", "silent-0") in the reply."""
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    page.locator(f".st-key-{key}").wait_for()
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the page has drawn everything."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def click_row(table: Locator, row: int, opens: Locator) -> None:
    """Click a row of a table until it opens what it opens: a table that is drawn anew at that moment takes no click."""
    from playwright.sync_api import TimeoutError as LateError

    for patience in (5_000, 10_000, PATIENCE_MS):
        table.locator(".dvn-scroller").click(position={"x": 150, "y": HEAD_PX + ROW_PX * (row + 0.5)})
        try:
            return opens.wait_for(timeout=patience)
        except LateError:
            if patience == PATIENCE_MS:
                raise
    return None


def comes_into_view(mark: Locator) -> bool:
    """Tell whether words are scrolled to, within the window and the box of their article."""
    end = time.monotonic() + 20
    while not (seen := bool(mark.evaluate(IN_VIEW))) and time.monotonic() < end:
        time.sleep(0.1)
    return seen


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + _STARTING_S
    while not is_healthy(address):
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the page did not start at {address} (exit code {server.poll()})")
        time.sleep(0.1)
