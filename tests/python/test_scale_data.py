"""Raw events of any size: the same each time, in the shape of the contract, skewed, and of fiction only."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tools.demo_data import contract
from tools.scale_data import TYPES, Scale, generate, tables
from tools.scale_data.__main__ import main

MESSAGES, DAYS = 20_000, 40
CONTRACT = contract.load()
# Area codes N9X are kept for a future expansion of the numbering plan, and five digits are a short code.
FICTION = r"\+1[2-9]9\d\d{7}|5550\d"


def relation(folder: Path, table: str) -> str:
    return f"read_parquet('{folder / table}.parquet')"


def query(sql: str) -> list[tuple]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


def contents(folder: Path) -> dict[str, tuple]:
    """Of each table the number of rows and a sum over them, which their order does not change."""
    return {table: query(f"select count(*), sum(hash(r)) from {relation(folder, table)} as r")[0] for table in tables()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scale")
    generate(Scale(MESSAGES, DAYS), path)
    return path


def test_same_rows_each_time(folder: Path, tmp_path: Path) -> None:
    generate(Scale(MESSAGES, DAYS), tmp_path, threads=1)
    assert contents(tmp_path) == contents(folder)


def test_another_seed_gives_other_rows(folder: Path, tmp_path: Path) -> None:
    generate(Scale(MESSAGES, DAYS, seed=1), tmp_path)
    assert contents(tmp_path)["messages"] != contents(folder)["messages"]


def test_a_day_more_only_adds_rows(folder: Path, tmp_path: Path) -> None:
    longer, added = tmp_path / "longer", tmp_path / "added"
    generate(Scale(MESSAGES, DAYS, more_days=1), longer)
    generate(Scale(MESSAGES, DAYS, more_days=1, from_day=DAYS), added)
    for table in tables():
        before, day, after = (relation(path, table) for path in (folder, added, longer))
        parts = f"select * from {before} union all select * from {day}"
        changed = query(f"({parts} except all from {after}) union all (from {after} except all ({parts}))")
        assert changed == [], table
    assert query(f"select count(*) from {relation(added, 'messages')}")[0][0] >= MESSAGES / DAYS


@pytest.mark.parametrize("table", tables())
def test_rows_obey_the_contract(folder: Path, table: str) -> None:
    found = {name: kind for name, kind, *_ in query(f"describe select * from {relation(folder, table)}")}
    expected = {column.name: TYPES.get(column.data_type, column.data_type) for column in CONTRACT[table].columns}
    assert {name: kind.lower().replace(",", ", ") for name, kind in found.items()} == expected
    for column in CONTRACT[table].columns:
        if column.flag in ("key", "required") and not column.nullable:
            assert query(f"select count(*) from {relation(folder, table)} where {column.name} is null") == [(0,)], column.name
        if column.values:
            values = {value for (value,) in query(f"select distinct {column.name} from {relation(folder, table)}")}
            assert values <= {None, *column.values}, column.name


def test_numbers_and_addresses_are_made_up(folder: Path) -> None:
    for table in tables():
        for column in CONTRACT[table].column_names:
            if column.endswith("phone") or column.endswith("e164"):
                bad = f"{column} is not null and not regexp_full_match({column}, '{FICTION}')"
            elif column == "email":
                bad = "email not ilike '%@example.com'"
            elif column.endswith("_url"):
                bad = f"{column} not like 'https://%.example.com/%'"
            else:
                continue
            assert query(f"select {column} from {relation(folder, table)} where {bad} limit 1") == [], (table, column)


def share_of_largest(folder: Path, column: str, part: float) -> float:
    """What part of the campaign messages the largest campaigns (or contacts) hold."""
    ((share,),) = query(f"""
        with sizes as (
            select count(*) as size, row_number() over (order by count(*) desc) as place, count(*) over () as entities
            from {relation(folder, 'messages')} where direction = 'outbound' and campaign_id is not null and contact_id is not null
            group by {column}
        )
        select sum(size) filter (place <= greatest(1, entities * {part})) / sum(size) from sizes
    """)
    return share


def test_a_few_hold_most(folder: Path) -> None:
    assert share_of_largest(folder, "campaign_id", 0.10) > 0.4
    assert share_of_largest(folder, "contact_id", 0.20) > 0.4
    ((largest, contacts),) = query(f"""
        select max(size), count(*) from (select count(*) as size from {relation(folder, 'messages')} group by contact_id)
    """)
    assert largest > 50 * MESSAGES / contacts


def test_rates_are_the_demos(folder: Path) -> None:
    ((receipts,),) = query(f"select count(*) from {relation(folder, 'message_status_events')}")
    assert 2.0 < receipts / MESSAGES < 2.4
    ((failed,),) = query(f"""
        select count(distinct message_id) filter (status in ('failed', 'undelivered')) / count(distinct message_id)
        from {relation(folder, 'message_status_events')}
    """)
    assert 0.03 < failed < 0.08
    ((inbound,),) = query(f"select count(*) from {relation(folder, 'messages')} where direction = 'inbound'")
    assert 0.03 < inbound / MESSAGES < 0.10
    ((clicks,),) = query(f"select count(*) from {relation(folder, 'click_events')}")
    assert 0.05 < clicks / MESSAGES < 0.15


def test_rows_come_late_twice_corrected_and_deleted(folder: Path) -> None:
    messages, receipts = relation(folder, "messages"), relation(folder, "message_status_events")
    ((late, deleted, versions),) = query(f"""
        select count(*) filter (loaded_at > created_at + interval 12 hours), count(*) filter (is_deleted), count(*) - count(distinct message_id)
        from {messages}
    """)
    assert min(late, deleted, versions - deleted) > 0
    assert query(f"select count(*) > count(distinct status_event_id) from {receipts}") == [(True,)]


@pytest.mark.parametrize("wrong", [{"messages": 0}, {"messages": 1, "days": 0}, {"messages": 1, "days": 3, "from_day": 3}])
def test_a_size_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Scale(**wrong)


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["scale_data", "--messages", "100", "--days", "5", "--output", str(tmp_path / "out")])
    assert main() == 0
    assert "rows of 25 tables" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{table}.parquet" for table in tables()}
