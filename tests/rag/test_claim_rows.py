"""Claims as rows, and as files to take away."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from index.claim import Claimant
from index.told import Wanted
from rag.claim_rows import advice, as_csv, as_json, askable, row, summary
from tests.rag import claim_builders as build

DENIAL = build.told(build.article(2), ("The council",), claimant="Town council", polarity="denies")
CLAIM = build.told(
    build.article(),
    ("“We are ready,”", "“Engagement takes many forms.”"),
    build.beside(DENIAL, "denies"),
    build.beside(DENIAL, "repeats"),
    quotation="direct",
    said_on="2018-09-06",
)


def test_a_row_says_who_what_when_how_where_and_who_disputes_it() -> None:
    assert row(CLAIM) == {
        "Claimant": "Pickerill",
        "Claim": "“We are ready,” … “Engagement takes many forms.”",
        "When": "2018-09-06",
        "Disputed by": "Town council",
        "Date of": "saying",
        "Force": "asserts",
        "Quotation": "direct",
        "Publisher": "The Herald",
        "Origins": 2,
    }


def test_a_row_says_which_date_it_has_and_when_it_has_none() -> None:
    published = row(build.told(build.article(), ("The council",)))
    unknown = row(build.told(build.article(published=None), ("The council",)))
    assert (published["When"], published["Date of"]) == ("2018-09-07", "publication")
    assert (unknown["When"], unknown["Date of"]) == ("unknown", "")


def test_the_csv_has_the_rows_and_runs_no_formula_of_an_article() -> None:
    text = '=HYPERLINK("https://evil.example") is what he said, "twice"\nover.'
    rows = list(csv.DictReader(io.StringIO(as_csv([CLAIM, build.told(build.article(3, text), (text,))]))))
    assert [r["Claim id"] for r in rows] == ["a1-0", "a3-0"]
    assert rows[0]["Claim"] == row(CLAIM)["Claim"]
    assert rows[1]["Claim"] == "'" + " ".join(text.split())
    assert not any(cell.startswith(("=", "+", "-", "@")) for r in rows for cell in r.values())


def test_the_json_keeps_spans_and_links() -> None:
    (told,) = json.loads(as_json([CLAIM]))
    assert [build.TEXT[start:end] for start, end in told["content"]] == [s.of(build.TEXT) for s in CLAIM.claim.content]
    assert [(link["kind"], link["claimant"]) for link in told["links"]] == [
        ("denies", "Town council"),
        ("repeats", "Town council"),
    ]


def test_the_summary_counts_claims_claimants_articles_and_disputes() -> None:
    assert summary([CLAIM]) == "1 claim by 1 claimant in 1 article, 1 disputed."
    assert summary([CLAIM, DENIAL, DENIAL]) == "3 claims by 2 claimants in 2 articles, 1 disputed."


def test_a_state_can_be_asked_for_that_only_its_officials_speak_for() -> None:
    lavrov = Claimant("1", "Sergey Lavrov", "person", affiliation=("Russian Foreign Ministry", "Russia"), claims=3)
    putin = Claimant("2", "Vladimir Putin", "person", affiliation=("Russia",), claims=1)
    assert askable([lavrov, putin]) == ["Russia", "Sergey Lavrov", "Russian Foreign Ministry", "Vladimir Putin"]


def test_advice_speaks_of_what_was_asked_only() -> None:
    assert advice(Wanted()) == []
    assert len(advice(Wanted(claimant="Nobody"))) == 1
    assert advice(Wanted(after=date(2018, 1, 1))) == advice(Wanted(before=date(2018, 1, 1)))
    assert len(advice(Wanted("N", "t", date(2018, 1, 1), date(2019, 1, 1), "P", disputed=True))) == 5
