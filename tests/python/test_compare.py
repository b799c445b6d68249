"""The comparer itself: it has to notice whatever differs, and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.python.support.compare import (
    Difference,
    PublicModel,
    differing_cells,
    primary_key,
    public_models,
    report,
)

ROWS = {1: "(1, 'Spring', 0.25, 10.00, null)", 2: "(2, 'Summer', 0.5, 20.00, true)"}
KEYED = PublicModel("kpi", ("id",))
UNKEYED = PublicModel("kpi")


def write(path: Path, *rows: str, schema: str = "analytics") -> Path:
    """A database with one table of the given rows."""
    with duckdb.connect(path) as connection:
        connection.execute(f"create schema {schema}")
        connection.execute(
            f"create table {schema}.kpi "
            "(id bigint, name varchar, rate double, revenue decimal(18, 6), launched boolean)"
        )
        connection.execute(f"insert into {schema}.kpi values {', '.join(rows)}")
    return path


def differences(tmp_path: Path, *right: str, model: PublicModel = KEYED) -> list[Difference]:
    """What the comparer finds between ROWS and these rows, in another order and schema."""
    left = write(tmp_path / "left.duckdb", *ROWS.values())
    return differing_cells(left, write(tmp_path / "right.duckdb", *right, schema="marts"), [model])


@pytest.mark.parametrize("model", [KEYED, UNKEYED], ids=["keyed", "unkeyed"])
def test_the_same_rows_in_another_order_do_not_differ(tmp_path: Path, model: PublicModel) -> None:
    assert differences(tmp_path, ROWS[2], ROWS[1], model=model) == []


@pytest.mark.parametrize(
    ("changed", "column", "left", "right"),
    [
        ("(2, 'summer', 0.5, 20.00, true)", "name", "Summer", "summer"),
        ("(2, 'Summer', 0.5, 20.00, false)", "launched", True, False),
        ("(2, 'Summer', 0.5 * (1 + 1e-6), 20.00, true)", "rate", 0.5, 0.5000005),
        ("(2, null, 0.5, 20.00, true)", "name", "Summer", None),
    ],
    ids=["text", "boolean", "float off by 1e-6", "null"],
)
def test_a_changed_cell_is_named(
    tmp_path: Path, changed: str, column: str, left: object, right: object
) -> None:
    assert differences(tmp_path, ROWS[1], changed) == [Difference("kpi", "id=2", column, left, right)]


def test_a_decimal_has_to_be_exact(tmp_path: Path) -> None:
    (difference,) = differences(tmp_path, ROWS[1], "(2, 'Summer', 0.5, 20.000001, true)")
    assert difference.column == "revenue"


def test_null_is_not_zero(tmp_path: Path) -> None:
    (difference,) = differences(tmp_path, "(1, 'Spring', 0.25, 10.00, false)", ROWS[2])
    assert (difference.column, difference.left, difference.right) == ("launched", None, False)


@pytest.mark.parametrize("model", [KEYED, UNKEYED], ids=["keyed", "unkeyed"])
def test_last_digits_of_a_float_do_not_matter(tmp_path: Path, model: PublicModel) -> None:
    nearly = "(2, 'Summer', 0.5 * (1 + 1e-12), 20.00, true)"
    assert differences(tmp_path, ROWS[1], nearly, model=model) == []


def test_a_float_off_by_a_millionth_shows_without_a_key(tmp_path: Path) -> None:
    changed = "(2, 'Summer', 0.5 * (1 + 1e-6), 20.00, true)"
    (difference,) = differences(tmp_path, ROWS[1], changed, model=UNKEYED)
    assert difference.column == "rate"


@pytest.mark.parametrize("model", [KEYED, UNKEYED], ids=["keyed", "unkeyed"])
def test_a_missing_row_is_noticed(tmp_path: Path, model: PublicModel) -> None:
    (difference,) = differences(tmp_path, ROWS[1], model=model)
    assert (difference.column, difference.left, difference.right) == ("(rows)", 1, 0)


@pytest.mark.parametrize("model", [KEYED, UNKEYED], ids=["keyed", "unkeyed"])
def test_an_extra_row_is_noticed(tmp_path: Path, model: PublicModel) -> None:
    extra = "(3, 'Autumn', 0.5, 20.00, true)"
    (difference,) = differences(tmp_path, *ROWS.values(), extra, model=model)
    assert (difference.column, difference.left, difference.right) == ("(rows)", 0, 1)


@pytest.mark.parametrize("model", [KEYED, UNKEYED], ids=["keyed", "unkeyed"])
def test_a_row_that_is_there_twice_is_noticed(tmp_path: Path, model: PublicModel) -> None:
    (difference,) = differences(tmp_path, *ROWS.values(), ROWS[2], model=model)
    assert (difference.column, difference.left, difference.right) == ("(rows)", 1, 2)


def test_other_columns_and_absent_tables_are_noticed(tmp_path: Path) -> None:
    left = write(tmp_path / "left.duckdb", ROWS[1])
    right = write(tmp_path / "right.duckdb", ROWS[1])
    with duckdb.connect(right) as connection:
        connection.execute("alter table analytics.kpi rename column name to title")
    found = differing_cells(left, right, [KEYED, PublicModel("kpi_absent")])
    assert [difference.column for difference in found] == ["(columns)", "(table)"]
    assert "1 in kpi_absent" in report(found)


def test_folders_of_days_are_read_as_a_column(tmp_path: Path) -> None:
    """As Spark writes them: the day is in the names of folders and is the last column, and one folder is of no day."""
    rows = "(values (1, date '2026-05-01', 'a'), (2, date '2026-05-02', 'b'), (3, null, 'c')) as kpi (id, day, name)"
    with duckdb.connect(tmp_path / "left.duckdb") as connection:
        connection.execute(f"create table kpi as select * from {rows}")
        first, second, none = "= date '2026-05-01'", "= date '2026-05-02'", "is null"
        for day, folder in ((first, "2026-05-01"), (second, "2026-05-02"), (none, "__HIVE_DEFAULT_PARTITION__")):
            files = tmp_path / "right" / "marts.db" / "kpi" / f"day={folder}"
            files.mkdir(parents=True)
            connection.execute(f"copy (select id, name from kpi where day {day}) to '{files}/part.parquet' (format parquet)")
    assert differing_cells(tmp_path / "left.duckdb", tmp_path / "right", [KEYED]) == []
    with duckdb.connect(tmp_path / "left.duckdb") as connection:
        connection.execute("update kpi set day = date '2026-05-03' where day is null")
    assert [found.column for found in differing_cells(tmp_path / "left.duckdb", tmp_path / "right", [KEYED])] == ["day"]


def test_comparing_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="proves nothing"):
        differing_cells(tmp_path / "left.duckdb", tmp_path / "right.duckdb", [])


def of_model(name: str, folder: str = "marts/core", **config: object) -> dict[str, object]:
    return {
        "resource_type": "model",
        "unique_id": f"model.{name}",
        "name": name,
        "original_file_path": f"models/{folder}/{name}.sql",
        "config": {"access": "public", "meta": {}, **config},
    }


def of_test(model: str, name: str, where: str | None = None, **kwargs: object) -> dict[str, object]:
    return {
        "resource_type": "test",
        "attached_node": f"model.{model}",
        "test_metadata": {"name": name, "kwargs": kwargs},
        "config": {"where": where},
    }


def test_public_models_are_the_public_marts_with_their_keys() -> None:
    nodes = [
        of_model("fct_messages"),
        of_model("kpi_daily"),
        of_model("kpi_free"),
        of_model("kpi_declared", meta={"primary_key": ["account_id", "month"]}),
        of_model("stg_messages", folder="staging/messaging"),
        of_model("int_internal", access="protected"),
        of_test("fct_messages", "not_null", column_name="sent_at"),
        of_test("fct_messages", "unique", column_name="message_id"),
        of_test("kpi_daily", "unique_combination_of_columns", combination_of_columns=["a", "b"]),
        of_test("kpi_free", "unique", where="is_sent", column_name="message_id"),
    ]
    manifest = {"nodes": {str(at): node for at, node in enumerate(nodes)}}
    assert public_models(manifest) == [
        PublicModel("fct_messages", ("message_id",)),
        PublicModel("kpi_daily", ("a", "b")),
        PublicModel("kpi_declared", ("account_id", "month")),
        PublicModel("kpi_free", ()),
    ]
    assert primary_key(nodes[2], nodes) == ()
