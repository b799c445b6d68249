"""What was measured, as a page of the docs with a chart."""

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
    """The median of what each pair of neighbouring runs gives, so that a slow minute of the machine slows both."""
    ours, theirs = result["runs"].get(name), result["runs"].get(beside)
    if not ours or not theirs:
        return None
    return median(run[of] / theirs[min(place, len(theirs) - 1)][of] for place, run in enumerate(ours))


def peak(result: Result) -> int:
    names = ("core", "full", "build", "increment")
    return max((run["peak_bytes"] for name in names for run in result["runs"].get(name, [])), default=0)


def increment_base(result: Result) -> str:
    """The full build that one more day came on top of."""
    return "full" if result["runs"].get("full") or result["runs"].get("build") else "core"


def with_share(result: Result) -> str:
    """Seconds of the increment, and its share of building all of it."""
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
    """The nodes of a run of the complete project, else of the core."""
    for name in ("build", "full", "core"):
        if result["runs"].get(name):
            return result["runs"][name][-1]
    return None


def layer_table(results: Sequence[Result]) -> str:
    """Seconds by layer: those of models running side by side add up to more than the clock shows."""
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
        ["what dbt takes whatever the data", "time"],
        [
            ["parsing the project anew", time_text(found["parse"])],
            ["starting, nothing having changed (partial parse)", time_text(found["parse_again"])],
            [f"`dbt run --empty`: {found['nodes']} nodes without a row", time_text(found["empty_run"])],
            ["a node, of that", f"{found['per_node'] * 1000:.0f} ms"],
        ],
    )


def increment_table(result: Result) -> str:
    """Where one more day's time goes, beside the same layers built from nothing."""
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
        ["layer", "built from nothing", "one more day"],
        [[name, time_text(sums[0][name]), time_text(sums[1].get(name, 0.0))] for name in names],
    )


def schedule(result: Result, results: Sequence[Result]) -> str:
    """What builds cost by the day and the month, from what was measured: one more day of one result, the rest of all of them."""
    largest = results[-1]
    more, whole = seconds(result, "increment"), seconds(largest, increment_base(largest))
    if more is None or whole is None:
        return ""
    per_million = whole / largest["size"]
    most = max(results, key=peak)
    core = ""
    if (fewer := seconds(result, "core_increment")) is not None:
        core = (
            f"- **Every hour what is looked at every hour**: `dbt run --select +kpi_campaigns` takes {time_text(fewer)} for that day, and leaves "
            f"the other marts as they were until a whole run, such as one a night.\n"
        )
    return (
        f"- **Every hour**, at {result['size']:g} million messages in the tables: {time_text(more)} at most, for one hour brings less than "
        f"the day measured; 24 builds take {more * 24 / 60:.0f} minutes of this machine a day, {more * 24 * 30 / 3600:.0f} hours a month. Once a "
        f"day it is {more * 30 / 60:.0f} minutes a month.\n"
        f"{core}"
        f"- **From nothing**, {per_million:.0f} seconds for each million messages at {largest['size']:g} million, the largest that was "
        f"measured. What does not fit into memory goes to disk beside the database, which takes longer. At that pace an hour holds a build "
        f"from nothing of {3600 / per_million:.0f} million, a night of eight hours one of {8 * 3600 / per_million:.0f} million; neither was tried.\n"
        f"- **Memory** was {peak(most) / 1e9:.1f} GB at most with a limit of {most['memory_limit']}."
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

How long the project takes beside a script written by hand, on made-up events of any size. Written by `make benchmark`; do not
edit.

![Seconds by messages sent, both on logarithmic scales]({chart})

Dotted: in strict proportion to events.

{sizes}

In brackets: times as long as the script, of runs that took turns on one machine, in processes of their own; the median of {runs}.
Wall clock, starting Python and dbt included. {settings}

- **The script** is [`tools/benchmark/reference.sql`](../tools/benchmark/reference.sql): the same facts and campaign figures, from the
  same files, with as little SQL as will do. It judges no row, knows no variables, no costs, no days and one attribution model.
  After each run its tables and the models' are compared; where one cell differs, there is no benchmark.
- **`+kpi_campaigns`** is `dbt run --select +kpi_campaigns`: staging, facts and the campaign figures, without tests.
- **`dbt run`** is every model, **`dbt build`** every model and every data test.
- **One more day** is a second `dbt run` of the same models, after a day's events have been added; in brackets its share of building
  all of them from nothing. Its tables, too, are compared with the script's.
- **Peak memory** is the largest resident set of any dbt process, DuckDB's memory in it.

## Where the time goes

{layers}

Seconds of models that ran side by side add up to more than the clock shows.

The slowest models, {largest:g} million messages:

{slowest}

What one more day takes, {followed:g} million messages:

{increment}

Base tables, messages, replies, clicks, credits and campaign contacts take in what is new. Conversions, consent, leads, identities and
marts are built from nothing each time.

## What a schedule costs, and when to move on

{schedule}

Stay with DuckDB while a build fits into the time between two, and one machine holds the data. Postgres runs the same models where the
marts have to live in a server that many read and write, and not to be quicker: [postgres_performance.md](postgres_performance.md) has
both side by side. Past what one machine can sort in the time there is, the models belong on a cluster ([spark.md](spark.md)); on one
machine Spark takes longer ([spark_performance.md](spark_performance.md)).

## dbt itself

{overhead}

## How it was measured

```
make benchmark SIZES="{size_list}"
```

{machine}. {measured}

The events come from `python -m tools.scale_data` (`make scale-data`): {days} days of three accounts, at the demo's rates, with 2.2
receipts a message. A few campaigns and contacts hold most of it, some rows come twice, late, corrected or deleted.
"""


POSTGRES_PAGE = """\
# Postgres, measured

Postgres {server_version} beside DuckDB on one machine: the same models and the same events, from raw tables in the same server; in brackets
times as long as DuckDB. Loading the raw tables is not in it. Written by `make benchmark ARGS=--postgres`; do not edit.

{figures}

One run each, wall clock, starting dbt included; one more day is a second `dbt run` after a day's events have been added to 180 days.
Settings of the server: {settings}.

{machine} Version: {versions}.
"""


def write(results: Sequence[Result], folder: Path, days: int = 180) -> list[Path]:
    """The page and its chart, and Postgres's page where that was measured; returns their paths."""
    results = sorted(results, key=lambda one: one["size"])
    largest = results[-1]
    # The largest that one more day was built on.
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
    """A page of its own, so that measuring sizes without Postgres leaves what is known of it."""
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


# --- the chart: both scales logarithmic, so that cost in proportion to events is a straight line of the slope 1 --------------------

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 215, 20, 50


def draw(results: Sequence[Result]) -> str:
    lines = {
        name: [(result["size"], value) for result in results if (value := seconds(result, name)) is not None] for name in SHOWN
    }
    # What the core would take if cost were in strict proportion to events, seen from the largest size.
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
    """Some room around; one value alone stands in the middle."""
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
