"""Fits how signals are weighed into a probability that a sentence answers, and the floor for abstaining.

Runs the desk's own retrieval and reading over three kinds of questions: public ones on an archive that the reader was
not trained on (four SQuAD 2.0 articles, PolNeAR dev, MultiHop-RAG facts), questions that ask as reporters do over sets
of nine news articles (``training/questions.json``: near misses among them, most in other words than the article's), and
the eval cases ``samples`` and ``real``. ``real_held`` is never read here. Writes ``rag/support.json``.
Usage: ``python -m training.support [--questions 450] [--folder DIR]``.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from evals.cases import load_cases
from evals.words import holds_any
from index import Archive
from index.values import NO_FILTERS, Filters
from rag.chat import gather
from rag.evidence import Candidate
from rag.judge import read
from rag.reader import Reader, load_reader
from rag.support import WEIGHTS, features
from training.reader_data import HELD_OUT, SHARED, polnear_questions, rows, sentences_of

SEED, FOLDINGS = 11, 3
OWN, NEWS = ("samples", "real"), "news"
WEIGHTS_OF, PUBLIC_WEIGHT = {"samples": 4.0, "real": 4.0, NEWS: 1.0}, 0.5

QUESTIONS = Path(__file__).with_name("questions.json")
CASES = Path(__file__).resolve().parent.parent / "evals" / "cases"
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "articles"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the set it comes from, and the sentences or gold words that answer it (none: unanswerable)."""

    question: str
    kind: str
    gold: frozenset[str]
    filters: Filters = NO_FILTERS

    def answered_by(self, sentence: str) -> bool:
        """Tell whether a sentence holds an answer."""
        if self.kind in (*OWN, NEWS):
            return holds_any(sentence, sorted(self.gold))
        return any(sentence in g or g in sentence for g in self.gold)


Table = list[tuple[Asked, list[tuple[Candidate, int]]]]


def squad_questions(rng: random.Random, count: int) -> list[Asked]:
    """Return questions over the held-out SQuAD 2.0 articles, with the sentences that hold an answer."""
    made = []
    for article in rows(SHARED / "benchmarks/squad2/articles.jsonl.gz"):
        if article["title"] not in HELD_OUT:
            continue
        for p in article["paragraphs"]:
            spans = sentences_of(p["context"])
            for q in p["qas"]:
                starts = {a["answer_start"] for a in q["answers"]}
                gold = {p["context"][s:e] for s, e in spans if any(s <= a < e for a in starts)}
                made.append(Asked(q["question"].strip(), "squad2", frozenset(gold)))
    return rng.sample(made, min(count, len(made)))


def speech_questions(rng: random.Random, count: int) -> list[Asked]:
    """Return questions made from PolNeAR dev attributions: answerable, wrong speaker, wrong topic."""
    made = [Asked(q, "polnear", frozenset(gold)) for q, gold in polnear_questions(rng, "dev")]
    return rng.sample(made, min(count, len(made)))


def null_questions() -> list[Asked]:
    """Return the MultiHop-RAG questions that have no answer."""
    queries = rows(SHARED / "benchmarks/multihop_rag/queries.jsonl.gz")
    return [Asked(q["question"], "multihop_null", frozenset()) for q in queries if q["question_type"] == "null_query"]


def news_sets() -> Iterator[tuple[list[dict[str, str]], list[Asked]]]:
    """Yield sets of nine PolNeAR dev articles with our own questions over them; gold is kept as offsets into them."""
    articles = {a["id"]: a for a in rows(SHARED / "benchmarks/polnear/dev.jsonl.gz")}
    for told in json.loads(QUESTIONS.read_text("utf-8")):
        asked = [
            Asked(q["question"], NEWS, frozenset(articles[q["article"]]["text"][s:e] for s, e in q["gold"]))
            for q in told["questions"]
        ]
        yield [_news(articles[i]) for i in told["articles"]], asked


def _news(article: dict[str, str]) -> dict[str, str]:
    return {k: article[k] for k in ("id", "title", "text", "publisher")} | {"published": article["date"]}


def own_questions(name: str) -> list[Asked]:
    """Return the single-turn eval cases of a corpus."""
    made = []
    for case in load_cases(CASES / f"{name}.jsonl"):
        if len(case.turns) == 1:
            gold = frozenset(word for group in case.gold for word in group)
            made.append(Asked(case.turns[0], name, gold, Filters(case.after, case.before)))
    return made


def corpus() -> Iterator[dict[str, str]]:
    """Yield the articles of the archive that the questions are asked of."""
    for article in rows(SHARED / "benchmarks/squad2/articles.jsonl.gz"):
        if article["title"] in HELD_OUT:
            text = "\n\n".join(p["context"].replace("\n", " ") for p in article["paragraphs"])
            yield {"id": article["title"], "title": article["title"].replace("_", " "), "text": text}
    for article in rows(SHARED / "benchmarks/polnear/dev.jsonl.gz"):
        yield _news(article)
    for n, fact in enumerate(rows(SHARED / "benchmarks/multihop_rag/facts.jsonl.gz")):
        origin = {"publisher": fact["source"], "published": fact["published_at"][:10]}
        yield {"id": f"fact-{n}", "title": fact["title"], "text": fact["fact"]} | origin


def signals(archive: Archive, reader: Reader, asked: Asked) -> list[tuple[Candidate, int]]:
    """Return the candidates that the desk would read, with whether each holds an answer."""
    question, found, _ = gather(archive, asked.question, asked.filters, 10)
    chosen = read(question, found, reader)
    return [(c, int(asked.answered_by(c.text))) for c in chosen]


def main() -> None:
    """Collect signals, fit, report cross-validated figures, write the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--questions", type=int, default=700)
    ask.add_argument("--folder", type=Path)
    ask.add_argument("--dry", action="store_true", help="report, write nothing")
    told = ask.parse_args()
    rng = random.Random(SEED)
    public = [*squad_questions(rng, told.questions), *speech_questions(rng, told.questions), *null_questions()]
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "corpus.jsonl"
        source.write_text("\n".join(json.dumps(a) for a in corpus()))
        table = ask_all(told.folder or Path(scratch) / "public", source, public)
        for number, (articles, asked) in enumerate(news_sets()):
            source.write_text("\n".join(json.dumps(a) for a in articles))
            table += ask_all(Path(scratch) / f"news-{number}", source, asked)
        table += ask_all(Path(scratch) / "samples", EXAMPLES, own_questions("samples"))
        table += ask_all(Path(scratch) / "real", SHARED / "articles", own_questions("real"))
    fit(table, told.dry)


def ask_all(folder: Path, source: Path, asked: Sequence[Asked]) -> Table:
    """Return the candidates of each question over an archive of ``source``, made unless it exists."""
    with Archive(folder) as archive:
        if not archive.counts()["articles"]:
            archive.add([source])
        return [(a, signals(archive, load_reader(), a)) for a in asked]


def fit(table: Table, dry: bool) -> None:
    """Fit on all candidates, report by question with folds that hold out whole questions, write the weights."""
    names = sorted(features(table[0][1][0][0].signals))
    x = np.array([[features(c.signals)[n] for n in names] for _, cs in table for c, _ in cs])
    y = np.array([label for _, cs in table for _, label in cs])
    group = np.array([i for i, (_, cs) in enumerate(table) for _ in cs])
    weight = np.array([WEIGHTS_OF.get(a.kind, PUBLIC_WEIGHT) for a, cs in table for _ in cs])
    spread = x.std(0) + 1e-6
    p = np.zeros(len(y))
    for seed in range(FOLDINGS):
        for train, test in GroupKFold(10, shuffle=True, random_state=seed).split(x, y, group):
            fitted = _model().fit(x[train] / spread, y[train], weight[train])
            p[test] += fitted.predict_proba(x[test] / spread)[:, 1] / FOLDINGS
    floor = report(table, p, y, group)
    model = _model().fit(x / spread, y, weight)
    weights = dict(zip(names, np.round(model.coef_[0] / spread, 4).tolist(), strict=True))
    told = {"weights": weights, "bias": round(float(model.intercept_[0]), 4), "floor": round(floor, 3)}
    print(json.dumps(told, indent=1))
    if not dry:
        WEIGHTS.write_text(json.dumps(told, indent=1) + "\n")


def _model() -> LogisticRegression:
    return LogisticRegression(C=0.1, max_iter=3000)


def report(table: Table, p: np.ndarray, y: np.ndarray, group: np.ndarray) -> float:
    """Print figures by set and return the floor at which the lesser of abstention precision and recall is best."""
    best = np.array([p[group == i].max() if (group == i).any() else 0.0 for i in range(len(table))])
    right = np.array([y[group == i][p[group == i].argmax()] if (group == i).any() else 0 for i in range(len(table))])
    possible = np.array([bool(a.gold) for a, _ in table])
    kinds = np.array([a.kind for a, _ in table])
    seen = np.array([any(label for _, label in cs) for _, cs in table])
    for kind in dict.fromkeys(kinds):
        k = kinds == kind
        line = {"of": kind, "n": int(k.sum()), "answerable": int(possible[k].sum())}
        if possible[k].any():
            line |= {"gold_read": float(seen[k & possible].mean()), "best_right": float(right[k & possible].mean())}
        if 0 < possible[k].sum() < k.sum():
            line |= {"auc": float(roc_auc_score(possible[k], best[k]))}
        print(json.dumps(line))
    own = np.isin(kinds, OWN)
    floors = np.arange(0.05, 0.7, 0.01)
    balance = np.array([min(abstention(best[own] >= f, possible[own])) for f in floors])
    chosen = float(floors[int(np.argmax(balance))])
    for kind in dict.fromkeys(kinds):
        for f in (chosen - 0.1, chosen, chosen + 0.1):
            k = kinds == kind
            print(kind, f"floor {f:.2f} abstention precision, recall", abstention(best[k] >= f, possible[k]))
    return chosen


def abstention(answered: np.ndarray, possible: np.ndarray) -> tuple[float, float]:
    """Return precision and recall of abstaining."""
    right = float((~answered & ~possible).sum())
    return right / max(1, (~answered).sum()), right / max(1, (~possible).sum())


if __name__ == "__main__":
    main()
