"""Reports: the KPIs of any range of days, account, campaign and template, counted from the facts of this computation."""

import copy
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from functools import cache

from .kpis import Cell
from .periods import Periods
from .pipeline import Pipeline

LISTS = (
    "messages", "auto_replies", "all_sent", "attributed", "unattributed", "replied", "engaged", "clicks", "leads", "credits",
    "adjustment_credits",
)  # fmt: skip
OUTSIDE = object()


class Reports:
    def __init__(self, world, marts):
        self.world, self.marts, self.pipeline = world, marts, Pipeline(world)
        self.day = cache(world.calendar.day)
        self.launch_days = {
            row["campaign_id"]: self.day(row["account_id"], row["launched_at"])
            for row in world.live_campaigns
            if row["launched_at"] is not None
        }

    # --- messaging -------------------------------------------------------------------------------------------

    def messaging(self, first, last, unit="account", basis="activity", accounts=None, campaigns=None, templates=None, launched=None):
        """{key: row} of the KPIs between two days, both included. `launched`: two days, of campaigns that were launched between them."""
        world = self.world
        part = self._within(first, last, basis)
        accounts = set(world.account_ids if accounts is None else accounts)
        is_filtered = campaigns is not None or templates is not None or launched is not None

        def is_asked(item, message):
            if campaigns is not None and item.campaign not in campaigns:
                return False
            if templates is not None and (message is None or message.template not in templates):
                return False
            return self._is_launched(item.campaign, launched)

        def cells_of(marts, key_of):
            cells = marts.cells(
                lambda message: key_of(message, message) if is_asked(message, message) else None,
                lambda event: key_of(event, event.message) if is_asked(event, event.message) else None,
                once=True,
                totals_of_campaign=unit != "account" or is_filtered,
            )
            is_below_campaign = unit not in ("account", "campaign") or templates is not None
            for cell in cells.values():
                cell.is_below_campaign = is_below_campaign
            return defaultdict(lambda: Cell(is_below_campaign=is_below_campaign), cells)

        if unit == "account":
            rows = {}
            for account, own in part.items():
                if account not in accounts:
                    continue
                cells = cells_of(own, lambda item, _: item.account)
                self._add_of_account(own, cells, account, first, last, basis)
                self._add_unallocated(own, cells, lambda cost: cost.account, first, last, campaigns, templates, launched)
                rows[account,] = self._row(cells[account], account, None, first, last)
            return rows

        whole = part[None]
        if unit == "campaign":
            cells = cells_of(whole, lambda item, _: None if item.campaign is None else (item.campaign,))
            self._add_unallocated(whole, cells, lambda cost: (cost.campaign,), first, last, campaigns, templates, launched)
            keys = {(campaign,) for campaign in world.campaign_accounts}
        else:
            column = "template" if unit == "template" else "step"

            def key_of(item, message):
                found = message and message.campaign is not None and getattr(message, column) is not None
                return (message.campaign, getattr(message, column)) if found else None

            cells = cells_of(whole, key_of)
            keys = set(cells)
        rows = {}
        for key in keys:
            account = world.campaign_accounts.get(key[0])
            is_shown = campaigns is None or key[0] in campaigns
            is_shown = is_shown and self._is_launched(key[0], launched)
            if account in accounts and is_shown:
                rows[key] = self._row(cells[key], account, key[0], first, last)
        return rows

    def _is_launched(self, campaign, between):
        return between is None or campaign in self.launch_days and between[0] <= self.launch_days[campaign] <= between[1]

    def _row(self, cell, account, campaign, first, last):
        figures = self.marts.row(cell, at_account=campaign is None) | self.pipeline.row(cell.messages, account)
        return figures | self._about(account, campaign, first, last)

    def _about(self, account, campaign, first, last):
        mine = [one for one, owner in self.world.campaign_accounts.items() if owner == account] if campaign is None else [campaign]
        return {
            "account_id": account,
            "account_name": self.world.account_name(account),
            "reporting_currency": self.world.reporting_currency(account),
            "date_from": first,
            "date_to": last,
            "is_complete_period": self.world.as_of >= self.world.calendar.end_of(account, last),
        } | self.marts.maturity(account, last, mine)

    def _within(self, first, last, basis):
        """Copies of the marts that know only what lies in the range: of each account under its id, of all under None."""
        world = self.world

        def is_sent_in(message):
            return first <= self.day(message.account, message.sent_at) <= last

        def happened_in(event):
            if basis == "send":
                return event.message is not None and is_sent_in(event.message)
            return first <= self.day(event.account, event.time) <= last

        by_account = {account: defaultdict(list) for account in world.account_ids}
        everything = defaultdict(list)
        of_world = {"opt_outs": world.opt_outs, "ai_filters": world.ai_filters}
        for name, items in ({name: getattr(self.marts, name) for name in LISTS} | of_world).items():
            is_in = is_sent_in if name in ("messages", "auto_replies", "all_sent") else happened_in
            for item in items:
                if is_in(item):
                    everything[name].append(item)
                    by_account[item.account][name].append(item)
        own = {name: defaultdict(list) for name in ("waits", "live_campaigns", "unattributed_conversions")}
        for wait in world.waits:
            own["waits"][wait.account].append(wait)
        for row in world.live_campaigns:
            own["live_campaigns"][row["account_id"]].append(row)
        for conversion in self.marts.unattributed_conversions:
            own["unattributed_conversions"][conversion.account].append(conversion)
        parts = {}
        for account, lists in (by_account | {None: everything}).items():
            part = copy.copy(self.marts)
            for name in LISTS:
                setattr(part, name, lists[name])
            part.world = replace(
                world, opt_outs=lists["opt_outs"], ai_filters=lists["ai_filters"],
                waits=own["waits"][account], live_campaigns=own["live_campaigns"][account],
            )  # fmt: skip
            part.unattributed_conversions = own["unattributed_conversions"][account]
            parts[account] = part
        return parts

    def _add_of_account(self, marts, cells, account, first, last, basis):
        """What only accounts have, whatever the filter."""

        def key_of(_, moment):
            return account if first <= self.day(account, moment) <= last else OUTSIDE

        (marts.add_account_only if basis == "activity" else marts.add_own_dated)(cells, key_of)

    def _add_unallocated(self, marts, cells, key_of, first, last, campaigns, templates, launched):
        def place(cost):
            is_asked = (campaigns is None or cost.campaign in campaigns) and templates is None and self._is_launched(cost.campaign, launched)
            return key_of(cost) if is_asked and first <= cost.day <= last else None

        marts.add_unallocated(cells, place)

    def beside(self, rows, before):
        """Rows with those of the range before: previous_ of each figure, changes of the headlines. What has no row there had nothing."""
        result = {}
        for key, row in rows.items():
            if "calls_dialed" in row:
                nothing = self.world.calling.nothing()
            else:
                nothing = self.marts.row(
                    Cell(is_below_campaign=row["unallocated_costs_without_rate"] is None), at_account="unanswered_inbound" in row
                ) | self.pipeline.row([], row["account_id"])
            previous = before.get(key, nothing)
            result[key] = row | {f"previous_{name}": previous[name] for name in nothing}
            if "calls_dialed" not in row:
                result[key] |= Periods.compared(row, previous)
        return result

    # --- calling ---------------------------------------------------------------------------------------------

    def calling(self, first, last, unit="account", accounts=None, campaigns=None):
        world = self.world
        accounts = set(world.account_ids if accounts is None else accounts)
        parts = {"account": ("account_id",), "campaign": ("campaign_id",), "agent": ("account_id", "agent_id")}[unit]

        def key_of(account, campaign, agent):
            whole = {"account_id": account, "campaign_id": campaign, "agent_id": agent}
            return {part: whole[part] for part in parts}

        def owner(account, campaign):
            return world.campaign_accounts.get(campaign) if unit == "campaign" else account

        def cell(account, campaign, agent, time):
            is_in = first <= self.day(account, time) <= last and (campaigns is None or campaign in campaigns)
            return key_of(account, campaign, agent) if is_in and owner(account, campaign) in accounts else {"outside": None}

        def ever(account, campaign, agent, _):
            is_shown = owner(account, campaign) in accounts and (unit != "campaign" or campaigns is None or campaign in campaigns)
            return key_of(account, campaign, agent) if is_shown else {"outside": None}

        keys = [{"account_id": account} for account in sorted(accounts)] if unit == "account" else []
        keys += [{part: row[part] for part in parts} for row in world.calling.by(ever)]
        return {tuple(row[part] for part in parts): row for row in world.calling.by(cell, keys)}


# --- ranges --------------------------------------------------------------------------------------------------


def monday(day):
    return day - timedelta(days=day.weekday())


def month_before(day):
    """The same day of the month before, at most its last."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def preset_ranges(preset, today):
    """((first, last), (first, last) of the range before it)."""

    def back(days, day=today):
        return day - timedelta(days=days)

    first_of_month, first_of_week = today.replace(day=1), monday(today)
    first_before = month_before(first_of_month)
    return {
        "today": ((today, today), (back(1), back(1))),
        "yesterday": ((back(1), back(1)), (back(2), back(2))),
        "last_7_days": ((back(6), today), (back(13), back(7))),
        "last_30_days": ((back(29), today), (back(59), back(30))),
        "this_week": ((first_of_week, today), (back(7, first_of_week), back(7))),
        "last_week": ((back(7, first_of_week), back(1, first_of_week)), (back(14, first_of_week), back(8, first_of_week))),
        "this_month": ((first_of_month, today), (first_before, month_before(today))),
        "last_month": ((first_before, back(1, first_of_month)), (month_before(first_before), back(1, first_before))),
    }[preset]


def range_before(first, last):
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def periods_in(first, last, every):
    """(start of the period, its first and last day in the range)."""
    start_of = {"day": lambda day: day, "week": monday, "month": lambda day: day.replace(day=1)}[every]
    days = defaultdict(list)
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        days[start_of(day)].append(day)
    return [(start, min(some), max(some)) for start, some in days.items()]
