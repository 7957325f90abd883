"""The HTTP API against its own schema: requests that fit, and requests that do not, drawn by schemathesis."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

import api
from rag import Desk
from service import Service
from tests.conftest import ROOT

_NOBODY: Any = None  # the schema is the same whoever answers
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
@settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_the_schema_promises_holds(case: schemathesis.Case, answering: Any) -> None:
    case.call_and_validate(app=answering)
