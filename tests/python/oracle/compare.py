"""The answers of the second computation beside a database that dbt built, cell by cell."""

import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.python.support.compare import connect, relation

from .answer import KEYS
from .contract import TABLES

RELATIVE_TOLERANCE = 1e-9
ABOUT_ZERO = 1e-9

# Beyond the columns that the project promises, a fact may or may not show these; they are compared where it does.
OPTIONAL = {
    "fct_clicks": {"account_id", "contact_id", "campaign_id", "clicked_at", "click_count"},
    "fct_team_responses": {"account_id", "contact_id"},
    "kpi_campaigns_daily": {"account_id"},
    "kpi_campaigns": {"account_id"},
}
# Columns whose name the project does not promise: ours, and what the model may call it.
ALIASES = {
    ("fct_team_responses", "message_id"): ("inbound_message_id", "opening_message_id", "opened_by_message_id"),
    ("fct_team_responses", "response_seconds"): ("team_response_seconds", "seconds_to_response", "wait_seconds", "seconds_to_answer"),
}
# A template or step that nothing was counted for may have a row of zeros or none: the definitions do not say.
EMPTY_ROWS_ARE_NO_DIFFERENCE = {"kpi_templates", "kpi_steps"}
# Other contacts than those that were texted have versions, too.
ROWS_OF_OTHERS = {"dim_contact_versions"}


@dataclass(frozen=True)
class Difference:
    model: str
    key: tuple
    column: str
    ours: Any
    theirs: Any

    def __str__(self):
        return f"{self.model} {self.key} {self.column}: ours {self.ours!r}, theirs {self.theirs!r}"


def same(ours, theirs):
    if type(ours) is type(theirs) and ours == theirs:
        return True
    numbers = (int, float, Decimal)
    if isinstance(ours, bool) or isinstance(theirs, bool) or ours is None or theirs is None:
        return ours is theirs
    if isinstance(ours, Decimal) and not isinstance(theirs, float):
        return ours == theirs
    if isinstance(ours, numbers) and isinstance(theirs, numbers):
        # Of sums that come to nothing, the last digits are all there is.
        almost_nothing = abs(ours) <= ABOUT_ZERO
        return math.isclose(
            float(ours), float(theirs), rel_tol=RELATIVE_TOLERANCE, abs_tol=ABOUT_ZERO if almost_nothing else 0.0
        )
    return ours == theirs


def same_cell(column, mine, theirs, row):
    """A change is as exact as what it is the difference of: of two amounts that are nearly equal, few digits are left."""
    if same(mine, theirs):
        return True
    name = column.removeprefix("relative_").removeprefix("change_")
    previous = row.get(f"previous_{name}")
    if name == column or None in (previous, mine, theirs):
        return False
    size = 1.0 if column.startswith("relative_") else abs(float(previous))
    return abs(float(mine) - float(theirs)) <= RELATIVE_TOLERANCE * size


def is_empty(model, row):
    return all(
        not value for column, value in row.items() if column not in KEYS[model] and not isinstance(value, str | bool)
    )


def read_model(query, model, columns):
    """({our column: what theirs holds} per row, our columns that theirs has)."""
    name, available = relation(query, model, None)
    found = {}
    for column in columns:
        for candidate in (column, *ALIASES.get((model, column), ())):
            if candidate in available:
                found[column] = candidate
                break
    missing = [
        column for column in columns if column not in found and column not in OPTIONAL.get(model, set())
    ]
    if missing:
        raise LookupError(f"has no {', '.join(missing)}; it has {', '.join(available)}")
    selected = ", ".join(f'"{candidate}"' for candidate in found.values())
    return [dict(zip(found, row, strict=True)) for row in query(f"select {selected} from {name}")], list(found)


def compare_model(model, ours, query, columns):
    """Every difference in one model. `ours`: {key: row}; `columns`: all that our rows have."""
    try:
        theirs_rows, found = read_model(query, model, columns)
    except LookupError as problem:
        return [Difference(model, (), "(table)", "is there", str(problem))]

    differences, theirs = [], {}
    for row in theirs_rows:
        key = tuple(row[column] for column in KEYS[model])
        if model == "dq_row_counts" and key not in ours and (key[0] not in TABLES or is_empty(model, row)):
            continue  # a table that is not of this computation, or that is absent
        if key in theirs:
            differences.append(Difference(model, key, "(row)", "once", "twice"))
        theirs[key] = row

    for key in sorted({*ours, *theirs}, key=repr):
        mine, other = ours.get(key), theirs.get(key)
        if mine is None or other is None:
            only = mine or other
            if mine is None and model in ROWS_OF_OTHERS:
                continue
            if not (model in EMPTY_ROWS_ARE_NO_DIFFERENCE and is_empty(model, only)):
                states = ("is there", "is missing") if other is None else ("is missing", "is there")
                differences.append(Difference(model, key, "(row)", *states))
            continue
        differences += [
            Difference(model, key, column, mine[column], other[column])
            for column in found
            if not same_cell(column, mine[column], other[column], mine)
        ]
    return differences


def compare(answers, database):
    """Every difference between our answers and a DuckDB file or Postgres database, facts before marts."""
    differences = []
    with connect(database) as query:
        for model, rows in answers.items():
            if not rows:
                raise ValueError(f"no row of {model} to compare: an empty comparison proves nothing")
            columns = list(next(iter(rows.values())))
            differences += compare_model(model, rows, query, columns)
    return differences


def report(differences, examples=3):
    """A text a person can work with: what differs how often, then the first few cells of each column."""
    if not differences:
        return "no difference"
    by_column = defaultdict(list)
    for difference in differences:
        by_column[difference.model, difference.column].append(difference)
    lines = [f"{len(differences)} cells differ:"]
    lines += [f"  {len(those):6} {model}.{column}" for (model, column), those in by_column.items()]
    lines += ["the first ones:"]
    lines += [f"  {difference}" for those in by_column.values() for difference in those[:examples]]
    return "\n".join(lines)
