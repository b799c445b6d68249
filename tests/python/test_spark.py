"""Spark gives the figures of DuckDB, cell for cell, by plans that do for many events.

Each group of tests has one session, because starting one takes longer than most models. Those that build the project take minutes, and
are skipped unless SMS_ANALYTICS_SPARK_TESTS is `all` (`make test-spark` sets it).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.python.oracle import raw as raw_rows
from tests.python.oracle.settings import read_reference
from tests.python.support.compare import differing_cells, public_models, report
from tests.python.support.dbt import ROOT, DbtResult, run_dbt
from tests.python.support.histories import History, random_histories, rows_until, write_raw_folder
from tests.python.support.plans import faults
from tests.python.support.random_events import random_sets, together
from tests.python.support.row_for_row import differing, explain, spark_builds, tables_to_compare
from tests.python.support.spark import NO_SMALL_TABLES, SCHEMA, SMALL_TABLES, NoSpark, SparkBuild, require_java, run_on_spark, schema_of

RANDOM_SETS = 100
HISTORIES = 12
BUILDS = 3
SEED = int(os.environ.get("SMS_ANALYTICS_HISTORY_SEED", "0"))
# Tables of which each build writes some days only, and tables of which a run that stopped left a part.
BY_DAYS = ("base_messages", "int_message_statuses", "int_messages", "int_outbound_messages", "int_replies", "int_clicks", "fct_replies")
HALF_WRITTEN = ("base_message_status_events", "int_messages", "int_conversions", "fct_clicks")
# Tables that a session was making when it was killed: their folders are there, and the catalogue knows nothing of them.
HALF_MADE = ("touched_int_replies", "written_fct_replies", "unchanged_fct_campaign_contacts", "int_clicks", "kpi_campaigns")
LEAVES_OUT_HALF_WRITTEN = ["run", "--select", "dim_accounts"]
SEED_REFERENCE = ["seed", "--select", "path:seeds/reference"]
IS_WHOLE = os.environ.get("SMS_ANALYTICS_SPARK_TESTS") == "all"
whole = pytest.mark.skipif(not IS_WHOLE, reason="builds the project on Spark, which takes an hour or more: `make test-spark`")

# Tables that do not grow with events, so that each task may have all of them: reference seeds, models of one row, one with a row for
# each run, and one with a few rows for each campaign.
SMALL = {"attribution_windows", "experiment_shares", "preview_agents", "int_as_of", "int_raw_tables", "int_attribution_windows", "load_batches"}
# Models whose plan is not as it should be for events, and why that does not matter.
EXCEPTIONS = {
    "int_attribution_windows": "campaigns meet types of conversions, which are a handful",
    "dq_discrepancy_counts": "figures that platforms report are numbered: a few for each campaign and period",
}


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    try:
        require_java()
    except NoSpark as reason:
        pytest.skip(f"no Spark: {reason}")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> SparkBuild:
    # `dbt build` would compile each unit test between the models; this is faster.
    tests = (["test", "--select", "test_type:data"], ["test", "--select", "test_type:unit"])
    return run_on_spark(tmp_path_factory.mktemp("spark"), (["seed"], *NO_SMALL_TABLES, ["run"], *SMALL_TABLES, *tests), logs_plans=True)


@pytest.fixture(scope="module")
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SparkBuild:
    """All that is built, or else what needs no model: the tests of macros, which say that what Spark spells differently means the same."""
    if IS_WHOLE:
        return request.getfixturevalue("spark")
    commands = (SEED_REFERENCE, ["test", "--select", "path:tests/singular/macros"])
    return run_on_spark(tmp_path_factory.mktemp("macros"), commands)


def test_what_is_built_passes_dbt_tests(session: SparkBuild) -> None:
    print(session.seconds)
    assert not session.failures, "\n".join(session.failures)
    assert session.passed >= len(list((ROOT / "tests/singular/macros").glob("*.sql")))


@whole
def test_spark_gives_the_figures_of_duckdb(spark: SparkBuild, demo: DbtResult) -> None:
    differences = differing_cells(demo.duckdb_path, spark.tables, public_models(demo.manifest()))
    assert not differences, f"DuckDB (left) and Spark (right) differ:\n{report(differences)}"


@whole
def test_plans_do_for_many_events(spark: SparkBuild) -> None:
    found = faults_by_table(spark)
    assert len(found) > 100
    named = {table: reasons for table, reasons in found.items() if reasons}
    assert named.keys() == EXCEPTIONS.keys(), report_of_faults(named)


@whole
def test_no_folder_of_a_session_is_left_in_the_project(spark: SparkBuild) -> None:
    assert list(spark.tables.glob("*/fct_replies/**/*.parquet"))
    assert not [name for name in ("spark-warehouse", "metastore_db", "derby.log") if (ROOT / name).exists()]


def tables_over(raw: Path) -> list[str]:
    """Statements that make tables of a folder's files, in place of those that were there."""
    statements: list[str] = []
    for file in sorted(raw.iterdir()):
        csv = ", header 'true', multiLine 'true', escape '\"'" if file.suffix == ".csv" else ""
        statements.append(f"drop table if exists raw.{file.stem}")
        statements.append(f"create table raw.{file.stem} using {file.suffix[1:]} options (path '{file}'{csv})")
    return statements


@dataclass(frozen=True)
class Steps:
    """Histories built in steps, and where the raw rows and Spark's tables of each step are."""

    histories: list[History]
    path: Path
    spark: SparkBuild

    def raw(self, build: int) -> Path:
        return self.path / f"raw_{build}"

    def tables(self, build: int) -> Path:
        return self.path / f"tables_{build}"


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """A few histories (tests/python/support/histories.py), built in steps on Spark.

    Before the last step some tables are as a run leaves them that was stopped while it wrote them, or made them.
    """
    path = tmp_path_factory.mktemp("steps")
    built = Steps(random_histories(HISTORIES, BUILDS, SEED), path, SparkBuild(path / "spark", {}, [], 0))
    last = BUILDS - 1
    taken: list[Sequence[str] | str | Path] = ["create schema raw"]
    for build in range(BUILDS):
        write_raw_folder(rows_until(built.histories, build), built.raw(build))
        taken += tables_over(built.raw(build))
        if build == 0:
            taken += [SEED_REFERENCE, ["run"], *NO_SMALL_TABLES]
        elif build < last:
            taken += [["run"]]
        else:
            taken += [*SMALL_TABLES, *half_written(*HALF_WRITTEN), *half_made(built.spark.tables, *HALF_MADE), LEAVES_OUT_HALF_WRITTEN, ["run"]]
        taken.append(built.tables(build))
    return replace(built, spark=run_on_spark(built.spark.work_dir, taken, vars={"raw_source": "tables"}, logs_plans=True))


@whole
def test_steps_end_where_a_full_refresh_does(steps: Steps) -> None:
    (refused,) = steps.spark.failures
    assert any(f"{table} was being written when a run stopped, and this run leaves it out" in refused for table in HALF_WRITTEN)

    for build in range(BUILDS):
        work_dir = steps.path / f"duckdb_{build}"
        for command in (SEED_REFERENCE, ["run"]):
            duckdb = run_dbt(command, work_dir=work_dir, vars={"raw_source": "files", "raw_path": str(steps.raw(build))}).check()
        with spark_builds(steps.tables(build), duckdb.duckdb_path) as builds:
            differences = differing(builds, tables_to_compare(duckdb.manifest()))
            assert builds.rows(f"select count(*) from {builds.right['fct_messages']}") > [(0,)]
        assert not differences, explain(differences, steps.histories, build)

    # What was not half written is written again by days only.
    first, second, last = (files_of(steps.tables(build)) for build in range(BUILDS))
    assert {path.parent.parent.name for path in first & second} >= set(BY_DAYS)
    assert not {path.parent.parent.name for path in second & last} & set(HALF_WRITTEN)


@whole
def test_a_table_is_marked_while_it_is_written(steps: Steps) -> None:
    nodes = steps.spark.manifest()["nodes"].values()
    incremental = {node["name"] for node in nodes if node["resource_type"] == "model" and node["config"]["materialized"] == "incremental"}
    # One was half made, and its folder was emptied; one never has a row, and is written by the session that copies the tables.
    assert incremental - steps.spark.always_marked() == {"int_clicks", "base_send_decisions"}
    # A run that ends leaves no mark.
    assert (steps.spark.work_dir / "session.log").read_text().count("The last run was stopped") == 1


@whole
def test_plans_of_increments_do_for_many_events(steps: Steps) -> None:
    found = faults_by_table(steps.spark)
    # Keys that are touched, rows that are worked out anew, and days that are written with them.
    assert found.keys() >= {"touched_fct_replies", "written_fct_replies", "fct_replies"}
    named = {table: reasons for table, reasons in found.items() if reasons and table not in EXCEPTIONS}
    assert not named, report_of_faults(named)


def faults_by_table(spark: SparkBuild) -> dict[str, list[str]]:
    return {table: [fault for plan in plans for fault in faults(plan, SMALL)] for table, plans in spark.plans().items()}


def report_of_faults(named: dict[str, list[str]]) -> str:
    return "\n".join(f"{table}: {reason}" for table, reasons in named.items() for reason in reasons)


def half_written(*tables: str) -> list[str]:
    marked = [f"alter table {schema_of(table)}.{table} set tblproperties ('sms_analytics.unfinished' = 'true')" for table in tables]
    return [*marked, *(f"truncate table {schema_of(table)}.{table}" for table in tables)]


def half_made(tables: Path, *names: str) -> list[str]:
    """A table with a place of its own leaves its files there when it is dropped; a run that is killed leaves its row."""
    statements = [f"insert into {SCHEMA}_staging.load_batches select load_batch + 1, settings, 'killed', command, started_at, null, 'running' "
                  f"from {SCHEMA}_staging.load_batches where load_batch = (select max(load_batch) from {SCHEMA}_staging.load_batches)"]  # fmt: skip
    for name in names:
        schema = schema_of(name)
        statements += [f"drop table if exists {schema}.{name}",
                       f"create table raw.half_made using parquet location '{tables / f'{schema}.db' / name}' as select 1 as n",
                       "drop table raw.half_made"]  # fmt: skip
    return statements


def files_of(tables: Path) -> set[Path]:
    return {path.relative_to(tables) for path in tables.rglob("*.parquet")}


@whole
def test_random_events_from_tables(tmp_path: Path) -> None:
    """Random sets of events (tests/python/support/random_events.py), as tables over a folder of files."""
    raw = tmp_path / "raw"
    raw.mkdir()
    wordings = [wording for wording, _ in read_reference(ROOT / "seeds" / "reference").wordings]
    raw_rows.write_folder(together(random_sets(RANDOM_SETS, wordings=wordings)), raw)
    from_files = {"raw_source": "files", "raw_path": str(raw)}
    for command in ("seed", "run"):
        duckdb = run_dbt([command], work_dir=tmp_path / "duckdb", vars=from_files).check()

    steps = ["create schema raw", *tables_over(raw), SEED_REFERENCE, ["run"]]
    spark = run_on_spark(tmp_path / "spark", steps, vars={"raw_source": "tables"})
    assert not spark.failures, "\n".join(spark.failures)
    # DuckDB reads files, and counts their lines; Spark reads tables.
    models = [model for model in public_models(duckdb.manifest()) if model.name != "dq_file_lines"]
    differences = differing_cells(duckdb.duckdb_path, spark.tables, models)
    assert not differences, f"DuckDB (left) and Spark (right) differ:\n{report(differences)}"
