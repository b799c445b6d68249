"""Who gets the credit: models side by side, journeys with and without texts, and the platforms' own figures beside ours."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, show

FIGURES = ["conversions", "revenue_net", "contacts_converted", "assisted_conversions", "assisted_revenue"]
TABLE = [
    "name", "channel", "attribution_model", "conversions", "contacts_converted", "revenue_net", "cost_total", "cost_per_conversion", "return_on_spend",
    "touches_to_convert", "median_seconds_to_conversion", "assisted_conversions",
]  # fmt: skip
BASES = {"click": "Clicks", "view": "Texts delivered"}
SCOPES = {"sms": "Texts only", "all": "All channels"}
EXPLAINED = ["duplicates_removed", "out_of_window", "unmatched_identity", "late_arrival", "other_time_zone_day", "bot_clicks"]


def models(account_id: str, currency: str) -> None:
    columns = data.columns("kpi_attribution")
    show.heading("Models side by side", "Each model divides the same conversions among the touches before them, so all models have the same total.")
    left, middle, right = st.columns(3)
    basis = left.selectbox("A touch is", list(BASES), format_func=BASES.get, key="basis")
    scope = middle.selectbox("Credit goes to", list(SCOPES), format_func=SCOPES.get, key="scope")
    figure = right.selectbox("Figure", FIGURES, format_func=lambda name: columns[name].label, key="figure of attribution")
    order = f"{figure} desc nulls last, campaign_id, touch_campaign, attribution_model"
    rows = data.mart("kpi_attribution", account_id, "attribution_basis = $basis and channel_scope = $scope", order, basis=basis, scope=scope)
    if rows.empty:
        show.empty("No credit of this kind: no conversion had such a touch, or the model is not built.", ["conversions", "click_events"])
        return
    campaigns = data.names(data.mart("dim_campaigns"), "campaign_id", "campaign_name")
    own = rows["campaign_id"].map(campaigns).fillna(rows["campaign_id"])
    others = rows["channel"].str.cat(rows["touch_campaign"].fillna("no campaign"), sep=": ")
    rows = rows.assign(name=own.fillna(others), attribution_model=rows["attribution_model"].str.replace("_", " "))
    credited = rows[rows[figure].fillna(0) != 0]
    if not credited.empty:
        best = credited[credited["name"].isin(list(dict.fromkeys(credited["name"]))[:12])]
        charts.bars("Attribution models", best, "name", figure, columns, currency=currency, split="attribution_model", split_title="Model",
                    text="The first twelve with any credit. The table has all of them.")  # fmt: skip
    show.table("Attribution", rows, TABLE, columns | {"name": data.Column("Campaign")}, currency=currency, height=300)


def journeys(account_id: str) -> None:
    columns = data.columns("kpi_journeys_monthly")
    show.heading("With texts and without", "Journeys to the conversions of each month: with texts only, with texts and other channels, or with other channels only.")
    rows = data.mart("kpi_journeys_monthly", account_id, "attribution_basis = 'click'", "month_start_date")
    if rows.empty:
        show.empty("No journeys yet.", ["conversions", "touchpoints"])
        return
    shares = ["share_sms_alone", "share_sms_and_others", "share_without_sms"]
    charts.over_time("Journeys", rows, shares, columns, colours=[charts.BLUE, charts.SKY, "#BBBBBB"], height=220)
    show.table("Journeys by month", rows, ["month_start_date", "conversions", "journeys", *shares], columns, counted="journeys")


def reconciliation(account_id: str) -> None:
    columns = data.columns("dq_reconciliation")
    show.heading("The platform's figures beside ours", "Ratio: theirs divided by ours. By default 0.8 to 1.25 is ok; twice, half, or 0 on one side only, is fail.")
    rows = data.mart("dq_reconciliation", account_id, order="period_start desc, campaign_id, metric_name")
    if rows.empty:
        show.empty("There is nothing to compare with.", ["platform_reported_metrics"])
        return
    statuses = ["fail", "warn", "no_figure", "unknown_metric", "ok"]
    chosen = st.pills("Status", statuses, selection_mode="multi", default=statuses[:-1], key="status", label_visibility="collapsed")
    names = data.names(data.mart("dim_campaigns"), "campaign_id", "campaign_name")
    rows = rows.assign(campaign_name=rows["campaign_id"].map(names).fillna(rows["campaign_id"]))
    rows = rows[rows["status"].isin(chosen or statuses)]
    if rows.empty:
        st.success("Nothing has this status.", icon=":material/check:")
    else:
        show.table("Reconciliation", rows, ["campaign_name", "metric_name", "period_start", "status", "platform_value", "our_value", "ratio", *EXPLAINED], columns, height=300)


def main() -> None:
    account = show.account()
    models(account["account_id"], account["reporting_currency"])
    journeys(account["account_id"])
    reconciliation(account["account_id"])


main()
