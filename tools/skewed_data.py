"""Raw events that share one key, or the same rows evenly spread: python -m tools.skewed_data contact --messages 200000 --output folder

To see what skew costs, compare the time of `dbt run` on both folders. The cases:

    contact   one contact has all messages and all events; spread: twenty messages each
    phone     all texts go to one number, which many contacts own, in turn and at once; spread: each contact has its own
    campaign  all messages are of one campaign, one per contact; spread: a thousand campaigns
    chain     contacts merged into one long chain; spread: in pairs
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

CASES = ("contact", "phone", "campaign", "chain")
MESSAGES_PER_CONTACT = 20
SECONDS = 7 * 86400

# Messages of one week, two at each instant.
WORLD = """
    create macro contact_of(i) as i % {contacts};
    create macro phone_of(contact) as '+12955' || lpad(cast(contact % {phones} as varchar), 6, '0');
    create macro campaign_of(i) as i // 7 % {campaigns};
    create macro sender_of(i) as '+1295550000' || (i // 3) % 3;
    create macro moment(i) as timestamp '2026-03-02' + to_seconds(cast(i // 2 * 2 * ({seconds} / {messages}) as bigint));
    create table sends as select range as i from range({messages});
    create table people as select range as contact from range({contacts});
"""

TABLES = {
    "accounts": "select 'acme' as account_id, 'Acme' as account_name, 'America/New_York' as time_zone, 'USD' as reporting_currency",
    "campaigns": """
        select 'c' || range as campaign_id, 'Campaign ' || range as campaign_name, 'standard' as campaign_kind, timestamp '2026-03-01' as created_at
        from range({campaigns})
    """,
    "templates": "select 't' || range as template_id, 'c' || range as campaign_id from range({campaigns})",
    "links": "select 'l' || range as link_id, 't' || range as template_id, 'https://example.com/' as destination_url from range({campaigns})",
    "contacts": """
        select 'p' || contact as contact_id, timestamp '2026-01-01' as created_at,
            case when {is_merged} then 'p' || (contact + 1) end as merged_into_contact_id
        from people
    """,
    # In turn owned for good, for two hours, and for a week, in which others get it too.
    "contact_phones": """
        select 'p' || contact as contact_id, phone_of(contact) as phone_e164, moment(contact * {messages_per_contact}) as valid_from,
            moment(contact * {messages_per_contact}) + [null, interval 2 hours, interval 7 days][1 + contact % 3] as valid_to
        from people
    """,
    "messages": """
        select 'm' || i as message_id, 'outbound' as direction, 'sms' as channel, case when i % 50 = 7 then 'manual_inbox' else 'campaign_blast' end as send_origin,
            case when {names_contact} then 'p' || contact_of(i) end as contact_id, phone_of(contact_of(i)) as contact_phone_e164,
            sender_of(i) as sender_phone, 'c' || campaign_of(i) as campaign_id, 't' || campaign_of(i) as template_id, null as body,
            moment(i) as created_at, null as in_reply_to_message_id, case when i % 20 = 3 then 'failed' else 'delivered' end as current_status
        from sends
        union all
        select 'r' || i, 'inbound', 'sms', 'unknown', case when i % 8 = 0 then 'p' || contact_of(i) end, phone_of(contact_of(i)), sender_of(i), null, null,
            case when i % 400 = 0 then 'STOP' when i % 40 = 0 then 'yes' else 'ok' end, moment(i) + interval 61 seconds,
            case when i % 80 = 4 then 'm' || i end, null
        from sends where i % 4 = 0
    """,
    "click_events": """
        select 'k' || i as click_id, 'l' || campaign_of(i) as link_id, 'p' || contact_of(i) as contact_id,
            moment(i) + interval 90 seconds as clicked_at
        from sends where i % 10 = 5
    """,
    "consent_events": """
        select 'n' || i as consent_event_id, phone_of(contact_of(i)) as contact_phone_e164, sender_of(i) as sender_phone, 'p' || contact_of(i) as contact_id,
            case when i % 3 = 0 then 'ai_filtered' else 'opt_out' end as consent_action, 'api' as method, moment(i) + interval 100 seconds as occurred_at
        from sends where i % 100 in (0, 50)
    """,
    "leads": """
        select 'd' || i as lead_id, 'p' || contact_of(i) as contact_id, moment(i) + interval 5 minutes as created_at, 'sms' as source_channel
        from sends where i % 100 = 9
    """,
    "meetings": """
        select 'g' || i as meeting_id, 'p' || contact_of(i) as contact_id, moment(i) + interval 5 minutes as booked_at, moment(i) as starts_at
        from sends where i % 500 = 9
    """,
    # Each order has a credit for each click before it, so many orders of one contact make very many rows. The mass of views, within ten
    # minutes, therefore belongs to visitors who got no text.
    "conversions": """
        select 'o' || i as conversion_id, 'purchase' as conversion_type, 'primary' as conversion_class,
            case when i % 2 = 0 then 'b' || i end as business_key, 'p' || contact_of(i) as contact_id, moment(i) + interval 1 hour as occurred_at,
            10.00 as revenue_amount, 'USD' as currency, 'shop' as source_system
        from (select i * greatest(1, {messages} // {orders}) as i from range({orders}) as numbered(i))
        union all
        select 'v' || i, 'product_view', 'engagement', case when i % 4 = 1 then 'b' || i end, 'visitor' || i % {contacts},
            timestamp '2026-03-02' + to_milliseconds(cast(i * (600000 / {messages}) as bigint)), null, null,
            case when i % 4 = 1 then 'shop' else 'pixel' end
        from sends where i % 20 in (1, 3)
    """,
}


def generate(
    case: str, messages: int, folder: Path, *, spread: bool = False, orders: int = 20, many: int | None = None
) -> dict[str, int]:
    """Write <table>.parquet for every table; return the row counts. `many` is the number of contacts in cases with several."""
    many = many or max(2, messages // MESSAGES_PER_CONTACT)
    contacts = messages if case == "campaign" else many if case != "contact" or spread else 1
    merged = "false" if case != "chain" else f"contact % 2 = 0 and contact + 1 < {contacts}" if spread else f"contact + 1 < {contacts}"
    values = {
        "messages": messages, "contacts": contacts, "orders": orders, "seconds": SECONDS, "is_merged": merged,
        "messages_per_contact": max(1, messages // contacts),
        "phones": 1 if case == "phone" and not spread else contacts,
        "campaigns": 10 if case != "campaign" else 1000 if spread else 1,
        "names_contact": "i % 4 = 0" if case == "phone" else "true",
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'; " + WORLD.format(**values))
        for table, query in TABLES.items():
            source = "" if table == "conversions" else ", 'generated' as source_system"
            rows = f"select 'acme' as account_id, timestamp '2026-03-20' as loaded_at{source}, * exclude (account_id) from ({query.format(**values)})"
            if table != "accounts":
                rows = rows.replace(" exclude (account_id)", "")
            path = str(folder / f"{table}.parquet").replace("'", "''")
            written[table] = connection.execute(f"copy ({rows}) to '{path}' (format parquet)").fetchone()[0]
    return written


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.skewed_data", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--messages", type=int, required=True, help="number of outbound messages; other rows scale with it")
    parser.add_argument("--output", type=Path, required=True, help="folder for <table>.parquet")
    parser.add_argument("--spread", action="store_true", help="spread the same rows over many keys")
    parser.add_argument("--orders", type=int, default=20, help="number of orders; each has a credit for each click of its contact (20)")
    arguments = parser.parse_args()
    written = generate(arguments.case, arguments.messages, arguments.output, spread=arguments.spread, orders=arguments.orders)
    print(f"{sum(written.values()):,} rows of {len(written)} tables: {arguments.output}")


if __name__ == "__main__":
    main()
