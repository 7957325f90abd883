"""Makes the pairs that the verifier learns from: a statement, a window of evidence, a label.

Sources: the NLI material, claims of FEVER beside evidence for other claims, Check-COVID, headlines of FNC-1 beside
windows of articles, SQuAD 2.0 questions turned into statements. ``training/contrast.py`` makes pairs from news.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from index.verifier import NEUTRAL, REFUTES, SUPPORTS, gathered, windows
from training.reader_data import HELD_OUT, SHARED, rows, sentences_of, window

NOT_SUPPORTED = 3  # neutral or refuted: which is not known
LABELS = {"entailment": SUPPORTS, "neutral": NEUTRAL, "contradiction": REFUTES, "not_entailment": NOT_SUPPORTED}
PLAIN = frozenset("snli_dev cad_snli mnli_dev_m+mm fever_dev fm2_dev fracas sick scitail_dev".split())
GROUNDED = frozenset("rte cb covidfact covidscifact_extra begin wice_nst_train".split())
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_LONG = 110


class Pair(NamedTuple):
    """A statement and its evidence; the label is SUPPORTS, NEUTRAL, REFUTES or NOT_SUPPORTED."""

    statement: str
    evidence: str
    label: int
    origin: str


def nli(sources: frozenset[str], part: str = "train") -> list[Pair]:
    """Return the pairs of these sources of the NLI material, long evidence as the window nearest to the statement."""
    told = (r for r in rows(SHARED / f"training/nli/{part}.jsonl.gz") if r["source"] in sources)
    return [_nli(r) for r in told]


def _nli(row: dict[str, Any]) -> Pair:
    statement, evidence = row["hypothesis"].strip(), row["premise"].strip()
    near = evidence if len(evidence.split()) <= _LONG else gathered(statement, evidence)
    return Pair(statement, near, LABELS[row["label"]], row["source"])


def unrelated_fever(pairs: Sequence[Pair], rng: random.Random, most: int) -> Iterator[Pair]:
    """Yield FEVER claims with the evidence of another claim about the same name: FEVER's material has no neutral."""
    known: dict[str, list[Pair]] = defaultdict(list)
    fever = [p for p in pairs if p.origin == "fever_dev"]
    for pair in fever:
        for name in _NAME.findall(pair.statement)[:2]:
            known[name].append(pair)
    for pair in rng.sample(fever, min(most, len(fever))):
        near = [q for n in _NAME.findall(pair.statement)[:2] for q in known[n] if q.statement != pair.statement]
        if near:
            other = rng.choice(near)
            if other.evidence != pair.evidence:
                yield Pair(pair.statement, other.evidence, NEUTRAL, "fever_other")


def covid(rng: random.Random) -> Iterator[Pair]:
    """Yield the claims of Check-COVID's training part with the sentences that decide, and with their abstract."""
    home = SHARED / "benchmarks/check_covid"
    abstracts = {r["cord_id"]: r["abstract"] for r in rows(home / "corpus.jsonl.gz")}
    labels = {"SUPPORT": SUPPORTS, "REFUTE": REFUTES, "NOTENOUGHINFO": NEUTRAL}
    for r in rows(home / "train.jsonl.gz"):
        sentences = abstracts[r["cord_id"]]
        told = sorted({e["sent_index"] for e in r["evidence_set"] if e["sent_index"] < len(sentences)})
        if told:
            shown = window(len(sentences), rng.choice(told), rng, 3)
            evidence = " ".join(sentences[i] for i in sorted({*shown, *told[:2]}))
            yield Pair(r["claim"], evidence, labels[r["label"]], "check_covid")
        yield Pair(r["claim"], gathered(r["claim"], " ".join(sentences)), labels[r["label"]], "check_covid")


def is_held_out(body: str) -> bool:
    """Tell whether an article of FNC-1 (by its id) is kept for measuring."""
    return int(hashlib.sha1(body.encode(), usedforsecurity=False).hexdigest(), 16) % 10 == 0


def headlines(rng: random.Random, each: dict[str, int]) -> Iterator[Pair]:
    """Yield FNC-1 headlines beside the window of an article that is nearest to them, so many of each stance."""
    home = SHARED / "benchmarks/fnc1"
    bodies = {str(r["id"]): r["text"] for r in rows(home / "articles.jsonl.gz")}
    told = [r for r in rows(home / "stances.jsonl.gz") if not is_held_out(str(r["body"]))]
    labels = {"agree": SUPPORTS, "disagree": REFUTES, "discuss": NEUTRAL, "unrelated": NEUTRAL}
    for stance, most in each.items():
        some = [r for r in told if r["stance"] == stance]
        for r in rng.sample(some, min(most, len(some))):
            found = windows(bodies[str(r["body"])])
            near = gathered(r["headline"], bodies[str(r["body"])])
            evidence = near if rng.random() < 0.6 or not found else found[0]
            yield Pair(r["headline"], evidence, labels[stance], f"fnc1_{stance}")


_WHO = re.compile(r"^(?:Who|What|Which(?: \w+){1,3}) (?!did\b|do\b|does\b|was\b|were\b|is\b|are\b)", re.IGNORECASE)
_DID = re.compile(
    r"^(?P<at>When|Where|In (?:what|which) \w+|What year) (?P<aux>did|was|were|is|does) (?P<rest>.+)\?", re.IGNORECASE
)


def stated(question: str, answer: str) -> str:
    """Return a question with its answer as a statement, roughly: the words of both, in a likely order."""
    if found := _WHO.match(question):
        return f"{answer} {question[found.end() :].rstrip('?')}."
    if found := _DID.match(question):
        return f"{found['rest']} {found['aux']} {found['at'].lower()}: {answer}."
    return f"{question} {answer}."


def squad(rng: random.Random, held_out: bool = False) -> Iterator[Pair]:
    """Yield SQuAD 2.0 questions with an answer, right or wrong, as statements beside a window of the paragraph."""
    for article in rows(SHARED / "benchmarks/squad2/articles.jsonl.gz"):
        if (article["title"] in HELD_OUT) != held_out:
            continue
        for paragraph in article["paragraphs"]:
            text, spans = paragraph["context"], sentences_of(paragraph["context"])
            answers = [a["text"] for q in paragraph["qas"] for a in q["answers"][:1]]
            for question in paragraph["qas"]:
                yield from _squad(question, text, spans, answers, rng)


def _squad(
    question: dict[str, Any], text: str, spans: Sequence[tuple[int, int]], answers: Sequence[str], rng: random.Random
) -> Iterator[Pair]:
    right = [a["text"] for a in question["answers"]]
    told = (question["answers"] or question.get("plausible_answers") or [])[:1]
    if not told:
        return
    must = next((i for i, (s, e) in enumerate(spans) if s <= told[0]["answer_start"] < e), 0)
    shown = window(len(spans), must, rng, 3)
    evidence = text[spans[shown[0]][0] : spans[shown[-1]][1]]
    asked = question["question"].strip()
    label = SUPPORTS if right else NOT_SUPPORTED
    yield Pair(stated(asked, told[0]["text"]), evidence, label, "squad" if right else "squad_unanswerable")
    wrong = [a for a in answers if a[:1].isdigit() == told[0]["text"][:1].isdigit() and a not in told[0]["text"]]
    if right and wrong and rng.random() < 0.7:
        yield Pair(stated(asked, rng.choice(wrong)), evidence, NOT_SUPPORTED, "squad_wrong")
