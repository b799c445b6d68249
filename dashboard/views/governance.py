"""Rules that texts broke, whether people tire of them, and how the list grows."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, show

FATIGUE = {"opt_out_rate": "Opt-outs", "engaged_reply_rate": "Engaged replies", "click_through_rate": "Clicks"}
COUNTED = {"click_through_rate": "messages_delivered_with_link"}
LIST = ["subscribers", "contacts_active", "contacts_inactive", "contacts_invalid", "contacts_opted_out", "new_subscribers", "resubscribed", "unsubscribed", "net_growth"]


def breaches(account: str) -> None:
    columns = data.columns("kpi_governance")
    show.heading("Rules", columns["breach_rate"].definition)
    rows = data.mart("kpi_governance", account, order="breach_rate desc nulls last, rule")
    if rows.empty:
        show.empty("Nothing was checked: nothing was sent, or the rules are switched off (sms_analytics_using_governance).", ["messages", "consent_events"])
        return
    rows = rows.assign(rule=rows["rule"].str.replace("_", " ").str.capitalize())
    charts.bars("Breaches by rule", rows, "rule", "breach_rate", columns, counted="messages_checked", colour=charts.RED)
    show.table("Governance", rows, ["rule", "messages_breached", "messages_checked", "breach_rate", "contacts_breached", "sends_skipped", "sends_deferred"], columns)


def fatigue(account: str) -> None:
    columns = data.columns("kpi_fatigue")
    show.heading("Do people tire?", "By how many texts the contact had got in thirty days, this one included.")
    left, right = st.columns(2)
    figure = left.selectbox("Figure", list(FATIGUE), format_func=FATIGUE.get, key="figure of fatigue")
    rows = data.mart("kpi_fatigue", account, order="campaign_id, message_number")
    if rows.empty:
        show.empty("Nobody has been texted yet.", ["messages"])
        return
    names = {"all": "All campaigns"} | data.names(data.mart("dim_campaigns"), "campaign_id", "campaign_name")
    campaigns = sorted(set(rows["campaign_id"]), key=lambda campaign: (campaign != "all", campaign))
    campaign = right.selectbox("Campaign", campaigns, format_func=lambda each: names.get(each, each), key=f"campaign of fatigue, {account}")
    rows = rows[rows["campaign_id"] == campaign]
    rows = rows.assign(nth=[f"{number}." for number in rows["message_number"]])
    charts.bars("Fatigue", rows, "nth", figure, columns, counted=COUNTED.get(figure, "messages_sent"))
    trend = rows[f"{figure}_trend"].iloc[0]
    if trend == trend:
        st.caption(f"Trend: {trend * 100:+.2f} points with each further text. {columns[f'{figure}_trend'].definition}")


def list_health(account: str) -> None:
    show.heading("The list of subscribers", data.columns("kpi_list_growth_daily")["subscribers"].definition)
    days = data.mart("kpi_list_growth_daily", account, order="activity_date")
    months = data.mart("kpi_list_health", account, order="month_start_date desc")
    if days.empty:
        show.empty("No subscribers are known.", ["consent_events", "contacts"])
        return
    charts.over_time("Subscribers", days, ["subscribers"], data.columns("kpi_list_growth_daily"), as_bars=False, points=False, height=220)
    if not months.empty:
        columns = data.columns("kpi_list_health")
        by_month = months.iloc[::-1]
        charts.over_time("Net growth by month", by_month, ["net_growth"], columns, height=200)
        show.table("List health by month", months, ["month_start_date", *LIST], columns, bars=["contacts_active"])


def main() -> None:
    account = show.account()
    breaches(account["account_id"])
    fatigue(account["account_id"])
    list_health(account["account_id"])


main()
