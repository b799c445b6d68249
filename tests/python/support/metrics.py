"""The metrics layer in this process: MetricFlow writes the SQL of a query, any connection runs it. As `mf query`, which takes seconds to start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow.sql.render.postgres import PostgresSQLSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tests.python.support.dbt import ROOT


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
