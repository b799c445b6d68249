"""Random sets of events as they may arrive: in batches, out of order, corrected, deleted, moved, and long after the fact.

A history is one random set with days of its own, further from those of the next than any window is long, so that what is
built for one history can neither repair nor hide an error of another. Its rows are cut into batches, and later batches
repeat and change what came before. Batch k of every history arrives before build k. Rows are only ever added: raw rows
that vanish need a full refresh.

The same seed gives the same histories. What is added for a purpose says so (`Arrival.kind`).
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.python.oracle import raw as raw_rows
from tests.python.oracle.contract import TABLES, Column
from tests.python.support.random_events import COSTS, PRICES, RATES, ZONES, RawRows, Row, random_sets, rate_rows

MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# The first day of each history. Events of a set lie within 70 days; the longest window has 45.
FIRST_DAY = date(1994, 1, 10)
DAYS_APART = 180
SLOTS = 210

LONG_AGO = (datetime(1999, 1, 1), datetime(1999, 12, 31, 23, 59, 59, 999999))
FAR_AHEAD = (datetime(2099, 1, 1), datetime(2099, 6, 1, 12), datetime(2099, 12, 31))
ONE_MOMENT = datetime(2030, 1, 1)
UNREADABLE = ("", "soon", "2030-02-30")

BATCHES = (3, 6)
# What others are looked up in.
DIMENSIONS = (
    "accounts", "campaigns", "templates", "contacts", "contact_phones", "links", "identity_links", "fx_rates", "campaign_costs",
)  # fmt: skip
# These tables are handed over in types, the others as text.
TYPED_TABLES = ("accounts", "message_status_events", "contact_phones", "click_events", "conversions", "fx_rates", "templates")

# Absent before that build: somebody begins to hand them over, with all that came until then.
ABSENT_BEFORE = {"meetings": 1, "touchpoints": 2, "send_decisions": 3}

# table -> columns that a correction changes. A correction is a new version of a key with one or two other cells.
CORRECTED = {
    "messages": ("campaign_id", "contact_id", "current_status", "body", "created_at", "sent_at", "template_id", "price_amount",
                 "price_currency", "is_test", "account_id", "direction", "send_origin", "contact_phone_e164", "sender_phone",
                 "in_reply_to_message_id", "error_code", "current_status_at", "num_segments", "ab_variant", "step_number"),
    "message_status_events": ("status", "occurred_at", "message_id", "error_code"),
    "click_events": ("clicked_at", "message_id", "link_id", "contact_id", "user_agent", "is_datacenter_ip", "account_id",
                     "contact_phone_e164", "anonymous_id"),
    "consent_events": ("occurred_at", "consent_action", "message_id", "campaign_id", "contact_phone_e164", "contact_id", "account_id"),
    "conversions": ("occurred_at", "revenue_amount", "currency", "contact_id", "email", "phone_e164", "business_key",
                    "source_system", "is_test", "conversion_type", "conversion_class", "anonymous_id"),
    "conversion_adjustments": ("amount", "occurred_at", "conversion_id", "currency"),
    "touchpoints": ("occurred_at", "contact_id", "channel", "anonymous_id"),
    "leads": ("created_at", "contact_id", "source_message_id", "campaign_id", "source_channel"),
    "meetings": ("booked_at", "contact_id", "source_link_id"),
    "form_submissions": ("submitted_at", "contact_id", "source_link_id", "email", "phone_e164"),
    "campaigns": ("response_window_minutes", "response_actions", "attribution_window_minutes", "is_test", "keyword",
                  "campaign_kind", "launched_at", "created_at", "ended_at", "account_id", "message_type"),
    "templates": ("campaign_id", "ab_variant", "step_number"),
    "contacts": ("merged_into_contact_id", "is_test", "email", "external_customer_id", "created_at"),
    "contact_phones": ("valid_to", "line_type"),
    "links": ("message_id", "campaign_id", "template_id", "link_purpose", "last_check_status", "destination_url"),
    "identity_links": ("first_seen_at",),
    "accounts": ("time_zone", "reporting_currency"),
    "campaign_costs": ("amount", "currency", "period_start", "period_end", "campaign_id", "channel", "cost_type"),
    "fx_rates": ("rate",),
    "platform_reported_metrics": ("metric_value",),
    "calls": ("started_at", "contact_id", "contact_phone_e164", "campaign_id", "parent_call_id", "direction", "status", "answered_by",
              "duration_seconds", "is_test", "account_id", "agent_id"),
    "call_outcomes": ("recorded_at",),
    "reply_classifications": ("intent_category", "intent_tier", "confidence"),
    "label_assignments": ("assigned_at", "removed_at", "contact_id", "campaign_id", "label_name"),
    "tasks": ("created_at", "completed_at", "contact_id", "source_message_id"),
    "sales_engagements": ("started_at", "ended_at", "contact_id"),
    "deals": ("created_at", "closed_at", "is_won", "amount", "currency", "source_call_id", "account_id"),
    "deal_stage_history": ("stage_order",),
}  # fmt: skip
DELETED = (
    "messages", "click_events", "consent_events", "conversions", "contacts", "campaigns", "templates", "links", "contact_phones",
    "message_status_events", "conversion_adjustments", "touchpoints", "leads", "meetings", "form_submissions", "identity_links",
    "accounts", "campaign_costs", "fx_rates", "calls", "call_outcomes", "reply_classifications", "label_assignments", "tasks",
    "deals", "deal_contacts", "deal_stage_history",
)  # fmt: skip
# Columns that hold the key of another table, and where a value for them is taken from.
KEYS_OF = {
    "campaign_id": ("campaigns", "campaign_id"),
    "template_id": ("templates", "template_id"),
    "contact_id": ("contacts", "contact_id"),
    "merged_into_contact_id": ("contacts", "contact_id"),
    "message_id": ("messages", "message_id"),
    "in_reply_to_message_id": ("messages", "message_id"),
    "source_message_id": ("messages", "message_id"),
    "link_id": ("links", "link_id"),
    "source_link_id": ("links", "link_id"),
    "conversion_id": ("conversions", "conversion_id"),
    "parent_call_id": ("calls", "call_id"),
    "source_call_id": ("calls", "call_id"),
}
CHOICES: dict[str, tuple[object, ...]] = {
    "time_zone": ZONES,
    "reporting_currency": ("USD", "EUR", "GBP", "YYY"),
    "rate": RATES,
    "amount": COSTS,
    "price_amount": PRICES,
    "is_test": ("true", "false", ""),
    "is_datacenter_ip": ("true", "false", ""),
    "destination_url": ("https://shop.example/x?utm_source=sms", "https://shop.example/y", ""),
    "response_window_minutes": (1, 60, 14400, ""),
    "attribution_window_minutes": (60, 1440, 7200, 0, 64800, ""),
}
# When it happened.
HAPPENED = {
    "messages": "created_at", "message_status_events": "occurred_at", "click_events": "clicked_at",
    "consent_events": "occurred_at",
    "conversions": "occurred_at", "conversion_adjustments": "occurred_at", "touchpoints": "occurred_at", "leads": "created_at",
    "meetings": "booked_at", "form_submissions": "submitted_at", "calls": "started_at", "call_outcomes": "recorded_at",
    "label_assignments": "assigned_at", "tasks": "created_at", "sales_engagements": "started_at", "deals": "created_at",
}  # fmt: skip
MOVES = (-DAY, DAY, -HOUR, HOUR, 8 * DAY, -8 * DAY, 20 * DAY, MICROSECOND, -MICROSECOND)


@dataclass(frozen=True)
class Arrival:
    """A raw row that comes with a batch, and what it is there for."""

    table: str
    row: Row
    kind: str = "first"


@dataclass(frozen=True)
class History:
    number: int
    first_day: date
    batches: dict[int, list[Arrival]]  # by build; a history has no batch for some

    @property
    def prefix(self) -> str:
        """Its ids begin with it, and are in no other history."""
        return f"s{self.number:04d}"

    def arrivals(self) -> Iterator[tuple[int, Arrival]]:
        for build, batch in self.batches.items():
            for arrival in batch:
                yield build, arrival

    def owns(self, day: date) -> bool:
        return -DAYS_APART // 3 * DAY < day - self.first_day <= DAYS_APART * 2 // 3 * DAY

    def told(self, until: int) -> str:
        """All of its raw rows, batch by batch, as a developer needs them."""
        lines = [f"--- history {self.number} (ids {self.prefix}_…, days about {self.first_day})"]
        for build, batch in self.batches.items():
            if build > until:
                break
            lines.append(f"before build {build}:")
            for arrival in batch:
                cells = ", ".join(f"{column}={value!r}" for column, value in arrival.row.items() if value)
                lines.append(f"  {arrival.table} ({arrival.kind}): {cells}")
        return "\n".join(lines)


def random_histories(count: int, builds: int, seed: int = 0, wordings: Sequence[str] = ()) -> list[History]:
    clocks = clock(count, builds)
    return [
        _Maker(number, events, first_day(number, count), clocks, random.Random(f"history {seed}/{number}")).make()
        for number, events in enumerate(random_sets(count, seed, wordings, odd_spelling=0))
    ]


def first_day(number: int, count: int) -> date:
    """Where a history lies among `count`; where they are more than a century has room for, some share their days."""
    slot = number * SLOTS // count if count <= SLOTS else number % SLOTS
    return FIRST_DAY + slot * DAYS_APART * DAY


def clock(count: int, builds: int) -> list[datetime]:
    """When the batches of each build come, by the clock: amid the days of some history, so that what is mature changes."""
    days = [first_day(count * (build + builds) // (2 * builds), count) for build in range(builds)]
    return [datetime.combine(day, time(build)) + 9 * DAY for build, day in enumerate(days)]


class _Maker:
    """Cuts one set into batches and makes up what happens to its rows later."""

    def __init__(self, number: int, events: RawRows, first: date, clocks: list[datetime], dice: random.Random) -> None:
        self.dice = dice
        self.number = number
        self.clocks = clocks
        self.first_day = first
        self.events = at_its_days(events, first)
        # By event: a source that says when it wrote a row, not when that was loaded. One: a dump.
        self.loaded_by = dice.choice(("clock", "clock", "clock", "event", "one"))
        self.shape = dice.choice(("trickle", "trickle", "trickle", "even", "dimensions last", "events last"))
        fewest, most = (min(number, len(clocks)) for number in BATCHES)
        self.builds = sorted(dice.sample(range(len(clocks)), dice.randint(fewest, most)))
        self.arrived: dict[tuple[str, tuple[str, ...]], list[Row]] = {}  # versions of each key
        self.loaded: list[str] = []

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def make(self) -> History:
        batches: dict[int, list[Arrival]] = {build: [] for build in self.builds}
        for table, rows in self.events.items():
            for row in rows:
                batches[self.build_of(table)].append(Arrival(table, row))
        for position, build in enumerate(self.builds):
            batch = batches[build]
            self.dice.shuffle(batch)
            new = list(batch)
            for arrival in new:
                self.stamp(arrival.row, build)
            if position:
                # A few changes: where much changes, much is built anew, and what should have been is not missed.
                for _ in range(self.dice.choice((0, 1, 2, 3, 5, 12))):
                    changes = self.change(build)
                    batch += changes
                    self.remember(changes)
            self.remember(new)
        return History(self.number, self.first_day, batches)

    def build_of(self, table: str) -> int:
        first, *later = self.builds
        is_dimension = table in DIMENSIONS
        if self.shape == "even":
            return self.dice.choice(self.builds)
        if self.shape == "dimensions last" and is_dimension or self.shape == "events last" and not is_dimension:
            return self.dice.choice(later)
        return first if self.chance(0.85) else self.dice.choice(later)

    def stamp(self, row: Row, build: int) -> None:
        """When the row was loaded, which need not be when it came."""
        if self.loaded_by == "one":
            row["loaded_at"] = str(ONE_MOMENT)
        elif self.loaded_by == "event":
            row["loaded_at"] = on_another_day(row["loaded_at"], -32 * 365 * DAY)
        elif self.loaded_by == "clock" and (readable(row) or self.chance(0.5)):
            row["loaded_at"] = str(self.clocks[build] + self.dice.choice((0, 0, 1, 60, 1500)) * MINUTE)
        if self.chance(0.04) and self.loaded:
            row["loaded_at"] = self.dice.choice(self.loaded)
        elif self.chance(0.04):
            row["loaded_at"] = str(self.dice.choice(LONG_AGO))
        elif self.chance(0.03):
            self.load_far_ahead(row, build)
        elif self.chance(0.01):
            row["loaded_at"] = self.dice.choice(UNREADABLE)

    def load_far_ahead(self, row: Row, build: int) -> None:
        # Before that, the clock of the builds says what is mature.
        if build >= len(self.clocks) // 2:
            row["loaded_at"] = str(self.dice.choice(FAR_AHEAD))

    def remember(self, batch: Iterable[Arrival]) -> None:
        for arrival in batch:
            self.arrived.setdefault((arrival.table, key_of(arrival.table, arrival.row)), []).append(arrival.row)
            if readable(arrival.row):
                self.loaded.append(arrival.row["loaded_at"])

    # --- changes -------------------------------------------------------------------------------------

    def change(self, build: int) -> list[Arrival]:
        kinds = (
            *[self.correction] * 14, *[self.day_change] * 4, *[self.deletion] * 6, *[self.undeletion] * 4, *[self.merge] * 2,
            self.duplicate, self.old_version, self.tie, self.new_phone, self.account_change, self.touched_only, self.broken,
            self.late_rate,
        )  # fmt: skip
        return self.dice.choice(kinds)(build)

    def some_row(self, *tables: str, deleted: bool = False) -> tuple[str, Row] | None:
        """The newest version of a key of one of these tables."""
        for table in self.dice.sample(tables, len(tables)):
            newest = []
            for (of, key), versions in self.arrived.items():
                known = [row for row in versions if readable(row)]
                if of == table and known and is_whole(table, key):
                    newest.append(max(known, key=loaded_time))
            newest = [row for row in newest if is_deleted(row) == deleted]
            if newest:
                return table, self.dice.choice(newest)
        return None

    def newer(self, table: str, row: Row, build: int) -> str:
        """A loaded_at later than that of all versions: by the clock, just so, or far ahead."""
        if self.loaded_by == "one" and self.chance(0.7):
            return str(ONE_MOMENT)
        known = max(loaded_time(version) for version in self.arrived[table, key_of(table, row)] if readable(version))
        if self.chance(0.1) and build >= len(self.clocks) // 2 and known < FAR_AHEAD[0]:
            return str(self.dice.choice(FAR_AHEAD))
        after = known + self.dice.choice((MICROSECOND, MINUTE, DAY))
        if self.loaded_by == "clock" and self.chance(0.7):
            after = max(after, self.clocks[build] + self.dice.choice((0, 1, 60)) * MINUTE)
        return str(after)

    def version(self, table: str, row: Row, build: int, **cells: str) -> Row:
        return row | {"loaded_at": self.newer(table, row, build)} | cells

    def correction(self, build: int) -> list[Arrival]:
        # Half of them of messages and of what hangs on them most.
        core = ("messages", "messages", "message_status_events", "click_events", "consent_events", "campaigns", "contacts")
        table = self.dice.choice(core) if self.chance(0.5) else self.dice.choice(tuple(CORRECTED))
        found = self.some_row(table)
        if not found:
            return []
        _, row = found
        column = self.dice.choice(CORRECTED[table])
        value = self.other_value(table, row, column)
        if value is None:
            return []
        changed = {column: value}
        if self.chance(0.2):
            second = self.dice.choice(CORRECTED[table])
            changed.setdefault(second, self.other_value(table, row, second) or row[second])
        return [Arrival(table, self.version(table, row, build, **changed), f"correction of {table}.{column}")]

    def day_change(self, build: int) -> list[Arrival]:
        """What happened turns out to have happened on another day."""
        found = self.some_row("messages") if self.chance(0.4) else self.some_row(*HAPPENED)
        if not found:
            return []
        table, row = found
        column = HAPPENED[table]
        moment = parsed(row[column], LOADED_AT)
        if moment is None:
            return []
        moved = {column: str(moment + self.dice.choice((-1, 1, 2, 8, -20)) * DAY)}
        return [Arrival(table, self.version(table, row, build, **moved), f"correction of {table}.{column}")]

    def other_value(self, table: str, row: Row, column: str) -> str | None:
        """Another value for the cell; None where there is none."""
        contract = next(one for one in TABLES[table] if one.name == column)
        old = row[column]
        if contract.type in TIMES:
            moment = parsed(old, contract)
            if moment is None:
                moment = datetime.combine(self.first_day, time()) + 2 * DAY
            if contract.type in ("date", "anyday"):
                return str(moment + self.dice.choice((-1, 1, 3)) * DAY)[:10]
            if contract.flag == "optional" and self.chance(0.2):
                return ""
            return str(moment + self.dice.choice(MOVES))
        if column in CHOICES:
            pool = {str(value) for value in CHOICES[column]}
        elif column in KEYS_OF:
            of, name = KEYS_OF[column]
            pool = {row[name] for rows in (self.events[of],) for row in rows}
        else:
            pool = {row[column] for row in self.events[table]} | {value for value in contract.values if self.chance(0.3)}
        pool |= {""} if contract.flag == "optional" else set()
        pool -= {old} | ({""} if contract.flag != "optional" else set())
        return self.dice.choice(sorted(pool)) if pool else None

    def deletion(self, build: int) -> list[Arrival]:
        found = self.some_row("messages") if self.chance(0.25) else self.some_row(*DELETED)
        if not found:
            return []
        table, row = found
        if self.chance(0.3):  # many sources send nothing else with it
            row = {name: value if name in key_columns(table) else "" for name, value in row.items()}
        return [Arrival(table, self.version(table, row, build, is_deleted="true"), f"deletion of {table}")]

    def undeletion(self, build: int) -> list[Arrival]:
        found = self.some_row(*DELETED, deleted=True)
        if not found:
            return []
        table, row = found
        good = [row for row in self.arrived[table, key_of(table, row)] if not is_deleted(row)]
        if not good:
            return []
        kind = f"undeletion of {table}"
        return [Arrival(table, self.version(table, self.dice.choice(good), build, is_deleted=""), kind)]

    def duplicate(self, build: int) -> list[Arrival]:
        table, row = self.some_row(*CORRECTED) or self.some_row("messages")
        return [Arrival(table, dict(row), "duplicate")]

    def old_version(self, build: int) -> list[Arrival]:
        """Older than what is there, and so nothing new."""
        table, row = self.some_row(*CORRECTED) or self.some_row("messages")
        column = self.dice.choice(CORRECTED[table])
        cells = {column: self.other_value(table, row, column) or row[column]}
        before = str(loaded_time(row) - self.dice.choice((MICROSECOND, MINUTE, 400 * DAY)))
        return [Arrival(table, row | cells | {"loaded_at": before}, "old version")]

    def tie(self, build: int) -> list[Arrival]:
        """Another content of the same loaded_at: a hash decides."""
        table, row = self.some_row("messages", *CORRECTED) or ("", {})
        column = self.dice.choice(CORRECTED[table])
        return [Arrival(table, row | {column: self.other_value(table, row, column) or row[column]}, "tie")]

    def merge(self, build: int) -> list[Arrival]:
        """A contact becomes another's; where it is so already, another other's or its own again."""
        found = self.some_row("contacts")
        if not found:
            return []
        table, row = found
        into = self.other_value("contacts", row, "merged_into_contact_id")
        if into is None or into == row["contact_id"]:
            return []
        kind = "change of a merge" if row["merged_into_contact_id"] else "late merge"
        return [Arrival(table, self.version(table, row, build, merged_into_contact_id=into), kind)]

    def new_phone(self, build: int) -> list[Arrival]:
        """Somebody turns out to have had a phone for long."""
        found, contact = self.some_row("contact_phones"), self.some_row("contacts")
        if not found or not contact:
            return []
        start = datetime.combine(self.first_day, time())
        row = found[1] | {"contact_id": contact[1]["contact_id"], "valid_to": ""}
        row["valid_from"] = str(start + self.dice.choice((-10, 0, 2, 5)) * DAY)
        self.stamp(row, build)
        return [Arrival("contact_phones", row, "late phone")]

    def account_change(self, build: int) -> list[Arrival]:
        found = self.some_row("accounts")
        if not found:
            return []
        table, row = found
        column = self.dice.choice(("time_zone", "reporting_currency"))
        value = self.other_value(table, row, column)
        return [Arrival(table, self.version(table, row, build, **{column: value}), f"correction of accounts.{column}")]

    def touched_only(self, build: int) -> list[Arrival]:
        table, row = self.some_row(*CORRECTED) or self.some_row("messages")
        return [Arrival(table, self.version(table, row, build), "same content, loaded anew")]

    def broken(self, build: int) -> list[Arrival]:
        """A newer version that is rejected, and so changes nothing but the counts."""
        table, row = self.some_row(*CORRECTED) or self.some_row("messages")
        required = [one.name for one in TABLES[table] if one.flag == "required" and one.name != "loaded_at"]
        name = self.dice.choice(required or ["loaded_at"])
        return [Arrival(table, self.version(table, row, build, **{name: ""}), "broken version")]

    def late_rate(self, build: int) -> list[Arrival]:
        days = sorted({row["rate_date"] for row in self.events["fx_rates"]})
        row = {column.name: "" for column in TABLES["fx_rates"]}
        row |= {"rate_date": self.dice.choice(days), "from_currency": self.dice.choice(("EUR", "eur", "GBP"))}
        row |= {"to_currency": "USD", "rate": str(self.dice.choice(RATES)), "loaded_at": str(self.clocks[build])}
        return [Arrival("fx_rates", row, "late rate")]


# --- cells --------------------------------------------------------------------------------------------


def key_columns(table: str) -> set[str]:
    return {column.name for column in TABLES[table] if column.flag == "key"}


def key_of(table: str, row: Row) -> tuple[str, ...]:
    """The key as the models see it, so that two spellings of a time are one."""
    return tuple(str(parsed(row[column.name], column) or "") for column in TABLES[table] if column.flag == "key")


def is_whole(table: str, key: tuple[str, ...]) -> bool:
    """Whether no part of the key is missing that has to be there."""
    columns = [column for column in TABLES[table] if column.flag == "key"]
    return all(part or column.nullable for column, part in zip(columns, key, strict=True))


def parsed(text: str, column: Column) -> object:
    """The value of a cell; None where it is missing or unreadable."""
    try:
        return raw_rows.parse_cell(text, column)
    except raw_rows.Unreadable:
        return None


LOADED_AT = next(column for column in TABLES["messages"] if column.name == "loaded_at")


def loaded_time(row: Row) -> datetime:
    return parsed(row["loaded_at"], LOADED_AT)


def readable(row: Row) -> bool:
    return loaded_time(row) is not None


def is_deleted(row: Row) -> bool:
    return row["is_deleted"].lower() in ("true", "t", "yes", "y", "1")


def at_its_days(events: RawRows, day: date) -> RawRows:
    """The same events on other days; hours stay, and so do spellings. Each history has currency rates of its own days."""
    created = [parsed(row["created_at"], LOADED_AT) for row in events["messages"]]
    start = min(moment for moment in created if moment is not None).date()
    shift = day - start
    moved: RawRows = {}
    for table, rows in events.items():
        times = [column.name for column in TABLES[table] if column.type in TIMES and column.name != "loaded_at"]
        moved[table] = [row | {name: on_another_day(row[name], shift) for name in times} for row in rows]
    moved["fx_rates"] = [
        {column.name: "" for column in TABLES["fx_rates"]}
        | {name: str(value) for name, value in row.items()}
        | {"rate_date": str(row["rate_date"] + shift)}
        for row in rate_rows()
        if start - 2 * DAY <= row["rate_date"] <= start + 14 * DAY
    ]
    return moved


def on_another_day(text: str, shift: timedelta) -> str:
    try:
        return str(date.fromisoformat(text[:10]) + shift) + text[10:]
    except (ValueError, OverflowError):
        return text


# --- the raw tables -----------------------------------------------------------------------------------


def rows_until(histories: Sequence[History], build: int) -> RawRows:
    """All rows that came by then, in the order of their arrival, of the tables that are there."""
    result: RawRows = {name: [] for name in TABLES}
    for at in range(build + 1):
        for history in histories:
            for arrival in history.batches.get(at, ()):
                result[arrival.table].append(arrival.row)
    return {table: rows for table, rows in result.items() if build >= ABSENT_BEFORE.get(table, 0)}


def typed_rows(table: str, rows: Iterable[Row]) -> list[list[object]]:
    """As a warehouse with types holds them: what has no value of its type is NULL."""
    columns = TABLES[table]

    def typed(text: str, column: Column) -> object:
        return (text or None) if SQL_TYPES[column.type] == "varchar" else parsed(text, column)

    return [[typed(row[column.name], column) for column in columns] for row in rows]


def as_held(table: str, rows: Iterable[Row]) -> list[Row]:
    """The same rows, as text once more."""
    names = [one.name for one in TABLES[table]]
    return [dict(zip(names, map(text_of, values))) for values in typed_rows(table, rows)]


def shuffled(rows: RawRows, dice: random.Random) -> RawRows:
    return {table: dice.sample(of_table, len(of_table)) for table, of_table in rows.items()}


SQL_TYPES = {
    "string": "varchar", "text": "varchar", "code": "varchar", "enum": "varchar", "timestamp": "timestamp", "anytime": "timestamp",
    "date": "date", "anyday": "date", "int": "bigint", "numeric": "decimal(18, 6)", "bool": "boolean",
}  # fmt: skip
TIMES = ("timestamp", "anytime", "date", "anyday")


def column_types(table: str) -> dict[str, str]:
    """The type of each column, as the raw table has it."""
    return {one.name: SQL_TYPES[one.type] if table in TYPED_TABLES else "varchar" for one in TABLES[table]}


def write_raw_folder(rows: RawRows, folder: Path) -> None:
    """CSV files, and Parquet files of the tables that come in types."""
    folder.mkdir(parents=True, exist_ok=True)
    raw_rows.write_folder({table: rows[table] for table in rows if table not in TYPED_TABLES}, folder)
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        for table in TYPED_TABLES:
            names = [one.name for one in TABLES[table]]
            raw_rows.write_folder({table: as_held(table, rows[table])}, Path(scratch))
            source = f"'{scratch}/{table}.csv', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
            as_text = ", ".join(f"'{name}': 'varchar'" for name in names)
            casts = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in column_types(table).items())
            connection.execute(
                f"copy (select {casts} from read_csv({source}, columns = {{{as_text}}})) "
                f"to '{folder / table}.parquet' (format parquet)"
            )


def text_of(value: object) -> str:
    return "" if value is None else str(value)


# --- what the histories hold --------------------------------------------------------------------------


def kinds(histories: Iterable[History]) -> Counter[str]:
    """How often each thing happens."""
    counts: Counter[str] = Counter()
    for history in histories:
        for _, arrival in history.arrivals():
            counts[arrival.kind] += 1
    return counts


def late_references(histories: Iterable[History]) -> Counter[str]:
    """How many rows came only after another row that names them, by table."""
    counts: Counter[str] = Counter()
    for history in histories:
        named: dict[tuple[str, str], int] = {}
        first: dict[tuple[str, str], int] = {}
        for build, arrival in history.arrivals():
            for column, (table, name) in KEYS_OF.items():
                value = arrival.row.get(column)
                if not value:
                    continue
                found = first if (arrival.table, column) == (table, name) else named
                found.setdefault((table, value), build)
        for (table, value), build in first.items():
            counts[table] += named.get((table, value), build) < build
    return counts


def moved_days(histories: Iterable[History]) -> Counter[str]:
    """How many keys have versions on several days (UTC), by table."""
    counts: Counter[str] = Counter()
    for history in histories:
        days: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
        for _, arrival in history.arrivals():
            if arrival.table in HAPPENED:
                moment = parsed(arrival.row[HAPPENED[arrival.table]], LOADED_AT)
                days[arrival.table, key_of(arrival.table, arrival.row)].add(str(moment)[:10])
        for (table, _), found in days.items():
            counts[table] += len(found - {"None"}) > 1
    return counts
