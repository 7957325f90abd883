"""Follow-up questions made to stand alone from the conversation, without a language model.

A follow-up betrays itself by an anaphor ("it", "she", "that meeting", "there"), by an ellipsis ("and Germany?", "why?")
or by asking for more. Each is filled from the focus of the conversation (``rag/focus.py``). A question with none of
these comes back as it was; so does one whose pronoun has its antecedent in the same question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grammar import ADVERBS, ARTICLES, BE, FUNCTION, PREPOSITIONS, VERBS, WH, bare, word_set, words
from index.names import question_names
from rag.anaphora import clause, filled
from rag.ellipsis import in_full, with_bearer, with_noun
from rag.focus import Focus
from rag.phrases import ABOUT, Frame, body, content_words, frame
from rag.question import understand
from rag.substitute import exchanges, substituted
from rag.values import Turn
from rag.verbs import is_plain
from rag.when import date_words

_OPENING = re.compile(r"^(?:and|but|so|or|ok|okay|then|also)\b[\s,]*", re.IGNORECASE)
_MORE = word_set("summarise summarize repeat more else further elaborate expand continue details detail on")
_MORE_FILLERS = word_set(
    "tell me can could you please give go anything something what that this it explain information info us a bit"
    " little i would like to know learn any there is about"
)
_BARE_WH_FILLERS = word_set(
    "so not many much come exactly else long far often since by to with for then that and but was is"
)
_WHO = re.compile(r"(?:and |but |so )?who(?: is| was| has| had)? (\w+) (?:that|this|it|so|these|those)", re.IGNORECASE)
_WHOSE = re.compile(r"(?:and |but |so )?whose \w+ (?:is|are|was|were) (?:that|this|it|these|those)", re.IGNORECASE)
WHO_SAID_IT = "and who said it"
_ANSWERING = {
    "respond": "to",
    "responded": "to",
    "react": "to",
    "reacted": "to",
    "reply": "to",
    "replied": "to",
    "agree": "with",
}
_ANSWERING |= {
    "agreed": "with",
    "disagree": "with",
    "disagreed": "with",
    "object": "to",
    "objected": "to",
    "comment": "on",
}


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """Return ``question`` as it would be asked without the conversation; unchanged if it already stands alone.

    ``history`` holds the earlier turns, oldest first, with their questions already made to stand alone.
    """
    history = [turn for turn in history if words(turn.question)]
    if not history or not words(question):
        return question
    focus = Focus(history)
    for rule in (_whose, _bare, _more, substituted, clause, filled, with_noun, with_bearer, in_full, _completed):
        rewritten = rule(question.strip(), focus)
        if rewritten is not None and words(rewritten):
            return _tidy(rewritten, question)
    return question


def readings(question: str, history: Sequence[Turn]) -> list[str]:
    """Return the stand-alone question and, for "and Germany?", the other ways to take it."""
    first = stand_alone(question, history)
    if first == question and history and (completed := _by_another(question, history[-1].question)):
        return [*completed, question]
    if first == question and history and _OPENING.match(question):
        return [_on_the_same(question, Focus(history))]
    if re.search(r"\belse\b", first) and history and not ABOUT.search(first):
        return [_on_the_same(first, Focus(history))]
    if first == question or not history:
        return [first]
    return list(dict.fromkeys([first, *exchanges(question, Focus(history))]))


def _by_another(question: str, last: str) -> list[str]:
    """Return "what does Moscow say?" as the last question, put to whom it names instead of to whom that one did."""
    asked, before = understand(question), understand(last)
    if asked.topic or len(asked.claimants) != 1 or asked.names != asked.claimants:
        return []
    spans = [n.span for n in question_names(last) if n.text in before.claimants]
    return [last[: s.start] + asked.claimants[0] + last[s.end :] for s in spans]


def _on_the_same(question: str, focus: Focus) -> str:
    """Return "and what do the French say?" with what the last question was about, unless it has its own topic."""
    bare_question = _OPENING.sub("", question).rstrip(" ?.!")
    if not focus.about or not frame(bare_question).is_speech or ABOUT.search(bare_question):
        return question
    return _tidy(f"{bare_question} {focus.about}", question)


def _tidy(rewritten: str, question: str) -> str:
    text = re.sub(r"\s+([?.!,])", r"\1", " ".join(rewritten.split()))
    text = text if text[-1] in "?.!" else text + ("?" if question.rstrip()[-1:] not in ".!" else ".")
    return text[0].upper() + text[1:] if question[0].isupper() or not question.islower() else text


def _whose(question: str, focus: Focus) -> str | None:
    """Answer to "who said that?", "whose words are these?": the last question; each of its answers tells it."""
    text = question.rstrip(" ?.!")
    told = _WHO.fullmatch(text)
    return f"{focus.last}, {WHO_SAID_IT}?" if _WHOSE.fullmatch(text) or (told and is_plain(told[1])) else None


def _bare(question: str, focus: Focus) -> str | None:
    """Answer to "why?", "how many?", "since when?": the last question, asked for another detail."""
    found = [bare(w) for w in words(question)]
    if found[0] in ("any", "others", "anyone", "anybody") and len(found) < 5 and not set(found) & VERBS:
        return f"{focus.last}, and {question.rstrip(' ?.!').lower()}?"
    if found[0] in PREPOSITIONS and found[1:2] in (["which"], ["what"]) and len(found) < 5 and not set(found) & VERBS:
        return f"{focus.last}, and {question.rstrip(' ?.!').lower()}?"
    is_more = set(found) - WH - _BARE_WH_FILLERS or set(found) & {"what", "which"} - {found[0]}
    if len(found) > 4 or not set(found) & WH or is_more:
        return None
    if found == ["what", "else"] or (found[0] == "what" and len(found) == 1):
        return _what_else(focus) if len(found) > 1 else None
    asking = _OPENING.sub("", question.rstrip(" ?.!")).lower()
    parts = focus.frame
    if asking in WH and asking != "who" and parts.auxiliary and parts.subject and _has_no_gap(parts.asking):
        return f"{asking} {parts.auxiliary.lower()} {parts.subject} {parts.predicate}?"
    return f"{focus.last}, and {asking}?"


def _has_no_gap(asking: str) -> bool:
    return {bare(w) for w in words(asking)} <= {"when", "where", "why", "how"}


def _more(question: str, focus: Focus) -> str | None:
    """Answer to "tell me more", "anything else?"."""
    found = {bare(w) for w in words(question)}
    return _what_else(focus) if found & _MORE and not found - _MORE - _MORE_FILLERS else None


def _what_else(focus: Focus) -> str:
    parts = focus.frame
    if parts.asking.lower() in ("what", "who") and parts.auxiliary.lower() not in BE:
        return f"{parts.asking} else {parts.auxiliary} {parts.subject} {parts.predicate}?"
    if focus.topic and parts.auxiliary.lower() in BE | {""}:
        return f"Tell me more about {focus.topic}."
    return f"Tell me more: {focus.last[0].lower()}{focus.last[1:]}?"


def _completed(question: str, focus: Focus) -> str | None:
    """Add what is left out: "how did Putin respond?", "how many people died?", "what are the main causes?"."""
    parts, text = frame(question), question.rstrip(" ?.!")
    small = [bare(w) for w in words(body(question))]
    names = question_names(question)
    missing = focus.claim or focus.topic
    if not missing or date_words(question) or missing.lower() in question.lower():
        return None
    if small[-1] in _ANSWERING and len(words(parts.predicate)) == 1:
        return f"{text} {_ANSWERING[small[-1]]} {missing}?"
    content = content_words(body(question), names)
    if names or not content or len(content) > 3:
        return None
    if focus.claim and re.search(r"\bthe (?:statement|claim|allegation|denial|accusation)s?$", text, re.IGNORECASE):
        return f"{text[: text.lower().rindex('the ')]}{focus.claim}?"
    if _is_attribute(parts):
        return f"{text} of {focus.topic}?" if focus.topic else None
    if _lacks_object(parts, small, content):
        return f"{text} regarding {missing}?"
    return None


def _is_attribute(parts: Frame) -> bool:
    """Return whether the question names an attribute without its bearer ("What are the main causes?")."""
    found = [bare(w) for w in words(f"{parts.subject} {parts.predicate}")]
    if (
        parts.auxiliary.lower() not in BE
        or not found
        or found[-1].endswith("ed")
        or set(found[1:]) & (FUNCTION - ADVERBS)
    ):
        return False
    if found[0] == "there":
        return "any" in found
    return bare(parts.asking) in ("what", "who") and found[0] in ("the", "some", "other") and len(found) > 1


def _lacks_object(parts: Frame, small: Sequence[str], content: Sequence[str]) -> bool:
    """Return whether a question about unnamed people or numbers breaks off after its verb ("how many people died?")."""
    who = {"who", "anyone", "anybody", "someone", "everyone", "nobody", "else", "happened"} & set(small)
    if set(small) & (PREPOSITIONS | ARTICLES) or len(content) > 2 or (who and len(content) > 1):
        return False
    return bool(who) or (small[:2] == ["how", "many"] and parts.auxiliary.lower() in BE | {""})
