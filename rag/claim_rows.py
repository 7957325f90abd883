"""Claims as rows of a table, for the screen and for files; who can be asked for; what to say of a search."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from index.claim import Claimant
from index.told import Told, Wanted
from index.values import counted
from rag.claim_words import claimant, force

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def row(told: Told) -> dict[str, Any]:
    """Return a claim as a row: who, what, when, how, where, and what stands beside it."""
    claim, article = told.claim, told.article
    return {
        "Claimant": claimant(claim),
        "Claim": " ".join(told.text.split()),
        "When": str(told.when) if told.when else "unknown",
        "Disputed by": ", ".join(dict.fromkeys(claimant(r.claim) for r in told.disputes)),
        "Date of": "saying" if claim.said_on else "publication" if article.published else "",
        "Force": force(claim),
        "Quotation": claim.quotation,
        "Publisher": article.publisher or "unknown",
        "Origins": told.origins,
    }


def as_csv(found: Sequence[Told]) -> str:
    """Return claims as CSV with a header; an apostrophe goes before what a spreadsheet would run as a formula."""
    out = io.StringIO()
    names = [*row(found[0]), "Via", "Article", "Claim id"] if found else []
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for t in found:
        more = {"Via": ", ".join(t.claim.via), "Article": t.article.title, "Claim id": t.claim.id}
        writer.writerow({name: _cell(value) for name, value in (row(t) | more).items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def as_json(found: Sequence[Told]) -> str:
    """Return claims as the JSON that ``claimdesk claims --json`` prints."""
    return json.dumps([told_json(t) for t in found], ensure_ascii=False, indent=1)


def told_json(t: Told) -> dict[str, Any]:
    """Return a claim with its article and what is linked to it, as public JSON."""
    related = [
        {"kind": r.kind, "answers": r.answers, "id": r.claim.id, "claimant": r.claim.claimant, "text": r.text}
        | {"article_id": r.article.id, "score": round(r.score, 3), "reason": r.reason}
        for r in t.related
    ]
    return {
        "id": t.claim.id,
        **t.claim.json(),
        "text": t.text,
        **t.article.reference(),
        "origins": t.origins,
        "links": related,
    }


def summary(found: Sequence[Told]) -> str:
    """Return how much was found, in a sentence."""
    who = len({t.claim.claimant_id or claimant(t.claim) for t in found})
    where = len({t.article.id for t in found})
    disputed = sum(bool(t.disputes) for t in found)
    told = f"{counted(len(found), 'claim')} by {counted(who, 'claimant')} in {counted(where, 'article')}"
    return f"{told}, {disputed} disputed." if disputed else f"{told}, none disputed."


def askable(claimants: Sequence[Claimant]) -> list[str]:
    """Return whom one can ask for, the most heard first: claimants, and the bodies and states that they speak for."""
    heard: Counter[str] = Counter()
    for c in claimants:
        heard.update(dict.fromkeys((c.name, *c.affiliation), c.claims))
    return [name for name, _ in heard.most_common()]


def advice(wanted: Wanted) -> list[str]:
    """Return why a search for claims may have found nothing, a line for each thing that was asked."""
    lines = {
        "claimant": "A claimant is found by its name, another name of it, or the state or body that it speaks for.",
        "about": "A topic is looked for in the claim itself, just before it and in the title of its article.",
        "after": "Dates are those of the saying, else of publication; a claim with neither is left out.",
        "publisher": "Only articles of the chosen publisher are looked at.",
        "disputed": "Only claims that another one contradicts or denies are shown: most are not disputed.",
    }
    asked = {"after"} if wanted.before else set()
    return [line for name, line in lines.items() if getattr(wanted, name) or name in asked]
