"""Reading turns files and folders into drafts, and says in one line why it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from index.errors import ReadError
from index.read import Draft, expand, read
from index.values import Failure

ONE = "The harbour authority closed the northern pier on Tuesday after divers found cracks in two of its pillars."
TWO = "“Nobody should walk on it until spring,” said Ruth Amari, who leads the authority."
STORY = f"{ONE}\n\n{TWO}"
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Pier closed over cracks | Harbour Times</title>
<meta property="og:site_name" content="Harbour Times"><meta name="author" content="Nadia Orr">
<meta property="article:published_time" content="2017-05-03T10:00:00+01:00"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Pier closed over cracks</h1><p>{ONE}</p><h2>What was seen</h2><p>{TWO}</p>
<p>The council denies that it knew. It said so on July 25, 2016.</p></article>
<footer>© 2026 Harbour Times</footer></body></html>"""


def one(path: Path | str) -> Draft:
    """Read the only draft of an input."""
    (draft,) = read(str(path))
    assert isinstance(draft, Draft)
    return draft


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file(tmp_path: Path) -> None:
    """Its headline becomes the title, its path is absolute, and no date is made up."""
    path = write(tmp_path / "a.txt", f"Pier closed over cracks\n\n{STORY}\n")
    draft = one(path)
    assert (draft.title, draft.text, draft.path) == ("Pier closed over cracks", STORY, str(path))
    assert (draft.published, draft.published_from, draft.publisher) == (None, "unknown", None)


def test_front_matter_wins_over_sidecar_and_sidecar_over_page(tmp_path: Path) -> None:
    """Each field comes from the most trusted place that has it."""
    write(tmp_path / "a.md", f"---\ntitle: Mine\npublished: 2017-05\nextra: [1]\n---\n# Other\n\n{STORY}")
    write(tmp_path / "a.json", json.dumps({"title": "Sidecar", "source": "Times", "published": "2016"}))
    draft = one(tmp_path / "a.md")
    assert (draft.title, draft.publisher) == ("Mine", "Times")
    assert (str(draft.published), draft.published_from) == ("2017-05", "front matter")
    write(tmp_path / "b.html", PAGE)
    write(tmp_path / "b.html.json", json.dumps({"publisher": "Tribune"}))
    draft = one(tmp_path / "b.html")
    assert (draft.publisher, draft.byline, draft.published_from) == ("Tribune", "Nadia Orr", "page")


@pytest.mark.parametrize("name", ["a.json", "a.txt.json", "a.meta.json"])
def test_names_of_a_sidecar(tmp_path: Path, name: str) -> None:
    """The stem or the full name, with or without ``meta``; and it is never an article of its own."""
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / name, json.dumps({"author": ["Nadia Orr", "Kit Berg"], "date": "2017-05-03"}))
    assert list(expand([str(tmp_path)])) == [str(tmp_path / "a.txt")]
    draft = one(tmp_path / "a.txt")
    assert (draft.byline, str(draft.published), draft.published_from) == (
        "Nadia Orr, Kit Berg",
        "2017-05-03",
        "sidecar",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ["x"]}, "title"), ({"publisher": 1.5}, "publisher"), ({"url": "javascript:alert(1)"}, "url")],
)
def test_metadata_of_the_wrong_kind_is_named(tmp_path: Path, values: dict[str, object], field: str) -> None:
    """The error is one line with the field in it."""
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / "a.json", json.dumps(values))
    with pytest.raises(ReadError, match=field) as caught:
        read(str(tmp_path / "a.txt"))
    assert "\n" not in str(caught.value)


def test_markdown_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    """Headings, emphasis and links lose their marks; addresses and pictures are not text."""
    page = f"# Pier closed\n\n{ONE}\n\n"
    page += "![x](http://a.example/p.png)\n\n## What next\n\n- *Two* [pillars](http://a.example) cracked.\n"
    draft = one(write(tmp_path / "a.md", page))
    assert (draft.title, draft.text) == ("Pier closed", f"{ONE}\n\nWhat next\n\nTwo pillars cracked.")


def test_a_web_page(tmp_path: Path) -> None:
    """Text and metadata come from the page, without its navigation."""
    draft = one(write(tmp_path / "a.html", PAGE))
    assert (draft.title, draft.publisher, draft.byline) == ("Pier closed over cracks", "Harbour Times", "Nadia Orr")
    assert (str(draft.published), draft.published_from, draft.language) == ("2017-05-03", "page", "en-GB")
    paragraphs = draft.text.split("\n\n")
    assert paragraphs[:3] == [ONE, "What was seen", TWO]
    assert "Home" not in draft.text


def test_a_web_page_without_a_stated_date_has_none(tmp_path: Path) -> None:
    """Neither an event in the text nor the year in the footer nor today dates a page."""
    page = PAGE.replace('<meta property="article:published_time" content="2017-05-03T10:00:00+01:00">', "")
    assert one(write(tmp_path / "a.html", page)).published is None
    shown = page.replace("</h1>", "</h1><div><span>Published 4 May 2017</span></div>")
    draft = one(write(tmp_path / "b.html", shown))
    assert (str(draft.published), draft.published_from) == ("2017-05-04", "text")


def test_a_reduced_page_date_stays_reduced(tmp_path: Path) -> None:
    """A page that states a month gets no day."""
    assert (
        str(one(write(tmp_path / "a.html", PAGE.replace("2017-05-03T10:00:00+01:00", "2017-05"))).published)
        == "2017-05"
    )


def test_a_word_file(tmp_path: Path) -> None:
    """Paragraphs and tables are read; its own creation date is not a publication date."""
    document = docx.Document()
    document.add_heading("Pier closed over cracks", 0)
    document.add_paragraph(ONE)
    document.add_paragraph(TWO)
    document.save(str(tmp_path / "a.docx"))
    draft = one(tmp_path / "a.docx")
    assert (draft.title, draft.text, draft.published) == ("Pier closed over cracks", STORY, None)


def test_a_pdf(tmp_path: Path) -> None:
    """Printed lines become paragraphs again."""
    lines = [
        "Pier closed over cracks",
        "The harbour authority closed the northern pier on Tuesday",
        "after cracks were found.",
    ]
    draft = one(write(tmp_path / "a.pdf", _pdf(lines)))
    assert draft.title == "Pier closed over cracks"
    assert draft.text == "The harbour authority closed the northern pier on Tuesday after cracks were found."


def _pdf(lines: list[str]) -> bytes:
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def test_rows_fail_one_by_one(tmp_path: Path) -> None:
    """A broken row is a failure with its reason; the others are articles with the row in their path."""
    good = {"id": "x7", "title": "Pier", "text": STORY, "source": "Times", "author": "Kit Berg", "date": "2017-05-03"}
    other = {"text": f"{ONE} It reopens in May."}
    bad = [
        '{"text": 1}',
        "[1]",
        "{not json",
        json.dumps(good),
        json.dumps({"text": " "}),
        '{"text": "a b.", "id": [1]}',
    ]
    path = write(tmp_path / "a.jsonl", "\n".join([json.dumps(good), "", *bad, json.dumps(other)]))
    found = list(read(str(path)))
    drafts = [each for each in found if isinstance(each, Draft)]
    assert [draft.path for draft in drafts] == [f"{path}#x7", f"{path}#9"]
    assert (drafts[0].publisher, drafts[0].byline, drafts[0].published_from) == ("Times", "Kit Berg", "sidecar")
    failures = [each for each in found if isinstance(each, Failure)]
    assert [failure.path.rpartition("#")[2] for failure in failures] == ["3", "4", "5", "6", "7", "8"]
    assert all("\n" not in failure.reason for failure in failures)


def test_a_clean_row_is_not_changed(tmp_path: Path) -> None:
    """The text of a row that is already a story is kept to the character."""
    path = write(tmp_path / "a.jsonl", json.dumps({"id": 1, "title": "Pier closed", "text": STORY}))
    assert one(path).text == STORY


def test_a_table(tmp_path: Path) -> None:
    """Columns are found by name, with commas or semicolons between them, and rows fail one by one."""
    rows = f'ID;Text;Publisher\n1;"{ONE}";Times\n2;;Times\n3;a;b;c\n4;"{TWO} It rains.";\n'
    found = list(read(str(write(tmp_path / "a.csv", rows))))
    assert [type(each) for each in found] == [Draft, Failure, Failure, Draft]
    assert isinstance(found[0], Draft)
    assert (found[0].publisher, found[0].text) == ("Times", ONE)
    with pytest.raises(ReadError, match="no column 'text'"):
        read(str(write(tmp_path / "b.csv", "a,b\n1,2\n")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Quotes and accents are read in the usual encodings."""
    text = f"Café owners said “never”. They repeated it in Orléans, at a déjeuner. {STORY}"
    assert one(write(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"\x00\x01\x02\xff" * 50, "not a text file"),
        ("a.txt", b"", "no article text found"),
        ("a.txt", b"Share\n\nTweet\n\nAdvertisement", "no article text found"),
        ("a.html", b"", "."),
        ("a.html", b"<html><body></body></html>", "no article text found"),
        ("a.pdf", b"%PDF-1.4 broken", "damaged PDF"),
        ("a.docx", b"PK broken", "damaged Word file"),
        ("a.md", b"---\na: [\n---\ntext", "front matter"),
        ("a.md", b"---\n!!python/object/apply:os.system ['true']\n---\ntext", "front matter"),
        ("a.xyz", b"text", "cannot read .xyz"),
        ("a.json", b"{}", "cannot read .json"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """One line that starts with the path."""
    path = write(tmp_path / name, content)
    with pytest.raises(ReadError, match=reason) as caught:
        read(str(path))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_rule_is_not_front_matter(tmp_path: Path) -> None:
    """A text that opens with a ruled-off paragraph loses nothing."""
    for head in (f"---\n{TWO}\n---\n\n", f"---\n\n{TWO}\n\n"):
        text = one(write(tmp_path / "a.txt", head + ONE)).text
        assert ONE in text
        assert TWO in text


def test_a_page_nested_without_end_does_not_crash(tmp_path: Path) -> None:
    """Whatever a hostile file holds, it is read or refused."""
    for name, content in (("a.html", "<div>" * 50_000 + f"<p>{ONE}</p>"), ("a.md", ">" * 20_000 + ONE)):
        try:
            found = list(read(str(write(tmp_path / name, content))))
        except ReadError as error:
            found = [Failure(name, str(error))]
        assert len(found) == 1


def test_a_missing_file(tmp_path: Path) -> None:
    """It is expanded as it is, and fails when read."""
    path = str(tmp_path / "none.txt")
    assert list(expand([path])) == [path]
    with pytest.raises(ReadError, match="no such file"):
        read(path)


def test_text_that_no_database_takes_is_mended(tmp_path: Path) -> None:
    """Halves of surrogate pairs and control characters do not reach the archive."""
    path = write(tmp_path / "a.jsonl", '{"text": "The pier \\ud800 closed\\u0000 on Tuesday, they said."}')
    text = one(path).text
    assert text.encode()
    assert "\x00" not in text


def test_folders(tmp_path: Path) -> None:
    """Sorted and recursive, each once, without hidden files, other formats and what browsers save beside a page."""
    for name in (
        "b.txt",
        "a.md",
        "c.json",
        "d.exe",
        ".hidden.txt",
        "sub/e.txt",
        ".git/f.txt",
        "p.html",
        "p_files/g.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, STORY)
    found = list(expand([str(tmp_path), str(tmp_path / "b.txt"), "https://a.example/x"]))
    expected = ["a.md", "b.txt", "p.html", "sub/e.txt"]
    assert found == [*(str(tmp_path / name) for name in expected), "https://a.example/x"]


def test_importing_loads_nothing_heavy() -> None:
    """Plain text needs no web, date or document library."""
    code = (
        "import sys, index.read; print([m for m in ('trafilatura', 'dateparser', 'httpx', 'docx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
