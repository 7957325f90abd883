"""The page *Check*: a statement, a whole text or a quotation against the archive. Draws; decides nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app_base import html, keep, open_desk, problem, publishers, scrolls
from app_export import downloads
from app_quote import opened, quotation
from app_upload import draw_told, samples
from app_verdict import badge, draw_article, draw_verdict, named, open_evidence
from index.errors import DeskError, InputError
from index.values import Filters
from rag.check_export import as_claimreview
from rag.checked import Checked, checked, label_words, numbered, summary
from rag.exports import text_export
from rag.exports_quote import of_place
from rag.exports_sheet import Cited, of_stance
from rag.pasted import LONGEST, Sentence, read

if TYPE_CHECKING:
    from index import Archive
    from rag import Desk
    from rag.verdict import Verdict

MODES = ("Statement or text", "Quotation")
# The filters by their names in the address: none that a widget of another page is bound to, for that drops them.
NARROWED_BY = {"published_after": "after", "published_before": "before", "published_by": "publisher"}
AT_ONCE_S = 1.0
UNKEPT = "The text is too long for the address of the page: a reload loses it. Export what you want to keep."


@dataclass
class Job:
    """A text that is checked sentence by sentence, over as many runs of the script as it takes."""

    text: str
    filters: Filters
    sentences: list[Sentence] = field(default_factory=list)
    found: list[Checked] = field(default_factory=list)
    stopped: bool = False
    wrong: str = ""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to check."""
        return self.stopped or bool(self.wrong) or len(self.found) == len(self.sentences)

    @property
    def verdicts(self) -> list[Verdict | None]:
        """The verdicts so far, in the order of their numbers."""
        return [c.verdict for _, c in numbered(self.found)]


def main() -> None:
    """Draw the page."""
    for name, start in (("looks", 0), ("job", None), ("quoted", None)):
        st.session_state.setdefault(name, start)
    desk = open_desk()
    if not desk.archive.counts()["articles"]:
        return _nothing_yet(desk.archive)
    shown = _shown(desk)
    if shown is None:
        return _asked(desk)
    left, right = st.columns([11, 9], gap="large")
    with right:
        draw_article(desk.archive, shown)
    with left:
        return _asked(desk)


def _shown(desk: Desk) -> Cited | None:
    """Return the words that are open; None if none are."""
    name, job = st.query_params.get("evidence"), st.session_state.job
    if quoted := opened(name):
        return of_place(*quoted, desk.archive.article)
    found = named(job.verdicts if job else (), name)
    return of_stance(1, found) if found else None


def _nothing_yet(archive: Archive) -> None:
    html(
        '<h2 class="cd-head">The archive is empty</h2><p class="cd-text">A statement is checked against your articles:'
        " who reports it, who says so, who denies it. Add articles on the page Archive, or in a terminal; or begin with"
        " the ten short ones that come with the desk.</p>"
    )
    draw_told()
    samples(archive)
    st.page_link("app_archive.py", label="Go to Archive", icon=":material/arrow_forward:")
    st.code("claimdesk add FILES_FOLDERS_OR_ADDRESSES", language=None)


def _asked(desk: Desk) -> None:
    mode = st.radio("Check a", MODES, key="mode", horizontal=True, label_visibility="collapsed", bind="query-params")
    if mode == MODES[1]:
        return quotation(desk)
    _form(desk)
    job: Job | None = st.session_state.job
    if job is None:
        return None
    _outcome(job)
    if not job.is_done:
        _go_on(desk, job)
    return None


def _form(desk: Desk) -> None:
    """Draw the box for the text and what narrows the archive; a statement in the address is checked at once."""
    linked = st.query_params.get("statement", "").strip()
    st.session_state.setdefault("statement", st.session_state.job.text if st.session_state.job else linked)
    with st.form("check", border=False):
        st.text_area(
            "Statement or text",
            key="statement",
            height=120,
            max_chars=LONGEST,
            placeholder="Paste a statement, or a whole text: what in it is worth checking is found.",
        )
        filters = _filters(desk)
        pressed = st.form_submit_button("Check", type="primary", icon=":material/fact_check:")
    asked = st.session_state.statement.strip() if pressed else linked if st.session_state.job is None else ""
    if (pressed or asked) and filters is not None:
        _start(asked, filters)


def _filters(desk: Desk) -> Filters | None:
    """Draw what narrows the archive, at first as the verdict or the address has it; None while it cannot be used."""
    job: Job | None = st.session_state.job
    first = _asked_by(job.filters) if job else {name: st.query_params.get(name, "").strip() for name in NARROWED_BY}
    after, before, publisher = NARROWED_BY
    known = list(dict.fromkeys([*publishers(desk), *filter(None, [first[publisher]])]))
    with st.expander("Narrow the archive", expanded=any(first.values()), icon=":material/filter_alt:"):
        since, until, where = st.columns(3)
    note = "YYYY, YYYY-MM or YYYY-MM-DD. Articles without a date are left out."
    start = since.text_input("Published on or after", first[after], key=after, placeholder="2018-04-14", help=note)
    end = until.text_input("Published on or before", first[before], key=before, placeholder="2018-12", help=note)
    index = known.index(first[publisher]) if first[publisher] else None
    by = where.selectbox("Publisher", known, index, key=publisher, placeholder="All")
    try:
        return Filters.of(start.strip(), end.strip(), by)
    except InputError as error:
        problem(str(error))
        return None


def _asked_by(filters: Filters) -> dict[str, str]:
    """Return what narrows the archive as the address has it, "" for what does not."""
    return {name: str(getattr(filters, field) or "") for name, field in NARROWED_BY.items()}


def _start(text: str, filters: Filters) -> None:
    """Begin to check a text; the address keeps it, if it has the room, with what narrows the archive."""
    if st.session_state.job is not None:
        open_evidence(None)
    job = st.session_state.job = Job(text, filters)
    for name in ("statement", *NARROWED_BY):
        st.query_params.pop(name, None)
    try:
        with st.spinner("Reading the text …"):
            job.sentences = read(text)
    except DeskError as error:
        job.wrong = str(error)
    if job.sentences and keep("statement", [text]):
        st.query_params.update({name: value for name, value in _asked_by(filters).items() if value})
    st.rerun()  # an article that was open beside it is not any more


def _go_on(desk: Desk, job: Job) -> None:
    """Check for a second, then draw the page anew. A click meanwhile waits that long, and loses nothing."""
    end = time.monotonic() + AT_ONCE_S
    try:
        for one in checked(desk, job.sentences, job.found, filters=job.filters):
            job.found.append(one)
            if time.monotonic() > end:
                break
    except DeskError as error:
        job.wrong = str(error)
    st.rerun()


def _outcome(job: Job) -> None:
    if job.wrong:
        problem(job.wrong)
    if not job.is_done:
        _progress(job)
    if len(job.sentences) > 1 and job.found:
        _text(job)
    for number, one in numbered(job.found):
        _sentence(job, number, one)
    if job.is_done and any(job.verdicts):
        if "statement" not in st.query_params:
            html('<p class="cd-small cd-unkept">{}</p>', UNKEPT)
        _export(job)


def _progress(job: Job) -> None:
    done, total = len(job.found), len(job.sentences)
    with st.container(horizontal=True, key="row-progress", vertical_alignment="center"):
        st.button("Stop", key="stop", on_click=_stop, icon=":material/stop:")
        st.progress(done / total, f"Checking: sentence {done + 1} of {total}")


def _stop() -> None:
    st.session_state.job.stopped = True


def _text(job: Job) -> None:
    """Draw the text with each checked sentence on the colour of its verdict, its number and word behind it."""
    template, at = "", 0
    values: list[str] = []
    for number, one in numbered(job.found):
        span = one.sentence.span
        label = one.verdict.label if one.verdict else "unchecked"
        words = label_words(one.verdict) if one.verdict else "not checked"
        template += f'{{}}<mark class="cd-on-{label}">{{}}</mark> <b class="cd-tag cd-of-{label}">{number} {words}</b>'
        values += [job.text[at : span.start], span.of(job.text)]
        at = span.end
    html('<h2 class="cd-head cd-count">{}</h2>', summary(job.found, len(job.sentences)))
    html(
        f'<div class="cd-text cd-pasted" {scrolls("The text with its verdicts")}>{template}{{}}</div>',
        *values,
        job.text[at:],
    )


def _sentence(job: Job, number: int, one: Checked) -> None:
    """Draw the verdict on one sentence; that on a text's sentence folded until the text is done."""
    alone = len(job.sentences) == 1
    with st.container(key=f"verdict-{number}", gap="small"):
        before = "" if alone else f"{number}. "
        html(f'<p class="cd-text">{badge(one.verdict)} <b>{before}{{}}</b></p>', one.sentence.statement)
        if one.verdict is None:
            return problem(one.problem)
        if alone:
            return draw_verdict(one.verdict, str(number))
        unfolded = (st.query_params.get("evidence") or "").split("-")[0] == str(number)
        count = len(one.verdict.evidence)
        why = f"Why, and the evidence ({count})" if count else "Why"
        with st.expander(why, expanded=unfolded, key=f"why-{number}"):
            return draw_verdict(one.verdict, str(number))


def _export(job: Job) -> None:
    with st.container(horizontal=True, key="exports"):
        downloads("check", partial(text_export, job.found))
        st.download_button(
            "ClaimReview",
            lambda: as_claimreview(job.found, date.today()).encode("utf-8", "replace"),
            "claimreview.json",
            "application/ld+json",
            key="export-ClaimReview",
            icon=":material/download:",
            on_click="ignore",
        )


if __name__ == "__main__":
    main()
