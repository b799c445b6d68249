"""docs/keys.md: the facts, dimensions and keys as a diagram, from the keys and the relationships tests of dbt's manifest.

tools/generate_yaml.py writes it.
"""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DIAGRAM = PROJECT / "docs/keys.md"
# Nearly every fact has these; drawn, they would hide the rest.
NOT_DRAWN = {"dim_accounts", "dim_dates"}

INTRODUCTION = """# Facts, dimensions and keys

<!-- Written by tools/generate_yaml.py from the keys and relationships tests of models/marts; edit those, then run `make yaml`. -->

What joins to what. Each line is a foreign key that a test holds to the other model's key; a circle at the upper end says that it may be NULL.
`account_id` leads to `dim_accounts` and each date to `dim_dates`; these lines are left out of the diagram and stand in the table below. The
`kpi_*` marts ([kpis.md](kpis.md)) have the same keys: `account_id`, `campaign_id`, `template_id`.
"""


def star_models(manifest: dict) -> dict[str, dict]:
    """The facts and dimensions, by name; not what metrics are counted from."""
    nodes = sorted((node for node in manifest["nodes"].values() if node["resource_type"] == "model"), key=lambda node: node["name"])
    return {node["name"]: node for node in nodes if re.match("(dim|fct)_(?!metric_)", node["name"])}


def foreign_keys(manifest: dict, models: dict[str, dict]) -> list[tuple[str, str, str, str]]:
    """(model, column, other model, its column) of each relationships test between them."""
    names = {node["unique_id"]: name for name, node in models.items()}
    found = set()
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("attached_node") in names and node["test_metadata"]["name"] == "relationships":
            arguments = node["test_metadata"]["kwargs"]
            other = re.search(r"ref\('(\w+)'\)", arguments["to"])[1]
            if other in models:
                found.add((names[node["attached_node"]], arguments["column_name"], other, arguments["field"]))
    return sorted(found)


def never_null(manifest: dict, models: dict[str, dict]) -> set[tuple[str, str]]:
    """Columns that a test holds not null in all rows."""
    names = {node["unique_id"]: name for name, node in models.items()}
    return {
        (names[node["attached_node"]], column)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node.get("attached_node") in names and not node["config"].get("where")
        and node["test_metadata"]["name"] == "valid_columns"
        for column in node["test_metadata"]["kwargs"].get("not_null", [])
    }  # fmt: skip


def page(manifest: dict) -> str:
    models = star_models(manifest)
    keys, required = foreign_keys(manifest, models), never_null(manifest, models)
    lines = ["erDiagram"]
    for model, column, other, _ in keys:
        if other not in NOT_DRAWN:
            lines.append(f"    {other} {'||' if (model, column) in required else '|o'}--o{{ {model} : {column}")
    for name, node in models.items():
        if name not in NOT_DRAWN:
            lines += [f"    {name} {{", *[f"        key {column} PK" for column in node["config"]["meta"]["primary_key"]], "    }"]
    rows = ["| model | primary key | foreign keys |", "|---|---|---|"]
    for name, node in models.items():
        own = [f"`{column}` → `{other}`" + (f".`{field}`" if field != column and other != "dim_dates" else "") for model, column, other, field in keys if model == name]
        rows.append(f"| `{name}` | {', '.join(f'`{column}`' for column in node['config']['meta']['primary_key'])} | {', '.join(own)} |")
    return "\n".join([INTRODUCTION, "```mermaid", *lines, "```", "", *rows, ""])
