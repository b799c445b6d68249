"""Writes the rows as CSV files: columns in contract order, LF, empty cell = NULL, only what the contract knows."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

ENVELOPE = ("account_id", "loaded_at", "source_system", "is_deleted")


def text_of(value):
    """A cell's text; floats are refused, since they may print differently on other machines."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (str, int, date, Decimal)):
        return str(value)
    raise TypeError(f"cannot write {type(value).__name__} {value!r}")


def columns_in_order(table):
    """The contract's columns, then the envelope columns that it lacks."""
    own = [name for name in table.column_names if name not in ENVELOPE or name in table.key]
    return own + [name for name in ENVELOPE if name not in own]


def _arrival(row):
    """Sort key: order of arrival, with unreadable load times last."""
    return text_of(row.get("loaded_at"))


def write_table(folder, table, rows):
    columns = columns_in_order(table)
    unknown = sorted({name for row in rows for name in row} - set(columns))
    if unknown:
        raise ValueError(f"raw_{table.name}: the contract has no column {', '.join(unknown)}")
    path = Path(folder) / f"raw_{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerow(columns)
        for row in sorted(rows, key=_arrival):
            writer.writerow([text_of(row.get(name)) for name in columns])
    return path


def write_all(folder, tables, rows_by_table):
    unknown = sorted(set(rows_by_table) - set(tables))
    if unknown:
        raise ValueError(f"the contract has no table {', '.join(unknown)}")
    empty = [name for name in tables if not rows_by_table.get(name)]
    if empty:
        raise ValueError(f"no rows were made for {', '.join(empty)}")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return [write_table(folder, table, rows_by_table[name]) for name, table in tables.items()]
