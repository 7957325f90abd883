"""The gold of the suite *claims*: attributions of our own texts, of articles kept as offsets, and of PolNeAR."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator

from evals.cases import HERE, ROOT, Skipped, Words
from evals.spans import quotation
from index.claim import LinkKind, Polarity, Quotation
from index.errors import InputError
from index.read import Draft, read
from index.values import Article, PartialDate, Span

POLNEAR = Path("benchmarks") / "polnear" / "dev.jsonl.gz"
_WHICH_OF_POLNEAR = slice(0, None, 2)


def _span(value: Any) -> Span:
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(isinstance(n, int) for n in value):
        raise ValueError("a span is [start, end]")
    if not 0 <= value[0] < value[1]:
        raise ValueError("a span starts at 0 or later and ends after its start")
    return Span(*value)


def _date(value: Any) -> PartialDate | None:
    try:
        return None if value is None else PartialDate(value)
    except (InputError, TypeError) as error:
        raise ValueError(str(error)) from None


Place = Annotated[Span, BeforeValidator(_span), PlainSerializer(list)]
Day = Annotated[PartialDate | None, BeforeValidator(_date), PlainSerializer(lambda day: str(day) if day else None)]
Names = tuple[Words, ...]


class Gold(BaseModel):
    """An attribution as a careful reader marks it, in PolNeAR's habits of where spans begin and end.

    ``claimant`` lists the names that are right for whom the source means; none means that nobody is named. ``via`` does
    so for each outer attribution, outermost first. None is what a reader can dispute: it is not judged. An ``optional``
    attribution need not be found, and finding it is no error. ``tags`` say what makes it hard.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: tuple[Place, ...] = ()
    cue: tuple[Place, ...] = ()
    content: Annotated[tuple[Place, ...], Field(min_length=1)]
    quotation: Quotation
    claimant: Names | None = None
    via: tuple[Names, ...] | None = None
    polarity: Polarity | None = None
    hedged: bool | None = None
    negated: bool | None = None
    said_on: Day = None
    optional: bool = False
    tags: Names = ()


class GoldText(BaseModel):
    """A text with all its attributions.

    Either our own ``text``, or the file of an ``article`` beside the SHA-256 of its cleaned text: then only offsets are
    kept, and no word of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Words
    title: str = ""
    text: str | None = None
    article: Words | None = None
    sha256: Words | None = None
    published: Day = None
    attributions: tuple[Gold, ...]

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if (self.text is None) == (self.article is None) or (self.article is None) != (self.sha256 is None):
            raise ValueError("give either the text, or the article with the sha256 of its cleaned text")
        return self


class ExpectedLink(BaseModel):
    """Two attributions, as id of the text and position there, and the kinds of link that are right; none: no link."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Words
    kinds: tuple[LinkKind, ...]
    claim: tuple[Words, int]
    other: tuple[Words, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """An article beside its gold."""

    article: Article
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class ClaimCorpus:
    """Marked articles, and what is expected of links between them and those ``beside`` them, which count for no more.

    ``digest`` is a SHA-256 of all of it, in hex.
    """

    name: str
    texts: tuple[Marked, ...]
    digest: str
    links: tuple[ExpectedLink, ...] = ()
    beside: tuple[Marked, ...] = ()


Model = TypeVar("Model", bound=BaseModel)


def load_rows(path: Path, model: type[Model]) -> tuple[Model, ...]:
    """Read the rows of a JSON Lines file; an ``InputError`` names the line that is wrong."""
    if not path.is_file():
        raise InputError(f"{path.parent.name}/{path.name} is missing; restore it from git")
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_row(line, f"{path.name}:{n}", model) for n, line in enumerate(lines, start=1) if line.strip())


def _row(line: str, where: str, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        raise InputError(f"{where}: {field}: {first['msg']}; correct this row") from None


def claim_corpora(data: Path | None = None, home: Path = HERE) -> tuple[list[ClaimCorpus], list[Skipped]]:
    """Return *nested* (our gold on our own words), *nested_real* (on the real articles) and *polnear* (half of dev).

    The last two are skipped where ``data`` (default: ``shared`` beside the repository) does not hold their articles.
    """
    shared = data or ROOT.parent / "shared"
    rows = load_rows(home / "cases" / "claims.jsonl", GoldText)
    links = load_rows(home / "cases" / "claim_links.jsonl", ExpectedLink)
    ours = [marked(row, ROOT / "examples" / "articles") for row in rows if row.article is None or _is_sample(row)]
    theirs = [row for row in rows if row.article and not _is_sample(row)]
    found = [_corpus("nested", ours, links=links)]
    skipped: list[Skipped] = []
    if all((shared / "articles" / str(row.article)).is_file() for row in theirs):
        found.append(_corpus("nested_real", [marked(row, shared / "articles") for row in theirs], ours, links))
    else:
        skipped.append(Skipped("nested_real", f"there is no folder {shared.name}/articles with the five real articles"))
    if (shared / POLNEAR).is_file():
        found.append(_corpus("polnear", list(polnear(shared / POLNEAR))))
    else:
        skipped.append(Skipped("polnear", f"there is no file {shared.name}/{POLNEAR.as_posix()}"))
    return found, skipped


def _is_sample(row: GoldText) -> bool:
    return bool(row.article and row.article.endswith(".md"))


def _corpus(
    name: str, texts: Sequence[Marked], beside: Sequence[Marked] = (), links: Sequence[ExpectedLink] = ()
) -> ClaimCorpus:
    """Return the corpus with the links that need one of its texts and no text that is not here."""
    own = {text.article.id for text in texts}
    known = own | {text.article.id for text in beside}
    ends = [(link, {link.claim[0], link.other[0]}) for link in links]
    here = tuple(link for link, ids in ends if ids & own and ids <= known)
    return ClaimCorpus(name, tuple(texts), _digest((*texts, *beside), here), here, tuple(beside))


def _digest(texts: Sequence[Marked], links: Sequence[ExpectedLink]) -> str:
    gold = sorted(
        json.dumps([t.article.id, t.article.text, [g.model_dump(mode="json") for g in t.gold]]) for t in texts
    )
    body = json.dumps([gold, sorted(link.model_dump_json() for link in links)])
    return hashlib.sha256(body.encode()).hexdigest()


def marked(row: GoldText, folder: Path) -> Marked:
    """Return the row's article, read as the archive reads it; ``InputError`` if it is not the text that was marked."""
    if row.text is not None:
        article = Article(row.id, row.id, row.title, row.text, published=row.published)
    else:
        article = _read(row, folder / str(row.article))
    for gold in row.attributions:
        _check(row, gold, article.text)
    return Marked(article, row.attributions)


def _read(row: GoldText, file: Path) -> Article:
    draft = next(iter(read(str(file))))
    if not isinstance(draft, Draft) or hashlib.sha256(draft.text.encode()).hexdigest() != row.sha256:
        raise InputError(
            f"claims.jsonl: {row.id}: {file.name} no longer cleans to the text that was marked; mark it anew"
        )
    return Article(row.id, str(file), draft.title, draft.text, publisher=draft.publisher, published=draft.published)


def _check(row: GoldText, gold: Gold, text: str) -> None:
    for span in (*gold.source, *gold.cue, *gold.content):
        words = span.of(text)
        if span.end > len(text) or words != words.strip() or not any(letter.isalnum() for letter in words):
            raise InputError(f"claims.jsonl: {row.id}: [{span.start}, {span.end}] holds no words; correct this span")


def polnear(path: Path, which: slice = _WHICH_OF_POLNEAR) -> Iterator[Marked]:
    """Yield articles of a file of PolNeAR (Newell et al. 2018), by default every second one.

    It has spans only, so nothing else is judged; what has no cue or no content is left out.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][which]
    for row in rows:
        gold = (_polnear(a, row["text"]) for a in row["attributions"] if a["cue"] and a["content"])
        article = Article(row["id"], row["id"], row["title"], row["text"], published=_polnear_day(row["date"]))
        yield Marked(article, tuple(gold))


def _polnear(a: dict[str, Any], text: str) -> Gold:
    content = tuple(Span(s, e) for s, e in a["content"])
    return Gold(source=a["source"], cue=a["cue"], content=a["content"], quotation=quotation(text, content))


def _polnear_day(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except InputError:
        return None
