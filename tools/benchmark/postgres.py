"""Loads raw events into the profile's Postgres, as an extractor would."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

# The benchmark has its own schemas, so that it overwrites no other tables.
RAW_SCHEMA, SCHEMA = "sms_benchmark_raw", "sms_benchmark"
SETTINGS = ("server_version", "shared_buffers", "work_mem", "maintenance_work_mem", "effective_cache_size", "max_parallel_workers_per_gather", "jit", "fsync")


@contextmanager
def connection() -> Iterator[Any]:
    """A cursor by the environment variables and defaults of profiles/profiles.yml."""

    def setting(name: str, default: str) -> str:
        return os.environ.get(f"SMS_ANALYTICS_POSTGRES_{name}", default)

    opened = psycopg2.connect(
        host=setting("HOST", "localhost"), port=setting("PORT", "5432"), user=setting("USER", "postgres"),
        password=setting("PASSWORD", ""), dbname=setting("DATABASE", "sms_analytics"),
    )  # fmt: skip
    opened.autocommit = True
    try:
        with opened.cursor() as cursor:
            yield cursor
    finally:
        opened.close()


def forget(*schemas: str) -> None:
    with connection() as cursor:
        for schema in schemas:
            cursor.execute(f"drop schema if exists {schema} cascade")


def load(folder: Path) -> None:
    """Load a table from each Parquet file, replacing existing tables."""
    forget(RAW_SCHEMA)
    with connection() as cursor, duckdb.connect() as files, tempfile.TemporaryDirectory(dir=folder) as csv_folder:
        files.execute("set TimeZone = 'UTC'")
        cursor.execute(f"create schema {RAW_SCHEMA}")
        csv = Path(csv_folder) / "rows.csv"
        for file in sorted(folder.glob("*.parquet")):
            described = files.execute(f"describe select * from read_parquet('{file}')").fetchall()
            columns = ", ".join(f"{name} {'double precision' if kind == 'DOUBLE' else kind}" for name, kind, *_ in described)
            cursor.execute(f"create table {RAW_SCHEMA}.{file.stem} ({columns})")
            # Both write NULL as nothing between two commas and quote an empty text.
            files.execute(f"copy (select * from read_parquet('{file}')) to '{csv}' (format csv, header false)")
            with csv.open() as rows:
                cursor.copy_expert(f"copy {RAW_SCHEMA}.{file.stem} from stdin (format csv)", rows)
            cursor.execute(f"analyze {RAW_SCHEMA}.{file.stem}")


def settings() -> dict[str, str]:
    """Server settings that affect its speed."""
    found = {}
    with connection() as cursor:
        for name in SETTINGS:
            cursor.execute(f"show {name}")
            (found[name],) = cursor.fetchone()
    return found
