"""Trains the reader on to rank passages too: of a query's passages the right one must hold the best sentence.

A passage scores as its best sentence (MaxP, Dai and Callan 2019); a group of one right and three wrong passages is
learned by the softmax over its scores (listwise, Cao et al. 2007), beside the labels of sentences where they are known.
What the reader learned before is mixed in, so that it is not forgotten. Resumes from its checkpoint.
Usage: ``python -m training.reranker --out models/reader --cache CACHE [--minutes 60]``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertForTokenClassification

from rag.reader import FOLDER
from training import reader_data
from training.common import batches
from training.reader import encode, logits, made_of_news, report, scores, tensors
from training.reader_data import IGNORE, Example
from training.rerank_data import SOURCES, groups

Group = list[Example]
Encoded = tuple[list[int], list[int], list[int]]
ABSENT = -1e4


@dataclass(frozen=True, slots=True)
class Plan:
    """Groups, their encoded examples, and the batches of group numbers in order."""

    groups: list[Group]
    encoded: list[list[Encoded]]
    batches: list[list[int]]


def data(told: argparse.Namespace) -> Iterator[Group]:
    """Yield all groups: several passages to rank, and single windows of the reader's own training."""
    for epoch in range(told.epochs):
        for name, make in SOURCES.items():
            rng = random.Random(f"{name}-{epoch}")
            yield from groups(*make(rng), told.cache, rng)
    rng = random.Random(11)
    alone = [*reader_data.squad(rng, False), *reader_data.polnear(rng, "train", told.speech)]
    alone += [*reader_data.fever(rng, told.fever), *made_of_news(told.news, rng)]
    yield from ([example] for example in alone)


def planned(tokenizer: object, made: Sequence[Group], rng: random.Random) -> Plan:
    """Encode the groups and batch those of similar length."""
    encoded = [[encode(tokenizer, e) for e in group] for group in made]
    sizes = [len(group) * max(len(ids) for ids, _, _ in group) for group in encoded]
    return Plan(list(made), encoded, batches(sizes, rng, jitter=60.0))


def loss_of(model: BertForTokenClassification, plan: Plan, batch: Sequence[int]) -> torch.Tensor | None:
    """Return sentence cross-entropy where labels are known plus the listwise loss of each group; None of nothing."""
    examples = [e for i in batch for e in plan.groups[i]]
    inputs, pool, labels = tensors([e for i in batch for e in plan.encoded[i]], examples)
    got = logits(model, inputs, pool)
    known = labels != IGNORE
    best = got.masked_fill(pool.sum(-1) == 0, ABSENT).amax(dim=1)
    ranked, at = [], 0
    for i in batch:
        size = len(plan.groups[i])
        if size > 1:
            ranked.append(-torch.log_softmax(best[at : at + size], dim=0)[0])
        at += size
    parts = [torch.stack(ranked).mean()] if ranked else []
    if known.any():
        parts.append(torch.nn.functional.binary_cross_entropy_with_logits(got[known], labels[known]))
    return torch.stack(parts).sum() if parts else None


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--cache", type=Path, required=True)
    ask.add_argument("--start", default=str(FOLDER))
    ask.add_argument("--epochs", type=int, default=2)
    ask.add_argument("--minutes", type=float, default=60)
    ask.add_argument("--rate", type=float, default=5e-5)
    ask.add_argument("--fever", type=int, default=1500)
    ask.add_argument("--speech", type=int, default=6, help="questions an article of PolNeAR")
    ask.add_argument("--news", type=int, default=300, help="articles to make questions about facts from (needs spaCy)")
    ask.add_argument("--threads", type=int, default=2)
    return ask.parse_args()


def main() -> None:
    """Train until the minutes are over, the rate falling to nothing by then; checkpoint, report, write the folder."""
    told = arguments()
    torch.set_num_threads(told.threads)
    torch.manual_seed(7)
    tokenizer = AutoTokenizer.from_pretrained(told.start)
    model = BertForTokenClassification.from_pretrained(told.start, num_labels=1).float()
    plan = planned(tokenizer, list(data(told)), random.Random(3))
    print(f"{len(plan.groups)} groups, {len(plan.batches)} batches", flush=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=told.rate, weight_decay=0.01)
    saved, step, before = told.out.with_suffix(".checkpoint.pt"), 0, 0.0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, before = state["steps"], state["minutes"]
    began, running = time.monotonic(), 0.0
    model.train()
    while step < len(plan.batches):
        minutes = before + (time.monotonic() - began) / 60
        share = max(minutes / told.minutes, step / len(plan.batches))
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = told.rate * min((step + 1) / 60, max(0.02, 1 - share))
        loss = loss_of(model, plan, plan.batches[step])
        step += 1
        if loss is None:
            continue
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        running = 0.98 * running + 0.02 * float(loss.detach()) if running else float(loss.detach())
        if step % 50 == 0:
            print(f"step {step}/{len(plan.batches)} loss {running:.3f} minutes {minutes:.0f}", flush=True)
        if step % 200 == 0:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save({**state, "steps": step, "minutes": minutes}, saved)
    held = {
        "squad2": reader_data.squad(random.Random(1), True),
        "polnear_dev": reader_data.polnear(random.Random(1), "dev"),
    }
    figures = [
        report(name, few, scores(model, tokenizer, few)) for name, few in ((n, list(d)) for n, d in held.items())
    ]
    print(json.dumps(figures, indent=1))
    model.half().save_pretrained(told.out, safe_serialization=True)
    tokenizer.save_pretrained(told.out)


if __name__ == "__main__":
    main()
