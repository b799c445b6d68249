"""What the dashboard reads besides the marts: the schema `dashboard` of the published file.

    columns   what each column of the marts is called, its unit, format and definition, and which raw tables it needs
    reports   the SQL of messaging_report and calling_report, with parameters where a user has a choice
    the rest  the few tables that this SQL reads and that are no marts; keys and days only

dbt writes the SQL once for each publish: to compile it for each click would take seconds.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tools.kpi_catalogue import label_of, needs_of, unit_of

SCHEMA = "dashboard"
# Figures of the page Reporting. Whatever is not of this list is in the marts, for all time and by day, week and month.
KPIS = (
    "messages_sent_total", "segments_sent_total", "messages_sent", "delivery_rate", "carrier_block_rate", "contacts_reached",
    "replies_received", "reply_rate", "engaged_reply_rate", "contacts_opted_out", "opt_out_rate", "ai_filter_rate", "click_through_rate",
    "response_rate", "median_time_to_response_seconds", "leads", "sms_to_lead_rate", "conversions", "conversion_rate", "revenue_net",
    "cost_total", "cost_is_complete", "cost_per_conversion", "return_on_spend",
)  # fmt: skip
KPIS_OF_ACCOUNTS = ("median_team_response_seconds", "unanswered_inbound", "unattributed_inbound", "campaigns_created", "campaigns_launched")
# Days that nobody asks for: each stands for one end of the range, or of the range before it.
DATE_FROM, DATE_TO, PREVIOUS_FROM, PREVIOUS_TO = "1901-03-10", "1901-03-20", "1901-02-27", "1901-03-09"
# A view in the build, and the mart that has its columns.
SAME_ROWS = {"int_message_outcomes": "fct_messages"}
# Of tables without an account nothing is anybody's own.
OF_NO_ACCOUNT = ("int_as_of", "int_raw_tables", "attribution_windows")
MARK = "/* {} */"


class NotWritten(Exception):
    """dbt did not write the reports; the message says why."""


@dataclass(frozen=True)
class Report:
    """A report whose SQL has the parameters $preset, $date_from, $date_to, $accounts and, by its filter, $campaigns, $templates and $launched."""

    report: str
    grain: str
    filter: str
    basis: str = "activity"

    @property
    def call(self) -> str:
        ids = {"accounts": ("account_ids",), "campaigns": ("account_ids", "campaign_ids"), "templates": ("account_ids", "campaign_ids", "template_ids")}
        given = [f"date_from='{DATE_FROM}'", f"date_to='{DATE_TO}'", f"grain={['account', 'day'] if self.grain == 'day' else [self.grain]}"]
        given += [f"{name}='@{name}'" for name in ids[self.filter]]
        if self.report == "messaging_report":
            given.append(f"basis='{self.basis}', launched_in_range={'false' if self.filter == 'accounts' else 'true'}")
            given.append(f"kpis={[*KPIS, *(() if self.grain == 'campaign' else KPIS_OF_ACCOUNTS)]}")
        return f"sms_analytics.{self.report}({', '.join(given)})"


REPORTS = tuple(
    Report(report, grain, filter, basis)
    for report, filters, bases in (
        ("messaging_report", ("accounts", "campaigns", "templates"), ("activity", "send")),
        ("calling_report", ("accounts", "campaigns"), ("activity",)),
    )
    for grain in ("account", "day", "campaign")
    for filter in filters
    for basis in bases
)
# A condition of reports on campaigns that were launched in the range.
LAUNCHED = re.compile(
    r"\(periods\.is_previous or (?P<cells>\([^()]+\) in \([^()]+ from launched_campaigns\))\)|(?P<rows>\([^()]+\) in \([^()]+ from launched_campaigns\))"
)


@dataclass(frozen=True)
class Extras:
    reports: Mapping[Report, str]
    inputs: Sequence[tuple[str, str]]  # schema and name in the build
    needs: Mapping[str, Sequence[str]] = field(default_factory=dict)  # raw tables of each KPI
    rates: Mapping[str, Sequence[str]] = field(default_factory=dict)  # numerator and denominator


# --- written by dbt --------------------------------------------------------------------------------------------


def compiled(manifest: Any, parts: Mapping[str, str], arguments: Sequence[str] = ()) -> dict[str, str]:
    """Texts with Jinja as dbt writes them, all in one run, which opens no database."""
    from dbt.cli.main import dbtRunner

    text = "\n".join(MARK.format(name) + part for name, part in parts.items())
    with beside_the_analyses(manifest, text) as name, redirect_stdout(io.StringIO()):
        # What the last build said of itself, which `dbt retry` reads, stays.
        flags = ["--quiet", "--no-write-json", "compile", "--no-introspect", "--no-populate-cache"]
        done = dbtRunner(manifest=manifest).invoke([*flags, "--select", name, *arguments])
    if not done.success:
        failed = [result.message for result in getattr(done.result, "results", ()) if result.message]
        raise NotWritten(f"dbt cannot write them: {' '.join(str(done.exception or '; '.join(failed)).split())}")
    texts = re.split("|".join(re.escape(MARK.format(name)) for name in parts), done.result.results[0].node.compiled_code)[1:]
    return dict(zip(parts, texts, strict=True))


@contextmanager
def beside_the_analyses(manifest: Any, text: str) -> Iterator[str]:
    """For a while, an analysis of this text. It is the package's own, also where another project installs it: variables and models are ours."""
    name = "reports_to_publish"
    like = manifest.nodes.get("analysis.sms_analytics.reporting_page")
    if like is None:
        raise NotWritten("the analysis reporting_page, which they are written like, is not enabled")
    node = deepcopy(like)
    node.name = node.alias = name
    node.unique_id = f"analysis.sms_analytics.{name}"
    node.path, node.original_file_path = (file.replace("reporting_page", name) for file in (like.path, like.original_file_path))
    node.fqn = [*like.fqn[:-1], name]
    node.raw_code = text
    node.depends_on.nodes = [key for key, other in manifest.nodes.items() if other.package_name == like.package_name and key.startswith(("model.", "seed."))]
    manifest.nodes[node.unique_id] = node
    try:
        yield name
    finally:
        del manifest.nodes[node.unique_id]


def has_calls(manifest: Any) -> bool:
    return any(node.name == "int_calling_events" for node in manifest.nodes.values())


def rendered(manifest: Any, arguments: Sequence[str] = ()) -> Extras:
    reports = [report for report in REPORTS if has_calls(manifest) or report.report != "calling_report"]
    parts = {
        "presets": "{{ tojson(sms_analytics.report_presets()) }}",
        "kpis": "{% set found = [] %}{% for kpi in sms_analytics.kpi_dictionary() + sms_analytics.kpis_of_pipeline() %}"
        "{% do found.append({'name': kpi.name, 'rate': kpi.rate or none, 'needs': [kpi.needs] if kpi.needs is string else kpi.get('needs', []), "
        "'made_of': kpi.get('rate', []) + modules.re.findall('[a-z0-9_]+', kpi.get('expression', ''))}) %}{% endfor %}{{ tojson(found) }}",
    }
    texts = compiled(manifest, parts | {str(number): f"{{{{ {report.call} }}}}" for number, report in enumerate(reports)}, arguments)
    presets, kpis = json.loads(texts["presets"]), {kpi["name"]: kpi for kpi in json.loads(texts["kpis"])}
    relations = {node.relation_name: node for node in manifest.nodes.values() if getattr(node, "relation_name", None)}
    of_names = {node.name: node for node in relations.values()}
    sqls, inputs = {}, set()
    for number, report in enumerate(reports):
        sql = with_parameters(texts[str(number)], presets)
        for relation in set(re.findall(r'"[^"]+"\."[^"]+"\."[^"]+"', sql)) & relations.keys():
            node = of_names[SAME_ROWS.get(relations[relation].name, relations[relation].name)]
            is_mart = node.original_file_path.startswith("models/marts/")
            sql = sql.replace(relation, f'"{node.identifier}"' if is_mart else f'{SCHEMA}."{node.identifier}"')
            inputs |= set() if is_mart else {(node.schema, node.identifier)}
        sqls[report] = sql.strip()
    return Extras(
        sqls, sorted(inputs), {name: needs_of(kpi, kpis) for name, kpi in kpis.items()}, {name: kpi["rate"] for name, kpi in kpis.items() if kpi["rate"]}
    )


def with_parameters(sql: str, presets: Mapping[str, Sequence[Sequence[str] | None]]) -> str:
    """Parameters in place of the days and ids that were given. $preset has the name of a range; without one, the dates count."""
    date_from, date_to = "cast($date_from as date)", "cast($date_to as date)"
    length = f"cast({date_to} - {date_from} as integer)"
    chosen = {DATE_FROM: date_from, DATE_TO: date_to, PREVIOUS_FROM: f"{date_from} - {length} - 1", PREVIOUS_TO: f"{date_from} - 1"}
    for place, (day, otherwise) in enumerate(chosen.items()):
        of_presets = [
            f"when '{name}' then {ranges[place // 2][place % 2]}" for name, ranges in presets.items() if ranges[1] is not None
        ]  # An open range is asked for with dates.
        sql = sql.replace(f"cast('{day}' as date)", f"case $preset {' '.join(of_presets)} else {otherwise} end")
    for name, parameter in {"account_ids": "accounts", "campaign_ids": "campaigns", "template_ids": "templates"}.items():
        ids = f"cast(${parameter} as varchar[])"
        # A filter on templates may come without one on campaigns.
        always = f"{ids} is null or " if parameter == "campaigns" else ""
        sql = re.sub(rf"([\w.]+) in \('@{name}'\)", rf"({always}list_contains({ids}, \1))", sql)
    return LAUNCHED.sub(lambda found: f"(not cast($launched as boolean) or {'periods.is_previous or ' if found['cells'] else ''}{found['cells'] or found['rows']})", sql)


# --- written into the file -------------------------------------------------------------------------------------


def columns_of(nodes: Iterable[Mapping[str, Any]], extras: Extras) -> list[tuple[Any, ...]]:
    """A row for each column of the marts."""
    rows = []
    for node in nodes:
        for name, column in node["columns"].items():
            meta = column.get("config", {}).get("meta", {})
            if meta.get("personal"):
                continue
            needs = list(extras.needs.get(name, ())) if "unit" in meta else []
            label = meta.get("label") or label_of(name)
            # Of a column that is no KPI, only what its name and type leave no doubt about.
            kind = column.get("data_type") or ""
            guess = unit_of(name, kind) if kind in ("double", "bigint") else None
            unit = meta.get("unit") or (guess if guess in ("seconds", "fraction", "count", "contacts") else None)
            rows.append(
                (node["name"], name, label, unit, meta.get("format"), column["description"], needs, extras.rates.get(name, [None, None])[1])
            )
    return rows


def write(connection: Any, extras: Extras, columns: Sequence[tuple[Any, ...]], there: Mapping[tuple[str, str], Any], own_accounts: str) -> None:
    """Fill the schema of the attached database `published` from `built`; own_accounts is the condition for the rows of a file's accounts."""
    target = f"published.{SCHEMA}"
    connection.execute(f"create schema {target}")
    connection.execute(
        f"create table {target}.columns (table_name varchar, column_name varchar, label varchar, unit varchar, format varchar, "
        "definition varchar, needs varchar[], divided_by varchar, primary key (table_name, column_name))"
    )
    # One statement with a list for each column: a statement for each row takes seconds.
    connection.execute(f"insert into {target}.columns select {', '.join(['unnest(?)'] * 8)}", [list(values) for values in zip(*columns, strict=True)])
    connection.execute(f"create table {target}.reports (report varchar, grain varchar, filter varchar, basis varchar, sql varchar, primary key (report, grain, filter, basis))")
    connection.executemany(
        f"insert into {target}.reports values (?, ?, ?, ?, ?)", [(one.report, one.grain, one.filter, one.basis, sql) for one, sql in extras.reports.items()]
    )
    for schema, name in extras.inputs:
        if (schema, name) not in there:
            continue
        if "account_id" not in there[schema, name].columns and name not in OF_NO_ACCOUNT:
            raise RuntimeError(f"Whose rows are those of {name}? The reports read it, and it has no account_id.")
        condition = own_accounts if "account_id" in there[schema, name].columns else "true"
        connection.execute(f'create table {target}."{name}" as from built."{schema}"."{name}" where {condition}')
