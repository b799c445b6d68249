"""Which rows data tests look at: all of them, or with `test_new_rows_only` those of the latest run that wrote any.

dbt tests tables that are made by hand here, with good and bad rows of an earlier and a later run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.support.dbt import run_dbt

# The columns that the tests below read.
TABLES = {
    "int_messages": "message_id text, load_batch bigint",
    "int_outbound_messages": "message_id text, load_batch bigint",
    "fct_messages": "message_id text, load_batch bigint",
    "int_click_matches": "click_id text, message_id text, match_rule text, load_batch bigint",
    "int_eligible_touches": "conversion_id text, touch_kind text, touch_id text, load_batch bigint",
}
MATCHES = "valid_columns_of_int_click_matches"
PARENTS = "relationships_int_click_matches_message_id__message_id__ref_int_messages_"
TOUCHES = "unique_combination_int_eligible_touches_conversion_id__touch_kind__touch_id"
UNIQUE = "unique_int_click_matches_click_id"
# fct_messages is a view: the numbers are those of int_outbound_messages.
OF_A_VIEW = "unique_fct_messages_message_id"

GOOD = {
    "int_messages": ["('m1', 1)", "('m2', 2)"],
    "int_outbound_messages": ["('m1', 1)", "('m2', 2)"],
    "fct_messages": ["('m1', 1)", "('m2', 2)"],
    # The message of a new row may be an old one.
    "int_click_matches": ["('x1', 'm1', 'message', 1)", "('x2', 'm1', 'none', 2)", "('x3', 'm2', 'message', 2)"],
    "int_eligible_touches": ["('o1', 'click', 'x1', 1)", "('o1', 'view', 'x1', 2)"],
}
# What is wrong with rows, whichever run wrote them: the test that finds it, the table, and the rows.
WRONG = {
    MATCHES: ("int_click_matches", ["('x4', 'm1', null, {run})", "('x5', 'm1', 'guess', {run})"]),
    PARENTS: ("int_click_matches", ["('x6', 'gone', 'message', {run})"]),
    UNIQUE: ("int_click_matches", ["('x7', 'm1', 'none', {run})", "('x7', 'm2', 'none', {run})"]),
    TOUCHES: ("int_eligible_touches", ["('o7', 'click', 'x7', {run})", "('o7', 'click', 'x7', {run})"]),
    OF_A_VIEW: ("fct_messages", ["('m3', {run})", "('m3', {run})"]),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own for the runs of this file, so that they parse the project once."""
    return tmp_path_factory.mktemp("tested_rows")


def failing(home: Path, more: Mapping[str, list[str]], *flags: str, runs: int = 2, **variables: Any) -> set[str]:
    """The tests that fail on the good rows and these, after so many runs."""
    with duckdb.connect(home / "sms_analytics.duckdb") as connection:
        for schema in ("analytics", "analytics_staging", "analytics_intermediate"):
            connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create or replace table analytics_staging.load_batches as select unnest(range(1, {runs + 1})) as load_batch")
        for table, columns in TABLES.items():
            rows = ", ".join(GOOD[table] + more.get(table, []))
            schema = "analytics_intermediate" if table.startswith("int_") else "analytics"
            connection.execute(f"create or replace table {schema}.{table} ({columns})")
            connection.execute(f"insert into {schema}.{table} values {rows}")
    done = run_dbt(["test", "--select", *WRONG, *flags], work_dir=home, vars={"test_new_rows_only": True, **variables})
    results = done.run_results()["results"]
    tests = {entry["unique_id"].split(".")[2]: entry["status"] for entry in results if entry["unique_id"].startswith("test.")}
    assert set(tests) == set(WRONG)
    assert set(tests.values()) <= {"pass", "fail"}, done.stdout
    return {test for test, status in tests.items() if status == "fail"}


def wrong_rows(run: int) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    for table, rows in WRONG.values():
        wrong.setdefault(table, []).extend(row.format(run=run) for row in rows)
    return wrong


def test_whatever_is_wrong_with_rows_of_the_latest_run_is_found(home: Path) -> None:
    assert failing(home, wrong_rows(run=2), "--store-failures") == set(WRONG)
    with duckdb.connect(home / "sms_analytics.duckdb") as connection:
        found = connection.execute(f"select * from analytics_dbt_test__audit.{MATCHES} order by rule").fetchall()
    assert found == [("match_rule", "accepted values", 1), ("match_rule", "not null", 1)]


def test_a_new_row_with_the_key_of_an_old_one_is_found_and_one_without_a_number(home: Path) -> None:
    again = {
        "int_click_matches": ["('x1', 'm2', 'none', 2)", "('x8', 'm1', 'none', null)"],
        "int_eligible_touches": ["('o1', 'click', 'x1', 2)"],
        "fct_messages": ["('m1', 2)"],
    }
    assert failing(home, again) == {UNIQUE, TOUCHES, OF_A_VIEW, MATCHES}


# NULL is one value of these keys. Its repetition is found where all rows are tested, which is the default.
NULL_IS_A_VALUE = {
    ("model.sms_analytics.stg_reply_classifications", "classifier"),
    ("model.sms_analytics.int_attribution_windows", "campaign_id"),
}


def test_columns_of_a_key_are_never_null(home: Path) -> None:
    """A key with NULL is not found among the keys of new rows, so that its repetition would not be."""
    manifest = run_dbt(["parse"], work_dir=home).check().manifest()
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test" and "test_metadata" in node]
    never_null = {
        (test["attached_node"], column)
        for test in tests
        if test["test_metadata"]["name"] == "valid_columns"
        for column in test["test_metadata"]["kwargs"].get("not_null", [])
    }
    keys = {
        (test["attached_node"], column)
        for test in tests
        if test["test_metadata"]["name"] == "unique_combination"
        and "load_batch" in manifest["nodes"][test["attached_node"]]["columns"]
        for column in test["test_metadata"]["kwargs"]["columns"]
    }
    assert keys
    assert keys - never_null == NULL_IS_A_VALUE


def test_rows_of_earlier_runs_are_looked_at_unless_only_new_ones_are_asked_for(home: Path) -> None:
    assert failing(home, wrong_rows(run=1)) == set()
    assert failing(home, wrong_rows(run=1), test_new_rows_only=False) == set(WRONG)
    # Where there was one run, nothing is limited.
    assert failing(home, wrong_rows(run=1), runs=1) == set(WRONG)
