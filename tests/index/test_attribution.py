"""Attributions understood: contents, speakers, quotation and nesting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution import relay, understand
from index.claim import Attribution, written
from index.values import Span
from tests.index.marking import marked
from training.attribution_data import SHARED, Text, polnear

_HAS_POLNEAR = (SHARED / "benchmarks/polnear/dev.jsonl.gz").exists()
_needs_polnear = pytest.mark.skipif(not _HAS_POLNEAR, reason="../shared/benchmarks/polnear is not here")


def contents(text: str) -> list[str]:
    plain, found = marked(text)
    return [written(plain, a.content) for a in understand(plain, found)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("[O “We will rebuild] the bridge. It takes years,” [S the mayor] [C said].", "“We will rebuild … years,”"),
        ('[S She] [C said] [O "the flood] was over. Nobody was hurt."', '"the flood … hurt."'),
        ("[O ‘We will rebuild the workers] club,’ [S the mayor] [C said].", "‘We … club,’"),
        ("[S He] [C said] [O 'it's the] workers' club that won.' Then he left.", "'it's … won.'"),
        ("[S Elle] [C said] [O « the flood] is over »", "« the … over »"),
        ("[S He] [C said] [O „the flood] is over“ and left.", "„the … over“"),
        ("[S She] [C said] [O ''the flood] is over.'' Then she left.", "''the … over.''"),
        ("[S She] [C said] [O “the flood] is over. Nobody was hurt.\n\nRain fell.", "“the … hurt."),
        ("“We have waited. It took years. [O We will rebuild,”] [S the mayor] [C said].", "“We … rebuild,”"),
        ("[S She] [C called] [O the plan “a huge] mistake” on Monday.", "the … mistake”"),
        ("“We have waited. [O We will rebuild.] It took years,” [S the mayor] [C said].", "“We … years,”"),
    ],
)
def test_a_quotation_is_taken_to_its_marks(text: str, content: str) -> None:
    start, end = content.split(" … ")
    (found,) = contents(text)
    assert found.startswith(start)
    assert found.endswith(end)
    assert " … " not in found


@pytest.mark.parametrize(
    "text",
    [
        "[S The minister] [C said] [O the workers' plan wouldn't fail]. It's 'fine' now.",
        '[S He] [C said] [O it was late]. The film "Up" is older.',
        "[S She] [C called] [O it “a mistake”]. He said “no” twice.",
    ],
)
def test_a_content_that_is_whole_stays_as_it_is(text: str) -> None:
    plain, found = marked(text)
    assert [a.content for a in understand(plain, found)] == [a.content for a in found]


def test_what_is_said_within_a_quotation_does_not_take_all_of_it() -> None:
    told = "[O1 “My mother told me to wait. I did not,”] [S1 she] [C1 said]."
    plain, found = marked(told)
    at = plain.index
    inner = Attribution(
        (Span(at("My"), at(" told")),), (Span(at("told"), at(" me")),), (Span(at("to wait"), at(". I")),)
    )
    understood = understand(plain, [*found, inner])
    assert [written(plain, a.content) for a in understood] == ["to wait", "“My mother told me to wait. I did not,”"]
    assert [a.outer for a in understood] == [1, None]


def test_without_a_closing_mark_a_quotation_stops_before_what_others_say() -> None:
    text = "[S1 She] [C1 said] [O1 “the flood] is over. [S2 He] [C2 warned] [O2 that rain would return]."
    assert contents(text) == ["“the flood", "that rain would return"]


def test_a_quotation_goes_on_over_paragraphs_that_open_it_again() -> None:
    text = "[S She] [C said]: [O “The flood is] over.\n\n“Nobody was hurt.\n\n“We rebuild.”\n\nRain fell."
    assert contents(text) == ["“The flood is over. … “Nobody was hurt. … “We rebuild.”"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("[O “We are here,”] [S The mayor] [C said]. “It takes many forms.”", "“It takes many forms.”"),
        (
            "[O “We are here,”] [S The mayor] [C said] on Monday.\n\n“It takes many forms.”\n\nRain.",
            "“It takes many forms.”",
        ),
        ("[O “If it rains,”] [S The mayor] [C said], “we stay at home.”", "“we stay at home.”"),
        ("[S The mayor] [C said] [O the flood was over]. “Nobody was hurt.”", "“Nobody was hurt.”"),
    ],
)
def test_a_quotation_that_stands_alone_belongs_to_who_just_spoke(text: str, last: str) -> None:
    (found,) = contents(text)
    assert found.endswith(" … " + last)


@pytest.mark.parametrize(
    "text",
    [
        "[O “We are here,”] [S The mayor] [C said]. The film “It takes two” is old.",
        "[O “We are here,”] [S The mayor] [C said]. Rain fell. The river rose. “It takes many forms.”",
        "[O “We are here,”] [S The mayor] [C said].\n\nRain fell on the town.\n\n“It takes many forms.”",
    ],
)
def test_a_quotation_away_from_the_speaker_is_left_alone(text: str) -> None:
    assert contents(text) == ["“We are here,”"]


def test_a_quotation_of_another_speaker_is_theirs() -> None:
    text = "[O1 “We are here,”] [S1 She] [C1 said]. [O2 “It takes many forms,”] [S2 he] [C2 added]."
    assert contents(text) == ["“We are here,”", "“It takes many forms,”"]


def test_turns_of_an_interview_are_direct_speech_of_their_heads() -> None:
    text = (
        "The talk follows.\n\nGUARD: When did the water come to your house?\n\nMayor: It came at night. We fled.\n\n"
        "GUARD: And what did you take with you?\n\nMayor: Nothing.\n\n(APPLAUSE)"
    )
    found = understand(text, [])
    assert [written(text, a.source) for a in found] == ["GUARD", "Mayor", "GUARD", "Mayor"]
    assert written(text, found[1].content) == "It came at night. We fled"
    assert {a.quotation for a in found} == {"direct"}


@pytest.mark.parametrize(
    "text",
    [
        "Q: When did the water come to your house?\n\nA: It came at night.\n\nQ: And then?\n\nA: We all fled.",
        "Correction: the first version of this report was wrong.\n\nNote: it was changed later in the day.",
        "Superdelegates: 121.\n\nPledged: 781.\n\nSuperdelegates: 130.\n\nPledged: 790.",
    ],
)
def test_a_label_that_names_nobody_claims_nothing(text: str) -> None:
    assert understand(text, []) == []


def test_a_headline_with_a_colon_is_a_claim_of_a_source_of_the_article() -> None:
    plain, found = marked("Mayor: Town must leave the river\n\n[S The Mayor] [C said] [O the dam may break].")
    headline, _ = understand(plain, found)
    assert written(plain, headline.source) == "Mayor"
    assert written(plain, headline.content) == "Town must leave the river"
    assert headline.quotation == "indirect"
    assert len(understand(plain, [])) == 0


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("[O “We are here,”] [S She] [C said].", "direct"),
        ("[S She] [C said] [O that they “are here” to stay].", "mixed"),
        ("[S She] [C said] [O they would stay].", "indirect"),
    ],
)
def test_quotation_tells_whose_words_they_are(text: str, quotation: str) -> None:
    plain, found = marked(text)
    assert [a.quotation for a in understand(plain, found)] == [quotation]


def test_the_outlet_that_was_told_is_not_what_was_told() -> None:
    assert contents("[S Sources] [C told] [O The Canadian Press the talks had failed].") == ["the talks had failed"]


def test_the_same_words_of_the_same_source_are_said_once() -> None:
    text = "She also said it was late."
    spans = {word: Span(text.index(word), text.index(word) + len(word)) for word in ("She", "also", "said")}
    content = Span(text.index("it"), len(text) - 1)
    also, said = (
        Attribution((spans["She"],), (spans[cue],), (content,), n) for cue, n in (("also", 0.6), ("said", 0.9))
    )
    assert [a.cue for a in understand(text, [also, said])] == [said.cue]


_BITS = st.sampled_from(
    [
        *"“ ” \" ' ‘ ’ '' « » . , ( ] : … said not may She GUARD: told Reuters according to it was late ǅ 😀".split(),
        " ",
        "\n",
        "\n\n",
        "\x00",
        "according to",
        ". ",
    ]
)
_TEXTS = st.one_of(st.lists(_BITS, max_size=40).map("".join), st.text(max_size=80))
_SPANS = st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)).map(lambda p: Span(*p)), max_size=3).map(tuple)


@settings(max_examples=150, deadline=None)
@given(_TEXTS, st.lists(st.builds(Attribution, _SPANS, _SPANS, _SPANS), max_size=6))
def test_spans_stay_in_the_text_and_in_order_whatever_comes(text: str, found: list[Attribution]) -> None:
    understood = understand(text, found)
    assert [a.cue[0].start for a in understood] == sorted(a.cue[0].start for a in understood)
    for number, a in enumerate(understood):
        assert a.cue
        assert a.content
        for spans in (a.source, a.cue, a.content):
            assert list(spans) == sorted(spans)
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert a.outer is None or (a.outer != number and 0 <= a.outer < len(understood))
        relay(text, a)


@settings(max_examples=100, deadline=None)
@given(_TEXTS, st.lists(st.builds(Attribution, _SPANS, _SPANS, _SPANS), max_size=6))
def test_no_claim_stands_in_itself(text: str, found: list[Attribution]) -> None:
    understood = understand(text, found)
    for a in understood:
        seen, outer = 0, a.outer
        while outer is not None and seen <= len(understood):
            seen, outer = seen + 1, understood[outer].outer
        assert seen <= len(understood)


@pytest.mark.parametrize("unit", ["“a ", "'s ", '"x" ', "A: b c d e\n\n", "according to ", "Aa ", "not ", "("])
def test_long_hostile_texts_take_no_long_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    understand(text, [Attribution((), (Span(0, 4),), (Span(5, 90_000),))])


def gold(text: Text) -> list[Attribution]:
    found = (Attribution(spans(a.source), spans(a.cue), spans(a.content)) for a in text.attributions)
    return sorted(found, key=lambda a: a.cue[0])


def spans(pairs: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    return tuple(sorted(Span(start, end) for start, end in pairs))


def cut(text: Text, found: Attribution) -> Attribution:
    """Return the attribution with its quotations broken off: their last words lost."""
    kept = []
    for piece in found.content:
        words = piece.of(text.text).split(" ")
        lost = len(" ".join(words[-3:])) + 1 if len(words) > 8 and words[0][:1] in '“"' else 0
        kept.append(Span(piece.start, piece.end - lost))
    return replace(found, content=tuple(kept))


@_needs_polnear
def test_a_correct_attribution_stays_correct_and_a_cut_one_is_mended() -> None:
    from training.attribution import measure

    texts = polnear("dev")[:30]
    right = [gold(t) for t in texts]
    broken = [[cut(t, a) for a in some] for t, some in zip(texts, right, strict=True)]
    kept = [understand(t.text, some) for t, some in zip(texts, right, strict=True)]
    mended = [understand(t.text, some) for t, some in zip(texts, broken, strict=True)]
    exact = [measure(texts, some)["content_exact"] for some in (kept, broken, mended)]
    assert exact[0] > 0.99
    assert exact[1] < 0.9
    assert exact[2] > 0.985


def test_what_another_says_in_a_sentence_of_its_own_is_not_according_to_the_first() -> None:
    text = (
        "[C1 According to] [S1 the BBC], [O1 it rained]. [O1 [O2 “It poured,”] [S2 Kim] [C2 said]]. [O1 Roads closed]."
    )
    assert contents(text) == ["it rained … Roads closed", "“It poured,”"]


def test_the_agent_of_a_passive_is_its_source() -> None:
    plain, found = marked(
        "[O More refugees] [C are seen] [O by Turkey as a threat]. [O It] [C1 was noted] [O1 on Monday]."
    )
    first = understand(plain, [a for a in found if a.cue[0].of(plain) == "are seen"])[0]
    assert written(plain, first.source) == "Turkey"
    assert "by Turkey" not in written(plain, first.content)


def test_a_source_that_breaks_off_after_a_people_goes_on_to_the_name() -> None:
    plain, found = marked("[S The Russian] President Vladimir Putin, in his turn, [C said] [O it was over].")
    assert written(plain, understand(plain, found)[0].source) == "The Russian President Vladimir Putin"
    plain, found = marked("[S The American] Donald J. Trump [C said] [O it was over].")
    assert written(plain, understand(plain, found)[0].source) == "The American Donald J. Trump"


@pytest.mark.parametrize(
    "text",
    [
        "[S The Russians] on Monday [C said] [O it was over].",
        "[S The Russian] Monday [C said] [O it was over].",
        "[S Russian] [C Says] [O Attack Was Staged].",
    ],
)
def test_a_source_takes_no_day_and_no_word_of_the_cue(text: str) -> None:
    plain, found = marked(text)
    assert understand(plain, found)[0].source == found[0].source
