"""No mart tells who somebody is: not by the columns that are meant to hold it, and not by others that a source puts it into."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from tests.python.oracle import raw as raw_rows
from tests.python.support.compare import connect, public_models, relation
from tests.python.support.dbt import DbtResult, parsed_manifest, run_dbt
from tests.python.support.planted import PLANTS, planted_rows, plants_in
from tools.publish import project_of, publish
from tools.publish_reports import rendered

KEY = "a key that nobody may see, nor find"
# Of the variable, which the environment goes before.
OTHER_KEY = "a key that stands in a file"
# Names that were given to be read, in whatever words. No number and no address is shown in them, either.
NAMES = {"account_name", "campaign_name", "template_name", "keyword", "label_name", "outcome_name"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("planted")
    (home / "raw").mkdir()
    raw_rows.write_folder(planted_rows(), home / "raw")
    return home


def run(home: Path, *args: str, key: str | None = KEY, **variables: str) -> DbtResult:
    env = {"DBT_LOG_LEVEL_FILE": "debug"} | ({"SMS_ANALYTICS_HASH_KEY": key} if key is not None else {})
    given = {"raw_source": "files", "raw_path": str(home / "raw"), **variables}
    return run_dbt(args, work_dir=home, vars=given, env=env)


@pytest.fixture(scope="module")
def built(home: Path) -> DbtResult:
    build = ("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    return run(home, *build, hash_key=OTHER_KEY).check()


def test_nothing_planted_is_in_a_mart(built: DbtResult) -> None:
    marts = {model.name for model in public_models(built.manifest())}
    with connect(built.duckdb_path) as query:
        # It was there to be found, and left its traces.
        assert {kind for _, _, kind in plants_in(query, ["base_messages"])} == set(PLANTS)
        for table, column, trace in (
            ("dq_rejected_rows", "rejected_value", "<e-mail>"),
            ("dq_rejected_rows", "rejected_value", "<11 digits>"),
            ("dq_rejected_rows", "rejected_value", "<text of 39 characters>"),
            ("dq_unknown_codes", "code", "<10 digits>"),
            ("dq_link_hygiene", "raw_value", "<phone>"),
            ("dim_contacts", "persona", "hashed:%"),
            ("fct_messages", "contact_id", "hashed:%"),
            ("dim_campaigns", "campaign_name", "<e-mail>"),
        ):
            assert query(f"select count(*) > 0 from {relation(query, table, None)[0]} where {column} like '{trace}'") == [(True,)], trace
        found = plants_in(query, marts - {"dq_unreadable_lines"})
    assert {cell for cell in found if not (cell[1] in NAMES and cell[2] == "text")} == set()


def test_nothing_planted_is_in_the_published_file(built: DbtResult, tmp_path: Path) -> None:
    """Nor in what the dashboard reads besides the marts."""
    published = tmp_path / "marts.duckdb"
    with parsed_manifest(built) as manifest:
        project = project_of(built.manifest(), rendered(manifest))
    counts = publish(project, built.duckdb_path, published)
    assert "dq_unreadable_lines" in dict(counts)
    with connect(published) as query:
        tables = query("select schema_name, table_name from duckdb_tables()")
        assert {name for schema, name in tables if schema == "dashboard"} >= {"columns", "reports", *(name for _, name in project.extras.inputs)}
        assert {name for _, name in tables} >= {*dict(counts), "int_campaign_dates", "int_calling_events"}
        found = plants_in(query, [name for _, name in tables])
    assert {cell for cell in found if not (cell[1] in NAMES and cell[2] == "text")} == set()


def test_a_stand_in_is_made_with_the_key_and_shows_it_nowhere(built: DbtResult) -> None:
    derived = hashlib.md5(f"sms_analytics:{KEY}".encode()).hexdigest()
    stand_in = hmac.new(derived.encode(), b"+15557654321", hashlib.sha256).hexdigest()[:32]
    with connect(built.duckdb_path) as query:
        assert query(f"select count(*) from {relation(query, 'dim_contacts', None)[0]} where contact_id = 'phone:{stand_in}'") == [(1,)]
        ((settings,),) = query("select settings from analytics_staging.load_batches")
        ((inner_pad, outer_pad),) = query("select * from analytics_staging.hash_pads")
    secrets = [KEY, derived, inner_pad, outer_pad]
    assert not any(secret in settings for secret in secrets)
    files = [path for path in built.work_dir.rglob("*") if path.is_file() and path.suffix not in (".duckdb", ".wal")]
    assert {path.name for path in files} >= {"manifest.json", "run_results.json", "dbt.log", "int_event_contacts.sql"}
    for path in files:
        text = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in text], path


def test_a_key_is_asked_for_and_may_not_change_unseen(built: DbtResult) -> None:
    one = ("run", "--select", "base_accounts")
    short = run(built.work_dir, *one, key="123456789012345", hash_key=OTHER_KEY)
    assert "has 15 characters; allowed are 16 or more" in short.stdout
    assert "123456789012345" not in short.stdout
    for variables, warnings in (({"hash_key": OTHER_KEY}, 0), ({}, 1)):
        other = run(built.work_dir, *one, key=None, **variables)
        assert "this has changed: the hash key." in other.stdout
        assert other.stdout.count("There is no hash key") == warnings
