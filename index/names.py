"""Names in a question, the other names of the same bearer, and where a text mentions them.

A state is known by its aliases, its people and its seats of government ("Moscow said"), a body by its acronym or its
words (initials, after Schwartz and Hearst 2003), a person by the last name and by other spellings of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.bearer import BODY_WORDS, equivalents, is_acronym, is_body, is_person
from index.grammar import ARTICLES, FUNCTION, PREPOSITIONS, REQUESTS, SAYING, SUFFIX, TITLES, WORD, bare, word_set
from index.places import fold, is_listed, longer, longest_from
from index.spelling import expansion, is_same_spelling
from index.values import Span

_PARTICLES = word_set("de la le del da di van von der den bin ibn al el ben du")
_LINKS = word_set("of for the")
_CALENDAR = word_set(
    "january february march april june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)
_SHORT_STATES = word_set("uk eu usa uae u.s u.k un g7 g8 g20")
_PLAIN = frozenset(("polish", "chad", "jordan", "nice", "number 10", "saint", "post"))

__all__ = ["Name", "equivalents", "is_acronym", "is_body", "is_person", "mentions", "question_names"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a question writes it, without its possessive ending: ``text == question[span.start:span.end]``."""

    text: str
    span: Span


# ---------------------------------------------------------------------------------------------- names in a question


def question_names(question: str, known: Callable[[str], bool] | None = None) -> list[Name]:
    """Return the names in ``question``, in order, without titles ("President") and possessive endings.

    In a question typed without capitals, a name is what the table of states lists or what ``known`` (a test of one
    lower-case word, such as "is it a name in the archive?") accepts.
    """
    if known is None:
        return list(_plain_names(question))
    return _names(question, known)


@lru_cache(maxsize=2048)
def _plain_names(question: str) -> tuple[Name, ...]:
    return tuple(_names(question, None))


def _names(question: str, known: Callable[[str], bool] | None) -> list[Name]:
    tokens = [Name(m[0], Span(*m.span())) for m in WORD.finditer(question)]
    plain = question.isupper() or not any(_is_capital(t.text) and not _opens(question, t) for t in tokens)
    found: list[Name] = []
    index = 0
    while index < len(tokens):
        count = _run(question, tokens, index, plain)
        if not count and plain and known is not None and _is_content(tokens[index].text):
            count = int(known(bare(tokens[index].text)))
        if count:
            found += _parts(question, tokens[index], tokens[index + count - 1])
        index += count or 1
    return found


def _run(question: str, tokens: list[Name], index: int, plain: bool) -> int:
    """Return how many words from ``index`` make one name (0: none)."""
    listed = _listed_run(question, tokens, index, plain)
    capital = 0 if question.isupper() else _capital_run(question, tokens, index)
    return max(listed, capital)


def _listed_run(question: str, tokens: list[Name], index: int, plain: bool) -> int:
    longest = longest_from(tokens[index].text)
    for count in range(min(longest, len(tokens) - index), 0, -1):
        run = tokens[index : index + count]
        phrase = question[run[0].span.start : run[-1].span.end]
        if bare(run[0].text) in ARTICLES or not is_listed(phrase) or any(SUFFIX.search(t.text) for t in run[:-1]):
            continue
        if plain and _is_state_in_lower_case(tokens, index, bare(phrase)):
            return count
        if not plain and phrase[0].isupper() and (len(phrase) > 2 or phrase.isupper()):
            return count
    return 0


def _is_state_in_lower_case(tokens: list[Name], index: int, phrase: str) -> bool:
    """Return whether a phrase that could be plain words ("us", "polish") names a state."""
    if phrase == "us":
        return index > 0 and bare(tokens[index - 1].text) == "the"
    return phrase not in FUNCTION | _PLAIN and (len(phrase) > 3 or phrase in _SHORT_STATES)


def _capital_run(question: str, tokens: list[Name], index: int) -> int:
    first = tokens[index]
    if re.fullmatch(r"g\d{1,2}|(?:al|el)-\w{3,}", first.text):
        return 1
    if not _can_be_part(question, tokens, index) or _is_title(tokens, index):
        return 0
    count = 1
    while not SUFFIX.search(tokens[index + count - 1].text) and "-" not in first.text.replace("l-", ""):
        step = _next_part(question, tokens, index, index + count)
        if not step:
            break
        count += step
    if count == 1 and _opens(question, first) and not _is_name_alone(tokens, index):
        return 0
    return count


def _next_part(question: str, tokens: list[Name], start: int, index: int) -> int:
    """Return how many words continue at ``index`` the name begun at ``start``: small words and a capital."""
    has_body = any(bare(t.text) in BODY_WORDS for t in tokens[start:index])
    for step in range(1, 4):
        at = index + step - 1
        if at >= len(tokens) or question[tokens[at - 1].span.end : tokens[at].span.start] != " ":
            return 0
        if _can_be_part(question, tokens, at):
            return 0 if _is_title(tokens, at) else step
        if tokens[at].text not in _PARTICLES and not (has_body and tokens[at].text in _LINKS):
            return 0
    return 0


def _can_be_part(question: str, tokens: list[Name], index: int) -> bool:
    """Return whether the word at ``index`` is written as a name and is no plain word with a capital."""
    token = tokens[index]
    word = bare(token.text)
    if not _is_capital(token.text) or word in _CALENDAR:
        return False
    if word == "may":
        return not (_opens(question, token) or question[token.span.end :].lstrip(" ,")[:1].isdigit())
    return is_acronym(token.text) or word not in FUNCTION | REQUESTS | SAYING


def _is_capital(word: str) -> bool:
    return (word[0].isupper() and word != "I") or re.match(r"(?:al|el|an|as)-[A-Z]|[dl]['’][A-Z]", word) is not None


def _is_title(tokens: list[Name], index: int) -> bool:
    word = bare(tokens[index].text)
    after_of = index > 1 and tokens[index - 1].text == "of" and bare(tokens[index - 2].text) in TITLES
    return word in TITLES or (word == "state" and after_of)


def _opens(question: str, token: Name) -> bool:
    """Return whether ``token`` is the first word of a sentence."""
    before = question[: token.span.start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".?!:;" or before.endswith("\n")


def _is_name_alone(tokens: list[Name], index: int) -> bool:
    """Return whether a lone capitalised word that opens a sentence is a name, judged by what follows it."""
    word, following = tokens[index].text, bare(tokens[index + 1].text) if index + 1 < len(tokens) else ""
    joined = any(is_listed(piece) for piece in word.split("-")[1:])
    if joined or is_acronym(word) or SUFFIX.search(word) or len(tokens) == 1:
        return True
    return not word.endswith("ing") and (following in SAYING or following in FUNCTION - PREPOSITIONS)


def _is_content(word: str) -> bool:
    return len(word) > 2 and bare(word) not in FUNCTION | REQUESTS | SAYING | _CALENDAR and not word.isdigit()


def _parts(question: str, first: Name, last: Name) -> Iterator[Name]:
    """Yield the name from ``first`` to ``last``, or the states that a hyphen joins ("Russian-Canadian")."""
    start, end = first.span.start, last.span.start + len(SUFFIX.sub("", last.text))
    text = question[start:end]
    pieces = text.split("-")
    if len(pieces) < 2 or is_listed(text) or not any(is_listed(piece) for piece in pieces):
        yield Name(text, Span(start, end))
        return
    for piece in pieces:
        if piece[:1].isupper() or is_listed(piece):
            yield Name(piece, Span(start, start + len(piece)))
        start += len(piece) + 1


# ------------------------------------------------------------------------------------- equivalents and mentions


def mentions(text: str, name: str, seats: bool = True) -> list[Span]:
    """Return where ``text`` mentions ``name`` or an equivalent of it, in order, without overlap.

    Whole words, with capitals (acronyms exactly so); "Sudan" is not found in "South Sudan", nor "Boris Johnson" in
    "Samir Johnson"; another spelling of a long last name is found ("Zelensky", "Zelenskyy").
    """
    if not fold(SUFFIX.sub("", name)).strip():  # what is left of a lone "'s" names nobody
        return []
    plain = fold(text)
    pattern, others = _matcher(name, seats)
    hidden = [m.span() for m in others.finditer(plain)] if others else []
    spans = {
        Span(*m.span())
        for m in pattern.finditer(plain)
        if _is_cased(m[0], plain) and not any(a <= m.start() and m.end() <= b for a, b in hidden)
    }
    spans |= set(_spelled_otherwise(plain, name)) | set(_spelled_out(plain, name))
    if is_person(name):
        spans = {s for s in spans if not _is_namesake(plain, s, name)}
    return _apart(sorted(spans, key=lambda s: (s.start, -s.end)))


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


@lru_cache(maxsize=4096)
def _matcher(name: str, seats: bool) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    forms = equivalents(name, seats)
    others = {other for form in forms for other in longer(form)}
    return _any_of(forms), _any_of(others) if others else None


def _any_of(forms: frozenset[str] | set[str]) -> re.Pattern[str]:
    """Return a pattern for whole words: any case, but exactly as written for acronyms without dots."""
    written = sorted({fold(form) for form in forms}, key=len, reverse=True)
    parts = [
        f"(?-i:{re.escape(f)})" if f.isupper() and "." not in f else re.escape(f).replace(r"\ ", r"\s+")
        for f in written
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?:(?<=\.)|(?!\w))", re.IGNORECASE)


def _is_cased(found: str, text: str) -> bool:
    return "." in found or any(char.isupper() for char in found) or text.islower()


def _spelled_otherwise(text: str, name: str) -> Iterator[Span]:
    """Yield the words that spell the last word of ``name`` in another way (a transliteration, a slip)."""
    last = fold(SUFFIX.sub("", name)).split()[-1]
    if len(last) < 6 or is_listed(name) or is_acronym(last) or (" " in name and not is_person(name)):
        return
    for match in re.finditer(rf"(?<!\w){re.escape(last[0].upper())}\w{{4,}}", text):
        if is_same_spelling(match[0], last) and not is_listed(match[0]):
            yield Span(*match.span())


def _spelled_out(text: str, name: str) -> Iterator[Span]:
    pattern = None if is_listed(name) else expansion(name.replace(".", ""))
    yield from (Span(*m.span()) for m in pattern.finditer(text)) if pattern else ()


def _is_namesake(text: str, span: Span, name: str) -> bool:
    """Return whether the last name at ``span`` follows the first name of somebody else."""
    own = {bare(fold(part)) for part in name.split()}
    before = re.search(r"(?<![\w'’-])([A-Z][\w-]+)\s$", text[max(0, span.start - 30) : span.start])
    if before is None or bare(span.of(text).split()[0]) == bare(fold(name.split()[0])):
        return False
    word = bare(before[1])
    plain = word in FUNCTION | TITLES | _CALENDAR | BODY_WORDS or is_listed(before[1]) or is_acronym(before[1])
    return not (plain or word in own or any(is_same_spelling(word, part) for part in own) or word.endswith("ly"))
