"""One claim on the page *Claims*: its chain of attribution, its links, and its article with the claim marked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import streamlit as st

from app_base import about_article, html, problem, scroll_to, scrolls
from rag.claim_words import Part, beside, chain, claimant, dates, force, pieces, quoted, shortened, when

if TYPE_CHECKING:
    from index import Archive
    from index.claim import Claim
    from index.told import Related, Told
    from index.values import Article

LEGEND = ("source", "cue", "content")
MARKS: dict[Part | None, str] = {
    None: "{}",
    "source": '<mark class="cd-part cd-source">{}</mark>',
    "cue": '<mark class="cd-part cd-cue">{}</mark>',
    "content": '<mark class="cd-part">{}</mark>',
}


def open_claim(claim_id: str | None) -> None:
    """Show this claim from now on, none for None; the address says so, so that a reload shows it again."""
    st.session_state.looks += 1
    if claim_id:
        st.query_params["claim"] = claim_id
    else:
        st.query_params.pop("claim", None)


def draw_claim(archive: Archive, claim_id: str) -> None:
    """Draw a claim beside the list, or say that there is none of this id."""
    with st.container(border=True, key="article", gap="small"):
        st.button("Close", key="close", on_click=open_claim, args=(None,), icon=":material/close:", type="tertiary")
        found = archive.claims_by_id([claim_id])
        if not found:
            return problem("This claim is not in the archive: its article was changed or removed. Choose another one.")
        _about(found[0])
        _links(found[0])
        about_article(found[0].article, archive.copies(found[0].article.id))
        return _text(found[0].article, found[0].claim)


def _about(told: Told) -> None:
    kind = f"{force(told.claim)} · {quoted(told.claim)}"
    html('<h2 class="cd-head">{}</h2><p class="cd-small">{}</p>', claimant(told.claim), kind)
    said = f'<p class="cd-text cd-said" {scrolls("Words of the claim")}>{{}}</p>'
    html(said + '<p class="cd-small">{}</p>', told.text, dates(told))
    steps = [value for step in chain(told) for value in step]
    html(
        '<p class="cd-small cd-chain">' + '<span class="cd-step">{} <b>{}</b></span>' * (len(steps) // 2) + "</p>",
        *steps,
    )


def _links(told: Told) -> None:
    if not told.related:
        return html(
            '<p class="cd-small">{}</p>', "No other claim in the archive repeats, contradicts, denies or updates it."
        )
    with st.container(key="links", gap="small"):
        for number, related in enumerate(told.related):
            _link(number, related)
    return None


def _link(number: int, related: Related) -> None:
    """Draw a claim that stands beside this one, and what opens it."""
    dispute = " cd-dispute" if related.kind in ("contradicts", "denies") else ""
    day = when(related.claim, related.article)
    where = f"{related.article.publisher or 'unknown publisher'}, {day or 'date unknown'}"
    line = f"{where}. Because: {related.reason}. Score {related.score:.2f}."
    with st.container(horizontal=True, key=f"row-link-{number}", gap="small"):
        st.button("Open", key=f"link-{number}", on_click=open_claim, args=(related.claim.id,))
        words = (claimant(related.claim), beside(related), shortened(related.text), line)
        said = '<p class="cd-text"><b>{}</b> {}: {}</p><p class="cd-small">{}</p>'
        html(f'<div class="cd-link{dispute}">{said}</div>', *words)


def _text(article: Article, claim: Claim) -> None:
    """Draw the text of an article with source, cue and content of the claim each marked in its place."""
    cut = pieces(article.text, claim)
    html('<p class="cd-small cd-legend">' + " ".join(MARKS[p] for p in ("source", "cue", "content")) + "</p>", *LEGEND)
    template = "".join(MARKS[part] for _, part in cut)
    place = f"cd-at-{crc32(claim.id.encode())}"
    box = f'<div class="cd-body cd-text {place}" {scrolls("Text of the article")}>'
    html(f"{box}{template}</div>", *(words for words, _ in cut))
    scroll_to(f"{place} .cd-part")
