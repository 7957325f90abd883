"""Who may do what on the pages: the settings of the login, and the rule that reads them. Knows nothing of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index.errors import InputError

Role = Literal["read", "write"]

SETTINGS = ".streamlit/secrets.toml"
_SHARED = ("redirect_uri", "cookie_secret")
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32
_PART = r"[^\s@*\x00-\x1f\x7f]+"
_EMAIL = re.compile(rf"{_PART}@{_PART}")
_LISTED = re.compile(rf"\*|\*@{_PART}|{_EMAIL.pattern}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the pages. Name and e-mail are what the provider tells: untrusted text, "" where it tells none.

    ``role`` is None for who may not even read, and ``why`` says so in a line; ``is_logged_in`` is False for everybody
    where there is no login.
    """

    role: Role | None
    name: str = ""
    email: str = ""
    why: str = ""
    is_logged_in: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Who may write and who may read: e-mails, ``*@domain``, or ``*`` for everybody whom the provider lets in."""

    writers: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, section: object) -> Access:
        """Return what the section ``[claimdesk]`` says; raise InputError for what it cannot mean."""
        if not isinstance(section, Mapping):
            raise InputError(f"claimdesk in {SETTINGS} is no section; write [claimdesk], and writers and readers below")
        if unknown := sorted(set(section) - {"writers", "readers"}):
            raise InputError(f"[claimdesk] in {SETTINGS} has no setting {unknown[0]!r}; it has writers and readers")
        return cls(*(frozenset(_entries(name, section.get(name, []))) for name in ("writers", "readers")))

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """Return what who logged in with these claims may do; who is not listed may do nothing."""
        email = verified_email(claims)
        if email is None:
            return None
        return "write" if _listed(email, self.writers) else "read" if _listed(email, self.readers) else None

    def visitor(self, claims: Mapping[str, Any]) -> Visitor:
        """Return who logged in with these claims."""
        name, email = (str(claims.get(key) or "") for key in ("name", "email"))
        role = self.role(claims)
        return Visitor(role, name, email, "" if role else _why(claims), is_logged_in=True)


@dataclass(frozen=True, slots=True)
class Login:
    """A login that is set up: the names of its providers, None for the one without a name, and who may do what."""

    providers: tuple[str | None, ...]
    access: Access

    @classmethod
    def of(cls, secrets: Mapping[str, Any]) -> Login | None:
        """Return the login of these settings, None if there is none; raise InputError for half a login."""
        auth = secrets.get("auth")
        if auth is None and "claimdesk" not in secrets:
            return None
        if not isinstance(auth, Mapping):
            raise InputError(f"{SETTINGS} has no section [auth]; docs/login.md says what belongs in it")
        return cls(tuple(_providers(auth)), Access.of(secrets.get("claimdesk", {})))


def verified_email(claims: Mapping[str, Any]) -> str | None:
    """Return the e-mail in a provider's claims, in lower case; None if there is none or it is said to be unverified."""
    email = claims.get("email")
    if not _is_verified(claims):
        return None
    return _lower(email) if isinstance(email, str) and _EMAIL.fullmatch(email) else None


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """Tell whether the provider vouches for the e-mail, or says nothing of it; some send words for true and false."""
    return str(claims.get("email_verified", True)).lower() == "true"


def _why(claims: Mapping[str, Any]) -> str:
    """Return why somebody with these claims may not enter."""
    if verified_email(claims):
        return "this desk does not list you; ask who runs it to add your e-mail to its readers or writers"
    if claims.get("email") and not _is_verified(claims):
        return "your e-mail is not verified; verify it where you log in, then log out here and in again"
    return "your login tells this desk no e-mail; ask who runs it to request the scope email"


def _providers(auth: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield the providers of the section [auth], each complete."""
    _complete(auth, _SHARED, "[auth]")
    if len(str(auth["cookie_secret"])) < _SHORTEST_SECRET:
        raise InputError(f"cookie_secret in {SETTINGS} can be guessed; make one with: openssl rand -hex 32")
    if not str(auth["redirect_uri"]).endswith("/oauth2callback"):
        raise InputError(f"redirect_uri in {SETTINGS} is no address of this desk that ends in /oauth2callback")
    named = {name: value for name, value in auth.items() if isinstance(value, Mapping) and name != "client_kwargs"}
    if not named or set(_PROVIDER) & set(auth):
        _complete(auth, _PROVIDER, "[auth]")
        yield None
    for name, section in named.items():
        if "_" in name:
            raise InputError(f"[auth.{name}] in {SETTINGS} has _ in its name, which Streamlit cannot use; rename it")
        _complete(section, _PROVIDER, f"[auth.{name}]")
        yield name


def _complete(section: Mapping[str, Any], wanted: tuple[str, ...], where: str) -> None:
    missing = [name for name in wanted if not section.get(name)]
    if missing:
        raise InputError(f"{where} in {SETTINGS} lacks {', '.join(missing)}; docs/login.md says where to get them")


def _entries(name: str, listed: object) -> Iterator[str]:
    if not isinstance(listed, list):
        raise InputError(f'{name} in {SETTINGS} is no list; write for example {name} = ["ada@example.org"]')
    for number, entry in enumerate(listed, 1):
        if not isinstance(entry, str) or not _LISTED.fullmatch(entry):
            # Strangers see this line too, so it does not quote who is listed.
            raise InputError(
                f"entry {number} of {name} in {SETTINGS} is no e-mail; list e-mails, *@a.domain, or * for everybody"
            )
        yield _lower(entry)


def _listed(email: str, entries: frozenset[str]) -> bool:
    return bool(entries & {email, "*" + email[email.index("@") :], "*"})


def _lower(text: str) -> str:
    """Lower ASCII letters only: others have look-alikes that become ASCII letters, as the Kelvin sign becomes k."""
    return text.encode("utf-8", "replace").lower().decode()
