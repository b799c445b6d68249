"""What each attribution model credits to each channel and campaign, over all time and by month."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from .kpis import contacts_of, known_sum, median, rate, ratio, revenue
from .raw import is_known


@dataclass
class Cell:
    credits: list = field(default_factory=list)
    parts: list = field(default_factory=list)  # of adjustments, to primary conversions
    assisted: list = field(default_factory=list)  # conversions
    costs: list = field(default_factory=list)


def _touched(touch):
    """Channel, campaign, and the campaign of another channel."""
    return touch.channel, touch.message.campaign if touch.message else None, touch.utm_campaign


class Attributed:
    def __init__(self, world):
        self.world = world
        self.settings = world.settings

    def rows(self, by_month):
        cells = defaultdict(Cell)

        def cell(account, model, basis, scope, touched, day):
            return cells[(account, model, basis, scope, *touched, *([day.replace(day=1)] if by_month else []))]

        for credit in self.world.credits:
            cell(credit.account, credit.model, credit.basis, credit.scope, _touched(credit.touch), credit.conversion.day).credits.append(credit)
        for part in self.world.adjustment_credits:
            credit = part.credit
            if credit.conversion.kind == "primary":
                cell(
                    credit.account, credit.model, credit.basis, credit.scope, _touched(credit.touch), part.adjustment.day
                ).parts.append(part)  # fmt: skip
        for conversion, basis, scope, journey in self.world.journeys:
            if conversion.kind == "primary":
                for touched in {_touched(touch) for touch in journey} - {_touched(journey[-1])}:
                    for model in self.settings.attribution_models[basis]:
                        cell(conversion.account, model, basis, scope, touched, conversion.day).assisted.append(conversion)
        for account, channel, campaign, day, amount in self._costs():
            for basis, models in self.settings.attribution_models.items():
                for scope in self.settings.attribution_scopes:
                    for model in models if channel == "sms" or scope == "all" else ():
                        cell(account, model, basis, scope, (channel, campaign, None), day).costs.append(amount)
        return [self._row(key, one) for key, one in cells.items()]

    def _costs(self):
        costs, calendar = self.world.costs, self.world.calendar
        for message in self.world.outbound:
            told = [costs.prices.get(message.id), *costs.shares.get(message.id, ())]
            if known_sum(told) is not None:
                campaign = None if message.is_manual else message.campaign
                yield message.account, "sms", campaign, calendar.day(message.account, message.sent_at), known_sum(told)
        for cost in costs.unallocated:
            if cost.amount is not None:
                yield cost.account, "sms", cost.campaign, cost.day, cost.amount
        for channel, account, day, amount in costs.of_other_channels:
            if amount is not None:
                yield account, channel, None, day, float(amount)

    def _row(self, key, cell):
        account, model, basis, scope, channel, campaign, touch_campaign, *month = key
        row = {
            "account_id": account,
            "account_name": self.world.account_name(account),
            "reporting_currency": self.world.reporting_currency(account),
            "attribution_model": model,
            "attribution_basis": basis,
            "channel_scope": scope,
            "channel": channel,
            "campaign_id": campaign,
            "touch_campaign": touch_campaign,
            **({"month_start_date": month[0]} if month else {}),
            "cost_total": known_sum(cell.costs),
        }
        named = ("conversions", "secondary_conversions", "engagement_conversions", "contacts_converted", "revenue_gross",
                 "revenue_adjusted", "revenue_net", "assisted_conversions", "assisted_revenue", "touches_to_convert",
                 "median_seconds_to_conversion")  # fmt: skip
        tables = self.world.tables
        if is_known(tables, "conversions") and (basis != "click" or is_known(tables, "click_events")):
            row |= self._figures(cell)
        else:
            row |= dict.fromkeys(named)
        row["cost_per_conversion"] = ratio(row["cost_total"], row["conversions"])
        row["return_on_spend"] = ratio(row["revenue_net"], row["cost_total"])
        return row

    @staticmethod
    def _figures(cell):
        of_kind = defaultdict(list)
        for credit in cell.credits:
            of_kind[credit.conversion.kind].append(credit)
        primary = of_kind["primary"]
        credited = math.fsum(credit.share for credit in primary)
        gross = revenue([(credit.conversion, credit.revenue) for credit in primary])
        adjusted = sum((part.amount for part in cell.parts), Decimal("0.00"))
        return {
            "conversions": credited,
            "secondary_conversions": math.fsum(credit.share for credit in of_kind["secondary"]),
            "engagement_conversions": math.fsum(credit.share for credit in of_kind["engagement"]),
            "contacts_converted": contacts_of(primary),
            "revenue_gross": gross,
            "revenue_adjusted": adjusted,
            "revenue_net": None if gross is None else gross - adjusted,
            "assisted_conversions": len(cell.assisted),
            "assisted_revenue": revenue([(conversion, conversion.gross) for conversion in cell.assisted]),
            "touches_to_convert": rate(math.fsum(credit.share * credit.touches for credit in primary), credited),
            "median_seconds_to_conversion": median([(credit.time - credit.touch.time).total_seconds() for credit in primary]),
        }


def journey_rows(world):
    """Primary conversions by month, and by what touched them."""
    touched_by = {
        (conversion.id, basis): {touch.channel == "sms" for touch in touches}
        for conversion, basis, scope, touches in world.journeys
        if scope == "all"
    }
    cells = defaultdict(list)
    for conversion in world.conversions:
        for basis in world.settings.attribution_models if conversion.kind == "primary" else ():
            key = (conversion.account, basis, conversion.day.replace(day=1))
            cells[key].append(touched_by.get((conversion.id, basis), set()))
    for (account, basis, month), journeys in cells.items():
        touched = len(journeys) - journeys.count(set())
        kinds = {"sms_alone": {True}, "sms_and_others": {True, False}, "without_sms": {False}}
        counts = {kind: journeys.count(channels) for kind, channels in kinds.items()}
        yield {
            "account_id": account,
            "attribution_basis": basis,
            "month_start_date": month,
            "conversions": len(journeys),
            "journeys": touched,
            **{f"journeys_{kind}": count for kind, count in counts.items()},
            **{f"share_{kind}": rate(count, touched) for kind, count in counts.items()},
        }


def attribution_answers(world):
    """{mart: rows}"""
    attributed = Attributed(world)
    return {
        "kpi_attribution": attributed.rows(by_month=False),
        "kpi_attribution_monthly": attributed.rows(by_month=True),
        "kpi_journeys_monthly": journey_rows(world),
    }
