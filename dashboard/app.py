"""The dashboard: `make dashboard`, or `python -m streamlit run dashboard/app.py` in the project's folder."""

from __future__ import annotations

import streamlit as st

from dashboard import data

PAGES = {
    "Results": {
        "reporting": "Reporting",
        "campaigns": "Campaigns",
        "cohorts": "Cohorts",
        "attribution": "Attribution",
        "experiments": "Experiments",
    },
    "Work": {
        "intent": "Intent and follow-up",
        "deliverability": "Deliverability",
        "governance": "Governance and list health",
        "quality": "Data quality",
    },
}


# Cards share a line as they fit, also on a phone.
STYLE = """<style>
[class*="st-key-cards-"] { display: grid; grid-template-columns: repeat(auto-fill, minmax(158px, 1fr)); }
[class*="st-key-cards-"] > div { width: auto; min-width: 0; }
[data-testid="stMetricLabel"] p { white-space: normal; }
[data-testid="stMainBlockContainer"] { padding: 2.5rem 2.5rem 3rem; }
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding: 3.5rem 1rem 3rem; } }
[data-testid="stSidebarHeader"] { height: 2rem; }
</style>"""


@st.fragment(run_every="5s")
def follow() -> None:
    """Begin anew as soon as another file is published."""
    try:
        found = data.newest()
    except data.NoFile:
        found = None
    if found != st.session_state.get("version"):
        st.rerun()


def main() -> None:
    st.set_page_config("sms_analytics", page_icon="💬", layout="wide", initial_sidebar_state=230)
    st.html(STYLE)
    page = st.navigation(
        {group: [st.Page(f"views/{name}.py", title=title, url_path=name, default=name == "reporting") for name, title in pages.items()]
         for group, pages in PAGES.items()}
    )  # fmt: skip
    try:
        data.use_newest()
    except data.NoFile as problem:
        st.title("Nothing is published yet", anchor=False)
        st.info(str(problem), icon=":material/info:")
    else:
        st.title(page.title, anchor=False)
        page.run()
        about = data.published()
        st.sidebar.caption(
            f"As of {about['as_of']:%Y-%m-%d %H:%M} UTC. Published {about['published_at']:%Y-%m-%d %H:%M} UTC, sms_analytics {about['project_version']}."
        )
    with st.sidebar:
        follow()


main()
