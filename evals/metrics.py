"""The metrics: pure functions, each with the definition that it follows. Shares and scores lie in [0, 1]."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

_Z = 1.959964


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, or None (never zero) of no values."""
    return math.fsum(values) / len(values) if values else None


def share(part: int, whole: int) -> float | None:
    """Return ``part / whole``, or None where there is no whole."""
    return part / whole if whole else None


def wilson(share_: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of ``n`` cases; wider than needed for a mean of scores between 0 and 1.

    Definition: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference.
    """
    square = _Z**2 / n
    middle = (share_ + square / 2) / (1 + square)
    half = _Z / (1 + square) * math.sqrt(share_ * (1 - share_) / n + square / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def success_at(k: int, relevant: Sequence[bool]) -> float:
    """Success@k: 1 if any of the first ``k`` results is relevant, else 0 (also called hit rate; not Recall@k).

    Definition: ir_measures, "Success"; TREC evaluation program, measure ``success``.
    """
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant result, 0 if there is none.

    Definition: Voorhees (1999), The TREC-8 Question Answering Track Report.
    """
    return next((1 / rank for rank, good in enumerate(relevant, start=1) if good), 0.0)


def ndcg_at(k: int, relevant: Sequence[bool], total: int) -> float:
    """Normalised discounted cumulative gain with binary gains and a log2(rank + 1) discount.

    ``total`` is the number of relevant passages in the archive, so what was never retrieved counts against the ideal;
    0 where the archive has none. Definition: Järvelin & Kekäläinen (2002), with the discount of Burges et al. (2005).
    """
    return graded_ndcg_at(k, relevant, [True] * total)


def graded_ndcg_at(k: int, gains: Sequence[int], all_gains: Sequence[int]) -> float:
    """``ndcg_at`` with gains of any size: the grades themselves, not 2 to their power.

    ``gains`` are those of the results, best first; ``all_gains`` those of whatever is judged, in any order. None is
    negative. Definition: trec_eval, measure ``ndcg_cut``; ir_measures, "nDCG".
    """
    ideal = _discounted(sorted(all_gains, reverse=True)[:k])
    return _discounted(gains[:k]) / ideal if ideal else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def average_precision_at(k: int, relevant: Sequence[bool], total: int) -> float:
    """Sum of the precisions at the relevant ones of the first ``k`` results, over the ``total`` that are relevant.

    So with fewer than ``total`` results looked at 1 cannot be reached; 0 where nothing is relevant. Definition:
    trec_eval, measure ``map_cut``; ir_measures, "AP".
    """
    at = [rank for rank, good in enumerate(relevant[:k], start=1) if good]
    return math.fsum(n / rank for n, rank in enumerate(at, start=1)) / total if total else 0.0


def precision_at(k: int, relevant: Sequence[bool]) -> float:
    """Share of the first ``k`` places that hold a relevant result; a place that is empty holds none.

    Definition: trec_eval, measure ``P``; ir_measures, "P".
    """
    return sum(relevant[:k]) / k


def recall_at(k: int, relevant: Sequence[bool], total: int) -> float:
    """Share of the ``total`` relevant ones that are among the first ``k`` results; 0 where nothing is relevant.

    Definition: trec_eval, measure ``recall``; ir_measures, "R".
    """
    return sum(relevant[:k]) / total if total else 0.0


def precision(true_positives: int, predicted: int, actual: int) -> float | None:
    """Share of what was predicted that is right (Manning et al. 2008, Introduction to Information Retrieval, 8.3).

    Where nothing was predicted: 0 if there was something to find, else None.
    """
    return true_positives / predicted if predicted else (0.0 if actual else None)


def f1(precision_: float | None, recall_: float | None) -> float | None:
    """Harmonic mean of precision and recall (van Rijsbergen 1979), 0 if both are 0, None if either is undefined."""
    if precision_ is None or recall_ is None:
        return None
    return 2 * precision_ * recall_ / (precision_ + recall_) if precision_ + recall_ else 0.0


def rouge1_recall(candidate: Sequence[str], reference: Sequence[str]) -> float:
    """Share of the reference's words, with multiplicity, that the candidate has (Lin 2004, ROUGE-1 recall)."""
    common = Counter(candidate) & Counter(reference)
    return common.total() / len(reference) if reference else 0.0


def word_support(statement: Sequence[str], quotes: Sequence[str]) -> float:
    """Share of a statement's words, with multiplicity, that its cited quotes hold; 0 for an empty statement.

    A lexical lower bound of groundedness: ROUGE-1 precision of the statement against its evidence (Lin 2004), for the
    question that Rashkin et al. (2023, AIS) put to people.
    """
    common = Counter(statement) & Counter(quotes)
    return common.total() / len(statement) if statement else 0.0


def exact_slice(quote: str, written: str) -> float:
    """1 if a quote is not empty and equals, character by character, what the article holds at its offsets, else 0.

    Definition: DESIGN.md, promise 1 (``quote == article.text[start:end]``).
    """
    return float(bool(quote) and quote == written)


def citation_precision(supporting: Sequence[bool]) -> float:
    """Share of citations that do supporting work; 0 where nothing is cited.

    Definition: Gao et al. (2023), ALCE, section 3, at the level of citations; support is judged by gold words rather
    than by an entailment model.
    """
    return sum(supporting) / len(supporting) if supporting else 0.0


def citation_recall(statements: Sequence[Sequence[bool]]) -> float:
    """Share of statements that have at least one supporting citation; 0 where nothing is stated.

    Definition: Gao et al. (2023), ALCE, section 3, with the same judge as ``citation_precision``.
    """
    return sum(any(marks) for marks in statements) / len(statements) if statements else 0.0


def risk_coverage(support: Sequence[float], loss: Sequence[float]) -> list[tuple[float, float]]:
    """Return (coverage, risk) as replies are let through from the best supported down.

    Equal supports are in no order, so each of them carries the group's mean loss.
    Definition: El-Yaniv & Wiener (2010); Geifman & El-Yaniv (2017), Selective Classification for Deep Neural Networks.
    """
    groups: dict[float, list[float]] = {}
    for value, cost in zip(support, loss, strict=True):
        groups.setdefault(value, []).append(cost)
    points: list[tuple[float, float]] = []
    spent = 0.0
    for value in sorted(groups, reverse=True):
        each = math.fsum(groups[value]) / len(groups[value])
        for _ in groups[value]:
            spent += each
            points.append(((len(points) + 1) / len(loss), spent / (len(points) + 1)))
    return points


def aurc(points: Sequence[tuple[float, float]]) -> float | None:
    """Area under the risk-coverage curve: the mean risk over its coverages (Geifman et al. 2019). Lower is better."""
    return mean([risk for _, risk in points])


def sign_test(wins: int, losses: int) -> float:
    """Two-sided exact sign test: how likely so uneven a split of wins and losses is by chance; ties are left out.

    Definition: Dixon & Mood (1946), The Statistical Sign Test.
    """
    n, least = wins + losses, min(wins, losses)
    tail: float = sum(math.comb(n, i) for i in range(least + 1)) / 2**n
    return min(1.0, 2 * tail)
