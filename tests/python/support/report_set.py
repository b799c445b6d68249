"""A set of events made by hand for reports: edges of local days, an account below another, and what each report has to say.

It stands among the random sets, whose `as_of` is 2025-11-10 05:00 UTC. In New York, 2 November 2025 had 25 hours: it began at 04:00 UTC
and ended at 05:00 UTC of the next day.
"""

from __future__ import annotations

from typing import Any

from tests.python.support.random_events import RawRows

LOADED = "2025-11-09 12:00:00"
ADMIN, SUB, SUB_OF_SUB = "report_admin", "report_sub", "report_sub_of_sub"
FIRST, SECOND = "report_first", "report_second"


def _account(account: str, zone: str, parent: str = "") -> dict[str, str]:
    return {"account_id": account, "parent_account_id": parent, "time_zone": zone, "reporting_currency": "USD", "loaded_at": LOADED}


def _campaign(campaign: str, launched_at: str) -> dict[str, str]:
    row = {"campaign_id": campaign, "account_id": ADMIN, "campaign_kind": "standard", "created_at": "2025-10-01", "launched_at": launched_at}
    return row | {"loaded_at": LOADED}


def _message(message: str, at: str, contact: str, **more: str) -> dict[str, str]:
    row = {
        "message_id": f"report_{message}", "account_id": ADMIN, "direction": "outbound", "channel": "sms", "send_origin": "campaign",
        "campaign_id": FIRST, "contact_id": f"report_{contact}", "contact_phone_e164": f"+1999000000{len(contact)}", "sender_phone": "+19990000000",
        "body": "Hello", "created_at": at, "sent_at": at, "current_status": "delivered", "num_segments": "1", "loaded_at": LOADED,
    }  # fmt: skip
    return row | more


def report_set() -> RawRows:
    said = {"direction": "inbound", "send_origin": "unknown", "campaign_id": "", "sent_at": "", "current_status": "received", "body": "Which size?"}
    return {
        "accounts": [
            _account(ADMIN, "America/New_York"), _account(SUB, "Asia/Kolkata", ADMIN), _account(SUB_OF_SUB, "America/Los_Angeles", SUB),
        ],
        "campaigns": [_campaign(FIRST, "2025-11-02 04:00:00"), _campaign(SECOND, "2025-11-03 05:00:00")],
        "messages": [
            # On 1 November, on the 2nd from its first to its last microsecond, and on the 3rd.
            _message("m1", "2025-11-02 03:59:59.999999", "a"),
            _message("m2", "2025-11-02 04:00:00", "bb", template_id="report_t1"),
            _message("m3", "2025-11-03 04:59:59.999999", "ccc", campaign_id=SECOND),
            _message("m4", "2025-11-03 05:00:00", "dddd", campaign_id=SECOND),
            # The answer to m2 comes on the 3rd; a person answers that ten minutes later.
            _message("m5", "2025-11-03 05:00:00", "bb", in_reply_to_message_id="report_m2", **said),
            _message("m6", "2025-11-03 05:10:00", "bb", send_origin="manual_inbox", campaign_id=""),
            # In Kolkata, the 2nd begins at 18:30 UTC.
            _message("m7", "2025-11-01 18:29:59", "eeeee", account_id=SUB, campaign_id="report_of_sub"),
            _message("m8", "2025-11-01 18:30:00", "eeeee", account_id=SUB, campaign_id="report_of_sub"),
        ],
    }  # fmt: skip


SECOND_OF_NOVEMBER = {"date_from": "2025-11-02", "date_to": "2025-11-02"}
THIRD = {"date_from": "2025-11-03", "date_to": "2025-11-03"}

# Macro, arguments, and of each row some columns.
REPORTS_BY_HAND: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = [
    (
        "messaging_report",
        {"account_ids": ADMIN, **SECOND_OF_NOVEMBER},
        [{"account_id": ADMIN, "messages_sent": 2, "contacts_replied": 0, "reply_rate": 0, "previous_messages_sent": 1, "change_messages_sent": 1}],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "basis": "send", **SECOND_OF_NOVEMBER},
        [{"account_id": ADMIN, "messages_sent": 2, "contacts_replied": 1, "reply_rate": 0.5, "median_team_response_seconds": None}],
    ),
    # The wait of the 3rd is of the first campaign; a filter on the other one changes what it replied to, not the team's time.
    (
        "messaging_report",
        {"account_ids": [ADMIN], "campaign_ids": [SECOND], **THIRD},
        [{"messages_sent": 1, "contacts_replied": 0, "median_team_response_seconds": 600, "unanswered_inbound": 0, "previous_messages_sent": 1}],
    ),
    (
        "messaging_report",
        {"account_ids": [ADMIN], "template_ids": "report_t1", **THIRD},
        [{"messages_sent": 0, "contacts_replied": 1, "reply_rate": None, "median_team_response_seconds": 600}],
    ),
    # Nothing fits: an account that is asked for has its row.
    (
        "messaging_report",
        {"account_ids": [ADMIN], "template_ids": "no such template", "date_from": "2024-01-01", "date_to": "2024-01-31"},
        [{"account_id": ADMIN, "messages_sent": 0, "contacts_replied": 0, "reply_rate": None, "previous_messages_sent": 0}],
    ),
    ("messaging_report", {"account_ids": ["no such account"]}, []),
    (
        "messaging_report",
        {"account_ids": ADMIN, "launched_in_range": True, **SECOND_OF_NOVEMBER},
        [{"messages_sent": 1, "campaigns_launched": 1, "previous_messages_sent": 0}],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "launched_in_range": True, "grain": "campaign", **THIRD},
        [{"campaign_id": SECOND, "messages_sent": 1, "previous_messages_sent": 0}],
    ),
    # Launched in the range, that is, whichever day of it a row is of.
    (
        "messaging_report",
        {"account_ids": ADMIN, "launched_in_range": True, "grain": ["campaign", "day"], "campaign_ids": FIRST, "date_from": "2025-11-02", "date_to": "2025-11-03"},
        [
            {"campaign_id": FIRST, "activity_date": "2025-11-02", "messages_sent": 1, "contacts_replied": 0},
            {"campaign_id": FIRST, "activity_date": "2025-11-03", "messages_sent": 0, "contacts_replied": 1},
        ],
    ),
    # A parent is itself alone, unless all below it are asked for; each is a row of its own, with its own day.
    (
        "messaging_report",
        {"account_ids": ADMIN, "include_sub_accounts": True, **SECOND_OF_NOVEMBER},
        [{"account_id": ADMIN, "messages_sent": 2}, {"account_id": SUB, "messages_sent": 1, "previous_messages_sent": 1}, {"account_id": SUB_OF_SUB, "messages_sent": 0}],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "include_sub_accounts": True, "preset": "today"},
        [
            {"account_id": ADMIN, "date_from": "2025-11-10", "date_to": "2025-11-10", "is_complete_period": False},
            {"account_id": SUB, "date_from": "2025-11-10", "date_to": "2025-11-10", "is_complete_period": False},
            {"account_id": SUB_OF_SUB, "date_from": "2025-11-09", "date_to": "2025-11-09", "is_complete_period": False},
        ],
    ),
    # 10 November is a Monday: a week and a month to date beside the same days of those before.
    (
        "messaging_report",
        {"account_ids": ADMIN, "preset": "this_month"},
        [{"date_from": "2025-11-01", "date_to": "2025-11-10", "messages_sent": 4, "previous_messages_sent": 0}],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "preset": "this_week"},
        [{"date_from": "2025-11-10", "date_to": "2025-11-10", "messages_sent": 0, "previous_messages_sent": 1}],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "preset": "last_week"},
        [{"date_from": "2025-11-03", "date_to": "2025-11-09", "messages_sent": 1, "previous_messages_sent": 3, "is_complete_period": True}],
    ),
    # A period at an end of the range has those of its days that lie in it.
    (
        "messaging_report",
        {"account_ids": ADMIN, "grain": "week", "date_from": "2025-11-02", "date_to": "2025-11-04"},
        [
            {"week_start_date": "2025-10-27", "date_from": "2025-11-02", "date_to": "2025-11-02", "messages_sent": 2},
            {"week_start_date": "2025-11-03", "date_from": "2025-11-03", "date_to": "2025-11-04", "messages_sent": 1},
        ],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "grain": ["campaign", "day"], "campaign_ids": FIRST, "date_to": "2025-11-04"},
        [
            {"activity_date": "2025-11-01", "messages_sent": 1, "contacts_replied": 0},
            {"activity_date": "2025-11-02", "messages_sent": 1, "contacts_replied": 0},
            {"activity_date": "2025-11-03", "messages_sent": 0, "contacts_replied": 1},
            {"activity_date": "2025-11-04", "messages_sent": 0, "contacts_replied": 0},
        ],
    ),
    (
        "messaging_report",
        {"account_ids": ADMIN, "kpis": "reply_rate", "layout": "rows", **THIRD},
        [{"kpi": "contacts_reached", "value": 1, "previous": 2}, {"kpi": "contacts_replied", "value": 1, "previous": 0}, {"kpi": "reply_rate", "value": 1, "previous": 0}],
    ),
    ("calling_report", {"account_ids": ADMIN, **THIRD}, [{"account_id": ADMIN, "calls_dialed": 0, "previous_calls_dialed": 0, "call_answer_rate": None}]),
]
