"""The dashboard: each page over the published demo and over files without tables, and its figures beside SQL."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
import yaml
from dbt.contracts.graph.manifest import Manifest
from selenium.webdriver.common.keys import Keys
from streamlit.testing.v1 import AppTest

from dashboard import data, words
from dashboard.data import Column
from dashboard.show import bars, reason
from tests.python.support.compare import public_models
from tests.python.support.dbt import ROOT, DbtResult, parsed_manifest
from tests.python.support.reports import opened
from tools import screenshots
from tools.publish import project_of, publish
from tools.publish_reports import KPIS, KPIS_OF_ACCOUNTS, REPORTS, compiled, rendered

APP = ROOT / "dashboard" / "app.py"
PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("*.py"))
ACCOUNTS = ("harbor_eu", "harbor_us", "larkfield")


@pytest.fixture(scope="module")
def manifest(demo: DbtResult) -> Iterator[Manifest]:
    with parsed_manifest(demo) as manifest:
        yield manifest


@pytest.fixture(scope="module")
def files(demo: DbtResult, manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the published demo: whole, and of one account."""
    folder = tmp_path_factory.mktemp("dashboard")
    project = project_of(demo.manifest(), rendered(manifest))
    publish(project, demo.duckdb_path, folder / "marts.duckdb")
    few = replace(project, marts=tuple(mart for mart in project.marts if mart.name in ("dim_accounts", "kpi_accounts")))
    publish(few, demo.duckdb_path, folder / "marts.larkfield.duckdb", account="larkfield")
    return folder


@pytest.fixture(scope="module")
def published(files: Path) -> Path:
    return files / "marts.duckdb"


def rows(path: Path, sql: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = 'UTC'; attach '{path}' as marts (read_only); use marts")
        return connection.execute(sql, given or {}).fetchall()


# --- what the file has for it --------------------------------------------------------------------------------


def test_the_marts_stay_by_themselves(demo: DbtResult, published: Path) -> None:
    schemas: dict[str, set[str]] = {}
    for schema, table in rows(published, "select schema_name, table_name from duckdb_tables()"):
        schemas.setdefault(schema, set()).add(table)
    assert schemas["main"] == {model.name for model in public_models(demo.manifest())} | {"published"}
    assert schemas.keys() == {"main", "dashboard"}
    assert schemas["dashboard"] == {"columns", "reports", "attribution_windows", "int_as_of", "int_calling_events", "int_campaign_dates", "int_raw_tables"}


def test_a_file_of_one_account_has_its_rows_only(files: Path) -> None:
    for (table,) in rows(files / "marts.larkfield.duckdb", "select table_name from duckdb_columns() where schema_name = 'dashboard' and column_name = 'account_id'"):
        assert rows(files / "marts.larkfield.duckdb", f"select distinct account_id from dashboard.{table}") == [("larkfield",)], table


def test_inputs_hold_keys_and_days_only(published: Path) -> None:
    """Nobody's name, number or words: types and names of the columns say so."""
    columns = rows(
        published,
        "select table_name, column_name from duckdb_columns() where schema_name = 'dashboard' and data_type = 'VARCHAR' "
        "and table_name not in ('columns', 'reports', 'attribution_windows')",
    )
    assert {column for _, column in columns} == {"event_type", "event_id", "account_id", "campaign_id", "agent_id", "campaign_kind", "milestone"}


CASES = [
    ({"preset": "last_30_days"}, {}),
    ({"preset": "last_30_days", "basis": "send"}, {}),
    ({"preset": "this_month"}, {"campaigns": ["c_us_weekly"]}),
    ({"date_from": date(2026, 4, 1), "date_to": date(2026, 4, 30), "launched": True}, {"campaigns": ["c_us_spring", "c_us_weekly"]}),
    ({"date_from": date(2026, 4, 1), "date_to": date(2026, 6, 30), "launched": True, "basis": "send"}, {}),
    ({"date_from": date(2026, 4, 1), "date_to": date(2026, 4, 30), "launched": True}, {"templates": ["t_us_spring_b"]}),
    ({"date_from": date(2026, 1, 1), "date_to": date(2026, 6, 30), "basis": "send"}, {"campaigns": ["c_us_weekly"], "templates": ["t_us_weekly_02", "t_us_spring_b"]}),
]


def test_the_stored_sql_is_that_of_the_macros(demo: DbtResult, manifest: Manifest, published: Path) -> None:
    """Each stored report with its parameters, beside the macro called with the same ids and days."""
    stored = {key: sql for *key, sql in rows(published, "select report, grain, filter, basis, sql from dashboard.reports") for key in [tuple(key)]}
    assert stored.keys() == {(one.report, one.grain, one.filter, one.basis) for one in REPORTS}
    asked, calls = [], []
    for given, ids in CASES:
        days = {name: value for name, value in given.items() if name not in ("launched", "basis")}
        launched, basis = given.get("launched", False), given.get("basis", "activity")
        of = "templates" if "templates" in ids else "campaigns" if ids or launched else "accounts"
        for one in REPORTS:
            if one.filter != of or one.basis != basis or (launched and one.report != "messaging_report"):
                continue
            call = {name: str(value) for name, value in days.items()} | {"account_ids": list(ACCOUNTS), "grain": ["account", "day"] if one.grain == "day" else one.grain}
            call |= {"campaign_ids" if name == "campaigns" else "template_ids": value for name, value in ids.items()}
            if one.report == "messaging_report":
                call |= {"kpis": [*KPIS, *(() if one.grain == "campaign" else KPIS_OF_ACCOUNTS)], "basis": basis, "launched_in_range": launched}
            calls.append(f"sms_analytics.{one.report}({', '.join(f'{name}={value!r}' for name, value in call.items())})")
            parameters = {"preset": None, "date_from": None, "date_to": None, "campaigns": None, "templates": None, "launched": launched} | days | ids
            sql = stored[one.report, one.grain, one.filter, one.basis]
            asked.append((sql, {name: value for name, value in (parameters | {"accounts": list(ACCOUNTS)}).items() if f"${name}" in sql}))
    texts = compiled(manifest, {str(number): f"{{{{ {call} }}}}" for number, call in enumerate(calls)})
    with opened(demo.duckdb_path) as query:
        for call, sql, (mine, parameters) in zip(calls, texts.values(), asked, strict=True):
            theirs = sorted(map(repr, (tuple(row.values()) for row in query(sql))))
            assert sorted(map(repr, rows(published, mine, parameters))) == theirs, call
            assert theirs or "calling_report" in call, f"{call} shows nothing"


# --- the pages -------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit leaves its page as the main module, which each process that a later test starts would run again, and end."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, published: Path) -> AppTest:
    monkeypatch.setenv("SMS_ANALYTICS_PUBLISHED", str(published))
    return AppTest.from_file(str(APP), default_timeout=60)


def opened_page(app: AppTest, page: str) -> AppTest:
    if "version" not in app.session_state:
        app.run()
    app.switch_page(f"views/{page}.py").run()
    assert [error.message for error in app.exception] == []
    return app


def told(app: AppTest) -> str:
    """All that a page says in words."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.success, *app.warning]
    return "\n".join(part.value for part in parts)


def test_every_page_shows_every_account(app: AppTest) -> None:
    app.run()
    for account in ACCOUNTS:
        app.selectbox(key="account").set_value(account)
        for page in PAGES:
            opened_page(app, page)
            assert len(app.subheader) > 1 and app.get("download_button"), f"{page} of {account} shows nothing"
            assert [bar for table in app.dataframe for bar in blank_bars(table)] == [], f"{page} of {account}"


def blank_bars(table: Any) -> list[str]:
    """Bars of a table that show nothing where a figure is not known, and have no figure before them that says so."""
    kinds = {name: (config or {}).get("type_config", {}).get("type") for name, config in json.loads(table.proto.columns).items()}
    return [
        name
        for name in table.value
        if kinds.get(name) == "progress" and table.value[name].isna().any() and kinds.get(name.removesuffix(" bar")) != "number"
    ]


def test_the_reconciliation_shows_every_status(app: AppTest) -> None:
    model = yaml.safe_load((ROOT / "models/marts/quality/dq_reconciliation.yml").read_text())["models"][0]
    (checks,) = (test["valid_columns"]["arguments"] for test in model["data_tests"] if "valid_columns" in test)
    (pills,) = (group for group in opened_page(app, "attribution").button_group if group.key == "status")
    assert set(pills.options) == set(checks["accepted_values"]["status"])


def test_a_bar_of_what_is_not_known_has_words_beside_it() -> None:
    def page() -> None:
        import pandas

        from dashboard import show
        from dashboard.data import Column

        rows = pandas.DataFrame({"campaign_name": ["one", "two"], "messages_sent": [10, 0], "reply_rate": [0.5, None]})
        show.table("Campaigns", rows, list(rows), {"reply_rate": Column("Reply rate", "fraction")}, bars=["messages_sent", "reply_rate"])

    (table,) = AppTest.from_function(page).run().dataframe
    assert list(table.value) == ["campaign_name", "messages_sent", "reply_rate", "reply_rate bar"]
    assert blank_bars(table) == [] and table.proto.placeholder == words.UNKNOWN
    kinds = {name: config["type_config"]["type"] for name, config in json.loads(table.proto.columns).items() if "type_config" in config}
    assert (kinds["messages_sent"], kinds["reply_rate"], kinds["reply_rate bar"]) == ("progress", "number", "progress")


@pytest.fixture(scope="module")
def without_tables(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files of one account with nothing else: every mart empty, or no mart at all."""
    folder, found = tmp_path_factory.mktemp("empty"), {}
    for kind in ("empty", "absent"):
        found[kind] = folder / f"{kind}.duckdb"
        with duckdb.connect(found[kind]) as connection:
            connection.execute(f"attach '{published}' as marts (read_only); create schema dashboard")
            for schema, table in connection.execute("select schema_name, table_name from duckdb_tables() where database_name = 'marts'").fetchall():
                if schema == "dashboard" or table in ("published", "dim_accounts") or kind == "empty":
                    keep = schema == "dashboard" and not table.startswith("int_") or table in ("published", "int_as_of", "int_raw_tables")
                    connection.execute(f"create table {schema}.{table} as from marts.{schema}.{table} {'' if keep else 'limit 0'}")
            connection.execute("insert into dim_accounts (account_id, time_zone, reporting_currency) values ('new', 'UTC', 'EUR')")
            flags = [name for (name,) in connection.execute("select column_name from duckdb_columns() where table_name = 'int_raw_tables' and database_name <> 'marts'").fetchall()]
            connection.execute(f"update dashboard.int_raw_tables set {', '.join(f'{name} = false' for name in flags)}")
    return found


@pytest.mark.parametrize("kind", ["empty", "absent"])
def test_a_page_without_rows_says_what_to_load(app: AppTest, without_tables: dict[str, Path], monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("SMS_ANALYTICS_PUBLISHED", str(without_tables[kind]))
    for page in PAGES:
        opened_page(app, page)
        assert re.search(r"Load the raw tables? `|No usable rows in `", told(app)), f"{page} does not say what to load"


def test_without_a_file_or_with_an_old_one_it_says_what_to_do(app: AppTest, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_ANALYTICS_PUBLISHED", str(tmp_path / "gone.duckdb"))
    app.run()
    assert "Run `make publish`" in told(app) and not app.exception
    with duckdb.connect(tmp_path / "gone.duckdb") as connection:
        connection.execute("create table published (table_name varchar)")
    app.run()
    assert "older version" in told(app) and not app.exception


# --- the figures -----------------------------------------------------------------------------------------------


def card_values(app: AppTest) -> dict[str, str]:
    """Of the cards of texts, by label; calls have labels of their own."""
    return {re.sub(r" :\S+\[.*", "", card.label): card.value for card in reversed(app.metric)}


def test_cards_are_the_figures_of_the_report(app: AppTest, published: Path) -> None:
    """Beside the weekly marts, which count the same days by another query."""
    app.run()
    for account in ACCOUNTS:
        app.selectbox(key="account").set_value(account)
        app.selectbox(key="preset").set_value("last_week").run()
        names = "messages_sent, contacts_reached, delivery_rate, reply_rate, opt_out_rate, revenue_net, reporting_currency"
        week = f"select {names} from kpi_accounts_weekly where account_id = '{account}' and basis = 'activity' and week_start_date = date '2026-06-29'"
        ((sent, reached, delivered, replied, opted_out, revenue, currency),) = rows(published, week)
        rate = lambda value: "not known" if value is None else f"{value:.1%}"  # noqa: E731
        expected = {
            "Messages sent": f"{sent:,}", "Contacts reached": f"{reached:,}", "Delivery rate": rate(delivered), "Reply rate": rate(replied),
            "Opt-out rate": rate(opted_out), "Net revenue": f"{revenue:,.2f} {currency}",
        }  # fmt: skip
        assert card_values(app).items() >= expected.items(), account


def test_the_page_asks_for_the_basis_and_for_campaigns_that_were_launched(app: AppTest, published: Path) -> None:
    stored = "select sql from dashboard.reports where report = 'messaging_report' and grain = 'account' and filter = 'campaigns' and basis = 'send'"
    ((sql,),) = rows(published, stored)
    given = {"preset": None, "date_from": date(2026, 4, 1), "date_to": date(2026, 6, 30), "accounts": ["harbor_us"], "campaigns": None, "launched": True}
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = 'UTC'; attach '{published}' as marts (read_only); use marts")
        (expected,) = connection.execute(sql, given).df().to_dict("records")
    app.run()
    app.selectbox(key="account").set_value("harbor_us")
    app.selectbox(key="preset").set_value("dates").run()
    app.date_input(key="date_from").set_value(given["date_from"])
    app.date_input(key="date_to").set_value(given["date_to"]).run()
    by_event = card_values(app)
    app.selectbox(key="counted_by").set_value("send").run()
    by_send = card_values(app)
    app.checkbox(key="launched").check().run()
    launched = card_values(app)
    assert app.exception == []
    assert by_event != by_send
    assert launched["Messages sent"] == f"{expected['messages_sent']:,.0f}" != by_send["Messages sent"]
    assert launched["Reply rate"] == f"{expected['reply_rate']:.1%}"


def test_all_time_has_the_figures_of_the_mart_and_nothing_before_it(app: AppTest, published: Path) -> None:
    app.run()
    app.selectbox(key="account").set_value("harbor_us")
    app.selectbox(key="preset").set_value("all_time").run()
    ((sent, reached, rate),) = rows(published, "select messages_sent, contacts_reached, reply_rate from kpi_accounts where account_id = 'harbor_us'")
    assert card_values(app).items() >= {"Messages sent": f"{sent:,}", "Contacts reached": f"{reached:,}", "Reply rate": f"{rate:.1%}"}.items()
    assert {card.delta for card in app.metric if card.value != words.UNKNOWN} == {""}


@pytest.mark.parametrize(("grain", "mart"), [("account", "kpi_accounts"), ("campaign", "kpi_campaigns")])
def test_the_report_of_all_time_is_what_the_marts_say(published: Path, grain: str, mart: str) -> None:
    """The page takes all time from these marts."""
    ((sql,),) = rows(published, f"select sql from dashboard.reports where report = 'messaging_report' and grain = '{grain}' and filter = 'accounts' and basis = 'activity'")
    given = {"preset": None, "date_from": data.FIRST_DAY, "date_to": data.LAST_DAY, "accounts": list(ACCOUNTS)}
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = 'UTC'; attach '{published}' as marts (read_only); use marts")
        reported = connection.execute(sql, given).df().set_index(f"{grain}_id").sort_index()
        marts = connection.execute(f"from {mart}").df().set_index(f"{grain}_id")
    kpis = [*KPIS, *(KPIS_OF_ACCOUNTS if grain == "account" else ())]
    assert len(reported) > 2
    pandas.testing.assert_frame_equal(reported[kpis], marts.loc[reported.index, kpis], check_dtype=False)


def test_what_is_not_known_says_why() -> None:
    column = Column("Click-through rate", "fraction", "", ("click_events",), "contacts_delivered_with_link")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.data.absent_tables", lambda: {"click_events", "leads"})
        assert reason("click_through_rate", {"contacts_delivered_with_link": 0}, column) == "needs click_events"
        patch.setattr("dashboard.data.absent_tables", lambda: {"leads"})
        assert reason("click_through_rate", {"contacts_delivered_with_link": 0}, column) == "nothing to divide by"
        assert reason("click_through_rate", {"contacts_delivered_with_link": 7}, column) == "see its definition"


def test_needs_of_a_figure_are_those_of_its_parts(published: Path) -> None:
    needs = dict(rows(published, "select column_name, needs from dashboard.columns where table_name = 'kpi_campaigns'"))
    assert needs["reply_rate"] == [] and needs["click_through_rate"] == ["click_events"] and "click_events" in needs["return_on_spend"]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, "count", "not known"), (float("nan"), "fraction", "not known"), (0, "count", "0"), (1234, "contacts", "1,234"), (0.0365, "fraction", "3.6%"),
        (0.0001, "fraction per message", "0.01%"), (-0.012, "points", "-1.2 points"), (1234.5, words.MONEY, "1,234.50 EUR"), (119, "seconds", "119 s"),
        (120, "seconds", "2 min"), (7199, "seconds", "120 min"), (7200, "seconds", "2.0 h"), (259200, "seconds", "3.0 days"), (True, "boolean", "yes"),
        (2.345, "ratio", "2.35"),
    ],
)  # fmt: skip
def test_figures_in_words(value: Any, unit: str, shown: str) -> None:
    assert words.shown(value, unit, "EUR") == shown


@pytest.mark.parametrize(
    ("value", "previous", "unit", "shown"),
    [(3, 1, "count", "+2"), (1, 3, "count", "-2"), (3, 3, "count", "±0"), (0.1, 0.125, "fraction", "-2.5 points"), (1, None, "count", None), (None, 1, "count", None)],
)
def test_changes_in_words(value: Any, previous: Any, unit: str, shown: str | None) -> None:
    assert words.change(value, previous, unit) == shown


def test_figures_that_were_not_built_have_no_cards() -> None:
    def page() -> None:
        import pandas

        from dashboard import show
        from dashboard.data import Column

        show.cards({"sent": 1}, ["calls_dialed"], {"sent": Column("Sent")}, pandas.DataFrame(), False, None)
        show.cards({"sent": 1}, ["calls_dialed", "sent"], {"sent": Column("Sent")}, pandas.DataFrame(), False, None)

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    assert [card.label for card in shown.metric] == ["Sent"]


def heights(shape: str) -> list[float]:
    """Of the bars that are cut out of a box, in per cent of it: above the line they are more than zero."""
    corners = [tuple(float(part.removesuffix("%")) for part in corner.split()) for corner in re.search(r"polygon\((.*?)\)", shape)[1].split(", ")]
    return [round(corners[first][1] - corners[first + 1][1], 1) for first in range(0, len(corners) - 3, 4)]


@pytest.mark.parametrize(
    ("values", "found"),
    [([0, 5, 10], [0, 48.5, 97]), ([10, None, 0.001], [97, 0, 2]), ([-30, 10, -0.1], [-72.8, 24.2, -2]), ([0, 0], [0, 0]), ([None, None], [0, 0]), ([-1, 0], [-97, 0])],
)  # fmt: skip
def test_bars_are_as_high_as_their_values(values: list[float | None], found: list[float]) -> None:
    shape = bars(pandas.Series(values))
    assert heights(shape) == pytest.approx(found, abs=0.11)
    assert all(0 <= float(number) <= 100 for number in re.findall(r"([-\d.]+)%", shape))


# --- no KPI of its own -----------------------------------------------------------------------------------------

# The dashboard shows rows of marts and reports as they are. It has no aggregate at all, in SQL, pandas or Altair; the least and the
# greatest of what is drawn may be asked for, to scale an axis.
SQL_AGGREGATES = re.compile(
    r"\b(sum|avg|mean|count|median|mode|quantile\w*|approx_\w+|stddev\w*|var\w*|string_agg|list|array_agg|min|max|arg_\w+|first|last|any_value|product)\s*\("
    r"|\bgroup\s+by\b|\bover\s*\(", re.IGNORECASE,
)  # fmt: skip
PANDAS_AGGREGATES = {
    "sum", "mean", "median", "count", "nunique", "groupby", "agg", "aggregate", "pivot_table", "value_counts", "std", "var", "quantile", "resample", "rolling",
    "cumsum", "crosstab", "prod", "mode", "describe", "apply", "reduce", "transform_aggregate", "transform_joinaggregate", "transform_window",
    "transform_density", "transform_regression",
}  # fmt: skip


def aggregates(source: str) -> list[str]:
    """What a module counts by itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (sql := SQL_AGGREGATES.search(node.value)):
            found.append(sql[0])
        elif isinstance(node, ast.Attribute) and node.attr in PANDAS_AGGREGATES:
            found.append(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("sum", "fsum"):
            found.append(node.func.id)
        elif isinstance(node, ast.keyword) and node.arg in ("aggregate", "bin"):
            found.append(node.arg)
    return found


def test_the_dashboard_counts_nothing_itself() -> None:
    modules = sorted((ROOT / "dashboard").rglob("*.py"))
    assert len(modules) > 10
    assert {path.name: found for path in modules if (found := aggregates(path.read_text()))} == {}


@pytest.mark.parametrize(
    "source",
    [
        'query("select count(*) from fct_messages")', 'query("select campaign_id from fct_replies group by 1")', 'x = "avg (reply_rate)"', "rows.groupby('a')",
        "rows['revenue'].sum()", "total = sum(rows['revenue'])", "altair.Y('x:Q', aggregate='mean')", "altair.Y('sum(x):Q')", "chart.transform_aggregate()",
        'query("select max(x) over (partition by y) from t")',
    ],
)  # fmt: skip
def test_an_aggregate_would_be_seen(source: str) -> None:
    assert aggregates(source) != []


def test_pages_are_short() -> None:
    assert {path.name: lines for path in (ROOT / "dashboard").rglob("*.py") if (lines := len(path.read_text().splitlines())) > 220} == {}


# --- in a browser ----------------------------------------------------------------------------------------------

# Steps of one reader, each from where the last one left: account, days, campaigns, templates.
STEPS = [
    ("harbor_us", "last_30_days", [], []),
    ("harbor_us", "last_7_days", [], []),
    ("harbor_us", "all_time", [], []),
    ("harbor_us", "last_month", [], []),
    ("harbor_us", "last_month", ["c_us_weekly"], []),
    ("harbor_us", "this_month", ["c_us_weekly"], []),
    ("harbor_us", "all_time", ["c_us_weekly", "c_us_spring"], []),
    ("harbor_us", "all_time", ["c_us_weekly", "c_us_spring"], ["t_us_spring_b"]),
    ("harbor_us", "all_time", [], ["t_us_spring_b"]),
    ("larkfield", "last_month", [], []),
    ("larkfield", "last_30_days", ["c_b2b_outreach"], []),
    ("harbor_eu", "last_month", [], []),
]
PRESETS = {
    "last_7_days": "Last 7 days", "last_30_days": "Last 30 days", "this_month": "This month", "last_month": "Last month", "all_time": "All time",
}  # fmt: skip
FACTORS = {"%": 0.01, "points": 0.01, "min": 60, "h": 3600, "days": 86400}


def is_shown(text: str, value: Any) -> bool:
    """A card's text is this figure, to the digits that it shows."""
    if value is None:
        return text == words.UNKNOWN
    found = re.fullmatch(r"(-?[\d,]+(?:\.(\d+))?) ?(%|\w+)?", text)
    if not found:
        return False
    number, factor = float(found[1].replace(",", "")), FACTORS.get(found[3] or "", 1)
    return abs(number - float(value) / factor) <= 0.5 * 10 ** -len(found[2] or "") + 1e-9


@pytest.mark.parametrize(
    ("text", "value", "equal"),
    [("14.4%", 0.14449, True), ("14.4%", 0.1451, False), ("1,234.50 USD", 1234.501, True), ("20 min", 1215.0, True), ("20 min", 1290.0, False),
     ("not known", None, True), ("0", None, False)],
)  # fmt: skip
def test_a_card_is_compared_to_its_digits(text: str, value: Any, equal: bool) -> None:
    assert is_shown(text, value) == equal


# A day without anything has no row.
LAST_30_DAYS = """
    select coalesce(messages_sent, 0)
    from dim_accounts, (select max(as_of) as as_of from published), range(30) as days (number)
    left join kpi_accounts_daily as daily
        on daily.account_id = dim_accounts.account_id
        and daily.basis = 'activity'
        and daily.activity_date = cast(timezone(dim_accounts.time_zone, timezone('UTC', as_of)) as date) - 29 + cast(number as integer)
    where dim_accounts.account_id = $account
    order by number"""


class Reader:
    """Somebody at the page Reporting, who chooses with mouse and keyboard."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver, self.address = driver, address
        self.campaigns: list[str] = []
        self.templates: list[str] = []

    def cards(self) -> dict[str, str]:
        """Values by label; calls have labels of their own but for leads, which is not asked for."""
        script = """return [...document.querySelectorAll('[data-testid=stMetric]')].map(card =>
            ['stMetricLabel', 'stMetricValue'].map(part => card.querySelector(`[data-testid=${part}] p`).firstChild.textContent.trim()))"""
        return {label: value for label, value in reversed(self.driver.execute_script(script))}

    def shape(self, label: str) -> str:
        """What the bars of a card are cut out with."""
        script = """const card = [...document.querySelectorAll('[data-testid=stMetric]')].find(card =>
            card.querySelector('[data-testid=stMetricLabel] p').firstChild.textContent.trim() === arguments[0]);
            return getComputedStyle(card, '::after').clipPath"""
        return self.driver.execute_script(script, label)

    def box(self, label: str) -> Any:
        box = self.driver.find_element("css selector", f"input[role=combobox][aria-label='{label}']")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
        return box

    def choose(self, label: str, text: str) -> None:
        box = self.box(label)
        box.click()
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys(text)
        # The list is drawn anew while it is filtered.
        until = time.monotonic() + 10
        click = "const found = [...document.querySelectorAll('[role=option]')].find(each => each.innerText.trim() === arguments[0]); return found"
        while not (found := self.driver.execute_script(click, text)):
            assert time.monotonic() < until, f"{label} has no {text}"
        found.click()
        box.send_keys(Keys.ESCAPE)
        screenshots.wait_until_still(self.driver)

    def leave(self, label: str, number: int) -> None:
        """Take back the last choices of a box."""
        if number:
            self.box(label).send_keys(Keys.BACKSPACE * number)
            screenshots.wait_until_still(self.driver)

    def filter(self, campaigns: list[str], templates: list[str]) -> None:
        """By name: campaigns that are chosen already stay."""
        self.leave("Templates", len(self.templates))
        kept = len(os.path.commonprefix([self.campaigns, campaigns]))
        self.leave("Campaigns", len(self.campaigns) - kept)
        for label, names in (("Campaigns", campaigns[kept:]), ("Templates", templates)):
            for name in names:
                self.choose(label, name)
        self.campaigns, self.templates = campaigns, templates

    def sees(self, expected: dict[str, Any]) -> dict[str, tuple[str | None, Any]]:
        """The cards that still differ when the page has had time to draw them."""
        until, differing = time.monotonic() + 20, expected
        while differing and time.monotonic() < until:
            cards = self.cards()
            differing = {label: (cards.get(label), value) for label, value in expected.items() if not is_shown(cards.get(label, "no card"), value)}
        return differing


def addresses_asked(driver: Any) -> set[str]:
    """Of every request and socket since the last time."""
    asked = set()
    for entry in driver.get_log("performance"):
        event = json.loads(entry["message"])["message"]
        if event["method"] == "Network.requestWillBeSent":
            asked.add(event["params"]["request"]["url"])
        elif event["method"] == "Network.webSocketCreated":
            asked.add(event["params"]["url"])
    return {address for address in asked if not address.startswith(("data:", "blob:", "chrome:", "about:"))}


def charts_without_a_drawing(driver: Any) -> list[str]:
    """A chart that Vega cannot draw is an empty box, and no error."""
    script = """return [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].filter(chart => chart.offsetParent).map(chart =>
        [chart.innerText.slice(0, 80), chart.querySelector('canvas, svg')?.getBoundingClientRect().height || 0])"""
    until = time.monotonic() + 10
    while True:
        charts = driver.execute_script(script)
        empty = [text for text, height in charts if height < 40]
        if not empty or time.monotonic() > until:
            return empty
        time.sleep(0.1)


def expected_cards(build: Path, published: Path, sql: str) -> dict[str, Any]:
    """The only row of a report on the build itself, by the labels of its figures."""
    labels = dict(rows(published, "select column_name, label from dashboard.columns where table_name = 'kpi_accounts'"))
    with opened(build) as query:
        (row,) = query(sql)
    return {labels[name]: row[name] for name in (*KPIS, *KPIS_OF_ACCOUNTS) if name not in ("cost_is_complete", "leads")}


@pytest.mark.skipif(not screenshots.CHROMIUM or not screenshots.DRIVER, reason="no Chromium with a driver: apt install chromium chromium-driver")
def test_in_a_browser_cards_are_the_figures_of_sql(demo: DbtResult, manifest: Manifest, published: Path, tmp_path: Path) -> None:
    calls = []
    for account, preset, campaigns, templates in STEPS:
        given = {"preset": preset, "account_ids": account, "kpis": [*KPIS, *KPIS_OF_ACCOUNTS]}
        given |= {"campaign_ids": campaigns} if campaigns else {}
        given |= {"template_ids": templates} if templates else {}
        calls.append(f"{{{{ sms_analytics.messaging_report({', '.join(f'{name}={value!r}' for name, value in given.items())}) }}}}")
    sqls = list(compiled(manifest, {str(number): call for number, call in enumerate(calls)}).values())
    names = {account: name for account, name in rows(published, "select account_id, account_name from dim_accounts")}
    names |= dict(rows(published, "select campaign_id, coalesce(campaign_name, campaign_id) from dim_campaigns"))
    names |= dict(rows(published, "select template_id, coalesce(template_name, template_id) from dim_templates"))
    served = tmp_path / "marts.duckdb"
    shutil.copyfile(published, served)
    with screenshots.served(served) as address, screenshots.browser() as driver:
        driver.get(f"{address}/?account={STEPS[0][0]}")
        screenshots.wait_until_still(driver, 60)
        reader, now = Reader(driver, address), (STEPS[0][0], "last_30_days")
        values = [value for (value,) in rows(published, LAST_30_DAYS, {"account": STEPS[0][0]})]
        drawn = heights(reader.shape("Messages sent"))
        assert drawn == pytest.approx([value and max(value / max(values) * 97, 2) for value in values], abs=0.2)
        for (account, preset, campaigns, templates), sql in zip(STEPS, sqls):
            if account != now[0]:
                reader.choose("Account", names[account])
                reader.campaigns, reader.templates = [], []
            if preset != now[1]:
                reader.choose("Days", PRESETS[preset])
            now = (account, preset)
            reader.filter([names[campaign] for campaign in campaigns], [names[template] for template in templates])
            assert reader.sees(expected_cards(demo.duckdb_path, published, sql)) == {}, (account, preset, campaigns, templates)
            assert driver.find_elements("css selector", "[data-testid=stException]") == []
        follows(reader, served, published, tmp_path)
        for page in sorted({*PAGES} - {"reporting", "quality"}):  # These two have no charts but the cards'.
            driver.get(f"{address}/{page}?account=harbor_us")
            screenshots.wait_until_still(driver)
            assert driver.find_elements("css selector", "[data-testid=stException]") == [], page
            assert charts_without_a_drawing(driver) == [], page
        asked = addresses_asked(driver)
        assert len(asked) > 10
        assert {url for url in asked if not url.startswith((address, address.replace("http", "ws")))} == set()
        driver.get("data:text/html,<img src='http://example.invalid/pixel.png'>")
        assert "http://example.invalid/pixel.png" in addresses_asked(driver), "a request to another machine would not be seen"


def follows(reader: Reader, served: Path, published: Path, folder: Path) -> None:
    """Another file under the open page: the figures are its own, without a click."""
    before = reader.cards()["Messages sent"]
    part = folder / "part.duckdb"
    shutil.copyfile(published, part)
    with duckdb.connect(part) as connection:
        connection.execute("delete from fct_messages where hash(message_id) % 2 = 0")
    sql = rows(part, "select sql from dashboard.reports where report = 'messaging_report' and grain = 'account' and filter = 'accounts' and basis = 'activity'")[0][0]
    given = {"preset": "last_month", "date_from": None, "date_to": None, "accounts": ["harbor_eu"]}
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = 'UTC'; attach '{part}' as marts (read_only); use marts")
        expected = f"{connection.execute(sql, given).df()['messages_sent'].iloc[0]:,}"
    assert expected != before
    os.replace(part, served)
    until = time.monotonic() + 30
    while reader.cards().get("Messages sent") != expected:
        assert time.monotonic() < until, f"still {reader.cards().get('Messages sent')}, and not {expected}"
        time.sleep(0.2)
