"""Put a mart of the published file into Apache Superset, over its REST API, and compare a chart's figures with SQL.

    python -m tools.superset_chart [--url http://127.0.0.1:8088] [--published FILE]

The password is that of the variable SUPERSET_PASSWORD (default: admin). docs/bi.md says how to start a Superset of your own. What is there
from an earlier run is used again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import duckdb

DATABASE, SCHEMA, MART = "sms_marts", "main", "kpi_campaigns"
KEY, NAME, FIGURE = "campaign_id", "campaign_name", "reply_rate"


class Superset:
    """A session of one user."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url.rstrip("/")
        self.headers = {"Referer": self.url}
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        login = {"username": user, "password": password, "provider": "db", "refresh": True}
        self.headers["Authorization"] = f"Bearer {self.post('security/login', login)['access_token']}"
        self.headers["X-CSRFToken"] = self.get("security/csrf_token/")["result"]

    def get(self, path: str) -> Any:
        return self._ask("GET", path)

    def post(self, path: str, body: object) -> Any:
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        headers = self.headers | ({"Content-Type": "application/json"} if body else {})
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", body, headers, method=method)
        try:
            with self.opener.open(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as problem:
            raise SystemExit(f"{method} {path}: {problem.code} {problem.read().decode()[:500]}") from None

    def find_or_make(self, kind: str, column: str, body: dict[str, Any]) -> tuple[int, bool]:
        """The id of what has this name, and whether it is new."""
        question = urllib.parse.quote(f"(filters:!((col:{column},opr:eq,value:'{body[column]}')))")
        found = self.get(f"{kind}/?q={question}")["ids"]
        return (found[0], False) if found else (self.post(f"{kind}/", body)["id"], True)


def make_chart(superset: Superset, published: Path) -> list[dict[str, Any]]:
    """The rows that a table of the figure by campaign shows."""
    uri = f"duckdb:///{published}?access_mode=READ_ONLY"
    database, is_new = superset.find_or_make("database", "database_name", {"database_name": DATABASE, "sqlalchemy_uri": uri})
    print(f"{'New' if is_new else 'Known'} database {DATABASE}")
    dataset, is_new = superset.find_or_make("dataset", "table_name", {"table_name": MART, "schema": SCHEMA, "database": database})
    columns = superset.get(f"dataset/{dataset}")["result"]["columns"]
    described = sum(bool(column["description"]) for column in columns)
    print(f"{'New' if is_new else 'Known'} dataset {SCHEMA}.{MART}: {len(columns)} columns, {described} of them with a description")
    # A chart wants an aggregate. In the mart's own grain each group has one row.
    metric = {"expressionType": "SQL", "sqlExpression": f"max({FIGURE})", "label": FIGURE}
    query = {"columns": [KEY, NAME], "metrics": [metric], "orderby": [[KEY, True]], "row_limit": 1000}
    context = {"datasource": {"id": dataset, "type": "table"}, "queries": [query], "result_format": "json", "result_type": "full", "force": True}
    form = {"datasource": f"{dataset}__table", "viz_type": "table", "query_mode": "aggregate", "groupby": [KEY, NAME], "metrics": [metric]}
    chart = {"slice_name": "Reply rate by campaign", "viz_type": "table", "datasource_id": dataset, "datasource_type": "table",
             "params": json.dumps(form), "query_context": json.dumps(context)}  # fmt: skip
    number, is_new = superset.find_or_make("chart", "slice_name", chart)
    print(f"{'New' if is_new else 'Known'} chart {superset.url}/explore/?slice_id={number}")
    return superset.get(f"chart/{number}/data/?force=true")["result"][0]["data"]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8088")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--published", type=Path, default=Path("build/published/sms_marts.duckdb"))
    given = parser.parse_args(arguments)
    published = given.published.resolve()
    with duckdb.connect(published, read_only=True) as connection:
        expected = connection.execute(f"select {KEY}, {NAME}, {FIGURE} from {MART} order by {KEY}").fetchall()
    shown = make_chart(Superset(given.url, given.user, os.environ.get("SUPERSET_PASSWORD", "admin")), published)
    seen = [(row[KEY], row[NAME], row[FIGURE]) for row in shown]
    for one in seen[:5]:
        print(*one)
    if not expected or seen != expected:
        print(f"Superset shows other figures than SQL: {sorted(set(seen) ^ set(expected), key=repr)}", file=sys.stderr)
        return 1
    print(f"All {len(seen)} rows are equal to SQL")
    return 0


if __name__ == "__main__":
    sys.exit(main())
