"""Language models, opened through LangChain: any provider, bounded in time and length, with errors of one line.

A model is never needed and never trusted: what it writes is a draft for the grounding gate (``rag/gate.py``).
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from index.errors import InputError, ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    AnyModel: TypeAlias = "Model | BaseChatModel | str"

SECONDS, TRIES, PAUSE = 30.0, 2, 0.5
LONGEST = 20_000
"""Characters of a reply: what comes after is not read."""

_LOCAL = {"llamacpp": "http://127.0.0.1:8080/v1", "llama.cpp": "http://127.0.0.1:8080/v1"}
_NO_KEY = "none"
_KINDS = (
    ("timeout", "it took too long"),
    ("timedout", "it took too long"),
    ("ratelimit", "its rate limit is reached"),
    ("authentication", "it refused the key"),
    ("permission", "it refused the key"),
    ("connect", "it cannot be reached"),
    ("notfound", "it does not know this model"),
)
_CODES = {401: _KINDS[3][1], 403: _KINDS[3][1], 404: _KINDS[6][1], 408: _KINDS[0][1], 429: _KINDS[2][1]}


class ModelDownError(Exception):
    """A model that gave no usable reply; the message says why in a few words, none of them the model's."""


class Model:
    """A chat model with a name and a time limit."""

    def __init__(self, chat: BaseChatModel, name: str | None = None, seconds: float = SECONDS) -> None:
        """Take any LangChain chat model; ``seconds`` bound a whole reply, the second try included."""
        self.name = name or str(getattr(chat, "model_name", None) or type(chat).__name__)
        self.seconds = seconds
        self._chat = chat

    def stream(self, instructions: str, request: str, seconds: float | None = None) -> Iterator[str]:
        """Yield the reply in pieces as they come, at most ``LONGEST`` characters within the time limit.

        Tries once more when the first try fails before its first piece. Raises ModelDownError.
        """
        run = _Run(self._chat, [("system", instructions), ("user", request)])
        run.start()
        try:
            yield from run.pieces(time.monotonic() + (seconds or self.seconds))
        finally:
            run.stop()

    def reply(self, instructions: str, request: str, seconds: float | None = None) -> str:
        """Return the whole reply; raise ModelDownError."""
        return "".join(self.stream(instructions, request, seconds))


class _Run(threading.Thread):
    """A model at work in a thread of its own, which nobody has to wait for: a hung call cannot hang the desk."""

    def __init__(self, chat: BaseChatModel, messages: list[Any]) -> None:
        super().__init__(daemon=True, name="model")
        self._chat, self._messages = chat, messages
        self._out: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._begun = False

    def stop(self) -> None:
        """Let the thread end at the next piece."""
        self._stopped.set()

    def run(self) -> None:
        for left in reversed(range(TRIES)):
            try:
                if self._write():
                    return self._out.put(None)
            except Exception as error:  # whatever a provider's package raises ends in one line, never in a crash
                if not left or self._begun:
                    return self._out.put(error)
            if self._stopped.wait(PAUSE):
                return None
        return self._out.put(None)

    def _write(self) -> bool:
        """Write one reply; tell whether anything came."""
        self._begun = False
        for piece in self._chat.stream(self._messages):
            if self._stopped.is_set():
                break
            if text := _text(piece):
                self._begun = True
                self._out.put(text)
        return self._begun

    def pieces(self, deadline: float) -> Iterator[str]:
        """Yield what the thread writes until the deadline."""
        length = 0
        while length < LONGEST:
            try:
                piece = self._out.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise ModelDownError(_KINDS[0][1]) from None
            if isinstance(piece, Exception):
                raise ModelDownError(_why(piece)) from None
            if piece is None:
                return
            length += len(piece)
            yield piece


def _text(piece: Any) -> str:
    """Return the text of a piece: some providers give strings, others blocks, of which some are no text."""
    content = getattr(piece, "content", piece)
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(b if isinstance(b, str) else str(b.get("text") or "") for b in blocks if isinstance(b, str | dict))


def _why(error: Exception) -> str:
    """Return why a call failed, by its status and kind: messages of providers hold keys and addresses."""
    code = getattr(error, "status_code", None)
    if isinstance(code, int):
        return _CODES.get(code, f"it answered with error {code}")
    kinds = " ".join(t.__name__.lower() for t in type(error).__mro__)
    return next((reason for kind, reason in _KINDS if kind in kinds), f"it failed with {type(error).__name__}")


def open_model(name: str, url: str | None = None, seconds: float = SECONDS) -> Model:
    """Open a model named ``PROVIDER:NAME``, by any provider of LangChain's ``init_chat_model``.

    ``llamacpp:NAME`` is a llama.cpp server on this machine; ``url`` is the address of any OpenAI-compatible server, for
    ``openai:NAME`` and ``llamacpp:NAME``. No connection is made yet. Raises InputError for a name or address that
    cannot be meant, ModelError when the provider's package or key is missing.
    """
    provider, _, model = name.strip().partition(":")
    if not provider or not model.strip():
        raise InputError(f"{name!r} names no model; write PROVIDER:NAME, for example ollama:llama3.2 or openai:gpt-4o")
    settings = _settings(provider.strip().lower(), url, seconds)
    from langchain.chat_models import init_chat_model

    try:
        chat = init_chat_model(model.strip(), **settings)
    except ImportError as error:
        package = str(error.name or "").replace("_", "-") or f"langchain-{provider}"
        package = _named_package(str(error)) or package
        raise ModelError(f"the model {name} needs a package that is missing; run: pip install {package}") from None
    except ValueError as error:
        problem = " ".join(str(error).split("\n")[0].split())[:200]
        raise ModelError(f"the model {name} cannot be opened ({problem}); check PROVIDER:NAME") from None
    except Exception as error:  # providers complain of a missing key each in a way of their own
        raise ModelError(
            f"the model {name} cannot be opened ({type(error).__name__}); is its key set, such as"
            f" {provider.upper()}_API_KEY?"
        ) from None
    return Model(chat, name.strip(), seconds)


def _named_package(message: str) -> str:
    """Return the package that LangChain's message tells to install."""
    words = message.replace("`", " ").split()
    at = next((i for i, w in enumerate(words[:-2]) if w == "pip" and words[i + 1] == "install"), None)
    return "" if at is None else words[at + 2].rstrip(".")


def _settings(provider: str, url: str | None, seconds: float) -> dict[str, Any]:
    """Return the settings for ``init_chat_model``; our own second try and time limit replace the provider's."""
    local = _LOCAL.get(provider)
    if local or (url and provider == "openai"):
        address = _address(url or local or "")
        key = os.environ.get("OPENAI_API_KEY") if not local else None
        return _bounded("openai", seconds) | {"base_url": address, "api_key": key or _NO_KEY, "temperature": 0}
    if url:
        given = {"base_url": _address(url)}
        return _bounded(provider, seconds) | given
    return _bounded(provider, seconds)


def _bounded(provider: str, seconds: float) -> dict[str, Any]:
    limits = {"timeout": seconds, "max_retries": 0} if provider in ("openai", "anthropic", "azure_openai") else {}
    return {"model_provider": provider, **limits}


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise InputError(f"{url!r} is no address of a model server; write for example http://127.0.0.1:8080/v1")
    return url.strip()


def as_model(model: AnyModel | None, url: str | None = None) -> Model | None:
    """Return what a desk writes with: a model as it is, a LangChain chat model or a name made one, None for none."""
    if model is None or isinstance(model, Model):
        return model
    if isinstance(model, str):
        return open_model(model, url) if model.strip() else None
    return Model(model)
