"""Measured runs, one after the other, each in its own process."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tools.scale_data import Scale, generate

from . import postgres

ROOT = Path(__file__).resolve().parents[2]
DBT = Path(sys.executable).parent / "dbt"
SEED = ["seed", "--select", "path:seeds/reference"]
STEP = re.compile(r"(\d+) of (\d+) (?:START|OK|PASS)")
Watch = Callable[[float], None]


class RunFailed(Exception):
    """A command failed; the message has the end of its output."""


def raw_events(work: Path, size: float, days: int, more_days: int = 0, watch: Watch | None = None) -> Path:
    """The folder of raw events for a size in millions of messages; generated once, since they never change."""
    scale = Scale(round(size * 1_000_000), days, more_days)
    folder = work / f"raw_{size:g}m_{scale.all_days}d"
    rows = folder / "rows.json"
    if not rows.exists():
        written = generate(scale, folder, progress=lambda table, share: watch(share) if watch else None)
        rows.write_text(json.dumps(written))
    return folder


@dataclass(frozen=True)
class Run:
    seconds: float
    # Processor time tells more than wall-clock time when other work runs on the machine.
    cpu_seconds: float
    peak_bytes: int
    # By node: seconds, layer and name.
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measured(command: Sequence[str | Path], env: dict[str, str], log: Path, watch: Watch | None = None) -> Run:
    """Run a command to its end; measure the time and peak memory of its process."""
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05 if time.monotonic() - started < 20 else 0.25)
        if watch:
            watch(_share_done(log))
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(errors="replace")[-3000:]
        raise RunFailed(f"`{' '.join(map(str, command))}` ended with {process.returncode}:\n{tail}")
    # Linux counts in KB, macOS in bytes.
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def _share_done(log: Path) -> float:
    steps = STEP.findall(log.read_text(errors="replace")[-2000:])
    return int(steps[-1][0]) / int(steps[-1][1]) if steps else 0.0


@dataclass(frozen=True)
class Place:
    """A folder in which one size is measured. The raw events keep their path, so that dbt need not parse again."""

    home: Path

    @property
    def raw(self) -> Path:
        return self.home / "raw"

    def use(self, folder: Path) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.raw.unlink(missing_ok=True)
        self.raw.symlink_to(folder.resolve(), target_is_directory=True)

    def database(self, name: str) -> Path:
        return self.home / f"{name}.duckdb"

    def copy(self, name: str, to: str) -> None:
        self.forget(to)
        shutil.copy(self.database(name), self.database(to))

    def forget(self, name: str) -> None:
        for path in (self.database(name), Path(f"{self.database(name)}.wal")):
            path.unlink(missing_ok=True)
        shutil.rmtree(f"{self.database(name)}.tmp", ignore_errors=True)

    def environment(self, name: str) -> dict[str, str]:
        return {
            "DBT_PROFILES_DIR": str(ROOT / "profiles"),
            **os.environ,
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DBT_TARGET_PATH": str(self.home / "target"),
            "DBT_LOG_PATH": str(self.home / "logs"),
            "SMS_ANALYTICS_DUCKDB_PATH": str(self.database(name)),
        }

    def reference(self, watch: Watch | None = None) -> Run:
        self.forget("script")
        command = [sys.executable, "-m", "tools.benchmark.reference", self.raw, self.database("script")]
        log = self.home / "reference.log"
        run = measured(command, self.environment("script"), log, watch)
        seconds = json.loads(log.read_text().splitlines()[-1])
        return replace(run, nodes={name: {"seconds": value} for name, value in seconds.items()})

    def dbt(self, arguments: Sequence[str], database: str = "models", watch: Watch | None = None) -> Run:
        variables = {"raw_source": "files", "raw_path": str(self.raw)}
        return self._dbt(arguments, "duckdb", variables, self.environment(database), watch)

    def dbt_on_postgres(self, arguments: Sequence[str], watch: Watch | None = None) -> Run:
        variables = {"raw_source": "tables", "raw_schema": postgres.RAW_SCHEMA}
        environment = self.environment("none") | {"SMS_ANALYTICS_POSTGRES_SCHEMA": postgres.SCHEMA}
        return self._dbt(arguments, "postgres", variables, environment, watch)

    def _dbt(
        self, arguments: Sequence[str], target: str, variables: dict[str, str], environment: dict[str, str], watch: Watch | None
    ) -> Run:
        options = ["--project-dir", ROOT, "--target", target, "--vars", json.dumps(variables)]
        run = measured([DBT, "--no-use-colors", *arguments, *options], environment, self.home / "dbt.log", watch)
        return replace(run, nodes=self._nodes()) if arguments[0] in ("run", "build") else run

    def new_database(self, database: str = "models") -> None:
        """A new database with the reference tables, since `dbt run` builds only models."""
        self.forget(database)
        self.dbt(SEED, database)

    def new_schema_on_postgres(self) -> None:
        """A new schema on Postgres with the reference tables."""
        postgres.forget(postgres.SCHEMA)
        self.dbt_on_postgres(SEED)

    def _nodes(self) -> dict[str, dict[str, Any]]:
        target = self.home / "target"
        results = json.loads((target / "run_results.json").read_text())["results"]
        nodes = json.loads((target / "manifest.json").read_text())["nodes"]
        return {
            result["unique_id"]: {
                "seconds": round(result["execution_time"], 3),
                "layer": layer(nodes[result["unique_id"]]),
                "name": nodes[result["unique_id"]]["name"],
            }
            for result in results
            if result["unique_id"] in nodes
        }


def layer(node: dict[str, Any]) -> str:
    """The layer by which the page sums up times."""
    path = node["original_file_path"]
    if node["resource_type"] != "model":
        return {"test": "data tests", "seed": "reference tables"}.get(node["resource_type"], node["resource_type"])
    if "/base/" in path:
        return "base"
    for folder, name in (("staging", "staging"), ("intermediate", "intermediate"), ("marts/core", "facts and dimensions"),
                         ("marts/quality", "quality marts")):  # fmt: skip
        if f"models/{folder}/" in path:
            return name
    return "KPI marts"
