"""What continuous integration does with a project: compile without a database, build what changed on top of another build, clone, retry."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.python.support.compare import connect
from tests.python.support.dbt import ROOT, duckdb_path, run_dbt

MODELS = "stg_accounts"
SELECTORS = [selector["name"] for selector in yaml.safe_load((ROOT / "selectors.yml").read_text())["selectors"]]


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few models, built, and the state they left."""
    folder = tmp_path_factory.mktemp("production")
    run_dbt(["build", "--select", f"+{MODELS}", "--exclude-resource-type", "test", "unit_test"], work_dir=folder).check()
    shutil.copytree(folder / "target", folder / "state")
    return folder


def test_compile_without_introspection_is_one_sentence(production: Path) -> None:
    run = run_dbt(["compile", "--no-introspect", "--select", "base_accounts"], work_dir=production)
    assert run.returncode != 0
    sentence = "sms_analytics looks up the columns of raw tables and the days of their loads while it compiles; leave out --no-introspect"
    assert (run.stdout + run.stderr).count(sentence) == 1


def test_nothing_is_modified_without_a_change(production: Path) -> None:
    listed = run_dbt(["--quiet", "ls", "--select", "state:modified+", "--state", str(production / "state")], work_dir=production).check()
    assert listed.stdout.strip() == ""


def test_what_changed_is_built_on_top_of_another_build(production: Path) -> None:
    """Slim CI: base_accounts is read where production has it."""
    schema = {"SMS_ANALYTICS_DUCKDB_SCHEMA": "ci"}
    deferred = ["run", "--select", MODELS, "--defer", "--state", str(production / "state")]
    run_dbt(deferred, work_dir=production, env=schema).check()
    with connect(duckdb_path(production)) as query:
        tables = {row[0] for row in query("select table_name from information_schema.tables where table_schema = 'ci_staging'")}
        assert MODELS in tables and "base_accounts" not in tables
        assert query(f"select count(*) from ci_staging.{MODELS}") == query(f"select count(*) from analytics_staging.{MODELS}")


def test_what_was_cloned_is_built_upon_and_replaced(production: Path, tmp_path: Path) -> None:
    """On DuckDB, a clone is a view of the other schema's table. Building its model makes a table of it, without a full refresh of all."""
    home, schema = tmp_path / "home", {"SMS_ANALYTICS_DUCKDB_SCHEMA": "ci"}
    shutil.copytree(production, home)
    with duckdb.connect(duckdb_path(home)) as connection:
        connection.execute("drop schema if exists ci_staging cascade")
    run_dbt(["clone", "--select", MODELS, "base_accounts", "--state", str(home / "state")], work_dir=home, env=schema).check()
    kinds = "select table_name, table_type from information_schema.tables where table_schema = 'ci_staging' and table_name like '%_accounts'"
    same = "select (select count(*) from ci_staging.stg_accounts) = (select count(*) from analytics_staging.stg_accounts)"
    with connect(duckdb_path(home)) as query:
        assert dict(query(kinds)) == {"base_accounts": "VIEW", MODELS: "VIEW"}
        assert query(same) == [(True,)]
    run_dbt(["run", "--select", MODELS], work_dir=home, env=schema).check()
    run_dbt(["build", "--select", f"+{MODELS}", "--exclude-resource-type", "test", "unit_test"], work_dir=home, env=schema).check()
    with connect(duckdb_path(home)) as query:
        assert dict(query(kinds)) == {"base_accounts": "BASE TABLE", MODELS: "VIEW"}
        assert query(same) == [(True,)]


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_selector_has_all_that_it_is_made_of(selector: str, production: Path) -> None:
    """So it is as green in a new database as the build of everything."""
    kinds = ["--resource-types", "model", "seed", "test", "unit_test"]
    listed = run_dbt(["--quiet", "ls", "--selector", selector, *kinds, "--output", "json", "--output-keys", "unique_id", "depends_on"], work_dir=production)
    chosen = [json.loads(line) for line in listed.check().stdout.splitlines() if line.startswith("{")]
    names = {node["unique_id"] for node in chosen}
    assert {name.split(".")[0] for name in names} == {"model", "seed", "test", "unit_test"}
    needed = {parent for node in chosen for parent in node["depends_on"].get("nodes", []) if not parent.startswith("source.")}
    assert needed <= names


def test_a_run_that_failed_is_retried(production: Path) -> None:
    schema = {"SMS_ANALYTICS_DUCKDB_SCHEMA": "again"}
    failed = run_dbt(["run", "--select", MODELS], work_dir=production, env=schema)
    assert failed.returncode != 0  # base_accounts is not there
    run_dbt(["run", "--select", "base_accounts"], work_dir=production / "other", env=schema | {"SMS_ANALYTICS_DUCKDB_PATH": str(duckdb_path(production))})
    retried = run_dbt(["retry"], work_dir=production, env=schema)
    assert "PASS" in retried.stdout
