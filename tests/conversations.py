"""The conversations that the evals judge, for tests of the page: the same turns, and the replies of the desk."""

from __future__ import annotations

from evals.cases import ROOT, Case, load_cases
from index import Archive
from rag import Desk
from rag.values import Answer, Reply, Turn

MOST = 3


def conversations() -> list[Case]:
    """Return the first few cases over the samples that take several turns and end with an answer."""
    cases = load_cases(ROOT / "evals" / "cases" / "samples.jsonl")
    return [case for case in cases if len(case.turns) > 1 and case.answerable][:MOST]


def replies(archive: Archive, case: Case) -> list[Reply]:
    """Return what the desk replies, turn by turn."""
    desk, history = Desk(archive), list[Turn]()
    for turn in case.turns:
        history.append(Turn(turn, desk.ask(turn, history=history)))
    return [turn.reply for turn in history]


def quoted(told: list[Reply]) -> list[str]:
    """Return the statements of all replies in order."""
    return [s.text for reply in told if isinstance(reply, Answer) for s in reply.statements]
