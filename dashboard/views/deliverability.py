"""Did texts arrive, and what stops them: final status by week, and by template, error code, sender, carrier and the like."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, show

STATUSES = ["messages_delivered", "messages_carrier_blocked", "messages_failed", "messages_unknown"]
COLOURS = [charts.BLUE, charts.RED, charts.ORANGE, "#BBBBBB"]
DIMENSIONS = {
    "sender": "Sender", "template": "Template", "error_code": "Error code", "carrier": "Carrier", "line_type": "Line type", "country": "Country",
    "message_type": "Message type",
}  # fmt: skip
COLUMNS = ["value", "messages_sent", *STATUSES, "delivery_rate_all_messages", "carrier_block_rate", "failure_rate", "unknown_rate", "segments_sent", "cost_total"]


def over_time(account: str) -> None:
    show.heading("What became of the texts", "Campaign messages by week of the send and final status.")
    rows = data.mart("kpi_accounts_weekly", account, "basis = 'send'", "week_start_date")
    if rows.empty:
        show.empty("Nothing has been sent yet.", ["messages"])
        return
    if "message_status_events" in data.absent_tables():
        show.empty("There are no delivery receipts: final statuses come from the messages alone.", ["message_status_events"])
    charts.over_time("Final status by week", rows, STATUSES, data.columns("kpi_accounts_weekly"), mature="is_complete_period", colours=COLOURS)


def blocked(rows) -> None:
    show.heading("Which wording carriers block", data.columns("kpi_deliverability")["carrier_block_rate"].definition)
    found = rows[(rows["dimension"] == "template") & (rows["messages_carrier_blocked"] > 0)].sort_values("carrier_block_rate", ascending=False)
    if found.empty:
        st.success("Carriers blocked nothing.", icon=":material/check:")
    else:
        names = data.names(data.mart("dim_templates"), "template_id", "template_name")
        found = found.assign(value=found["value"].map(names).fillna(found["value"]))
        charts.bars("Carrier blocks by template", found, "value", "carrier_block_rate", data.columns("kpi_deliverability"), counted="messages_sent", colour=charts.RED)


def errors(rows) -> None:
    columns = data.columns("kpi_deliverability")
    show.heading("Error codes", "Texts that did not arrive, by the code that the vendor gave.")
    found = rows[(rows["dimension"] == "error_code") & (rows["messages_carrier_blocked"] + rows["messages_failed"] > 0)]
    if found.empty:
        show.empty("No text failed with a code.", ["message_status_events"])
        return
    kinds = {"messages_carrier_blocked": "blocked by the carrier", "messages_failed": "failed otherwise"}
    long = found.melt(["value"], list(kinds), "kind", "messages_failed_or_blocked")
    long = long[long["messages_failed_or_blocked"] > 0].assign(kind=lambda each: each["kind"].map(kinds)).sort_values("messages_failed_or_blocked", ascending=False)
    charts.bars("Error codes", long, "value", "messages_failed_or_blocked", columns | {"messages_failed_or_blocked": data.Column("Messages", "count")},
                split="kind", split_title="What happened", stacked=True, palette=dict(zip(kinds.values(), (charts.RED, charts.ORANGE))))  # fmt: skip


def main() -> None:
    account = show.account()
    over_time(account["account_id"])
    rows = data.mart("kpi_deliverability", account["account_id"], order="dimension, messages_sent desc, value")
    if rows.empty:
        return
    left, right = st.columns(2)
    with left:
        blocked(rows)
    with right:
        errors(rows)
    show.heading("Where to look")
    dimension = st.segmented_control("By", list(DIMENSIONS), format_func=DIMENSIONS.get, default="sender", key="dimension", label_visibility="collapsed") or "sender"
    columns = data.columns("kpi_deliverability") | {"value": data.Column(DIMENSIONS[dimension])}
    show.table(f"Deliverability by {DIMENSIONS[dimension].lower()}", rows[rows["dimension"] == dimension], COLUMNS, columns,
               bars=["messages_sent", "delivery_rate_all_messages", "carrier_block_rate"], counted="messages_sent", currency=account["reporting_currency"])  # fmt: skip


main()
