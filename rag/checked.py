"""A pasted text checked sentence by sentence, and what is told of it: marked text and JSON rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.values import NO_FILTERS, Filters, counted
from rag.pasted import Sentence
from rag.plain import plain_verdict
from rag.verdict import Verdict

if TYPE_CHECKING:
    from rag.desk import Desk


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of a text with its verdict; without one where it is not worth checking, or where ``problem`` says why.

    A problem is a line: an error is no verdict.
    """

    sentence: Sentence
    verdict: Verdict | None = None
    problem: str = ""

    def json(self, number: int) -> dict[str, Any]:
        """Return the public JSON form: that of the verdict with the sentence's number, place and worth.

        ``verdict`` is None where there is none; ``problem`` says why, or is None too.
        """
        span = self.sentence.span
        told: dict[str, Any] = {"id": number, "start": span.start, "end": span.end}
        told |= {"worth": round(self.sentence.worth, 4), "statement": self.sentence.statement}
        told |= {"verdict": None, "problem": self.problem or None}
        return told | (self.verdict.json(number) if self.verdict else {})


def checked(
    desk: Desk,
    sentences: Sequence[Sentence],
    done: Sequence[Checked] = (),
    *,
    filters: Filters = NO_FILTERS,
    k: int = 10,
) -> Iterator[Checked]:
    """Yield each sentence of a text after those ``done``, in order, with the verdict on it if it is worth checking.

    A text of one sentence is checked whatever its worth. A sentence that cannot be checked as it is (too long) has its
    problem told; other errors of the desk are raised.
    """
    for sentence in sentences[len(done) :]:
        if len(sentences) > 1 and not sentence.is_worth_checking:
            yield Checked(sentence)
            continue
        try:
            yield Checked(sentence, desk.check(sentence.statement, filters=filters, k=k))
        except InputError as error:
            yield Checked(sentence, problem=str(error))


def label_words(verdict: Verdict) -> str:
    """Return the verdict in words: "not enough evidence"."""
    return verdict.label.replace("_", " ")


def numbered(found: Sequence[Checked]) -> list[tuple[int, Checked]]:
    """Return the sentences that have a verdict or a problem, numbered from 1."""
    return list(enumerate((c for c in found if c.verdict or c.problem), 1))


def summary(found: Sequence[Checked], sentences: int) -> str:
    """Return in a line how many sentences a text has, how many were checked, and how many got which verdict."""
    verdicts = [label_words(c.verdict) for c in found if c.verdict]
    by_label = ", ".join(f"{verdicts.count(label)} {label}" for label in dict.fromkeys(verdicts))
    stopped = f", stopped after {len(found)}" if len(found) < sentences else ""
    failed = sum(bool(c.problem) for c in found)
    parts = [f"{len(verdicts)} of {counted(sentences, 'sentence')} checked{stopped}", by_label]
    return ": ".join(filter(None, parts)) + (f"; {failed} could not be" if failed else "")


def plain_text(text: str, found: Sequence[Checked]) -> str:
    """Return a text with each checked sentence between ``[1 supported:`` and ``]``, and the verdicts below it."""
    made, at = "", 0
    for number, c in numbered(found):
        span = c.sentence.span
        label = label_words(c.verdict) if c.verdict else "not checked"
        made += f"{text[at : span.start]}[{number} {label}: {span.of(text)}]"
        at = span.end
    lines = [made + text[at:].rstrip()]
    for number, c in numbered(found):
        lines += ["", f"{number}. {c.sentence.statement}"]
        lines.append(plain_verdict(deciding(c.verdict)) if c.verdict else f"Not checked: {c.problem}")
    return "\n".join(lines)


def deciding(verdict: Verdict) -> Verdict:
    """Return a verdict without the evidence that takes no side."""
    return replace(verdict, evidence=tuple(s for s in verdict.evidence if s.side != "neutral"))
