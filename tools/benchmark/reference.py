"""Run the hand-written script: python -m tools.benchmark.reference raw_folder database.duckdb"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("reference.sql")
REFERENCE_TABLES = ROOT / "seeds" / "reference"


def run(raw: Path, database: Path, settings: dict[str, str] | None = None) -> dict[str, float]:
    """Build the tables in a new database; return the seconds of each."""
    database.unlink(missing_ok=True)
    seconds: dict[str, float] = {}
    # The same file format as the project.
    config = {"storage_compatibility_version": "v1.4.0", **(settings or {})}
    with duckdb.connect(str(database), config=config) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, folder in (("raw_path", raw), ("reference_path", REFERENCE_TABLES)):
            quoted = str(folder).replace("'", "''")
            connection.execute(f"set variable {name} = '{quoted}'")
        for statement in connection.extract_statements(SCRIPT.read_text()):
            started = time.monotonic()
            connection.execute(statement)
            if named := re.search(r"create (?:temp )?table (\w+)", statement.query):
                seconds[named[1]] = round(time.monotonic() - started, 3)
    return seconds


def settings_from_environment() -> dict[str, str]:
    """Settings that the project's profile also takes from the environment."""
    given = {
        "memory_limit": os.environ.get("SMS_ANALYTICS_DUCKDB_MEMORY_LIMIT"),
        "temp_directory": os.environ.get("SMS_ANALYTICS_DUCKDB_TEMP_DIRECTORY"),
    }
    return {name: value for name, value in given.items() if value}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2]), settings_from_environment())))
