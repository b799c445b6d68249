"""Imported by the server that forks dbt's processes: dbt has then read a project once, and has made what it makes at its first.

dbt generates the code that reads and writes its manifests when it first needs it. That takes two seconds, in each process that is not
forked from one that has done it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

PROJECT = {"name": "warm", "version": "1.0.0", "profile": "warm", "flags": {"send_anonymous_usage_stats": False}}
PROFILE = {"warm": {"target": "warm", "outputs": {"warm": {"type": "duckdb"}}}}
# One node of each kind that the project has.
MODELS = {
    "version": 2,
    "models": [
        {
            "name": "one",
            "description": "One row.",
            "config": {"contract": {"enforced": True}},
            "columns": [{"name": "a", "data_type": "integer", "data_tests": ["not_null"]}],
        }
    ],
    "sources": [{"name": "raw", "tables": [{"name": "messages", "columns": [{"name": "a"}]}]}],
    "unit_tests": [
        {
            "name": "two_is_two",
            "model": "two",
            "given": [{"input": "ref('one')", "rows": [{"a": 1}]}],
            "expect": {"rows": [{"a": 1}]},
        }
    ],
    "exposures": [{"name": "page", "type": "dashboard", "owner": {"name": "nobody", "email": "nobody@example.com"}}],
}


def read_a_project(folder: Path) -> None:
    for name, content in {
        "dbt_project.yml": json.dumps(PROJECT),
        "profiles.yml": json.dumps(PROFILE),
        "models/one.sql": "select 1 as a",
        "models/two.sql": "select a from {{ ref('one') }}",
        "models/models.yml": json.dumps(MODELS),
        "macros/three.sql": "{% macro three() %}3{% endmacro %}",
        "seeds/four.csv": "a\n4\n",
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    places = ["--project-dir", str(folder), "--profiles-dir", str(folder), "--target-path", str(folder / "target")]
    # The static parser starts threads, which no process that is forked would have: it would wait for them.
    flags = ["--log-level", "none", "--log-level-file", "none", "--no-static-parser"]
    outcome = dbtRunner().invoke([*flags, "parse", *places])
    if outcome.success:
        Manifest.from_msgpack((folder / "target/partial_parse.msgpack").read_bytes())


with tempfile.TemporaryDirectory() as own:
    read_a_project(Path(own))
