"""Spark gives the figures of DuckDB, cell for cell. One session for all of it: starting one takes longer than most models.

With SMS_ANALYTICS_SPARK_TESTS=all, dbt's own tests run on Spark too (`make test-spark` sets it).
"""

from __future__ import annotations

import os

import pytest

from tests.python.support.compare import differing_cells, public_models, report
from tests.python.support.dbt import DbtResult
from tests.python.support.spark import NoSpark, SparkBuild, run_on_spark

# `dbt build` would start each unit test alone, before its model.
MODELS = (("seed",), ("run",))
MACRO_TESTS = (("test", "--select", "path:tests/singular"),)
ALL_TESTS = (("test", "--select", "test_type:data"), ("test", "--select", "test_type:unit"))


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> SparkBuild:
    tests = ALL_TESTS if os.environ.get("SMS_ANALYTICS_SPARK_TESTS") == "all" else MACRO_TESTS
    try:
        return run_on_spark(tmp_path_factory.mktemp("spark"), [*MODELS, *tests])
    except NoSpark as reason:
        pytest.skip(f"no Spark: {reason}")


def test_models_are_built_and_dbt_tests_pass(spark: SparkBuild) -> None:
    print(spark.seconds)
    assert not spark.failures, "\n".join(spark.failures)


def test_spark_gives_the_figures_of_duckdb(spark: SparkBuild, demo: DbtResult) -> None:
    differences = differing_cells(demo.duckdb_path, spark.tables, public_models(demo.manifest()))
    assert not differences, f"DuckDB (left) and Spark (right) differ:\n{report(differences)}"


def test_tables_are_parquet_and_no_folder_is_left_in_the_project(spark: SparkBuild) -> None:
    assert list((spark.tables / "fct_replies").glob("*.parquet"))
    from tests.python.support.dbt import ROOT

    assert not [name for name in ("spark-warehouse", "metastore_db", "derby.log") if (ROOT / name).exists()]
