"""Passages tile the text; sentences lose nothing and end where a reader would end them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import paragraphs
from index.split import MAX_WORDS, split
from index.values import Span

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"

TRICKY = [
    ["The U.S. envoy left.", "He flew to St. Gallen."],
    ["Mr. Doe met Gen. Roe on Sept. 4 at 9 a.m. in Geneva.", "They left."],
    ["He spoke to J. K. Larch about No. 5.", "She nodded."],
    ["The S-400 costs $1.5 billion.", "That is 2.5 times more."],
    ["Dr. Ann Roe, Ph.D., and Sen. Joe Roe (D-Vt.) voted.", "It passed."],
    ["Lt. Col. Roe and Rep. Doe met Prof. Poe.", "Adm. Low left."],
    ["Acme Inc. said so.", "Acme Corp. and Roe Ltd. denied it."],
    ["The gunman, John F. Roe Jr., fled.", "Police found John Roe Jr. in a barn."],
    ["He lives in the U.S.", "She lives in the U.K.", "They met at 9 p.m.", "Then they left."],
    ["In Washington, D.C., he spoke.", "In Washington, D.C. he spoke."],
    ["See e.g. the report, i.e. the long one, vs. the short one."],
    ["She has a B.A. in law.", "He has none."],
    ["He paid €3.5m.", "1,200 left.", "5 stayed."],
    ["Visit example.com.", "Then call."],
    ["Yahoo! is a firm.", "It grew."],
    ["Wait... he said nothing.", "Then he left…", "Nobody moved."],
    ["Why do you avoid the term … Coastal Guard?"],
    ["“I am, uh . . . not sure,” he said.", "OK."],
    [
        "“The tone will be firm, since nothing changed. But a door stays open,” a source told the agency.",
        "Talks go on.",
    ],
    ["“We cannot allow this again.”", "He left."],
    ['"We cannot allow this again."', "He left."],
    ["“Is this over?” he asked.", "Nobody knew."],
    ["“Why?” Roe asked.", "“Because.”"],
    ["“Is it over?” Ann Mary Roe said.", "She left."],
    ["“Stop!” shouted the guard.", "They ran."],
    ["“It is over,” she said.", "“We go home.”", "He stayed."],
    ["He said: “We tried. We failed. We go on.”", "Then he sat down."],
    ["“We tried.", "We failed.", "He never closed the quotation."],
    ['"We tried.', "We failed.", "He never closed the quotation."],
    ["It fell 3 percent.”", "She said so."],
    ["”Mr. Roe left.", "He was late.”"],
    ['"A bit of magic when they sing together," Ms. Roe said.', "They sang."],
    ["The vote was 5-4.", '"It\'s over," she said.', "'We go on,' he said."],
    ["Nobody saw it, Doe said.", "“ If they did, they kept quiet,” she added."],
    ["That is what the “experts” said.", "“Nonsense.”"],
    ["‘We left.’", "They stayed."],
    ["Il a dit «Nous partons.»", "Elle est restée."],
    ["He said (in Jan. 2014) so.", "“No.”", "It ended."],
    ["He came (she did not.)", "They left."],
    ["The ship sank.[1]", "Nobody died."],
    ["This is great!", "Is it?", "Yes."],
    ["这是第一句。", "这是第二句！", "真的吗？"],
]


def _sentences(text: str) -> list[str]:
    return [span.of(text) for found in paragraphs(text) for span in found]


@pytest.mark.parametrize("expected", TRICKY, ids=lambda sentences: sentences[0][:40])
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert _sentences(" ".join(expected)) == expected


def test_a_long_quotation_opens_at_its_inner_ends() -> None:
    said = "We waited on the pier for the boat until the lamps went out and nobody came to tell us why. "
    text = f"“{said * 4}Then we went home,” a passenger told the inquiry. The inquiry goes on."
    found = _sentences(text)
    assert len(found) == 6
    assert found[0].startswith("“We waited")
    assert found[4] == "Then we went home,” a passenger told the inquiry."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferry halted\n\nThe ferry stopped on Monday", ["Ferry halted", "The ferry stopped on Monday"]),
        ("Ferry halted\r\n\r\nIt stopped", ["Ferry halted", "It stopped"]),
        ("Ferry halted\n \t\nIt stopped", ["Ferry halted", "It stopped"]),
        ("Ferry halted\nThe ferry stopped on Monday.", ["Ferry halted", "The ferry stopped on Monday."]),
        ("We ask for:\n- more boats\n- fewer fees", ["We ask for:", "- more boats", "- fewer fees"]),
        ("1. more boats\n2. fewer fees", ["1. more boats", "2. fewer fees"]),
        ("He told\nreporters that", ["He told\nreporters that"]),
        ("Topics: ports, boats\nTags: none", ["Topics: ports, boats", "Tags: none"]),
        (
            "The harbour board met on Monday to hear the case that was brought by the\nPort Authority of Roe.",
            ["The harbour board met on Monday to hear the case that was brought by the\nPort Authority of Roe."],
        ),
    ],
)
def test_line_breaks(text: str, expected: list[str]) -> None:
    """A blank line ends a sentence; a single break only when it was not a mere wrap."""
    assert _sentences(text) == expected


def _check(text: str, found: list[tuple[Span, tuple[Span, ...]]]) -> None:
    """Assert that passages tile, and that each visible character is in exactly one sentence of its passage."""
    assert "".join(span.of(text) for span, _ in found) == (text if text.strip() else "")
    seen = [0] * len(text)
    end = 0
    for passage, sentences in found:
        assert sentences
        assert passage.start == (0 if end == 0 else end) < passage.end
        end = passage.end
        for sentence in sentences:
            assert passage.start <= sentence.start < sentence.end <= passage.end
            assert sentence.of(text) == sentence.of(text).strip()
            for at in range(*sentence):
                seen[at] += 1
        assert list(sentences) == sorted(sentences)
        assert len(passage.of(text).split()) <= MAX_WORDS
    assert all(count == 1 for count, letter in zip(seen, text, strict=True) if not letter.isspace())
    assert max(seen, default=0) <= 1


_BITS = st.one_of(
    st.sampled_from(["“", "”", '"', "'", "’", "«", "»", "(", ")", ". ", "? ", "!", "…", "。"]),
    st.sampled_from(["\n", "\n\n", "\r\n", " ", "\t", "\u00a0", "\u2028", "\u2029", "\x1c", "\x85"]),
    st.sampled_from(["Mr. ", "U.S. ", "said ", "Roe ", "We left. ", "he asked. ", "- item", "3.5 ", "x" * 300]),
    st.sampled_from(["\u0301", "\u200d", "👩‍👩‍👧", "\x00", "橋", "ﬁ", "ß", "İ", "word " * 40, "word, " * 90]),
)
_TEXTS = st.one_of(st.text(max_size=400), st.lists(_BITS, max_size=60).map("".join))


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_no_gap_no_overlap_no_loss(text: str) -> None:
    _check(text, split(text))


@settings(max_examples=150, deadline=None)
@given(_TEXTS, st.integers(min_value=1, max_value=80))
def test_nothing_is_lost_whatever_fits(text: str, most: int) -> None:
    """A passage that does not fit has been cut down to one character."""
    found = split(text, lambda words: len(words) <= most)
    _check(text, found)
    for _, sentences in found:
        assert sentences[-1].end - sentences[0].start <= most


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\u2029 "])
def test_nothing_visible_gives_no_passages(text: str) -> None:
    assert split(text) == []


def test_lengths_are_as_preferred() -> None:
    sentence = "The harbour master told the board that two boats had been late on each day of the week. "
    found = [len(span.of(text).split()) for text in [(sentence * 3 + "\n\n") * 30] for span, _ in split(text)]
    assert all(60 <= words <= 120 for words in found)


def test_paragraphs_are_kept_whole() -> None:
    sentence = "The harbour master told the board that two boats had been late on each day of the week. "
    text = "\n\n".join([sentence * 5, sentence * 4, sentence * 6])
    assert [len(sentences) for _, sentences in split(text)] == [5, 4, 6]


def test_a_short_tail_is_merged() -> None:
    sentence = "The harbour master told the board that two boats had been late on each day of the week. "
    text = sentence * 6 + "\n\nThe board meets again."
    assert [len(sentences) for _, sentences in split(text)] == [7]


def test_a_heading_stays_with_what_it_heads() -> None:
    sentence = "The harbour master told the board that two boats had been late on each day of the week. "
    text = f"{sentence * 6}\n\nWhat comes next\n\n{sentence * 6}"
    assert split(text)[1][1][0].of(text) == "What comes next"


def test_an_overlong_sentence_is_cut_at_a_clause() -> None:
    clause = "the harbour master told the board that two of its nine boats had been late; "
    text = f"On Monday {clause * 30}so the board closed."
    pieces = [sentence.of(text) for _, sentences in split(text) for sentence in sentences]
    assert len(pieces) > 1
    assert all(piece.endswith((";", ".")) and len(piece.split()) <= MAX_WORDS for piece in pieces)


@pytest.mark.parametrize("text", ["x" * 5000, "橋" * 3000, "no stop " * 2000, '"' * 999, "0" * 4000])
def test_what_has_no_end_is_cut(text: str) -> None:
    found = split(text)
    _check(text, found)
    assert len(found) > 1


@pytest.mark.parametrize(
    "text", ["橋が落ちた。" * 8000, "“ " * 30000, "A. " * 30000, '"Go?" Al said. ' * 5000, "(" * 50000]
)
def test_hostile_text_takes_no_more_than_seconds(text: str) -> None:
    started = time.process_time()
    _check(text, split(text))
    assert time.process_time() - started < 20


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the sample articles (../shared/articles) are not here")
def test_real_articles_fit_the_encoder() -> None:
    from index.encoder import load_encoder

    encoder = load_encoder("")
    for path in sorted(ARTICLES.glob("*.txt")):
        text = path.read_text("utf-8")
        found = split(text, lambda words: encoder.count_tokens([words])[0] <= 250)
        _check(text, found)
        assert max(encoder.count_tokens([span.of(text) for span, _ in found])) <= 250
        words = [len(span.of(text).split()) for span, _ in found]
        assert sum(60 <= count <= 130 for count in words) >= 0.8 * len(words)


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the sample articles (../shared/articles) are not here")
def test_a_source_stays_with_its_quotation_in_real_articles() -> None:
    sentences = [s for path in ARTICLES.glob("*.txt") for s in _sentences(path.read_text("utf-8"))]
    told = [sentence for sentence in sentences if "a source told" in sentence]
    assert told
    assert all(sentence.startswith("“") for sentence in told)
    assert not [sentence for sentence in sentences if sentence[0].islower() and "” " in sentence]
