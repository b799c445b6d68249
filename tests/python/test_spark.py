"""Spark gives the figures of DuckDB, cell for cell, by plans that do for many events.

Each group of tests has one session, because starting one takes longer than most models. Those that build the project take minutes, and
are skipped unless SMS_ANALYTICS_SPARK_TESTS is `all` (`make test-spark` sets it).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.python.oracle import raw as raw_rows
from tests.python.oracle.settings import read_reference
from tests.python.support.compare import differing_cells, public_models, report
from tests.python.support.dbt import ROOT, DbtResult, run_dbt
from tests.python.support.plans import faults
from tests.python.support.random_events import random_sets, together
from tests.python.support.spark import NoSpark, SparkBuild, require_java, run_on_spark

RANDOM_SETS = 100
IS_WHOLE = os.environ.get("SMS_ANALYTICS_SPARK_TESTS") == "all"
whole = pytest.mark.skipif(not IS_WHOLE, reason="builds the project on Spark, which takes minutes: `make test-spark`")

# Tables that do not grow with events, so that each task may have all of them: reference seeds, and models of one row.
SMALL = {"attribution_windows", "preview_agents", "int_as_of", "int_raw_tables"}
# Models whose plan is not as it should be for events, and why that does not matter.
EXCEPTIONS = {
    "int_attribution_windows": "campaigns meet types of conversions, which are a handful",
    "int_discrepancy_counts": "figures that platforms report are numbered: a few for each campaign and period",
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
    commands = (["seed"], ["run"], ["test", "--select", "test_type:data"], ["test", "--select", "test_type:unit"])
    return run_on_spark(tmp_path_factory.mktemp("spark"), commands, plans=True)


@pytest.fixture(scope="module")
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SparkBuild:
    """All that is built, or else what needs no model: the tests of macros, which say that what Spark spells differently means the same."""
    if IS_WHOLE:
        return request.getfixturevalue("spark")
    commands = (["seed", "--select", "path:seeds/reference"], ["test", "--select", "path:tests/singular/macros"])
    return run_on_spark(tmp_path_factory.mktemp("macros"), commands)


def test_what_is_built_passes_dbt_tests(session: SparkBuild) -> None:
    print(session.seconds)
    assert not session.failures, "\n".join(session.failures)


def test_every_run_builds_all_anew(session: SparkBuild) -> None:
    """Rows of a Parquet table cannot be deleted: a model that adds to them would have them twice."""
    models = [node for node in session.manifest()["nodes"].values() if node["resource_type"] == "model"]
    assert {node["config"]["materialized"] for node in models} == {"table", "view"}


@whole
def test_spark_gives_the_figures_of_duckdb(spark: SparkBuild, demo: DbtResult) -> None:
    differences = differing_cells(demo.duckdb_path, spark.tables, public_models(demo.manifest()))
    assert not differences, f"DuckDB (left) and Spark (right) differ:\n{report(differences)}"


@whole
def test_plans_do_for_many_events(spark: SparkBuild) -> None:
    found = {model: faults(plan, SMALL) for model, plan in spark.plans().items()}
    assert len(found) > 100
    named = {model: reasons for model, reasons in found.items() if reasons}
    assert named.keys() == EXCEPTIONS.keys(), "\n".join(f"{model}: {reason}" for model in named for reason in named[model])


@whole
def test_no_folder_of_a_session_is_left_in_the_project(spark: SparkBuild) -> None:
    assert list(spark.tables.glob("fct_replies/*.parquet"))
    assert not [name for name in ("spark-warehouse", "metastore_db", "derby.log") if (ROOT / name).exists()]


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

    tables = [
        f"create table raw.{file.stem} using csv options (path '{file}', header 'true', multiLine 'true', escape '\"')"
        for file in sorted(raw.glob("*.csv"))
    ]
    commands = (["seed", "--select", "path:seeds/reference"], ["run"])
    spark = run_on_spark(tmp_path / "spark", commands, vars={"raw_source": "tables"}, sql=["create schema raw", *tables])
    assert not spark.failures, "\n".join(spark.failures)
    differences = differing_cells(duckdb.duckdb_path, spark.tables, public_models(duckdb.manifest()))
    assert not differences, f"DuckDB (left) and Spark (right) differ:\n{report(differences)}"
