"""What a run tells about itself: its row in load_batches, a sentence for each incremental model, and why a row was written again."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.python.support.compare import connect
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, run_dbt

MESSAGE = "m00194"


@pytest.fixture(scope="module")
def increment(demo: DbtResult, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """The demo, a run that was killed, and a run that takes in a late receipt of one message."""
    home = tmp_path_factory.mktemp("increment")
    shutil.copy(demo.duckdb_path, duckdb_path(home))
    with duckdb.connect(duckdb_path(home)) as connection:
        connection.execute(
            "insert into analytics_staging.load_batches "
            "select max(load_batch) + 1, max(settings), 'killed', 'dbt run', max(started_at), null, 'running' from analytics_staging.load_batches"
        )
        connection.execute(
            "insert into analytics_raw.raw_message_status_events "
            "select * replace ('late' as status_event_id, 'read' as status, '2026-01-14 18:00:00' as occurred_at) "
            f"from analytics_raw.raw_message_status_events where message_id = '{MESSAGE}' limit 1"
        )
    return run_dbt(["run", "--select", "+fct_messages", "+int_replies"], work_dir=home).check()


def test_each_run_has_a_row(increment: DbtResult) -> None:
    with connect(increment.duckdb_path) as query:
        runs = query("select status, ended_at >= started_at, command, invocation_id from analytics_staging.load_batches order by load_batch")
    demo, killed, latest = runs[-3:]
    assert demo[:2] == ("success", True)
    assert killed == ("stopped", None, "dbt run", "killed")
    invocation = increment.run_results()["metadata"]["invocation_id"]
    assert latest == ("success", True, "dbt run --select +fct_messages +int_replies", invocation)


def test_each_incremental_model_says_what_became_of_its_rows(increment: DbtResult) -> None:
    said = dict(re.findall(r"(\w+): (nothing new|[\d,]+ rows? .+)", increment.stdout))
    manifest = increment.manifest()["nodes"]
    ran = {result["unique_id"] for result in increment.run_results()["results"]}
    incremental = {manifest[key]["name"] for key in ran if manifest[key]["config"]["materialized"] == "incremental"}
    assert said.keys() == incremental
    assert (said["base_messages"], said["base_message_status_events"]) == ("nothing new", "1 row added")
    assert said["int_message_statuses"] == said["int_messages"] == said["int_campaign_messages"] == "1 row rewritten"


def test_the_page_answers_why_a_row_was_written_again(increment: DbtResult) -> None:
    page = (ROOT / "docs/incremental.md").read_text()
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert f"'{MESSAGE}'" in query
    shown = run_dbt(["show", "--quiet", "--limit", "20", "--output", "json", "--inline", query], work_dir=increment.work_dir).check()
    rows = json.loads(shown.stdout[shown.stdout.index("{") :])["show"]
    latest = rows[0]["load_batch"]
    assert (rows[0]["written"], rows[0]["status"]) == ("base_message_status_events", "success")
    # The table of the page, in its order.
    told = re.findall(r"^\| \d+ \| (.+?) \| (\d) \|$", page, re.MULTILINE)
    assert [row["written"] for row in rows][: len(told)] == [written for written, _ in told]
    assert {row["written"] for row in rows if row["load_batch"] == latest} == {written for written, batch in told if batch == "2"}


def test_every_incremental_model_stands_in_the_table_of_the_page(demo: DbtResult) -> None:
    page = (ROOT / "docs/incremental.md").read_text()
    models = [node for node in demo.manifest()["nodes"].values() if node["resource_type"] == "model" and node["package_name"] == "sms_analytics"]
    incremental = {node["name"] for node in models if node["config"]["materialized"] == "incremental"}
    assert {name for name in incremental if not name.startswith("base_") and f"`{name}`" not in page} == set()
    # Each has its select in a file of its name, or follows another row by row.
    for node in models:
        hooks = " ".join(hook["sql"] for hook in node["config"]["pre-hook"])
        if "delete_rows_to_recompute" in hooks:
            assert f"{node['name']}_touched_keys" in hooks or "changed_rows(" in hooks, node["name"]
    named = {path.stem for path in Path(ROOT / "macros/incremental/touched").glob("*.sql")}
    assert named <= incremental
