"""Awkward receipts and versions: late, duplicated, contradictory, deleted, or restored."""

from .awkward_rows import contact, sent, status

MAY = "2026-05-14 21:10:00"


def cases():
    yield from _receipts()
    yield from _versions()


def _receipts():
    quiet = {"current_status": None, "current_status_at": None}
    yield (
        "late_receipt",
        "Delivered at once, but the receipt came three days later.",
        [
            *contact("p9101", "+12135550180"),
            sent("m_late", "p9101", "+12135550180", MAY, **quiet),
            status("e_late", "m_late", "delivered", "2026-05-14 21:10:06", loaded_at="2026-05-17 05:30:00"),
        ],
    )
    yield (
        "receipts_out_of_order",
        "Delivered arrives first, sent an hour later: delivered it is.",
        [
            *contact("p9102", "+12135550181"),
            sent("m_order", "p9102", "+12135550181", MAY, **quiet),
            status("e_order_2", "m_order", "delivered", "2026-05-14 21:10:07"),
            status("e_order_1", "m_order", "sent", "2026-05-14 21:10:01", loaded_at="2026-05-14 22:15:00"),
        ],
    )
    yield (
        "undelivered_then_delivered",
        "The carrier changed its mind; and one that did so the other way round. Both are delivered.",
        [
            *contact("p9103", "+12135550182"),
            sent("m_flip", "p9103", "+12135550182", MAY, **quiet),
            status("e_flip_1", "m_flip", "undelivered", "2026-05-14 21:10:09", error_code="30003"),
            status("e_flip_2", "m_flip", "delivered", "2026-05-14 21:14:00"),
            sent("m_flop", "p9103", "+12135550182", "2026-05-28 21:10:00", **quiet),
            status("e_flop_1", "m_flop", "delivered", "2026-05-28 21:10:05"),
            status("e_flop_2", "m_flop", "undelivered", "2026-05-28 21:40:00", error_code="30008"),
        ],
    )
    yield (
        "two_failures",
        "Two failures: the later one's code counts; two receipts at one instant: the greatest id.",
        [
            *contact("p9104", "+12135550183"),
            sent("m_two_fail", "p9104", "+12135550183", MAY, **quiet),
            status("e_two_fail_1", "m_two_fail", "undelivered", "2026-05-14 21:10:05", error_code="30003"),
            status("e_two_fail_2", "m_two_fail", "failed", "2026-05-14 21:20:00", error_code="30007"),
            sent("m_same_time", "p9104", "+12135550183", "2026-05-28 21:10:00", **quiet),
            status("e_same_time_1", "m_same_time", "undelivered", "2026-05-28 21:10:05", error_code="30007"),
            status("e_same_time_2", "m_same_time", "undelivered", "2026-05-28 21:10:05", error_code="30005"),
        ],
    )
    yield (
        "status_without_time",
        "A status on the message without its time counts at the load time.",
        [
            *contact("p9105", "+12135550184"),
            sent(
                "m_no_time",
                "p9105",
                "+12135550184",
                MAY,
                current_status="undelivered",
                current_status_at=None,
                error_code="30034",
                loaded_at="2026-05-14 23:00:00",
            ),
            status("e_no_time", "m_no_time", "failed", "2026-05-14 22:00:00", error_code="30003"),
        ],
    )
    yield (
        "no_status_at_all",
        "Neither a receipt nor a status: not sent, as far as anybody knows.",
        [sent("m_no_status", "p9105", "+12135550184", "2026-05-28 21:10:00", **quiet)],
    )
    yield (
        "not_sent_yet",
        "Scheduled, queued, accepted, sending and canceled messages are not sent.",
        [
            *contact("p9106", "+12135550185"),
            *[
                sent(
                    f"m_not_sent_{word}",
                    "p9106",
                    "+12135550185",
                    "2026-06-25 21:00:00",
                    sent_at=None,
                    current_status=word,
                )
                for word in ("scheduled", "queued", "accepted", "sending", "canceled")
            ],
        ],
    )
    yield (
        "sent_without_receipt",
        "Handed off and never heard of again: unknown, not failed.",
        [sent("m_unknown", "p9106", "+12135550185", MAY, current_status="sent")],
    )
    yield (
        "send_time_from_receipt",
        "No sent_at: the earliest sent receipt is the send time; without one, created_at.",
        [
            *contact("p9107", "+12135550186"),
            sent("m_send_time_1", "p9107", "+12135550186", MAY, sent_at=None, **quiet),
            status("e_send_time_1", "m_send_time_1", "sent", "2026-05-14 21:10:40"),
            status("e_send_time_2", "m_send_time_1", "sent", "2026-05-14 21:10:20"),
            status("e_send_time_3", "m_send_time_1", "delivered", "2026-05-14 21:10:50"),
            sent("m_send_time_2", "p9107", "+12135550186", "2026-05-28 21:10:00", sent_at=None),
        ],
    )
    yield (
        "unlisted_error_code",
        "A code that no list has: unknown, and in the data-quality list.",
        [
            sent(
                "m_odd_code",
                "p9107",
                "+12135550186",
                "2026-06-11 21:10:00",
                current_status="undelivered",
                error_code="39999",
            )
        ],
    )
    yield (
        "code_spelt_otherwise",
        "A listed code in other case and with spaces.",
        [
            *contact(
                "p9108",
                "+493023125180",
                account="harbor_eu",
                region="DE-BE",
                country="DE",
                time_zone="Europe/Berlin",
            ),
            sent(
                "m_code_case",
                "p9108",
                "+493023125180",
                "2026-04-16 16:05:00",
                account="harbor_eu",
                current_status="undelivered",
                error_code=" carrier violation ",
            ),
        ],
    )
    yield (
        "read_receipts",
        "Read, by a receipt and by the message's own status.",
        [
            sent(
                "m_read_1",
                "p9108",
                "+493023125180",
                "2026-06-18 16:05:00",
                account="harbor_eu",
                channel="rcs",
                current_status="read",
            ),
            sent(
                "m_read_2",
                "p9108",
                "+493023125180",
                "2026-06-19 16:05:00",
                account="harbor_eu",
                channel="whatsapp",
                **quiet,
            ),
            status("e_read_1", "m_read_2", "delivered", "2026-06-19 16:05:03", account="harbor_eu"),
            status("e_read_2", "m_read_2", "read", "2026-06-19 16:30:00", account="harbor_eu"),
        ],
    )


def _versions():
    yield (
        "same_row_twice",
        "The same row, delivered twice.",
        [
            *contact("p9111", "+12145550180"),
            *[sent("m_twice", "p9111", "+12145550180", MAY)] * 2,
            *[status("e_twice", "m_twice", "delivered", "2026-05-14 21:10:05")] * 2,
        ],
    )
    yield (
        "newer_version",
        "The same key again, with other contents and a later load time: the later one counts.",
        [
            sent(
                "m_newer",
                "p9111",
                "+12145550180",
                "2026-05-28 21:10:00",
                current_status="queued",
                num_segments="0",
                loaded_at="2026-05-28 21:10:05",
            ),
            sent(
                "m_newer",
                "p9111",
                "+12145550180",
                "2026-05-28 21:10:00",
                price_amount="0.0079",
                price_currency="USD",
                loaded_at="2026-05-28 22:00:00",
            ),
        ],
    )
    yield (
        "newer_version_of_another_day",
        "The later version lies on another day: nothing may stay behind on the first.",
        [
            sent("m_moved", "p9111", "+12145550180", "2026-06-04 21:10:00", loaded_at="2026-06-04 21:11:00"),
            sent("m_moved", "p9111", "+12145550180", "2026-06-05 14:10:00", loaded_at="2026-06-06 05:30:00"),
        ],
    )
    yield (
        "same_load_time",
        "Same key, same load time, other contents: the greatest row hash decides.",
        [
            sent("m_tie", "p9111", "+12145550180", "2026-06-11 21:10:00", template_id=template)
            for template in ("t_us_weekly_09", "t_us_weekly_10")
        ],
    )
    yield (
        "deleted_row",
        "Deleted at its source: the newer version says so, and the key is gone.",
        [
            sent(
                "m_deleted", "p9111", "+12145550180", "2026-06-12 14:10:00", loaded_at="2026-06-12 14:11:00"
            ),
            _deleted(
                sent(
                    "m_deleted",
                    "p9111",
                    "+12145550180",
                    "2026-06-12 14:10:00",
                    loaded_at="2026-06-13 05:30:00",
                )
            ),
        ],
    )
    yield (
        "deleted_and_back",
        "Deleted, then sent again by the source: it is back.",
        [
            sent("m_back", "p9111", "+12145550180", "2026-06-15 14:10:00", loaded_at="2026-06-15 14:11:00"),
            _deleted(
                sent(
                    "m_back", "p9111", "+12145550180", "2026-06-15 14:10:00", loaded_at="2026-06-16 05:30:00"
                )
            ),
            sent("m_back", "p9111", "+12145550180", "2026-06-15 14:10:00", loaded_at="2026-06-17 05:30:00"),
        ],
    )
    yield (
        "bad_newer_version",
        "The newer version cannot be read: it is rejected and does not hide the good one.",
        [
            sent(
                "m_good_old",
                "p9111",
                "+12145550180",
                "2026-06-18 21:10:00",
                price_amount="0.0079",
                loaded_at="2026-06-18 21:11:00",
            ),
            sent(
                "m_good_old",
                "p9111",
                "+12145550180",
                "2026-06-18 21:10:00",
                price_amount="0.01x",
                loaded_at="2026-06-19 05:30:00",
            ),
        ],
    )


def _deleted(entry):
    table, values = entry
    return table, {**values, "is_deleted": "true"}
