"""Measure the project on Spark: python -m tools.benchmark.spark [--size 10] [--increment]

One session on this machine builds all models from raw tables over a folder of Parquet files. Spark's event log tells what it read,
shuffled and wrote for each model. With --session this file runs as that session.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.scale_data.progress import Bar

from .runs import ROOT, raw_events

RAW_SCHEMA = "raw_sms"
# Metrics that Spark logs at the end of a task, by our name.
MEASURES = {
    "rows_read": ("Input Metrics", "Records Read"),
    "bytes_read": ("Input Metrics", "Bytes Read"),
    "bytes_shuffled": ("Shuffle Write Metrics", "Shuffle Bytes Written"),
    "rows_written": ("Output Metrics", "Records Written"),
    "bytes_written": ("Output Metrics", "Bytes Written"),
    "bytes_spilled": ("Disk Bytes Spilled",),
    "task_milliseconds": ("Executor Run Time",),
}
# The table that a plan writes: by create table as select, or by insert.
WRITTEN = re.compile(
    r"CreateDataSourceTableAsSelectCommand.*?`\w+`\.`\w+`\.`(\w+)`"
    r"|InsertIntoHadoopFsRelationCommand\nInput[^\n]*\nArguments: \S*?\.db/(\w+)",
    re.DOTALL,
)
# Prefixes of a model's temporary tables.
BESIDE = re.compile(r"^(written|unchanged|touched)_")
Figures = dict[str, dict[str, float]]


# --- the session -------------------------------------------------------------------------------------------


def session(asked: dict[str, Any]) -> None:
    from dbt.cli.main import dbtRunner
    from pyspark.sql import SparkSession

    variables = json.dumps({"raw_source": "tables", "raw_schema": RAW_SCHEMA})
    common = ["--target", "spark", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT / "profiles"), "--vars", variables]
    # The profile configures the session.
    dbtRunner().invoke(["debug", "--connection", *common])
    spark = SparkSession.builder.enableHiveSupport().getOrCreate()
    spark.sql(f"create schema if not exists {RAW_SCHEMA}")

    def dbt(*command: str) -> float:
        started = time.monotonic()
        done = dbtRunner().invoke(["--no-use-colors", *command, *common])
        if not done.success:
            results = getattr(done.result, "results", None) or []
            failed = [f"{one.node.name}: {(one.message or '')[:2000]}" for one in results if one.status not in ("success", "pass")]
            raise SystemExit(str(done.exception or "\n".join(failed)))
        return time.monotonic() - started

    runs = []
    for folder in asked["folders"]:
        for file in Path(folder).glob("*.parquet"):
            spark.sql(f"drop table if exists {RAW_SCHEMA}.{file.stem}")
            spark.sql(f"create table {RAW_SCHEMA}.{file.stem} using parquet options (path '{file}')")
        if not runs:
            dbt("seed", "--select", "path:seeds/reference")
        began = time.time()
        seconds = dbt("run")
        runs.append({"seconds": seconds, "began": began, "ended": time.time()})
    # Peak memory of Spark's process; only Linux reports it.
    status = Path(f"/proc/{spark.sparkContext._gateway.proc.pid}/status")
    peak = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    told = {"runs": runs, "peak_bytes": int(peak[1]) * 1024 if peak else None, "spark": spark.version}
    Path(asked["answer"]).write_text(json.dumps(told))
    spark.stop()


# --- its event log -----------------------------------------------------------------------------------------


def event_log(folder: Path) -> dict[str, str]:
    """Environment variables that make a session write its event log into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"enabled": "true", "dir": folder.as_uri(), "rolling.enabled": "false", "compress": "false"}
    return {"PYSPARK_SUBMIT_ARGS": " ".join(f"--conf spark.eventLog.{name}={value}" for name, value in settings.items()) + " pyspark-shell"}


def events(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("appstatus"):
            with path.open() as lines:
                yield from map(json.loads, lines)


def by_model(folder: Path, began: float, ended: float) -> Figures:
    """Metrics of the tasks started between two times, summed by the table they wrote."""
    tables: dict[int, str] = {}
    stages: dict[int, str] = {}
    figures: Figures = defaultdict(lambda: dict.fromkeys(MEASURES, 0.0))
    for event in events(folder):
        kind = event["Event"].split(".")[-1]
        if kind == "SparkListenerSQLExecutionStart":
            execution, root = event["executionId"], event.get("rootExecutionId", event["executionId"])
            found = WRITTEN.search(event["physicalPlanDescription"])
            tables[execution] = tables.get(root) or (BESIDE.sub("", found[1] or found[2]) if found else "(statements without a table)")
        elif kind == "SparkListenerJobStart":
            execution = event.get("Properties", {}).get("spark.sql.execution.id")
            for stage in event["Stage IDs"]:
                stages[stage] = tables.get(int(execution), "") if execution else "(no statement)"
        elif kind == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            if not began * 1000 <= event["Task Info"]["Launch Time"] <= ended * 1000:
                continue
            for measure, path in MEASURES.items():
                value: Any = event["Task Metrics"]
                for part in path:
                    value = value[part]
                figures[stages.get(event["Stage ID"], "")][measure] += value
    return dict(figures)


# --- the page ------------------------------------------------------------------------------------------------


def size_text(value: float) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= factor:
            return f"{value / factor:,.1f} {unit}"
    return f"{value:,.0f} B" if value else ""


def page(told: dict[str, Any], arguments: argparse.Namespace) -> str:
    lines = [
        "# Spark, measured",
        "",
        f"Spark {told['spark']} in a session on one machine: {arguments.cores} cores, {arguments.memory} of heap, {arguments.partitions} shuffle",
        f"partitions; {arguments.size:g} million outbound messages over {arguments.days} days. Written by `make benchmark-spark`; do not edit.",
        "",
        "Rows read: rows of all files read for the model. Shuffled: bytes written to move rows between tasks. Spilled: bytes that did not fit",
        "into memory. CPU: seconds of all tasks on all cores. Statements without a table: queries before a model is written, such as which",
        "days it writes.",
    ]
    for name, run in zip(("Full build", "One more day"), told["runs"]):
        figures: Figures = run["models"]
        sums = {measure: sum(figure[measure] for figure in figures.values()) for measure in MEASURES}
        lines += ["", f"## {name}", ""]
        lines.append(f"`dbt run`: {run['seconds']:,.0f} s.")
        lines += ["", "| model | rows read | rows written | written | shuffled | spilled | CPU, s |", "|---|---:|---:|---:|---:|---:|---:|"]
        for model, figure in [("**all**", sums), *sorted(figures.items(), key=lambda item: -item[1]["task_milliseconds"])]:
            cells = [f"{figure['rows_read']:,.0f}", f"{figure['rows_written']:,.0f}"]
            cells += [size_text(figure[measure]) for measure in ("bytes_written", "bytes_shuffled", "bytes_spilled")]
            lines.append(f"| {model} | {' | '.join(cells)} | {figure['task_milliseconds'] / 1000:,.1f} |")
    if told["peak_bytes"]:
        lines += ["", f"Peak memory of Spark's process: {size_text(told['peak_bytes'])}."]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.benchmark.spark", description="Measure the project on Spark.")
    parser.add_argument("--size", type=float, default=10, help="in millions of outbound messages (10)")
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--increment", action="store_true", help="also build one more day")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--memory", default="8g", help="heap of the session (8g)")
    parser.add_argument("--partitions", type=int, default=32, help="partitions of each shuffle (32)")
    parser.add_argument("--threads", type=int, default=2, help="models at a time (2)")
    parser.add_argument("--keep", action="store_true", help="keep the tables")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmark", help="folder for events and tables")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder for spark_performance.md")
    arguments = parser.parse_args()

    home = (arguments.work / f"spark_{arguments.size:g}m").resolve()
    shutil.rmtree(home, ignore_errors=True)
    log = home / "events"
    with Bar("events") as bar:
        folders = [
            str(raw_events(arguments.work, arguments.size, arguments.days, more_days, watch=bar.show).resolve())
            for more_days in range(2 if arguments.increment else 1)
        ]
    asked = {"folders": folders, "answer": str(home / "answer.json")}
    environment = {
        **os.environ,
        **event_log(log),
        "SMS_ANALYTICS_SPARK_PATH": str(home / "spark"),
        "SMS_ANALYTICS_SPARK_CORES": str(arguments.cores),
        "SMS_ANALYTICS_SPARK_MEMORY": arguments.memory,
        "SMS_ANALYTICS_SPARK_PARTITIONS": str(arguments.partitions),
        "SMS_ANALYTICS_THREADS": str(arguments.threads),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    with (home / "session.log").open("wb") as output:
        command = [sys.executable, "-m", "tools.benchmark.spark", "--session", json.dumps(asked)]
        ended = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode
    if ended or not Path(asked["answer"]).exists():
        print(f"the session ended with exit code {ended}:\n{(home / 'session.log').read_text(errors='replace')[-3000:]}", file=sys.stderr)
        return 1
    told = json.loads(Path(asked["answer"]).read_text())
    for run in told["runs"]:
        run["models"] = by_model(log, run["began"], run["ended"])
    (home / "results.json").write_text(json.dumps(told))
    written = arguments.docs / "spark_performance.md"
    written.write_text(page(told, arguments))
    print(f"Written: {written}")
    if not arguments.keep:
        shutil.rmtree(home / "spark")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--session"]:
        session(json.loads(sys.argv[2]))
    else:
        sys.exit(main())
