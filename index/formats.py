"""Turns the bytes of a file into the text of its article and its metadata, one small function a format."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.metadata import Metadata, metadata

if TYPE_CHECKING:
    from docx.document import Document
    from markdown_it.token import Token

MAX_BYTES = 50_000_000
_MAX_UNPACKED_BYTES = 200_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a file before cleaning.

    ``given`` is front matter, ``found`` what the format's metadata says, ``head`` lines that may hold the date.
    """

    text: str
    given: Metadata = field(default_factory=Metadata)
    found: Metadata = field(default_factory=Metadata)
    head: str = ""


def decode(data: bytes) -> str:
    """Decode text: UTF-8 first, then what charset_normalizer finds.

    Raises:
        ReadError: the bytes are no text.
    """
    if data.startswith(_UTF16):
        return sound(data.decode("utf-16", errors="replace"))
    if b"\x00" in data:
        raise ReadError("not a text file; save the article as text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _guessed(data)
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise ReadError("not a text file; save the article as text")
    return sound(text)


def sound(text: str) -> str:
    """Replace what no text store takes: control characters and halves of surrogate pairs."""
    text = _CONTROL.sub(" ", text)
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise ReadError("written in an encoding that cannot be recognised; save it as UTF-8")
    return str(best)


def read_page(data: bytes, suffix: str, url: str | None = None) -> Page:
    """Read one file of a known format.

    Args:
        data: its bytes.
        suffix: its format, one of ``SUFFIXES``.
        url: where it was fetched from, if it was.

    Raises:
        ReadError: damaged, encrypted, too large or not of that format.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"larger than {MAX_BYTES // 1_000_000} MB; split it into articles")
    if suffix in (".html", ".htm"):
        from index.webpage import read_webpage

        text, found, head = read_webpage(data, url)
        return Page(sound(text), found=found, head=sound(head))
    return _READERS[suffix](data)


def _text(data: bytes) -> Page:
    body, given = _front_matter(decode(data))
    return Page(body, given)


def _markdown(data: bytes) -> Page:
    body, given = _front_matter(decode(data))
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).parse(body)
    first = next((number for number, token in enumerate(tokens) if token.type == "inline"), None)
    title = None
    if first is not None and tokens[first - 1].tag == "h1":
        title = _plain(tokens[first])
    text = "\n\n".join(filter(None, (_plain(token) for token in tokens)))
    return Page(text, given, metadata({"title": title}, "heading"))


def _plain(token: Token) -> str:
    """The words of a Markdown token, without its marks, pictures and addresses."""
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    shown = [part for part in token.children or [] if part.type in ("text", "code_inline", *breaks)]
    return "".join(breaks.get(part.type, part.content) for part in shown).strip()


def _front_matter(text: str) -> tuple[str, Metadata]:
    """Part the YAML block at the head from the text; a ruled-off paragraph is no such block."""
    if not text.lstrip().startswith("---"):
        return text, Metadata()
    import yaml  # type: ignore[import-untyped]
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    try:
        block, body = handler.split(text.lstrip())
        values = handler.load(block)
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())[:120]
        raise ReadError(f"front matter is not valid YAML ({reason}); correct or remove it") from None
    except ValueError as error:
        if "unpack" in str(error):
            return text, Metadata()
        raise ReadError(f"front matter holds a value that cannot be read ({error}); correct it") from None
    return (body, metadata(values, "front matter")) if isinstance(values, dict) else (text, Metadata())


def _pdf(data: bytes) -> Page:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("locked with a password; save an unlocked copy")
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except ReadError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise ReadError("a damaged PDF; open it and save it again") from None
    text = sound("\n\n".join(_reflowed(_without_running_lines(pages))))
    return Page(text, found=_if_shown(title, text))


def _without_running_lines(pages: list[str]) -> Iterator[str]:
    """Drop page numbers, and the first or last line of a page where most pages repeat it."""
    split = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    edges = [{re.sub(r"\d+", "#", line) for line in lines[:1] + lines[-1:]} for lines in split]
    for lines in split:
        for number, line in enumerate(lines):
            shape = re.sub(r"\d+", "#", line)
            running = len(pages) > 2 and sum(shape in edge for edge in edges) * 2 > len(pages)
            if not (number in (0, len(lines) - 1) and (running or shape == "#")):
                yield line


def _reflowed(lines: Iterator[str]) -> Iterator[str]:
    """Join the lines of a printed column into paragraphs: a short line with an ending closes one."""
    kept = list(lines)
    widest = max(map(len, kept), default=0)
    paragraph = ""
    for number, line in enumerate(kept):
        paragraph = f"{paragraph} {line}".strip()
        following = kept[number + 1][:1] if number + 1 < len(kept) else ""
        short = len(line) < widest * 0.75
        if short and not following.islower() and not line.endswith((",", "-")):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _docx(data: bytes) -> Page:
    import zipfile

    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MAX_UNPACKED_BYTES:
                raise ReadError("unpacks to more than 200 MB; split it into articles")
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(_docx_paragraphs(document))
        title = document.core_properties.title
    except ReadError:
        raise
    except Exception:
        raise ReadError("a damaged Word file; open it and save it again as .docx") from None
    return Page(sound(text), found=_if_shown(title, text))


def _docx_paragraphs(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
        else:
            yield block.text.strip()


def _if_shown(title: str, text: str) -> Metadata:
    """Trust the title property only if the text shows it: word processors fill it with file names."""
    title = " ".join(title.split())
    return Metadata(title=title) if title and title in " ".join(text[:2000].split()) else Metadata()


_READERS: dict[str, Callable[[bytes], Page]] = {
    ".txt": _text,
    ".md": _markdown,
    ".pdf": _pdf,
    ".docx": _docx,
}
SUFFIXES = frozenset({*_READERS, ".html", ".htm"})
