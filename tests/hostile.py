"""An article whose publisher and author tried everything, for tests of what the page draws."""

from __future__ import annotations

import json
from pathlib import Path

MARKUP = (
    "<script>window.stolen = 1</script> <b>bold</b> <img src=x onerror='window.stolen = 2'> $x^2$ and $5 or $10 *star* "
    "__under__ `code` [link](https://evil.example/a) ![image](https://evil.example/b.png) :red[red] :smile: "
    ":material/home: </div></mark><style>body { display: none }</style> &lt;i&gt; {0} {} %d"
)
TITLE = f"Mayor Brook defends the bridge {MARKUP}"
PUBLISHER = "The <u>Bridge</u> $5 *Courier* :smile:"
SAID = f'Mayor Ada Brook said that the new bridge over the Tarn "costs $5 and $10 million {MARKUP}" on Monday.'
TEXT = (
    "The town of Millbrook has a new bridge over the river Tarn.\n\n"
    f"{SAID}\n\n"
    "The council will vote on the bridge in May. Two members of the council had asked for a second survey of the piers."
)


def write_rows(folder: Path) -> Path:
    """Write the article as a row of a file in ``folder``."""
    path = folder / "hostile.jsonl"
    row = {"id": "1", "title": TITLE, "publisher": PUBLISHER, "published": "2024-05-06", "text": TEXT}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path
