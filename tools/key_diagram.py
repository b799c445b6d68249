"""The facts, dimensions and keys, from the keys and the relationships tests of dbt's manifest: all in docs/keys.md, a star in docs/bi.md.

tools/generate_yaml.py writes both.
"""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DIAGRAM = PROJECT / "docs/keys.md"
# Nearly every fact has these; drawn, they would hide the rest.
NOT_DRAWN = {"dim_accounts", "dim_dates"}
# The middle of the star in docs/bi.md, and the dimensions that most facts have.
MIDDLE = "fct_messages"
DIMENSIONS = ("dim_accounts", "dim_campaigns", "dim_templates", "dim_contacts", "dim_dates")

INTRODUCTION = """# Facts, dimensions and keys

<!-- Written by tools/generate_yaml.py from the keys and relationships tests of models/marts; edit those, then run `make yaml`. -->

What joins to what. Each line is a foreign key that a test checks against the other model's key; a circle at the upper end says that it may be NULL.
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


def line(key: tuple[str, str, str, str], required: set[tuple[str, str]]) -> str:
    model, column, other, _ = key
    return f"    {other} {'||' if (model, column) in required else '|o'}--o{{ {model} : {column}"


def in_short(node: dict) -> str:
    """What its rows are, in the words of the model's description before the grain."""
    return re.split(r"(?<=\.) |[,:] one row|; ", " ".join(node["description"].split()))[0].rstrip(".")


def page(manifest: dict) -> str:
    models = star_models(manifest)
    keys, required = foreign_keys(manifest, models), never_null(manifest, models)
    lines = ["erDiagram", *[line(key, required) for key in keys if key[2] not in NOT_DRAWN]]
    for name, node in models.items():
        if name not in NOT_DRAWN:
            lines += [f"    {name} {{", *[f"        key {column} PK" for column in node["config"]["meta"]["primary_key"]], "    }"]
    rows = ["| model | primary key | foreign keys |", "|---|---|---|"]
    for name, node in models.items():
        own = [f"`{column}` → `{other}`" + (f".`{field}`" if field != column and other != "dim_dates" else "") for model, column, other, field in keys if model == name]
        rows.append(f"| `{name}` | {', '.join(f'`{column}`' for column in node['config']['meta']['primary_key'])} | {', '.join(own)} |")
    return "\n".join([INTRODUCTION, "```mermaid", *lines, "```", "", *rows, ""])


def star(manifest: dict) -> str:
    """Messages between their dimensions and the facts that lead to them, and which column of each fact leads to which dimension."""
    models = star_models(manifest)
    keys, required = foreign_keys(manifest, models), never_null(manifest, models)
    drawn = [key for key in keys if (key[0] == MIDDLE and key[2] in DIMENSIONS) or key[2] == MIDDLE]
    lines = ["erDiagram", "    direction LR", *[line(key, required) for key in drawn]]
    for name in dict.fromkeys(end for key in drawn for end in (key[2], key[0])):
        first, *others = models[name]["config"]["meta"]["primary_key"]
        lines += [f"    {name} {{", f'        key {first} PK "{in_short(models[name])}"', *[f"        key {column} PK" for column in others], "    }"]
    rows = [f"| fact | rows | one row per | {' | '.join(f'`{name}`' for name in DIMENSIONS)} |", "|---" * (3 + len(DIMENSIONS)) + "|"]
    for name, node in models.items():
        if name.startswith("fct_"):
            key = ", ".join(f"`{column}`" for column in node["config"]["meta"]["primary_key"])
            leads = [", ".join(f"`{column}`" for model, column, other, _ in keys if (model, other) == (name, dimension)) for dimension in DIMENSIONS]
            rows.append(f"| `{name}` | {in_short(node)} | {key} | {' | '.join(leads)} |")
    return "\n".join(["```mermaid", *lines, "```", "", *rows])
