"""Parts that the pages share: headings, cards, tables, empty states, downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas
import streamlit as st

from dashboard import data
from dashboard.data import Column
from dashboard.words import MONEY, PERCENT, TABLES, THIN, UNKNOWN, change, is_unknown, listed, shown

LESS_IS_BETTER = {
    "carrier_block_rate", "contacts_opted_out", "opt_out_rate", "ai_filter_rate", "median_time_to_response_seconds", "median_team_response_seconds",
    "unanswered_inbound", "unattributed_inbound", "cost_per_conversion",
}  # fmt: skip
NEITHER_IS_BETTER = {"messages_sent_total", "segments_sent_total", "messages_sent", "contacts_reached", "cost_total", "campaigns_created", "calls_dialed"}
BAR = "#0072B2"  # primaryColor of dashboard/.streamlit/config.toml


def account() -> pandas.Series:
    """The account that the reader chose: each has a time zone and a currency of its own, so a page shows one."""
    known = data.accounts()
    if known.empty:
        empty("There is no account in the published file.", ["messages"])
        st.stop()
    names = data.names(known, "account_id", "account_name")
    chosen = st.sidebar.selectbox("Account", list(names), format_func=names.get, key="account", bind="query-params", persist_state="session")
    return known[known["account_id"] == chosen].iloc[0]


def heading(text: str, definition: str | None = None) -> None:
    st.subheader(text, help=definition, anchor=False)


def chart_heading(column: Column, text: str | None = None) -> None:
    st.markdown(f"**{text or column.label}**", help=definition_of(column))


def definition_of(column: Column) -> str:
    return column.definition + (f"\n\nNeeds the raw table{'s' if len(column.needs) > 1 else ''} {listed(list(column.needs))}." if column.needs else "")


def empty(text: str, needs: Sequence[str] = ()) -> None:
    """Says what to load, where nothing is to be seen."""
    absent = sorted(data.absent_tables() & set(needs))
    load = f" Load the raw table{'s' if len(absent) > 1 else ''} {listed(absent)}: no usable rows yet (docs/your_data.md says how)." if absent else ""
    st.info(text + load, icon=":material/info:")


def reason(name: str, row: Mapping[str, Any], column: Column) -> str:
    """Why a figure is not known."""
    if absent := sorted(data.absent_tables() & set(column.needs)):
        return f"needs {', '.join(absent)}"
    if column.divided_by and not is_unknown(row.get(column.divided_by)) and row[column.divided_by] == 0:
        return "nothing to divide by"
    return "see its definition"


def is_thin(row: Mapping[str, Any], column: Column) -> bool:
    count = row.get(column.divided_by) if column.divided_by else None
    return not is_unknown(count) and 0 < count < THIN


def cards(row: Mapping[str, Any], names: Sequence[str], columns: Mapping[str, Column], by_day: pandas.DataFrame, compared: bool, currency: str | None) -> None:
    """A card a figure: its value, how it changed from the period before, and its days."""
    names = [name for name in names if name in row and name in columns]
    if not names:  # Of a part of the project that was not built.
        return
    with st.container(horizontal=True, gap="small", key=f"cards {names[0]}"):
        for name in names:
            card(row, name, columns[name], compared, currency)
    # Streamlit draws the chart of a metric with Vega, which for a page of cards takes longer than all the rest.
    places = {place: by_day[name] for place, name in enumerate(names, 1) if name in by_day and len(by_day) > 1 and not is_unknown(row[name])}
    rules = [f".st-key-cards-{names[0]} > :nth-child({place}) [data-testid=stMetric]::after {{ {bars(values)} }}" for place, values in places.items()]
    if rules:
        st.html(f"<style>{' '.join(rules)}</style>")


def bars(values: pandas.Series) -> str:
    """A bar a value, cut out of a box that stands on a line. Not known is no bar, as zero is."""
    heights = values.astype(float).fillna(0).tolist()
    highest, lowest = max(0.0, *heights), min(0.0, *heights)
    per_cent = 97 / ((highest - lowest) or 1)
    zero, width = (highest * per_cent) or (97 if lowest == 0 else 0), 100 / len(heights)
    corners = []
    for number, height in enumerate(heights):
        end = zero - height * per_cent
        if height:  # What is there is seen, however little it is.
            end = min(end, zero - 2) if height > 0 else max(end, zero + 2)
        left, right = number * width, (number + 0.7) * width
        corners += [(left, zero), (left, end), (right, end), (right, zero)]
    corners += [(100, zero), (100, zero + 2), (0, zero + 2)]
    shape = ", ".join(f"{x:.2f}% {y:.1f}%" for x, y in corners)
    return f"content: ''; display: block; height: 2.6rem; margin: 0.5rem 0.9rem 0.9rem; background: {BAR}; clip-path: polygon({shape});"


def card(row: Mapping[str, Any], name: str, column: Column, compared: bool, currency: str | None) -> None:
    unknown = is_unknown(row[name])
    delta = reason(name, row, column) if unknown else change(row[name], row.get(f"previous_{name}"), column.unit, currency) if compared else None
    is_same = delta is not None and delta.startswith("±")
    st.metric(
        column.label + (" :gray-badge[thin]" if is_thin(row, column) else ""),
        shown(row[name], column.unit, currency),
        delta=delta,
        delta_color="off" if unknown or is_same or name in NEITHER_IS_BETTER else "inverse" if name in LESS_IS_BETTER else "normal",
        delta_arrow="off" if unknown or is_same else "auto",
        help=definition_of(column),
        border=True,
    )


def notes(rows: pandas.DataFrame, counted: str | None, mature: str | None) -> list[str]:
    """What to think of before believing a row."""
    found = []
    for row in rows.to_dict("records"):
        thin = counted is not None and not is_unknown(row.get(counted)) and row[counted] < THIN
        young = mature is not None and not is_unknown(row.get(mature)) and not row[mature]
        found.append(", ".join(text for text, holds in (("thin", thin), ("not mature", young)) if holds))
    return found


def table(
    name: str,
    rows: pandas.DataFrame,
    names: Sequence[str],
    columns: Mapping[str, Column],
    *,
    bars: Sequence[str] = (),
    counted: str | None = None,
    mature: str | None = None,
    currency: str | None = None,
    height: int | None = None,
    placeholder: str = UNKNOWN,
) -> None:
    """Rows as they are, with definitions on the heads. counted: the figure of which fewer than 30 make a row thin."""
    names = [each for each in names if each in rows]
    drawn = rows[names].copy()
    config: dict[str, Any] = {}
    for each in names:
        column = columns.get(each, Column(each.replace("_", " ").capitalize()))
        label = column.label + (f", {currency}" if column.unit == MONEY and currency else "")
        # A bar has no words for what is not known: then the figure stands beside its bar.
        is_apart = each in bars and drawn[each].isna().any() and drawn[each].notna().any()
        config[each] = column_config(each, label, column, drawn[each], each in bars and not is_apart)
        if is_apart:
            config[f"{each} bar"] = column_config(each, " ", column, drawn[each], True, figure="\u00a0")
    told_as = {each: columns[each].label if each in columns else each for each in names}
    as_file = drawn.rename(columns=told_as)
    for each in names:
        if (columns[each].unit if each in columns else None) in PERCENT:
            drawn[each] = drawn[each] * 100
        if f"{each} bar" in config:
            drawn.insert(drawn.columns.get_loc(each) + 1, f"{each} bar", drawn[each])
    if any(told := notes(rows, counted, mature)):
        drawn.insert(1, "note", told)
        config["note"] = st.column_config.TextColumn("Note", help=f"Thin: fewer than {THIN}. Not mature: figures of this row may still grow.", width="small")
    st.dataframe(drawn, column_config=config, hide_index=True, placeholder=placeholder, height=height or "auto", alt=name)
    download(name, as_file)


def column_config(name: str, label: str, column: Column, values: pandas.Series, as_bar: bool, figure: str | None = None) -> Any:
    """How a column is drawn. figure: what a bar has beside it instead of its figure."""
    told = definition_of(column)
    style = PERCENT.get(column.unit or "") or TABLES.get(column.unit or "", "localized")
    if as_bar and values.notna().any():
        longest = max(float(values.max()), 1e-9) * (100 if column.unit in PERCENT else 1)
        return st.column_config.ProgressColumn(label, help=told, format=figure or style, min_value=0, max_value=longest, width=90 if figure else 130)
    if pandas.api.types.is_datetime64_any_dtype(values):
        at_midnight = (values.dropna().dt.normalize() == values.dropna()).all()
        return st.column_config.DateColumn(label, help=told) if at_midnight else st.column_config.DatetimeColumn(label, help=told, format="YYYY-MM-DD HH:mm")
    if pandas.api.types.is_bool_dtype(values):
        return st.column_config.CheckboxColumn(label, help=told)
    if pandas.api.types.is_numeric_dtype(values):
        return st.column_config.NumberColumn(label, help=told, format=style)
    return st.column_config.TextColumn(label, help=told, pinned=name == "campaign_name" or None)


def download(name: str, rows: pandas.DataFrame, text: str = "") -> None:
    """What is shown, as a file, with a word below it."""
    file_name = f"{name.lower().replace(' ', '_')}.csv"
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.download_button("CSV", rows.to_csv(index=False), file_name, "text/csv", key=f"csv {name}", type="tertiary", on_click="ignore", help=f"{name}, as shown")
        if text:
            st.caption(text)
