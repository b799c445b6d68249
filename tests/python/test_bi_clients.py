"""Clients read the published file: the snippets of docs/bi.md, run as they stand there, give the figure that DuckDB gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.python.support.dbt import ROOT, DbtResult
from tools.publish import DEFAULT_OUTPUT, Project, project_of, publish

CLIENTS = ("DuckDB", "SQLAlchemy", "pandas", "polars", "ADBC")
FIGURE = "select reply_rate from kpi_campaigns where campaign_id = 'c_us_winter'"


def snippets() -> dict[str, str]:
    """The Python of each section on a client."""
    page = (ROOT / "docs/bi.md").read_text()
    return dict(re.findall(r"^### ([^\n]+)\n(?:(?!^#).)*?```python\n(.*?)```", page, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def home(demo: DbtResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a mart is published where `make publish` puts it."""
    home = tmp_path_factory.mktemp("clients")
    project = project_of(demo.manifest())
    few = Project(project.version, tuple(mart for mart in project.marts if mart.name == "kpi_campaigns"), project.runs, project.as_of)
    publish(few, demo.duckdb_path, home / DEFAULT_OUTPUT, parquet=home / "build/published/parquet")
    return home


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients that the environment does not have, and an older DuckDB than its own."""
    clients = tmp_path_factory.mktemp("packages")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-compile", "--no-deps", "--require-hashes"]
    installed = subprocess.run([*install, "--target", clients, "-r", ROOT / "requirements.bi_clients.txt"], capture_output=True, text=True)
    if installed.returncode != 0:
        pytest.skip(f"the clients of requirements.bi_clients.txt cannot be installed here: {installed.stderr.strip().splitlines()[-1]}")
    return clients


def said_by(code: str, home: Path, clients: Path | None) -> str:
    env = {**os.environ, "PYTHONPATH": str(clients)} if clients else dict(os.environ)
    said = subprocess.run([sys.executable, "-c", code], cwd=home, env=env, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_the_page_has_a_snippet_for_each_client() -> None:
    assert snippets().keys() == {*CLIENTS}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_reads_the_figure(client: str, home: Path, clients: Path) -> None:
    assert_it_reads_the_figure(client, home, clients)


@pytest.mark.parametrize("client", ["DuckDB", "polars"])
def test_a_client_with_the_newest_duckdb_reads_the_figure(client: str, home: Path) -> None:
    assert_it_reads_the_figure(client, home, None)


def assert_it_reads_the_figure(client: str, home: Path, clients: Path | None) -> None:
    with duckdb.connect(home / DEFAULT_OUTPUT, read_only=True) as connection:
        ((expected,),) = connection.execute(FIGURE).fetchall()
    assert 0 < expected < 1
    figures = [float(line) for line in said_by(snippets()[client], home, clients).split()]
    assert figures and set(figures) == {expected}, client


LISTING = f"""
import duckdb
from sqlalchemy import create_engine, inspect
assert duckdb.__version__ == "1.4.4"
inspector = inspect(create_engine("duckdb:///{DEFAULT_OUTPUT}", connect_args={{"read_only": True}}))
assert inspector.get_table_names(schema="main") == ["kpi_campaigns", "published"]
print(*[column["name"] for column in inspector.get_columns("kpi_campaigns", schema="main") if column["comment"]])
"""


def test_sqlalchemy_lists_the_columns_with_their_comments(home: Path, clients: Path) -> None:
    with duckdb.connect(home / DEFAULT_OUTPUT, read_only=True) as connection:
        columns = [name for name, *_ in connection.execute("describe kpi_campaigns").fetchall()]
    assert said_by(LISTING, home, clients).split() == columns
