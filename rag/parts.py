"""Questions that ask for several things, taken apart: "what did A say and who denied it?", "how do A and B differ?"."""

from __future__ import annotations

import re
from itertools import pairwise

from index.names import Name, question_names
from index.terms import is_content, words
from rag.rewrite import WHO_SAID_IT, stand_alone
from rag.values import Abstention, Turn
from rag.verbs import is_report

_JOINT = re.compile(r",?\s+(?:and|or|but)\s+(?=(?:who|whom|what|how|why|when|where|which)\b)", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:differ\w*|disagree\w*|each|both|respectively|sides?|versus|vs|compare\w*|contrast\w*|versions?|accounts?|views?)\b",
    re.IGNORECASE,
)
_SHORTEST = 3


def parts(question: str) -> list[str]:
    """Return the questions that a question consists of, each standing alone; itself alone if it is one.

    Who said it is told by every answer, and no question apart.
    """
    asked = _JOINT.split(question.removesuffix(f", {WHO_SAID_IT}?"))
    if len(asked) > 1 and len(words(asked[0])) >= _SHORTEST:
        return _in_turn(asked)
    return _by_side(question) or [question]


def _in_turn(asked: list[str]) -> list[str]:
    """Return joint questions with the pronouns of each filled from the one before."""
    made: list[str] = []
    for text in asked:
        history = [Turn(made[-1], Abstention(made[-1], "", ()))] if made else []
        made.append(stand_alone(text.strip(" ?") + "?", history))
    return made


def _by_side(question: str) -> list[str]:
    """Return what each of two sides is asked for, when a question sets them against each other."""
    if not _CONTRAST.search(question):
        return []
    names = question_names(question)
    pair = next(((a, b) for a, b in pairwise(names) if _joined(question[a.span.end : b.span.start])), None)
    if pair is None:
        return []
    topic = _topic(question, pair)
    return [f"What did {side.text} say about {topic}?" for side in pair] if topic else []


def _joined(between: str) -> bool:
    return bool(re.fullmatch(r"(?:['’]s)?(?:\s\w+)?\s+(?:and|or|versus|vs)\s+(?:the\s+)?", between))


def _topic(question: str, pair: tuple[Name, Name]) -> str:
    rest = question[: pair[0].span.start] + " " + question[pair[1].span.end :]
    return " ".join(w for w in words(rest) if is_content(w) and not _CONTRAST.fullmatch(w) and not is_report(w))
