"""An address that the user typed is fetched, within limits, or refused in one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index import fetch
from index.addresses import SETTING
from index.errors import ReadError
from index.read import Draft, read

_STORY = "The harbour authority closed the northern pier on Tuesday after divers found cracks in two of its pillars."
_PAGE = f"""<!doctype html><html lang="en"><head><title>Pier closed over cracks</title></head><body><article>
<h1>Pier closed over cracks</h1><p>{_STORY}</p><p>The city council denies that it knew of the cracks until then.</p>
</article></body></html>""".encode()


class _Site(BaseHTTPRequestHandler):
    """A small site with an article, a redirect to it, and what must be refused."""

    def do_GET(self) -> None:
        moved = {"/moved": "/story", "/local": "file:///etc/hostname", "/loop": "/loop"}
        moved["/inside"] = f"http://127.0.0.1:{self.server.server_port}/story"  # type: ignore[attr-defined]
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
            self.end_headers()
            return
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Type", "image/png" if self.path == "/picture" else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(_PAGE if self.path != "/large" else b"<p>x</p>" * 200_000)

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """Serve the site on loopback for the tests of this file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(served: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of the site, for a desk that may fetch from private addresses."""
    monkeypatch.setenv(SETTING, "1")
    return served


def test_an_address(site: str) -> None:
    """The address as typed is the path; where it led to is the url."""
    (draft,) = read(f"{site}/moved")
    assert isinstance(draft, Draft)
    assert (draft.path, draft.url, draft.title) == (f"{site}/moved", f"{site}/story", "Pier closed over cracks")
    assert _STORY in draft.text


@pytest.mark.parametrize("page", ["/none", "/picture", "/local", "/loop", "/large"])
def test_addresses_that_are_refused(site: str, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors, other kinds, other schemes behind a redirect, endless redirects and large pages end in one line."""
    monkeypatch.setattr(fetch, "MAX_BYTES", 1_000_000)
    with pytest.raises(ReadError) as caught:
        read(f"{site}{page}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://a.example/x", "http://127.0.0.1:1/x", "http://[bad"])
def test_addresses_that_lead_nowhere(url: str) -> None:
    """Other schemes and dead hosts are refused in one line."""
    with pytest.raises(ReadError) as caught:
        read(url)
    assert "\n" not in str(caught.value)


def test_a_private_address_is_refused_and_the_line_names_what_allows_it(served: str) -> None:
    """What this machine serves to itself is not fetched, unless whoever runs the desk says so."""
    with pytest.raises(ReadError) as caught:
        read(f"{served}/story")
    assert "this machine or a private network" in str(caught.value)
    assert f"{SETTING}=1" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_redirect_to_a_private_address_is_refused(served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hop is looked at: a public page cannot send the desk into the local network."""
    looked_at: list[str] = []
    real = fetch.reachable

    def first_is_public(host: str, port: int) -> str:
        looked_at.append(host)
        return "127.0.0.1" if host == "news.example" else real(host, port)

    monkeypatch.setattr(fetch, "reachable", first_is_public)
    port = served.rsplit(":", 1)[1]
    with pytest.raises(ReadError, match="private network"):
        read(f"http://news.example:{port}/inside")
    assert looked_at == ["news.example", "127.0.0.1"]


def test_the_page_is_asked_for_by_its_name_at_the_machine_that_was_looked_at(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is resolved once: what it resolves to later does not matter, and relative redirects keep the name."""
    monkeypatch.setattr(fetch, "reachable", lambda *_: "127.0.0.1")
    address = f"http://news.example:{served.rsplit(':', 1)[1]}"
    (draft,) = read(f"{address}/moved")
    assert isinstance(draft, Draft)
    assert draft.url == f"{address}/story"
