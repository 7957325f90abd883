"""Good sentences and mutants of the sample articles and of the real ones, an even part of each kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evals.cases import ROOT, Skipped
from evals.mutations import KINDS, Good, Mutant, mutants, pool_of, rewordings, speakers_in
from index.read import Draft, read
from index.split import split

Item = TypeVar("Item")
_FEWEST, _MOST = 8, 45


@dataclass(frozen=True, slots=True)
class MutationSet:
    """Good sentences and mutants of a corpus. ``digest`` is a SHA-256 of both, in hex."""

    name: str
    good: tuple[Good, ...]
    mutants: tuple[Mutant, ...]
    digest: str


def mutation_sets(data: Path | None, most: int | None) -> tuple[list[MutationSet], list[Skipped]]:
    """Return *samples* and, where ``data`` holds them, *real*; at most ``most`` sentences and mutants of each kind."""
    real = (data or ROOT.parent / "shared") / "articles"
    found = [mutation_set("samples", ROOT / "examples" / "articles", most)]
    if real.is_dir():
        return [*found, mutation_set("real", real, most)], []
    return found, [Skipped("real", f"there is no folder {real.parent.name}/{real.name}")]


def mutation_set(name: str, folder: Path, most: int | None) -> MutationSet:
    """Return what the articles of a folder give."""
    texts = {file.stem: _text(file) for file in sorted(folder.iterdir()) if file.is_file()}
    pool = pool_of([span.of(text).strip() for text in texts.values() for span, _ in split(text)])
    sentences = [good for stem, text in texts.items() for good in good_sentences(stem, text)]
    good = [other for sentence in sentences for other in rewordings(sentence)]
    wrong = [mutant for other in good for mutant in mutants(other, pool)]
    kept = tuple(_even(good, most, lambda g: f"{g.id}{g.text}"))
    each = [_even([m for m in wrong if m.kind == kind], most, lambda m: m.text) for kind in KINDS]
    chosen = tuple(mutant for group in each for mutant in group)
    return MutationSet(name, kept, chosen, _digest(kept, chosen))


def _even(items: Sequence[Item], most: int | None, name: Callable[[Item], str]) -> list[Item]:
    """Return at most ``most`` items, those whose names hash lowest, in their order."""
    order = sorted(range(len(items)), key=lambda i: hashlib.sha256(name(items[i]).encode()).digest())
    return [items[i] for i in sorted(order[:most])]


def _text(file: Path) -> str:
    draft = next(iter(read(str(file))))
    return draft.text if isinstance(draft, Draft) else ""


def good_sentences(stem: str, text: str) -> Iterator[Good]:
    """Yield the whole sentences of a text, neither short nor long, beside their passages."""
    for n, (passage, sentences) in enumerate(split(text)):
        evidence = passage.of(text).strip()
        speakers = tuple(dict.fromkeys(speakers_in(evidence)))
        for m, span in enumerate(sentences):
            words = span.of(text).strip()
            if _FEWEST <= len(words.split()) <= _MOST and words[0].isupper() and words.endswith((".", ".”", '."')):
                yield Good(f"{stem}-{n}-{m}", words, evidence, speakers)


def _digest(good: Sequence[Good], wrong: Iterable[Mutant]) -> str:
    rows = [[g.id, g.text, g.evidence] for g in good] + [[m.kind, m.text, m.evidence] for m in wrong]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
