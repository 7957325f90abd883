"""What a conversation is about: who speaks in it, and what a pronoun can stand for.

Follows the centering idea (Grosz, Joshi and Weinstein 1995): earlier names are ranked by role, the subject first, and
by recency.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from index.grammar import ARTICLES, BE, FUNCTION, PRONOUNS, bare, words
from index.names import Name, is_acronym, is_body, is_person, question_names
from index.places import states
from rag.attributes import ATTRIBUTES
from rag.phrases import ABOUT, Frame, frame, phrases, topic
from rag.values import Answer, Reply, Turn

Kind = Literal["state", "body", "person", "unknown"]
_NOUNS = {
    "deny": "denial",
    "claim": "claim",
    "propose": "proposal",
    "promise": "promise",
    "warn": "warning",
    "demand": "demand",
    "accuse": "accusation",
    "announce": "announcement",
    "allege": "allegation",
    "suggest": "suggestion",
    "threaten": "threat",
    "report": "report",
    "pledge": "pledge",
    "condemn": "condemnation",
    "think": "view",
    "believe": "view",
}


def kind(name: str) -> Kind:
    """Return what ``name`` may name."""
    if states(name, seats=True):
        return "state"
    if is_acronym(name) or is_body(name):
        return "body"
    return "person" if is_person(name) else "unknown"


@dataclass(frozen=True)
class Focus:
    """What may be referred to after ``history`` (not empty)."""

    history: Sequence[Turn]

    @cached_property
    def last(self) -> str:
        """The last question, without its closing mark."""
        return self.history[-1].question.strip().rstrip(" ?.!")

    @cached_property
    def frame(self) -> Frame:
        """The parts of the last question."""
        return frame(self.last)

    @cached_property
    def topic(self) -> str:
        """What the conversation is about: a topic is kept while questions name it and none asks what another one is.

        Follows the rule of centering theory that continuing a centre is preferred to shifting it.
        """
        return _centre(tuple(turn.question for turn in self.history))

    def like(self, plural: bool) -> str:
        """Return what "they" (``plural``) or "it" stands for: what agrees in the last question, or a topic."""
        recent = phrases(self.last)
        centre = [self.topic] if not recent or not _is_new(recent[0]) or recent[0] == self.topic else []
        for phrase in (*recent, *centre):
            if phrase and (found := _fits(phrase, plural)):
                return found
        if recent and question_names("- " + recent[0]) and kind(recent[0]) != "person":
            return recent[0]
        earlier = [topic(turn.question) for turn in reversed(self.history[-3:])]
        return next((found for found in earlier if found and _agrees(found, plural)), self.topic)

    @cached_property
    def about(self) -> str:
        """What was last spoken about, with its preposition ("about Idlib"), empty if no question said so."""
        for turn in reversed(self.history):
            parts = frame(turn.question)
            if parts.is_speech and (match := ABOUT.search(parts.predicate)):
                return parts.predicate[match.start() :]
        return ""

    @cached_property
    def claim(self) -> str:
        """What was said, as a noun phrase ("Russia's claim about Douma"), empty if the question asks for no words."""
        parts = self.frame
        if not parts.is_speech or set(map(bare, words(parts.subject))) & PRONOUNS:
            return ""
        owner = parts.subject + ("'" if parts.subject.endswith("s") else "'s")
        match = ABOUT.search(parts.predicate)
        tail = " " + parts.predicate[match.start() :] if match else ""
        return f"{owner} {_NOUNS.get(parts.verb, 'statement')}{tail}"

    def claimant(self, kinds: Sequence[Kind]) -> str:
        """Return the latest name of these kinds that spoke or acted, empty if there is none."""
        for turn in reversed(self.history):
            subject = [n for n in _agents(frame(turn.question)) if kind(n.text) in kinds]
            if subject:
                return subject[-1].text
            spoke = [n for n in _answer_speakers(turn.reply) if kind(n.text) in kinds]
            if spoke:
                return spoke[0].text
        return ""

    def person(self) -> str:
        """Return the person in focus: the latest speaker, else the latest full name."""
        introduced = topic(self.last)
        if is_person(introduced) and _introduces(self.last, introduced):
            return introduced
        if found := self.claimant(("person", "unknown")):
            return found
        named = [n.text for turn in reversed(self.history) for n in question_names(turn.question) if is_person(n.text)]
        in_lower_case = (
            self.frame.is_speech and self.last.islower() and kind(self.frame.subject) in ("person", "unknown")
        )
        return named[0] if named else self.frame.subject if in_lower_case else ""

    def speaks(self, name: str) -> bool:
        """Return whether an earlier reply attributes words to ``name``."""
        spoke = [n.text for turn in self.history for n in _answer_speakers(turn.reply)]
        return any(name == full or name == full.split()[-1] for full in spoke)


_INTRODUCES = re.compile(
    r"^(?:(?:what|who)\s+(?:is|are|was|were)|tell\s+me(?:\s+more)?\s+about|describe|explain|how\s+about|what\s+about)\s+"
    r"(?:the\s+(?:definition|meaning|concept|history)\s+of\s+)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def _centre(questions: tuple[str, ...]) -> str:
    centre = ""
    for question in questions:
        found = topic(question)
        if found and (not centre or _shifts(question, found, centre)):
            centre = found
    return centre


def _shifts(question: str, found: str, centre: str) -> bool:
    """Return whether ``question`` turns the talk to ``found``: it asks what that is, or names it and not the centre."""
    if _introduces(question, found):
        return True
    if shares_noun(question, centre):
        return False
    parts = frame(question)
    is_subject = parts.subject == found and bool(parts.auxiliary) and len(words(parts.asking)) < 2
    return bool(question_names("- " + found)) or parts.is_speech or (is_subject and not is_plural(found))


def _introduces(question: str, found: str) -> bool:
    """Return whether ``question`` asks what or who ``found`` is."""
    opening = _INTRODUCES.match(question)
    return opening is not None and question[opening.end() :].lower().startswith(found.lower())


def shares_noun(question: str, phrase: str) -> bool:
    """Return whether ``question`` has a noun of ``phrase``, in either number."""
    nouns = {singular(w) for w in map(bare, words(phrase)) if w not in FUNCTION}
    return bool(nouns & {singular(bare(w)) for w in words(question)})


def singular(word: str) -> str:
    """Return a noun without its plural ending."""
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_plural(phrase: str) -> bool:
    """Return whether a noun phrase is plural by its last noun."""
    last = bare((words(re.split(r"\s(?:in|of|for|on|at|to|with|about|between)\s", phrase)[0]) or [""])[-1])
    return " and " in phrase or last != singular(last) or last == "people"


def _fits(phrase: str, plural: bool) -> str:
    """Return the part of ``phrase`` that agrees with the pronoun, empty if none does."""
    if plural and (match := re.match(r"(?!the\b)\w+ing\s+(.+)", phrase)) and is_plural(match[1]):
        return match[1]
    return phrase if _agrees(phrase, plural) else ""


def _agents(parts: Frame) -> list[Name]:
    """Return the names in the subject that may act or speak: not Toronto in "Where is Toronto?"."""
    is_asked_for = parts.auxiliary.lower() in BE and not re.search(r"['’]", parts.subject)
    if not parts.subject:
        return [n for n in question_names(parts.predicate) if re.match(r"['’]", parts.predicate[n.span.end :])]
    named = [n for n in question_names(parts.subject + " ") if not (is_asked_for and kind(n.text) == "unknown")]
    return [_with_noun(n, parts.subject) for n in named]


def _with_noun(name: Name, subject: str) -> Name:
    """Return a name with the noun that it describes ("Russian officials"), itself if it stands alone."""
    if kind(name.text) == "person":
        return name
    noun = re.match(r"(?:\s(?!(?:of|and|or|in|on|at|for|to|from|with|between)\b)[a-z]+)+$", subject[name.span.end :])
    return replace(name, text=name.text + noun[0]) if noun and is_plural(noun[0]) else name


def _agrees(phrase: str, plural: bool) -> bool:
    """Return whether ``phrase`` has the number of the pronoun; a person is never "it", a bare name never a plural."""
    if re.sub(r"^(?:the|a|an)\s+", "", phrase) in [n.text for n in question_names("- " + phrase)]:
        return kind(phrase) != "person" and plural == (phrase.startswith("the ") and is_plural(phrase))
    return plural == is_plural(phrase)


def _is_new(phrase: str) -> bool:
    """Return whether ``phrase`` brings up one thing, rather than an attribute or a kind of what is talked about."""
    found = list(map(bare, words(phrase)))
    return bool(found) and found[0] in ARTICLES and not set(found) & ATTRIBUTES


def _answer_speakers(reply: Reply) -> list[Name]:
    """Return the names of the claimants that a reply quotes."""
    told = [c.claimant for c in reply.claims if c.claimant] if isinstance(reply, Answer) else []
    return [name for claimant in dict.fromkeys(told) for name in question_names("- " + claimant)[-1:]]
