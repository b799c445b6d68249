"""A Spark session for one test run: several dbt commands in one process, because starting Spark takes longer than most of them.

The process that starts it is another one than the tests': a session holds its memory, its settings and its catalogue until the
process ends. As a program (python -m tests.python.support.spark '<JSON>') this file is that process.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.python.support.dbt import ROOT, TAIL_CHARACTERS, environment
from tools.benchmark.spark import event_log, events

SCHEMA = "sms_analytics"
JAVA = 17
# On a few thousand rows Spark spends most of its time on compiling: queries to Java, and Java to machine code.
SMALL_DATA = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
SMALL_DATA_ENVIRONMENT = {
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m",
    "SMS_ANALYTICS_SPARK_PARTITIONS": "2",
    # A test of how a session of two cores shares out its work.
    "SMS_ANALYTICS_TEST_TASKS": "true",
}

# Statements after which plans are those of tables too large to be sent to every task, and what undoes them. While it runs, a join may
# still be changed for a better one.
BROADCAST_THRESHOLD = "spark.sql.autoBroadcastJoinThreshold"
NO_SMALL_TABLES = [
    f"set {BROADCAST_THRESHOLD} = -1",
    "set spark.sql.adaptive.autoBroadcastJoinThreshold = 10MB",
    "set spark.sql.ui.explainMode = simple",
]
SMALL_TABLES = [f"reset {BROADCAST_THRESHOLD}"]
INSERTED = re.compile(r"InsertIntoHadoopFsRelationCommand \S*?\.db/(\w+)")
# What marks a table while it is written, and takes the mark away.
MARKED = re.compile(r"AlterTableSetPropertiesCommand `\w+`\.`\w+`\.`(\w+)`, \[sms_analytics\.unfinished=true\]")
UNMARKED = re.compile(r"AlterTableUnsetPropertiesCommand `\w+`\.`\w+`\.`(\w+)`")


def schema_of(table: str) -> str:
    """The schema of a table that a model makes, or of a helper that it has while it does."""
    layer = re.match(r"(?:(?:touched|written|unchanged)_)?(base|stg|int)_", table)
    return SCHEMA + ({"base": "_staging", "stg": "_staging", "int": "_intermediate"}[layer[1]] if layer else "")


class NoSpark(Exception):
    """No session can be started here; the message says why."""


@dataclass(frozen=True)
class SparkBuild:
    """What the commands left behind."""

    work_dir: Path
    seconds: dict[str, float]
    failures: list[str]
    # Tests that passed.
    passed: int

    @property
    def tables(self) -> Path:
        """The folder that has one for each schema, which has one of Parquet files for each table."""
        return self.work_dir / "spark" / "warehouse"

    def always_marked(self) -> set[str]:
        """Tables into which rows were inserted, and which had a mark each time."""
        marked: set[str] = set()
        found: dict[bool, set[str]] = {True: set(), False: set()}
        for event in events(self.work_dir / "events"):
            if not event["Event"].endswith("SQLExecutionStart") or event.get("rootExecutionId") != event["executionId"]:
                continue
            plan = event["physicalPlanDescription"]
            if table := MARKED.search(plan):
                marked.add(table[1])
            elif table := UNMARKED.search(plan):
                marked.discard(table[1])
            elif "CreateDataSourceTableAsSelect" not in plan and "CommandResult" not in plan and (table := INSERTED.search(plan)):
                found[table[1] in marked].add(table[1])
        return found[True] - found[False]

    def plans(self) -> dict[str, list[str]]:
        """By table the physical plans of the statements that wrote it while NO_SMALL_TABLES was set, as they were before they ran."""
        plans: dict[str, list[str]] = {}
        for event in events(self.work_dir / "events"):
            if event["Event"].endswith("SQLExecutionStart") and event["modifiedConfigs"].get(BROADCAST_THRESHOLD) == "-1":
                plan = event["physicalPlanDescription"]
                # The result of a statement is told with its plan once more, as it was in the end.
                if "CommandResult" not in plan and (written := INSERTED.search(plan)):
                    plans.setdefault(written[1], []).append(plan)
        return plans

    def manifest(self) -> dict[str, Any]:
        return json.loads((self.work_dir / "target" / "manifest.json").read_text())


def require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        raise NoSpark("no Java is found")
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < JAVA:
        raise NoSpark(f"Java {JAVA} is needed, and this is: {told.splitlines()[0] if told else java}")


def run_on_spark(
    work_dir: Path,
    steps: Sequence[Sequence[str] | str | Path],
    *,
    vars: Mapping[str, Any] | None = None,
    logs_plans: bool = False,
) -> SparkBuild:
    """Take steps in one session: a dbt command, an SQL statement, or a folder into which the tables are copied as they are then.

    In the end all views are written as files too, so that they can be read like tables.
    """
    require_java()
    work_dir.mkdir(parents=True, exist_ok=True)
    own = {**SMALL_DATA_ENVIRONMENT, "SMS_ANALYTICS_SPARK_PATH": str(work_dir / "spark")}
    if logs_plans:
        own |= event_log(work_dir / "events")
    asked: dict[str, Any] = {"steps": [{"folder": str(step)} if isinstance(step, Path) else step for step in steps], "vars": dict(vars or {})}
    asked["tables"] = str(SparkBuild(work_dir, {}, [], 0).tables)
    done = subprocess.run(
        [sys.executable, "-m", "tests.python.support.spark", json.dumps(asked)],
        cwd=ROOT,
        env=environment(work_dir, own),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    (work_dir / "session.log").write_text(done.stdout + done.stderr)
    answer = re.findall(r"^ANSWER (.*)$", done.stdout, re.MULTILINE)
    if not answer:
        raise AssertionError(f"the session ended with {done.returncode}\n{(done.stdout + done.stderr)[-TAIL_CHARACTERS:]}")
    told = json.loads(answer[-1])
    return SparkBuild(work_dir, told["seconds"], told["failures"], told["passed"])


# --- the process of the session --------------------------------------------------------------------------


def main(asked: Mapping[str, Any]) -> None:
    import time

    from dbt.cli.main import dbtRunner
    from pyspark.sql import SparkSession

    common = ["--target", "spark", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT / "profiles"), "--vars", json.dumps(asked["vars"])]
    # The profile says how a session starts; what it does not set can be set after that.
    dbtRunner().invoke(["debug", "--connection", *common])
    session = SparkSession.builder.enableHiveSupport().getOrCreate()
    for name, value in SMALL_DATA.items():
        session.conf.set(name, value)

    def write_what_has_no_file(tables: Path) -> None:
        """Views, and partitioned tables without a row."""
        for (schema,) in session.sql(f"show schemas like '{SCHEMA}*'").collect():
            for (name,) in session.sql(f"show tables in {schema}").where("not isTemporary").select("tableName").collect():
                folder = tables / f"{schema}.db" / name
                if not any(folder.rglob("*.parquet")):
                    session.table(f"{schema}.{name}").write.mode("overwrite").parquet(str(folder))

    warehouse = Path(asked["tables"])
    seconds: dict[str, float] = {}
    failures: list[str] = []
    passed = 0
    for command in asked["steps"]:
        if isinstance(command, str):
            session.sql(command)
            continue
        if isinstance(command, dict):
            shutil.copytree(warehouse, command["folder"])
            write_what_has_no_file(Path(command["folder"]))
            continue
        started = time.monotonic()
        done = dbtRunner().invoke(["--no-use-colors", *command, *common])
        name = " ".join(command)
        seconds[name] = round(seconds.get(name, 0) + time.monotonic() - started, 1)
        if done.exception is not None:
            failures.append(f"{' '.join(command)}: {str(done.exception)[:1000]}")
        for result in getattr(done.result, "results", None) or []:
            passed += result.status == "pass"
            if result.status not in ("success", "pass", "no-op"):
                # Of a query that Spark refuses, the plan comes after the reason.
                failures.append(f"{result.node.name}: {result.status} {(result.message or '')[:1000]}")
    write_what_has_no_file(warehouse)
    print("ANSWER", json.dumps({"seconds": seconds, "failures": failures, "passed": passed}), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
