"""Reports of the macros messaging_report and calling_report: many compiled in one run of dbt, then run on any database of the same engine."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

from tests.python.oracle import raw as raw_rows
from tests.python.oracle.answer import World, work_out
from tests.python.oracle.compare import same
from tests.python.oracle.reports import Reports, periods_in, preset_ranges, range_before
from tests.python.oracle.settings import Settings, read_reference
from tests.python.support.compare import Query
from tests.python.support.dbt import ROOT, run_dbt
from tests.python.support.report_set import REPORTS_BY_HAND

MARKER = "/* report {} */"
# Reads all that any report reads. What stands behind `execute` is not rendered a second time, to find that out.
ALL_REFS = (
    "{{ sms_analytics.messaging_report(grain=['campaign', 'day'], preset='all_time', launched_in_range=true, kpis='messages_sent') }}"
    "{{ sms_analytics.messaging_report() }}{{ sms_analytics.messaging_report(grain='template', kpis='messages_sent') }}"
    "{{ sms_analytics.calling_report() }}"
)


def call(macro: str, arguments: Mapping[str, Any]) -> str:
    """As somebody writes it."""
    names = {True: "true", False: "false", None: "none"}
    given = ", ".join(
        f"{name}={names[value] if isinstance(value, bool | None) else repr(str(value) if not isinstance(value, list | str) else value)}"
        for name, value in arguments.items()
    )
    return f"sms_analytics.{macro}({given})"


def compiled(calls: Sequence[str], work_dir: Path, **where: Any) -> list[str]:
    """The SQL of each call; `where`: target and environment of run_dbt."""
    inline = "\n".join(f"{MARKER.format(number)} {{{{ {one} }}}}" for number, one in enumerate(calls))
    text = f"{{% if not execute %}}{ALL_REFS}{{% else %}}\n{inline}\n{{% endif %}}"
    done = run_dbt(["--quiet", "compile", "--inline", text], work_dir=work_dir, **where).check()
    parts = re.split(re.escape(MARKER).replace(r"\{\}", r"\d+"), done.stdout)
    assert len(parts) == len(calls) + 1, done.stdout[-2000:]
    return parts[1:]


@contextmanager
def opened(database: Path | str) -> Iterator[Query]:
    """A DuckDB file, whatever its name, under the one that compiled SQL has for it; or a Postgres database. Rows are dicts."""
    if isinstance(database, Path):
        connection = duckdb.connect()
        connection.execute(f"attach '{database}' as sms_analytics (read_only)")
    else:
        connection = psycopg2.connect(database)
    cursor = connection.cursor()

    def query(sql: str) -> list[dict[str, Any]]:
        cursor.execute(sql)
        return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]

    try:
        yield query
    finally:
        connection.close()


# --- calls at random, and what they have to say ------------------------------------------------------------

KEYS_OF_GRAIN = {
    "account": ["account_id"], "campaign": ["campaign_id"], "template": ["campaign_id", "template_id"],
    "step": ["campaign_id", "step_number"], "agent": ["account_id", "agent_id"],
}  # fmt: skip
KEY_OF_PERIOD = {"day": "activity_date", "week": "week_start_date", "month": "month_start_date"}


@dataclass(frozen=True)
class Call:
    macro: str
    arguments: dict[str, Any]

    def __str__(self) -> str:
        return call(self.macro, self.arguments)

    @property
    def unit(self) -> str:
        grain = self.arguments.get("grain", "account")
        return grain if isinstance(grain, str) else grain[0]

    @property
    def every(self) -> str | None:
        grain = self.arguments.get("grain")
        return grain[1] if isinstance(grain, list) else None

    @property
    def period_key(self) -> list[str]:
        return [KEY_OF_PERIOD[self.every]] if self.every else []


def world_of_the_demo() -> World:
    reference = read_reference(ROOT / "seeds" / "reference")
    return work_out(raw_rows.read_folder(ROOT / "seeds" / "raw", "raw_"), reference, Settings(hash_key="the key of the demo"))


def random_calls(world: World, number: int, seed: int | str, lengths: Sequence[int] = (0, 1, 6, 6, 13, 30, 45)) -> list[Call]:
    """Ranges of so many days and one, filters and grains by chance, among days and ids that the events have."""
    dice = random.Random(f"reports {seed}")
    days = sorted({world.calendar.day(message.account, message.sent_at) for message in world.outbound if message.is_sent})
    templates = sorted({message.template for message in world.outbound if message.template})
    campaigns = sorted(world.campaign_accounts)
    calls = []
    for at in range(number):
        is_calling = at % 6 == 5
        unit = dice.choice(("account", "account", "campaign", "agent") if is_calling else ("account", "account", "campaign", "template", "step"))
        first = dice.choice(days) - timedelta(days=dice.choice((0, 0, 3)))
        given: dict[str, Any] = {"date_from": first, "date_to": first + timedelta(days=dice.choice(lengths))}
        if unit in ("account", "campaign") and dice.random() < 0.3:
            given |= {"grain": [unit, dice.choice(("day", "week", "month"))], "date_to": first + timedelta(days=dice.choice((1, 9, 20)))}
        elif unit != "account":
            given["grain"] = unit
        if dice.random() < 0.4 or "date_from" in given and isinstance(given.get("grain"), list):
            given["account_ids"] = dice.sample(world.account_ids, min(3, len(world.account_ids)))
        if dice.random() < 0.3:
            given["campaign_ids"] = dice.sample(campaigns, len(campaigns) // 2)
        if not is_calling:
            given["basis"] = dice.choice(("activity", "send"))
            if dice.random() < 0.25:
                given["template_ids"] = dice.sample(templates, len(templates) // 2)
            if dice.random() < 0.2:
                given["launched_in_range"] = True
        calls.append(Call("calling_report" if is_calling else "messaging_report", given))
    return calls


def expected(reports: Reports, one: Call) -> dict[tuple, dict[str, Any]]:
    """By the second computation: the rows of a call by key, beside those of the range before."""
    given = one.arguments
    accounts = given.get("account_ids") or reports.world.account_ids
    ranges = defaultdict(list)
    for account in accounts:
        if "date_from" in given:
            this = given["date_from"], given["date_to"]
            ranges[this, range_before(*this)].append(account)
        else:
            today = reports.day(account, reports.world.as_of)
            ranges[preset_ranges(given.get("preset", "last_7_days"), today)].append(account)
    filters = {"unit": one.unit, "campaigns": given.get("campaign_ids")}
    if one.macro == "messaging_report":
        filters |= {"basis": given.get("basis", "activity"), "templates": given.get("template_ids")}

    def count(first: date, last: date, asked: tuple[date, date], accounts: list[str]) -> dict[tuple, dict[str, Any]]:
        """Of the days that are asked for, those of a period."""
        if one.macro == "calling_report":
            return reports.calling(first, last, accounts=accounts, **filters)
        launched = asked if given.get("launched_in_range") else None
        return reports.messaging(first, last, accounts=accounts, launched=launched, **filters)

    rows: dict[tuple, dict[str, Any]] = {}
    for (this, before), some in ranges.items():
        if one.every:
            for start, first, last in periods_in(*this, one.every):
                found = count(first, last, this, some)
                rows |= {(*key, start): row for key, row in found.items()}
        else:
            found = count(*this, this, some)
            # What was launched in this range has its row, whenever else was asked for.
            rows |= reports.beside(found, count(*before, before, some))
    return rows


def differences(reports: Reports, one: Call, sql: str, query: Query) -> list[str]:
    keys = KEYS_OF_GRAIN[one.unit] + one.period_key
    theirs = {tuple(row[key] for key in keys): row for row in query(sql)}
    ours = expected(reports, one)
    of_pipeline = reports.pipeline.row([], "")
    has_no_pipeline = one.every is not None or one.unit in ("template", "step")
    found = []
    for key in sorted({*theirs, *ours}, key=repr):
        mine, other = ours.get(key), theirs.get(key)
        if mine is None or other is None:
            # A template or step without anything may have a row of zeros.
            if mine is None and one.unit in ("template", "step") and not other["messages_sent_total"] and not other["replies_received"]:
                continue
            found.append(f"{one}: {key} is in one only: ours {mine is not None}, theirs {other is not None}")
            continue
        found += [
            f"{one}: {key} {name}: ours {mine[name]!r}, theirs {other.get(name)!r}"
            for name in mine
            if not (name in other and same(mine[name], other[name])) and not (has_no_pipeline and name.removeprefix("previous_") in of_pipeline)
        ]
    return found


def differences_by_hand(sqls: Sequence[str], query: Query) -> list[str]:
    """Rows and cells of REPORTS_BY_HAND that are not as written there; rows in the order of their keys."""
    found = []
    for (macro, arguments, rows), sql in zip(REPORTS_BY_HAND, sqls, strict=True):
        order = ("account_id", "campaign_id", "week_start_date", "activity_date", "kpi")
        theirs = sorted(query(sql), key=lambda row: [str(row.get(column, "")) for column in order])
        shown = [
            {column: str(cell) if isinstance(cell := row[column], date) else cell for column in mine}
            for mine, row in zip(rows, theirs)
        ]
        if len(theirs) != len(rows) or not all(same(mine[name], other[name]) for mine, other in zip(rows, shown) for name in mine):
            found.append(f"{call(macro, arguments)}: by hand {rows}, theirs {shown} ({len(theirs)} rows)")
    return found
