"""Run `dbt build` and show progress by stage instead of a line for each node.

    python -m tools.build [arguments of dbt build]

A failure is shown once, at the end, with its reason. The first line names the log file.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

LOGS = Path("build/logs")
STAGES = {
    "seeds/raw": "demo events",
    "seeds/reference": "reference tables",
    "models/staging": "staging",
    "models/intermediate": "intermediate models",
    "models/marts/core": "facts and dimensions",
    "models/marts/crm": "facts and dimensions",
    "models/marts": "KPI and quality marts",
    "tests": "data tests",
}
BAR = 30
# Lines shown per failure; the log has the rest.
REASON_LINES = 12


def stage_of(node: Any) -> str | None:
    """The stage of a manifest node; None for nodes that this `dbt build` does not run."""
    if node.resource_type == "test":
        return STAGES["tests"]
    if node.resource_type not in ("model", "seed"):
        return None
    return next(stage for folder, stage in STAGES.items() if node.original_file_path.startswith(folder + "/"))


class Progress:
    """Counts finished nodes: prints a line per stage and, in a terminal, redraws a progress bar."""

    def __init__(self, stages: dict[str, str]) -> None:
        self.stages = stages
        self.left = Counter(stages.values())
        self.totals = Counter(stages.values())
        self.done = 0

    def finished(self, unique_id: str) -> None:
        stage = self.stages.get(unique_id)
        if stage is None:
            return
        self.done += 1
        self.left[stage] -= 1
        if self.left[stage] == 0:
            self.clear()
            print(f"  {stage + ' ':.<30} {self.totals[stage]:>4}", flush=True)
        if sys.stdout.isatty() and self.done < len(self.stages):
            filled = BAR * self.done // len(self.stages)
            print(f"\r  [{'#' * filled}{' ' * (BAR - filled)}] {self.done} of {len(self.stages)}  {stage:<22}", end="", flush=True)

    def clear(self) -> None:
        if sys.stdout.isatty():
            print("\r" + " " * 79 + "\r", end="")


def first_lines(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return "\n".join("    " + line.strip() for line in lines[:REASON_LINES])


def in_use(text: str) -> str | None:
    """One sentence instead of DuckDB's traceback if another process has the database open."""
    found = re.search(r'Could not set lock on file "([^"]+)": Conflicting lock is held in .*?\(PID (\d+)\)', text)
    return found and (
        f"    {found[1]} is open in another process (PID {found[2]}), and DuckDB lets nobody write then: close it there, "
        "or build another file (SMS_ANALYTICS_DUCKDB_PATH) and let readers open a copy."
    )


def shown(results: list[Any], statuses: tuple[str, ...]) -> list[str]:
    return [f"  {result.node.name}\n{first_lines(result.message or '')}" for result in results if result.status in statuses]


def main() -> None:
    arguments = ["--log-level", "none", "--log-level-file", "info", "--log-path", str(LOGS), "--no-use-colors-file"]
    print(f"Building with dbt; the log is {LOGS / 'dbt.log'}", flush=True)

    problems: list[str] = []
    progress = Progress({})

    def listen(event: Any) -> None:
        if event.info.name == "NodeFinished":
            progress.finished(event.data.node_info.unique_id)
        elif event.info.level == "error":
            problems.append(event.info.msg)

    parsed = dbtRunner(callbacks=[listen]).invoke([*arguments, "parse", *target(sys.argv[1:])])
    if parsed.success:
        nodes = parsed.result.nodes
        progress.__init__({key: stage for key, node in nodes.items() if (stage := stage_of(node))})
        outcome = dbtRunner(parsed.result, callbacks=[listen]).invoke([*arguments, "build", *sys.argv[1:]])
    else:
        outcome = parsed
    progress.clear()

    results = list(getattr(outcome.result, "results", []))
    warnings = shown(results, ("warn",))
    if warnings:
        print(f"Warnings: {len(warnings)}\n" + "\n".join(warnings))
    if not outcome.success:
        failures = shown(results, ("error", "fail", "runtime error"))
        said = str(outcome.exception or "") or "\n".join(problems)
        reasons = failures or [in_use(said) or first_lines(said)]
        skipped = sum(result.status == "skipped" for result in results)
        print(f"FAILED: {len(reasons)}" + (f", and {skipped} skipped that depend on failed nodes" if skipped else ""))
        print("\n".join(reasons))
        sys.exit(1)
    print(f"Done: {progress.done} nodes built and tested, none failed.")


def target(arguments: list[str]) -> list[str]:
    """The arguments that parsing needs too."""
    kept = []
    for name in ("--target", "--vars", "--profiles-dir", "--project-dir"):
        if name in arguments:
            kept += [name, arguments[arguments.index(name) + 1]]
    return kept


if __name__ == "__main__":
    main()
