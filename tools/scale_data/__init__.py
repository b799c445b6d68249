"""Raw events of any size, as Parquet files that follow the contract, with the demo's rates and realistic skew.

    python -m tools.scale_data --messages 10000000 --output folder [--days 180] [--more-days 1] [--from-day 180] [--seed 0]

Every row is a function of the seed and the number of a message, contact or campaign. So nothing is kept in memory, each part can
be written alone, and one more day adds rows without changing earlier ones: only rows loaded by the end of the last day are
written. `world.sql` defines the events, `tables/` what each system reports about them.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tools.demo_data import contract

HERE = Path(__file__).parent
TYPES = {"string": "varchar", "numeric": "decimal(18, 6)"}
# Messages per row of the driving table (world.sql); threads share its row groups.
BEAT = 16
# Days after a message by which all its consequences are loaded; refunds take longest.
LOOKBACK_DAYS = 55
CONTACTS_PER_DAILY_MESSAGE = 9
FEWEST_CONTACTS = 50
# Rough time of each table, for the progress bar; other tables take none.
WEIGHTS = {"messages": 39, "message_status_events": 30, "click_events": 20, "consent_events": 10, "conversions": 9,
           "conversion_adjustments": 8, "leads": 8, "touchpoints": 4, "contacts": 1, "contact_phones": 1}  # fmt: skip

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Scale:
    """The size. The number of contacts depends on messages per day, so a longer period changes no row."""

    messages: int
    days: int = 180
    more_days: int = 0
    from_day: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.messages < 1 or self.days < 1 or self.more_days < 0 or self.from_day < 0 or self.seed < 0:
            raise ValueError("messages and days must be 1 or more, the rest 0 or more")
        if self.from_day >= self.all_days:
            raise ValueError(f"from-day {self.from_day} is after the last day, {self.all_days - 1}")

    @property
    def daily_messages(self) -> int:
        return -(-self.messages // self.days)

    @property
    def all_days(self) -> int:
        return self.days + self.more_days

    @property
    def last_message(self) -> int:
        """Days are complete, so there may be a few more messages than requested."""
        return self.daily_messages * self.all_days

    @property
    def first_message(self) -> int:
        return max(0, self.from_day - LOOKBACK_DAYS) * self.daily_messages

    @property
    def contacts(self) -> int:
        return max(FEWEST_CONTACTS, self.daily_messages * CONTACTS_PER_DAILY_MESSAGE)

    def parameters(self) -> dict[str, int]:
        return {
            "seed": self.seed * 10**13,
            "daily_messages": self.daily_messages,
            "last_message": self.last_message,
            "contacts": self.contacts,
            "days": self.all_days,
        }


@functools.cache
def tables() -> dict[str, contract.Table]:
    """The tables that are written, in the order of the contract."""
    written = {path.stem for path in (HERE / "tables").glob("*.sql")}
    return {name: table for name, table in contract.load().items() if name in written}


def generate(
    scale: Scale, folder: Path, *, threads: int | None = None, memory_limit: str = "2GB", progress: Progress | None = None
) -> dict[str, int]:
    """Write <table>.parquet for every table; return the row counts."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"memory_limit": memory_limit, **({"threads": threads} if threads else {})}) as connection:
        # The order of rows does not matter, and keeping it would hold back finished rows.
        connection.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = true; set enable_progress_bar_print = false")
        for name, value in scale.parameters().items():
            connection.execute(f"create macro {name}() as cast({value} as bigint)")
        for name, first, last in (
            ("beats", scale.first_message // BEAT, scale.last_message // BEAT + 1),
            ("contact_beats", 0, scale.contacts // BEAT + 1),
        ):
            connection.execute(f"create table {name} as select range as beat from range({first}, {last})")
        connection.execute((HERE / "world.sql").read_text())
        written = {}
        for table in tables():
            report = _reporter(table, progress)
            report(0)
            written[table] = _write(connection, table, scale, folder, report)
            report(1)
        return written


def _reporter(table: str, progress: Progress | None) -> Callable[[float], None]:
    """Turns progress on one table into overall progress."""
    before = 0
    for other in tables():
        if other == table:
            break
        before += WEIGHTS.get(other, 0)
    total = sum(WEIGHTS.values())

    def report(share: float) -> None:
        if progress:
            progress(table, (before + share * WEIGHTS.get(table, 0)) / total)

    return report


def _write(
    connection: duckdb.DuckDBPyConnection, table: str, scale: Scale, folder: Path, report: Callable[[float], None]
) -> int:
    """Write one file; it gets its name when it is complete."""
    path = folder / f"{table}.parquet"
    part = path.with_suffix(".part")
    query = (HERE / "tables" / f"{table}.sql").read_text()
    present = {row[0] for row in connection.execute(f"describe ({query})").fetchall()}
    columns = ",\n".join(
        f"cast({column.name if column.name in present else 'null'} as {TYPES.get(column.data_type, column.data_type)})"
        f" as {column.name}"
        for column in tables()[table].columns
    )
    quoted = str(part).replace("'", "''")
    statement = f"""
        copy (
            select {columns} from ({query}) as rows_of_table
            where loaded_at < day_start({scale.all_days})
            {f"and loaded_at >= day_start({scale.from_day})" if scale.from_day else ""}
        ) to '{quoted}' (format parquet)
    """
    (count,) = _watched(connection, statement, report)
    part.rename(path)
    return count


def _watched(
    connection: duckdb.DuckDBPyConnection, statement: str, report: Callable[[float], None]
) -> tuple[int]:
    """Run a statement and report its progress."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            report(max(0.0, min(100.0, connection.query_progress())) / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return connection.execute(statement).fetchone()
    finally:
        done.set()
        watcher.join()
