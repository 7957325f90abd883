"""Cases: what is asked and what counts as right. Rows come from files, so pydantic checks them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from index.errors import InputError

Kind = Literal[
    "claim", "fact", "date", "multi", "false_premise", "near_miss", "off_topic", "follow_up", "article", "statement"
]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

HERE = Path(__file__).parent
ROOT = HERE.parent


class Case(BaseModel):
    """One question and what a right reply must hold.

    ``question`` is a string, or the turns of a conversation of which the last is judged. Each group of ``gold`` needs
    one of its alternatives inside a cited quote. ``after`` and ``before`` are the user's own filter (inclusive).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Words
    kind: Kind
    question: Words | tuple[Words, ...]
    answerable: bool
    gold: tuple[tuple[Words, ...], ...] = ()
    after: date | None = None
    before: date | None = None
    must_not: tuple[Words, ...] = ()
    claimants: tuple[Words, ...] = ()
    articles: tuple[Words, ...] = ()
    rewrite: Words | None = None

    @property
    def turns(self) -> tuple[str, ...]:
        """The questions in order; the last is the one that is judged."""
        return (self.question,) if isinstance(self.question, str) else self.question

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.turns:
            raise ValueError("question has no turns")
        if self.gold and not self.answerable:
            raise ValueError("an unanswerable case has no gold")
        if any(not group for group in self.gold):
            raise ValueError("a gold group has no alternatives")
        return self


@dataclass(frozen=True, slots=True)
class Corpus:
    """Cases beside the articles that they are asked over. ``digest`` is a SHA-256 of both, in hex."""

    name: str
    cases: tuple[Case, ...]
    articles: tuple[Path, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A corpus that was not measured, and why."""

    name: str
    reason: str


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read the cases of a JSON Lines file; an ``InputError`` names the line that is wrong."""
    if not path.is_file():
        raise InputError(f"{path.parent.name}/{path.name} is missing; restore it from git")
    cases: dict[str, Case] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        case = _case(line, f"{path.name}:{number}")
        if case.id in cases:
            raise InputError(f"{path.name}:{number}: the id {case.id!r} is used twice; give each case its own")
        cases[case.id] = case
    return tuple(cases.values())


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        raise InputError(f"{where}: {field}: {first['msg']}; correct this row") from None


def load_corpus(name: str, cases_file: Path, articles: Path) -> Corpus:
    """Return the corpus of ``cases_file`` over every file of the folder ``articles``."""
    cases = load_cases(cases_file)
    files = tuple(sorted(p for p in articles.iterdir() if p.is_file() and not p.name.startswith(".")))
    known = {file.name for file in files}
    for case in cases:
        if missing := sorted(set(case.articles) - known):
            raise InputError(f"{cases_file.name}: case {case.id!r} names {missing[0]!r}, which is not in {articles}")
    return Corpus(name, cases, files, digest(cases, files))


def corpora(data: Path | None = None, home: Path = HERE) -> tuple[list[Corpus], list[Skipped]]:
    """Return the corpora whose articles are here, and those whose articles are not.

    ``data`` is the folder whose ``articles/`` holds the real pages (default: ``shared`` beside the repository).
    """
    real = (data or ROOT.parent / "shared") / "articles"
    places = [
        ("samples", "samples.jsonl", ROOT / "examples" / "articles"),
        ("real", "real.jsonl", real),
        ("real_held", "real_held.jsonl", real),
    ]
    found: list[Corpus] = []
    skipped: list[Skipped] = []
    for name, file, articles in places:
        if articles.is_dir():
            found.append(load_corpus(name, home / "cases" / file, articles))
        else:
            skipped.append(Skipped(name, f"there is no folder {articles.parent.name}/{articles.name}"))
    return found, skipped


def digest(cases: tuple[Case, ...], articles: tuple[Path, ...]) -> str:
    """Return a SHA-256 of the cases (in any order) and of the names and bytes of the articles."""
    rows = sorted(json.dumps(case.model_dump(mode="json"), sort_keys=True) for case in cases)
    files = sorted((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in articles)
    return hashlib.sha256(json.dumps([rows, files]).encode()).hexdigest()
