"""The gold of the suite *claims*: rows are checked, spans hold words, and what is kept as offsets stays what it was."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases import ROOT, digest
from evals.claim_cases import ExpectedLink, GoldText, claim_corpora, load_rows, marked, polnear
from evals.spans import words
from index.errors import InputError
from index.values import PartialDate, Span

ROWS = ROOT / "evals" / "cases" / "claims.jsonl"
SAMPLES = ROOT / "examples" / "articles"
ROW: dict[str, Any] = {
    "id": "a",
    "text": "Paris says so.",
    "attributions": [{"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 13]], "quotation": "indirect"}],
}


def changed(**fields: Any) -> dict[str, Any]:
    """Return the row with its one attribution changed."""
    return ROW | {"attributions": [ROW["attributions"][0] | fields]}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "claims.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def ours() -> list[GoldText]:
    rows = load_rows(ROWS, GoldText)
    return [row for row in rows if row.article is None or row.article.endswith(".md")]


@pytest.mark.parametrize(
    "row",
    [
        changed(content=[]),
        changed(content=[[13, 11]]),
        changed(content=[[-1, 3]]),
        changed(content=[[1]]),
        changed(content=["so"]),
        changed(quotation="loud"),
        changed(polarity="shouts"),
        changed(said_on="Tuesday"),
        changed(said_on=7),
        changed(via=[["Reuters", ""]]),
        changed(speaker="a field that nobody reads"),
        ROW | {"article": "a.md", "sha256": "00"},
        ROW | {"text": None},
        ROW | {"text": None, "article": "a.md"},
        ROW | {"sha256": "00"},
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"claims.jsonl:2: .*correct this row"):
        load_rows(written(tmp_path, ROW, row), GoldText)


def test_a_row_reads_back_as_it_was_written(tmp_path: Path) -> None:
    (row,) = load_rows(written(tmp_path, changed(said_on="2018-04", via=[["Reuters"]])), GoldText)
    (gold,) = row.attributions
    assert (gold.source, gold.said_on, gold.via) == ((Span(0, 5),), PartialDate("2018-04"), (("Reuters",),))
    assert GoldText.model_validate_json(row.model_dump_json()) == row


@pytest.mark.parametrize("content", [[[10, 11]], [[10, 13]], [[13, 14]], [[11, 99]]])
def test_a_span_that_holds_no_words_or_leaves_the_text_is_refused(tmp_path: Path, content: list[list[int]]) -> None:
    (row,) = load_rows(written(tmp_path, changed(content=content)), GoldText)
    with pytest.raises(InputError, match="holds no words; correct this span"):
        marked(row, tmp_path)


def test_an_article_that_cleans_to_another_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Paris says so.", encoding="utf-8")
    row = {key: value for key, value in ROW.items() if key != "text"} | {"article": "a.md", "sha256": "0" * 64}
    with pytest.raises(InputError, match=r"a\.md no longer cleans to the text that was marked"):
        marked(load_rows(written(tmp_path, row), GoldText)[0], tmp_path)


def test_missing_gold_is_an_error_and_never_a_skip(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"claims.jsonl is missing"):
        claim_corpora(tmp_path, tmp_path)


@pytest.mark.parametrize("row", ours(), ids=lambda row: row.id)
def test_every_span_of_our_gold_holds_whole_words(row: GoldText) -> None:
    text = marked(row, SAMPLES).article.text
    for gold in row.attributions:
        for span in (*gold.source, *gold.cue, *gold.content):
            around = text[max(0, span.start - 1) : span.end + 1]
            assert words(text, (span,))
            assert not (around[:2].isalnum() and span.start), f"{span.of(text)!r} begins inside a word"
            assert not (text[span.end - 1].isalnum() and text[span.end : span.end + 1].isalnum()), span.of(text)


@pytest.mark.parametrize("row", ours(), ids=lambda row: row.id)
def test_the_parts_of_a_marked_attribution_are_in_order_and_apart(row: GoldText) -> None:
    for gold in row.attributions:
        for part in (gold.source, gold.cue, gold.content):
            assert list(part) == sorted(part)
        every = sorted((*gold.source, *gold.cue, *gold.content))
        assert all(one.end <= other.start for one, other in itertools.pairwise(every)), row.id


def test_the_words_of_real_articles_are_not_kept() -> None:
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert not ("article" in row and {"text", "title"} & set(row)), row["id"]


def test_no_attribution_is_marked_twice() -> None:
    for row in load_rows(ROWS, GoldText):
        spans = [(gold.source, gold.cue, gold.content) for gold in row.attributions]
        assert len(set(spans)) == len(spans), row.id


def test_links_name_attributions_that_are_marked_and_have_to_be_found() -> None:
    rows = {row.id: row for row in load_rows(ROWS, GoldText)}
    links = load_rows(ROWS.with_name("claim_links.jsonl"), ExpectedLink)
    assert len({link.id for link in links}) == len(links)
    for link in links:
        for text, position in (link.claim, link.other):
            assert not rows[text].attributions[position].optional, link.id
        assert link.claim != link.other


def test_without_shared_data_only_our_own_words_are_measured(tmp_path: Path) -> None:
    found, skipped = claim_corpora(tmp_path)
    assert [corpus.name for corpus in found] == ["nested"]
    assert [s.name for s in skipped] == ["nested_real", "polnear"]
    assert all(tmp_path.name in s.reason for s in skipped)
    assert all({link.claim[0], link.other[0]} <= {t.article.id for t in found[0].texts} for link in found[0].links)


def test_with_shared_data_the_real_articles_are_what_was_marked(shared: Path) -> None:
    found, skipped = claim_corpora(shared)
    real = next(corpus for corpus in found if corpus.name == "nested_real")
    assert not skipped
    assert len(real.texts) == 5
    assert sum(not gold.optional for text in real.texts for gold in text.gold) > 80
    assert real.links


def test_the_digest_sees_the_gold() -> None:
    (one,), _ = claim_corpora(Path("nowhere"))
    assert len(one.digest) == len(digest((), ()))
    assert one.digest == claim_corpora(Path("nowhere"))[0][0].digest


def test_polnear_is_read_with_its_spans_and_judges_nothing_else(tmp_path: Path) -> None:
    spans = {"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 13]]}
    bare = {"source": [], "cue": [[6, 10]], "content": []}
    row = {"id": "p1", "title": "T", "text": "Paris says so.", "date": "2016-09-01", "attributions": [spans, bare]}
    path = tmp_path / "dev.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row | {"id": f"p{n}"}) for n in range(5)).encode()))
    texts = list(polnear(path))
    assert [text.article.id for text in texts] == ["p0", "p2", "p4"]
    assert texts[0].article.published == PartialDate("2016-09-01")
    (gold,) = texts[0].gold
    assert (gold.content, gold.quotation) == ((Span(11, 13),), "indirect")
    assert gold.claimant is gold.via is gold.polarity is gold.hedged is gold.negated is None
