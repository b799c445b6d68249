"""The table that `make build` ends with."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tools.show_campaigns import DEFAULT_PATH, credits, main, query_to_paste


@pytest.mark.parametrize(("conversions", "shown"), [(0.0, "0"), (1234.0, "1,234"), (2.5, "2.5")])
def test_only_shared_conversions_have_decimals(conversions: float, shown: str) -> None:
    assert credits(conversions) == shown


def test_campaigns_stand_by_account_and_launch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "demo.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.kpi_campaigns as select * from (values "
            "('b', 'c1', 'Late', date '2025-02-01', 1234, 0.5), "
            "('b', 'c2', 'Early', date '2025-01-01', 5, null), "
            "('a', 'Other', null, date '2025-03-01', 5, 0.123)"
            ") as t (account_id, campaign_id, campaign_name, launched_at, messages_sent, reply_rate)"
        )
    assert main([str(path)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line and line[0] in ("Account", "Other", "Early", "Late")] == [
        ["Account", "a"],
        ["Other", "5", "12.3%"],
        ["Account", "b"],
        ["Early", "5", "-"],
        ["Late", "1,234", "50.0%"],
    ]


def test_money_is_in_whole_units_and_says_when_costs_are_lacking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "demo.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(
            "create table kpi_campaigns as select * from (values "
            "('a', 'c1', 'Known', 3.0, 1234.56, 100.4, true, 12.296), "
            "('a', 'c2', 'Lacking', 2.5, 10.00, 2000.0, false, 0.0051), "
            "('a', 'c3', 'None', null, null, null, false, null)"
            ") as t (account_id, campaign_id, campaign_name, conversions, revenue_net, cost_total, cost_is_complete, return_on_spend)"
        )
    assert main([str(path)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line and line[0] in ("campaign", "Known", "Lacking", "None")] == [
        ["campaign", "conversions", "revenue", "cost", "return"],
        ["Known", "3", "1,235", "100", "12.30"],
        ["Lacking", "2.5", "10", "2,000+", "0.01"],
        ["None", "-", "-", "-", "-"],
    ]


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([], ["Input checks: none"]),
        (["One thing."], ["Input checks: 1 finding (table dq_input)", "  - One thing."]),
        (
            [f"Thing {number:02d}." for number in range(12)],
            ["Input checks: 12 findings (table dq_input)", *(f"  - Thing {number:02d}." for number in range(10)), "  … and 2 more"],
        ),
        (None, []),
    ],
    ids=["none", "one", "many", "not built"],
)
def test_what_the_input_checks_found_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], findings: list[str] | None, said: list[str]
) -> None:
    path = tmp_path / "demo.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table kpi_campaigns as select 'a' as account_id, 'c' as campaign_id, 'C' as campaign_name, 1 as messages_sent")
        if findings is not None:
            connection.execute("create table dq_input (check_name text, table_name text, column_name text, finding text)")
            for finding in findings:
                connection.execute("insert into dq_input values ('unknown_column', null, null, ?)", [finding])
    assert main([str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(("Input", "  - ", "  …"))] == said


def test_what_is_not_built_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent.duckdb")]) == 1
    duckdb.connect(tmp_path / "empty.duckdb").close()
    assert main([str(tmp_path / "empty.duckdb")]) == 1
    errors = capsys.readouterr().err
    assert "There is no database" in errors
    assert "has no table kpi_campaigns" in errors


def test_the_query_to_paste_names_another_database_than_the_usual_one() -> None:
    usual = query_to_paste(Path(DEFAULT_PATH))
    assert usual.startswith(".venv/bin/dbt show ")
    assert query_to_paste(Path("my data.duckdb")) == f"SMS_ANALYTICS_DUCKDB_PATH='my data.duckdb' {usual}"
