"""Writes the YAML that repeats what stands once elsewhere, because YAML cannot share lists.

- seeds/raw/_raw__seeds.yml and models/staging/<group>/_<group>__models.yml from the raw contract
  (models/staging/_raw__sources.yml);
- models/marts/campaigns/_campaigns__models.yml from the KPI dictionary (macros/kpis/) and tools/kpi_marts.yml.

Run `make yaml` after changing any of these; a test fails when a file is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
CONTRACT = PROJECT / "models/staging/_raw__sources.yml"
KPI_MARTS = PROJECT / "tools/kpi_marts.yml"
NOTICE = "# Written by tools/generate_yaml.py from {source}; edit that, then run `make yaml`.\n"


def contract_tables() -> list[dict]:
    return yaml.safe_load(CONTRACT.read_text())["sources"][0]["tables"]


def is_staged(table: dict) -> bool:
    return (staging_folder(table) / f"stg_{table['name']}.sql").exists()


def staging_folder(table: dict) -> Path:
    return PROJECT / "models/staging" / table["config"]["meta"]["group"]


def column_docs(columns: list[dict]) -> list[dict]:
    return [{"name": column["name"], "description": column["description"]} for column in columns]


def seeds_yaml() -> dict:
    """All cells are text, so that a bad one reaches the models as it would from a warehouse."""
    seeds = [
        {
            "name": f"raw_{table['name']}",
            "description": f"Demo events: {table['description']}",
            "config": {
                "enabled": "{{ var('raw_source') == 'seeds' }}",
                "column_types": {column["name"]: "text" for column in table["columns"]},
            },
            "columns": column_docs(table["columns"]),
        }
        for table in contract_tables()
    ]
    return {"version": 2, "seeds": seeds}


def key_test(keys: list[str]) -> list[dict]:
    return [{"unique_combination": {"arguments": {"columns": keys}}}]


def staging_models(table: dict) -> list[dict]:
    columns = table["columns"]
    keys = [column["name"] for column in columns if column["config"]["meta"]["flag"] == "key"]
    required = [column["name"] for column in columns if column["config"]["meta"]["flag"] == "required"]
    fallbacks = [
        column["name"]
        for column in columns
        if {"unknown", "other"} & set(column["config"]["meta"].get("values", []))
    ]
    base_columns = column_docs(columns)
    for name in fallbacks:
        base_columns.append(
            {
                "name": f"unknown_{name}",
                "description": f"What {name} was given as, where that is none of its values. NULL means it is one.",
            }
        )
    base_columns += [
        {"name": "row_hash", "description": "Hash of the row as given; the greatest wins between versions loaded at one instant."},
        {"name": "set_aside_reason", "description": "Why the row is set aside. NULL for a good row."},
        {"name": "set_aside_value", "description": "The cell that is the reason, where it is not empty."},
    ]
    kept = [
        {**column, **({"data_tests": ["not_null"]} if column["name"] in keys + required else {})}
        for column in column_docs([column for column in columns if column["name"] != "is_deleted"])
    ]
    return [
        {
            "name": f"base_{table['name']}",
            "description": (
                f"Raw `{table['name']}`, cast to the contract: one row per raw row, every version of every key, "
                "each with the reason for setting it aside. It has no key, for a source may send a row twice."
            ),
            "columns": base_columns,
        },
        {
            "name": f"stg_{table['name']}",
            "description": f"{table['description']} One row per {', '.join(keys)}: the latest good version.",
            "data_tests": key_test(keys),
            "columns": kept,
        },
    ]


def staging_yaml(group: str) -> dict:
    models = []
    for table in contract_tables():
        if table["config"]["meta"]["group"] == group and is_staged(table):
            models += staging_models(table)
    return {"version": 2, "models": models}


def kpi_dictionary() -> list[dict]:
    """The dictionary is Jinja that needs dbt's context, so dbt is asked for it."""
    from dbt.cli.main import dbtRunner

    lines: list[str] = []

    def listen(event) -> None:
        if event.info.msg.startswith("KPIS:"):
            lines.append(event.info.msg.removeprefix("KPIS:"))

    arguments = ["--quiet", "run-operation", "log_kpi_dictionary", "--project-dir", str(PROJECT)]
    arguments += ["--profiles-dir", str(PROJECT / "profiles")]
    result = dbtRunner(callbacks=[listen]).invoke(arguments)
    if not result.success or not lines:
        sys.exit(f"dbt could not tell the KPI dictionary: {result.exception}")
    return json.loads(lines[0])


def kpi_columns(kpis: list[dict], with_account_only: bool) -> list[dict]:
    """In the order of the marts: counted figures first, then rates."""
    kpis = [kpi for kpi in kpis if with_account_only or not kpi["account_only"]]
    ordered = [kpi for kpi in kpis if not kpi["rate"]] + [kpi for kpi in kpis if kpi["rate"]]
    columns = []
    for kpi in ordered:
        description = kpi["description"]
        if kpi["rate"]:
            description += f" {kpi['rate'][0]} ÷ {kpi['rate'][1]}, 0 to 1; NULL where that is 0 or unknown."
        if kpi["needs"]:
            description += f" NULL where the raw table {kpi['needs']} is absent."
        columns.append({"name": kpi["name"], "data_type": kpi["type"], "description": description})
    return columns


def kpi_yaml(kpis: list[dict]) -> dict:
    models = []
    for mart in yaml.safe_load(KPI_MARTS.read_text())["marts"]:
        keys = mart["key"]
        columns = [
            {**column, **({"data_tests": ["not_null"]} if column["name"] in keys else {})}
            for column in mart["columns"]
        ]
        models.append(
            {
                "name": mart["name"],
                "description": mart["description"],
                "config": {"group": "analytics", "meta": {"primary_key": keys}},
                "data_tests": key_test(keys) + mart.get("data_tests", []),
                "columns": columns + kpi_columns(kpis, with_account_only="account_id" in keys),
            }
        )
    return {"version": 2, "models": models}


class Dumper(yaml.SafeDumper):
    """Indents list items, as the hand-written YAML does."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def dump(content: dict, source: str) -> str:
    body = yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=130)
    return NOTICE.format(source=source) + body


def generated_files() -> dict[Path, str]:
    """Path to content of every generated file."""
    contract = "models/staging/_raw__sources.yml"
    files = {PROJECT / "seeds/raw/_raw__seeds.yml": dump(seeds_yaml(), contract)}
    for group in sorted({table["config"]["meta"]["group"] for table in contract_tables() if is_staged(table)}):
        files[PROJECT / f"models/staging/{group}/_{group}__models.yml"] = dump(staging_yaml(group), contract)
    files[PROJECT / "models/marts/campaigns/_campaigns__models.yml"] = dump(
        kpi_yaml(kpi_dictionary()), "macros/kpis/ and tools/kpi_marts.yml"
    )
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is stale")
    check = parser.parse_args().check
    files = generated_files()
    stale = [path for path, content in files.items() if not path.exists() or path.read_text() != content]
    if check and stale:
        sys.exit(f"Stale, run `make yaml`: {', '.join(str(path.relative_to(PROJECT)) for path in stale)}")
    for path in stale:
        path.write_text(files[path])
        print(f"Written: {path.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
