"""Damaged CSV files: every line of each is in a row, listed as unreadable, a header or blank; and no row is made up.

Good files are damaged at random, from fixed seeds. dbt works out once what it would send to DuckDB for all of them; Python counts lines
and reads records by itself. Left out is damage to a header and to where it ends, which stops the build.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import re
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from tests.python.support.dbt import ROOT, duckdb_path

FILES = {"copied": 150, "not copied": 240}
TOO_LARGE = 10**12
COLUMNS = ["campaign_id", "campaign_name", "keyword", "created_at", "note"]
TEXTS = [
    "", "x", "2026-01-01 00:00:00", 'say "hi", Ann', "two\nlines", "win\r\nlines", "para\n\ngraph", "a\rb", "é ü 😀", " lead", "tail ",
    "para\r\n\r\ngraph", "'", "a;b|c\td", "\\", '\\"', "y" * 300, ",", "\n", '"', "k0,1,2,3,4",
]  # fmt: skip
NOISE = [
    b"\xe9", b"\xff", b"\xc3", b"\xe2\x82", b"\0", b"\x01\x02\x03\x04", b"\x1a", b"\x0b", b"\x0c", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\xf4\x8f\xbf\xbf", b'"', b"\r", b"\n", b"\n\r", b"\r\n", b"\r\n\r\n",
]  # fmt: skip
ENDS = [b"\n", b"\r\n", b"\r\r\n"]


def record(cells: list[str], chance: random.Random) -> bytes:
    quoted = [any(mark in cell for mark in ',"\r\n') or chance.random() < 0.1 for cell in cells]
    texts = ['"' + cell.replace('"', '""') + '"' if quote else cell for cell, quote in zip(cells, quoted, strict=True)]
    return ",".join(texts).encode()


def damaged(
    records: list[bytes], end: bytes, ends: list[bytes], noise: list[bytes], chance: random.Random, copied: bool
) -> list[bytes]:
    """The records with their ends, some of them damaged."""
    lines = [line + end for line in records]
    if not copied and chance.random() < 0.2:
        at = chance.randrange(len(lines))
        lines[at] = b"\r" + lines[at]
    for _ in range(chance.randint(0, 4)):
        at = chance.randrange(len(lines))
        if end == b"\r" and at < 3:
            continue  # A header and rows that end otherwise stop the build.
        place = chance.randrange(len(lines[at]) + 1)
        bare = lines[at].rstrip(b"\r\n")
        kind = chance.choice(["noise", "noise", "no quote", "ends", "separator", "short", "long", "cut", "blanks", "empty"])
        if kind == "noise":
            lines[at] = lines[at][:place] + chance.choice(noise) + lines[at][place:]
        elif kind == "no quote":
            lines[at] = lines[at].replace(b'"', b"", 1)
        elif kind == "ends" and end != b"\r":
            lines = [line.rstrip(b"\r\n") + chance.choice(ends) for line in lines]
        elif kind == "separator":
            lines[at] = lines[at].replace(b",", chance.choice([b";", b"\t", b",,", b"|"]))
        elif kind == "short":
            lines[at] = b",".join(bare.split(b",")[:-1]) + end
        elif kind == "long":
            lines[at] = bare + chance.choice([b",x", b",,", b',"y"', b',"']) + end
        elif kind == "cut":
            lines = [*lines[:at], lines[at][:place]]
        elif kind == "blanks":
            lines.insert(at, b"  " + end)
        elif kind == "empty":
            lines.insert(at, chance.choice([end, end, end, *ends[:2], *([b"\n\r"] if ends == ENDS else [])]))
    return lines


def make_file(path: Path, seed: int, copied: bool = True) -> tuple[list[list[str]], bytes]:
    """Writes a file; returns the records that nothing happened to before the first damage, and what was written."""
    chance = random.Random(seed)
    # Without a copy, DuckDB may stop at a carriage return that ends no line.
    ends, noise = (ENDS, NOISE) if copied else (ENDS[:2], [mark for mark in NOISE if b"\r" not in mark])
    end = chance.choice([b"\n", b"\n", b"\r\n", *([b"\r\r\n", b"\r"] if copied else [])])
    left_out = chance.choice(["", "\r", "\r\n"])
    texts = [text for text in TEXTS if not set(text) & set(left_out) and (copied or not re.search(r"\r(?!\n)", text))]
    rows = [[f"k{number}", *(chance.choice(texts) for _ in COLUMNS[1:])] for number in range(chance.randint(1, 30))]
    rows = [row if chance.random() < 0.95 else [""] * len(COLUMNS) for row in rows]
    records = [record(row, chance) for row in rows]
    names = ",".join(COLUMNS if chance.random() < 0.7 else [f'"{name}"' for name in COLUMNS]).encode()
    start = (b"\xef\xbb\xbf" if chance.random() < 0.1 else b"")
    start += b"".join(chance.choice([b"\n", b"\r\n", b"  \n", b" \r\n"]) for _ in range(chance.choice([0, 0, 0, 1, 3]) if end != b"\r" else 0))
    start += names + (end if end == b"\r" else chance.choice([end, end, *ends]))
    content = start + b"".join(damaged(records, end, ends, noise, chance, copied))
    whole = 0
    while whole < len(records) and content.startswith(start + records[whole]):
        ended = re.match(rb"\r(?!\n)" if end == b"\r" else rb"\r*\n", content[len(start + records[whole]) :])
        if not ended:
            break
        start += records[whole] + ended[0]
        whole += 1
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return rows[:whole], content


def statements(paths: list[Path], work_dir: Path, size: int) -> list[str]:
    """What dbt makes of the files: statements that scan them, the select of their lines, and of each file what is wrong with it as a whole, else a
    select of its rows.
    """
    jinja = "{%- if execute -%}{%- set files, selects = [], [] -%}"
    for path in paths:
        file = {"name": path.name, "format": path.name.split(".", 1)[1], "path": str(path), "literal": f"'{path}'", "size": size}
        jinja += f"{{%- set file = {json.dumps(file)} -%}}"
        jinja += "{%- set header = sms_analytics.csv_header('campaigns', file) -%}"
        jinja += "{%- set problem = sms_analytics.line_end_problem(file, sms_analytics.csv_line_ends(file) if header.line_end == '\n' else 'CR') -%}"
        jinja += "{%- if not problem -%}{%- do files.append({'table': 'campaigns', 'file': file, 'header': header}) -%}{%- endif -%}"
        jinja += "{%- do selects.append(problem or 'select * from ' ~ sms_analytics.csv_table('campaigns', file).sql) -%}"
    jinja += "{{ sms_analytics.scan_csv_files(files) }}--next\n{{ sms_analytics.csv_file_lines(files) }}"
    jinja += "{%- for select in selects %}--next\n{{ select }}{%- endfor -%}{%- endif -%}"
    environment = {"SMS_ANALYTICS_DUCKDB_PATH": str(duckdb_path(work_dir)), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    arguments = [
        "compile", "--inline", jinja, "--quiet", *("--project-dir", str(ROOT)), *("--profiles-dir", str(ROOT / "profiles")),
        *("--target-path", str(work_dir / "target")), *("--log-path", str(work_dir / "logs")),
    ]  # fmt: skip
    here = Path.cwd()
    with mock.patch.dict(os.environ, environment):
        try:
            outcome = dbtRunner().invoke(arguments)
        finally:
            os.chdir(here)
            DuckDBConnectionManager.close_all_connections()
    assert outcome.success, outcome.exception
    return outcome.result.results[0].node.compiled_code.split("--next\n")


@pytest.fixture(scope="module", params=FILES)
def read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[int, list[list[str]], bytes, dict[str, int], list[list[str]]]]:
    """Of each file: its seed, the records before the first damage, its content, its lines by kind, and the rows that are read.

    The lines that are listed as unreadable are in their file, but for bytes that are no UTF-8, which DuckDB shows as question marks.
    Packed and large files that need a copy are refused, and left out here; so are the few of them that DuckDB itself stops at.
    """
    home = tmp_path_factory.mktemp("csv_files")
    copied = request.param == "copied"
    paths = [home / f"{seed}.{'csv' if copied or seed % 2 else 'csv.gz'}" for seed in range(FILES[request.param])]
    made = [make_file(path, seed, copied) for seed, path in enumerate(paths)]
    scans, lines, *selects = statements(paths, home / "run", 1000 if copied else TOO_LARGE)
    read, stopped, refused = [], set(), 0
    with duckdb.connect() as connection:
        start, *scan_files = [statement for statement in scans.split("insert into")]
        connection.execute(start)
        accepted = [path for path, select in zip(paths, selects, strict=True) if select.startswith("select")]
        for path, statement in zip(accepted, scan_files, strict=True):
            try:
                connection.execute("insert into" + statement)
            except duckdb.InvalidInputException as error:
                # Then refuse_stopped_file says why.
                assert not copied and "CSV Parser state machine reached an invalid state" in str(error), path
                stopped.add(path)
        counts: dict[str, dict[str, int]] = {str(path): {} for path in paths}
        contents = {str(path): content for path, (_, content) in zip(paths, made, strict=True)}
        for _, file_name, kind, _, count, text, _ in connection.execute(lines).fetchall():
            counts[file_name][kind] = counts[file_name].get(kind, 0) + count
            assert not text or "?" in text or text.encode() in contents[file_name], file_name
        for seed, (path, (whole, content), select) in enumerate(zip(paths, made, selects, strict=True)):
            if path in stopped:
                continue
            if select.startswith("select"):
                rows = [["" if cell is None else cell for cell in row] for row in connection.execute(select).fetchall()]
                read.append((seed, whole, content, counts[str(path)], rows))
            else:
                assert not copied, f"seed {seed}"
                refused += 1
                assert select.startswith("it has a \\r at the start") and re.search(rb"(^|\n)\r", content), f"seed {seed}: {select}"
    assert len(read) > len(paths) / 2
    assert copied or refused > len(paths) / 10
    assert len(stopped) < len(paths) / 40, stopped
    return read


def test_every_line_is_somewhere(read) -> None:
    for seed, _, content, counts, _ in read:
        lines = [line for line in re.split(rb"[\r\n]", content.removeprefix(b"\xef\xbb\xbf")) if line]
        assert counts["any"] == len(lines), f"seed {seed}"
        assert counts["any"] == sum(count for kind, count in counts.items() if kind != "any"), f"seed {seed}: {counts}"


def test_the_rows_are_those_that_were_counted(read) -> None:
    for seed, _, _, counts, rows in read:
        taken = sum(1 + sum(len(re.findall(r"[\r\n]+", cell)) for cell in row) for row in rows)
        assert counts.get("record", 0) == taken, f"seed {seed}"


def test_rows_before_the_first_damage_are_kept(read) -> None:
    assert sum(len(whole) for _, whole, *_ in read) > len(read)
    for seed, whole, _, _, rows in read:
        assert rows[: len(whole)] == whole, f"seed {seed}"


def test_undamaged_files_are_read_as_python_reads_them(read) -> None:
    undamaged = 0
    for seed, whole, content, _, rows in read:
        text = io.StringIO(content.decode("utf-8-sig", errors="replace").replace("\r\r\n", "\n"), newline="")
        records = [row for row in csv.reader(text) if len(row) > 1][1:]
        if len(records) == len(whole):
            undamaged += 1
            assert rows == records, f"seed {seed}"
    assert undamaged > len(read) / 10
