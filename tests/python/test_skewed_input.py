"""Input that hangs on one contact, one number, one campaign or one chain of merges: no model meets each row with each.

Time says little on a few thousand rows, so that rows are counted: of every step of every model's plan, as DuckDB has run it. The
demo's compiled SQL is run again on a copy of its database, with other raw rows in it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.support.dbt import DbtResult
from tools import skewed_data

# In the chain each contact has one message, so that it is as long as it can be.
CASES = {"contact": (4000, None), "phone": (4000, 1000), "campaign": (2000, None), "chain": (2000, 2000)}
# Rows of one step for each raw row. Each figure of each grain looks at each fact, so that there are several.
MOST = 5
# These also look at a response once for each cohort dimension.
DIMENSIONS = {"kpi_cohorts": 11, "kpi_campaign_cohorts": 11}


def database(demo: DbtResult) -> Path:
    """The demo's DuckDB file; `make test` gives its own another name."""
    return next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())


def steps(operators: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """How many rows each step of a plan handed on, and what it is."""
    for operator in operators:
        yield operator["intermediate_rows"], operator["type"]
        yield from steps(operator.get("children", []))


def rebuilt(connection: duckdb.DuckDBPyConnection, demo: DbtResult, folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each model's name and plan, with how many rows each step had; the raw tables hold the rows of the folder."""
    nodes = demo.manifest()["nodes"]
    for name, node in nodes.items():
        if name.startswith("seed.") and node["name"].startswith("raw_"):
            connection.execute(f"delete from {node['relation_name']}")
            file = folder / f"{node['name'].removeprefix('raw_')}.parquet"
            if file.exists():
                connection.execute(f"insert into {node['relation_name']} by name select * from read_parquet('{file}')")
    # In the order in which they ended, so that none comes before what it reads.
    for result in demo.run_results()["results"]:
        node = nodes.get(result["unique_id"], {})
        if node.get("resource_type") != "model" or node["config"]["materialized"] == "view":
            continue
        statement = f"create or replace table {node['relation_name']} as {result['compiled_code']}"
        ((_, plan),) = connection.execute(f"explain (analyze, format json) {statement}").fetchall()
        yield node["name"], json.loads(plan)["operator"]


@pytest.mark.parametrize("case", CASES)
def test_no_step_has_many_more_rows_than_came_in(case: str, demo: DbtResult, tmp_path: Path) -> None:
    messages, many = CASES[case]
    rows = sum(skewed_data.generate(case, messages, tmp_path / "raw", many=many, orders=2).values())
    copy = tmp_path / "copy.duckdb"
    shutil.copy(database(demo), copy)
    found, replies = {}, 0
    with duckdb.connect() as connection:
        # Views name the database. Of few events DuckDB would look for each among all candidates.
        connection.execute(f"set TimeZone = 'UTC'; set asof_loop_join_threshold = 0; attach '{copy}' as sms_analytics; use sms_analytics.analytics")
        for model, plan in rebuilt(connection, demo, tmp_path / "raw"):
            found[model] = max(steps(plan))
            if model == "fct_replies":
                ((replies,),) = connection.execute(f"select count(*) from {model}").fetchall()
    assert replies == messages // 4, "the rows are not those of the folder"
    assert {model: most for model, most in found.items() if most[0] > (MOST + DIMENSIONS.get(model, 0)) * rows} == {}


# DuckDB answers it from a tree, so that its plans show nothing of it.
MOVING = re.compile(r"\b(?:rows|range|groups)\s+between\s+(?!unbounded\s+preceding\b)", re.IGNORECASE)


def test_no_window_frame_moves_its_start(demo: DbtResult) -> None:
    """Postgres, and by its source Spark, makes such a minimum anew for each row: of many rows with one key, each meets each. Sort the other way round."""
    compiled = {result["unique_id"]: result["compiled_code"] or "" for result in demo.run_results()["results"]}
    assert sum("unbounded preceding" in sql for sql in compiled.values()) > 10
    assert [node for node, sql in compiled.items() if MOVING.search(sql)] == []
