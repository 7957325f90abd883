"""Small articles in our own words for the tests of the archive: facts of towns that need no names."""

import random
from pathlib import Path

from index import Archive

_WHO = ("the harbour board", "a spokesman for the ministry", "the fishing union", "the city council", "an inspector")
_WHAT = ("closed", "inspected", "sold", "reopened", "surveyed", "repaired", "painted", "flooded", "measured", "insured")
_THING = (
    "the northern quay",
    "a grain silo",
    "two ferries",
    "the old lighthouse",
    "a railway bridge",
    "the fish market",
)
_WHY = ("after a storm", "because of ice", "despite protests", "for lack of money", "to save fuel", "before the summer")
_WHEN = ("on Monday", "last week", "in early spring", "at dawn", "over the weekend", "on the eve of the vote")


def story(seed: int, sentences: int = 9) -> str:
    """Return a text of its own for every seed, in paragraphs of three sentences."""
    pick = random.Random(seed).choice
    lines = [
        f"{pick(_WHO).capitalize()} {pick(_WHAT)} {pick(_THING)} {pick(_WHY)} {pick(_WHEN)}, "
        f"and {pick(_WHO)} counted {seed * 31 + n} {pick(('crates', 'tickets', 'sacks', 'letters'))} {pick(_WHEN)}."
        for n in range(sentences)
    ]
    return "\n\n".join(" ".join(lines[i : i + 3]) for i in range(0, sentences, 3))


def write(folder: Path, name: str, text: str, **front: str) -> Path:
    """Write a Markdown article with front matter and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    lines = [f"{key}: {value!r}" for key, value in front.items()]
    path.write_text("\n".join(["---", *lines, "---", "", text, ""]), encoding="utf-8")
    return path


def press(folder: Path, count: int, sentences: int = 9) -> Path:
    """Fill a folder with ``count`` different articles: three publishers, dates in 2018, and return it."""
    for n in range(count):
        front = {"publisher": f"Coast {n % 3}", "published": f"2018-{n % 12 + 1:02}-15"}
        write(folder, f"story{n:03}", story(n, sentences), title=f"Report {n} from the coast", **front)
    return folder


def words(archive: Archive, passage_id: str) -> str:
    """Return the text of a passage."""
    passage = archive.passage(passage_id)
    return passage.span.of(archive.article(passage.article_id).text)
