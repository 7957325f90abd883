"""Who looks at the pages, and the guards before what may be read and changed. Asked anew whenever a page is drawn."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from access import SETTINGS, Login, Visitor
from index.errors import AccessError, InputError
from serving import is_loopback

_SET_UP: list[str] = []  # a login that was set up once in this process never turns into none


def login() -> Login | None:
    """Return the login that is set up, None if there is none; raise InputError for one that cannot work."""
    found = Login.of(_secrets())
    if found is None and _SET_UP:
        raise InputError(f"the login is gone from {SETTINGS}; put it back, or start the desk again without")
    if found and importlib.util.find_spec("authlib") is None:
        raise InputError("a login needs Authlib; install it with: pip install 'claimdesk[login]'")
    return found


def visitor() -> Visitor:
    """Return who looks at the page; without a login somebody at this machine, who may do everything.

    Raises AccessError where there is no login and others could come, InputError for a login that cannot work.
    """
    found = login()
    if found is None:
        _only_this_machine()
        return Visitor("write")
    claims: dict[str, Any] = st.user.to_dict()
    return found.access.visitor(claims) if claims.get("is_logged_in") is True else Visitor(None)


def may_write() -> bool:
    """Return whether who looks at the page may change the archive."""
    return visitor().role == "write"


def must_read() -> None:
    """Raise AccessError unless who looks at the page may read the archive."""
    if visitor().role is None:
        raise AccessError("this desk is for its readers; log in with an e-mail that it lists")


def must_write() -> None:
    """Raise AccessError unless who looks at the page may change the archive. Called right before each change."""
    if not may_write():
        raise AccessError("you may read this archive, not change it; ask who runs the desk to make you a writer")


def _secrets() -> Mapping[str, Any]:
    """Return Streamlit's secrets, empty when no file holds any; a file that cannot be read is no missing file."""
    files = [path for path in st.get_option("secrets.files") if Path(path).exists()]
    try:
        secrets = st.secrets.to_dict()
    except (OSError, UnicodeDecodeError):  # what is wrong may hold a secret: strangers see the line too
        if files:
            raise InputError(f"{SETTINGS} cannot be read as TOML; correct it") from None
        return {}
    if files and "auth" in secrets:
        _SET_UP[:] = files
    return secrets


def _only_this_machine() -> None:
    """Raise AccessError where others than this machine are served, or this page was opened by another name."""
    for host in _hosts(st.context.headers):
        if not is_loopback(host):
            raise AccessError(
                f"without a login this desk is for this machine only, not for {host[:80]}; open it as 127.0.0.1, or"
                " set up a login (docs/login.md)"
            )


def _hosts(headers: Mapping[str, str]) -> Iterator[str]:
    """Yield where the server listens and by which names it was called; nothing outside a server."""
    if not headers:
        return
    yield st.get_option("server.address") or "everybody"
    for name in ("Host", "Origin"):
        if value := headers.get(name):
            yield urlsplit(value if "://" in value else f"//{value}").hostname or value
