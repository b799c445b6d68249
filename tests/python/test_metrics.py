"""The metrics of the semantic layer say what the marts and the report say, to the figure, by whatever they may be asked for."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.oracle.compare import same
from tests.python.support.compare import Query
from tests.python.support.dbt import DbtResult
from tests.python.support.metrics import MetricsLayer, asked_by, by_key
from tests.python.support.reports import compiled, opened

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
GROUP_OF = {"metric_time": "account", "send": "account", "template": "parts", "step": "parts", "variant": "parts"}


@pytest.fixture(scope="module")
def layer(demo: DbtResult) -> MetricsLayer:
    return MetricsLayer(demo.target_path)


@pytest.fixture(scope="module")
def query(demo: DbtResult) -> Iterator[Query]:
    with opened(next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())) as run:
        yield run


def offered(columns: Sequence[str], by: Sequence[str]) -> list[str]:
    """The KPIs among the columns that are metrics by all of these."""
    groups = {GROUP_OF.get(name.split("__")[0], name.split("__")[0]) for name in by}
    return [name for name in columns if groups <= ASKED_BY.get(name, set())]


def differences(metrics: Mapping[tuple, Mapping[str, Any]], figures: Mapping[tuple, Mapping[str, Any]], names: Sequence[str]) -> list[tuple]:
    """Where nothing happened, metrics have no row; no key of theirs may be one that the others do not know."""
    found: list[tuple] = []
    for key, row in figures.items():
        metric = metrics.get(key)
        for name in names:
            if not same(row[name], metric[name]) if metric else row[name] not in (None, 0, True):
                found.append((key, name, row[name], metric and metric[name]))
    return found + [(key, "no such row") for key in metrics if key not in figures and None not in key]


@pytest.mark.parametrize(("by", "mart", "keys", "rows"), MARTS, ids=lambda value: " ".join(value) if isinstance(value, list) else str(value))
def test_metrics_are_what_the_mart_says(layer: MetricsLayer, query: Query, by: list[str], mart: str, keys: list[str], rows: str) -> None:
    figures = by_key(query(f"select * from sms_analytics.analytics.{mart} where {rows}"), keys)
    names = offered(list(next(iter(figures.values()))), by)
    assert len(names) >= (8 if mart == "kpi_deliverability" else 40)
    metrics = by_key(query(layer.sql(names, by)), by)
    if mart.endswith(("weekly", "monthly")):
        metrics = {key: row for key, row in metrics.items() if key in figures}
    assert len(set(metrics) & set(figures)) > 1
    assert differences(metrics, figures, names)[:10] == []


# --- any range of days, any filter -------------------------------------------------------------------------


def ids(query: Query, column: str, table: str) -> list[str]:
    return [row[column] for row in query(f"select distinct {column} from sms_analytics.analytics.{table} where {column} is not null order by 1")]


def random_asks(query: Query, number: int) -> Iterator[tuple[dict[str, Any], list[str], list[str], dict[str, Any]]]:
    """Arguments of messaging_report; its keys; by what the metrics are asked for, and their range and filters."""
    dice = random.Random("metrics")
    accounts, campaigns, templates = ids(query, "account_id", "dim_accounts"), ids(query, "campaign_id", "kpi_campaigns"), ids(query, "template_id", "kpi_templates")
    ((first_day, last_day),) = [tuple(row.values()) for row in query("select min(sent_date), max(sent_date) from sms_analytics.analytics.fct_messages where is_sent")]
    for _ in range(number):
        unit, basis = dice.choice(("account", "account", "campaign", "template", "step")), dice.choice(("activity", "send"))
        every = dice.choice((None, None, "day")) if unit in ("account", "campaign") else None
        first = first_day + timedelta(days=dice.randrange((last_day - first_day).days))
        last = first + timedelta(days=dice.choice((0, 1, 6, 13, 30, 90)))
        keys = {"account": ["account_id"], "campaign": ["campaign_id"], "template": ["campaign_id", "template_id"], "step": ["campaign_id", "step_number"]}[unit]
        by = {"account": ["account"], "campaign": ["campaign"], "template": ["campaign", "template"], "step": ["campaign", "step"]}[unit]
        given = {"date_from": str(first), "date_to": str(last), "basis": basis, "grain": [unit, every] if every else unit, "previous": False}
        asked: dict[str, Any] = {"where": []}
        if basis == "activity":
            asked |= {"start": first, "end": last}
        else:
            asked["where"].append(f"{{{{ TimeDimension('send__sent_date', 'day') }}}} between '{first}' and '{last}'")
        if every:
            keys, by = [*keys, "activity_date"], [*by, "metric_time__day" if basis == "activity" else "send__sent_date__day"]
        groups = list(by)
        for argument, entity, known, share in (("account_ids", "account", accounts, 0.3), ("campaign_ids", "campaign", campaigns, 0.3), ("template_ids", "template", templates, 0.2)):
            if dice.random() < share:
                given[argument] = dice.sample(known, len(known) // 2)
                asked["where"].append(f"{{{{ Entity('{entity}') }}}} in ({', '.join(repr(each) for each in given[argument])})")
                groups.append(entity)
        given["kpis"] = dice.sample(offered(sorted(ASKED_BY), groups), 4)
        yield given, keys, by, asked


def test_metrics_of_any_range_and_filter_are_what_the_report_says(layer: MetricsLayer, query: Query, tmp_path: Path) -> None:
    asks = list(random_asks(query, 60))
    calls = [f"sms_analytics.messaging_report(**{given!r})" for given, *_ in asks]
    rows_with_anything = 0
    for (given, keys, by, asked), sql in zip(asks, compiled(calls, tmp_path), strict=True):
        figures, metrics = by_key(query(sql), keys), by_key(query(layer.sql(given["kpis"], by, **asked)), by)
        rows_with_anything += sum(1 for key in figures if key in metrics)
        assert differences(metrics, figures, given["kpis"])[:5] == [], (given, asked)
    assert rows_with_anything > 300


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
