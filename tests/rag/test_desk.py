"""The desk end to end on the sample articles: properties of every reply, whatever the models' scores."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from index import Archive
from index.errors import InputError
from index.values import Filters
from rag import Abstention, Answer, Citation, Desk, Reply, Turn
from rag.values import reply_json
from tests.rag.checks import assert_slices, assert_stands

ON_TOPIC = (
    "What did Russia claim about Douma?",
    "What did Sergey Lavrov say about the evidence?",
    "What did Karen Pierce call the accusation?",
    "How many missiles were launched at Syria?",
    "What did Macron say about chemical weapons in Douma?",
    "What did Rouhani say about the battle in Idlib?",
    "Who hosted the G7 talks in Lucca?",
)
OFF_TOPIC = (
    "Who won the women's marathon at the 2012 Olympics?",
    "What is the recipe for sourdough bread?",
    "How tall is the Eiffel Tower?",
    "What did the Bank of Japan say about interest rates?",
)
KEYS = ["id", "kind", "reason", "question", "text", "statements", "citations", "claims", "searched"]
KEYS += ["drafted_by", "dropped", "note", "timing_ms"]
CITATION_KEYS = ["n", "article_id", "path", "title", "publisher", "published", "start", "end", "quote"]


@pytest.mark.parametrize("question", [*ON_TOPIC, *OFF_TOPIC, "chlorine", "WHO DENIED IT???", "а что сказала Россия?"])
def test_every_reply_is_made_of_quotes_that_slice_back(desk: Desk, archive: Archive, question: str) -> None:
    assert_stands(desk.ask(question), archive)


def test_a_plain_question_is_answered_with_the_words_of_who_was_asked_for(desk: Desk) -> None:
    reply = desk.ask("What did Karen Pierce call the accusation?")
    assert isinstance(reply, Answer)
    assert any("grotesque" in c.quote and "Karen Pierce" in c.quote for c in reply.citations)


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_off_topic_the_desk_abstains_and_lists_what_it_searched(desk: Desk, question: str) -> None:
    reply = desk.ask(question)
    assert isinstance(reply, Abstention)
    assert reply.reason == reply.text
    assert [c.n for c in reply.searched] == list(range(1, len(reply.searched) + 1))
    assert len({c.passage_id for c in reply.searched}) == len(reply.searched) > 0


@pytest.mark.parametrize("question", ["?", "Why?", "What is it?", "…", "$$$", "the"])
def test_a_question_that_asks_nothing_is_not_answered(desk: Desk, question: str) -> None:
    assert isinstance(desk.ask(question), Abstention)


@pytest.mark.parametrize("question", ["", "  ", "\n\t"])
def test_an_empty_question_is_refused(desk: Desk, question: str) -> None:
    with pytest.raises(InputError, match="empty"):
        desk.ask(question)
    assert desk.search(question) == []


@pytest.mark.parametrize("k", [0, -1, 101])
def test_k_out_of_range_is_refused(desk: Desk, k: int) -> None:
    with pytest.raises(InputError, match="from 1 to 100"):
        desk.ask("What did Russia say?", k=k)
    with pytest.raises(InputError):
        desk.search("Russia", k=k * 100)


def test_an_answer_in_json_has_the_public_shape(desk: Desk, archive: Archive) -> None:
    shown = json.loads(json.dumps(reply_json(desk.ask(ON_TOPIC[0]), "row 7")))
    assert list(shown) == KEYS
    assert (shown["id"], shown["kind"], shown["reason"], shown["question"]) == ("row 7", "answer", None, ON_TOPIC[0])
    assert all(list(s) == ["text", "support", "citations"] for s in shown["statements"])
    assert all(0 <= s["support"] <= 1 for s in shown["statements"])
    for cited in (*shown["citations"], *shown["searched"]):
        assert list(cited) == CITATION_KEYS
        assert cited["quote"] == archive.article(cited["article_id"]).text[cited["start"] : cited["end"]]
        assert Path(cited["path"]).is_file()
    disputed = {d["n"] for c in shown["claims"] for d in c["disputed_by"]}
    assert disputed
    assert {n for s in shown["statements"] for n in s["citations"]} | disputed == {c["n"] for c in shown["citations"]}
    assert {c["claimant"] for c in shown["claims"]} <= {"Russia", "Sergey Lavrov", "Sergei Lavrov", "Russian military"}
    assert all(s["text"] in shown["text"] for s in shown["statements"])
    assert shown["timing_ms"]["total"] >= max(shown["timing_ms"].values()) > 0


def test_an_abstention_in_json_has_the_public_shape(desk: Desk) -> None:
    shown = reply_json(desk.ask(OFF_TOPIC[0]))
    assert list(shown) == KEYS
    assert (shown["id"], shown["kind"], shown["statements"], shown["citations"]) == (None, "abstention", [], [])
    assert shown["reason"] == shown["text"] != ""
    assert shown["searched"]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(after=date(2018, 4, 15)),
        Filters(before=date(2018, 4, 13)),
        Filters(publisher="HARBOUR wire"),
        Filters(after=date(2018, 4, 1), before=date(2018, 4, 30), publisher="The Northern Ledger"),
    ],
)
@pytest.mark.parametrize("question", ["What did Russia claim about Douma?", "What did Russia say about Syria in 2017?"])
def test_filters_hold_for_everything_shown(desk: Desk, question: str, filters: Filters) -> None:
    reply = desk.ask(question, filters=filters)
    shown = [*reply.searched, *(reply.citations if isinstance(reply, Answer) else ())]
    assert shown
    for cited in shown:
        assert not filters.publisher or (cited.publisher or "").casefold() == filters.publisher.casefold()
        if filters.after or filters.before:
            assert cited.published is not None
            assert str(filters.after or "") <= cited.published <= str(filters.before or "9999")


def test_filters_that_allow_nothing_end_in_an_abstention(desk: Desk) -> None:
    reply = desk.ask(ON_TOPIC[0], filters=Filters(publisher="nobody's paper"))
    assert isinstance(reply, Abstention)
    assert reply.searched == ()


def test_a_year_in_the_question_narrows_what_is_searched(desk: Desk) -> None:
    for cited in desk.ask("What did ministers say about sanctions in 2017?").searched:
        assert cited.published is None or cited.published.startswith("2017") or "2017" in cited.quote


def test_a_year_without_articles_fails_open(desk: Desk) -> None:
    assert desk.ask("What did ministers say about sanctions in 1987?").searched


def ask_on(desk: Desk, *questions: str, filters: Filters = Filters()) -> list[Reply]:  # noqa: B008 - frozen
    """Ask in one conversation; return the replies."""
    history: list[Turn] = []
    for question in questions:
        reply = desk.ask(question, history=history, filters=filters)
        history.append(Turn(reply.question, reply))
    return [turn.reply for turn in history]


@pytest.mark.parametrize(
    ("follow_up", "words"),
    [
        ("and France?", ["France", "Douma"]),
        ("Who denied it?", ["denied", "Douma"]),
        ("Why did it say that?", ["Russia"]),
        ("What else did it claim?", ["Russia"]),
    ],
)
def test_a_follow_up_is_made_to_stand_alone_and_shown(
    desk: Desk, archive: Archive, follow_up: str, words: list[str]
) -> None:
    first, second = ask_on(desk, "What did Russia claim about Douma?", follow_up)
    assert first.question == "What did Russia claim about Douma?"
    assert all(word in second.question for word in words)
    assert reply_json(second)["question"] == second.question
    assert_stands(second, archive)


def test_a_question_that_stands_alone_is_left_alone(desk: Desk) -> None:
    asked = "How many missiles were launched at Syria in April 2018?"
    assert ask_on(desk, ON_TOPIC[0], asked)[1].question == asked


def test_a_conversation_goes_on_after_an_abstention_and_keeps_its_filters(desk: Desk, archive: Archive) -> None:
    replies = ask_on(desk, OFF_TOPIC[1], ON_TOPIC[0], "and France?", filters=Filters(publisher="Harbour Wire"))
    assert isinstance(replies[0], Abstention)
    assert "Douma" in replies[2].question
    for reply in replies:
        assert_stands(reply, archive)
        assert {c.publisher for c in reply.searched} == {"Harbour Wire"}


def test_searching_gives_the_best_first_and_no_more_than_k(desk: Desk) -> None:
    found = desk.search("chlorine in Douma", k=4)
    assert [h.rank for h in found] == [1, 2, 3, 4]
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)


def test_copies_are_kept_but_not_shown(desk: Desk, archive: Archive) -> None:
    (copy,) = [a for a in archive.articles() if a.origin]
    assert archive.copies(str(copy.origin)) == [copy]
    assert copy.id not in {h.passage.article_id for h in desk.search(copy.title, k=100)}


def test_threads_that_ask_at_once_get_the_same_answers(desk: Desk) -> None:
    alone = [desk.ask(q).text for q in ON_TOPIC[:4]]
    with ThreadPoolExecutor(4) as pool:
        assert [r.text for r in pool.map(desk.ask, ON_TOPIC[:4])] == alone


def test_an_empty_archive_abstains_and_finds_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "new") as archive:
        desk = Desk(archive)
        reply = desk.ask(ON_TOPIC[0])
        assert isinstance(reply, Abstention)
        assert reply.searched == ()
        assert reply.reason
        assert desk.search("Douma") == []


def test_a_real_page_answers_with_quotes_that_slice_back(shared: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "real") as archive:
        assert not archive.add([sorted((shared / "articles").glob("*.txt"))[0]]).failed
        reply = Desk(archive).ask("What did the foreign ministers say about Russia?")
        assert_stands(reply, archive)
        assert reply.searched


def test_a_plain_fact_is_not_shown_among_the_words_that_are_asked_for(tmp_path: Path) -> None:
    written = tmp_path / "a.txt"
    denial = "Tavria said that the attack on Harrow was staged."
    written.write_text(f"The gas attack on Harrow killed more than fifty people in April. {denial}")
    with Archive(tmp_path / "archive") as archive:
        archive.add([written])
        told = Desk(archive).ask("What did Tavria claim about the attack on Harrow?")
        assert isinstance(told, Answer)
        assert [s.text for s in told.statements] == [denial]
        fact = Desk(archive).ask("How many people did the attack on Harrow kill?")
    assert "more than fifty" in fact.text


def test_removed_articles_cannot_be_cited(tmp_path: Path) -> None:
    words = "The harbour board of Dale said on Monday that Anna Berg had sold two ferries to Sweden. " * 2
    (tmp_path / "dale.txt").write_text(words)
    with Archive(tmp_path / "archive") as archive:
        archive.add([tmp_path / "dale.txt"])
        desk = Desk(archive)
        shown: tuple[Citation, ...] = desk.ask("What did Anna Berg sell?").searched
        assert_slices(shown[0], archive)
        archive.remove(shown[0].article_id)
        assert desk.ask("What did Anna Berg sell?").searched == ()


def test_a_fragment_is_not_answered_with_words_that_do_not_bear_on_it(desk: Desk) -> None:
    first = desk.ask("What did Germany's minister say about Russia and Assad?")
    assert isinstance(first, Answer)
    reply = desk.ask("and Canada?", history=[Turn(first.question, first)])
    assert isinstance(reply, Abstention) or "Canada" in reply.text
