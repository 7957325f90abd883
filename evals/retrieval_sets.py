"""Public collections to search: documents, queries and which documents each query is about.

An even part of each is the default: every n-th query, the documents that it needs, and every n-th of the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from evals.support_sets import read_rows

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a collection, with the title, the publisher and the day that it has, if any."""

    id: str
    title: str
    text: str
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A query and the documents that are right for it; none where the collection does not answer."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and queries, in an order that does not change."""

    name: str
    documents: tuple[Document, ...]
    topics: tuple[Topic, ...]

    def part(self, topics: int, documents: int) -> Collection:
        """Return about so many queries, evenly drawn, with their documents, filled up evenly from the others."""
        chosen = _even(self.topics, topics)
        needed = frozenset().union(*(t.relevant for t in chosen))
        others = _even([d for d in self.documents if d.id not in needed], max(0, documents - len(needed)))
        kept = needed.union(d.id for d in others)
        return Collection(self.name, tuple(d for d in self.documents if d.id in kept), chosen)

    def write(self, path: Path) -> None:
        """Write the documents as rows that ``claimdesk add`` reads; the id of each is the row's."""
        rows = ({name: value for name, value in asdict(d).items() if value} for d in self.documents)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _even(items: Sequence[_T], count: int) -> tuple[_T, ...]:
    step = max(1.0, len(items) / count) if count else len(items) + 1.0
    return tuple(items[int(n * step)] for n in range(min(count, len(items))))


def claim_retrieval(folder: Path) -> Collection:
    """Return CheckThat! 2020 task 2: tweets, and the fact-checked claims that they repeat (Barrón-Cedeño et al.)."""
    documents = tuple(Document(r["id"], r["title"], r["text"]) for r in _rows(folder, "claims"))
    topics = (Topic(r["id"], r["query"], frozenset(r["relevant"])) for r in _held(folder))
    return Collection("claim_retrieval", documents, tuple(topics))


def check_covid(folder: Path) -> Collection:
    """Return Check-COVID: claims from the news, and the abstract that each was written about (Wang et al. 2023)."""
    documents = tuple(Document(r["cord_id"], r["title"], " ".join(r["abstract"])) for r in _rows(folder, "corpus"))
    topics = (Topic(r["id"], r["claim"].strip(), frozenset({r["cord_id"]})) for r in _held(folder))
    return Collection("check_covid", documents, tuple(topics))


def fnc1(folder: Path) -> Collection:
    """Return FNC-1: headlines, and the articles that agree with, disagree with or discuss each."""
    related: dict[str, set[str]] = {}
    for row in _rows(folder, "stances"):
        if row["stance"] != "unrelated":
            related.setdefault(row["headline"], set()).add(row["body"])
    documents = tuple(Document(r["id"], "", r["text"]) for r in _rows(folder, "articles"))
    topics = (Topic(str(n), h, frozenset(bodies)) for n, (h, bodies) in enumerate(sorted(related.items())))
    return Collection("fnc1_retrieval", documents, tuple(topics))


def squad2(folder: Path) -> Collection:
    """Return SQuAD 2.0: questions, and the paragraph that answers each; none for those without an answer."""
    documents, topics = [], []
    for article in _rows(folder, "articles"):
        for number, paragraph in enumerate(article["paragraphs"]):
            name = f"{article['title']}-{number}"
            documents.append(Document(name, article["title"].replace("_", " "), paragraph["context"]))
            topics += [_asked(name, question) for question in paragraph["qas"]]
    return Collection("squad2", tuple(documents), tuple(topics))


def _asked(paragraph: str, question: dict[str, Any]) -> Topic:
    relevant = frozenset[str]() if question["is_impossible"] else frozenset({paragraph})
    return Topic(question["id"], question["question"].strip(), relevant)


def multihop(folder: Path) -> Collection:
    """Return MultiHop-RAG (Tang and Yang 2024): facts of news articles, and questions over several of them or none."""
    facts = list(_rows(folder, "facts"))
    number = {(f["title"], f["fact"]): str(n) for n, f in enumerate(facts)}
    documents = (
        Document(str(n), f["title"], f["fact"], f["source"], f["published_at"][:10]) for n, f in enumerate(facts)
    )
    topics = (Topic(q["id"], q["question"].strip(), _evidence(q, number)) for q in _rows(folder, "queries"))
    return Collection("multihop", tuple(documents), tuple(topics))


def _evidence(query: dict[str, Any], number: Mapping[tuple[str, str], str]) -> frozenset[str]:
    keys = [(e["title"], e["fact"]) for e in query["evidence_list"]]
    return frozenset(number[key] for key in keys if key in number)


def _held(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the queries of the split to measure on: a test split where there is one, else the one to tune on."""
    return _rows(folder, "test" if (folder / "test.jsonl.gz").is_file() else "dev")


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    yield from read_rows(folder / f"{name}.jsonl.gz")


COLLECTIONS: Mapping[str, tuple[str, Callable[[Path], Collection]]] = {
    "claim_retrieval": ("claim_retrieval", claim_retrieval),
    "check_covid": ("check_covid", check_covid),
    "fnc1_retrieval": ("fnc1", fnc1),
    "squad2": ("squad2", squad2),
    "multihop": ("multihop_rag", multihop),
}
"""By suite: the folder under ``benchmarks``, and what reads it."""
