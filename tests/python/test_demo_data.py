"""The demo seeds: the same bytes each time, small, of fiction only, and with every awkward case in place."""

import csv
import re
from collections import Counter

import pytest

from tools.demo_data import awkward, contract, generate, writer
from tools.demo_data.clock import LAST_LOAD

SEEDS = contract.PROJECT / "seeds" / "raw"
TABLES = contract.load()
LIMIT = 5_000_000

# numbers that the United States, and Germany's regulator, keep for films and books; and our made-up short code
FICTION = re.compile(
    r"\+1[2-9]\d{2}555(01\d{2})|\+4930(23125)\d{3}|\+4969(90009)\d{3}|\+4940(66969)\d{3}|\+49221(4710)\d{3}|\+4989(99998)\d{3}|5550\d"
)
PHONE = re.compile(r"\+\d{7,15}")
PHONE_COLUMNS = {"contact_phone_e164", "phone_e164", "sender_phone", "tracking_number"}
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+", re.IGNORECASE)
HOST = re.compile(r"https?://([^/\s?\"]+)")
BROWSER_MAKERS = {"api.slack.com"}  # stands in a preview agent's own name


def cells(table):
    with (SEEDS / f"raw_{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def seeds():
    return {table: cells(table) for table in TABLES}


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folders = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    for folder in folders:
        generate(folder)
    return folders


def test_same_bytes_each_time(generated):
    first, second = generated
    for table in TABLES:
        name = f"raw_{table}.csv"
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_committed_seeds_are_what_the_generator_writes(generated):
    assert {path.name for path in SEEDS.glob("*.csv")} == {f"raw_{table}.csv" for table in TABLES}
    stale = [
        path.name
        for path in sorted(SEEDS.glob("*.csv"))
        if path.read_bytes() != (generated[0] / path.name).read_bytes()
    ]
    assert not stale, "run: python -m tools.demo_data"


def test_seeds_are_small():
    assert sum(path.stat().st_size for path in SEEDS.glob("raw_*.csv")) < LIMIT


def test_header_is_the_contract_then_the_envelope(seeds):
    for name, table in TABLES.items():
        own = [
            column for column in table.column_names if column not in writer.ENVELOPE or column in table.key
        ]
        expected = own + [column for column in writer.ENVELOPE if column not in own]
        assert list(seeds[name][0]) == expected
        assert sorted(expected) == sorted(table.column_names), (
            f"{name}: envelope differs from the sources file"
        )


def test_plain_line_ends():
    for path in SEEDS.glob("raw_*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content and content.endswith(b"\n"), path.name
        content.decode("utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_rows(seeds, table):
    assert seeds[table]


def test_only_numbers_of_fiction(seeds):
    found = 0
    for table, rows in seeds.items():
        for row in rows:
            for column, value in row.items():
                numbers = PHONE.findall(value) + ([value] if column in PHONE_COLUMNS and value else [])
                for number in numbers:
                    found += 1
                    assert FICTION.fullmatch(number), f"{table}.{column}: {number}"
    assert found > 1000


def test_only_example_domains(seeds):
    found = 0
    for table, rows in seeds.items():
        for row in rows:
            for column, value in row.items():
                hosts = [address.rsplit("@", 1)[1] for address in EMAIL.findall(value)] + HOST.findall(value)
                for host in hosts:
                    found += 1
                    plain = host.lower().rstrip(".)")
                    assert plain in BROWSER_MAKERS or re.fullmatch(r"(.*\.)?example\.(com|org|net)", plain), (
                        f"{table}.{column}: {value}"
                    )
    assert found > 1000


def test_nothing_is_loaded_after_the_last_batch(seeds):
    readable = [
        row["loaded_at"] for rows in seeds.values() for row in rows if re.match(r"\d{4}-", row["loaded_at"])
    ]
    assert max(readable) == str(LAST_LOAD)


def test_awkward_cases_are_named_once():
    names = Counter(case.name for case in awkward.CASES)
    assert not [name for name, times in names.items() if times > 1]
    assert all(case.rows and case.note for case in awkward.CASES)


@pytest.mark.parametrize("case", awkward.CASES, ids=lambda case: case.name)
def test_awkward_case_is_in_the_seeds(seeds, case):
    wanted = Counter(
        (table, tuple(sorted((name, value) for name, value in row.items() if value is not None)))
        for table, row in case.rows
    )
    for (table, cells_wanted), times in wanted.items():
        there = sum(all(row[name] == value for name, value in cells_wanted) for row in seeds[table])
        assert there >= times, f"{table}: {dict(cells_wanted)}"


def test_awkward_ids_are_nobody_elses(seeds):
    """An id of a case, once more in the seeds, would change what the case shows."""
    rows = Counter()
    for case in awkward.CASES:
        for table, row in case.rows:
            rows[table, row.get(TABLES[table].key[0])] += 1
    for (table, key), times in rows.items():
        if key and len(TABLES[table].key) == 1:
            assert sum(row[TABLES[table].key[0]] == key for row in seeds[table]) == times, f"{table}: {key}"


def test_unknown_columns_and_tables_are_refused(tmp_path):
    good = {"account_id": "a", "loaded_at": "2026-01-05"}
    with pytest.raises(ValueError, match="no column colour"):
        writer.write_table(tmp_path, TABLES["accounts"], [{**good, "colour": "red"}])
    with pytest.raises(ValueError, match="no table pigeons"):
        writer.write_all(tmp_path, TABLES, {"pigeons": [good]})
    with pytest.raises(ValueError, match="no rows were made for"):
        writer.write_all(tmp_path, TABLES, {"accounts": [good]})
    with pytest.raises(TypeError, match="cannot write float"):
        writer.write_table(tmp_path, TABLES["accounts"], [{**good, "account_name": 0.5}])
