"""The rule of who may do what on the pages, and the settings that it is read from."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from access import Access, Login, Role, verified_email
from index.errors import InputError
from tests.conftest import ROOT

AUTH = {
    "redirect_uri": "https://desk.example.org/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "desk",
    "client_secret": "secret",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}
LISTS = {"writers": ["ada@example.org"], "readers": ["*@example.org", "guest@example.net"]}
ADA = {"is_logged_in": True, "email": "ada@example.org", "email_verified": True, "name": "Ada"}
BOB = {"is_logged_in": True, "email": "bob@example.org", "email_verified": True, "name": "Bob"}
EVE = {"is_logged_in": True, "email": "eve@example.com", "email_verified": True, "name": "Eve"}


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("ada@example.org", "write"),
        ("Ada@Example.ORG", "write"),
        ("bob@example.org", "read"),
        ("guest@example.net", "read"),
        ("other@example.net", None),
        ("bob@sub.example.org", None),
        ("bob@notexample.org", None),
        ("bob@example.org.evil.example", None),
        ("*@example.org", None),
        ("x@example.org@evil.example", None),
        ("x@evil.example @example.org", None),
        ("bob@example.org\n", None),
        ("@example.org", None),
        ("", None),
        (None, None),
        (["ada@example.org"], None),
    ],
)
def test_who_is_listed_may_and_nobody_else(email: object, role: Role | None) -> None:
    assert Access.of(LISTS).role({"email": email}) == role


@pytest.mark.parametrize("told", [False, "false", "False", 0, None, "", "no"])
def test_an_email_that_the_provider_does_not_vouch_for_counts_for_nothing(told: object) -> None:
    user = Access.of({"writers": ["*"]}).visitor(ADA | {"email_verified": told})
    assert user.role is None
    assert "not verified" in user.why


@pytest.mark.parametrize("claims", [{}, {"email_verified": True}, {"email_verified": "true"}])
def test_an_email_counts_when_it_is_verified_or_nothing_is_said_of_that(claims: dict[str, object]) -> None:
    assert verified_email({"email": "Ada@example.org", **claims}) == "ada@example.org"


def test_a_letter_that_merely_looks_like_another_is_another() -> None:
    assert Access.of({"writers": ["kim@example.org"]}).role({"email": "\u212aim@example.org"}) is None


def test_nobody_listed_means_that_nobody_may_enter() -> None:
    assert Access.of({}).role(ADA) is None
    assert "does not list you" in Access.of({}).visitor(ADA).why


def test_a_star_lets_in_everybody_with_an_email_and_who_is_in_both_lists_writes() -> None:
    everybody = Access.of({"readers": ["*"], "writers": ["ada@example.org"]})
    assert [everybody.role(claims) for claims in (ADA, BOB, EVE, {"name": "Nobody"})] == ["write", "read", "read", None]


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ({"writers": "ada@example.org"}, "writers .* is no list"),
        ({"readers": ["ada@example.org", "example.org"]}, "entry 2 of readers"),
        ({"readers": ["*@*"]}, "entry 1 of readers"),
        ({"readers": ["*.org"]}, "entry 1 of readers"),
        ({"readers": [7]}, "entry 1 of readers"),
        ({"writer": ["ada@example.org"]}, "no setting 'writer'"),
        (["ada@example.org"], "no section"),
    ],
)
def test_lists_that_cannot_be_meant_are_refused(section: object, line: str) -> None:
    with pytest.raises(InputError, match=line):
        Access.of(section)


def test_without_settings_there_is_no_login() -> None:
    assert Login.of({}) is None
    assert Login.of({"other": {"writers": 1}}) is None


@pytest.mark.parametrize(
    ("secrets", "line"),
    [
        ({"claimdesk": LISTS}, r"no section \[auth\]"),
        ({"auth": "yes"}, r"no section \[auth\]"),
        ({"auth": {}}, "lacks redirect_uri, cookie_secret"),
        ({"auth": AUTH | {"client_secret": ""}}, "lacks client_secret"),
        ({"auth": AUTH | {"cookie_secret": "short"}}, "can be guessed"),
        ({"auth": AUTH | {"redirect_uri": "https://desk.example.org/"}}, "ends in /oauth2callback"),
        ({"auth": AUTH | {"okta": {"client_id": "desk"}}}, r"\[auth.okta\] .* lacks client_secret"),
        ({"auth": AUTH | {"my_okta": AUTH}}, "has _ in its name"),
    ],
)
def test_half_a_login_is_refused_and_never_taken_for_none(secrets: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError, match=line):
        Login.of(secrets)


def test_the_settings_that_the_documentation_shows_mean_what_it_says() -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/login.md").read_text(encoding="utf-8"), re.DOTALL)
    found = Login.of(tomllib.loads(shown.replace("…", "0123456789abcdef" * 2)))
    assert found is not None
    assert [found.access.role(claims) for claims in (ADA, BOB, EVE)] == ["write", "read", None]


def test_providers_go_by_their_names() -> None:
    shared = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")}
    assert Login.of({"auth": AUTH | {"client_kwargs": {"prompt": "login"}}}) == Login((None,), Access())
    named = Login.of({"auth": shared | {"okta": AUTH, "google": AUTH}})
    assert named is not None
    assert named.providers == ("okta", "google")
