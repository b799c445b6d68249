"""Values at the edges, and texts of values in every spelling that is read: what a warehouse holds in types, a file may hold as text.

The rows are added to the events of raw_folder.py. Typed sources get them as they are, text sources `spelled`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count

from tests.python.support.raw_folder import LOADED_AT, Events, Rows, Value, as_text

# Cells that are not trimmed: what people wrote.
VERBATIM = {"account_name", "campaign_name", "template_name", "body"}
NINES = "9" * 38
YEARS = "years 1990 to 2099"
ANY_YEAR = "years 1000 to 9999"
A_TIME = "is not a timestamp (read: 2026-03-02T15:00:00Z and the like, {})"

# Types that a tool may have chosen for these columns.
PARQUET_TYPES = {
    "messages": {"created_at": "timestamptz", "sent_at": "timestamp_ns", "price_amount": "double", "error_code": "double",
                 "num_segments": "double", "is_test": "double", "contact_id": "blob", "loaded_at": "timestamptz_ns"},
    "message_status_events": {"error_code": "varchar", "occurred_at": "timestamptz"},
    "contact_attribute_history": {"changed_at": "timestamp_ms"},
    "campaign_memberships": {"enrolled_at": "timestamp_s"},
    "contacts": {"created_at": "date", "is_test": "tinyint"},
    "campaigns": {"response_window_minutes": "decimal(38, 0)", "is_test": "decimal(9, 2)"},
    "campaign_costs": {"amount": "decimal(38, 0)", "period_start": "timestamp", "period_end": "date"},
    "fx_rates": {"rate_date": "timestamptz", "rate": "hugeint"},
}  # fmt: skip
POSTGRES_TYPES = {
    "messages": {"created_at": "timestamptz", "sent_at": "timestamptz(6)", "price_amount": "numeric", "num_segments": "smallint",
                 "message_id": "varchar(40)", "channel": "char(3)", "body": "text", "error_code": "double precision", "is_test": "integer"},
    "message_status_events": {"error_code": "numeric(7, 1)"},
    "contacts": {"created_at": "date", "is_test": "double precision"},
    "campaigns": {"response_window_minutes": "numeric", "is_test": "numeric(3, 2)"},
    "links": {"last_check_status": "numeric(10, 0)"},
    "campaign_costs": {"amount": "numeric", "period_start": "timestamp", "period_end": "date"},
    "fx_rates": {"rate_date": "timestamptz", "rate": "numeric"},
}  # fmt: skip

# table, key, the cell at fault, what it holds, why the row is rejected
FAULTS: list[tuple[str, str, str, str, str]] = [
    ("messages", "v_endless", "created_at", "infinity", A_TIME.format(YEARS)),
    ("messages", "v_beginningless", "created_at", "-infinity", A_TIME.format(YEARS)),
    ("messages", "v_year_290000", "created_at", "290000-01-01 00:00:00", A_TIME.format(YEARS)),
    ("messages", "v_year_1", "created_at", "0001-01-01 00:00:00", A_TIME.format(YEARS)),
    ("messages", "v_epoch", "created_at", "1970-01-01 00:00:00", A_TIME.format(YEARS)),
    ("messages", "v_never_loaded", "loaded_at", "2200-01-01 00:00:00", A_TIME.format(YEARS)),
    ("contacts", "v_endless", "created_at", "infinity", A_TIME.format(ANY_YEAR)),
    ("contacts", "v_year_300000", "created_at", "300000-01-01", A_TIME.format(ANY_YEAR)),
    ("contacts", "v_year_1", "created_at", "0001-01-01", A_TIME.format(ANY_YEAR)),
    ("campaigns", "v_nines", "response_window_minutes", NINES, "is not a whole number (read: 12 or 12.0)"),
    ("campaign_costs", "v_nines", "amount", NINES, "is not a number (read: 1234.5)"),
    ("campaign_costs", "v_noon", "period_start", "2026-03-01 12:00:00", f"is not a date (read: 2026-03-02, {YEARS})"),
    ("campaign_costs", "v_endless", "period_end", "infinity", f"is not a date (read: 2026-03-02, {ANY_YEAR})"),
]  # fmt: skip


def with_odd_values(events: Events) -> Events:
    """Adds rows that are good, though they look odd, and those of FAULTS."""
    envelope = {"loaded_at": LOADED_AT, "source_system": "by hand", "is_deleted": None}
    of_acme = {"currency": "USD", "account_id": "acme"} | envelope
    march = {"period_start": datetime(2026, 3, 1), "period_end": date(2026, 3, 31)}
    events["campaign_costs"] = [
        {"cost_id": "v_fee", "campaign_id": None, "cost_type": "platform_fee", "amount": Decimal(70), **march, **of_acme},
        {"cost_id": "v_open", "campaign_id": "spring", "cost_type": "creative", "amount": Decimal(30), **march, **of_acme}
        | {"period_end": date(9999, 12, 31)},
    ]
    events["fx_rates"] = [
        {"rate_date": datetime(year, 3, 5), "from_currency": "USD", "to_currency": "EUR", "rate": 2, **envelope} for year in (1972, 2026)
    ]
    # Of a test, so that no figure counts them.
    first = events["messages"][0] | {"is_test": True}
    events["messages"] += [
        first | {"message_id": "v_nanoseconds", "sent_at": "2026-03-05 15:00:01.123456789", "contact_id": "bob"},
        first | {"message_id": "v_nan", "price_amount": float("nan"), "num_segments": None, "contact_id": None},
        first | {"message_id": "v_code", "current_status": "undelivered", "error_code": "30007"},
    ]
    receipt = events["message_status_events"][0]
    events["message_status_events"].append(
        receipt | {"status_event_id": "v_code", "message_id": "v_nan", "status": "failed", "error_code": "30007.0"}
    )
    phone = events["contact_phones"][0] | {"contact_id": "v_always", "phone_e164": "+15551999"}
    events["contact_phones"].append(phone | {"valid_from": datetime(1900, 1, 1), "valid_to": datetime(9999, 12, 31)})
    for table, key, column, value, _ in FAULTS:
        row = events[table][0]
        events[table].append(row | {next(iter(row)): key, column: value})
    return events


def spelled(events: Events, start: int = 0) -> Events:
    """All cells as texts. One spelling follows the other, so that each is there, and another `start` gives each cell another."""
    turn = count(start)
    return {
        table: [{name: _spelling(name, value, next(turn)) for name, value in row.items()} for row in rows]
        for table, rows in events.items()
    }


def _spelling(name: str, value: Value, turn: int) -> str:
    if name in VERBATIM:
        return as_text(value)
    spellings = list(_spellings(value))
    if name == "error_code" and value:
        spellings = ["30007.0" if value == "30007" else as_text(value)]
    return spellings[turn % len(spellings)]


def _spellings(value: Value) -> Iterator[str]:
    if value is None or value != value:
        yield from ("", "NULL", " ", "\\N", "None", "<NA>", "NaN", " NULL ")
    elif isinstance(value, bool):
        yield from ("true", "T", "yes", "1", "1.0") if value else ("false", "f", "No", "0", "0.0")
    elif isinstance(value, datetime):
        there = value.replace(tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=-4)))
        yield from (f"{value}", f"{value} UTC", f"{value}+0000", f"{there:%Y-%m-%d %H:%M:%S.%f} -0400", f"{value:%Y-%m-%dt%H:%M:%S.%f}z")
        yield from (f"{value.isoformat()}Z", f"{value:%Y-%m-%dT%H:%M:%S.%f}9999Z", f"{there:%Y-%m-%dT%H:%M:%S.%f}-04")
        yield from (f"{value}+00", f"{value:%Y-%m-%d %H:%M:%S.%f}000")
    elif isinstance(value, date):
        yield from (f"{value}", f"{value}T00:00:00Z", f"{value} 00:00:00 UTC", f" {value}")
    elif isinstance(value, Decimal):
        yield from (f"{value}", f" {value:E}", f"{value:.8f}")
    elif isinstance(value, int):
        yield from (f"{value}", f"{value}.0", f"+{value} ")
    else:
        yield from (as_text(value), f" {value}", f"{value}\u00a0", f"\t{value} ")


def cut_to_microseconds(rows: Rows) -> Rows:
    """For a database that would round what it is given."""
    return [row | {"sent_at": row["sent_at"][:26]} if isinstance(row.get("sent_at"), str) else row for row in rows]
