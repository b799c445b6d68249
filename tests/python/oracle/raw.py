"""Raw rows: read, parse, rejected with a reason, fold the versions of a key, count.

A raw row is a dictionary of texts, as it stands in a CSV file. An empty text is a missing value.
"""

import csv
import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from pathlib import Path

from .contract import TABLES

DEFAULT_ACCOUNT = "default"
# Rows of these tables need their parent: table -> (the parent's table, its key).
PARENTS = {
    "message_status_events": ("messages", "message_id"),
    "conversion_adjustments": ("conversions", "conversion_id"),
    "call_outcomes": ("calls", "call_id"),
    "deal_contacts": ("deals", "deal_id"),
    "deal_stage_history": ("deals", "deal_id"),
}

NULL_VALUES = ("NULL", "\\N", "None", "<NA>", "NaN")
# A message of another year is a fault; where no calendar is made of a time, it may stand for always or never.
EVENT_YEARS = range(1990, 2100)
ANY_YEARS = range(1000, 10000)

_INT = re.compile(r"[+-]?\d+(\.0)?")
_NUMERIC = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_CODE = re.compile(r"([+-]?\d+)\.0+", re.ASCII)
_BOOLEANS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "1.0"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0"), False),
}


class Unreadable(ValueError):
    """The text is not a value of its type."""


def parse_timestamp(text, years=EVENT_YEARS):
    """ISO 8601 as Python reads it, but for its shorter and stranger forms; UTC where there is no offset."""
    day, rest = text[:10], text[10:]
    try:
        moment = datetime.combine(parse_day(day), _time_of_day(rest) if rest else time.min)
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Unreadable(text) from None
    if moment.year not in years:
        raise Unreadable(text)
    return moment


def parse_day(text):
    if len(text) != len("YYYY-MM-DD") or not text.isascii() or [text[4], text[7]] != ["-", "-"]:
        raise Unreadable(text)
    return date.fromisoformat(text)


def _time_of_day(text):
    """What stands behind a day: a time of hours and minutes at least, with or without an offset of minutes at most."""
    if text[0] not in "Tt " or not text.isascii() or "," in text or text[3:4] != ":":
        raise Unreadable(text)
    clock, zone = text[1:], ""
    for sign in "+-":
        if sign in clock:
            clock, digits = clock.split(sign, 1)
            zone = sign + digits
            if len(digits) not in (len("hh"), len("hhmm"), len("hh:mm")) or digits[:2] > "15":
                raise Unreadable(text)
    for name in ("UTC", "Z", "z"):
        if not zone and clock.endswith(name):
            clock, zone = clock.removesuffix(name), "Z"
    clock = clock.removesuffix(" ") if zone else clock
    if not clock[-1:].isdigit():
        raise Unreadable(text)
    return time.fromisoformat(clock + zone)


def parse_date(text, years=EVENT_YEARS):
    """A day, or a time that is midnight in UTC."""
    moment = parse_timestamp(text, years)
    if moment.time() != time.min:
        raise Unreadable(text)
    return moment.date()


def parse_int(text):
    if not _INT.fullmatch(text):
        raise Unreadable(text)
    return int(text.split(".")[0])


def parse_numeric(text):
    if not _NUMERIC.fullmatch(text):
        raise Unreadable(text)
    try:
        value = Decimal(text).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    except InvalidOperation:
        raise Unreadable(text) from None
    if abs(value) >= 10**12:
        raise Unreadable(text)
    return value


def parse_bool(text):
    if text.lower() not in _BOOLEANS:
        raise Unreadable(text)
    return _BOOLEANS[text.lower()]


def parse_code(text):
    whole = _CODE.fullmatch(text)
    return whole[1] if whole else text


_PARSERS = {
    "string": str,
    "text": str,
    "code": parse_code,
    "timestamp": parse_timestamp,
    "anytime": partial(parse_timestamp, years=ANY_YEARS),
    "date": parse_date,
    "anyday": partial(parse_date, years=ANY_YEARS),
    "int": parse_int,
    "numeric": parse_numeric,
    "bool": parse_bool,
}


def given_text(text, column):
    """What a cell holds: trimmed, unless it is a text of somebody's own; nothing where that is empty or says so."""
    text = text or ""
    if column.type != "text":
        text = text.strip()
    return "" if text in NULL_VALUES else text


def parse_cell(text, column):
    """The value of one cell; raises Unreadable. An unlisted enum value falls to unknown or other, where there is one."""
    text = given_text(text, column)
    if text == "":
        return None
    if column.type != "enum":
        return _PARSERS[column.type](text)
    if text in column.values:
        return text
    for fallback in ("unknown", "other"):
        if fallback in column.values:
            return fallback
    raise Unreadable(text)


def _canonical(text, column):
    """A cell by its value, not its spelling; nothing where it has no value of its type."""
    text = given_text(text, column) or {"account_id": DEFAULT_ACCOUNT, "is_deleted": "false"}.get(column.name, "")
    if column.type in ("string", "text", "enum"):
        return text
    try:
        value = parse_cell(text, column)
    except Unreadable:
        return ""
    if value is None:
        return ""
    if column.type in ("timestamp", "anytime"):
        shown = value.isoformat(sep=" ")
        return shown.rstrip("0") if "." in shown else shown
    if column.type == "bool":
        return str(value).lower()
    return f"{value:.6f}" if column.type == "numeric" else str(value)


def row_hash(row, columns):
    """Decides between versions of one key that were loaded at the same time."""
    return hashlib.md5("|".join(_canonical(row.get(column.name), column) for column in columns).encode()).hexdigest()


@dataclass
class Table:
    """What became of the rows of one raw table."""

    name: str
    rows_in: int = 0
    rejected: list = field(default_factory=list)  # (reason, raw row)
    folded: int = 0
    kept: list = field(default_factory=list)  # typed rows, one per key
    loaded_times: list = field(default_factory=list)  # every readable loaded_at, also of rejected rows

    def counts(self):
        return {
            "table_name": self.name,
            "rows_in": self.rows_in,
            "rows_rejected": len(self.rejected),
            "rows_superseded": self.folded,
            "rows_kept": len(self.kept),
        }


def _read_key_and_load(row, columns):
    """(key, loaded_at) or None where one of them is missing or unreadable."""
    try:
        values = {
            column: parse_cell(row.get(column.name), column)
            for column in columns
            if column.flag == "key" or column.name == "loaded_at"
        }
    except Unreadable:
        return None
    if any(value is None and not column.nullable for column, value in values.items()):
        return None
    *key, loaded_at = values.values()
    return tuple(key), loaded_at


def _read_whole_row(row, columns):
    """(typed row, None) or (None, reason)."""
    typed = {}
    for column in columns:
        try:
            value = parse_cell(row.get(column.name), column)
        except Unreadable:
            return None, f"{'unknown' if column.type == 'enum' else 'unreadable'} {column.name}"
        if value is None and column.flag != "optional" and not column.nullable:
            return None, f"missing {column.name}"
        if column.type == "int" and column.values and value is not None and value < int(column.values[0]):
            return None, f"too low {column.name}"
        typed[column.name] = value
    if typed["account_id"] is None:
        typed["account_id"] = DEFAULT_ACCOUNT
    return typed, None


def load_table(name, rows):
    """Reject what breaks the contract or was deleted, then fold the versions of each key."""
    columns = TABLES[name]
    by_name = {column.name: column for column in columns}
    table = Table(name, rows_in=len(rows))
    versions = {}  # key -> [(loaded_at, hash, typed row; None = a deletion)]
    for row in rows:
        try:
            loaded_at = parse_cell(row.get("loaded_at"), by_name["loaded_at"])
        except Unreadable:
            loaded_at = None
        if loaded_at is not None:
            table.loaded_times.append(loaded_at)

        key_and_load = _read_key_and_load(row, columns)
        if key_and_load is None:
            table.rejected.append(("missing or unreadable key or loaded_at", row))
            continue
        key, loaded_at = key_and_load
        if _BOOLEANS.get(given_text(row.get("is_deleted"), by_name["is_deleted"]).lower()):
            table.rejected.append(("deleted", row))
            versions.setdefault(key, []).append((loaded_at, row_hash(row, columns), None))
            continue
        typed, reason = _read_whole_row(row, columns)
        if reason:
            table.rejected.append((reason, row))
            continue
        versions.setdefault(key, []).append((loaded_at, row_hash(row, columns), typed))

    for contest in versions.values():
        latest = max(contest, key=lambda version: version[:2])[2]
        good = sum(typed is not None for _, _, typed in contest)
        if latest is None:  # the last word is a deletion
            table.folded += good
        else:
            table.folded += good - 1
            table.kept.append(latest)
    return table


def load_all(raw):
    """Tables from raw rows: {table name: [raw row]}. An absent table is not in `raw`, and not in the result."""
    tables = {name: load_table(name, rows) for name, rows in raw.items() if name in TABLES}
    for name, (parent, key) in PARENTS.items():
        if name in tables:
            table = tables[name]
            known = {row[key] for row in kept(tables, parent)}
            table.rejected += [("orphan", row) for row in table.kept if row[key] not in known]
            table.kept = [row for row in table.kept if row[key] in known]
    return tables


def kept(tables, name):
    """The rows of a table; none where the table is absent."""
    return tables[name].kept if name in tables else []


def is_known(tables, name):
    """Whether anything is known of a table: it is there, and a file with a header and no rows is; all rows rejected is as absent."""
    return name in tables and (tables[name].rows_in == 0 or len(tables[name].rejected) < tables[name].rows_in)


def as_of(tables):
    """The greatest readable loaded_at of all rows, rejected ones included."""
    return max(moment for table in tables.values() for moment in table.loaded_times)


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_folder(folder, prefix=""):
    """{table name: raw rows} of a folder with <prefix><table>.csv; a missing file is an absent table."""
    paths = {name: Path(folder) / f"{prefix}{name}.csv" for name in TABLES}
    return {name: read_csv(path) for name, path in paths.items() if path.exists()}


def write_folder(raw, folder):
    """The inverse of read_folder: one CSV file a table, all text, every contract column."""
    for name, rows in raw.items():
        with open(Path(folder) / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in TABLES[name]], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


