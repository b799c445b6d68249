"""The models against the second computation (tests/python/oracle): plain Python over the same raw rows.

Two kinds of input: the demo events, and random sets of events that were made to hit edges. SMS_ANALYTICS_RANDOM_SETS
says how many sets (default 300), SMS_ANALYTICS_RANDOM_SEED which ones (default 0).
"""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.python.oracle import raw as raw_rows
from tests.python.oracle.answer import World, answer, answer_intents_of, answer_of, work_out
from tests.python.oracle.compare import Difference, compare, report
from tests.python.oracle.contract import TABLES
from tests.python.oracle.kpis import Marts
from tests.python.oracle.reports import Reports
from tests.python.oracle.settings import Reference, Settings, read_reference
from tests.python.support.compare import connect, relation
from tests.python.support.dbt import ROOT, DbtResult, run_dbt
from tests.python.support.metrics import MetricsLayer, asks_of, unlike_reports
from tests.python.support.random_events import RawRows, disturbed, experiment_set, random_sets, together
from tests.python.support.report_set import REPORTS_BY_HAND, report_set
from tests.python.support.reports import Call, call, compiled, differences, differences_by_hand, opened, random_calls, world_of_the_demo
from tests.python.support.reports_as_marts import of_all_time, of_periods, unlike_marts

SETS = int(os.environ.get("SMS_ANALYTICS_RANDOM_SETS", "300"))
SEED = int(os.environ.get("SMS_ANALYTICS_RANDOM_SEED", "0"))
# In New York, 2 November 2025 had 25 hours, and ended a full reply window before this moment, to the second.
AS_OF = "2025-11-10 05:00:00"
SHOW_SETS = 2
# One is of the user's own.
COHORT_DIMENSIONS = (*Settings().cohort_dimensions, "owner_id", " Loyalty Tier")


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(ROOT / "seeds" / "reference")


@pytest.fixture(scope="module")
def sets(reference: Reference) -> list[RawRows]:
    return [*random_sets(SETS, SEED, [wording for wording, _ in reference.wordings]), experiment_set(SETS, SEED), report_set()]


@pytest.fixture(scope="module")
def world(sets: list[RawRows], reference: Reference) -> World:
    return work_out(together(sets), reference, Settings(as_of=datetime.fromisoformat(AS_OF), cohort_dimensions=COHORT_DIMENSIONS))


@pytest.fixture(scope="module")
def answers(world: World) -> dict:
    """Of all sets, but for the models of intent."""
    return answer_of(world)


def build(raw: RawRows, folder: Path, **variables: object) -> DbtResult:
    """A build of these rows, as the user of a folder of files would run it."""
    raw_folder = folder / "raw"
    raw_folder.mkdir(parents=True)
    raw_rows.write_folder(raw, raw_folder)
    given = {"raw_source": "files", "raw_path": str(raw_folder), **variables}
    # Tests are left out: the sets break what clean data would not.
    return run_dbt(["build", "--exclude-resource-type", "test", "unit_test"], work_dir=folder, vars=given).check()


def explain(differences: list[Difference], sets: list[RawRows]) -> str:
    """The report, and all raw rows of the first sets that differ."""
    numbers = sorted({int(number) for d in differences for number in re.findall(r"\bs(\d{4})_", repr(d.key))})
    lines = [report(differences)]
    for number in numbers[:SHOW_SETS]:
        mine = [d for d in differences if re.search(rf"\bs{number:04d}_", repr(d.key))]
        lines += [f"\n--- set {number}: {len(mine)} cells", *(f"  {difference}" for difference in mine[:12])]
        for table, rows in sets[number].items():
            lines += [f"{table}: " + ", ".join(f"{k}={v!r}" for k, v in row.items() if v) for row in rows]
    return "\n".join(lines)


def worded(database: Path) -> dict[str, tuple[str, str | None, bool]]:
    """What the rules of intent made of each text; a data test holds the rules against wordings."""
    with connect(database) as query:
        name, _ = relation(query, "int_worded_intents", None)
        found = query(f"select message_id, intent_category, intent_tier, is_reschedule from {name}")
    return {message: (category, tier, moves) for message, category, tier, moves in found}


# --- against the models ---------------------------------------------------------------------------------


def test_demo(demo: DbtResult, reference: Reference) -> None:
    raw = raw_rows.read_folder(ROOT / "seeds" / "raw", "raw_")
    database = demo_database(demo)
    answers = answer(raw, reference, Settings(hash_key="the key of the demo"), worded(database))
    differences = compare(answers, database)
    assert not differences, report(differences)
    assert TABLES.keys() == {source["name"] for source in demo.manifest()["sources"].values()}, "tests/python/oracle/contract.py"
    left_out = [
        f"{node['name']}.{column}"
        for node in demo.manifest()["nodes"].values()
        for column, described in node["columns"].items()
        if "label" in described["meta"] and column not in next(iter(answers.get(node["name"], {}).values()), ())
    ]
    assert not left_out, f"The second computation (tests/python/oracle) lacks {', '.join(left_out)}"


def demo_database(demo: DbtResult) -> Path:
    """The demo's DuckDB file; `make test` gives its own another name."""
    return next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())


def test_random_sets_in_any_order_with_rows_repeated(sets: list[RawRows], world: World, answers: dict, tmp_path: Path) -> None:
    """Computed from each row once and in order, built from rows in any order and some of them again: only their count differs."""
    raw = disturbed(together(sets), SEED)
    built = build(raw, tmp_path, as_of=AS_OF, cohort_dimensions=list(COHORT_DIMENSIONS))
    counts = {(table.name,): table.counts() for table in raw_rows.load_all(raw).values()}
    assert counts.keys() == answers["dq_row_counts"].keys() and counts != answers["dq_row_counts"]
    expected = answers | {"dq_row_counts": counts} | answer_intents_of(world, worded(built.duckdb_path))
    differences = compare(expected, built.duckdb_path)
    assert not differences, explain(differences, sets)
    assert_reports_are_the_same(world, built.duckdb_path, tmp_path)


# --- reports ----------------------------------------------------------------------------------------------


def assert_reports_are_the_same(world: World, database: Path, folder: Path) -> None:
    """Ranges and filters by chance, those by hand, and those that are a mart, in one run of dbt; metrics give the same."""
    reports = Reports(world, Marts(world))
    calls = random_calls(world, 30, SEED)
    by_hand = [call(macro, arguments) for macro, arguments, _ in REPORTS_BY_HAND]
    marts = [*of_all_time(), *of_periods(date(2025, 10, 27), date(2025, 11, 1))]
    sqls = iter(compiled([*map(str, calls), *by_hand, *(f"sms_analytics.{one}" for one, *_ in marts)], folder / "reports"))
    of_calls, of_hand, of_marts = (list(islice(sqls, len(some))) for some in (calls, by_hand, marts))
    with opened(database) as run:
        query = cache(run)
        found = [difference for one, sql in zip(calls, of_calls) for difference in differences(reports, one, sql, query)]
        found += differences_by_hand(of_hand, query)
        found += unlike_marts(marts, of_marts, query)
        of_metrics, rows = unlike_reports(MetricsLayer(folder / "target"), asks_of(calls, SEED), of_calls, query)
    found += of_metrics
    assert not found, "\n".join([f"{len(found)} differences", *found[:20]])
    assert rows > 300


PRESETS = ("today", "yesterday", "last_7_days", "last_30_days", "this_week", "last_week", "this_month", "last_month")


def test_reports_of_the_demo(demo: DbtResult, tmp_path: Path) -> None:
    database, world = demo_database(demo), world_of_the_demo()
    reports = Reports(world, Marts(world))
    calls = [Call("messaging_report", {"preset": preset}) for preset in PRESETS]
    calls += [Call("calling_report", {"preset": "last_30_days"}), *random_calls(world, 30, SEED)]
    marts = [*of_all_time(), *of_periods(date(2026, 6, 1), date(2026, 3, 28))]
    sqls = compiled([*map(str, calls), *(f"sms_analytics.{one}" for one, *_ in marts)], tmp_path)
    with opened(database) as query:
        found = [difference for one, sql in zip(calls, sqls) for difference in differences(reports, one, sql, query)]
        found += unlike_marts(marts, sqls[len(calls) :], query)
    assert not found, "\n".join([f"{len(found)} differences", *found[:20]])


# Each row of these is at fault in this column.
REJECTED = {"campaigns": "created_at", "leads": "created_at", "consent_events": "occurred_at"}


def test_absent_and_rejected_tables(sets: list[RawRows], reference: Reference, tmp_path: Path) -> None:
    """Messages, their receipts and clicks, each row once; of some tables every row is rejected, the others are absent: what needs another
    table is NULL, all else is as computed."""
    given = together(sets)
    raw = {name: given[name] for name in ("messages", "message_status_events", "click_events")}
    raw |= {name: [row | {column: "someday"} for row in given[name]] for name, column in REJECTED.items()}
    assert all(raw.values())
    answers = answer(raw, reference)
    unknown = {"keyword_entries", "leads", "conversions", "contacts_ai_filtered"}
    assert {row[column] for row in answers["kpi_campaigns"].values() for column in unknown} == {None}
    # Of an account whose texts are hashed, nobody knows which of its messages had a link.
    with_link = {row["contacts_delivered_with_link"] for row in answers["kpi_campaigns"].values()}
    assert None in with_link and with_link - {0, None}
    empty = {model for model, rows in answers.items() if not rows}  # no lead, no row
    assert empty == {"fct_leads", "fct_conversions", "fct_conversion_adjustments", "fct_attribution",
                     "fct_attributed_adjustments", "dq_duplicate_conversions",
                     "kpi_calling_campaigns", "kpi_calling_agents", "kpi_calling_daily", "kpi_call_outcomes",
                     "kpi_campaign_call_outcomes", "kpi_journeys_monthly", "kpi_labels", "kpi_campaign_labels", "kpi_holdouts",
                     "fct_meetings", "fct_deals", "dim_contact_attributes"}  # fmt: skip
    for model in empty:
        answers.pop(model)
    built = build(raw, tmp_path)
    with connect(built.duckdb_path) as query:
        assert {model: query(f"select count(*) from {relation(query, model, None)[0]}") for model in empty} == dict.fromkeys(
            empty, [(0,)]
        )
    # Who replied, who followed up and which rules were broken needs messages; consent, tasks, meetings and deals are unknown.
    intents = answer(raw, reference, worded=worded(built.duckdb_path))
    assert {row["messages_checked"] for (_, rule), row in intents["kpi_governance"].items() if rule in ("no_consent", "collision")} == {None}
    assert {row["next_steps"] for row in intents["kpi_intents"].values()} == {None}
    answers |= {model: rows for model, rows in intents.items() if rows and model not in empty}
    differences = compare(answers, built.duckdb_path)
    assert not differences, explain(differences, sets)


# --- the sets themselves ----------------------------------------------------------------------------------


def test_random_sets_hit_what_they_are_made_for(answers: dict) -> None:
    """A set of cases that hits nothing would agree with anything."""
    if SETS < 300:
        pytest.skip("too few sets to hit everything")
    for model, rows in answers.items():
        for column in next(iter(rows.values())):
            if column in ("keyword_entries", "cost_unallocated", "unallocated_costs_without_rate") and model in ("kpi_templates", "kpi_steps"):
                continue  # these belong to a campaign, and to no message of it
            if column == "sample_ratio_p_value" and model == "kpi_holdouts":
                continue  # of the campaigns that the reference table names, which are the demo's
            values = {row[column] for row in rows.values()}
            assert values - {0, None}, f"{model}.{column} is never anything but 0"
    kinds = {row["reply_kind"] for row in answers["fct_replies"].values()}
    assert kinds == {"keyword_entry", "opt_out", "opt_in", "help", "auto_reply", "reply"}
    for model in ("kpi_campaigns_daily", "kpi_accounts_daily"):
        assert {row["is_mature"] for row in answers[model].values()} == {True, False}
    for model in ("kpi_campaigns_weekly", "kpi_campaigns_monthly", "kpi_accounts_weekly", "kpi_accounts_monthly"):
        for column in ("is_complete_period", "is_mature", "is_conversion_mature"):
            assert {row[column] for row in answers[model].values()} == {True, False}, f"{model}.{column}"
    holdouts = answers["kpi_holdouts"].values()
    assert {row["is_mature"] for row in holdouts} == {True, False}
    assert {row["verdict"] for row in holdouts} == {None, "too_few", "no_difference_seen", "better", "worse"}
    assert {row["with_outcome"] for row in holdouts if row["outcome"] == "revenue_per_contact"} > {None, 0, 1}
    variants = answers["kpi_variants"].values()
    for figure in ("reply", "engaged"):
        assert {row[f"{figure}_verdict"] for row in variants} == {None, "too_few", "no_difference_seen", "better", "worse"}, figure
    # Fewer opt-outs are better.
    assert {row["opt_out_difference"] > 0 for row in variants if row["opt_out_verdict"] == "worse"} == {True}
