"""Whom campaigns reach, and whether a campaign is better or only sent to better contacts."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, show

RATES = ["reply_rate", "engaged_reply_rate", "click_through_rate", "response_rate", "conversion_rate", "opt_out_rate"]
COUNTED = {"click_through_rate": "contacts_delivered_with_link", "response_rate": "contacts_delivered", "conversion_rate": "contacts_delivered"}
KEPT = [
    "contacts_reached_share", "contacts_replied_share", "contacts_engaged_share", "contacts_clicked_share", "contacts_converted_share",
    "contacts_opted_out_ever_share", "revenue_per_contact_cumulative",
]  # fmt: skip


def retention(account: str, currency: str) -> None:
    columns = data.columns("kpi_retention")
    show.heading("Do they stay?", "Contacts by the month of their first text. The same contacts, month after month.")
    figure = st.selectbox("Figure", KEPT, index=0, format_func=lambda name: columns[name].label, key="figure of retention")
    rows = data.mart("kpi_retention", account, order="cohort_month, months_since")
    if rows.empty:
        show.empty("Nobody has been texted yet.", ["messages"])
        return
    rows = rows.assign(cohort=[f"{month:%b %Y} ({count:,})" for month, count in zip(rows["cohort_month"], rows["contacts"])])
    charts.heat("Retention", rows, "months_since", "cohort", figure, columns, counted="contacts", mature="is_complete_period", currency=currency,
                titles=("Months since the first text", "First texted in (contacts)"), down_order=list(dict.fromkeys(rows["cohort"])))  # fmt: skip


def main() -> None:
    account = show.account()
    account_id = account["account_id"]
    rows = data.mart("kpi_cohorts", account_id, order="dimension, contacts_reached desc, cohort")
    if rows.empty:
        show.empty("No cohorts: nobody was texted, or they are switched off (sms_analytics_using_cohorts).", ["messages", "contacts"])
        return
    columns = data.columns("kpi_campaign_cohorts")
    left, right = st.columns(2)
    dimensions = list(dict.fromkeys(rows["dimension"]))
    dimension = left.selectbox("Attribute", dimensions, index=dimensions.index("lifecycle_stage") if "lifecycle_stage" in dimensions else 0,
                               format_func=lambda name: name.removesuffix("_id").replace("_", " ").capitalize(), key="attribute")  # fmt: skip
    rate = right.selectbox("Figure", RATES, format_func=lambda name: columns[name].label, key="figure of cohorts")
    counted = COUNTED.get(rate, "contacts_reached")
    cells = data.mart("kpi_campaign_cohorts", account_id, f"dimension = $dimension and {counted} > 0", "campaign_name, cohort", dimension=dimension)
    show.heading("Campaigns by kind of contact", columns[rate].definition)
    if cells.empty:
        show.empty("No campaign has a figure by this attribute.", ["contacts", *columns[rate].needs])
    else:
        charts.heat("Campaigns by cohort", cells, "cohort", "campaign_name", rate, columns, counted=counted)
    show.heading("Better, or only sent to better contacts?", data.columns("kpi_campaign_mix")[f"{rate}_mix_adjusted"].definition)
    mix = data.mart("kpi_campaign_mix", account_id, f"dimension = $dimension and {rate} is not null", f"{rate} desc, campaign_id", dimension=dimension)
    if mix.empty:
        show.empty("No campaign has a rate to adjust.", columns[rate].needs)
    else:
        charts.pairs("Blended and mix-adjusted", mix, "campaign_name", rate, f"{rate}_mix_adjusted", data.columns("kpi_campaign_mix"), ("as sent", "at the account's mix"),
                     counted="contacts_reached")  # fmt: skip
    retention(account_id, account["reporting_currency"])
    show.heading("All kinds of contact")
    show.table("Cohorts", rows[rows["dimension"] == dimension], ["cohort", "contacts_reached", "contacts_share", *RATES, "revenue_net"], data.columns("kpi_cohorts"),
               bars=["contacts_share"], counted="contacts_reached", currency=account["reporting_currency"])  # fmt: skip


main()
