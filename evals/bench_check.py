"""What checking costs: the verifier beside the encoder on the same text, warm verdicts, and the gate behind a model."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from evals.cases import HERE
from index.encoder import load_encoder
from index.sentences import paragraphs
from index.verifier import load_verifier

if TYPE_CHECKING:
    from index import Archive

VERIFY_LIMIT, CHECK_LIMIT_MS, GATE_LIMIT_MS = 1.3, 2000.0, 300.0
_PAIRS, _ROUNDS, _CHECKED, _SENTENCES = 96, 3, 40, 4


class Copying(BaseChatModel):
    """A model that copies the first sentence of each of the first passages that it is given: work for the gate."""

    @property
    def _llm_type(self) -> str:
        return "copying"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=_copied(messages)))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=_copied(messages)))


def _copied(messages: Sequence[BaseMessage]) -> str:
    lines = [line for line in str(messages[-1].content).split("\n") if line.startswith('{"id"')]
    told = [json.loads(line) for line in lines[:_SENTENCES]]
    written = [{"text": t["text"][: _first(t["text"])], "passages": [t["id"]]} for t in told]
    return json.dumps({"sentences": written})


def _first(text: str) -> int:
    return next((span.end for block in paragraphs(text) for span in block), 0)


def checking(archive: Archive, questions: Sequence[str]) -> dict[str, float | int | str | None]:
    """Measure on an archive: the verifier's cost to the encoder's (ratio), verdicts and the gate (milliseconds, warm).

    Both models read the same words, the statement and its evidence, in turns in one run.
    """
    ratio = _verify_ratio(archive)
    judged, gated = _verdicts(archive), _gate(archive, questions)
    return {
        "verify_to_encode_ratio": round(ratio, 3),
        "verify_ratio_wanted": VERIFY_LIMIT,
        "check_p50_ms": round(statistics.median(judged), 1),
        "check_p95_ms": round(judged[math.ceil(0.95 * len(judged)) - 1], 1),
        "check_limit_ms": CHECK_LIMIT_MS,
        "gate_p50_ms": round(statistics.median(gated), 1) if gated else None,
        "gate_p95_ms": round(gated[math.ceil(0.95 * len(gated)) - 1], 1) if gated else None,
        "gate_limit_ms": GATE_LIMIT_MS,
    }


def _verify_ratio(archive: Archive) -> float:
    verifier, encoder = load_verifier(), load_encoder("default")
    pairs = list(_pairs(archive))
    words = [f"{statement} {evidence}" for statement, evidence in pairs]
    verifier.judge(pairs[:8])
    encoder.encode(words[:8])
    times = [(_seconds(lambda: verifier.judge(pairs)), _seconds(lambda: encoder.encode(words))) for _ in range(_ROUNDS)]
    return statistics.median(judge / encode for judge, encode in times)


def _pairs(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield pairs of a sentence and the two sentences after it, which fit into one window of the verifier."""
    found = 0
    for article in archive.articles():
        for block in paragraphs(article.text):
            texts = [s.of(article.text) for s in block]
            if len(texts) > 2 and len(" ".join(texts[1:3]).split()) < 100:
                yield texts[0], " ".join(texts[1:3])
                found += 1
            if found >= _PAIRS:
                return


def _verdicts(archive: Archive) -> list[float]:
    from rag.desk import Desk

    desk, rows = Desk(archive), (HERE / "cases" / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(row)["statement"] for row in rows][: _CHECKED + 1]
    desk.check(told[0])
    return sorted(1000 * _seconds(lambda s=statement: desk.check(s)) for statement in told[1:])  # type: ignore[misc]


def _gate(archive: Archive, questions: Sequence[str]) -> list[float]:
    """Return what the gate took of each answer, in milliseconds, the model's own time left out."""
    from rag.desk import Desk
    from rag.llm import Model

    desk = Desk(archive, model=Model(Copying(), "copying"))
    desk.ask(questions[0])
    timings = [desk.ask(question).timing_ms for question in questions[1:]]
    return sorted(t["gate"] for t in timings if "gate" in t)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
