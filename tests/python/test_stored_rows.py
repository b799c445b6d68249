"""What a run adds to the rows that are stored: only what is new is worked out again, and never under other settings.

That the rows are right is for test_incremental.py to say.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.support.compare import connect, relation
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, run_dbt
from tests.python.support.raw_folder import LOADED_AT, shop_events, write_csv, write_folder

INCREMENTAL = {
    "base_messages": "message_id",
    "base_message_status_events": "status_event_id",
    "int_message_statuses": "message_id",
    "int_messages": "message_id",
    "int_campaign_messages": "message_id",
    "int_outbound_messages": "message_id",
    "fct_replies": "message_id",
    "fct_clicks": "click_id",
    "fct_campaign_contacts": "contact_id",
}


def run(home: Path, *more: str, select: str = "+fct_campaign_contacts", project_dir: Path = ROOT, **variables: Any) -> DbtResult:
    given = {"raw_source": "files", "raw_path": str(home / "raw"), **variables}
    return run_dbt(["run", "--select", select, *more], work_dir=home, project_dir=project_dir, vars=given)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests, which put its rows back before they begin: another raw_path would be another setting."""
    home = tmp_path_factory.mktemp("home")
    write_folder(home / "raw", shop_events())
    given = {"raw_source": "files", "raw_path": str(home / "raw")}
    run_dbt(["seed", "--select", "path:seeds/reference"], work_dir=home, vars=given).check()
    shutil.copy(duckdb_path(home), home / "seeded.duckdb")
    run(home).check()
    shutil.copy(duckdb_path(home), home / "built.duckdb")
    return home


def restored(home: Path, state: str) -> Path:
    shutil.rmtree(home / "raw")
    write_folder(home / "raw", shop_events())
    shutil.copy(home / f"{state}.duckdb", duckdb_path(home))
    return home


@pytest.fixture
def unbuilt(kept: Path) -> Path:
    return restored(kept, "seeded")


@pytest.fixture
def home(kept: Path) -> Path:
    return restored(kept, "built")


def sentence(built: DbtResult) -> str:
    """What a run that was stopped asks for."""
    assert built.returncode != 0
    return next(line.strip() for line in built.stdout.splitlines() if "--full-refresh" in line)


def run_halfway(home: Path, *more: str, **variables: Any) -> None:
    """A run that writes base tables and then comes to a column that is not there."""
    with duckdb.connect(duckdb_path(home)) as connection:
        connection.execute("alter table analytics_reference.status_ranks rename column status to put_aside")
    stopped = run(home, *more, **variables)
    results = {result["unique_id"].split(".")[-1]: result["status"] for result in stopped.run_results()["results"]}
    assert (results["base_messages"], results["int_message_statuses"], results["int_messages"]) == ("success", "error", "skipped")
    with duckdb.connect(duckdb_path(home)) as connection:
        connection.execute("alter table analytics_reference.status_ranks rename column put_aside to status")


def runs(home: Path) -> list[tuple[int, str]]:
    with connect(duckdb_path(home)) as query:
        return list(query("select load_batch, status from analytics_staging.load_batches order by load_batch"))


def written_in(built: DbtResult, batch: int) -> dict[str, set[str]]:
    with connect(built.duckdb_path) as query:
        return {
            table: {key for (key,) in query(f"select {column} from {relation(query, table, None)[0]} where load_batch = {batch}")}
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
        # What the contact answered to that message; which reply to the campaign was the first is asked of both.
        "fct_replies": {"r01", "r05"},
        "fct_clicks": {"x1"},
        "fct_campaign_contacts": {"ann"},
    }


def add_version(home: Path, table: str, column: str, key: str, **cells: Any) -> None:
    """The row arrives again, later and with other cells."""
    events = shop_events()
    (row,) = (row for row in events[table] if row[column] == key)
    write_csv(home / "raw", table, [*events[table], row | cells | {"loaded_at": LOADED_AT + timedelta(days=30)}])


def rewritten(home: Path) -> dict[str, set[str]]:
    """What a run after the first writes, but for the tables in which it writes nothing."""
    return {table: keys for table, keys in written_in(run(home).check(), 2).items() if keys}


def test_a_change_that_no_message_reads_rewrites_no_message(home: Path) -> None:
    add_version(home, "campaigns", "campaign_id", "spring", campaign_name="Sale", launched_at=datetime(2026, 3, 3))
    add_version(home, "contacts", "contact_id", "ann", lifecycle_stage="churned", time_zone="UTC")
    add_version(home, "templates", "template_id", "spring_1", campaign_id="join")
    add_version(home, "accounts", "account_id", "acme", account_name="Acme & Co")
    add_version(home, "links", "link_id", "l2", destination_url="https://example.com/other")
    # Only the clicks on that link are looked at again.
    assert rewritten(home) == {"fct_clicks": {"x2", "x3"}}


def test_a_contact_that_comes_after_its_messages_rewrites_none(home: Path) -> None:
    events = shop_events()
    write_csv(home / "raw", "contacts", [*events["contacts"], events["contacts"][0] | {"contact_id": "cat"}])
    assert rewritten(home) == {}


OUTBOUND_OF_ACME = {"m01", "m02", "m03", "m04", "m05", "m06"}


@pytest.mark.parametrize(
    ("version", "messages", "campaign_messages", "outbound_messages"),
    [
        # Messages of the campaign, however they were sent. Neither is in int_outbound_messages any more.
        (("campaigns", "campaign_id", "welcome", {"is_test": True}), {"m07", "m08"}, set(), set()),
        (("campaigns", "campaign_id", "spring", {"is_deleted": True}), set(), set(), set()),
        # m01 and its like name no step of their own; m09 is a test, and stays one.
        (("templates", "template_id", "spring_1", {"step_number": 7}), {"m01", "m02", "m03", "m09"}, {"m01", "m02", "m03"}, {"m01", "m02", "m03"}),
        (("templates", "template_id", "spring_2", {"is_deleted": True}), {"m04"}, {"m04"}, {"m04"}),
        # Bob's, also those that were found by the number.
        (("contacts", "contact_id", "bob", {"is_test": True}), {"m02", "m06", "r02", "r04"}, set(), set()),
        # Bobby owns the phone number and is one with bob no longer: m02 names bob, the others were found by the number.
        (("contacts", "contact_id", "bobby", {"merged_into_contact_id": None}), {"m06", "r02", "r04"}, set(), {"m06"}),
        # A day, and the first reply of a contact, are asked of the account's time zone.
        (("accounts", "account_id", "acme", {"time_zone": "Asia/Tokyo"}), set(), set(), OUTBOUND_OF_ACME),
        (("accounts", "account_id", "acme", {"reporting_currency": "EUR"}), set(), set(), OUTBOUND_OF_ACME),
        # m01 has a link of its own.
        (("links", "link_id", "l2", {"is_deleted": True}), set(), {"m02", "m03"}, {"m02", "m03"}),
    ],
    ids=lambda value: f"{value[2]} {value[3]}" if isinstance(value, tuple) else "",
)
def test_a_change_that_messages_read_rewrites_them(
    home: Path,
    version: tuple[str, str, str, dict[str, Any]],
    messages: set[str],
    campaign_messages: set[str],
    outbound_messages: set[str],
) -> None:
    table, column, key, cells = version
    add_version(home, table, column, key, **cells)
    found = written_in(run(home, select="+int_outbound_messages").check(), 2)
    assert found["int_messages"] == messages
    assert found["int_campaign_messages"] == campaign_messages
    assert found["int_outbound_messages"] == outbound_messages


def test_a_message_that_is_named_is_found_however_late_it_comes(unbuilt: Path) -> None:
    events = shop_events()
    answer = events["messages"][9] | {"message_id": "r99", "created_at": datetime(2026, 4, 20), "in_reply_to_message_id": "late"}
    assert (answer["direction"], answer["contact_id"]) == ("inbound", "ann")
    events["messages"].append(answer)
    write_csv(unbuilt / "raw", "messages", events["messages"])
    run(unbuilt, select="+fct_replies").check()

    # Weeks before, so that no window reaches the answer.
    sent = {"sent_at": datetime(2026, 3, 20), "created_at": datetime(2026, 3, 20), "current_status": "delivered"}
    events["messages"].append(events["messages"][0] | sent | {"message_id": "late", "loaded_at": LOADED_AT + timedelta(days=60)})
    write_csv(unbuilt / "raw", "messages", events["messages"])
    built = run(unbuilt, select="+fct_replies").check()
    with connect(built.duckdb_path) as query:
        found = query("select matched_message_id, match_rule, load_batch from analytics.fct_replies where message_id = 'r99'")
    assert list(found) == [("late", "in_reply_to", 2)]


def test_a_setting_that_stored_rows_depend_on_stops_the_run(home: Path) -> None:
    assert "this has changed: variable reporting_currency." in sentence(run(home, reporting_currency="EUR"))
    assert "this has changed: variable sms_analytics_using_crm." in sentence(run(home, sms_analytics_using_crm=False))

    events = shop_events()
    columns = [*events["messages"][0], "ab_variant"]
    write_csv(home / "raw", "messages", events["messages"], columns=columns)
    assert "this has changed: columns of messages." in sentence(run(home))

    left_out = sentence(run(home, "--full-refresh", select="int_messages")).split("leaves out ")[1].split(", ")
    assert {"base_messages", "int_outbound_messages"} < set(left_out)
    # What is selected, not built, or a view.
    assert not {"int_messages", "int_orphan_status_events", "stg_messages"} & set(left_out)

    # A full refresh of all takes it in, and from then on it is what is stored: any part may be built from nothing.
    run(home, "--full-refresh").check()
    run(home, "--full-refresh", select="int_messages").check()
    run(home).check()

    # Versions before wrote down less in each run, or nothing.
    for statement in (
        "create or replace table analytics_staging.load_batches as select load_batch, settings from analytics_staging.load_batches",
        """update analytics_staging.load_batches set settings = '{"variable reporting_currency": "USD", "model base_messages": "6273dfae"}'""",
        "drop table analytics_staging.load_batches",
    ):
        with duckdb.connect(duckdb_path(home)) as connection:
            connection.execute(statement)
        assert "this has changed: the version of sms_analytics." in sentence(run(home))
        if statement.startswith("create"):
            # Its table of runs is made anew; numbers go on.
            run(home, "--full-refresh").check()
            assert runs(home)[0][0] > 4


def edit(project: Path, file: str, old: str, new: str) -> None:
    text = (project / file).read_text()
    assert old in text
    (project / file).write_text(text.replace(old, new))


def test_edited_logic_stops_the_run_where_stored_rows_depend_on_it(home: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for part in ("dbt_project.yml", "macros", "models", "seeds", "profiles"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
        copy(ROOT / part, project / part)

    # What is built from nothing in each run, and what says nothing of rows.
    edit(project, "models/marts/campaigns/kpi_steps.sql", "select\n", "select /* all of */\n")
    edit(project, "macros/kpis/kpi_dictionary.sql", "{% macro", "{# More to come. #}{% macro")
    edit(project, "macros/kpis/kpi_spine.sql", "select\n", "select /* all of */\n")
    edit(project, "macros/windows/match_to_campaign_message.sql", "{% macro", "{# More to come. #}{% macro")
    run(home, select="base_accounts", project_dir=project).check()

    # A macro that a stored table calls, one that such a macro calls on this engine, a view, a table, and the contract.
    edit(project, "macros/windows/match_to_campaign_message.sql", "select\n", "select /* all of */\n")
    edit(project, "macros/engine/text.sql", "regexp_full_match(", "regexp_matches(")
    edit(project, "models/staging/messaging/stg_campaigns.sql", "current_rows(", "current_rows( ")
    edit(project, "models/intermediate/campaigns/int_campaigns.sql", "select\n", "select /* all of */\n")
    edit(project, "models/staging/_raw__sources.yml", "abandoned_cart, ", "")
    changed = "contract of campaigns, macro match_to_campaign_message, macro matches_pattern, model int_campaigns, model stg_campaigns"
    assert f"this has changed: {changed}." in sentence(run(home, select="base_accounts", project_dir=project))


def test_a_full_refresh_under_another_setting_counts_when_all_is_done(unbuilt: Path) -> None:
    some = {"select": "+int_messages"}
    # The first build replaces nothing: the next run takes up what it left.
    run_halfway(unbuilt, "--full-refresh", **some)
    run(unbuilt, **some).check()

    # Later, it would leave some tables of the one setting and some of the other.
    run_halfway(unbuilt, "--full-refresh", **some, reporting_currency="EUR")
    assert "a full refresh that did not end" in sentence(run(unbuilt, **some, reporting_currency="EUR"))
    run(unbuilt, "--full-refresh", **some, reporting_currency="EUR").check()
    run(unbuilt, **some, reporting_currency="EUR").check()
    # A run that stops before its models has no number.
    assert runs(unbuilt) == [(1, "error"), (2, "success"), (3, "error"), (4, "success"), (5, "success")]
