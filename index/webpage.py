"""Reads a saved or fetched web page with trafilatura: the text of its article and what its metadata says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.metadata import Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]
    from trafilatura.settings import Document

_BLOCKS = frozenset({"p", "head", "item", "list", "quote", "row", "table", "code", "main", "div", "fw", "ab"})
_DATE_NAMES = re.compile(
    r"publish|datecreated|dc\.?(?:terms\.?)?(?:date|created|issued)|^date$|sailthru\.date|pubdate", re.I
)
_REDUCED = re.compile(r"\d{4}(?:-\d{2})?")
_UNDER_HEADLINE = 10
_WEB = re.compile(r"https?://", re.IGNORECASE)


def read_webpage(page: bytes, url: str | None = None) -> tuple[str, Metadata, str]:
    """Return the article's text, paragraphs apart by blank lines, the page's metadata and the lines under its headline.

    Raises:
        ReadError: the page cannot be parsed or holds no article.
    """
    from trafilatura import bare_extraction

    tree = _tree(page)
    found = bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict) or found.body is None:
        raise ReadError("no article text found")
    text = "\n\n".join(_paragraphs(found.body))
    return text, _metadata(found, tree, url), "\n".join(_under_headline(tree))


def page_date(tree: _Element) -> str | None:
    """Return the publication date that the page's metadata states, as written or as YYYY-MM-DD.

    htmldate sees only the meta tags, the linked data and the ``time`` of the article itself: given the whole page it
    would fall back on any date in the text or in an address.
    """
    from htmldate import find_date
    from lxml import etree  # type: ignore[import-untyped]

    stated = [meta for meta in tree.iter("meta") if _states_date(meta)]
    for meta in stated:
        content = (meta.get("content") or "").strip()
        if _REDUCED.fullmatch(content):
            return content
    head = stated + [script for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    parts = b"".join(etree.tostring(element, with_tail=False) for element in head)
    times = b"".join(etree.tostring(element, with_tail=False) for element in _own_times(tree))
    reduced = b"<html><head>" + parts + b"</head><body>" + times + b"</body></html>"
    found = find_date(reduced.decode(), extensive_search=False, original_date=True)
    return found if found else None


def _under_headline(tree: _Element) -> Iterator[str]:
    """Yield the short lines just after the headline, where pages show their date and extraction drops it."""
    leaves = tree.xpath("(//h1)[1]/following::*[not(*) and normalize-space() and not(self::script or self::style)]")
    for leaf in leaves[:_UNDER_HEADLINE]:
        yield " ".join(leaf.text_content().split())


def _states_date(meta: _Element) -> bool:
    name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
    return bool(_DATE_NAMES.search(name)) and not _WEB.match(meta.get("content") or "")


def _own_times(tree: _Element) -> list[_Element]:
    """The ``time`` elements that date this article: marked as its publication, or the only date of the page."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [time for time in times if time.get("pubdate") is not None or "publish" in _marks(time)]
    if marked:
        return marked[:1]
    days = {(time.get("datetime") or "")[:10] for time in times}
    return times[:1] if len(days) == 1 else []


def _marks(element: _Element) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}".casefold()


def _tree(page: bytes) -> _Element:
    from trafilatura import load_html

    tree: _Element | None = load_html(page)
    if tree is None:
        raise ReadError("not a web page that can be parsed")
    return tree


def _metadata(found: Document, tree: _Element, url: str | None) -> Metadata:
    address = url or found.url
    language = tree.get("lang") or next((html.get("lang") for html in tree.iter("html")), None) or found.language
    return Metadata(
        title=found.title,
        publisher=found.sitename,
        byline=(found.author or "").replace("; ", ", ") or None,
        url=address if address and _WEB.match(address) else None,
        language=language,
        published=page_date(tree),
    )


def _paragraphs(element: _Element) -> Iterator[str]:
    """Yield the text of each innermost block; a table row is one paragraph."""
    if element.tag != "row" and any(child.tag in _BLOCKS for child in element):
        loose = [element.text or ""]
        for child in element:
            if child.tag in _BLOCKS:
                yield from _tidy("".join(loose))
                yield from _paragraphs(child)
                loose = []
            else:
                loose.append(_inline(child))
            loose.append(child.tail or "")
        yield from _tidy("".join(loose))
    else:
        yield from _tidy(_inline(element))


def _inline(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == "lb" else _inline(child))
        parts.append(" | " if child.tag == "cell" and child.getnext() is not None else child.tail or "")
    return "".join(parts)


def _tidy(text: str) -> Iterator[str]:
    lines = [" ".join(line.split(" ")) for line in text.split("\n")]
    kept = "\n".join(line.strip() for line in lines).strip()
    if kept:
        yield kept
