"""The metrics of the semantic layer say what the marts and the report say, to the figure, by whatever they may be asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.python.support.compare import Query
from tests.python.support.dbt import DbtResult
from tests.python.support.metrics import MetricsLayer, asked_by, asks_of, by_key, differences, offered, unlike_reports
from tests.python.support.reports import compiled, opened, random_calls, world_of_the_demo

ASKED_BY = asked_by()
# By what, the mart with these keys, and rows of it. Marts of weeks have a calendar, whatever there is to count.
MARTS = [
    (["account"], "kpi_accounts", ["account_id"], "true"),
    (["campaign"], "kpi_campaigns", ["campaign_id"], "true"),
    (["account", "metric_time__day"], "kpi_accounts_daily", ["account_id", "activity_date"], "basis = 'activity'"),
    (["campaign", "send__sent_date__day"], "kpi_campaigns_daily", ["campaign_id", "activity_date"], "basis = 'send'"),
    (["account", "metric_time__week"], "kpi_accounts_weekly", ["account_id", "week_start_date"], "basis = 'activity'"),
    (["campaign", "send__sent_date__month"], "kpi_campaigns_monthly", ["campaign_id", "month_start_date"], "basis = 'send'"),
    (["campaign", "template"], "kpi_templates", ["campaign_id", "template_id"], "true"),
    (["campaign", "step"], "kpi_steps", ["campaign_id", "step_number"], "true"),
    *((["account", f"cohort__{name}"], "kpi_cohorts", ["account_id", "cohort"], f"dimension = '{name}'")
      for name in ("signup_month", "message_type")),
    (["campaign", "cohort__persona"], "kpi_campaign_cohorts", ["campaign_id", "cohort"], "dimension = 'persona'"),
    *((["account", name], "kpi_deliverability", ["account_id", "value"], f"dimension = '{dimension}'")
      for dimension, name in (("sender", "message__sender_phone_id"), ("carrier", "message__carrier_name"))),
]  # fmt: skip


@pytest.fixture(scope="module")
def layer(demo: DbtResult) -> MetricsLayer:
    return MetricsLayer(demo.target_path)


@pytest.fixture(scope="module")
def query(demo: DbtResult) -> Iterator[Query]:
    with opened(next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())) as run:
        yield run


@pytest.mark.parametrize(("by", "mart", "keys", "rows"), MARTS, ids=lambda value: " ".join(value) if isinstance(value, list) else str(value))
def test_metrics_are_what_the_mart_says(layer: MetricsLayer, query: Query, by: list[str], mart: str, keys: list[str], rows: str) -> None:
    figures = by_key(query(f"select * from sms_analytics.analytics.{mart} where {rows}"), keys)
    names = offered(list(next(iter(figures.values()))), by, ASKED_BY)
    assert len(names) >= (8 if mart == "kpi_deliverability" else 40)
    metrics = by_key(query(layer.sql(names, by)), by)
    if mart.endswith(("weekly", "monthly")):
        metrics = {key: row for key, row in metrics.items() if key in figures}
    assert len(set(metrics) & set(figures)) > 1
    assert differences(metrics, figures, names)[:10] == []


# --- any range of days, any filter -------------------------------------------------------------------------


def ids(query: Query, column: str, table: str) -> list[str]:
    return [row[column] for row in query(f"select distinct {column} from sms_analytics.analytics.{table} where {column} is not null order by 1")]


def test_metrics_of_any_range_and_filter_are_what_the_report_says(layer: MetricsLayer, query: Query, tmp_path: Path) -> None:
    asks = [ask for ask in asks_of(random_calls(world_of_the_demo(), 90, "metrics")) if ask]
    found, rows = unlike_reports(layer, asks, compiled([ask.these_only() for ask in asks], tmp_path), query)
    assert not found, "\n".join([f"{len(found)} differences", *found[:20]])
    assert len(asks) >= 50 and rows > 300 and {name for ask in asks for name in ask.names} == ASKED_BY.keys()


def test_saved_queries_answer(layer: MetricsLayer, query: Query) -> None:
    names = ["reporting_page", "campaign_table", "cohort_table"]
    assert sorted(layer.saved_queries) == sorted(names)
    page, campaigns, cohorts = (query(layer.sql(None, None, saved_query=name)) for name in names)
    assert {row["account"] for row in page} == set(ids(query, "account_id", "kpi_accounts")) and "median_team_response_seconds" in page[0]
    assert {row["campaign"] for row in campaigns} - {None} <= set(ids(query, "campaign_id", "kpi_campaigns")) and "campaign__campaign_name" in campaigns[0]
    assert {row["cohort__lifecycle_stage"] for row in cohorts} >= {"customer", "lead"}


def test_amounts_of_several_currencies_are_not_added_up(layer: MetricsLayer, query: Query) -> None:
    (total,) = query(layer.sql(["revenue_net", "cost_total", "revenue_per_message", "messages_sent"], []))
    assert total["messages_sent"] > 1000 and total["revenue_net"] is None and total["cost_total"] is None and total["revenue_per_message"] is None
    by_currency = query(layer.sql(["revenue_net"], ["account__reporting_currency"]))
    assert len(by_currency) > 1 and all(row["revenue_net"] is not None for row in by_currency)


def test_what_is_unknown_is_null_and_not_zero(demo: DbtResult, layer: MetricsLayer, tmp_path: Path) -> None:
    """As without click data: nothing is known of clicks, and all else is as it was."""
    source = next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())
    copy = tmp_path / "sms_analytics.duckdb"
    shutil.copyfile(source, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update analytics_intermediate.int_raw_tables set has_click_events = false")
        connection.execute("delete from analytics.fct_clicks; delete from analytics.fct_attribution; delete from analytics.fct_attributed_adjustments")
    unknown = ["clicks", "contacts_clicked", "contacts_delivered_with_link", "click_through_rate", "conversions", "contacts_converted", "revenue_net"]
    with opened(copy) as query:
        rows = query(layer.sql([*unknown, "leads", "messages_sent"], ["account"]))
    assert len(rows) > 1
    assert all(row[name] is None for row in rows for name in unknown)
    assert all(row["messages_sent"] > 0 and row["leads"] is not None for row in rows)
