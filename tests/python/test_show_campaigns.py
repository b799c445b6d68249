"""The table that `make build` ends with."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tools.show_campaigns import duration, main


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0s"), (59.6, "1m 00s"), (750, "12m 30s"), (11_100, "3h 05m"), (187_200, "2d 04h")],
)
def test_a_duration_reads_as_people_say_it(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


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


def test_what_is_not_built_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent.duckdb")]) == 1
    duckdb.connect(tmp_path / "empty.duckdb").close()
    assert main([str(tmp_path / "empty.duckdb")]) == 1
    errors = capsys.readouterr().err
    assert "There is no database" in errors
    assert "has no table kpi_campaigns" in errors
