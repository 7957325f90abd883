"""The page *Claims* in Streamlit's own test harness, on real archives."""

from __future__ import annotations

import json
from pathlib import Path

from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from index import Archive, ledger
from index.claim import Link
from index.store import Store
from index.told import Told
from tests import hostile
from tests.reading import OURS, Page, html, problems, text


def turned(at: AppTest, **asked: str) -> AppTest:
    """Turn to the page *Claims* with these things in its address."""
    at.query_params.update(asked)
    return drawn(at.switch_page("app_claims.py").run())


def drawn(at: AppTest) -> AppTest:
    assert not at.exception
    return at


def linked(folder: Path, kind: str = "denies") -> tuple[Told, Told]:
    """Link two claims of different claimants in the archive: the second answers the first."""
    with Archive(folder) as archive:
        one, *rest = [t for t in archive.claims() if t.claim.claimant and t.when]
        other = next(t for t in rest if t.claim.claimant != one.claim.claimant)
    store = Store(folder)
    store.run("DELETE FROM links")
    ledger.save_links(store, [], [Link(other.claim.id, one.claim.id, kind, 0.9, "it says so")])  # type: ignore[arg-type]
    store.close()
    return one, other


def test_the_table_has_every_claim_that_is_wanted(page: Page, samples_folder: Path, archive: Archive) -> None:
    at = turned(page(samples_folder))
    assert list(at.dataframe[0].value["Claim"]) == [" ".join(t.text.split()) for t in archive.claims()]
    at.selectbox(key="claimant").set_value("Russia").run()
    at.text_input(key="about").set_value("Douma").run()
    wanted = archive.claims("Russia", "Douma")
    assert list(drawn(at).dataframe[0].value["Claimant"]) == [t.claim.claimant or "somebody" for t in wanted]
    assert {t.claim.claimant for t in wanted} > {"Russia"}, "officials are found too"
    assert f"{len(wanted)} claims by" in text(at)
    assert len(at.get("vega_lite_chart")) == 1


def test_the_address_keeps_what_is_asked(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder), claimant="Moscow", about="Douma", after="2018-04", disputed="true")
    assert at.selectbox(key="claimant").value == "Moscow"
    assert at.text_input(key="about").value == "Douma"
    assert at.text_input(key="after").value == "2018-04"
    assert at.toggle(key="disputed").value is True


def test_a_claim_in_the_address_is_opened_with_its_parts_marked(
    page: Page, samples_folder: Path, archive: Archive
) -> None:
    told = next(t for t in archive.claims() if t.claim.source and len(t.claim.content) > 1)
    at = turned(page(samples_folder), claim=told.claim.id)
    body = next(block for block in html(at) if block.text == told.article.text)
    spans = sorted((*told.claim.source, *told.claim.cue, *told.claim.content))
    assert body.marked == "".join(s.of(told.article.text) for s in spans)
    assert told.text in text(at)
    assert str(told.article.publisher) in text(at)
    at.button(key="close").click().run()
    assert "claim" not in at.query_params
    assert not [block for block in html(drawn(at)) if block.marked]


def test_a_link_says_its_kind_reason_and_score_and_opens_the_other_claim(page: Page, own: Path) -> None:
    one, other = linked(own)
    at = turned(page(own), claim=one.claim.id)
    shown = text(at)
    assert f"{other.claim.claimant} denies it" in shown
    assert "Because: it says so. Score 0.90." in shown
    at.button(key="link-0").click().run()
    assert at.query_params["claim"] in (other.claim.id, [other.claim.id])
    assert f"{one.claim.claimant} is denied by it" in text(drawn(at))
    assert any(block.text == other.article.text and block.marked for block in html(at))


def test_only_what_is_disputed(page: Page, own: Path) -> None:
    one, other = linked(own, "contradicts")
    at = turned(page(own))
    at.toggle(key="disputed").set_value(True).run()
    rows = drawn(at).dataframe[0].value
    assert set(rows["Claimant"]) == {one.claim.claimant, other.claim.claimant}
    assert set(rows["Disputed by"]) == {one.claim.claimant, other.claim.claimant}
    assert "2 disputed" in text(at)


def test_a_dispute_is_drawn_on_the_timeline(page: Page, own: Path) -> None:
    one, other = linked(own)
    drawing = turned(page(own)).get("vega_lite_chart")[0].proto
    lines, points = json.loads(drawing.spec)["layer"]
    assert (lines["mark"]["type"], points["mark"]["type"]) == ("line", "point")
    (data,) = (d.data.data for d in drawing.datasets if d.name == lines["data"]["name"])
    joined = convert_arrow_bytes_to_pandas_df(data)
    assert set(joined["id"]) == {one.claim.id, other.claim.id}
    assert len(set(joined["pair"])) == 1


def test_a_claim_that_is_gone_is_told(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder), claim="nothing-1-2-3")
    assert len(problems(at)) == 1
    assert "not in the archive" in problems(at)[0]
    assert len(at.dataframe) == 1


def test_no_match_says_why_and_offers_a_way_back(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder), about="zebras", before="1990")
    assert "No claim matches" in text(at)
    assert not at.dataframe
    at.button(key="clear").click().run()
    assert len(drawn(at).dataframe) == 1
    assert at.text_input(key="before").value == ""


def test_a_bad_date_is_one_line(page: Page, samples_folder: Path) -> None:
    at = turned(page(samples_folder))
    at.text_input(key="after").set_value("14/04/2018").run()
    assert len(problems(drawn(at))) == 1
    assert "YYYY-MM-DD" in problems(at)[0]


def test_an_empty_archive_says_how_to_begin_and_adds_the_samples(page: Page, tmp_path: Path) -> None:
    at = turned(page(tmp_path / "new"))
    assert "The archive is empty" in text(at)
    assert "claimdesk add" in at.code[0].value
    assert [link.proto.page for link in at.get("page_link")] == ["archive"]
    at.button(key="samples").click().run()
    assert len(drawn(at).dataframe[0].value) > 0


def test_claims_without_a_date_are_listed_apart(page: Page, own: Path, tmp_path: Path) -> None:
    note = tmp_path / "herons.txt"
    note.write_text("A note on herons\n\nRanger Ines Falk said that the herons eat mostly eels.\n", encoding="utf-8")
    with Archive(own) as archive:
        archive.add([note])
    at = turned(page(own), about="herons")
    assert "Neither the day of saying nor that of publication is known" in text(at)
    at.button(key="undated-0").click().run()
    assert "When it was said is unknown; when it was published is unknown." in text(drawn(at))


def test_claimants_are_merged_and_kept_apart(page: Page, own: Path) -> None:
    one, other = linked(own)
    name, second = str(one.claim.claimant), str(other.claim.claimant)
    at = turned(page(own))
    at.selectbox(key="one").set_value(name)
    at.selectbox(key="other").set_value(second)
    next(b for b in at.button if b.label == "Correct").click().run()
    assert f"{name} and {second} are now one." in text(drawn(at))
    with Archive(own) as archive:
        assert second not in {c.name for c in archive.claimants()}
    at.selectbox(key="one").set_value(name)
    at.selectbox(key="other").set_value(second)
    at.radio(key="kind").set_value(at.radio(key="kind").options[1])
    next(b for b in at.button if b.label == "Correct").click().run()
    assert f"{name} and {second} are now kept apart." in text(drawn(at))
    with Archive(own) as archive:
        assert {name, second} <= {c.name for c in archive.claimants()}


def test_hostile_words_and_names_are_text_wherever_the_page_draws_them(page: Page, own: Path) -> None:
    with Archive(own) as archive:
        (added,) = archive.add([hostile.write_rows(own.parent)]).added
        told = next(t for t in archive.claims_of([added]) if t.claim.claimant)
    store = Store(own)
    store.run("UPDATE claimants SET name = ? WHERE id = ?", (hostile.MARKUP, told.claim.claimant_id))
    store.close()
    at = turned(page(own), claim=told.claim.id)
    assert {tag for block in html(at) for tag in block.tags} <= OURS
    assert sum(hostile.MARKUP in block.text for block in html(at)) >= 3
    labels = [w.label for w in (*at.button, *at.text_input, *at.selectbox, *at.expander)]
    written = [m.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for m in kind]
    for words in (*labels, *written, *(b.help for b in at.button)):
        assert not any(sign in words for sign in ("<", "$", "*", "evil", ":smile:", "Brook"))
    assert hostile.MARKUP in set(at.dataframe[0].value["Claimant"])
