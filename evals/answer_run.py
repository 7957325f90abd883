"""The suites *squad2* and *multihop*: over public questions, does the desk answer what there is, and only that?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals import metrics, scorers, suites
from evals.cases import ROOT, Case, Corpus, Kind, Skipped
from evals.retrieval_run import BENCHMARKS, archive_of, compared, corpus, digest, missing, read_collection
from evals.retrieval_sets import COLLECTIONS, Collection, Topic
from evals.run import run, score, tasks_of
from evals.scorers import Scorer, always, right_reply
from evals.suites import ABSTENTION, Aggregate, Outcomes, Suite
from evals.support_sets import read_rows
from evals.values import Outcome, Result

if TYPE_CHECKING:
    from index import Archive


def right_precision(outcomes: Outcomes) -> float | None:
    """Share of answers that cite the words that answer."""
    answered = [o for o in outcomes if o.answer is not None]
    wanted = sum(o.case.answerable for o in outcomes)
    return metrics.precision(_right(answered), len(answered), wanted)


def right_recall(outcomes: Outcomes) -> float | None:
    """Share of answerable questions with an answer that cites the words that answer."""
    wanted = [o for o in outcomes if o.case.answerable]
    return metrics.share(_right(wanted), len(wanted))


def right_f1(outcomes: Outcomes) -> float | None:
    """Answer-or-abstain F1: the harmonic mean of the two above; an answer to what has none lowers it."""
    return metrics.f1(right_precision(outcomes), right_recall(outcomes))


def _right(outcomes: Outcomes) -> int:
    return sum(o.case.answerable and right_reply(o) == 1.0 for o in outcomes)


SQUAD = Suite(
    "squad2",
    "ask",
    always,
    (Scorer("right_or_abstained", right_reply),),
    (
        Aggregate("right_precision", right_precision),
        Aggregate("right_recall", right_recall),
        Aggregate("right_F1", right_f1),
        *ABSTENTION.aggregates,
    ),
    suites.risk_coverage,
)


def measure_squad(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure SQuAD 2.0: the paragraph found, and the questions answered or abstained on."""
    return _measure(SQUAD, data, full, _squad_cases)


def measure_multihop(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure MultiHop-RAG over its facts: evidence found, outlets and dates right, null queries abstained on."""
    return _measure(NEWS, data, full, _news_cases)


CasesOf = Callable[[Collection, Path], list[Case]]


def _measure(suite: Suite, data: Path | None, full: bool, cases: CasesOf) -> tuple[list[Result], list[Skipped]]:
    collection = read_collection(suite.name, data, full)
    if collection is None:
        return [], [missing(suite.name)]
    folder = (data or ROOT.parent / "shared") / BENCHMARKS / COLLECTIONS[suite.name][0]
    with archive_of(collection) as archive:
        found = compared(collection, archive, full)
        return [found, _asked(suite, full, cases(collection, folder), archive, digest(collection))], []


def _asked(suite: Suite, full: bool, cases: Sequence[Case], archive: Archive, told: str) -> Result:
    from rag.desk import Desk

    outcomes = run(tasks_of(Desk(archive), archive)["ask"], cases)
    return score(suite, outcomes, Corpus(f"{corpus(full)}_answers", tuple(cases), (), told))


def _squad_cases(collection: Collection, folder: Path) -> list[Case]:
    asked = (q for a in read_rows(folder / "articles.jsonl.gz") for p in a["paragraphs"] for q in p["qas"])
    words = {q["id"]: tuple(dict.fromkeys(a["text"].strip() for a in q["answers"])) for q in asked}
    return [_case(t, "fact", (words[t.id],) if t.relevant else ()) for t in collection.topics]


def _news_cases(collection: Collection, _: Path) -> list[Case]:
    """Return cases whose ``gold`` are the outlets and days of the evidence."""
    known = {d.id: (d.publisher or "", d.published or "") for d in collection.documents}
    return [_case(t, "multi", tuple(sorted({known[i] for i in t.relevant})), t.relevant) for t in collection.topics]


def _case(topic: Topic, kind: Kind, gold: tuple[tuple[str, ...], ...], documents: Iterable[str] = ()) -> Case:
    files = tuple(f"multihop.jsonl#{i}" for i in sorted(documents))
    return Case(id=topic.id, kind=kind, question=topic.text, answerable=bool(topic.relevant), gold=gold, articles=files)


def _share(wanted: set[str], shown: set[str | None]) -> float:
    return len(wanted & shown) / len(wanted) if wanted else 0.0


def cited_right(outcome: Outcome) -> float:
    """Share of citations that are to articles which hold the evidence; 0 for an abstention."""
    return metrics.citation_precision([bool(c.files & set(outcome.case.articles)) for c in outcome.cited])


def evidence_cited(outcome: Outcome) -> float:
    """Share of the articles with evidence that are cited."""
    return _share(set(outcome.case.articles), {file for c in outcome.cited for file in c.files})


def publishers_right(outcome: Outcome) -> float:
    """Share of the evidence's outlets that are cited."""
    return _share({gold[0] for gold in outcome.case.gold}, {c.citation.publisher for c in outcome.cited})


def dates_right(outcome: Outcome) -> float:
    """Share of the evidence's days of publication that are those of cited articles."""
    return _share({gold[1] for gold in outcome.case.gold}, {c.citation.published for c in outcome.cited})


NEWS = Suite(
    "multihop",
    "ask",
    always,
    (
        Scorer("answered_or_abstained", lambda o: float(o.abstained != o.case.answerable)),
        Scorer("citations_in_evidence", cited_right, scorers.has_gold),
        Scorer("evidence_cited", evidence_cited, scorers.has_gold),
        Scorer("publishers_right", publishers_right, scorers.has_gold),
        Scorer("dates_right", dates_right, scorers.has_gold),
    ),
    ABSTENTION.aggregates[:3],
)
