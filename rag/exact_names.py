"""Names of a statement that its evidence does not have, or has another in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.bearer import BODY_WORDS, is_acronym
from index.grammar import FUNCTION, SAYING, TITLES, VERBS, bare, word_set
from index.names import Name, mentions, question_names
from index.places import fold, is_listed, states
from index.roles import is_role
from index.spelling import is_same_spelling
from index.terms import is_content, stem, stems, words
from index.values import Span
from rag.aligned import MOST, Aligned
from rag.reason import Reason

_COPIED = 0.7
_KINDS = word_set("award awards prize cup series championship championships games festival tournament school college")
_COMMON = re.compile(r"(?:[^s]s|ing|ed|ly|ment|tion|sion|ness|ity|ism|ance|ence|ship|ware|ible|able|ful|less|ous|ive)$")
_PLAIN = FUNCTION | SAYING | TITLES | VERBS | BODY_WORDS | _KINDS


def name_reasons(pair: Aligned) -> Iterator[Reason]:
    """Yield a reason for each name of the sentence that the evidence does not mention under any of its forms."""
    for name in (*_opener(pair.sentence), *names(pair.sentence)[:MOST]):
        missing = not is_there(name.text, pair.sentence, pair.evidence)
        other = in_its_place(name, pair)
        if other:
            yield Reason("name", f"the statement names {name.text}, the evidence {other} in its place", against=True)
        elif (
            missing
            and name in names(pair.sentence)
            and not _is_common(pair.sentence, name)
            and not _qualifies(pair, name)
        ):
            yield Reason("name", f"the statement names {name.text}, whom or which the evidence does not name")


@lru_cache(maxsize=16384)
def names(sentence: str) -> tuple[Name, ...]:
    """Return the names in a sentence; in a headline, which writes most words with capitals, only states and bodies."""
    if sentence.isupper() or sentence.islower():
        return ()
    found = tuple(n for n in _read(sentence) if n.text[0].isalpha() and len(n.text) > 1 and is_content(n.text))
    return tuple(n for n in found if is_listed(n.text) or is_acronym(n.text)) if _is_headline(sentence) else found


def _read(sentence: str) -> Iterator[Name]:
    """Yield the names of a sentence; a very long one is read in pieces, since a long run of capitals takes its time."""
    for piece in re.finditer(r"(?s).{1,600}(?:(?<=\s)|$)|\S{600}", sentence):
        for name in question_names(piece[0]):
            start = piece.start() + name.span.start
            yield Name(name.text, Span(start, start + len(name.text)))


def _is_headline(sentence: str) -> bool:
    written = [w for w in words(sentence) if w[0].isalpha() and is_content(w)]
    return len(written) > 4 and all(w[0].isupper() for w in written)


@lru_cache(maxsize=65536)
def is_named(name: str, text: str) -> bool:
    """Tell whether a text mentions a name, whatever it is called there, or its words apart from each other."""
    if mentions(text, name):
        return True
    parts = [w for w in words(fold(name)) if bare(w) not in _PLAIN or len(words(name)) == 1]
    here = stems(fold(text))
    heard = [p for p in parts if stem(p) in here or _is_spelled(p, text) or (is_listed(p) and mentions(text, p))]
    return bool(heard) and (3 * len(heard) >= 2 * len(parts) or heard[-1] == parts[-1])


def is_there(name: str, sentence: str, text: str) -> bool:
    """Tell whether a text names what a sentence does; "in Rome" is a place, and not Italy's government."""
    seat = any(fold(name) in place.seats for place in states(name, seats=True))
    if seat and re.search(rf"\b(?:in|at|near|outside) {re.escape(name)}\b", sentence):
        return re.search(rf"\b{re.escape(fold(name))}\b|\bcapital\b", fold(text)) is not None and is_named(name, text)
    return is_named(name, text)


def _is_spelled(part: str, text: str) -> bool:
    """Tell whether a text has a word of the same root ("Texan", "Europe") or another spelling of it."""
    root = fold(part).lower()[: max(4, len(part) - 2)]
    if len(root) >= 4 and re.search(rf"\b{re.escape(root)}\w{{0,4}}\b", fold(text).lower()):
        return True
    if len(part) < 6:
        return False
    return any(is_same_spelling(part, w) for w in set(re.findall(rf"\b{re.escape(part[0])}\w{{4,}}", text)))


def _is_common(sentence: str, name: Name) -> bool:
    """Tell whether a lone word with a capital is one only because a sentence or quotation begins with it."""
    if " " in name.text or is_acronym(name.text) or is_listed(name.text):
        return False
    before = sentence[: name.span.start].rstrip(" \"“‘'`(")
    opens = not before or before[-1] in ".?!:;—–-"
    return opens and (bool(_COMMON.search(name.text)) or bare(name.text) in _PLAIN or is_role(name.text))


def _opener(sentence: str) -> tuple[Name, ...]:
    """Return the first word where it may be a name and is not known to be one: "Lavrov met him"."""
    match = re.match(r"[\W_]{0,3}([A-Z][^\W\d_]{2,})(?= [a-z])", sentence)
    if match is None or any(n.span.start <= match.start(1) < n.span.end for n in names(sentence)):
        return ()
    name = Name(match[1], Span(*match.span(1)))
    return () if _is_common(sentence, name) or is_acronym(name.text) else (name,)


def _qualifies(pair: Aligned, name: Name) -> bool:
    """Tell whether a place only says where another that is heard lies, or whose office somebody holds.

    So in "Prescott, Arizona" and "US President".
    """
    before, after = pair.sentence[: name.span.start], pair.sentence[name.span.end :].split()[:1]
    of_office = is_listed(name.text) and bool(after) and (is_role(after[0]) or bare(after[0]) in TITLES | {"state"})
    where = next((n for n in names(pair.sentence) if before == pair.sentence[: n.span.end] + ", "), None)
    return of_office or (where is not None and is_named(where.text, pair.evidence))


def in_its_place(name: Name, pair: Aligned) -> str | None:
    """Return the name that stands in its place where the evidence has almost the same words."""
    for near in pair.near:
        if near.copied < _COPIED or is_named(name.text, near.text):
            continue
        heard = [n for n in (*_opener(near.text), *names(near.text)) if _is_alike(n.text, name.text)]
        for here, there in near.swaps:
            if _fills(name.span, here):
                found = (n for n in heard if _fills(n.span, there))
                if other := next((n.text for n in found if not is_named(n.text, pair.sentence)), None):
                    return other
    return None


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two names may be of one kind: single words, or both of states or neither."""
    return " " not in one + other or is_listed(one) == is_listed(other)


def _fills(name: Span, place: Span) -> bool:
    """Tell whether a name and a place in a sentence are mostly one."""
    common = min(name.end, place.end) - max(name.start, place.start)
    return 2 * common > max(name.end - name.start, place.end - place.start)
