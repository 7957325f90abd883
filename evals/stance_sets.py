"""The gold of the suite *stance*: headlines beside articles, claims beside abstracts, passages beside altered ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evals.support_sets import Stance
from rag.article_stance import Label

Item = TypeVar("Item")
_CHECK_COVID: dict[str, Stance] = {"SUPPORT": "supports", "REFUTE": "refutes", "NOTENOUGHINFO": "neutral"}


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline beside an article of FNC-1, and what the article makes of it."""

    headline: str
    body: str
    text: str
    stance: Label


@dataclass(frozen=True, slots=True)
class Staked:
    """A statement beside evidence, and what the evidence makes of it."""

    id: str
    statement: str
    evidence: str
    stance: Stance


def is_dev(body: str) -> bool:
    """Tell if an article of FNC-1 is one of the tenth to measure on; the others may be trained on."""
    return int(hashlib.sha1(body.encode(), usedforsecurity=False).hexdigest(), 16) % 10 == 0


def fnc(articles: Iterable[dict[str, Any]], stances: Iterable[dict[str, Any]], *, dev: bool) -> list[Headline]:
    """Return the pairs of FNC-1 whose articles are to measure on (``dev``), or those to train on."""
    texts = {row["id"]: row["text"] for row in articles}
    return [
        Headline(row["headline"], row["body"], texts[row["body"]], row["stance"])
        for row in stances
        if is_dev(row["body"]) == dev
    ]


def check_covid(corpus: Iterable[dict[str, Any]], claims: Iterable[dict[str, Any]]) -> list[Staked]:
    """Return the claims of Check-COVID, each beside the abstract that it was written from."""
    abstracts = {row["cord_id"]: " ".join([row["title"], *row["abstract"]]) for row in corpus}
    return [Staked(r["id"], r["claim"], abstracts[r["cord_id"]], _CHECK_COVID[r["label"]]) for r in claims]


def altered(rows: Iterable[dict[str, Any]]) -> list[Staked]:
    """Return what RGB's questions and answers state, beside passages that say so and altered ones that do not."""
    sides: tuple[tuple[str, Stance], ...] = (("positive", "supports"), ("positive_wrong", "refutes"))
    return [
        Staked(f"{row['id']}-{side}-{n}", f"{row['query'].strip(' ?')}: {_first(row['answer'])}.", passage, stance)
        for row in rows
        for side, stance in sides
        for n, passage in enumerate(row[side])
    ]


def contradicting(rows: Iterable[dict[str, Any]]) -> list[Staked]:
    """Return RGB's true passages as statements, each beside its altered version."""
    return [
        Staked(f"{row['id']}-{n}", true, wrong, "refutes")
        for row in rows
        for n, (true, wrong) in enumerate(zip(row["positive"], row["positive_wrong"], strict=False))
        if true != wrong
    ]


def even(items: Sequence[Item], most: int | None, label: Callable[[Item], str]) -> list[Item]:
    """Return at most ``most`` items of each label, those whose texts hash lowest, in their order."""
    if most is None:
        return list(items)
    order = sorted(range(len(items)), key=lambda i: hashlib.sha256(repr(items[i]).encode()).digest())
    kept = [i for name in {label(item) for item in items} for i in [j for j in order if label(items[j]) == name][:most]]
    return [items[i] for i in sorted(kept)]


def digest(items: Iterable[object]) -> str:
    """Return a SHA-256 of the items, in hex."""
    return hashlib.sha256("\n".join(repr(item) for item in items).encode()).hexdigest()


def _first(answer: str | Sequence[Any]) -> str:
    """Return an answer; of several wordings, the first."""
    while not isinstance(answer, str):
        answer = answer[0]
    return answer
