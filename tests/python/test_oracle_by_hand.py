"""The second computation against answers that were worked out by hand from the KPI definitions.

Each case is small enough to check with a pencil. Times are UTC; unless a case says otherwise there is one account in UTC,
contact `ann` with phone +1, contact `bob` with phone +2, and our numbers 100 and 200.
"""

import datetime as dt
import hashlib
import random

import duckdb
import pytest
import smsutil

from tests.python.oracle.answer import answer
from tests.python.oracle.compare import compare, report
from tests.python.oracle.contacts import Contacts
from tests.python.oracle.raw import Unreadable, load_all, parse_int, parse_timestamp
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
    said = {"a": " Stop! ", "b": "stop it", "c": "opt-OUT", "d": "OPTOUT", "e": "I’m driving...", "f": "", "g": "help?"}
    messages = [inbound(key, "2026-03-02 10:00", body) for key, body in said.items()]
    assert kinds(messages) == {
        "a": "opt_out",
        "b": "reply",
        "c": "opt_out",
        "d": "opt_out",
        "e": "auto_reply",
        "f": "reply",
        "g": "help",
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


# --- statuses, steps, denominators --------------------------------------------------------------------------


def test_final_status_does_not_depend_on_arrival():
    messages = [
        outbound("m1", "", status="", created_at="2026-03-02 10:00"),
        outbound("m2", "", status="undelivered", created_at="2026-03-02 10:00", error_code="Device Incapable"),
        outbound("m3", "", status="scheduled", created_at="2026-03-02 10:00"),
        outbound("m4", "", status="", created_at="2026-03-02 10:00"),
        outbound("m5", "", status="sent", created_at="2026-03-02 10:00"),
    ]
    events = [
        event("e1", "m1", "failed", "2026-03-02 12:00", error_code="30007"),
        event("e2", "m1", "delivered", "2026-03-02 11:00"),
        event("e3", "m1", "sent", "2026-03-02 10:30"),
        event("e4", "m1", "sent", "2026-03-02 10:20"),
        # Later than the status on the message, which has no time and counts from its loaded_at: that one wins.
        event("e5", "m2", "failed", "2026-03-02 12:00", error_code="30003"),
        event("e6", "m5", "undelivered", "2026-03-02 12:00", error_code=" 30007 "),
    ]
    facts = solve(messages, message_status_events=events)["fct_messages"]
    shown = {
        key[0]: (row["final_status"], row["failure_class"], str(row["sent_at"])[11:16], row["is_campaign_message"])
        for key, row in facts.items()
    }
    assert shown == {
        "m1": ("delivered", None, "10:20", True),
        "m2": ("undelivered", "landline", "10:00", True),
        "m3": ("scheduled", None, "10:00", False),
        "m4": (None, None, "10:00", False),
        "m5": ("undelivered", "carrier_blocked", "10:00", True),
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


def test_clicks_find_their_message_and_machines_do_not_count():
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
        outbound("a3", "2026-03-02 10:10", sent_by_user_id="eve"),
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


def test_set_aside_before_folding_and_rows_add_up():
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
        "rows_set_aside": 6,
        "rows_folded": 3,
        "rows_kept": 2,
    }
    assert result["dq_row_counts"][("message_status_events",)]["rows_set_aside"] == 1


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


def test_what_is_readable():
    assert parse_timestamp("2026-03-02T10:00+02:00") == dt.datetime(2026, 3, 2, 8)
    assert parse_timestamp("2026-03-02 00:30:00.5-05:30") == dt.datetime(2026, 3, 2, 6, 0, 0, 500000)
    assert parse_timestamp("2024-02-29") == dt.datetime(2024, 2, 29)
    assert [parse_int(text) for text in ("+7", "-7", "7.0")] == [7, -7, 7]
    for text in ("2025-02-29", "2026-3-2", "2026-03-02 24:00", "2026-03-02 10", "12:00", "02/03/2026", "soon"):
        with pytest.raises(Unreadable):
            parse_timestamp(text)
    for text in ("7.5", "seven", "1e3", ""):
        with pytest.raises(Unreadable):
            parse_int(text)


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
