"""Where one table is unknown, the build passes, and exactly the figures that need it are NULL.

Every row of the table is deleted at its source, which counts as if the table were absent. The demo's compiled SQL is run again on a copy
of its database, with random events in it: a build for each table would take two minutes.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.oracle.answer import answer
from tests.python.oracle.compare import compare, report
from tests.python.oracle.settings import Reference, Settings, read_reference
from tests.python.support.dbt import ROOT, DbtResult
from tests.python.support.random_events import RawRows, random_sets, together
from tests.python.test_second_computation import demo_database, worded

SETS = 30
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


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(ROOT / "seeds" / "reference")


@pytest.fixture(scope="module")
def events(reference: Reference) -> RawRows:
    return together(random_sets(SETS, 0, [wording for wording, _ in reference.wordings]))


class Copy:
    """The demo's database with other raw rows, whose models can be built again."""

    def __init__(self, demo: DbtResult, path: Path) -> None:
        self.path, self.nodes = path, demo.manifest()["nodes"]
        self.compiled = {result["unique_id"]: result["compiled_code"] for result in demo.run_results()["results"]}

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

    answers = answer(events | {table: rows}, reference, Settings(hash_key="the key of the demo"), worded(copy.path))
    for mart, columns in unknown.items():
        for column in columns:
            assert {row[column] for row in answers[mart].values()} == {None}, f"{mart}.{column}"
    compared = {mart: answers[mart] for mart in marts if answers[mart]}
    differences = compare(compared, copy.path)
    assert not differences, report(differences)
    with duckdb.connect(str(copy.path), read_only=True) as connection:
        for mart in set(marts) - set(compared):
            assert connection.execute(f"select count(*) from analytics.{mart}").fetchall() == [(0,)], mart
