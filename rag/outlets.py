"""The outlets that a question names ("the article by The Verge"), and whether the archive has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_TAIL = re.compile(r"\s*(?:[|:–—]|\s-\s).*$")
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_WORD = r"[A-Z](?:[\w.&-]|['’](?=[a-z]))*"
_NAME = rf"['‘“\"]?((?:[Tt]he )?{_WORD}(?: (?:of |and |& )?{_WORD}){{0,4}})"
_KIND = r"(?:articles?|reports?|pieces?|stor(?:y|ies)|reviews?|coverage|interviews?|editorials?|op-eds?)"
_BY = re.compile(
    rf"\b(?:{_KIND}|another|one) (?:by|from) {_NAME}|\b(?:{_KIND}|another|one) in (?=['‘“\"]?[Tt]he ){_NAME}"
)
_ITS = re.compile(rf"{_NAME}['’”\"]?(?:['’]s)? (?:news |magazine |newspaper )?{_KIND}\b")
_DONE = re.compile(rf"\b(?:reported|published|covered|described|discussed|highlighted|mentioned) by {_NAME}")


def short(publisher: str) -> str:
    """Return a publisher's name as people say it: without what follows a bar, a dash or a colon, and without "The"."""
    return _THE.sub("", _TAIL.sub("", publisher)).strip()


def named(question: str, publishers: Iterable[str]) -> dict[str, list[str]]:
    """Return the publishers that a question names, by the name that they are called by, in the question's order.

    A name counts only where it is written with a capital, as a whole: "the age of Trump" does not name The Age.
    """
    by_name: dict[str, list[str]] = {}
    for publisher in publishers:
        if len(called := short(publisher)) > 1:
            by_name.setdefault(called.casefold(), []).append(publisher)
    found = {name: _at(question, name) for name in by_name}
    return {name: by_name[name] for name in sorted((n for n, at in found.items() if at >= 0), key=lambda n: found[n])}


def _at(question: str, name: str) -> int:
    """Return where a question writes a name with a capital; -1 where it does not."""
    places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE)
    return next((m.start() for m in places if m[0][0].isupper() or m[0][0].isdigit()), -1)


def asked_for(question: str) -> list[str]:
    """Return the names that a question calls outlets ("a Reuters report"), known to the archive or not."""
    found = [m[m.lastindex or 0] for pattern in (_BY, _ITS, _DONE) for m in pattern.finditer(question)]
    return list(dict.fromkeys(short(re.sub(r"['’]s$", "", name)) for name in found))


def unknown(question: str, known: Mapping[str, list[str]]) -> list[str]:
    """Return the outlets asked for that are none of the ``known`` ones (as ``named`` returns them)."""
    told = [re.findall(r"\w+", name.casefold()) for names in known.values() for name in names]
    return [n for n in asked_for(question) if not any(_part(re.findall(r"\w+", n.casefold()), k) for k in told)]


def _part(one: list[str], other: list[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return any(longer[i : i + len(shorter)] == shorter for i in range(len(longer) - len(shorter) + 1))
