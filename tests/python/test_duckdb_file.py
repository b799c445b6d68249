"""The DuckDB file as others meet it: named like a schema, open in another process, opened by an older client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.python.support.compare import public_models
from tests.python.support.dbt import ROOT, DbtResult, environment, run_dbt

OLD_CLIENT = ROOT / "requirements.duckdb14.txt"


def test_a_file_named_like_its_schema_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "analytics.duckdb"
    run = run_dbt(["run", "--select", "stg_accounts"], work_dir=tmp_path, env={"SMS_ANALYTICS_DUCKDB_PATH": str(path)})
    assert run.returncode != 0
    said = run.stdout + run.stderr
    assert said.count("The DuckDB file is named like the schema analytics, so a query of analytics.kpi_campaigns would be ambiguous") == 1, said
    assert "give the file (SMS_ANALYTICS_DUCKDB_PATH) or the schema (SMS_ANALYTICS_DUCKDB_SCHEMA) another name" in said
    assert "Traceback" not in said


def test_a_file_that_another_process_holds_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    duckdb.connect(str(path)).close()
    given = environment(tmp_path, {"SMS_ANALYTICS_DUCKDB_PATH": str(path)})
    command = [sys.executable, "-m", "tools.build", "--target", "duckdb", "--select", "stg_accounts", "--profiles-dir", str(ROOT / "profiles"), "--project-dir", str(ROOT)]
    with duckdb.connect(str(path), read_only=True):
        done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout
    sentence = f"{path} is open in another process (PID {os.getpid()}), and DuckDB lets nobody write then: close it there, "
    assert done.stdout.count(sentence + "or build another file (SMS_ANALYTICS_DUCKDB_PATH) and let readers open a copy.") == 1, done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "Could not set lock on file" in (ROOT / "docs/your_data.md").read_text()


# As a BI tool asks: which schemas have tables, what is in the marts' schema, and what its comments say.
LISTING = """
import duckdb, json, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
tables = connection.execute(
    "select table_name, comment from (select schema_name, table_name, comment from duckdb_tables() "
    "union all select schema_name, view_name, comment from duckdb_views() where not internal) where schema_name = 'analytics'"
).fetchall()
columns = connection.execute("select table_name, column_name, comment from duckdb_columns() where schema_name = 'analytics'").fetchall()
print(json.dumps({"version": duckdb.__version__, "tables": tables, "columns": columns}))
"""


def test_a_client_of_duckdb_14_sees_the_marts_with_comments(demo: DbtResult, tmp_path: Path) -> None:
    client = tmp_path / "client"
    subprocess.run([sys.executable, "-m", "venv", client], check=True)
    install = [client / "bin/python", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    installed = subprocess.run([*install, "-r", OLD_CLIENT], capture_output=True, text=True)
    if installed.returncode != 0:
        pytest.skip("the wheel of DuckDB 1.4 is not available here")
    said = subprocess.run([client / "bin/python", "-c", LISTING, demo.duckdb_path], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    seen = json.loads(said.stdout)
    assert seen["version"].startswith("1.4.")
    assert sorted(name for name, _ in seen["tables"]) == [model.name for model in public_models(demo.manifest())]
    assert [name for name, comment in seen["tables"] if not comment] == []
    assert [f"{table}.{column}" for table, column, comment in seen["columns"] if not comment] == []
