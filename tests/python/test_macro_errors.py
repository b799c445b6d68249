"""A macro that is given nothing, or something it does not know, says so by name instead of making SQL that counts something else.

Each case is a model of a small project that holds the macros alone: one run of dbt takes them all, and
goes on after one that fails. (Wrong variables and wrong raw data: test_bad_input.py.)
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.python.support.dbt import ROOT, run_dbt

# The contract is where macros look columns up; everything else of the project is left out.
PARTS = ("dbt_project.yml", "macros", "profiles", "models/staging/_raw__sources.yml")

# What is called, and what the sentence about it has to name.
WRONG_CALLS: dict[str, tuple[str, list[str]]] = {
    "in_window without an event": ("in_window('', 's', 60)", ["in_window", "event_at"]),
    "in_window with a blank start": ("in_window('e', ' ', 60)", ["in_window", "start_at"]),
    "in_window without a length": ("in_window('e', 's', none)", ["in_window", "window_seconds"]),
    "local_date without a time": ("local_date('', 'zone')", ["local_date", "timestamp"]),
    "local_date without a zone": ("local_date('t', none)", ["local_date", "time zone"]),
    "rate without a numerator": ("rate('', 'd')", ["rate", "numerator"]),
    "rate without a denominator": ("rate('n', none)", ["rate", "denominator"]),
    "count_contacts without a condition": ("count_contacts('')", ["count_contacts", "condition"]),
    "duration without a unit": ("duration_seconds('24')", ["duration", "'24'", "24h"]),
    "duration with another unit": ("duration_seconds('1w')", ["duration", "'1w'", "7d"]),
    "duration of nothing": ("duration_seconds('0h')", ["duration", "'0h'"]),
    "duration below zero": ("duration_seconds('-1h')", ["duration", "'-1h'"]),
    "duration in words": ("duration_seconds('7 days')", ["duration", "'7 days'"]),
    "duration of a fraction": ("duration_seconds('1.5h')", ["duration", "'1.5h'"]),
    "duration of a named variable": ("duration_seconds(none, 'my_window')", ["my_window", "'None'"]),
    "kpi_rows on a basis of its own": (
        "kpi_rows('spine', ['campaign_id'], basis='both')", ["kpi_rows", "'both'", "activity", "send"],
    ),
    "a table that is not in the contract": ("contract_columns('no_table')", ["'no_table'", "_raw__sources.yml"]),
    "a type that is not in the contract": (
        "parsed_column({'name': 'amount', 'type': 'money'}, 'text')", ["amount", "'money'", "numeric"],
    ),
    "sms_segments of nothing": ("sms_segments('')", ["sms_segments", "body"]),
    "sms_encoding of nothing": ("sms_encoding(none)", ["sms_encoding", "body"]),
    "normalised_wording of blanks": ("normalised_wording(' ')", ["normalised_wording", "expression"]),
    "folded_identifier of nothing": ("folded_identifier(none)", ["folded_identifier", "expression"]),
    "another adapter": ("check_session('databricks')", ["'databricks'", "duckdb, postgres and spark"]),
    "a window of no variable": ("window_seconds('no_such_variable')", ["no_such_variable"]),
    "a report of a preset that is misspelled": (
        "messaging_report(preset='last_7_day')", ["messaging_report", "preset", "'last_7_day'", "yesterday", "did you mean last_7_days?"],
    ),
    "a report from a day that is none": ("messaging_report('2026-02-30')", ["messaging_report", "date_from", "'2026-02-30'", "YYYY-MM-DD"]),
    "a report that ends before it begins": (
        "messaging_report('2026-02-02', '2026-02-01')", ["messaging_report", "date_to", "'2026-02-01'", "2026-02-02"],
    ),
    "a report by a grain that is misspelled": ("messaging_report(grain='campaigns')", ["grain", "'campaigns'", "did you mean campaign?"]),
    "a report by two grains": ("messaging_report(grain=['account', 'campaign'])", ["grain", "one of each"]),
    "a report of templates by day": ("messaging_report(grain=['template', 'day'])", ["grain", "templates and steps"]),
    "a report by no grain": ("messaging_report(grain=[])", ["grain", "'[]'", "account, campaign, template, step"]),
    "a report on a basis of its own": ("messaging_report(basis='sent')", ["basis", "'sent'", "activity, send"]),
    "a report of no account": ("messaging_report(account_ids=[])", ["account_ids", "'[]'", "leave it out"]),
    "a report of a campaign that is none": ("messaging_report(campaign_ids=[none])", ["campaign_ids", "leave it out"]),
    "a report with a flag in words": ("messaging_report(launched_in_range='false')", ["launched_in_range", "'false'", "true or false"]),
    "a report by day beside the day before": ("messaging_report(grain='day', previous=true)", ["previous", "the row before"]),
    "a report of a figure that is misspelled": ("messaging_report(kpis='replyrate')", ["kpis", "'replyrate'", "did you mean reply_rate?"]),
    "a report of a figure of accounts by campaign": ("messaging_report(grain='campaign', kpis='unanswered_inbound')", ["kpis", "'unanswered_inbound'"]),
    "a report in another layout": ("messaging_report(layout='long')", ["layout", "'long'", "columns, rows"]),
    "a calling report by template": ("calling_report(grain='template')", ["calling_report", "grain", "'template'", "agent"]),
}

# The same macros, called as they are meant to be: what fails above fails for its arguments.
RIGHT_CALLS: dict[str, tuple[str, str]] = {
    "in_window": ("in_window('e', 's', 0)", "e >= s"),
    "local_date": ("local_date('t', \"'UTC'\")", "as date)"),
    "rate": ("rate('n', 'd')", "nullif(d, 0)"),
    "count_contacts": ("count_contacts('true')", "count(distinct case when true then contact_id end)"),
    "seconds": ("duration_seconds('90s')", "90"),
    "minutes": ("duration_seconds(' 30m ')", "1800"),
    "hours": ("duration_seconds('24h')", "86400"),
    "days": ("duration_seconds('7d', 'my_window')", "604800"),
    "contract_key": ("contract_key('contact_phones')", "['contact_id', 'phone_e164', 'valid_from']"),
    "parsed_column": ("parsed_column({'name': 'amount', 'type': 'numeric'}, 'text')", "given_amount"),
    "sms_segments": ("sms_segments('body')", "160"),
    "window of a variable": ("window_seconds('time_decay_half_life')", "604800"),
    "part_of_amount": ("part_of_amount('amount', 'previous_cumulative_share', 'cumulative_share')", "round(amount * previous_cumulative_share, 2)"),
}


def file_name(case: str) -> str:
    return case.replace(" ", "_")


def outcome(result: dict[str, Any]) -> tuple[str, str]:
    return result["status"], result["message"] if result["status"] == "error" else result["compiled_code"]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Of each case whether it compiled, and to what or why not."""
    project = tmp_path_factory.mktemp("macros")
    for part in PARTS:
        (project / part).parent.mkdir(exist_ok=True, parents=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
        copy(ROOT / part, project / part)
    calls = {case: call for cases in (WRONG_CALLS, RIGHT_CALLS) for case, (call, _) in cases.items()}
    for case, call in calls.items():
        # Not while parsing: one error there would be the end of them all.
        (project / "models" / f"{file_name(case)}.sql").write_text(
            "/* {% if execute %}{{ sms_analytics." + call + " }}{% endif %} */\nselect 1 as one\n"
        )
    # The run keeps its own table beside this one.
    (project / "models" / "base_messages.sql").write_text("select 1 as one\n")
    compiled = run_dbt(["run"], project_dir=project, work_dir=project / "run")
    results = {result["unique_id"].split(".")[-1]: result for result in compiled.run_results()["results"]}
    assert set(results) >= {file_name(case) for case in calls}, compiled.stdout
    return {case: outcome(results[file_name(case)]) for case in calls}


@pytest.mark.parametrize("case", WRONG_CALLS)
def test_a_wrong_call_is_named(outcomes: dict[str, tuple[str, str]], case: str) -> None:
    status, message = outcomes[case]
    assert status == "error", f"it compiled to {message}"
    assert "Compilation Error" in message
    for part in WRONG_CALLS[case][1]:
        assert part in message


@pytest.mark.parametrize("case", RIGHT_CALLS)
def test_a_right_call_compiles(outcomes: dict[str, tuple[str, str]], case: str) -> None:
    status, code = outcomes[case]
    assert status == "success", code
    assert RIGHT_CALLS[case][1] in code
