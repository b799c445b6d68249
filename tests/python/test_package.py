"""Installed as a package: in integration_tests/, somebody else's project, with raw tables, schemas, names and a reference table of its own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt.contracts.graph.manifest import Manifest

from tests.python.support.compare import connect
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, environment, run_dbt
from tests.python.support.postgres import PostgresServer
from tools.publish import described, publish

PARENT = ROOT / "integration_tests"
# Folders of marts that can be left out.
SWITCH = "sms_analytics_using_"
SWITCHES = sorted(name.removeprefix(SWITCH) for name in yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"] if name.startswith(SWITCH))
# dbt looks for what a package's metrics are counted from in the project that installs it.
NOT_IN_A_PACKAGE = {"metrics"}
GROUPS = [group for group in SWITCHES if group not in NOT_IN_A_PACKAGE]
ALL_OFF = {f"sms_analytics_using_{group}": False for group in GROUPS}
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the package installed."""
    project = tmp_path_factory.mktemp("parent") / "your_project"
    shutil.copytree(PARENT, project, ignore=shutil.ignore_patterns("dbt_packages", "target", "logs"))
    (project / "packages.yml").write_text(json.dumps({"packages": [{"local": str(ROOT)}]}))
    run_dbt(["deps"], project_dir=project, work_dir=project / "work").check()
    return project


@pytest.fixture(scope="module")
def built(parent: Path) -> DbtResult:
    """Its raw tables, then all that its report is made of, with every group off."""
    theirs = {"region": "eu", "raw_sorce": "seeds", **ALL_OFF}
    work = {"project_dir": parent, "work_dir": parent / "work", "vars": theirs}
    run_dbt(["seed", "--select", "package:your_project"], **work).check()
    return run_dbt(["build", "--select", "+report", "--indirect-selection", "cautious", *NO_UNIT_TESTS], **work).check()


def schemas(path: Path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name for (name,) in connection.execute("select distinct table_schema from information_schema.tables").fetchall()}


def test_its_own_model_runs_without_our_tables(parent: Path) -> None:
    work = parent / "empty"
    run = run_dbt(["run", "--select", "own_model"], project_dir=parent, work_dir=work, vars={"reporting_currency": "not ours to check"})
    run.check()
    assert schemas(run.duckdb_path) == {"analytics"}


def test_it_builds_from_its_tables(built: DbtResult) -> None:
    with duckdb.connect(str(built.duckdb_path), read_only=True) as connection:
        # 30007 is carrier_blocked in the package's table, and expired in the project's; stg_messages is the project's own.
        assert connection.execute("select * from analytics.report").fetchall() == [("c1", 2, 0, 1, "mine")]
    assert schemas(built.duckdb_path) == {"analytics", "raw_sms", "sms", "sms_staging", "sms_intermediate", "sms_reference"}
    assert "deprecat" not in built.stdout.lower()
    assert "WARN=0 ERROR=0" in built.stdout
    assert "WARNING" not in built.stdout.replace("[WARNING]: sms_analytics has no variable", "").replace("[WARNING]: There is no hash key", "")


def test_without_crm_its_meetings_and_deals_are_not_read(built: DbtResult) -> None:
    with duckdb.connect(str(built.duckdb_path), read_only=True) as connection:
        assert connection.execute("select count(*) from raw_sms.meetings").fetchall() == [(1,)]
        assert connection.execute("select has_messages, has_meetings, has_deals from sms_intermediate.int_raw_tables").fetchall() == [(True, False, False)]
        assert connection.execute("select count(*) from sms_intermediate.int_meetings").fetchall() == [(0,)]
        assert connection.execute("select messages_sent, meetings_created, opportunities_created from sms.kpi_campaigns").fetchall() == [(2, None, None)]


def test_a_variable_that_is_nearly_ours_may_be_meant_for_us(built: DbtResult) -> None:
    assert "sms_analytics has no variable 'raw_sorce'; did you mean raw_source?" in built.stdout
    assert "'region'" not in built.stdout


def test_no_demo_row_is_in_it(built: DbtResult) -> None:
    nodes = built.manifest()["nodes"]
    assert [name for name in nodes if name.startswith("seed.sms_analytics.raw_")] == []


def resources(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The file of each node, exposure and unit test of the package that is enabled."""
    found = [node for kind in ("nodes", "exposures", "unit_tests") for node in manifest[kind].values()]
    # dbt lists tests of models that are switched off, and says that they are, too.
    return {node["unique_id"]: node["original_file_path"] for node in found
            if node["package_name"] == "sms_analytics" and node["config"].get("enabled", True)}  # fmt: skip


def switched_off_together() -> list[list[str]]:
    """Six sets of groups. Each group is in one of the first two and in two of the others, its own three: of any two groups, each is off in a
    set where the other is on."""
    places = [(half, *two) for half in (0, 1) for two in combinations(range(2, 6), 2)]
    assert len(GROUPS) <= len(places)
    return [[group for group, own in zip(GROUPS, places) if number in own] for number in range(6)]


@pytest.mark.parametrize("off", switched_off_together()[2:], ids=" ".join)
def test_groups_are_switched_off(parent: Path, off: list[str]) -> None:
    work = parent / f"without_{'_'.join(off)}"
    parsed = run_dbt(["parse"], project_dir=parent, work_dir=work, vars={f"{SWITCH}{group}": False for group in off}).check()
    assert_only_these_are_off(parsed, off)


def assert_only_these_are_off(run: DbtResult, off: list[str]) -> None:
    """dbt refuses a model or an exposure that reads what is off, and warns of a test that does."""
    assert "which is disabled" not in run.stdout
    files = set(resources(run.manifest()).values())
    assert {group for group in GROUPS if any(file.startswith(f"models/marts/{group}/") for file in files)} == set(GROUPS) - set(off)
    assert {"models/marts/campaigns/kpi_campaigns.sql", "analyses/reporting_page.sql", "models/exposures.yml"} <= files


# Without rows, all SQL runs, and each relation that it names has to be there.
@pytest.mark.parametrize("off", switched_off_together()[:2], ids=" ".join)
def test_what_stays_is_built_without_the_others(parent: Path, built: DbtResult, off: list[str]) -> None:
    work = parent / f"without_{'_'.join(off)}"
    given = {"project_dir": parent, "work_dir": work, "vars": {f"{SWITCH}{group}": False for group in off}}
    assert_only_these_are_off(run_dbt(["seed", "--select", "package:your_project"], **given).check(), off)
    run_dbt(["build", "--empty", "--select", "package:sms_analytics", "--exclude-resource-type", "test", "unit_test"], **given).check()
    with duckdb.connect(str(duckdb_path(work)), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("select table_name from information_schema.tables where table_schema = 'sms'").fetchall()}
    marts = {path.stem: path.relative_to(ROOT / "models/marts").parts[0] for path in (ROOT / "models/marts").rglob("*.sql")}
    assert tables == {name for name, group in marts.items() if group not in {*off, *NOT_IN_A_PACKAGE}}


def test_each_group_is_off_where_another_is_on() -> None:
    sets = switched_off_together()
    for group, other in permutations(GROUPS, 2):
        assert any(group in off and other not in off for off in sets), (group, other)
        assert any((group in off) != (group in sets[1]) for off in sets[:1]), group


def test_every_folder_of_marts_is_a_group_but_these() -> None:
    folders = {path.name for path in (ROOT / "models/marts").iterdir() if path.is_dir()}
    assert folders - set(SWITCHES) == {"core", "campaigns"}


def test_metrics_are_switched_off_and_come_with_no_package_nor_on_spark(built: DbtResult, tmp_path: Path) -> None:
    kinds = ("metrics", "semantic_models", "saved_queries")
    without = run_dbt(["parse"], vars={f"{SWITCH}metrics": False}, work_dir=tmp_path / "without").check()
    on_spark = run_dbt(["parse"], target="spark", work_dir=tmp_path / "spark").check()
    assert "which is disabled" not in without.stdout + on_spark.stdout
    for manifest in (built.manifest(), without.manifest(), on_spark.manifest()):
        assert not any(manifest[kind] for kind in kinds)
        assert not [file for file in resources(manifest).values() if file.startswith("models/marts/metrics/")]


def test_with_every_group_off_nothing_refers_to_one(built: DbtResult) -> None:
    files = set(resources(built.manifest()).values())
    assert not [file for file in files if file.startswith(tuple(f"models/marts/{group}/" for group in GROUPS))]
    assert {"analyses/reporting_page.sql", "models/exposures.yml"} <= files


def test_only_new_rows_are_tested_where_the_package_says_so(parent: Path, built: DbtResult) -> None:
    with duckdb.connect(str(duckdb_path(parent / "work"))) as connection:
        connection.execute("insert into sms_staging.load_batches select * replace (2 as load_batch) from sms_staging.load_batches limit 1")
    names = ["valid_columns_of_int_messages", "not_null_report_campaign_id"]
    variables = {**ALL_OFF, "test_new_rows_only": True}
    tested = run_dbt(["test", "--select", *names], project_dir=parent, work_dir=parent / "work", vars=variables).check()
    results = tested.run_results()["results"]
    ours, others = (next(entry["compiled_code"] for entry in results if f".{name}." in entry["unique_id"]) for name in names)
    assert "where 1 = 1) dbt_subquery where (load_batch is null or load_batch = (select max(load_batch)" in ours
    assert "where campaign_id <> 'none'" in others
    assert "load_batch" not in others


def test_it_is_published_with_reports(
    parent: Path, built: DbtResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under names and schemas of its own. Variables are the package's, which dbt shows to none of the project's own models."""
    for name, value in environment(tmp_path, {"DBT_PROFILES_DIR": str(ROOT / "profiles")}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(parent)
    parsed = Manifest.from_msgpack((built.target_path / "partial_parse.msgpack").read_bytes())
    project = described(parsed, built.manifest(), ["--vars", json.dumps(ALL_OFF)])
    assert dict(publish(project, built.duckdb_path, tmp_path / "marts.duckdb"))["kpi_campaigns"] == 1
    assert capsys.readouterr().err == ""
    with duckdb.connect(str(tmp_path / "marts.duckdb"), read_only=True) as published:
        reports = [sql for (sql,) in published.execute("select sql from dashboard.reports where report = 'messaging_report'").fetchall()]
    assert len(reports) == 18
    assert [schema for schema in schemas(built.duckdb_path) for sql in reports if f'"{schema}".' in sql] == []

    del parsed.nodes["analysis.sms_analytics.reporting_page"]
    assert described(parsed, built.manifest()).extras is None
    assert capsys.readouterr().err.startswith("The file will have no reports for the dashboard: the analysis reporting_page")


def test_it_builds_on_postgres(parent: Path, postgres: PostgresServer) -> None:
    work = {"project_dir": parent, "work_dir": parent / "postgres", "target": "postgres", "vars": ALL_OFF, "env": postgres.environment("theirs")}
    run_dbt(["seed"], **work).check()
    run_dbt(["run", "--select", "+report"], **work).check()
    with connect(postgres.dsn) as query:
        assert query("select * from theirs.report") == [("c1", 2, 0, 1, "mine")]


# --- what docs/package.md says -------------------------------------------------------------------------------


def is_part_of(part: Any, whole: Any) -> bool:
    if isinstance(part, Mapping):
        return isinstance(whole, Mapping) and all(name in whole and is_part_of(value, whole[name]) for name, value in part.items())
    return part == whole


def test_settings_to_copy_are_those_of_the_project_that_is_built() -> None:
    settings = yaml.safe_load((PARENT / "dbt_project.yml").read_text())
    settings["vars"]["sms_analytics"] |= ALL_OFF | {"test_new_rows_only": True}
    blocks = re.findall(r"```yaml\n# dbt_project.yml\n(.*?)```", (ROOT / "docs/package.md").read_text(), flags=re.DOTALL)
    assert len(blocks) >= 5
    assert [block for block in blocks if not is_part_of(yaml.safe_load(block), settings)] == []
