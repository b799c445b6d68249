"""Show the campaign KPIs of a built database as a table in the terminal, and the findings of the input checks.

    python -m tools.show_campaigns [path of the DuckDB file]
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

TABLE = "kpi_campaigns"
FINDINGS = "dq_input"
SHOWN_FINDINGS = 10
DEFAULT_PATH = "build/sms_analytics.duckdb"
NOTHING = "-"
LONGEST_TEXT = 28


def text(value: Any) -> str:
    return value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - 1] + "…"


def count(value: Any) -> str:
    return f"{value:,}"


def percentage(value: Any) -> str:
    return f"{value:.1%}"


def credits(value: Any) -> str:
    """Conversions: whole numbers, unless a model shares one among several campaigns."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def money(value: Any) -> str:
    return f"{value:,.0f}"


def ratio(value: Any) -> str:
    return f"{value:,.2f}"


# Column of the table, heading, format of its values. Missing columns are left out.
Column = tuple[str, str, Callable[[Any], str]]
COLUMNS: list[Column] = [
    ("campaign_name", "campaign", text),
    ("messages_sent", "sent", count),
    ("delivery_rate", "delivered", percentage),
    ("carrier_block_rate", "blocked", percentage),
    ("reply_rate", "replied", percentage),
    ("opt_out_rate", "opted out", percentage),
    ("click_through_rate", "clicked", percentage),
    ("conversions", "conversions", credits),
    ("revenue_net", "revenue", money),
    ("cost_total", "cost", str),
    ("return_on_spend", "return", ratio),
]
# Expressions shown in place of a column.
SHOWN = {
    # A campaign that only messages refer to has no name.
    "campaign_name": "coalesce(campaign_name, campaign_id)",
    "cost_total": "format('{:,.0f}', cost_total) || case when cost_is_complete then '' else '+' end",
}
LEGEND = "revenue: net; +: costs that are not all known; return: revenue per unit of cost"
ORDER = ["launched_at", "campaign_name", "campaign_id"]


class NotBuilt(Exception):
    """There is nothing to show; the message says what to do."""


def campaigns(path: Path) -> tuple[list[Column], list[tuple[Any, ...]]]:
    """The columns present, and their rows by account and launch, with the account first."""
    if not path.exists():
        raise NotBuilt(f"There is no database at {path}. Run `make build` first.")
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute(
            "select table_schema, column_name from information_schema.columns where table_name = ?",
            [TABLE],
        ).fetchall()
        if not found:
            raise NotBuilt(
                f"The database {path} has no table {TABLE}: the build did not get that far. "
                "Run `make build` and look for the first error."
            )
        schema = min(schema for schema, _ in found)
        present = {column for owner, column in found if owner == schema}
        columns = [column for column in COLUMNS if column[0] in present]
        select = ", ".join(["account_id", *(SHOWN.get(name, name) for name, _, _ in columns)])
        order = ", ".join(["account_id", *(name for name in ORDER if name in present)])
        rows = connection.execute(
            f'select {select} from "{schema}".{TABLE} order by {order}'
        ).fetchall()
    return columns, rows


def input_findings(path: Path) -> list[str]:
    """The findings of the input checks, or a line that there are none; no lines if the checks are not built."""
    with duckdb.connect(str(path), read_only=True) as connection:
        schemas = connection.execute(
            "select min(table_schema) from information_schema.tables where table_name = ? having count(*) > 0", [FINDINGS]
        ).fetchall()
        if not schemas:
            return []
        findings = [
            finding
            for (finding,) in connection.execute(
                f'select finding from "{schemas[0][0]}".{FINDINGS} order by check_name, table_name, column_name, finding'
            ).fetchall()
        ]
    if not findings:
        return ["Input checks: none"]
    lines = [f"Input checks: {len(findings)} finding{'s' if len(findings) > 1 else ''} (table {FINDINGS})"]
    lines += [f"  - {finding}" for finding in findings[:SHOWN_FINDINGS]]
    return lines + ([f"  … and {len(findings) - SHOWN_FINDINGS} more"] if len(findings) > SHOWN_FINDINGS else [])


def table(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> str:
    """The rows under their headings, account by account; text is left-aligned, figures right-aligned."""
    cells = [
        [NOTHING if value is None else show(value) for value, (_, _, show) in zip(row[1:], columns)]
        for row in rows
    ]
    headings = [heading for _, heading, _ in columns]
    widths = [max(map(len, column)) for column in zip(headings, *cells)]

    def line(parts: Sequence[str]) -> str:
        return "  ".join(
            part.ljust(width) if show is text else part.rjust(width)
            for part, width, (_, _, show) in zip(parts, widths, columns)
        ).rstrip()

    lines = [line(headings), line(["─" * width for width in widths])]
    account = None
    for row, shown in zip(rows, cells):
        if row[0] != account:
            account = row[0]
            lines += ["", f"Account {account}"]
        lines.append(line(shown))
    return "\n".join(lines)


def query_to_paste(path: Path) -> str:
    """A shell command that shows a KPI of this database."""
    database = "" if str(path) == DEFAULT_PATH else f"SMS_ANALYTICS_DUCKDB_PATH={shlex.quote(str(path))} "
    query = f"select campaign_name, reply_rate from {{{{ ref('{TABLE}') }}}} order by reply_rate desc"
    return f'{database}.venv/bin/dbt show --limit 5 --inline "{query}"'


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "path", nargs="?", type=Path, help="the DuckDB file",
        default=Path(os.environ.get("SMS_ANALYTICS_DUCKDB_PATH", DEFAULT_PATH)),
    )
    path = parser.parse_args(arguments).path
    try:
        columns, rows = campaigns(path)
        findings = input_findings(path)
    except (NotBuilt, duckdb.Error) as problem:
        print(problem, file=sys.stderr)
        return 1

    print(f"\n{len(rows)} campaigns ({LEGEND})\n")
    print(table(columns, rows))
    print("\n" + "\n".join([*findings, f"Database: {path}, table {TABLE}"]))
    print("Next: `make docs` says what each column means; `make test` runs all the checks. A query to paste:")
    print(query_to_paste(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
