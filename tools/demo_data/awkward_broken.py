"""Rows that break the contract: each must be rejected with its reason, and none may fail the build."""

from .awkward_rows import adjusted, called, clicked, consented, contact, converted, owns, row, sent, status

MAY = "2026-05-14 21:10:00"


def cases():
    who, phone = "p9401", "+18015550180"

    def broken(message_id, **columns):
        return sent(message_id, who, phone, MAY, **columns)

    yield (
        "impossible_date",
        "There is no 30th of February; nor is 'soon' a time.",
        [
            *contact(who, phone),
            broken("m_feb_30", created_at="2026-02-30 10:00:00"),
            broken("m_soon", sent_at="soon"),
            broken("m_hour_25", created_at="2026-05-14 25:10:00"),
        ],
    )
    yield (
        "unreadable_price",
        "Amounts with a currency sign, a letter, a comma.",
        [
            broken("m_price_dollar", price_amount="$0.05"),
            broken("m_price_letter", price_amount="0.01x"),
            broken("m_price_comma", price_amount="0,0079"),
        ],
    )
    yield "unreadable_count", "A count in words.", [broken("m_parts_two", num_segments="two")]
    yield "unreadable_flag", "Neither yes nor no.", [broken("m_test_maybe", is_test="maybe")]
    yield (
        "unknown_status",
        "A status that nobody has heard of, on a receipt and on a message.",
        [
            status("e_teleported", "m_twice", "teleported", "2026-05-14 21:10:09"),
            broken("m_teleported", current_status="teleported"),
        ],
    )
    yield "unknown_direction", "Neither out nor in.", [broken("m_sideways", direction="sideways")]
    yield (
        "unknown_enum_elsewhere",
        "Unknown words in other tables.",
        [
            consented("k_unsubscribed", who, phone, "unsubscribed", "2026-05-15 15:00:00"),
            consented("k_pigeon", who, phone, "opt_in", "2026-05-15 15:01:00", method="pigeon"),
            converted("o_donation", "2026-05-15 15:00:00", kind="donation", contact_id=who),
        ],
    )
    yield (
        "missing_required_value",
        "A message without its phone, a click without its time, an adjustment without an amount.",
        [
            broken("m_no_phone", contact_phone_e164=None),
            clicked("q_no_time", "2026-05-14 21:30:00", loaded_at="2026-05-14 21:31:00", clicked_at=None),
            adjusted("r_no_amount", "o_refund_1", None, "2026-05-26 15:00:00"),
        ],
    )
    yield (
        "missing_key",
        "Rows without their own id.",
        [
            broken(None, body="no id"),
            row(
                "contacts",
                "harbor_us",
                "2026-05-01 05:30:00",
                {"contact_id": None, "email": "no.id@example.org"},
                "hubspot",
            ),
            owns(who, None, "2026-05-01 05:30:00"),
        ],
    )
    yield (
        "unreadable_loaded_at",
        "Nobody can tell when it came; one has no load time at all.",
        [broken("m_yesterday", loaded_at="yesterday"), broken("m_no_load_time", loaded_at=None)],
    )
    yield (
        "orphan_receipt",
        "A receipt of a message that never arrived.",
        [status("e_orphan", "m_never_seen", "delivered", "2026-05-14 21:10:05")],
    )
    yield (
        "orphan_adjustment",
        "A refund of an order that never arrived.",
        [adjusted("r_orphan", "o_never_seen", "12.00", "2026-05-26 15:00:00")],
    )
    yield (
        "orphan_call_outcome",
        "The outcome of a call that never arrived.",
        [
            row(
                "call_outcomes",
                "larkfield",
                "2026-05-20 15:06:00",
                {
                    "call_id": "t_never_seen",
                    "outcome_name": "Meeting set",
                    "recorded_at": "2026-05-20 15:05:00",
                },
                "aircall",
            )
        ],
    )
    yield (
        "orphan_deal_children",
        "A contact and a stage of a deal that never arrived.",
        [
            row(
                "deal_contacts",
                "larkfield",
                "2026-05-20 15:06:00",
                {"deal_id": "d_never_seen", "contact_id": "p9020"},
                "hubspot",
            ),
            row(
                "deal_stage_history",
                "larkfield",
                "2026-05-20 15:06:00",
                {
                    "deal_id": "d_never_seen",
                    "stage_id": "demo",
                    "entered_at": "2026-05-20 15:00:00",
                    "stage_order": "2",
                },
                "hubspot",
            ),
        ],
    )
    yield (
        "orphan_through_deletion",
        "The message is there, but deleted: its receipt is an orphan.",
        [status("e_of_deleted", "m_deleted", "delivered", "2026-06-12 14:10:05")],
    )
    yield (
        "broken_in_calling",
        "A duration in minutes and seconds, a status nobody knows.",
        [
            called("t_minutes", "+12125550187", "2026-05-23 15:00:00", duration_seconds="1:30"),
            called(
                "t_ghosted", "+12125550187", "2026-05-23 16:00:00", duration_seconds="10", status="ghosted"
            ),
        ],
    )
    yield (
        "rate_of_no_number",
        "An exchange rate that is not a number, beside the good ones.",
        [
            row(
                "fx_rates",
                "harbor_us",
                "2026-05-02 15:00:00",
                {"rate_date": "2026-05-02", "from_currency": "GBP", "to_currency": "USD", "rate": "n/a"},
                "ecb",
            )
        ],
    )
