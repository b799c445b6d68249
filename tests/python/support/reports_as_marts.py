"""Reports of all time, of a week, of some days: each of these is a mart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tests.python.oracle.compare import same
from tests.python.support.compare import Query

# The call, the mart, its key and which of its rows.
AsMart = tuple[str, str, tuple[str, ...], str]
# What marts have and a report has not: another week, and how a campaign is set up.
NOT_IN_REPORTS = ("year_ago_", "week_start_date", "campaign_kind", "message_type", "launched_at")
# Of one campaign the week before is the first with anything, and has nothing before it: to the marts nothing, to a report zero.
SINCE_EVER = ("previous_", "change_", "relative_change_")


def of_all_time() -> list[AsMart]:
    return [
        ("messaging_report(preset='all_time')", "kpi_accounts", ("account_id",), "true"),
        ("messaging_report(preset='all_time', grain='campaign')", "kpi_campaigns", ("campaign_id",), "true"),
        ("messaging_report(preset='all_time', grain='template')", "kpi_templates", ("campaign_id", "template_id"), "true"),
        ("messaging_report(preset='all_time', grain='step')", "kpi_steps", ("campaign_id", "step_number"), "true"),
        ("calling_report(preset='all_time')", "kpi_calling", ("account_id",), "true"),
        ("calling_report(preset='all_time', grain='agent')", "kpi_calling_agents", ("account_id", "agent_id"), "true"),
        ("calling_report(preset='all_time', grain='campaign')", "kpi_calling_campaigns", ("campaign_id",), "true"),
    ]


def of_periods(monday: date, day: date) -> list[AsMart]:
    """A week, three days, and every week and month."""
    week = f"'{monday}', '{monday + timedelta(days=6)}'"
    days = f"'{day}', '{day + timedelta(days=2)}'"
    of_week = f"week_start_date = date '{monday}'"
    return [
        (f"messaging_report({week})", "kpi_accounts_weekly", ("account_id",), f"basis = 'activity' and {of_week}"),
        (f"messaging_report({week}, basis='send', grain='campaign')", "kpi_campaigns_weekly", ("campaign_id",), f"basis = 'send' and {of_week}"),
        (
            "messaging_report(preset='all_time', grain=['campaign', 'week'])", "kpi_campaigns_weekly", ("campaign_id", "week_start_date"),
            "basis = 'activity'",
        ),
        (
            "messaging_report(preset='all_time', grain='month', basis='send')", "kpi_accounts_monthly", ("account_id", "month_start_date"),
            "basis = 'send'",
        ),
        (
            f"messaging_report({days}, grain='day')", "kpi_accounts_daily", ("account_id", "activity_date"),
            f"basis = 'activity' and activity_date between {days.replace(',', ' and')}",
        ),
    ]  # fmt: skip


def unlike_marts(calls: Sequence[AsMart], sqls: Sequence[str], query: Query, schema: str = "analytics") -> list[str]:
    return [
        difference
        for (one, mart, key, where), sql in zip(calls, sqls, strict=True)
        for difference in _unlike(one, key, query(sql), query(f"select * from sms_analytics.{schema}.{mart} where {where}"))
    ]


def _unlike(one: str, key: tuple[str, ...], rows: list[dict], mart: list[dict]) -> list[str]:
    theirs = {tuple(row[column] for column in key): row for row in mart}
    assert theirs, one
    found = [f"{one}: the mart has no {row}" for row in rows if tuple(row[column] for column in key) not in theirs and row.get("messages_sent", row.get("calls_dialed"))]
    missing = [column for column in mart[0] if column not in rows[0] and not column.startswith((*NOT_IN_REPORTS, *SINCE_EVER))]
    assert not missing, f"{one} has no {missing}"
    ours = {tuple(row[column] for column in key): row for row in rows}
    for place, other in theirs.items():
        mine = ours.get(place)
        if mine is None:
            found.append(f"{one}: no row {place}")
            continue
        found += [
            f"{one}: {place} {name}: {mine[name]!r}, the mart {other[name]!r}"
            for name in other
            if name in mine and not same(mine[name], other[name]) and not (name.startswith(SINCE_EVER) and other[name] is None)
        ]
    return found
