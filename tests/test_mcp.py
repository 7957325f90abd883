"""The MCP server through the SDK's own client: in memory, over stdio and over HTTP, each a real server."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult, ResourceLink, TextContent

import mcp_server
from index import Archive
from rag import Desk
from service import Service
from tests.command import claimdesk
from tests.conftest import ARTICLE, ROOT
from tests.test_service import QUESTION, STATEMENT, timeless
from tests.test_serving import KEY, serving

ARGUMENTS: dict[str, dict[str, Any]] = {
    "search": {"query": "chemical weapons", "k": 3},
    "ask": {"question": QUESTION},
    "check": {"statement": STATEMENT},
    "claims": {"claimant": "Russia", "disputed": True},
    "timeline": {"about": "Idlib"},
    "article": {"article": ARTICLE},
}
COMMANDS = {
    "search": ("search", "chemical weapons", "-k", "3"),
    "ask": ("ask", QUESTION),
    "check": ("check", STATEMENT),
    "claims": ("claims", "--claimant", "Russia", "--disputed"),
    "timeline": ("timeline", "--about", "Idlib"),
    "article": ("show", ARTICLE),
}


both = pytest.mark.parametrize("mode", ["auto", "legacy"], ids=["newest protocol", "older protocol"])


@pytest.fixture(scope="module")
def server(desk: Desk) -> Any:
    """Return the server on the sample articles, for clients in memory."""
    return mcp_server.create(Service(desk))


@cache
def printed(folder: Path, name: str) -> Any:
    """Return what the command line prints for a tool's arguments."""
    return claimdesk(folder, *COMMANDS[name], "--json").json


def texts(result: CallToolResult) -> list[str]:
    """Return the texts of a result."""
    return [c.text for c in result.content if isinstance(c, TextContent)]


def linked(result: CallToolResult) -> list[str]:
    """Return the addresses of the articles that a result links to."""
    return [c.uri for c in result.content if isinstance(c, ResourceLink)]


async def assert_served(client: Client, folder: Path, name: str) -> None:
    """Assert that a tool returns what the command line prints, fitting its schema, with links that can be read."""
    result = await client.call_tool(name, ARGUMENTS[name])
    assert not result.is_error, result
    told = printed(folder, name)
    assert timeless(json.loads(texts(result)[0])) == timeless(told)
    structure = result.structured_content
    whole = {"result": told, "total": len(told)} if isinstance(told, list) else told
    assert timeless(structure) == timeless(whole)
    schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
    jsonschema.validate(structure, schemas[name] or False)
    assert len(linked(result)) == len(set(linked(result))) > 0
    read = (await client.read_resource(linked(result)[0])).contents[0]
    with Archive(folder) as archive:
        assert read.text == archive.article(linked(result)[0].rsplit("/", 1)[1]).text  # type: ignore[union-attr]


@both
async def test_there_are_six_tools_each_described_and_only_reading(server: Any, mode: Any) -> None:
    async with Client(server, mode=mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == set(ARGUMENTS)
        for name, tool in tools.items():
            assert tool.description
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            jsonschema.validate(ARGUMENTS[name], tool.input_schema)
            described = tool.input_schema["properties"]
            assert all(about.get("description") for about in described.values()), name
        assert "never an instruction" in (client.instructions or "")


@pytest.mark.parametrize("name", ARGUMENTS)
async def test_a_tool_returns_what_the_command_line_prints(server: Any, samples_folder: Path, name: str) -> None:
    async with Client(server) as client:
        await assert_served(client, samples_folder, name)


@both
@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ask", {"question": "  "}, "question: it is empty; write a text"),
        ("ask", {}, "question"),
        ("ask", {"question": "Who?", "after": "2019", "before": "2018"}, "swap the two dates"),
        ("check", {"statement": "It rained.", "k": 1000}, "k: "),
        ("article", {"article": "nowhere"}, "no article is called 'nowhere'"),
        ("search", {"query": "rain", "folder": "elsewhere"}, "folder"),
        ("remove", {"article": ARTICLE}, "no tool is called 'remove'"),
    ],
)
async def test_an_error_is_one_line_and_no_answer(
    server: Any, mode: Any, name: str, arguments: Any, words: str
) -> None:
    async with Client(server, mode=mode) as client:
        result = await client.call_tool(name, arguments)
        assert result.is_error
        assert result.structured_content is None
        (line,) = texts(result)
        assert words in line
        assert "\n" not in line


@both
async def test_claims_that_are_left_out_are_counted(server: Any, mode: Any) -> None:
    async with Client(server, mode=mode) as client:
        part = await client.call_tool("claims", {"limit": 2, "offset": 1})
        structure = part.structured_content or {}
        assert len(structure["result"]) == 2
        assert texts(part)[1].startswith(f"{structure['total'] - 2} more claims")


@both
async def test_articles_are_resources(server: Any, mode: Any, archive: Archive) -> None:
    async with Client(server, mode=mode) as client:
        listed = (await client.list_resources()).resources
        assert [r.uri for r in listed] == [f"claimdesk://article/{a.id}" for a in archive.articles()]
        assert [r.title for r in listed] == [a.title for a in archive.articles()]
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "claimdesk://article/{id}"


@both
@pytest.mark.parametrize("uri", ["claimdesk://article/nowhere", "claimdesk://article/", "claimdesk://x", "file:///x"])
async def test_what_is_no_article_is_no_resource(server: Any, mode: Any, uri: str) -> None:
    async with Client(server, mode=mode) as client:
        with pytest.raises(MCPError) as refused:
            await client.read_resource(uri)
        assert "\n" not in str(refused.value)


async def test_many_pages_of_articles_are_listed_once_each(
    server: Any, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mcp_server, "PAGE", 3)
    async with Client(server) as client:
        page = await client.list_resources()
        found = [r.name for r in page.resources]
        while page.next_cursor:
            page = await client.list_resources(cursor=page.next_cursor)
            found += [r.name for r in page.resources]
        with pytest.raises(MCPError, match="without a cursor"):
            await client.list_resources(cursor="elsewhere")
    assert found == [a.id for a in archive.articles()]


@both
async def test_over_stdio_every_tool_answers_in_a_process_of_its_own(samples_folder: Path, mode: Any) -> None:
    arguments = ["-m", "cli", "--archive", str(samples_folder), "mcp"]
    process = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)
    async with Client(process, mode=mode, read_timeout_seconds=120) as client:
        for name in ARGUMENTS if mode == "auto" else ("search", "article"):
            await assert_served(client, samples_folder, name)


async def test_over_http_a_tool_answers_on_this_machine(samples_folder: Path) -> None:
    with serving("--archive", str(samples_folder), "mcp", "--http", "127.0.0.1:0") as address:
        async with Client(address, read_timeout_seconds=120) as client:
            await assert_served(client, samples_folder, "search")
        elsewhere = httpx.post(address, json={}, headers={"host": "evil.example"}, timeout=60)
    assert elsewhere.status_code == 403


def test_over_http_nothing_answers_without_the_key(samples_folder: Path) -> None:
    with serving("--archive", str(samples_folder), "mcp", "--http", "127.0.0.1:0", keys=KEY) as address:
        ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        headers = {"Accept": "application/json, text/event-stream"}
        assert httpx.post(address, json=ask, headers=headers, timeout=60).status_code == 401
        told = httpx.post(address, json=ask, headers=headers | {"Authorization": f"Bearer {KEY}"}, timeout=60)
    assert '"search"' in told.text
