"""Adding articles from a page: files dropped on it, addresses, the samples; with progress, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app_base import HERE, folder, forget_publishers, html
from app_user import may_write, must_write
from index.errors import InputError
from index.uploads import add_and_tell, save_uploads, web_address
from index.values import Failure

if TYPE_CHECKING:
    from index import Archive
    from index.build import Progress

SAMPLES = HERE / "examples" / "articles"
READER = "You may read this archive, not add to it."
FORMATS = ["txt", "md", "html", "htm", "pdf", "docx", "jsonl", "csv"]


def upload(archive: Archive) -> None:
    """Draw where files are dropped; for who may not add any, that line instead."""
    if not may_write():
        html('<p class="cd-small">{}</p>', READER)
        return
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader("Articles", FORMATS, accept_multiple_files=True, label_visibility="collapsed")
        if st.form_submit_button("Add to the archive", width="stretch") and files:
            must_write()
            add(archive, *save_uploads(Path(folder()) / "uploads", [(f.name, f.getvalue()) for f in files]))


def by_address(archive: Archive) -> None:
    """Draw the box for the address of a page to fetch, for who may add one."""
    if not may_write():
        return
    with st.form("address", clear_on_submit=False, border=False):
        typed = st.text_input("Address of an article on the web", key="url", placeholder="https://")
        pressed = st.form_submit_button("Fetch and add", width="stretch")
    if pressed and typed.strip():
        try:
            add(archive, [web_address(typed)])
        except InputError as error:
            tell("", [str(error)])


def samples(archive: Archive) -> None:
    """Draw the button that adds the sample articles, where they are here and may be added."""
    if SAMPLES.is_dir() and may_write() and st.button("Add the sample articles", key="samples", type="primary"):
        add(archive, [SAMPLES])


def tell(done: str, wrong: Sequence[str] = ()) -> None:
    """Have the pages show what was done, and what went wrong, until something else is told or it is closed."""
    _told()[:] = _lines(done, wrong)


def draw_told() -> None:
    """Draw what was told last: a line of what was done, and one for each thing that went wrong."""
    told = _told()
    with st.container(key="told", gap="small"):
        all_well = "cd-noted" if not any(is_wrong for _, is_wrong in told) else ""
        for line, is_wrong in told:
            kind, role = ("cd-problem", "alert") if is_wrong else (all_well, "status")
            html(f'<p class="cd-small cd-told {kind}" role="{role}">{{}}</p>', line)
        if told:
            st.button("Dismiss", key="dismiss", on_click=tell, args=("",), icon=":material/close:", type="tertiary")


def add(archive: Archive, paths: Sequence[str | Path], refused: Sequence[Failure] = ()) -> None:
    """Add articles with progress, then draw the page anew. A click meanwhile restarts the script, not this work.

    Raises AccessError for who may not change the archive.
    """
    must_write()
    steps: list[Progress] = []
    told = _told()
    told.clear()
    bar = st.progress(0.0, "Reading")
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(lambda: told.extend(_lines(*add_and_tell(archive, paths, refused, steps.append))))
        while not job.done():
            wait([job], 0.1)
            if steps:
                step = steps[-1]
                bar.progress(step.done / max(step.total, 1), f"{step.stage.capitalize()} {step.done} of {step.total}")
    job.result()
    forget_publishers()
    st.rerun()


def _told() -> list[tuple[str, bool]]:
    """Return the lines that are told, each with whether something went wrong."""
    lines: list[tuple[str, bool]] = st.session_state.setdefault("told", [])
    return lines


def _lines(done: str, wrong: Sequence[str]) -> list[tuple[str, bool]]:
    return [(done, False)] * bool(done) + [(line, True) for line in wrong]
