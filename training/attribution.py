"""Trains the attribution tagger of ``index/tagger.py`` on PolNeAR; resumes from its checkpoint.

Usage: ``python -m training.attribution --out index/models/attribution [--start rag/models/reader] [--epochs 6]``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertForTokenClassification

from index.claim import Attribution
from index.tagger import CUE_TAGS, OUTPUTS, QUANTIZED, ROLES, WIDTH, decode, padded
from index.values import Span
from training.attribution_data import Example, Text, examples, polnear
from training.common import batches, quantize

HEAD_RATE = 10
EMA = 0.998


def logits(model: BertForTokenClassification, some: Sequence[Example]) -> torch.Tensor:
    """Return the model's outputs, [n, tokens, OUTPUTS]."""
    ids, types, mask = (torch.from_numpy(a) for a in padded([e.window for e in some]))
    return model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits


def turned(x: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """Return ``x`` [..., WIDTH] rotated by its positions ``at``, as ``index.tagger`` does."""
    angles = at[..., None].float() * 500.0 ** (-torch.arange(WIDTH // 2) / (WIDTH // 2))
    cos, sin = angles.cos(), angles.sin()
    a, b = x[..., : WIDTH // 2], x[..., WIDTH // 2 :]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


def role_scores(out: torch.Tensor, cues: Sequence[tuple[int, int, int]]) -> torch.Tensor:
    """Return [cues, tokens, 5] for cues given as (row, first token, end)."""
    n, tokens, _ = out.shape
    queries, keys, biases = out[..., CUE_TAGS:].split([ROLES * WIDTH, ROLES * WIDTH, ROLES], dim=-1)
    query = torch.stack([queries[r, s:e].mean(0) for r, s, e in cues]).view(-1, ROLES, WIDTH)
    key = turned(keys.view(n, tokens, ROLES, WIDTH), torch.arange(tokens)[None, :, None].expand(n, tokens, ROLES))
    query = turned(query, torch.tensor([s for _, s, _ in cues])[:, None].expand(-1, ROLES))
    rows = torch.tensor([r for r, _, _ in cues])
    scores = torch.einsum("crw,ctrw->ctr", query, key[rows]) / WIDTH**0.5 + biases[rows]
    return torch.cat([torch.zeros(len(cues), tokens, 1), scores], dim=-1)


def loss_of(out: torch.Tensor, some: Sequence[Example]) -> torch.Tensor:
    """Return the loss: cross-entropy of cue tags and of roles, each summed over tokens, a cue."""
    tokens = out.shape[1]
    tags = torch.tensor([e.tags + [-1] * (tokens - len(e.tags)) for e in some])
    cues = [(row, start, end) for row, e in enumerate(some) for start, end, _ in e.roles]
    count = max(1, len(cues))
    cross = torch.nn.functional.cross_entropy
    loss = cross(out[..., :CUE_TAGS].flatten(0, 1), tags.flatten(), ignore_index=-1, reduction="sum") / count
    if cues:
        roles = [r + [-1] * (tokens - len(r)) for e in some for _, _, r in e.roles]
        got = role_scores(out, cues)
        loss = (
            loss
            + 0.5 * cross(got.flatten(0, 1), torch.tensor(roles).flatten(), ignore_index=-1, reduction="sum") / count
        )
    return loss


def words(text: str, spans: Sequence[tuple[int, int] | Span]) -> set[int]:
    """Return where the words of the spans begin."""
    found = set()
    for start, end in ((s[0], s[1]) if isinstance(s, tuple) else (s.start, s.end) for s in spans):
        found |= {i for i in range(start, end) if text[i].isalnum() and (i == start or not text[i - 1].isalnum())}
    return found


def measure(texts: Sequence[Text], found: Sequence[Sequence[Attribution]]) -> dict[str, float]:
    """Return content F1 exact and at overlap .5 (Jaccard over words), one to one, and F1 of the matched parts."""
    gold = got = matched = exact = 0
    parts = {"source": [0, 0, 0], "cue": [0, 0, 0]}
    for text, some in zip(texts, found, strict=True):
        gold += len(text.attributions)
        got += len(some)
        a_words = [words(text.text, a.content) for a in text.attributions]
        b_words = [words(text.text, b.content) for b in some]
        pairs = [(len(x & y) / len(x | y), i, j) for i, x in enumerate(a_words) for j, y in enumerate(b_words) if x & y]
        used_a, used_b = set(), set()
        for share, i, j in sorted(pairs, reverse=True):
            if share < 0.5 or i in used_a or j in used_b:
                continue
            used_a.add(i)
            used_b.add(j)
            matched += 1
            exact += share == 1
            for name in parts:
                x = words(text.text, getattr(text.attributions[i], name))
                y = words(text.text, getattr(some[j], name))
                parts[name] = [n + m for n, m in zip(parts[name], (len(x & y), len(x), len(y)), strict=True)]
    f1 = lambda hit, a, b: 2 * hit / max(1, a + b)  # noqa: E731
    return {
        "content": round(f1(matched, gold, got), 4),
        "content_exact": round(f1(exact, gold, got), 4),
        "precision": round(matched / max(1, got), 4),
        "recall": round(matched / max(1, gold), 4),
        **{name: round(f1(*counts), 4) for name, counts in parts.items()},
    }


def predicted(
    model: BertForTokenClassification, tokenizer: Tokenizer, texts: Sequence[Text]
) -> Iterator[list[Attribution]]:
    """Yield the attributions of each text."""
    model.eval()
    for text in texts:
        data = list(examples([text], tokenizer))
        some: list[Attribution] = []
        for at in range(0, len(data), 8):
            with torch.inference_mode():
                out = logits(model, data[at : at + 8]).numpy()
            some += [a for row in decode([e.window for e in data[at : at + 8]], out) for a in row]
        yield some


def main() -> None:
    """Train, checkpoint, report on dev, write the final folder in fp16 safetensors."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", default=str(Path(__file__).parents[1] / "rag" / "models" / "reader"))
    ask.add_argument("--epochs", type=int, default=6)
    ask.add_argument("--rate", type=float, default=1.5e-4)
    ask.add_argument("--minutes", type=float, default=0, help="end the schedule after this long, whatever the epochs")
    ask.add_argument("--threads", type=int, default=2)
    told = ask.parse_args()
    torch.set_num_threads(told.threads)
    torch.manual_seed(7)
    tokenizer = Tokenizer.from_file(str(Path(told.start) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = BertForTokenClassification.from_pretrained(
        told.start, num_labels=OUTPUTS, ignore_mismatched_sizes=True
    ).float()
    head = list(model.classifier.parameters())
    body = [p for n, p in model.named_parameters() if not n.startswith("classifier")]
    groups = [{"params": body, "scale": 1.0}, {"params": head, "scale": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, lr=told.rate, weight_decay=0.01)
    average = {n: p.detach().clone() for n, p in model.named_parameters()}
    saved = told.out.with_suffix(".checkpoint.pt")
    done, spent = 0, 0.0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average, done, spent = state["average"], state["steps"], state["spent"]
    dev, train = polnear("dev"), polnear("train")
    data: list[Example] = []
    plan: list[list[int]] = []
    per_epoch = step = 0
    total = 1
    began, running = time.time() - spent, 0.0

    def show(texts: Sequence[Text]) -> dict[str, float]:
        own = {n: p.detach().clone() for n, p in model.named_parameters()}
        model.load_state_dict(average, strict=False)
        figures = measure(texts, list(predicted(model, tokenizer, texts)))
        model.load_state_dict(own, strict=False)
        return figures

    for epoch in range(told.epochs):
        rng = random.Random(100 + epoch)
        data = list(examples(train, tokenizer, rng))
        plan = batches([len(e.window.ids) for e in data], rng, 16)
        per_epoch = per_epoch or len(plan)
        total = told.epochs * per_epoch
        for batch in plan:
            step += 1
            if step <= done:
                continue
            share = step / total
            if told.minutes:
                share = max(share, (time.time() - began) / 60 / told.minutes)
            if share >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = told.rate * group["scale"] * min(step / 100, max(0.01, 1 - share))
            model.train()
            some = [data[i] for i in batch]
            loss = loss_of(logits(model, some), some)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            decay = min(EMA, step / (step + 20))
            with torch.no_grad():
                for name, p in model.named_parameters():
                    average[name].lerp_(p, 1 - decay)
            value = float(loss.detach())
            running = 0.98 * running + 0.02 * value if running else value
            if step % 50 == 0:
                print(f"step {step}/{total} loss {running:.3f} minutes {(time.time() - began) / 60:.1f}", flush=True)
            if step % 300 == 0:
                spent = time.time() - began
                torch.save(
                    {
                        "model": model.state_dict(),
                        "optimizer": optimizer.state_dict(),
                        "average": average,
                        "steps": step,
                        "spent": spent,
                    },
                    saved,
                )
                print(json.dumps(show(dev[:24])), flush=True)
    model.load_state_dict(average, strict=False)
    figures = measure(dev, list(predicted(model, tokenizer, dev)))
    print(json.dumps(figures))
    model.half().save_pretrained(told.out, safe_serialization=True)
    AutoTokenizer.from_pretrained(told.start).save_pretrained(told.out)
    quantize(told.out, "token", told.out / QUANTIZED)
    (told.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
