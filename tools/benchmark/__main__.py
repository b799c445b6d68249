"""Measure the project: python -m tools.benchmark [--sizes 1 3 10] [--runs 3]"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from tools.scale_data.progress import Bar

from . import figures, page, postgres
from .runs import ROOT, Place, Run, RunFailed, raw_events

CORE = ["run", "--select", "+kpi_campaigns"]
COMMANDS = {
    "core": CORE,
    "full": ["run"],
    "build": ["build", "--exclude-resource-type", "unit_test"],
}
# Rough cost of each step relative to the script, for the progress bar.
WEIGHTS = {"data": 2, "reference": 1, "core": 4, "full": 10, "build": 15, "increment": 6, "postgres": 40, "overhead": 1}
FIXED_COST = 0.3  # of starting dbt, in millions of messages


class Benchmark:
    def __init__(self, arguments: argparse.Namespace, bar: Bar) -> None:
        self.arguments, self.bar = arguments, bar
        self.done = 0.0
        self.total = sum(self.cost(size, step) for size in arguments.sizes for step in self.steps(size))

    def steps(self, size: float) -> list[str]:
        commands = [name for name in COMMANDS if name in self.arguments.commands]
        every_time = ["reference", *(name for name in commands if name != "build")]
        once = (["build"] if "build" in commands else []) + (["increment"] if commands and not self.arguments.no_increment else [])
        return ["data", "overhead", *every_time * self.arguments.runs, *once, *(["postgres"] if self.arguments.postgres else [])]

    @staticmethod
    def cost(size: float, step: str) -> float:
        return WEIGHTS[step] * (size + FIXED_COST)

    def watch(self, size: float, step: str):
        def show(share: float) -> None:
            self.bar.show((self.done + share * self.cost(size, step)) / self.total, f"{size:g} million: {step}")

        show(0)
        return show

    def finish(self, size: float, step: str) -> None:
        self.done += self.cost(size, step)

    def data(self, size: float, more_days: int = 0) -> Path:
        return raw_events(self.arguments.work, size, self.arguments.days, more_days, watch=self.watch(size, "data"))

    def measure(self, size: float) -> dict[str, Any]:
        folder = self.data(size)
        self.finish(size, "data")
        place = Place((self.arguments.work / f"run_{size:g}m").resolve())
        shutil.rmtree(place.home, ignore_errors=True)
        place.use(folder)
        result: dict[str, Any] = {
            "size": size,
            "rows": json.loads((folder / "rows.json").read_text()),
            "bytes": sum(path.stat().st_size for path in folder.glob("*.parquet")),
            "measured_at": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            "commit": commit(),
            "runs": {name: [] for name in (
                "reference", *COMMANDS, "core_increment", "increment", "increment_reference", "postgres", "postgres_increment"
            )},
            "overhead": self.overhead(size, place),
        }
        runs: dict[str, list[dict[str, Any]]] = result["runs"]
        for _ in range(self.arguments.runs):
            for step in ("reference", "core", "full"):
                if step == "reference":
                    runs[step].append(place.reference(self.watch(size, step)).as_json())
                elif step in self.arguments.commands:
                    runs[step].append(self.built(size, place, step).as_json())
                    self.compare(place, size, step)
                else:
                    continue
                self.finish(size, step)
        if "build" in self.arguments.commands:
            runs["build"].append(self.built(size, place, "build").as_json())
            self.finish(size, "build")
        if self.arguments.commands and not self.arguments.no_increment:
            self.increment(size, place, runs)
        if self.arguments.postgres:
            self.on_postgres(size, place, runs)
            result["postgres_settings"] = postgres.settings()
        if not self.arguments.keep:
            shutil.rmtree(place.home)
        return result

    def built(self, size: float, place: Place, step: str) -> Run:
        place.new_database()
        return place.dbt(COMMANDS[step], watch=self.watch(size, step))

    def increment(self, size: float, place: Place, runs: dict[str, list[dict[str, Any]]]) -> None:
        """Add one more day to the last build; the figures must equal those of a full build."""
        watch = self.watch(size, "increment")
        command = CORE if self.arguments.commands == ["core"] else COMMANDS["full"]
        place.use(self.data(size, more_days=1))
        if command != CORE and "core" in self.arguments.commands:
            # The copy goes back to the same path, because another path would make dbt parse the project again.
            place.copy("models", "before")
            runs["core_increment"].append(place.dbt(CORE, watch=watch).as_json())
            place.copy("before", "models")
            place.forget("before")
        runs["increment"].append(place.dbt(command, watch=watch).as_json())
        runs["increment_reference"].append(place.reference().as_json())
        self.compare(place, size, "increment")
        self.finish(size, "increment")

    def on_postgres(self, size: float, place: Place, runs: dict[str, list[dict[str, Any]]]) -> None:
        """All models, and one more day, from raw tables on the same server. Loading those is not measured."""
        watch = self.watch(size, "postgres")
        for step, more_days in (("postgres", 0), ("postgres_increment", 1)):
            postgres.load(self.data(size, more_days))
            if step == "postgres":
                place.new_schema_on_postgres()
            runs[step].append(place.dbt_on_postgres(COMMANDS["full"], watch=watch).as_json())
        if not self.arguments.keep:
            postgres.forget(postgres.RAW_SCHEMA, postgres.SCHEMA)
        self.finish(size, "postgres")

    def overhead(self, size: float, place: Place) -> dict[str, float]:
        """Seconds that dbt takes regardless of data: parsing, and building every model without rows."""
        self.watch(size, "overhead")
        place.new_database("empty")
        parsing = place.dbt(["parse", "--no-partial-parse"], "empty").seconds
        again = place.dbt(["parse"], "empty").seconds
        empty = place.dbt(["run", "--empty"], "empty")
        place.forget("empty")
        self.finish(size, "overhead")
        return {
            "parse": parsing,
            "parse_again": again,
            "empty_run": empty.seconds,
            "nodes": len(empty.nodes),
            "per_node": (empty.seconds - again) / len(empty.nodes),
        }

    @staticmethod
    def compare(place: Place, size: float, step: str) -> None:
        found = figures.differences(place.database("models"), place.database("script"))
        if found:
            raise RunFailed(f"{size:g} million, {step}: the script and the models differ:\n" + "\n".join(found))


def commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.benchmark", description="Measure the project against a hand-written script."
    )
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 3, 10], help="in millions of outbound messages (1 3 10)")
    parser.add_argument("--runs", type=int, default=3, help="number of alternating runs of the script and dbt (3)")
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--commands", nargs="*", choices=COMMANDS, default=list(COMMANDS), help="dbt commands to measure")
    parser.add_argument("--no-increment", action="store_true", help="skip the additional day")
    parser.add_argument("--postgres", action="store_true", help="also measure the profile's Postgres, in separate schemas")
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    parser.add_argument("--memory-limit", default="8GB", help="memory limit of DuckDB, for the script and for dbt (8GB)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmark", help="folder for events and databases")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder for performance.md and its chart")
    arguments = parser.parse_args()
    if arguments.runs < 1 or min(arguments.sizes) <= 0:
        parser.error("sizes and runs must be above 0")
    os.environ["SMS_ANALYTICS_DUCKDB_MEMORY_LIMIT"] = arguments.memory_limit
    arguments.work.mkdir(parents=True, exist_ok=True)
    # Sizes may be measured one at a time; earlier results are kept.
    kept = arguments.work / "results.json"
    results = json.loads(kept.read_text()) if kept.exists() else {}
    try:
        with Bar("benchmark") as bar:
            benchmark = Benchmark(arguments, bar)
            for size in sorted(arguments.sizes):
                results[f"{size:g}"] = {**benchmark.measure(size), "memory_limit": arguments.memory_limit}
                kept.write_text(json.dumps(results))
    except RunFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    written = page.write(list(results.values()), arguments.docs)
    print(page.summary(list(results.values())))
    print(f"Written: {', '.join(str(path) for path in written)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
