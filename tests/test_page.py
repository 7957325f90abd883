"""The page in Streamlit's own test harness, on real archives: what it draws, and what it says when things go wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app_export import NAMED
from index import Archive
from index.store import Store
from index.values import Span
from rag.answer import cite
from rag.values import Abstention, Answer, Heard, Statement
from tests import hostile
from tests.conftest import SAMPLES
from tests.reading import (
    Page,
    ask,
    chosen,
    citation_keys,
    html,
    outcome,
    problems,
    talked,
    text,
    upload,
    whole,
)

DOUMA = "what did Russia claim about Douma?"
UNKNOWN = "Who won the World Cup in 2022?"


def test_a_new_chat_offers_questions_that_the_archive_answers(page: Page, samples_folder: Path) -> None:
    at = page(samples_folder)
    examples = [b for b in at.button if b.key and b.key.startswith("example-")]
    assert 1 <= len(examples) <= 3
    examples[0].click().run()
    assert at.session_state["talk"][0].asked == examples[0].label
    assert isinstance(outcome(at), Answer)
    assert not [b for b in at.button if b.key and b.key.startswith("example-")]


def test_an_answer_is_drawn_verbatim_with_a_button_for_each_citation(page: Page, samples_folder: Path) -> None:
    at = ask(page(samples_folder), DOUMA)
    reply = outcome(at)
    drawn = text(at)
    assert reply.statements
    assert all(s.text in drawn for s in reply.statements)
    assert citation_keys(at) == [f"cite-0-{n}" for n in sorted({n for s in reply.statements for n in s.citations})]
    assert all(c.publisher in drawn and c.published in drawn and c.title in drawn for c in reply.citations)


def test_a_chosen_citation_shows_its_quote_marked_in_the_article(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    at = ask(page(samples_folder), DOUMA)
    last = outcome(at).citations[outcome(at).statements[-1].citations[-1] - 1]
    at.button(key=f"cite-0-{last.n}").click().run()
    body = next(block for block in html(at) if block.marked)
    assert body.marked == last.quote
    assert body.text == archive.article(last.article_id).text
    assert chosen(at) == [f"[{last.n}]"]
    at.button(key="close").click().run()
    assert not [block for block in html(at) if block.marked]
    assert chosen(at) == []


def test_an_article_names_the_publishers_that_repeat_it(page: Page, samples_folder: Path, archive: Archive) -> None:
    copy = next(a for a in archive.articles() if a.origin)
    at = talked(page(samples_folder), whole(archive.article(str(copy.origin)), Span(0, 20)))
    at.button(key="cite-0-1").click().run()
    assert f"The same text also in: {copy.publisher}" in text(at)


def by_four(archive: Archive) -> Answer:
    """Return an answer of four statements: two of Russia, one by nobody, one of Russia and France."""
    article = archive.articles()[0]
    cited = tuple(cite(n + 1, article, f"{article.id}-p", Span(20 * n, 20 * n + 15)) for n in range(4))
    said = [("Russia", 1), ("Russia", 2), ("Russia", 4), ("France", 4), ("France", 4), (None, 4)]
    claims = tuple(Heard(who, (), "said", "that", "asserts", None, n) for who, n in said)
    statements = tuple(Statement(c.quote, 0.9, (c.n,)) for c in cited)
    return Answer("What?", statements, cited, cited, claims=claims)


def test_a_long_answer_is_headed_by_claimants_and_begins_with_links_to_them(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    at = talked(page(samples_folder), by_four(archive), replace(by_four(archive), question="Why?"))
    headings = [(block.text, block.places) for block in html(at) if "h3" in block.tags]
    own = "In the articles’ own words"
    assert [told for told, _ in headings] == ["Russia", own, "Russia, France"] * 2
    contents = [block for block in html(at) if block.links and "li" not in block.tags]
    assert [link for block in contents for link in block.links] == [f"#{p}" for _, (p,) in headings]
    assert contents[0].text == f"Russia · {own} · Russia, France"
    questions = next(block for block in html(at) if "li" in block.tags)
    assert questions.text == "What?Why?"
    asked = [place for block in html(at) if "h2" in block.tags for place in block.places]
    assert questions.links == [f"#{place}" for place in asked]
    assert len({place for block in html(at) for place in block.places}) == 8, "each leads to a place of its own"


def test_an_abstention_says_so_and_opens_what_was_searched(page: Page, samples_folder: Path) -> None:
    at = ask(page(samples_folder), UNKNOWN)
    reply = outcome(at)
    assert isinstance(reply, Abstention)
    assert "The archive does not answer this" in text(at)
    assert reply.reason in text(at)
    assert len(citation_keys(at)) == len(reply.searched) > 0
    at.button(key="cite-0-1").click().run()
    assert [block.marked for block in html(at) if block.marked] == [reply.searched[0].quote]
    assert [e.label for e in at.expander if e.label.startswith("Copy")] == [], "there is no answer to copy"
    assert [b.label for b in at.get("download_button")] == list(NAMED)
    assert all(reply.searched[0].title in block.value for block in at.code), "what was searched can be cited"


def test_a_follow_up_shows_the_question_that_was_answered(page: Page, samples_folder: Path) -> None:
    at = ask(ask(page(samples_folder), DOUMA), "and France?")
    assert outcome(at).question != "and France?"
    assert f"Read as: {outcome(at).question}" in text(at)
    assert text(at).count("Read as:") == 1


def test_the_conversation_survives_reruns_until_a_new_one_begins(page: Page, samples_folder: Path) -> None:
    at = ask(page(samples_folder), DOUMA)
    first = outcome(at)
    at.run()
    assert outcome(at) is first
    at.button(key="cite-0-1").click().run()
    at.button(key="new").click().run()
    assert at.session_state["talk"] == []
    assert not citation_keys(at)
    assert not [block for block in html(at) if block.marked]


def test_the_copied_text_is_the_answer_and_its_citations(page: Page, samples_folder: Path) -> None:
    at = ask(page(samples_folder), DOUMA)
    reply = outcome(at)
    copied = at.code[0].value
    assert reply.text in copied
    assert all(f"[{c.n}] {c.publisher}, {c.published}: {c.title}" in copied for c in reply.citations)


@pytest.mark.parametrize(
    ("after", "before", "line"),
    [
        ("yesterday", "", "'yesterday' is not a date"),
        ("", "2018-02-30", "not a day of"),
        ("2019", "2018", "later than"),
    ],
)
def test_a_bad_date_is_one_line_and_stops_questions(
    page: Page, samples_folder: Path, after: str, before: str, line: str
) -> None:
    at = page(samples_folder)
    at.text_input(key="since").set_value(after)
    at.text_input(key="until").set_value(before).run()
    assert len(problems(at)) == 1
    assert line in problems(at)[0]
    assert at.chat_input[0].proto.disabled
    at.text_input(key="since").set_value("")
    at.text_input(key="until").set_value("").run()
    assert not problems(at)
    assert not at.chat_input[0].proto.disabled


def test_filters_narrow_what_is_searched(page: Page, samples_folder: Path) -> None:
    at = page(samples_folder)
    at.selectbox(key="outlet").set_value("Harbour Wire")
    at.text_input(key="since").set_value("2018").run()
    at.text_input(key="until").set_value("2018-12").run()
    searched = outcome(ask(at, DOUMA)).searched
    assert searched
    assert {(c.publisher, c.published[:4]) for c in searched} == {("Harbour Wire", "2018")}


def test_an_empty_archive_says_how_to_begin_and_adds_the_samples(page: Page, tmp_path: Path) -> None:
    at = page(tmp_path / "new")
    assert at.chat_input[0].proto.disabled
    assert "claimdesk add" in at.code[0].value
    at.button(key="samples").click().run()
    assert not at.exception
    assert f"Articles in the archive: {len(list(SAMPLES.iterdir()))}" in text(at)
    assert not at.chat_input[0].proto.disabled


def test_uploads_are_kept_under_their_names_and_each_failure_is_told(page: Page, own: Path) -> None:
    row = hostile.write_rows(own.parent).read_bytes()
    at = upload(
        page(own),
        [
            ("the bridge.jsonl", row, "application/json"),
            ("empty.txt", b"", "text/plain"),
            ("torn.pdf", b"%PDF-1.4 torn", "application/pdf"),
        ],
    )
    told = [line for line, _ in at.session_state["told"]]
    assert told[0] == "1 added, 2 failed:"
    assert sorted(line.split(":")[0] for line in told[1:]) == ["empty.txt", "torn.pdf"]
    assert all(str(own) not in line and line in text(at) for line in told)
    assert [is_wrong for _, is_wrong in at.session_state["told"]] == [False, True, True]
    assert (own / "uploads" / "the bridge.jsonl").read_bytes() == row
    assert {p.name for p in (own / "uploads").iterdir()} == {"the bridge.jsonl", "empty.txt", "torn.pdf"}
    assert "Articles in the archive: 11" in text(at)


def test_an_error_of_the_desk_is_one_line_in_the_conversation(page: Page, own: Path) -> None:
    at = page(own)
    Store(own).set_meta("encoder", "another-encoder")
    ask(at, DOUMA)
    assert problems(at) == [outcome(at)]
    assert "claimdesk reindex" in outcome(at)


def test_an_archive_that_cannot_be_opened_is_one_line(page: Page, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    at = page(tmp_path / "file")
    assert not at.exception
    assert len(problems(at)) == 1
    assert "choose another" in problems(at)[0]


def test_an_article_removed_or_changed_since_it_was_quoted_is_told(page: Page, own: Path) -> None:
    at = page(own)
    with Archive(own) as archive:
        first, second = [a for a in archive.articles() if a.origin is None][:2]
        moved = replace(cite(1, second, "p", Span(0, 10)), quote="not there.")
        changed = Answer("Changed?", (Statement(moved.quote, 0.9, (1,)),), (moved,), ())
        at = talked(at, whole(first, Span(0, 10)), changed)
        archive.remove(first.id)
    at.button(key="cite-0-1").click().run()
    assert "no article is called" in problems(at)[0]
    at.button(key="cite-1-1").click().run()
    assert "changed after it was quoted" in problems(at)[0]
    assert not [block for block in html(at) if block.marked]
    assert second.text in text(at)


@pytest.mark.parametrize("name", ["app_ask", "app_check", "app_claims", "app_archive", "app_evals"])
def test_a_page_draws_nothing_that_it_was_not_told_to(page: Page, samples_folder: Path, name: str) -> None:
    at = page(samples_folder).switch_page(f"{name}.py").run()
    assert not at.exception
    assert [drawn.value for kind in (at.markdown, at.caption, at.json) for drawn in kind] == []
