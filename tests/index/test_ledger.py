"""The ledger keeps up with the archive, whatever is added, changed, removed, killed or corrected."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from index import Archive, Article
from index.errors import NotFoundError
from index.extract import Extractor, Read
from index.schema import VERSION
from index.told import Told
from tests.conftest import SAMPLES
from tests.index.press import write

SPEECH = """Sergei Lavrov, Russia's foreign minister, said on Tuesday that the attack in Douma was staged.

“There was no attack,” Lavrov told reporters. He said that experts had found nothing."""
ANSWER = """France has said that it has proof that the Syrian government used chlorine in Douma.

The Syrian government denied these allegations. Chrystia Freeland said that Canada believed France."""


@pytest.fixture
def filled(tmp_path: Path) -> Archive:
    """An archive of two short articles."""
    archive = Archive(tmp_path / "archive")
    archive.add([_speech(tmp_path), _answer(tmp_path)])
    return archive


def _speech(folder: Path, text: str = SPEECH, **front: str) -> Path:
    about = {"title": "Lavrov speaks", "publisher": "Wire", "published": "2018-04-20", **front}
    return write(folder / "press", "speech", text, **about)


def _answer(folder: Path) -> Path:
    return write(folder / "press", "answer", ANSWER, title="France answers", publisher="Daily", published="2018-04-22")


def _texts(found: Sequence[Told]) -> list[str]:
    return [t.text for t in found]


def test_claims_slice_back_to_their_article(filled: Archive) -> None:
    found = filled.claims()
    assert len(found) >= 5
    for t in found:
        text = filled.article(t.claim.article_id).text
        assert t.article.text == text
        assert all(0 <= s.start < s.end <= len(text) for s in (*t.claim.source, *t.claim.cue, *t.claim.content))


def test_asking_for_a_state_finds_its_officials_and_says_whose_words_they_are(filled: Archive) -> None:
    found = filled.claims(claimant="Russia")
    assert any("was staged" in t for t in _texts(found))
    assert {t.claim.claimant for t in found} == {"Sergei Lavrov"}
    assert all("Russia" in t.claim.affiliation for t in found)
    assert _texts(filled.claims(claimant="Lavrov")) == _texts(found)
    assert filled.claims(claimant="Atlantis") == []


def test_claims_are_narrowed_by_topic_date_and_publisher_and_come_in_time_order(filled: Archive) -> None:
    assert any("proof" in t for t in _texts(filled.claims(about="chlorine")))
    assert filled.claims(about="elephants in Peru") == []
    assert {t.article.publisher for t in filled.claims(publisher="daily")} == {"Daily"}
    late = filled.claims(after=date(2018, 4, 21))
    assert late
    assert all(t.when and t.when.last >= date(2018, 4, 21) for t in late)
    days = [t.when.first for t in filled.claims() if t.when]
    assert days == sorted(days)


def test_adding_again_changes_nothing_and_a_changed_text_replaces_its_claims(tmp_path: Path, filled: Archive) -> None:
    before = filled.claims()
    assert filled.add([tmp_path / "press"]).unchanged
    assert filled.claims() == before
    filled.add([_speech(tmp_path, SPEECH.replace("was staged", "was a hoax"))])
    texts = _texts(filled.claims(claimant="Lavrov"))
    assert any("was a hoax" in t for t in texts)
    assert not any("was staged" in t for t in texts)


def test_removed_articles_and_reprints_tell_nothing(tmp_path: Path, filled: Archive) -> None:
    reprint = write(tmp_path / "press", "reprint", SPEECH, title="Lavrov speaks", publisher="Mirror")
    before = _texts(filled.claims())
    assert filled.add([reprint]).copies
    assert _texts(filled.claims()) == before
    filled.remove(str(tmp_path / "press" / "speech.md"))
    assert {t.article.publisher for t in filled.claims(claimant="Lavrov")} == {"Mirror"}
    filled.remove(str(reprint))
    assert filled.claims(claimant="Lavrov") == []


def test_a_corrected_date_moves_what_was_said(tmp_path: Path, filled: Archive) -> None:
    def said() -> list[str]:
        return [str(t.claim.said_on) for t in filled.claims(claimant="Lavrov") if "was staged" in t.text]

    assert said() == ["2018-04-17"]
    filled.edit(str(tmp_path / "press" / "speech.md"), published="2018-05-04")
    assert said() == ["2018-05-01"]


def test_merges_and_splits_survive_reindexing(filled: Archive) -> None:
    filled.merge("Chrystia Freeland", "Sergei Lavrov")
    merged = filled.claims(claimant="Chrystia Freeland")
    assert any("was staged" in t for t in _texts(merged))
    filled.reindex()
    assert _texts(filled.claims(claimant="Chrystia Freeland")) == _texts(merged)
    filled.split("Chrystia Freeland", "Sergei Lavrov")
    assert not any("was staged" in t for t in _texts(filled.claims(claimant="Freeland")))


def test_whom_a_person_serves_is_known_from_another_article(tmp_path: Path, filled: Archive) -> None:
    other = "Vassily Nebenzia told the council that the vote was a farce."
    filled.add([write(tmp_path / "press", "vote", other, title="A vote", published="2018-04-15")])
    assert not any("farce" in t for t in _texts(filled.claims(claimant="Russia")))
    intro = "Karen Pierce walked past her Russian counterpart, Vassily Nebenzia, without a word."
    filled.add([write(tmp_path / "press", "walk", intro, title="Two envoys", published="2018-04-16")])
    assert any("farce" in t for t in _texts(filled.claims(claimant="Russia")))


def test_a_correction_of_nobody_is_refused(filled: Archive) -> None:
    with pytest.raises(NotFoundError, match="Atlantis"):
        filled.merge("Lavrov", "Atlantis")


class _Stopped(Extractor):
    """An extractor that is interrupted after some articles."""

    left = 1

    def read(self, articles: Sequence[Article]) -> list[Read]:
        if not self.left:
            raise KeyboardInterrupt
        type(self).left -= 1
        return super().read(articles)


def test_interrupted_reading_is_finished_at_the_next_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.claims._ARTICLES", 1)
    monkeypatch.setattr("index.archive.Extractor", _Stopped)
    archive = Archive(tmp_path / "archive")
    with pytest.raises(KeyboardInterrupt):
        archive.add([_speech(tmp_path), _answer(tmp_path)])
    assert len({t.article.id for t in archive.claims()}) == 1
    archive.close()
    monkeypatch.undo()
    with Archive(tmp_path / "archive") as again:
        assert len({t.article.id for t in again.claims()}) == 2
        assert all(t.claim.claimant_id for t in again.claims(claimant="Lavrov"))


def test_an_archive_from_before_the_ledger_gets_one_when_it_is_opened(tmp_path: Path, filled: Archive) -> None:
    texts = _texts(filled.claims())
    filled.close()
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as old:
        for table in ("links", "claims", "claimants", "corrections", "introduced", "inside"):
            old.execute(f"DROP TABLE {table}")
        for column in ("to_read", "was_read"):
            old.execute(f"ALTER TABLE articles DROP COLUMN {column}")
        old.execute("PRAGMA user_version = 1")
    with Archive(tmp_path / "archive") as again:
        assert _texts(again.claims()) == texts
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as new:
        assert new.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_bare_denial_is_linked_to_what_it_denies(filled: Archive) -> None:
    denials = [t for t in filled.claims(disputed=True) if t.claim.polarity == "denies"]
    assert [t.claim.claimant for t in denials] == ["Syria"]
    assert any("proof" in r.text and r.kind == "denies" and not r.answers for r in denials[0].disputes)


def test_claims_compared_a_few_at_a_time_are_linked_as_all_at_once(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large archive is linked in parts, so that it can be interrupted; no link is lost by that."""
    monkeypatch.setattr("index.claims._AT_ONCE", 7)
    told: list[tuple[int, int]] = []
    with Archive(tmp_path / "archive") as apart:
        apart.add([SAMPLES], lambda p: told.append((p.done, p.total)) if p.stage == "links" else None)
        found = _linked(apart)
    assert _linked(archive) <= found
    assert len(told) > 3
    assert told[-1][0] == told[-1][1]


def _linked(archive: Archive) -> set[tuple[str, str, str]]:
    """Return the links of an archive: from whose words to whose, and of which kind."""
    return {(t.text, r.text, r.kind) for t in archive.claims() for r in t.related}


def test_articles_can_be_searched_before_their_claims_are_read(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        archive.add([_speech(tmp_path)], claims=False)
        assert archive.dense("Lavrov", 1)
        assert archive.claims() == []
    with Archive(tmp_path / "archive") as archive:
        assert archive.claims()
