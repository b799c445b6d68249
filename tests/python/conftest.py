"""Fixtures that several test files share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.python.support.dbt import PARSED, DbtResult, run_dbt
from tests.python.support.postgres import NoPostgres, PostgresServer, postgres_server

# Files that take longer than half a minute, the longest first: one that started last would keep a core waiting.
LONG = (
    "test_incremental.py",
    "test_stored_rows.py",
    "test_second_computation.py",
    "test_bad_input.py",
    "test_outvote.py",
    "test_raw_sources.py",
    "test_personal_data.py",
    "test_engines.py",
    "test_incremental_postgres.py",
    "test_spark.py",
    "test_tested_rows.py",
    "test_package.py",
    "test_dashboard.py",
    "test_metrics.py",
    "test_publish.py",
    "test_benchmark.py",
)

OWN_FOLDER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """The processes of pytest-xdist are started after this, and share the folder."""
    if PARSED not in os.environ:
        os.environ[PARSED] = config.stash[OWN_FOLDER] = tempfile.mkdtemp(prefix="sms_analytics_parsed_")


def pytest_unconfigure(config: pytest.Config) -> None:
    if OWN_FOLDER in config.stash:
        shutil.rmtree(config.stash[OWN_FOLDER], ignore_errors=True)
        del os.environ[PARSED]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A Postgres server of this test run; the test is skipped where none can be had."""
    try:
        with postgres_server() as server:
            yield server
    except NoPostgres as reason:
        pytest.skip(f"no Postgres: {reason}")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """The demo, built and tested on DuckDB. Read it only: other tests read it too."""
    # `make test` has just built it, and says where.
    built = os.environ.get("SMS_ANALYTICS_TEST_BUILD")
    if built:
        return DbtResult(("build",), 0, "", "", Path(built))
    return run_dbt(["build"], work_dir=tmp_path_factory.mktemp("demo")).check()
