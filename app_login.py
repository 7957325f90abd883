"""The door of the pages: logging in, who is logged in, logging out. Without a login there is no door to see."""

from __future__ import annotations

import streamlit as st

from access import Visitor
from app_base import html, problem
from app_user import login, visitor
from index.errors import DeskError

MAY = {"read": "may read", "write": "may read and change"}
_LONGEST = 80
_ABOUT = "The articles here are for people whom this desk lists. You are sent to your organisation, and back here."


def entering() -> Visitor | None:
    """Return who may enter, having drawn who that is; None, having drawn why or where to log in, for who may not."""
    try:
        user, found = visitor(), login()
    except DeskError as error:
        problem(str(error))
        return None
    if not user.is_logged_in and found:
        _log_in(found.providers)
        return None
    if user.is_logged_in:
        _who(user)
    return user if user.role else None


def _log_in(providers: tuple[str | None, ...]) -> None:
    with st.container(key="login", gap="small"):
        html('<h2 class="cd-head">Log in to open this desk</h2><p class="cd-text">{}</p>', _ABOUT)
        for name in providers:
            label = f"Log in with {name}" if name else "Log in"
            st.button(label, key=f"login-{name}", type="primary", on_click=st.login, args=(name,))


def _who(user: Visitor) -> None:
    """Draw who is logged in and the way out; for who is not listed also why nothing else is drawn."""
    words = " · ".join(filter(None, (_short(user.name), _short(user.email))))
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="who"):
        html(
            '<p class="cd-small"><bdi>{}</bdi> · {}</p>', words or "no name", MAY.get(user.role or "", "may not enter")
        )
        st.button("Log out", key="logout", on_click=st.logout, icon=":material/logout:", type="tertiary")
    if user.why:
        problem(user.why)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
