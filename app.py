"""The front door of the pages: ``streamlit run app.py``. Draws; decides nothing."""

from __future__ import annotations

import streamlit as st

from app_base import HERE, html, problem
from app_login import entering
from index.errors import DeskError

NAME = "Claimdesk"


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title=NAME, page_icon="📰", layout="wide")
    st.html(HERE / "app.css")
    user = entering()
    ask = st.Page("app_ask.py", title="Ask", icon=":material/forum:", default=True)
    check = st.Page("app_check.py", title="Check", icon=":material/fact_check:", url_path="check")
    claims = st.Page("app_claims.py", title="Claims", icon=":material/record_voice_over:", url_path="claims")
    archive = st.Page("app_archive.py", title="Archive", icon=":material/inventory_2:", url_path="archive")
    evals = st.Page("app_evals.py", title="Evals", icon=":material/monitoring:", url_path="evals")
    page = st.navigation([ask, check, claims, archive, evals], position="top" if user else "hidden")
    if user is None:
        return
    st.set_page_config(page_title=f"{page.title} – {NAME}")
    html('<h1 class="cd-page">{}</h1>', page.title)
    try:
        page.run()
    except DeskError as error:
        problem(str(error))


if __name__ == "__main__":
    main()
