"""The metrics of the KPI dictionary, for MetricFlow: models/marts/metrics/*.yml and the tables of docs/metrics.md. tools/generate_yaml.py writes both.

A KPI of the dictionary is a metric of the same name if MetricFlow can say exactly what the marts say; docs/metrics.md lists the others, with the
reason. What a metric needs on the way (a sum that may be NULL, the number of its rows) is a metric too, whose name begins with `part_`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tools import kpi_catalogue

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs/metrics.md"
FOLDER = PROJECT / "models/marts/metrics"
SWITCH = "sms_analytics_using_metrics"
# dbt 1.12 looks for the semantic model of a metric in the project that is built: as a package, its metrics would stop dbt.
# MetricFlow does not speak Spark.
IS_ON = f"var('{SWITCH}') and project_name == 'sms_analytics' and target.type != 'spark'"
ON = f"{{{{ {IS_ON} }}}}"
# For each scope of macros/metrics/metric_rows.sql: the model, its entity, and by what its metrics may be asked for.
SCOPES = {
    "event": ("fct_metric_events", "event", ("account", "campaign", "parts", "message", "cohort")),
    "sent": ("fct_metric_sent_events", "sent_event", ("account", "campaign", "parts", "message")),
    "contact": ("fct_metric_contact_events", "contact_event", ("account", "campaign", "message", "cohort")),
    "campaign": ("fct_metric_campaign_events", "campaign_event", ("account", "campaign")),
    "account": ("fct_metric_account_events", "account_event", ("account",)),
}
CURRENCIES = "part_reporting_currencies"
ON_WITH_SHIPPED_WINDOWS = f"{{{{ {IS_ON} and var('response_windows') == ['1h', '24h', '7d'] }}}}"
OF_WINDOW = re.compile(r"\w+_(?:1h|24h|7d)")
FIRSTS = "Which event is a contact's first depends on the requested range, and MetricFlow cannot pick rows by the range."
PIPELINE = "Counting starts at each contact's first delivered message, which depends on the range and the grouping; MetricFlow has no join for that."
BOOLEAN = "MetricFlow applies `max` to metrics when it combines several, and Postgres has no `max` of true and false."
OTHER = "MetricFlow has no such aggregate."

# The columns of these models that are no figures: type, description, and what the column is for MetricFlow.
KEYS = {
    "account_id": ("text", "Account of the event.", {"entity": {"name": "account", "type": "foreign"}}),
    "campaign_id": (
        "text", "Campaign that the event counts toward. NULL when it counts for the account only, like a message sent from the inbox.",
        {"entity": {"name": "campaign", "type": "foreign"}},
    ),
    "template_id": ("text", "Template of the event's message. NULL when it has none.", {"entity": {"name": "template", "type": "foreign"}}),
    "step_number": ("bigint", "Step of the event's message. NULL when it has none.", {"entity": {"name": "step", "type": "foreign"}}),
    "ab_variant": ("text", "Variant of the event's message. NULL when it has none.", {"entity": {"name": "variant", "type": "foreign"}}),
    "message_id": ("text", "Outbound message that the event belongs to. NULL when there is none.", {"entity": {"name": "message", "type": "foreign"}}),
    "activity_date": ("date", "Day of the event, in the account's time zone.", {"granularity": "day", "dimension": {"type": "time", "label": "Day"}}),
    "sent_date": (
        "date", "Day the event's message was sent, in the account's time zone. NULL when there is no message.",
        {"entity": {"name": "send", "type": "foreign"}},
    ),
}  # fmt: skip
OF_WHAT = {"campaign_id": "campaign", "template_id": "parts", "step_number": "parts", "ab_variant": "parts", "message_id": "message"}


def listed(words: Sequence[str]) -> str:
    """As in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def derived(name: str, expression: str, inputs: list[str], **rest) -> dict:
    """dbt 2.0 takes inputs with a name only."""
    return {"name": name, "type": "derived", "expr": expression, "input_metrics": [{"name": each} for each in inputs], **rest}


class Metrics:
    """Those of a dictionary. `figures` are the catalogue's, `data_types` the names of types in contracts."""

    def __init__(self, kpis: list[dict], figures: dict[str, dict], data_types: dict[str, str]) -> None:
        self.kpis = {kpi["name"]: kpi for kpi in kpis}
        self.figures, self.data_types = figures, data_types
        self.left_out: dict[str, str] = {}
        self.of_model: dict[str, list[dict]] = {scope: [] for scope in SCOPES}
        for kpi in kpis:
            if reason := self._why_not(kpi):
                self.left_out[kpi["name"]] = reason
        for kpi in kpis:
            if kpi["name"] not in self.left_out:
                self.of_model[kpi["metric_scope"] or "event"] += self._metrics(kpi)
        currencies = {
            "name": CURRENCIES, "type": "simple", "agg": "count_distinct", "expr": "reporting_currency",
            "label": "Reporting currencies (intermediate)",
            "description": "Number of distinct reporting currencies. Amounts are NULL when there is more than one: group by account, or filter on a currency.",
        }  # fmt: skip
        if any({"name": CURRENCIES} in metric.get("input_metrics", []) for metrics in self.of_model.values() for metric in metrics):
            self.of_model["event"].insert(0, currencies)

    @property
    def names(self) -> list[str]:
        """The KPIs that are metrics."""
        return [name for name in self.kpis if name not in self.left_out]

    def asked_by(self, name: str) -> tuple[str, ...]:
        """By what it may be asked for: of what is made of others, what all of them may."""
        kpi = self.kpis[name]
        if kpi["relation"]:
            return SCOPES[kpi["metric_scope"]][2]
        of_parts = [self.asked_by(part) for part in self._parts(kpi)]
        return tuple(each for each in of_parts[0] if all(each in others for others in of_parts))

    def _parts(self, kpi: dict) -> list[str]:
        return list(dict.fromkeys(part for part in kpi["made_of"] if part in self.kpis))

    def _why_not(self, kpi: dict) -> str | None:
        if kpi["pipeline"]:
            return PIPELINE
        if kpi["type"] == "boolean":
            return BOOLEAN
        if kpi["relation"]:
            if kpi["metric_scope"]:
                return None
            return FIRSTS if kpi["firsts"] else OTHER
        missing = [part for part in self._parts(kpi) if self._why_not(self.kpis[part])]
        return f"It is made of {' and '.join(f'`{part}`' for part in missing)}." if missing else None

    def _metrics(self, kpi: dict) -> list[dict]:
        """The metric of a KPI, behind those that it is made of and that are no KPIs."""
        name, entity = kpi["name"], SCOPES[kpi["metric_scope"] or "event"][1]
        figure = self.figures[name]
        meta = {key: value for key, value in kpi_catalogue.meta_of(name, figure).items() if key != "label"}
        described = {"label": figure["label"], "description": " ".join([figure["definition"], *figure["nulls"]])}
        config = {"enabled": ON_WITH_SHIPPED_WINDOWS if OF_WINDOW.fullmatch(name) else ON, "meta": meta}
        if kpi["rate"]:
            return [{"name": name, "type": "ratio", "numerator": kpi["rate"][0], "denominator": kpi["rate"][1], **described, "config": config}]
        if kpi["expression"]:
            return [derived(name, kpi["expression"], self._parts(kpi), **described, config=config)]
        filters = [f"{{{{ Dimension('{entity}__has_{table}') }}}}" for table in kpi["needs"]] if kpi["contacts"] else []
        known = {"filter": " and ".join(filters)} if filters else {}
        if kpi["rows"]:
            return [{"name": name, "type": "simple", "agg": "sum", "expr": name, **described, "config": config}]
        if kpi["median"]:
            return [{"name": name, "type": "simple", "agg": "median", "expr": name, **described, "config": config}]
        if kpi["contacts"] and not kpi["unknown"]:
            return [{"name": name, "type": "simple", "agg": "count_distinct", "expr": name, **known, **described, "config": config}]
        if kpi["sum"] and kpi["plain_sum"]:
            return [{"name": name, "type": "simple", "agg": "sum", "expr": name, **described, "config": config}]
        parts, expression = self._parts_of_counts(kpi, known)
        inputs = dict.fromkeys(re.findall(r"part_\w+", expression))
        return [*parts, derived(name, expression, list(inputs), **described, config=config)]

    def _parts_of_counts(self, kpi: dict, known: dict) -> tuple[list[dict], str]:
        """What MetricFlow has no aggregate for in one: sums that are 0 or NULL, contacts that may be unknown, amounts of one currency."""
        name, label = kpi["name"], self.figures[kpi["name"]]["label"]

        def part(suffix: str, agg: str, column: str, what: str) -> dict:
            return {
                "name": f"part_{name}{suffix}", "type": "simple", "agg": agg, "expr": column, **known,
                "label": f"{label} (intermediate: {what})", "description": f"Intermediate step of `{name}`, not for display: {what}.",
            }  # fmt: skip

        if kpi["contacts"]:
            parts = [part("_counted", "count_distinct", name, "distinct contacts"), part("_unknown", "sum", f"{name}_unknown", "events that may or may not count")]
            return parts, f"case when part_{name}_unknown = 0 then part_{name}_counted end"
        parts = [part("_sum", "sum", name, "sum of the known values")]
        expression = f"part_{name}_sum"
        if kpi["empty"] != "null":
            parts.append(part("_rows", "sum", f"{name}_rows", "events that should have a value"))
            expression = f"case when part_{name}_rows = 0 then 0 else part_{name}_sum end"
        if kpi["type"] in ("money", "cost"):
            expression = f"case when {CURRENCIES} = 1 then {expression} end"
        return parts, expression

    # --- the models' YAML -------------------------------------------------------------------------------

    def columns(self, scope: str) -> list[dict]:
        """Those of macros/metrics/metric_rows.sql, in its order."""
        columns = [
            {"name": key, "data_type": self.data_types.get(kind, kind), "description": description, **semantics}
            for key, (kind, description, semantics) in KEYS.items() if OF_WHAT.get(key, "account") in SCOPES[scope][2]
        ]  # fmt: skip
        columns.append({"name": "reporting_currency", "data_type": self.data_types["text"], "description": "Reporting currency of the account. Amounts are in this currency."})
        flags: dict[str, None] = {}
        for kpi in self.kpis.values():
            if not kpi["relation"] or kpi["metric_scope"] != scope:
                continue
            name = kpi["name"]
            if kpi["contacts"]:
                columns.append(self._column(name, "text", f"Contact that `{name}` counts for this event. NULL when it counts none."))
                flags |= dict.fromkeys(f"has_{table}" for table in kpi["needs"])
            elif kpi["rows"]:
                columns.append(self._column(name, "bigint", f"1 when the event counts toward `{name}`, otherwise 0." + (" NULL when unknown." if kpi["needs"] or kpi["switch"] else "")))
            else:
                kind = "double" if kpi["median"] else kpi["type"]
                value = f"Value of which `{name}` is the median" if kpi["median"] else f"What the event adds to `{name}`"
                columns.append(self._column(name, kind, f"{value}. {self._when_null(kpi)}"))
                if kpi["sum"] and not kpi["plain_sum"] and kpi["empty"] != "null":
                    columns.append(self._column(f"{name}_rows", "bigint", f"1 when the event should have a value for `{name}`, otherwise 0."))
            if kpi["unknown"]:
                columns.append(self._column(f"{name}_unknown", "bigint", f"1 when it is unknown whether the event counts toward `{name}`, otherwise 0."))
        for flag in flags:
            table = flag.removeprefix("has_")
            known = f"False when the raw table `{table}` is absent or all its rows are rejected; the same in every row."
            column = {"name": flag, "data_type": "boolean", "description": known}
            columns.append({**column, "dimension": {"type": "categorical"}})
        return columns

    def _when_null(self, kpi: dict) -> str:
        if kpi["plain_sum"] and kpi["sum"]:
            return "0 when it adds nothing." + (" NULL when unknown." if kpi["needs"] or kpi["switch"] else "")
        return "NULL when the event has none." if kpi["median"] else "NULL when unknown or when it adds nothing."

    def _column(self, name: str, kind: str, description: str) -> dict:
        return {"name": name, "data_type": self.data_types.get(kind, kind), "description": description}

    def model(self, scope: str) -> dict:
        name, entity, by = SCOPES[scope]
        cohort = {"derived_semantics": {"entities": [{"name": "cohort", "type": "foreign", "expr": "message_id"}]}} if "cohort" in by else {}
        return {
            "name": name,
            "description": f"Events of all facts in one view, for the metrics that can be grouped by {listed(by)}: one row per event, one column per KPI.",
            "config": {"group": "analytics"},
            "semantic_model": {"enabled": ON, "name": f"{entity}s"},
            "primary_entity": entity,
            "agg_time_dimension": "activity_date",
            **cohort,
            "columns": self.columns(scope),
            "metrics": [metric for metric in self.of_model[scope] if metric["type"] == "simple"],
        }  # fmt: skip

    def made_of_others(self) -> list[dict]:
        """Metrics that belong to no model. In a model's YAML, dbt 1.12 would find them twice when it parses that file again."""
        return [metric for metrics in self.of_model.values() for metric in metrics if metric["type"] != "simple"]

    def saved_queries(self) -> list[dict]:
        """What a reporting page, a table of campaigns and a table of cohorts ask for."""
        names = [name for name in self.names if not OF_WINDOW.fullmatch(name)]
        queries = [
            ("reporting_page", "KPIs by account.", "account", ["Entity('account')"]),
            ("campaign_table", "KPIs by campaign.", "campaign", ["Entity('campaign')", "Dimension('campaign__campaign_name')"]),
            ("cohort_table", "KPIs by account and by the lifecycle stage of contacts when the message was sent.", "cohort",
             ["Entity('account')", "Dimension('cohort__lifecycle_stage')"]),
        ]  # fmt: skip
        return [
            {"name": query, "description": text, "config": {"enabled": ON}, "query_params": {"metrics": metrics, "group_by": group_by}}
            for query, text, by, group_by in queries if (metrics := [name for name in names if by in self.asked_by(name)])
        ]  # fmt: skip

    # --- the page -----------------------------------------------------------------------------------------

    def tables(self) -> str:
        """The generated part of docs/metrics.md."""
        lines = ["| metric | label | by | made of |", "|---|---|---|---|"]
        for name in self.names:
            made_of = ", ".join(f"`{part}`" for part in self._parts(self.kpis[name]))
            lines.append(f"| `{name}` | {self.figures[name]['label']} | {', '.join(self.asked_by(name))} | {made_of} |")
        lines += ["", "### KPIs that are not metrics", "", "| KPI | why |", "|---|---|"]
        for reason in dict.fromkeys(self.left_out.values()):
            names = [f"`{name}`" for name, its_reason in self.left_out.items() if its_reason == reason]
            lines.append(f"| {', '.join(names)} | {reason} |")
        return "\n".join(lines)
