"""Chat models that write what a test tells them to: real LangChain models, no network."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

Script = Callable[[str, str], str | Iterator[str]]


class Scripted(BaseChatModel):
    """A chat model whose reply is ``script(instructions, request)``; ``calls`` counts how often it was asked."""

    script: Script
    calls: list[tuple[str, str]] = []  # noqa: RUF012 - pydantic copies it

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        told = [str(m.content) for m in messages]
        self.calls.append((told[0], told[-1]))
        written = self.script(told[0], told[-1])
        for piece in _pieces(written) if isinstance(written, str) else written:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


def _pieces(text: str, size: int = 7) -> Iterator[str]:
    return (text[i : i + size] for i in range(0, len(text) or 1, size))


def writes(text: str) -> Scripted:
    """Return a model that always writes this text."""
    return Scripted(script=lambda *_: text)


def says(*sentences: tuple[str, str]) -> Scripted:
    """Return a model that answers with sentences, each of (text, words of the passage whose id it names)."""
    return Scripted(script=lambda _, request: answer_json(request, *sentences))


def answer_json(request: str, *sentences: tuple[str, str]) -> str:
    """Return a reply in the asked form; words that stand in no passage become an invented id."""
    told = [{"text": text, "passages": [passage_with(request, words)]} for text, words in sentences]
    return json.dumps({"sentences": told}, ensure_ascii=False)


def passage_with(request: str, words: str) -> str:
    """Return the id of the first passage of a prompt that holds these words."""
    rows = [json.loads(line) for line in request.split("\n") if line.startswith('{"id"')]
    return next((str(r["id"]) for r in rows if words in r["text"]), "p99")


def fails(error: Exception, after: str = "") -> Scripted:
    """Return a model that raises, after it has written some text."""

    def script(*_: str) -> Iterator[str]:
        if after:
            yield after
        raise error

    return Scripted(script=script)


def hangs(after: str = "", seconds: float = 60.0) -> Scripted:
    """Return a model that writes some text and then nothing for a long time."""

    def script(*_: str) -> Iterator[str]:
        if after:
            yield after
        threading.Event().wait(seconds)
        yield ""

    return Scripted(script=script)


def never_ends(text: str, pause: float = 0.0) -> Scripted:
    """Return a model that writes the same text for ever."""

    def script(*_: str) -> Iterator[str]:
        while True:
            time.sleep(pause)
            yield text

    return Scripted(script=script)
