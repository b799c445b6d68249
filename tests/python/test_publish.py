"""What `make publish` writes: the marts and nothing else, whole or not at all, and to an account its own rows only."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.python.support.compare import public_models
from tests.python.support.dbt import DbtResult
from tools import publish as publisher
from tools.publish import NotPublished, Project, failed_run, for_account, project_of, publish

FORKS = multiprocessing.get_context("spawn")


@pytest.fixture(scope="module")
def project(demo: DbtResult) -> Project:
    return project_of(demo.manifest())


@pytest.fixture(scope="module")
def published(demo: DbtResult, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("published") / "marts.duckdb"
    publish(project, demo.duckdb_path, output, parquet=output.parent / "parquet")
    return output


@pytest.fixture(scope="module")
def by_account(demo: DbtResult, project: Project, published: Path) -> dict[str, Path]:
    accounts = [account for (account,) in rows(published, "select account_id from dim_accounts")]
    files = {account: for_account(published, account) for account in accounts}
    for account, path in files.items():
        publish(project, demo.duckdb_path, path, account=account)
    return files


@pytest.fixture
def built(demo: DbtResult, tmp_path: Path) -> Iterator[Path]:
    """A copy of the demo that a test may change."""
    path = tmp_path / "built.duckdb"
    shutil.copyfile(demo.duckdb_path, path)
    yield path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def wait_for(sign: Path, process: multiprocessing.process.BaseProcess) -> None:
    while not sign.exists():
        assert process.is_alive(), "the process ended before it began"
        time.sleep(0.05)


# --- what is in it -------------------------------------------------------------------------------------------


def test_the_marts_and_nothing_else(demo: DbtResult, published: Path) -> None:
    there = {name for (name,) in rows(published, "select table_name from duckdb_tables()")}
    assert there == {model.name for model in public_models(demo.manifest())} | {"published"}
    assert rows(published, "select distinct schema_name from duckdb_tables()") == [("main",)]
    assert rows(published, "select count(*) from duckdb_views() where not internal") == [(0,)]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{demo.duckdb_path}' as built (read_only)")
        connection.execute(f"attach '{published}' as published (read_only)")
        for mart in project_of(demo.manifest()).marts:
            columns = "* exclude (line_text)" if mart.name == "dq_unreadable_lines" else "*"
            one, other = f'select {columns} from built."{mart.schema}".{mart.name}', f"select * from published.{mart.name}"
            for left, right in ((one, other), (other, one)):
                assert connection.execute(f"select count(*) from ({left} except all {right})").fetchone() == (0,), mart.name


def test_it_says_what_it_is(demo: DbtResult, published: Path) -> None:
    for name, count in rows(published, "select table_name, row_count from published"):
        assert rows(published, f"select count(*) from {name}") == [(count,)], name
    ((version, as_of, accounts),) = rows(published, "select distinct project_version, as_of, accounts from published")
    assert version == publisher.project_version() and accounts is None
    assert [(as_of,)] == rows(demo.duckdb_path, "select as_of from analytics_intermediate.int_as_of")
    assert rows(published, "select count(*) from published where published_at is null") == [(0,)]


def test_comments_and_keys_come_along(demo: DbtResult, published: Path) -> None:
    uncommented = rows(published, "select table_name from duckdb_tables() where comment is null and table_name <> 'published'")
    assert uncommented == []
    ((comment,),) = rows(published, "select comment from duckdb_columns() where table_name = 'kpi_campaigns' and column_name = 'reply_rate'")
    assert comment == demo.manifest()["nodes"]["model.sms_analytics.kpi_campaigns"]["columns"]["reply_rate"]["description"]
    keys = dict(rows(published, "select table_name, constraint_column_names from duckdb_constraints() where constraint_type in ('PRIMARY KEY', 'UNIQUE')"))
    assert keys.keys() == {name for (name,) in rows(published, "select table_name from duckdb_tables()")}
    assert keys["kpi_campaigns_daily"] == ["campaign_id", "basis", "activity_date"]


def test_older_drivers_can_read_it(published: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published}' as published (read_only)")
        ((tags,),) = connection.execute("select tags['storage_version'] from duckdb_databases() where database_name = 'published'").fetchall()
    assert tags.startswith(publisher.STORAGE_VERSION[: len("v1.4")]), tags


def test_columns_of_personal_data_stay_behind(published: Path) -> None:
    columns = [name for (name,) in rows(published, "select column_name from duckdb_columns() where table_name = 'dq_unreadable_lines'")]
    assert "line_number" in columns and "line_text" not in columns


def test_parquet_is_the_same(published: Path) -> None:
    latest = published.parent / "parquet" / "latest"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published}' as published (read_only)")
        for (name,) in rows(published, "select table_name from duckdb_tables()"):
            left, right = f"select * from published.{name}", f"select * from read_parquet('{latest / f'{name}.parquet'}')"
            assert connection.execute(f"select count(*) from ({left} except all {right})").fetchone() == (0,), name


def test_old_versions_of_parquet_go_when_nobody_can_be_reading_them(demo: DbtResult, project: Project, tmp_path: Path) -> None:
    few = Project(project.version, tuple(mart for mart in project.marts if mart.name.startswith("dim_")), project.runs, project.as_of)
    for _ in range(4):
        publish(few, demo.duckdb_path, tmp_path / "marts.duckdb", parquet=tmp_path / "parquet")
    versions = [path.name for path in (tmp_path / "parquet").iterdir() if not path.is_symlink()]
    assert len(versions) == publisher.KEPT_VERSIONS
    assert (tmp_path / "parquet" / "latest").resolve().name == max(versions)


# --- whose rows ----------------------------------------------------------------------------------------------


def test_an_account_gets_its_own_rows_only(published: Path, by_account: dict[str, Path]) -> None:
    assert len(by_account) > 1
    for account, path in by_account.items():
        assert rows(path, "select distinct accounts from published") == [(account,)]
        for (name,) in rows(path, "select table_name from duckdb_tables() where table_name <> 'published'"):
            columns = [column for (column,) in rows(path, f"select column_name from duckdb_columns() where table_name = '{name}'")]
            if "account_id" in columns:
                whole = rows(published, f"select count(*) from {name} where account_id = '{account}'")
                assert rows(path, f"select count(*) from {name}") == whole, name
                assert rows(path, f"select count(*) from {name} where account_id is distinct from '{account}'") == [(0,)], name
            elif name != "dim_dates":
                assert "contact_id" in columns, f"{name} has no account"
                assert rows(path, f"select count(*) from {name} where contact_id not in (select contact_id from dim_contacts)") == [(0,)]


def test_no_row_of_an_account_names_a_campaign_or_template_of_another(published: Path, by_account: dict[str, Path]) -> None:
    for path in by_account.values():
        for key, dimension in (("campaign_id", "dim_campaigns"), ("template_id", "dim_templates")):
            own = rows(path, f"select {key} from {dimension}")
            theirs = set(rows(published, f"select {key} from {dimension}")) - set(own)
            for (name,) in rows(path, f"select table_name from duckdb_columns() where column_name = '{key}' and table_name <> '{dimension}'"):
                assert not theirs & set(rows(path, f"select distinct {key} from {name}")), name


def test_sub_accounts_come_with_the_account_if_asked_for(demo: DbtResult, project: Project, built: Path, tmp_path: Path) -> None:
    with duckdb.connect(built) as connection:
        connection.execute("update analytics.dim_accounts set parent_account_id = 'harbor_us' where account_id = 'harbor_eu'")
        connection.execute("update analytics.dim_accounts set parent_account_id = 'harbor_eu' where account_id = 'larkfield'")
    output = tmp_path / "marts.duckdb"
    for with_sub_accounts, expected in ((False, ["harbor_us"]), (True, ["harbor_eu", "harbor_us", "larkfield"])):
        publish(project, built, output, account="harbor_us", with_sub_accounts=with_sub_accounts)
        assert [account for (account,) in rows(output, "select account_id from kpi_accounts order by 1")] == expected


def test_an_unknown_account_is_named_with_those_that_there_are(demo: DbtResult, project: Project, tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="There is no account 'harbour'. Known accounts: harbor_eu, harbor_us, larkfield."):
        publish(project, demo.duckdb_path, tmp_path / "marts.duckdb", account="harbour")
    assert list(tmp_path.iterdir()) == []


def test_an_account_may_be_called_anything(tmp_path: Path) -> None:
    assert for_account(tmp_path / "marts.duckdb", "../a/b c").parent == tmp_path


# --- when there is nothing to publish ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([("dbt build", "success")], None),
        ([("dbt build", "error")], "dbt build"),
        ([("dbt build", "stopped"), ("dbt build --full-refresh", "success")], None),
        # Another selection mends nothing.
        ([("dbt build", "error"), ("dbt run --select dim_dates", "success")], "dbt build"),
        ([("dbt build", "success"), ("dbt build --selector campaigns", "error")], "dbt build --selector campaigns"),
        ([("dbt build --selector campaigns", "error"), ("dbt build --full-refresh --selector campaigns", "success")], None),
        ([("dbt build --selector campaigns", "error"), ("dbt run", "success")], None),
    ],
)  # fmt: skip
def test_a_run_that_failed_has_to_be_made_good(runs: list[tuple[str, str]], expected: str | None) -> None:
    failed = failed_run(runs)
    assert (failed and failed[0]) == expected


def test_a_failed_build_publishes_nothing(project: Project, built: Path, published: Path, tmp_path: Path) -> None:
    output = tmp_path / "marts.duckdb"
    shutil.copyfile(published, output)
    before = output.read_bytes()
    with duckdb.connect(built) as connection:
        connection.execute("update analytics_staging.load_batches set status = 'error'")
    with pytest.raises(NotPublished, match="^`dbt build.*` ended with status error: fix it, run it again, then publish"):
        publish(project, built, output)
    assert output.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_running_build_is_waited_for(project: Project, built: Path, tmp_path: Path) -> None:
    process = FORKS.Process(target=_hold, args=(built, tmp_path / "held"))
    process.start()
    try:
        wait_for(tmp_path / "held", process)
        with pytest.raises(NotPublished, match="is being built right now: publish when the build has ended"):
            publish(project, built, tmp_path / "marts.duckdb")
    finally:
        process.kill()
        process.join()


def _hold(path: Path, sign: Path) -> None:
    with duckdb.connect(path):
        sign.touch()
        time.sleep(60)


def test_no_database_or_none_of_ours(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="There is no database at .*: run `make build` first"):
        publish(project, tmp_path / "gone.duckdb", tmp_path / "marts.duckdb")
    duckdb.connect(tmp_path / "other.duckdb").close()
    with pytest.raises(NotPublished, match="has no build of this project: run `make build` first"):
        publish(project, tmp_path / "other.duckdb", tmp_path / "marts.duckdb")


def test_marts_that_are_not_built_are_left_out(project: Project, built: Path, tmp_path: Path) -> None:
    with duckdb.connect(built) as connection:
        connection.execute("drop table analytics.kpi_steps")
    names = dict(publish(project, built, tmp_path / "marts.duckdb"))
    assert "kpi_campaigns" in names and "kpi_steps" not in names


# --- readers and kills ---------------------------------------------------------------------------------------

READERS, READS, PUBLISHES = 3, 170, 60
MARKED = ("dim_campaigns", "kpi_campaigns", "kpi_templates")


@pytest.fixture
def few(project: Project) -> Project:
    return Project(project.version, tuple(mart for mart in project.marts if mart.name in MARKED), project.runs, project.as_of)


@pytest.fixture
def small(demo: DbtResult, few: Project, tmp_path: Path) -> Path:
    """A build of a few marts: what is published a hundred times need not be large."""
    path = tmp_path / "small.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(f"attach '{demo.duckdb_path}' as demo (read_only)")
        for name in (few.runs, few.as_of, *(f'"{mart.schema}"."{mart.name}"' for mart in few.marts)):
            connection.execute(f"create schema if not exists {name.split('.')[0]}")
            connection.execute(f"create table {name} as from demo.{name}")
    return path


def _mark(path: Path, number: int) -> None:
    """Every row of three marts tells the version."""
    with duckdb.connect(path) as connection:
        for table in MARKED:
            connection.execute(f"update analytics.{table} set campaign_name = 'version {number}'")


def _read(path: Path, reads: int, sign: Path, over: Path) -> None:
    """Until the publishing is over, and this often at least."""
    sign.touch()
    while reads > 0 or not over.exists():
        reads -= 1
        with duckdb.connect() as connection:
            connection.execute(f"attach '{path}' as published (read_only)")
            connection.execute("use published")
            seen = connection.execute(" union ".join(f"select campaign_name from {table}" for table in MARKED)).fetchall()
        if len(seen) != 1:
            raise SystemExit(f"versions mixed: {seen}")
        time.sleep(0.01)


def test_readers_are_neither_blocked_nor_shown_a_mixture(few: Project, small: Path, tmp_path: Path) -> None:
    output = tmp_path / "marts.duckdb"
    _mark(small, 0)
    publish(few, small, output)
    readers = [FORKS.Process(target=_read, args=(output, READS, tmp_path / f"reader {number}", tmp_path / "over")) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for number, reader in enumerate(readers):
        wait_for(tmp_path / f"reader {number}", reader)
    for number in range(1, PUBLISHES + 1):
        _mark(small, number)
        publish(few, small, output)
    (tmp_path / "over").touch()
    for reader in readers:
        reader.join()
    assert [reader.exitcode for reader in readers] == [0] * READERS
    assert rows(output, "select distinct campaign_name from kpi_campaigns") == [(f"version {PUBLISHES}",)]


def _publish_slowly(few: Project, small: Path, output: Path, sign: Path) -> None:
    def slowly(*arguments: object) -> None:
        sign.touch()
        time.sleep(60)

    publisher.constraint = slowly
    publish(few, small, output)


def test_a_kill_leaves_the_old_file_and_the_next_publish_clears_up(few: Project, small: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "marts.duckdb"
    publish(few, small, output)
    before = output.read_bytes()
    process = FORKS.Process(target=_publish_slowly, args=(few, small, output, tmp_path / "begun"))
    process.start()
    wait_for(tmp_path / "begun", process)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert output.read_bytes() == before
    assert any(path.name.startswith(".marts") for path in output.parent.iterdir())
    publish(few, small, output)
    assert [path.name for path in output.parent.iterdir()] == ["marts.duckdb"]
