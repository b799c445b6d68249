"""Reports as people ask for them: analyses/reporting_page.sql and the calls of docs/reporting.md."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.python.support.compare import connect, relation
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, run_dbt
from tests.python.support.reports import compiled, opened

PAGE = (ROOT / "docs" / "reporting.md").read_text()


@pytest.fixture(scope="module")
def copy_of_demo(demo: DbtResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's tables; `dbt show` writes files beside them."""
    folder = tmp_path_factory.mktemp("page")
    source = next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())
    shutil.copyfile(source, duckdb_path(folder))
    return folder


def shown(folder: Path, *what: str, vars: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    done = run_dbt(["--quiet", "show", *what, "--limit", "1000", "--output", "json"], work_dir=folder, vars=vars).check()
    return json.loads(done.stdout[done.stdout.index("{") :])["show"]


def sent(folder: Path, first: str, last: str) -> int:
    with connect(duckdb_path(folder)) as query:
        table, _ = relation(query, "kpi_accounts_daily", None)
        ((count,),) = query(
            f"select sum(messages_sent) from {table} where account_id = 'harbor_us' and basis = 'send' and activity_date between '{first}' and '{last}'"
        )
    return count


def test_the_page_has_a_figure_a_row_beside_that_of_the_week_before(copy_of_demo: Path) -> None:
    rows = shown(copy_of_demo, "--select", "reporting_page")
    # `dbt show` prints the first six columns.
    assert list(rows[0])[:4] == ["account_name", "kpi", "value", "previous"]
    assert {row["account_name"] for row in rows} == {"Harbor & Pine", "Harbor & Pine Europe", "Larkfield Systems"}
    figures = {row["kpi"]: (row["value"], row["previous"]) for row in rows if row["account_name"] == "Harbor & Pine"}
    assert len(figures) * 3 == len(rows)
    # A KPI that is added to the dictionary is a column of the mart, and a row here.
    mart = yaml.load((ROOT / "models/marts/campaigns/kpi_accounts.yml").read_text().split("\nunit_tests:")[0], yaml.CSafeLoader)["models"][0]
    assert set(figures) == {column["name"] for column in mart["columns"] if "config" in column}
    assert figures["messages_sent"] == (sent(copy_of_demo, "2026-06-30", "2026-07-06"), sent(copy_of_demo, "2026-06-23", "2026-06-29"))
    assert figures["cost_is_complete"][0] in (0, 1)


def test_the_page_takes_the_arguments_of_the_report(copy_of_demo: Path) -> None:
    """As those who install the package ask."""
    june = {"date_from": "2026-06-01", "date_to": "2026-06-30", "account_ids": "harbor_us", "kpis": ["messages_sent"]}
    (row,) = shown(copy_of_demo, "--select", "reporting_page", vars={"reporting_page": june})
    found = (row["account_name"], row["kpi"], row["value"], row["previous"])
    assert found == ("Harbor & Pine", "messages_sent", sent(copy_of_demo, "2026-06-01", "2026-06-30"), sent(copy_of_demo, "2026-05-02", "2026-05-31"))


def test_the_calls_of_the_docs_run(demo: DbtResult, tmp_path: Path) -> None:
    calls = [found for found in re.findall(r"\| `((?:messaging|calling)_report\(.*\))` \|", PAGE)]
    calls += re.findall(r"\{\{ sms_analytics\.(.*?\)) \}\}", PAGE)
    assert len(calls) == 15
    with opened(next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())) as query:
        for call, sql in zip(calls, compiled([f"sms_analytics.{call}" for call in calls], tmp_path)):
            rows = query(sql)
            figures = {row.get("messages_sent", row.get("calls_dialed")) for row in rows}
            # Nothing is sent in June by some; a call of which all is zero would show nothing.
            assert rows and (figures - {0, None} or "kpi" in rows[0] or "reply_rate" in rows[0]), call
