"""The calls of other programs: what they get is what the command line prints, however many call at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputError, NotFoundError
from rag import Desk
from service import Service
from service_types import ArticleCall, AskCall, CheckCall, ClaimsCall, SearchCall, TimelineCall
from tests.command import claimdesk
from tests.conftest import ARTICLE

QUESTION = "what did Russia claim about Douma?"
STATEMENT = "The gas attack in Douma was staged."

CALLS: dict[str, tuple[Callable[[Service], Any], tuple[str, ...]]] = {
    "search": (
        lambda s: s.search(SearchCall(query="chemical weapons", k=4, after="2018", publisher="harbour wire")),
        ("search", "chemical weapons", "-k", "4", "--after", "2018", "--publisher", "harbour wire"),
    ),
    "ask": (lambda s: s.ask(AskCall(question=QUESTION)), ("ask", QUESTION)),
    "abstain": (lambda s: s.ask(AskCall(question=QUESTION, before="2016")), ("ask", QUESTION, "--before", "2016")),
    "check": (lambda s: s.check(CheckCall(statement=STATEMENT, k=5)), ("check", STATEMENT, "-k", "5")),
    "claims": (
        lambda s: s.claims(ClaimsCall(claimant="Russia", after="2018-04", disputed=True))[0],
        ("claims", "--claimant", "Russia", "--after", "2018-04", "--disputed"),
    ),
    "timeline": (lambda s: s.timeline(TimelineCall(about="Idlib"))[0], ("timeline", "--about", "Idlib")),
    "article": (lambda s: s.article(ArticleCall(article=ARTICLE)), ("show", ARTICLE)),
}


@pytest.fixture(scope="module")
def service(desk: Desk) -> Service:
    """Return the calls on the sample articles."""
    return Service(desk)


def timeless(told: Any) -> Any:
    """Return what a call told without how long it took."""
    return {k: v for k, v in told.items() if k != "timing_ms"} if isinstance(told, dict) else told


@pytest.mark.parametrize("name", CALLS)
def test_a_call_returns_what_the_command_line_prints(service: Service, samples_folder: Path, name: str) -> None:
    call, command = CALLS[name]
    told = timeless(call(service))
    assert told
    assert told == timeless(claimdesk(samples_folder, *command, "--json").json)


def test_a_follow_up_is_understood_as_in_a_batch(service: Service, samples_folder: Path, tmp_path: Path) -> None:
    turns = [QUESTION, "and Germany?"]
    batch = tmp_path / "turns.jsonl"
    batch.write_text(json.dumps({"id": 1, "question": turns}))
    told = service.ask(AskCall(question=turns[1], earlier=turns[:1]))
    assert "Germany" in told["question"]
    assert "Douma" in told["question"]
    assert timeless(told) | {"id": 1} == timeless(claimdesk(samples_folder, "ask", "--batch", batch).rows[0])


def test_claims_come_in_parts_that_make_the_whole(service: Service) -> None:
    whole, total = service.claims(ClaimsCall())
    assert len(whole) == total > 20
    parts = [service.claims(ClaimsCall(limit=10, offset=at))[0] for at in range(0, total, 10)]
    assert [claim for part in parts for claim in part] == whole
    assert service.claims(ClaimsCall(), most=7) == (whole[:7], total)
    assert service.claims(ClaimsCall(limit=9), most=7) == (whole[:9], total)
    assert service.claims(ClaimsCall(offset=total)) == ([], total)


def test_many_callers_at_once_get_what_one_alone_gets(service: Service) -> None:
    names = [*CALLS] * 3
    alone = {name: timeless(call(service)) for name, (call, _) in CALLS.items()}
    fresh = Service(Desk(service.desk.archive))  # its models are opened by whoever comes first
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda name: timeless(CALLS[name][0](fresh)), names))
    assert [n for n, t in zip(names, told, strict=True) if t != alone[n]] == []


def test_errors_are_those_of_the_desk(service: Service) -> None:
    with pytest.raises(NotFoundError, match="claimdesk articles"):
        service.article(ArticleCall(article="nowhere"))
    with pytest.raises(InputError, match="swap the two dates"):
        service.claims(ClaimsCall(after="2019", before="2018"))
    with pytest.raises(InputError, match="calendar"):
        service.check(CheckCall(statement=STATEMENT, after="2018-02-31"))
