"""The script that the project is measured beside computes the same, cell for cell; what differs ends the benchmark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.support.dbt import DbtResult, run_dbt
from tools.benchmark import figures, page, reference, spark
from tools.scale_data import Scale, generate

BUILD = ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
MEANT = {"deleted", "orphan: its message is not in messages"}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scale") / "raw"
    generate(Scale(20_000), path)
    return path


@pytest.fixture(scope="module")
def models(raw: Path) -> DbtResult:
    return run_dbt(BUILD, vars={"raw_source": "files", "raw_path": str(raw)}, work_dir=raw.parent / "models").check()


@pytest.fixture(scope="module")
def script(raw: Path) -> Path:
    path = raw.parent / "script.duckdb"
    reference.run(raw, path)
    return path


def test_script_and_models_say_the_same(models: DbtResult, script: Path) -> None:
    assert figures.differences(models.duckdb_path, script) == []
    with duckdb.connect(script, read_only=True) as connection:
        figures_found = connection.execute(
            "select sum(messages_sent), sum(contacts_opted_out), sum(clicks), sum(conversions), sum(revenue_gross) from kpi_campaigns"
        ).fetchone()
    assert min(figures_found) > 0


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("update kpi_campaigns set clicks = clicks + 1 where campaign_id = 'c1'", "kpi_campaigns.clicks"),
        ("update fct_messages set final_status = 'sent' where message_id = (select min(message_id) from fct_messages where is_delivered)",
         "fct_messages.final_status"),
        ("delete from fct_conversions where conversion_id = (select min(conversion_id) from fct_conversions)", "fct_conversions: "),
        ("alter table kpi_campaigns drop column clicks", "kpi_campaigns: not in both: clicks"),
    ],
)  # fmt: skip
def test_a_difference_is_found(models: DbtResult, script: Path, tmp_path: Path, change: str, line: str) -> None:
    copy = tmp_path / "script.duckdb"
    copy.write_bytes(script.read_bytes())
    with duckdb.connect(copy) as connection:
        connection.execute(change)
    (found,) = figures.differences(models.duckdb_path, copy)
    assert found.startswith(line)


def test_only_what_is_meant_to_be_is_rejected(models: DbtResult) -> None:
    with duckdb.connect(models.duckdb_path, read_only=True) as connection:
        reasons = dict(connection.execute(
            "select rejection_reason, count(*) from analytics.dq_rejected_rows group by all"
        ).fetchall())  # fmt: skip
        unknown = connection.execute("select count(*) from analytics.dq_unknown_codes").fetchone()
    assert set(reasons) <= MEANT
    assert reasons["deleted"] > 0
    assert unknown == (0,)


def result(size: float, factor: float) -> dict:
    def run(seconds: float) -> dict:
        nodes = {"model.a": {"seconds": seconds / 2, "layer": "staging", "name": "stg_a"},
                 "model.b": {"seconds": seconds / 4, "layer": "base", "name": "base_b"}}  # fmt: skip
        return {"seconds": seconds, "cpu_seconds": 2 * seconds, "peak_bytes": 2_000_000_000, "nodes": nodes}

    return {
        "size": size, "rows": {"messages": round(size * 1e6)}, "bytes": 5e6, "measured_at": "2026-01-01", "commit": "abc",
        "memory_limit": "8GB", "overhead": {"parse": 10, "parse_again": 2, "empty_run": 9, "nodes": 100, "per_node": 0.07},
        "runs": {"reference": [run(10 * factor), run(20 * factor)], "core": [run(20 * factor), run(30 * factor)], "full": [run(40 * factor)],
                 "build": [], "increment": [run(5)], "increment_reference": [run(10 * factor)]},
    }  # fmt: skip


def test_the_page_shows_what_was_measured(tmp_path: Path) -> None:
    written = page.write([result(3, 3), result(1, 1)], tmp_path)
    assert [path.name for path in written] == ["performance.md", "performance.svg"]
    text, chart = (path.read_text() for path in written)
    # The medians of 20 and 30 s, and of their ratios to the runs beside them, 2 and 1.5; 5 of 40 s for one more day.
    assert "| 1 million | 1.0 million | 5 MB | 15.0 s | 25.0 s (×1.8) | 40.0 s (×4.0) |  | 5.0 s (12%) | 2.0 GB | 40,000 |" in text
    assert text.index("| 1 million") < text.index("| 3 million")
    assert 'SIZES="1 3"' in text
    # Of the largest size: 24 times 5 s, and 120 s for 3 million.
    assert "24 builds take 2 minutes" in text
    assert "40 seconds per million messages" in text
    assert "an hour builds 90 million messages, a night of eight hours 720 million" in text
    assert "| staging | 1.0 min | 2.5 s |" in text or "| staging | 60.0 s | 2.5 s |" in text
    assert chart.count("<polyline") == 4  # three lines and the dotted one
    assert chart.count("<circle") == 6


def test_a_day_is_of_the_largest_size_that_one_was_built_on(tmp_path: Path) -> None:
    alone = result(10, 10)
    alone["runs"]["increment"] = []
    text = page.write([alone, result(3, 3)], tmp_path)[0].read_text()
    assert "The slowest models, 10 million messages" in text
    assert "What one more day takes, 3 million messages" in text
    assert "24 builds take 2 minutes" in text


def test_an_hourly_build_of_one_mart_is_shown_where_it_was_measured(tmp_path: Path) -> None:
    measured = result(1, 1)
    assert "+kpi_campaigns` takes" not in page.write([measured], tmp_path)[0].read_text()
    measured["runs"]["core_increment"] = [{"seconds": 3.0}]
    assert "`dbt run --select +kpi_campaigns` takes 3.0 s for that day" in page.write([measured], tmp_path)[0].read_text()


def test_postgres_has_a_page_of_its_own_where_it_was_measured(tmp_path: Path) -> None:
    alone, both = result(1, 1), result(3, 3)
    both["runs"] |= {"postgres": [{"seconds": 300.0}], "postgres_increment": [{"seconds": 50.0}]}
    both["postgres_settings"] = {"server_version": "17.5", "work_mem": "4MB"}
    written = page.write([alone, both], tmp_path)
    assert [path.name for path in written] == ["performance.md", "performance.svg", "postgres_performance.md"]
    text = written[-1].read_text()
    # 120 s and 5 s on DuckDB.
    assert "| 3 million | 2.0 min | 5.0 min (×2.5) | 5.0 s | 50.0 s (×10.0) |" in text
    assert "| 1 million" not in text
    assert "Postgres 17.5 beside DuckDB" in text and "Settings of the server: `work_mem` 4MB." in text
    # What was measured before stays where a later run leaves Postgres out.
    assert len(page.write([alone], tmp_path)) == 2
    assert written[-1].read_text() == text


def test_one_size_alone_can_be_drawn() -> None:
    assert "nan" not in page.draw([result(1, 1)])


# --- Spark -------------------------------------------------------------------------------------------------


def task(stage: int, launched: int, **measured: int) -> dict[str, Any]:
    shuffled, written, spilled = (measured.get(name, 0) for name in ("shuffled", "written", "spilled"))
    return {
        "Event": "SparkListenerTaskEnd",
        "Stage ID": stage,
        "Task Info": {"Launch Time": launched},
        "Task Metrics": {
            "Executor Run Time": 5,
            "Disk Bytes Spilled": spilled,
            "Input Metrics": {"Records Read": 3, "Bytes Read": 30},
            "Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled},
            "Output Metrics": {"Records Written": written, "Bytes Written": 10 * written},
        },
    }


def execution(number: int, plan: str, root: int | None = None) -> dict[str, Any]:
    name = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart"
    return {"Event": name, "executionId": number, "physicalPlanDescription": plan, "rootExecutionId": number if root is None else root}


def job(execution_id: int | None, *stages: int) -> dict[str, Any]:
    properties = {} if execution_id is None else {"spark.sql.execution.id": str(execution_id)}
    return {"Event": "SparkListenerJobStart", "Stage IDs": list(stages), "Properties": properties}


INSERTED = """== Physical Plan ==
Execute InsertIntoHadoopFsRelationCommand (3)
+- WriteFiles (2)
   +- Scan parquet spark_catalog.sms_analytics.written_fct_replies (1)


(3) Execute InsertIntoHadoopFsRelationCommand
Input: []
Arguments: file:/x/warehouse/sms_analytics.db/fct_replies, false, [received_date#1], Parquet
"""


def test_tasks_of_spark_are_summed_by_the_table_they_are_for(tmp_path: Path) -> None:
    log = [
        execution(1, "Execute CreateDataSourceTableAsSelectCommand\n   `spark_catalog`.`sms_analytics`.`int_messages`, ErrorIfExists"),
        job(1, 10, 11),
        task(10, 1_000, shuffled=100),
        task(11, 1_500, written=2, spilled=7),
        # Part of another statement, and one that writes what a model keeps beside its table.
        execution(2, "Scan parquet", root=1),
        job(2, 12),
        task(12, 2_000, shuffled=50),
        execution(3, "CreateDataSourceTableAsSelectCommand `spark_catalog`.`sms_analytics`.`touched_int_messages`, ErrorIfExists"),
        job(3, 13),
        task(13, 2_500, shuffled=1),
        execution(4, INSERTED),
        job(4, 14),
        task(14, 3_000, written=4),
        # Before and after what is asked for.
        task(14, 999, written=1),
        task(14, 3_001, written=1),
    ]
    (tmp_path / "events").write_text("".join(json.dumps(event) + "\n" for event in log))
    found = spark.by_model(tmp_path, 1.0, 3.0)
    assert found.keys() == {"int_messages", "fct_replies"}
    assert found["int_messages"] == {
        "rows_read": 12, "bytes_read": 120, "bytes_shuffled": 151, "rows_written": 2, "bytes_written": 20, "bytes_spilled": 7,
        "task_milliseconds": 20,
    }  # fmt: skip
    assert found["fct_replies"]["rows_written"] == 4
