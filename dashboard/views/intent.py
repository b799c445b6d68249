"""What people want, whether somebody follows up in time, and whom to answer first."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, show
from dashboard.words import VERDICTS

SLA = ["sla_met", "sla_breached", "sla_open"]
COLOURS = {"sla_met": charts.GREEN, "sla_breached": charts.RED, "sla_open": charts.ORANGE}
BOARD = [
    "replies", *SLA, "sla_met_rate", "median_follow_up_seconds", "replies_escalated", "next_step_rate", "meetings_set", "show_rate", "influenced_pipeline",
]  # fmt: skip


def waiting(account: str) -> None:
    columns = data.columns("rpt_open_follow_ups")
    show.heading("Waiting for an answer", "High-tier replies that nobody has followed up, oldest first. Only keys are shown; your CRM has the names.")
    rows = data.mart("rpt_open_follow_ups", account, order="received_at, message_id")
    if rows.empty:
        st.success("No high-tier reply is waiting.", icon=":material/check:")
        return
    names = data.names(data.mart("dim_campaigns"), "campaign_id", "campaign_name")
    campaign = rows["campaign_id"].map(names).fillna(rows["campaign_id"]).fillna("none")
    rows = rows.assign(campaign_name=campaign, owner_id=rows["owner_id"].fillna("unassigned"))
    columns = columns | {"seconds_open": data.Column("Open for", "seconds", columns["seconds_open"].definition)} if "seconds_open" in columns else columns
    shown = ["intent_category", "sla_status", "seconds_open", "received_at", "due_at", "owner_id", "campaign_name", "contact_id", "message_id"]
    show.table("Waiting for an answer", rows, shown, columns, height=250)


def board(account: str, currency: str) -> None:
    columns = data.columns("kpi_follow_up")
    show.heading("In time or not, by owner", columns["sla_met"].definition)
    rows = data.mart("kpi_follow_up", account, order="replies desc, owner_id")
    if rows.empty:
        show.empty("Nobody has replied yet.", ["messages"])
        return
    labels = {name: columns[name].label for name in SLA}
    long = rows[["owner_id", *SLA]].melt(["owner_id"], SLA, "status", "replies")
    long = long[long["replies"] > 0].assign(status=lambda each: each["status"].map(labels))
    charts.bars("SLA board", long, "owner_id", "replies", columns, split="status", split_title="Status", stacked=True,
                palette={labels[name]: colour for name, colour in COLOURS.items()})  # fmt: skip
    show.table("Follow-up by owner", rows, ["owner_id", *BOARD], columns, bars=["sla_met_rate"], counted="replies", currency=currency)


def intents(account: str, currency: str) -> None:
    columns = data.columns("kpi_intents")
    show.heading("What people want")
    rows = data.mart("kpi_intents", account, order="replies desc, intent_category")
    if not rows.empty:
        show.table("Intents", rows, ["intent_category", "play", "owner_role", *BOARD], columns, bars=["replies", "sla_met_rate"], counted="replies", currency=currency)


def lift(account: str) -> None:
    show.heading("Does a timely follow-up help?", "Next steps after replies followed up in time, compared with the others. This is an association, not proof: nobody was assigned at random.")
    rows = data.mart("kpi_intent_lift", account, "difference is not null", "difference desc, intent_category")
    if rows.empty:
        show.empty("No category has both replies followed up in time and others.")
        return
    columns = data.columns("kpi_intent_lift")
    charts.intervals("Lift of a timely follow-up", rows, "intent_category", "verdict", columns, against="replies not followed up in time")
    rows = rows.assign(verdict=rows["verdict"].map(VERDICTS).str.replace("than the control", "than without").fillna(rows["verdict"]))
    names = ["intent_category", "verdict", "replies_sla_kept", "next_step_rate_sla_kept", "replies_sla_broken", "next_step_rate_sla_broken", "difference", "p_value"]
    show.table("Lift, figures", rows, names, columns, counted="replies_sla_broken")


def main() -> None:
    account = show.account()
    waiting(account["account_id"])
    board(account["account_id"], account["reporting_currency"])
    intents(account["account_id"], account["reporting_currency"])
    lift(account["account_id"])


main()
