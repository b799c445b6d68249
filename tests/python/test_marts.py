"""What the marts have in common, as their contracts say it."""

from __future__ import annotations

from typing import Any

from tests.python.support.dbt import DbtResult

# What an amount of money is in a KPI mart, and nothing else: macros/money/money.sql.
EXACT = {"decimal(28,12)", "decimal(36,12)"}
MONEY = {"decimal(38,2)"} | EXACT


def kpi_marts(demo: DbtResult) -> dict[str, dict[str, str]]:
    """The columns and types of each mart that people read, by name."""
    nodes = demo.manifest()["nodes"].values()
    marts = [node for node in nodes if node["resource_type"] == "model" and node["name"].startswith(("kpi_", "rpt_"))]
    return {node["name"]: {name: kind(column) for name, column in node["columns"].items()} for node in marts}


def kind(column: dict[str, Any]) -> str:
    return column["data_type"].replace(" ", "")


def test_whoever_has_an_account_has_its_name(demo: DbtResult) -> None:
    marts = kpi_marts(demo)
    assert len(marts) > 30
    assert [name for name, columns in marts.items() if {"account_id", "campaign_id"} & set(columns) and "account_name" not in columns] == []


def test_whoever_has_money_has_its_currency(demo: DbtResult) -> None:
    with_money = {name: columns for name, columns in kpi_marts(demo).items() if MONEY & set(columns.values())}
    assert {"kpi_campaigns", "kpi_attribution", "kpi_retention", "kpi_follow_up"} <= set(with_money)
    assert [name for name, columns in with_money.items() if "reporting_currency" not in columns] == []


def test_costs_are_decimals(demo: DbtResult) -> None:
    """Of floating-point numbers, sums show digits that nobody paid."""
    names = ("cost", "cost_total", "cost_of_messages", "cost_allocated", "cost_unallocated", "price_cost", "allocated_cost", "ignored_cost", "unallocated_cost")
    nodes = [node for node in demo.manifest()["nodes"].values() if node["resource_type"] == "model" and node["path"].startswith("marts/")]
    types = {(node["name"], name): kind(node["columns"][name]) for node in nodes for name in names if name in node["columns"]}
    assert ("kpi_campaigns", "cost_total") in types and ("fct_costs", "cost") in types
    assert {where: found for where, found in types.items() if found not in EXACT} == {}
