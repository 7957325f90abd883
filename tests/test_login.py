"""The pages as strangers, readers and writers see them, and the guards before what changes an archive."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import app_user
from access import Access, Login
from index import Archive
from index.errors import AccessError, InputError
from tests import hostile
from tests.conftest import ROOT
from tests.reading import problems, text
from tests.test_login_rule import ADA, AUTH, BOB, EVE, LISTS

CHANGES = frozenset("add edit remove merge split reindex".split())
WRITING = {"Add to the archive", "Fetch and add", "Save", "Yes, remove it", "Correct", "Add the sample articles"}


def opened(folder: Path, patch: pytest.MonkeyPatch, user: dict[str, Any] | None, **lists: Any) -> AppTest:
    """Open the pages as this user sees them, with a login that is set up."""
    patch.setenv("CLAIMDESK_ARCHIVE", str(folder))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.secrets.update({"auth": AUTH, "claimdesk": lists or LISTS})
    at.user = user or {"is_logged_in": False}
    return at.run()


def buttons(at: AppTest) -> set[str]:
    assert not at.exception
    return {button.label for button in at.button}


def article_of(folder: Path) -> str:
    with Archive(folder) as archive:
        return archive.articles()[0].id


def test_without_a_login_the_desk_is_as_it_was(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_ARCHIVE", str(samples_folder))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert "Add to the archive" in buttons(at)
    assert not {"Log in", "Log out"} & buttons(at)


@pytest.mark.parametrize("page", ["app_ask.py", "app_check.py", "app_claims.py", "app_archive.py", "app_evals.py"])
def test_who_is_not_logged_in_sees_the_door_and_nothing_else(
    samples_folder: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    at = opened(samples_folder, monkeypatch, None).switch_page(page).run()
    assert buttons(at) == {"Log in"}
    assert "Log in to open this desk" in text(at)
    assert not at.chat_input
    assert not at.dataframe
    assert "Articles in the archive" not in text(at)


def test_each_provider_has_a_button(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_ARCHIVE", str(samples_folder))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.secrets["auth"] = AUTH | {"okta": AUTH}
    at.user = {"is_logged_in": False}
    assert buttons(at.run()) == {"Log in", "Log in with okta"}


@pytest.mark.parametrize(
    ("user", "line"),
    [(EVE, "does not list you"), (ADA | {"email_verified": False}, "not verified"), ({"is_logged_in": True}, "e-mail")],
)
def test_who_is_logged_in_and_not_listed_is_told_so_and_can_log_out(
    samples_folder: Path, monkeypatch: pytest.MonkeyPatch, user: dict[str, Any], line: str
) -> None:
    at = opened(samples_folder, monkeypatch, user)
    assert buttons(at) == {"Log out"}
    assert line in problems(at)[0]
    assert not at.chat_input


def test_a_reader_sees_everything_and_no_button_that_changes_anything(
    samples_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(samples_folder, monkeypatch, BOB)
    assert "bob@example.org · may read" in text(at)
    assert "Articles in the archive" in text(at)
    assert at.chat_input
    seen = buttons(at)
    at.query_params["article"] = article_of(samples_folder)
    seen |= buttons(at.switch_page("app_archive.py").run())
    assert at.dataframe
    assert "What was cleaned away" in str([e.label for e in at.expander]) or "Nothing was cleaned" in text(at)
    seen |= buttons(at.switch_page("app_claims.py").run())
    assert at.dataframe
    assert not seen & WRITING


def test_a_writer_has_the_buttons_that_change_something(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(samples_folder, monkeypatch, ADA)
    assert "ada@example.org · may read and change" in text(at)
    seen = buttons(at)
    at.query_params["article"] = article_of(samples_folder)
    seen |= buttons(at.switch_page("app_archive.py").run())
    seen |= buttons(at.switch_page("app_claims.py").run())
    assert seen >= WRITING - {"Add the sample articles"}


def test_an_empty_archive_offers_a_reader_nothing_to_add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(tmp_path / "new", monkeypatch, BOB)
    seen = buttons(at) | buttons(at.switch_page("app_archive.py").run())
    assert not seen & WRITING
    assert "You may read this archive, not add to it." in text(at)


def test_a_role_that_was_taken_away_counts_at_the_next_click(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(own, monkeypatch, ADA)
    at.query_params["article"] = article = article_of(own)
    at.switch_page("app_archive.py").run()
    at.secrets["claimdesk"] = {"readers": ["ada@example.org"]}
    at.button(key="remove").click().run()
    assert not at.exception
    assert article_of(own) == article


def act(kind: str, folder: str, added: str) -> None:
    """Do what a button does without drawing it: Streamlit runs this as a script of its own."""
    import streamlit as st

    from app_article import _removed, _save
    from app_claims import _correct
    from app_upload import add
    from index import Archive

    st.session_state.update(looks=0, corrected="")
    with Archive(folder) as archive:
        article, (one, other, *_) = archive.articles()[0], [claimant.name for claimant in archive.claimants()]
        {
            "adding": lambda: add(archive, [added]),
            "editing": lambda: _save(archive, article, {"title": "Changed"}),
            "removing": lambda: _removed(archive, article),
            "merging": lambda: _correct(archive, one, other, merge=True),
            "splitting": lambda: _correct(archive, one, other, merge=False),
        }[kind]()


def state(folder: Path) -> tuple[object, ...]:
    """Return what a change would show in."""
    with Archive(folder) as archive:
        return archive.counts(), [a.title for a in archive.articles()], archive.claimants()


@pytest.mark.parametrize("user", [BOB, EVE, {"is_logged_in": False}], ids=["reader", "stranger", "nobody"])
@pytest.mark.parametrize("kind", ["adding", "editing", "removing", "merging", "splitting"])
def test_the_guard_stands_at_the_act_itself(kind: str, user: dict[str, Any], own: Path, tmp_path: Path) -> None:
    before = state(own)
    row = str(hostile.write_rows(tmp_path))
    at = AppTest.from_function(act, default_timeout=60, kwargs={"kind": kind, "folder": str(own), "added": row})
    at.secrets.update({"auth": AUTH, "claimdesk": LISTS})
    at.user = user
    at.run()
    said = [*problems(at), *(e.message for e in at.exception)]
    assert "not change it" in " ".join(said)
    assert state(own) == before


def test_a_writer_who_logged_in_changes_the_archive(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(own, monkeypatch, ADA)
    at.query_params["article"] = article = article_of(own)
    at.switch_page("app_archive.py").run()
    at.button(key="remove").click().run()
    assert not at.exception
    assert article_of(own) != article


def writing_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of the pages that change an archive, each with its place."""
    for path in sorted(ROOT.glob("app*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(_changes, ast.walk(node))):
                yield f"{path.name}:{node.name}", node


def _changes(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id in ("add_and_tell", "save_uploads")
    owner = getattr(node, "value", None)
    named = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    return isinstance(node, ast.Attribute) and node.attr in CHANGES and named == "archive"


def test_every_function_of_the_pages_that_changes_an_archive_asks_first() -> None:
    found = dict(writing_functions())
    assert set(found) >= {"app_upload.py:add", "app_article.py:_save", "app_article.py:_removed"}
    for place, function in found.items():
        asked = [n.lineno for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == "must_write"]
        changed = [n.lineno for n in ast.walk(function) if _changes(n)]
        assert asked, place
        assert min(asked) < min(changed), place


def test_what_a_provider_tells_is_drawn_as_it_is(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "<b>x</b>$5*_:red[a]"
    at = opened(samples_folder, monkeypatch, BOB | {"name": odd})
    assert odd in text(at)
    at = opened(samples_folder, monkeypatch, BOB | {"name": hostile.MARKUP * 20})
    (who,) = [line for line in text(at).splitlines() if "· may read" in line]
    assert len(who) < 200


def test_settings_that_cannot_work_are_one_line_and_open_nothing(
    samples_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(samples_folder, monkeypatch, ADA, writers="ada@example.org")
    assert buttons(at) == set()
    (line,) = problems(at)
    assert "is no list" in line


def test_a_login_without_authlib_names_the_extra(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "authlib" else found(name, *a))
    at = opened(samples_folder, monkeypatch, ADA)
    assert buttons(at) == set()
    assert "claimdesk[login]" in problems(at)[0]


@pytest.fixture
def secrets_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the path of the file that holds Streamlit's secrets during the test."""
    path, before = tmp_path / "secrets.toml", st.get_option("secrets.files")
    st.config.set_option("secrets.files", [str(path)])
    monkeypatch.setattr(app_user, "_SET_UP", [])
    monkeypatch.setattr(st, "secrets", type(st.secrets)())
    yield path
    st.config.set_option("secrets.files", before)


def test_a_file_that_cannot_be_read_is_not_taken_for_no_login(secrets_file: Path) -> None:
    assert app_user.login() is None
    secrets_file.write_text('[auth]\ncookie_secret = "abc', encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as TOML") as refused:
        app_user.login()
    assert "abc" not in str(refused.value)


def test_a_login_that_was_set_up_never_turns_into_none(secrets_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["[auth]", *(f'{name} = "{value}"' for name, value in AUTH.items())]
    secrets_file.write_text("\n".join(lines), encoding="utf-8")
    assert app_user.login() == Login((None,), Access())
    secrets_file.unlink()
    monkeypatch.setattr(st, "secrets", type(st.secrets)())
    with pytest.raises(InputError, match="the login is gone"):
        app_user.login()


@pytest.mark.parametrize(
    ("address", "headers", "host"),
    [
        ("127.0.0.1", {"Host": "desk.example.org"}, "desk.example.org"),
        ("127.0.0.1", {"Host": "127.0.0.1:8501", "Origin": "https://desk.example.org"}, "desk.example.org"),
        ("127.0.0.1", {"Host": "localhost:8501", "Origin": "null"}, "null"),
        ("0.0.0.0", {"Host": "127.0.0.1:8501"}, "0.0.0.0"),
        (None, {"Host": "127.0.0.1:8501"}, "everybody"),
    ],
)
def test_without_a_login_others_are_refused(
    address: str | None, headers: dict[str, str], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, address, headers)
    with pytest.raises(AccessError, match=host):
        app_user.visitor()


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "localhost"])
def test_without_a_login_this_machine_may_do_everything(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, "127.0.0.1", {"Host": host, "Origin": f"http://{host}"})
    assert app_user.visitor().role == "write"


def serve(patch: pytest.MonkeyPatch, address: str | None, headers: dict[str, str]) -> None:
    """Let Streamlit say that it listens here and was called so."""
    options = {"server.address": address, "secrets.files": []}
    patch.setattr(st, "get_option", options.get)
    patch.setattr(st, "context", SimpleNamespace(headers=headers))
