"""Raw rows with a phone number, an e-mail address or a text in each column of each table, and a search for what came through.

What is planted can be recognised in any spelling. Each row is a good one but for the one cell that holds a plant, so that a plant in
a column of text is kept, and one in a column of another type makes its row a rejected one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

from tests.python.oracle.contract import TABLES, Column
from tests.python.support.compare import Query, relation

RawRow = dict[str, str]
RawRows = dict[str, list[RawRow]]

PLANTS = {
    "phone": "+15557654321",
    "spelled phone": "(555) 765-4321",
    "foreign phone": "001 555 765 4321",
    # With U+2011 for hyphens, and a full-width plus.
    "typeset phone": "555‑765‑4321",
    "full-width phone": "＋1 5557654321",
    "e-mail": "Planted.Person@example.net",
    "text": "please call my sister about the surgery",
}
# How each is recognised, once case, blanks and punctuation are gone.
MARKS = {"phone": "5557654321", "spelled phone": "5557654321", "foreign phone": "5557654321", "typeset phone": "5557654321",
         "full-width phone": "5557654321", "e-mail": "plantedperson", "text": "mysister"}

# What a good row holds where the type alone would not do.
DEFAULTS = {
    "account_id": "accounts_0", "campaign_id": "campaigns_0", "template_id": "templates_0", "contact_id": "contacts_0",
    "message_id": "messages_0", "source_message_id": "messages_0", "link_id": "links_0", "source_link_id": "links_0",
    "conversion_id": "conversions_0", "call_id": "calls_0", "deal_id": "deals_0", "parent_call_id": "", "time_zone": "America/New_York", "contact_phone_e164": "+12025550100",
    "sender_phone": "+12025550199", "phone_e164": "+12025550100", "reporting_currency": "USD", "price_currency": "USD", "currency": "USD",
    "error_code": "30007", "current_status": "delivered", "campaign_kind": "standard", "metric_name": "messages_sent",
    "loaded_at": "2026-03-06 00:00:00", "is_deleted": "", "is_test": "", "merged_into_contact_id": "", "parent_account_id": "",
    "in_reply_to_message_id": "", "exited_at": "", "ended_at": "", "valid_to": "", "valid_from": "2026-03-07 00:00:00", "body_is_hashed": "",
}  # fmt: skip
# Later than the send.
TIMES = {"click_events": "15:10:00", "consent_events": "15:20:00", "leads": "15:30:00", "meetings": "15:40:00", "conversions": "16:00:00"}


def planted_rows() -> RawRows:
    """Rows of every table: a good one, then one for each column and each plant."""
    return {table: list(_rows(table, columns)) for table, columns in TABLES.items()}


def _rows(table: str, columns: tuple[Column, ...]) -> Iterator[RawRow]:
    good = {column.name: _cell(table, column) for column in columns}
    keys = [column.name for column in columns if column.flag == "key" and column.type == "string"]
    number = 0
    for direction in ("outbound", "inbound") if table == "messages" else ("",):
        base = good | ({"direction": direction} if direction else {})
        yield base | dict.fromkeys(keys[:1], f"{table}_{number}")
        for column in columns:
            for cell in _plants(column):
                number += 1
                own = {key: f"{table}_{number}" for key in keys[:1] if key != column.name}
                # A number that nobody is named beside.
                nobody = {"contact_id": ""} if column.name == "contact_phone_e164" else {}
                yield base | own | nobody | {column.name: cell}
        number += 1


def _cell(table: str, column: Column) -> str:
    if column.name in DEFAULTS:
        return DEFAULTS[column.name]
    if column.values:
        return column.values[0]
    moment = f"2026-03-05 {TIMES.get(table, '15:00:00')}"
    return {"timestamp": moment, "date": "2026-03-05", "int": "1", "numeric": "1", "bool": "false",
            "anytime": moment, "anyday": "2026-03-05"}.get(column.type, f"{column.name}_0")


def _plants(column: Column) -> Iterator[str]:
    for kind, plant in PLANTS.items():
        # Digits and no more: among numbers it is one.
        if kind == "phone" and column.type == "numeric":
            continue
        yield plant
        if column.name.endswith("_url"):
            for spelled in (quote(plant), quote_plus(plant)):
                yield f"https://example.org/?utm_source={spelled}&utm_medium={spelled}&utm_campaign={spelled}&utm_content={spelled}"


def plants_in(query: Query, tables: Iterable[str]) -> set[tuple[str, str, str]]:
    """Table, column and kind of each plant that is in one of these tables, in whatever spelling."""
    found = set()
    for table in tables:
        name, columns = relation(query, table, None)
        texts = {column: rf"regexp_replace(lower(cast({column} as varchar)), '[^a-z0-9]', '', 'g')" for column in columns}
        cells = [(column, kind) for column in columns for kind in PLANTS]
        counts = ", ".join(f"count(*) filter (where {texts[column]} like '%{MARKS[kind]}%')" for column, kind in cells)
        (row,) = query(f"select {counts} from {name}")
        found |= {(table, *cell) for cell, count in zip(cells, row, strict=True) if count}
    return found
