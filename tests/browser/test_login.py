"""Logging in, in a real Chromium, at a provider of OpenID Connect that runs beside the pages."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from index import Archive
from tests import hostile
from tests.browser.driving import PATIENCE_MS, missing, serving, settled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NEEDED = ("oidc_provider_mock", "authlib")
_LACKING = missing() or next(
    (f"{name} is not installed; install the dev extra" for name in _NEEDED if not find_spec(name)), ""
)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(_LACKING), reason=_LACKING)]

SETTINGS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "desk"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[claimdesk]
writers = {writers}
readers = ["*@example.org"]
"""
ADA = {"email": "ada@example.org", "email_verified": True, "name": "Ada"}
BOB = {"email": "bob@example.org", "email_verified": True, "name": f"Bob {hostile.MARKUP[:30]}"}
EVE = {"email": "eve@example.com", "email_verified": True, "name": "Eve"}
MIM = {"email": "ada@example.org", "email_verified": False, "name": "Ada?"}

Enter = Callable[[dict[str, Any]], "Page"]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Return the address of a provider that lets in everybody who is named to it."""
    import oidc_provider_mock

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with oidc_provider_mock.run_server_in_thread() as server:
            yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, samples_folder: Path, provider: str) -> Path:
    """Return the folder in which the desk is started: its archive and its settings lie in it."""
    folder = tmp_path_factory.mktemp("login")
    shutil.copytree(samples_folder, folder / "archive")
    (folder / ".streamlit").mkdir()
    list_writers(folder, provider, "ada@example.org")
    return folder


def list_writers(home: Path, provider: str, *emails: str) -> None:
    settings = SETTINGS.format(provider=provider, writers=json.dumps(emails)).replace("{{port}}", "{port}")
    (home / ".streamlit" / "secrets.toml").write_text(settings, encoding="utf-8")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Return the address of the pages behind the login."""
    with serving(home / "archive", start_in=home) as served:
        yield served


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Page]:
    """Return a tab without any cookies that reaches nothing but this machine; the test fails on an error in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    context.route(lambda url: not url.startswith("http://127.0.0.1:"), lambda route: route.abort())
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_MS)
    tab.on("pageerror", lambda e: errors.append(str(e)))
    yield tab
    context.close()
    assert errors == []


@pytest.fixture
def enter(fresh: Page, address: str, provider: str) -> Enter:
    """Return what logs somebody with these claims in, and the tab with what they see then."""

    def entered(claims: dict[str, Any]) -> Page:
        sub = f"{claims['email']} {claims['email_verified']}"
        url = f"{provider}/users/{quote(sub)}"
        body = json.dumps(claims).encode()
        urlopen(Request(url, body, {"Content-Type": "application/json"}, method="PUT"), timeout=10).close()
        fresh.goto(address)
        fresh.get_by_role("button", name="Log in").click()
        fresh.get_by_placeholder("sub").fill(sub)
        fresh.get_by_role("button", name="Authorize").click()
        fresh.get_by_role("button", name="Log out").wait_for()
        settled(fresh)
        return fresh

    return entered


def article(home: Path) -> str:
    with Archive(home / "archive") as archive:
        return archive.articles()[0].id


def shelf(tab: Page, address: str, article_id: str) -> Page:
    tab.goto(f"{address}/archive?article={article_id}")
    tab.locator(".st-key-article .cd-body").wait_for()
    settled(tab)
    return tab


def seen(tab: Page) -> str:
    return tab.locator("[data-testid=stApp]").inner_text()


@pytest.mark.parametrize("path", ["", "archive", "claims", "evals", "check?statement=The+attack+was+staged."])
def test_a_stranger_sees_the_door_only(fresh: Page, address: str, path: str) -> None:
    fresh.goto(f"{address}/{path}")
    fresh.get_by_role("button", name="Log in").wait_for()
    settled(fresh)
    assert fresh.get_by_role("button").count() == 1
    assert fresh.get_by_role("textbox").count() == 0
    assert "Articles in the archive" not in seen(fresh)
    assert fresh.get_by_text("Page not found").count() == 0


def test_a_reader_reads_and_cannot_change(enter: Enter, address: str, home: Path) -> None:
    tab = enter(BOB)
    assert f"{BOB['name']} · bob@example.org · may read" in " ".join(seen(tab).split())
    assert tab.get_by_test_id("stChatInputTextArea").is_visible()
    assert tab.locator("input[type=file]").count() == 0
    shelf(tab, address, article(home))
    assert "bob@example.org" in seen(tab)
    for name in ("Yes, remove it", "Save", "Fetch and add", "Add to the archive"):
        assert tab.get_by_role("button", name=name).count() == 0
    assert tab.evaluate("window.stolen") is None


def test_a_writer_corrects_until_the_list_says_otherwise(enter: Enter, address: str, home: Path, provider: str) -> None:
    tab = shelf(enter(ADA), address, article(home))
    assert "may read and change" in seen(tab)
    tab.locator(".st-key-correct summary").click()
    tab.get_by_role("textbox", name="Publisher", exact=True).fill("The Alder Post")
    tab.get_by_role("button", name="Save").click()
    tab.locator(".cd-noted").wait_for()
    settled(tab)
    list_writers(home, provider)
    end = time.monotonic() + 30
    while "may read and change" in seen(tab) and time.monotonic() < end:
        tab.locator(".st-key-removing summary").click()
        tab.wait_for_timeout(1000)
        shelf(tab, address, article(home))
    list_writers(home, provider, "ada@example.org")
    assert "may read and change" not in seen(tab)
    assert tab.locator(".st-key-removing").count() == 0


@pytest.mark.parametrize(("claims", "line"), [(EVE, "does not list you"), (MIM, "not verified")])
def test_who_is_not_listed_or_not_verified_is_told_so(enter: Enter, claims: dict[str, Any], line: str) -> None:
    tab = enter(claims)
    assert line in tab.locator("[role=alert]").inner_text()
    assert tab.get_by_test_id("stChatInputTextArea").count() == 0


def test_logging_out_closes_the_door(enter: Enter, address: str) -> None:
    tab = enter(BOB)
    tab.get_by_role("button", name="Log out").click()
    tab.get_by_role("button", name="End session").click()
    tab.get_by_role("button", name="Log in").wait_for()
    tab.goto(f"{address}/archive")
    tab.get_by_role("button", name="Log in").wait_for()
    assert "bob@example.org" not in seen(tab)


def test_a_forged_cookie_opens_nothing(fresh: Page, address: str) -> None:
    fresh.goto(address)
    fresh.context.add_cookies([{"name": "_streamlit_user", "value": json.dumps(ADA), "url": address}])
    fresh.reload()
    fresh.get_by_role("button", name="Log in").wait_for()
    assert "ada@example.org" not in seen(fresh)


def test_a_provider_that_refuses_leads_back_to_the_door(fresh: Page, address: str) -> None:
    fresh.goto(address)
    fresh.get_by_role("button", name="Log in").click()
    fresh.get_by_role("button", name="Deny").click()
    fresh.get_by_role("button", name="Log in").wait_for()


def test_without_a_login_a_desk_that_others_can_reach_stays_shut(
    fresh: Page, samples_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    with serving(samples_folder, start_in=tmp_path) as shut:
        fresh.goto(shut)
        fresh.locator("[role=alert]").wait_for()
        settled(fresh)
        assert "this machine only" in seen(fresh)
        assert "Articles in the archive" not in seen(fresh)
        assert fresh.get_by_test_id("stChatInputTextArea").count() == 0
