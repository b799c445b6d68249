"""Publish the marts for BI tools: one DuckDB file that no build ever locks, and Parquet files if you ask for them.

    python -m tools.publish [--output FILE] [--parquet DIR] [--account ID ...] [--sub-accounts]

The file is written beside the published one and renamed over it, so readers see the old figures or the new ones, never a mixture. If
the last build failed, nothing is published and the old file stays.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb

from tools import publish_reports

DEFAULT_DATABASE = "build/sms_analytics.duckdb"
DEFAULT_OUTPUT = "build/published/sms_marts.duckdb"
# Readable by DuckDB 1.4 and later: BI tools are slow to update their drivers.
STORAGE_VERSION = "v1.4.0"
# Tables that hold nobody's data, so that each account's file has all of their rows.
OF_NO_ACCOUNT = ("dim_dates",)
PUBLISHED = "published"
# A reader of the folder may still be at the version before.
KEPT_VERSIONS = 2


class NotPublished(Exception):
    """Nothing was published; the message says why."""


@dataclass(frozen=True)
class Mart:
    name: str
    schema: str
    key: tuple[str, ...]
    personal: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Project:
    """What dbt knows of the build."""

    version: str
    marts: tuple[Mart, ...]
    runs: str  # relation of the table of runs
    as_of: str  # relation of the model that says what "now" is
    extras: publish_reports.Extras | None = None  # what the dashboard reads besides
    columns: tuple[tuple[Any, ...], ...] = ()


# --- the project --------------------------------------------------------------------------------------------


def read_project(arguments: Sequence[str] = ()) -> Project:
    """Parse the project; dbt's own errors are shown as they are."""
    from dbt.cli.main import dbtRunner

    parsed = dbtRunner().invoke(["--quiet", "parse", *arguments])
    if not parsed.success:
        raise NotPublished(f"dbt cannot parse the project: {parsed.exception}")
    return described(parsed.result, parsed.result.writable_manifest().to_dict(omit_none=False), arguments)


def described(parsed: Any, manifest: Mapping[str, Any], arguments: Sequence[str] = ()) -> Project:
    """The project that dbt parsed, with its reports if dbt can write them; `manifest` is what it parsed, as it is written."""
    try:
        return project_of(manifest, publish_reports.rendered(parsed, arguments))
    except publish_reports.NotWritten as problem:
        print(f"The file will have no reports for the dashboard: {problem}", file=sys.stderr)
        return project_of(manifest)


def project_of(manifest: Mapping[str, Any], extras: publish_reports.Extras | None = None) -> Project:
    nodes = manifest["nodes"]
    models = {node["name"]: node for node in nodes.values() if node["resource_type"] == "model" and node["package_name"] == "sms_analytics"}
    public = [
        node
        for node in models.values()
        if node["original_file_path"].startswith("models/marts/") and (node.get("access") or node["config"].get("access")) == "public"
    ]
    marts = [
        Mart(
            node.get("alias") or node["name"],
            node["schema"],
            key_of(node, nodes.values()),
            frozenset(name for name, column in node["columns"].items() if column.get("config", {}).get("meta", {}).get("personal")),
        )
        for node in public
    ]
    base, as_of = models["base_messages"], models["int_as_of"]
    return Project(
        version=project_version(),
        marts=tuple(sorted(marts, key=lambda mart: mart.name)),
        runs=f'"{base["schema"]}".load_batches',
        as_of=f'"{as_of["schema"]}".int_as_of',
        extras=extras,
        columns=tuple(publish_reports.columns_of(public, extras)) if extras else (),
    )


def project_version() -> str:
    text = (Path(__file__).resolve().parents[1] / "dbt_project.yml").read_text()
    return re.search(r"^version: *(\S+)", text, re.MULTILINE)[1]


def key_of(node: Mapping[str, Any], nodes: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The columns that a test says are unique, else those that the model declares."""
    for test in nodes:
        said = test.get("test_metadata")
        if said and test.get("attached_node") == node["unique_id"] and not test["config"].get("where"):
            if said["name"] == "unique":
                return (said["kwargs"]["column_name"],)
            if said["name"] == "unique_combination":
                return tuple(said["kwargs"]["columns"])
    return tuple(node["config"]["meta"].get("primary_key", ()))


# --- is there anything to publish ----------------------------------------------------------------------------


def failed_run(runs: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The first run (command, status) that failed and was not made good: by one of the same selection, or of everything."""
    failed: dict[str, tuple[str, str]] = {}
    for command, status in runs:
        selection = " ".join(word for word in command.split()[2:] if word != "--full-refresh")
        if status != "success":
            failed.setdefault(selection, (command, status))
        elif selection:
            failed.pop(selection, None)
        else:
            failed.clear()
    return next(iter(failed.values()), None)


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, to which the build is attached as `built`."""
    if not database.exists():
        raise NotPublished(f"There is no database at {database}: run `make build` first.")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        try:
            connection.execute(f"attach {text(database)} as built (read_only)")
        except duckdb.IOException as problem:
            if "lock" in str(problem):
                raise NotPublished(f"{database} is being built right now: publish when the build has ended.") from None
            raise NotPublished(f"{database} cannot be read: {problem}") from None
        yield connection


@dataclass(frozen=True)
class Table:
    comment: str | None
    columns: Mapping[str, tuple[str, str | None]]  # name -> type, comment


def check_build(
    connection: duckdb.DuckDBPyConnection, database: Path, project: Project
) -> tuple[dict[Mart, Table], dict[tuple[str, str], Table]]:
    """The marts that the database has, and all that it has."""
    try:
        runs = connection.execute(f"select command, status from built.{project.runs} order by load_batch").fetchall()
    except duckdb.CatalogException:
        raise NotPublished(f"{database} has no build of this project: run `make build` first.") from None
    if failed := failed_run(runs):
        raise NotPublished(f"`{failed[0]}` ended with status {failed[1]}: fix it, run it again, then publish. The last published file stays.")
    there = tables_of(connection)
    marts = {mart: there[mart.schema, mart.name] for mart in project.marts if (mart.schema, mart.name) in there}
    if not marts:
        raise NotPublished(f"{database} has none of the marts: run `make build` first.")
    return marts, there


def tables_of(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Table]:
    """Every table and view of the build, by schema and name. DuckDB lists the whole catalogue each time, so it is asked once."""
    columns: dict[tuple[str, str], dict[str, tuple[str, str | None]]] = {}
    listed = "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() where database_name = 'built' order by column_index"
    for schema, table, *column in connection.execute(listed).fetchall():
        columns.setdefault((schema, table), {})[column[0]] = (column[1], column[2])
    listed = (
        "select schema_name, table_name, comment from duckdb_tables() where database_name = 'built' "
        "union all select schema_name, view_name, comment from duckdb_views() where database_name = 'built' and not internal"
    )
    return {(schema, name): Table(comment, columns[schema, name]) for schema, name, comment in connection.execute(listed).fetchall()}


# --- whose rows ----------------------------------------------------------------------------------------------


def accounts_of(connection: duckdb.DuckDBPyConnection, schema: str, account: str, with_sub_accounts: bool) -> list[str]:
    """The account, and all below it if asked for."""
    known = [row[0] for row in connection.execute(f'select account_id from built."{schema}".dim_accounts order by 1').fetchall()]
    if account not in known:
        shown = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
        raise NotPublished(f"There is no account {account!r}. Known accounts: {shown}.")
    if not with_sub_accounts:
        return [account]
    below = f"""
        with recursive below as (
            select {text(account)} as account_id
            union
            select children.account_id
            from built."{schema}".dim_accounts as children
            inner join below on children.parent_account_id = below.account_id
        )
        select account_id from below order by 1
    """
    return [row[0] for row in connection.execute(below).fetchall()]


def of_accounts(accounts: Sequence[str] | None) -> str:
    return "true" if accounts is None else f"account_id in ({', '.join(map(text, accounts))})"


def rows_of(mart: Mart, columns: Iterable[str], accounts: Sequence[str] | None) -> str | None:
    """The condition for the rows that an account's file has. None: no rows of this mart are any account's own."""
    if accounts is None or mart.name in OF_NO_ACCOUNT:
        return "true"
    own = of_accounts(accounts)
    if "account_id" in columns:
        return own
    if "contact_id" in columns:
        return f'contact_id in (select contact_id from built."{mart.schema}".dim_contacts where {own})'
    return None


# --- writing -------------------------------------------------------------------------------------------------


def text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def write_file(
    connection: duckdb.DuckDBPyConnection, project: Project, built: tuple[Mapping[Mart, Table], Mapping[tuple[str, str], Table]],
    accounts: Sequence[str] | None, stamp: Stamp,
) -> None:  # fmt: skip
    """Fill the attached database `published`."""
    marts, there = built
    connection.execute(
        f"create table published.{PUBLISHED} (table_name varchar primary key, row_count bigint, project_version varchar, as_of timestamp, "
        "published_at timestamp, git_commit varchar, accounts varchar)"
    )
    for mart, table in marts.items():
        columns = {name: column for name, column in table.columns.items() if name not in mart.personal}
        condition = rows_of(mart, columns, accounts)
        if condition is None:
            continue
        source, target = f'built."{mart.schema}"."{mart.name}"', f'published."{mart.name}"'
        definition = ", ".join([*(f'"{name}" {kind}' for name, (kind, _) in columns.items()), *constraint(connection, source, mart)])
        names = ", ".join(f'"{name}"' for name in columns)
        comments = [f"comment on table {target} is {text(table.comment)}"] if table.comment else []
        comments += [f'comment on column {target}."{name}" is {text(comment)}' for name, (_, comment) in columns.items() if comment]
        connection.execute(f"create table {target} ({definition}); insert into {target} select {names} from {source} where {condition}")
        connection.execute("; ".join(comments))
        connection.execute(
            f"insert into published.{PUBLISHED} select {text(mart.name)}, count(*), ?, ?, ?, ?, ? from {target}",
            [project.version, stamp.as_of, stamp.published_at, stamp.git_commit, ", ".join(accounts) if accounts else None],
        )
    if project.extras:
        publish_reports.write(connection, project.extras, project.columns, there, of_accounts(accounts))


def constraint(connection: duckdb.DuckDBPyConnection, source: str, mart: Mart) -> list[str]:
    if not mart.key:
        return []
    key = [f'"{name}"' for name in mart.key]
    (has_null,) = connection.execute(f"select count(*) > 0 from {source} where {' or '.join(f'{name} is null' for name in key)}").fetchone()
    return [f"{'unique' if has_null else 'primary key'} ({', '.join(key)})"]


@dataclass(frozen=True)
class Stamp:
    as_of: datetime | None
    published_at: datetime
    git_commit: str | None


def git_commit() -> str | None:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def clear_stopped(beside: Path) -> None:
    """Remove what a killed publish left."""
    for left in beside.parent.glob(f".{beside.name}.*"):
        number = left.name.removeprefix(f".{beside.name}.").split(".")[0]
        if number.isdigit() and not is_running(int(number)):
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def synced(path: Path) -> Path:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return path


def write_parquet(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], folder: Path, stamp: Stamp) -> None:
    """A folder for this version; then `latest`, a link, is turned to it, so that one name never shows two versions."""
    folder.mkdir(parents=True, exist_ok=True)
    clear_stopped(folder / "version")
    version = folder / stamp.published_at.strftime("%Y%m%dT%H%M%S%fZ")
    part = folder / f".version.{os.getpid()}"
    part.mkdir()
    for table in tables:
        connection.execute(f'copy published."{table}" to {text(part / f"{table}.parquet")} (format parquet)')
    part.rename(version)
    link = folder / f".version.{os.getpid()}.link"
    link.symlink_to(version.name)
    os.replace(link, folder / "latest")
    versions = sorted(path for path in folder.iterdir() if re.fullmatch(r"\d{8}T\d{12}Z", path.name))
    for old in versions[:-KEPT_VERSIONS]:
        shutil.rmtree(old)


def publish(
    project: Project,
    database: Path,
    output: Path,
    parquet: Path | None = None,
    account: str | None = None,
    with_sub_accounts: bool = False,
) -> list[tuple[str, int]]:
    """Write the file, and the folder if asked for. Returns each table with its number of rows."""
    if output.stem == "main":
        raise NotPublished("The published file cannot be called main: DuckDB could not tell the database from its schema. Give --output.")
    output.parent.mkdir(parents=True, exist_ok=True)
    clear_stopped(output)
    part = output.parent / f".{output.name}.{os.getpid()}"
    with opened(database) as connection:
        built = check_build(connection, database, project)
        accounts = accounts_of(connection, next(iter(built[0])).schema, account, with_sub_accounts) if account is not None else None
        (as_of,) = connection.execute(f"select as_of from built.{project.as_of}").fetchone()
        stamp = Stamp(as_of, datetime.now(timezone.utc).replace(tzinfo=None), git_commit())
        try:
            connection.execute(f"attach {text(part)} as published (storage_version '{STORAGE_VERSION}')")
            write_file(connection, project, built, accounts, stamp)
            counts = connection.execute(f"select table_name, row_count from published.{PUBLISHED} order by 1").fetchall()
            if parquet:
                write_parquet(connection, [PUBLISHED, *(name for name, _ in counts)], parquet, stamp)
            connection.execute("detach published")
            os.replace(synced(part), output)
        finally:
            part.unlink(missing_ok=True)
    return counts


def for_account(path: Path, account: str) -> Path:
    """The path with the account's id in its name, whatever characters that has."""
    return path.with_name(f"{path.stem}.{quote(account, safe='')}{path.suffix}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", type=Path, default=Path(os.environ.get("SMS_ANALYTICS_DUCKDB_PATH", DEFAULT_DATABASE)),
                        help="the DuckDB file that was built (default: the one that `dbt build` writes)")  # fmt: skip
    parser.add_argument("--output", type=Path, default=Path(DEFAULT_OUTPUT), help=f"the file to publish (default: {DEFAULT_OUTPUT})")
    parser.add_argument("--parquet", type=Path, metavar="DIR", help="also write Parquet files; DIR/latest holds those of the newest version")
    parser.add_argument("--account", action="append", metavar="ID",
                        help="only this account's rows, in a file of its own (OUTPUT.<account>.duckdb); may be given several times")  # fmt: skip
    parser.add_argument("--sub-accounts", action="store_true", help="with --account: the accounts below it, too, in the same file")
    given = parser.parse_args(arguments)
    if given.sub_accounts and not given.account:
        parser.error("--sub-accounts needs --account")
    try:
        project = read_project()
        for account in given.account or [None]:
            output = for_account(given.output, account) if account is not None else given.output
            parquet = for_account(given.parquet, account) if account is not None and given.parquet else given.parquet
            counts = publish(project, given.database, output, parquet, account, given.sub_accounts)
            print(f"Published {len(counts)} tables with {sum(count for _, count in counts):,} rows: {output}" + (f" and {parquet / 'latest'}" if parquet else ""))
            left_out = [mart.name for mart in project.marts if mart.name not in dict(counts)]
            if left_out:
                print(f"Left out ({'not by account, or ' if account is not None else ''}not built): {', '.join(left_out)}")
    except NotPublished as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
