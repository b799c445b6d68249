"""Models do not ask too much of Spark; and what the reader of Spark's plans finds, and lets pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.python.support.dbt import DbtResult
from tests.python.support.plans import faults, parsed, tables_read

MOST_TABLES_READ = 600
# The embedded catalogue keeps the text of a view in a column of 32,700 characters.
LONGEST_VIEW = 30_000

JOIN = """== Physical Plan ==
AdaptiveSparkPlan isFinalPlan=false
+- {join}
   :- SortMergeJoin [contact_id#1], [contact_id#2], Inner
   :  :- Sort [contact_id#1 ASC NULLS FIRST], false, 0
   :  :  +- Exchange hashpartitioning(contact_id#1, 4), ENSURE_REQUIREMENTS, [plan_id=1]
   :  :     +- FileScan parquet spark_catalog.sms.replies[contact_id#1] Batched: true
   :  +- Sort [contact_id#2 ASC NULLS FIRST], false, 0
   :     +- Exchange hashpartitioning(contact_id#2, 4), ENSURE_REQUIREMENTS, [plan_id=2]
   :        +- FileScan parquet spark_catalog.sms.messages[contact_id#2] Batched: true
   +- FileScan parquet spark_catalog.sms.as_of[as_of#3] Batched: true
"""

WINDOW = """== Physical Plan ==
AdaptiveSparkPlan isFinalPlan=false
+- Window [row_number() windowspecdefinition(sent_at#1 ASC NULLS FIRST)]
   +- Sort [sent_at#1 ASC NULLS FIRST], false, 0
      +- {exchange}
         +- FileScan parquet spark_catalog.sms.messages[sent_at#1] Batched: true
"""

BROADCAST = """== Physical Plan ==
+- BroadcastHashJoin [contact_id#1], [contact_id#2], Inner, BuildRight, false
   :- FileScan parquet spark_catalog.sms.replies[contact_id#1] Batched: true
   +- BroadcastExchange HashedRelationBroadcastMode(List(input[0, string, false]),false), [plan_id=1]
      +- FileScan parquet spark_catalog.sms.messages[contact_id#2] Batched: true
"""

COUNT = """== Physical Plan ==
+- Sort [rows#1 ASC NULLS FIRST], false, 0
   +- HashAggregate(keys=[], functions=[count(1)])
      +- Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=1]
         +- FileScan parquet spark_catalog.sms.messages[] Batched: true
"""


def test_the_tree_has_the_tables_of_each_side() -> None:
    (adaptive,) = parsed(JOIN.format(join="CartesianProduct")).children
    (join,) = adaptive.children
    assert [side.tables() for side in join.children] == [{"replies", "messages"}, {"as_of"}]


def test_a_join_without_an_equality_is_found() -> None:
    for join in ("CartesianProduct", "BroadcastNestedLoopJoin BuildRight, LeftOuter"):
        (fault,) = faults(JOIN.format(join=join), set())
        assert "as_of, messages, replies" in fault
        assert faults(JOIN.format(join=join), {"as_of"}) == []


def test_a_join_by_keys_is_none() -> None:
    assert faults(JOIN.format(join="SortMergeJoin [a#1], [a#3], Inner"), set()) == []


def test_a_sort_of_all_rows_in_one_task_is_found() -> None:
    assert len(faults(WINDOW.format(exchange="Exchange SinglePartition, ENSURE_REQUIREMENTS"), set())) == 2
    assert faults(WINDOW.format(exchange="Exchange SinglePartition, ENSURE_REQUIREMENTS"), {"messages"}) == []
    assert faults(WINDOW.format(exchange="Exchange hashpartitioning(contact_id#1, 4)"), set()) == []


def test_a_broadcast_is_found() -> None:
    assert faults(BROADCAST, {"replies"}) == ["each task gets all of messages"]
    assert faults(BROADCAST, {"messages"}) == []


def test_one_row_is_no_sort() -> None:
    assert faults(COUNT, set()) == []


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("select 1 as a", 0),
        ("select a.x from a inner join s.b on a.x = b.x where a.x in (select x from c)", 3),
        ("with a as (select x from s.t), b as (select a.x from a, a as other) select x from b union all select x from b", 4),
        # A schema's table is not the query of that name, which reads the table itself.
        ("with a as (with b as (select x from t) select b.x from b, b as c) select a.x from a, s.a, b", 4),
    ],
)
def test_tables_are_counted_each_time_a_query_reads_them(sql: str, count: int) -> None:
    assert tables_read(sql) == count


def test_no_model_reads_its_tables_too_often(demo: DbtResult) -> None:
    """Spark works a named query out anew for each place that reads it, and takes minutes and gigabytes to plan thousands of tables."""
    models = models_of(demo)
    often = {name: count for name, (_, sql) in models.items() if (count := tables_read(sql)) > MOST_TABLES_READ}
    assert len(models) > 200
    assert often == {}


def test_views_fit_into_the_catalogue_of_a_session(demo: DbtResult) -> None:
    # Spark leaves out those that MetricFlow reads.
    kept = {name: model for name, model in models_of(demo).items() if "/metrics/" not in model[0]["original_file_path"]}
    views = {name: len(sql) for name, (model, sql) in kept.items() if model["config"]["materialized"] == "view"}
    assert len(views) > 30
    assert {name: length for name, length in views.items() if length > LONGEST_VIEW} == {}


def models_of(build: DbtResult) -> dict[str, tuple[dict[str, Any], str]]:
    compiled = build.target_path / "compiled" / "sms_analytics"
    models = [node for node in build.manifest()["nodes"].values() if node["resource_type"] == "model"]
    return {model["name"]: (model, file.read_text()) for model in models if (file := compiled / model["original_file_path"]).exists()}
