"""A citation as a line of text and as an entry of BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from rag.exports_sheet import Cited
from rag.printable import printable

_TEX = {c: rf"\{c}" for c in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # a brace would count as one even behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\symbol{34}",  # babel gives a bare one a meaning
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BYLINE = re.compile(r"by\s+", re.IGNORECASE)
_LONGEST_KEY = 16


def plain_citation(cited: Cited) -> str:
    """Return a citation as one line: whose words, the words, publisher, date as known, title, address, offsets."""
    said = f" ({cited.said_on})" if cited.said_on and cited.said_on != cited.published else ""
    whose = f"{_line(cited.claimant)}{said}: " if cited.claimant else ""
    published = f"{cited.publisher or 'unknown publisher'}, {cited.published or 'date unknown'}: {cited.title}"
    parts = [f"{whose}“{_line(cited.quote)}”", _line(published), cited.url or "", place(cited)]
    return " — ".join(_line(part) for part in parts if part)


def place(cited: Cited) -> str:
    """Return where in which article cited words stand."""
    return f"article {cited.article_id}, characters {cited.span.start}-{cited.span.end}"


def bibtex(cited: Iterable[Cited]) -> str:
    """Return what is cited as BibTeX, an entry for each place in an article, each once.

    Keys follow from the article and the place: they are the same in every export, and two places never share one.
    """
    return "\n".join({key(c): _entry(c) for c in cited}.values())


def key(cited: Cited) -> str:
    """Return the BibTeX key of a citation: publisher, year, the article's id and the offsets."""
    name = unicodedata.normalize("NFKD", cited.publisher or "").encode("ascii", "ignore").decode().lower()
    short = re.sub(r"^the\b|[^a-z0-9]", "", name)[:_LONGEST_KEY] or "article"
    year = cited.published[:4] if cited.published else "nd"
    return f"{short}{year}-{cited.article_id}-{cited.span.start}-{cited.span.end}"


def _entry(cited: Cited) -> str:
    fields = [("author", _braced(_BYLINE.sub("", cited.byline or "", count=1) if cited.byline else ""))]
    fields += [("title", _braced(cited.title)), ("journal", tex(cited.publisher or ""))]
    fields += _dates(cited.published) if cited.published else []
    fields += [("url", _url(cited.url) if cited.url else ""), ("note", _note(cited))]
    kind = "article" if cited.publisher else "misc"
    rows = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key(cited)},", *rows, "}", ""])


def _dates(published: str) -> list[tuple[str, str]]:
    """Return the date twice: as biblatex reads it, as precise as it is known, and in the fields of older styles."""
    year, *rest = published.split("-")
    month = [("month", _MONTHS[int(rest[0]) - 1])] if rest else []
    return [("date", published), ("year", year), *month]


def _note(cited: Cited) -> str:
    said = f", said {cited.said_on}" if cited.said_on else ""
    whose = f"{cited.claimant}{said}; " if cited.claimant else ""
    dated = "" if cited.published else "; date unknown"
    return tex(whose + place(cited) + dated)


def _braced(words: str) -> str:
    return f"{{{made}}}" if (made := tex(words)) else ""


def tex(words: str) -> str:
    """Return words on one line, as TeX sets them: nothing in them is a command."""
    return "".join(_TEX.get(c, c) for c in _line(words))


def _url(address: str) -> str:
    """Return an address without what would end its field or break it; what was percent-encoded stays."""
    return quote(printable(address), safe=":/?#[]@!$&'()*+,;=%~-._", errors="replace")


def _line(words: str | None) -> str:
    return " ".join(printable(words or "").split())
