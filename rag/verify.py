"""Does evidence support a statement, refute it, or neither? The model's judgement and the exact checks, weighed.

Two logistic regressions (Platt 1999), one for support and one for refutation, over what the verifier says and what the
exact checks found; ``training/verify.py`` fits them; the weights are data, in ``rag/verify.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from index.verifier import Judgement, Verifier
from rag.aligned import Aligned, aligned, gist, sentences
from rag.amounts import amounts, heard_amounts
from rag.exact import KINDS, Reason, reasons
from rag.exact_names import is_named, names

Label = Literal["supports", "refutes", "neutral"]
Pair = tuple[str, str]
WEIGHTS = Path(__file__).with_name("verify.json")
_SURE, _COPIED, _NEAR = 1e-4, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Verification:
    """What evidence says of a statement: probabilities of support and refutation, together at most 1, and why not.

    ``reasons`` are what the exact checks hold against support: where they veto it, it stays below the floor of its
    label. ``label`` is the outcome that passes its floor, "neutral" if none does.
    """

    support: float
    refute: float
    label: Label
    reasons: tuple[Reason, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        told = {"support": round(self.support, 4), "refute": round(self.refute, 4), "label": self.label}
        return told | {"reasons": [r.json() for r in self.reasons]}


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights of the features and the bias, for support and for refutation, and the floors of the labels."""

    support: Mapping[str, float]
    refute: Mapping[str, float]
    floor: float
    refuted: float

    def verification(self, told: Mapping[str, float], found: Sequence[Reason]) -> Verification:
        """Return what the features of a pair come to."""
        support, refute = (_probability(w, told) for w in (self.support, self.refute))
        support *= self.floor if is_vetoed(found, told) else 1.0
        refute *= self.refuted if is_beside(found, told) else 1.0
        total = max(1.0, support + refute)
        support, refute = support / total, refute / total
        return Verification(support, refute, self._label(support, refute), tuple(found))

    def _label(self, support: float, refute: float) -> Label:
        """Return the label: the outcome that passes its floor, of two the one that passes it by more."""
        over, under = support / self.floor, refute / self.refuted
        if max(over, under) < 1.0:
            return "neutral"
        return "supports" if over >= under else "refutes"


def is_vetoed(found: Sequence[Reason], told: Mapping[str, float]) -> bool:
    """Tell whether the exact checks rule support out, whatever the model says.

    What the evidence excludes does, and whatever it lacks but a name: of a name only where it has all but the same
    words, since evidence often speaks of what everybody knows the name of.
    """
    sure = [r for r in found if r.against or r.kind != "name"]
    return bool(sure) or bool(found and told["words_copied"] >= _COPIED)


def is_beside(found: Sequence[Reason], told: Mapping[str, float]) -> bool:
    """Tell whether the evidence speaks of something else, which refutes nothing.

    It does where it says nothing of a number or date of the statement, and nothing that excludes it; of a name only
    where it has not nearly the same words: those, with another name, are a contradiction.
    """
    if any(r.against for r in found):
        return False
    near = told["words_copied"] >= _NEAR
    return any(r.kind in ("number", "date") or (r.kind == "name" and not near) for r in found)


def verify(verifier: Verifier, pairs: Sequence[Pair]) -> list[Verification]:
    """Return a verification for each (statement, evidence), in order; the model reads all pairs in one go."""
    weighing = load_weighing()
    judged = verifier.judge(pairs)
    return [_verified(weighing, *pair, judgement) for pair, judgement in zip(pairs, judged, strict=True)]


def _verified(weighing: Weighing, statement: str, evidence: str, judgement: Judgement) -> Verification:
    found, told = observed(statement, evidence)
    return weighing.verification(told | judged_features(judgement), found)


def observed(statement: str, evidence: str) -> tuple[list[Reason], dict[str, float]]:
    """Return the reasons of the exact checks and the features of a pair that need no model."""
    pairs = aligned(statement, evidence)
    found = reasons(pairs)
    told = {f"{kind}_against": _count(found, kind, True) for kind in KINDS}
    told |= {f"{kind}_missing": _count(found, kind, False) for kind in KINDS}
    told |= {"any_against": float(any(r.against for r in found)), "any_reason": float(bool(found))}
    return found, told | _shares(pairs, evidence) | _lengths(pairs, evidence)


def _count(found: Sequence[Reason], kind: str, against: bool) -> float:
    return float(min(2, sum(r.kind == kind and r.against == against for r in found)))


def _shares(pairs: Sequence[Aligned], evidence: str) -> dict[str, float]:
    """Return the shares, of the statement's worst sentence where it has several, that the evidence holds."""
    whole = frozenset(s for sentence in sentences(evidence) for s in gist(sentence))
    wanted = [gist(p.sentence) for p in pairs]
    return {
        "words_near": min((p.best.share for p in pairs), default=0.0),
        "words_copied": min((p.best.copied for p in pairs), default=0.0),
        "words_anywhere": min((len(w & whole) / max(1, len(w)) for w in wanted), default=0.0),
        "names_anywhere": min((_names_held(p) for p in pairs), default=1.0),
        "numbers_anywhere": min((_numbers_held(p) for p in pairs), default=1.0),
    }


def _names_held(pair: Aligned) -> float:
    named = names(pair.sentence)[:20]
    return sum(is_named(n.text, pair.evidence) for n in named) / len(named) if named else 1.0


def _numbers_held(pair: Aligned) -> float:
    mine = [a for a in amounts(pair.sentence) if not a.implied][:20]
    heard = heard_amounts(pair.evidence) if mine else []
    return sum(any(a.held_by(h) for h in heard) for a in mine) / len(mine) if mine else 1.0


def _lengths(pairs: Sequence[Aligned], evidence: str) -> dict[str, float]:
    size = sum(len(p.sentence.split()) for p in pairs)
    return {
        "long_statement": min(1.0, size / 60),
        "sentences": min(1.0, (len(pairs) - 1) / 6),
        "long_evidence": math.log1p(len(evidence.split())) / 8,
        "numbered": float(any(not a.implied for p in pairs for a in amounts(p.sentence))),
        "named": float(any(names(p.sentence) for p in pairs)),
    }


def judged_features(judgement: Judgement) -> dict[str, float]:
    """Return the model's probabilities as logits."""
    return {"model_support": _logit(judgement.support), "model_refute": _logit(judgement.refute)}


def _logit(p: float) -> float:
    kept = min(1 - _SURE, max(_SURE, p))
    return math.log(kept / (1 - kept))


def _probability(weights: Mapping[str, float], told: Mapping[str, float]) -> float:
    logit = sum(w * told.get(name, 1.0 if name == "bias" else 0.0) for name, w in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@lru_cache(maxsize=1)
def load_weighing() -> Weighing:
    """Return the fitted weights that ship with the desk."""
    told = json.loads(WEIGHTS.read_text("utf-8"))
    return Weighing(told["support"], told["refute"], told["floor"], told["refuted"])
