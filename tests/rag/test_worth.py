"""Which sentences are worth checking: facts above opinions, questions, greetings; held to public debates too."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from rag import worth
from rag.worth import FLOOR, load_worth
from rag.worth_signs import BUCKETS, NAME, NUMBER, YEAR, buckets, signs, tokens
from tests.conftest import SAMPLES

FACTS = (
    "The unemployment rate in Hungary fell to 4.1 percent in March.",
    "More than 40 people were killed when a train left the rails near Pune.",
    "The company's profits rose by 12% last year, its chief executive said.",
    "She denied that the ministry had paid for the flight.",
    "Norway exported 9 million barrels of oil in May.",
    "The court in Lima ruled that the law was unconstitutional.",
    "The drug halves the risk of stroke, according to a study of 3,000 patients.",
)
OTHERS = (
    "Good evening, and welcome to the programme.",
    "Thank you all for coming tonight.",
    "What did the minister say about the budget?",
    "I think this is a wonderful idea.",
    "Let us hope for the best.",
    "Add two eggs and stir.",
    "Read also: our guide to the election.",
    "Wow, what a game!",
)


def test_statements_of_fact_are_worth_more_than_opinions_questions_greetings_and_instructions() -> None:
    scores = load_worth().scores([*FACTS, *OTHERS])
    facts, others = scores[: len(FACTS)], scores[len(FACTS) :]
    assert min(facts) > max(others)
    assert all(s >= FLOOR for s in facts)
    assert not [s for s in others if s >= FLOOR]


def test_a_score_depends_on_its_sentence_alone_and_lies_between_0_and_1() -> None:
    alone = [load_worth().scores([s])[0] for s in FACTS[:3]]
    assert load_worth().scores(FACTS[:3]) == pytest.approx(alone, abs=0.01)
    odd = ["", " ", "?", "\ud800", "x" * 20_000, "1 " * 5_000, "<b>'; DROP TABLE--"]
    assert all(0 <= s <= 1 for s in load_worth().scores(odd))
    assert load_worth().scores([]) == []


def test_names_and_numbers_are_masked_so_that_no_party_of_the_debates_is_known_by_name() -> None:
    assert tokens("In 2016, Mr Obi paid $5,000 for 3 boats.") == [
        *("in", YEAR, NAME, NAME, "paid", "$", NUMBER, "for", NUMBER, "boats"),
    ]
    assert buckets(tokens("Yes, Ann met Bo.")) == buckets(tokens("Yes, Eve met Al."))
    assert all(0 <= b < BUCKETS for b in buckets(tokens("a b c d e f")))


def test_signs_tell_a_question_a_number_a_person_and_the_past() -> None:
    told = {s: signs(s, tokens(s)) for s in ("Who left?", "I paid 5% in 2020.", "It works.")}
    assert told["Who left?"]["question"] == told["Who left?"]["opens_wh"] == told["Who left?"]["past"] == 1
    paid = told["I paid 5% in 2020."]
    assert paid["i"] == paid["has_number"] == paid["percent_money"] == paid["has_year"] == paid["past"] == 1
    assert not any(told["It works."][sign] for sign in ("question", "i", "has_number", "past", "names"))


def test_the_weights_are_plain_data_and_small() -> None:
    assert worth.WEIGHTS.stat().st_size < 1_000_000
    with np.load(worth.WEIGHTS, allow_pickle=False) as told:
        assert all(told[name].dtype != object for name in told.files)


def test_damaged_weights_are_told_in_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    load_worth.cache_clear()
    (tmp_path / "worth.npz").write_bytes(b"PK torn")
    monkeypatch.setattr(worth, "WEIGHTS", tmp_path / "worth.npz")
    with pytest.raises(ModelError, match="install claimdesk again"):
        load_worth()
    load_worth.cache_clear()


def test_most_sentences_of_news_are_worth_checking() -> None:
    texts = [p.read_text(encoding="utf-8").split("---", 2)[2] for p in sorted(SAMPLES.iterdir())]
    sentences = [s for t in texts for s in t.replace("\n", " ").split(". ") if len(s.split()) > 5]
    scores = load_worth().scores(sentences)
    assert sum(s >= FLOOR for s in scores) > 0.6 * len(scores)


def test_chosen_sentences_of_a_debate_stand_high(shared: Path) -> None:
    with gzip.open(shared / "benchmarks/checkworthy/train.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["transcript"] == "20160721_Trump_draft_RNC"]
    scores = load_worth().scores([row["text"] for row in rows])
    chosen = [s for s, row in zip(scores, rows, strict=True) if row["label"]]
    others = [s for s, row in zip(scores, rows, strict=True) if not row["label"]]
    above = sum(a > b for a in chosen for b in others) / (len(chosen) * len(others))
    assert above > 0.7
