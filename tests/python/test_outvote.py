"""A real campaign with figures that are known: 56,083 text messages, all of them delivered.

It comes as Parquet files and lacks most tables, as what a user has often does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.python.support.compare import connect, relation
from tests.python.support.dbt import ROOT, DbtResult, run_dbt

FOLDER = "../shared/data/outvote"
SENT = 56_083
CONTACTS = 195_118


@pytest.fixture(scope="module")
def outvote(tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """Built with all of the project's tests, by the command that a user would type."""
    if not (ROOT / FOLDER / "messages.parquet").exists():
        pytest.skip(f"the outvote data is not there: {FOLDER} (beside the project)")
    variables = {"raw_source": "files", "raw_path": FOLDER}
    return run_dbt(["build"], work_dir=tmp_path_factory.mktemp("outvote"), vars=variables).check()


def rows(built: DbtResult, table: str) -> list[dict[str, Any]]:
    with connect(built.duckdb_path) as query:
        name, columns = relation(query, table, None)
        return [dict(zip(columns, row, strict=True)) for row in query(f"select * from {name}")]


KNOWN = {
    "messages_sent": SENT,
    "messages_sent_total": SENT,
    "messages_delivered": SENT,
    "messages_carrier_blocked": 0,
    "messages_failed": 0,
    "messages_unknown": 0,
    "contacts_reached": SENT,
    "contacts_delivered": SENT,
    "first_messages_sent": SENT,
    "delivery_rate": 1,
    "delivery_rate_all_messages": 1,
    "carrier_block_rate": 0,
    "replies_received": 0,
    "contacts_replied": 0,
    "reply_rate": 0,
    "contacts_opted_out": 0,
    "opt_out_rate": 0,
    "opt_out_messages": 0,
    # There are no clicks, consent events and replies to tell of: not known is not zero.
    "clicks": None,
    "contacts_clicked": None,
    "click_through_rate": None,
    "contacts_ai_filtered": None,
    "ai_filter_rate": None,
    "median_time_to_response_seconds": None,
    # Replies need messages only.
    "response_rate": 0,
}


@pytest.mark.parametrize("table", ["kpi_campaigns", "kpi_accounts"])
def test_the_known_figures(outvote: DbtResult, table: str) -> None:
    (row,) = rows(outvote, table)
    assert {column: row[column] for column in KNOWN} == KNOWN


def test_every_contact_has_a_row(outvote: DbtResult) -> None:
    contacts = rows(outvote, "dim_contacts")
    assert len(contacts) == len({row["contact_id"] for row in contacts}) == CONTACTS
    assert not any(row["is_inferred"] or row["is_test"] for row in contacts)


def test_no_row_got_lost(outvote: DbtResult) -> None:
    counts = {row.pop("table_name"): row for row in rows(outvote, "dq_row_counts")}
    for table, count in counts.items():
        given = count["rows_in"]
        assert given == count["rows_set_aside"] + count["rows_folded"] + count["rows_kept"], table
        assert given == count["rows_kept"], f"{table}: a row was set aside or folded"
    expected = {"messages": SENT, "contacts": CONTACTS, "campaign_memberships": CONTACTS, "campaigns": 1, "accounts": 1}
    assert {table: count["rows_in"] for table, count in counts.items() if count["rows_in"]} == expected
