"""Can the figures be believed: what came in and was rejected and why, what the checks found, what is still to come."""

from __future__ import annotations

import streamlit as st

from dashboard import data, show
from dashboard.words import listed

# Of all accounts at once: a file for one account is without them. Mart, heading, columns, what an empty one means.
TABLES = {
    "dq_row_counts": ("Rows by raw table", ["table_name", "rows_in", "rows_kept", "rows_superseded", "rows_rejected", "rows_orphaned", "rows_deleted", "rows_unreadable"],
                      "table_name", "Nothing came in."),
    "dq_input": ("Findings in the input", ["check_name", "table_name", "column_name", "finding", "row_count"], "row_count desc, check_name, table_name, column_name", "The input checks found nothing."),
    "dq_volume": ("Unusual days", ["table_name", "activity_date", "row_count", "lowest_row_count", "highest_row_count"], "activity_date desc, table_name",
                  "No table has a day with unusually many or few rows."),
    "dq_sync_lag": ("How late rows come", ["table_name", "source_system", "row_count", "median_lag_seconds", "p95_lag_seconds", "max_lag_seconds", "rows_loaded_before_event"],
                    "p95_lag_seconds desc nulls last, table_name, source_system", "Nothing came in."),
    "dq_unknown_codes": ("Unknown codes", ["table_name", "column_name", "code", "read_as", "occurrences"], "occurrences desc, code", "All codes are known."),
}  # fmt: skip
OF_ACCOUNT = {
    "dq_rejected_rows": ("Rejected rows and why", ["table_name", "row_key", "rejection_reason", "rejected_value", "loaded_at"], "loaded_at desc, table_name, row_key",
                         "No row was rejected."),
    "dq_missing_rates": ("Amounts without an exchange rate", ["table_name", "reason", "from_currency", "to_currency", "rate_date", "records", "amount"],
                         "rate_date desc, table_name, from_currency, reason", "Every amount has its rate."),
    "dq_campaign_rates": ("Unusual rates of campaigns", ["campaign_name", "rate_name", "activity_date", "rate", "usual_rate", "contacts_reached"],
                          "campaign_name, rate_name", "No campaign has an unusual rate."),
    "dq_test_records": ("Left out as tests", ["table_name", "test_reason", "records"], "table_name, test_reason", "There are no test records."),
    "dq_unmatched": ("Events matched to no text", ["event_type", "reason", "occurred_at", "event_id", "contact_id"], "occurred_at desc, event_type, event_id",
                     "Every event is matched to a text."),
}  # fmt: skip
ONLY = {"dq_volume": "not is_usual", "dq_campaign_rates": "not is_usual"}
CAPTURE = ["contact_rate", "campaign_rate", "receipt_rate", "link_rate", "segment_rate"]
MATURITY = ["week_start_date", "is_complete_period", "is_mature", "is_conversion_mature", "messages_sent", "contacts_reached", "reply_rate"]


def one(mart: str, account: str | None, name: str, names: list[str], order: str, nothing: str) -> None:
    show.heading(name)
    rows = data.mart(mart, account, ONLY.get(mart, "true"), order)
    if not data.has(mart):
        show.empty("This table is not in the published file: it was not built, or it covers all accounts and this file only one.")
    elif rows.empty:
        st.success(nothing, icon=":material/check:")
    else:
        show.table(name, rows, names, data.columns(mart), height=260 if len(rows) > 7 else None)


def main() -> None:
    account = show.account()["account_id"]
    absent = sorted(data.absent_tables())
    if absent:
        st.warning(f"No usable rows in {listed(absent)}: figures that need them are not known.", icon=":material/warning:")
    else:
        st.success("Every raw table has usable rows.", icon=":material/check:")
    show.heading("How complete messages are", "The share of the messages sent that has each of these.")
    capture = data.mart("dq_capture", account)
    if capture.empty:
        show.empty("Nothing has been sent yet.", ["messages"])
    else:
        show.cards(capture.iloc[0], CAPTURE, data.columns("dq_capture"), capture.iloc[:0], False, None)
    left, right = st.tabs(["This account", "All accounts"])
    with left:
        for mart, parts in OF_ACCOUNT.items():
            one(mart, account, *parts)
        show.heading("Which weeks are mature", "Weeks by the day of the send. A week is mature once no reply or response window that began in it is still open.")
        weeks = data.mart("kpi_accounts_weekly", account, "basis = 'send'", "week_start_date desc")
        if weeks.empty:
            show.empty("Nothing has been sent yet.", ["messages"])
        else:
            show.table("Maturity of weeks", weeks.iloc[:12], MATURITY, data.columns("kpi_accounts_weekly"), counted="contacts_reached")
    with right:
        for mart, parts in TABLES.items():
            one(mart, None, *parts)


main()
