"""Who may call a server, where it listens, and how much may be sent."""

from __future__ import annotations

import hmac
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.errors import InputError
from serving import KEYS, LONGEST_BODY, Guard, Receive, Scope, Send, address, api_keys, bound, is_loopback, permit, url
from tests.command import assert_refused, claimdesk
from tests.conftest import ROOT

KEY, OTHER = "0123456789abcdef", "fedcba9876543210"


async def echo(_: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message["body"]), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def calling(keys: tuple[str, ...] = (), host: str = "127.0.0.1:8000") -> httpx.AsyncClient:
    """Return a client of a guarded app."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(Guard(echo, keys)), base_url=f"http://{host}")


@contextmanager
def serving(*command: str, keys: str = "") -> Iterator[str]:
    """Run a command that serves, in a process of its own; yield the address that it prints."""
    settings = {**os.environ, KEYS: keys, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *command], cwd=ROOT, env=settings, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        told = next(filter(None, (re.search(r"http://\S+", line) for line in process.stderr)))
        yield told[0]
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LocalHost"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)
    permit(host, ())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", "localhost.example.org", ""])
def test_where_others_can_call_needs_keys(host: str) -> None:
    with pytest.raises(InputError, match=KEYS):
        permit(host, ())
    permit(host, (KEY,))


def test_keys_are_separated_by_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEYS, f" {KEY},{OTHER} ")
    assert api_keys() == (KEY, OTHER)
    monkeypatch.delenv(KEYS)
    assert api_keys() == ()


@pytest.mark.parametrize("keys", ["short", f"{KEY},x", "ключ-ключ-ключ-ключ"])
def test_a_key_that_is_no_good_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setenv(KEYS, keys)
    with pytest.raises(InputError, match="openssl rand") as refused:
        api_keys()
    assert not any(key in str(refused.value).replace(KEYS, "") for key in keys.split(",") if len(key) > 1)


def test_an_address_is_host_and_port() -> None:
    assert address("127.0.0.1:80") == ("127.0.0.1", 80)
    assert address("[::1]:0") == ("::1", 0)
    for wrong in ("8000", ":8000", "localhost", "localhost:", "localhost:http", "localhost:70000", "localhost:-1"):
        with pytest.raises(InputError, match="HOST:PORT"):
            address(wrong)


def test_a_port_that_is_taken_is_an_error_of_one_line() -> None:
    with bound("127.0.0.1", 0) as taken:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url(taken))
        with pytest.raises(InputError, match="choose another"):
            bound("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(InputError, match="choose another"):
        bound("no-such-host.invalid", 0)


async def test_a_key_opens_and_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []
    real = hmac.compare_digest

    def watched(a: bytes, b: bytes) -> bool:
        compared.append(b)
        return real(a, b)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    async with calling((KEY, OTHER), "desk.example.org") as http:
        for key in (KEY, OTHER):
            assert (await http.post("/", headers={"Authorization": f"bearer {key}"})).status_code == 200
        for wrong in (
            "",
            KEY,
            f"Bearer {KEY}x",
            f"Bearer {KEY[:-1]}",
            "Bearer ",
            f"Basic {KEY}",
            "Bearer ключ".encode(),
        ):
            refused = await http.post("/", headers={"Authorization": wrong})
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == "Bearer"
            assert "Authorization: Bearer KEY" in refused.json()["error"]
    assert compared == [KEY.encode(), OTHER.encode()] * 9, "every key is compared every time"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "192.168.1.4"])
async def test_without_keys_a_page_elsewhere_cannot_call_under_its_own_name(host: str) -> None:
    async with calling(host=host) as http:
        refused = await http.get("/")
    assert refused.status_code == 403
    assert KEYS in refused.json()["error"]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
async def test_without_keys_this_machine_may_call(host: str) -> None:
    async with calling(host=host) as http:
        assert (await http.get("/")).status_code == 200


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_has_a_greatest_size_announced_or_not(announced: bool) -> None:
    async def parts(size: int) -> Any:
        for _ in range(size // 1024):
            yield b"x" * 1024

    async with calling() as http:
        for size, status in ((LONGEST_BODY, 200), (LONGEST_BODY + 1024, 413)):
            sent = await http.post("/", content=b"x" * size if announced else parts(size))
            assert sent.status_code == status
    assert str(LONGEST_BODY) in sent.json()["error"]


def test_the_commands_refuse_what_others_can_reach_without_keys(samples_folder: Path) -> None:
    for command in (("serve", "--host", "0.0.0.0"), ("mcp", "--http", "0.0.0.0:0")):
        assert_refused(claimdesk(samples_folder, *command), "0.0.0.0", KEYS, "127.0.0.1")
    assert_refused(claimdesk(samples_folder, "mcp", "--http", "8000"), "HOST:PORT")


def test_a_port_in_use_ends_the_command_with_one_line(samples_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_refused(claimdesk(samples_folder, "serve", "--port", port), port, "choose another")


def test_the_api_answers_in_a_process_of_its_own_with_a_key(samples_folder: Path) -> None:
    with serving("--archive", str(samples_folder), "serve", "--port", "0", keys=KEY) as found:
        base = found.removesuffix("/openapi.json")
        assert httpx.get(found, timeout=60).status_code == 401
        headers = {"Authorization": f"Bearer {KEY}"}
        described = httpx.get(found, headers=headers, timeout=60).json()
        assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
        assert httpx.get(f"{base}/health", headers=headers, timeout=60).json()["articles"] == 10
        told = httpx.get(f"{base}/search", params={"query": "Idlib", "k": 1}, headers=headers, timeout=60).json()
    assert told == claimdesk(samples_folder, "search", "Idlib", "-k", "1", "--json").json
