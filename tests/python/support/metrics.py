"""The metrics layer in this process: MetricFlow writes the SQL of a query, any connection runs it. As `mf query`, which takes seconds to start.

It answers the reports that a metrics layer can answer (`Ask`), so that both can be compared.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow.sql.render.postgres import PostgresSQLSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tests.python.oracle.compare import same
from tests.python.support.compare import Query
from tests.python.support.dbt import ROOT
from tests.python.support.reports import KEYS_OF_GRAIN, Call, call


class _Writer:
    """What MetricFlow asks of a database to write its SQL."""

    def __init__(self, target: str) -> None:
        self.sql_engine_type = SqlEngine.DUCKDB if target == "duckdb" else SqlEngine.POSTGRES
        self.sql_plan_renderer = DuckDbSqlPlanRenderer() if target == "duckdb" else PostgresSQLSqlPlanRenderer()


class MetricsLayer:
    def __init__(self, target_path: Path, target: str = "duckdb") -> None:
        manifest = parse_manifest_from_dbt_generated_manifest((target_path / "semantic_manifest.json").read_text())
        self.metrics = {metric.name for metric in manifest.metrics if not metric.name.startswith("part_")}
        self.saved_queries = [query.name for query in manifest.saved_queries]
        self._engine = MetricFlowEngine(SemanticManifestLookup(manifest), _Writer(target))

    def sql(
        self, names: Sequence[str] | None, by: Sequence[str] | None, start: date | None = None, end: date | None = None,
        where: Sequence[str] = (), saved_query: str | None = None,
    ) -> str:  # fmt: skip
        """The days of a range, both included, are those of metric_time."""
        request = MetricFlowQueryRequest.create(
            saved_query_name=saved_query, metric_names=names, group_by_names=by, where_constraints=list(where) or None,
            time_constraint_start=start and datetime.combine(start, time()), time_constraint_end=end and datetime.combine(end, time()),
        )  # fmt: skip
        return self._engine.explain(request).sql_statement.sql


def by_key(rows: Sequence[dict[str, Any]], by: Sequence[str]) -> dict[tuple, dict[str, Any]]:
    """Days are dates, as in the marts."""
    return {tuple(row[name].date() if isinstance(row[name], datetime) else row[name] for name in by): row for row in rows}


def asked_by() -> dict[str, set[str]]:
    """Of each KPI that is a metric, by what it may be asked for: from the generated table of docs/metrics.md."""
    page = (ROOT / "docs/metrics.md").read_text()
    return {name: set(by.split(", ")) for name, by in re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\w, ]+) \|", page, re.MULTILINE)}


# --- the same as a report or a mart -------------------------------------------------------------------------

# Beside these, the beginning of a name is what docs/metrics.md calls it.
GROUP_OF = {"metric_time": "account", "send": "account", "template": "parts", "step": "parts", "variant": "parts"}
BY = {"account": ["account"], "campaign": ["campaign"], "template": ["campaign", "template"], "step": ["campaign", "step"]}
FILTERS = {"account_ids": "account", "campaign_ids": "campaign", "template_ids": "template"}
EACH = 10


def offered(columns: Sequence[str], by: Sequence[str], asked: Mapping[str, set[str]]) -> list[str]:
    """The KPIs among the columns that are metrics by all of these."""
    groups = {GROUP_OF.get(name.split("__")[0], name.split("__")[0]) for name in by}
    return [name for name in columns if groups <= asked.get(name, set())]


def differences(metrics: Mapping[tuple, Mapping[str, Any]], figures: Mapping[tuple, Mapping[str, Any]], names: Sequence[str]) -> list[tuple]:
    """Where nothing happened, metrics have no row; no key of theirs may be one that the others do not know."""
    found: list[tuple] = []
    for key, row in figures.items():
        metric = metrics.get(key)
        for name in names:
            if not same(row[name], metric[name]) if metric else row[name] not in (None, 0, True):
                found.append((key, name, row[name], metric and metric[name]))
    return found + [(key, "no such row") for key in metrics if key not in figures and None not in key]


@dataclass(frozen=True)
class Ask:
    """A report, put to the metrics layer."""

    report: Call
    names: list[str]

    @property
    def by(self) -> list[str]:
        every, day = self.report.every, "metric_time" if self.basis == "activity" else "send__sent_date"
        return [*BY[self.report.unit], *([f"{day}__{every}"] if every else [])]

    @property
    def basis(self) -> str:
        return self.report.arguments["basis"]

    def sql(self, layer: MetricsLayer) -> str:
        given = self.report.arguments
        where = [
            f"{{{{ Entity('{entity}') }}}} in ({', '.join(map(quoted, given[argument]))})"
            for argument, entity in FILTERS.items() if argument in given
        ]  # fmt: skip
        first, last = given["date_from"], given["date_to"]
        # By week or month, MetricFlow widens its range to whole ones, and there are no others than these years.
        if self.basis == "activity" and self.report.every in (None, "day") and first.year >= 2000 and last.year <= 2040:
            return layer.sql(self.names, self.by, start=first, end=last, where=where)
        day = "metric_time" if self.basis == "activity" else "send__sent_date"
        return layer.sql(self.names, self.by, where=[*where, f"{{{{ TimeDimension('{day}', 'day') }}}} between '{first}' and '{last}'"])

    def these_only(self) -> str:
        """The call of a report with no other figures."""
        return call(self.report.macro, self.report.arguments | {"kpis": self.names, "previous": False})


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def asks_of(calls: Sequence[Call], seed: int = 0) -> list[Ask | None]:
    """For each report what the metrics layer is asked for, in turn for each KPI that it has by that; None for reports that it cannot give."""
    asked, dice = asked_by(), random.Random(f"metrics {seed}")
    times_asked = dict.fromkeys(dice.sample(sorted(asked), len(asked)), 0)
    asks: list[Ask | None] = []
    for one in calls:
        if one.macro != "messaging_report" or one.arguments.get("launched_in_range"):
            asks.append(None)
            continue
        by = [*BY[one.unit], *(entity for argument, entity in FILTERS.items() if argument in one.arguments)]
        names = sorted(offered(list(times_asked), by, asked), key=times_asked.__getitem__)[:EACH]
        times_asked.update({name: times_asked[name] + 1 for name in names})
        asks.append(Ask(one, names))
    return asks


def unlike_reports(layer: MetricsLayer, asks: Sequence[Ask | None], sqls: Sequence[str], query: Query) -> tuple[list[str], int]:
    """Where metrics are not what the reports (`sqls`) say, and how many of the reports' rows the metrics have."""
    found: list[str] = []
    rows_of_both = 0
    for ask, sql in zip(asks, sqls, strict=True):
        if ask is None:
            continue
        figures = by_key(query(sql), KEYS_OF_GRAIN[ask.report.unit] + ask.report.period_key)
        metrics = by_key(query(ask.sql(layer)), ask.by)
        rows_of_both += len(figures.keys() & metrics.keys())
        found += [f"{ask.report}: by {ask.by}, {different}" for different in differences(metrics, figures, ask.names)]
    return found, rows_of_both
