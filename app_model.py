"""What the page *Ask* shows of a language model: that one is in use, whose words an answer is in, what was dropped."""

from __future__ import annotations

import streamlit as st

from app_base import html, named_model, problem
from rag.plain import about_model
from rag.values import Reply


def model_in_use() -> None:
    """Draw the name of the model that writes, or why the one that is named does not."""
    model, wrong = named_model()
    if model:
        html('<p class="cd-small">Answers are written by {}; each sentence is checked.</p>', model.name)
    elif wrong:
        problem(f"Answers are quotations: {wrong}")


def doing_now() -> str:
    """Return what goes on while an answer is made."""
    return "Reading, writing, checking each sentence …" if named_model()[0] else "Reading the archive …"


def draw_dropped(number: int, reply: Reply) -> None:
    """Draw whose words a reply is in if a model was asked, and what of its words did not stand."""
    for line in about_model(reply):
        html('<p class="cd-small">{}</p>', line)
    if reply.dropped:
        with st.expander("What the model wrote that did not stand", key=f"dropped-{number}"):
            for d in reply.dropped:
                html('<p class="cd-small">{} <i>({})</i></p>', d.text, ", ".join(d.reasons))
