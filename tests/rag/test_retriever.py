"""``DeskRetriever`` as any LangChain program would use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompt_values import PromptValue
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from pydantic import ValidationError

from index import Archive
from index.errors import InputError
from index.values import Filters
from rag import Desk, DeskRetriever

QUERY = "What did Russia claim about Douma?"
METADATA = ["article_id", "path", "title", "publisher", "published", "start", "end", "score", "rank", "also"]


@pytest.fixture
def retriever(desk: Desk) -> DeskRetriever:
    return DeskRetriever(desk=desk, k=4)


def test_it_is_a_langchain_retriever_that_returns_what_the_desk_finds(retriever: DeskRetriever, desk: Desk) -> None:
    assert isinstance(retriever, BaseRetriever)
    assert [d.id for d in retriever.invoke(QUERY)] == [h.passage.id for h in desk.search(QUERY, 4)]


def test_a_document_says_where_it_stands(retriever: DeskRetriever, archive: Archive) -> None:
    found = retriever.invoke(QUERY)
    for rank, document in enumerate(found, 1):
        told: dict[str, Any] = document.metadata
        article = archive.article(told["article_id"])
        assert list(told) == METADATA
        assert document.page_content == article.text[told["start"] : told["end"]]
        assert (told["title"], told["publisher"], told["path"]) == (article.title, article.publisher, article.path)
        assert told["published"] == (article.published.iso if article.published else None)
        assert told["rank"] == rank
    assert [d.metadata["score"] for d in found] == sorted((d.metadata["score"] for d in found), reverse=True)


def test_an_undated_article_has_no_date(desk: Desk) -> None:
    undated = [d for d in DeskRetriever(desk=desk, k=100).invoke("Vientiane") if d.metadata["published"] is None]
    assert {d.metadata["publisher"] for d in undated} == {"Great Lakes Gazette"}


async def test_async_finds_the_same(retriever: DeskRetriever) -> None:
    assert await retriever.ainvoke(QUERY) == retriever.invoke(QUERY)


QUERIES = [QUERY, "missiles launched at Syria", "sanctions in Lucca", "the S-400 in Crimea"]


async def test_batches_keep_their_order(retriever: DeskRetriever) -> None:
    alone = [retriever.invoke(q) for q in QUERIES]
    assert retriever.batch(QUERIES) == alone
    assert await retriever.abatch(QUERIES) == alone


@pytest.mark.parametrize("k", [1, 7])
async def test_k_is_set_for_all_calls_or_for_one(retriever: DeskRetriever, desk: Desk, k: int) -> None:
    assert len(DeskRetriever(desk=desk, k=k).invoke(QUERY)) == k
    assert len(retriever.invoke(QUERY, k=k)) == k
    assert len(await retriever.ainvoke(QUERY, k=k)) == k
    assert len(retriever.invoke(QUERY)) == 4


@pytest.mark.parametrize("k", [0, -3, 1001, "many"])
def test_a_k_out_of_range_is_refused(desk: Desk, k: Any) -> None:
    with pytest.raises(ValidationError):
        DeskRetriever(desk=desk, k=k)


def test_a_k_out_of_range_for_one_call_is_refused(retriever: DeskRetriever) -> None:
    with pytest.raises(InputError):
        retriever.invoke(QUERY, k=0)


async def test_filters_hold_for_all_calls_or_for_one(retriever: DeskRetriever, desk: Desk) -> None:
    april = Filters(after=date(2018, 4, 1), before=date(2018, 4, 30), publisher="harbour wire")
    narrowed = DeskRetriever(desk=desk, k=50, filters=april).invoke(QUERY)
    assert {(d.metadata["publisher"], d.metadata["published"][:7]) for d in narrowed} == {("Harbour Wire", "2018-04")}
    assert retriever.invoke(QUERY, k=50, filters=april) == narrowed
    assert await retriever.ainvoke(QUERY, k=50, filters=april) == narrowed
    assert {d.metadata["publisher"] for d in retriever.invoke(QUERY)} != {"Harbour Wire"}


def test_an_empty_query_or_archive_finds_nothing(retriever: DeskRetriever, tmp_path: Path) -> None:
    assert retriever.invoke("  ") == []
    with Archive(tmp_path) as empty:
        assert DeskRetriever(desk=Desk(empty)).invoke(QUERY) == []


class Listener(BaseCallbackHandler):
    """Keeps what LangChain tells about retrieval."""

    def __init__(self) -> None:
        self.found: list[Document] = []

    def on_retriever_end(self, documents: Any, **_: Any) -> None:
        self.found += documents


def test_callbacks_hear_of_what_was_found(retriever: DeskRetriever) -> None:
    listener = Listener()
    assert retriever.invoke(QUERY, {"callbacks": [listener]}) == listener.found


class Chain:
    """A chain of retrieval, prompt and model; ``prompted`` keeps what the model was given."""

    def __init__(self, retriever: DeskRetriever, answers: list[str]) -> None:
        self.prompted: list[BaseMessage] = []
        said: Iterator[AIMessage | str] = iter([AIMessage(a) for a in answers])
        prompt = ChatPromptTemplate.from_messages(
            [("system", "Cite these passages:\n{passages}"), ("user", "{question}")]
        )
        self.steps = (
            {"passages": retriever | RunnableLambda(listed), "question": RunnablePassthrough()}
            | prompt
            | RunnableLambda(self._keep)
            | GenericFakeChatModel(messages=said)
            | StrOutputParser()
        )

    def _keep(self, value: PromptValue) -> PromptValue:
        self.prompted = value.to_messages()
        return value


def listed(documents: list[Document]) -> str:
    return "\n".join(f"[{d.metadata['rank']}] {d.page_content}" for d in documents)


async def test_it_works_inside_a_chain(retriever: DeskRetriever) -> None:
    chain = Chain(retriever, ["Moscow calls it staged [1].", "Staged [2].", "Staged [3]."])
    assert chain.steps.invoke(QUERY) == "Moscow calls it staged [1]."
    given, asked = chain.prompted
    assert all(d.page_content in str(given.content) for d in retriever.invoke(QUERY))
    assert asked.content == QUERY
    assert await chain.steps.ainvoke(QUERY) == "Staged [2]."
    assert "".join(chain.steps.stream(QUERY)) == "Staged [3]."


def test_as_a_tool_it_tells_an_agent_where_each_passage_is_written(retriever: DeskRetriever) -> None:
    tool = retriever.as_tool()
    told = tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": {"query": QUERY}})
    assert tool.name == "search_articles"
    for document in told.artifact:
        where = document.metadata
        assert f"[{where['article_id']} {where['start']}-{where['end']}] {where['title']}" in told.content
        assert document.page_content in told.content


def test_neighbours_widen_a_passage_within_its_article(desk: Desk) -> None:
    narrow, wide = (DeskRetriever(desk=desk, k=5, neighbours=n).invoke(QUERY) for n in (0, 1))
    assert [d.id for d in narrow] == [d.id for d in wide]
    assert all(n.page_content in w.page_content for n, w in zip(narrow, wide, strict=True))
    assert any(len(w.page_content) > len(n.page_content) for n, w in zip(narrow, wide, strict=True))
    for document in wide:
        told = document.metadata
        text = desk.archive.article(told["article_id"]).text
        assert document.page_content == text[told["start"] : told["end"]]


async def test_many_queries_at_once_find_what_each_finds_alone(retriever: DeskRetriever) -> None:
    queries = [QUERY, "Vientiane", "ceasefire"]
    alone = [retriever.invoke(q) for q in queries]
    assert retriever.batch(queries) == alone
    assert await retriever.abatch(queries) == alone


def test_the_reranker_can_be_left_out(desk: Desk) -> None:
    found = DeskRetriever(desk=desk, k=5, rerank=False).invoke(QUERY)
    assert [d.id for d in found] == [h.passage.id for h in desk.search(QUERY, 5, rerank=False)]
