"""The second computation against answers that were worked out by hand from the KPI definitions.

Each case is small enough to check with a pencil. Times are UTC; unless a case says otherwise there is one account in UTC,
contact `ann` with phone +1, contact `bob` with phone +2, and our numbers 100 and 200.
"""

import datetime as dt
import hashlib
import hmac
import random
from decimal import Decimal

import duckdb
import pytest
import smsutil

from tests.python.oracle.answer import answer
from tests.python.oracle.compare import compare, report, same
from tests.python.oracle.contacts import Contacts
from tests.python.oracle.contract import TABLES
from tests.python.oracle.raw import Unreadable, load_all, parse_cell, parse_date, parse_int, parse_numeric, parse_timestamp
from tests.python.oracle.segments import count_segments
from tests.python.oracle.settings import Reference, Settings

REFERENCE = Reference(
    failure_classes={"30007": "carrier_blocked", "30003": "unreachable", "device incapable": "landline"},
    wordings=[
        ("STOP", "opt_out"),
        ("OPT-OUT", "opt_out"),
        ("START", "opt_in"),
        ("YES", "opt_in_if_opted_out"),
        ("HELP", "help"),
        ("I'm driving", "auto_reply"),
    ],
    preview_agents=["whatsapp"],
    time_zones={"UTC", "America/New_York"},
    attribution_windows=[
        (None, None, 2880),
        (None, "demo_request", 20160),
        (None, "booking", 30),
        ("welcome_series", None, 120),
        ("welcome_series", "demo_request", 60),
    ],
)

PHONES = {"ann": "+1", "bob": "+2"}
LOADED = "2026-04-01 00:00:00"


def outbound(message_id, sent_at, contact="ann", campaign="spring", status="delivered", **more):
    row = {
        "message_id": message_id,
        "direction": "outbound",
        "channel": "sms",
        "send_origin": "campaign_blast",
        "contact_id": contact,
        "contact_phone_e164": PHONES.get(contact, "+9"),
        "sender_phone": "100",
        "campaign_id": campaign,
        "created_at": sent_at,
        "sent_at": sent_at,
        "current_status": status,
        "num_segments": "1",
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def inbound(message_id, created_at, body="ok", contact="ann", **more):
    row = {
        "message_id": message_id,
        "direction": "inbound",
        "channel": "sms",
        "send_origin": "unknown",
        "contact_id": contact,
        "contact_phone_e164": PHONES.get(contact, "+9"),
        "sender_phone": "100",
        "body": body,
        "created_at": created_at,
        "current_status": "received",
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def consent(event_id, occurred_at, action="opt_out", contact="ann", **more):
    row = {
        "consent_event_id": event_id,
        "contact_id": contact,
        "contact_phone_e164": PHONES.get(contact, "+9"),
        "consent_action": action,
        "method": "keyword",
        "occurred_at": occurred_at,
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def click(click_id, clicked_at, **more):
    return {"click_id": click_id, "clicked_at": clicked_at, "loaded_at": LOADED, "account_id": "main"} | more


def campaign(campaign_id, kind="standard", **more):
    row = {
        "campaign_id": campaign_id,
        "campaign_kind": kind,
        "created_at": "2026-03-01",
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def event(event_id, message_id, status, occurred_at, **more):
    row = {
        "status_event_id": event_id,
        "message_id": message_id,
        "status": status,
        "status_raw": status,
        "occurred_at": occurred_at,
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def conversion(conversion_id, occurred_at, contact="ann", **more):
    row = {
        "conversion_id": conversion_id,
        "conversion_type": "purchase",
        "conversion_class": "primary",
        "occurred_at": occurred_at,
        "contact_id": contact,
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def order(conversion_id, occurred_at, amount="100", currency="USD", **more):
    return conversion(conversion_id, occurred_at, revenue_amount=amount, currency=currency, **more)


def refund(adjustment_id, conversion_id, occurred_at, amount, currency="USD", **more):
    row = {
        "adjustment_id": adjustment_id,
        "conversion_id": conversion_id,
        "adjustment_type": "refund",
        "amount": amount,
        "currency": currency,
        "occurred_at": occurred_at,
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def touchpoint(touchpoint_id, occurred_at, contact="ann", **more):
    row = {
        "touchpoint_id": touchpoint_id,
        "contact_id": contact,
        "channel": "email",
        "touch_type": "click",
        "occurred_at": occurred_at,
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def cost(cost_id, amount, start, end, campaign="spring", cost_type="creative", **more):
    row = {
        "cost_id": cost_id,
        "campaign_id": campaign,
        "cost_type": cost_type,
        "amount": amount,
        "currency": "USD",
        "period_start": start,
        "period_end": end,
        "loaded_at": LOADED,
        "account_id": "main",
    }
    return row | more


def fx(day, rate, source="EUR", target="USD", loaded_at=LOADED):
    return {"rate_date": day, "from_currency": source, "to_currency": target, "rate": rate, "loaded_at": loaded_at}


def lead(lead_id, created_at, contact="ann", **more):
    row = {"lead_id": lead_id, "contact_id": contact, "created_at": created_at, "source_channel": "sms"}
    return row | {"loaded_at": LOADED, "account_id": "main"} | more


def account(time_zone="UTC"):
    return {"account_id": "main", "time_zone": time_zone, "reporting_currency": "USD", "loaded_at": LOADED}


def solve(messages, settings=None, time_zone="UTC", **tables):
    return answer({"accounts": [account(time_zone)], "messages": messages} | tables, REFERENCE, settings)


def pick(row, *columns):
    return {column: row[column] for column in columns}


def date(text):
    return dt.date.fromisoformat(text)


MONDAY, TUESDAY = "2026-03-02", "2026-03-03"


# --- the worked example, and dates --------------------------------------------------------------------


def test_worked_example_monday_and_tuesday_on_both_bases():
    daily = solve([outbound("m", f"{MONDAY} 10:00"), inbound("r", f"{TUESDAY} 10:00")])["kpi_campaigns_daily"]
    columns = ("contacts_reached", "contacts_replied", "reply_rate")
    shown = {(basis, str(day)): tuple(row[c] for c in columns) for (_, basis, day), row in daily.items()}
    assert shown == {
        ("activity", MONDAY): (1, 0, 0.0),
        ("activity", TUESDAY): (0, 1, None),
        ("send", MONDAY): (1, 1, 1.0),
    }


def test_days_are_the_accounts_days():
    # 2026-03-08 is the day New York goes from UTC-5 to UTC-4: it ends at 04:00 UTC, not at 05:00.
    daily = solve(
        [
            outbound("a", "2026-03-08 04:59:59"),
            outbound("b", "2026-03-08 05:00"),
            outbound("c", "2026-03-09 03:59:59"),
            outbound("d", "2026-03-09 04:00"),
        ],
        settings=Settings(as_of=dt.datetime(2026, 3, 16, 4)),
        time_zone="America/New_York",
    )["kpi_accounts_daily"]
    shown = {
        str(day): (row["messages_sent"], row["is_mature"])
        for (_, basis, day), row in daily.items()
        if basis == "activity"
    }
    # 8 March ended 2026-03-09 04:00 UTC, 7 days before as_of to the second.
    assert shown == {"2026-03-07": (1, True), "2026-03-08": (2, True), "2026-03-09": (1, False)}


# --- weeks, months and hours ---------------------------------------------------------------------------


def test_a_contact_that_replies_on_two_days_of_a_week_counts_once_in_it():
    messages = [
        outbound("m1", "2020-12-31 10:00"),  # week 53, which ends on 3 January
        inbound("r1", "2020-12-31 11:00"),
        inbound("r2", "2021-01-03 11:00"),
        inbound("r3", "2021-01-04 11:00"),
    ]
    weekly = solve(messages, Settings(as_of=dt.datetime(2021, 1, 17, 23, 59)), campaigns=[campaign("spring", created_at="2020-12-01")])
    columns = ("contacts_reached", "contacts_replied", "replies_received", "change_contacts_replied", "relative_change_contacts_reached", "is_complete_period")
    for model, unit in (("kpi_accounts_weekly", "main"), ("kpi_campaigns_weekly", "spring")):
        shown = {(basis, str(week)): tuple(row[c] for c in columns) for (_, basis, week), row in weekly[model].items()}
        assert shown == {
            ("activity", "2020-12-28"): (1, 1, 2, None, None, True),
            ("activity", "2021-01-04"): (0, 1, 1, 0, -1, True),
            ("activity", "2021-01-11"): (0, 0, 0, -1, None, False),
            ("send", "2020-12-28"): (1, 1, 3, None, None, True),
            ("send", "2021-01-04"): (0, 0, 0, -1, -1, True),
            ("send", "2021-01-11"): (0, 0, 0, 0, None, False),
        }
    monthly = weekly["kpi_accounts_monthly"]
    assert {(str(month), row["contacts_replied"]) for (_, basis, month), row in monthly.items() if basis == "activity"} == {
        ("2020-12-01", 1),
        ("2021-01-01", 1),
    }


def test_the_week_a_year_ago_starts_364_days_earlier():
    weekly = solve([outbound("m1", "2020-12-31 10:00")], Settings(as_of=dt.datetime(2021, 12, 27)))["kpi_campaigns_weekly"]
    shown = {str(week): row["year_ago_messages_sent"] for (_, basis, week), row in weekly.items() if basis == "send"}
    assert len(shown) == 53 and {week: sent for week, sent in shown.items() if sent is not None} == {"2021-12-27": 1}


def test_send_times_are_by_the_clock_of_the_message():
    messages = [
        outbound("m1", "2026-03-09 03:59:59"),  # Sunday in New York, at 23
        outbound("m2", "2026-03-09 04:00"),
        inbound("r1", "2026-03-12 10:00", in_reply_to_message_id="m1"),
    ]
    times = solve(messages, time_zone="America/New_York")["kpi_send_times"]
    shown = {key[1:]: (row["messages_sent"], row["contacts_replied"], row["reply_rate"]) for key, row in times.items()}
    assert shown == {(7, 23): (1, 1, 1.0), (1, 0): (1, 0, 0.0)}


# --- whose reply ---------------------------------------------------------------------------------------


def matched(messages, **tables):
    return {key[0]: row["matched_message_id"] for key, row in solve(messages, **tables)["fct_replies"].items()}


def test_reply_window_is_half_open():
    assert matched(
        [
            outbound("m", "2026-03-02 10:00"),
            inbound("r0", "2026-03-02 09:59:59.999999"),
            inbound("r1", "2026-03-02 10:00"),
            inbound("r2", "2026-03-09 09:59:59.999999"),
            inbound("r3", "2026-03-09 10:00"),
        ]
    ) == {"r0": None, "r1": "m", "r2": "m", "r3": None}


def test_same_sender_beats_later_send_and_failed_messages_are_no_candidates():
    messages = [
        outbound("m1", "2026-03-02 10:00", sender_phone="200"),
        outbound("m2", "2026-03-02 11:00"),
        outbound("m3", "2026-03-02 12:00", status="failed", sender_phone="200"),
        outbound("m4", "2026-03-02 11:00"),
        inbound("r1", "2026-03-02 13:00", sender_phone="200"),
        inbound("r2", "2026-03-02 13:00", sender_phone="300"),
    ]
    assert matched(messages) == {"r1": "m1", "r2": "m4"}


def test_named_message_wins_unless_it_is_someone_elses_later_or_no_campaign_message():
    messages = [
        outbound("old", "2026-01-02 10:00", status="failed"),
        outbound("bobs", "2026-03-02 10:00", contact="bob"),
        outbound("chat", "2026-03-02 10:30", send_origin="manual_inbox"),
        outbound("last", "2026-03-02 11:00"),
        outbound("later", "2026-03-02 13:00"),
    ]
    replies = [
        inbound(f"to_{named}", "2026-03-02 12:00", in_reply_to_message_id=named)
        for named in ("old", "bobs", "chat", "last", "later", "nowhere")
    ]
    assert matched(messages + replies) == {
        "to_old": "old",  # neither window nor status matter
        "to_bobs": "last",
        "to_chat": "last",  # a chat that goes on stays with its campaign
        "to_last": "last",
        "to_later": "last",
        "to_nowhere": "last",
    }


def test_late_reply_is_unattributed_and_in_no_rate():
    result = solve([outbound("m", "2026-03-02 10:00"), inbound("r", "2026-03-20 10:00")])
    assert pick(result["kpi_campaigns"][("spring",)], "replies_received", "contacts_replied", "reply_rate") == {
        "replies_received": 0,
        "contacts_replied": 0,
        "reply_rate": 0.0,
    }
    assert result["kpi_accounts"][("main",)]["unattributed_inbound"] == 1


# --- kinds of inbound, opt-outs ----------------------------------------------------------------------------


def kinds(messages, **tables):
    return {key[0]: row["reply_kind"] for key, row in solve(messages, **tables)["fct_replies"].items()}


def test_wordings_are_compared_whole_without_case_and_punctuation():
    said = {"a": " Stop! ", "b": "stop it", "c": "opt-OUT", "d": "OPT OUT", "e": "I’m driving...", "f": "", "g": "help?"}
    said |= {"h": "„Stop“", "i": "« STOP »", "j": "ＳＴＯＰ！", "k": "opt\u2011out", "l": "STOP 12345", "m": "Stop. Thank you", "n": "ST\u0301OP"}
    messages = [inbound(key, "2026-03-02 10:00", body) for key, body in said.items()]
    assert kinds(messages) == {
        "a": "opt_out",
        "b": "reply",
        "c": "opt_out",
        "d": "opt_out",
        "e": "auto_reply",
        "f": "reply",
        "g": "help",
        "h": "opt_out",
        "i": "opt_out",
        "j": "opt_out",
        "k": "opt_out",
        "l": "reply",
        "m": "reply",
        "n": "reply",
    }


def test_yes_is_an_opt_in_only_from_a_phone_that_is_opted_out():
    messages = [
        inbound("r1", "2026-03-02 10:00", "YES"),
        inbound("r2", "2026-03-02 11:00", "STOP"),
        inbound("r3", "2026-03-02 12:00", "Yes!"),
        inbound("r4", "2026-03-02 13:00", "YES"),
        inbound("r5", "2026-03-02 15:00", "YES"),
        inbound("r6", "2026-03-02 15:00", "YES", contact="ann", contact_phone_e164="+7"),
    ]
    consents = [consent("k", "2026-03-02 14:00")]
    assert kinds(messages, consent_events=consents) == {
        "r1": "reply",
        "r2": "opt_out",
        "r3": "opt_in",
        "r4": "reply",  # that she came back is said already
        "r5": "opt_in",
        "r6": "reply",  # consent is kept per phone
    }


def test_consent_row_of_the_message_overrules_the_wording_but_not_a_keyword():
    messages = [
        inbound("r1", "2026-03-02 10:00", "please no more of this"),
        inbound("r2", "2026-03-02 11:00", "join!"),
        inbound("r3", "2026-03-02 09:00", "join"),
    ]
    consents = [
        consent("k1", "2026-03-02 10:00:05", message_id="r1"),
        consent("k2", "2026-03-02 11:00:00", message_id="r2"),
    ]
    campaigns = [campaign("club", "keyword", keyword="JOIN", launched_at="2026-03-02 10:00")]
    result = solve(messages, consent_events=consents, campaigns=campaigns)
    assert kinds(messages, consent_events=consents, campaigns=campaigns) == {
        "r1": "opt_out",
        "r2": "keyword_entry",
        "r3": "reply",  # the campaign had not been launched
    }
    club = result["kpi_campaigns"][("club",)]
    assert pick(club, "replies_received", "keyword_entries", "contacts_replied", "contacts_opted_out") == {
        "replies_received": 1,
        "keyword_entries": 1,
        "contacts_replied": 0,
        "contacts_opted_out": 1,  # k2 is an opt-out of its own, placed where its message is
    }


def test_consent_opt_out_near_the_text_is_the_same_one():
    messages = [
        outbound("m1", "2026-03-02 10:00"),
        outbound("m2", "2026-03-02 10:30", campaign="summer"),
        inbound("r", "2026-03-02 10:10", "STOP"),
    ]

    def opted_out(*consents):
        result = solve(messages, consent_events=list(consents))
        return [result["kpi_campaigns"][(name,)]["contacts_opted_out"] for name in ("spring", "summer")]

    assert opted_out() == [1, 0]
    # 59.999999 s apart: the same opt-out, whatever campaign it names; 60 s apart: another one.
    assert opted_out(consent("k", "2026-03-02 10:09:00.000001", campaign_id="summer")) == [1, 0]
    assert opted_out(consent("k", "2026-03-02 10:11:00", campaign_id="summer")) == [1, 1]
    # What names a campaign belongs to the latest message of it by then, failed or long ago, and counts at its step.
    early = [
        outbound("e1", "2025-03-02 10:00", campaign="fall", step_number="4"),
        outbound("e2", "2025-03-02 11:00", campaign="fall", step_number="5", status="failed"),
        outbound("e3", "2026-03-03 11:00", campaign="fall", step_number="6"),
    ]
    steps = solve(messages + early, consent_events=[consent("k", "2026-03-03 10:59", campaign_id="fall")])["kpi_steps"]
    assert [steps["fall", step]["contacts_opted_out"] for step in (4, 5, 6)] == [0, 1, 0]
    # Without a campaign it goes by the latest message before it; before any message to the account alone.
    assert opted_out(consent("k", "2026-03-02 10:31")) == [1, 1]
    assert opted_out(consent("k", "2026-03-01 10:00")) == [1, 0]


def test_ai_filter_counts_only_before_the_opt_out_of_that_campaign():
    messages = [outbound("m", "2026-03-02 10:00"), inbound("r", "2026-03-02 11:00", "STOP")]

    def filtered(moment):
        result = solve(messages, consent_events=[consent("k", moment, action="ai_filtered")])
        return result["kpi_campaigns"][("spring",)]["contacts_ai_filtered"]

    assert [filtered("2026-03-02 10:59:59.999999"), filtered("2026-03-02 11:00"), filtered("2026-03-02 12:00")] == [
        1,
        0,
        0,
    ]
    assert solve(messages)["kpi_campaigns"][("spring",)]["contacts_ai_filtered"] is None


# --- contacts ------------------------------------------------------------------------------------------------


def contact_row(contact_id, **more):
    return {"contact_id": contact_id, "loaded_at": LOADED} | more


def owner(contact_id, phone, valid_from, valid_to="", **more):
    row = {"contact_id": contact_id, "phone_e164": phone, "valid_from": valid_from, "valid_to": valid_to}
    return row | {"loaded_at": LOADED} | more


def test_two_contacts_with_two_phones_each_count_once():
    owners = [owner("ann", phone, "2026-01-01") for phone in ("+1", "+11")]
    owners += [owner("bob", phone, "2026-01-01") for phone in ("+2", "+22")]
    messages = [
        outbound(f"m{phone}", "2026-03-02 10:00", contact="", contact_phone_e164=phone)
        for phone in ("+1", "+11", "+2", "+22")
    ]
    messages += [
        inbound("r1", "2026-03-02 11:00", contact="", contact_phone_e164="+1"),
        inbound("r2", "2026-03-02 11:00", contact="", contact_phone_e164="+11"),
        inbound("r3", "2026-03-02 11:00", "STOP", contact="", contact_phone_e164="+22"),
    ]
    row = solve(messages, contact_phones=owners)["kpi_campaigns"][("spring",)]
    assert pick(row, "messages_sent", "contacts_reached", "contacts_replied", "contacts_engaged", "reply_rate") == {
        "messages_sent": 4,
        "contacts_reached": 2,
        "contacts_replied": 2,
        "contacts_engaged": 1,
        "reply_rate": 1.0,
    }


def test_who_owns_a_phone_and_who_survives_a_merge():
    tables = load_all(
        {
            "messages": [inbound("x", "2026-03-03", contact="zoe", contact_phone_e164="+5")],
            "contact_phones": [
                owner("ann", "+1", "2026-01-01", "2026-02-01"),
                owner("bob", "+1", "2026-01-15"),
                owner("cat", "+1", "2026-01-15", "2026-01-20"),
            ],
            "contacts": [
                contact_row("a", merged_into_contact_id="b"),
                contact_row("b", merged_into_contact_id="gone"),
                contact_row("x", merged_into_contact_id="z"),
                contact_row("z", merged_into_contact_id="y"),
                contact_row("y", merged_into_contact_id="z"),
                contact_row("self", merged_into_contact_id="self"),
            ],
        }
    )
    contacts = Contacts(tables)

    def owns(day, phone="+1", account_id="main"):
        return contacts.resolve(None, phone, account_id, dt.datetime.fromisoformat(day))

    assert [owns(day) for day in ("2026-01-14", "2026-01-15", "2026-01-20", "2026-02-01")] == [
        "ann",
        "cat",  # from the same moment as bob: the greatest id
        "bob",  # the end is not part of the ownership
        "bob",
    ]
    assert owns("2025-12-31").startswith("phone:")
    assert owns("2026-03-03", "+5") == "zoe"
    assert owns("2026-03-02", "+5").startswith("phone:")
    assert owns("2026-03-03", "+5", "other").startswith("phone:")
    assert [contacts.survivor(name) for name in ("a", "x", "y", "z", "self")] == ["gone", "y", "y", "y", "self"]


def test_tests_are_left_out_and_do_not_match():
    messages = [
        outbound("m1", "2026-03-02 10:00"),
        outbound("m2", "2026-03-02 11:00", is_test="true"),
        outbound("m3", "2026-03-02 11:00", contact="bob"),
        outbound("m4", "2026-03-02 11:00", campaign="trial"),
        inbound("r", "2026-03-02 12:00", in_reply_to_message_id="m2"),
    ]
    result = solve(
        messages,
        contacts=[contact_row("bob", is_test="1")],
        campaigns=[campaign("spring"), campaign("trial", is_test="yes")],
    )
    assert set(result["fct_messages"]) == {("m1",)}
    assert result["fct_replies"][("r",)]["matched_message_id"] == "m1"
    assert set(result["kpi_campaigns"]) == {("spring",)}
    assert result["kpi_accounts"][("main",)]["campaigns_created"] == 1


def test_a_deal_of_tests_alone_is_none_even_if_a_counted_call_won_it():
    call = {"direction": "outbound", "contact_id": "ann", "contact_phone_e164": "+1", "started_at": "2026-03-02 10:00", "status": "completed"}
    won = {"created_at": "2026-03-02", "closed_at": "2026-03-03", "is_won": "true", "source_call_id": "c"}
    known = {"account_id": "main", "loaded_at": LOADED}
    contacts_of = {"of_bob": ["bob"], "of_both": ["bob", "ann"], "of_nobody": []}
    result = solve(
        [outbound("m", "2026-03-02 09:00")],
        contacts=[contact_row("bob", is_test="1")],
        calls=[call | known | {"call_id": "c"}],
        deals=[won | known | {"deal_id": deal} for deal in contacts_of],
        deal_contacts=[contact_row(contact, deal_id=deal) for deal, contacts in contacts_of.items() for contact in contacts],
    )
    assert result["kpi_calling"][("main",)]["deals_closed"] == 2


# --- statuses, steps, denominators --------------------------------------------------------------------------


def test_final_status_does_not_depend_on_arrival():
    messages = [
        outbound("m1", "", status="", created_at="2026-03-02 10:00"),
        outbound("m2", "", status="undelivered", created_at="2026-03-02 10:00", error_code="Device Incapable"),
        outbound("m3", "", status="scheduled", created_at="2026-03-02 10:00"),
        outbound("m4", "", status="", created_at="2026-03-02 10:00"),
        outbound("m5", "", status="sent", created_at="2026-03-02 10:00"),
        outbound("m6", "", status="failed", created_at="2026-03-02 10:00", error_code="30007"),
        outbound("m7", "", status="", created_at="2026-03-02 10:00", error_code="30003"),
    ]
    events = [
        event("e1", "m1", "failed", "2026-03-02 12:00", error_code="30007"),
        event("e2", "m1", "delivered", "2026-03-02 11:00"),
        event("e3", "m1", "sent", "2026-03-02 10:30"),
        event("e4", "m1", "sent", "2026-03-02 10:20"),
        # Before the status on the message, which has no time and counts from its loaded_at: that one wins, but has no code.
        event("e5", "m2", "failed", "2026-03-02 12:00", error_code="30003"),
        event("e6", "m5", "undelivered", "2026-03-02 12:00", error_code=" 30007 "),
        # Told again without its code, and once with a code of another rank.
        event("e7", "m7", "failed", "2026-03-02 11:00", error_code="30006"),
        event("e8", "m7", "failed", "2026-03-02 12:00", error_code="30007"),
        event("e9", "m7", "undelivered", "2026-03-02 13:00"),
        event("f1", "m7", "sent", "2026-03-02 14:00", error_code="30006"),
    ]
    facts = solve(messages, message_status_events=events)["fct_messages"]
    shown = {
        key[0]: (row["final_status"], row["failure_class"], str(row["sent_at"])[11:16], row["is_campaign_message"])
        for key, row in facts.items()
    }
    assert shown == {
        "m1": ("delivered", None, "10:20", True),
        "m2": ("undelivered", "unreachable", "10:00", True),
        "m3": ("scheduled", None, "10:00", False),
        "m4": (None, None, "10:00", False),
        "m5": ("undelivered", "carrier_blocked", "10:00", True),
        "m6": ("failed", "carrier_blocked", "10:00", True),
        "m7": ("undelivered", "carrier_blocked", "14:00", True),
    }


def test_contact_counts_at_the_step_of_its_first_event():
    messages = [
        outbound("m1", "2026-03-02 10:00", step_number="1"),
        outbound("m2", "2026-03-03 10:00"),  # its order within campaign and contact: 2
        inbound("r1", "2026-03-02 11:00", "HELP"),
        inbound("r2", "2026-03-03 11:00", "sure"),
        inbound("r3", "2026-03-03 12:00", "STOP"),
    ]
    steps = solve(messages)["kpi_steps"]
    columns = ("replies_received", "contacts_replied", "contacts_engaged", "contacts_opted_out", "delivery_rate")
    assert {key[1]: tuple(row[column] for column in columns) for key, row in steps.items()} == {
        1: (1, 1, 0, 0, 1.0),
        2: (2, 0, 1, 1, None),  # no first message at this step
    }


def test_delivery_counts_first_messages_and_classes_add_up():
    messages = [
        outbound("m1", "2026-03-02 10:00", status="failed", error_code="30007"),
        outbound("m2", "2026-03-02 11:00"),
        outbound("m3", "2026-03-02 10:00", contact="bob", status="sent"),
        outbound("m4", "2026-03-02 11:00", contact="bob", status="undelivered", error_code="99"),
        outbound("m5", "2026-03-02 12:00", send_origin="keyword_auto_reply"),
        outbound("m6", "2026-03-02 12:00", send_origin="manual_inbox"),
    ]
    result = solve(messages)
    row = result["kpi_campaigns"][("spring",)]
    assert pick(
        row,
        "messages_sent",
        "messages_delivered",
        "messages_carrier_blocked",
        "messages_failed",
        "messages_unknown",
        "first_messages_sent",
        "first_messages_delivered",
        "delivery_rate",
        "delivery_rate_all_messages",
        "carrier_block_rate",
        "auto_replies_sent",
        "messages_sent_total",
        "contacts_delivered",
    ) == {
        "messages_sent": 4,
        "messages_delivered": 1,
        "messages_carrier_blocked": 1,
        "messages_failed": 1,
        "messages_unknown": 1,
        "first_messages_sent": 2,
        "first_messages_delivered": 0,
        "delivery_rate": 0.0,
        "delivery_rate_all_messages": 0.25,
        "carrier_block_rate": 0.25,
        "auto_replies_sent": 1,
        "messages_sent_total": 5,
        "contacts_delivered": 1,
    }
    account_row = result["kpi_accounts"][("main",)]
    assert pick(account_row, "messages_sent", "manual_messages_sent", "messages_sent_total") == {
        "messages_sent": 4,
        "manual_messages_sent": 1,
        "messages_sent_total": 6,
    }


def test_account_without_receipts_divides_by_what_was_sent():
    messages = [outbound("m", "2026-03-02 10:00", status="sent"), inbound("r", "2026-03-02 10:59:59.999999")]
    row = solve(messages)["kpi_campaigns"][("spring",)]
    assert pick(row, "messages_delivered", "contacts_delivered", "response_rate_1h", "delivery_rate") == {
        "messages_delivered": 0,
        "contacts_delivered": 1,
        "response_rate_1h": 1.0,
        "delivery_rate": 0.0,
    }


def test_absent_tables_give_null_and_a_silent_campaign_has_its_row():
    messages = [outbound("m", "2026-03-02 10:00")]
    lone = solve(messages)["kpi_accounts"][("main",)]
    for column in ("clicks", "click_through_rate", "contacts_ai_filtered", "keyword_entries", "campaigns_created"):
        assert lone[column] is None
    silent = solve(messages, campaigns=[campaign("idle")], click_events=[])["kpi_campaigns"][("idle",)]
    assert pick(silent, "messages_sent", "segments_sent", "clicks", "reply_rate", "keyword_entries") == {
        "messages_sent": 0,
        "segments_sent": 0,
        "clicks": 0,
        "reply_rate": None,
        "keyword_entries": 0,
    }


# --- clicks and responses -----------------------------------------------------------------------------------


def test_clicks_find_their_message_and_bots_do_not_count():
    messages = [
        outbound("m1", "2026-03-02 10:00", template_id="t"),
        outbound("m2", "2026-03-02 11:00"),
        outbound("m3", "2026-03-02 10:00", contact="bob"),
    ]
    links = [
        {"link_id": "of_t", "template_id": "t", "destination_url": "x", "loaded_at": LOADED},
        {"link_id": "of_spring", "campaign_id": "spring", "destination_url": "x", "loaded_at": LOADED},
        {"link_id": "of_m3", "message_id": "m3", "destination_url": "x", "loaded_at": LOADED},
    ]
    ann = {"contact_id": "ann"}
    clicks = [
        click("c1", "2026-03-02 12:00", link_id="of_t", **ann),
        click("c2", "2026-03-02 12:00", link_id="of_spring", click_count="3", **ann),
        click("c3", "2026-03-02 10:00:02", link_id="of_m3"),
        click("c4", "2026-03-02 10:00:01.999999", link_id="of_m3"),
        click("c5", "2026-03-02 12:00", link_id="of_m3", user_agent="Mozilla WhatsApp/2"),
        click("c6", "2026-03-02 12:00", link_id="of_m3", http_method="HEAD"),
        click("c7", "2026-03-02 12:00", link_id="of_m3", is_datacenter_ip="t"),
        click("c8", "2026-03-02 12:00", link_id="of_spring"),  # nobody is named
        click("c9", "2026-03-02 09:00", link_id="of_t", **ann),
    ]
    result = solve(messages, links=links, click_events=clicks)
    shown = {key[0]: (row["message_id"], row["is_human"]) for key, row in result["fct_clicks"].items()}
    assert shown == {
        "c1": ("m1", True),
        "c2": ("m2", True),
        "c3": ("m3", True),
        "c4": ("m3", False),
        "c5": ("m3", False),
        "c6": ("m3", False),
        "c7": ("m3", False),
        "c8": (None, True),
        "c9": (None, True),
    }
    row = result["kpi_campaigns"][("spring",)]
    assert pick(row, "clicks", "contacts_clicked", "contacts_delivered_with_link", "click_through_rate") == {
        "clicks": 5,
        "contacts_clicked": 2,
        "contacts_delivered_with_link": 2,
        "click_through_rate": 1.0,
    }


def test_a_row_of_no_clicks_is_no_click():
    messages = [outbound("m1", "2026-03-02 10:00"), outbound("m2", "2026-03-02 10:00", contact="bob")]
    clicks = [
        click("none", "2026-03-02 11:00", message_id="m1", click_count="0"),
        click("unreadable", "2026-03-02 11:00", message_id="m1", click_count="-1"),
        click("one", "2026-03-02 11:00", message_id="m2"),
    ]
    result = solve(messages, click_events=clicks, links=[])
    assert [key[0] for key in result["fct_clicks"]] == ["one"]
    assert pick(result["dq_row_counts"][("click_events",)], "rows_in", "rows_rejected", "rows_kept") == {
        "rows_in": 3,
        "rows_rejected": 1,
        "rows_kept": 2,
    }
    assert pick(result["kpi_campaigns"][("spring",)], "clicks", "contacts_clicked", "contacts_delivered_with_link") == {
        "clicks": 1,
        "contacts_clicked": 1,
        "contacts_delivered_with_link": 1,
    }


def test_links_in_bodies_and_links_that_nobody_knows():
    messages = [
        outbound("m1", "2026-03-02 10:00", body="New: https://shop.example/a"),
        outbound("m2", "2026-03-02 10:00", contact="bob", body="Mail me@shop.example/a, and/or call"),
        outbound("m3", "2026-03-02 10:00", contact="cat", campaign="hashed", body="x1", body_is_hashed="true", account_id="other"),
        outbound("m4", "2026-03-02 10:00", contact="dan", campaign="hashed", account_id="other"),
    ]
    clicks = [click("c1", "2026-03-02 11:00", message_id="m1"), click("c2", "2026-03-02 11:00", message_id="m3")]

    def with_link(result):
        return {
            key[0]: tuple(pick(row, "contacts_clicked", "contacts_delivered_with_link", "click_through_rate").values())
            for key, row in result["kpi_campaigns"].items()
        }

    assert with_link(solve(messages, click_events=clicks)) == {"spring": (1, 1, 1.0), "hashed": (1, None, None)}
    assert with_link(solve(messages, click_events=clicks, links=[])) == {"spring": (1, 1, 1.0), "hashed": (1, 1, 1.0)}


def test_response_windows_and_time_to_response():
    messages = [
        outbound("m1", "2026-03-02 10:00"),
        outbound("m2", "2026-03-02 10:00", contact="bob"),
        inbound("r1", "2026-03-02 11:00"),  # exactly an hour: not within 1h
        inbound("r2", "2026-03-04 10:00", contact="bob"),
    ]
    campaigns = [campaign("spring", response_window_minutes="60")]
    row = solve(messages, campaigns=campaigns)["kpi_campaigns"][("spring",)]
    assert pick(
        row,
        "contacts_responded_1h",
        "contacts_responded_24h",
        "contacts_responded_7d",
        "contacts_responded",
        "median_time_to_response_seconds",
    ) == {
        "contacts_responded_1h": 0,
        "contacts_responded_24h": 1,
        "contacts_responded_7d": 2,
        "contacts_responded": 0,
        "median_time_to_response_seconds": (3600 + 48 * 3600) / 2,
    }
    only_clicks = [campaign("spring", response_actions="click, nonsense")]
    row = solve(messages, campaigns=only_clicks)["kpi_campaigns"][("spring",)]
    assert row["contacts_responded_7d"] == 0
    no_valid_action = [campaign("spring", response_actions="nonsense")]
    row = solve(messages, campaigns=no_valid_action)["kpi_campaigns"][("spring",)]
    assert row["contacts_responded_7d"] == 2


def test_team_response_waits_are_per_contact_and_number():
    manual = {"campaign": "", "send_origin": "manual_inbox"}
    messages = [
        inbound("r1", "2026-03-02 10:00"),
        inbound("r2", "2026-03-02 10:05", "HELP"),  # waits already
        outbound("a0", "2026-03-02 10:06", sender_phone="200", **manual),  # another number
        outbound("a1", "2026-03-02 10:07", status="failed", **manual),
        outbound("a2", "2026-03-02 10:08"),  # a machine
        outbound("a21", "2026-03-02 10:08:30", sent_by_user_id="eve"),  # a blast that somebody sent to all
        outbound("a22", "2026-03-02 10:09", campaign="", send_origin="keyword_auto_reply", sent_by_user_id="eve"),
        outbound("a3", "2026-03-02 10:10", campaign="", send_origin="api", sent_by_user_id="eve"),
        outbound("a4", "2026-03-02 10:11", **manual),
        inbound("r3", "2026-03-02 12:00"),
        outbound("a5", "2026-03-02 12:00", **manual),  # the same instant: the question came first
        inbound("r4", "2026-03-02 13:00"),
        inbound("r5", "2026-03-02 14:00", "STOP"),
    ]
    result = solve(messages)
    waits = {key[0]: row["response_seconds"] for key, row in result["fct_team_responses"].items()}
    assert waits == {"r1": 600.0, "r3": 0.0, "r4": None}
    row = result["kpi_accounts"][("main",)]
    assert pick(row, "median_team_response_seconds", "unanswered_inbound") == {
        "median_team_response_seconds": 300.0,
        "unanswered_inbound": 1,
    }


def test_inferred_open_needs_a_delivery_and_one_sign():
    messages = [
        outbound("m1", "2026-03-02 10:00", status="read"),
        outbound("m2", "2026-03-02 10:00", contact="bob"),
        outbound("m3", "2026-03-02 10:00", contact="cat", status="sent"),
        inbound("r1", "2026-03-02 11:00", "STOP", contact="bob"),
        inbound("r2", "2026-03-02 11:00", contact="cat"),
    ]
    row = solve(messages)["kpi_campaigns"][("spring",)]
    assert pick(row, "messages_inferred_opened", "inferred_open_rate") == {
        "messages_inferred_opened": 1,
        "inferred_open_rate": 0.5,
    }


# --- raw rows -------------------------------------------------------------------------------------------------


def test_rejected_before_folding_and_rows_add_up():
    def version(loaded_at, **more):
        return outbound("m", "2026-03-02 10:00", loaded_at=loaded_at) | more

    rows = [
        version("2026-03-01", num_segments="1"),
        version("2026-03-02", num_segments="2"),
        version("2026-03-02", num_segments="2"),
        version("2026-03-03", num_segments="many"),  # a bad newer version does not hide a good one
        outbound("gone", "2026-03-02 10:00", loaded_at="2026-03-01"),
        outbound("gone", "", loaded_at="2026-03-02", is_deleted="true", direction="sideways"),
        outbound("back", "2026-03-02 10:00", loaded_at="2026-03-01", is_deleted="true"),
        outbound("back", "2026-03-02 10:00", loaded_at="2026-03-02", channel="pigeon"),
        outbound("", "2026-03-02 10:00"),
        outbound("late", "2026-03-02 10:00", loaded_at="yesterday"),
        outbound("odd", "2026-03-02 10:00", direction="sideways"),
    ]
    events = [event("e1", "m", "read", "2026-03-02 11:00"), event("e2", "gone", "read", "2026-03-02 11:00")]
    result = solve(rows, message_status_events=events)
    assert {key[0]: row["num_segments"] for key, row in result["fct_messages"].items()} == {"m": 2, "back": 1}
    assert result["dq_row_counts"][("messages",)] == {
        "table_name": "messages",
        "rows_in": 11,
        "rows_rejected": 6,
        "rows_superseded": 3,
        "rows_kept": 2,
    }
    assert result["dq_row_counts"][("message_status_events",)]["rows_rejected"] == 1


@pytest.mark.parametrize(
    ("clicks", "counted"),
    [
        (None, None),  # no table
        ([], 0),  # a header and no rows
        ([click("x1", "someday"), click("x2", "2026-03-02 11:00", is_deleted="true")], None),  # all rejected
        ([click("x1", "someday"), click("x2", "2026-03-02 11:00")], 0),  # one is usable, and is nobody's
    ],
    ids=["absent", "empty", "all rejected", "one usable"],
)
def test_of_rejected_rows_alone_nothing_is_known(clicks, counted):
    given = {} if clicks is None else {"click_events": clicks}
    row = solve([outbound("m", "2026-03-02 10:00", campaign="spring")], **given)["kpi_campaigns"][("spring",)]
    assert row["clicks"] == counted


def test_between_versions_of_one_load_the_greatest_hash_wins():
    rows = [
        {"template_id": "t", "ab_variant": variant, "step_number": "1", "loaded_at": LOADED, "account_id": "main"}
        for variant in ("A", "B", "C")
    ]
    # template_id, campaign_id, template_name, template_version, ab_variant, step_number, then the envelope:
    # account_id, loaded_at, source_system, is_deleted.
    texts = {variant: f"t||||{variant}|1|main|2026-04-01 00:00:00||" for variant in ("A", "B", "C")}
    winner = max(texts, key=lambda variant: hashlib.md5(texts[variant].encode()).hexdigest())
    kept = load_all({"messages": [], "templates": rows})["templates"].kept
    assert [row["ab_variant"] for row in kept] == [winner]


def test_cells_are_trimmed_and_none():
    columns = {column.name: column for column in TABLES["messages"]}
    ids = (" m1", "m1\u00a0", "\tm1\r")
    assert {parse_cell(text, columns["message_id"]) for text in ids} == {"m1"}
    for text in ("", " ", "NULL", " NULL ", "\\N", "None", "<NA>", "NaN"):
        assert parse_cell(text, columns["message_id"]) is parse_cell(text, columns["price_amount"]) is None
    assert [parse_cell(text, columns["message_id"]) for text in ("null", "none", "nan", "NA")] == ["null", "none", "nan", "NA"]
    assert [parse_cell(text, columns["body"]) for text in (" Hi ", " ", "", "None")] == [" Hi ", " ", None, None]
    assert [parse_cell(text, columns["error_code"]) for text in ("30007.0", "30007", "1.5", "E.0")] == ["30007", "30007", "1.5", "E.0"]
    assert [parse_cell(text, columns["is_test"]) for text in ("1.0", "0.0")] == [True, False]
    ends = {column.name: column for column in TABLES["contact_phones"]}
    assert parse_cell("9999-12-31", ends["valid_to"]) == dt.datetime(9999, 12, 31)


def test_what_is_readable():
    assert parse_timestamp("2026-03-02T10:00+02:00") == dt.datetime(2026, 3, 2, 8)
    assert parse_timestamp("2026-03-02 00:30:00.5-05:30") == dt.datetime(2026, 3, 2, 6, 0, 0, 500000)
    assert parse_timestamp("2024-02-29") == dt.datetime(2024, 2, 29)
    for text in (
        "2026-03-02 15:00:00 UTC", "2026-03-02T15:00:00+0000", "2026-03-02 11:00:00 -0400", "2026-03-02t15:00z", "2026-03-02 10:00 -05",
        "2026-03-02T15:00:00.0000009Z",
    ):  # fmt: skip
        assert parse_timestamp(text) == dt.datetime(2026, 3, 2, 15)
    assert parse_timestamp("2026-03-02 15:00:00.9999999") == dt.datetime(2026, 3, 2, 15, 0, 0, 999999)
    assert [parse_int(text) for text in ("+7", "-7", "7.0")] == [7, -7, 7]
    for text in ("2025-02-29", "2026-3-2", "2026-03-02 24:00", "2026-03-02 10", "12:00", "02/03/2026", "soon"):
        with pytest.raises(Unreadable):
            parse_timestamp(text)
    for text in (
        "20260302", "2026-W10-1", "2026-03-02 15:00  Z", "2026-03-02 15:00 GMT", "2026-03-02 15:00:00,5", "2026-03-02 Z",
        "2026-03-02 15:00+05:30:00", "2026-03-02 03:00 PM", "1989-12-31", "2100-01-01", "9999-12-31", "0001-01-01", "infinity",
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            parse_timestamp(text)
    for text in ("7.5", "seven", "1e3", ""):
        with pytest.raises(Unreadable):
            parse_int(text)
    for text in ("2024-02-29", "2024-02-29 00:00", "2024-02-29T00:00:00.000", "2024-02-29T00:00Z", "2024-02-29 05:30+05:30"):
        assert parse_date(text) == date("2024-02-29")
    for text in ("2025-02-29", "2024-02-29 00:01", "2024-02-29T00:00+05:30", "29.02.2024"):
        with pytest.raises(Unreadable):
            parse_date(text)
    assert [parse_numeric(text) for text in ("0.0000005", "-.5", "1e2")] == [
        Decimal("0.000001"),
        Decimal("-0.5"),
        Decimal(100),
    ]
    with pytest.raises(Unreadable):
        parse_numeric("1000000000000")


def test_adjustments_without_a_conversion_are_orphans():
    refunds = [refund("a1", "o", "2026-03-03", "1"), refund("a2", "gone", "2026-03-03", "1")]
    refunds += [refund("a3", "trial", "2026-03-03", "1"), refund("a4", "o", "2026-03-03", "much")]
    conversions = [order("o", "2026-03-02"), order("trial", "2026-03-02", is_test="true")]
    result = solve([], conversions=conversions, conversion_adjustments=refunds)
    assert set(result["fct_conversion_adjustments"]) == {("a1",)}
    assert pick(result["dq_row_counts"][("conversion_adjustments",)], "rows_in", "rows_rejected", "rows_kept") == {
        "rows_in": 4,
        "rows_rejected": 2,  # a2 and a4; that of a test is kept, and in no fact
        "rows_kept": 2,
    }


# --- money: rates, refunds, costs -----------------------------------------------------------------------------


def revenues(conversions, *columns, **tables):
    facts = solve([], conversions=conversions, **tables)["fct_conversions"]
    columns = columns or ("revenue_gross",)

    def text(value):
        return None if value is None else str(value)

    return {key[0]: tuple(text(row[column]) for column in columns) for key, row in facts.items()}


def test_the_rate_is_the_latest_of_seven_days_in_that_direction():
    orders = [
        order("usd", "2026-03-02 10:00", "10.005"),  # half a cent goes up
        order("eur", "2026-03-02 10:00", "10", " eur "),
        order("gbp", "2026-03-02 10:00", "10", "GBP"),  # only the other direction is known
        order("eur_3rd", "2026-03-03 23:59", "10", "EUR"),  # none on that day: the day before
        order("eur_4th", "2026-03-04 12:00", "10", "EUR"),
        order("eur_11th", "2026-03-11 23:59", "10", "EUR"),  # seven days old
        order("too_late", "2026-03-12 12:00", "10", "EUR"),
        order("too_soon", "2026-03-01 23:59", "10", "EUR"),
        order("chf", "2026-03-02 10:00", "10", "CHF"),  # a rate of 0 is none
        order("bare", "2026-03-02 10:00", "10", ""),
        order("less", "2026-03-02 10:00", "-10"),
        conversion("none", "2026-03-02 10:00"),
    ]
    rates = [
        fx("2026-03-02", "1.5", loaded_at="2026-03-01"),
        fx("2026-03-02", "1.0755", "Eur", "usd"),
        fx("2026-03-02", "0.8", "USD", "GBP"),
        fx("2026-03-04", "1.2"),
        fx("2026-03-02", "0", "CHF"),
    ]
    assert revenues(orders, fx_rates=rates) == {
        "usd": ("10.01",),
        "eur": ("10.76",),
        "eur_3rd": ("10.76",),
        "eur_4th": ("12.00",),
        "eur_11th": ("12.00",),
        **dict.fromkeys(("gbp", "too_late", "too_soon", "chf", "bare", "less", "none"), (None,)),
    }


def test_the_day_of_a_rate_is_the_accounts():
    rates = [fx("2026-03-01", "1"), fx("2026-03-02", "2")]
    result = solve(
        [], time_zone="America/New_York", fx_rates=rates, conversions=[order("o", "2026-03-02 04:00", "1", "EUR")]
    )
    assert pick(result["fct_conversions"][("o",)], "occurred_date", "revenue_gross") == {
        "occurred_date": date("2026-03-01"),
        "revenue_gross": Decimal("1.00"),
    }


def test_refunds_in_order_of_time_never_below_zero():
    refunds = [
        refund("x", "o", "2026-03-04", "30"),
        refund("a", "o", "2026-03-05", "60"),
        refund("c", "o", "2026-03-05", "50"),  # only 10 are left
        refund("d", "o", "2026-03-06", "1"),
        refund("e", "o", "2026-03-04", "5", "CHF"),  # unknown: as if it were not there
        refund("f", "free", "2026-03-04", "5"),
    ]
    orders = [order("o", "2026-03-02"), conversion("free", "2026-03-02")]
    result = solve([], conversions=orders, conversion_adjustments=refunds)
    applied = {key[0]: str(row["applied_amount"]) for key, row in result["fct_conversion_adjustments"].items()}
    assert applied == {"x": "30.00", "a": "60.00", "c": "10.00", "d": "0.00", "e": "0.00", "f": "0.00"}
    assert revenues(orders, "revenue_adjusted", "revenue_net", conversion_adjustments=refunds) == {
        "o": ("100.00", "0.00"),
        "free": (None, None),
    }


def test_refund_is_at_its_conversions_rate():
    refunds = [refund("a", "o", "2026-03-03", "10", "EUR"), refund("b", "o", "2026-03-04", "0.003", "EUR")]
    rates = [fx("2026-03-02", "1.5"), fx("2026-03-03", "9")]
    result = solve([], conversions=[order("o", "2026-03-02")], conversion_adjustments=refunds, fx_rates=rates)
    shown = {
        key[0]: (str(row["reporting_amount"]), str(row["applied_amount"]))
        for key, row in result["fct_conversion_adjustments"].items()
    }
    assert shown == {"a": ("15.000000", "15.00"), "b": ("0.004500", "0.00")}


COSTS = ("cost_of_messages", "cost_allocated", "cost_unallocated", "cost_total", "cost_is_complete")


def costs(messages, *cost_rows, campaign="spring", **tables):
    row = solve(messages, campaign_costs=list(cost_rows), **tables)["kpi_campaigns"][(campaign,)]
    return tuple(row[column] for column in COSTS)


def test_costs_are_shared_by_what_was_sent_between_their_dates():
    messages = [
        outbound("m1", "2026-03-02 00:00", price_amount="0.01", price_currency="usd"),
        outbound("m2", "2026-03-03 23:59:59"),
        outbound("m3", "2026-03-04 00:00", campaign="summer"),
    ]
    # Both ends are included. Summer's message is no part of spring's cost, but of the account's.
    assert costs(messages, cost("k", "8", MONDAY, TUESDAY)) == (0.01, 8.0, None, 8.01, False)
    assert costs(messages, cost("k", "8", MONDAY, MONDAY)) == (0.01, 8.0, None, 8.01, False)
    assert costs(messages, cost("k", "9", MONDAY, "2026-03-04", campaign="")) == (0.01, 6.0, None, 6.01, False)
    assert costs(messages, cost("k", "8", MONDAY, TUESDAY, channel="email")) == (0.01, None, None, 0.01, False)
    assert costs(messages, cost("k", "8", MONDAY, TUESDAY, channel=" SMS ")) == (0.01, 8.0, None, 8.01, False)
    assert costs(messages, cost("k", "8", MONDAY, "2026-03-04")) == (0.01, 8.0, None, 8.01, False)
    assert costs(messages[:1], cost("k", "8", MONDAY, MONDAY, currency="EUR")) == (0.01, None, None, 0.01, False)
    # A row of type message pays for m2 only; the half of m1, which has a price, is dropped.
    assert costs(messages, cost("k", "8", MONDAY, TUESDAY, cost_type="message")) == (0.01, 4.0, None, 4.01, True)
    no_rate = cost("k", "8", MONDAY, TUESDAY, cost_type="message", currency="EUR")
    assert costs(messages, no_rate) == (0.01, None, None, 0.01, False)
    assert costs(messages, no_rate, fx_rates=[fx(MONDAY, "2")]) == (0.01, 8.0, None, 8.01, True)


def test_costs_of_a_period_without_a_message_stand_on_its_first_day():
    messages = [outbound("m", "2026-03-04 10:00", price_amount="1", price_currency="USD")]
    rows = [
        cost("k1", "8", MONDAY, TUESDAY, cost_type="message"),
        cost("k2", "5", MONDAY, TUESDAY, campaign=""),
        cost("k3", "3", MONDAY, TUESDAY, campaign="ghost"),
        cost("k4", "7", TUESDAY, TUESDAY, campaign="trial"),
        cost("k5", "2", TUESDAY, MONDAY, currency="EUR"),
    ]
    campaigns = [campaign("spring"), campaign("trial", is_test="true")]
    assert costs(messages, *rows, campaigns=campaigns) == (1.0, None, 8.0, 9.0, False)
    assert costs(messages, *rows, campaigns=campaigns, campaign="ghost") == (None, None, 3.0, 3.0, True)
    result = solve(messages, campaigns=campaigns, campaign_costs=rows)
    assert result["kpi_accounts"][("main",)]["cost_unallocated"] == 16.0
    for basis in ("activity", "send"):
        assert {
            (name, str(day)): row["cost_total"]
            for (name, on, day), row in result["kpi_campaigns_daily"].items()
            if on == basis
        } == {
            ("spring", MONDAY): 8.0,
            ("spring", TUESDAY): None,  # a cost that nobody can convert
            ("spring", "2026-03-04"): 1.0,
            ("ghost", MONDAY): 3.0,
        }
    assert result["kpi_steps"][("spring", 1)]["cost_unallocated"] is None


def test_every_message_that_was_sent_costs_but_only_campaign_messages_share():
    price = {"price_amount": "1", "price_currency": "USD"}
    messages = [
        outbound("m1", "2026-03-02 10:00", **price),
        outbound("m2", "2026-03-02 10:00", send_origin="keyword_auto_reply", **price),
        outbound("m3", "2026-03-02 10:00", send_origin="manual_inbox", **price),
        outbound("m4", "2026-03-02 10:00", status="queued", **price),
    ]
    assert costs(messages, cost("k", "8", MONDAY, MONDAY)) == (2.0, 8.0, None, 10.0, True)
    row = solve(messages, campaign_costs=[cost("k", "8", MONDAY, MONDAY)])["kpi_accounts"][("main",)]
    assert tuple(row[column] for column in COSTS) == (3.0, 8.0, None, 11.0, True)
    assert costs([outbound("m", "2026-03-02")]) == (None, None, None, None, False)


# --- whose conversion ---------------------------------------------------------------------------------------


def whose(row, messages=(), **tables):
    fact = solve(list(messages), conversions=[conversion("o", "2026-03-10", contact="") | row], **tables)
    return tuple(fact["fct_conversions"][("o",)][column] for column in ("contact_id", "identified_by"))


def identity(contact_id, value, first_seen_at, identity_type="email"):
    row = {"identity_type": identity_type, "identity_value": value, "contact_id": contact_id}
    return row | {"first_seen_at": first_seen_at, "loaded_at": LOADED}


def test_identifier_goes_to_the_latest_link_at_or_before_else_to_the_earliest_after():
    email = {"email": " A@X .org"}

    def linked(*since):
        links = [identity(name, "a@x.ORG", moment) for name, moment in zip(("ann", "bob", "cat"), since)]
        return whose(email, identity_links=links)[0]

    assert linked("2026-03-09", "2026-03-10", "2026-03-10 00:00:00.000001") == "bob"
    assert linked("2026-03-10", "2026-03-10", "2026-03-09") == "bob"  # of one instant the greatest id
    assert linked("2026-03-13", "2026-03-12", "2026-03-12") == "cat"
    assert linked() is None


def test_own_email_counts_from_when_the_contact_was_made():
    contacts = [contact_row("ann", email="a@x.org"), contact_row("bob", email="A@X.org", created_at="2026-03-05")]
    email = {"email": "a@x.org"}
    assert whose(email, contacts=contacts) == ("bob", "email")
    assert whose(email, contacts=contacts, identity_links=[identity("cat", "a@x.org", "2026-03-06")])[0] == "cat"
    assert whose(email, contacts=contacts, identity_links=[identity("cat", "a@x.org", "2026-03-04")])[0] == "bob"
    assert whose(email, contacts=contacts[:1], identity_links=[identity("cat", "a@x.org", "2026-03-11")])[0] == "ann"
    merged = [contact_row("ann", email="a@x.org", merged_into_contact_id="zoe")]
    assert whose(email, contacts=merged) == ("zoe", "email")


def test_identifiers_in_their_order():
    links = [identity("dev", "d1", "2026-03-01", "device_id"), identity("phil", "+5", "2026-03-01", "phone")]
    contacts = [contact_row("cus", external_customer_id="C 1")]
    everything = {"email": "?", "phone_e164": "+5", "external_customer_id": "c1", "anonymous_id": "D1"}
    known = {"identity_links": links, "contacts": contacts}
    assert whose({"contact_id": "own"} | everything, **known) == ("own", "contact_id")
    assert whose(everything, **known) == ("phil", "phone")
    assert whose(everything | {"phone_e164": ""}, **known) == ("cus", "customer_id")
    assert whose({"anonymous_id": "D1"}, **known) == ("dev", "anonymous_id")
    assert whose({"anonymous_id": " "}, **known) == (None, None)


def test_clicks_link_an_anonymous_id_and_messages_a_phone_that_is_in_no_list():
    messages = [outbound("m", "2026-03-02 10:00", contact="bob")]
    bot = click("c", "2026-03-02 10:00", message_id="m", contact_id="ann", anonymous_id="x", vendor_bot_flag="true")
    assert whose({"anonymous_id": "X"}, messages, click_events=[bot]) == ("bob", "anonymous_id")
    assert whose({"phone_e164": "+ 2"}, messages) == ("bob", "phone")
    # Whose a phone was is looked up without its end; once it is in a list, messages say nothing.
    owners = [owner("ann", "+2", "2026-01-01", "2026-02-01")]
    assert whose({"phone_e164": "+2"}, messages, contact_phones=owners) == ("ann", "phone")
    stranger = [outbound("m", "2026-03-02 10:00", contact="", contact_phone_e164="+7")]
    key = hashlib.md5(b"sms_analytics:").hexdigest().encode()
    assert whose({"phone_e164": "+7"}, stranger)[0] == "phone:" + hmac.new(key, b"+7", "sha256").hexdigest()[:32]


# --- one conversion once ---------------------------------------------------------------------------------------


def duplicates(*conversions, settings=None, **tables):
    rows = solve([], settings, conversions=list(conversions), **tables)["dq_duplicate_conversions"]
    return {key[0]: (row["kept_conversion_id"], row["duplicate_reason"]) for key, row in rows.items()}


def test_one_order_that_three_systems_report():
    server = {"source_system": "shop", "tracking_method": "server"}
    rows = [
        order("o1", "2026-03-02 10:00", "", contact="", business_key="7", **server),
        order("o2", "2026-03-02 09:00", "60", business_key="7", contact="", source_system="ads"),
        order("o3", "2026-03-02 12:00", "50", business_key="7", source_system="web", tracking_method="client"),
    ]
    lost = {"o2": ("o1", "business_key"), "o3": ("o1", "business_key")}
    assert duplicates(*rows) == lost
    refunds = [refund("a", "o3", "2026-03-03", "20")]
    facts = solve([], conversions=rows, conversion_adjustments=refunds)["fct_conversions"]
    columns = ("contact_id", "identified_by", "revenue_gross", "revenue_net", "duplicates_removed")
    # The contact and the amount are those of the best loser that has them: client comes before no method.
    assert tuple(facts[("o1",)][column] for column in columns) == (
        "ann",
        "contact_id",
        Decimal("50.00"),
        Decimal("30.00"),
        2,
    )
    ads_first = duplicates(*rows, settings=Settings(conversion_source_order=("ads", "shop")))
    assert ads_first == {"o1": ("o2", "business_key"), "o3": ("o2", "business_key")}


def test_other_keys_types_and_accounts_are_other_conversions():
    first = order("o1", "2026-03-02 10:00", business_key="7")
    assert duplicates(first, order("o2", "2026-03-02 10:01", business_key="8", source_system="web")) == {}
    assert duplicates(first, order("o2", "2026-03-02 10:00", business_key="7", conversion_type="booking")) == {}
    assert duplicates(first, order("o2", "2026-03-02 10:00", business_key="7", account_id="other")) == {}
    # Alike in preference and time: the lowest id.
    assert duplicates(order("o3", "2026-03-02 10:00", business_key="7"), first) == {"o3": ("o1", "business_key")}


def test_rows_without_a_key_chain_while_gaps_are_short():
    rows = [
        order("o1", "2026-03-02 10:00:00"),
        order("o2", "2026-03-02 10:09:59.999999", currency="usd "),
        order("o3", "2026-03-02 10:19:59.999998"),
        order("o4", "2026-03-02 10:29:59.999998"),  # exactly 600 s later: another one
    ]
    assert duplicates(*rows) == {"o2": ("o1", "repeat"), "o3": ("o1", "repeat")}
    assert duplicates(*rows[:2], settings=Settings(conversion_dedupe_seconds=599)) == {}
    for other in ({"contact": "bob"}, {"contact": ""}, {"amount": "99"}, {"amount": ""}, {"account_id": "other"}):
        assert duplicates(order("o1", "2026-03-02 10:00"), order("o2", "2026-03-02 10:01", **other)) == {}
    # No amount and an amount below zero are alike; two rows without a contact never are.
    assert duplicates(order("o1", "2026-03-02 10:00", ""), order("o2", "2026-03-02 10:00", "-1")) == {
        "o2": ("o1", "repeat")
    }
    assert duplicates(order("o1", "2026-03-02", contact=""), order("o2", "2026-03-02", contact="")) == {}


def test_row_without_a_key_folds_into_the_nearest_keyed_row_of_another_source():
    def folds(*moments, **more):
        keyed = [order(f"k{n}", at, business_key=str(n), source_system="shop") for n, at in enumerate(moments)]
        return duplicates(*keyed, order("o", "2026-03-02 10:00", tracking_method="server", **more)).get("o")

    assert folds("2026-03-02 09:50:00.000001") == ("k0", "keyed_row")  # it never survives, however good its source
    assert folds("2026-03-02 09:50") is None
    assert folds("2026-03-02 10:10") is None
    assert folds("2026-03-02 09:55", "2026-03-02 10:04") == ("k1", "keyed_row")
    assert folds("2026-03-02 09:56", "2026-03-02 10:04") == ("k0", "keyed_row")
    assert folds("2026-03-02 10:04", "2026-03-02 09:56") == ("k0", "keyed_row")  # as near: the lowest id
    assert folds("2026-03-02 09:55", source_system="shop") is None
    assert folds("2026-03-02 09:55", source_system="web", contact="bob") is None


def test_folded_row_counts_for_the_survivor_of_its_group():
    server = {"source_system": "shop", "tracking_method": "server"}
    rows = [
        order("k1", "2026-03-02 08:00", "", contact="", business_key="7", **server),
        order("k2", "2026-03-02 10:00", business_key="7", source_system="shop"),
        order("o", "2026-03-02 10:05", contact="", email="a@x.org", tracking_method="server"),
        order("p", "2026-03-02 10:14:59"),  # near o, but o is in the group already; too far from k2
    ]
    contacts = [contact_row("ann", email="a@x.org")]
    assert duplicates(*rows, contacts=contacts) == {"k2": ("k1", "business_key"), "o": ("k1", "keyed_row")}
    fact = solve([], conversions=rows, contacts=contacts)["fct_conversions"][("k1",)]
    assert pick(fact, "contact_id", "identified_by", "revenue_gross", "duplicates_removed") == {
        "contact_id": "ann",
        "identified_by": "contact_id",  # of k2: what folded in comes after the keyed rows
        "revenue_gross": Decimal("100.00"),
        "duplicates_removed": 2,
    }


def test_test_conversions_neither_survive_nor_lose():
    rows = [
        order("o1", "2026-03-02 10:00", business_key="7", is_test="true"),
        order("o2", "2026-03-02 10:01", business_key="7"),
        order("o3", "2026-03-02 10:00", business_key="7", contact="", email="b@x.org"),
    ]
    tester = [contact_row("bob", email="b@x.org", is_test="true")]
    assert duplicates(*rows, contacts=tester) == {}
    assert set(solve([], conversions=rows, contacts=tester)["fct_conversions"]) == {("o2",)}


# --- attribution ----------------------------------------------------------------------------------------------

SENT = [outbound("m", "2026-03-02 10:00")]
CLICKED = [click("c", "2026-03-02 11:00", message_id="m")]


def credits(messages, conversions, model="last_touch", basis="click", scope="sms", settings=None, **tables):
    """{conversion: {touch: (credit, revenue)}}"""
    found = {row["conversion_id"]: {} for row in conversions}
    rows = solve(messages, settings, conversions=conversions, **tables)["fct_attribution"]
    for (conversion_id, *place, touch), row in rows.items():
        if place == [model, basis, scope]:
            revenue = row["revenue_credit"]
            found[conversion_id][touch] = (round(row["credit"], 9), revenue if revenue is None else str(revenue))
    return found


def credited(messages, conversions, **more):
    return {name: list(touches) for name, touches in credits(messages, conversions, **more).items()}


def test_attribution_window_is_half_open():
    moments = {
        "o0": "2026-03-02 10:59:59.999999",
        "o1": "2026-03-02 11:00",  # at the touch's very instant
        "o2": "2026-03-04 10:59:59.999999",
        "o3": "2026-03-04 11:00",  # exactly a window later
    }
    conversions = [conversion(name, moment, business_key=name) for name, moment in moments.items()]
    assert credited(SENT, conversions, click_events=CLICKED) == {"o0": [], "o1": ["c"], "o2": ["c"], "o3": []}


def test_window_is_the_campaigns_own_else_by_type():
    def reaches(minutes, conversion_type="purchase", **more):
        moment = str(dt.datetime(2026, 3, 2, 11) + dt.timedelta(minutes=minutes))
        campaigns = [campaign("spring", **more)]
        rows = [conversion("o", moment, conversion_type=conversion_type)]
        return credited(SENT, rows, click_events=CLICKED, campaigns=campaigns) == {"o": ["c"]}

    def window(*args, **more):
        """Whether it is this many minutes, to the minute."""
        return reaches(args[0] - 1, *args[1:], **more) and not reaches(args[0], *args[1:], **more)

    assert window(30, attribution_window_minutes="30")
    assert window(30, "demo_request", attribution_window_minutes="30", message_type="welcome_series")
    assert window(2880, attribution_window_minutes="0")
    assert window(20160, "demo_request", message_type="promotional")
    assert window(120, message_type="welcome_series")
    assert window(60, "demo_request", message_type="welcome_series")
    assert window(30, "booking", message_type="promotional")
    assert window(120, "booking", message_type="welcome_series")


def test_one_touch_per_message_its_latest_eligible_click():
    clicks = [click(f"c{hour}", f"2026-03-02 {hour}:00", message_id="m") for hour in (11, 12, 13)]
    clicks.append(click("c1", "2026-03-02 12:00", message_id="m"))
    conversions = [conversion("o1", "2026-03-02 12:30"), conversion("o2", "2026-03-02 11:30")]
    assert credited(SENT, conversions, model="linear", click_events=clicks) == {"o1": ["c12"], "o2": ["c11"]}


def test_of_touches_at_one_instant_the_lowest_id_comes_first():
    messages = [outbound("m1", "2026-03-02 10:00"), outbound("m2", "2026-03-02 10:00")]
    clicks = [click("b", "2026-03-02 11:00", message_id="m1"), click("a", "2026-03-02 11:00", message_id="m2")]
    conversions = [conversion("o", "2026-03-02 12:00")]
    assert credited(messages, conversions, click_events=clicks) == {"o": ["b"]}
    assert credited(messages, conversions, model="first_touch", click_events=clicks) == {"o": ["a"]}


def three_touches(count=3):
    messages = [outbound(f"m{n}", "2026-03-02 10:00") for n in range(1, count + 1)]
    return messages, [click(f"c{n}", f"2026-03-02 1{n}:00", message_id=f"m{n}") for n in range(1, count + 1)]


def test_models_share_the_revenue_to_the_cent():
    messages, clicks = three_touches()

    def shared(model, count=3, amount="100", **more):
        tables = {"click_events": clicks[:count]} | more
        return credits(messages, [order("o", "2026-03-02 20:00", amount)], model=model, **tables)["o"]

    third = 0.333333333
    assert shared("last_touch") == {"c3": (1.0, "100.00")}
    assert shared("first_touch") == {"c1": (1.0, "100.00")}
    assert shared("linear") == {"c1": (third, "33.33"), "c2": (third, "33.34"), "c3": (third, "33.33")}
    assert shared("linear", amount="0.01") == {"c1": (third, "0.00"), "c2": (third, "0.01"), "c3": (third, "0.00")}
    assert shared("linear", amount="") == dict.fromkeys(("c1", "c2", "c3"), (third, None))
    assert shared("position_based") == {"c1": (0.4, "40.00"), "c2": (0.2, "20.00"), "c3": (0.4, "40.00")}
    assert shared("position_based", 2) == {"c1": (0.5, "50.00"), "c2": (0.5, "50.00")}
    assert shared("position_based", 1) == {"c1": (1.0, "100.00")}
    uneven = Settings(position_based_shares=(0.6, 0.4, 0.0))
    assert shared("position_based", settings=uneven) == {"c1": (0.6, "60.00"), "c2": (0.4, "40.00")}
    # An hour is a half-life: the touches weigh 1/4, 1/2 and 1.
    decay = Settings(time_decay_half_life=dt.timedelta(hours=1))
    assert shared("time_decay", settings=decay) == {
        "c1": (round(1 / 7, 9), "14.29"),
        "c2": (round(2 / 7, 9), "28.57"),
        "c3": (round(4 / 7, 9), "57.14"),
    }


def test_refunds_are_shared_like_the_revenue():
    messages, clicks = three_touches()
    refunds = [
        refund("a", "o", "2026-03-05", "0.01"),
        refund("b", "o", "2026-03-06", "0.01"),
        refund("c", "o", "2026-03-07", "99.98"),
    ]
    conversions = [order("o", "2026-03-02 20:00")]
    result = solve(messages, conversions=conversions, click_events=clicks, conversion_adjustments=refunds)
    parts = {name: {} for name in ("a", "b", "c")}
    for (name, *place, touch), row in result["fct_attributed_adjustments"].items():
        if place == ["linear", "click", "sms"]:
            parts[name][touch] = str(row["adjustment_credit"])
    # What is given back in all is shared, so that the last refund leaves nothing of 33.33, 33.34 and 33.33.
    assert parts == {
        "a": {"c1": "0.00", "c2": "0.01", "c3": "0.00"},
        "b": {"c1": "0.01", "c2": "-0.01", "c3": "0.01"},
        "c": {"c1": "33.32", "c2": "33.34", "c3": "33.32"},
    }


def test_view_basis_takes_delivered_messages_at_their_send():
    messages = [
        outbound("m1", "2026-03-02 10:00"),
        outbound("m2", "2026-03-02 11:00", status="undelivered"),
        outbound("m3", "2026-03-02 11:00", send_origin="manual_inbox"),
    ]
    conversions = [conversion("o1", "2026-03-02 12:00"), conversion("o2", "2026-03-02 10:00")]
    assert credited(messages, conversions, basis="view") == {"o1": ["m1"], "o2": ["m1"]}


def test_bot_clicks_others_contacts_and_others_accounts_are_no_touches():
    clicks = [
        click("c1", "2026-03-02 11:00", message_id="m", vendor_bot_flag="true"),
        click("c2", "2026-03-02 11:00", message_id="m"),
    ]
    bobs = conversion("o1", "2026-03-02 12:00", contact="bob")
    elsewhere = conversion("o2", "2026-03-02 12:00", account_id="other")
    nobodys = conversion("o3", "2026-03-02 12:00", contact="")
    assert credited(SENT, [bobs, elsewhere, nobodys], click_events=clicks) == {"o1": [], "o2": [], "o3": []}
    assert credited(SENT, [conversion("o", "2026-03-02 12:00")], click_events=clicks[:1]) == {"o": []}


def test_scope_all_adds_the_other_channels():
    touches = [
        touchpoint("w1", "2026-03-02 11:30", channel=" Email "),
        touchpoint("w2", "2026-03-02 11:40", channel="SMS"),  # text messages come from messages alone
        touchpoint("w3", "2026-03-02 11:50", touch_type="view"),
        touchpoint("w4", "2026-03-02 11:55", contact="bob"),
        touchpoint("w5", "2026-03-02 11:55", account_id="other"),
    ]
    conversions = [order("o", "2026-03-02 12:00")]
    known = {"click_events": CLICKED, "touchpoints": touches}
    assert credited(SENT, conversions, scope="all", **known) == {"o": ["w3"]}
    assert credited(SENT, conversions, **known) == {"o": ["c"]}
    linear_over_all = {"default_attribution_scope": "all", "default_attribution_model": "linear"}
    settings = Settings(touchpoint_types=("click",), **linear_over_all)
    result = solve(SENT, settings, conversions=conversions, **known)
    channels = {key[-1]: row["channel"] for key, row in result["fct_attribution"].items() if "linear" in key}
    assert channels == {"c": "sms", "w1": "email"}
    # KPIs take the part of text messages; the conversion is not unattributed.
    row = result["kpi_accounts"][("main",)]
    assert pick(row, "conversions", "revenue_gross", "conversions_unattributed") == {
        "conversions": 0.5,
        "revenue_gross": Decimal("50.00"),
        "conversions_unattributed": 0,
    }


# --- conversions, revenue and leads as KPIs ---------------------------------------------------------------------

REVENUE = ("conversions", "contacts_converted", "revenue_gross", "revenue_adjusted", "revenue_net")


def test_conversions_and_refunds_by_day_on_both_bases():
    result = solve(
        [outbound("m1", "2026-03-30 10:00"), outbound("m2", "2026-03-30 10:00", contact="bob")],
        Settings(as_of=dt.datetime(2026, 4, 14)),
        click_events=[click("c", "2026-03-31 11:00", message_id="m1")],
        conversions=[
            order("o1", "2026-03-31 12:00"),
            order("o2", "2026-03-31 13:00", contact="bob"),
            order("o3", "2026-03-31 14:00", conversion_class="secondary"),
        ],
        conversion_adjustments=[
            refund("a1", "o1", "2026-04-02", "30"),  # in a later month
            refund("a2", "o2", "2026-04-03", "130"),
        ],
    )
    total = result["kpi_campaigns"][("spring",)]
    assert pick(total, *REVENUE, "conversion_rate", "revenue_per_message", "revenue_per_contact") == {
        "conversions": 1.0,
        "contacts_converted": 1,
        "revenue_gross": Decimal("100.00"),
        "revenue_adjusted": Decimal("30.00"),
        "revenue_net": Decimal("70.00"),
        "conversion_rate": 0.5,
        "revenue_per_message": 35.0,
        "revenue_per_contact": 35.0,
    }
    shown = {
        (basis, str(day)[5:]): tuple(float(row[column]) for column in REVENUE) + (row["is_conversion_mature"],)
        for (_, basis, day), row in result["kpi_campaigns_daily"].items()
    }
    assert shown == {
        ("activity", "03-30"): (0, 0, 0, 0, 0, True),  # 14 days after its end, to the second
        ("activity", "03-31"): (1, 1, 100, 0, 100, False),
        ("activity", "04-02"): (0, 0, 0, 30, -30, False),
        ("send", "03-30"): (1, 1, 100, 30, 70, True),
    }
    columns = ("conversions_unattributed", "revenue_gross_unattributed", "revenue_net_unattributed")
    row = result["kpi_accounts"][("main",)]
    assert tuple(float(row[column]) for column in columns) == (1, 100, 0)
    by_day = {key[1:]: tuple(float(row[c]) for c in columns) for key, row in result["kpi_accounts_daily"].items()}
    assert by_day == {
        ("activity", date("2026-03-30")): (0, 0, 0),
        ("activity", date("2026-03-31")): (1, 100, 100),
        ("activity", date("2026-04-02")): (0, 0, 0),
        ("activity", date("2026-04-03")): (0, 0, -100),
        ("send", date("2026-03-30")): (0, 0, 0),
    }


def test_own_attribution_window_delays_maturity():
    as_of = Settings(as_of=dt.datetime(2026, 3, 17))
    for minutes, mature in (("20160", True), ("20161", False)):
        campaigns = [campaign("spring", attribution_window_minutes=minutes)]
        result = solve(SENT, as_of, campaigns=campaigns)
        for model, unit in (("kpi_campaigns_daily", "spring"), ("kpi_accounts_daily", "main")):
            row = result[model][(unit, "activity", date(MONDAY))]
            assert row["is_conversion_mature"] is mature


def test_revenue_is_null_where_amounts_are_told_but_none_is_known():
    def gross(*amounts):
        rows = [order(f"o{n}", "2026-03-02 12:00", *amount) for n, amount in enumerate(amounts)]
        result = solve(SENT, conversions=rows, click_events=CLICKED)["kpi_campaigns"][("spring",)]
        return result["conversions"], result["revenue_gross"], result["revenue_net"]

    assert gross(("", "")) == (1.0, Decimal(0), Decimal(0))
    assert gross(("5", "EUR")) == (1.0, None, None)
    assert gross(("5", "EUR"), ("", "")) == (2.0, None, None)
    assert gross(("5", "EUR"), ("7", "USD")) == (2.0, Decimal(7), Decimal(7))


def test_without_conversions_or_clicks_nobody_can_know():
    columns = ("conversions", "revenue_net", "conversion_rate", "leads", "conversions_unattributed")
    conversions = [order("o", "2026-03-02 12:00")]

    def shown(settings=None, **tables):
        row = solve(SENT, settings, **tables)["kpi_accounts"][("main",)]
        return tuple(row[column] for column in columns)

    assert shown(click_events=CLICKED) == (None, None, None, None, None)
    assert shown(conversions=conversions) == (None, None, None, None, 1)
    assert shown(Settings(default_attribution_basis="view"), conversions=conversions, leads=[]) == (1.0, 100, 1.0, 0, 0)


def test_what_a_conversion_and_a_lead_cost():
    row = solve(
        [outbound("m", "2026-03-02 10:00", price_amount="2", price_currency="USD")],
        click_events=CLICKED,
        conversions=[order("o1", "2026-03-02 12:00", "5"), order("o2", "2026-03-02 12:00", "6")],
        leads=[lead("n", "2026-03-02 12:00")],
    )["kpi_campaigns"][("spring",)]
    assert pick(row, "cost_per_conversion", "cost_per_lead", "return_on_spend", "leads", "sms_to_lead_rate") == {
        "cost_per_conversion": 1.0,
        "cost_per_lead": 2.0,
        "return_on_spend": 5.5,
        "leads": 1,
        "sms_to_lead_rate": 1.0,
    }


def test_campaign_and_message_of_a_lead():
    messages = [
        outbound("m1", "2026-03-02 10:00"),
        outbound("m2", "2026-03-02 11:00", campaign="summer"),
        outbound("chat", "2026-03-02 11:30", send_origin="manual_inbox"),
        inbound("r", "2026-03-02 10:30"),
    ]
    noon = "2026-03-02 12:00"
    leads = [
        lead("own", noon, campaign_id="ghost"),
        lead("own_too", noon, campaign_id="spring", source_message_id="m1"),
        lead("not_its", noon, campaign_id="spring", source_message_id="m2"),
        lead("sent", noon, source_message_id="m1", source_channel="form"),
        lead("reply", noon, source_message_id="r"),
        lead("chat", noon, source_message_id="chat"),
        lead("near", noon),
        lead("web", noon, source_channel="web"),
        lead("late", "2026-03-09 11:00"),  # exactly a window after the last
        lead("call", noon, source_channel="call", campaign_id="spring"),
        lead("trial", noon, campaign_id="trial"),
    ]
    campaigns = [campaign("spring"), campaign("summer"), campaign("trial", is_test="true")]
    facts = solve(messages, leads=leads, campaigns=campaigns)["fct_leads"]
    assert {key[0]: (row["campaign_id"], row["message_id"]) for key, row in facts.items()} == {
        "own": ("ghost", None),
        "own_too": ("spring", "m1"),
        "not_its": ("spring", None),
        "sent": ("spring", "m1"),
        "reply": ("spring", "m1"),
        "chat": ("summer", "m2"),
        "near": ("summer", "m2"),
        "web": (None, None),
        "late": (None, None),
    }


def test_lead_counts_once_for_a_contact_and_a_campaign():
    leads = [
        lead("n1", "2026-03-04 10:00"),
        lead("n2", "2026-03-03 10:00"),
        lead("n3", "2026-03-03 10:00", contact="bob", campaign_id="spring"),
        lead("n4", "2026-03-03 10:00", contact="cat"),
    ]
    result = solve(SENT, leads=leads)
    assert {key[0] for key, row in result["fct_leads"].items() if row["is_first_lead"]} == {"n2", "n3"}
    assert result["kpi_accounts"][("main",)]["leads"] == 2
    shown = {key[1:]: row["leads"] for key, row in result["kpi_campaigns_daily"].items()}
    assert shown == {
        ("activity", date(MONDAY)): 0,
        ("activity", date(TUESDAY)): 2,
        ("send", date(MONDAY)): 1,  # bob's has no message
    }
    assert result["kpi_steps"][("spring", 1)]["leads"] == 1


def test_campaigns_and_accounts_that_only_money_names():
    result = solve(
        [],
        leads=[lead("n", "2026-03-02", campaign_id="ghost", account_id="b")],
        campaign_costs=[cost("k", "1", MONDAY, MONDAY, campaign="ghost", account_id="a")],
        conversions=[order("o", "2026-03-02", account_id="c")],
    )
    assert result["kpi_campaigns"][("ghost",)]["account_id"] == "a"
    shown = {key[0]: (row["leads"], row["conversions_unattributed"]) for key, row in result["kpi_accounts"].items()}
    assert shown == {"main": (0, 0), "a": (0, 0), "b": (1, 0), "c": (0, 1)}


# --- responses by meetings, forms and conversions -----------------------------------------------------------------


def responded(messages, actions="", **tables):
    campaigns = [campaign("spring", response_actions=actions)]
    row = solve(messages, campaigns=campaigns, **tables)["kpi_campaigns"][("spring",)]
    return row["contacts_responded_1h"], row["median_time_to_response_seconds"]


def test_meeting_form_and_conversion_are_responses():
    meeting = {"meeting_id": "h", "contact_id": "ann", "booked_at": "2026-03-02 10:59:59"}
    form = {"form_submission_id": "f", "form_id": "x", "email": "a@x.org", "submitted_at": "2026-03-02 11:00"}
    envelope = {"loaded_at": LOADED, "account_id": "main"}
    tables = {"meetings": [meeting | envelope], "form_submissions": [form | envelope]}
    tables["contacts"] = [contact_row("ann", email="a@x.org")]
    assert responded(SENT, **tables) == (1, 3599.0)
    assert responded(SENT, "form", **tables) == (0, 3600.0)  # exactly an hour
    assert responded(SENT, "conversion", **tables) == (0, None)
    for kind, counts in (("primary", 1), ("secondary", 1), ("engagement", 0)):
        rows = [conversion("o", "2026-03-02 10:30", conversion_class=kind)]
        assert responded(SENT, "conversion", conversions=rows)[0] == counts


def test_link_says_which_message_a_meeting_answers():
    messages = [outbound(f"m{hour}", f"2026-03-02 {hour}:00") for hour in ("09", "10", "12")]
    messages.append(outbound("last", "2026-03-02 10:30", campaign="summer"))
    links = [{"link_id": "l", "message_id": "m10", "destination_url": "x", "loaded_at": LOADED}]
    meeting = {"meeting_id": "h", "contact_id": "ann", "source_link_id": "l", "loaded_at": LOADED, "account_id": "main"}

    def shown(moment):
        meetings = [meeting | {"booked_at": moment}]
        return responded(messages, links=links, meetings=meetings, click_events=[])

    assert shown("2026-03-02 10:45") == (1, 2700.0)
    assert shown("2026-03-02 09:30") == (1, 1800.0)  # before that message: the latest one by then
    assert responded(messages, meetings=[meeting | {"booked_at": "2026-03-02 10:45"}]) == (0, None)


# --- the comparison itself -------------------------------------------------------------------------------------


def test_comparison_finds_a_wrong_cell_a_missing_row_and_a_column_that_is_not_there(tmp_path):
    answers = solve([outbound("m1", "2026-03-02 10:00"), outbound("m2", "2026-03-02 10:00", contact="bob")])
    answers = {model: answers[model] for model in ("fct_messages", "kpi_campaigns")}
    database = tmp_path / "built.duckdb"
    with duckdb.connect(str(database)) as connection:
        for model, rows in answers.items():
            columns = list(next(iter(rows.values())))
            kinds = {int: "bigint", float: "double", bool: "boolean", dt.datetime: "timestamp"}
            example = {c: next((row[c] for row in rows.values() if row[c] is not None), None) for c in columns}
            typed = [f"{c} {kinds.get(type(example[c]), 'text')}" for c in columns]
            connection.execute(f"create table {model} ({', '.join(typed)})")
            for row in rows.values():
                places = ", ".join("?" for _ in columns)
                connection.execute(f"insert into {model} values ({places})", [row[c] for c in columns])
    assert compare(answers, database) == []

    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from fct_messages where message_id = 'm2'")
        connection.execute("update fct_messages set sent_at = sent_at + interval 1 microsecond")
        connection.execute("alter table kpi_campaigns drop column reply_rate")
    differences = compare(answers, database)
    assert [(difference.model, difference.key, difference.column) for difference in differences] == [
        ("fct_messages", ("m1",), "sent_at"),
        ("fct_messages", ("m2",), "(row)"),
        ("kpi_campaigns", (), "(table)"),
    ]
    assert "has no reply_rate" in report(differences)


def test_decimals_have_to_be_equal_and_floating_numbers_nearly():
    assert same(Decimal("1.10"), Decimal("1.1"))
    assert not same(Decimal("1000000000.01"), Decimal("1000000000.02"))
    assert same(1000000000.01, 1000000000.02)
    assert same(0.0, 1e-12)
    assert not same(0.0, 1e-6)
    assert not same(1e-6, 0.0)
    assert not same(Decimal(0), None)


# --- segments ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("1" * 152 + "€" + "2" * 152, 3),
        ("€" * 153, 3),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 67, 3),
        ("[" * 76 + "]", 1),
        ("ç", 1),
    ],
)
def test_segments_by_hand(text, parts):
    assert count_segments(text) == parts


def test_segments_agree_with_another_implementation():
    dice = random.Random(20260302)
    alphabets = ("abc XYZ 019", "abc{}[]~\\|^€\f", "aé€ñΩ\n", "aя汉", "a😀я", "😀€")
    texts = ["1" * 152 + "€" + "2" * 152, "€" * 153, "😀" * 67]
    for _ in range(500):
        alphabet = dice.choice(alphabets)
        length = dice.choice((1, 66, 67, 69, 70, 71, 76, 80, 81, 134, 152, 153, 154, 159, 160, 161, 306, 307, 459))
        texts.append("".join(dice.choice(alphabet) for _ in range(length + dice.randint(-1, 1))) or "x")
    for text in texts:
        assert count_segments(text) == len(smsutil.split(text).parts), repr(text)
