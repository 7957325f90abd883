"""What was checked as schema.org ClaimReview; ``rag/exports.py`` has the other formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from rag.checked import Checked
from rag.claimreview import claim_review


def reviews(found: Sequence[Checked], published: date) -> list[dict[str, Any]]:
    """Return the verdicts on a text as ClaimReviews that were published on a day."""
    return [claim_review(c.verdict, published) for c in found if c.verdict]


def as_claimreview(found: Sequence[Checked], published: date) -> str:
    """Return the ClaimReviews of a text as JSON."""
    return json.dumps(reviews(found, published), ensure_ascii=False, indent=1) + "\n"
