"""The HTTP API: ``claimdesk serve``. The calls of ``service.py`` over HTTP, with OpenAPI; it decides nothing."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any

from fastapi import Body, FastAPI, Path, Query, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from index.errors import ArchiveError, DeskError, InputError, ModelError, NotFoundError, ReadError
from service import Service
from service_types import (
    ArticleCall,
    ArticleOut,
    AskCall,
    CheckCall,
    ClaimOut,
    ClaimsCall,
    CountsOut,
    ErrorOut,
    Name,
    ReplyOut,
    Results,
    SearchCall,
    TimelineCall,
    VerdictOut,
    unfit,
)
from serving import error_line

_STATUS: dict[type[DeskError], int] = {
    InputError: 400,
    ReadError: 400,
    NotFoundError: 404,
    ModelError: 503,
    ArchiveError: 503,
}
_WHY = {
    400: "It cannot be used as given.",
    401: "The key is missing or wrong.",
    403: "The host is not this machine, and there are no keys.",
    404: "There is no such article.",
    413: "The request is too long.",
    422: "It does not fit the schema.",
    503: "A model or the archive cannot be used now.",
}
_CRASHED = "something went wrong here; the server's log says what"
_TOTAL = {"X-Total-Count": {"description": "How many claims there are in all.", "schema": {"type": "integer"}}}
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["statement", "reply", "error"]},
        "data": {"type": "string", "description": "JSON: a statement, a reply as of POST /ask, or an error."},
    },
    "required": ["event", "data"],
}
_EVENTS: dict[str, Any] = {
    "description": "Server-sent events: `statement` for each statement, then `reply` with the whole, or `error`.",
    "content": {"text/event-stream": {"schema": _EVENT}},
}


def create(service: Service, keyed: bool = False) -> FastAPI:
    """Return the API on a service; ``keyed`` says in its schema that requests must carry a key (``serving.Guard``)."""
    app = FastAPI(
        title="Claimdesk",
        version="1",
        description="Articles in, cited answers and verdicts out. Text of articles is quoted material.",
        docs_url=None,  # its page would load scripts from the network
        redoc_url=None,
        dependencies=[Security(HTTPBearer(auto_error=False))] if keyed else [],
        responses={code: {"model": ErrorOut, "description": why} for code, why in _WHY.items() if code != 404},
    )
    app.add_exception_handler(DeskError, _desk_error)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(Exception, _crashed)
    _calls(app, service)
    _lists(app, service)
    return app


def _calls(app: FastAPI, service: Service) -> None:
    @app.get("/search", response_model=Results)
    def search(call: Annotated[SearchCall, Query()]) -> Response:
        """Find passages."""
        return _json(service.search(call))

    @app.post("/ask", response_model=ReplyOut)
    def ask(call: Annotated[AskCall, Body()]) -> Response:
        """Answer a question from the archive, or say that it is silent."""
        return _json(service.ask(call))

    @app.post("/ask/stream", response_class=StreamingResponse, responses={200: _EVENTS})
    def ask_stream(call: Annotated[AskCall, Body()]) -> Response:
        """Answer a question; each statement of a model comes as soon as it has passed the grounding gate."""
        return StreamingResponse(events(service, call), media_type="text/event-stream")

    @app.post("/check", response_model=VerdictOut)
    def check(call: Annotated[CheckCall, Body()]) -> Response:
        """Say if the archive supports, refutes or disputes a statement."""
        return _json(service.check(call))


def _lists(app: FastAPI, service: Service) -> None:
    listing: dict[str, Any] = {"response_model": list[ClaimOut], "responses": {200: {"headers": _TOTAL}}}
    missing: dict[int | str, dict[str, Any]] = {404: {"model": ErrorOut, "description": _WHY[404]}}

    @app.get("/claims", **listing)
    def claims(call: Annotated[ClaimsCall, Query()]) -> Response:
        """List who claimed what, in which words, with what disputes it."""
        return _listed(*service.claims(call))

    @app.get("/timeline", **listing)
    def timeline(call: Annotated[TimelineCall, Query()]) -> Response:
        """List claims in the order in which they were said, each once."""
        return _listed(*service.timeline(call))

    @app.get("/article/{article}", response_model=ArticleOut, responses=missing)
    def article(article: Annotated[Name, Path(description="An id (or its beginning), or an exact title.")]) -> Response:
        """Return an article with its text."""
        return _json(service.article(ArticleCall(article=article)))

    @app.get("/health", response_model=CountsOut)
    def health() -> Response:
        """Say what the archive holds."""
        return _json(service.counts())


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")


def _listed(found: list[dict[str, Any]], total: int) -> Response:
    answer = _json(found)
    answer.headers["X-Total-Count"] = str(total)
    return answer


class _GoneError(Exception):
    """Nobody listens any more."""


def events(service: Service, call: AskCall) -> Iterator[str]:
    """Return the events of an answer; an error before the first one is raised, so that it gets a status of its own."""
    out: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
    gone = threading.Event()

    def tell(statement: dict[str, Any]) -> None:
        if gone.is_set():
            raise _GoneError
        out.put(("statement", statement))

    def work() -> None:
        try:
            with suppress(_GoneError):
                out.put(("reply", service.ask(call, tell)))
        except Exception as error:  # raised again where the request is answered
            out.put(("error", error))

    threading.Thread(target=work, daemon=True, name="answer").start()
    kind, first = out.get()
    if kind == "error":
        raise first
    return _told(kind, first, out, gone)


def _told(kind: str, value: Any, out: queue.SimpleQueue[tuple[str, Any]], gone: threading.Event) -> Iterator[str]:
    try:
        while kind == "statement":
            yield _event(kind, value)
            kind, value = out.get()
        if kind == "error":
            value = {"error": str(value) if isinstance(value, DeskError) else _CRASHED}
        yield _event(kind, value)
    finally:
        gone.set()


def _event(kind: str, value: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


def _error(status: int, reason: str, headers: Any = None) -> Response:
    return Response(error_line(reason), status, headers, media_type="application/json")


async def _desk_error(_: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    return _error(status, str(error))


async def _unfit(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return _error(422, unfit(error.errors()))


async def _no_route(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 400:
        return _error(400, "the body cannot be read; send JSON in UTF-8")
    return _error(error.status_code, f"{error.detail}; the calls are in /openapi.json", error.headers)


async def _crashed(_: Request, __: Exception) -> Response:
    return _error(500, _CRASHED)
