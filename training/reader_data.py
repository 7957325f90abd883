"""Makes the examples that the reader learns from: a question, a title, a window of sentences, a label for each.

Sources: SQuAD 2.0 questions (answerable and not), questions made from PolNeAR attributions ("what did S say about T?",
with the wrong speaker or the wrong topic as hard negatives) and FEVER claims from the NLI material.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.split import split

SHARED = Path(__file__).resolve().parents[2] / "shared"
HELD_OUT = frozenset({"1973_oil_crisis", "Normans", "Packet_switching", "Islamism"})
IGNORE = -1.0

_WORD = re.compile(r"[A-Za-z0-9][\w'’.-]*")
_STOP = frozenset(
    """a about above after again against all also although am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having he her
    here hers him his how i if in into is it its itself just like may me might more most my no nor not now of off on
    once only or other our out over own said say says she should so some such than that the their them then there these
    they this those through to too under until up very was we were what when where which while who whom why will with
    would you your told asked according added one two get got going make made much many even still well back way new
    think know really want people thing things don't it's that's i'm we're he's she's they're didn't""".split()
)
_PRONOUNS = frozenset({"he", "she", "he also", "she also", "they"})
_ASK = (
    "What did {s} say about {t}?",
    "What did {s} say about {t}?",
    "What does {s} say about {t}?",
    "What did {s} claim about {t}?",
    "What has {s} said about {t}?",
    "What is {s}'s position on {t}?",
    "How did {s} describe {t}?",
    "Did {s} comment on {t}?",
    "What were {s}'s words on {t}?",
    "{s} on {t}",
    "What does {s} think of {t}?",
    "According to {s}, what about {t}?",
    "Why did {s} mention {t}?",
    "How did {s} respond to {t}?",
)
_WHO = ("Who spoke about {t}?", "Who said something about {t}?", "Which side mentioned {t}?", "Who mentioned {t}?")
_TRUE = ("Is it true that {c}?", "{c}", "Did anyone say that {c}?", "Does any report say that {c}?")


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a title, consecutive sentences and a label for each: 1 answers, 0 does not, -1 unknown."""

    question: str
    title: str
    sentences: tuple[str, ...]
    labels: tuple[float, ...]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def words(text: str) -> list[str]:
    """Return the lower-case content words of a text."""
    return [w for w in (m.group().lower().rstrip(".'’") for m in _WORD.finditer(text)) if w not in _STOP and len(w) > 1]


def overlap(question: str, text: str) -> float:
    """Return the share of the question's content words that the text has."""
    asked = set(words(question))
    return len(asked & set(words(text))) / len(asked) if asked else 0.0


def window(count: int, must: int, rng: random.Random, longest: int = 4) -> range:
    """Return a random run of at most ``longest`` sentence numbers below ``count`` that includes ``must``."""
    size = min(rng.choice((1, 2, 2, 3, 3, longest)), count)
    start = rng.randint(max(0, must - size + 1), min(must, count - size))
    return range(start, start + size)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the sentence spans of a text, in order."""
    return [(s.start, s.end) for _, spans in split(text) for s in spans]


def squad(rng: random.Random, held_out: bool) -> Iterator[Example]:
    """Yield SQuAD 2.0 windows; the four held-out articles only if asked for."""
    for article in rows(SHARED / "benchmarks/squad2/articles.jsonl.gz"):
        if (article["title"] in HELD_OUT) != held_out:
            continue
        title = article["title"].replace("_", " ")
        paragraphs = [(p["context"], sentences_of(p["context"])) for p in article["paragraphs"]]
        for number, paragraph in enumerate(article["paragraphs"]):
            for question in paragraph["qas"]:
                yield from _squad_question(question, number, paragraphs, title, rng)


def _squad_question(
    question: dict[str, Any],
    number: int,
    paragraphs: Sequence[tuple[str, list[tuple[int, int]]]],
    title: str,
    rng: random.Random,
) -> Iterator[Example]:
    text, spans = paragraphs[number]
    asked = question["question"].strip()
    parts = [text[s:e] for s, e in spans]
    gold = {i for a in question["answers"] for i, (s, e) in enumerate(spans) if s <= a["answer_start"] < e}
    labels = [float(i in gold) for i in range(len(parts))]
    if gold:
        yield _example(asked, title, parts, labels, window(len(parts), rng.choice(sorted(gold)), rng))
    rest = [i for i in range(len(parts)) if i not in gold]
    if rest and (not gold or rng.random() < 0.4):
        near = max(rest, key=lambda i: overlap(asked, parts[i]) + rng.random() * 0.2)
        yield _example(asked, title, parts, labels, window(len(parts), near, rng))
    if rng.random() < 0.3:
        others = rng.sample(range(len(paragraphs)), min(8, len(paragraphs)))
        other = max((o for o in others if o != number), key=lambda o: overlap(asked, paragraphs[o][0]))
        wrong = [paragraphs[other][0][s:e] for s, e in paragraphs[other][1]]
        if wrong:
            near = max(range(len(wrong)), key=lambda i: overlap(asked, wrong[i]))
            yield _example(asked, title, wrong, [0.0] * len(wrong), window(len(wrong), near, rng))


def _example(
    question: str, title: str, parts: Sequence[str], labels: Sequence[float], chosen: Iterable[int]
) -> Example:
    numbers = list(chosen)
    return Example(question, title, tuple(parts[i] for i in numbers), tuple(labels[i] for i in numbers))


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution of an article: the claimant's name, its content and the numbers of the sentences that hold it."""

    who: str
    content: str
    sentences: frozenset[int]


def attributions(article: dict[str, Any], spans: Sequence[tuple[int, int]]) -> list[Said]:
    """Return the attributions whose claimant has a name, pronouns resolved to the last named speaker before them."""
    text, said, last = article["text"], [], ""
    for a in sorted(article["attributions"], key=lambda a: min((s for s, _ in a["content"]), default=0)):
        source = " ".join(text[s:e] for s, e in a["source"]).strip()
        content = " ".join(text[s:e] for s, e in a["content"])
        who = last if source.lower() in _PRONOUNS else _name(source)
        last = who or last
        inside = frozenset(
            i for i, (s, e) in enumerate(spans) for cs, ce in a["content"] if min(e, ce) - max(s, cs) > 0.4 * (e - s)
        )
        if who and content and inside:
            said.append(Said(who, content, inside))
    return said


def _name(source: str) -> str:
    """Return the part of a source that names somebody: up to the first comma, with at least one capital inside."""
    head = re.split(r",| who | which | \(| – | — ", source)[0].strip(" .;:“”\"'")
    head = re.sub(r"^(the|a|an|some|many) ", "", head, flags=re.IGNORECASE)
    return head if re.search(r"[A-Z][a-z]", head) and len(head.split()) <= 6 else ""


def topics(content: str, common: Counter[str]) -> list[str]:
    """Return runs of content words, the rarest first (RAKE-like key phrases of at most four words)."""
    runs: list[list[str]] = [[]]
    for token in re.findall(r"[\w'’.-]+|[^\w\s]", content):
        if token.lower() in _STOP or not token[0].isalnum():
            runs.append([])
        else:
            runs[-1].append(token.rstrip(".'’"))
    phrases = {" ".join(run[:4]) for run in runs if len(run) > 1 or len("".join(run)) > 6 or "".join(run).istitle()}
    return sorted(phrases, key=lambda p: min(common[w.lower()] for w in p.split()))


def polnear(rng: random.Random, part: str, per_article: int = 12) -> Iterator[Example]:
    """Yield questions made from the attributions of PolNeAR ``train`` or ``dev``, answerable and not."""
    articles = list(rows(SHARED / f"benchmarks/polnear/{part}.jsonl.gz"))
    common: Counter[str] = Counter(w for a in articles for w in set(words(a["text"])))
    for article in articles:
        spans = sentences_of(article["text"])
        parts = [article["text"][s:e] for s, e in spans]
        said = attributions(article, spans)
        for base in rng.sample(said, min(per_article, len(said))):
            yield from _speech(base, said, parts, article["title"], common, rng)


def polnear_questions(rng: random.Random, part: str, per_article: int = 16) -> Iterator[tuple[str, list[str]]]:
    """Yield questions made from attributions with the sentences of their article that answer: none for a wrong pair."""
    articles = list(rows(SHARED / f"benchmarks/polnear/{part}.jsonl.gz"))
    common: Counter[str] = Counter(w for a in articles for w in set(words(a["text"])))
    for article in articles:
        spans = sentences_of(article["text"])
        parts = [article["text"][s:e] for s, e in spans]
        said = attributions(article, spans)
        for base in rng.sample(said, min(per_article, len(said))):
            yield from _asked(base, said, parts, common, rng)


def _asked(
    base: Said, said: Sequence[Said], parts: Sequence[str], common: Counter[str], rng: random.Random
) -> Iterator[tuple[str, list[str]]]:
    options = [t for t in topics(base.content, common)[:4] if t.lower() not in base.who.lower()]
    if not options:
        return
    topic = rng.choice(options)
    if rng.random() < 0.55:
        labels = speech_labels(base, topic, said, parts)
        yield _ask(rng, base.who, topic), [p for p, v in zip(parts, labels, strict=True) if v == 1.0]
        return
    others = sorted({s.who for s in said if not _same(s.who, base.who)})
    if others:
        wrong = rng.choice(others)
        if not any(_same(s.who, wrong) and _about(topic, s, parts) for s in said):
            yield _ask(rng, wrong, topic), []


def _speech(
    base: Said, said: Sequence[Said], parts: Sequence[str], title: str, common: Counter[str], rng: random.Random
) -> Iterator[Example]:
    options = [t for t in topics(base.content, common)[:5] if t.lower() not in base.who.lower()]
    if not options:
        return
    topic = rng.choice(options)
    labels = speech_labels(base, topic, said, parts)
    target = rng.choice(sorted(base.sentences))
    here = window(len(parts), target, rng)
    asked = _ask(rng, base.who, topic)
    yield _example(asked, title, parts, labels, here)
    around = topics(f"{title} {' '.join(parts[max(0, target - 2) : target])}", common)[:6]
    if around and rng.random() < 0.5:
        told = [1.0 if i == target else IGNORE if i in base.sentences else min(v, 0.0) for i, v in enumerate(labels)]
        yield _example(
            _ask(rng, base.who, rng.choice(around)), title, parts, told, range(max(0, target - 2), target + 1)
        )
    kind = rng.random()
    others = sorted({s.who for s in said if not _same(s.who, base.who)})
    mine = [s for s in said if _same(s.who, base.who) and not _about(topic, s, parts)]
    if kind < 0.35 and others:
        wrong = rng.choice(others)
        spoke = [float(v) if v != 1.0 else 0.0 for v in labels]
        if not any(_same(s.who, wrong) and _about(topic, s, parts) for s in said):
            yield _example(_ask(rng, wrong, topic), title, parts, spoke, here)
    elif kind < 0.65 and mine:
        there = rng.choice(sorted(rng.choice(mine).sentences))
        yield _example(asked, title, parts, [0.0 if v != 1.0 else v for v in labels], window(len(parts), there, rng))
    elif kind < 0.85:
        about = [i for i, p in enumerate(parts) if labels[i] == 0.0 and topic.split()[-1].lower() in p.lower()]
        if about:
            yield _example(asked, title, parts, labels, window(len(parts), rng.choice(about), rng))
    else:
        alien = rng.choice([s for s in said if s is not base] or [base])
        for wrong_topic in [t for t in topics(alien.content, common)[:3] if overlap(t, base.content) == 0.0][:1]:
            if not any(overlap(wrong_topic, parts[i]) for i in here):
                yield _example(_ask(rng, base.who, wrong_topic), title, parts, [0.0] * len(parts), here)


def speech_labels(base: Said, topic: str, said: Sequence[Said], parts: Sequence[str]) -> list[float]:
    """Return a label for each sentence: 1 where the claimant speaks of the topic, unknown next to that, else 0."""
    labels = [0.0] * len(parts)
    mine = [s for s in said if _same(s.who, base.who)]
    for s in mine:
        for i in s.sentences:
            labels[i] = 1.0 if s is base or _about(topic, s, parts) else labels[i]
    yes = {i for i, v in enumerate(labels) if v == 1.0}
    for s in mine:
        for i in s.sentences - yes:
            if {i - 1, i + 1} & yes:
                labels[i] = IGNORE
    return labels


def _about(topic: str, said: Said, parts: Sequence[str]) -> bool:
    heard = set(words(said.content)) | {w for i in said.sentences for w in words(parts[i])}
    return bool(set(words(topic)) & heard)


def _same(one: str, other: str) -> bool:
    return bool({w for w in words(one) if len(w) > 3} & {w for w in words(other) if len(w) > 3}) or one == other


def _ask(rng: random.Random, who: str, topic: str) -> str:
    name = who.split()[-1] if rng.random() < 0.4 and len(who.split()) <= 3 else who
    name = f"the {name}" if name[:1].islower() else name
    asked = rng.choice(_WHO if rng.random() < 0.1 else _ASK).format(s=name, t=topic)
    return asked.lower().rstrip("?") if rng.random() < 0.2 else asked


def fever(rng: random.Random, count: int) -> Iterator[Example]:
    """Yield claims with their own evidence (1) or the nearest other evidence that shares a word (0)."""
    pairs = [r for r in rows(SHARED / "training/nli/train.jsonl.gz") if r["source"] in {"fever_dev", "fm2_dev"}]
    by_word: dict[str, list[int]] = defaultdict(list)
    for i, pair in enumerate(pairs):
        for word in set(words(pair["premise"])):
            by_word[word].append(i)
    for i in rng.sample(range(len(pairs)), min(count, len(pairs))):
        claim = pairs[i]["hypothesis"].rstrip(".")
        asked = rng.choice(_TRUE).format(c=claim)
        yield _premise(asked, pairs[i]["premise"], 1.0)
        rare = min(words(claim), key=lambda w: len(by_word[w]) or 10**9, default="")
        near = [j for j in by_word[rare] if pairs[j]["premise"] != pairs[i]["premise"]]
        if near:
            yield _premise(asked, pairs[rng.choice(near)]["premise"], 0.0)


def _premise(asked: str, premise: str, label: float) -> Example:
    parts = tuple(premise[s:e] for s, e in sentences_of(premise[:700]))
    known = label if len(parts) == 1 or label == 0.0 else IGNORE
    return Example(asked, "", parts, tuple(known for _ in parts))
