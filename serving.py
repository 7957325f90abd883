"""Who may call a server of this desk, where it listens, and how much may be sent."""

from __future__ import annotations

import hmac
import ipaddress
import json
import os
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from index.errors import InputError

KEYS = "CLAIMDESK_API_KEYS"
LONGEST_BODY = 64 * 1024
_SHORTEST_KEY = 16

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def api_keys() -> tuple[str, ...]:
    """Return the keys of ``CLAIMDESK_API_KEYS``, separated by commas or spaces; raise InputError for a short one."""
    keys = tuple(os.environ.get(KEYS, "").replace(",", " ").split())
    if any(len(key) < _SHORTEST_KEY or not key.isascii() for key in keys):
        raise InputError(
            f"a key in {KEYS} is not {_SHORTEST_KEY} plain characters or longer; make one with: openssl rand -hex 16"
        )
    return keys


def is_loopback(host: str) -> bool:
    """Tell whether a host, as it is bound or as a client names it, is this machine and nothing else."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def permit(host: str, keys: tuple[str, ...]) -> None:
    """Raise InputError for a host that others can reach while there are no keys."""
    if not keys and not is_loopback(host):
        raise InputError(f"{host} can be reached by others; set {KEYS} to one or more keys, or serve on 127.0.0.1")


def address(text: str) -> tuple[str, int]:
    """Return host and port of ``HOST:PORT``; raise InputError for anything else."""
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise InputError(f"{text!r} is no address; write HOST:PORT, for example 127.0.0.1:8000")
    return host.strip("[]"), int(port)


def bound(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises InputError when it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InputError(f"cannot serve on {host}:{port} ({error.strerror}); choose another host or port") from None


def url(listening: socket.socket) -> str:
    """Return the address of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def run(app: App, listening: socket.socket) -> None:
    """Serve an ASGI app until it is interrupted."""
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[listening])


class Guard:
    """An ASGI app around another: it lets pass who has a key, and no request that is too big.

    Without keys only requests that name this machine pass: a web page elsewhere cannot point its own name at us.
    """

    def __init__(self, app: App, keys: tuple[str, ...] = (), longest: int = LONGEST_BODY) -> None:
        """Guard an app; ``longest`` is the most bytes of a body."""
        self._app, self._longest = app, longest
        self._keys = [key.encode() for key in keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if problem := self._refused(headers):
            return await _refuse(send, *problem)
        body = await _body(receive, self._longest)
        if body is None:
            return await _refuse(send, 413, f"the request is longer than {self._longest} bytes; send less")
        return await self._app(scope, _again(body, receive), send)

    def _refused(self, headers: dict[str, str]) -> tuple[int, str] | None:
        if self._keys and not self._known(headers.get("authorization", "")):
            return 401, "a key is missing or wrong; send it as: Authorization: Bearer KEY"
        if not self._keys and not is_loopback(_name(headers.get("host", ""))):
            return 403, f"without keys only this machine may call; name it 127.0.0.1, or set {KEYS}"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > self._longest:
            return 413, f"the request is longer than {self._longest} bytes; send less"
        return None

    def _known(self, authorization: str) -> bool:
        kind, _, key = authorization.partition(" ")
        given = key.strip().encode("latin-1")
        # Every key is compared, each in constant time, so that the time taken tells nothing of them.
        found = [hmac.compare_digest(given, known) for known in self._keys]
        return kind.lower() == "bearer" and any(found)


def _name(host: str) -> str:
    """Return a Host header without its port."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]


async def _body(receive: Receive, longest: int) -> list[Scope] | None:
    """Return the messages of a request's body; None when it is too long."""
    messages, size = [], 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > longest:
            return None
        if not message.get("more_body"):
            return messages


def _again(messages: list[Scope], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def told() -> Scope:
        return next(waiting, None) or await receive()

    return told


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = error_line(reason)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(b"www-authenticate", b"Bearer")] if status == 401 else []
    headers += [(b"connection", b"close")] if status == 413 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def error_line(reason: str) -> bytes:
    """Return an error as JSON on one line."""
    return json.dumps({"error": " ".join(reason.split())}).encode()
