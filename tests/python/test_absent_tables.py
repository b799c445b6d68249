"""Where one table is unknown, the build passes, and exactly the figures that need it are NULL.

Every row of the table is deleted at its source, which counts as if the table were absent. The demo's compiled SQL is run again on a copy
of its database, with random events in it: a build for each table would take two minutes. Without the group crm four tables are not read,
and the SQL is another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.oracle import raw as raw_rows
from tests.python.oracle.answer import answer
from tests.python.oracle.compare import compare, report
from tests.python.oracle.settings import Reference, Settings, read_reference
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, run_dbt
from tests.python.support.random_events import RawRows, random_sets, together
from tests.python.test_second_computation import demo_database, worded

SETS = 30
SETTINGS = Settings(hash_key="the key of the demo")
FOLLOW_UP = ("fct_follow_ups", "kpi_intents", "kpi_campaign_intents", "kpi_follow_up", "kpi_intent_lift")
SENDING = ("fct_governance_breaches", "kpi_governance", "kpi_fatigue", "kpi_list_health", "kpi_list_growth_daily")
COHORTS = ("fct_meetings", "fct_deals", "kpi_campaigns", "kpi_campaign_cohorts", "kpi_retention", "kpi_holdouts")
INTENT = FOLLOW_UP + SENDING
# For each table, the marts that are looked at, and some of what has to be NULL in every row of one.
CASES: dict[str, tuple[tuple[str, ...], dict[str, set[str]]]] = {
    "reply_classifications": (INTENT, {}),  # the rules of intent do without
    "owners": (INTENT, {}),
    "contact_phones": (INTENT, {}),
    "tasks": (INTENT, {"kpi_intents": {"replies_escalated"}, "fct_follow_ups": {"has_task_at_once"}}),
    "sales_engagements": (INTENT, {}),
    "calls": (INTENT, {}),
    "send_decisions": (INTENT, {"kpi_governance": {"sends_skipped", "sends_deferred"}}),
    "consent_events": (INTENT, {}),
    "meetings": (INTENT + COHORTS, {"kpi_intents": {"meetings_set", "show_rate"}, "kpi_campaigns": {"meetings_created", "show_rate"}}),
    "deals": (INTENT + COHORTS, {"kpi_intents": {"influenced_pipeline"}, "kpi_campaigns": {"opportunities_created", "won_amount"}}),
    "contact_attribute_history": (COHORTS, {}),
    "campaign_memberships": (COHORTS, {}),
    "leads": (COHORTS, {"kpi_campaigns": {"leads", "sms_to_lead_rate"}}),
}
# What the switch of the group crm leaves out, and which figures of the marts that stay it makes NULL.
CRM_TABLES = ("meetings", "deals", "deal_contacts", "deal_stage_history")
CRM_MODELS = ("fct_meetings", "fct_deals", "int_pipeline_origins")
WITHOUT_CRM: dict[str, set[str]] = {
    "kpi_campaigns": {"meetings_created", "opportunities_created", "deals_won", "won_amount", "pipeline_amount", "show_rate"},
    "kpi_accounts": {"meetings_held", "stage_progressions", "median_days_to_opportunity"},
    "kpi_campaign_cohorts": {"meetings_no_show", "median_days_to_meeting"},
    "kpi_calling": {"deals_closed", "lead_to_deal_rate"},
    "kpi_calling_daily": {"deals_closed"},
    "kpi_intents": {"meetings_set", "stage_progressions", "influenced_pipeline"},
    "kpi_follow_up": {"meetings_held", "stage_progressions"},
    **dict.fromkeys(("kpi_accounts_daily", "kpi_campaigns_daily", "kpi_steps", "kpi_templates", "kpi_send_times"), set()),
}


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(ROOT / "seeds" / "reference")


@pytest.fixture(scope="module")
def events(reference: Reference) -> RawRows:
    return together(random_sets(SETS, 0, [wording for wording, _ in reference.wordings]))


def compiled(run: DbtResult) -> dict[str, str]:
    """The SQL of each node, parents before children."""
    return {result["unique_id"]: result["compiled_code"] for result in run.run_results()["results"]}


class Copy:
    """The demo's database with other raw rows, whose models can be built again."""

    def __init__(self, demo: DbtResult, path: Path) -> None:
        self.path, self.nodes = path, demo.manifest()["nodes"]
        self.compiled = compiled(demo)
        self.written: set[str] = set()

    def parents(self, node: str) -> set[str]:
        return {parent for parent in self.nodes[node]["depends_on"].get("nodes", []) if parent in self.nodes}

    def ancestors(self, models: tuple[str, ...]) -> set[str]:
        """The models, and what they are made of."""
        found, new = set(), {f"model.sms_analytics.{name}" for name in models}
        while new:
            found |= new
            new = {parent for node in new for parent in self.parents(node)} - found
        return found

    def descendants(self, table: str) -> set[str]:
        """What a raw table changes, through its rows or through what is known of it. The demo built parents before children."""
        changed = {f"seed.sms_analytics.raw_{table}"}
        for node in self.compiled:
            if node.startswith("model.") and (node == "model.sms_analytics.int_raw_tables" or self.parents(node) & changed):
                changed.add(node)
        return changed

    def write(self, raw: Mapping[str, list[dict[str, Any]]], nodes: set[str]) -> None:
        """Put these rows into the raw tables, and build the models again."""
        self.written |= nodes
        with duckdb.connect() as connection:
            connection.execute(f"set TimeZone = 'UTC'; attach '{self.path}' as sms_analytics; use sms_analytics.analytics")
            for name, rows in raw.items():
                table = self.nodes[f"seed.sms_analytics.raw_{name}"]["relation_name"]
                columns = [column for (column, *_) in connection.execute(f"describe {table}").fetchall()]
                connection.execute(f"delete from {table}")
                if rows:
                    cells = [[row.get(column) for column in columns] for row in rows]
                    connection.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", cells)
            for node, statement in self.compiled.items():
                if node in nodes and node.startswith("model.") and self.nodes[node]["config"]["materialized"] != "view":
                    connection.execute(f"create or replace table {self.nodes[node]['relation_name']} as {statement}")


@pytest.fixture(scope="module")
def all_tables(demo: DbtResult, events: RawRows, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(demo, tmp_path_factory.mktemp("all_tables") / "sms_analytics.duckdb")
    shutil.copy(demo_database(demo), copy.path)
    copy.write(events, copy.ancestors((*INTENT, *COHORTS, "int_worded_intents")))
    return copy


@pytest.mark.parametrize("table", CASES)
def test_each_table_unknown_alone(
    table: str, demo: DbtResult, events: RawRows, reference: Reference, all_tables: Copy, tmp_path: Path
) -> None:
    marts, unknown = CASES[table]
    rows = [row | {"is_deleted": "true"} for row in events[table]]
    assert rows
    copy = Copy(demo, tmp_path / "sms_analytics.duckdb")
    shutil.copy(all_tables.path, copy.path)
    copy.write({table: rows}, copy.ancestors(marts) & copy.descendants(table))

    assert_same(answer(events | {table: rows}, reference, SETTINGS, worded(copy.path)), marts, unknown, copy.path)


def assert_same(answers: dict, marts: Iterable[str], unknown: Mapping[str, set[str]], database: Path) -> None:
    for mart, columns in unknown.items():
        for column in columns:
            assert {row[column] for row in answers[mart].values()} == {None}, f"{mart}.{column}"
    compared = {mart: answers[mart] for mart in marts if answers[mart]}
    differences = compare(compared, database)
    assert not differences, report(differences)
    with duckdb.connect(str(database), read_only=True) as connection:
        for mart in set(marts) - set(compared):
            assert connection.execute(f"select count(*) from analytics.{mart}").fetchall() == [(0,)], mart


def test_without_crm_the_marts_that_stay_are_as_if_its_tables_were_absent(
    demo: DbtResult, events: RawRows, reference: Reference, all_tables: Copy, tmp_path: Path
) -> None:
    """The tables are full, and not read. Files, because that is how another test parses the project without crm."""
    raw = tmp_path / "raw"
    raw.mkdir()
    raw_rows.write_folder(events, raw)
    copy = Copy(demo, duckdb_path(tmp_path))
    shutil.copy(all_tables.path, copy.path)
    marts = {*INTENT, *COHORTS, *WITHOUT_CRM} - {*CRM_MODELS}
    changed = set().union(*map(copy.descendants, CRM_TABLES)) - {f"model.sms_analytics.{name}" for name in CRM_MODELS}
    nodes = {node for node in copy.ancestors(tuple(marts)) if node in changed or node not in all_tables.written}
    given = {"raw_source": "files", "raw_path": str(raw), "sms_analytics_using_crm": False}
    names = [copy.nodes[node]["name"] for node in nodes if node.startswith("model.")]
    without = run_dbt(["compile", "--full-refresh", "--select", *names], vars=given, work_dir=tmp_path).check()
    copy.compiled = compiled(without)
    with duckdb.connect(str(copy.path)) as connection:
        for name in CRM_MODELS:
            connection.execute(f"drop table {copy.nodes[f'model.sms_analytics.{name}']['relation_name']}")
    copy.write({}, nodes)

    known = {table: rows for table, rows in events.items() if table not in CRM_TABLES}
    assert_same(answer(known, reference, SETTINGS, worded(copy.path)), marts, WITHOUT_CRM, copy.path)
