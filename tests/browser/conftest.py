"""What the tests in a real Chromium share: a served archive, a browser, and a tab that watches for errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from index import Archive
from tests import hostile
from tests.browser.driving import PATIENCE_MS, chromium, opened, serving
from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what fails in a browser once more: on a busy machine it can be late. The report tells each such run."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the page over the samples and the hostile article, started from another folder."""
    folder = tmp_path_factory.mktemp("page")
    with Archive(folder / "archive") as archive:
        assert not archive.add([SAMPLES, hostile.write_rows(folder)]).failed
    with serving(folder / "archive", start_in=folder) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """Return a new tab; the test fails on an error in it or a request to another machine."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.set_default_timeout(PATIENCE_MS)
    elsewhere: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda r: elsewhere.append(r.url) if _is_elsewhere(r.url) else None)
    tab.on("pageerror", lambda e: errors.append(str(e)))
    yield tab
    tab.close()
    assert elsewhere == []
    assert errors == []


@pytest.fixture
def page(tab: Page, address: str) -> Page:
    """Return a tab on the page *Ask*."""
    return opened(tab, address)


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in {"127.0.0.1", None}
