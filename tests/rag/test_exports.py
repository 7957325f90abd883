"""Answers and verdicts as files: everything cited with its place, nothing in it a command, a script or a link."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from index.errors import InputError, NotFoundError
from index.values import Article, PartialDate, Span
from rag.answer import cite
from rag.exports import FORMATS, Export, reply_export, suffix, text_export, verdict_export, write
from rag.exports_cite import bibtex, key, plain_citation, tex
from rag.exports_html import as_html
from rag.exports_sheet import Cited, of_reply, of_verdict
from rag.values import Abstention, Answer, Citation, Dispute, Heard, Reply, Statement
from rag.verdict import Side, Stance, Verdict
from tests import hostile

TEXT = "The mill burned down on Sunday. The owner said that it was arson. The union called that a lie."
MILL = Article(
    "a1b2c3d4e5f6",
    "papers/mill.txt",
    "Fire at the mill",
    TEXT,
    "The Alder Post",
    "By Ann Reed",
    "https://alder.example/mill?id=1&page=2",
    published=PartialDate("2024-05"),
)
UNDATED = Article("0f0f0f0f0f0f", "papers/note.txt", "A note", TEXT)
OWNER, UNION = Span(32, 65), Span(66, 94)
ODD = r"50% of \input{x} cost $5 & up_to #1 {unclosed ^~ <b>|“q”" + '"'
_ENTRY = re.compile(r"@(article|misc)\{([^,\s]+),\n((?:  \w+ = .*,\n)+)\}\n")


def found(article_id: str) -> Article:
    """Return the article of an id, as an archive does."""
    if article_id == MILL.id:
        return MILL
    raise NotFoundError(f"no article is called {article_id!r}")


def citation(n: int, span: Span, article: Article = MILL) -> Citation:
    return cite(n, article, f"{article.id}-p", span)


def answered() -> Answer:
    """Return an answer whose only claim is the owner's, which the union disputes."""
    cited = (citation(1, OWNER), citation(2, UNION))
    told = Heard(
        "The owner", ("The Post",), "said", "it was arson", "positive", "2024-05-06", 1, (Dispute("Union", "", 2),)
    )
    return Answer("Was it arson?", (Statement(cited[0].quote, 0.9, (1,)),), cited, cited, claims=(told,))


def silent() -> Abstention:
    return Abstention("Who won?", "No article speaks of it.", (citation(1, UNION),))


def judged(statement: str = "It was arson.", article: Article = MILL) -> Verdict:
    def stance(side: Side, span: Span, claimant: str | None) -> Stance:
        return Stance(side, 0.8, article, span, claimant, claimant is not None)

    evidence = (
        stance("supports", OWNER, "The owner"),
        stance("refutes", UNION, "Union"),
        stance("neutral", Span(0, 31), None),
    )
    return Verdict(statement, "disputed", 0.8, "Asserted by The owner; contradicted by Union.", evidence)


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return the fields of BibTeX entries by their keys; fail on what is no entry, or on braces that do not close."""
    assert _ENTRY.sub("", text).strip() == ""
    made: dict[str, dict[str, str]] = {}
    for _, name, body in _ENTRY.findall(text):
        assert name not in made
        made[name] = dict(re.findall(r"  (\w+) = \{?(.*?)\}?,\n", body))
        depth = 0
        for sign in re.findall(r"[{}]", body):
            depth += 1 if sign == "{" else -1
            assert depth >= 0
        assert depth == 0
    return made


class _Page(HTMLParser):
    """The tags, their attributes and the text of an HTML page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._styled = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._styled = tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._styled else data


# ---------------------------------------------------------------------------------------------------- what is exported


def test_an_answer_names_claimants_dates_and_disputes_of_what_it_cites() -> None:
    owner, union = of_reply(answered(), found).cited
    assert (owner.claimant, owner.said_on, owner.published, owner.precision) == (
        "The owner via The Post",
        "2024-05-06",
        "2024-05",
        "month",
    )
    assert (union.claimant, union.url, union.byline) == ("Union", MILL.url, "By Ann Reed")
    assert [line.kind for line in of_reply(answered(), found).lines] == ["said", "dispute"]


def test_a_removed_article_is_still_cited_without_its_address() -> None:
    reply = Abstention("Who?", "Nobody.", (citation(1, UNION, UNDATED),))
    (cited,) = of_reply(reply, found).cited
    assert (cited.title, cited.url, cited.precision) == ("A note", None, "unknown")


@pytest.mark.parametrize("reply", [answered(), silent()])
def test_json_is_the_public_form_with_what_citing_needs(reply: Reply) -> None:
    told = json.loads(FORMATS[".json"](reply_export(reply, found)))
    cited = told["citations"] or told["searched"]
    assert told["kind"] in ("answer", "abstention")
    for row in cited:
        assert TEXT[row["start"] : row["end"]] == row["quote"]
        assert (row["publisher"], row["published"], row["published_precision"]) == (
            "The Alder Post",
            "2024-05",
            "month",
        )
        assert row["url"] == MILL.url


def test_evidence_keeps_its_side_and_its_numbers() -> None:
    sheet = of_verdict(judged())
    assert [(name, [c.n for c in group]) for name, group in sheet.groups] == [
        ("For it", [1]),
        ("Against it", [2]),
        ("About it", [3]),
    ]
    (row, *_) = json.loads(FORMATS[".json"](verdict_export(judged())))["evidence"]
    assert (row["stance"], row["title"], row["claimant"]) == ("supports", "Fire at the mill", "The owner")


@pytest.mark.parametrize("ending", [".md", ".html", ".txt"])
@pytest.mark.parametrize("export", [reply_export(answered(), found), verdict_export(judged())])
def test_whoever_reads_a_file_sees_who_says_so_and_where(ending: str, export: Export) -> None:
    made = FORMATS[ending](export)
    shown = MarkdownIt().render(made) if ending == ".md" else made
    words = _Page(shown).text if ending != ".txt" else shown
    for sheet in export.sheets:
        for c in sheet.cited:
            for word in (c.quote, c.title, "The Alder Post", "2024-05", f"characters {c.span.start}-{c.span.end}"):
                assert word in words
            assert (c.claimant or "") in words


def test_a_silent_archive_is_exported_with_what_was_searched() -> None:
    for ending in (".md", ".html"):
        made = FORMATS[ending](reply_export(silent(), found))
        assert "No answer in the archive" in made
        assert "No article speaks of it" in made.replace("\\", "")
        assert "Looked at" in made
    assert list(entries(FORMATS[".bib"](reply_export(silent(), found)))) == ["alderpost2024-a1b2c3d4e5f6-66-94"]


def test_nothing_checked_is_an_empty_file_and_no_error() -> None:
    assert [FORMATS[ending](text_export([])) for ending in (".bib", ".txt", ".json")] == ["", "", "[]\n"]


# -------------------------------------------------------------------------------------------------- BibTeX, plain text


def test_a_citation_is_one_line_of_text() -> None:
    owner, _ = of_reply(answered(), found).cited
    assert plain_citation(owner) == (
        f"The owner via The Post (2024-05-06): “{owner.quote}” — The Alder Post, 2024-05: Fire at the mill — {MILL.url}"
        f" — article {MILL.id}, characters 32-65"
    )


def test_a_bibtex_entry_has_a_date_as_precise_as_it_is_known() -> None:
    made = entries(FORMATS[".bib"](reply_export(answered(), found)))
    entry = made["alderpost2024-a1b2c3d4e5f6-32-65"]
    assert entry == {
        "author": "{Ann Reed}",
        "title": "{Fire at the mill}",
        "journal": "The Alder Post",
        "date": "2024-05",
        "year": "2024",
        "month": "may",
        "url": "https://alder.example/mill?id=1&page=2",
        "note": "The owner via The Post, said 2024-05-06; article a1b2c3d4e5f6, characters 32-65",
    }


def test_what_is_not_known_is_not_in_the_entry() -> None:
    (entry,) = entries(bibtex([Cited(1, "It", Span(0, 2), "0f", "A note", None, None)])).values()
    assert entry == {"title": "{A note}", "note": "article 0f, characters 0-2; date unknown"}
    assert bibtex([Cited(1, "It", Span(0, 2), "0f", "A note", None, None)]).startswith("@misc{articlend-0f-0-2,")


def test_each_place_is_one_entry_whatever_its_number() -> None:
    one, other = (Cited(n, "It", Span(0, 2), "0f", "T", "P", "2024") for n in (1, 2))
    further = Cited(3, "is", Span(3, 5), "0f", "T", "P", "2024")
    assert list(entries(bibtex([one, other, further]))) == [key(one), key(further)]


def test_no_word_of_an_article_is_a_command_of_tex() -> None:
    odd = Cited(1, ODD, Span(0, 2), "0f", ODD, ODD, "2024-05-06", ODD, f"https://x.example/{ODD}\n@misc{{", ODD, ODD)
    (entry,) = entries(bibtex([odd, odd])).values()
    assert "\\input" not in entry["title"]
    assert not re.search(r"(?<!\\)[%$&#_]", entry["title"])
    assert set(entry["url"]) & set('{}\\"<>|^ \n') == set()


@pytest.mark.parametrize(
    ("words", "made"), [("a_b", r"a\_b"), ("}", r"\textbraceright{}"), ("a\n b\x00", "a b"), ("", "")]
)
def test_tex_sets_words_as_they_are(words: str, made: str) -> None:
    assert tex(words) == made


# ---------------------------------------------------------------------------------------------------- the page to print


def hostile_verdict() -> Verdict:
    article = Article(
        "beefbeefbeef", hostile.MARKUP, hostile.TITLE, f"{hostile.MARKUP} {hostile.TEXT}", hostile.PUBLISHER,
        hostile.MARKUP, "javascript:alert(1)",
    )  # fmt: skip
    stance = Stance("supports", 0.9, article, Span(0, len(hostile.MARKUP)), hostile.MARKUP, claimed=True)
    return Verdict(hostile.MARKUP, "disputed", 0.5, hostile.MARKUP, (stance,))


def test_hostile_words_stay_words_in_a_page_that_loads_nothing() -> None:
    page = _Page(as_html([of_verdict(hostile_verdict()), of_verdict(judged())], date(2024, 5, 7)))
    ours = (
        "html head meta title style body header h1 nav ol ul li a bdi span main section h2 h3 p b br blockquote footer"
    )
    assert {tag for tag, _ in page.tags} <= set(ours.split())
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in page.tags)
    assert not [attrs for _, attrs in page.tags if set(attrs) & {"src", "style", "onerror", "srcset"}]
    assert page.text.count(hostile.MARKUP) >= 4
    assert "javascript:" not in page.text


def test_hostile_words_stay_words_in_markdown() -> None:
    shown = MarkdownIt("commonmark", {"html": True}).render(FORMATS[".md"](verdict_export(hostile_verdict())))
    assert {tag for tag, _ in _Page(shown).tags} <= {"h2", "h3", "p", "strong", "em", "ul", "li"}
    assert " ".join(hostile.MARKUP.split()) in _Page(shown).text


def test_the_page_says_how_it_is_printed_and_looks_in_the_dark() -> None:
    made = as_html([of_verdict(judged())] * 2, date(2024, 5, 7))
    for rule in ("@page", "@media print", "break-inside: avoid", "break-after: page", "prefers-color-scheme: dark"):
        assert rule in made
    assert "default-src 'none'" in made
    assert "Exported on 2024-05-07" in made
    assert made.count('href="#s') == 2


def test_control_characters_do_not_reach_a_page_or_a_line() -> None:
    cited = Cited(1, "a\x00b\x1b[31mc", Span(0, 2), "0f", "T\x07", "P", None)
    assert plain_citation(cited).startswith("“abc” — P, date unknown: T — ")


# ------------------------------------------------------------------------------------------------------- to a file


def test_the_ending_of_the_file_says_the_format(tmp_path: Path) -> None:
    for ending in FORMATS:
        path = tmp_path / f"made{ending.upper()}"
        write(verdict_export(judged("half a character \udce9")), path)
        assert path.read_text(encoding="utf-8")
    for name in ("made", "made.pdf", "made.md.exe"):
        with pytest.raises(InputError, match=r"\.md, \.json"):
            suffix(tmp_path / name)


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write(verdict_export(judged()), tmp_path / "nowhere" / "made.md")
