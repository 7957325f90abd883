"""The desk: the one object that a program needs to search an archive and to ask it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.errors import InputError
from index.extract import Extractor
from index.values import NO_FILTERS, Filters, Hit
from index.verifier import Verifier, load_verifier
from rag.chat import ask
from rag.check import check
from rag.fusion import POOL
from rag.judge import QUICK_TOKENS, READ_TOKENS
from rag.llm import as_model
from rag.reader import Reader, load_reader
from rag.rerank import Reranker
from rag.retrieve import collapsed, retrieve
from rag.support import Support, load_support
from rag.values import Reply, Turn
from rag.verdict import Verdict

if TYPE_CHECKING:
    from index import Archive
    from rag.drafting import Tell, Writer
    from rag.llm import AnyModel


class Desk:
    """Answers questions from an archive, or abstains. Models are opened at the first question and kept."""

    def __init__(
        self,
        archive: Archive,
        *,
        verifier: str | None = None,
        model: AnyModel | None = None,
        model_url: str | None = None,
        strict: float | None = None,
        rerank: bool = True,
    ) -> None:
        """Open a desk on an archive; ``verifier`` names another verifier than the packaged one (``load_verifier``).

        ``strict``, in [0, 1], is how likely an answer must be right to be given (``docs/asking.md`` has the curve): 0
        always answers with what comes nearest, 1 never; None is the balance that was fitted. Without ``rerank`` search
        keeps the order of the indexes and the reader reads less of what may answer: faster, less often right.

        ``model`` writes answers behind the grounding gate: ``PROVIDER:NAME`` (``open_model``, which ``model_url`` is
        for) or a LangChain chat model. Raises InputError for a ``strict`` out of range, InputError or ModelError for a
        model that cannot be opened.
        """
        if strict is not None and not 0.0 <= strict <= 1.0:
            raise InputError(f"strict is {strict}; choose a number from 0 to 1")
        self._strict, self._rerank = strict, rerank
        self.archive = archive
        self.model = as_model(model, model_url)
        self._verifier_name = verifier

    @cached_property
    def _reader(self) -> Reader:
        return load_reader()

    @cached_property
    def _reranker(self) -> Reranker:
        return Reranker(self._reader)

    @cached_property
    def _support(self) -> Support:
        return replace(load_support(), strict=self._strict)

    @cached_property
    def _verifier(self) -> Verifier:
        return load_verifier(self._verifier_name)

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor()

    @cached_property
    def _writer(self) -> Writer | None:
        if self.model is None:
            return None
        from rag.drafting import Writer

        return Writer(self.archive, self.model, self._verifier, self._extractor)

    def _alone(self, question: str, history: Sequence[Turn]) -> str:
        """Return a follow-up as a model makes it stand alone, where the rules of ``rag/rewrite.py`` cannot."""
        if self.model is None or not history:
            return question
        from rag.reword import stand_alone_by

        return stand_alone_by(self.model, question, history)

    def _parts(self, statement: str) -> list[str]:
        """Return what a statement says as a model takes it apart; empty without a model."""
        if self.model is None:
            return []
        from rag.reword import split_by

        return split_by(self.model, statement)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        k: int = 10,
        tell: Tell | None = None,
    ) -> Reply:
        """Return an answer with citations, or an abstention that lists what was searched.

        ``history`` holds the earlier turns of the conversation, oldest first; ``k`` is how many passages are read (1 to
        100). ``tell`` gets each statement of a model as soon as it has passed the grounding gate. Raises InputError for
        an empty question or a ``k`` out of range; a model that fails never raises, the reply's ``note`` says so.
        """
        if not question.strip():
            raise InputError("the question is empty; write what you want to know")
        asked = self._alone(_clean(question), history)
        found = ask(
            self.archive,
            self._reader,
            self._support,
            asked,
            history=history,
            filters=filters,
            k=_checked(k),
            tokens=READ_TOKENS if self._rerank else QUICK_TOKENS,
        )
        return self._writer.answer(found, filters, k, tell) if self._writer else found

    def check(self, statement: str, *, filters: Filters = NO_FILTERS, k: int = 10) -> Verdict:
        """Return what the archive says of a statement: supported, refuted, disputed or not enough evidence.

        A model, where there is one, only takes the statement apart; the verdict is the verifier's. ``k`` is how many
        passages are looked at (1 to 100). Raises InputError for an empty or overlong statement or a
        ``k`` out of range, ModelError for a verifier that cannot be opened: an error is no verdict.
        """
        if not (cleaned := _printable(_clean(statement))):
            raise InputError("the statement is empty; write what you want to check")
        told = self._parts(cleaned)
        return check(self.archive, self._verifier, self._extractor, cleaned, filters=filters, k=_checked(k), told=told)

    def search(
        self, query: str, k: int = 10, filters: Filters = NO_FILTERS, *, rerank: bool | None = None
    ) -> list[Hit]:
        """Return the ``k`` best passages (1 to 1,000) for a query, the best first; empty for an empty query.

        ``rerank`` is the desk's own choice unless it is given. What other articles repeat is found once.
        """
        reranker = self._reranker if (self._rerank if rerank is None else rerank) else None
        found = (
            retrieve(self.archive, _clean(query), max(POOL, 2 * _checked(k, 1000)), filters, reranker)
            if query.strip()
            else []
        )
        return collapsed(self.archive, found, k)


def _clean(text: str) -> str:
    """Return a text with what is no character (half of a surrogate pair) replaced: not every library takes it."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _printable(text: str) -> str:
    """Return a text with its control characters as spaces."""
    return "".join(" " if unicodedata.category(c) == "Cc" and c != "\n" else c for c in text).strip()


def _checked(k: int, most: int = 100) -> int:
    if not 1 <= k <= most:
        raise InputError(f"k is {k}; choose a number from 1 to {most}")
    return k
