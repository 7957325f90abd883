"""``DeskRetriever``: the desk's search as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.values import Filters, Hit
from rag.desk import Desk


class DeskRetriever(BaseRetriever):
    """Retrieves passages of an archive as LangChain documents.

    ``metadata`` of a document: ``article_id``, ``path``, ``title``, ``publisher``, ``published`` (ISO, as precise as it
    is known, or None), ``start`` and ``end`` (offsets into the article's text), ``score`` (higher is better), ``rank``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    desk: Desk
    k: int = Field(default=10, ge=1, le=1000)
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **narrowed: Any
    ) -> list[Document]:
        del run_manager  # search has no inner steps to report
        hits = self.desk.search(query, narrowed.get("k", self.k), narrowed.get("filters", self.filters))
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
        span = hit.passage.span
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
            },
        )
