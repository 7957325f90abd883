"""The calls that other programs make: arguments in, public JSON out, the same as the command line prints.

The HTTP API and the MCP server both stand on this, so neither says anything of its own. Any number of threads may call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from index.values import Article, Filters, Hit

if TYPE_CHECKING:
    from index import Archive
    from index.told import Told
    from rag import Desk
    from rag.values import Reply, Statement
    from service_types import ArticleCall, AskCall, CheckCall, ClaimsCall, SearchCall, TimelineCall

AT_ONCE = 8
"""Calls that are worked on at the same time; more wait for their turn."""


class Service:
    """The calls on one desk. Errors are those of ``index/errors.py``, one line each."""

    def __init__(self, desk: Desk) -> None:
        """Serve from a desk, which all callers share."""
        self.desk = desk
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def search(self, call: SearchCall) -> dict[str, Any]:
        """Return the best passages, as ``claimdesk search --json`` does."""
        with self._turns:
            hits = self.desk.search(call.query, call.k, _filters(call))
            return {"id": None, "results": results(self.desk.archive, hits)}

    def ask(self, call: AskCall, tell: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any]:
        """Return an answer or an abstention, as ``claimdesk ask --json`` does.

        ``tell`` gets each statement of a model as soon as it has passed the grounding gate.
        """
        from rag.values import reply_json

        def told(statement: Statement) -> None:
            if tell:
                tell(statement_json(statement))

        with self._turns:
            return reply_json(self._reply(call, told))

    def _reply(self, call: AskCall, tell: Callable[[Statement], None]) -> Reply:
        from rag.values import Turn

        filters, history = _filters(call), list[Turn]()
        for question in call.earlier:
            reply = self.desk.ask(question, history=history, filters=filters, k=call.k)
            history.append(Turn(reply.question, reply))
        return self.desk.ask(call.question, history=history, filters=filters, k=call.k, tell=tell)

    def check(self, call: CheckCall) -> dict[str, Any]:
        """Return the verdict on a statement, as ``claimdesk check --json`` does."""
        with self._turns:
            return self.desk.check(call.statement, filters=_filters(call), k=call.k).json()

    def claims(self, call: ClaimsCall, most: int | None = None) -> tuple[list[dict[str, Any]], int]:
        """Return who claimed what, as ``claimdesk claims --json`` does, and how many claims there are in all.

        ``most`` limits a call that sets no limit itself.
        """
        limits = _filters(call)
        with self._turns:
            found = self.desk.archive.claims(
                call.claimant, call.about, limits.after, limits.before, limits.publisher, call.disputed
            )
            return _part(found, call, most), len(found)

    def timeline(self, call: TimelineCall, most: int | None = None) -> tuple[list[dict[str, Any]], int]:
        """Return claims in the order in which they were said, each once; otherwise as ``claims``."""
        with self._turns:
            found = self.desk.archive.timeline(call.claimant, call.about, call.publisher)
            return _part(found, call, most), len(found)

    def article(self, call: ArticleCall) -> dict[str, Any]:
        """Return an article with its text, as ``claimdesk show --json`` does."""
        return article_json(self.desk.archive.article(call.article), with_text=True)

    def counts(self) -> dict[str, int]:
        """Return how many articles, passages and copies the archive holds."""
        return self.desk.archive.counts()


def _filters(call: SearchCall | AskCall | CheckCall | ClaimsCall) -> Filters:
    return Filters.of(call.after, call.before, call.publisher)


def _part(found: list[Told], call: ClaimsCall | TimelineCall, most: int | None) -> list[dict[str, Any]]:
    from rag.claim_rows import told_json

    limit = most if call.limit is None else call.limit
    return [told_json(t) for t in found[call.offset :][:limit]]


def results(archive: Archive, hits: Iterable[Hit], *, explain: bool = False) -> list[dict[str, Any]]:
    """Return the public JSON form of search results; ``explain``: with what each score is made of."""
    from rag.batch import result

    return [result(archive, hit, explain=explain) for hit in hits]


def article_json(a: Article, *, with_text: bool) -> dict[str, Any]:
    """Return the public JSON form of an article, with its text or with the length of it."""
    known = {name: getattr(a, name) for name in ("published_from", "byline", "url", "language", "origin")}
    text = {"text": a.text, "removed": list(a.removed)} if with_text else {"characters": len(a.text)}
    return {**a.reference(), **known, **text}


def statement_json(s: Statement) -> dict[str, Any]:
    """Return the public JSON form of a statement, as it stands in a reply."""
    return {"text": s.text, "support": round(s.support, 4), "citations": list(s.citations)}
