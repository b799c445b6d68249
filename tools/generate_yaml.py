"""Generates the YAML that repeats definitions from elsewhere, because YAML cannot share lists.

- seeds/raw/_raw__seeds.yml and models/staging/<group>/_<group>__models.yml from the raw contract
  (models/staging/_raw__sources.yml);
- models/docs/kpis.md (a description for each KPI) and models/marts/campaigns/<mart>.yml from the KPI dictionary (macros/kpis/) and
  tools/kpi_marts.yml. A mart's unit tests are in the same file and are kept.

Run `make yaml` after changing any of these; a test fails when a file is stale.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
CONTRACT = PROJECT / "models/staging/_raw__sources.yml"
KPI_MARTS = PROJECT / "tools/kpi_marts.yml"
GROUP = "analytics"
# Engines name the eight-byte float differently, and dbt contracts compare names literally.
DATA_TYPES = {
    "double": "{{ 'double precision' if target.type == 'postgres' else 'double' }}",
    "money": "decimal(38, 2)",
    "text": "{{ 'string' if target.type == 'spark' else 'text' }}",
}
# The windows are part of these names, so tests of the columns run only with the default windows.
WINDOW_RATE = re.compile(r"response_rate_\w+")
SHIPPED_WINDOWS = "{{ var('response_windows') == ['1h', '24h', '7d'] }}"
# Keys of a column in tools/kpi_marts.yml that become arguments of the test `valid_columns`.
RULES = ("not_null", "accepted_values")
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
    """All cells are text, so that bad values reach the models as they would from a warehouse."""
    seeds = [
        {
            "name": f"raw_{table['name']}",
            "description": f"Demo events: {table['description']}",
            "config": {
                "enabled": "{{ var('raw_source') == 'seeds' }}",
                "column_types": {column["name"]: DATA_TYPES["text"] for column in table["columns"]},
            },
            "columns": column_docs(table["columns"]),
        }
        for table in contract_tables()
    ]
    return {"version": 2, "seeds": seeds}


def key_tests(keys: list[str]) -> list[dict]:
    """The test of a key of several columns; a key of one column is tested on the column."""
    return [{"unique_combination": {"arguments": {"columns": keys}}}] if len(keys) > 1 else []


def valid_columns(model: str, **rules: list[str] | dict[str, list]) -> list[dict]:
    """One test for all rules on a model's single columns."""
    arguments = {rule: columns for rule, columns in rules.items() if columns}
    return [{"valid_columns": {"name": f"valid_columns_of_{model}", "arguments": arguments}}] if arguments else []


def column_docs_with_key(columns: list[dict], keys: list[str]) -> list[dict]:
    return [{**column, **({"data_tests": ["unique"]} if keys == [column["name"]] else {})} for column in columns]


def config(keys: list[str] | None = None) -> dict:
    return {"group": GROUP} | ({"meta": {"primary_key": keys}} if keys else {})


def staging_models(table: dict) -> list[dict]:
    columns = table["columns"]
    keys = [column["name"] for column in columns if column["config"]["meta"]["flag"] == "key"]
    required = [column["name"] for column in columns if column["config"]["meta"]["flag"] in ("key", "required")]
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
                "description": f"The value given for {name} if it is not an allowed value, else NULL.",
            }
        )
    base_columns += [
        {"name": "row_hash", "description": "Hash of the row's values; of versions loaded at the same instant, the greatest wins. NULL if the key has one row."},
        {"name": "rejection_reason", "description": "Why the row is rejected. NULL for a good row."},
        {"name": "rejected_value", "description": "The cell that caused the rejection, if it is not empty."},
        {"name": "loaded_date", "description": "Day of loaded_at (UTC). NULL if that cannot be read."},
        {"name": "load_batch", "description": "{{ doc('load_batch') }}"},
    ]
    kept = column_docs_with_key(column_docs([column for column in columns if column["name"] != "is_deleted"]), keys)
    kept.append({"name": "load_batch", "description": "{{ doc('load_batch') }}"})
    return [
        {
            "name": f"base_{table['name']}",
            "description": (
                f"Raw `{table['name']}`, cast to the contract: one row per raw row, every version of every key, "
                "with the reason if it is rejected. It has no key, because a source may send a row twice."
            ),
            "config": config(),
            "columns": base_columns,
        },
        {
            "name": f"stg_{table['name']}",
            "description": f"{table['description']} One row per {', '.join(keys)}: the latest good version.",
            "config": config(keys),
            "data_tests": key_tests(keys) + valid_columns(f"stg_{table['name']}", not_null=required),
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
    """The KPI dictionary, from dbt, because it is Jinja that needs dbt's context."""
    from dbt.cli.main import dbtRunner

    lines: list[str] = []

    def listen(event) -> None:
        if event.info.msg.startswith("KPIS:"):
            lines.append(event.info.msg.removeprefix("KPIS:"))

    # Leave the developer's database and target folder alone: a build may be using them.
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SMS_ANALYTICS_DUCKDB_PATH"] = ":memory:"
        arguments = ["--quiet", "run-operation", "log_kpi_dictionary", "--target", "duckdb", "--project-dir", str(PROJECT)]
        arguments += ["--profiles-dir", str(PROJECT / "profiles"), "--target-path", folder, "--log-path", folder]
        result = dbtRunner(callbacks=[listen]).invoke(arguments)
    if not result.success or not lines:
        sys.exit(f"dbt did not return the KPI dictionary: {result.exception}")
    return json.loads(lines[0])


def rate_limits() -> dict[str, str]:
    """For each rate, when it is at most 1: always, on_own_messages or never."""
    limits = yaml.safe_load(KPI_MARTS.read_text())["at_most_one"]
    return {rate: limit for limit, rates in limits.items() for rate in rates}


def limit_of(rate: str, limits: dict[str, str]) -> str:
    name = "response_rate" if WINDOW_RATE.fullmatch(rate) else rate
    if name not in limits:
        sys.exit(f"Can {rate} exceed 1? Add it to `at_most_one` in {KPI_MARTS.relative_to(PROJECT)}.")
    return limits[name]


def rate_note(kpi: dict, limit: str) -> str:
    numerator, denominator = kpi["rate"]
    size = {
        "amounts": "",
        "always": " From 0 to 1.",
        "on_own_messages": " From 0 to 1; on the activity basis of a period it may be more.",
        "never": " It can exceed 1.",
    }[limit]
    return f" {numerator} ÷ {denominator}.{size} NULL when {denominator} is 0 or unknown."


def kpi_docs(kpis: list[dict], limits: dict[str, str]) -> str:
    """A doc block for each KPI; every mart refers to it."""
    blocks = []
    for kpi in kpis:
        description = kpi["description"]
        if kpi["rate"]:
            description += rate_note(kpi, limit_of(kpi["name"], limits))
        if kpi["needs"]:
            description += f" NULL when the raw table {' or '.join(kpi['needs'])} is absent or all its rows are rejected."
        blocks.append(f"{{% docs kpi_{kpi['name']} %}}\n{description}\n{{% enddocs %}}\n")
    return "\n".join(blocks)


def kpi_columns(kpis: list[dict]) -> list[dict]:
    """In the marts' order: counted figures, then figures derived from them, then rates."""
    return [
        Row(
            name=kpi["name"],
            data_type=DATA_TYPES.get(kpi["type"], kpi["type"]),
            description=f"{{{{ doc('kpi_{kpi['name']}') }}}}",
        )
        for kpi in sorted(kpis, key=lambda kpi: 2 if kpi["rate"] else 1 if kpi["is_derived"] else 0)
    ]


def kpi_tests(mart: dict, kpis: list[dict], limits: dict[str, str], is_dated: bool) -> list[dict]:
    """Tests of every mart: statuses add up, and rates that cannot exceed 1 do not."""
    parts = ["messages_delivered", "messages_carrier_blocked", "messages_failed", "messages_unknown"]
    tests = [{"adds_up_to": {"arguments": {"parts": parts, "total": "messages_sent"}}}]
    rates = [kpi["name"] for kpi in kpis if kpi["rate"]]
    always = [rate for rate in rates if limit_of(rate, limits) == "always"]
    on_own_messages = [rate for rate in rates if limit_of(rate, limits) == "on_own_messages"]
    fractions = [rate for rate in always if not WINDOW_RATE.fullmatch(rate)] + ([] if is_dated else on_own_messages)
    tests += valid_columns(mart["name"], not_null=mart["not_null"], between_zero_and_one=fractions, accepted_values=mart["accepted_values"])
    cases = [([rate for rate in always if WINDOW_RATE.fullmatch(rate)], {"enabled": SHIPPED_WINDOWS})]
    if is_dated:
        cases.append((on_own_messages, {"where": "basis = 'send'"}))
    for columns, test_config in cases:
        tests.append({"between_zero_and_one": {"arguments": {"columns": columns}, "config": test_config}})
    return tests


def kpi_yaml(kpis: list[dict], limits: dict[str, str]) -> dict[str, dict]:
    """The models part of each KPI mart's file, by mart."""
    marts = {}
    for mart in yaml.safe_load(KPI_MARTS.read_text())["marts"]:
        keys = mart["key"]
        of_grain = [kpi for kpi in kpis if "account_id" in keys or not kpi["account_only"]]
        columns = column_docs_with_key([{k: v for k, v in column.items() if k not in RULES} for column in mart["columns"]], keys)
        rules = {
            "name": mart["name"],
            "not_null": [column["name"] for column in mart["columns"] if column["name"] in keys or column.get("not_null")],
            "accepted_values": {column["name"]: column["accepted_values"] for column in mart["columns"] if "accepted_values" in column},
        }
        model = {
            "name": mart["name"],
            "description": mart["description"],
            "config": config(keys),
            "data_tests": key_tests(keys) + kpi_tests(rules, of_grain, limits, is_dated="basis" in keys),
            "columns": columns + kpi_columns(of_grain),
        }
        marts[mart["name"]] = {"version": 2, "models": [model]}
    return marts


class Row(dict):
    """A mapping written on one line."""


class Dumper(yaml.SafeDumper):
    """Indents list items, like the hand-written YAML."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


Dumper.add_representer(Row, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True))


def dump(content: dict, source: str, width: int = 100) -> str:
    body = yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=width)
    return NOTICE.format(source=source) + body


def unit_tests_of(path: Path) -> str:
    """The unit tests at the end of the file, with the comments above them."""
    if not path.exists():
        return ""
    found = re.search(r"\n(?:#[^\n]*\n)*unit_tests:\n.*", path.read_text(), re.DOTALL)
    return found.group(0) if found else ""


def generated_files() -> dict[Path, str]:
    """The content of every generated file, by path."""
    contract = "models/staging/_raw__sources.yml"
    files = {PROJECT / "seeds/raw/_raw__seeds.yml": dump(seeds_yaml(), contract)}
    for group in sorted({table["config"]["meta"]["group"] for table in contract_tables() if is_staged(table)}):
        files[PROJECT / f"models/staging/{group}/_{group}__models.yml"] = dump(staging_yaml(group), contract)
    kpis, limits = kpi_dictionary(), rate_limits()
    source = "macros/kpis/ and tools/kpi_marts.yml"
    files[PROJECT / "models/docs/kpis.md"] = kpi_docs(kpis, limits)
    for name, content in kpi_yaml(kpis, limits).items():
        path = PROJECT / f"models/marts/campaigns/{name}.yml"
        files[path] = dump(content, f"{source}, but for the unit tests", width=200) + unit_tests_of(path)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is stale")
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
