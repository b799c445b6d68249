"""Awkward money and calls: one order reported three times, refunds of every kind, missing rates, calls of 90 seconds."""

from .awkward_rows import adjusted, called, clicked, contact, converted, row, sent

USD = {"currency": "USD"}
CLICK = "2026-06-02 15:00:00"


def cases():
    yield from _orders()
    yield from _windows()
    yield from _refunds()
    yield from _calls_and_deals()


def _orders():
    who = {"contact_id": "p9301"}
    yield (
        "order_told_three_times",
        "One order, three systems, one key: it counts once, and the survivor takes the missing revenue.",
        [
            *contact("p9301", "+12125550184", external_customer_id="C9301"),
            converted(
                "o_three_1", "2026-06-03 15:00:00", business_key="AW-1", external_customer_id="c9301", **USD
            ),
            converted(
                "o_three_2",
                "2026-06-03 15:00:20",
                source="web_pixel",
                tracking_method="client",
                business_key="AW-1",
                anonymous_id="a9301",
                revenue_amount="80.00",
                **USD,
            ),
            converted(
                "o_three_3",
                "2026-06-03 15:04:00",
                source="twilio",
                tracking_method="platform_reported",
                business_key="AW-1",
                revenue_amount="80.00",
                platform_attributed_campaign_id="c_us_weekly",
                **who,
                **USD,
            ),
        ],
    )
    yield (
        "order_without_key",
        "Rows without a key chain while the gaps are under ten minutes; exactly ten minutes is a new order.",
        [
            converted(
                f"o_chain_{number}",
                at,
                source="web_pixel",
                tracking_method="client",
                revenue_amount="41.50",
                **who,
                **USD,
            )
            for number, at in enumerate(
                ("2026-06-05 15:00:00", "2026-06-05 15:09:59", "2026-06-05 15:19:00", "2026-06-05 15:29:00"),
                start=1,
            )
        ],
    )
    yield (
        "order_folds_into_keyed",
        "A row without a key folds into another system's keyed row near by.",
        [
            converted(
                "o_fold_1", "2026-06-07 15:00:00", business_key="AW-2", revenue_amount="33.00", **who, **USD
            ),
            converted(
                "o_fold_2",
                "2026-06-07 15:03:00",
                source="web_pixel",
                tracking_method="client",
                revenue_amount="33.00",
                **who,
                **USD,
            ),
        ],
    )
    yield (
        "same_key_other_account",
        "The same order number at another account is another order.",
        [
            *contact(
                "p9302",
                "+493023125182",
                account="harbor_eu",
                region="DE-HH",
                country="DE",
                time_zone="Europe/Berlin",
            ),
            converted(
                "o_other_account",
                "2026-06-03 15:00:00",
                account="harbor_eu",
                business_key="AW-1",
                contact_id="p9302",
                revenue_amount="55.00",
                currency="EUR",
            ),
        ],
    )
    yield (
        "order_on_a_day_without_rate",
        "Dollars at the euro account on the day whose rate is missing: no amount, never 1 to 1.",
        [
            converted(
                "o_no_rate",
                "2026-04-12 10:00:00",
                account="harbor_eu",
                business_key="AW-3",
                contact_id="p9302",
                revenue_amount="70.00",
                **USD,
            )
        ],
    )
    yield (
        "order_of_unknown_currency",
        "A currency for which there are no rates at all.",
        [
            converted(
                "o_krona",
                "2026-04-20 10:00:00",
                account="harbor_eu",
                business_key="AW-4",
                contact_id="p9302",
                revenue_amount="700.00",
                currency="SEK",
            )
        ],
    )
    yield (
        "order_below_zero",
        "A return, told as an order of less than nothing: it has no amount.",
        [
            converted(
                "o_below_zero",
                "2026-04-22 10:00:00",
                account="harbor_eu",
                business_key="AW-17",
                contact_id="p9302",
                revenue_amount="-35.00",
                currency="EUR",
            )
        ],
    )
    yield (
        "order_of_nobody",
        "Identifiers that lead to nobody.",
        [
            converted(
                "o_nobody_1",
                "2026-06-10 15:00:00",
                business_key="AW-5",
                email="nobody@example.net",
                revenue_amount="20.00",
                **USD,
            ),
            converted(
                "o_nobody_2", "2026-06-10 16:00:00", business_key="AW-6", revenue_amount="20.00", **USD
            ),
        ],
    )
    yield (
        "order_of_a_shared_address",
        "An e-mail of two contacts: the one linked latest at or before; before both, the earliest after.",
        [
            converted(
                "o_shared_1",
                "2026-02-10 15:00:00",
                business_key="AW-7",
                email=" Shared.Desk@example.com",
                revenue_amount="25.00",
                **USD,
            ),
            converted(
                "o_shared_2",
                "2026-03-10 10:00:00",
                business_key="AW-8",
                email="shared.desk@example.com",
                revenue_amount="25.00",
                **USD,
            ),
            converted(
                "o_shared_3",
                "2026-01-07 15:00:00",
                business_key="AW-9",
                anonymous_id="A9021",
                revenue_amount="25.00",
                **USD,
            ),
        ],
    )
    yield (
        "test_conversion",
        "A test order.",
        [
            converted(
                "o_test",
                "2026-06-11 15:00:00",
                business_key="AW-TEST",
                contact_id="p9301",
                revenue_amount="1.00",
                is_test="true",
                **USD,
            )
        ],
    )


def _windows():
    yield (
        "attribution_edges",
        "An order at the click, one microsecond before its 48 hours are over, and exactly then (too late).",
        [
            *contact("p9303", "+12125550185"),
            sent("m_attributed", "p9303", "+12125550185", "2026-06-02 14:50:00"),
            clicked("q_attributed", CLICK, message_id="m_attributed", anonymous_id="a9303"),
            converted(
                "o_edge_1", CLICK, business_key="AW-10", contact_id="p9303", revenue_amount="30.00", **USD
            ),
            converted(
                "o_edge_2",
                "2026-06-04 14:59:59.999999",
                business_key="AW-11",
                anonymous_id="a9303",
                revenue_amount="30.00",
                **USD,
            ),
            converted(
                "o_edge_3",
                "2026-06-04 15:00:00",
                business_key="AW-12",
                phone_e164="+12125550185",
                revenue_amount="30.00",
                **USD,
            ),
        ],
    )
    yield (
        "two_touches_at_once",
        "Two messages clicked at one instant: the lowest touch id comes first.",
        [
            *contact("p9304", "+12125550186"),
            sent("m_touch_1", "p9304", "+12125550186", "2026-06-02 14:50:00"),
            sent(
                "m_touch_2",
                "p9304",
                "+12125550186",
                "2026-06-02 14:55:00",
                campaign_id="c_us_welcome",
                template_id="t_us_welcome_3",
            ),
            clicked("q_touch_1", CLICK, message_id="m_touch_2"),
            clicked("q_touch_2", CLICK, message_id="m_touch_1"),
            converted(
                "o_touch",
                "2026-06-02 16:00:00",
                business_key="AW-13",
                contact_id="p9304",
                revenue_amount="100.01",
                **USD,
            ),
        ],
    )


def _refunds():
    yield (
        "refund_larger_than_order",
        "More comes back than was paid: never below zero.",
        [
            converted(
                "o_refund_1",
                "2026-05-20 15:00:00",
                business_key="AW-14",
                contact_id="p9301",
                revenue_amount="60.00",
                **USD,
            ),
            adjusted("r_larger", "o_refund_1", "75.00", "2026-05-25 15:00:00"),
        ],
    )
    yield (
        "refund_in_parts",
        "Three parts that come to more than the order, the last two in later months.",
        [
            converted(
                "o_refund_2",
                "2026-04-28 15:00:00",
                business_key="AW-15",
                contact_id="p9303",
                revenue_amount="90.00",
                **USD,
            ),
            *[
                adjusted(f"r_part_{number}", "o_refund_2", amount, at)
                for number, amount, at in (
                    (1, "40.00", "2026-04-29 15:00:00"),
                    (2, "40.00", "2026-05-29 15:00:00"),
                    (3, "40.00", "2026-06-29 15:00:00"),
                )
            ],
        ],
    )
    yield (
        "refund_before_order",
        "The refund is dated, and arrived, before its order.",
        [
            adjusted("r_before", "o_refund_3", "10.00", "2026-05-19 15:00:00"),
            converted(
                "o_refund_3",
                "2026-05-21 15:00:00",
                business_key="AW-16",
                contact_id="p9303",
                revenue_amount="44.00",
                **USD,
            ),
        ],
    )
    yield (
        "refund_of_a_loser",
        "Refunds the pixel's row of an order, which the shop's row beats: the survivor takes it.",
        [adjusted("r_loser", "o_three_2", "15.00", "2026-06-13 15:00:00", kind="cancel")],
    )
    yield (
        "refund_in_other_currency",
        "Refunded in euros; the rate is that of the order's day.",
        [adjusted("r_euro", "o_fold_1", "10.00", "2026-06-20 15:00:00", currency="EUR", kind="chargeback")],
    )
    yield (
        "cost_without_sends",
        "Costs of a campaign that never sent anything.",
        [
            row(
                "campaign_costs",
                "harbor_us",
                "2026-07-01 08:00:00",
                {
                    "cost_id": "z_draft",
                    "campaign_id": "c_us_summer",
                    "cost_type": "creative",
                    "amount": "150.00",
                    "currency": "USD",
                    "period_start": "2026-06-22",
                    "period_end": "2026-06-30",
                },
                "finance",
            )
        ],
    )


def _calls_and_deals():
    talk = "2026-05-20 15:00:00"
    yield (
        "call_of_90_seconds",
        "Exactly 90 seconds is no conversation, half a second more is one.",
        [
            *contact("p9311", "+12125550187", account="larkfield"),
            called("t_90", "+12125550187", talk, contact_id="p9311", duration_seconds="90"),
            called(
                "t_90_5", "+12125550187", "2026-05-20 16:00:00", contact_id="p9311", duration_seconds="90.5"
            ),
        ],
    )
    yield (
        "call_unknown_answerer",
        "Completed, and nobody knows who answered: a person. A machine is none; a voicemail is none.",
        [
            called(
                "t_unknown", "+12125550187", "2026-05-21 15:00:00", duration_seconds="120", answered_by=None
            ),
            called(
                "t_machine",
                "+12125550187",
                "2026-05-21 16:00:00",
                duration_seconds="120",
                answered_by="machine",
            ),
            called(
                "t_voicemail",
                "+12125550187",
                "2026-05-21 17:00:00",
                duration_seconds="30",
                answered_by="machine",
                status="voicemail",
            ),
        ],
    )
    yield (
        "call_child_leg",
        "The leg to the rep's own telephone does not count.",
        [
            called(
                "t_leg", "+12125550187", "2026-05-20 15:00:01", duration_seconds="88", parent_call_id="t_90"
            )
        ],
    )
    yield (
        "test_call",
        "A test of the line.",
        [called("t_test", "+12125550187", "2026-05-22 15:00:00", duration_seconds="200", is_test="true")],
    )
    yield (
        "call_with_two_outcomes",
        "Two outcomes of one call, and one of them told twice.",
        [
            row(
                "call_outcomes",
                "larkfield",
                later,
                {"call_id": "t_90_5", "outcome_name": name, "recorded_at": "2026-05-20 16:05:00"},
                "aircall",
            )
            for name, later in (
                ("Connected - interested", "2026-05-20 16:06:00"),
                ("Meeting set", "2026-05-20 16:06:00"),
                ("Meeting set", "2026-05-20 17:00:00"),
            )
        ],
    )
    yield (
        "deal_of_two_contacts",
        "A deal counts once, however many contacts it has; it goes back a stage and forward again.",
        [
            row(
                "deals",
                "larkfield",
                "2026-06-20 05:30:00",
                {
                    "deal_id": "d_two",
                    "created_at": "2026-05-22 15:00:00",
                    "pipeline_id": "new_business",
                    "current_stage": "closed_won",
                    "amount": "4800.00",
                    "currency": "USD",
                    "closed_at": "2026-06-19 15:00:00",
                    "is_won": "true",
                    "owner_id": "u_casey",
                    "source_call_id": "t_90_5",
                },
                "hubspot",
            ),
            *[
                row(
                    "deal_contacts",
                    "larkfield",
                    "2026-05-22 15:30:00",
                    {"deal_id": "d_two", "contact_id": who},
                    "hubspot",
                )
                for who in ("p9311", "p9020")
            ],
            *[
                row(
                    "deal_stage_history",
                    "larkfield",
                    at,
                    {"deal_id": "d_two", "stage_id": stage, "entered_at": at, "stage_order": order},
                    "hubspot",
                )
                for stage, order, at in (
                    ("discovery", "1", "2026-05-22 15:00:00"),
                    ("proposal", "3", "2026-05-28 15:00:00"),
                    ("demo", "2", "2026-06-02 15:00:00"),
                    ("proposal", "3", "2026-06-10 15:00:00"),
                    ("closed_won", "5", "2026-06-19 15:00:00"),
                )
            ],
        ],
    )
