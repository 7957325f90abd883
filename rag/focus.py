"""What a conversation is about: who speaks in it, and what a pronoun can stand for.

Follows the centering idea (Grosz, Joshi and Weinstein 1995): earlier names are ranked by role, the subject first, and
by recency.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.grammar import BE, PRONOUNS, bare, words
from index.names import Name, is_acronym, is_body, is_person, question_names
from index.places import states
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
        """What the conversation is about: the topic of the latest question that has one."""
        return next((found for turn in reversed(self.history) if (found := topic(turn.question))), "")

    def like(self, plural: bool) -> str:
        """Return what "they" (``plural``) or "it" stands for: what agrees in the last question, or a topic."""
        recent = phrases(self.last)
        if found := next((phrase for phrase in recent if _agrees(phrase, plural)), ""):
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


def _agents(parts: Frame) -> list[Name]:
    """Return the names in the subject that may act or speak: not Toronto in "Where is Toronto?"."""
    is_asked_for = parts.auxiliary.lower() in BE and not re.search(r"['’]", parts.subject)
    if not parts.subject:
        return [n for n in question_names(parts.predicate) if re.match(r"['’]", parts.predicate[n.span.end :])]
    return [n for n in question_names(parts.subject + " ") if not (is_asked_for and kind(n.text) == "unknown")]


def _agrees(phrase: str, plural: bool) -> bool:
    """Return whether ``phrase`` has the number of the pronoun; a person is never "it", a bare name never a plural."""
    if re.sub(r"^(?:the|a|an)\s+", "", phrase) in [n.text for n in question_names("- " + phrase)]:
        return not plural and kind(phrase) != "person"
    last = bare((words(re.split(r"\s(?:in|of|for|on|at|to|with|about|between)\s", phrase)[0]) or [""])[-1])
    return plural == (
        " and " in phrase or (last.endswith("s") and not last.endswith(("ss", "us", "is"))) or last == "people"
    )


def _answer_speakers(reply: Reply) -> list[Name]:
    """Return the names of the claimants that a reply quotes."""
    told = [c.claimant for c in reply.claims if c.claimant] if isinstance(reply, Answer) else []
    return [name for claimant in dict.fromkeys(told) for name in question_names("- " + claimant)[-1:]]
