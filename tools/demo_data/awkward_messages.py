"""Awkward messages: of unknown kinds, at the edge of a segment, or at the edge of a window."""

from .awkward_rows import contact, heard, later, row, sent, status

MAY = "2026-05-14 21:10:00"


def cases():
    yield from _kinds()
    yield from _bodies()
    yield from _edges()


def _kinds():
    yield (
        "test_message",
        "Flagged as a test; its receipt and click count nowhere either.",
        [
            *contact("p9121", "+12155550180"),
            sent("m_test", "p9121", "+12155550180", MAY, is_test="true"),
            status("e_test", "m_test", "delivered", "2026-05-14 21:10:05"),
        ],
    )
    yield (
        "unknown_campaign",
        "A campaign that the campaigns table does not have: kept, with an inferred row.",
        [sent("m_unknown_campaign", "p9121", "+12155550180", MAY, campaign_id="c_gone", template_id=None)],
    )
    yield (
        "unknown_template",
        "A template that the templates table does not have.",
        [sent("m_unknown_template", "p9121", "+12155550180", "2026-05-28 21:12:00", template_id="t_gone")],
    )
    yield (
        "unknown_channel",
        "A channel of tomorrow: it falls to other.",
        [sent("m_viber", "p9121", "+12155550180", "2026-06-11 21:12:00", channel="viber")],
    )
    yield (
        "unknown_origin",
        "An origin of tomorrow: it falls to unknown, and is a campaign message.",
        [sent("m_odd_origin", "p9121", "+12155550180", "2026-06-18 21:12:00", send_origin="ai_agent")],
    )
    yield (
        "group_mms",
        "One picture to three people: one row per recipient.",
        [
            *contact("p9122", "+12155550181"),
            *contact("p9123", "+12155550182"),
            *[
                sent(
                    f"m_group_{number}",
                    who,
                    phone,
                    "2026-06-20 15:00:00",
                    channel="mms",
                    send_origin="manual_inbox",
                    sent_by_user_id="u_kim",
                    campaign_id=None,
                    template_id=None,
                    num_media="1",
                    group_id="gr_hike",
                    conversation_id="v_hike",
                    num_segments=None,
                    body="Saturday's trail crew - see you at 9!",
                )
                for number, who, phone in (
                    (1, "p9121", "+12155550180"),
                    (2, "p9122", "+12155550181"),
                    (3, "p9123", "+12155550182"),
                )
            ],
        ],
    )
    yield (
        "manual_in_between",
        "A colleague's message carries the campaign and is the last one out; the reply is the campaign message's.",
        [
            *contact("p9124", "+12155550183"),
            sent("m_between_1", "p9124", "+12155550183", MAY),
            sent(
                "m_between_2",
                "p9124",
                "+12155550183",
                "2026-05-14 22:00:00",
                send_origin="manual_inbox",
                sent_by_user_id="u_lee",
                template_id=None,
                body="Hi, anything I can help with?",
            ),
            heard(
                "m_between_3", "p9124", "+12155550183", "2026-05-14 22:05:00", "Is the blue parka waterproof?"
            ),
        ],
    )
    yield (
        "odd_spellings",
        "Values that are odd, but readable: a zone in the time, an exponent, a count with a decimal, capitals.",
        [
            *contact("p9125", "+12155550184"),
            sent(
                "m_odd_values",
                "p9125",
                "+12155550184",
                "2026-05-14 17:10:00-04:00",
                sent_at="2026-05-14T21:10:01Z",
                num_segments="1.0",
                price_amount="7.9e-3",
                price_currency="USD",
                is_test="F",
                current_status_at="2026-05-14T21:10",
            ),
        ],
    )


def _bodies():
    long_gsm = "Trail news: " + "x" * 148
    yield (
        "segment_edges",
        "No count by the vendor (null or 0): bodies at the edge of one part and of several.",
        [
            *contact("p9131", "+12165550180"),
            *[
                sent(
                    f"m_part_{number}",
                    "p9131",
                    "+12165550180",
                    later("2026-06-22 15:00:00", minutes=number),
                    campaign_id=None,
                    template_id=None,
                    send_origin="api",
                    num_segments=None if number % 2 else "0",
                    body=body,
                )
                for number, body in enumerate(
                    (
                        long_gsm,  # 160: one segment
                        long_gsm + "x",  # 161: two
                        "x" * 152
                        + "€"
                        + "x" * 150,  # the € takes two places, and the first segment has one left
                        "x" * 158 + "€",  # 160 places: one segment
                        "x" * 159 + "€",  # 161 places: two
                        "é" * 160,
                        "ê" * 70,
                        "ê" * 71,  # é is GSM-7, ê is not
                        "x" * 68 + "\U0001f97e",  # 70 UCS-2 places: one segment
                        "x" * 66
                        + "\U0001f97e"
                        + "x" * 66,  # the boot would be split, so it moves to the second segment
                        "[]{}~^|\\" * 20,
                        "line one\nline two",
                        "\U0001f97e" * 36,
                    ),
                    start=1,
                )
            ],
        ],
    )
    yield (
        "hashed_body",
        "The body is hashed: no wording to compare, no parts to count.",
        [
            sent(
                "m_hashed_1",
                "p9131",
                "+12165550180",
                MAY,
                body="9f86d081884c7d659a2feaa0c55ad015",
                body_is_hashed="true",
                num_segments=None,
            ),
            heard(
                "m_hashed_2",
                "p9131",
                "+12165550180",
                "2026-05-14 21:30:00",
                "60303ae22b998861bce3b28f33eec1be",
                body_is_hashed="true",
            ),
        ],
    )
    yield (
        "no_body",
        "An empty text with a picture: a reply, and no part count.",
        [
            heard(
                "m_no_body",
                "p9131",
                "+12165550180",
                "2026-05-14 21:35:00",
                None,
                channel="mms",
                num_media="1",
            )
        ],
    )
    yield (
        "vendor_count_differs",
        "The vendor charges three parts where the body has one: the vendor's count stands.",
        [
            sent(
                "m_billed_3",
                "p9131",
                "+12165550180",
                "2026-05-28 21:14:00",
                num_segments="3",
                price_amount="0.0237",
                price_currency="USD",
            )
        ],
    )


def _edges():
    yield (
        "window_edges",
        "Replies at the send, one microsecond before the seven days are over, and exactly then (too late).",
        [
            *contact("p9141", "+12065550180"),
            sent("m_edge_1", "p9141", "+12065550180", MAY),
            heard("m_edge_2", "p9141", "+12065550180", MAY, "ok"),
            heard("m_edge_3", "p9141", "+12065550180", "2026-05-21 21:09:59.999999", "Remind me next week"),
            heard("m_edge_4", "p9141", "+12065550180", "2026-05-21 21:10:00", "hello?"),
        ],
    )
    yield (
        "two_sends_at_once",
        "Two campaigns at the same instant from one number: the greatest message_id takes the reply.",
        [
            *contact("p9142", "+12065550181"),
            sent(
                "m_once_1",
                "p9142",
                "+12065550181",
                MAY,
                campaign_id="c_us_welcome",
                template_id="t_us_welcome_2",
            ),
            sent("m_once_2", "p9142", "+12065550181", MAY),
            heard("m_once_3", "p9142", "+12065550181", "2026-05-14 21:50:00", "How much is that fleece?"),
        ],
    )
    yield (
        "other_sender_earlier",
        "The same number comes first: an older message from it beats a newer one from another number.",
        [
            *contact("p9143", "+12065550182"),
            sent("m_sender_1", "p9143", "+12065550182", "2026-05-13 21:10:00"),
            sent(
                "m_sender_2",
                "p9143",
                "+12065550182",
                MAY,
                sender_phone="+16175550191",
                campaign_id="c_us_orders",
                template_id="t_us_orders_1",
            ),
            heard("m_sender_3", "p9143", "+12065550182", "2026-05-14 22:10:00", "Perfect, thanks"),
        ],
    )
    yield (
        "named_message",
        "The named message wins, though undelivered, out of the window and not the latest.",
        [
            *contact("p9144", "+12065550183"),
            sent(
                "m_named_1",
                "p9144",
                "+12065550183",
                "2026-04-30 21:10:00",
                current_status="undelivered",
                error_code="30003",
            ),
            sent("m_named_2", "p9144", "+12065550183", MAY),
            heard(
                "m_named_3",
                "p9144",
                "+12065550183",
                "2026-05-14 22:12:00",
                "Is the tent deal over?",
                in_reply_to_message_id="m_named_1",
            ),
        ],
    )
    yield (
        "named_in_vain",
        "The named message is somebody else's, or later, or unknown: the rule of the window applies.",
        [
            heard(
                "m_vain_1",
                "p9144",
                "+12065550183",
                "2026-05-15 13:00:00",
                "and boots?",
                in_reply_to_message_id="m_edge_1",
            ),
            heard(
                "m_vain_2",
                "p9144",
                "+12065550183",
                "2026-05-15 13:05:00",
                "hello",
                in_reply_to_message_id="m_named_4",
            ),
            heard(
                "m_vain_3",
                "p9144",
                "+12065550183",
                "2026-05-15 13:06:00",
                "anyone?",
                in_reply_to_message_id="m_nowhere",
            ),
            sent("m_named_4", "p9144", "+12065550183", "2026-05-28 21:10:00"),
        ],
    )
    yield (
        "only_failed_sends",
        "The only candidate was never delivered: the reply is unattributed.",
        [
            *contact("p9145", "+12065550184"),
            sent("m_only_failed", "p9145", "+12065550184", MAY, current_status="failed", error_code="30006"),
            heard("m_only_failed_2", "p9145", "+12065550184", "2026-05-14 23:10:00", "?"),
        ],
    )
    yield (
        "local_midnight",
        "Either side of midnight in New York, the day before the clocks change, that day, and the day after.",
        [
            *contact("p9146", "+12065550185"),
            *[
                sent(f"m_midnight_{number}", "p9146", "+12065550185", at, template_id="t_us_weekly_04")
                for number, at in enumerate(
                    (
                        "2026-03-08 04:59:59.999999",
                        "2026-03-08 05:00:00",
                        "2026-03-09 03:59:59.999999",
                        "2026-03-09 04:00:00",
                    ),
                    start=1,
                )
            ],
        ],
    )
    yield (
        "answered_at_the_same_instant",
        "Inbound and answer carry the same time: the inbound comes first, and waits 0 s.",
        [
            *contact("p9147", "+12065550186"),
            heard("m_instant_1", "p9147", "+12065550186", "2026-06-10 15:00:00", "what are your store hours"),
            sent(
                "m_instant_2",
                "p9147",
                "+12065550186",
                "2026-06-10 15:00:00",
                send_origin="manual_inbox",
                sent_by_user_id="u_kim",
                campaign_id=None,
                template_id=None,
                body="10 to 8!",
            ),
            heard("m_instant_3", "p9147", "+12065550186", "2026-06-10 15:30:00", "and Sundays?"),
            sent(
                "m_instant_4",
                "p9147",
                "+12065550186",
                "2026-06-10 15:31:00",
                send_origin="manual_inbox",
                sent_by_user_id="u_kim",
                campaign_id=None,
                template_id=None,
                body="Closed.",
                current_status="failed",
                error_code="30001",
            ),
        ],
    )
    yield (
        "membership_versions",
        "Enrolled twice in one flow, the second time after leaving it.",
        [
            row(
                "campaign_memberships",
                "harbor_us",
                at,
                {
                    "campaign_id": "c_us_cart",
                    "contact_id": "p9147",
                    "enrolled_at": at,
                    "exited_at": out,
                    "exit_reason": reason,
                },
            )
            for at, out, reason in (
                ("2026-03-02 15:00:00", "2026-03-03 10:00:00", "converted"),
                ("2026-05-02 15:00:00", None, None),
            )
        ],
    )
