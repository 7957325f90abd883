"""Trains the verifier of ``index/verifier.py``: NLI first, then evidence as news has it, then what was written by hand.

Resumes from its checkpoint.

Usage: ``python -m training.verifier --out index/models/verifier [--start rag/models/reader] [--minutes 120]``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertForSequenceClassification

from index.verifier import NEUTRAL, QUANTIZED, REFUTES, SUPPORTS, paired
from training import written
from training.common import batches, quantize
from training.verifier_data import GROUNDED, NOT_SUPPORTED, PLAIN, Pair, covid, headlines, nli, squad, unrelated_fever

EMA = 0.998
HEAD_RATE = 4  # the head is new, the body is not
WRITTEN, EVEN = "written", (0.0, 0.0, 0.0)
LABELS = {SUPPORTS: "entailment", NEUTRAL: "neutral", REFUTES: "contradiction"}
PRIOR = 0.5  # how much of what the statement alone tells is taken for granted
Coded = tuple[list[int], list[int], int, tuple[float, ...]]


def encode(pairs: Sequence[Pair], tokenizer: Tokenizer) -> list[Coded]:
    """Return token ids and types of each pair, as the desk will read them, its label and its logits' prior."""
    cls, sep = tokenizer.encode("").ids
    texts = [t for p in pairs for t in (p.statement, p.evidence)]
    ids = [c.ids for c in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    known = written.priors() if any(p.origin == WRITTEN for p in pairs) else {}
    prior = [known.get(p.statement, EVEN) if p.origin == WRITTEN else EVEN for p in pairs]
    return [(*paired(ids[2 * i], ids[2 * i + 1], cls, sep), p.label, prior[i]) for i, p in enumerate(pairs)]


def logits(model: BertForSequenceClassification, some: Sequence[Coded]) -> torch.Tensor:
    """Return the logits of some pairs, [n, 3]."""
    longest = max(len(ids) for ids, *_ in some)
    ids, types, mask = (torch.zeros(len(some), longest, dtype=torch.long) for _ in range(3))
    for row, (i, t, *_) in enumerate(some):
        ids[row, : len(i)], types[row, : len(i)], mask[row, : len(i)] = torch.tensor(i), torch.tensor(t), 1
    out: torch.Tensor = model(input_ids=ids, token_type_ids=types, attention_mask=mask).logits
    return out


def loss_of(out: torch.Tensor, some: Sequence[Coded]) -> torch.Tensor:
    """Return the mean loss; a pair that is only known not to be supported is charged for the share of support."""
    labels = torch.tensor([label for _, _, label, _ in some])
    prior = torch.tensor([prior for *_, prior in some], dtype=out.dtype)
    known = (out.log_softmax(-1) + PRIOR * prior).log_softmax(-1)
    other = torch.logsumexp(known[:, [NEUTRAL, REFUTES]], dim=1)
    own = known.gather(1, labels.clamp(max=2)[:, None]).squeeze(1)
    return -torch.where(labels == NOT_SUPPORTED, other, own).mean()


def plain(rng: random.Random) -> list[Pair]:
    """Return the pairs of the first part of the schedule."""
    pairs = nli(PLAIN)
    return [*pairs, *unrelated_fever(pairs, rng, 5000)]


def made(rng: random.Random) -> list[Pair]:
    """Return pairs whose evidence is as the desk meets it; the parser that makes some is imported only here."""
    from training.contrast import news

    stances = {"agree": 2000, "disagree": 650, "discuss": 1800, "unrelated": 700}
    return [*news(rng), *nli(GROUNDED), *covid(rng), *headlines(rng, stances), *squad(rng)]


def grounded(rng: random.Random, cache: Path) -> list[Pair]:
    """Return the pairs of the second part, kept in ``cache``, and some of the first part, lest it be forgotten."""
    if not cache.exists():
        cache.write_text("\n".join(map(json.dumps, made(random.Random(7)))))
    first = plain(rng)
    return [*(Pair(*json.loads(line)) for line in cache.read_text().split("\n")), *rng.sample(first, len(first) // 8)]


def handmade(rng: random.Random, cache: Path) -> list[Pair]:
    """Return the pairs of the third part: all statements written by hand, and pairs of the other parts."""
    own = [*written.statements(rng), *written.elsewhere(rng)]
    made_of_news, first = grounded(rng, cache), plain(rng)
    return [*own, *rng.sample(made_of_news, len(own)), *rng.sample(first, len(own) // 2)]


def stream(tokenizer: Tokenizer, seed: int, part: Callable[[random.Random], list[Pair]]) -> Iterator[list[Coded]]:
    """Yield batches of a part of the schedule, made and shuffled anew at each pass."""
    while True:
        rng = random.Random(seed)
        pairs = part(rng)
        data = encode(pairs, tokenizer)
        plan = batches([len(ids) for ids, *_ in data], rng)
        print(f"{len(pairs)} pairs, {len(plan)} steps a pass", dict(Counter(p.origin for p in pairs)), flush=True)
        yield from ([data[i] for i in batch] for batch in plan)
        seed += 1


def measure(model: BertForSequenceClassification, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> dict[str, float]:
    """Return accuracy by source: three-way, or supported against not where that is all that is known."""
    data = encode(pairs, tokenizer)
    hits: dict[str, list[bool]] = defaultdict(list)
    model.eval()
    with torch.inference_mode():
        for batch in batches([len(ids) for ids, *_ in data], random.Random(0)):
            for i, row in zip(batch, logits(model, [data[i] for i in batch]), strict=True):
                best, label = int(row.argmax()), pairs[i].label
                hits[pairs[i].origin].append(best != SUPPORTS if label == NOT_SUPPORTED else best == label)
    return {name: round(sum(h) / len(h), 3) for name, h in sorted(hits.items())} | {"n": len(pairs)}


def calibrate(folder: Path, dev: Sequence[Pair]) -> dict[str, float]:
    """Fit the scale and the bias of the logits on pairs that were not trained on (Guo et al. 2017, with a bias)."""
    from scipy.optimize import minimize

    from index.verifier import PackagedClassifier

    told = folder / "calibration.json"
    told.write_text(json.dumps({"scale": 1.0, "bias": [0.0, 0.0, 0.0]}) + "\n")
    out = torch.from_numpy(PackagedClassifier(folder).logits([(p.statement, p.evidence) for p in dev])).double()
    some: list[Coded] = [([], [], p.label, EVEN) for p in dev]
    cost = lambda x: float(loss_of(out * float(x[0]) + torch.tensor([*x[1:], 0.0]), some))  # noqa: E731
    found = minimize(cost, [1.0, 0.0, 0.0], method="Nelder-Mead").x
    told.write_text(json.dumps({"scale": round(found[0], 4), "bias": [*(round(b, 4) for b in found[1:]), 0.0]}) + "\n")
    return {"loss_before": round(cost([1.0, 0.0, 0.0]), 4), "loss": round(cost(found), 4)}


def save(model: BertForSequenceClassification, start: str, out: Path) -> None:
    """Write the folder that the desk and sentence-transformers' CrossEncoder open."""
    model.config.id2label, model.config.label2id = LABELS, {name: i for i, name in LABELS.items()}
    model.half().save_pretrained(out, safe_serialization=True)
    AutoTokenizer.from_pretrained(start).save_pretrained(out)
    if not (out / "calibration.json").exists():
        (out / "calibration.json").write_text(json.dumps({"scale": 1.0, "bias": [0.0, 0.0, 0.0]}) + "\n")
    quantize(out, "sequence", out / QUANTIZED)
    model.float()


def main() -> None:
    """Train by the clock, checkpoint, report on the held-out part of the material, write the final folder."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", default=str(Path(__file__).parents[1] / "rag" / "models" / "reader"))
    ask.add_argument("--minutes", type=float, default=120, help="of the main thread's processor time")
    ask.add_argument("--plain", type=float, default=0.36, help="the share of the time that goes to plain NLI")
    ask.add_argument("--written", type=float, default=0.0, help="the share that goes to what was written by hand, last")
    ask.add_argument("--rate", type=float, default=1.5e-4)
    ask.add_argument("--threads", type=int, default=2)
    told = ask.parse_args()
    torch.set_num_threads(told.threads)
    torch.manual_seed(7)
    tokenizer = Tokenizer.from_file(str(Path(told.start) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = BertForSequenceClassification.from_pretrained(told.start, num_labels=3, ignore_mismatched_sizes=True)
    model = model.float()
    for p in model.bert.embeddings.parameters():
        p.requires_grad = False
    trained = [p for p in model.parameters() if p.requires_grad]
    head = [p for n, p in model.named_parameters() if p.requires_grad and ("pooler" in n or "classifier" in n)]
    body = [p for p in trained if not any(p is h for h in head)]
    groups = [{"params": body, "scale": 1.0}, {"params": head, "scale": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, lr=told.rate, weight_decay=0.01)
    average = [p.detach().clone() for p in trained]
    saved = told.out.with_suffix(".checkpoint.pt")
    step, spent = 0, 0.0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average, step, spent = state["average"], state["step"], state["spent"]
    dev = [*nli(PLAIN | GROUNDED, "dev"), *written.statements(random.Random(7), held_out=True)]
    running, last, shown = 0.0, time.thread_time(), step
    pairs = told.out.with_suffix(".pairs.jsonl")
    makers = (plain, partial(grounded, cache=pairs), partial(handmade, cache=pairs))
    parts = [stream(tokenizer, 100 + step, maker) for maker in makers]

    def averaged() -> list[torch.Tensor]:
        own = [p.detach().clone() for p in trained]
        with torch.no_grad():
            for p, a in zip(trained, average, strict=True):
                p.copy_(a)
        return own

    while (share := spent / 60 / told.minutes) < 1:
        some = next(parts[2 if share >= 1 - told.written else share >= told.plain])
        for group in optimizer.param_groups:
            group["lr"] = told.rate * group["scale"] * min((step + 1) / 200, max(0.02, 1 - share))
        model.train()
        loss = loss_of(logits(model, some), some)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            for a, p in zip(average, trained, strict=True):
                a.lerp_(p, 1 - min(EMA, step / (step + 20)))
        running = 0.98 * running + 0.02 * float(loss.detach()) if running else float(loss.detach())
        spent, last = spent + time.thread_time() - last, time.thread_time()
        if step % 50 == 0:
            print(f"step {step} loss {running:.3f} minutes {spent / 60:.1f}", flush=True)
        if step % 500 == 0:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
            torch.save(state | {"step": step, "spent": spent}, saved)
            own = averaged()
            print(json.dumps(measure(model, tokenizer, dev)), flush=True)
            save(model, told.start, told.out)
            with torch.no_grad():
                for p, o in zip(trained, own, strict=True):
                    p.copy_(o)
            last = time.thread_time()
    averaged()
    figures = measure(model, tokenizer, dev)
    save(model, told.start, told.out)
    figures |= calibrate(told.out, dev)
    print(json.dumps(figures))
    (told.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"{step} steps, {step - shown} of them now", flush=True)


if __name__ == "__main__":
    main()
