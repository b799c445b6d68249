"""What the reader of Spark's plans finds, and what it lets pass."""

from __future__ import annotations

from tests.python.support.plans import faults, parsed

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
