"""The HTTP API: status codes, errors of one line, and answers that come as they are written."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import api
from rag import Desk
from service import Service
from service_types import AskCall
from tests.rag.scripted import Scripted, fails, passage_with, says

QUESTION = "What did Russia claim about Douma?"
MILITARY = (
    "According to the Russian military, its own doctors and chemical specialists went to Douma and found no trace of"
    " chlorine or sarin.",
    "no trace of chlorine",
)


def client(desk: Desk) -> TestClient:
    """Return a client of the API on a desk."""
    return TestClient(api.create(Service(desk)), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def http(desk: Desk) -> Iterator[TestClient]:
    """Return a client of the API on the sample articles."""
    with client(desk) as opened:
        yield opened


def events(told: str) -> list[tuple[str, Any]]:
    """Return the names and values of server-sent events."""
    parts = [part.split("\n") for part in told.removesuffix("\n\n").split("\n\n")]
    assert all(len(lines) == 2 for lines in parts)
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in parts]


def assert_refused(response: Any, status: int, *words: str) -> None:
    """Assert that a request was refused with this status and one line of JSON that has these words."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert "\n" not in response.text
    assert list(response.json()) == ["error"]
    for word in words:
        assert word in response.json()["error"]


def test_each_call_is_where_the_schema_says(http: TestClient) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    assert {(path, *methods) for path, methods in paths.items()} == {
        ("/search", "get"),
        ("/ask", "post"),
        ("/ask/stream", "post"),
        ("/check", "post"),
        ("/claims", "get"),
        ("/timeline", "get"),
        ("/article/{article}", "get"),
        ("/health", "get"),
    }
    assert http.get("/health").json() == {
        "articles": 10,
        "passages": http.get("/health").json()["passages"],
        "copies": 1,
    }


def test_quotes_over_http_slice_back_to_the_article_over_http(http: TestClient) -> None:
    told = http.post("/ask", json={"question": QUESTION}).json()
    assert told["kind"] == "answer"
    for cited in told["citations"]:
        text = http.get(f"/article/{cited['article_id']}").json()["text"]
        assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_a_part_of_the_claims_says_how_many_there_are(http: TestClient) -> None:
    whole, part = http.get("/claims"), http.get("/claims", params={"limit": 3, "offset": 2})
    assert part.json() == whole.json()[2:5]
    assert part.headers["X-Total-Count"] == whole.headers["X-Total-Count"] == str(len(whole.json()))


def test_what_cannot_be_meant_is_refused_in_one_line(http: TestClient) -> None:
    assert_refused(http.get("/claims", params={"after": "2019", "before": "2018"}), 400, "swap the two dates")
    assert_refused(http.post("/check", json={"statement": "It rained.", "after": "2018-02-31"}), 400, "calendar")
    assert_refused(http.get("/article/nowhere"), 404, "no article is called", "claimdesk articles")
    assert_refused(http.get("/nowhere"), 404, "/openapi.json")
    assert_refused(http.get("/ask"), 405)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": " \n"}, "question: it is empty; write a text"),
        ({}, "question"),
        ({"question": "Who?", "k": 0}, "k: "),
        ({"question": "Who?", "k": "5"}, "k: "),
        ({"question": "Who?", "before": "last year"}, "before: it is no date; write YYYY-MM-DD"),
        ({"question": "x" * 2001}, "2000"),
        ({"question": "Who?", "earlier": ["Who?"] * 11}, "earlier"),
        ({"question": "Who?", "model": "openai:gpt-4o"}, "model"),
        (["Who?"], "body"),
    ],
)
def test_what_does_not_fit_the_schema_is_refused_in_one_line(http: TestClient, body: Any, words: str) -> None:
    assert_refused(http.post("/ask", json=body), 422, words)


@pytest.mark.parametrize(
    ("raw", "status"),
    [(b"{", 422), (b'{"question": "\\ud800"}', 422), (b'{"\\ud800": 1}', 422), (b"\xff", 400), (b"[" * 9_000, 400)],
)
def test_what_is_no_json_is_refused_in_one_line(http: TestClient, raw: bytes, status: int) -> None:
    assert_refused(http.post("/ask", content=raw, headers={"content-type": "application/json"}), status)


def test_a_verifier_that_cannot_be_opened_is_an_error_and_no_verdict(desk: Desk, tmp_path: Path) -> None:
    broken = client(Desk(desk.archive, verifier=str(tmp_path)))
    assert_refused(broken.post("/check", json={"statement": "It rained."}), 503, str(tmp_path))


def test_a_crash_says_nothing_of_its_cause() -> None:
    nobody: Any = None
    assert_refused(client(nobody).post("/ask", json={"question": "Who?"}), 500, "the server's log")


def test_without_a_model_the_stream_is_the_reply_alone(http: TestClient) -> None:
    response = http.post("/ask/stream", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    ((name, reply),) = events(response.text)
    assert name == "reply"
    whole = http.post("/ask", json={"question": QUESTION}).json()
    assert reply | {"timing_ms": 0} == whole | {"timing_ms": 0}


def test_the_statements_of_a_model_come_before_the_reply_that_holds_them(desk: Desk) -> None:
    wrote = client(Desk(desk.archive, model=says(MILITARY, ("Nothing of this is written anywhere.", "nowhere"))))
    *told, (last, reply) = events(wrote.post("/ask/stream", json={"question": QUESTION}).text)
    assert [name for name, _ in told] == ["statement"]
    assert last == "reply"
    assert [statement for _, statement in told] == reply["statements"]
    assert reply["dropped"][0]["text"] == "Nothing of this is written anywhere."


def test_a_model_that_is_down_leaves_quotations_and_a_note(desk: Desk) -> None:
    down = client(Desk(desk.archive, model=fails(RuntimeError("secret key"))))
    ((name, reply),) = events(down.post("/ask/stream", json={"question": QUESTION}).text)
    assert name == "reply"
    assert "what follows are quotations" in reply["note"]
    assert "secret key" not in json.dumps(reply)


def test_an_error_before_the_first_event_has_a_status_of_its_own(http: TestClient) -> None:
    assert_refused(http.post("/ask/stream", json={"question": QUESTION, "after": "2018-02-31"}), 400, "calendar")


def test_a_model_stops_writing_when_nobody_listens(desk: Desk) -> None:
    wrote: list[int] = []

    def script(_: str, request: str) -> Iterator[str]:
        yield '{"sentences": ['
        for n in range(400):
            wrote.append(n)
            told = {"text": MILITARY[0], "passages": [passage_with(request, MILITARY[1])]}
            yield json.dumps(told) + ", "
            time.sleep(0.02)

    stream = api.events(Service(Desk(desk.archive, model=Scripted(script=script))), AskCall(question=QUESTION))
    assert next(stream).startswith("event: statement\n")
    stream.close()
    for thread in threading.enumerate():
        if thread.name in ("answer", "model"):
            thread.join(60)
    assert len(wrote) < 400
