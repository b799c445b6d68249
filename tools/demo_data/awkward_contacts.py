"""Awkward contacts: merged, duplicated, with changed numbers, or unknown."""

from .awkward_rows import consented, contact, heard, owns, row, sent

MAY = "2026-05-14 21:10:00"


def cases():
    yield (
        "merge_chain",
        "Three records of one person, merged one into the next; all count as p9003.",
        [
            *contact("p9001", "+12125550180", merged_into="p9002"),
            *contact("p9002", merged_into="p9003"),
            *contact("p9003"),
            sent("m_chain_1", "p9001", "+12125550180", MAY),
            heard("m_chain_2", "p9003", "+12125550180", "2026-05-14 21:25:00", "Love it, thanks!"),
        ],
    )
    yield (
        "merge_cycle",
        "Two records merged into each other; the smallest id, p9004, survives.",
        [
            *contact("p9004", "+12125550181", merged_into="p9005"),
            *contact("p9005", merged_into="p9004"),
            sent("m_cycle_1", "p9005", "+12125550181", MAY),
        ],
    )
    yield (
        "merge_into_unknown",
        "Merged into a contact that never arrived; it counts all the same.",
        [
            *contact("p9006", "+12125550182", merged_into="p9990"),
            sent("m_lost_survivor", "p9006", "+12125550182", MAY),
        ],
    )
    yield (
        "two_phones",
        "One person, two telephones: one contact, but consent is kept per phone.",
        [
            *contact("p9007", "+12125550183"),
            owns("p9007", "+16175550183", "2026-02-01 12:00:00"),
            sent("m_two_phones_1", "p9007", "+12125550183", MAY),
            sent("m_two_phones_2", "p9007", "+16175550183", MAY),
            heard("m_two_phones_3", "p9007", "+12125550183", "2026-05-14 21:20:00", "STOP"),
        ],
    )
    yield (
        "reassigned_number",
        "The number passed to somebody else on 15 March; at that instant it is the new owner's.",
        [
            *contact("p9008"),
            *contact("p9009", created_at="2026-03-15 00:00:00"),
            owns("p9008", "+13055550180", "2025-11-04 15:00:00", "2026-03-15 00:00:00"),
            owns("p9009", "+13055550180", "2026-03-15 00:00:00"),
            heard(
                "m_old_owner", None, "+13055550180", "2026-03-14 23:59:59.999999", "Do you ship to Canada?"
            ),
            heard("m_new_owner_1", None, "+13055550180", "2026-03-15 00:00:00", "Who is this?"),
            heard("m_new_owner_2", None, "+13055550180", "2026-04-02 15:00:00", "wrong number"),
        ],
    )
    yield (
        "overlapping_owners",
        "Two owners of one number since the same instant: the greatest id, p9011.",
        [
            *contact("p9010", "+13055550181"),
            *contact("p9011", "+13055550181"),
            heard("m_two_owners", None, "+13055550181", "2026-05-15 14:00:00", "is this still valid?"),
        ],
    )
    yield (
        "contact_by_phone",
        "Messages without a contact, found by the phone's owner.",
        [
            *contact("p9012", "+13055550182"),
            sent("m_by_phone_1", None, "+13055550182", MAY),
            heard("m_by_phone_2", None, "+13055550182", "2026-05-14 22:00:00", "Great, just ordered"),
        ],
    )
    yield (
        "contact_by_previous_message",
        "Nobody owns the number, but an earlier message of the account names the contact.",
        [
            *contact("p9013"),
            sent("m_previous_1", "p9013", "+13055550183", MAY),
            heard("m_previous_2", None, "+13055550183", "2026-05-15 13:00:00", "ok thx"),
        ],
    )
    yield (
        "contact_unknown_for_ever",
        "No contact at all: a stand-in by its number.",
        [
            sent("m_stand_in_1", None, "+13055550184", MAY),
            heard("m_stand_in_2", None, "+13055550184", "2026-05-15 13:30:00", "New phone, who dis"),
        ],
    )
    yield (
        "contact_known_too_late",
        "The message was there before anybody owned the number: a stand-in, whatever comes later.",
        [
            heard("m_too_early", None, "+13055550185", "2026-05-01 16:00:00", "hi, are you open on Sunday?"),
            *contact("p9014", "+13055550185", created_at="2026-05-01 16:05:00"),
            sent("m_too_early_2", "p9014", "+13055550185", "2026-05-14 21:11:00"),
        ],
    )
    yield (
        "contact_not_in_contacts",
        "The message names a contact that the contacts table does not have.",
        [sent("m_no_contact_row", "p9991", "+13055550186", MAY)],
    )
    yield (
        "unknown_time_zone",
        "A contact who lives in a zone that no list has.",
        [
            *contact("p9015", "+13055550187", time_zone="Mars/Olympus", region=None),
            sent("m_mars", "p9015", "+13055550187", MAY),
        ],
    )
    yield (
        "test_contact",
        "A colleague's own telephone.",
        [
            *contact("p9016", "+14045550180", is_test="true"),
            sent("m_test_contact_1", "p9016", "+14045550180", MAY),
            heard("m_test_contact_2", "p9016", "+14045550180", "2026-05-14 21:12:00", "STOP"),
        ],
    )
    yield (
        "test_by_survivor",
        "Merged into the test contact: a test as well.",
        [
            *contact("p9017", "+14045550181", merged_into="p9016"),
            sent("m_test_survivor", "p9017", "+14045550181", MAY),
        ],
    )
    yield (
        "attribute_at_the_send",
        "The stage changes at the very instant of the send: the new one counts.",
        [
            *contact("p9018", "+14045550182", lifecycle_stage="customer"),
            *[
                row(
                    "contact_attribute_history",
                    "harbor_us",
                    loaded,
                    {
                        "contact_id": "p9018",
                        "attribute_name": "lifecycle_stage",
                        "changed_at": at,
                        "attribute_value": stage,
                        "change_source": "shop",
                    },
                    "hubspot",
                )
                for at, loaded, stage in (
                    ("2025-11-04 15:00:00", "2025-11-04 15:05:00", "subscriber"),
                    (MAY, "2026-05-14 21:30:00", "customer"),
                )
            ],
            sent("m_stage_change", "p9018", "+14045550182", MAY),
        ],
    )
    yield (
        "one_phone_two_accounts",
        "A shop customer who is a sales contact too: an opt-out at one account leaves the other.",
        [
            *contact("p9019", "+14045550183"),
            *contact("p9020", "+14045550183", account="larkfield"),
            sent("m_both_1", "p9019", "+14045550183", MAY),
            sent("m_both_2", "p9020", "+14045550183", MAY, account="larkfield"),
            heard("m_both_3", "p9019", "+14045550183", "2026-05-14 21:40:00", "STOP"),
            consented(
                "k_both", "p9019", "+14045550183", "opt_out", "2026-05-14 21:40:03", message_id="m_both_3"
            ),
        ],
    )
    yield (
        "shared_identifiers",
        "An e-mail and a device of two contacts: the one linked latest at or before counts.",
        [
            *contact("p9021", "+14045550184", email="shared.desk@example.com"),
            *contact("p9022", "+14045550185", email="Shared.Desk@Example.com "),
            *[
                row(
                    "identity_links",
                    "harbor_us",
                    at,
                    {"identity_type": kind, "identity_value": value, "contact_id": who, "first_seen_at": at},
                    "shopify",
                )
                for kind, value, who, at in (
                    ("email", "shared.desk@example.com", "p9021", "2026-01-10 10:00:00"),
                    ("email", "SHARED.DESK@example.com ", "p9022", "2026-03-10 10:00:00"),
                    ("anonymous_id", "a9021", "p9021", "2026-01-10 10:00:00"),
                    ("anonymous_id", "a9021", "p9022", "2026-05-10 10:00:00"),
                    ("customer_id", "c9021 ", "p9021", "2026-01-10 10:00:00"),
                )
            ],
        ],
    )
