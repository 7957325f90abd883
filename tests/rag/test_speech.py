"""Whose words a sentence reports."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Archive
from index.split import split
from rag.evidence import Page
from rag.speech import is_report, sources, voices

SENTENCES = (
    ("According to the BBC, the bridge fell.", "the BBC"),
    ("The bridge fell, according to the Transport Ministry.", "Transport Ministry"),
    ("“The bridge fell,” said Anna Berg.", "Anna Berg"),
    ("“A lie,” Berg said.", "Berg"),
    ('"A lie," Berg told reporters.', "Berg"),
    ("Berg told reporters on Monday that the bridge fell.", "Berg"),
    ("Officials in Moscow denied the report.", "Officials in Moscow"),
    ("On Monday, Norway accused Sweden of delay.", "Norway"),
    ("The Norwegian foreign minister, Anna Berg, said that the bridge fell.", "Berg"),
    ("The mayor said the bridge fell.", "mayor"),
    ("“It fell because of ice,” the mayor said.", "mayor"),
    ("Norway says it fell, but Sweden denies it.", "Norway"),
    ("Norway says it fell, but Sweden denies it.", "Sweden"),
    ("The claim was rejected by Sweden.", "Sweden"),
)
PRONOUN = re.compile(r"(?:he|she|they|it|i|we)\b", re.IGNORECASE)


@pytest.mark.parametrize(("sentence", "source"), SENTENCES)
def test_the_source_stands_beside_its_cue(sentence: str, source: str) -> None:
    assert any(source in found for found in sources(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge fell.",
        "Thirty-nine ministers met in Oslo in June.",
        "The report was long, and its claim was old.",
        "",
    ],
)
def test_the_publishers_own_voice_has_no_source(sentence: str) -> None:
    assert sources(sentence) == []
    assert voices([sentence], 0) == []


def test_reporting_inside_a_quotation_is_not_the_articles() -> None:
    assert not any("Sweden" in s for s in sources("“Sweden said so,” Anna Berg told reporters."))


def test_a_source_ends_with_a_word() -> None:
    for sentence, _ in SENTENCES:
        assert all(re.search(r"\w$", source) for source in sources(sentence)), sentence


def test_a_pronoun_speaks_for_the_person_named_before() -> None:
    told = ["Anna Berg arrived in Oslo on Monday.", "She said that the bridge would be rebuilt."]
    (voice,) = voices(told, 1)
    assert "Berg" in voice.source
    assert voice.back == 1


def test_a_pronoun_speaks_for_the_speaker_before() -> None:
    told = ["Norway's minister Anna Berg denied the report.", "She called it a lie.", "She said nobody was hurt."]
    (voice,) = voices(told, 2)
    assert "Berg" in voice.source
    assert voice.back == 2


@pytest.mark.parametrize(
    "later",
    [
        "The bridge, she told journalists, would be rebuilt.",
        "The bridge could not be saved, she told journalists, but she expected help.",
        "Much of it, she said, was rust.",
    ],
)
def test_a_pronoun_inside_a_sentence_is_resolved_too(later: str) -> None:
    (voice, *_) = voices(["Anna Berg was clear about the bridge.", later], 1)
    assert "Berg" in voice.source
    assert voice.back == 1


def test_a_quotation_goes_on_over_sentences() -> None:
    told = ["“The bridge fell,” said Anna Berg.", "“Nobody was hurt.”"]
    assert [(v.back, "Berg" in v.source) for v in voices(told, 1)] == [(1, True)]
    opened = ["Anna Berg told reporters: “The bridge fell.", "Nobody was hurt.”"]
    assert [(v.back, "Berg" in v.source) for v in voices(opened, 1)] == [(1, True)]


def test_a_quotation_may_name_its_speaker_afterwards() -> None:
    told = ["“The bridge fell.", "“Nobody was hurt,” Anna Berg said."]
    (voice,) = voices(told, 0)
    assert "Berg" in voice.source
    assert voice.back == -1


@pytest.mark.parametrize("verb", ["said", "says", "denied", "claims", "accused", "warned", "told", "insisting"])
def test_reporting_verbs_are_known_in_every_form(verb: str) -> None:
    assert is_report(verb)


@pytest.mark.parametrize("verb", ["ran", "bridge", "annexed", "launched"])
def test_other_verbs_report_nothing(verb: str) -> None:
    assert not is_report(verb)


def test_in_the_sample_articles_every_voice_is_written_where_it_is_said_to_be(archive: Archive) -> None:
    heard = 0
    for article in archive.articles():
        page = Page.of(article, archive.passages(article.id))
        for number in range(len(page.texts)):
            for voice in voices(page.texts, number):
                heard += 1
                assert voice.source in page.texts[number - voice.back], page.texts[number]
    assert heard > 50


def test_in_the_sample_articles_no_voice_is_a_pronoun(archive: Archive) -> None:
    lost = []
    for article in archive.articles():
        page = Page.of(article, archive.passages(article.id))
        for number, text in enumerate(page.texts):
            lost += [(v.source, text) for v in voices(page.texts, number) if PRONOUN.match(v.source)]
    assert lost == []


WORDS = st.sampled_from(
    'Berg said “ ” " the Norway , . She told that ‘ ’ according to : he denied ( ) — $ <b> bridge'.split()
)


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=5))
def test_any_text_has_voices_that_stand_in_it(sentences: list[str]) -> None:
    for number in range(len(sentences)):
        for voice in voices(sentences, number):
            assert 0 <= number - voice.back < len(sentences)
            assert voice.source in sentences[number - voice.back]


@given(st.text(max_size=200))
def test_any_characters_can_be_read(text: str) -> None:
    spans = [span for _, inside in split(text) for span in inside]
    for number in range(len(spans)):
        voices([s.of(text) for s in spans], number)
