"""The words of passages in tantivy (BM25), a folder derived from the archive; any number of processes may read it."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.pending import Entry
from index.terms import weights

if TYPE_CHECKING:
    import tantivy

# Of 0 to 1 the best for fact-checked claims (MRR@5 .769 -> .815), and harmless where titles say nothing (SQuAD).
_TITLE_WEIGHT = 0.6
_LONGEST_WORD = 60
_K1, _B = 1.2, 0.75
_TERMS = 256
_HEAP = 30_000_000


class Words:
    """Passages by their words: stemmed English, accents folded, BM25 over text and, with less weight, the title."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is opened before it is needed."""
        self._folder = folder
        self._index: tantivy.Index | None = None
        self._generation = -1
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether there is an index in the folder."""
        return (self._folder / "meta.json").is_file()

    def reset(self) -> None:
        """Throw the index away."""
        with self._lock:
            self._index = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def apply(self, put: Sequence[Entry], gone: Collection[str]) -> None:
        """Make the index hold ``put`` and not ``gone``, on disk when this returns; one writer at a time."""
        import tantivy

        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            writer = self._open().writer(heap_size=_HEAP, num_threads=1)
            for passage_id in [*gone, *(entry.passage_id for entry in put)]:
                writer.delete_documents_by_term("passage", passage_id)
            for entry in put:
                fields = {"passage": entry.passage_id, "article": entry.article_id}
                writer.add_document(tantivy.Document(**fields, title=entry.title, text=entry.text))
            writer.commit()
            writer.wait_merging_threads()

    def search(
        self, query: str, k: int, generation: int, article_ids: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids with BM25 scores, best first; any text is a query, and none of it is syntax.

        ``generation`` is the archive's; when it moved on, the index is read anew. ``article_ids`` narrows the search.
        """
        searcher = self._searcher(generation)
        terms = list(dict.fromkeys(_analyzer().analyze(query)))[:_TERMS]
        if not terms or (article_ids is not None and not article_ids):
            return []
        found = searcher.search(self._query(terms, article_ids), k, count=False)
        return [(searcher.doc(address)["passage"][0], float(score)) for score, address in found.hits]

    def frequency(self, words: Sequence[str], generation: int) -> dict[str, int]:
        """Return the number of passages with each word, stemmed; of a compound, with its rarest part."""
        searcher, analyzer = self._searcher(generation), _analyzer()
        parts = {word: analyzer.analyze(word) for word in words}
        return {w: min((searcher.doc_freq("text", t) for t in terms), default=0) for w, terms in parts.items()}

    def whole(self, query: str, texts: Mapping[str, str], passages: int, generation: int) -> dict[str, float]:
        """Return the BM25 of whole texts by name for a query (Robertson and Zaragoza 2009; k1 1.2, b 0.75).

        How rare a word is, is told by the ``passages`` of the archive.
        """
        searcher, analyzer = self._searcher(generation), _analyzer()
        rare = weights({t: searcher.doc_freq("text", t) for t in set(analyzer.analyze(query))}, passages)
        told = {name: analyzer.analyze(text) for name, text in texts.items()}
        usual = sum(map(len, told.values())) / max(1, len(told))
        counts = {name: Counter(t for t in terms if t in rare) for name, terms in told.items()}
        return {name: _bm25(counts[name], rare, len(terms) / usual) for name, terms in told.items()}

    def _query(self, terms: Sequence[str], article_ids: Collection[str] | None) -> tantivy.Query:
        from tantivy import Occur, Query

        schema = _schema()
        parts = []
        for term in terms:
            title = Query.boost_query(Query.term_query(schema, "title", term, "freq"), _TITLE_WEIGHT)
            parts += [(Occur.Should, Query.term_query(schema, "text", term, "freq")), (Occur.Should, title)]
        words = Query.boolean_query(parts)
        if article_ids is None:
            return words
        within = Query.const_score_query(Query.term_set_query(schema, "article", list(article_ids)), 0.0)
        return Query.boolean_query([(Occur.Must, words), (Occur.Must, within)])

    def _searcher(self, generation: int) -> tantivy.Searcher:
        with self._lock:
            index = self._open()
            if self._generation != generation:
                index.reload()
                self._generation = generation
            return index.searcher()

    def _open(self) -> tantivy.Index:
        import tantivy

        if self._index is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(self._folder))
            self._index.register_tokenizer("english", _analyzer())
            self._index.config_reader("manual")
            self._generation = -1
        return self._index


def _bm25(counts: Mapping[str, int], rare: Mapping[str, float], length: float) -> float:
    norm = _K1 * (1 - _B + _B * length)
    return sum(rare[t] * n * (_K1 + 1) / (n + norm) for t, n in counts.items())


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="english", index_option="freq")
    builder.add_text_field("text", tokenizer_name="english", index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(_LONGEST_WORD))
    return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold()).filter(Filter.stemmer("english")).build()
