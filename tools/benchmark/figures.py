"""Compares the tables of the script with those of the models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

FACTS = (
    "fct_messages", "fct_replies", "fct_opt_outs", "fct_clicks", "fct_conversions", "fct_attribution", "fct_campaign_contacts"
)  # fmt: skip
KPIS = "kpi_campaigns"
# The models have the credits of every attribution model, and contacts that a campaign has only by a lead; the script has one
# model and no leads.
ONLY = {
    "fct_attribution": "where is_default_attribution",
    "fct_campaign_contacts": "where coalesce(first_sent_at, first_reply_at, first_keyword_entry_at, opted_out_at, ai_filtered_at, "
    "first_clicked_at, first_conversion_at) is not null",
}
# Columns that must be present in both, so that a comparison cannot pass by comparing nothing.
CORE_FIGURES = {
    "messages_sent", "messages_delivered", "contacts_reached", "contacts_replied", "contacts_opted_out", "clicks",
    "contacts_clicked", "conversions", "revenue_gross",
}  # fmt: skip


def differences(models: Path, script: Path, tables: Sequence[str] = (*FACTS, KPIS), schema: str = "analytics") -> list[str]:
    """Differences in columns that both have, a line each; tables that the models have not built are skipped."""
    with duckdb.connect() as connection:
        for name, path in (("models", models), ("script", script)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        found = []
        for table in tables:
            theirs = _columns(connection, "models", schema, table)
            ours = _columns(connection, "script", "main", table)
            if not theirs and table != KPIS:
                continue
            shared = [column for column in ours if column in theirs]
            if table == KPIS and (missing := CORE_FIGURES - set(shared)):
                found.append(f"{table}: not in both: {', '.join(sorted(missing))}")
                continue
            left = f"from models.{schema}.{table} {ONLY.get(table, '')}"
            right = f"from script.main.{table}"
            found += _differing(connection, table, shared, left, right)
        return found


def _columns(connection: duckdb.DuckDBPyConnection, database: str, schema: str, table: str) -> list[str]:
    return [
        name for (name,) in connection.execute(
            "select column_name from duckdb_columns() "
            "where database_name = ? and schema_name = ? and table_name = ? order by column_index",
            [database, schema, table],
        ).fetchall()
    ]  # fmt: skip


def _differing(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], left: str, right: str
) -> list[str]:
    """Counts first, then sums of hashes; a full comparison only if those differ."""
    # Equal values hash alike only in the same type.
    types = {
        name: kind for name, kind, *_ in connection.execute(
            f"describe (select {', '.join(columns)} {left} union all select {', '.join(columns)} {right})"
        ).fetchall()
    }  # fmt: skip
    cells = {column: f"cast({column} as {types[column]})" for column in columns}
    # The first two columns identify the row, so that a value in the wrong row differs too.
    row = ", ".join(cells[column] for column in columns[:2])
    checks = ", ".join(f"sum(hash({row}, {cells[column]}))" for column in columns)
    one, other = (
        connection.execute(f"select count(*), {checks} {side}").fetchone() for side in (left, right)
    )
    if one[0] != other[0]:
        return [f"{table}: {one[0]:,} rows in the models, {other[0]:,} in the script"]
    found = []
    for place, column in enumerate(columns, start=1):
        if one[place] != other[place]:
            pair = f"select {row}, {cells[column]}"
            example = connection.execute(f"{pair} {left} except {pair} {right} limit 1").fetchone()
            found.append(f"{table}.{column}: for example {example} in the models")
    return found
