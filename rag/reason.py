"""Why words of a statement do not stand on its evidence: one plain line that names both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["number", "date", "name", "negation", "quotation", "hedge", "claimant"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Reason:
    """A veto on support. ``against`` is True when the evidence excludes the statement, False when it only lacks it."""

    kind: Kind
    text: str
    against: bool = False

    def json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return {"kind": self.kind, "text": self.text, "against": self.against}
