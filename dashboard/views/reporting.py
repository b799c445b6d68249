"""Any range of days, of an account, some of its campaigns or some templates; figures by the macros messaging_report and calling_report."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pandas
import streamlit as st

from dashboard import data, show
from dashboard.words import days, is_unknown

PRESETS = {
    "last_7_days": "Last 7 days", "last_30_days": "Last 30 days", "this_month": "This month", "last_month": "Last month", "this_week": "This week",
    "last_week": "Last week", "today": "Today", "yesterday": "Yesterday", "all_time": "All time", "dates": "Other days",
}  # fmt: skip
BASES = {"activity": "Day of the event", "send": "Day of the send"}
GROUPS = {
    "Texts": ["messages_sent_total", "segments_sent_total", "messages_sent", "delivery_rate", "carrier_block_rate"],
    "Contacts and their answers": [
        "contacts_reached", "replies_received", "reply_rate", "engaged_reply_rate", "click_through_rate", "response_rate", "median_time_to_response_seconds",
        "contacts_opted_out", "opt_out_rate", "ai_filter_rate",
    ],
    "Leads, revenue and cost": [
        "leads", "sms_to_lead_rate", "conversions", "conversion_rate", "revenue_net", "cost_total", "cost_per_conversion", "return_on_spend",
    ],
    "The team and the account": ["median_team_response_seconds", "unanswered_inbound", "unattributed_inbound", "campaigns_created", "campaigns_launched"],
}  # fmt: skip
CALLING = ["calls_dialed", "call_answer_rate", "conversations", "conversation_rate", "average_call_seconds", "leads", "call_to_lead_rate", "deals_closed"]
BY_CAMPAIGN = [
    "campaign_name", "messages_sent", "contacts_reached", "delivery_rate", "reply_rate", "click_through_rate", "opt_out_rate", "conversions",
    "revenue_net", "cost_total", "return_on_spend",
]  # fmt: skip


def chosen_filters(account: str) -> tuple[str | None, tuple[date, date], dict[str, Any], str]:
    """Days, what is filtered, and the basis."""
    left, middle, right, last = st.columns([1, 1.3, 1.3, 1])
    preset = left.selectbox("Days", list(PRESETS), format_func=PRESETS.get, index=1, key="preset", bind="query-params", persist_state="session")
    campaigns = data.mart("dim_campaigns", account, "not is_test", order="campaign_name, campaign_id")
    names = data.names(campaigns, "campaign_id", "campaign_name")
    of_campaigns = middle.multiselect("Campaigns", list(names), format_func=names.get, placeholder="All", key=f"campaigns of {account}")
    templates = data.mart("kpi_templates", account, "len($campaigns) = 0 or list_contains($campaigns, campaign_id)", "template_name, template_id", campaigns=of_campaigns)
    called = data.names(templates, "template_id", "template_name")
    of_templates = right.multiselect("Templates", list(called), format_func=called.get, placeholder="All", key=f"templates of {account}")
    basis = last.selectbox(
        "Counted by", list(BASES), format_func=BASES.get, key="counted_by", bind="query-params", persist_state="session",
        help="A reply to a text of last week is counted on the day of the reply, or on the day of that text.",
    )  # fmt: skip
    launched = middle.checkbox("Launched in these days", key="launched", help="Only campaigns that were launched in these days; in the period before, those launched then.")
    dates = (data.FIRST_DAY, data.LAST_DAY)
    if preset == "dates":
        today = data.published()["as_of"].date()
        dates = (
            left.date_input("From", today.replace(day=1), key="date_from", format="YYYY-MM-DD"),
            left.date_input("To", today, key="date_to", format="YYYY-MM-DD"),
        )
        if dates[0] > dates[1]:
            st.warning("The first day is after the last one.")
            st.stop()
    filters = {"campaigns": of_campaigns, "templates": of_templates, "launched": launched}
    return None if preset in ("dates", "all_time") else preset, dates, filters, basis


def bars(account: str, row: pandas.Series, is_all_time: bool, counted: list[pandas.DataFrame], basis: str) -> pandas.DataFrame:
    """What the cards draw: days, or weeks of all time. With a filter they were counted; without one the marts have them."""
    if counted:
        return counted[0].sort_values("activity_date")
    if is_all_time:
        return data.mart("kpi_accounts_weekly", account, "basis = $basis", "week_start_date", basis=basis)
    first, last = row["date_from"], row["date_to"]
    days = "basis = $basis and activity_date between $first and $last"
    rows = data.mart("kpi_accounts_daily", account, days, "activity_date", basis=basis, first=first.date(), last=last.date())
    return rows if rows.empty else rows.set_index("activity_date").reindex(pandas.date_range(first, last))


def told(row: pandas.Series, is_all_time: bool) -> None:
    """Which days these are, and whether they are over."""
    parts = [f"**{'All time' if is_all_time else days(row['date_from'], row['date_to'])}**, in the account's time zone"]
    if is_all_time:
        parts.append("bars are weeks")
    else:
        parts.append("beside the period before; bars are days")
        if not is_unknown(row.get("is_mature")) and not row["is_mature"]:
            parts.append(":gray-badge[not mature] replies, clicks and conversions can still come")
    if not is_unknown(row.get("cost_is_complete")) and not row["cost_is_complete"]:
        parts.append(":gray-badge[costs incomplete] a price or an exchange rate is missing")
    st.markdown(" · ".join(parts))


def main() -> None:
    account = show.account()
    account_id, currency = account["account_id"], account["reporting_currency"]
    preset, dates, filters, basis = chosen_filters(account_id)
    is_filtered = any(filters.values())
    is_all_time = preset is None and dates[0] == data.FIRST_DAY
    columns = data.columns("kpi_accounts")
    asked = {"preset": preset, "dates": dates, "basis": basis, **filters}
    # Without a filter all accounts are asked for at once: they stand side by side below.
    everyone = [account_id] if is_filtered else list(data.accounts()["account_id"])
    questions = [(grain, everyone if grain == "account" else [account_id]) for grain in ("account", "campaign")]
    questions += [("day", [account_id])] if is_filtered and not is_all_time else []
    if is_all_time and not is_filtered and basis == "activity":
        # What these marts are of; a report would count it anew from all messages.
        found, rows, counted = data.mart("kpi_accounts"), data.mart("kpi_campaigns", account_id), []
    else:
        found, rows, *counted = data.at_once(*(partial(data.report, "messaging_report", grain, accounts, **asked) for grain, accounts in questions))
    if found.empty or rows.columns.empty:
        show.empty("The tables that this page counts from are not in the published file: build everything, then publish.", ["messages"])
        return
    row = found[found["account_id"] == account_id].iloc[0]
    sparks = pandas.DataFrame() if is_all_time and is_filtered else bars(account_id, row, is_all_time, counted, basis)
    told(row, is_all_time)
    for group, names in GROUPS.items():
        show.heading(group)
        if group.startswith("The team") and is_filtered:
            st.caption("These figures are of the whole account: filters on campaigns and templates do not apply.")
        show.cards(row, names, columns, sparks, not is_all_time, currency)
    show.heading("By campaign")
    rows = rows[(rows["messages_sent"] > 0) | (rows["replies_received"] > 0) | (rows["revenue_net"].fillna(0) != 0)].sort_values("messages_sent", ascending=False)
    if rows.empty:
        show.empty("No campaign sent anything, got replies or earned anything in these days.")
    else:
        show.table("Reporting by campaign", rows, BY_CAMPAIGN, data.columns("kpi_campaigns"), bars=["messages_sent", "reply_rate"],
                   counted="contacts_reached", currency=currency)  # fmt: skip
    calling(account_id, preset, dates, filters["campaigns"], is_all_time)
    outcomes(account_id)
    if len(found) > 1:
        side_by_side(found)


def calling(account: str, preset: str | None, dates: tuple[date, date], campaigns: list[str], is_all_time: bool) -> None:
    show.heading("Calls", "Each on its own day, whatever texts are counted by. Of the filters only the one on campaigns applies.")
    rows = data.report("calling_report", "account", [account], preset, dates, campaigns)
    known = data.mart("kpi_calling", account)
    if rows.empty or known.empty or is_unknown(known["calls_dialed"].iloc[0]) or not known["calls_dialed"].iloc[0]:
        show.empty("This account has no calls.", ["calls"])
        return
    days = pandas.DataFrame() if is_all_time else data.report("calling_report", "day", [account], preset, dates, campaigns).sort_values("activity_date")
    show.cards(rows.iloc[0], CALLING, data.columns("kpi_calling"), days, not is_all_time, None)


def outcomes(account: str) -> None:
    show.heading("Labels and call outcomes")
    st.caption("Over all time: a label has no day of its own.")
    tables = {
        "kpi_labels": ("Labels", ["label_name", "contacts", "contacts_with_label_now", "assignments", "assignments_share"], "label_assignments"),
        "kpi_call_outcomes": ("Call outcomes", ["outcome_name", "outcomes_recorded", "outcomes_recorded_share"], "call_outcomes"),
    }
    for place, (mart, (name, names, needed)) in zip(st.columns(2), tables.items()):
        with place:
            rows = data.mart(mart, account, order=f"{names[1]} desc, {names[0]}")
            if rows.empty:
                show.empty(f"{name}: none.", [needed])
            else:
                show.table(name, rows, names, data.columns(mart), bars=[names[-1]])


def side_by_side(rows: pandas.DataFrame) -> None:
    show.heading("Accounts side by side", "Each in its own time zone and currency: they are not added up.")
    show.table("Accounts", rows.sort_values("account_name"), ["account_name", *BY_CAMPAIGN[1:], "reporting_currency"], data.columns("kpi_accounts"), counted="contacts_reached")


main()
