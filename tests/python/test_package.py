"""Installed as a package: in a project of somebody else's, with a schema prefix, its own files and a reference table of its own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb

from tests.python.support.dbt import ROOT, duckdb_path, run_dbt

PROJECT = {
    "name": "consumer",
    "version": "1.0.0",
    "profile": "sms_analytics",
    "model-paths": ["models"],
    "seed-paths": ["seeds"],
    "flags": {"send_anonymous_usage_stats": False},
    "models": {"sms_analytics": {"+schema": "sms"}},
    "seeds": {
        "sms_analytics": {"reference": {"error_codes": {"+enabled": False}}},
        "consumer": {"+column_types": {"error_code": "text"}},
    },
    "data_tests": {"sms_analytics": {"+where": "account_id is null"}, "consumer": {"+where": "campaign_id <> 'none'"}},
}
MESSAGE = {
    "message_id": "m1",
    "error_code": "30007",
    "direction": "outbound",
    "channel": "sms",
    "send_origin": "campaign_blast",
    "contact_phone_e164": "+12125550100",
    "sender_phone": "55501",
    "campaign_id": "c1",
    "created_at": "2026-03-02 10:00:00",
    "current_status": "failed",
    "loaded_at": "2026-03-02 11:00:00",
}


def test_builds_inside_another_project(tmp_path: Path) -> None:
    consumer = tmp_path / "consumer"
    raw = consumer / "raw"
    raw.mkdir(parents=True)
    with (raw / "messages.csv").open("w", newline="") as file:
        rows = csv.DictWriter(file, MESSAGE)
        rows.writeheader()
        rows.writerow(MESSAGE)
    variables = {"sms_analytics": {"raw_source": "files", "raw_path": str(raw)}}
    (consumer / "dbt_project.yml").write_text(json.dumps(PROJECT | {"vars": variables}))
    (consumer / "packages.yml").write_text(json.dumps({"packages": [{"local": str(ROOT)}]}))
    (consumer / "seeds").mkdir()
    (consumer / "seeds/error_codes.csv").write_text(
        "error_code,vendor,failure_class,description\n30007,ours,expired,What we take it for\n"
    )
    (consumer / "models").mkdir()
    (consumer / "models/report.sql").write_text(
        "select campaign_id, messages_sent, messages_carrier_blocked, messages_failed "
        "from {{ ref('sms_analytics', 'kpi_campaigns') }}"
    )
    # A column of that name says nothing of the consumer's own models.
    columns = [{"name": "campaign_id", "data_tests": ["not_null"]}, {"name": "load_batch"}]
    (consumer / "models/report.yml").write_text(json.dumps({"models": [{"name": "report", "columns": columns}]}))

    run_dbt(["deps"], project_dir=consumer, work_dir=tmp_path / "work").check()
    build = ["build", "--select", "+report", "--exclude-resource-type", "test"]
    # Variables of the consumer's own are its business; one that is nearly ours may be meant for us.
    theirs = {"region": "eu", "raw_sorce": "seeds"}
    built = run_dbt(build, project_dir=consumer, work_dir=tmp_path / "work", vars=theirs).check()
    assert "sms_analytics has no variable 'raw_sorce'; did you mean raw_source?" in built.stdout
    assert "region" not in built.stdout
    with duckdb.connect(str(built.duckdb_path), read_only=True) as connection:
        # 30007 is carrier_blocked in the package's table, and expired in the consumer's.
        assert connection.execute("select * from analytics.report").fetchall() == [("c1", 1, 0, 1)]
        schemas = "select distinct table_schema from information_schema.tables where table_name like 'kpi%'"
        assert connection.execute(schemas).fetchall() == [("analytics_sms",)]

    # After a second run, with test_new_rows_only, the package's tests look at new rows, the consumer's at what dbt would; a `where` holds for both.
    with duckdb.connect(str(duckdb_path(tmp_path / "work"))) as connection:
        connection.execute("insert into analytics_sms.load_batches (load_batch, settings) select 2, settings from analytics_sms.load_batches")
    names = ["valid_columns_of_int_messages", "not_null_report_campaign_id"]
    new_rows = {**theirs, "test_new_rows_only": True}
    tested = run_dbt(["test", "--select", *names], project_dir=consumer, work_dir=tmp_path / "work", vars=new_rows).check()
    results = tested.run_results()["results"]
    ours, others = (next(entry["compiled_code"] for entry in results if f".{name}." in entry["unique_id"]) for name in names)
    assert "where account_id is null) dbt_subquery where (load_batch is null or load_batch = (select max(load_batch)" in ours
    assert "where campaign_id <> 'none'" in others
    assert "load_batch" not in others
