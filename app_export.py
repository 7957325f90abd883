"""What the pages hand on: an answer or verdicts as files, a citation as text and BibTeX. Draws; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from rag.exports import FORMATS, Export
from rag.exports_cite import bibtex, plain_citation
from rag.exports_sheet import Cited

NAMED = {"Markdown": ".md", "JSON": ".json", "Print or PDF": ".html", "BibTeX": ".bib"}
_KINDS = {".md": "text/markdown", ".json": "application/json", ".html": "text/html", ".bib": "application/x-bibtex"}
_PRINT = "One web page, laid out for paper: open it, then print it or save it as PDF."


def downloads(name: str, export: Callable[[], Export], place: str = "") -> None:
    """Draw a button for each format of an export, which is made when one is pressed; ``place`` keeps keys apart."""
    for label, ending in NAMED.items():
        st.download_button(
            label,
            partial(_made, export, ending),
            f"{name}{ending}",
            _KINDS[ending],
            key=f"export-{label.split()[0]}{place}",
            icon=":material/download:",
            help=_PRINT if ending == ".html" else None,
            on_click="ignore",
        )


def _made(export: Callable[[], Export], ending: str) -> bytes:
    return FORMATS[ending](export()).encode("utf-8", "replace")


def draw_cite(cited: Cited) -> None:
    """Draw a citation to copy, as a line of text and as BibTeX."""
    with st.expander("Cite", icon=":material/format_quote:", key="cite-as"):
        st.code(plain_citation(cited), language=None, wrap_lines=True)
        st.code(bibtex([cited]), language=None, wrap_lines=True)
