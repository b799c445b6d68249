"""The campaigns of an account: all beside each other, then one from the first text to revenue."""

from __future__ import annotations

import re

import pandas
import streamlit as st

from dashboard import charts, data, show

COLUMNS = [
    "campaign_name", "messages_sent", "contacts_reached", "delivery_rate", "reply_rate", "click_through_rate", "response_rate", "opt_out_rate",
    "conversions", "revenue_net", "cost_total", "return_on_spend",
    "launched_at",
]  # fmt: skip
BARS = ["contacts_reached", "reply_rate", "click_through_rate", "response_rate", "opt_out_rate", "revenue_net"]
FUNNEL = ["contacts_reached", "contacts_delivered", "contacts_responded", "contacts_replied", "contacts_engaged", "contacts_clicked", "contacts_converted"]
TREND = ["messages_sent", "contacts_reached", "delivery_rate", "reply_rate", "click_through_rate", "opt_out_rate", "conversions", "revenue_net", "cost_total"]
RATES = ["messages_sent", "contacts_reached", "delivery_rate_all_messages", "carrier_block_rate", "reply_rate", "click_through_rate", "opt_out_rate"]


def one(rows: pandas.DataFrame, account: pandas.Series) -> None:
    names = data.names(rows, "campaign_id", "campaign_name")
    campaign = st.selectbox("Campaign", list(names), format_func=names.get, key=f"campaign of {account['account_id']}")
    row, columns, currency = rows[rows["campaign_id"] == campaign].iloc[0], data.columns("kpi_campaigns"), account["reporting_currency"]
    left, right = st.columns(2)
    with left:
        show.heading("From reached to revenue", "Contacts; each counts once. A step is not always part of the one above: someone who clicks need not have replied.")
        steps = pandas.DataFrame({"step": [columns[name].label for name in FUNNEL], "contacts_reached": [row[name] for name in FUNNEL]})
        charts.bars("Funnel", steps, "step", "contacts_reached", columns | {"contacts_reached": data.Column("Contacts", "contacts")})
        show.cards(row, ["conversions", "revenue_net", "cost_total", "return_on_spend"], columns, pandas.DataFrame(), False, currency)
    with right:
        show.heading("How soon they answer", columns["response_rate"].definition)
        windows = [name for name in columns if re.fullmatch(r"response_rate_\w+", name)]
        soon = pandas.DataFrame({"within": [name.removeprefix("response_rate_") for name in windows], "response_rate": [row[name] for name in windows]})
        if soon["response_rate"].isna().all():
            show.empty("Nobody got a text of this campaign, so nobody could answer.")
        else:
            charts.bars("Response windows", soon, "within", "response_rate", columns)
        show.cards(row, ["response_rate", "median_time_to_response_seconds", "leads"], columns, pandas.DataFrame(), False, currency)
    by_week(campaign, currency)
    parts(campaign, currency)


def by_week(campaign: str, currency: str) -> None:
    columns = data.columns("kpi_campaigns_weekly")
    show.heading("Week by week", "By the day of the reply, click or sale itself (basis activity).")
    figure = st.selectbox("Figure", TREND, index=1, format_func=lambda name: columns[name].label, key="figure of weeks")
    rows = data.mart("kpi_campaigns_weekly", None, "campaign_id = $campaign and basis = 'activity'", "week_start_date", campaign=campaign)
    if rows.empty:
        show.empty("Nothing has happened in this campaign yet.")
        return
    mature = "is_conversion_mature" if figure in ("conversions", "revenue_net") else "is_mature"
    is_rate = columns[figure].unit == "fraction"
    charts.over_time("Weeks", rows, [figure], columns, mature=mature, currency=currency, as_bars=not is_rate)


def parts(campaign: str, currency: str) -> None:
    left, right = st.columns(2)
    marts = ((left, "kpi_steps", "Steps", "step_number", "step_number"), (right, "kpi_templates", "Templates", "template_name", "template_name, template_id"))
    for place, mart, name, key, order in marts:
        with place:
            show.heading(name)
            rows = data.mart(mart, None, "campaign_id = $campaign", order, campaign=campaign)
            if rows.empty:
                show.empty(f"{name}: none.", ["templates"])
            else:
                show.table(f"{name} of a campaign", rows, [key, *RATES], data.columns(mart), counted="contacts_reached", currency=currency)


def main() -> None:
    account = show.account()
    rows = data.mart("kpi_campaigns", account["account_id"], order="messages_sent desc, campaign_id")
    if rows.empty:
        show.empty("This account has no campaigns.", ["campaigns", "messages"])
        return
    st.caption("Over all time. Click a column head to sort; point at it to read what it means.")
    show.table("Campaigns", rows, COLUMNS, data.columns("kpi_campaigns"), bars=BARS, counted="contacts_reached", currency=account["reporting_currency"])
    one(rows, account)


main()
