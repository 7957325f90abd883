"""``DeskRetriever``: the desk's search as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.prompts import PromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, create_retriever_tool
from pydantic import BaseModel, ConfigDict, Field

from index.values import Filters, Hit, Span
from rag.desk import Desk

_ABOUT = "Search the archive of news articles. Returns passages in the articles' own words, with where each is written."
_SHOWN = "[{article_id} {start}-{end}] {title} ({publisher}, {published})\n{page_content}"


class DeskRetriever(BaseRetriever):
    """Retrieves passages of an archive as LangChain documents.

    ``metadata`` of a document: ``article_id``, ``path``, ``title``, ``publisher``, ``published`` (ISO, as precise as it
    is known, or None), ``start`` and ``end`` (offsets into the article's text), ``score`` (higher is better), ``rank``,
    ``also`` (ids of articles that say the same in the same words).
    ``rerank`` lets the reader order the best ones. ``neighbours`` widens each document by so many passages of its
    article before and after; ``k`` and ``filters`` may also be given to a single call.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    desk: Desk
    k: int = Field(default=10, ge=1, le=1000)
    filters: Filters = Filters()
    rerank: bool | None = None
    neighbours: int = Field(default=0, ge=0, le=10)

    def as_tool(
        self,
        args_schema: type[BaseModel] | None = None,
        *,
        name: str | None = None,
        description: str | None = None,
        arg_types: dict[str, type] | None = None,
    ) -> BaseTool:
        """Return the retriever as a tool for LangChain agents: passages with where each is written.

        The tool's artifact holds the documents, so that a program can cite what the agent read. A schema of arguments
        or types make it the plain tool that LangChain makes of any runnable.
        """
        if args_schema or arg_types:
            return super().as_tool(args_schema, name=name, description=description, arg_types=arg_types)
        return create_retriever_tool(
            self,
            name or "search_articles",
            description or _ABOUT,
            document_prompt=PromptTemplate.from_template(_SHOWN),
            response_format="content_and_artifact",
        )

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **narrowed: Any
    ) -> list[Document]:
        del run_manager  # search has no inner steps to report
        k, filters = narrowed.get("k", self.k), narrowed.get("filters", self.filters)
        hits = self.desk.search(query, k, filters, rerank=self.rerank)
        return [self._document(hit) for hit in hits]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **narrowed: Any
    ) -> list[Document]:
        from langchain_core.runnables import run_in_executor

        return await run_in_executor(
            None, self._get_relevant_documents, query, run_manager=run_manager.get_sync(), **narrowed
        )

    def _document(self, hit: Hit) -> Document:
        article = self.desk.archive.article(hit.passage.article_id)
        span = self._widened(hit) if self.neighbours else hit.passage.span
        return Document(
            id=hit.passage.id,
            page_content=span.of(article.text),
            metadata={
                "article_id": article.id,
                "path": article.path,
                "title": article.title,
                "publisher": article.publisher,
                "published": article.published.iso if article.published else None,
                "start": span.start,
                "end": span.end,
                "score": hit.score,
                "rank": hit.rank,
                "also": [p.article_id for p in hit.also],
            },
        )

    def _widened(self, hit: Hit) -> Span:
        """Return the span of a hit's passage and its neighbours."""
        passages = self.desk.archive.passages(hit.passage.article_id)
        at = next(n for n, p in enumerate(passages) if p.id == hit.passage.id)
        first, last = max(0, at - self.neighbours), min(len(passages) - 1, at + self.neighbours)
        return Span(passages[first].span.start, passages[last].span.end)
