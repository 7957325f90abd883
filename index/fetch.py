"""Fetches a page that the user typed the address of: http and https only, public, small, and not for ever."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.addresses import reachable
from index.errors import ReadError

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 10_000_000
_TIMEOUT_SECONDS = 20.0
_TOTAL_SECONDS = 60.0
_REDIRECTS = 5
_KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched page, the address that it came from after redirects, and the suffix of its format."""

    body: bytes
    url: str
    suffix: str


def is_url(path: str) -> bool:
    """Tell whether an input is an address, of whatever scheme, and not a file."""
    return "://" in path


def fetch(url: str) -> Fetched:
    """Fetch a page of at most 10 MB within a minute.

    Raises:
        ReadError: the address is not http(s) or leads to a private network, also after a redirect, or the page does not
            come, is too large or is of another kind than HTML, plain text or PDF.
    """
    import httpx

    deadline = time.monotonic() + _TOTAL_SECONDS
    once = httpx.Limits(max_keepalive_connections=0)  # no name goes over a connection that was made for another
    headers = {"User-Agent": "claimdesk", "Accept": "text/html, text/plain, application/pdf"}
    try:
        with httpx.Client(timeout=_TIMEOUT_SECONDS, headers=headers, limits=once) as client:
            for _ in range(_REDIRECTS + 1):
                machine, asking = _towards(url)
                with client.stream("GET", machine, **asking) as response:
                    if not response.has_redirect_location:
                        return _received(response, url, deadline)
                    url = str(httpx.URL(url).join(response.headers["location"]))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ReadError(f"{url} could not be fetched ({reason}); save the page and add the file") from None
    raise ReadError(f"{url} redirects more than {_REDIRECTS} times; save the page and add the file")


def _towards(url: str) -> tuple[httpx.URL, dict[str, Any]]:
    """Return the address with the machine that its host was found to be, and what asks that machine for the host."""
    import httpx

    if not url.lower().startswith(("http://", "https://")):
        raise ReadError(f"{url} is neither http nor https; give a web address or a file")
    asked = httpx.URL(url)
    if not asked.host:
        raise ReadError(f"{url} names no host; check the address")
    try:
        machine = reachable(asked.host, asked.port or (443 if asked.scheme == "https" else 80))
    except ReadError as error:
        raise ReadError(f"{url} cannot be fetched: {error}") from None
    # The certificate is still that of the name: sni_hostname is what it is checked against.
    named = {"sni_hostname": asked.raw_host.decode("ascii")}
    headers = {"Host": asked.netloc.decode("ascii")}
    return asked.copy_with(host=machine), {"headers": headers, "extensions": named}


def _received(response: httpx.Response, url: str, deadline: float) -> Fetched:
    if response.status_code != 200:
        raise ReadError(f"{url} answered {response.status_code}; check the address or save the page and add the file")
    kind = response.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if kind not in _KINDS:
        raise ReadError(f"{url} is {kind}, not a page; give the address of an article")
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > MAX_BYTES or time.monotonic() > deadline:
            raise ReadError(f"{url} is larger than {MAX_BYTES // 1_000_000} MB or too slow; save it and add the file")
    return Fetched(bytes(body), url, _KINDS[kind])
