"""The phrases of a question, found without a parser: the word classes of ``index/grammar.py`` tell where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from index.grammar import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    REQUESTS,
    SAYING,
    SUFFIX,
    TITLES,
    VERBS,
    WH,
    WORD,
    bare,
    word_set,
    words,
)
from index.names import Name, question_names
from rag.attributes import ATTRIBUTES
from rag.when import date_words

ABOUT = re.compile(r"\b(?:about|regarding|concerning|on)\s+", re.IGNORECASE)
_OPENS_NO_PHRASE = ADVERBS - word_set("most more long far much many very") | PREPOSITIONS | CONJUNCTIONS
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))})\s+", re.IGNORECASE)
_MOST, _NEAR = 8, 200
_EMPTY = word_set(
    "people person way ways thing things kind kinds type types best first last famous main one someone anyone anything"
)


@dataclass(frozen=True)
class Frame:
    """The parts of a question: ``asking`` (wh-phrase), ``auxiliary``, ``subject``, ``predicate``; empty if missing.

    "What did Russia claim about Douma?" is (What, did, Russia, claim about Douma).
    """

    asking: str
    auxiliary: str
    subject: str
    predicate: str

    @property
    def verb(self) -> str:
        """The first word of the predicate, lower-cased."""
        return bare((words(self.predicate) or [""])[0])

    @property
    def is_speech(self) -> bool:
        """Whether the question asks what somebody said."""
        return (
            bool(self.subject)
            and self.verb in SAYING
            and bool(set(map(bare, words(self.asking))) & {"what", "how", "which"})
        )


def body(question: str) -> str:
    """Return the last sentence of ``question`` that asks something, without its closing mark."""
    sentences = [s for s in re.split(r"(?<=[a-z0-9)][.!?])\s+", question.strip()) if s]
    asking = [s for s in sentences if s.endswith("?")] or sentences or [""]
    return asking[-1].rstrip(" ?.!")


@lru_cache(maxsize=512)
def frame(question: str) -> Frame:
    """Return the parts of ``question``."""
    text = re.sub(r"^(?:and|but|so|or|ok|okay|then)\b[\s,]*", "", body(question), flags=re.IGNORECASE)
    tokens = list(WORD.finditer(text))
    at = next((i for i, t in enumerate(tokens[:7]) if bare(t[0]) in AUXILIARIES or t[0].lower() in AUXILIARIES), None)
    if at is None or not (at == 0 or bare(tokens[0][0]) in WH | PREPOSITIONS):
        asking = tokens[0][0] if tokens and bare(tokens[0][0]) in WH else ""
        return Frame(asking, "", "", text[len(asking) :].strip())
    asking, rest = text[: tokens[at].start()].strip(), text[tokens[at].end() :].strip()
    if asking.lower() in ("who", "which") or (asking.lower().startswith("which") and tokens[at][0].lower() in BE):
        return Frame(asking, tokens[at][0], "", rest)
    is_be = tokens[at][0].lower() in BE
    end = subject_end(
        rest, is_be, adjective_follows=is_be and bare((words(asking) or ["is"])[0]) not in ("what", "who", "which")
    )
    return Frame(asking, tokens[at][0], rest[:end].strip(), rest[end:].strip())


def subject_end(rest: str, after_be: bool, adjective_follows: bool) -> int:
    """Return where the subject that opens ``rest`` ends (characters); a last word left for the predicate is cut off."""
    tokens = list(WORD.finditer(rest))
    named = {n.span.start - 2: n.span.end - 2 for n in question_names("- " + rest)}
    end = name_end = 0
    for i, token in enumerate(tokens):
        if token.start() in named:
            end = name_end = max(token.end(), named[token.start()])
        elif token.start() >= end:
            if i and not _continues(rest, tokens, i, after_be, adjective_follows):
                break
            if i and name_end == tokens[i - 1].end() and _is_verb_after_name(tokens, i, after_be):
                break
            end = token.end()
        if i == 0 and bare(token[0]) in PRONOUNS - POSSESSIVES - {"my", "our", "your"}:
            return end
    inside = [t for t in tokens if t.end() <= end]
    if len(inside) > 1 and bare(inside[-1][0]) in CONJUNCTIONS:
        inside, end = inside[:-1], inside[-2].end()
    is_all = len(inside) > 1 and end == tokens[-1].end() and not after_be
    owned = len(inside) > 1 and SUFFIX.search(inside[-2][0])
    left = len(inside) > 1 and not owned and adjective_follows and end > name_end and not inside[-1][0].endswith("s")
    left = left and not (len(inside) < len(tokens) and _is_participle(tokens[len(inside)][0]))
    return inside[-2].end() if is_all or left else end


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or word in VERBS


def _is_verb_after_name(tokens: list[re.Match[str]], i: int, after_be: bool) -> bool:
    """Return whether the plain word at ``i``, right after a name, is the verb: unless the next word is one."""
    if after_be or SUFFIX.search(tokens[i - 1][0]) or bare(tokens[i][0]) in ("of", "and", "between"):
        return False
    if re.search(r"[^sui]s$", tokens[i][0]):  # what follows an auxiliary has no ending of its own
        return False
    following = bare(tokens[i + 1][0]) if i + 1 < len(tokens) else ""
    return not (_is_participle(following) or following in BE)


def _continues(rest: str, tokens: list[re.Match[str]], i: int, after_be: bool, adjective_follows: bool) -> bool:
    word, previous = bare(tokens[i][0]), bare(tokens[i - 1][0])
    if "," in rest[tokens[i - 1].end() : tokens[i].start()] or word in WH | AUXILIARIES:
        return False
    if word in ("of", "and", "between") or previous in ("of", "and", "between"):
        return True
    if word in FUNCTION and not (
        word in ARTICLES and (previous in DETERMINERS or (i == 1 and previous.endswith("ing")))
    ):
        return False
    if previous in DETERMINERS or SUFFIX.search(tokens[i - 1][0]):
        return True
    return not (adjective_follows and word.endswith(("ed", "ing")) if after_be else word in VERBS)


@lru_cache(maxsize=512)
def topic(question: str) -> str:
    """Return the noun phrase that ``question`` is about ("Douma"), empty if it has none; dates are left out."""
    text = body(question)
    for dated in date_words(text):
        text = text.replace(dated, " ", 1) if " " in dated else text
    text = " ".join(text.split())
    parts = frame(text)
    if about := _after_about(parts.predicate or text, parts):
        return about
    found = [_trimmed(phrase) for phrase in _candidates(parts) if _is_full(phrase)]
    found = found or _after_prepositions(parts.predicate)
    return SUFFIX.sub(
        "", next((phrase for phrase in found if question_names("- " + phrase)), found[0] if found else "")
    )


def _trimmed(phrase: str) -> str:
    """Return ``phrase`` without what only counts or places it ("some of", a last "generally")."""
    phrase = re.sub(r"(?i)^(?:(?:some|any|all|one|most|many|each) of|if|whether|that|be|being)\s+", "", phrase)
    return re.sub(r"(?<=\w)\s+[a-z]{3,}ly$", "", phrase)


def phrases(question: str) -> list[str]:
    """Return every phrase that ``question`` may be about, the likeliest first."""
    parts = frame(body(question))
    found = [_trimmed(p) for p in (topic(question), *_candidates(parts)) if p and _is_full(p)]
    return [*found, *_after_prepositions(parts.predicate)]


def _is_full(phrase: str) -> bool:
    if not words(phrase) or bare(words(phrase)[0]) in _OPENS_NO_PHRASE:
        return False
    found = {bare(w) for w in words(phrase)} - FUNCTION - _EMPTY
    return bool(found) and not (len(found) == 1 and next(iter(found)).endswith("ed"))


def _candidates(parts: Frame) -> Iterator[str]:
    """Yield the phrases that a question may be about, the likeliest first."""
    if match := re.search(r"\bof\s+(.+)", parts.asking):
        yield match[1]
    is_be = parts.auxiliary.lower() in BE
    asked = re.match(r"(?:what|which)\s+(?!(?:kind|sort|type)s?\b)(.+)", parts.asking, re.IGNORECASE)
    if is_be and asked and " of " not in asked[1]:
        yield asked[1]
    if is_be and len(words(parts.asking)) > 1 and parts.asking.lower().startswith(("what", "which")):
        yield noun_phrase(re.sub(r"^.*?\b(?:of|for|in|with|to)\s+", "", parts.predicate), whole=True)
    if parts.subject:
        owner = _of(parts.subject, parts.predicate if is_be else "")
        tail = re.match(r"(?:in|at|between|with|against)\s+", parts.predicate)
        if is_be and tail and owner != parts.subject and parts.subject.endswith(owner):
            yield f"{owner} {tail[0]}{noun_phrase(parts.predicate[tail.end() :])}"
        yield owner
        yield parts.subject
    if not is_be or parts.asking.lower() in ("", "what", "who", "which"):
        yield _object(parts.predicate)


def _after_prepositions(text: str) -> list[str]:
    found = [_trimmed(noun_phrase(text[m.end() : m.end() + _NEAR])) for m in islice(_PREPOSITION.finditer(text), _MOST)]
    return [phrase for phrase in found if phrase and _is_full(phrase)]


def _after_about(text: str, parts: Frame) -> str:
    does = parts.auxiliary and parts.auxiliary.lower() not in BE and re.search(r"\babout\s", text)
    if not (does or parts.is_speech or re.match(r"(?:.*\b(?:tell|know|learn|talk|think|hear)\b)", text, re.IGNORECASE)):
        return ""
    match = ABOUT.search(text)
    phrase = noun_phrase(text[match.end() :], whole=True) if match else ""
    return phrase if parts.is_speech else _of(phrase, "")


def _of(subject: str, predicate: str) -> str:
    """Return what an attribute belongs to ("the causes of X", "the evidence for X", "X's causes"), else the subject."""
    if match := re.match(r"(.+?)(?:['’]s|(?<=s)['’])\s+[a-z]", subject):
        is_attribute = bare(words(subject)[-1]) in ATTRIBUTES
        return subject if question_names("- " + match[1]) and not is_attribute else match[1]
    match = re.match(r"(?:(?:the|some|any|a|other)\b.*?|\w+s|\w+\s\w+s)\s(?:of|between)\s+(.+)", subject, re.IGNORECASE)
    if match and not any(" of " in n.text for n in question_names("- " + subject)):
        return re.sub(r"^(?:(?:some|all) of\s+)?(?:\w+s of\s+)?", "", match[1])
    first = (words(subject) or [""])[0].lower()
    tail = re.match(r"(?:for|in|on|to|with|against|behind|around)\s+(.+)", predicate)
    if tail and tail[0].startswith("to ") and len(words(tail[1])) > 1 and tail[1][0].islower():
        tail = re.match(r"to\s+(?:(?!(?:the|a|an|this|that|these|those)\s)\w+\s+)?(.+)", predicate)
    if tail and (first in DETERMINERS or re.search(r"\w+s$", subject)) and not question_names("- " + subject):
        return noun_phrase(tail[1]) or subject
    return subject


def _object(predicate: str) -> str:
    """Return the noun phrase after the first verb of ``predicate``."""
    tokens = list(WORD.finditer(predicate))
    at = next((i for i, t in enumerate(tokens) if bare(t[0]) in VERBS or bare(t[0]).endswith("ed")), 0)
    first = bare(tokens[0][0]) if tokens else ""
    is_verbless = first in ARTICLES or (predicate[:1].isupper() and first not in REQUESTS)
    rest = predicate if is_verbless else predicate[tokens[at].end() :].strip() if tokens else ""
    rest = re.sub(r"^(?:more\s+)?(?:about|in|on|for|to|at|with|into|from|by|of)\s+", "", rest)
    phrase = noun_phrase(rest, whole=True)
    return _of(phrase, "") if phrase else ""


def noun_phrase(text: str, whole: bool = False) -> str:
    """Return the noun phrase that opens ``text``; with ``whole``, its prepositional phrases too."""
    end = 0
    for i, token in enumerate(WORD.finditer(text)):
        word = bare(token[0])
        between = text[end : token.start()]
        if i and (re.search(r"[,;:?]", between) or word in WH | AUXILIARIES | CONJUNCTIONS - {"and"}):
            break
        if word in PRONOUNS | WH or (word in PREPOSITIONS and word != "of" and not whole):
            break
        end = token.end()
    return re.sub(r"\s+(?:and|of|in|on|for|to|the|a)$", "", text[:end]).strip()


def earlier_phrase(text: str, head: str) -> str:
    """Return the noun phrase of ``text`` whose noun is ``head``, with the phrase that follows it; empty if none."""
    match = re.search(rf"\b{re.escape(head)}\b", text, re.IGNORECASE) if head else None
    if match is None:
        return ""
    start = match.start()
    for token in reversed(list(WORD.finditer(text[: match.start()]))):
        word = bare(token[0])
        if word in FUNCTION - ARTICLES or word in VERBS or re.search(r"[,;:.?!]\s", text[token.end() : start]):
            break
        start = token.start()
        if word in ARTICLES:
            break
    phrase = text[start : match.end()]
    tail = re.match(r"\s+(?:in|of|at|on|between|with|against)\s+", text[match.end() :])
    complement = _to_verb(noun_phrase(text[match.end() + tail.end() :])) if tail else ""
    phrase += text[match.end() : match.end() + tail.end()] + complement if tail and complement else ""
    return phrase if len(words(phrase)) > 1 else ""


def _to_verb(phrase: str) -> str:
    """Return ``phrase`` up to the first verb that is not its first word."""
    verbs = [t.start() for t in list(WORD.finditer(phrase))[1:] if t[0] in VERBS]
    return phrase[: verbs[0]].rstrip() if verbs else phrase


def content_words(text: str, names: Sequence[Name]) -> list[str]:
    """Return the words of ``text`` that are neither function words nor titles nor in ``names``."""
    for name in names:
        text = text.replace(name.text, " ")
    return [w for w in map(bare, words(text)) if w not in FUNCTION | TITLES and len(w) > 1]
