"""Pronouns and other words that point back, and the words that they stand for.

A pronoun is left alone if its antecedent is in the same question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.grammar import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DEMONSTRATIVES,
    FUNCTION,
    PERSON_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    REQUESTS,
    SAYING,
    SUFFIX,
    THING_PRONOUNS,
    TITLES,
    VERBS,
    WH,
    WORD,
    bare,
    word_set,
    words,
)
from index.names import Name, question_names
from index.roles import is_role, is_roles
from rag.focus import Focus, kind, singular
from rag.phrases import earlier_phrase, frame, noun_phrase
from rag.when import date_words

_OPENING = re.compile(r"^(?:and|but|so|or|ok|okay|then|also)\b[\s,]*", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\bit\s+(?:(?:is|was)\s+\w+\s+(?:that|to|if|whether)|takes?\s+(?:\w+\s+)?(?:to|for)|mean\s+(?:to|for|when|that))\b|\b(?:is|was)\s+it\s+(?:true|possible|likely|legal"
    r"|necessary|clear|known|certain|fair|important|worth|hard|easy|difficult)\s+(?:that|to|for|if|whether)\b",
    re.IGNORECASE,
)
_HAPPENING = word_set("happen occur start begin end take mean work matter")
_COMPLETED = SAYING | word_set(
    "heard hear know knew known find found see saw seen show shown mean feel hold held learn"
)
_TIME_NOUNS = word_set("day week month year decade time morning evening night moment way kind sort")
_GATHERINGS = word_set("meeting summit talk conference session visit speech gathering forum negotiation briefing")
_STANCES = word_set(
    "agree agreed agrees disagree disagreed disagrees support supported supports back backed backs oppose opposed"
)
_STANCES |= word_set(
    "opposes accept accepted accepts respond responded react reacted welcomed welcome believe doubt doubted"
)


def filled(question: str, focus: Focus) -> str | None:
    """Return ``question`` with its first anaphor of each kind replaced, None if it has none or nothing fits."""
    edits: list[tuple[int, int, str]] = []
    used: set[str] = set()
    for match, filler in _fillers(question, focus):
        if filler and filler not in used and not _same_head(question, match, filler):
            edits.append((match[0], match[1], filler))
            used.add(filler)
    if not edits:
        return None
    for start, end, filler in sorted(edits, reverse=True):
        question = question[:start] + filler + question[end:]
    return _OPENING.sub("", question)


def clause(question: str, focus: Focus) -> str | None:
    """Fill "was that before the strike?", "why did it do that?": what stands for a clause of the last question."""
    parts = focus.frame
    text = _OPENING.sub("", question.rstrip(" ?.!"))
    if re.search(r"\b(?:did|does|do|will)\s+(?:it|that|this)\s+(?:happen|occur|take place)$", text, re.IGNORECASE):
        return f"{focus.last}, and {text[0].lower()}{text[1:]}?"
    if not parts.subject or parts.is_speech or parts.auxiliary.lower() in BE:
        return None
    if match := re.match(
        r"(.*?\b(?:did|does|do|will|would|could|can)\b).*\b(?:do|done)\s+(?:that|it|so|this)$", text, re.IGNORECASE
    ):
        return f"{match[1]} {parts.subject} {parts.predicate}?"
    if re.match(r"(?:\w+\s+)?(?:was|is|were|did)\s+(?:that|this)\s+(?!\w+$)", text, re.IGNORECASE):
        return f"{focus.last}, and {text[0].lower()}{text[1:]}?" if _determined(text) else None
    return None


def _determined(text: str) -> bool:
    small = [bare(w) for w in words(text)]
    at = next(i for i, word in enumerate(small) if word in ("that", "this"))
    return not _determines(small, at)


def _same_head(question: str, at: tuple[int, int], filler: str) -> bool:
    return filler.lower() in (question[: at[0]] + question[at[1] :]).lower()


def _fillers(question: str, focus: Focus) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the place of each anaphor of ``question`` and the words that can replace it."""
    tokens = list(WORD.finditer(question))
    small = [bare(t[0]) for t in tokens]
    names = question_names(question)
    skipped = [m.span() for m in _EXPLETIVE.finditer(question)]
    done: set[str] = set()
    for i, token in enumerate(tokens):
        word, following = small[i], small[i + 1] if i + 1 < len(small) else ""
        if any(a <= token.start() < b for a, b in skipped) and word == "it":
            continue
        ends = i + 1 == len(tokens) or bool(re.match(r"\s*[?.!,;]", question[token.end() :]))
        owns = word in POSSESSIVES and not (ends or following in FUNCTION - ADVERBS)
        group = "a person" if word in PERSON_PRONOUNS else "a thing" if word in THING_PRONOUNS else word
        if group in done:
            continue
        span = token.span()
        filler = ""
        if group == "a person":
            filler = "" if _bound(question, tokens, i, names, owns, ends, True) else focus.person()
        elif group == "a thing":
            filler = (
                "" if _bound(question, tokens, i, names, owns, ends, False) else _thing(word, small, i, owns, focus)
            )
        elif word in DEMONSTRATIVES and len(_nouns(question[: token.start()])) > 3:
            continue
        elif word in DEMONSTRATIVES and not ends and _determines(small, i):
            span, filler = _described(question, tokens, i, focus)
        elif word in DEMONSTRATIVES and _is_pronoun(small, i, ends):
            filler = "" if _clause_before(question[: token.start()]) else _thing(word, small, i, False, focus)
        elif word == "then" or (word == "there" and ends and (small[0] == "who" or small[i - 1] not in BE)):
            filler = _place(focus) if word == "there" else _time(focus) if i else ""
        if filler:
            done.add(group)
            yield span, filler + (_genitive(filler) if owns else SUFFIX.search(token[0])[0] if _keeps(token[0]) else "")  # type: ignore[index]


def _keeps(word: str) -> bool:
    return SUFFIX.search(word) is not None and word.lower() not in ("its", "this", "his", "hers", "theirs")


def _genitive(filler: str) -> str:
    return "'" if filler.endswith("s") else "'s"


def _bound(
    question: str, tokens: list[re.Match[str]], i: int, names: Sequence[Name], owns: bool, ends: bool, person: bool
) -> bool:
    """Return whether the pronoun at ``i`` has its antecedent earlier in ``question``.

    An object never refers to the subject of its own clause ("What did Russia say about it?"); a possessive or the
    subject of a later clause may ("What did Russia say it would do about its bases?").
    """
    start = tokens[i].start()
    if _clause_before(question[:start]) if not person else len(_nouns(question[:start])) > 2:
        return True
    if owns and _owner_before(question, question[:start]):
        return True
    earlier = [n for n in names if n.span.end <= start and (kind(n.text) in ("person", "unknown")) >= person]
    if not earlier:
        return False
    if bare(tokens[i - 1][0]) in SAYING and _is_subject(tokens, i):
        return True
    if not person and all(kind(n.text) == "person" for n in earlier):
        return False
    previous = bare(tokens[i - 1][0]) if i else ""
    is_object = not owns and (ends or previous in PREPOSITIONS or (previous in VERBS and not _is_subject(tokens, i)))
    between = [bare(t[0]) for t in tokens if earlier[-1].span.end <= t.start() < start]
    return not is_object or bool(set(between) & (CONJUNCTIONS | WH)) or "," in question[earlier[-1].span.end : start]


def _clause_before(text: str) -> bool:
    """Return whether ``text`` holds a finished clause with a noun that can be the antecedent of "it"."""
    edges = [
        m.start()
        for m in re.finditer(
            rf"[,;.?!]\s|\b(?:{'|'.join(CONJUNCTIONS)})\b|(?<=\w\s)\b(?:when|where|who|which|that|than)\b",
            text,
            re.IGNORECASE,
        )
    ]
    return bool(edges and _nouns(text[: edges[-1]]))


def _nouns(text: str) -> list[str]:
    return [w for w in map(bare, words(text)) if w not in FUNCTION | REQUESTS | VERBS | TITLES and len(w) > 2]


def _owner_before(question: str, before: str) -> bool:
    """Return whether the subject of the question, which stands in ``before``, can be who "their" or "its" speaks of."""
    parts = frame(question)
    if not parts.auxiliary:
        return bool(_nouns(before))
    if parts.auxiliary.lower() in BE:
        return bool(_nouns(parts.asking)) and len(_nouns(before)) > 1
    return bool(_nouns(parts.asking) or (_nouns(parts.subject) and parts.subject in before))


def _is_subject(tokens: list[re.Match[str]], i: int) -> bool:
    following = bare(tokens[i + 1][0]) if i + 1 < len(tokens) else ""
    return following in AUXILIARIES or following in VERBS


def _thing(word: str, small: Sequence[str], i: int, owns: bool, focus: Focus) -> str:
    """Return what "it", "they" or "that" stands for: the claim, who made it, or what was talked about."""
    before = set(small[:i])
    following = small[i + 1] if i + 1 < len(small) else ""
    speaker = (
        focus.claimant(("state", "body"))
        or focus.claimant(("unknown",))
        or (focus.claimant(("person", "unknown")) if word.startswith("the") else "")
    )
    if owns and speaker and any(is_role(w) or is_roles(w) for w in small[i + 1 : i + 4]):
        return speaker
    does = i and small[i - 1] in AUXILIARIES - BE and following not in _HAPPENING
    if (
        word in ("it", "they")
        and speaker
        and (set(small[i + 1 : i + 3]) & SAYING or (does and (word == "they" or _acts(focus))))
    ):
        return speaker
    of_saying = bool(before & (SAYING | _STANCES)) or following == "true" or word in DEMONSTRATIVES
    if focus.claim and of_saying and not owns and not before & {"they", "it"}:
        return focus.claim
    found = focus.like(plural=word.startswith("the"))
    return (
        focus.claim
        if focus.claim and not word.startswith("the") and kind(found) == "person"
        else found or focus.claim or speaker
    )


def _acts(focus: Focus) -> bool:
    """Return whether the last question is about what somebody says or has, so that "it" acts for them."""
    parts = focus.frame
    return parts.is_speech or bool(re.search(r"\w['’]", f"{parts.subject} {parts.predicate}"))


def _is_pronoun(small: Sequence[str], i: int, ends: bool) -> bool:
    """Return whether the demonstrative at ``i`` is a pronoun rather than a conjunction ("said that") or a relative."""
    previous, following = small[i - 1] if i else "", small[i + 1] if i + 1 < len(small) else ""
    opens = not previous or previous in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS
    is_verb = following in FUNCTION or following in VERBS or following.endswith("ed")
    if following == "of" or (previous in PREPOSITIONS and following in AUXILIARIES):
        return False
    follows_verb = previous in FUNCTION | VERBS or i + 1 == len(small)
    return (ends and (follows_verb or not previous)) or (
        opens and (is_verb or (previous in BE and i + 2 == len(small)))
    )


def _determines(small: Sequence[str], i: int) -> bool:
    previous, following = small[i - 1] if i else "", small[i + 1]
    if following in FUNCTION or following in _TIME_NOUNS or (previous in _COMPLETED and small[i] == "that"):
        return False
    if previous in AUXILIARIES and (following.endswith("ed") or (previous in BE and i + 2 == len(small))):
        return False
    return not previous or previous in FUNCTION or small[i] != "that" or previous in VERBS


def _described(question: str, tokens: list[re.Match[str]], i: int, focus: Focus) -> tuple[tuple[int, int], str]:
    """Return the place and fuller form of "that meeting": an earlier phrase with that noun, else the topic added."""
    phrase = noun_phrase(question[tokens[i + 1].start() :]).split(" of ")[0]
    kept = list(WORD.finditer(phrase))
    stop = next((k for k, w in enumerate(kept) if k and (bare(w[0]) in VERBS or bare(w[0]).endswith("ed"))), len(kept))
    phrase = phrase[: kept[stop - 1].end()] if kept else ""
    end = tokens[i + 1].start() + len(phrase)
    head = bare((words(phrase) or [""])[-1])
    if head in ("claim", "statement", "allegation", "denial", "accusation") and focus.claim:
        return (tokens[i].start(), end), focus.claim
    for turn in reversed(focus.history):
        if earlier := earlier_phrase(turn.question, head):
            return (tokens[i].start(), end), earlier
    where = (_named_place(focus) if singular(head) in _GATHERINGS else "") or (
        f"regarding {focus.topic}" if focus.topic else ""
    )
    return (tokens[i].start(), end), f"the {phrase} {where}" if where and phrase else ""


def _named_place(focus: Focus) -> str:
    for turn in reversed(focus.history):
        if found := list(re.finditer(r"\b(?:in|at|near)\s+(?=(?:the\s+)?[A-Z])", turn.question)):
            named = noun_phrase(turn.question[found[-1].end() :])
            return "" if date_words(f"in {named}") else f"in {named}"
    return ""


def _place(focus: Focus) -> str:
    return _named_place(focus) or (f"in {focus.topic.split(' about ')[-1]}" if focus.topic else "")


def _time(focus: Focus) -> str:
    earlier = date_words(focus.last)
    return earlier[0] if earlier else ""
