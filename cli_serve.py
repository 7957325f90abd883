"""The commands for other programs: ``claimdesk serve | mcp``. Decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli_base import ModelAddress, NamedModel, app, opened

if TYPE_CHECKING:
    from service import Service
    from serving import App

NamedVerifier = Annotated[
    str | None, typer.Option("--verifier", help="Another CrossEncoder or NLI model: a folder or a name.")
]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Where to listen; anything but this machine needs CLAIMDESK_API_KEYS.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    verifier: NamedVerifier = None,
    model: NamedModel = None,
    model_url: ModelAddress = None,
) -> None:
    """Serve search, ask, check, claims, timeline and article over HTTP; the schema is at /openapi.json."""
    from serving import Guard, api_keys, permit

    permit(host, keys := api_keys())
    with _service(verifier, model, model_url) as service:
        from api import create

        _run(Guard(create(service, bool(keys)), keys), (host, port), "HTTP API", "/openapi.json")


@app.command()
def mcp(
    http: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve streamable HTTP there, at /mcp, instead of stdio.")
    ] = None,
    verifier: NamedVerifier = None,
    model: NamedModel = None,
    model_url: ModelAddress = None,
) -> None:
    """Serve the same calls to MCP clients as tools, and the articles as resources; stdio unless --http."""
    from serving import Guard, address, api_keys, permit

    where = address(http) if http else None
    keys = api_keys() if where else ()
    if where:
        permit(where[0], keys)
    with _service(verifier, model, model_url) as service:
        from mcp_server import create, run_stdio

        if where is None:
            run_stdio(service)
        else:
            served = create(service).streamable_http_app(stateless_http=True, host=where[0])
            _run(Guard(served, keys), where, "MCP server", "/mcp")


def _run(served: App, where: tuple[str, int], what: str, path: str) -> None:
    from serving import bound, run, url

    listening = bound(*where)
    print(f"{what} on {url(listening)}{path}", file=sys.stderr, flush=True)
    run(served, listening)


@contextmanager
def _service(verifier: str | None, model: str | None, model_url: str | None) -> Iterator[Service]:
    from rag import Desk
    from service import Service

    with opened(make=True) as archive:  # which another process may fill
        yield Service(Desk(archive, verifier=verifier, model=model, model_url=model_url))
