"""Follow-ups such as "and Germany?", "what about sanctions?", "in 2018?": the last question with one part exchanged."""

from __future__ import annotations

import re

from index.bearer import BODY_WORDS
from index.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    FUNCTION,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    REQUESTS,
    SUFFIX,
    VERBS,
    WH,
    bare,
    words,
)
from index.names import Name, question_names
from index.places import states
from index.roles import GOVERNING, is_role, is_roles
from rag.anaphora import filled
from rag.focus import Focus, kind
from rag.phrases import ABOUT, content_words, earlier_phrase, noun_phrase
from rag.when import date_words

_POINTING = frozenset("last this next today yesterday tomorrow".split())
_ABOUT_X = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay)\b[\s,]*)?(?:(?:what|how)\s+about\s+|(?:and|or|but)[\s,]+)(.+)$", re.IGNORECASE
)


def substituted(question: str, focus: Focus) -> str | None:
    """Return the last question with the part exchanged that "and Germany?", "sanctions?" or "in 2018?" names."""
    if (part := fragment(question)) is None:
        return None
    part = filled(part, focus) or part
    dates = date_words(part)
    if dates and len(" ".join(dates)) >= len(part) - 4:
        return _with_date(dates[0], focus)
    opening = bare(words(part)[0])
    preposition = opening if opening in PREPOSITIONS else ""
    rest = part[len(preposition) :].strip()
    if preposition and (exchanged := _exchange_after(preposition, rest, focus)):
        return exchanged
    names = question_names("- " + rest)
    if names and not content_words(rest, names):
        return _with_name(part, rest, preposition, names[0].text, focus)
    return _with_topic(part, rest, preposition, focus)


def fragment(question: str) -> str | None:
    """Return the part that "and Germany?", "sanctions?" or "in 2018?" names, None if a question is no fragment."""
    match = _ABOUT_X.match(question.strip(" ?.!,;:()"))
    part = SUFFIX.sub("", match[1] if match else question.strip(" ?.!,;:()"))
    found = [bare(w) for w in words(part)]
    if not found or found[0] in REQUESTS or set(found) & (AUXILIARIES | WH) or "." in part.rstrip("."):
        return None
    return part if match or (len(found) <= 4 and _is_fragment(part, found)) else None


def exchanges(question: str, focus: Focus) -> list[str]:
    """Return the last question with each name, or who is asked to have spoken, exchanged for a fragment."""
    part = fragment(question)
    found = [bare(w) for w in words(part or "")]
    if not part or set(found) & (PREPOSITIONS | VERBS | PRONOUNS) or date_words(part):
        return []
    named, parts = question_names("- " + part), focus.frame
    if named:
        new = kind(named[0].text)
        old = [
            n for n in question_names(focus.last) if kind(n.text) == new or not _is_setting(focus.last[: n.span.start])
        ]
        return [_exchanged(focus.last, n, part) + "?" for n in old]
    speaks = is_role(found[-1]) or is_roles(found[-1]) or found[-1] in BODY_WORDS | GOVERNING
    if not (speaks and parts.is_speech and parts.subject):
        return []
    return [focus.last.replace(parts.subject, part, 1) + "?"]


def _is_setting(before: str) -> bool:
    """Tell whether what follows is where something was said or done."""
    return bare((words(before) or [""])[-1]) in ("in", "at", "near")


def _is_fragment(part: str, found: list[str]) -> bool:
    names = question_names("- " + part)
    return bool(names or date_words(part) or found[0] in PREPOSITIONS) and not set(found) & VERBS


def _with_date(dated: str, focus: Focus) -> str:
    earlier = date_words(focus.last)
    if not earlier:
        return f"{focus.last} {dated if not dated[0].isdigit() else 'in ' + dated}?"
    old = earlier[0]
    if not re.match(r"[a-z]+\s", old) or old.lower().startswith(("last", "this")):
        dated = re.sub(r"^(?:in|on|during)\s+", "", dated)
    elif dated.split()[0].lower() not in PREPOSITIONS | _POINTING:
        dated = f"{old.split()[0]} {dated}"
    return focus.last.replace(old, dated, 1) + "?"


def _exchange_after(preposition: str, rest: str, focus: Focus) -> str | None:
    alike = "about|on|over|regarding" if preposition in ("about", "on", "over", "regarding") else preposition
    match = re.search(rf"\b(?:{alike})\s+(?=\S)", focus.last, re.IGNORECASE)
    old = noun_phrase(focus.last[match.end() :]) if match else ""
    if not match or not old:
        return None
    return focus.last[: match.end()] + rest + focus.last[match.end() + len(old) :] + "?"


def _with_name(part: str, rest: str, preposition: str, name: str, focus: Focus) -> str:
    earlier = question_names(focus.last)
    if preposition or not earlier or any(name == n.text for n in earlier):
        return f"{focus.last} {part}?" if preposition else f"{focus.last}, and what about {rest}?"
    subject = focus.frame.subject
    new = kind(name) if kind(name) != "unknown" or not focus.speaks(name) else "person"
    old = max(earlier, key=lambda n: _likeness(n, new, subject))
    exchanged = _exchanged(focus.last, old, rest)
    after = focus.last[old.span.end :]
    is_bare = focus.frame.is_speech and old.text in subject and not ABOUT.search(after)
    return f"{exchanged} {focus.about}?" if is_bare and focus.about else exchanged + "?"


def _exchanged(last: str, old: Name, rest: str) -> str:
    """Return a question with a name exchanged, its article and its adjective with it."""
    before, after = last[: old.span.start], last[old.span.end :]
    following = bare((words(after) or [""])[0])
    is_head = not following or following in FUNCTION | VERBS
    if words(before)[-1:] == ["the"] and (is_head or rest.lower().startswith("the ")) and not SUFFIX.match(after):
        before = before[: before.rstrip().rindex("the")]
    return before.replace(" else ", " ", 1) + _inflected(rest, old.text) + after


def _likeness(name: Name, new: str, subject: str) -> float:
    old = kind(name.text)
    is_subject = name.text in subject
    can_speak = new != "unknown" and (old != "unknown" or is_subject)
    return 2 * (old == new) + 1.5 * is_subject + can_speak


def _inflected(new: str, old: str) -> str:
    """Return ``new`` as an adjective if ``old`` is one: "and France?" after "the German position" is "French"."""
    of_old, of_new = states(old), states(new)
    if of_old and of_new and old in of_old[0].people[:1] and new not in of_new[0].people:
        return of_new[0].people[0] if of_new[0].people else new
    return new


def _with_topic(part: str, rest: str, preposition: str, focus: Focus) -> str:
    """Exchange the topic of the last question, or the attribute of the topic, for ``rest``."""
    parts = focus.frame
    names = question_names("- " + rest)
    if names and (same := earlier_phrase(focus.last, bare(words(rest)[-1]))):
        return focus.last.replace(same, rest, 1) + "?"
    if parts.is_speech and not preposition:
        about = re.search(r"\b(?:about|on|regarding)\s+", parts.predicate)
        head = parts.predicate[: about.end()] if about else parts.predicate + " about "
        return f"{parts.asking} {parts.auxiliary} {parts.subject} {head}{rest}?"
    after = f"{parts.subject} {parts.predicate}"
    attribute = re.match(r"((?:the|some|any)\s+(?:\w+\s+){1,3}?)(?=(?:of|for|in|on|to)\b)", after)
    if attribute and parts.auxiliary.lower() in BE and not preposition and not focus.topic.startswith(attribute[1]):
        article = "" if words(rest)[0].lower() in DETERMINERS | POSSESSIVES else "the "
        return f"{parts.asking} {parts.auxiliary} {article}{rest} {after[attribute.end() :]}?"
    if names or not focus.topic or focus.topic.lower() in part.lower():
        return f"What about {part}?"
    return f"What about {part} regarding {focus.topic}?"
