"""Writes the measurements as a page of the docs with a chart."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

Result = dict[str, Any]

SHOWN = {
    "reference": "the script",
    "core": "`dbt run --select +kpi_campaigns`",
    "full": "`dbt run`",
    "build": "`dbt build`, no unit tests",
}
COLOURS = {"reference": "#6b7280", "core": "#2563eb", "full": "#059669", "build": "#d97706"}
SLOWEST = 15


def seconds(result: Result, name: str) -> float | None:
    found = result["runs"].get(name)
    return median(run["seconds"] for run in found) if found else None


def ratio(result: Result, name: str, beside: str = "reference", of: str = "seconds") -> float | None:
    """Median ratio of neighbouring runs, so that a slow minute of the machine slows both."""
    ours, theirs = result["runs"].get(name), result["runs"].get(beside)
    if not ours or not theirs:
        return None
    return median(run[of] / theirs[min(place, len(theirs) - 1)][of] for place, run in enumerate(ours))


def peak(result: Result) -> int:
    names = ("core", "full", "build", "increment")
    return max((run["peak_bytes"] for name in names for run in result["runs"].get(name, [])), default=0)


def increment_base(result: Result) -> str:
    """The full build that one more day was added to."""
    return "full" if result["runs"].get("full") or result["runs"].get("build") else "core"


def with_share(result: Result) -> str:
    """Seconds of the increment, and its share of a full build."""
    value, whole = seconds(result, "increment"), seconds(result, increment_base(result))
    return "" if value is None else time_text(value) + (f" ({value / whole:.0%})" if whole else "")


def raw_rows(result: Result) -> int:
    return sum(result["rows"].values())


def time_text(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f} s" if value < 100 else f"{value / 60:.1f} min"


def with_ratio(result: Result, name: str, beside: str = "reference") -> str:
    value, times = seconds(result, name), ratio(result, name, beside)
    return "" if value is None else f"{time_text(value)} (×{times:.1f})"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    rule = ["---" if place < left else "---:" for place in range(len(headings))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (headings, rule, *rows))


def size_table(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        core = seconds(result, "core") or seconds(result, "full") or math.nan
        rows.append([
            f"{result['size']:g} million", f"{raw_rows(result) / 1e6:.1f} million", f"{result['bytes'] / 1e6:,.0f} MB",
            time_text(seconds(result, "reference")), *(with_ratio(result, name) for name in ("core", "full", "build")),
            with_share(result), f"{peak(result) / 1e9:.1f} GB",
            f"{raw_rows(result) / core:,.0f}",
        ])  # fmt: skip
    return table(
        ["messages sent", "raw rows", "Parquet", "the script", "`+kpi_campaigns`", "`dbt run`", "`dbt build`", "one more day",
         "peak memory", "raw rows a second"],
        rows,
    )  # fmt: skip


def _last(result: Result) -> dict[str, Any] | None:
    """The last run of the complete project, else of the core."""
    for name in ("build", "full", "core"):
        if result["runs"].get(name):
            return result["runs"][name][-1]
    return None


def layer_table(results: Sequence[Result]) -> str:
    """Seconds by layer; models run in parallel, so the sum exceeds wall-clock time."""
    sums: list[dict[str, tuple[int, float]]] = []
    for result in results:
        by_layer: dict[str, tuple[int, float]] = {}
        for node in (_last(result) or {"nodes": {}})["nodes"].values():
            count, total = by_layer.get(node["layer"], (0, 0.0))
            by_layer[node["layer"]] = (count + 1, total + node["seconds"])
        sums.append(by_layer)
    names = sorted({name for one in sums for name in one}, key=lambda name: -max(one.get(name, (0, 0))[1] for one in sums))
    rows = [
        [name, str(max(one.get(name, (0, 0))[0] for one in sums)), *(time_text(one[name][1] if name in one else None) for one in sums)]
        for name in names
    ]
    return table(["layer", "nodes", *(f"{result['size']:g} million" for result in results)], rows)


def slowest_table(result: Result) -> str:
    run = next((result["runs"][name][-1] for name in ("full", "core", "build") if result["runs"].get(name)), {"nodes": {}})
    nodes = sorted(run["nodes"].values(), key=lambda node: -node["seconds"])
    total = sum(node["seconds"] for node in nodes)
    rows = [
        [f"`{node['name']}`", node["layer"], time_text(node["seconds"]), f"{node['seconds'] / total:.0%}"]
        for node in nodes[:SLOWEST]
    ]
    return table(["model", "layer", "time", "of all models"], rows, left=2)


def overhead_table(results: Sequence[Result]) -> str:
    found = results[-1]["overhead"]
    return table(
        ["dbt's cost regardless of data", "time"],
        [
            ["parsing the project in full", time_text(found["parse"])],
            ["starting with nothing changed (partial parse)", time_text(found["parse_again"])],
            [f"`dbt run --empty`: {found['nodes']} nodes without rows", time_text(found["empty_run"])],
            ["of that, per node", f"{found['per_node'] * 1000:.0f} ms"],
        ],
    )


def increment_table(result: Result) -> str:
    """Time of one more day by layer, beside a build from scratch."""
    whole, more = (result["runs"].get(name) for name in (increment_base(result), "increment"))
    if not whole or not more:
        return ""
    sums: list[dict[str, float]] = []
    for run in (whole[-1], more[-1]):
        by_layer: dict[str, float] = {}
        for node in run["nodes"].values():
            by_layer[node["layer"]] = by_layer.get(node["layer"], 0.0) + node["seconds"]
        sums.append(by_layer)
    names = sorted(sums[0], key=lambda name: -sums[0][name])
    return table(
        ["layer", "from scratch", "one more day"],
        [[name, time_text(sums[0][name]), time_text(sums[1].get(name, 0.0))] for name in names],
    )


def schedule(result: Result, results: Sequence[Result]) -> str:
    """Cost of builds per day and month: one more day from one result, the rest from all of them."""
    largest = results[-1]
    more, whole = seconds(result, "increment"), seconds(largest, increment_base(largest))
    if more is None or whole is None:
        return ""
    per_million = whole / largest["size"]
    most = max(results, key=peak)
    core = ""
    if (fewer := seconds(result, "core_increment")) is not None:
        core = (
            f"- **Only campaign figures every hour**: `dbt run --select +kpi_campaigns` takes {time_text(fewer)} for that day. The "
            f"other marts stay unchanged until a full run, for example each night.\n"
        )
    return (
        f"- **Every hour**, at {result['size']:g} million messages in the tables: at most {time_text(more)}, since an hour brings less "
        f"than the day measured; 24 builds take {more * 24 / 60:.0f} minutes of this machine a day, {more * 24 * 30 / 3600:.0f} hours a "
        f"month. One build a day takes {more * 30 / 60:.0f} minutes a month.\n"
        f"{core}"
        f"- **From scratch**: {per_million:.0f} seconds per million messages at {largest['size']:g} million, the largest size "
        f"measured. Data that does not fit into memory spills to disk beside the database, which is slower. At that pace an hour builds "
        f"{3600 / per_million:.0f} million messages, a night of eight hours {8 * 3600 / per_million:.0f} million; neither was tried.\n"
        f"- **Memory**: at most {peak(most) / 1e9:.1f} GB with a limit of {most['memory_limit']}."
    )


def postgres_table(results: Sequence[Result]) -> str:
    """Postgres beside DuckDB."""
    rows = []
    for result in results:
        row = [f"{result['size']:g} million"]
        for ours, theirs in (("full", "postgres"), ("increment", "postgres_increment")):
            row += [time_text(seconds(result, ours)), with_ratio(result, theirs, ours) if seconds(result, ours) else time_text(seconds(result, theirs))]
        rows.append(row)
    return table(["messages sent", "DuckDB: `dbt run`", "Postgres: `dbt run`", "DuckDB: one more day", "Postgres: one more day"], rows)


def summary(results: Sequence[Result]) -> str:
    """For the terminal."""
    lines = []
    for result in sorted(results, key=lambda one: one["size"]):
        parts = [
            f"{name} {with_ratio(result, name)}, of processor time ×{ratio(result, name, of='cpu_seconds'):.1f}"
            for name in ("core", "full", "build")
            if seconds(result, name)
        ]
        parts = [f"script {time_text(seconds(result, 'reference'))}", *parts, f"peak {peak(result) / 1e9:.1f} GB"]
        lines.append(f"{result['size']:g} million: {'; '.join(parts)}")
    return "\n".join(lines)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}; Python {platform.python_version()}, "
        f"dbt {version('dbt-core')}, DuckDB {version('duckdb')}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


PAGE = """\
# Performance

The project's run time compared with a hand-written script, on synthetic events of several sizes. Written by `make benchmark`; do not
edit.

![Seconds by messages sent, both on logarithmic scales]({chart})

Dotted: strictly proportional to events.

{sizes}

In brackets: the multiple of the script's time. Script and dbt took turns on one machine, in separate processes; the median of {runs}.
Wall-clock time, with the start of Python and dbt. {settings}

- **The script** is [`tools/benchmark/reference.sql`](../tools/benchmark/reference.sql): the same facts and campaign figures, from the
  same files, with as little SQL as possible. It validates no rows and has no variables, no costs, no days and one attribution model.
  After each run its tables are compared with the models'; a single different cell fails the benchmark.
- **`+kpi_campaigns`** is `dbt run --select +kpi_campaigns`: staging, facts and the campaign figures, without tests.
- **`dbt run`** builds every model, **`dbt build`** also runs every data test.
- **One more day** is a second `dbt run` of the same models after a day's events are added; in brackets its share of a build from
  scratch. Its tables are compared with the script's too.
- **Peak memory** is the largest resident set of any dbt process, DuckDB's memory included.

## Where the time goes

{layers}

Models run in parallel, so the seconds add up to more than wall-clock time.

The slowest models, {largest:g} million messages:

{slowest}

What one more day takes, {followed:g} million messages:

{increment}

Base tables, messages, replies, clicks, credits and campaign contacts are incremental. Conversions, consent, leads, identities and marts
are rebuilt each time.

## What a schedule costs, and when to move on

{schedule}

Use DuckDB as long as a build finishes before the next one starts and the data fits on one machine. Use Postgres if many clients read and
write the marts on a server, not for speed: [postgres_performance.md](postgres_performance.md) compares both. If one machine cannot sort
the data in time, use a Spark cluster ([spark.md](spark.md)); on one machine Spark is slower
([spark_performance.md](spark_performance.md)).

## dbt itself

{overhead}

## How it was measured

```
make benchmark SIZES="{size_list}"
```

{machine}. {measured}

The events come from `python -m tools.scale_data` (`make scale-data`): {days} days of three accounts, at the demo's rates, with 2.2
receipts per message. A few campaigns and contacts have most of the events; some rows are duplicated, late, corrected or deleted.
"""


POSTGRES_PAGE = """\
# Postgres, measured

Postgres {server_version} beside DuckDB on one machine: the same models and events, from raw tables on the same server. In brackets: the
multiple of DuckDB's time. Loading the raw tables is not included. Written by `make benchmark ARGS=--postgres`; do not edit.

{figures}

One run each, wall-clock time with the start of dbt; one more day is a second `dbt run` after a day's events are added to 180 days.
Settings of the server: {settings}.

{machine} Version: {versions}.
"""


def write(results: Sequence[Result], folder: Path, days: int = 180) -> list[Path]:
    """Write the page and its chart, and the Postgres page if that was measured; return their paths."""
    results = sorted(results, key=lambda one: one["size"])
    largest = results[-1]
    # The largest size with one more day.
    followed = next((one for one in reversed(results) if one["runs"].get("increment")), largest)
    folder.mkdir(parents=True, exist_ok=True)
    chart, page = folder / "performance.svg", folder / "performance.md"
    chart.write_text(draw(results), encoding="utf-8")
    page.write_text(
        PAGE.format(
            chart=chart.name, sizes=size_table(results), runs=_range([len(one["runs"]["reference"]) for one in results]),
            settings=f"DuckDB's memory limit was {largest['memory_limit']}.", layers=layer_table(results),
            increment=increment_table(followed), schedule=schedule(followed, results), followed=followed["size"],
            slowest=slowest_table(largest), largest=largest["size"], overhead=overhead_table(results),
            size_list=" ".join(f"{one['size']:g}" for one in results),
            machine=machine(), measured=f"Version: {versions(results)}.", days=days,
        ),
        encoding="utf-8",
    )  # fmt: skip
    return [page, chart, *write_postgres(results, folder)]


def write_postgres(results: Sequence[Result], folder: Path) -> list[Path]:
    """A separate page, so that measuring without Postgres keeps the earlier figures."""
    found = [result for result in results if result["runs"].get("postgres")]
    if not found:
        return []
    settings = found[-1]["postgres_settings"]
    shown = ", ".join(f"`{name}` {value}" for name, value in settings.items() if name != "server_version")
    page = folder / "postgres_performance.md"
    page.write_text(
        POSTGRES_PAGE.format(
            server_version=settings["server_version"], figures=postgres_table(found), settings=shown, machine=f"{machine()}.",
            versions=versions(found),
        ),
        encoding="utf-8",
    )  # fmt: skip
    return [page]


def versions(results: Sequence[Result]) -> str:
    return "; ".join(sorted({f"{one['commit']} on {one['measured_at']}" for one in results}))


def _range(counts: Sequence[int]) -> str:
    return f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"


# --- the chart: both scales are logarithmic, so cost proportional to events is a straight line of slope 1 --------------------------

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 215, 20, 50


def draw(results: Sequence[Result]) -> str:
    lines = {
        name: [(result["size"], value) for result in results if (value := seconds(result, name)) is not None] for name in SHOWN
    }
    # The time of the core if cost were strictly proportional to events, from the largest size.
    guide = [(size, lines["core"][-1][1] * size / lines["core"][-1][0]) for size, _ in lines["core"]]
    points = [point for line in [*lines.values(), guide] for point in line]
    across = _scale([size for size, _ in points], LEFT, WIDTH - RIGHT)
    up = _scale([value for _, value in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>Seconds by messages sent, both on logarithmic scales</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for value in _ticks([value for _, value in points]):
        y = up(value)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#374151">{_short_time(value)}</text>')
    for size in sorted({size for size, _ in points}):
        parts.append(f'<line x1="{across(size):.1f}" x2="{across(size):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{across(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#374151">{size:g}</text>')
    parts.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle" fill="#374151">million messages sent</text>'
    )
    if guide:
        places = " ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in guide)
        parts.append(f'<polyline points="{places}" fill="none" stroke="{COLOURS["core"]}" stroke-dasharray="3 4"/>')
    labels: list[float] = []
    for name, line in lines.items():
        if not line:
            continue
        places = " ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in line)
        parts.append(f'<polyline points="{places}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        parts += [f'<circle cx="{across(size):.1f}" cy="{up(value):.1f}" r="3.5" fill="{COLOURS[name]}"/>' for size, value in line]
        y = up(line[-1][1]) + 4
        while any(abs(y - taken) < 15 for taken in labels):
            y -= 3
        labels.append(y)
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{y:.1f}" fill="{COLOURS[name]}">{SHOWN[name].replace("`", "")}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """The range with a margin; a single value is in the middle."""
    low, high = min(values) / 1.15, max(values) * 1.15
    return (low / 2, high * 2) if max(values) == min(values) else (low, high)


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    low, high = (math.log(bound) for bound in _bounds(values))
    return lambda value: start + (end - start) * (math.log(value) - low) / (high - low)


def _ticks(values: Sequence[float]) -> list[float]:
    low, high = _bounds(values)
    return [tick for tick in (0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10800, 36000) if low <= tick <= high]


def _short_time(value: float) -> str:
    return f"{value:g} s" if value < 60 else f"{value / 60:g} min" if value < 3600 else f"{value / 3600:g} h"
