"""Weeks and months: everything counted anew in each, zeros where nothing came, and how much that is beside other periods."""

from collections import defaultdict
from datetime import timedelta

from .kpis import Cell, ratio

HEADLINES = (
    "messages_sent", "contacts_reached", "delivery_rate", "carrier_block_rate", "contacts_replied", "reply_rate", "contacts_engaged",
    "contacts_opted_out", "opt_out_rate", "click_through_rate", "response_rate", "conversions", "revenue_net", "cost_total",
    "cost_per_conversion",
)  # fmt: skip
# A campaign that is made, or a charge, is no sign of life.
NO_SIGN_OF_LIFE = {"created", "launched", "unallocated"}


def monday(day):
    return day - timedelta(days=day.weekday())


def first_of_month(day):
    return day.replace(day=1)


def next_monday(start):
    return start + timedelta(days=7)


def next_month(start):
    return first_of_month(start + timedelta(days=31))


CALENDARS = {"week_start_date": (monday, next_monday), "month_start_date": (first_of_month, next_month)}


def is_alive(cell):
    return any(heap for name, heap in vars(cell).items() if name not in NO_SIGN_OF_LIFE)


class Periods:
    def __init__(self, world, marts):
        self.world = world
        self.marts = marts

    def rows(self, date_column, of_accounts):
        """One row for each unit, basis and period."""
        world = self.world
        start_of, after = CALENDARS[date_column]
        unit_of = (lambda item: item.account) if of_accounts else (lambda item: item.campaign)
        units = {account: account for account in world.account_ids} if of_accounts else world.campaign_accounts
        by_basis = dict(self.marts.dated_cells(unit_of, of_accounts, start_of))
        without_events = self.marts.row(Cell(), at_account=of_accounts)
        campaigns_of = defaultdict(list)
        for campaign, account in world.campaign_accounts.items():
            campaigns_of[account].append(campaign)
        alive = {}
        for cells in by_basis.values():
            for (unit, start), cell in cells.items():
                if is_alive(cell):
                    alive.setdefault(unit, set()).add(start)
        for unit, starts in alive.items():
            if unit not in units:
                continue  # a test campaign
            account = units[unit]
            campaigns = campaigns_of.get(account, []) if of_accounts else [unit]
            today = start_of(world.calendar.day(account, world.as_of))
            for basis, cells in by_basis.items():
                history = {}
                start = min(starts)
                while start <= max(*starts, today):
                    cell = cells.get((unit, start))
                    row = self.marts.row(cell, at_account=of_accounts) if cell else without_events
                    history[start] = row
                    yield (
                        {"account_id" if of_accounts else "campaign_id": unit, "account_id": account, "basis": basis, date_column: start}
                        | {"account_name": world.account_name(account), "reporting_currency": world.reporting_currency(account)}
                        | row
                        | self.state(account, campaigns, after(start) - timedelta(days=1))
                        | self.compared(row, history.get(start_of(start - timedelta(days=1))))
                        | ({} if after is next_month else self.a_year_ago(history.get(start - timedelta(days=364))))
                    )
                    start = after(start)

    def state(self, account, campaigns, last_day):
        """Whether the period is over, and whether anything can still join it."""
        over = self.world.as_of >= self.world.calendar.end_of(account, last_day)
        return {"is_complete_period": over} | self.marts.maturity(account, last_day, campaigns)

    @staticmethod
    def compared(row, before):
        columns = {}
        for name in HEADLINES:
            previous = before[name] if before else None
            change = None if row[name] is None or previous is None else row[name] - previous
            columns[f"previous_{name}"] = previous
            columns[f"change_{name}"] = change
            columns[f"relative_change_{name}"] = ratio(change, previous)
        return columns

    @staticmethod
    def a_year_ago(row):
        return {f"year_ago_{name}": row[name] if row else None for name in HEADLINES}

    def answers(self):
        return {
            "kpi_accounts_weekly": list(self.rows("week_start_date", of_accounts=True)),
            "kpi_accounts_monthly": list(self.rows("month_start_date", of_accounts=True)),
            "kpi_campaigns_weekly": list(self.rows("week_start_date", of_accounts=False)),
            "kpi_campaigns_monthly": list(self.rows("month_start_date", of_accounts=False)),
        }
