"""The HTTP API against its own schema: requests that fit, and requests that do not, drawn by schemathesis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.config import SchemathesisConfig

import api
from rag import Desk
from service import Service
from tests.conftest import ROOT

_NOBODY: Any = None  # the schema is the same whoever answers
_CALM: dict[str, Any] = {
    "derandomize": True,
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
schema = schemathesis.openapi.from_asgi(
    "/openapi.json",
    api.create(_NOBODY),
    config=SchemathesisConfig.from_path(ROOT / "schemathesis.toml"),
)


@pytest.fixture(scope="module")
def answering(desk: Desk) -> Any:
    """Return the API on the sample articles."""
    return api.create(Service(desk))


@schema.parametrize()
@settings(max_examples=5, **_CALM)
def test_what_the_schema_promises_holds(case: schemathesis.Case[Any], answering: Any) -> None:
    case.call_and_validate(app=answering)


@pytest.mark.parametrize(
    ("path", "method", "found"),
    [
        ("/article/{article}", "GET", lambda told: told["text"]),
        ("/ask", "POST", lambda told: told["citations"] or told["searched"]),
        ("/check", "POST", lambda told: told["evidence"]),
        ("/claims", "GET", bool),
        ("/timeline", "GET", bool),
        ("/search", "GET", lambda told: told["results"]),
    ],
)
def test_what_is_there_is_among_what_is_asked_for(
    path: str, method: str, found: Callable[[Any], Any], answering: Any
) -> None:
    seen: Counter[int] = Counter()

    @given(schema[path][method].as_strategy())
    @settings(max_examples=20, **_CALM)
    def call(case: schemathesis.Case[Any]) -> None:
        answer = case.call_and_validate(app=answering)
        seen[answer.status_code] += answer.status_code != 200 or bool(found(answer.json()))

    call()
    assert seen[200], seen
