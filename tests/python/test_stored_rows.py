"""What a run adds to the rows that are stored: only what is new is worked out again, and never under other settings.

That the rows are right is for test_incremental.py to say.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.support.compare import connect
from tests.python.support.dbt import DbtResult, run_dbt
from tests.python.support.raw_folder import LOADED_AT, shop_events, write_csv, write_folder

UP_TO_MESSAGES = ["run", "--select", "+fct_messages"]
INCREMENTAL = {
    "base_messages": "message_id",
    "base_message_status_events": "status_event_id",
    "int_message_statuses": "message_id",
    "int_messages": "message_id",
    "int_campaign_messages": "message_id",
    "int_outbound_messages": "message_id",
}


def run(home: Path, *more: str, **variables: Any) -> DbtResult:
    given = {"raw_source": "files", "raw_path": str(home / "raw"), **variables}
    return run_dbt([*UP_TO_MESSAGES, *more], work_dir=home, vars=given)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_folder(tmp_path / "raw", shop_events())
    given = {"raw_source": "files", "raw_path": str(tmp_path / "raw")}
    run_dbt(["seed", "--select", "path:seeds/reference"], work_dir=tmp_path, vars=given).check()
    run(tmp_path).check()
    return tmp_path


def written_in(built: DbtResult, batch: int) -> dict[str, set[str]]:
    with connect(built.duckdb_path) as query:
        return {
            table: {key for (key,) in query(f"select {column} from analytics.{table} where load_batch = {batch}")}
            for table, column in INCREMENTAL.items()
        }


def test_only_what_is_new_is_worked_out_again(home: Path) -> None:
    again = run(home).check()
    assert written_in(again, 2) == dict.fromkeys(INCREMENTAL, set())

    events = shop_events()
    receipt = events["message_status_events"][1] | {"status_event_id": "late", "occurred_at": datetime(2026, 3, 5, 16)}
    # Long before all that was loaded, and in a day of its own.
    events["message_status_events"].append(receipt | {"loaded_at": LOADED_AT - timedelta(days=400)})
    corrected = events["messages"][4] | {"body": "Hello", "loaded_at": LOADED_AT + timedelta(days=3650)}
    events["messages"].append(corrected)
    for table in ("messages", "message_status_events"):
        write_csv(home / "raw", table, events[table])
    assert written_in(run(home).check(), 3) == {
        "base_message_status_events": {"late"},
        "base_messages": {"m05"},
        "int_message_statuses": {"m01", "m05"},
        "int_messages": {"m01", "m05"},
        # An auto-reply has no place in a campaign.
        "int_campaign_messages": {"m01"},
        "int_outbound_messages": {"m01", "m05"},
    }


def test_a_setting_that_stored_rows_depend_on_stops_the_run(home: Path) -> None:
    def sentence(built: DbtResult) -> str:
        assert built.returncode != 0
        return next(line.strip() for line in built.stdout.splitlines() if "--full-refresh" in line)

    assert "this has changed: variable reporting_currency." in sentence(run(home, reporting_currency="EUR"))

    events = shop_events()
    columns = [*events["messages"][0], "ab_variant"]
    write_csv(home / "raw", "messages", events["messages"], columns=columns)
    assert "this has changed: columns of messages." in sentence(run(home))

    # A full refresh takes it in, and from then on it is what is stored.
    run(home, "--full-refresh").check()
    run(home).check()

    with duckdb.connect(home / "sms_analytics.duckdb") as connection:
        connection.execute("drop table analytics.load_batches")
    assert "the version of sms_analytics" in sentence(run(home))
