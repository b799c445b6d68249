"""Whatever is wrong with the input: a wrong setting stops the build with one clear sentence, a bad row never does.

Bad rows of all kinds lie in one folder, so that one build shows that each is rejected with its reason
and that none of the others gets lost.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow
import pyarrow.parquet
import pytest
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from tests.python.support.compare import PublicModel, connect, differing_cells, report, search_schemas
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, known_manifest, run_dbt
from tests.python.support.odd_values import spelled
from tests.python.support.postgres import PostgresServer
from tests.python.support.raw_folder import Events, Rows, shop_events, write_csv, write_folder, write_parquet

WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
WITHOUT_TESTS = ("--exclude-resource-type", "test", *WITHOUT_UNIT_TESTS)

Run = Callable[..., DbtResult]


def from_files(folder: Path, **more: Any) -> dict[str, Any]:
    return {"raw_source": "files", "raw_path": str(folder), **more}


@pytest.fixture(scope="module")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs dbt in this process, which reads the project once: it is started some thirty times here."""
    own = ("DBT_", "SMS_ANALYTICS_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    manifest = None

    def run(args: list[str], variables: Mapping[str, Any], work_dir: Path) -> DbtResult:
        said: list[str] = []
        arguments = [
            *args, "--quiet", "--no-use-colors",
            *("--project-dir", str(ROOT)),
            *("--profiles-dir", str(ROOT / "profiles")),
            *("--target-path", str(work_dir / "target")),
            *("--log-path", str(work_dir / "logs")),
            *("--vars", json.dumps(variables)),
        ]  # fmt: skip
        runner = dbtRunner(manifest, [lambda event: said.append(event.info.msg) if event.info.level == "error" else None])
        with mock.patch.dict(os.environ, environment | {"SMS_ANALYTICS_DUCKDB_PATH": str(duckdb_path(work_dir))}, clear=True):
            here = Path.cwd()
            try:
                with known_manifest() if manifest else nullcontext():
                    outcome = runner.invoke(arguments)
            finally:
                os.chdir(here)
                # Else the file stays open, and nobody else may read it.
                DuckDBConnectionManager.close_all_connections()
        run.result = outcome.result
        return DbtResult(tuple(args), 0 if outcome.success else 1, "\n".join(said), "", work_dir)

    run(["parse"], from_files(Path("anywhere")), tmp_path_factory.mktemp("parse")).check()
    manifest = run.result
    yield run


def rows(built: DbtResult, sql: str) -> list[tuple[Any, ...]]:
    with connect(built.duckdb_path) as query:
        search_schemas(query)
        return query(sql)


def the_error(result: DbtResult) -> str:
    """What dbt has to say: one sentence, below the line that says where."""
    assert result.returncode != 0, f"it should have stopped:\n{result.stdout}"
    lines = [line.strip() for line in result.stdout.splitlines()]
    places = [at for at, line in enumerate(lines) if "Compilation Error in" in line or line == "Runtime Error"]
    said = {lines[at + 1] for at in places}
    assert len(said) == 1, f"one sentence, please:\n{result.stdout}"
    for at in places:
        after = [*lines, ""][at + 2]
        assert after == "" or after.startswith(">"), f"more than one line:\n{result.stdout}"
    return said.pop()


# --- settings ------------------------------------------------------------------------------------

# variable, what was given, what the sentence has to say is allowed
WRONG_SETTINGS: list[tuple[str, Any, str]] = [
    ("raw_source", "file", "seeds, files"),
    ("as_of", "2026-02-30", "YYYY-MM-DD"),
    ("as_of", "yesterday", "YYYY-MM-DD"),
    ("reporting_page", "last_month", "arguments by name"),
    ("calling_page", ["agent"], "arguments by name"),
    ("reporting_time_zone", "Mars/Olympus", "America/New_York"),
    ("reporting_currency", "dollars", "USD"),
    ("reply_attribution_window", "7 days", "7d"),
    ("fx_rate_max_age", "a week", "7d"),
    ("fx_rate_max_age", "367d", "at most 366d"),
    ("response_window", "24", "24h"),
    ("response_windows", "24h", "[1h, 24h, 7d]"),
    ("response_windows", ["1h", "1w"], "24h"),
    ("response_windows", ["1h", "1h"], "once"),
    ("response_actions", ["reply", "smile"], "reply, click"),
    ("response_actions", "reply", "reply, click"),
    ("bot_click_seconds", -1, "seconds"),
    ("bot_click_seconds", "two", "seconds"),
    ("opt_out_echo_seconds", "60s", "seconds"),
    ("conversion_dedupe_seconds", "10m", "seconds"),
    ("reconciliation_ok_factor", 0.8, "1 or more"),
    ("reconciliation_ok_factor", "1.25", "a number"),
    ("reconciliation_fail_factor", 1.2, "reconciliation_ok_factor or more"),
    ("reconciliation_fail_factor", True, "a number"),
    ("stale_load_days", 0, "above 0"),
    ("usual_rate_deviations", 0, "a whole number, 1 or more"),
    ("usual_rate_deviations", 2.5, "a whole number"),
    ("usual_rate_min_contacts", "100", "a whole number"),
    ("usual_rate_min_contacts", True, "a whole number"),
    ("usual_rate_min_days", 1, "2 or more"),
    ("min_model_confidence", 1.01, "from 0 to 1"),
    ("min_model_confidence", "0.5", "a number"),
    ("min_model_confidence", True, "a number"),
    ("rapid_response_window", 300, "24h or 7d"),
    ("repeat_click_gap", "half an hour", "24h or 7d"),
    ("task_at_once_window", "5 m", "24h or 7d"),
    ("next_step_window", "14", "24h or 7d"),
    ("campaign_overlap_gap", "-24h", "24h or 7d"),
    ("inactive_after", "3 months", "24h or 7d"),
    ("fatigue_window", "0d", "24h or 7d"),
    ("fatigue_top", 1, "2 or more"),
    ("fatigue_top", 9.5, "a whole number"),
    ("frequency_caps", 3, "a list such as"),
    ("frequency_caps", [{"messages": 0, "window": "24h"}], "a list such as"),
    ("frequency_caps", [{"messages": 3}], "a list such as"),
    ("frequency_caps", [{"messages": 3, "window": "a day"}], "24h or 7d"),
    ("frequency_caps", [{"messages": 3, "window": "24h"}, {"messages": 5, "window": "24h"}], "each window once"),
    ("exempt_purposes", "transactional", "a list of purposes"),
    ("conversation_seconds", "90s", "seconds"),
    ("pipeline_window", "90", "24h or 7d"),
    ("cohort_dimensions", "persona", "one or more names"),
    ("cohort_dimensions", ["persona", "persona"], "each once"),
    ("experiment_window", "30", "90s, 24h or 7d"),
    ("experiment_min_contacts", 0, "1 or more"),
    ("experiment_min_contacts", 99.5, "a whole number"),
    ("control_variant", 1, "in quotes"),
    ("control_variant", " ", "a variant"),
    ("stale_load_days", "3d", "number of days"),
    ("conversion_source_order", "shopify", "source_system"),
    ("attribution_models", ["last_touch"], "for each of click and view"),
    ("attribution_models", {"click": "last_touch"}, "a list of last_touch, first_touch"),
    ("attribution_models", {"open": ["last_touch"]}, "one of click, view"),
    ("attribution_models", {"click": ["last_touch", "markov"]}, "linear, position_based, time_decay"),
    ("attribution_models", {"click": ["linear", "linear"]}, "each model once"),
    ("attribution_scopes", ["sms", "email"], "sms, all"),
    ("attribution_scopes", ["sms", "sms"], "each scope once"),
    ("default_attribution_model", "u_shaped", "last_touch, first_touch"),
    ("default_attribution_basis", "impression", "click, view"),
    ("default_attribution_scope", "everything", "sms, all"),
    ("position_based_shares", [0.5, 0.5], "three numbers"),
    ("position_based_shares", [0.4, 0.2, 0.5], "add up to 1"),
    ("position_based_shares", [0, 1, 0], "above 0"),
    ("time_decay_half_life", "7", "7d"),
    ("touchpoint_types", ["click", "impression"], "click, session, view, open"),
    ("null_values", "NULL", "a list of words in quotes"),
    ("null_values", ["NULL", None], "in quotes"),
    ("null_values", ["NULL", " None"], "without white space"),
    ("null_values", [""], "a list of words"),
    ("infer_opens", "maybe", "true"),
    ("test_new_rows_only", "weekly", "true"),
    ("check_usual_days", "weekly", "true"),
]

# What is reported has to be built: the variables, and what the sentence has to name. By view only the last touch is.
UNBUILT_DEFAULTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "model": (
        {"default_attribution_basis": "view", "default_attribution_model": "linear"},
        ["default_attribution_model", "'linear'", "one of last_touch"],
    ),
    "basis": ({"attribution_models": {"view": ["last_touch"]}}, ["default_attribution_basis", "'click'", "one of view"]),
    "scope": ({"attribution_scopes": ["all"]}, ["default_attribution_scope", "'sms'", "one of all"]),
}


def parts_of(value: Any) -> list[Any]:
    """What was given, and what it is made of: of a list or a mapping, the entry at fault is enough."""
    if isinstance(value, dict):
        return [value, *value, *(part for entry in value.values() for part in parts_of(entry))]
    return [value, *parts_of(value[-1])] if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("variable", "value", "allowed"), WRONG_SETTINGS, ids=lambda value: None if isinstance(value, str) else str(value)
)
def test_a_wrong_setting_stops_with_one_sentence(
    dbt: Run, tmp_path: Path, variable: str, value: Any, allowed: str
) -> None:
    sentence = the_error(dbt(["run-operation", "check_variables"], {variable: value}, tmp_path))
    assert variable in sentence
    assert any(f"'{given}'" in sentence for given in parts_of(value))
    assert "allowed" in sentence
    assert allowed.lower() in sentence.lower()


@pytest.mark.parametrize("case", UNBUILT_DEFAULTS)
def test_a_default_that_is_not_built_stops_with_one_sentence(dbt: Run, tmp_path: Path, case: str) -> None:
    variables, words = UNBUILT_DEFAULTS[case]
    sentence = the_error(dbt(["run-operation", "check_variables"], variables, tmp_path))
    for word in [*words, "allowed"]:
        assert word in sentence


# what is given as a variable, and what the sentence has to say of it
MISSPELLED: list[tuple[str, list[str]]] = [
    ("raw_sorce", ["did you mean raw_source"]),
    ("Raw_Path", ["did you mean raw_path"]),
    ("as_at", ["did you mean as_of"]),
    ("response_window_hours", ["did you mean response_window"]),
    ("colour", ["dbt_project.yml"]),
]


@pytest.mark.parametrize(("name", "words"), MISSPELLED)
def test_a_variable_that_does_not_exist_stops_with_one_sentence(dbt: Run, tmp_path: Path, name: str, words: list[str]) -> None:
    sentence = the_error(dbt(["run-operation", "check_variables"], {"raw_source": "files", name: "x"}, tmp_path))
    for word in [f"'{name}'", *words]:
        assert word in sentence


def test_every_variable_is_known(dbt: Run, tmp_path: Path) -> None:
    """Macros cannot read dbt_project.yml. A variable is in one of two lists, by whether stored rows depend on it."""
    text = (ROOT / "dbt_project.yml").read_text()
    declared = list(yaml.safe_load(text)["vars"])
    listed = [
        name
        for path in ("macros/incremental/stored_settings.sql", "macros/variables/known_variables.sql")
        for names in re.findall(r"{% macro (?:stored|other)_variables\(\).*?return\(\[(.*?)\]\)", (ROOT / path).read_text(), re.DOTALL)
        for name in re.findall(r"'(\w+)'", names)
    ]
    (groups,) = re.findall(r"for group in \[(.*?)\]", (ROOT / "macros/variables/known_variables.sql").read_text(), re.DOTALL)
    listed += [f"sms_analytics_using_{group}" for group in re.findall(r"'(\w+)'", groups)]
    assert sorted(listed) == sorted(declared)
    # And they are let through, each with its default.
    defaults = yaml.safe_load(text)["vars"]
    dbt(["run-operation", "check_variables"], defaults, tmp_path).check()


def test_settings_are_checked_before_anything_is_built(dbt: Run, tmp_path: Path) -> None:
    run = dbt(["run", "--select", "base_accounts"], {"infer_opens": "maybe"}, tmp_path)
    assert "infer_opens" in the_error(run)
    assert "base_accounts" not in run.stdout


# --- runs that have to stop, and say why ---------------------------------------------------------


def stop_cases(home: Path) -> dict[str, tuple[dict[str, Any], list[str]]]:
    """What is wrong: the variables, and words of the sentence that says so."""
    events = shop_events()
    messages = events["messages"]
    header = list(messages[0])

    def folder(name: str, *columns: str, rows: Rows | None = None) -> Path:
        path = home / name
        path.mkdir()
        if columns:
            write_csv(path, "messages", rows or [], columns=columns)
        return path

    def without(column: str) -> list[str]:
        return [other for other in header if other != column]

    alone = folder("no_messages")
    write_csv(alone, "campaigns", events["campaigns"])
    nothing = folder("zero_bytes")
    (nothing / "messages.csv").write_text("")
    broken = [row | {"created_at": "someday"} for row in messages]
    zero_rows = folder("zero_rows")
    write_parquet(zero_rows, "messages", [], types={column: "varchar" for column in header})

    def file(name: str, content: bytes, file_name: str = "messages.csv") -> dict[str, Any]:
        path = home / name
        path.mkdir()
        (path / file_name).write_bytes(content)
        return from_files(path)

    def separated(by: str) -> bytes:
        return f"{by.join(header)}\n{by.join(['m1', 'outbound'])}\n".encode()

    links = folder("links_to_nothing")
    (links / "messages.csv").symlink_to(links / "gone.csv")
    parts = folder("no_parts")
    (parts / "messages.parquet").mkdir()
    (parts / "messages.parquet" / "_SUCCESS").write_text("")
    lines = (write_csv(folder("plain"), "messages", messages)).read_bytes()
    parquet = write_parquet(folder("parquet"), "messages", messages).read_bytes()
    beyond = folder("beyond")
    milliseconds = pyarrow.array([2**62, 1772722800000], pyarrow.int64()).view(pyarrow.timestamp("ms"))
    times = {"created_at": milliseconds, "sent_at": milliseconds.slice(1, 1).take([0, 0])}
    pyarrow.parquet.write_table(pyarrow.table({"message_id": ["m1", "m2"], **times}), beyond / "messages.parquet")
    vendor = b"Sid,AccountSid,From,To,Body,Status,A,B,C,D,E,F,G\nSM1,AC1,+1555,+1556,hello,sent\n"

    not_usable = ["table messages", "no usable row"]
    refused = ["messages.csv", "cannot be read", "UTF-8", "commas"]
    return {
        "no path": ({"raw_source": "files"}, ["raw_path", "not set", "<table>.csv"]),
        "no folder": (from_files(home / "nowhere"), ["raw_path", "nowhere", "not a folder"]),
        "a file for a folder": (from_files(alone / "campaigns.csv"), ["raw_path", "campaigns.csv", "not a folder"]),
        "an empty folder": (from_files(folder("empty")), ["raw_path", "empty", "not a folder with files"]),
        "no schema": (
            {"raw_source": "tables", "raw_schema": "nowhere"}, ["table messages", "not found", "raw_schema", "nowhere"],
        ),
        "no messages": (from_files(alone), ["table messages", "not found", "raw_path", "no_messages"]),
        "zero bytes": (from_files(nothing), ["table messages", "empty"]),
        "header only": (from_files(folder("header", *header)), not_usable),
        "zero rows": (from_files(zero_rows), not_usable),
        "no usable row": (
            from_files(folder("unusable", *header, rows=broken)), [*not_usable, "created_at is not a timestamp"],
        ),
        "no created_at": (
            from_files(folder("no_created_at", *without("created_at"), rows=messages)),
            [*not_usable, "created_at is missing", "messages.csv has no column created_at"],
        ),
        "no loaded_at": (
            from_files(folder("no_loaded_at", *without("loaded_at"), rows=messages)),
            [*not_usable, "loaded_at is missing"],
        ),
        "semicolons": (file("semicolons", separated(";")), [*refused, "semicolons"]),
        "quoted tabs": (file("quoted_tabs", ('"' + '"\t"'.join(header) + '"\n"m1"\t"outbound"\n').encode()), [*refused, "tabs"]),
        "UTF-16": (file("utf_16", lines.decode().encode("utf-16")), [*refused, "UTF-16"]),
        "not UTF-8": (file("latin", b"\xe9," + lines), [*refused, "header is not UTF-8"]),
        "an open quote in the header": (file("open_header", b'x,"' + lines), [*refused, "quote in its header"]),
        "a header that ends otherwise": (
            file("crlf_cr", lines.replace(b"\n", b"\r").replace(b"\r", b"\r\n", 1)), [*refused[:2], "header ends in \\n or \\r\\n", "rows in \\r"],
        ),
        "a separator line": (
            file("sep", b"sep=;\r\n" + separated(";")), [*refused, "1 line stands above its column names"],
        ),
        "title rows": (file("titles", b"Messages of March\n\nby Ann\n" + lines), [*refused, "2 lines stand above its column names"]),
        "mixed line ends and a control character": (
            file("control", lines.replace(b"\n", b"\r\n\r\n", 2) + b"\x1d"),
            ["messages.csv in raw_path cannot be read", "lines end in \\r", "\\x1D", "end every line in \\n"],
        ),
        "mixed line ends in a packed file": (
            file("packed", gzip.compress(lines.replace(b"\n", b"\r")), "messages.csv.gz"),
            ["messages.csv.gz in raw_path cannot be read: its lines end in \\r; end every line in \\n, or give an uncompressed file"],
        ),
        "an empty line of Windows in a packed file": (
            file("packed_mixed", gzip.compress(lines.replace(b"\n", b"\n\r\n", 2)), "messages.csv.gz"),
            ["messages.csv.gz in raw_path cannot be read: it has a \\r at the start of a line", "end every line in \\n, or give an uncompressed file"],
        ),
        "a carriage return in a packed file": (
            file("packed_return", gzip.compress(lines.replace(b"\n", b"\n\r", 2)), "messages.csv.gz"),
            ["messages.csv.gz in raw_path cannot be read: it has a \\r at the start of a line", "end every line in \\n, or give an uncompressed file"],
        ),
        # Found only when the file is read.
        "a carriage return and a torn quote in a packed file": (
            file("packed_torn", gzip.compress(lines + b'm1,"x\nm1,"a"b\n\r\nm1,"x\n'), "messages.csv.gz"),
            ["messages.csv.gz in raw_path cannot be read: it has a \\r at the start of a line", "end every line in \\n, or give an uncompressed file"],
        ),
        "a Parquet time beyond all years": (
            from_files(beyond),
            ["messages.parquet in raw_path cannot be read: a time in milliseconds, in created_at or sent_at, is beyond", "microseconds or as text"],
        ),
        "a torn packed file": (
            file("torn_gz", gzip.compress(lines)[:-20], "messages.csv.gz"), ["Unexpected end of GZIP stream", "messages.csv.gz"],
        ),
        "a torn Parquet file": (
            file("torn_parquet", parquet[:-20], "messages.parquet"), ["No magic bytes found at end of file", "messages.parquet"],
        ),
        "a vendor's columns": (
            file("vendor", vendor), [*not_usable, "messages.csv has no column message_id, ", "it has Sid, AccountSid, From", "F…"],
        ),
        "nearly the name": (file("near", lines, "message.csv"), ["table messages", "not found", "message.csv is not read"]),
        "a link to nothing": (from_files(links), ["not found", "messages.csv is not read", "link to nothing"]),
        "a folder without parts": (from_files(parts), ["not found", "messages.parquet is not read", "folder without .parquet"]),
    }  # fmt: skip


STOP_CASES = (
    "no path", "no schema", "no folder", "a file for a folder", "an empty folder", "no messages", "zero bytes", "header only",
    "zero rows", "no usable row", "no created_at", "no loaded_at", "semicolons", "quoted tabs", "UTF-16", "not UTF-8",
    "an open quote in the header", "a header that ends otherwise", "a separator line", "title rows",
    "mixed line ends and a control character", "mixed line ends in a packed file", "an empty line of Windows in a packed file",
    "a carriage return in a packed file", "a carriage return and a torn quote in a packed file", "a Parquet time beyond all years",
    "a torn packed file", "a torn Parquet file",
    "a vendor's columns", "nearly the name",
    "a link to nothing", "a folder without parts",
)  # fmt: skip


@pytest.mark.parametrize("case", STOP_CASES)
def test_without_usable_messages_the_build_stops(dbt: Run, tmp_path: Path, case: str) -> None:
    (tmp_path / "raw").mkdir()
    variables, words = stop_cases(tmp_path / "raw")[case]
    sentence = the_error(dbt(["run", "--select", "base_messages", "stg_messages"], variables, tmp_path))
    for word in words:
        assert word in sentence


def test_in_a_new_database_a_run_says_that_seeds_come_first(dbt: Run, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "raw", shop_events())
    run = dbt(["run", "--select", "int_accounts"], from_files(folder), tmp_path)
    sentence = the_error(run)
    for word in ("seed time_zones", "schema analytics_reference lacks", "`dbt seed`", "`dbt build`"):
        assert word.lower() in sentence.lower()
    assert "int_accounts" not in run.stdout
    # A run that reads none of them goes on.
    dbt(["run", "--select", "base_accounts"], from_files(folder), tmp_path).check()


def test_files_are_for_duckdb_only(postgres: PostgresServer, tmp_path: Path) -> None:
    run = run_dbt(
        ["run", "--select", "base_messages"], target="postgres", env=postgres.environment("files_on_postgres"),
        vars=from_files(tmp_path), work_dir=tmp_path / "run",
    )  # fmt: skip
    sentence = the_error(run)
    assert "raw_source" in sentence and "'files'" in sentence and "DuckDB" in sentence
    assert "postgres" in sentence and "seeds or tables" in sentence


# --- bad rows ------------------------------------------------------------------------------------


def good(events: Events, table: str, key: str, **values: Any) -> dict[str, Any]:
    """Another good row of the table, as the first one but for its key and the given cells."""
    first = next(iter(events[table][0]))
    return events[table][0] | {first: key} | values


# What a reason says after these words: what is read.
READ = {
    "is not a timestamp": "read: 2026-03-02T15:00:00Z and the like, years 1990 to 2099",
    "is not a whole number": "read: 12 or 12.0",
    "is not a number": "read: 1234.5",
    "is not a boolean": "read: true or false, yes or no, 1 or 0",
}


def in_full(reason: str) -> str:
    return next((f"{reason} ({read})" for words, read in READ.items() if reason.endswith(words)), reason)


# table, key, the cells at fault, why the row is rejected, the text that is shown
BAD_ROWS: list[tuple[str, str, dict[str, Any], str, str | None]] = [
    ("messages", "feb_30", {"sent_at": "2022-02-30 10:00:00"}, "sent_at is not a timestamp", "2022-02-30 10:00:00"),
    ("messages", "leap_day", {"created_at": "2023-02-29"}, "created_at is not a timestamp", "2023-02-29"),
    ("messages", "hour_25", {"created_at": "2026-03-05 25:00"}, "created_at is not a timestamp", "2026-03-05 25:00"),
    ("messages", "second_60", {"current_status_at": "2026-03-05 10:59:60"}, "current_status_at is not a timestamp", "2026-03-05 10:59:60"),
    ("messages", "epoch", {"created_at": "1772722800"}, "created_at is not a timestamp", "<10 digits>"),
    ("messages", "american", {"created_at": "03/05/2026 3:00 PM"}, "created_at is not a timestamp", "03/05/2026 3:00 PM"),
    ("messages", "no_day", {"created_at": "15:00:00"}, "created_at is not a timestamp", "15:00:00"),
    ("messages", "no_offset", {"created_at": "2026-03-05 15:00:00 EST"}, "created_at is not a timestamp", "2026-03-05 15:00:00 EST"),
    ("messages", "year_1", {"created_at": "0001-01-01 00:00:00"}, "created_at is not a timestamp", "0001-01-01 00:00:00"),
    ("messages", "unix_zero", {"created_at": "1970-01-01T00:00:00Z"}, "created_at is not a timestamp", "1970-01-01T00:00:00Z"),
    ("messages", "infinite", {"created_at": "infinity"}, "created_at is not a timestamp", "infinity"),
    ("messages", "dollars", {"price_amount": "$0.05"}, "price_amount is not a number", "$0.05"),
    ("messages", "thousands", {"price_amount": "1,234.50"}, "price_amount is not a number", "1,234.50"),
    ("messages", "suffix", {"price_amount": "0.01x"}, "price_amount is not a number", "0.01x"),
    ("messages", "comma", {"price_amount": "0,05"}, "price_amount is not a number", "0,05"),
    ("messages", "nan", {"price_amount": "nan"}, "price_amount is not a number", "nan"),
    ("messages", "huge", {"price_amount": "1e30"}, "price_amount is not a number", "1e30"),
    ("messages", "half", {"num_segments": "1.5"}, "num_segments is not a whole number", "1.5"),
    ("messages", "endless", {"num_segments": "9" * 30}, "num_segments is not a whole number", "<30 digits>"),
    ("messages", "perhaps", {"is_test": "perhaps"}, "is_test is not a boolean", "perhaps"),
    ("messages", "sideways", {"direction": "sideways"}, "direction is not an allowed value", "sideways"),
    ("messages", "exploded", {"current_status": "exploded"}, "current_status is not an allowed value", "exploded"),
    ("messages", "nobody", {"contact_phone_e164": None}, "contact_phone_e164 is missing", None),
    ("messages", "blank", {"created_at": "  "}, "created_at is missing", None),
    ("messages", "timeless", {"loaded_at": None}, "loaded_at is missing", None),
    ("messages", "too_early", {"loaded_at": "soon"}, "loaded_at is not a timestamp", "soon"),
    ("messages", "", {}, "message_id is missing", None),
    ("messages", " \\N ", {}, "message_id is missing", None),
    # Many sources send nothing but the key with a deletion.
    ("messages", "deleted", {"is_deleted": "yes", "created_at": None, "direction": None}, "deleted", None),
    ("messages", "r06", {"is_deleted": True, "loaded_at": datetime(2026, 3, 21)}, "deleted", None),
    ("message_status_events", "burst", {"status": "burst"}, "status is not an allowed value", "burst"),
    ("message_status_events", "silent", {"status_raw": None}, "status_raw is missing", None),
    ("message_status_events", "orphan", {"message_id": "m_nowhere"}, "orphan: its message is not in messages", "m_nowhere"),
    ("message_status_events", "lost", {"message_id": "dollars"}, "orphan: its message is not in messages", "dollars"),
    ("campaigns", "kindless", {"campaign_kind": "Standard"}, "campaign_kind is not an allowed value", "Standard"),
    ("campaigns", "window", {"response_window_minutes": "1h"}, "response_window_minutes is not a whole number", "1h"),
    ("consent_events", "shrug", {"consent_action": "shrug"}, "consent_action is not an allowed value", "shrug"),
]  # fmt: skip

# These look odd, and are good.
ODD_ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("messages", "g_zulu", {"created_at": "2026-03-05T15:00Z"}),
    ("messages", "g_leap", {"created_at": "2024-02-29 23:59:59.999999", "price_amount": " 7.5e-3 "}),
    ("messages", "g_offset", {"created_at": "2026-03-05 20:30:00+05:30", "num_segments": "+2.0"}),
    ("messages", "g_yes", {"is_test": "yes"}),
    ("messages", "g_no", {"is_test": "N", "is_deleted": "0"}),
    ("messages", "g_pigeon", {"channel": "pigeon", "send_origin": "moon"}),
    ("messages", "g'quote; drop table --", {"body": "'; -- {{ oops }} \\ %s"}),
    ("accounts", "mars", {"time_zone": "Mars/Olympus"}),
    ("accounts", "offset", {"time_zone": "UTC+2"}),
    ("messages", "g_mars", {"account_id": "mars"}),
]


# Loaded days before all the rest, of one and the same contact, and written by a tool that knows no missing integer.
OLD_CONVERSIONS: Rows = [
    {"conversion_id": f"o{number}", "conversion_type": "purchase", "conversion_class": "primary", "contact_id": "guest", "occurred_at": datetime(2026, 3, 9, number),
     "external_customer_id": f"{number}.0", "revenue_amount": Decimal("10"), "currency": "USD", "account_id": "acme",
     "loaded_at": datetime(2026, 3, 10)}
    for number in range(1, 13)
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[DbtResult]]:
    """A build with all of the project's data tests. It takes longest, so it runs beside the other tests from the start."""
    home = tmp_path_factory.mktemp("bad")
    events = shop_events()
    added = [(table, good(events, table, key, **cells)) for table, key, cells, *_ in [*BAD_ROWS, *ODD_ROWS]]
    for table, row in added:
        events[table].append(row)

    # Versions of one key, in an order that says nothing.
    later, tie = datetime(2026, 3, 20, 6, 0, 1), {"account_name": "tie a"}
    events["accounts"] += [
        good(events, "accounts", "versions", account_name="new", loaded_at=later),
        good(events, "accounts", "versions", account_name="old"),
        good(events, "accounts", "versions", account_name="bad", loaded_at=datetime(2026, 3, 22), time_zone=None),
        good(events, "accounts", "tie", **tie),
        good(events, "accounts", "tie", account_name="tie b"),
        good(events, "accounts", "tie", account_name="tie c"),
        good(events, "accounts", "again", **tie),
        good(events, "accounts", "again", **tie),
    ]
    for row in events["templates"]:
        row["campain_id"] = "spring"
    write_folder(home / "raw", events)
    write_csv(home / "raw", "conversions", OLD_CONVERSIONS)
    write_csv(home / "raw", "campaign", events["campaigns"])
    (home / "raw" / "notes.txt").write_text("of nothing")
    # A required column is not there: what has no key or no loaded_at is rejected, row by row.
    for table, column in (("contact_phones", "valid_from"), ("identity_links", "loaded_at")):
        columns = [name for name in events[table][0] if name != column]
        write_csv(home / "raw", table, events[table], columns=columns)
    with (home / "raw" / "campaign_memberships.csv").open("a") as file:
        file.write("torn\n")
    # A column that stands there twice, in lines that end otherwise, and another file behind.
    path = home / "raw" / "links.csv"
    header, *lines = path.read_bytes().splitlines()
    path.write_bytes(b"\r\n".join([header + b",Link_Id", b"", header + b",Link_Id", b""]) + b"".join(line + b",again\n" for line in lines))
    with ThreadPoolExecutor(max_workers=1) as beside:
        yield beside.submit(run_dbt, ["build", *WITHOUT_UNIT_TESTS], vars=from_files(home / "raw"), work_dir=home)


def test_each_bad_row_is_rejected_with_its_reason(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    found = rows(built, "select table_name, row_key, rejection_reason, rejected_value from dq_rejected_rows")
    # The set has some of its own.
    own = [
        ("messages", "m10", "deleted", None),
        ("message_status_events", "e4", "orphan: its message is not in messages", "m99"),
        ("accounts", "versions", "time_zone is missing", None),
    ]
    keys = {" \\N ": ""}
    expected = [(table, keys.get(key, key), in_full(reason), value) for table, key, _, reason, value in BAD_ROWS] + own
    keyed = [row for row in found if row[0] not in ("contact_phones", "identity_links")]
    assert sorted(map(str, keyed)) == sorted(map(str, expected))


def test_without_a_required_column_each_row_is_rejected(bad: Future[DbtResult]) -> None:
    found = rows(
        bad.result().check(),
        "select table_name, rejection_reason, count(*) from dq_rejected_rows "
        "where table_name in ('contact_phones', 'identity_links') group by all order by all",
    )
    assert found == [("contact_phones", "valid_from is missing", 2), ("identity_links", "loaded_at is missing", 1)]


# check, table, column, what the sentence has to say
FINDINGS: list[tuple[str, str | None, str | None, list[str]]] = [
    ("all_rejected", "contact_phones", None, ["Every row of contact_phones (2) was rejected", "dq_rejected_rows"]),
    ("all_rejected", "identity_links", None, ["Every row of identity_links (1)", "NULL"]),
    ("constant_identifier", "conversions", "contact_id", ["12 of 12 values of contact_id in conversions"]),
    # Most of the bad messages are Ann's.
    ("constant_identifier", "messages", "contact_id", ["contact_id in messages"]),
    ("constant_identifier", "messages", "contact_phone_e164", ["contact_phone_e164 in messages"]),
    ("decimal_identifiers", "conversions", "external_customer_id", ["12 of 12 values of external_customer_id", ".0"]),
    *(
        ("empty_cohort_attribute", table, column, [f"Nothing has the attribute {column}", "cohort_dimensions"])
        for table, columns in {
            "contacts": ("persona", "region", "country", "intent_tier", "customer_segment"),
            "campaigns": ("message_type", "play_id", "play_version"),
        }.items()
        for column in columns
    ),
    ("missing_column", "contact_phones", "valid_from", ["contact_phones.csv has no column valid_from; it has"]),
    ("missing_column", "identity_links", "loaded_at", ["identity_links.csv has no column loaded_at; it has"]),
    ("repeated_column", "links", "link_id", ["links has several columns link_id", "first"]),
    ("stopped_loads", "conversions", "loaded_at", ["conversions (2026-03-10)", "12 days behind"]),
    ("unknown_column", "templates", "campain_id", ["templates has a column campain_id", "campaign_id"]),
    ("unknown_file", "campaigns", None, ["campaign.csv", "campaigns"]),
    ("unknown_file", None, None, ["notes.txt"]),
]


def test_what_is_wrong_as_a_whole_is_found(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    found = rows(built, "select check_name, table_name, column_name, finding from dq_input")
    assert sorted(map(str, (row[:3] for row in found))) == sorted(map(str, (row[:3] for row in FINDINGS)))
    for *place, words in FINDINGS:
        (sentence,) = [row[3] for row in found if list(row[:3]) == place]
        assert all(word in sentence for word in words), sentence


def test_findings_are_a_warning_that_says_them(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    (test,) = [entry for entry in built.run_results()["results"] if entry["unique_id"].startswith("test.sms_analytics.dq_input_has_no_findings")]
    assert (test["status"], test["failures"]) == ("warn", len(FINDINGS))
    assert "Input check: Every row of contact_phones (2) was rejected" in built.stdout


def test_all_other_rows_are_kept(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    kept = {key for (key,) in rows(built, "select message_id from stg_messages")}
    expected = {row["message_id"] for row in shop_events()["messages"]} - {"m10", "r06"}
    expected |= {key for table, key, _ in ODD_ROWS if table == "messages"}
    assert kept == expected


def test_odd_but_good_values_are_read(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    messages = "select created_at, price_amount, num_segments, is_test, channel, send_origin, body from stg_messages"

    def of(message_id: str) -> dict[str, Any]:
        (row,) = rows(built, f"{messages} where message_id = '{message_id}'")
        names = ("created_at", "price_amount", "num_segments", "is_test", "channel", "send_origin", "body")
        return dict(zip(names, row, strict=True))

    assert of("g_zulu")["created_at"] == datetime(2026, 3, 5, 15)
    assert of("g_leap")["created_at"] == datetime(2024, 2, 29, 23, 59, 59, 999999)
    assert float(of("g_leap")["price_amount"]) == 0.0075
    assert of("g_offset")["created_at"] == datetime(2026, 3, 5, 15)
    assert of("g_offset")["num_segments"] == 2
    assert of("g_yes")["is_test"] is True
    assert of("g_no")["is_test"] is False
    assert (of("g_pigeon")["channel"], of("g_pigeon")["send_origin"]) == ("other", "unknown")
    assert of("g''quote; drop table --")["body"] == "'; -- {{ oops }} \\ %s"


def test_of_the_versions_of_a_key_one_is_kept(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    names = dict(rows(built, "select account_id, account_name from stg_accounts"))
    assert names["versions"] == "new"  # the later loaded_at; a bad later one hides nothing
    assert names["again"] == "tie a"
    hashes = rows(built, "select account_name, row_hash from base_accounts where account_id = 'tie'")
    assert len({row_hash for _, row_hash in hashes}) == 3
    assert names["tie"] == max(hashes, key=lambda row: row[1])[0]


def test_unknown_codes_and_zones_are_listed(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    listed = {row[:4] for row in rows(built, "select table_name, column_name, code, read_as from dq_unknown_codes")}
    assert listed >= {
        ("messages", "channel", "pigeon", "other"),
        ("messages", "send_origin", "moon", "unknown"),
        ("accounts", "time_zone", "Mars/Olympus", "UTC"),
        ("accounts", "time_zone", "UTC+2", "UTC"),
    }
    zones = dict(rows(built, "select account_id, time_zone from dim_accounts"))
    assert (zones["mars"], zones["offset"], zones["acme"]) == ("UTC", "UTC", "America/New_York")


COUNTS = "select table_name, rows_in, rows_rejected, rows_superseded, rows_kept from dq_row_counts"


def test_the_counts_add_up(bad: Future[DbtResult]) -> None:
    built = bad.result().check()
    counts = {table: count for table, *count in rows(built, COUNTS)}
    for table, (rows_in, *parts) in counts.items():
        assert rows_in == sum(parts), table

    events, added = shop_events(), [table for table, *_ in [*BAD_ROWS, *ODD_ROWS]]
    # The tables that the set lacks are counted too.
    given = dict.fromkeys(counts, 0) | {table: len(rows) + added.count(table) for table, rows in events.items()}
    given |= {"accounts": given["accounts"] + 8, "campaign_memberships": 3, "conversions": len(OLD_CONVERSIONS)}
    assert {table: count[0] for table, count in counts.items()} == given
    # rows in = rejected + superseded + kept. Folded: m02 and m10 as they were, and r06 with its deletion.
    of_messages = sum(table == "messages" for table, *_ in BAD_ROWS) + 1
    assert counts["messages"] == [given["messages"], of_messages, 3, given["messages"] - of_messages - 3]
    assert counts["accounts"] == [given["accounts"], 1, 4, given["accounts"] - 5]
    assert counts["identity_links"] == [1, 1, 0, 0]
    assert counts["campaign_memberships"] == [3, 1, 0, 2]


# --- torn lines ----------------------------------------------------------------------------------

# table, the line it stands on (the header is line 1), its text, how many lines: in the midst of good rows
TORN_LINES: list[tuple[str, int, str, int]] = [
    # A quote that nobody closes takes the rest of the file with it.
    ("click_events", 3, 'torn,l1,,"ann,2026-03-05 15:10:00,Mozilla/5.0,GET,,,,acme,2026-03-20 06:00:00,by hand,', 4),
    ("messages", 9, "torn again", 1),
    ("templates", 3, "torn,spring", 1),
    ("campaign_memberships", 2, "spring,bob,2026-03-02 15:00:00,false,2026-03-20 06:00:00,by hand,,,too,many,cells", 1),
    ("links", 3, 'torn,m01,spring,,"https://"example.com,product,200,acme,2026-03-20 06:00:00,by hand,', 1),
    ("consent_events", 4, "   ", 0),
]


@pytest.fixture(scope="module")
def torn(dbt: Run, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """Files with lines that no row can be read from. A text of two lines, as one of the messages has, is none."""
    home = tmp_path_factory.mktemp("torn")
    write_folder(home / "raw", shop_events())
    for table, number, text, _ in TORN_LINES:
        path = home / "raw" / f"{table}.csv"
        lines = path.read_text().split("\n")
        lines.insert(number - 1, text)
        path.write_text("\n".join(lines))
    # Not UTF-8: one letter of an old Windows export.
    path = home / "raw" / "contacts.csv"
    header, *others = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([header, others[0].replace(b"ann", b"ann\xe9"), *others]))
    # The same in a column that nobody reads.
    path = home / "raw" / "accounts.csv"
    header, *others = path.read_bytes().rstrip(b"\n").split(b"\n")
    path.write_bytes(b"\n".join([header + b",note", others[0] + b",", b"torn,x", others[1] + b",caf\xe9", b""]))
    # One line that ends as Windows ends lines is no fault.
    path = home / "raw" / "contact_attribute_history.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n", 1))
    # What follows a carriage return within a line is missing, and shown.
    path = home / "raw" / "message_status_events.csv"
    path.write_bytes(path.read_bytes().replace(b"by hand,\n", b"by hand,\rtorn\n", 1))
    # What lies beside the tables.
    (home / "raw" / "campaign.csv").write_text("campaign_id\n")
    (home / "raw" / "deals.csv").write_text("deal_id\n")
    (home / "raw" / "contact_phones.tsv").write_text("contact_id\n")
    (home / "raw" / "Leads.csv").symlink_to(home / "gone")
    return dbt(["run", "--select", "+dq_row_counts", "dq_file_lines"], from_files(home / "raw"), home)


def test_a_torn_line_is_kept_with_its_place(torn: DbtResult) -> None:
    built = torn.check()
    listed = rows(built, "select table_name, file_name, line_number, line_text, line_count, error_message from dq_unreadable_lines")
    own = ("accounts", "contacts", "message_status_events")
    found = sorted((table, number, text and text[:4], count) for table, _, number, text, count, _ in listed if table in own)
    assert found == [
        ("accounts", 3, "torn", 1), ("accounts", 4, "beta", 1), ("contacts", 2, "ann?", 1), ("message_status_events", 0, None, 1),
    ]  # fmt: skip
    others = sorted((table, number, text.split("\n")[0], count) for table, _, number, text, count, _ in listed if table not in own)
    assert others == sorted(line for line in TORN_LINES if line[2].strip())
    assert all(file.endswith(f"raw/{table}.csv") for table, file, *_ in listed)
    assert all(error for *_, error in listed)


def test_every_line_of_a_file_is_somewhere(torn: DbtResult) -> None:
    built = torn.check()
    found = {
        table: counts
        for table, *counts in rows(
            built, "select table_name, line_count, header_lines, record_lines, unreadable_lines, blank_lines from dq_file_lines"
        )
    }
    # deals.csv lies beside them, and has a header alone.
    assert found.keys() == shop_events().keys() | {"deals"}
    for table, (lines, *parts) in found.items():
        text = (built.work_dir / "raw" / f"{table}.csv").read_bytes()
        assert lines == len([line for line in re.split(rb"[\r\n]", text) if line]), table
        assert lines == sum(parts), table
    # The message of two lines.
    assert found["messages"] == [21, 1, len(shop_events()["messages"]) + 1, 1, 0]
    assert found["consent_events"][-1] == 1


def test_torn_lines_take_no_other_line_with_them(torn: DbtResult) -> None:
    built = torn.check()
    counts = {table: count for table, *count in rows(built, COUNTS + " where rows_in > 0")}
    for table, given in shop_events().items():
        own = ("accounts", "contacts", "message_status_events")
        torn_lines = sum(line[0] == table and bool(line[2].strip()) for line in TORN_LINES) + (table in own)
        rows_in, rejected, folded, kept = counts[table]
        assert rows_in == len(given) + torn_lines, f"{table}: rows in are the records of the file"
        assert rows_in == rejected + folded + kept, table
    plain = {row["message_id"] for row in shop_events()["messages"]} - {"m10"}
    assert {key for (key,) in rows(built, "select message_id from stg_messages")} == plain


# --- empty tables --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nearly_empty(dbt: Run, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """Messages, and of every other table a file without a row."""
    home = tmp_path_factory.mktemp("nearly_empty")
    folder = home / "raw"
    folder.mkdir()
    for number, (table, given) in enumerate(shop_events().items()):
        if table == "messages":
            write_csv(folder, table, given)
        elif table == "click_events" or number % 3 == 0:
            write_csv(folder, table, [], columns=list(given[0]))
        elif number % 3 == 1:
            write_parquet(folder, table, [], types={column: "varchar" for column in given[0]})
        else:
            (folder / f"{table}.csv").write_text("")
    (folder / "send_decisions.parquet").write_bytes(b"")
    return dbt(["build", *WITHOUT_TESTS], from_files(folder), home)


def test_every_other_table_may_be_empty(nearly_empty: DbtResult) -> None:
    built = nearly_empty.check()
    sent = rows(built, "select account_id, messages_sent, clicks from kpi_accounts order by 1")
    # There are clicks, only none happened: that is 0, not NULL.
    assert sent == [("acme", 3, 0), ("beta", 2, 0)]
    counts = {table: rows_in for table, rows_in, *_ in rows(built, COUNTS)}
    assert {table for table, count in counts.items() if count} == {"messages"}


# --- the same rows, written otherwise ------------------------------------------------------------

STAGING = ["run", "--select", "path:models/staging"]
STAGED = [PublicModel(f"stg_{table}") for table in shop_events()]
# So many of the first columns are the key; else the first alone.
KEY_WIDTHS = {"campaign_memberships": 3, "contact_phones": 3, "contact_attribute_history": 3, "identity_links": 3}


def staged(events: Events, table: str) -> list[dict[str, Any]]:
    """What staging makes of the rows of a table. Of rows that tie, nobody can say beforehand which one is taken."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(events[table], key=lambda row: row["loaded_at"]):
        key = tuple(row.values())[: KEY_WIDTHS.get(table, 1)]
        kept.pop(key, None)
        if not row["is_deleted"] and not key[0].startswith("tied"):
            known = {"line_type": "unknown"} if row.get("line_type") == "hovercraft" else {}
            kept[key] = {"account_id": "default"} | {name: cell for name, cell in row.items() if name != "is_deleted"} | known
    return list(kept.values())


@pytest.fixture(scope="module")
def otherwise(dbt: Run, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """Every odd way to write a CSV; the folder's name has a quote, a blank and brackets."""
    home = tmp_path_factory.mktemp("otherwise")
    folder = home / "Ann's raw [2026]"
    folder.mkdir()
    events = shop_events()
    for row in events["messages"]:
        row |= {"vendor_note": "x, y", "price per 1,000": "7"}  # unknown columns are ignored
    backwards = {table: list(reversed(list(given[0]))) for table, given in events.items()}

    write_csv(folder, "messages", events["messages"], columns=backwards["messages"], end="\r\n")
    write_csv(folder, "campaigns", events["campaigns"], start="\ufeff", header=str.upper)
    write_csv(folder, "templates", events["templates"], start="\ufeff", quote_all=True, end="\r\n")
    write_csv(folder, "message_status_events", events["message_status_events"], header=lambda name: f" {name.title()} ")
    # Optional columns that no row fills may be missing.
    columns = [name for name in events["contacts"][0] if name != "is_deleted"]
    write_csv(folder, "contacts", events["contacts"], columns=columns)
    write_csv(folder, "accounts", events["accounts"], header=lambda name: name.upper(), quote_all=True)
    # Spreadsheets leave columns without a name behind; of two with one name the first counts.
    path = write_csv(folder, "click_events", events["click_events"])
    header, *lines = path.read_text().splitlines()
    path.write_text("".join(f"{line}\n" for line in [f"{header},,Click_Id,", *(f"{line},,again," for line in lines)]))
    # No line end after the last line, and empty lines.
    path = write_csv(folder, "links", events["links"])
    path.write_text("\n".join(["", *path.read_text().splitlines(), ""]).rstrip("\n"))
    # As Python writes on Windows where it is not told how lines end; and two files put together.
    write_csv(folder, "identity_links", events["identity_links"], end="\r\r\n")
    path = write_csv(folder, "contact_attribute_history", events["contact_attribute_history"], end="\r\n")
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n", 1))
    # Names in other letters, packed files, more columns than a spreadsheet has letters for.
    write_csv(folder, "contact_phones", events["contact_phones"]).rename(folder / "Contact_Phones.CSV")
    columns = [*events["campaign_memberships"][0], *(f"spare_{number}" for number in range(1500))]
    path = write_csv(folder, "campaign_memberships", events["campaign_memberships"], columns=columns)
    (folder / "campaign_memberships.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    # Of two files the Parquet is taken, even where it is text in other spellings, two columns of it without the mark of UTF-8: a folder as
    # Spark writes it, named so that its name holds a column's.
    part = folder / "consent_events.parquet" / "account_id=elsewhere"
    part.mkdir(parents=True)
    for name in ("_SUCCESS", ".part-0.parquet.crc"):
        (part.parent / name).write_text("")
    texts = dict.fromkeys(events["consent_events"][0], "varchar") | {"method": "blob", "contact_phone_e164": "blob"}
    marked = write_parquet(part, "consent_events", spelled(events)["consent_events"], texts)
    marked.rename(part / "part-0.snappy.parquet")
    write_csv(folder, "consent_events", [row | {"consent_event_id": "csv"} for row in events["consent_events"]])
    for table in events.keys() - {path.name.split(".")[0].lower() for path in folder.iterdir()}:
        write_csv(folder, table, events[table])
    return dbt(STAGING, from_files(folder), home / "run")


@pytest.fixture(scope="module")
def typed(dbt: Run, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """Parquet in whatever types a tool may have chosen for the same values."""
    home = tmp_path_factory.mktemp("typed")
    folder = home / "raw"
    folder.mkdir()
    types: dict[str, Mapping[str, str]] = {
        "messages": {
            "created_at": "timestamptz", "sent_at": "timestamptz", "current_status_at": "timestamp_ns",
            "num_segments": "double", "step_number": "utinyint", "price_amount": "double", "is_test": "tinyint",
            # All NULL, and of a type that nobody would have chosen.
            "is_deleted": "boolean", "sent_by_user_id": "varchar",
        },
        "contacts": {"created_at": "date", "merged_into_contact_id": "varchar", "time_zone": "varchar"},
        "campaigns": {"response_window_minutes": "decimal(9, 2)", "is_test": "varchar", "created_at": "timestamp_s",
                      "is_deleted": "date[]", "ended_at": "timestamptz"},
        "templates": {"step_number": "float", "is_deleted": "struct(a integer)", "loaded_at": "timestamptz"},
        "message_status_events": {"error_code": "double", "is_deleted": "blob"},
        "contact_phones": {"valid_to": "timestamp_ms", "is_primary": "integer", "is_deleted": "time"},
        "click_events": {"click_count": "hugeint", "message_id": "timestamp", "is_datacenter_ip": "varchar"},
        "links": {"last_check_status": "double", "is_deleted": "uuid"},
    }  # fmt: skip
    for table, given in shop_events().items():
        write_parquet(folder, table, given, types.get(table))
    return dbt(STAGING, from_files(folder), home)


def assert_staged(built: DbtResult) -> None:
    events = shop_events()
    for table in events:
        expected = staged(events, table)
        key = next(iter(events[table][0]))
        found = rows(built, f"select {', '.join(expected[0])} from stg_{table} where {key} not like 'tied%'")
        assert sorted(map(repr, found)) == sorted(repr(tuple(row.values())) for row in map(_as_stored, expected)), table
    assert rows(built, "select count(*) from stg_contacts where contact_id like 'tied%'") == [(5,)]


def _as_stored(row: dict[str, Any]) -> dict[str, Any]:
    price = row.get("price_amount")
    return row | ({"price_amount": price.quantize(Decimal("0.000001"))} if price is not None else {})


def test_a_csv_may_be_written_in_many_ways(otherwise: DbtResult) -> None:
    assert_staged(otherwise.check())


def test_typed_parquet_is_read(typed: DbtResult) -> None:
    assert_staged(typed.check())


def test_typed_parquet_gives_the_rows_of_text(otherwise: DbtResult, typed: DbtResult) -> None:
    """Also where two rows of a key were loaded at the same time."""
    differences = differing_cells(otherwise.check().duckdb_path, typed.check().duckdb_path, STAGED)
    assert not differences, report(differences)


# --- dbt build --empty ---------------------------------------------------------------------------


def test_an_empty_build_of_files_passes(dbt: Run, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "raw", shop_events())
    built = dbt(["build", "--empty", *WITHOUT_UNIT_TESTS], from_files(folder), tmp_path).check()
    assert rows(built, "select count(*) from base_messages") == [(0,)]
    assert rows(built, "select count(*) from dq_row_counts where rows_in > 0") == [(0,)]
