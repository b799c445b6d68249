"""What makes a query slow on Spark: in its SQL, and in the physical plan that `explain` prints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import duckdb

# Of two sides each row meets each row.
UNBOUNDED_JOINS = ("CartesianProduct", "BroadcastNestedLoopJoin")
SORTED = ("Window", "Sort ", "WindowGroupLimit")
SCANNED = re.compile(r"Scan (?:parquet|csv|hive) (?:\w+\.)*(\w+)[ (\[]")


@dataclass
class Node:
    text: str
    children: list[Node] = field(default_factory=list)

    def below(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.below()

    def tables(self) -> set[str]:
        return {found[1] for node in self.below() if (found := SCANNED.search(node.text))}


def parsed(plan: str) -> Node:
    """The tree that the indents draw."""
    root = Node("")
    open_nodes = [(-1, root)]
    for line in plan.splitlines():
        text = re.sub(r"^[\s:+\-*]*(?:\(\d+\) )?", "", line)
        # After the tree come the plans of its subqueries, each with a heading; they are trees of their own.
        if not text or text.startswith("=="):
            continue
        depth = len(re.match(r"^[\s:+\-]*", line)[0])
        while open_nodes[-1][0] >= depth:
            open_nodes.pop()
        node = Node(text)
        open_nodes[-1][1].children.append(node)
        open_nodes.append((depth, node))
    return root


def faults(plan: str, small: Set[str]) -> list[str]:
    """What a plan does with tables that are not small: joins without an equality, sorts in one task, broadcasts."""
    found = []
    for node in parsed(plan).below():
        if node.text.startswith(UNBOUNDED_JOINS):
            if not any(side.tables() <= small for side in node.children):
                found.append(f"each row meets each row of {_named(node, small)}: {node.text[:120]}")
        elif node.text.startswith(SORTED) and node.tables() - small and _is_in_one_task(node):
            found.append(f"one task sorts {_named(node, small)}: {node.text[:120]}")
        elif node.text.startswith("BroadcastExchange") and node.tables() - small:
            found.append(f"each task gets all of {_named(node, small)}")
    return found


def _named(node: Node, small: Set[str]) -> str:
    return ", ".join(sorted(node.tables() - small))


def _is_in_one_task(node: Node) -> bool:
    """Where rows were brought together last. What is counted without a key is one row, wherever it is."""
    while node.children:
        node = node.children[0]
        if re.match(r"\w*Aggregate\(keys=\[\]", node.text):
            return False
        if node.text.startswith("Exchange"):
            return node.text.startswith("Exchange SinglePartition")
    return False


def tables_read(sql: str) -> int:
    """How many times a query reads a table, if each named query is worked out anew wherever it is read, as Spark does."""
    with duckdb.connect() as connection:
        (tree,) = connection.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    parsed = json.loads(tree)
    if parsed["error"]:
        raise ValueError(parsed["error_message"])
    return _tables_read(parsed["statements"], {})


def _tables_read(node: Any, named: Mapping[str, int]) -> int:
    if isinstance(node, list):
        return sum(_tables_read(each, named) for each in node)
    if not isinstance(node, dict):
        return 0
    if node.get("type") == "BASE_TABLE":
        return 1 if node["schema_name"] else named.get(node["table_name"], 1)
    here = dict(named)
    for query in node.get("cte_map", {}).get("map", []):
        here[query["key"]] = _tables_read(query["value"], here)
    return sum(_tables_read(part, here) for name, part in node.items() if name != "cte_map")
