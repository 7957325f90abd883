"""The verifier: statements of any length against evidence of any length, by the packaged model or a named one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cross_encoder import NamedClassifier, columns
from index.errors import ModelError
from index.sentences import paragraphs
from index.verifier import FOLDER, Floats, PackagedClassifier, Pair, Verifier, gathered, load_verifier, windows

PAIRS = [
    ("The minister resigned on Monday.", "The minister stepped down on Monday after a vote in parliament."),
    ("The minister did not resign.", "The minister resigned on Monday after a vote in parliament."),
    ("The bridge was built in 1931.", "Heavy rain closed two schools in the valley on Friday."),
    ("Three people were killed in the fire.", "The fire killed three people and injured a dozen, police said."),
    ("Nobody was hurt in the fire.", "The fire killed three people and injured a dozen, police said."),
    ("The company will close its plant in Ohio.", "The company will keep its plant in Ohio open."),
    ("A dog is playing in the park.", "A brown dog runs after a ball in the park."),
    ("A cat sleeps on the sofa.", "A brown dog runs after a ball in the park."),
    ("The bank raised its rate.", "The bank may raise its rate next month."),
    ("Prices rose by 4 percent.", "Prices fell by 4 percent in May, the statistics office said."),
]


class Words:
    """Says that a window supports a sentence as far as it has its words, and refutes it if it has "not"."""

    def __init__(self) -> None:
        self.read: list[Pair] = []

    def probabilities(self, pairs: Sequence[Pair]) -> Floats:
        """Return support, neutral and refutation."""
        self.read += pairs
        rows = []
        for statement, evidence in pairs:
            wanted = set(statement.lower().strip(".").split())
            share = len(wanted & set(evidence.lower().replace(".", " ").split())) / len(wanted)
            refute = 0.9 if " not " in evidence else 0.0
            rows.append([share * (1 - refute), 1 - share * (1 - refute) - refute, refute])
        return np.array(rows, dtype=np.float32)


def test_a_statement_is_supported_as_well_as_its_least_supported_sentence() -> None:
    """Half a truth is not supported."""
    evidence = "Rain fell on Monday."
    alone, both = Verifier(Words()).judge([("Rain fell.", evidence), ("Rain fell. Snow melted slowly.", evidence)])
    assert alone.support == 1.0
    assert both.support == 0.0


def test_the_window_that_says_most_counts() -> None:
    """A sentence deep in a long article is found."""
    evidence = " ".join(f"Filler number {n} says nothing much." for n in range(60)) + " Rain fell on Monday."
    assert Verifier(Words()).judge([("Rain fell.", evidence)])[0].support == 1.0


def test_support_and_refutation_are_at_most_one_together() -> None:
    """One window for, another against: both are told, and stay probabilities."""
    evidence = "Rain fell there. One. Two. Three. Four. It did not rain fell."
    judged = Verifier(Words()).judge([("Rain fell.", evidence)])[0]
    assert judged.support + judged.refute <= 1.0 + 1e-6
    assert judged.support > 0.2
    assert judged.refute > 0.2
    assert judged.neutral >= 0.0


@pytest.mark.parametrize(("statement", "evidence"), [("", ""), ("Rain fell.", ""), ("", "Rain fell."), (" \n", "\t")])
def test_nothing_is_judged_from_nothing(statement: str, evidence: str) -> None:
    """An empty side neither supports nor refutes."""
    judged = Verifier(Words()).judge([(statement, evidence)])[0]
    assert (judged.support, judged.refute) == (0.0, 0.0)


def test_judgements_come_in_the_order_of_the_pairs() -> None:
    """Empty pairs among others shift nothing."""
    got = Verifier(Words()).judge([("Rain fell.", "Rain fell."), ("Rain fell.", ""), ("Snow fell.", "Rain fell.")])
    assert [round(j.support, 2) for j in got] == [1.0, 0.0, 0.5]


@settings(deadline=None)
@given(st.text(alphabet="ab .!?\n“”’", max_size=400))
def test_windows_lose_no_word(text: str) -> None:
    """Every sentence of the evidence is in a window."""
    read = ["".join(window.split()) for window in windows(text)]
    told = ["".join(s.of(text).split()) for block in paragraphs(text) for s in block]
    assert all(any(sentence in window for window in read) for sentence in told)
    assert "".join(told) == "".join(text.split())


def test_windows_are_short_enough_for_the_model() -> None:
    """A sentence of a thousand words is read in parts."""
    made = windows("word " * 1000 + ". Short one. Another short one.")
    assert max(len(w.split()) for w in made) <= 110
    assert sum(len(w.split()) for w in made) >= 1005


def test_scattered_sentences_are_gathered_in_their_order() -> None:
    """What shares words with the statement is read together."""
    evidence = "Ada spoke. Filler one here. Filler two here. Filler three here. Paris cheered loudly."
    assert gathered("Ada cheered in Paris", evidence).startswith("Ada spoke.")
    assert gathered("Ada cheered in Paris", evidence).endswith("Paris cheered loudly.")


# ------------------------------------------------------------------------------------------------- the packaged model


@pytest.fixture(scope="module")
def packaged() -> PackagedClassifier:
    return PackagedClassifier()


@pytest.fixture(scope="module")
def small() -> PackagedClassifier:
    return PackagedClassifier(quantized=True)


def test_the_small_model_agrees_with_the_weights_that_it_was_made_from(
    packaged: PackagedClassifier, small: PackagedClassifier
) -> None:
    """Int8 and full precision give nearly the same probabilities."""
    gap = np.abs(packaged.probabilities(PAIRS) - small.probabilities(PAIRS))
    assert gap.max() < 0.2
    assert gap.mean() < 0.04


def test_the_folder_is_a_cross_encoder_of_sentence_transformers() -> None:
    """Anybody can open it by that library, with the same outcome, labels read from the configuration."""
    named = NamedClassifier(str(FOLDER))
    ours = PackagedClassifier().logits(PAIRS).argmax(axis=1)
    swapped = [(e, s) for s, e in PAIRS]  # an NLI model reads the evidence first; ours reads the statement first
    assert (named.probabilities(swapped).argmax(axis=1) == ours).all()


def test_batching_changes_nothing(packaged: PackagedClassifier) -> None:
    """A pair is judged alike alone and among others."""
    together = packaged.probabilities(PAIRS)
    alone = np.concatenate([packaged.probabilities([pair]) for pair in PAIRS])
    assert np.abs(together - alone).max() < 1e-4


def test_plain_support_and_plain_nonsense_are_told_apart() -> None:
    """A near copy is supported more than a sentence about something else."""
    near, far = load_verifier().judge([PAIRS[3], PAIRS[2]])
    assert near.support > 0.5 > far.support


def test_missing_weights_are_told_in_one_line(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    with pytest.raises(ModelError, match="restore"):
        PackagedClassifier(tmp_path)


# --------------------------------------------------------------------------------------------------- another's model


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["contradiction", "entailment", "neutral"], ([1], [2], [0])),
        (["ENTAILMENT", "NEUTRAL", "CONTRADICTION"], ([0], [1], [2])),
        (["SUPPORTS", "REFUTES", "NOT ENOUGH INFO"], ([0], [2], [1])),
        (["entailment", "not_entailment"], ([0], [1], [])),
        (["LABEL_0"], ([0], [], [])),
    ],
)
def test_labels_are_read_and_not_assumed(labels: list[str], expected: tuple[list[int], ...]) -> None:
    """The order of an NLI model's labels differs from model to model."""
    assert columns(dict(enumerate(labels)), "a model") == expected


def test_labels_that_say_nothing_are_refused() -> None:
    """A model with nameless labels is not guessed at."""
    with pytest.raises(ModelError, match="entailment label"):
        columns({0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, "a model")


def test_a_model_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    """No stack trace, no download: the name and what would be right."""
    with pytest.raises(ModelError, match="name a folder or a hub model"):
        NamedClassifier(str(tmp_path / "nowhere"))


def test_labels_in_another_order_give_the_same_judgement(tmp_path: Path) -> None:
    """The configuration decides which column is support."""
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "turned"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("onnx"))
    told = json.loads((folder / "config.json").read_text())
    told["id2label"] = {"0": "contradiction", "1": "neutral", "2": "entailment"}
    told["label2id"] = {"contradiction": 0, "neutral": 1, "entailment": 2}
    (folder / "config.json").write_text(json.dumps(told))
    weights = load_file(folder / "model.safetensors")
    for name in ("classifier.weight", "classifier.bias"):
        weights[name] = weights[name][::-1].copy()
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    gap = NamedClassifier(str(folder)).probabilities(PAIRS) - NamedClassifier(str(FOLDER)).probabilities(PAIRS)
    assert np.abs(gap).max() < 1e-3
