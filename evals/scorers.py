"""Scorers: one number in [0, 1] per case, higher is better.

``scope`` and ``gold`` look at the case alone, so that no system can shrink its own denominator: a case in scope without
gold is excluded and counted; one with gold counts, whatever came back. Nothing returned scores zero, except that an
abstention shows nothing and so breaks none of the rules about what may be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evals import metrics
from evals.cases import Case
from evals.values import Cited, Outcome
from evals.words import every_group, holds_any, tokens
from rag.values import Statement

CaseTest = Callable[[Case], bool]


def always(_: Case) -> bool:
    """Hold for every case."""
    return True


def has_gold(case: Case) -> bool:
    """Hold for a case that says which words answer it, and where they are."""
    return bool(case.gold)


@dataclass(frozen=True, slots=True)
class Scorer:
    """How a suite judges one outcome; ``score`` is never called on a crash. A ``strict`` one guards a promise."""

    name: str
    score: Callable[[Outcome], float]
    scope: CaseTest = always
    gold: CaseTest = always
    strict: bool = False

    def applies(self, case: Case) -> bool:
        """Tell if the case is scored: it is in scope and has the gold."""
        return self.scope(case) and self.gold(case)

    def excludes(self, case: Case) -> bool:
        """Tell if the case is in scope but has no gold: left out, and counted as left out."""
        return self.scope(case) and not self.gold(case)


def _relevant(outcome: Outcome) -> tuple[bool, ...]:
    return outcome.ranking.relevant if outcome.ranking else ()


def _success(k: int) -> Scorer:
    return Scorer(f"Success@{k}", lambda o: metrics.success_at(k, _relevant(o)), gold=has_gold)


def _ndcg(outcome: Outcome) -> float:
    return metrics.ndcg_at(10, _relevant(outcome), outcome.ranking.total) if outcome.ranking else 0.0


def gold_cited(outcome: Outcome) -> float:
    """1 if every group of gold words has an alternative inside one cited quote, else 0."""
    return float(every_group(outcome.case.gold, outcome.quotes))


def right_reply(outcome: Outcome) -> float:
    """1 for gold words cited where the archive answers, and for an abstention where it does not, else 0."""
    return gold_cited(outcome) if outcome.case.answerable else float(outcome.abstained)


def nothing_forbidden(outcome: Outcome) -> float:
    """1 if none of the case's ``must_not`` words is in what the answer shows, else 0."""
    answer = outcome.answer
    shown = [s.text for s in answer.statements] if answer else []
    return float(not any(holds_any(text, outcome.case.must_not) for text in [*shown, *outcome.quotes]))


def carries_gold(outcome: Outcome, statement: Statement) -> bool:
    """Tell if the statement or a quote that it cites holds gold words."""
    words = [alternative for group in outcome.case.gold for alternative in group]
    return any(holds_any(text, words) for text in (statement.text, *_evidence(outcome, statement)))


def _evidence(outcome: Outcome, statement: Statement) -> list[str]:
    return [c.citation.quote for c in outcome.cited if c.citation.n in statement.citations]


def _bare(outcome: Outcome) -> list[bool]:
    """For each statement with gold words: is its claimant missing from the statement and from its quotes?"""
    statements = outcome.answer.statements if outcome.answer else ()
    return [
        not any(holds_any(text, outcome.case.claimants) for text in (s.text, *_evidence(outcome, s)))
        for s in statements
        if carries_gold(outcome, s)
    ]


def claimant_shown(outcome: Outcome) -> float:
    """1 if the claimed words are shown, and each time beside their claimant, else 0."""
    bare = _bare(outcome)
    return float(bool(bare) and not any(bare))


def no_bare_allegation(outcome: Outcome) -> float:
    """1 unless claimed words are shown without their claimant; showing nothing breaks nothing."""
    return float(not any(_bare(outcome)))


def slices_back(outcome: Outcome) -> float:
    """1 if every displayed quote, searched passages included, is what the article holds at its offsets, else 0."""
    if outcome.answer and not outcome.cited:
        return 0.0
    return float(all(metrics.exact_slice(c.citation.quote, c.written) for c in (*outcome.cited, *outcome.searched)))


def every_statement_cited(outcome: Outcome) -> float:
    """1 if each statement names at least one citation and only citations that exist; 1 for an abstention."""
    if outcome.answer is None:
        return float(outcome.abstained)
    known = {c.citation.n for c in outcome.cited}
    statements = outcome.answer.statements
    return float(bool(statements) and all(s.citations and known.issuperset(s.citations) for s in statements))


def words_in_quotes(outcome: Outcome) -> float:
    """Mean over statements of the share of their words that their quotes hold; 1 for an abstention."""
    if outcome.answer is None:
        return float(outcome.abstained)
    shares = [
        metrics.word_support(tokens(s.text), tokens(" ".join(_evidence(outcome, s)))) for s in outcome.answer.statements
    ]
    return metrics.mean(shares) or 0.0


def supports(cited: Cited, case: Case) -> bool:
    """Tell if a citation lies in a right article and holds gold words of the case."""
    return in_right_article(cited, case) and holds_any(cited.citation.quote, [a for group in case.gold for a in group])


def in_right_article(cited: Cited, case: Case) -> bool:
    """Tell if a citation lies in an article that answers the case."""
    return bool(cited.files & set(case.articles))


def _citation_precision(outcome: Outcome) -> float:
    return metrics.citation_precision([supports(c, outcome.case) for c in outcome.cited])


def _article_precision(outcome: Outcome) -> float:
    return metrics.citation_precision([in_right_article(c, outcome.case) for c in outcome.cited])


def _citation_recall(outcome: Outcome) -> float:
    marks = {c.citation.n: supports(c, outcome.case) for c in outcome.cited}
    statements = outcome.answer.statements if outcome.answer else ()
    return metrics.citation_recall([[marks.get(n, False) for n in s.citations] for s in statements])


def right_side(outcome: Outcome) -> float:
    """1 for any answer where the archive answers, and for an abstention where it does not, else 0."""
    return float(outcome.answer is not None if outcome.case.answerable else outcome.abstained)


def _rewrite_recall(outcome: Outcome) -> float:
    rewritten = outcome.reply.question if outcome.reply else ""
    return metrics.rouge1_recall(tokens(rewritten), tokens(outcome.case.rewrite or ""))


def _is_answerable(case: Case) -> bool:
    return case.answerable


def _is_claim(case: Case) -> bool:
    return case.answerable and case.kind == "claim"


def _is_located(case: Case) -> bool:
    return bool(case.gold and case.articles)


RETRIEVAL = (
    _success(1),
    _success(5),
    _success(10),
    Scorer("RR", lambda o: metrics.reciprocal_rank(_relevant(o)), gold=has_gold),
    Scorer("nDCG@10", _ndcg, gold=has_gold),
)
ANSWERS = (
    Scorer("gold_cited", gold_cited, scope=_is_answerable, gold=has_gold),
    Scorer("claimant_shown", claimant_shown, scope=_is_claim, gold=lambda c: bool(c.claimants and c.gold)),
    Scorer(
        "no_bare_allegation",
        no_bare_allegation,
        scope=_is_claim,
        gold=lambda c: bool(c.claimants and c.gold),
        strict=True,
    ),
    Scorer("nothing_forbidden", nothing_forbidden, scope=lambda c: bool(c.must_not)),
)
GROUNDING = (
    Scorer("quotes_slice_back", slices_back, strict=True),
    Scorer("every_statement_cited", every_statement_cited, strict=True),
    Scorer("words_in_quotes", words_in_quotes),
    Scorer("citation_precision", _citation_precision, scope=_is_answerable, gold=_is_located),
    Scorer("article_precision", _article_precision, scope=_is_answerable, gold=lambda c: bool(c.articles)),
    Scorer("citation_recall", _citation_recall, scope=_is_answerable, gold=_is_located),
)
ABSTENTION = (Scorer("right_side", right_side),)
CONVERSATION = (
    Scorer("right_reply", right_reply, gold=lambda c: has_gold(c) or not c.answerable),
    Scorer("rewrite_recall", _rewrite_recall, gold=lambda c: c.rewrite is not None),
)
