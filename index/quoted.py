"""Where a text stands in quotation marks, as far as marks tell."""

from __future__ import annotations

import re

from index.values import Span

_CURLED = re.compile(r"“[^“”\n]{0,1500}(?:”|\n|$)|(?<![\w“])\"(?=\S)[^\"\n]{0,1500}(?:\"|\n|$)")


def quoted(text: str) -> list[Span]:
    """Return the quotations of a text in double marks, each at most to the end of its line, in order."""
    return [Span(*m.span()) for m in _CURLED.finditer(text)]
