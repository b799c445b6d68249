"""analyses/reporting_page.sql as `dbt show` prints it: a figure a row, beside that of the period before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.python.support.compare import connect, relation
from tests.python.support.dbt import DbtResult, duckdb_path, run_dbt

ACCOUNT = "harbor_us"


@pytest.fixture(scope="module")
def copy_of_demo(demo: DbtResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's tables; `dbt show` writes files beside them."""
    folder = tmp_path_factory.mktemp("page")
    source = next(path for path in (demo.duckdb_path, demo.work_dir / "demo.duckdb") if path.exists())
    shutil.copyfile(source, duckdb_path(folder))
    return folder


def page(folder: Path, **variables: Any) -> list[dict[str, Any]]:
    arguments = ["--quiet", "show", "--select", "reporting_page", "--limit", "1000", "--output", "json"]
    shown = run_dbt(arguments, work_dir=folder, vars={"report_account_id": ACCOUNT, **variables}).check()
    return json.loads(shown.stdout[shown.stdout.index("{") :])["show"]


def sent(folder: Path, first: str, last: str) -> int:
    with connect(duckdb_path(folder)) as query:
        table, _ = relation(query, "kpi_accounts_daily", None)
        ((count,),) = query(
            f"select sum(messages_sent) from {table} where account_id = '{ACCOUNT}' and basis = 'send' and activity_date between '{first}' and '{last}'"
        )
    return count


def test_a_figure_a_row_with_that_of_the_equally_long_period_before(copy_of_demo: Path) -> None:
    rows = page(copy_of_demo, report_start_date="2026-06-01", report_end_date="2026-06-30")
    assert {tuple(row) for row in rows} == {("account", "name", "value", "previous")}
    assert {row["account"] for row in rows} == {"Harbor & Pine"}
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names)) > 60
    figures = {row["name"]: (row["value"], row["previous"]) for row in rows}
    june, before = sent(copy_of_demo, "2026-06-01", "2026-06-30"), sent(copy_of_demo, "2026-05-02", "2026-05-31")
    assert june and before and june != before
    assert figures["messages_sent"] == (june, before)
    assert figures["cost_is_complete"][0] in (0, 1)


def test_without_both_dates_there_is_no_period_before(copy_of_demo: Path) -> None:
    rows = page(copy_of_demo, report_start_date="2026-06-01")
    assert {row["previous"] for row in rows} == {None}
    assert next(row["value"] for row in rows if row["name"] == "messages_sent") == sent(copy_of_demo, "2026-06-01", "2099-01-01")
