"""The pure function from stances to a verdict, what it says about itself, and ClaimReview."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from index.values import Article, PartialDate, Span
from rag.claimreview import claim_review
from rag.plain import plain_verdict
from rag.verdict import Label, Side, Stance, Verdict, because, confidence, origins, together, verdict

TEXT = "The mill burned down on Sunday. The owner said that it was arson. The union called that a lie."


def stance(
    side: Side,
    claimant: str | None = None,
    *,
    score: float = 0.9,
    claimed: bool = True,
    denies: bool = False,
    article: str = "a",
    origin: str | None = None,
) -> Stance:
    """Return a stance of an article; one with a claimant is claimed unless told otherwise."""
    page = Article(article, f"{article}.txt", f"Title {article}", TEXT, publisher=f"Paper {article}", origin=origin)
    return Stance(side, score, page, Span(0, 31), claimant, claimed and claimant is not None, denies)


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ([], "not_enough_evidence"),
        ([stance("neutral")], "not_enough_evidence"),
        ([stance("supports")], "supported"),
        ([stance("refutes")], "refuted"),
        ([stance("supports"), stance("neutral", "Owner")], "supported"),
        ([stance("supports", "Owner", claimed=False)], "supported"),
        ([stance("supports", "Owner")], "not_enough_evidence"),
        ([stance("supports", "Owner"), stance("supports", "Mayor")], "not_enough_evidence"),
        ([stance("supports", "Owner"), stance("refutes", "Union")], "disputed"),
        ([stance("supports", "Owner"), stance("refutes", "Union", denies=True)], "disputed"),
        ([stance("supports", "Owner"), stance("refutes", "Owner", score=0.6)], "not_enough_evidence"),
        ([stance("refutes", "Union", denies=True)], "disputed"),
        ([stance("refutes", "Union")], "refuted"),
        ([stance("supports"), stance("refutes", "Union")], "disputed"),
        ([stance("supports"), stance("refutes", "Union", score=0.51)], "supported"),
        ([stance("refutes"), stance("supports", "Owner")], "disputed"),
        ([stance("supports", score=0.45), stance("supports", "Owner")], "not_enough_evidence"),
        ([stance("supports", score=0.7), stance("supports", "Owner")], "supported"),
        ([stance("supports"), stance("refutes", article="b")], "disputed"),
        ([stance("supports", score=0.95), stance("refutes", article="b", score=0.6)], "supported"),
        ([stance("supports", score=0.6), stance("refutes", article="b", score=0.95)], "refuted"),
    ],
)
def test_stances_amount_to_a_verdict(stances: list[Stance], expected: Label) -> None:
    assert verdict(stances) == expected
    assert verdict(reversed(stances)) == expected


def test_what_only_claimants_say_is_never_supported() -> None:
    sides: tuple[Side, ...] = ("supports", "refutes", "neutral")
    for sides_, score, denies in product(product(sides, repeat=3), (0.5, 0.7, 1.0), (True, False)):
        claims = [stance(s, f"C{n}", score=score, denies=denies) for n, s in enumerate(sides_)]
        assert verdict(claims) != "supported"


def test_a_clear_denial_keeps_a_report_from_being_supported() -> None:
    for score in (0.5, 0.8, 1.0):
        found = [stance("supports", score=score), stance("refutes", "Union", denies=True, score=0.5)]
        assert verdict(found) == "disputed"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([], "not_enough_evidence"),
        (["supported", "supported"], "supported"),
        (["supported", "not_enough_evidence"], "not_enough_evidence"),
        (["not_enough_evidence", "disputed"], "disputed"),
        (["supported", "disputed", "refuted"], "refuted"),
    ],
)
def test_a_statement_is_as_good_as_its_worst_part(labels: list[Label], expected: Label) -> None:
    assert together(labels) == expected


def test_reprints_count_once() -> None:
    found = [
        stance("supports", article="a"),
        stance("supports", article="b", origin="a"),
        stance("supports", article="c"),
    ]
    assert origins(found) == 2
    assert "2 independent articles" in because("supported", found)
    assert confidence("supported", found) == pytest.approx(0.99)
    assert confidence("supported", found[:2]) == pytest.approx(0.9)


def test_a_dispute_names_both_sides() -> None:
    told = because("disputed", [stance("supports", "Owner"), stance("refutes", "Union", denies=True)])
    assert told == "Asserted by Owner; denied by Union."


def test_what_one_party_claims_is_said_to_be_claimed_by_it() -> None:
    assert "claimed by Owner" in because("not_enough_evidence", [stance("supports", "Owner")])


def test_confidence_is_a_probability() -> None:
    for label in ("supported", "refuted", "disputed", "not_enough_evidence"):
        for found in ([], [stance("supports")], [stance("supports", "A"), stance("refutes", "B")]):
            assert 0.0 <= confidence(label, found) <= 1.0


def test_a_verdict_is_written_as_json_with_the_exact_keys() -> None:
    found = stance("supports", "Owner")
    told = Verdict("The mill burned.", "not_enough_evidence", 0.55556, "Only claimed.", (found,)).json("r1")
    assert list(told) == ["id", "statement", "verdict", "confidence", "because", "evidence"]
    (piece,) = told["evidence"]
    assert list(piece) == [
        "stance", "claimant", "quote", "article_id", "path", "start", "end", "publisher", "published", "score",
    ]  # fmt: skip
    assert piece["quote"] == TEXT[piece["start"] : piece["end"]]
    assert told["confidence"] == 0.5556


def test_a_verdict_is_printed_with_its_sides() -> None:
    evidence = (stance("supports", "Owner"), stance("refutes", "Union"), stance("neutral"))
    told = plain_verdict(
        Verdict("It was arson.", "disputed", 0.9, "Asserted by Owner; contradicted by Union.", evidence)
    )
    first, *lines = told.splitlines()
    assert first == "Disputed (0.90). Asserted by Owner; contradicted by Union."
    assert [line[0] for line in lines[::2]] == ["+", "-", "?"]
    assert "Paper a, date unknown: Title a  (a 0-31)" in lines[1]


# -------------------------------------------------------------------------------------------------------- ClaimReview


class Rating(BaseModel):
    """A schema.org Rating as ClaimReview needs it."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)
    type: Literal["Rating"] = Field(alias="@type")
    alternate_name: Literal["supported", "refuted", "disputed", "not_enough_evidence"]
    rating_value: int | None = None
    worst_rating: int | None = None
    best_rating: int | None = None


class Agent(BaseModel):
    """A schema.org Person or Organization."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)
    type: Literal["Person", "Organization"] = Field(alias="@type")
    name: str = Field(min_length=1)


class Appearance(BaseModel):
    """Where a claim appeared."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)
    type: Literal["NewsArticle"] = Field(alias="@type")
    headline: str
    url: str = Field(pattern=r"^(?:https?://|urn:claimdesk:)\S+$")
    date_published: str | None = Field(default=None, pattern=r"^\d{4}(?:-\d\d){0,2}$")
    publisher: Agent | None = None


class Reviewed(BaseModel):
    """A schema.org Claim."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)
    type: Literal["Claim"] = Field(alias="@type")
    author: Agent
    appearance: list[Appearance] = []


class ClaimReview(BaseModel):
    """The required properties of ClaimReview, and the recommended ones that we write."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)
    context: Literal["https://schema.org"] = Field(alias="@context")
    type: Literal["ClaimReview"] = Field(alias="@type")
    claim_reviewed: str = Field(min_length=1)
    date_published: date
    url: str = Field(pattern=r"^(?:https?://|urn:claimdesk:)\S+$")
    author: Agent
    review_body: str
    review_rating: Rating
    item_reviewed: Reviewed


@pytest.mark.parametrize("label", ["supported", "refuted", "disputed", "not_enough_evidence"])
@pytest.mark.parametrize("evidence", [(), (stance("supports", "Ada Brook"), stance("refutes", "Union"))])
def test_a_claim_review_has_what_schema_org_requires(label: Label, evidence: tuple[Stance, ...]) -> None:
    told = claim_review(Verdict("<b>It</b> was arson.", label, 0.9, "Why.", evidence), date(2024, 5, 6))
    read = ClaimReview.model_validate(told)
    assert read.claim_reviewed == "<b>It</b> was arson."
    assert read.review_rating.alternate_name == label
    assert (read.review_rating.rating_value is None) == (label == "not_enough_evidence")
    assert read.date_published == date(2024, 5, 6)
    if evidence:
        assert (read.item_reviewed.author.type, read.item_reviewed.author.name) == ("Person", "Ada Brook")
        assert len(read.item_reviewed.appearance) == 1


def test_a_claim_review_links_to_the_article_on_the_web_only() -> None:
    def url(given: str) -> str:
        page = Article("a", "a.txt", "T", TEXT, url=given, published=PartialDate("2024-05"))
        told = claim_review(
            Verdict("S.", "supported", 0.9, "Why.", (Stance("supports", 0.9, page, Span(0, 31)),)), date.min
        )
        assert told["itemReviewed"]["appearance"][0]["datePublished"] == "2024-05"
        return str(told["url"])

    assert url("https://paper.example/a") == "https://paper.example/a"
    assert url("javascript:alert(1)") == "urn:claimdesk:a:0-31"
