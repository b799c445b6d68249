"""Compare all tables of two builds row for row: those that others read, and those between.

Both lie where one connection sees them, so that the engine itself finds the rows that differ. Only these are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

from tests.python.support.compare import Difference, PublicModel, differing_rows, primary_key, read_parquet_as_tables, report
from tests.python.support.histories import History
from tests.python.support.postgres import PostgresServer

# Which build wrote a row is not what it says.
BOOKKEEPING = ("load_batch",)
# Nor is what a build writes down about itself: models that hold nothing else are named here.
NOT_COMPARED: tuple[str, ...] = ()
SHOW = 25


# DuckDB's and Postgres' list of tables: database, schema, name.
LISTED = "select table_catalog, table_schema, table_name from information_schema.tables"


@dataclass
class Builds:
    """A build in steps (left) and one from nothing (right): for each table its full name, with the schema it is in."""

    cursor: Any
    left: Mapping[str, str]
    right: Mapping[str, str]

    def columns(self, relation: str) -> list[str]:
        self.cursor.execute(f"select * from {relation} limit 0")
        return [described[0] for described in self.cursor.description]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        self.cursor.execute(sql)
        return self.cursor.fetchall()


def tables_by_name(cursor: Any, condition: str) -> dict[str, str]:
    cursor.execute(f"{LISTED} where {condition}")
    return {name: f"{database}.{schema}.{name}" for database, schema, name in cursor.fetchall()}


@contextmanager
def duckdb_builds(left: Path, right: Path) -> Iterator[Builds]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{left}' as steps (read_only)")
        connection.execute(f"attach '{right}' as full_refresh (read_only)")
        cursor = connection.cursor()
        yield Builds(cursor, *(tables_by_name(cursor, f"table_catalog = '{name}'") for name in ("steps", "full_refresh")))


@contextmanager
def spark_builds(left: Path, right: Path) -> Iterator[Builds]:
    """A folder of Spark's tables, and a DuckDB file."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create schema steps")
        read_parquet_as_tables(connection.cursor(), left, "steps")
        connection.execute(f"attach '{right}' as full_refresh (read_only)")
        cursor = connection.cursor()
        yield Builds(cursor, tables_by_name(cursor, "table_schema = 'steps'"), tables_by_name(cursor, "table_catalog = 'full_refresh'"))


@contextmanager
def postgres_builds(server: PostgresServer, left: str, right: str) -> Iterator[Builds]:
    connection = psycopg2.connect(server.dsn)
    connection.autocommit = True
    try:
        cursor = connection.cursor()
        yield Builds(cursor, *(tables_by_name(cursor, f"table_schema ~ '^{schema}(_|$)'") for schema in (left, right)))
    finally:
        connection.close()


# Stored rows, and what they are made from. Every other model is made anew from these by each run, so that it can differ only
# where one of them does: builds before the last one leave it out, which halves their time.
STORED = ("--select", "+config.materialized:incremental")
# Weeks and months go on to the latest load. In histories that is 2099: millions of rows in which nothing happens.
BUT_PERIODS = ("--exclude", "path:models/marts/periods")


def stored(nodes: Mapping[str, Any]) -> set[str]:
    """The models that `STORED` selects."""
    found: set[str] = set()
    waiting = [key for key, node in nodes.items() if node["config"]["materialized"] == "incremental"]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [parent for parent in nodes[key]["depends_on"].get("nodes", []) if parent.startswith("model.")]
    return found


def tables_to_compare(manifest: Mapping[str, Any], stored_only: bool = False) -> list[PublicModel]:
    """Everything but the raw rows in their types, what is built first first: a fault shows where it arises."""
    nodes = manifest["nodes"]
    wanted = stored(nodes) if stored_only else nodes.keys()
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in depths:
            above = nodes[name]["depends_on"].get("nodes", []) if name in nodes else []
            depths[name] = 1 + max((depth(parent) for parent in above if parent in nodes), default=0)
        return depths[name]

    models = [
        node
        for node in nodes.values()
        if node["resource_type"] == "model"
        and node["unique_id"] in wanted
        and node["config"]["materialized"] != "ephemeral"
        and not node["name"].startswith("base_")
        and not node["original_file_path"].startswith("models/marts/periods/")
        # They name the folder of the raw files, and each build has its own.
        and node["name"] not in ("int_csv_lines", "dq_file_lines")
        and node["name"] not in NOT_COMPARED
    ]
    models.sort(key=lambda node: (depth(node["unique_id"]), node["name"]))
    return [PublicModel(node.get("alias") or node["name"], primary_key(node, nodes.values())) for node in models]


def differing(builds: Builds, models: Sequence[PublicModel]) -> list[Difference]:
    if not models:
        raise ValueError("no tables to compare: an empty comparison proves nothing")
    return [difference for model in models for difference in _differing(builds, model)]


def _differing(builds: Builds, model: PublicModel) -> Iterator[Difference]:
    left, right = builds.left[model.name], builds.right[model.name]
    columns = [name for name in builds.columns(left) if name not in BOOKKEEPING]
    others = [name for name in builds.columns(right) if name not in BOOKKEEPING]
    if sorted(columns) != sorted(others):
        yield Difference(model.name, "", "(columns)", columns, others)
        return
    cells = ", ".join(f'"{name}"' for name in columns)
    only_left, only_right = (
        builds.rows(f"select {cells} from {one} except all select {cells} from {other}")
        for one, other in ((left, right), (right, left))
    )
    # The last digits of floating-point numbers may differ; that is for this to judge.
    if only_left or only_right:
        yield from differing_rows(model, columns, only_left, only_right)


# --- for people ----------------------------------------------------------------------------------------


def owner(difference: Difference, histories: Sequence[History]) -> History | None:
    """The history that a differing row belongs to, by its ids, its phones, or its days."""
    text = f"{difference.key} {difference.left!r} {difference.right!r}"
    found = re.search(r"(?:\bs|[.]s)(\d{4})[_@-]", text) or re.search(r"\+[12](\d{6})", text)
    if found and int(found[1]) < len(histories):
        return histories[int(found[1])]
    if re.search(r"account_id=default\b", text):
        return histories[0]
    for day in re.findall(r"\d{4}-\d{2}-\d{2}", difference.key):
        for history in histories:
            if history.owns(date.fromisoformat(day)):
                return history
    return None


def explain(differences: Sequence[Difference], histories: Sequence[History], build: int) -> str:
    """Build in steps (left) and full refresh (right), and the raw rows of the shortest history that differs first."""
    lines = [f"after build {build}, the build in steps (left) and the full refresh (right) differ:"]
    for difference in differences[:SHOW]:
        history = owner(difference, histories)
        lines.append(f"history {'?' if history is None else history.number}: {difference}")
    lines.append(report(differences, limit=0))
    first = [owner(difference, histories) for difference in differences if difference.model == differences[0].model]
    known = [history for history in first or [owner(difference, histories) for difference in differences] if history]
    if known:
        lines.append(min(known, key=lambda history: sum(map(len, history.batches.values()))).told(build))
    return "\n".join(lines)
