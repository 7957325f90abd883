"""Whom each source of an article means: by name, title, pronoun or description, as the article itself tells.

Titles and appositions introduce people; a pronoun takes the nearest candidate that agrees with it, weighed by sentence
distance, place in the sentence and who spoke last (after Lappin and Leass 1994, without a parser).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.antecedents import Said, antecedent, pronoun_of, relative
from index.bearer import is_acronym
from index.belongings import DOCUMENT, POSSESSIVE, belonging
from index.cast import Cast
from index.claim import Attribution, Bearer, Spans, extent, written
from index.grammar import FUNCTION, bare, word_set
from index.places import is_listed
from index.roles import ANONYMOUS, is_role
from index.sources import read_group, read_source
from index.titles import Title, holder, unnamed
from index.values import Article, Span

_GAP = 8
_GENERIC = word_set("agency union company organization organisation newspaper bank club firm paper corporation charity")
_POSTS = word_set(
    "director chief head spokesman spokeswoman president chairman chairwoman secretary ceo executive coach"
)


def bearers(article: Article, found: Sequence[Attribution]) -> list[Bearer | None]:
    """Return whom the source of each attribution means, None where nothing can be said."""
    return meant(Cast(article.text), article, found)


def introduced(cast: Cast) -> list[Bearer]:
    """Return the people whom an article names in full and says whom they serve, whether they speak there or not."""
    known = (p.bearer() for p in cast.everybody() if len(p.parts) > 1)
    return [b for b in known if b.kind == "person" and b.affiliation]


def meant(cast: Cast, article: Article, found: Sequence[Attribution]) -> list[Bearer | None]:
    """Return what ``bearers`` does, from the cast of the article."""
    resolved: dict[int, Bearer | None] = {}
    said: list[Said] = []
    for i in sorted(range(len(found)), key=lambda i: _at(found[i])):
        bearer = _whose(cast, article.text, found, i, resolved, said)
        resolved[i] = bearer
        if bearer and found[i].source:
            said.append(Said(_at(found[i]), bearer))
    return [resolved[i] for i in range(len(found))]


def _at(attribution: Attribution) -> int:
    return extent(attribution.source or attribution.cue).start


def _whose(
    cast: Cast,
    text: str,
    found: Sequence[Attribution],
    i: int,
    resolved: dict[int, Bearer | None],
    said: Sequence[Said],
) -> Bearer | None:
    attribution = found[i]
    if not attribution.source:
        return _continued(cast, attribution, said)
    attribution = replace(attribution, source=_telling(text, attribution.source))
    words, span = written(text, attribution.source), extent(attribution.source)
    pronoun = pronoun_of(words)
    if pronoun == "self":
        return _speaker(found, i, resolved)
    if pronoun == "who":
        return relative(cast, span)
    if pronoun:
        return antecedent(cast, pronoun, span, said)
    if owned := POSSESSIVE.match(words):
        owner = antecedent(cast, pronoun_of(owned[1]), span, said)
        if owner and not is_role(words.split()[-1]):
            return belonging(owner, owned[2])
    if issuer := _issuer(cast, words, span, said) or _same_body(cast, words, span, said):
        return issuer
    read = read_source(cast, text, span)
    return _filled(cast, read, span, said) if isinstance(read, Title) else read


def _nameless(title: Title, said: Sequence[Said]) -> Bearer | None:
    """Return the nameless one who spoke before ("a senior official") and is now "the official"."""
    noun = title.role.split()[-1]
    groups = (past.bearer for past in reversed(said) if past.bearer.kind == "group")
    return next((group for group in groups if noun in group.name.casefold().split()), None)


def _issuer(cast: Cast, words: str, span: Span, said: Sequence[Said]) -> Bearer | None:
    """Return who issued "the communique" that the article first calls "their communique"."""
    paper = DOCUMENT.match(words)
    pattern = rf"\b(?:their|its)\b[\w -]{{0,30}} {paper[1]}\b" if paper else None
    first = re.search(pattern, cast.text[: span.start], re.IGNORECASE) if pattern else None
    if first is None:
        return None
    return antecedent(cast, "they", Span(*first.span()), [past for past in said if past.at < first.start()])


def _same_body(cast: Cast, words: str, span: Span, said: Sequence[Said]) -> Bearer | None:
    """Return the body that "the commission" or "the campaign" stands for: the last one with that word in its name."""
    noun = re.fullmatch(r"(?i:the)\s+([A-Za-z]{3,})", words)
    if noun is None or is_role(noun[1]) or is_listed(noun[1]) or is_acronym(noun[1]):
        return None
    named = [(n.span.start, n.bearer) for n in cast.namings if n.bearer and n.span.start < span.start]
    past = [(p.at, p.bearer) for p in said if p.bearer.kind == "body"]
    ranked = sorted([*named, *past], key=lambda pair: pair[0], reverse=True)
    called = noun[1].casefold()
    found = next((b for _, b in ranked if b.kind == "body" and called in b.name.casefold().split()[1:]), None)
    return found or (next((b for _, b in ranked[:3] if b.kind == "body"), None) if called in _GENERIC else None)


def _telling(text: str, source: Spans) -> Spans:
    """Return the piece of a source that tells whose words they are: one that is no mere small word, or a pronoun."""
    if len(source) > 1 and pronoun_of(source[0].of(text)):
        return source[:1]
    if len(source) == 1 or extent(source).end - extent(source).start <= sum(s.end - s.start for s in source) + _GAP:
        return (extent(source),)
    telling = [s for s in source if any(bare(w) not in FUNCTION for w in s.of(text).split())]
    pronouns = [s for s in source if pronoun_of(s.of(text))]
    return tuple((telling or pronouns or list(source))[:1])


def _filled(cast: Cast, title: Title, span: Span, said: Sequence[Said]) -> Bearer | None:
    """Return the person that a title means here, else the office that it names, else the nearest person."""
    found = holder(cast, title, span.start) or unnamed(title) or _nameless(title, said)
    last = title.role.split()[-1]
    if found or not title.definite or last in ANONYMOUS or (title.served and last in _POSTS):
        return found or read_group(cast, span, title.words)
    return antecedent(cast, "somebody", span, said) or read_group(cast, span, title.words)


def _speaker(found: Sequence[Attribution], i: int, resolved: dict[int, Bearer | None]) -> Bearer | None:
    """Return who speaks the quotation in which an "I" stands."""
    outer = found[i].outer
    if outer is None:
        at = _at(found[i])
        around = [j for j, a in enumerate(found) if j != i and any(s.start <= at < s.end for s in a.content)]
        outer = min(around, key=lambda j: extent(found[j].content).end - extent(found[j].content).start, default=None)
    return resolved.get(outer) if outer is not None else None


def _continued(cast: Cast, attribution: Attribution, said: Sequence[Said]) -> Bearer | None:
    """Return who spoke last, for a quotation without a source that follows at once."""
    if attribution.quotation != "direct" or not said:
        return None
    return said[-1].bearer if cast.sentence(_at(attribution)) - cast.sentence(said[-1].at) <= 2 else None
