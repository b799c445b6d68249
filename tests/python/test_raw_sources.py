"""Wherever raw events come from, the rows are the same: CSV files, Parquet files (typed, and all text), tables on DuckDB and Postgres.

Files and tables of text have each value in another spelling, and all have values that are out of range. Figures follow from the
rows of staging, whatever the source: they are compared once, for a warehouse's tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import psycopg2
import pyarrow
import pytest

from tests.python.support.compare import PublicModel, connect, differing_cells, public_models, relation, report, search_schemas
from tests.python.support.dbt import DbtResult, duckdb_path, run_dbt
from tests.python.support.odd_values import A_TIME, FAULTS, NINES, PARQUET_TYPES, POSTGRES_TYPES, YEARS, cut_to_microseconds, spelled, with_odd_values
from tests.python.support.postgres import PostgresServer
from tests.python.support.raw_folder import Events, shop_events, table_statements, write_folder, write_parquet

BUILD = ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
# All that reads raw tables, and what is said of them.
STAGING = [*BUILD, "--select", "path:models/staging", "+dq_input", "+dq_rejected_rows", "+dq_row_counts", "+dim_dates"]
WAREHOUSE = "warehouse"
FROM_TABLES = {"raw_source": "tables", "raw_schema": WAREHOUSE}


def events() -> Events:
    """With some of what dq_input looks for: a column that nobody knows, a table whose rows are all rejected, loads that stopped."""
    found = with_odd_values(shop_events())
    for row in found["templates"]:
        row["campain_id"] = "spring"
    for row in found["identity_links"]:
        row["first_seen_at"] = None
    for row in found["click_events"]:
        row["loaded_at"] -= timedelta(days=10)
    return found


def fill_duckdb(path: Path, events: Events, types: Mapping[str, str]) -> None:
    """The events as tables of the database that is built in, all text but for the columns that `types` names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(path) as connection:
        connection.execute(f"create schema {WAREHOUSE}")
        for table, rows in events.items():
            found = {column: types.get(column, "varchar") for column in rows[0]}
            for statement in table_statements(f"{WAREHOUSE}.{table}", rows, found):
                connection.execute(*statement)


def fill_postgres(server: PostgresServer) -> None:
    """The events as tables, in types of Postgres' own."""
    connection = psycopg2.connect(server.dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("set TimeZone = 'UTC'")
        cursor.execute(f"create schema {WAREHOUSE}")
        for table, rows in events().items():
            types = POSTGRES_TYPES.get(table)
            for sql, values in table_statements(f"{WAREHOUSE}.{table}", cut_to_microseconds(rows), types, placeholder="%s"):
                cursor.execute(sql, values)
    connection.close()


Builds = dict[str, Future[DbtResult]]


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=2) as executor:
        yield executor


@pytest.fixture(scope="module")
def builds(pool: ThreadPoolExecutor, tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """The same events, built from each source that DuckDB can read, two builds at a time."""
    home = tmp_path_factory.mktemp("raw_sources")
    given = events()
    csv = write_folder(home / "csv" / "raw", spelled(given))
    parquet = home / "parquet" / "raw"
    parquet.mkdir(parents=True)
    for table, rows in given.items():
        write_parquet(parquet, table, rows, PARQUET_TYPES.get(table))
    text_parquet = write_folder(home / "text_parquet" / "raw", spelled(given, start=2), parquet=True)
    fill_duckdb(duckdb_path(home / "tables"), spelled(given, start=1), {"contact_id": "blob", "body": "blob"})
    cases: dict[str, dict[str, Any]] = {
        "csv": {"raw_source": "files", "raw_path": str(csv)},
        "parquet": {"raw_source": "files", "raw_path": str(parquet)},
        "text_parquet": {"raw_source": "files", "raw_path": str(text_parquet)},
        "tables": FROM_TABLES,
    }
    return {
        name: pool.submit(run_dbt, STAGING if "parquet" in name else BUILD, vars=variables, work_dir=home / name)
        for name, variables in cases.items()
    }


@pytest.fixture(scope="module")
def postgres_build(
    builds: Builds, postgres: PostgresServer, pool: ThreadPoolExecutor, tmp_path_factory: pytest.TempPathFactory
) -> DbtResult:
    fill_postgres(postgres)
    return run_dbt(
        STAGING, target="postgres", env=postgres.environment("from_tables"), vars=FROM_TABLES,
        work_dir=tmp_path_factory.mktemp("postgres_tables"),
    ).check()  # fmt: skip


def staging_models(built: DbtResult) -> list[PublicModel]:
    return [
        PublicModel(node["name"])
        for node in built.manifest()["nodes"].values()
        if node["resource_type"] == "model" and node["original_file_path"].startswith("models/staging/")
    ]


def assert_same_rows(left: DbtResult, right: DbtResult, database: str | Path, schema: str | None = None) -> None:
    """In staging, and in each mart that both have built."""
    built = {entry["unique_id"].rsplit(".", 1)[1] for entry in right.run_results()["results"]}
    # Only CSV files have lines.
    marts = [model for model in public_models(left.manifest()) if model.name in built - {"dq_file_lines"}]
    differences = differing_cells(left.duckdb_path, database, staging_models(left) + marts, right_schema=schema)
    assert not differences, f"CSV files (left) and {right.work_dir.name} (right) differ:\n{report(differences)}"


@pytest.mark.parametrize("source", ["parquet", "text_parquet", "tables"])
def test_the_source_changes_no_row(builds: Builds, source: str) -> None:
    left, right = builds["csv"].result().check(), builds[source].result().check()
    assert_same_rows(left, right, right.duckdb_path)


def test_tables_on_postgres_give_the_same_rows(
    builds: Builds, postgres_build: DbtResult, postgres: PostgresServer
) -> None:
    assert_same_rows(builds["csv"].result().check(), postgres_build, postgres.dsn, "from_tables")


def one(built: DbtResult, sql: str) -> tuple[Any, ...]:
    with connect(built.duckdb_path) as query:
        search_schemas(query)
        (row,) = query(sql)
        return row


def test_there_is_something_to_compare(builds: Builds) -> None:
    """Figures counted by hand, so that nothing is not compared with nothing."""
    figures = (
        "messages_sent, messages_delivered, messages_carrier_blocked, messages_failed, messages_unknown, contacts_reached, "
        "replies_received, keyword_entries, contacts_replied, contacts_opted_out, contacts_ai_filtered, clicks, "
        "manual_messages_sent, auto_replies_sent, unattributed_inbound"
    )
    built = builds["csv"].result().check()
    # r01, r02, r04, r05 and the keyword entry r03; k2 opts cat out; x1 and three times x2 are a person's.
    acme = (4, 2, 1, 0, 1, 3, 5, 1, 2, 2, 1, 4, 1, 1, 1)
    assert one(built, f"select {figures} from kpi_accounts where account_id = 'acme'") == acme
    beta = (2, 1, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert one(built, f"select {figures} from kpi_accounts where account_id = 'beta'") == beta
    # In Berlin it was the next day.
    assert one(built, "select cast(sent_date as varchar) from fct_messages where message_id = 'm07'") == ("2026-03-05",)


def every(built: DbtResult, sql: str) -> list[tuple[Any, ...]]:
    with connect(built.duckdb_path) as query:
        search_schemas(query)
        return query(sql)


def test_a_value_out_of_range_rejects_its_row(builds: Builds) -> None:
    """From typed cells; that texts and tables give the same, figures and reasons, is what is tested above."""
    built = builds["parquet"].result().check()
    found = every(built, "select table_name, row_key, rejection_reason, rejected_value from dq_rejected_rows where row_key like 'v!_%' escape '!'")
    assert sorted(found) == sorted(
        (table, key, f"{column} {reason}", "<38 digits>" if value == NINES else value) for table, key, column, value, reason in FAULTS
    )
    assert one(built, "select min(date_day), max(date_day) from dim_dates") == (date(2026, 3, 1), date(2026, 3, 31))


# A count of the unit of a column, and where it lies: beyond what DuckDB can write as text, for which it would close the database.
UNWRITABLE = {
    "created_at": ("us", "UTC", {-(2**63): "-infinity", -(2**63) + 5: "-infinity", 2**63 - 2: "infinity"}),
    "sent_at": ("s", None, {-(2**62): "-infinity", 2**62: "infinity", 2**63 - 1: "infinity"}),
    "current_status_at": ("ms", None, {-(2**62): "-infinity", 2**62: "infinity", 2**63 - 1: "infinity"}),
    "loaded_at": ("us", None, {-(2**63): "-infinity", -(2**63) + 5: "-infinity", 2**63 - 2: "infinity"}),
    "is_deleted": ("ns", None, {2**62: "2116-02-20 23:53:38.427387"}),
}


def test_a_time_that_cannot_be_written_rejects_its_row(tmp_path: Path) -> None:
    """Of a table of DuckDB that was made from Arrow, which checks no time."""
    (good, *_) = shop_events()["messages"]
    cases = [(column, count, shown) for column, (*_, counts) in UNWRITABLE.items() for count, shown in counts.items()]
    rows = [good | {"message_id": f"{column} {count}"} for column, count, _ in cases]
    arrow = pyarrow.Table.from_pylist([{name: value for name, value in row.items() if name not in UNWRITABLE} for row in [*rows, good]])
    for name, (unit, zone, _) in UNWRITABLE.items():
        usual = None if name == "is_deleted" else int(good["loaded_at"].timestamp()) * {"us": 10**6, "s": 1, "ms": 10**3}[unit]
        cells = [count if column == name else usual for column, count, _ in cases] + [usual]
        arrow = arrow.append_column(name, pyarrow.array(cells, pyarrow.int64()).view(pyarrow.timestamp(unit, zone)))
    duckdb_path(tmp_path).parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(duckdb_path(tmp_path)) as connection:
        connection.execute(f"create schema {WAREHOUSE}")
        connection.register("arrow", arrow)
        connection.execute(f"create table {WAREHOUSE}.messages as from arrow")
    built = run_dbt(["run", "--select", "base_messages"], vars=FROM_TABLES, work_dir=tmp_path).check()
    found = every(built, "select message_id, rejection_reason, rejected_value from base_messages")
    reasons = {column: f"{column} {A_TIME.format(YEARS)}" for column in UNWRITABLE}
    reasons["is_deleted"] = "is_deleted is not a boolean (read: true or false, yes or no, 1 or 0)"
    expected = [(f"{column} {count}", reasons[column], shown) for column, count, shown in cases]
    assert sorted(found) == sorted([*expected, (good["message_id"], None, None)])


def test_odd_values_are_read(builds: Builds) -> None:
    built = builds["csv"].result().check()
    messages = "select sent_at, price_amount, error_code, contact_id, is_test from stg_messages where message_id = "
    sent_at = datetime(2026, 3, 5, 15, 0, 1)
    assert one(built, f"{messages} 'v_nanoseconds'")[0] == sent_at.replace(microsecond=123456)
    assert one(built, f"{messages} 'v_nan'") == (sent_at.replace(microsecond=250000), None, None, None, True)
    assert one(built, f"{messages} 'v_code'")[2:] == ("30007", "ann", True)
    assert one(built, "select error_code from stg_message_status_events where status_event_id = 'v_code'") == ("30007",)
    ends = "select valid_from, valid_to from stg_contact_phones where contact_id = 'v_always'"
    assert one(built, ends) == (datetime(1900, 1, 1), datetime(9999, 12, 31))
    assert every(built, "select period_end from stg_campaign_costs order by 1") == [(date(2026, 3, 31),), (date(9999, 12, 31),)]
    assert every(built, "select rate_date from stg_fx_rates order by 1") == [(date(1972, 3, 5),), (date(2026, 3, 5),)]
    # No word that stands for nothing is a contact, a campaign or an account.
    words = "('', ' ', 'NULL', '\\N', 'None', '<NA>', 'NaN')"
    for table, column in (("dim_contacts", "contact_id"), ("dim_campaigns", "campaign_id"), ("dim_accounts", "account_id")):
        assert one(built, f"select count(*) from {table} where trim({column}) in {words}") == (0,)


def test_the_input_checks_find_the_same(builds: Builds) -> None:
    """Wherever raw events come from: dq_input is compared with all the rest."""
    with connect(builds["csv"].result().check().duckdb_path) as query:
        found = query(f"select check_name, table_name, column_name from {relation(query, 'dq_input', None)[0]} order by 1")
    assert {
        ("all_rejected", "identity_links", None),
        ("stopped_loads", "click_events", "loaded_at"),
        ("unknown_column", "templates", "campain_id"),
    } <= set(found)


def test_an_absent_table_gives_null(builds: Builds, pool: ThreadPoolExecutor) -> None:
    """Tables are dropped from the warehouse; messages are all that has to be there."""
    built = builds["tables"].result().check()
    assert one(built, "select rows_in from dq_row_counts where table_name = 'send_decisions'") == (0,)
    for name in ("csv", "parquet", "text_parquet"):
        builds[name].result()
    with duckdb.connect(built.duckdb_path) as connection:
        for table in ("consent_events", "click_events", "campaigns", "accounts", "links"):
            connection.execute(f"drop table {WAREHOUSE}.{table}")
    built = run_dbt(["run", "--full-refresh"], vars=FROM_TABLES, work_dir=built.work_dir).check()
    figures = (
        "contacts_ai_filtered, ai_filter_rate, clicks, contacts_clicked, click_through_rate, keyword_entries, "
        "campaigns_created, campaigns_launched, messages_sent, replies_received, contacts_opted_out"
    )
    found = one(built, f"select {figures} from kpi_accounts where account_id = 'acme'")
    assert found[:8] == (None,) * 8
    assert found[8:] == (4, 4, 1)  # r03 is an unattributed text now


def test_what_is_switched_off_is_not_read(tmp_path: Path) -> None:
    """Without crm, files that would stop the build or be found fault with are nobody's business. (Tables: test_package.py.)"""
    raw = write_folder(tmp_path / "raw", {**shop_events(), "deals": [{"of another shape": "1"}]})
    (raw / "deal_contacts.csv").write_text("deal_id;contact_id\n1;ann\n")
    (raw / "deal_stage_history.csv").touch()
    given = {"raw_source": "files", "raw_path": str(raw), "sms_analytics_using_crm": False}
    run_dbt(["compile", "--select", "base_deals", "dq_input"], vars=given, work_dir=tmp_path).check()
    compiled = tmp_path / "target" / "compiled" / "sms_analytics" / "models"
    base, findings = ((compiled / model).read_text() for model in ("staging/crm/base/base_deals.sql", "marts/quality/dq_input.sql"))
    assert "absent_table" in base
    assert not [finding for finding in ("of another shape", "there is nothing in it") if finding in findings]


def test_source_freshness_works(tmp_path: Path) -> None:
    """The tables that are watched: one was loaded now, one yesterday, one long ago."""
    fill_duckdb(duckdb_path(tmp_path), shop_events(), {"loaded_at": "timestamp"})
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    loaded = {"messages": now, "message_status_events": now - timedelta(hours=30)}
    with duckdb.connect(duckdb_path(tmp_path)) as connection:
        for table, moment in loaded.items():
            connection.execute(f"update {WAREHOUSE}.{table} set loaded_at = ?", [moment])
    result = run_dbt(["source", "freshness"], vars=FROM_TABLES, work_dir=tmp_path)
    found = json.loads((tmp_path / "target" / "sources.json").read_text())["results"]
    states = {entry["unique_id"].rsplit(".", 1)[1]: entry["status"] for entry in found}
    assert states == {"messages": "pass", "message_status_events": "warn", "click_events": "error"}, result.stdout

    # A table that is absent is not stale.
    with duckdb.connect(duckdb_path(tmp_path)) as connection:
        connection.execute(f"drop table {WAREHOUSE}.click_events")
    again = run_dbt(["source", "freshness"], vars=FROM_TABLES, work_dir=tmp_path).check()
    assert "click_events is absent, so it counts as fresh" in again.stdout
    assert again.stdout.count("PASS freshness of raw.") == 2
