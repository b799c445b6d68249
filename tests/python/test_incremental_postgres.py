"""On Postgres too, what is built in steps as events arrive is what a full refresh makes of them, row for row.

A few histories (tests/python/support/histories.py), whose rows are inserted into the tables of a warehouse. Reports and metrics of them are held
against the second computation.
SMS_ANALYTICS_HISTORY_SEED says which ones (default 0).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extras import execute_values

from tests.python.oracle.answer import work_out
from tests.python.oracle.contract import TABLES
from tests.python.oracle.kpis import Marts
from tests.python.oracle.reports import Reports
from tests.python.oracle.settings import read_reference
from tests.python.support.dbt import ROOT, DbtResult, run_dbt
from tests.python.support.histories import TYPED_TABLES, History, as_held, column_types, random_histories, typed_rows
from tests.python.support.metrics import MetricsLayer, asks_of, unlike_reports
from tests.python.support.postgres import PostgresServer
from tests.python.support.reports import compiled, differences, opened, random_calls
from tests.python.support.reports_as_marts import of_all_time, unlike_marts
from tests.python.support.row_for_row import BUT_PERIODS, STORED, differing, explain, postgres_builds, tables_to_compare

HISTORIES = 12
SEED = int(os.environ.get("SMS_ANALYTICS_HISTORY_SEED", "0"))
BUILDS = 3
RAW, STEPS, FULL = "arriving", "in_steps", "full_refresh"
FROM_TABLES = {"raw_source": "tables", "raw_schema": RAW}


def make_tables(server: PostgresServer) -> None:
    connection = psycopg2.connect(server.dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"create schema {RAW}")
        for table in TABLES:
            columns = ", ".join(f"{name} {kind}" for name, kind in column_types(table).items())
            cursor.execute(f"create table {RAW}.{table} ({columns})")
    connection.close()


@pytest.fixture
def warehouse(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """Other tests use the server too: they find it as it was."""
    make_tables(postgres)
    yield postgres
    connection = psycopg2.connect(postgres.dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"select nspname from pg_namespace where nspname ~ '^({RAW}$|{STEPS}|{FULL})'")
        for (schema,) in cursor.fetchall():
            cursor.execute(f"drop schema if exists {schema} cascade")
    connection.close()


def insert_batch(server: PostgresServer, histories: Iterable[History], build: int) -> None:
    """Rows are only added, in the order in which they come."""
    arrivals = [arrival for history in histories for arrival in history.batches.get(build, ())]
    connection = psycopg2.connect(server.dsn)
    with connection, connection.cursor() as cursor:
        for table, columns in TABLES.items():
            rows = [arrival.row for arrival in arrivals if arrival.table == table]
            values = typed_rows(table, rows) if table in TYPED_TABLES else [[row[one.name] for one in columns] for row in rows]
            if values:
                execute_values(cursor, f"insert into {RAW}.{table} values %s", values, page_size=1000)
    connection.close()


def test_steps_end_where_a_full_refresh_does(warehouse: PostgresServer, tmp_path: Path) -> None:
    histories = random_histories(HISTORIES, BUILDS, SEED)

    def run(schema: str, *args: str) -> DbtResult:
        # The two run side by side, on one thread each.
        env = {**warehouse.environment(schema), "SMS_ANALYTICS_THREADS": "1"}
        return run_dbt(args, target="postgres", vars=FROM_TABLES, env=env, work_dir=tmp_path / schema).check()

    with ThreadPoolExecutor(max_workers=2) as pool:
        insert_batch(warehouse, histories, 0)
        seed = ("seed", "--select", "path:seeds/reference")
        seeded = [pool.submit(run, schema, *seed) for schema in (STEPS, FULL)]
        manifest = [done.result() for done in seeded][0].manifest()
        for build in range(BUILDS):
            is_last = build == BUILDS - 1
            selected = BUT_PERIODS if is_last else STORED
            models = tables_to_compare(manifest, stored_only=not is_last)
            if build:
                insert_batch(warehouse, histories, build)
            for done in [pool.submit(run, STEPS, "run", *selected), pool.submit(run, FULL, "run", "--full-refresh", *selected)]:
                done.result()
            with postgres_builds(warehouse, STEPS, FULL) as builds:
                differences = differing(builds, models)
                assert builds.rows(f"select count(*) from {FULL}.fct_campaign_contacts") > [(0,)]
            assert not differences, explain(differences, histories, build)
    assert_reports_and_metrics_are_the_same(histories, warehouse, tmp_path / FULL)


def assert_reports_and_metrics_are_the_same(histories: list[History], warehouse: PostgresServer, folder: Path) -> None:
    """Of these random events, reports of Postgres are as in the second computation, those of all time as the marts, and metrics as reports."""
    arrivals = [arrival for history in histories for _, arrival in history.arrivals()]
    rows = {table: [arrival.row for arrival in arrivals if arrival.table == table] for table in TABLES}
    raw = {table: as_held(table, some) if table in TYPED_TABLES else some for table, some in rows.items()}
    world = work_out(raw, read_reference(ROOT / "seeds" / "reference"))
    reports, calls = Reports(world, Marts(world)), random_calls(world, 30, SEED, lengths=(6, 30, 3650, 20000))
    marts = of_all_time()
    asked = [*map(str, calls), *(f"sms_analytics.{one}" for one, *_ in marts)]
    sqls = compiled(asked, folder, target="postgres", vars=FROM_TABLES, env=warehouse.environment(FULL))
    with opened(warehouse.dsn) as query:
        found = [difference for one, sql in zip(calls, sqls) for difference in differences(reports, one, sql, query)]
        found += unlike_marts(marts, sqls[len(calls) :], query, FULL)
        layer = MetricsLayer(folder / "target", "postgres")
        of_metrics, rows_of_both = unlike_reports(layer, asks_of(calls, SEED), sqls[: len(calls)], query)
    found += of_metrics
    assert not found, "\n".join([f"{len(found)} differences", *found[:20]])
    assert rows_of_both > 20
