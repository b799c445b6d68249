"""The warnings of unusual days: of whatever dq_volume and dq_campaign_rates find, but not in the demo. Their unit tests say what that is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.python.support.dbt import DbtResult, duckdb_path, run_dbt

TESTS = ("daily_rows_are_as_usual", "campaign_rates_are_as_usual")


def results_of(folder: Path, is_usual: bool, **variables: object) -> dict[str, str]:
    """How `dbt test` of both ends on models with one row each; hooks have results, too."""
    folder.mkdir(exist_ok=True)
    (folder / "messages.csv").write_text("message_id\n")
    with duckdb.connect(str(duckdb_path(folder))) as connection:
        connection.execute("create schema analytics")
        for model in ("dq_volume", "dq_campaign_rates"):
            connection.execute(f"create table analytics.{model} as select 'messages' as table_name, {is_usual} as is_usual")
    given = {"raw_source": "files", "raw_path": str(folder), **variables}
    results = run_dbt(["test", "--select", *TESTS], work_dir=folder, vars=given).check().run_results()["results"]
    return {one["unique_id"].split(".")[2]: one["status"] for one in results if one["unique_id"].startswith("test.")}


@pytest.mark.parametrize(("is_usual", "status"), [(True, "pass"), (False, "warn")])
def test_what_is_unusual_is_a_warning(tmp_path: Path, is_usual: bool, status: str) -> None:
    assert results_of(tmp_path / "home", is_usual) == dict.fromkeys(TESTS, status)


def test_they_can_be_switched_off(tmp_path: Path) -> None:
    assert results_of(tmp_path / "home", False, check_usual_days=False) == {}


def test_the_demo_does_without(demo: DbtResult) -> None:
    found = {node["name"] for node in demo.manifest()["nodes"].values() if node["resource_type"] == "test"}
    assert "conversions_are_kept_once" in found and not set(TESTS) & found
