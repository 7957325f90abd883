"""What an article as a whole makes of a headline."""

from __future__ import annotations

import pytest

from rag.article_stance import LABELS, article_stance, likeliest, signals

BRIDGE = (
    "Police in Bonn said on Monday that a bridge over the river had collapsed after a night of heavy rain. Nobody was"
    " hurt. Engineers confirmed the collapse of the old bridge and closed the road on both banks."
)
DENIAL = (
    "The report that a bridge in Bonn collapsed is a hoax, police said on Monday. The story is fake: the"
    " bridge stands, and officials denied that anything happened. The photograph was debunked as ten years old."
)
FOOTBALL = "The home side won the cup final by three goals to one. Their coach praised the young defenders."
HEADLINE = "Bridge in Bonn collapses after heavy rain"


def test_the_four_stances_add_up_to_one() -> None:
    told = article_stance(HEADLINE, BRIDGE)
    assert tuple(told) == LABELS
    assert sum(told.values()) == pytest.approx(1.0)


def test_an_article_on_something_else_is_unrelated() -> None:
    assert likeliest(article_stance(HEADLINE, FOOTBALL)) == "unrelated"
    assert likeliest(article_stance(HEADLINE, BRIDGE)) != "unrelated"


def test_an_article_that_calls_the_story_a_hoax_disagrees_more_than_one_that_reports_it() -> None:
    reports, debunks = article_stance(HEADLINE, BRIDGE), article_stance(HEADLINE, DENIAL)
    assert debunks["disagree"] > 1.2 * reports["disagree"]
    assert debunks["disagree"] / debunks["agree"] > reports["disagree"] / reports["agree"]


def test_a_headline_that_denies_what_the_article_denies_is_no_contradiction() -> None:
    against = signals(HEADLINE, DENIAL)
    both = signals("Bridge collapse in Bonn is a hoax", DENIAL)
    assert (against["only_body_denies"], both["only_body_denies"], both["both_deny"]) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize("text", ["", "?", "word " * 20_000, "\x00\u2028 <script>"])
def test_any_text_has_a_stance(text: str) -> None:
    assert likeliest(article_stance(HEADLINE, text)) in LABELS
    assert likeliest(article_stance(text, BRIDGE)) in LABELS
