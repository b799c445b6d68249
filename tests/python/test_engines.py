"""DuckDB and Postgres give the same figures, cell for cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

from tests.python.oracle.kpis import Marts
from tests.python.oracle.reports import Reports
from tests.python.support.compare import Difference, PublicModel, connect, differing_cells, differing_rows, public_models, relation, report
from tests.python.support.dbt import DbtResult, run_dbt
from tests.python.support.metrics import MetricsLayer, asks_of, unlike_reports
from tests.python.support.postgres import PostgresServer
from tests.python.support.reports import compiled, opened, random_calls, world_of_the_demo
from tests.python.support.reports import differences as differing_from_second
from tests.python.support.reports_as_marts import of_all_time, of_periods, unlike_marts


def test_postgres_gives_the_figures_of_duckdb(
    postgres: PostgresServer, demo: DbtResult, tmp_path: Path
) -> None:
    run_dbt(["build"], target="postgres", env=postgres.environment(), work_dir=tmp_path).check()

    models = public_models(demo.manifest())
    # Other tests leave schemas of their own on the server.
    differences = differing_cells(demo.duckdb_path, postgres.dsn, models, right_schema="sms_analytics")
    assert not differences, f"DuckDB (left) and Postgres (right) differ:\n{report(differences)}"

    assert_reports_and_metrics_are_the_same(demo, postgres, tmp_path)

    with connect(postgres.dsn) as query:
        rows = query("select relname from pg_class where relnamespace::regnamespace::text like 'sms_analytics%' and relkind = 'r' and reltuples < 0")
        uncounted = {name for (name,) in rows}
    built = {node["alias"] for node in demo.manifest()["nodes"].values() if node["resource_type"] == "model"}
    assert not uncounted & built, "Postgres would take these tables for small ones"


def test_an_empty_build_passes_on_postgres(postgres: PostgresServer, tmp_path: Path) -> None:
    """dbt names the empty queries that it puts for relations; most of ours have a name behind them."""
    empty = ["build", "--empty", "--full-refresh", "--select", "+kpi_labels", "--exclude-resource-type", "test", "unit_test"]
    run_dbt(empty, target="postgres", env=postgres.environment(), work_dir=tmp_path).check()
    with connect(postgres.dsn) as query:
        assert query("select count(*) from sms_analytics_intermediate.int_label_assignments") == [(0,)]


# A call of each shape, with all figures in one of them; the rest is the same SQL.
REPORTS = {
    "sms_analytics.messaging_report('2026-05-27', '2026-06-25')": ("account_id",),
    "sms_analytics.messaging_report(preset='last_month', grain='campaign', launched_in_range=true, basis='send')": ("campaign_id",),
    "sms_analytics.messaging_report(preset='this_week', grain='template', campaign_ids='c_us_weekly')": ("campaign_id", "template_id"),
    "sms_analytics.messaging_report(preset='all_time', grain=['campaign', 'month'])": ("campaign_id", "month_start_date"),
    "sms_analytics.messaging_report(preset='this_month', account_ids='harbor_us', include_sub_accounts=true, layout='rows')": ("account_id", "kpi"),
    "sms_analytics.calling_report(preset='last_30_days', grain='agent')": ("account_id", "agent_id"),
    "sms_analytics.calling_report(preset='all_time', grain='week')": ("account_id", "week_start_date"),
}


def differing_reports(demo: DbtResult, postgres: PostgresServer, folder: Path, theirs: Sequence[str]) -> list[Difference]:
    ours = compiled(list(REPORTS), folder / "duckdb")
    found = []
    with opened(demo.duckdb_path) as query_left, opened(postgres.dsn) as query_right:
        for (call, key), left, right in zip(REPORTS.items(), ours, theirs, strict=True):
            rows_left, rows_right = query_left(left), query_right(right)
            assert rows_left, call
            columns = list(rows_left[0])
            assert list(rows_right[0]) == columns
            tables = ([tuple(row.values()) for row in rows] for rows in (rows_left, rows_right))
            found += differing_rows(PublicModel(call, key), columns, *tables)
    return found


def assert_reports_and_metrics_are_the_same(demo: DbtResult, postgres: PostgresServer, folder: Path) -> None:
    """Those above as on DuckDB. Ranges and filters by chance as in the second computation, which is what DuckDB is held against, and all
    time and a week as the marts; the metrics of those ranges. In one run of dbt."""
    world = world_of_the_demo()
    reports, calls = Reports(world, Marts(world)), random_calls(world, 30, "postgres")
    marts = [*of_all_time(), *of_periods(date(2026, 6, 1), date(2026, 3, 28))]
    asked = [*REPORTS, *map(str, calls), *(f"sms_analytics.{one}" for one, *_ in marts)]
    sqls = iter(compiled(asked, folder / "postgres", target="postgres", env=postgres.environment()))
    of_shapes, of_calls, of_marts = (list(islice(sqls, len(some))) for some in (REPORTS, calls, marts))

    differences = differing_reports(demo, postgres, folder, of_shapes)
    assert not differences, f"DuckDB (left) and Postgres (right) differ:\n{report(differences)}"

    with opened(postgres.dsn) as run:
        query = cache(run)
        found = [difference for one, sql in zip(calls, of_calls) for difference in differing_from_second(reports, one, sql, query)]
        found += unlike_marts(marts, of_marts, query, "sms_analytics")
        layer = MetricsLayer(folder / "target", "postgres")
        of_metrics, rows = unlike_reports(layer, asks_of(calls), of_calls, query)
    found += of_metrics
    assert not found, "\n".join([f"{len(found)} differences", *found[:20]])
    assert rows > 50


def test_the_demo_has_campaigns_to_compare(demo: DbtResult) -> None:
    """Two empty databases would be equal too."""
    with connect(demo.duckdb_path) as query:
        table, _ = relation(query, "kpi_campaigns", None)
        ((sent,),) = query(f"select sum(messages_sent) from {table}")
    assert sent > 0
