"""Compare the public models of two databases, cell for cell.

A database is a DuckDB file (its path), a Postgres database (a connection string), or Spark's folder of schemas, with one of
Parquet files for each table (views are not there, unless they were written as files too). By hand:

    python -m tests.python.support.compare build/sms_analytics.duckdb "host=localhost dbname=x"

Both sides are read into memory: made for the demo and for tests, not for a whole warehouse.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

# Only floating-point numbers may differ, and by no more than this part of the greater one: engines
# add the same numbers in another order, which moves the last digits. Decimals have to be equal.
RELATIVE_TOLERANCE = 1e-9

Row = tuple[Any, ...]
Query = Callable[[str], list[Row]]


@dataclass(frozen=True)
class PublicModel:
    """A model that others read. An empty key means that no column identifies its rows."""

    name: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One cell that differs, or something greater: a row, the columns, a whole table."""

    model: str
    key: str
    column: str
    left: Any
    right: Any

    def __str__(self) -> str:
        return f"{self.model} [{self.key}] {self.column}: {self.left!r} <> {self.right!r}"


# --- what to compare -----------------------------------------------------------------------------


def public_models(manifest: Mapping[str, Any]) -> list[PublicModel]:
    """The models under models/marts that are public, with their primary keys."""
    nodes = manifest["nodes"]
    models = [
        PublicModel(node.get("alias") or node["name"], primary_key(node, nodes.values()))
        for node in nodes.values()
        if node["resource_type"] == "model"
        and node["original_file_path"].startswith("models/marts/")
        and (node.get("access") or node["config"].get("access")) == "public"
    ]
    return sorted(models, key=lambda model: model.name)


def primary_key(node: Mapping[str, Any], nodes: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What the model says in `meta.primary_key`; else what a test of it says is unique."""
    declared = node["config"].get("meta", {}).get("primary_key")
    if declared:
        return (declared,) if isinstance(declared, str) else tuple(declared)

    for test in nodes:
        if test.get("attached_node") == node["unique_id"] and test.get("test_metadata"):
            # A test of some rows only says nothing about the others.
            if not test["config"].get("where") and (key := _unique_columns(test["test_metadata"])):
                return key
    return ()


def _unique_columns(test: Mapping[str, Any]) -> tuple[str, ...]:
    arguments = test["kwargs"]
    if test["name"] == "unique":
        return (arguments["column_name"],)
    if "unique" in test["name"] or "primary_key" in test["name"]:
        for value in (arguments.get("combination_of_columns"), arguments.get("columns")):
            if isinstance(value, list):
                return tuple(value)
    return ()


# --- how to read a database ----------------------------------------------------------------------


@contextmanager
def connect(database: str | Path) -> Iterator[Query]:
    """A function that runs a query on a DuckDB file, a Postgres database or a folder of Spark's, in UTC."""
    text = str(database)
    folder = Path(text) if Path(text).is_dir() else None
    if "dbname=" in text or text.startswith(("postgresql://", "postgres://")):
        connection = psycopg2.connect(text)
    elif folder:
        connection = duckdb.connect()
    else:
        connection = duckdb.connect(text, read_only=True)
    cursor = connection.cursor()
    cursor.execute("set TimeZone = 'UTC'")
    if folder:
        read_parquet_as_tables(cursor, folder)

    def query(sql: str) -> list[Row]:
        cursor.execute(sql)
        return cursor.fetchall()

    try:
        yield query
    finally:
        connection.close()


def read_parquet_as_tables(cursor: Any, folder: Path, schema: str = "main") -> None:
    """Spark's timestamps are instants; the other engines' are not, and stand for the same in UTC. Partitions are days, in folders."""
    for table in sorted(path for path in folder.glob("*.db/*") if any(path.rglob("*.parquet"))):
        days = {path.name.split("=")[0] for path in table.iterdir() if path.is_dir() and "=" in path.name}
        types = ", ".join(f"'{day}': date" for day in days)
        hive = f", hive_partitioning = true, hive_types = {{{types}}}" if days else ""
        files = f"read_parquet('{table}/**/*.parquet'{hive})"
        cursor.execute(f"describe select * from {files}")
        columns = [
            f'cast("{name}" as timestamp) as "{name}"' if kind == "TIMESTAMP WITH TIME ZONE" else f'"{name}"'
            for name, kind, *_ in cursor.fetchall()
        ]
        cursor.execute(f'create view {schema}."{table.name}" as select {", ".join(columns)} from {files}')


def relation(query: Query, table: str, schema: str | None) -> tuple[str, list[str]]:
    """The quoted name of a table and its columns in order. Schema: the build's, of which its other schemas' names start; default: any."""
    where = f"and (table_schema = '{schema}' or left(table_schema, {len(schema) + 1}) = '{schema}_')" if schema else ""
    found = query(
        "select table_schema, column_name from information_schema.columns "
        f"where table_name = '{table}' {where} "
        "and table_schema not in ('information_schema', 'pg_catalog') "
        "order by table_schema, ordinal_position"
    )
    schemas = sorted({row[0] for row in found})
    if not schemas:
        raise LookupError("is not there")
    if len(schemas) > 1:
        raise LookupError(f"is in several schemas: {', '.join(schemas)}")
    return f'"{schemas[0]}"."{table}"', [column for _, column in found]


def search_schemas(query: Query) -> None:
    """From here on, this connection to a DuckDB file finds tables whatever schema they are in."""
    found = query("select distinct schema_name from duckdb_tables() union select schema_name from duckdb_views() where not internal")
    query(f"set search_path = '{','.join(sorted(schema for (schema,) in found))}'")


# --- the comparison ------------------------------------------------------------------------------


def differing_cells(
    left: str | Path,
    right: str | Path,
    models: Sequence[PublicModel],
    *,
    left_schema: str | None = None,
    right_schema: str | None = None,
) -> list[Difference]:
    """Every difference between two databases in these models; an empty list means none."""
    if not models:
        raise ValueError("no public models to compare: an empty comparison proves nothing")
    with connect(left) as query_left, connect(right) as query_right:
        return [
            difference
            for model in models
            for difference in _differences_of_model(
                model, (query_left, left_schema), (query_right, right_schema)
            )
        ]


def _differences_of_model(
    model: PublicModel, left: tuple[Query, str | None], right: tuple[Query, str | None]
) -> Iterator[Difference]:
    tables: list[tuple[list[str], list[Row]] | str] = []
    for query, schema in (left, right):
        try:
            name, columns = relation(query, model.name, schema)
            tables.append((columns, query(f"select * from {name}")))
        except LookupError as problem:
            tables.append(str(problem))

    table_left, table_right = tables
    if isinstance(table_left, str) or isinstance(table_right, str):
        states = [table if isinstance(table, str) else "is there" for table in tables]
        yield Difference(model.name, "", "(table)", *states)
        return

    columns, rows_left = table_left
    other_columns, rows_right = table_right
    # On Spark the column that a table is partitioned by is its last.
    if sorted(columns) != sorted(other_columns):
        yield Difference(model.name, "", "(columns)", columns, other_columns)
        return
    places = [other_columns.index(column) for column in columns]
    rows_right = [tuple(row[at] for at in places) for row in rows_right]
    yield from differing_rows(model, columns, rows_left, rows_right)


def differing_rows(
    model: PublicModel, columns: list[str], left: list[Row], right: list[Row]
) -> Iterator[Difference]:
    """Match the rows of two tables by key and yield what differs.

    Without a key, rows are matched by everything but their floating-point numbers, which makes the
    tables two multisets of rows.
    """
    if model.key:
        key = [columns.index(column) for column in model.key]
    else:
        inexact = {at for row in (*left, *right) for at, cell in enumerate(row) if _is_float(cell)}
        key = [at for at in range(len(columns)) if at not in inexact]

    groups_left, groups_right = _by_key(left, key), _by_key(right, key)
    for values in sorted({*groups_left, *groups_right}, key=repr):
        rows_left, rows_right = groups_left.get(values, []), groups_right.get(values, [])
        label = ", ".join(f"{columns[at]}={_shown(value)}" for at, value in zip(key, values))
        if len(rows_left) != len(rows_right):
            yield Difference(model.name, label, "(rows)", len(rows_left), len(rows_right))
            continue
        for row_left, row_right in zip(sorted(rows_left, key=_rank), sorted(rows_right, key=_rank)):
            for column, cell_left, cell_right in zip(columns, row_left, row_right):
                if not same(cell_left, cell_right):
                    yield Difference(model.name, label, column, cell_left, cell_right)


def _rank(row: Row) -> tuple[str, list[float]]:
    """An order in which rows that differ in last digits only stand at the same place."""
    exact = repr([None if _is_float(cell) else cell for cell in row])
    return exact, [cell for cell in row if _is_float(cell)]


def _by_key(rows: list[Row], key: list[int]) -> dict[Row, list[Row]]:
    groups: dict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[at] for at in key)].append(row)
    return groups


def same(left: Any, right: Any) -> bool:
    """Whether two cells are equal: exactly, but for the last digits of floating-point numbers."""
    if left is None or right is None:
        return left is right
    # To Python, True equals 1.
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if _is_float(left) and _is_float(right):
        if math.isnan(left) or math.isnan(right):
            return math.isnan(left) and math.isnan(right)
        return math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE, abs_tol=0.0)
    return bool(left == right)


def _is_float(cell: Any) -> bool:
    return isinstance(cell, float)


def _shown(cell: Any) -> str:
    return "NULL" if cell is None else str(cell)


# --- for people ----------------------------------------------------------------------------------


def report(differences: Sequence[Difference], limit: int = 20) -> str:
    """The first differences, one a line, and how many there are in each model."""
    counts: dict[str, int] = defaultdict(int)
    for difference in differences:
        counts[difference.model] += 1
    lines = [str(difference) for difference in differences[:limit]]
    if len(differences) > limit:
        lines.append(f"… and {len(differences) - limit} more")
    lines += [f"{count} in {model}" for model, count in counts.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("left", help="a DuckDB file, a Postgres connection string or a folder of Spark's")
    parser.add_argument("right", help="the same")
    parser.add_argument("--left-schema", help="where a name is in several schemas")
    parser.add_argument("--right-schema", help="where a name is in several schemas")
    parser.add_argument("--manifest", type=Path, default=Path("target/manifest.json"))
    parser.add_argument("--limit", type=int, default=20, help="how many differences to print")
    chosen = parser.parse_args(arguments)

    models = public_models(json.loads(chosen.manifest.read_text()))
    differences = differing_cells(
        chosen.left,
        chosen.right,
        models,
        left_schema=chosen.left_schema,
        right_schema=chosen.right_schema,
    )
    if differences:
        print(report(differences, chosen.limit))
        return 1
    print(f"no difference in {len(models)} public models")
    return 0


if __name__ == "__main__":
    sys.exit(main())
