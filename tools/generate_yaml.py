"""Generates what repeats definitions from elsewhere, because YAML cannot share lists and dbt cannot read the sources while it parses.

- from the raw contract (models/staging/_raw__sources.yml): seeds/raw/_raw__seeds.yml, models/staging/<group>/_<group>__models.yml,
  models/intermediate/run/_int_raw_tables.yml, macros/raw/raw_tables.sql, the staging models' lists of columns, and the header of a
  seed that is missing;
- models/docs/kpis.md (a description for each KPI), the table at the end of docs/your_data.md (what each raw table makes known) and
  models/marts/<subject>/<mart>.yml from the KPI dictionary (macros/kpis/) and tools/kpi_marts.yml. A mart's unit tests are in the same file and are kept;
- docs/kpis.md (the catalogue) and the `meta` of every figure of the KPI marts, from the same and tools/kpi_catalogue.yml (see tools/kpi_catalogue.py);
- models/marts/metrics/ (the metrics of the semantic layer), the tables of docs/metrics.md and the saved queries from the KPI dictionary (tools/kpi_metrics.py);
- docs/keys.md (facts, dimensions and keys) and the star of docs/bi.md from the keys and tests of the marts (tools/key_diagram.py), and the
  table in docs/bi.md of what may be summed from the catalogue.

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

from tools import key_diagram, kpi_catalogue, kpi_metrics

PROJECT = Path(__file__).resolve().parent.parent
CONTRACT = PROJECT / "models/staging/_raw__sources.yml"
KPI_MARTS = PROJECT / "tools/kpi_marts.yml"
YOUR_DATA = PROJECT / "docs/your_data.md"
BI = PROJECT / "docs/bi.md"
GROUP = "analytics"
# Engines name the eight-byte float differently, and dbt contracts compare names literally.
DATA_TYPES = {
    "double": "{{ 'double precision' if target.type == 'postgres' else 'double' }}",
    "money": "decimal(38, 2)",
    "cost": "decimal(36, 12)",
    "text": "{{ 'string' if target.type == 'spark' else 'text' }}",
}
# The windows are part of these names, so tests of the columns run only with the default windows.
WINDOW_RATE = re.compile(r"response_rate_\w+")
SHIPPED_WINDOWS = "{{ var('response_windows') == ['1h', '24h', '7d'] }}"
# What identifies a contact where its id is not given.
IDENTIFIERS = ("email", "phone_e164", "external_customer_id", "anonymous_id")
# What stands beside a headline KPI of a week or month: its description, and its type unless it is the KPI's own.
COMPARED = {
    "previous": ("{0} of the period before. NULL in the first period of the calendar.", None),
    "year_ago": ("{0} of the week that starts 364 days earlier. NULL when the calendar begins later.", None),
    "change": ("{0} less previous_{0}; of a rate, in points (0.01 is one percentage point).", None),
    "relative_change": ("change_{0} ÷ previous_{0}. NULL when previous_{0} is 0 or unknown.", "double"),
}
# Keys of a column in tools/kpi_marts.yml that become arguments of the test `valid_columns`.
RULES = ("not_null", "accepted_values", "fraction")
NOTICE = "# Written by tools/generate_yaml.py from {source}; edit that, then run `make yaml`.\n"


def contract_tables() -> list[dict]:
    return yaml.safe_load(CONTRACT.read_text())["sources"][0]["tables"]


def meta_of(entry: dict) -> dict:
    return entry["config"]["meta"]


def keys_of(table: dict) -> list[str]:
    return [column["name"] for column in table["columns"] if meta_of(column)["flag"] == "key"]


def column_docs(columns: list[dict]) -> list[dict]:
    return [{"name": column["name"], "description": column["description"]} for column in columns]


def seeds_yaml() -> dict:
    """All cells are text, so that bad values reach the models as they would from a warehouse."""
    seeds = [
        {
            "name": f"raw_{table['name']}",
            "description": f"Demo events: {table['description']}",
            "config": {
                "enabled": "{{ (var('raw_source') or project_name == 'sms_analytics' and 'seeds') == 'seeds' }}",
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


def config(keys: list[str] | None = None, nullable: list[str] | None = None) -> dict:
    meta = ({"primary_key": keys} if keys is not None else {}) | ({"nullable_key_columns": nullable} if nullable else {})
    return {"group": GROUP} | ({"meta": meta} if meta else {})


def staging_models(table: dict) -> list[dict]:
    columns = table["columns"]
    keys = keys_of(table)
    nullable = [column["name"] for column in columns if meta_of(column).get("nullable")]
    required = [column["name"] for column in columns if meta_of(column)["flag"] != "optional" and column["name"] not in nullable]
    fallbacks = [column["name"] for column in columns if {"unknown", "other"} & set(meta_of(column).get("values", []))]
    base_columns = [
        {**column, "description": column["description"] + " Here an empty text stands for NULL, because keys are joined."}
        if column["name"] in nullable else column
        for column in column_docs(columns)
    ]  # fmt: skip
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
            "config": config(keys, nullable),
            "data_tests": key_tests(keys) + valid_columns(f"stg_{table['name']}", not_null=required),
            "columns": kept,
        },
    ]


def staging_yaml(group: str) -> dict:
    models = []
    for table in contract_tables():
        if meta_of(table)["group"] == group:
            models += staging_models(table)
    return {"version": 2, "models": models}


def staging_sql(table: dict) -> str:
    """The staging model with its columns, which the contract gives it only when it runs. A config at its top is kept."""
    path = staging_model(table)
    first = path.read_text().split("\n\n")[0] if path.exists() else ""
    own_config = [f"{first}\n\n"] if first.startswith("{{ config(") else []
    name = table["name"]
    columns = [column["name"] for column in table["columns"] if column["name"] != "is_deleted"] + ["load_batch"]
    return "".join([
        *own_config,
        f"with current_rows as (\n\n    {{{{ sms_analytics.current_rows('{name}', ref('base_{name}')) }}}}\n\n)\n\n",
        "select\n    " + ",\n    ".join(columns) + "\nfrom current_rows\n",
    ])  # fmt: skip


def staging_model(table: dict) -> Path:
    return PROJECT / "models/staging" / meta_of(table)["group"] / f"stg_{table['name']}.sql"


def seed_file(table: dict) -> Path:
    return PROJECT / f"seeds/raw/raw_{table['name']}.csv"


def seed_header(table: dict) -> str:
    """The seed of a table that the demo has no events of yet."""
    return ",".join(column["name"] for column in table["columns"]) + "\n"


def raw_tables_yaml() -> dict:
    """The model with a column for each raw table."""
    flags = [f"has_{table['name']}" for table in contract_tables()]
    model = {
        "name": "int_raw_tables",
        "description": (
            "Which raw tables are known, in one row, so that a KPI of an unknown table is NULL and not 0. A table is known if "
            "it exists, unless it has rows and all of them are rejected, or its group of marts is switched off."
        ),
        "config": config([]),
        "data_tests": ["one_row", *valid_columns("int_raw_tables", not_null=flags)],
        "columns": [
            {"name": flag, "description": f"True if the raw table {flag.removeprefix('has_')} exists and not all of its rows are rejected."}
            for flag in flags
        ],
    }
    return {"version": 2, "models": [model]}


def raw_tables_macro() -> str:
    """The contract's tables as Jinja, for what models need while dbt parses them: which tables there are, and how they are read."""
    rows = []
    for table in contract_tables():
        columns = {column["name"] for column in table["columns"]}
        row = {"name": table["name"], "key": keys_of(table)}
        row |= {name: value for name, value in meta_of(table).items() if name != "group"}
        row |= {f"has_{name}": True for name in ("campaign_id", "is_test") if name in columns}
        if row.get("contact") == "identity":
            row["identifiers"] = [name for name in IDENTIFIERS if name in columns]
        rows.append(f"        {json.dumps(row)},")
    source = "models/staging/_raw__sources.yml"
    return "\n".join([
        f"{{#- {NOTICE.format(source=source).removeprefix('# ').strip()} -#}}",
        "{% macro raw_tables() -%}",
        "    {{- return([",
        *rows,
        "    ]) -}}",
        "{%- endmacro %}",
        "",
    ])  # fmt: skip


def kpi_dictionary() -> tuple[list[dict], dict]:
    """The KPI dictionary, from dbt, because it is Jinja that needs dbt's context; and the manifest of that run."""
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
        return json.loads(lines[0]), json.loads((Path(folder) / "manifest.json").read_text())


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
        if kpi["headline"]:
            blocks += [
                f"{{% docs {prefix}_{kpi['name']} %}}\n{text.format(kpi['name'])}\n{{% enddocs %}}\n"
                for prefix, (text, _) in COMPARED.items()
            ]
    return "\n".join(blocks)


def compared_columns(kpis: list[dict], every: str) -> list[dict]:
    """Headline KPIs beside those of other periods."""
    return [
        Row(
            name=f"{prefix}_{kpi['name']}",
            data_type=DATA_TYPES.get(own_type or kpi["type"], own_type or kpi["type"]),
            description=f"{{{{ doc('{prefix}_{kpi['name']}') }}}}",
        )
        for kpi in kpis if kpi["headline"]
        for prefix, (_, own_type) in COMPARED.items() if prefix != "year_ago" or every == "week"
    ]  # fmt: skip


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
    has_parts = set(parts) <= {kpi["name"] for kpi in kpis}
    tests = [{"adds_up_to": {"arguments": {"parts": parts, "total": "messages_sent"}}}] if has_parts else []
    rates = [kpi["name"] for kpi in kpis if kpi["rate"]]
    always = [rate for rate in rates if limit_of(rate, limits) == "always"]
    on_own_messages = [rate for rate in rates if limit_of(rate, limits) == "on_own_messages"]
    fractions = [rate for rate in always if not WINDOW_RATE.fullmatch(rate)] + ([] if is_dated else on_own_messages)
    tests += valid_columns(mart["name"], not_null=mart["not_null"], between_zero_and_one=mart["fractions"] + fractions, accepted_values=mart["accepted_values"])
    cases = [([rate for rate in always if WINDOW_RATE.fullmatch(rate)], {"enabled": SHIPPED_WINDOWS})]
    if is_dated:
        cases.append((on_own_messages, {"where": "basis = 'send'"}))
    for columns, test_config in cases:
        if columns:
            tests.append({"between_zero_and_one": {"arguments": {"columns": columns}, "config": test_config}})
    return tests


def kpi_yaml(kpis: list[dict], limits: dict[str, str]) -> dict[str, dict]:
    """The models part of each KPI mart's file, by mart."""
    marts = {}
    for mart in yaml.safe_load(KPI_MARTS.read_text())["marts"]:
        keys = mart["key"]
        of_cohorts = "cohort" in keys
        of_grain = [
            kpi
            for kpi in kpis
            if not (kpi["account_only"] and (of_cohorts or "account_id" not in keys)) and not (kpi["without_cohorts"] and of_cohorts)
            and not (kpi["pipeline"] and not mart.get("pipeline"))
            and (kpi["send_times"] or not mart.get("of_send_times"))
        ]
        columns = [
            {k: v for k, v in column.items() if k not in RULES} | {"data_type": DATA_TYPES.get(column["data_type"], column["data_type"])}
            for column in mart["columns"]
        ]
        columns = column_docs_with_key(columns, keys)
        rules = {
            "name": mart["name"],
            "not_null": [column["name"] for column in mart["columns"] if column["name"] in keys or column.get("not_null")],
            "fractions": [column["name"] for column in mart["columns"] if column.get("fraction")],
            "accepted_values": {column["name"]: column["accepted_values"] for column in mart["columns"] if "accepted_values" in column},
        }
        model = {
            "name": mart["name"],
            "description": mart["description"],
            "config": config(keys),
            "data_tests": key_tests(keys) + kpi_tests(rules, of_grain, limits, is_dated="basis" in keys),
            "columns": columns + kpi_columns(of_grain) + (compared_columns(of_grain, mart["compares"]) if "compares" in mart else []),
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


def contract_files() -> dict[Path, str]:
    """The content of every file that follows from the raw contract, by path."""
    contract = "models/staging/_raw__sources.yml"
    files = {
        PROJECT / "seeds/raw/_raw__seeds.yml": dump(seeds_yaml(), contract),
        PROJECT / "models/intermediate/run/_int_raw_tables.yml": dump(raw_tables_yaml(), contract),
        PROJECT / "macros/raw/raw_tables.sql": raw_tables_macro(),
    }
    files |= {staging_model(table): staging_sql(table) for table in contract_tables()}
    files |= {seed_file(table): seed_header(table) for table in contract_tables() if not seed_file(table).exists()}
    for group in sorted({meta_of(table)["group"] for table in contract_tables()}):
        files[PROJECT / f"models/staging/{group}/_{group}__models.yml"] = dump(staging_yaml(group), contract)
    return files


def kpi_files(kpis: list[dict], manifest: dict) -> dict[Path, str]:
    """The content of every file that follows from the KPI dictionary, by path."""
    limits = rate_limits()
    source = "macros/kpis/, tools/kpi_marts.yml and tools/kpi_catalogue.yml"
    docs, generated = kpi_docs(kpis, limits), kpi_yaml(kpis, limits)
    files = {PROJECT / "models/docs/kpis.md": docs, YOUR_DATA: your_data(kpis)}
    figures = kpi_catalogue.dictionary_figures(kpis, lambda rate: limit_of(rate, limits))
    catalogue = kpi_catalogue.Catalogue(figures, kpi_marts(manifest, generated, docs))
    metrics = kpi_metrics.Metrics(kpis, figures, DATA_TYPES)
    files |= metric_files(metrics, source)
    files[kpi_catalogue.CATALOGUE] = kpi_catalogue.page(catalogue, metrics.names, metrics.left_out)
    files[key_diagram.DIAGRAM] = key_diagram.page(manifest)
    files[BI] = bi_page(key_diagram.star(manifest), kpi_catalogue.sums(catalogue))
    for mart in catalogue.marts:
        path = next(PROJECT.glob(f"models/marts/*/{mart}.sql")).with_suffix(".yml")
        if mart in generated:
            add_metas(generated[mart]["models"][0]["columns"], catalogue, mart)
            files[path] = dump(generated[mart], f"{source}, but for the unit tests", width=400) + unit_tests_of(path)
        else:
            files[path] = kpi_catalogue.with_metas(path.read_text(), catalogue.metas(mart))
    return files


def metric_files(metrics: kpi_metrics.Metrics, source: str) -> dict[Path, str]:
    """The YAML of the models that metrics are counted from, the saved queries, and the page."""
    files = {}
    for scope, (name, _, _) in kpi_metrics.SCOPES.items():
        model = metrics.model(scope)
        model["columns"] = [Row(column) for column in model["columns"]]
        files[kpi_metrics.FOLDER / f"{name}.yml"] = dump({"version": 2, "models": [model]}, source, width=400)
    others = {"version": 2, "metrics": metrics.made_of_others(), "saved_queries": metrics.saved_queries()}
    files[kpi_metrics.FOLDER / "_metrics.yml"] = dump(others, source, width=150)
    files[kpi_metrics.PAGE] = with_tables(kpi_metrics.PAGE.read_text(), metrics.tables())
    return files


def kpi_marts(manifest: dict, generated: dict[str, dict], docs: str) -> dict[str, dict]:
    """Every KPI mart with its key and columns, described: those of the dictionary as they are generated now, the others as dbt read them."""
    blocks = dict(re.findall(r"{% docs (\w+) %}\n(.*?)\n{% enddocs %}", docs, re.DOTALL))
    marts = {}
    for model in (content["models"][0] for content in generated.values()):
        columns = {
            column["name"]: {**column, "description": re.sub(r"{{ doc\('(\w+)'\) }}", lambda found: blocks[found[1]], column["description"])}
            for column in model["columns"]
        }
        marts[model["name"]] = {"description": model["description"], "key": model["config"]["meta"]["primary_key"], "columns": columns}
    for node in sorted(manifest["nodes"].values(), key=lambda node: node["original_file_path"]):
        if node["resource_type"] == "model" and node["name"].startswith("kpi_") and node["name"] not in generated:
            key = node["config"]["meta"]["primary_key"]
            marts[node["name"]] = {"description": node["description"], "key": key, "columns": node["columns"]}
    return marts


def add_metas(columns: list[dict], catalogue: kpi_catalogue.Catalogue, mart: str) -> None:
    """What BI tools read of each figure. One of another period has the unit of the KPI itself."""
    metas = catalogue.metas(mart)
    for column in columns:
        found = re.fullmatch(f"(relative_change|{'|'.join(COMPARED)})_(.+)", column["name"])
        if found and found[2] in metas:
            metas[column["name"]] = kpi_catalogue.compared_meta(metas[found[2]], found[1])
        if column["name"] in metas:
            column["config"] = {"meta": metas[column["name"]]}


def tables_that_unlock_kpis(kpis: list[dict]) -> str:
    """A table of docs/your_data.md: for each raw table the KPIs that are NULL without it."""
    needs = {kpi["name"]: set(kpi["needs"]) for kpi in kpis}
    for kpi in kpis:
        for part in kpi["made_of"]:
            needs[kpi["name"]] |= needs.get(part, set())
    lines = ["| without this table | these KPIs are NULL |", "|---|---|"]
    for table in (table["name"] for table in contract_tables()):
        names = [f"`{name}`" for name, needed in needs.items() if table in needed]
        if names:
            lines.append(f"| `{table}` | {', '.join(names)} |")
    return "\n".join(lines)


def your_data(kpis: list[dict]) -> str:
    """docs/your_data.md with its generated table; the rest is written by hand."""
    return with_tables(YOUR_DATA.read_text(), tables_that_unlock_kpis(kpis))


def bi_page(star: str, sums: str) -> str:
    """docs/bi.md with its star and its table; the rest is written by hand."""
    above, heading, below = BI.read_text().partition("## What must not be summed")
    return with_tables(above, star) + heading + with_tables(below, sums)


def with_tables(page: str, tables: str) -> str:
    """A page, written by hand, with what is generated between its two marks."""
    above, _, rest = page.partition("<!-- Written by")
    notice, end = "<!-- Written by" + rest.partition("\n")[0], "<!-- end of the table -->"
    return f"{above}{notice}\n\n{tables}\n\n{end}{rest.partition(end)[2]}"


def write_stale(files: dict[Path, str], check: bool) -> list[str]:
    """The files whose content is another; unless this is a check, they are written."""
    stale = [path for path, content in files.items() if not path.exists() or path.read_text() != content]
    for path in stale if not check else []:
        path.write_text(files[path])
        print(f"Written: {path.relative_to(PROJECT)}")
    return [str(path.relative_to(PROJECT)) for path in stale]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is stale")
    check = parser.parse_args().check
    # dbt returns the KPI dictionary only once the project, with what follows from the contract, can be parsed.
    stale = write_stale(contract_files(), check)
    kpis, manifest = kpi_dictionary()
    stale += write_stale(kpi_files(kpis, manifest), check)
    if check and stale:
        sys.exit(f"Stale, run `make yaml`: {', '.join(stale)}")


if __name__ == "__main__":
    main()
