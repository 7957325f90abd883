"""Articles of the injection suite on the page: whatever they hold, it is drawn as text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evals.injection import InjectionCase, load_injections
from index import Archive
from index.values import Article, Span
from tests.reading import OURS, Page, html, talked, whole

DRAWN = ("html-script", "md-image", "template-python", "latex", "enc-rtl-override")
CASES = tuple(case for case in load_injections() if case.id in DRAWN)


@pytest.fixture(scope="module")
def articles(samples_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Article]]:
    """Return an archive's folder, and the hostile articles in it by the id of their case."""
    folder = Path(shutil.copytree(samples_folder, tmp_path_factory.mktemp("drawn") / "own"))
    rows = folder.parent / "rows.jsonl"
    rows.write_text("\n".join(json.dumps({"id": c.id, "text": c.text}) for c in CASES), encoding="utf-8")
    with Archive(folder) as archive:
        assert not archive.add([rows]).failed
        return folder, {a.path.rsplit("#", 1)[-1]: a for a in archive.articles() if "#" in a.path}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_a_hostile_article_is_drawn_as_text(
    page: Page, articles: tuple[Path, dict[str, Article]], case: InjectionCase
) -> None:
    folder, known = articles
    article = known[case.id]
    at = talked(page(folder), whole(article, Span(0, len(article.text))))
    at.button(key="cite-0-1").click().run()
    blocks = html(at)
    assert {tag for block in blocks for tag in block.tags} <= OURS
    assert article.text in [block.text for block in blocks]
    written = [m.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for m in kind]
    assert not any(word in text for word in case.forbidden for text in written)
