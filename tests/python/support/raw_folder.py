"""A small set of raw events, and ways to hand it over: CSV or Parquet files, tables of a warehouse.

Events are rows of Python values, so that each way can write them as it would: a CSV as text, Parquet
and a warehouse in types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

Value = str | int | bool | float | Decimal | date | datetime | None
Rows = list[dict[str, Value]]
Events = dict[str, Rows]

# What every row says about itself; the day after everything happened.
LOADED_AT = datetime(2026, 3, 20, 6, 0, 0)

TYPES = {bool: "boolean", int: "bigint", Decimal: "decimal(18, 6)", float: "double precision",
         datetime: "timestamp", date: "date", str: "varchar"}  # fmt: skip


# --- the events ----------------------------------------------------------------------------------


def shop_events() -> Events:
    """Two accounts, three campaigns, and something of every kind that the project counts.

    A table that is not here is absent: so is `send_decisions`, which no figure needs.
    """
    day = lambda number, time="15:00:00": datetime.fromisoformat(f"2026-03-{number:02d} {time}")  # noqa: E731

    def outbound(message_id: str, phone: str, **values: Value) -> dict[str, Value]:
        return message(message_id, "outbound", phone, **{"send_origin": "campaign_blast", **values})

    def inbound(message_id: str, phone: str, body: str, at: datetime, **values: Value) -> dict[str, Value]:
        return message(message_id, "inbound", phone, body=body, created_at=at, **{"send_origin": "unknown", **values})

    def message(message_id: str, direction: str, phone: str, **values: Value) -> dict[str, Value]:
        row = {
            "message_id": message_id, "direction": direction, "channel": "sms", "send_origin": None,
            "contact_id": None, "contact_phone_e164": phone, "sender_phone": "+15550001", "campaign_id": None,
            "template_id": None, "step_number": None, "body": None, "num_segments": None, "created_at": None,
            "sent_at": None, "current_status": None, "current_status_at": None, "error_code": None,
            "price_amount": None, "price_currency": None, "sent_by_user_id": None,
            "in_reply_to_message_id": None, "is_test": None, "account_id": "acme",
        }  # fmt: skip
        assert not values.keys() - row.keys()
        return row | values

    ann, bob, cat, dan, eve = (f"+1555100{number}" for number in range(5))
    spring = {"campaign_id": "spring", "price_amount": Decimal("0.0075"), "price_currency": "USD"}
    first = {**spring, "template_id": "spring_1", "num_segments": 1}

    events: Events = {
        "accounts": [
            {"account_id": "acme", "account_name": "Acme", "time_zone": "America/New_York", "reporting_currency": "USD"},
            {"account_id": "beta", "account_name": None, "time_zone": "Europe/Berlin", "reporting_currency": "EUR"},
        ],
        "campaigns": [
            {"campaign_id": "spring", "campaign_name": 'Spring, "the" sale', "campaign_kind": "standard",
             "keyword": None, "created_at": day(1), "launched_at": day(2, "14:00:00.5"), "ended_at": None,
             "response_window_minutes": 90, "is_test": False, "account_id": "acme"},
            {"campaign_id": "join", "campaign_name": "Join", "campaign_kind": "keyword", "keyword": "JOIN",
             "created_at": day(1), "launched_at": None, "ended_at": day(19), "response_window_minutes": None,
             "is_test": None, "account_id": "acme"},
            {"campaign_id": "welcome", "campaign_name": "Willkommen", "campaign_kind": "flow", "keyword": None,
             "created_at": day(1), "launched_at": day(3), "ended_at": None, "response_window_minutes": None,
             "is_test": None, "account_id": "beta"},
        ],
        "templates": [
            {"template_id": "spring_1", "campaign_id": "spring", "ab_variant": "A", "step_number": 1},
            {"template_id": "spring_2", "campaign_id": "spring", "ab_variant": "A", "step_number": 2},
        ],
        "campaign_memberships": [
            {"campaign_id": "spring", "contact_id": "ann", "enrolled_at": day(2), "is_holdout": False},
            {"campaign_id": "spring", "contact_id": "eve", "enrolled_at": day(2), "is_holdout": True},
        ],
        "messages": [
            outbound("m01", ann, **first, contact_id="ann", body="20 % off €", created_at=day(5), sent_at=day(5, "15:00:01.25")),
            outbound("m02", bob, **first, contact_id="bob", created_at=day(5), current_status="delivered",
                     current_status_at=day(5, "15:00:09.000001")),
            outbound("m03", cat, **first, contact_id="cat", created_at=day(5), current_status="undelivered", error_code="30007"),
            # A day in New York is not a day in UTC.
            outbound("m04", ann, **(spring | {"template_id": "spring_2", "num_segments": 0}), contact_id="ann",
                     body="Last day, ann!", created_at=day(10, "03:30:00"), current_status="sent"),
            outbound("m05", dan, send_origin="keyword_auto_reply", campaign_id="join", created_at=day(6), current_status="delivered"),
            outbound("m06", bob, send_origin="manual_inbox", sent_by_user_id="u1", created_at=day(7), current_status="sent"),
            outbound("m07", "+4930100", account_id="beta", send_origin="flow", campaign_id="welcome", step_number=1,
                     body="Grüß dich 😀", created_at=day(4, "23:30:00"), current_status="read"),
            outbound("m08", "+4930101", account_id="beta", send_origin="flow", campaign_id="welcome", step_number=1,
                     created_at=day(4), current_status="failed", error_code="99999"),
            outbound("m09", eve, **first, contact_id="eve", created_at=day(5), is_test=True, current_status="delivered"),
            inbound("r01", ann, 'Yes, "please"', day(5, "15:20:00"), contact_id="ann", in_reply_to_message_id="m01"),
            inbound("r02", bob, "Stop.", day(6, "09:00:00")),
            inbound("r03", dan, "join", day(6, "08:59:59.999999")),
            inbound("r04", bob, "HELP", day(6, "22:00:00")),
            inbound("r05", ann, "Two lines,\nand a comma", day(12, "01:00:00")),
            inbound("r06", "+15559999", "who is this", day(8)),
        ],
        "message_status_events": [
            {"status_event_id": f"e{number}", "message_id": message_id, "status": status, "status_raw": status.upper(),
             "error_code": None, "occurred_at": at, "account_id": "acme"}
            for number, (message_id, status, at) in enumerate([
                ("m01", "sent", day(5, "15:00:02")),
                ("m01", "delivered", day(5, "15:00:07.123456")),
                ("m01", "read", day(5, "15:05:00")),
                ("m03", "sent", day(5, "15:00:02")),
                ("m99", "delivered", day(5)),  # an orphan
            ])
        ],
        "contacts": [
            {"contact_id": "ann", "merged_into_contact_id": None, "created_at": datetime(2026, 1, 1), "time_zone": None,
             "lifecycle_stage": "customer", "is_test": None, "account_id": "acme"},
            {"contact_id": "bob", "merged_into_contact_id": None, "created_at": datetime(2026, 1, 2), "time_zone": "UTC",
             "lifecycle_stage": "lead", "is_test": False, "account_id": "acme"},
            {"contact_id": "bobby", "merged_into_contact_id": "bob", "created_at": None, "time_zone": None,
             "lifecycle_stage": None, "is_test": None, "account_id": "acme"},
            {"contact_id": "tess", "merged_into_contact_id": None, "created_at": None, "time_zone": None,
             "lifecycle_stage": None, "is_test": True, "account_id": "acme"},
        ],
        "contact_phones": [
            {"contact_id": "bobby", "phone_e164": bob, "valid_from": day(1), "valid_to": None, "is_primary": True,
             "line_type": "mobile", "account_id": "acme"},
            {"contact_id": "tess", "phone_e164": ann, "valid_from": datetime(2025, 1, 1), "valid_to": day(1),
             "is_primary": False, "line_type": "hovercraft", "account_id": "acme"},
        ],
        "contact_attribute_history": [
            {"contact_id": "ann", "attribute_name": "lifecycle_stage", "changed_at": day(4), "attribute_value": "customer"},
        ],
        "consent_events": [
            {"consent_event_id": "k1", "contact_phone_e164": bob, "consent_action": "opt_out", "method": "keyword",
             "message_id": "r02", "campaign_id": None, "occurred_at": day(6, "09:00:01"), "account_id": "acme"},
            {"consent_event_id": "k2", "contact_phone_e164": cat, "consent_action": "opt_out", "method": "web_form",
             "message_id": None, "campaign_id": "spring", "occurred_at": day(7), "account_id": "acme"},
            {"consent_event_id": "k3", "contact_phone_e164": ann, "consent_action": "ai_filtered", "method": "ai",
             "message_id": "r05", "campaign_id": None, "occurred_at": day(12, "01:00:00"), "account_id": "acme"},
        ],
        "identity_links": [
            {"identity_type": "email", "identity_value": "ann@example.com", "contact_id": "ann", "first_seen_at": day(1)},
        ],
        "links": [
            {"link_id": "l1", "message_id": "m01", "campaign_id": "spring", "template_id": None,
             "destination_url": "https://example.com/?a=1,2&b=\"x\"", "link_purpose": "product", "last_check_status": 200,
             "account_id": "acme"},
            {"link_id": "l2", "message_id": None, "campaign_id": "spring", "template_id": "spring_1",
             "destination_url": "https://example.com/", "link_purpose": None, "last_check_status": None, "account_id": "acme"},
        ],
        "click_events": [
            {"click_id": "x1", "link_id": "l1", "message_id": None, "contact_id": "ann", "clicked_at": day(5, "15:10:00"),
             "user_agent": "Mozilla/5.0", "http_method": "GET", "is_datacenter_ip": False, "vendor_bot_flag": None,
             "click_count": None, "account_id": "acme"},
            {"click_id": "x2", "link_id": "l2", "message_id": None, "contact_id": "bob", "clicked_at": day(6, "15:00:00"),
             "user_agent": "Mozilla/5.0", "http_method": "GET", "is_datacenter_ip": None, "vendor_bot_flag": False,
             "click_count": 3, "account_id": "acme"},
            {"click_id": "x3", "link_id": "l2", "message_id": None, "contact_id": "bob", "clicked_at": day(6, "15:00:00"),
             "user_agent": "facebookexternalhit/1.1", "http_method": "GET", "is_datacenter_ip": None,
             "vendor_bot_flag": None, "click_count": 1, "account_id": "acme"},
            {"click_id": "x4", "link_id": None, "message_id": None, "contact_id": "cat", "clicked_at": day(9),
             "user_agent": None, "http_method": "HEAD", "is_datacenter_ip": True, "vendor_bot_flag": True,
             "click_count": None, "account_id": "acme"},
        ],
    }  # fmt: skip
    for table, rows in events.items():
        for row in rows:
            row |= {"loaded_at": LOADED_AT, "source_system": "by hand", "is_deleted": None}

    # Loaded at the same instant with other contents: whichever is taken, it has to be the same everywhere.
    for number in range(1, 6):
        tied = dict(events["contacts"][0]) | {"contact_id": f"tied_{number}", "time_zone": None}
        events["contacts"] += [
            tied | {"created_at": datetime(2026, 1, number), "is_test": False, "lifecycle_stage": "lead"},
            tied | {"created_at": datetime(2025, 12, number), "is_test": True, "lifecycle_stage": "lead"},
        ]

    # What was said before it was corrected, and what its source has taken back.
    again = dict(events["messages"][1])
    events["messages"].append(again | {"current_status": "sent", "loaded_at": datetime(2026, 3, 19)})
    gone = dict(events["messages"][0]) | {"message_id": "m10"}
    events["messages"] += [gone, gone | {"is_deleted": True, "loaded_at": datetime(2026, 3, 20, 6, 0, 0, 1)}]
    return events


# --- files ---------------------------------------------------------------------------------------


def write_csv(
    folder: Path,
    table: str,
    rows: Rows,
    *,
    columns: Sequence[str] | None = None,
    header: Callable[[str], str] = str,
    end: str = "\n",
    start: str = "",
    quote_all: bool = False,
) -> Path:
    """The rows as text. `header` spells a column's name, `start` stands before it (a byte order mark)."""
    columns = list(columns or _columns(rows))
    records = [[header(name) for name in columns], *([as_text(row.get(name)) for name in columns] for row in rows)]
    lines = [",".join(_cell(text, quote_all) for text in record) + end for record in records]
    path = folder / f"{table}.csv"
    path.write_bytes((start + "".join(lines)).encode())
    return path


def as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _cell(text: str, quote: bool) -> str:
    if quote or any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_parquet(folder: Path, table: str, rows: Rows, types: Mapping[str, str] | None = None) -> Path:
    """The rows in types: those of the values, but for the columns that `types` names."""
    path = folder / f"{table}.parquet"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for statement in table_statements(f"{table}", rows, types):
            connection.execute(*statement)
        connection.execute(f"copy {table} to {_quoted(path)} (format parquet)")
    return path


def write_folder(folder: Path, events: Events, *, parquet: bool = False) -> Path:
    """One file a table."""
    folder.mkdir(parents=True)
    for table, rows in events.items():
        (write_parquet if parquet else write_csv)(folder, table, rows)
    return folder


# --- tables --------------------------------------------------------------------------------------


def table_statements(
    name: str, rows: Rows, types: Mapping[str, str] | None = None, placeholder: str = "?"
) -> Iterable[tuple[str, list[Value]]]:
    """The statements, each with its values, that make a table of the rows, on DuckDB as on Postgres."""
    found = column_types(rows) | dict(types or {})
    yield f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in found.items())})", []
    cells = ", ".join(f"cast({placeholder} as {kind})" for kind in found.values())
    for row in rows:
        yield f"insert into {name} values ({cells})", [_as_given(row.get(column), kind) for column, kind in found.items()]


def _as_given(value: Value, kind: str) -> Value | bytes:
    """The value as a database takes it for the type: not all have true as a number, and bytes are no text."""
    if isinstance(value, bool) and kind not in ("boolean", "varchar"):
        return int(value)
    return value.encode() if isinstance(value, str) and kind == "blob" else value


def column_types(rows: Rows) -> dict[str, str]:
    """A type for each column; one that only holds NULL is an integer, as likely as anything else."""
    types = {}
    for column in _columns(rows):
        values = [row[column] for row in rows if row.get(column) is not None]
        types[column] = TYPES[type(values[0])] if values else "integer"
    return types


def _columns(rows: Rows) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
