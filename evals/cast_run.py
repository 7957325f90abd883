"""The suite *cast*: follow-ups of TREC CAsT made to stand alone, beside what people wrote and in a search.

Each question is rewritten with the questions before it as we rewrote them, so that a slip is carried on as it would be
at a desk. A conversation's first question is never counted as a follow-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evals.cases import ROOT, Case, Skipped
from evals.metrics import f1, mean, rouge1_recall
from evals.run import open_archive
from evals.stance_sets import digest
from evals.support_sets import read_rows
from evals.trec import Run, by_query
from evals.values import Better, Measure, Outcome, Result, Row
from evals.words import tokens
from rag.rewrite import readings
from rag.values import Abstention, Answer, Statement, Turn

if TYPE_CHECKING:
    from index import Archive

SUITE = "cast"
FOLDER = Path("benchmarks") / "cast"
YEARS = ("2019", "2021")
EVERY = 4
OURS = ""
DEPTH, HITS = 10, 40
Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a conversation as it was asked, and as people rewrote it to stand alone.

    ``automatic`` is how the organisers' model rewrote it, ``passage`` what they would answer; empty where not given.
    """

    id: str
    raw: str
    manual: str
    automatic: str = ""
    passage: str = ""

    @property
    def reply(self) -> Answer | Abstention:
        """What the next question follows on."""
        if not self.passage:
            return Abstention(self.raw, "", ())
        return Answer(self.raw, (Statement(self.passage, 1.0, ()),), (), ())


Conversation = tuple[Asked, ...]


def measure_cast(data: Path | None, _: Path, full: bool = False) -> tuple[list[Result], list[Skipped]]:
    """Measure our rewrites on each year that is here: of every fourth conversation, or of all of them."""
    files = {year: (data or ROOT.parent / "shared") / FOLDER / f"{year}.jsonl.gz" for year in YEARS}
    here = {year: conversations(read_rows(file)) for year, file in files.items() if file.is_file()}
    missing = [
        Skipped(f"cast{y}", f"there is no file {FOLDER.as_posix()}/{y}.jsonl.gz") for y in YEARS if y not in here
    ]
    return [cast(f"cast{year}", held, full) for year, held in here.items()], missing


def conversations(rows: Sequence[Mapping[str, Any]]) -> list[Conversation]:
    """Return the conversations of a file of TREC CAsT."""
    return [tuple(_asked(row["number"], turn) for turn in row["turn"]) for row in rows]


def _asked(number: int, turn: Mapping[str, Any]) -> Asked:
    worded = [turn.get(f"{name}_utterance", "").strip() for name in ("raw", "manual_rewritten", "automatic_rewritten")]
    raw, manual, automatic = worded
    return Asked(f"{number}_{turn['number']}", raw, manual, automatic, turn.get("passage", "").strip())


def cast(name: str, held: Sequence[Conversation], full: bool = False) -> Result:
    """Return how near our rewrites come to people's, and what a search for them finds where passages are given.

    Searched are the passages of the conversations that are measured.
    """
    chosen = [one for n, one in enumerate(held) if full or n % EVERY == 0]
    follow_ups = [asked for one in chosen for asked in one[1:]]
    ours = {asked.id: text for one in chosen for asked, text in zip(one, rewritten(one), strict=True)}
    texts = _texts(follow_ups, ours)
    measures, scores = _wording(follow_ups, texts)
    if all(asked.passage for asked in follow_ups):
        found, ranks = _retrieval(name, [a for one in chosen for a in one], follow_ups, texts)
        measures, scores = measures + found, {id_: {**scores[id_], **ranks[id_]} for id_ in scores}
    rows = () if full else tuple(_row(a, ours[a.id], scores[a.id]) for a in follow_ups)
    return Result(f"{name}_full" if full else name, SUITE, digest(chosen), tuple(measures), rows, {})


def rewritten(conversation: Sequence[Asked]) -> list[str]:
    """Return each question of a conversation as we make it stand alone, after our own rewrites of those before it."""
    history: list[Turn] = []
    for asked in conversation:
        history.append(Turn(readings(asked.raw, history)[0], asked.reply))
    return [turn.question for turn in history]


def _texts(follow_ups: Sequence[Asked], ours: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the questions that are compared, by who worded them; ours have no name."""
    texts = {
        OURS: [ours[a.id] for a in follow_ups],
        "raw": [a.raw for a in follow_ups],
        "automatic": [a.automatic for a in follow_ups],
        "manual": [a.manual for a in follow_ups],
    }
    return {who: worded for who, worded in texts.items() if all(worded)}


def _wording(follow_ups: Sequence[Asked], texts: Texts) -> tuple[list[Measure], dict[str, dict[str, float]]]:
    """Return ROUGE-1 against people's rewrites, and the share of questions rightly left as they were."""
    manual = [tokens(a.manual) for a in follow_ups]
    compared = {who: [tokens(text) for text in worded] for who, worded in texts.items() if who != "manual"}
    recall = {w: [rouge1_recall(t, m) for t, m in zip(of, manual, strict=True)] for w, of in compared.items()}
    both = {w: [_f1(t, m) for t, m in zip(of, manual, strict=True)] for w, of in compared.items()}
    alone = [float(ours == a.raw) for ours, a in zip(texts[OURS], follow_ups, strict=True) if a.raw == a.manual]
    measures = [*_measures("ROUGE1_recall", recall), *_measures("ROUGE1_F1", both)]
    scores = {a.id: {"ROUGE1_recall": recall[OURS][n]} for n, a in enumerate(follow_ups)}
    return [*measures, Measure("left_alone", mean(alone), "higher", len(alone))], scores


def _f1(told: Sequence[str], wanted: Sequence[str]) -> float:
    return f1(rouge1_recall(wanted, told), rouge1_recall(told, wanted)) or 0.0


def _measures(name: str, values: Mapping[str, Sequence[float]]) -> Iterator[Measure]:
    for who, of in values.items():
        better: Better = "reported" if who else "higher"
        yield Measure(f"{name}_{who}" if who else name, mean(of), better, len(of))


def _retrieval(
    name: str, all_asked: Sequence[Asked], follow_ups: Sequence[Asked], texts: Texts
) -> tuple[list[Measure], dict[str, dict[str, float]]]:
    """Return where each question's own passage is found among those of all these conversations, by who worded it."""
    with TemporaryDirectory(prefix="claimdesk-cast-") as folder:
        files = _written(Path(folder), all_asked)
        with open_archive(name, list(files.values()), claims=False) as archive:
            qrels = {a.id: {_searched(archive, files[a.passage]): 1} for a in follow_ups}
            runs = {who: _run(archive, follow_ups, worded) for who, worded in texts.items()}
    found = {m: {w: by_query(m, run, qrels) for w, run in runs.items()} for m in ("Success@1", "RR")}
    measures = [one for m, of in found.items() for one in _measures(m, {w: [*v.values()] for w, v in of.items()})]
    return measures, {a.id: {m: of[OURS][a.id] for m, of in found.items()} for a in follow_ups}


def _written(folder: Path, all_asked: Sequence[Asked]) -> dict[str, Path]:
    """Write each passage to a file of its own, once."""
    passages = dict.fromkeys(asked.passage for asked in all_asked)
    files = {passage: folder / f"passage-{n}.txt" for n, passage in enumerate(passages)}
    for passage, file in files.items():
        file.write_text(passage + "\n", encoding="utf-8")
    return files


def _searched(archive: Archive, file: Path) -> str:
    """Return the id of the article that is searched for a file: its own, or of the one that it repeats."""
    article = archive.article(str(file))
    return article.origin or article.id


def _run(archive: Archive, follow_ups: Sequence[Asked], texts: Sequence[str]) -> Run:
    """Return the articles found for each question by the indexes alone: a reranker would blur what the words do."""
    from rag.retrieve import retrieve

    run: dict[str, list[tuple[str, float]]] = {}
    for asked, text in zip(follow_ups, texts, strict=True):
        best: dict[str, float] = {}
        for hit in retrieve(archive, text, HITS):
            best.setdefault(hit.passage.article_id, hit.score)
        run[asked.id] = list(best.items())[:DEPTH]
    return run


def _row(asked: Asked, ours: str, scores: dict[str, float]) -> Row:
    case = Case(id=asked.id, kind="follow_up", question=asked.raw, answerable=True, rewrite=asked.manual)
    return Row(Outcome(case, told=ours), scores)
