"""The published file (`make publish`), read-only. Nothing else is read, and never the database that a build writes.

A publish renames a new file over the old one. Each run of a page asks which file is there and stays with it, so that a page never shows
two versions; what was read is kept by version.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

PATH = "SMS_ANALYTICS_PUBLISHED"
DEFAULT_PATH = "build/published/sms_marts.duckdb"
# Days that no event is before or after.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)


class NoFile(Exception):
    """There is no published file to show; the message says what to do."""


@dataclass(frozen=True)
class Version:
    path: str
    inode: int
    changed: int


@dataclass(frozen=True)
class Column:
    """What a column of a mart is; `needs`: the raw tables without which it is NULL, `divided_by`: the denominator of a rate."""

    label: str
    unit: str | None = None
    definition: str = ""
    needs: tuple[str, ...] = ()
    divided_by: str | None = None


def newest() -> Version:
    path = Path(os.environ.get(PATH, DEFAULT_PATH))
    try:
        found = path.stat()
    except FileNotFoundError:
        raise NoFile(f"There is no published file at `{path}`. Run `make publish` after `make build`, or name another one in `{PATH}`.") from None
    return Version(str(path), found.st_ino, found.st_mtime_ns)


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(version: Version) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"attach '{version.path.replace(chr(39), chr(39) * 2)}' as marts (read_only)")
    return connection


@st.cache_data(max_entries=500, show_spinner=False)
def _read(version: Version, sql: str, given: dict[str, Any]) -> pandas.DataFrame:
    with _opened(version).cursor() as cursor:
        cursor.execute("use marts")
        return cursor.execute(sql, given).df()


def use_newest() -> Version:
    """Every figure of this run of the page is of the version that is there now."""
    st.session_state["version"] = None
    st.session_state["version"] = newest()
    columns = "select column_name from duckdb_columns() where database_name = 'marts' and schema_name = 'dashboard' and table_name = 'reports'"
    if "basis" not in set(query(columns)["column_name"]):
        raise NoFile("The published file was written by an older version and lacks what the dashboard needs. Run `make publish`.")
    return st.session_state["version"]


def query(sql: str, **given: Any) -> pandas.DataFrame:
    return _read(st.session_state["version"], sql, {name: value for name, value in given.items() if f"${name}" in sql})


def has(table: str) -> bool:
    return table in set(query("select table_name from duckdb_tables() where database_name = 'marts' and schema_name = 'main'")["table_name"])


def published() -> dict[str, Any]:
    return query("select distinct project_version, as_of, published_at, accounts from published").iloc[0].to_dict()


def columns(table: str) -> dict[str, Column]:
    rows = query("select * from dashboard.columns where table_name = $table", table=table)
    return {
        row.column_name: Column(
            row.label, row.unit if isinstance(row.unit, str) else None, row.definition, tuple(row.needs), row.divided_by if isinstance(row.divided_by, str) else None
        )
        for row in rows.itertuples()
    }


def absent_tables() -> set[str]:
    """Raw tables without one usable row."""
    flags = query("select * from dashboard.int_raw_tables").iloc[0]
    return {name.removeprefix("has_") for name, is_there in flags.items() if not is_there}


def accounts() -> pandas.DataFrame:
    return query("select account_id, account_name, reporting_currency, time_zone from dim_accounts order by account_name, account_id")


def names(rows: pandas.DataFrame, key: str, name: str) -> dict[str, str]:
    """The name of each key, else the key."""
    return dict(zip(rows[key], rows[name].fillna(rows[key]))) if len(rows) else {}


def mart(table: str, account: str | None = None, where: str = "true", order: str = "all", **given: Any) -> pandas.DataFrame:
    """Rows of a mart, of one account if it is named. No rows where the mart was not published."""
    if not has(table):
        return pandas.DataFrame()
    of_account = "account_id = $account and " if account is not None else ""
    rows = query(f"select * from {table} where {of_account}{where} order by {order}", account=account, **given)
    if "campaign_name" in rows and "campaign_id" in rows:
        rows = rows.assign(campaign_name=rows["campaign_name"].fillna(rows["campaign_id"]))
    return rows


def report(
    name: str,
    grain: str,
    accounts: Sequence[str],
    preset: str | None = None,
    dates: tuple[date, date] = (FIRST_DAY, LAST_DAY),
    campaigns: Sequence[str] = (),
    templates: Sequence[str] = (),
    launched: bool = False,
    basis: str = "activity",
) -> pandas.DataFrame:
    """The figures of a range of days, by the project's own macros. A preset goes before the dates; by day, the range needs both ends."""
    filter_name = "templates" if templates else "campaigns" if campaigns or launched else "accounts"
    stored = "select sql from dashboard.reports where report = $report and grain = $grain and filter = $filter and basis = $basis"
    found = query(stored, report=name, grain=grain, filter=filter_name, basis=basis)
    if found.empty:
        return pandas.DataFrame()
    given = {"preset": preset, "date_from": dates[0], "date_to": dates[1], "accounts": list(accounts), "launched": launched}
    try:
        return query(found["sql"].iloc[0], **given, campaigns=list(campaigns) or None, templates=list(templates))
    except duckdb.CatalogException:  # A part of the project was built: a fact is not there.
        return pandas.DataFrame()


def at_once(*questions: Callable[[], pandas.DataFrame]) -> list[pandas.DataFrame]:
    """The answers of several questions: a report is planned by one core, so two of them take the time of one."""
    context = get_script_run_ctx()

    def ask(question: Callable[[], pandas.DataFrame]) -> pandas.DataFrame:
        add_script_run_ctx(threading.current_thread(), context)
        return question()

    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(ask, questions))
