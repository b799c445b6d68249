"""DuckDB and Postgres give the same figures, cell for cell."""

from __future__ import annotations

from pathlib import Path

from tests.python.support.compare import connect, differing_cells, public_models, relation, report
from tests.python.support.dbt import DbtResult, run_dbt
from tests.python.support.postgres import PostgresServer


def test_postgres_gives_the_figures_of_duckdb(
    postgres: PostgresServer, demo: DbtResult, tmp_path: Path
) -> None:
    run_dbt(["build"], target="postgres", env=postgres.environment(), work_dir=tmp_path).check()

    models = public_models(demo.manifest())
    # Other tests leave schemas of their own on the server.
    differences = differing_cells(demo.duckdb_path, postgres.dsn, models, right_schema="sms_analytics")
    assert not differences, f"DuckDB (left) and Postgres (right) differ:\n{report(differences)}"

    with connect(postgres.dsn) as query:
        rows = query("select relname from pg_class where relnamespace::regnamespace::text like 'sms_analytics%' and relkind = 'r' and reltuples < 0")
        uncounted = {name for (name,) in rows}
    built = {node["alias"] for node in demo.manifest()["nodes"].values() if node["resource_type"] == "model"}
    assert not uncounted & built, "Postgres would take these tables for small ones"


def test_the_demo_has_campaigns_to_compare(demo: DbtResult) -> None:
    """Two empty databases would be equal too."""
    with connect(demo.duckdb_path) as query:
        table, _ = relation(query, "kpi_campaigns", None)
        ((sent,),) = query(f"select sum(messages_sent) from {table}")
    assert sent > 0
